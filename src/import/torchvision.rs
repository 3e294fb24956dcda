//! torchvision 0.29 `transforms` and `transforms.v2` calls.

use serde_json::{Map, Value as Json, json};

use super::given::Given;
use super::python::{Call, Expr, What};
use crate::error::Result;
use crate::param::tidy;
use crate::policy::Policy;

mod steps;

type Step = Map<String, Json>;

/// Classes and the arguments of their signatures, in order.
pub(super) const CLASSES: &[(&str, &[&str])] = &[
    ("Compose", &["transforms"]),
    ("RandomApply", &["transforms", "p"]),
    ("RandomChoice", &["transforms", "p"]),
    ("RandomOrder", &["transforms"]),
    ("Identity", &[]),
    ("RandomHorizontalFlip", &["p"]),
    ("RandomVerticalFlip", &["p"]),
    ("RandomGrayscale", &["p"]),
    ("Grayscale", &["num_output_channels"]),
    ("RandomAutocontrast", &["p"]),
    ("RandomEqualize", &["p"]),
    ("RandomInvert", &["p"]),
    ("RandomPosterize", &["bits", "p"]),
    ("RandomSolarize", &["threshold", "p"]),
    ("RandomAdjustSharpness", &["sharpness_factor", "p"]),
    (
        "Resize",
        &["size", "interpolation", "max_size", "antialias"],
    ),
    ("CenterCrop", &["size"]),
    (
        "RandomCrop",
        &["size", "padding", "pad_if_needed", "fill", "padding_mode"],
    ),
    ("Pad", &["padding", "fill", "padding_mode"]),
    (
        "RandomResizedCrop",
        &["size", "scale", "ratio", "interpolation", "antialias"],
    ),
    (
        "RandomRotation",
        &["degrees", "interpolation", "expand", "center", "fill"],
    ),
    (
        "RandomAffine",
        &[
            "degrees",
            "translate",
            "scale",
            "shear",
            "interpolation",
            "fill",
            "center",
        ],
    ),
    (
        "RandomPerspective",
        &["distortion_scale", "p", "interpolation", "fill"],
    ),
    (
        "ElasticTransform",
        &["alpha", "sigma", "interpolation", "fill"],
    ),
    (
        "ColorJitter",
        &["brightness", "contrast", "saturation", "hue"],
    ),
    ("GaussianBlur", &["kernel_size", "sigma"]),
    ("JPEG", &["quality"]),
    (
        "RandomErasing",
        &["p", "scale", "ratio", "value", "inplace"],
    ),
    (
        "RandAugment",
        &[
            "num_ops",
            "magnitude",
            "num_magnitude_bins",
            "interpolation",
            "fill",
        ],
    ),
    (
        "TrivialAugmentWide",
        &["num_magnitude_bins", "interpolation", "fill"],
    ),
    ("AutoAugment", &["policy", "interpolation", "fill"]),
    (
        "AugMix",
        &[
            "severity",
            "mixture_width",
            "chain_depth",
            "alpha",
            "all_ops",
            "interpolation",
            "fill",
        ],
    ),
    ("ToTensor", &[]),
    ("PILToTensor", &[]),
    ("ToImage", &[]),
    ("ToPureTensor", &[]),
    ("ToDtype", &["dtype", "scale"]),
    ("ConvertImageDtype", &["dtype"]),
    ("Normalize", &["mean", "std", "inplace"]),
];

/// Whether a class is known.
pub(super) fn knows(class: &str) -> bool {
    CLASSES.iter().any(|(name, _)| *name == class)
}

/// Reads a transform.
pub(super) fn read(root: &Call) -> Result<(Policy, Vec<String>)> {
    let mut walk = Walk::default();
    let steps = if root.class() == "Compose" {
        let given = Given::of(root, &["transforms"], 1, &mut walk.notes);
        walk.list(given.take("transforms", Some))
    } else {
        walk.call(root, 1).into_iter().collect()
    };
    let target = if walk.tensors { "tensor" } else { "pillow" };
    let mut tree =
        json!({"augplay": 1, "target": format!("torchvision 0.29 {target}"), "steps": steps});
    if let (Json::Object(keys), Some(then)) = (&mut tree, walk.then) {
        keys.insert("then".into(), then);
    }
    Ok((Policy::parse(&tree.to_string())?, walk.notes))
}

#[derive(Default)]
struct Walk {
    notes: Vec<String>,
    then: Option<Json>,
    /// A conversion to tensors stands before every step.
    tensors: bool,
    /// Steps were read before.
    begun: bool,
}

impl Walk {
    fn note(&mut self, line: u32, what: &str) {
        self.notes.push(format!("line {line}: {what}"));
    }

    fn list(&mut self, list: Option<&Expr>) -> Vec<Step> {
        let Some(Expr {
            what: What::List(items),
            ..
        }) = list
        else {
            self.note(list.map_or(1, |l| l.line), "this is no list of transforms");
            return Vec::new();
        };
        items.iter().filter_map(|item| self.item(item)).collect()
    }

