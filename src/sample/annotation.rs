//! What is known of a picture: boxes, keypoints, and what became of those that went.

use serde::{Deserialize, Serialize};

/// An axis-aligned box in px; 0 is the left or top edge of the picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BBox {
    /// `[x_min, y_min, x_max, y_max]`.
    pub xyxy: [f64; 4],
    /// Class.
    #[serde(default)]
    pub label: String,
    /// Place in the input's list.
    #[serde(default)]
    pub index: usize,
    /// Share of its area that is still in the picture: the product over the steps so far.
    #[serde(default = "all", skip_serializing_if = "is_all")]
    pub visible: f64,
    /// The step that pushed it out of the picture; it has no area since.
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    pub left: Option<String>,
    /// Whether it is a copy in a reflected border.
    #[serde(default, skip_serializing_if = "is_false")]
    pub copy: bool,
}

impl BBox {
    /// A box that is wholly in the picture.
    pub fn new(xyxy: [f64; 4], label: impl Into<String>) -> Self {
        Self {
            xyxy,
            label: label.into(),
            index: 0,
            visible: 1.0,
            left: None,
            copy: false,
        }
    }

    /// Width times height in px²; 0 where it has none.
    pub fn area(&self) -> f64 {
        let [x0, y0, x1, y1] = self.xyxy;
        (x1 - x0).max(0.0) * (y1 - y0).max(0.0)
    }
}

/// A point in px, in the convention that pixel centres are whole numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keypoint {
    /// `[x, y]`.
    pub xy: [f64; 2],
    /// Name.
    #[serde(default)]
    pub label: String,
    /// Place in the input's list.
    #[serde(default)]
    pub index: usize,
    /// As COCO's v: 0 not labelled, 1 labelled but hidden, 2 visible.
    #[serde(default = "seen", skip_serializing_if = "is_seen")]
    pub state: u8,
    /// Index of the box it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<usize>,
    /// The name it takes on in a mirrored picture: `left_eye` becomes `right_eye`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mirror: Option<String>,
    /// The step that moved it out of the picture, where the library keeps it there.
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    pub left: Option<String>,
    /// Direction in degrees, where it has one; turned as Albumentations does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub angle_deg: Option<f64>,
    /// Size in px, where it has one; scaled as Albumentations does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<f64>,
}

impl Keypoint {
    /// A visible point.
    pub fn new(xy: [f64; 2], label: impl Into<String>) -> Self {
        Self {
            xy,
            label: label.into(),
            index: 0,
            state: 2,
            object: None,
            mirror: None,
            left: None,
            angle_deg: None,
            scale: None,
        }
    }

    /// Takes on the name it has in a mirrored picture.
    pub(super) fn swap(&mut self) {
        if let Some(mirror) = &mut self.mirror {
            std::mem::swap(mirror, &mut self.label);
        }
    }
}

/// An annotation that a step removed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Dropped {
    /// `box` or `keypoint`.
    pub kind: &'static str,
    /// Place in the input's list.
    pub index: usize,
    /// The step that removed it.
    pub step: String,
    /// Why.
    pub why: &'static str,
}

impl Dropped {
    pub(super) fn new(kind: &'static str, index: usize, step: &str, why: &'static str) -> Self {
        Self {
            kind,
            index,
            step: step.into(),
            why,
        }
    }
}

fn all() -> f64 {
    1.0
}

fn seen() -> u8 {
    2
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_all(v: &f64) -> bool {
    *v == 1.0
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_seen(v: &u8) -> bool {
    *v == 2
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_false(v: &bool) -> bool {
    !*v
}
