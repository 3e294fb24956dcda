//! timm's training command, and what `create_transform` says with the same flags.

use serde_json::{Map, Value as Json, json};

use super::{FILL, Kind, policy, string};
use crate::error::{Code, Error, Result};
use crate::param::tidy;
use crate::policy::Policy;

/// How many values a flag takes.
#[derive(Clone, Copy, PartialEq)]
enum Takes {
    None,
    One,
    /// As many as follow.
    Many,
}

/// Flags that say something about pictures, with their other names.
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
    (&["--crop-pct"], Takes::One),
    (&["--batch-size", "-b"], Takes::One),
    (&["--mixup"], Takes::One),
    (&["--cutmix"], Takes::One),
    (&["--cutmix-minmax"], Takes::Many),
    (&["--mixup-prob"], Takes::One),
    (&["--mixup-switch-prob"], Takes::One),
    (&["--mixup-mode"], Takes::One),
    (&["--smoothing"], Takes::One),
];
/// Flags about pictures without a counterpart here.
const NOT_SAID: &[&str] = &[
    "--aug-repeats",
    "--aug-splits",
    "--resplit",
    "--mixup-off-epoch",
    "--train-crop-mode",
    "--train-num-samples",
];

/// Whether a word of a command is one of the flags.
pub(super) fn knows(word: &str) -> bool {
    let flag = word.split('=').next().unwrap_or_default();
    flag.starts_with("--") && FLAGS.iter().any(|(names, _)| names.contains(&flag))
}

/// Flags with their values, by their first name.
struct Flags(Map<String, Json>);

