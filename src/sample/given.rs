//! Annotations as callers give them.

use serde::Deserialize;
use serde_json::Value as Json;

use crate::error::{Code, Error, Result};
use crate::sample::{BBox, Keypoint};

/// Boxes and keypoints of a picture, in JSON `{boxes?: [{xyxy, label?}], keypoints?: [{xy, label?}]}`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Annotations {
    /// Boxes.
    #[serde(default)]
    pub boxes: Vec<BBox>,
    /// Keypoints.
    #[serde(default)]
    pub keypoints: Vec<Keypoint>,
}

impl Annotations {
    /// Reads a JSON value.
    ///
    /// # Errors
    /// If it has another form, or a box or point is not ordered, finite and near a picture.
    pub fn read(tree: Json) -> Result<Self> {
        let all: Self = serde_json::from_value(tree)
            .map_err(|e| Error::new(Code::Type, e.to_string()).at_param("annotations"))?;
        check(&all.boxes, &all.keypoints)?;
        Ok(all)
    }
}

/// Refuses boxes and points that are not ordered, finite and near a picture.
pub fn check(boxes: &[BBox], points: &[Keypoint]) -> Result<()> {
    const FAR: f64 = 1e6;
    let near = |v: &f64| v.abs() <= FAR;
    for (i, b) in boxes.iter().enumerate() {
        let at = format!("boxes[{i}]");
        if !b.xyxy.iter().all(near) {
            return Err(Error::new(Code::Range, "is beyond a million px").at_param(&at));
        }
        let [x0, y0, x1, y1] = b.xyxy;
        if x1 <= x0 || y1 <= y0 {
            return Err(Error::new(
                Code::Range,
                "must be [x_min, y_min, x_max, y_max] with an area",
            )
            .at_param(&at)
            .with_value(format!("[{x0}, {y0}, {x1}, {y1}]")));
        }
    }
    match points.iter().position(|k| !k.xy.iter().all(near)) {
        Some(i) => {
            Err(Error::new(Code::Range, "is beyond a million px")
                .at_param(&format!("keypoints[{i}]")))
        }
        None => Ok(()),
    }
}
