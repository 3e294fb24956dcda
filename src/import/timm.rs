//! timm's config strings (`rand-m9-mstd0.5-inc1`) and whole training commands as policies: timm 1.0
//! `auto_augment.py` and `transforms_factory.py`.

use serde_json::{Map, Value as Json, json};

use super::python::{Call, Expr, What};
use crate::error::{Code, Error, Result};
use crate::policy::Policy;

/// What `transforms_imagenet_train` paints made-up pixels with: the mean of `ImageNet`.
const FILL: [u8; 3] = [124, 116, 104];

/// Whether a text is a config string or a training command.
pub(super) fn recognise(text: &str) -> bool {
    let text = text.trim();
    if text.lines().count() == 1 && !text.contains(char::is_whitespace) {
        return is_string(text);
    }
    let words = words(text);
    words.iter().any(|w| w.starts_with("--"))
        && words.iter().any(|w| {
            let flag = w.split('=').next().unwrap_or_default();
            FLAGS.iter().any(|(names, _)| names.contains(&flag))
        })
}

fn is_string(text: &str) -> bool {
    let head = text.split('-').next().unwrap_or_default();
    matches!(
        head,
        "rand" | "augmix" | "v0" | "v0r" | "original" | "originalr" | "3a"
    )
}

/// Words of a command: lines joined, quotes taken off.
fn words(text: &str) -> Vec<String> {
    shlex::split(&text.replace("\\\n", " ")).unwrap_or_default()
}

/// Reads a config string or a training command.
pub(super) fn read(text: &str) -> Result<(Policy, Vec<String>)> {
    let text = text.trim();
    let mut notes = Vec::new();
    let steps = if is_string(text) && !text.contains(char::is_whitespace) {
        vec![string(text, &mut notes)?]
    } else {
        return command(&words(text), notes);
    };
    Ok((policy(&steps, None)?, notes))
}

/// Arguments of `create_transform` and the flags that say the same.
const ARGUMENTS: &[(&str, &str)] = &[
    ("input_size", "--input-size"),
    ("auto_augment", "--aa"),
    ("hflip", "--hflip"),
    ("vflip", "--vflip"),
    ("scale", "--scale"),
    ("ratio", "--ratio"),
    ("color_jitter", "--color-jitter"),
    ("color_jitter_prob", "--color-jitter-prob"),
    ("grayscale_prob", "--grayscale-prob"),
    ("gaussian_blur_prob", "--gaussian-blur-prob"),
    ("interpolation", "--train-interpolation"),
    ("re_prob", "--reprob"),
    ("re_mode", "--remode"),
    ("re_count", "--recount"),
    ("mean", "--mean"),
    ("std", "--std"),
];

/// Whether a class or function is timm's.
pub(super) fn knows(class: &str) -> bool {
    matches!(
        class,
        "create_transform"
            | "rand_augment_transform"
            | "auto_augment_transform"
            | "augment_and_mix_transform"
    )
}

/// A call of timm's `create_transform`, or of one that takes a config string.
pub(super) fn call(call: &Call) -> Option<Result<(Policy, Vec<String>)>> {
    if !knows(call.class()) {
        return None;
    }
    if call.class() != "create_transform" {
        let text = call.args.iter().find_map(|(_, v)| match &v.what {
            What::Text(text) => Some(text),
            _ => None,
        });
        return text.map(|text| read(text));
    }
    let mut notes = Vec::new();
    let mut words = Vec::new();
    let mut training = false;
    for (at, (key, value)) in call.args.iter().enumerate() {
        let key = key.as_deref().unwrap_or(match at {
            0 => "input_size",
            1 => "is_training",
            _ => "",
        });
        let told = |v: &Expr| match &v.what {
            What::Num(v) => Some(v.to_string()),
            What::Text(text) => Some(text.clone()),
            _ => None,
        };
        let flag = ARGUMENTS.iter().find(|(name, _)| *name == key);
        let values: Vec<String> = match &value.what {
            What::List(items) => items.iter().filter_map(told).collect(),
            _ => told(value).into_iter().collect(),
        };
        match (flag, &value.what) {
            (_, What::Bool(on)) if key == "is_training" => training = *on,
            (_, What::None) => {}
            (Some((_, flag)), _) if !values.is_empty() => {
                words.push((*flag).to_owned());
                words.extend(values);
            }
            _ => notes.push(format!("line {}: {key} is not read", value.line)),
        }
    }
    if !training {
        words.push("--no-aug".into());
    }
    Some(command(&words, notes))
}