impl Flags {
    fn of(words: &[String], notes: &mut Vec<String>) -> Result<Self> {
        let mut found = Map::new();
        let mut others: Vec<&str> = Vec::new();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            at += 1;
            let (flag, inline) = match word.split_once('=') {
                Some((flag, value)) => (flag, Some(value)),
                None => (word.as_str(), None),
            };
            if NOT_SAID.contains(&flag) {
                notes.push(format!("{flag} is not read: nothing here says it"));
                continue;
            }
            let Some((names, takes)) = FLAGS.iter().find(|(names, _)| names.contains(&flag)) else {
                if flag.starts_with("--") && !others.contains(&flag) {
                    others.push(flag);
                }
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
        if !others.is_empty() {
            let others = others.join(", ");
            notes.push(format!(
                "not read, as they say nothing about pictures or are not known: {others}"
            ));
        }
        Ok(Self(found))
    }

    fn has(&self, flag: &str) -> bool {
        self.0.contains_key(flag)
    }

    fn text(&self, flag: &str) -> Option<&str> {
        self.0.get(flag)?.get(0)?.as_str()
    }

    fn numbers(&self, flag: &str) -> Result<Option<Vec<f64>>> {
        let Some(list) = self.0.get(flag).and_then(Json::as_array) else {
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
    }

    fn number(&self, flag: &str, or: f64) -> Result<f64> {
        let first = self.numbers(flag)?.and_then(|v| v.first().copied());
        Ok(first.unwrap_or(or))
    }

    /// The side of pictures: the last of `--input-size 3 224 224`.
    fn side(&self) -> Result<f64> {
        match self.numbers("--input-size")? {
            Some(size) => Ok(size.last().copied().unwrap_or(224.0)),
            None => self.number("--img-size", 224.0),
        }
    }

    /// What made-up pixels are painted with.
    fn fill(&self) -> Result<[u8; 3]> {
        let mean = self.numbers("--mean")?;
        Ok(match mean.as_deref() {
            Some([r, g, b]) => [*r, *g, *b].map(|m| (255.0 * m).round_ties_even().min(255.0) as u8),
            _ => FILL,
        })
    }
}

/// The policy of a command's flags.
pub(super) fn read(
    words: &[String],
    kind: Kind,
    mut notes: Vec<String>,
) -> Result<(Policy, Vec<String>)> {
    let flags = Flags::of(words, &mut notes)?;
    let then = match (flags.numbers("--mean")?, flags.numbers("--std")?) {
        (Some(mean), Some(sd)) => json!({"normalize": {"mean": mean, "sd": sd}}),
        (mean, sd) => {
            if mean.is_some() || sd.is_some() {
                notes.push("--mean and --std are read only together".into());
            }
            json!({"normalize": "imagenet"})
        }
    };
    let kind = if flags.has("--no-aug") && kind == Kind::Train {
        Kind::Plain
    } else {
        kind
    };
    let steps = match kind {
        Kind::Train => train(&flags, &mut notes)?,
        Kind::Plain | Kind::Eval => resized(&flags, kind, &mut notes)?,
    };
    let batch = if kind == Kind::Eval {
        None
    } else {
        mixes(&flags)?
    };
    Ok((policy(&steps, batch, Some(then))?, notes))
}

/// Resized and cropped alone.
fn resized(flags: &Flags, kind: Kind, notes: &mut Vec<String>) -> Result<Vec<Json>> {
    let side = flags.side()?;
    let mode = match flags.text("--train-interpolation") {
        Some(mode) if mode != "random" => mode,
        _ => "bilinear",
    };
    let resize_to = if kind == Kind::Plain {
        notes.push("no augmentation: timm only resizes and crops".into());
        side
    } else {
        notes.push("this is timm's transform for evaluation: is_training is not True".into());
        (side / flags.number("--crop-pct", 0.875)?).floor()
    };
    Ok(vec![
        json!({"op": "smallest_max_size", "size_px": tidy(resize_to), "interpolation": mode}),
        json!({"op": "center_crop", "width_px": side, "height_px": side}),
    ])
}

/// The steps of `transforms_imagenet_train`.
fn train(flags: &Flags, notes: &mut Vec<String>) -> Result<Vec<Json>> {
    let side = flags.side()?;
    let interpolation = flags.text("--train-interpolation").unwrap_or("random");
    if interpolation == "random" {
        notes
            .push("timm draws bilinear or bicubic for each crop; the crop here is bilinear".into());
    }
    let mut crop = json!({"op": "random_resized_crop", "width_px": side, "height_px": side});
    if let Json::Object(keys) = &mut crop {
        if let Some(scale) = flags.numbers("--scale")? {
            keys.insert("area_frac".into(), json!(scale));
        }
        if let Some(ratio) = flags.numbers("--ratio")? {
            keys.insert("aspect_ratio".into(), json!({"log_uniform": ratio}));
        }
        if interpolation != "random" && interpolation != "bilinear" {
            keys.insert("interpolation".into(), json!(interpolation));
        }
    }
    let mut steps = vec![crop];
    for (flag, op, usual) in [
        ("--hflip", "horizontal_flip", 0.5),
        ("--vflip", "vertical_flip", 0.0),
    ] {
        let p = flags.number(flag, usual)?;
        if p > 0.0 {
            steps.push(json!({"op": op, "p": p}));
        }
    }
    let fill = flags.fill()?;
    let automatic = flags.text("--aa").filter(|s| !s.is_empty() && *s != "None");
    if let Some(config) = automatic {
        let mut step = string(config, fill, notes)?;
        if let Json::Object(keys) = &mut step
            && keys.contains_key("interpolation")
            && interpolation != "random"
        {
            keys.insert("interpolation".into(), json!(interpolation));
        }
        steps.push(step);
    }
    if automatic.is_none_or(|s| s.contains("3a")) {
        let jitter = flags.numbers("--color-jitter")?;
        let jitter = jitter.unwrap_or_else(|| vec![0.4]);
        steps.extend(color_jitter(
            &jitter,
            flags.number("--color-jitter-prob", 1.0)?,
        ));
    } else if flags.has("--color-jitter") {
        notes.push("--color-jitter does nothing beside --aa, but for 3a".into());
    }
    let grey = flags.number("--grayscale-prob", 0.0)?;
    if grey > 0.0 {
        steps.push(json!({"op": "grayscale", "p": grey}));
    }
    let blur = flags.number("--gaussian-blur-prob", 0.0)?;
    if blur > 0.0 {
        let sigma = json!([0.1, 2.0]);
        // torchvision's class, which works on tensors.
        steps.push(json!({
            "op": "gaussian_blur", "dialect": "torch", "p": blur, "sigma_px": sigma, "kernel_px": 23,
        }));
    }
    let erased = flags.number("--reprob", 0.0)?;
    if erased > 0.0 {
        let cover = match flags.text("--remode") {
            Some("rand") => "normal_colour",
            Some("pixel") | None => "normal",
            Some("const") => "fill",
            Some(other) => {
                let e = Error::new(Code::Unsupported, "must be const, rand or pixel");
                return Err(e.at_param("--remode").with_value(format!("'{other}'")));
            }
        };
        steps.push(json!({
            "op": "random_erasing", "p": erased, "cover": cover,
            "count": flags.number("--recount", 1.0)?,
            "area_frac": [0.02, 1.0 / 3.0],
            "aspect": {"log_uniform": [0.3, 1.0 / 0.3]},
            "fill": fill,
        }));
    }
    Ok(steps)
}

/// timm's `Mixup`: active where an alpha is above 0 or a range of sides is given.
fn mixes(flags: &Flags) -> Result<Option<Json>> {
    let mixup = flags.number("--mixup", 0.0)?;
    let cutmix = flags.number("--cutmix", 0.0)?;
    let minmax = flags.numbers("--cutmix-minmax")?;
    let mut methods = Vec::new();
    if mixup > 0.0 {
        methods.push(json!({"mix": "mixup", "alpha": tidy(mixup)}));
    }
    match minmax.as_deref() {
        Some([min, max]) => methods.push(json!({
            "mix": "cutmix", "law": "minmax", "min_frac": tidy(*min), "max_frac": tidy(*max),
        })),
        Some(_) => {
            let e = Error::new(Code::Type, "must be two numbers");
            return Err(e.at_param("--cutmix-minmax"));
        }
        None if cutmix > 0.0 => {
            methods.push(json!({"mix": "cutmix", "law": "timm", "alpha": tidy(cutmix)}));
        }
        None => {}
    }
    let prob = flags.number("--mixup-prob", 1.0)?;
    let switch = flags.number("--mixup-switch-prob", 0.5)?;
    let shares = match methods.len() {
        0 => return Ok(None),
        1 => vec![prob],
        _ => vec![prob * (1.0 - switch), prob * switch],
    };
    // Equal shares need not be said.
    if prob < 1.0
        || shares
            .iter()
            .any(|s| *s != shares.first().copied().unwrap_or(1.0))
    {
        for (method, share) in methods.iter_mut().zip(shares) {
            if let Json::Object(keys) = method {
                keys.insert("weight".into(), rounded(share));
            }
        }
    }
    let mut batch = json!({"pairing": "reverse", "mixes": methods});
    if let Json::Object(keys) = &mut batch {
        if prob < 1.0 {
            keys.insert("none".into(), rounded(1.0 - prob));
        }
        let smoothing = flags.number("--smoothing", 0.1)?;
        if smoothing > 0.0 {
            keys.insert("label_smoothing".into(), tidy(smoothing));
        }
        if let Some(size) = flags.numbers("--batch-size")? {
            keys.extend(size.first().map(|v| ("size".to_owned(), tidy(*v))));
        }
        if let Some(mode) = flags.text("--mixup-mode") {
            keys.insert("per".into(), json!(mode));
        }
    }
    Ok(Some(batch))
}

/// A share without the dust of its calculation.
fn rounded(share: f64) -> Json {
    tidy((share * 1e12).round() / 1e12)
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
