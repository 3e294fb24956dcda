//! timm's config strings (`rand-m9-mstd0.5-inc1`) and whole training commands as policies: timm 1.0
//! `auto_augment.py` and `transforms_factory.py`.

use serde_json::{Value as Json, json};

use super::given::{Given, number};
use super::python::{Call, Expr, What};
use crate::error::{Code, Error, Result};
use crate::param::tidy;
use crate::policy::Policy;

mod command;

/// What `transforms_imagenet_train` paints made-up pixels with: the mean of `ImageNet`.
const FILL: [u8; 3] = [124, 116, 104];
/// What the automatic transforms paint them with where no hparams say it.
const PLAIN_FILL: [u8; 3] = [128, 128, 128];

/// Which of timm's transforms.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Kind {
    Train,
    /// `no_aug`.
    Plain,
    Eval,
}

/// Whether a text is a config string or a training command.
pub(super) fn recognise(text: &str) -> bool {
    let text = text.trim();
    if text.lines().count() == 1 && !text.contains(char::is_whitespace) {
        return is_string(text);
    }
    words(text).iter().any(|w| command::knows(w))
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
        vec![string(text, FILL, &mut notes)?]
    } else {
        return command::read(&words(text), Kind::Train, notes);
    };
    Ok((policy(&steps, None, None)?, notes))
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
    ("crop_pct", "--crop-pct"),
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
        None
    } else if call.class() == "create_transform" {
        Some(create(call))
    } else {
        Some(configured(call))
    }
}

fn create(call: &Call) -> Result<(Policy, Vec<String>)> {
    let mut notes = Vec::new();
    let mut words = Vec::new();
    let (mut training, mut plain) = (false, false);
    for (at, (key, value)) in call.args.iter().enumerate() {
        let key = key.as_deref().unwrap_or(match at {
            0 => "input_size",
            1 => "is_training",
            2 => "no_aug",
            _ => "",
        });
        let told = |v: &Expr| match &v.what {
            What::Num(v) => Some(v.to_string()),
            What::Text(text) => Some(text.clone()),
            _ => None,
        };
        let flag = ARGUMENTS.iter().find(|(name, _)| *name == key);
        let values: Option<Vec<String>> = match &value.what {
            What::List(items) => items.iter().map(told).collect(),
            _ => told(value).map(|one| vec![one]),
        };
        match (flag, values, &value.what) {
            (_, _, What::Bool(on)) if key == "is_training" => training = *on,
            (_, _, What::Bool(on)) if key == "no_aug" => plain = *on,
            (_, _, What::None) => {}
            (Some((_, flag)), Some(values), _) if !values.is_empty() => {
                words.push((*flag).to_owned());
                words.extend(values);
            }
            _ => {
                let what = if key.is_empty() {
                    format!("argument {}", at + 1)
                } else {
                    key.to_owned()
                };
                notes.push(format!(
                    "line {}: create_transform's {what} is not read",
                    value.line
                ));
            }
        }
    }
    // What the function takes where it is told nothing; the command differs.
    for (flag, usual) in [("--train-interpolation", "bilinear"), ("--remode", "const")] {
        if !words.iter().any(|w| w == flag) {
            words.extend([flag.to_owned(), usual.to_owned()]);
        }
    }
    let kind = match (training, plain) {
        (true, false) => Kind::Train,
        (true, true) => Kind::Plain,
        (false, _) => Kind::Eval,
    };
    command::read(&words, kind, notes)
}

/// `rand_augment_transform` and its like: a config string and hparams.
fn configured(call: &Call) -> Result<(Policy, Vec<String>)> {
    let mut notes = Vec::new();
    let given = Given::of(
        call,
        &["config_str", "hparams", "transforms"],
        1,
        &mut notes,
    );
    let text = given.take("config_str", |v| match &v.what {
        What::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let text = text.ok_or_else(|| {
        Error::new(Code::Missing, "must be given: a config string").at_param("config_str")
    })?;
    let hparams = given.take("hparams", |v| match &v.what {
        What::Map(entries) => Some(entries),
        _ => None,
    });
    let mut step = string(text, PLAIN_FILL, &mut notes)?;
    if let Json::Object(keys) = &mut step {
        for (key, value) in hparams.into_iter().flatten() {
            let name = match &key.what {
                What::Text(name) => name.as_str(),
                _ => "",
            };
            let levels = || match &value.what {
                What::List(items) => items.iter().map(number).collect::<Option<Vec<_>>>(),
                _ => None,
            };
            match (name, &value.what, levels()) {
                ("img_mean", _, Some(levels)) if levels.len() == 3 => {
                    keys.insert("fill".into(), levels.into_iter().map(tidy).collect());
                }
                ("interpolation", What::Name(mode), _) if keys.contains_key("interpolation") => {
                    let mode = mode.rsplit('.').next().unwrap_or_default().to_lowercase();
                    keys.insert("interpolation".into(), json!(mode));
                }
                ("magnitude_std", What::Num(v), _) => {
                    keys.insert("magnitude_sd".into(), tidy(*v));
                }
                ("magnitude_max", What::Num(v), _) => {
                    keys.insert("magnitude_max".into(), tidy(*v));
                }
                _ => {
                    let name = if name.is_empty() { "a key" } else { name };
                    notes.push(format!(
                        "line {}: {name} of hparams is not read: it has no counterpart here, or is not what it should be",
                        value.line
                    ));
                }
            }
        }
    }
    for (line, what) in given.left() {
        notes.push(format!("line {line}: {what}"));
    }
    Ok((policy(&[step], None, None)?, notes))
}

fn policy(steps: &[Json], batch: Option<Json>, then: Option<Json>) -> Result<Policy> {
    let mut tree = json!({"augplay": 1, "target": "timm 1.0", "steps": steps});
    if let Json::Object(keys) = &mut tree {
        for (key, value) in [("batch", batch), ("then", then)] {
            keys.extend(value.map(|v| (key.to_owned(), v)));
        }
    }
    Policy::parse(&tree.to_string())
}

/// A section's key and its number: `mstd0.5` is `mstd` and `0.5`.
fn section(text: &str) -> Option<(&str, &str)> {
    let at = text.find(|c: char| c.is_ascii_digit())?;
    Some((&text[..at], &text[at..]))
}

/// One step from a config string.
fn string(text: &str, fill: [u8; 3], notes: &mut Vec<String>) -> Result<Json> {
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
    keys.insert("fill".into(), json!(fill));
    if head != "augmix" {
        keys.insert("interpolation".into(), json!("random"));
    }
    Ok(step)
}

#[cfg(test)]
mod tests;