fn policy(steps: &[Json], then: Option<Json>) -> Result<Policy> {
    let mut tree = json!({"augplay": 1, "target": "timm 1.0", "steps": steps});
    if let (Some(then), Json::Object(keys)) = (then, &mut tree) {
        keys.insert("then".into(), then);
    }
    Policy::parse(&tree.to_string())
}

/// A section's key and its number: `mstd0.5` is `mstd` and `0.5`.
fn section(text: &str) -> Option<(&str, &str)> {
    let at = text.find(|c: char| c.is_ascii_digit())?;
    Some((&text[..at], &text[at..]))
}

/// One step from a config string.
fn string(text: &str, notes: &mut Vec<String>) -> Result<Json> {
    let bad = |what: &str, why: &str| {
        Error::new(Code::Syntax, format!("{what} {why}"))
            .at_param("auto_augment")
            .with_value(format!("'{text}'"))
    };
    let mut sections = text.split('-');
    let head = sections.next().unwrap_or_default();
    let mut step = match head {
        "rand" => json!({"op": "rand_augment", "law": "timm", "magnitude": 10}),
        "augmix" => json!({"op": "aug_mix", "law": "timm"}),
        _ => json!({"op": "auto_augment", "policy": head}),
    };
    let Json::Object(keys) = &mut step else {
        return Err(Error::new(Code::Internal, "lost its step"));
    };
    for part in sections {
        if let (Some(set), "rand") = (part.strip_prefix('t'), head) {
            match set {
                "weights" | "3a" | "3aw" => drop(keys.insert("ops".into(), json!(set))),
                _ => notes.push(format!(
                    "'{part}' names no set of ops; timm takes its usual fifteen"
                )),
            }
            continue;
        }
        let Some((key, digits)) = section(part) else {
            notes.push(format!("'{part}' has no number; timm ignores it"));
            continue;
        };
        let number: f64 = digits
            .parse()
            .map_err(|_| bad(part, "does not hold a number"))?;
        let whole = |name: &str| -> Result<Json> {
            digits.parse::<u32>().map(|n| json!(n)).map_err(|_| {
                bad(
                    part,
                    &format!("must be a whole number; timm reads {name} so"),
                )
            })
        };
        match (head, key) {
            ("rand", "m") => drop(keys.insert("magnitude".into(), whole("m")?)),
            ("rand", "n") => drop(keys.insert("num_ops".into(), whole("n")?)),
            ("rand", "p") => drop(keys.insert("op_chance".into(), json!(number))),
            ("rand", "mmax") => drop(keys.insert("magnitude_max".into(), whole("mmax")?)),
            ("rand", "inc") => {
                keys.insert("increasing".into(), json!(whole("inc")? != json!(0)));
            }
            ("augmix", "m") => drop(keys.insert("severity".into(), whole("m")?)),
            ("augmix", "w") => drop(keys.insert("width".into(), whole("w")?)),
            ("augmix", "d") => drop(keys.insert("depth".into(), whole("d")?)),
            ("augmix", "a") => drop(keys.insert("alpha".into(), json!(number))),
            ("augmix", "b") => {
                if whole("b")? != json!(0) {
                    notes.push(
                        "b1 blends chain by chain; augplay sums them and blends once, as b0".into(),
                    );
                }
            }
            (_, "mstd") => drop(keys.insert("magnitude_sd".into(), json!(number))),
            _ => return Err(bad(part, "is no section that timm knows here")),
        }
    }
    keys.insert("fill".into(), json!(FILL));
    if head != "augmix" {
        keys.insert("interpolation".into(), json!("random"));
    }
    Ok(step)
}

