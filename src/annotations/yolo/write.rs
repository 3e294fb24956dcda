//! Writing.

use std::fmt::Write as _;

use serde_json::json;

use super::super::follow::Kept;
use super::super::model::Found;
use super::super::write::outline;

/// Decimals of a fraction: well below a thousandth of a pixel in the largest picture.
const DECIMALS: f64 = 1e9;

/// The label file of a picture.
pub(in super::super) fn write(found: &Found, kept: &Kept) -> String {
    let (w, h) = (
        f64::from(kept.record.size.width),
        f64::from(kept.record.size.height),
    );
    let round = |v: f64| ((v * DECIMALS).round() / DECIMALS).to_string();
    let three = found
        .header
        .get("kpt_shape")
        .and_then(|s| s.get(1))
        .and_then(serde_json::Value::as_u64)
        != Some(2);
    let mut text = String::new();
    for object in &kept.record.objects {
        let id = found
            .classes
            .iter()
            .find(|c| c.name == object.class)
            .map_or(0, |c| c.id);
        let mut words = vec![id.to_string()];
        if let Some(segment) = &object.segment {
            let points = outline(segment);
            words.extend(
                points
                    .iter()
                    .flat_map(|[x, y]| [round(x / w), round(y / h)]),
            );
        } else if let Some([x0, y0, x1, y1]) = object.bbox {
            let box_ = [
                f64::midpoint(x0, x1) / w,
                f64::midpoint(y0, y1) / h,
                (x1 - x0) / w,
                (y1 - y0) / h,
            ];
            words.extend(box_.map(round));
            for joint in &object.keypoints {
                let [x, y] = joint.xy;
                words.extend([round(x / w), round(y / h)]);
                if three {
                    words.push(joint.state.to_string());
                }
            }
        }
        text += &words.join(" ");
        text.push('\n');
    }
    text
}

/// `data.yaml`: what is known of the classes. JSON's flow style is YAML.
pub(in super::super) fn data(found: &Found) -> String {
    let mut text = String::from("path: .\ntrain: .\n");
    text += "names:\n";
    for class in &found.classes {
        // Writing to text does not fail.
        let _ = writeln!(text, "  {}: {}", class.id, json!(class.name));
    }
    if let Some(shape) = found.header.get("kpt_shape") {
        let _ = writeln!(text, "kpt_shape: {shape}");
    }
    if let Some(skeleton) = found
        .skeletons
        .iter()
        .find(|_| found.header.contains_key("kpt_shape"))
    {
        let flips: Vec<_> = (0..skeleton.points.len())
            .map(|i| skeleton.partner(i).unwrap_or(i))
            .collect();
        let _ = writeln!(text, "flip_idx: {}", json!(flips));
        if skeleton
            .points
            .iter()
            .enumerate()
            .any(|(i, name)| *name != i.to_string())
        {
            let _ = writeln!(text, "kpt_names:\n  0: {}", json!(skeleton.points));
        }
    }
    text
}
