//! torchvision 0.29 `transforms` and `transforms.v2` calls.

use serde_json::{Map, Value as Json, json};

use super::given::{Given, law, number};
use super::python::{Call, Expr, What};
use crate::error::Result;
use crate::ops::kernel_for;
use crate::param::tidy;
use crate::policy::Policy;

type Step = Map<String, Json>;

/// Classes and the arguments of their signatures, in order.
const CLASSES: &[(&str, &[&str])] = &[
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
    let steps = match root.class() {
        "Compose" => walk.list(root.args.first().map(|(_, v)| v)),
        _ => walk.call(root, 1).into_iter().collect(),
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

fn log_law(a: f64, b: f64) -> Json {
    if a == b {
        tidy(a)
    } else {
        json!({"log_uniform": {"low": tidy(a), "high": tidy(b)}})
    }
}

fn put_op(s: &mut Step, op: &str) {
    s.insert("op".into(), json!(op));
}

/// An op with a p of its own, and what that is where it is not said.
fn flip(s: &mut Step, op: &str, usual: f64) -> f64 {
    put_op(s, op);
    usual
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
            return None;
        }
        self.begun = true;
        let step = self.step(&given, line)?;
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
                self.then = self.then.take().or(Some(json!("to_float")));
            }
            "Normalize" => match (given.numbers("mean"), given.numbers("std")) {
                (Some(mean), Some(sd)) if mean.len() == 3 && sd.len() == 3 => {
                    self.then = Some(json!({"normalize": {"mean": mean, "sd": sd}}));
                }
                _ => self.note(
                    line,
                    "Normalize is not three means and three deviations; not read",
                ),
            },
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

    fn step(&mut self, g: &Given<'_>, line: u32) -> Option<Step> {
        let mut s = Step::new();
        let mut p = None;
        let transforms = g
            .args
            .iter()
            .find(|(k, _)| *k == "transforms")
            .map(|(_, v)| *v);
        match g.class {
            "Compose" | "RandomApply" | "RandomOrder" | "RandomChoice" => {
                return self.node(g, transforms, line);
            }
            "Identity" => put_op(&mut s, "identity"),
            "RandomHorizontalFlip" => p = Some(flip(&mut s, "horizontal_flip", 0.5)),
            "RandomVerticalFlip" => p = Some(flip(&mut s, "vertical_flip", 0.5)),
            "RandomGrayscale" => p = Some(flip(&mut s, "grayscale", 0.1)),
            "Grayscale" => put_op(&mut s, "grayscale"),
            "RandomAutocontrast" => p = Some(flip(&mut s, "autocontrast", 0.5)),
            "RandomEqualize" => p = Some(flip(&mut s, "equalize", 0.5)),
            "RandomInvert" => p = Some(flip(&mut s, "invert", 0.5)),
            "RandomPosterize" | "RandomSolarize" | "RandomAdjustSharpness" => {
                let (op, key, param) = match g.class {
                    "RandomPosterize" => ("posterize", "bits", "bits"),
                    "RandomSolarize" => ("solarize", "threshold", "threshold_level"),
                    _ => ("sharpness", "sharpness_factor", "factor"),
                };
                p = Some(flip(&mut s, op, 0.5));
                self.put(&mut s, g, key, param, line);
            }
            "Resize" => self.resize(&mut s, g, line)?,
            "CenterCrop" => {
                put_op(&mut s, "center_crop");
                self.size(&mut s, g, line)?;
            }
            "RandomCrop" | "Pad" => self.padded(&mut s, g, line)?,
            "RandomResizedCrop" => {
                put_op(&mut s, "random_resized_crop");
                self.size(&mut s, g, line)?;
                let [a, b] = self.two(g, "scale", [0.08, 1.0], line);
                s.insert("area_frac".into(), law(a, b));
                let [a, b] = self.two(g, "ratio", [3.0 / 4.0, 4.0 / 3.0], line);
                s.insert("aspect_ratio".into(), log_law(a, b));
                self.interpolation(&mut s, g, "bilinear", line);
            }
            "RandomRotation" => {
                put_op(&mut s, "rotate");
                let (a, b) = self.degrees(g, line)?;
                s.insert("angle_deg".into(), law(a, b));
                if g.on("expand") {
                    s.insert("expand".into(), json!(true));
                }
                self.unsaid(g, &["center"], line);
                self.warped(&mut s, g, "nearest", line);
            }
            "RandomAffine" => self.affine(&mut s, g, line)?,
            "RandomPerspective" => {
                p = Some(flip(&mut s, "perspective", 0.5));
                let scale = g.number("distortion_scale").unwrap_or(0.5);
                s.insert("distortion_scale".into(), tidy(scale));
                self.warped(&mut s, g, "bilinear", line);
            }
            "ElasticTransform" => {
                put_op(&mut s, "elastic_transform");
                for (key, param, usual) in [("alpha", "alpha_px", 50.0), ("sigma", "sigma_px", 5.0)]
                {
                    s.insert(param.into(), tidy(g.number(key).unwrap_or(usual)));
                }
                self.warped(&mut s, g, "bilinear", line);
            }
            "ColorJitter" => {
                put_op(&mut s, "color_jitter");
                for key in ["brightness", "contrast", "saturation", "hue"] {
                    let param = if key == "hue" { "hue_frac" } else { key };
                    let rest = f64::from(u8::from(key != "hue"));
                    let law = match g.numbers(key).as_deref() {
                        Some([v]) if key == "hue" => law(-v, *v),
                        Some([v]) => law((1.0 - v).max(0.0), 1.0 + v),
                        Some([a, b]) => law(*a, *b),
                        _ => tidy(rest),
                    };
                    s.insert(param.into(), law);
                }
            }
            "GaussianBlur" => {
                put_op(&mut s, "gaussian_blur");
                let [a, b] = self.two(g, "sigma", [0.1, 2.0], line);
                s.insert("sigma_px".into(), law(a, b));
                let kernel = g.numbers("kernel_size").and_then(|k| k.first().copied());
                if let Some(kernel) = kernel.filter(|k| *k != kernel_for(b)) {
                    s.insert("kernel_px".into(), tidy(kernel));
                }
            }
            "JPEG" => {
                put_op(&mut s, "image_compression");
                let [a, b] = self.two(g, "quality", [75.0, 75.0], line);
                s.insert("quality".into(), law(a, b));
            }
            "RandomErasing" => {
                p = Some(flip(&mut s, "random_erasing", 0.5));
                let [a, b] = self.two(g, "scale", [0.02, 0.33], line);
                s.insert("area_frac".into(), law(a, b));
                let [a, b] = self.two(g, "ratio", [0.3, 3.3], line);
                s.insert("aspect".into(), log_law(1.0 / b, 1.0 / a));
                match g.get("value") {
                    Some(What::Text(_)) => drop(s.insert("cover".into(), json!("normal"))),
                    _ => self.fill(&mut s, g, "value", line),
                }
            }
            _ => self.automatic(&mut s, g, line),
        }
        if let Some(usual) = p {
            let p = match g.get("p") {
                Some(What::Num(p)) => *p,
                None => usual,
                Some(_) => {
                    self.note(line, "p is no number; its default is taken");
                    usual
                }
            };
            if p != 1.0 {
                s.insert("p".into(), tidy(p));
            }
        }
        Some(s)
    }

    fn put(&mut self, s: &mut Step, g: &Given<'_>, key: &str, param: &str, line: u32) {
        match g.number(key) {
            Some(v) => drop(s.insert(param.into(), tidy(v))),
            None => self.note(line, &format!("{}.{key} is no number", g.class)),
        }
    }

    fn node(&mut self, g: &Given<'_>, list: Option<&Expr>, line: u32) -> Option<Step> {
        let Some(Expr {
            what: What::List(items),
            ..
        }) = list
        else {
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

    /// Two numbers; one stands for both.
    fn two(&mut self, g: &Given<'_>, key: &str, usual: [f64; 2], line: u32) -> [f64; 2] {
        match g.numbers(key).as_deref() {
            Some([a, b]) => [*a, *b],
            Some([one]) => [*one, *one],
            _ => {
                if g.get(key).is_some() {
                    self.note(
                        line,
                        &format!("{}.{key} is not two numbers; its default is taken", g.class),
                    );
                }
                usual
            }
        }
    }

    fn unsaid(&mut self, g: &Given<'_>, keys: &[&str], line: u32) {
        for key in keys {
            if g.get(key).is_some() {
                self.note(line, &format!("{}.{key} is not read", g.class));
            }
        }
    }

    fn size(&mut self, s: &mut Step, g: &Given<'_>, line: u32) -> Option<()> {
        let (h, w) = match g.numbers("size").as_deref() {
            Some([one]) => (*one, *one),
            Some([h, w]) => (*h, *w),
            _ => {
                self.note(
                    line,
                    &format!("{}.size is not one or two numbers; left out", g.class),
                );
                return None;
            }
        };
        s.insert("width_px".into(), tidy(w));
        s.insert("height_px".into(), tidy(h));
        Some(())
    }

    fn resize(&mut self, s: &mut Step, g: &Given<'_>, line: u32) -> Option<()> {
        let most = g.number("max_size");
        match (g.numbers("size").as_deref(), most) {
            (Some([one]), most) => {
                put_op(s, "smallest_max_size");
                s.insert("size_px".into(), tidy(*one));
                if let Some(most) = most {
                    s.insert("max_size_px".into(), tidy(most));
                }
            }
            (None, Some(most)) if g.get("size").is_none() => {
                put_op(s, "longest_max_size");
                s.insert("size_px".into(), tidy(most));
            }
            _ => {
                put_op(s, "resize");
                self.size(s, g, line)?;
            }
        }
        self.interpolation(s, g, "bilinear", line);
        Some(())
    }

    fn padded(&mut self, s: &mut Step, g: &Given<'_>, line: u32) -> Option<()> {
        let crop = g.class == "RandomCrop";
        put_op(s, if crop { "random_crop" } else { "pad" });
        if crop {
            self.size(s, g, line)?;
        }
        let sides = match g.numbers("padding").as_deref() {
            Some([all]) => Some([*all; 4]),
            Some([x, y]) => Some([*x, *y, *x, *y]),
            Some([l, t, r, b]) => Some([*l, *t, *r, *b]),
            _ => None,
        };
        let before = if crop { "pad_" } else { "" };
        for (side, px) in ["left", "top", "right", "bottom"]
            .iter()
            .zip(sides.unwrap_or_default())
        {
            s.insert(format!("{before}{side}_px"), tidy(px));
        }
        if crop {
            s.insert("pad_if_needed".into(), json!(g.on("pad_if_needed")));
        }
        match g.get("padding_mode") {
            Some(What::Text(mode)) => {
                let border = match mode.as_str() {
                    "edge" => "replicate",
                    "symmetric" => "reflect",
                    "reflect" => "reflect_101",
                    _ => "constant",
                };
                s.insert("border".into(), json!(border));
            }
            Some(_) => self.note(line, "padding_mode is no word; not read"),
            None => {}
        }
        self.fill(s, g, "fill", line);
        Some(())
    }

    /// One number is plus and minus itself.
    fn degrees(&mut self, g: &Given<'_>, line: u32) -> Option<(f64, f64)> {
        match g.numbers("degrees").as_deref() {
            Some([one]) => Some((-one, *one)),
            Some([a, b]) => Some((*a, *b)),
            _ => {
                self.note(
                    line,
                    &format!("{}.degrees is not one or two numbers; left out", g.class),
                );
                None
            }
        }
    }

    /// The angle there is clockwise.
    fn affine(&mut self, s: &mut Step, g: &Given<'_>, line: u32) -> Option<()> {
        put_op(s, "affine");
        let (a, b) = self.degrees(g, line)?;
        s.insert("angle_deg".into(), law(0.0 - b, 0.0 - a));
        let [dx, dy] = self.two(g, "translate", [0.0, 0.0], line);
        s.insert("translate_x_frac".into(), law(0.0 - dx, dx));
        s.insert("translate_y_frac".into(), law(0.0 - dy, dy));
        let [low, high] = self.two(g, "scale", [1.0, 1.0], line);
        s.insert("scale".into(), law(low, high));
        let (x, y) = match g.numbers("shear").as_deref() {
            Some([one]) => ((-one, *one), (0.0, 0.0)),
            Some([a, b]) => ((*a, *b), (0.0, 0.0)),
            Some([a, b, c, d]) => ((*a, *b), (*c, *d)),
            _ => ((0.0, 0.0), (0.0, 0.0)),
        };
        s.insert("shear_x_deg".into(), law(x.0, x.1));
        s.insert("shear_y_deg".into(), law(y.0, y.1));
        self.unsaid(g, &["center"], line);
        self.warped(s, g, "nearest", line);
        Some(())
    }

    fn warped(&mut self, s: &mut Step, g: &Given<'_>, usual: &str, line: u32) {
        self.interpolation(s, g, usual, line);
        self.fill(s, g, "fill", line);
    }

    fn interpolation(&mut self, s: &mut Step, g: &Given<'_>, usual: &str, line: u32) {
        let word = match g.get("interpolation") {
            Some(What::Name(name) | What::Text(name)) => {
                name.rsplit('.').next().unwrap_or_default().to_lowercase()
            }
            Some(What::Num(v)) => match *v as i64 {
                0 => "nearest".into(),
                1 => "lanczos".into(),
                3 => "bicubic".into(),
                _ => "bilinear".into(),
            },
            None => usual.to_owned(),
            Some(_) => {
                self.note(line, "interpolation is not read");
                usual.to_owned()
            }
        };
        s.insert("interpolation".into(), json!(word));
    }

    /// A level or a colour; a mapping by kinds of data gives the pictures' own.
    fn fill(&mut self, s: &mut Step, g: &Given<'_>, key: &str, line: u32) {
        let numbers = match g.get(key) {
            None => return,
            Some(What::Map(entries)) => entries.iter().find_map(|(kind, v)| match &v.what {
                What::List(items) if matches!(kind.what, What::Text(_)) => {
                    items.iter().map(number).collect::<Option<Vec<_>>>()
                }
                _ => None,
            }),
            Some(_) => g.numbers(key),
        };
        match numbers.as_deref() {
            Some([one]) => drop(s.insert("fill".into(), tidy(*one))),
            Some([r, g, b]) => drop(s.insert("fill".into(), json!([tidy(*r), tidy(*g), tidy(*b)]))),
            _ => self.note(
                line,
                &format!("{}.{key} is no level or colour; not read", g.class),
            ),
        }
    }

    fn automatic(&mut self, s: &mut Step, g: &Given<'_>, line: u32) {
        let (op, keys): (&str, &[(&str, &str)]) = match g.class {
            "RandAugment" => (
                "rand_augment",
                &[
                    ("num_ops", "num_ops"),
                    ("magnitude", "magnitude"),
                    ("num_magnitude_bins", "bins"),
                ],
            ),
            "TrivialAugmentWide" => ("trivial_augment_wide", &[("num_magnitude_bins", "bins")]),
            "AugMix" => (
                "aug_mix",
                &[
                    ("severity", "severity"),
                    ("mixture_width", "width"),
                    ("chain_depth", "depth"),
                    ("alpha", "alpha"),
                ],
            ),
            _ => ("auto_augment", &[]),
        };
        put_op(s, op);
        for (key, param) in keys {
            match g.number(key) {
                // No depth of its own is written as −1.
                Some(v) if *key == "chain_depth" && v < 0.0 => {}
                Some(v) => drop(s.insert((*param).into(), tidy(v))),
                None if g.get(key).is_some() => {
                    self.note(
                        line,
                        &format!("{}.{key} is no number; its default is taken", g.class),
                    );
                }
                None => {}
            }
        }
        if let Some(What::Name(name) | What::Text(name)) = g.get("policy") {
            let word = name.rsplit('.').next().unwrap_or_default().to_lowercase();
            s.insert("policy".into(), json!(word));
        }
        if g.class == "AugMix" {
            if let Some(What::Bool(on)) = g.get("all_ops") {
                s.insert("all_ops".into(), json!(on));
            }
            self.unsaid(g, &["interpolation"], line);
        } else if g.get("interpolation").is_some() {
            self.interpolation(s, g, "nearest", line);
        }
        self.fill(s, g, "fill", line);
    }
}
