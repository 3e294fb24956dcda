//! `then`: what happens to the finished picture on its way to the model. Exported with the policy;
//! the preview shows the levels before it.

use serde_json::{Value as Json, json};

use crate::error::{Code, Result};
use crate::param::{number, tidy};
use crate::policy::text::{Data, Node};

/// What becomes of levels after the last step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Then {
    /// Levels divided by 255: single precision, 0 to 1 (albumentations `ToFloat`, torchvision
    /// `ToDtype(scale=True)`).
    ToFloat,
    /// Then less a mean, divided by a standard deviation, each channel its own (albumentations and
    /// torchvision `Normalize`).
    Normalize {
        /// Means as shares of the range, red, green, blue.
        mean: [f64; 3],
        /// Standard deviations, likewise.
        sd: [f64; 3],
    },
}

/// Named means and standard deviations.
pub const NORMALIZATIONS: &[(&str, [f64; 3], [f64; 3])] = &[
    ("imagenet", [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
    ("half", [0.5; 3], [0.5; 3]),
    (
        "clip",
        [0.48145466, 0.4578275, 0.40821073],
        [0.26862954, 0.26130258, 0.27577711],
    ),
];

const FORMS: &str =
    "to_float, or {normalize: imagenet}, or {normalize: {mean: [r, g, b], sd: [r, g, b]}}";

/// Reads the value of `then`.
pub(super) fn read(node: &Node) -> Result<Then> {
    match &node.data {
        Data::Text(word) if word == "to_float" => Ok(Then::ToFloat),
        Data::Map(entries) => match &entries[..] {
            [(key, value)] if key == "normalize" => normalization(value),
            _ => Err(node.expected(FORMS)),
        },
        _ => Err(node.expected(FORMS)),
    }
}

fn normalization(node: &Node) -> Result<Then> {
    if let Data::Text(word) = &node.data {
        let known = NORMALIZATIONS.iter().find(|(name, ..)| name == word);
        let Some((_, mean, sd)) = known else {
            let names: Vec<_> = NORMALIZATIONS.iter().map(|n| n.0).collect();
            let why = format!("is not one of {}", names.join(", "));
            return Err(node.error(Code::UnknownName, why));
        };
        return Ok(Then::Normalize {
            mean: *mean,
            sd: *sd,
        });
    }
    let Data::Map(entries) = &node.data else {
        return Err(node.expected(FORMS));
    };
    if let Some((key, value)) = entries.iter().find(|(k, _)| k != "mean" && k != "sd") {
        let why = "is not a key here; keys are mean and sd";
        return Err(value.error(Code::UnknownKey, why).at_param(key));
    }
    let three = |key: &str, least: f64| -> Result<[f64; 3]> {
        let given = node
            .get(key)
            .ok_or_else(|| node.error(Code::Missing, format!("needs {key}: [r, g, b]")))?;
        match &given.data {
            Data::List(items) if items.len() == 3 => {
                let mut out = [0.0; 3];
                for (to, item) in out.iter_mut().zip(items) {
                    *to = number(item, least, 255.0).map_err(|e| e.at_param(key))?;
                }
                Ok(out)
            }
            _ => Err(given.expected("three numbers [r, g, b]").at_param(key)),
        }
    };
    Ok(Then::Normalize {
        mean: three("mean", -255.0)?,
        sd: three("sd", 1e-6)?,
    })
}

impl Then {
    /// The value as it stands in a policy file: a name where there is one.
    pub fn to_json(&self) -> Json {
        match self {
            Then::ToFloat => json!("to_float"),
            Then::Normalize { mean, sd } => {
                let named = NORMALIZATIONS.iter().find(|n| n.1 == *mean && n.2 == *sd);
                let how = match named {
                    Some((name, ..)) => json!(name),
                    None => json!({"mean": mean.map(tidy), "sd": sd.map(tidy)}),
                };
                json!({"normalize": how})
            }
        }
    }
}