    fn item(&mut self, item: &Expr) -> Option<Step> {
        match &item.what {
            What::Call(call) => self.call(call, item.line),
            What::Name(name) => {
                self.note(item.line, &format!("{name} is not known here; left out"));
                None
            }
            _ => {
                self.note(item.line, "this is no transform; left out");
                None
            }
        }
    }

    fn call(&mut self, call: &Call, line: u32) -> Option<Step> {
        let class = call.class();
        let Some((_, order)) = CLASSES.iter().find(|(name, _)| *name == class) else {
            self.note(
                line,
                &format!("{class} is not known to augplay's importer; left out"),
            );
            return None;
        };
        let given = Given::of(call, order, line, &mut self.notes);
        if self.finishes(&given, line) {
            self.tell_left(&given);
            return None;
        }
        self.begun = true;
        let step = match class {
            "Compose" | "RandomApply" | "RandomOrder" | "RandomChoice" => self.node(&given, line),
            _ => {
                let made = steps::step(&given);
                if let Err(why) = &made {
                    self.note(line, why);
                }
                made.ok()
            }
        };
        self.tell_left(&given);
        let step = step?;
        let alone = json!({"augplay": 1, "target": "torchvision 0.29 pillow", "steps": [step]});
        match Policy::parse(&alone.to_string()) {
            Ok(_) => Some(step),
            Err(mut e) => {
                e.line = None;
                self.note(line, &format!("{class} is left out: {e}"));
                None
            }
        }
    }

    fn tell_left(&mut self, given: &Given<'_>) {
        for (line, what) in given.left() {
            self.note(line, &what);
        }
    }

    /// What makes a tensor of the picture, and scales its levels.
    fn finishes(&mut self, given: &Given<'_>, line: u32) -> bool {
        match given.class {
            "ToTensor" | "PILToTensor" | "ToImage" | "ToPureTensor" => {
                self.tensors |= !self.begun;
                if given.class == "ToTensor" {
                    self.then = self.then.take().or(Some(json!("to_float")));
                }
            }
            "ToDtype" | "ConvertImageDtype" => {
                let dtype = given.word("dtype").unwrap_or("float32");
                let scaled =
                    given.class == "ConvertImageDtype" || given.switch("scale") == Some(true);
                match dtype {
                    "float" | "float32" if scaled => {
                        self.then = self.then.take().or(Some(json!("to_float")));
                    }
                    "uint8" => {}
                    _ => self.note(
                        line,
                        &format!("{} to {dtype}, scaled or not, is not read: levels are 0 to 255, or 0 to 1", given.class),
                    ),
                }
            }
            "Normalize" => {
                given.pass("inplace", &What::Bool(true));
                given.pass("inplace", &What::Bool(false));
                match (given.numbers("mean"), given.numbers("std")) {
                    (Some(mean), Some(sd)) if mean.len() == 3 && sd.len() == 3 => {
                        self.then = Some(json!({"normalize": {"mean": mean, "sd": sd}}));
                    }
                    _ => self.note(
                        line,
                        "Normalize is not three means and three deviations; not read",
                    ),
                }
            }
            _ => {
                if self.then.as_ref().is_some_and(Json::is_object) {
                    let what =
                        format!("{} runs after Normalize there, before it here", given.class);
                    self.note(line, &what);
                }
                return false;
            }
        }
        true
    }

    fn node(&mut self, g: &Given<'_>, line: u32) -> Option<Step> {
        let items = g.take("transforms", |list| match &list.what {
            What::List(items) => Some(items),
            _ => None,
        });
        let Some(items) = items else {
            self.note(line, &format!("{} holds no list; left out", g.class));
            return None;
        };
        // In a choice, what is not understood keeps its place.
        let choice = g.class == "RandomChoice";
        let mut inside = Vec::new();
        for item in items {
            match self.item(item) {
                Some(step) => inside.push(step),
                None if choice => {
                    let mut empty = Step::new();
                    empty.insert("sequence".into(), json!([]));
                    inside.push(empty);
                }
                None => {}
            }
        }
        let mut s = Step::new();
        match g.class {
            "RandomApply" => {
                let p = g.number("p").unwrap_or(0.5);
                if let ([one], true) = (&inside[..], inside.iter().all(|s| !s.contains_key("p"))) {
                    s.clone_from(one);
                } else {
                    s.insert("sequence".into(), json!(inside));
                }
                if p != 1.0 {
                    s.insert("p".into(), tidy(p));
                }
            }
            "RandomChoice" => {
                if let Some(weights) = g.numbers("p") {
                    if weights.len() != inside.len() {
                        let what = "RandomChoice.p has not a number for each transform; those that lack one weigh 1";
                        self.note(line, what);
                    }
                    for (child, weight) in inside.iter_mut().zip(weights) {
                        child.insert("weight".into(), tidy(weight));
                    }
                }
                s.insert("one_of".into(), json!(inside));
            }
            "RandomOrder" => drop(s.insert("random_order".into(), json!(inside))),
            _ => drop(s.insert("sequence".into(), json!(inside))),
        }
        Some(s)
    }
}