/// How many values a flag takes.
#[derive(Clone, Copy, PartialEq)]
enum Takes {
    None,
    One,
    /// As many as follow.
    Many,
}

/// Flags that say something about augmentation.
const FLAGS: &[(&[&str], Takes)] = &[
    (&["--aa", "--auto-augment"], Takes::One),
    (&["--img-size"], Takes::One),
    (&["--input-size"], Takes::Many),
    (&["--scale"], Takes::Many),
    (&["--ratio"], Takes::Many),
    (&["--hflip"], Takes::One),
    (&["--vflip"], Takes::One),
    (&["--color-jitter"], Takes::Many),
    (&["--color-jitter-prob"], Takes::One),
    (&["--grayscale-prob"], Takes::One),
    (&["--gaussian-blur-prob"], Takes::One),
    (&["--train-interpolation"], Takes::One),
    (&["--reprob"], Takes::One),
    (&["--remode"], Takes::One),
    (&["--recount"], Takes::One),
    (&["--mean"], Takes::Many),
    (&["--std"], Takes::Many),
    (&["--no-aug"], Takes::None),
];
/// Flags about augmentation that no step says yet.
const NOT_YET: &[&str] = &[
    "--aug-repeats",
    "--aug-splits",
    "--resplit",
    "--mixup",
    "--cutmix",
    "--cutmix-minmax",
    "--mixup-prob",
    "--mixup-switch-prob",
    "--mixup-mode",
    "--smoothing",
    "--train-crop-mode",
    "--crop-pct",
];

/// Flags with their values, by their first name.
fn flags(words: &[String], notes: &mut Vec<String>) -> Result<Map<String, Json>> {
    let mut found = Map::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        at += 1;
        let (flag, inline) = match word.split_once('=') {
            Some((flag, value)) => (flag, Some(value)),
            None => (word.as_str(), None),
        };
        if NOT_YET.contains(&flag) {
            notes.push(format!("{flag} is not understood: no step says it"));
        }
        let Some((names, takes)) = FLAGS.iter().find(|(names, _)| names.contains(&flag)) else {
            continue;
        };
        let mut values: Vec<&str> = inline.into_iter().collect();
        let most = match takes {
            Takes::None => 0,
            Takes::One => 1,
            Takes::Many => 8,
        };
        while values.len() < most
            && let Some(next) = words.get(at)
            && !next.starts_with("--")
            && inline.is_none()
        {
            values.push(next);
            at += 1;
        }
        if values.is_empty() && *takes != Takes::None {
            return Err(Error::new(Code::Missing, "needs a value").at_param(flag));
        }
        let name = names.first().copied().unwrap_or_default();
        found.insert(name.to_owned(), json!(values));
    }
    Ok(found)
}

