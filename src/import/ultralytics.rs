//! Ultralytics 8.4 training arguments: its own keys as the nearest Albumentations steps, in the order in
//! which Ultralytics runs them, around the dictionaries under `augmentations`.

use serde_json::json;

use super::albumentations;
use crate::error::{Code, Result};
use crate::policy::Policy;
use crate::policy::text::{self, Data, Node};

/// Keys that augment, what they are when the file leaves them out, and the most they may be.
const KEYS: &[(&str, f64, f64)] = &[
    ("hsv_h", 0.015, 0.5),
    ("hsv_s", 0.7, 1.0),
    ("hsv_v", 0.4, 1.0),
    ("degrees", 0.0, 180.0),
    ("translate", 0.1, 1.0),
    ("scale", 0.5, 1.0),
    ("shear", 0.0, 180.0),
    ("perspective", 0.0, 0.001),
    ("flipud", 0.0, 1.0),
    ("fliplr", 0.5, 1.0),
    ("bgr", 0.0, 1.0),
    ("mosaic", 1.0, 1.0),
    ("mixup", 0.0, 1.0),
    ("cutmix", 0.0, 1.0),
    ("copy_paste", 0.0, 1.0),
];
/// Keys of these that have no step here, with the reason.
const LEFT_OUT: &[(&str, &str)] = &[
    ("perspective", "augplay's affine has no such term"),
    ("bgr", "augplay has no step that swaps red and blue"),
    (
        "mosaic",
        "it builds a sample of four: add the mix mosaic under batch",
    ),
    (
        "mixup",
        "a mix, with lambda from Beta(32, 32): add it under batch",
    ),
    (
        "cutmix",
        "a mix, with lambda from Beta(1, 1): add it under batch",
    ),
    ("copy_paste", "a mix: add it under batch"),
];
/// Keys that augment in other ways.
const ELSEWHERE: &[&str] = &[
    "auto_augment",
    "close_mosaic",
    "copy_paste_mode",
    "erasing",
    "multi_scale",
];

/// Whether a tree is a file of training arguments: it has `augmentations`, or two of the keys that no
/// other format has at its top.
pub(super) fn recognise(root: &Node) -> bool {
    let own = KEYS.iter().filter(|(key, ..)| root.get(key).is_some());
    root.get("augmentations").is_some() || own.count() >= 2
}

/// Reads the file.
pub(super) fn read(root: &Node) -> Result<(Policy, Vec<String>)> {
    let mut notes = Vec::new();
    let values = Values::of(root, &mut notes)?;
    let mut steps = Vec::new();
    steps.extend(affine(root, &values)?);
    let (listed, more) = listed(root)?;
    notes.extend(more);
    steps.extend(listed);
    let colour = colour(&values);
    if colour.is_some() {
        notes.push("hsv_h, hsv_s, hsv_v: Ultralytics adds to hue and multiplies saturation and value in HSV; read as color_jitter, which is near".into());
    }
    steps.extend(colour);
    for (key, class) in [("flipud", "VerticalFlip"), ("fliplr", "HorizontalFlip")] {
        let p = values.get(key);
        if p > 0.0 {
            steps.push(json!({"__class_fullname__": class, "p": p}));
        }
    }
    let tree = json!({
        "__version__": crate::export::albumentations::VERSION,
        "transform": {"__class_fullname__": "Compose", "p": 1.0, "transforms": steps},
    });
    let (policy, more) = albumentations::read(&text::parse(&tree.to_string())?)?;
    // Lines of the tree built here say nothing of the file.
    notes.extend(more.into_iter().map(|note| {
        let at = note.strip_prefix("line 1: ").unwrap_or(&note);
        at.to_owned()
    }));
    Ok((policy, notes))
}

