//! One annotation.

use serde_json::{Map, Value as Json};

use super::super::check::Check;
use super::super::json::{number, numbers};
use super::super::model::{Joint, Object, Segment};
use super::super::runs::Runs;
use crate::image::Size;

/// An annotation as an object; its class and the names of its keypoints are known when all is read. Nothing if it is
/// to be skipped, which is told.
pub(super) fn object(
    mut entries: Map<String, Json>,
    place: String,
    check: &mut Check<'_>,
) -> Option<Object> {
    // Told anew when written; the category stays until its name is known.
    for key in ["id", "image_id", "num_keypoints", "area"] {
        entries.remove(key);
    }
    let bbox = match entries.remove("bbox") {
        None | Some(Json::Null) => None,
        Some(Json::Array(list)) if list.is_empty() => None,
        Some(value) => {
            if let Some(&[x, y, w, h]) = numbers(&value).as_deref() {
                Some(check.bbox(&place, [x, y, x + w, y + h])?)
            } else {
                check.tell(
                    &place,
                    format!(
                        "bbox must be four finite numbers, not {}: skipped",
                        short(&value)
                    ),
                );
                return None;
            }
        }
    };
    let segment = entries
        .remove("segmentation")
        .and_then(|v| segment(&v, &place, check));
    let keypoints = entries
        .remove("keypoints")
        .map(|v| keypoints(&v, &place, check))
        .unwrap_or_default();
    if bbox.is_none() && segment.is_none() && keypoints.iter().all(|k| k.state == 0) {
        check.tell(
            &place,
            "has neither box nor outline nor keypoint that can be used: skipped",
        );
        return None;
    }
    Some(Object {
        class: String::new(),
        bbox,
        segment,
        keypoints,
        place,
        extra: entries,
    })
}

fn segment(value: &Json, place: &str, check: &mut Check<'_>) -> Option<Segment> {
    match value {
        Json::Null => None,
        Json::Array(list) if list.is_empty() => None,
        Json::Array(list) => {
            let mut outlines = Vec::new();
            for item in list {
                let Some(flat) = numbers(item).filter(|n| n.len() % 2 == 0) else {
                    check.tell(
                        place,
                        "an outline must be pairs of finite numbers: left out",
                    );
                    continue;
                };
                outlines.push(flat.chunks_exact(2).map(|p| [p[0], p[1]]).collect());
            }
            check.outlines(place, outlines).map(Segment::Polygons)
        }
        Json::Object(rle) => match runs(rle, check.size) {
            Ok(runs) => Some(Segment::Runs {
                runs,
                compressed: rle.get("counts").is_some_and(Json::is_string),
            }),
            Err(text) => {
                check.tell(place, format!("segmentation: {text}: left out"));
                None
            }
        },
        other => {
            check.tell(
                place,
                format!(
                    "segmentation must be outlines or run lengths, not {}: left out",
                    short(other)
                ),
            );
            None
        }
    }
}

fn runs(rle: &Map<String, Json>, size: Size) -> Result<Runs, String> {
    let said = rle.get("size").and_then(numbers);
    let Some(&[height, width]) = said.as_deref() else {
        return Err("the run lengths' size must be [height, width]".into());
    };
    if [width, height] != [f64::from(size.width), f64::from(size.height)] {
        let Size {
            width: w,
            height: h,
        } = size;
        return Err(format!(
            "the run lengths are of {width} × {height} pixels, the picture of {w} × {h}"
        ));
    }
    let runs = match rle.get("counts") {
        Some(Json::String(text)) => Runs::from_text(size, text),
        Some(Json::Array(list)) => {
            let counts = list
                .iter()
                .map(|v| v.as_u64().and_then(|v| u32::try_from(v).ok()));
            match counts.collect() {
                Some(counts) => Runs::new(size, counts),
                None => return Err("the run lengths must be whole numbers from 0 on".into()),
            }
        }
        _ => return Err("the run lengths' counts must be a list or text".into()),
    };
    runs.map_err(|e| e.to_string())
}

fn keypoints(value: &Json, place: &str, check: &mut Check<'_>) -> Vec<Joint> {
    let Some(list) = value.as_array().filter(|l| l.len() % 3 == 0) else {
        if !value.is_null() {
            check.tell(place, "keypoints must be triples [x, y, v]: left out");
        }
        return Vec::new();
    };
    let joint = |(i, triple): (usize, &[Json])| {
        let mut joint = Joint {
            name: i.to_string(),
            ..Joint::default()
        };
        let values: Vec<_> = triple.iter().filter_map(number).collect();
        match values[..] {
            [x, y, v] if [0.0, 1.0, 2.0].contains(&v) => {
                (joint.xy, joint.state) = ([x, y], v as u8);
                check.joint(place, &mut joint);
            }
            _ => {
                let text = format!(
                    "keypoint {i} must be finite x and y and a v of 0, 1 or 2: not labelled"
                );
                check.tell(place, text);
            }
        }
        joint
    };
    list.chunks_exact(3).enumerate().map(joint).collect()
}

/// A value in a few characters.
fn short(value: &Json) -> String {
    let text = value.to_string();
    if text.chars().count() > 40 {
        text.chars().take(39).chain(['…']).collect()
    } else {
        text
    }
}