/// The steps of timm's training transform for a command's flags.
fn command(words: &[String], mut notes: Vec<String>) -> Result<(Policy, Vec<String>)> {
    let flags = flags(words, &mut notes)?;
    let text = |flag: &str| -> Option<String> {
        let value = flags.get(flag)?.get(0)?.as_str()?;
        Some(value.to_owned())
    };
    let numbers = |flag: &str| -> Result<Option<Vec<f64>>> {
        let Some(list) = flags.get(flag).and_then(Json::as_array) else {
            return Ok(None);
        };
        let read = |v: &Json| {
            let word = v.as_str().unwrap_or_default();
            word.parse::<f64>().map_err(|_| {
                Error::new(Code::Type, "must be a number")
                    .at_param(flag)
                    .with_value(format!("'{word}'"))
            })
        };
        list.iter().map(read).collect::<Result<Vec<_>>>().map(Some)
    };
    let number = |flag: &str, or: f64| -> Result<f64> {
        Ok(numbers(flag)?
            .and_then(|v| v.first().copied())
            .unwrap_or(or))
    };
    let side = match numbers("--input-size")? {
        Some(size) => size.last().copied().unwrap_or(224.0),
        None => number("--img-size", 224.0)?,
    };
    let mean = numbers("--mean")?;
    let then = match (&mean, numbers("--std")?) {
        (Some(mean), Some(sd)) => json!({"normalize": {"mean": mean, "sd": sd}}),
        _ => json!({"normalize": "imagenet"}),
    };
    let interpolation = text("--train-interpolation").unwrap_or_else(|| "random".into());
    if interpolation == "random" {
        notes
            .push("timm draws bilinear or bicubic for each crop; the crop here is bilinear".into());
    }
    let mut crop = json!({"op": "random_resized_crop", "width_px": side, "height_px": side});
    if let Json::Object(keys) = &mut crop {
        if let Some(scale) = numbers("--scale")? {
            keys.insert("area_frac".into(), json!(scale));
        }
        if let Some(ratio) = numbers("--ratio")? {
            keys.insert("aspect_ratio".into(), json!({"log_uniform": ratio}));
        }
        if interpolation == "bicubic" {
            keys.insert("interpolation".into(), json!("bicubic"));
        }
    }
    if flags.contains_key("--no-aug") {
        notes.push("--no-aug: timm only resizes and crops".into());
        let resize = json!({"op": "smallest_max_size", "side_px": side});
        let crop = json!({"op": "center_crop", "width_px": side, "height_px": side});
        return Ok((policy(&[resize, crop], Some(then))?, notes));
    }
    let mut steps = vec![crop];
    for (flag, op, usual) in [
        ("--hflip", "horizontal_flip", 0.5),
        ("--vflip", "vertical_flip", 0.0),
    ] {
        let p = number(flag, usual)?;
        if p > 0.0 {
            steps.push(json!({"op": op, "p": p}));
        }
    }
    let automatic = text("--aa").filter(|s| !s.is_empty() && s != "None");
    if let Some(string_of) = &automatic {
        let mut step = string(string_of, &mut notes)?;
        if let Json::Object(keys) = &mut step
            && keys.contains_key("interpolation")
            && interpolation != "random"
        {
            keys.insert("interpolation".into(), json!(interpolation));
        }
        steps.push(step);
    }
    if automatic.as_ref().is_none_or(|s| s.contains("3a")) {
        let jitter = numbers("--color-jitter")?.unwrap_or_else(|| vec![0.4]);
        steps.extend(color_jitter(&jitter, number("--color-jitter-prob", 1.0)?));
    }
    let grey = number("--grayscale-prob", 0.0)?;
    if grey > 0.0 {
        steps.push(json!({"op": "grayscale", "p": grey}));
    }
    let blur = number("--gaussian-blur-prob", 0.0)?;
    if blur > 0.0 {
        steps.push(json!({"op": "gaussian_blur", "p": blur, "sigma_px": [0.1, 2.0]}));
        notes.push("timm's Gaussian blur is torchvision's with a kernel of 23 px".into());
    }
    let erased = number("--reprob", 0.0)?;
    if erased > 0.0 {
        let cover = match text("--remode").as_deref() {
            Some("rand") => "normal_colour",
            Some("pixel") | None => "normal",
            _ => "fill",
        };
        steps.push(json!({
            "op": "random_erasing", "p": erased, "cover": cover,
            "count": number("--recount", 1.0)?,
            "area_frac": [0.02, 1.0 / 3.0],
            "aspect": {"log_uniform": [0.3, 1.0 / 0.3]},
            "fill": FILL,
        }));
    }
    Ok((policy(&steps, Some(then))?, notes))
}