struct Values(Vec<(&'static str, f64)>);

impl Values {
    fn of(root: &Node, notes: &mut Vec<String>) -> Result<Self> {
        let mut values = Vec::new();
        let mut usual = Vec::new();
        for &(key, default, most) in KEYS {
            let value = if let Some(node) = root.get(key) {
                given(node, key, most)?
            } else {
                if default > 0.0 {
                    usual.push(format!("{key} {default}"));
                }
                default
            };
            values.push((key, value));
        }
        if !usual.is_empty() {
            notes.push(format!(
                "not in the file, so Ultralytics' defaults hold: {}",
                usual.join(", ")
            ));
        }
        let values = Self(values);
        for (key, why) in LEFT_OUT {
            let value = values.get(key);
            if value > 0.0 {
                notes.push(format!("{key} {value} is left out: {why}"));
            }
        }
        let Data::Map(entries) = &root.data else {
            return Ok(values);
        };
        let known = |key: &str| key == "augmentations" || KEYS.iter().any(|(k, ..)| *k == key);
        let mut others = 0;
        for (key, node) in entries.iter().filter(|(key, _)| !known(key)) {
            if ELSEWHERE.contains(&key.as_str()) {
                notes.push(format!("line {}: {key} is not read", node.line));
            } else {
                others += 1;
            }
        }
        if others > 0 {
            notes.push(format!("{others} keys that do not augment are not read"));
        }
        Ok(values)
    }

    fn get(&self, key: &str) -> f64 {
        self.0.iter().find(|(k, _)| *k == key).map_or(0.0, |v| v.1)
    }
}

/// A number from 0 to `most`; of the pair that `scale` may be, how far apart its ends are.
fn given(node: &Node, key: &str, most: f64) -> Result<f64> {
    match &node.data {
        Data::Num(v) if (0.0..=most).contains(v) => Ok(*v),
        Data::Num(_) => Err(node
            .error(Code::Range, format!("must be within 0..={most}"))
            .at_param(key)),
        Data::List(_) if key == "scale" => pair(node).map(|[low, high]| high - low),
        _ => Err(node.expected("a number").at_param(key)),
    }
}

/// The two gains that `scale` may be.
fn pair(node: &Node) -> Result<[f64; 2]> {
    if let Data::List(items) = &node.data
        && let [low, high] = &items[..]
        && let (&Data::Num(low), &Data::Num(high)) = (&low.data, &high.data)
        && 0.0 < low
        && low <= high
    {
        return Ok([low, high]);
    }
    let message = "must be a number, or two gains above 0, the smaller first";
    Err(node.error(Code::Range, message).at_param("scale"))
}

/// The geometry, which Ultralytics runs first.
fn affine(root: &Node, values: &Values) -> Result<Option<serde_json::Value>> {
    let [degrees, translate, shear] = ["degrees", "translate", "shear"].map(|k| values.get(k));
    let scale = match root.get("scale") {
        Some(node) if matches!(node.data, Data::List(_)) => pair(node)?,
        _ => [1.0 - values.get("scale"), 1.0 + values.get("scale")],
    };
    if degrees == 0.0 && translate == 0.0 && shear == 0.0 && scale == [1.0, 1.0] {
        return Ok(None);
    }
    let both = |v: f64| json!({"x": [-v, v], "y": [-v, v]});
    Ok(Some(json!({
        "__class_fullname__": "Affine",
        "p": 1.0,
        "rotate": [-degrees, degrees],
        "translate_percent": both(translate),
        "translate_px": null,
        "scale": {"x": scale, "y": scale},
        "shear": both(shear),
        "keep_ratio": true,
        "balanced_scale": false,
        "fit_output": false,
        "fill": 114,
        "fill_mask": 0,
        "border_mode": 0,
        "interpolation": 1,
        "mask_interpolation": 0,
        "rotate_method": "largest_box",
    })))
}

fn colour(values: &Values) -> Option<serde_json::Value> {
    let [h, s, v] = ["hsv_h", "hsv_s", "hsv_v"].map(|k| values.get(k));
    (h > 0.0 || s > 0.0 || v > 0.0).then(|| {
        json!({
            "__class_fullname__": "ColorJitter",
            "p": 1.0,
            "brightness": [1.0 - v, 1.0 + v],
            "contrast": [1.0, 1.0],
            "saturation": [1.0 - s, 1.0 + s],
            "hue": [-h, h],
        })
    })
}

/// The steps under `augmentations`, each of the version that its dictionary names.
fn listed(root: &Node) -> Result<(Vec<serde_json::Value>, Vec<String>)> {
    let mut notes = Vec::new();
    let mut steps = Vec::new();
    match root.get("augmentations").map(|n| (n, &n.data)) {
        None | Some((_, Data::Null)) => notes.push(
            "without augmentations Ultralytics runs Blur, MedianBlur, ToGray and CLAHE with p 0.01 each where Albumentations is installed; left out"
                .into(),
        ),
        Some((_, Data::List(items))) => {
            for item in items {
                if !super::is_albumentations(item) {
                    return Err(item
                        .expected("an Albumentations dictionary")
                        .at_param("augmentations"));
                }
                let (tree, more) = crate::lint::migrated(item.clone())?;
                notes.extend(more);
                let node = tree.get("transform").unwrap_or(&tree);
                if node.get("__class_fullname__").is_some_and(|c| c.show() != "'NoOp'") {
                    steps.push(node.to_json());
                }
            }
        }
        Some((node, _)) => return Err(node.expected("a list").at_param("augmentations")),
    }
    Ok((steps, notes))
}
