//! Albumentations 2.0.8 constructor calls as the nodes of its `to_dict`.

use super::python::{Call, Expr, What};
use crate::policy::text::{Data, Node};

/// Classes that always run unless told otherwise; all others have a p of 0.5.
const ALWAYS: &[&str] = &[
    "Compose",
    "ReplayCompose",
    "SomeOf",
    "RandomOrder",
    "SelectiveChannelTransform",
    "Normalize",
    "ToFloat",
    "ToTensorV2",
    "AtLeastOneBBoxRandomCrop",
    "BBoxSafeRandomCrop",
    "CenterCrop",
    "Crop",
    "CropAndPad",
    "CropNonEmptyMaskIfExists",
    "D4",
    "GridElasticDeform",
    "LongestMaxSize",
    "Pad",
    "PadIfNeeded",
    "RandomCrop",
    "RandomCropFromBorders",
    "RandomCropNearBBox",
    "RandomResizedCrop",
    "RandomRotate90",
    "RandomSizedBBoxSafeCrop",
    "RandomSizedCrop",
    "Resize",
    "SmallestMaxSize",
    "SquareSymmetry",
];

/// First arguments in the order of the signature, of classes that are called without their names.
const ORDER: &[(&[&str], &[&str])] = &[
    (
        &["Compose", "ReplayCompose"],
        &[
            "transforms",
            "bbox_params",
            "keypoint_params",
            "additional_targets",
            "p",
        ],
    ),
    (&["OneOf", "Sequential"], &["transforms", "p"]),
    (
        &["SomeOf", "RandomOrder"],
        &["transforms", "n", "replace", "p"],
    ),
    (
        &["SelectiveChannelTransform"],
        &["transforms", "channels", "p"],
    ),
    (
        &["BboxParams", "KeypointParams"],
        &["format", "label_fields"],
    ),
    (
        &[
            "Resize",
            "CenterCrop",
            "RandomCrop",
            "AtLeastOneBBoxRandomCrop",
            "CropNonEmptyMaskIfExists",
        ],
        &["height", "width"],
    ),
    (&["RandomResizedCrop"], &["size", "scale", "ratio"]),
    (&["RandomSizedCrop"], &["min_max_height", "size"]),
    (&["PadIfNeeded"], &["min_height", "min_width"]),
    (&["LongestMaxSize", "SmallestMaxSize"], &["max_size"]),
    (&["Crop"], &["x_min", "y_min", "x_max", "y_max"]),
    (&["Pad"], &["padding"]),
    (&["Rotate", "SafeRotate"], &["limit"]),
    (&["Normalize"], &["mean", "std", "max_pixel_value"]),
];

/// OpenCV's names of numbers.
const CV2: &[(&str, f64)] = &[
    ("INTER_NEAREST", 0.0),
    ("INTER_LINEAR", 1.0),
    ("INTER_CUBIC", 2.0),
    ("INTER_AREA", 3.0),
    ("INTER_LANCZOS4", 4.0),
    ("BORDER_CONSTANT", 0.0),
    ("BORDER_REPLICATE", 1.0),
    ("BORDER_REFLECT", 2.0),
    ("BORDER_WRAP", 3.0),
    ("BORDER_REFLECT_101", 4.0),
    ("BORDER_DEFAULT", 4.0),
];

/// Turns calls into nodes.
#[derive(Default)]
pub(super) struct Codes {
    pub(super) notes: Vec<String>,
}

impl Codes {
    /// The value as the file would hold it; nothing where it cannot be told.
    pub(super) fn node(&mut self, value: &Expr) -> Option<Node> {
        let data = match &value.what {
            What::None => Data::Null,
            What::Bool(b) => Data::Bool(*b),
            What::Num(v) => Data::Num(*v),
            What::Text(text) => Data::Text(text.clone()),
            What::List(items) => Data::List(items.iter().filter_map(|i| self.node(i)).collect()),
            What::Map(entries) => Data::Map(
                entries
                    .iter()
                    .filter_map(|(key, v)| match &key.what {
                        What::Text(key) => Some((key.clone(), self.node(v)?)),
                        _ => None,
                    })
                    .collect(),
            ),
            What::Name(name) => {
                let word = name.rsplit('.').next().unwrap_or_default();
                let Some((_, number)) = CV2.iter().find(|(known, _)| *known == word) else {
                    let line = value.line;
                    self.notes
                        .push(format!("line {line}: {name} is not known here; left out"));
                    return None;
                };
                Data::Num(*number)
            }
            What::Call(call) => Data::Map(self.call(call, value.line)),
        };
        Some(Node {
            line: value.line,
            data,
            comments: Vec::new(),
        })
    }

    fn call(&mut self, call: &Call, line: u32) -> Vec<(String, Node)> {
        let class = call.class();
        let plain = matches!(class, "BboxParams" | "KeypointParams" | "dict");
        let mut out: Vec<(String, Node)> = Vec::new();
        if !plain {
            let name = Node::new(Data::Text(class.to_owned()));
            out.push(("__class_fullname__".into(), name));
        }
        let order = ORDER.iter().find(|(classes, _)| classes.contains(&class));
        for (at, (key, value)) in call.args.iter().enumerate() {
            let key = key
                .clone()
                .or_else(|| Some((*order?.1.get(at)?).to_owned()));
            let Some(key) = key else {
                let n = at + 1;
                self.notes.push(format!(
                    "line {line}: argument {n} of {class} has no name; left out"
                ));
                continue;
            };
            if let Some(node) = self.node(value)
                && out.iter().all(|(k, _)| *k != key)
            {
                out.push((key, node));
            }
        }
        if !plain && out.iter().all(|(key, _)| key != "p") {
            let p = if ALWAYS.contains(&class) { 1.0 } else { 0.5 };
            out.push(("p".into(), Node::new(Data::Num(p))));
        }
        out
    }
}