/// torchvision's `ColorJitter` as timm calls it: one factor stands for brightness, contrast and
/// saturation.
fn color_jitter(factors: &[f64], p: f64) -> Option<Json> {
    let factors = match factors {
        [one] => vec![*one; 3],
        more => more.to_vec(),
    };
    if factors.iter().all(|f| *f == 0.0) {
        return None;
    }
    let mut step = json!({"op": "color_jitter", "hue_frac": 0});
    if let Json::Object(keys) = &mut step {
        for (name, f) in ["brightness", "contrast", "saturation"]
            .iter()
            .zip(&factors)
        {
            keys.insert((*name).into(), json!([(1.0 - f).max(0.0), 1.0 + f]));
        }
        if let Some(hue) = factors.get(3) {
            keys.insert("hue_frac".into(), json!([-hue, hue]));
        }
        if p < 1.0 {
            keys.insert("p".into(), json!(p));
        }
    }
    Some(step)
}

#[cfg(test)]
mod tests {
    use crate::import::import;

    fn steps(text: &str) -> (String, Vec<String>) {
        let imported = import(text, "").unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(imported.format, "timm");
        let yaml = imported.policy.to_yaml();
        (yaml, imported.notes)
    }

    #[test]
    fn strings_become_steps() {
        for (text, step) in [
            (
                "rand-m9-mstd0.5-inc1",
                "{op: rand_augment, law: timm, magnitude_sd: 0.5, increasing: true, interpolation: random, fill: [124, 116, 104]}",
            ),
            (
                "rand-n3-m7-p0.8-mmax20-tweights",
                "num_ops: 3, magnitude: 7, op_chance: 0.8, magnitude_max: 20, ops: weights",
            ),
            ("original-mstd0.5", "policy: original, magnitude_sd: 0.5"),
            ("3a", "policy: \"3a\""),
            ("augmix-m5-w4-d2-a0.5", "severity: 5"),
        ] {
            let (yaml, notes) = steps(text);
            let plain = |s: &str| -> String {
                let words = s.split(|c: char| c.is_whitespace() || "{},".contains(c));
                words
                    .filter(|w| !w.is_empty())
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            assert!(plain(&yaml).contains(&plain(step)), "{text}: {yaml}");
            assert!(notes.is_empty(), "{notes:?}");
        }
        let (_, notes) = steps("rand-m9-odd");
        assert_eq!(notes.len(), 1);
    }

    #[test]
    fn what_timm_refuses_is_refused_by_name() {
        for text in ["rand-m9.5", "rand-x3", "augmix-inc1"] {
            let e = import(text, "").unwrap_err();
            assert_eq!(e.param.as_deref(), Some("auto_augment"), "{text}: {e}");
        }
        assert!(import("train.py --aa rand-m9 --reprob often", "").is_err());
        assert!(import("train.py --lr", "").is_err());
    }

    #[test]
    fn a_training_command_becomes_a_policy() {
        let (yaml, notes) = steps(
            "./distributed_train.sh 4 /data/imagenet --model resnet50 --lr 0.6 \\\n  --aa rand-m9-mstd0.5-inc1 --reprob 0.25 --remode pixel --mixup 0.2 --scale 0.2 1.0",
        );
        for part in [
            "target: timm 1.0",
            "area_frac: [0.2, 1]",
            "{op: horizontal_flip, p: 0.5}",
            "op: rand_augment",
            "op: random_erasing",
            "then: {normalize: imagenet}",
        ] {
            assert!(yaml.contains(part), "{part}: {yaml}");
        }
        assert!(!yaml.contains("color_jitter"));
        assert!(notes.iter().any(|n| n.starts_with("--mixup")), "{notes:?}");
        let (yaml, _) = steps("python train.py data --color-jitter=0.3 --vflip 0.1");
        assert!(yaml.contains("color_jitter") && yaml.contains("vertical_flip"));
    }
}
