//! Rules for annotations: which boxes and keypoints a policy keeps, and whose law moves them.

use crate::kernel::Dialect;
use crate::param::{Args, Param};
use crate::sample::{BBox, Keypoint};

const MIN_AREA: Param = Param::number(
    "min_area_px",
    "Least area of a box in the picture, in square pixels; smaller ones go.",
)
.value(0.0)
.hard(0.0, 1e10)
.slider(0.0, 1024.0)
.by(1.0)
.unit("px²")
.fixed();
const MIN_VISIBILITY: Param = Param::number(
    "min_visibility",
    "Least share of a box that a step may leave in the picture; boxes with less go.",
)
.value(0.0)
.hard(0.0, 1.0)
.fixed();
const MIN_WIDTH: Param = Param::number("min_width_px", "Least width of a box; narrower ones go.")
    .value(0.0)
    .hard(0.0, 1e5)
    .slider(0.0, 64.0)
    .by(1.0)
    .unit("px")
    .fixed();
const MIN_HEIGHT: Param = Param::number("min_height_px", "Least height of a box; lower ones go.")
    .value(0.0)
    .hard(0.0, 1e5)
    .slider(0.0, 64.0)
    .by(1.0)
    .unit("px")
    .fixed();
const MAX_ASPECT: Param = Param::number(
    "max_aspect_ratio",
    "Greatest ratio of a box's longer to its shorter side; absent, every ratio is kept.",
)
.hard(1.0, 1e6)
.slider(1.0, 20.0)
.by(0.1)
.fixed()
.rare();
const REFLECTIONS: Param = Param::choice(
    "reflections",
    "What becomes of boxes and keypoints where a border reflects the picture: as_library makes copies where the target's library does (Albumentations, up to nine), one keeps the original alone.",
    &["as_library", "one"],
    "as_library",
)
.rare();
/// How exported code is given boxes.
pub const BOX_FORMAT: Param = Param::choice(
    "format",
    "How boxes are given to exported code; augplay itself reads every format.",
    &["pascal_voc", "albumentations", "coco", "yolo"],
    "pascal_voc",
)
.rare();
const REMOVE_OUTSIDE: Param = Param::switch(
    "remove_outside",
    "Keypoints outside the picture go; off, they stay with their coordinates.",
    true,
);
const SWAP: Param = Param::switch(
    "swap_left_right",
    "A mirrored picture swaps left and right keypoints, where their skeleton names pairs.",
    true,
);

/// What a policy's `boxes` may say.
pub static BOXES: &[&Param] = &[
    &MIN_VISIBILITY,
    &MIN_AREA,
    &MIN_WIDTH,
    &MIN_HEIGHT,
    &MAX_ASPECT,
    &REFLECTIONS,
    &BOX_FORMAT,
];

/// What a policy's `keypoints` may say.
pub static KEYPOINTS: &[&Param] = &[&REMOVE_OUTSIDE, &SWAP];

/// Which library's law decides what becomes of boxes that leave the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// albumentations 2.0.8: `filter_bboxes` and `filter_keypoints` after every step.
    Filter,
    /// torchvision 0.29: boxes are clamped to the picture and stay, without area too, until a
    /// `sanitize_bounding_boxes` takes them out; keypoints likewise.
    Clamp,
    /// Everything stays as it is, outside the picture too.
    Leave,
}

/// The rules in force while a sample is followed.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a rule of its own, read by name"
)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    /// Whose law.
    pub keeping: Keeping,
    /// Whether the policy states rules for boxes, which `Clamp` applies to the finished view.
    pub at_end: bool,
    /// Whether it states rules for keypoints, which `Clamp` applies to the finished view.
    pub keypoints_at_end: bool,
    /// Least area in px².
    pub min_area_px: f64,
    /// Least share of a box that one step leaves.
    pub min_visibility: f64,
    /// Least width and height in px.
    pub min_side_px: [f64; 2],
    /// Greatest ratio of sides.
    pub max_aspect_ratio: f64,
    /// Whether reflecting borders make copies.
    pub reflections: bool,
    /// Whether keypoints outside go.
    pub remove_outside: bool,
    /// Whether mirrored pictures swap left and right.
    pub swap: bool,
}

/// Why most annotations go.
pub(super) const OUTSIDE: &str = "outside the picture";

/// What comparisons allow for single precision; the library's own.
const EPSILON: f64 = 1e-7;

impl Default for Rules {
    fn default() -> Self {
        Self::read(Dialect::Cv2, None, None)
    }
}

impl Rules {
    /// The rules that a policy for a library of `dialect` states under `boxes` and `keypoints`.
    pub fn read(dialect: Dialect, boxes: Option<&Args>, keypoints: Option<&Args>) -> Self {
        let given = (boxes.is_some(), keypoints.is_some());
        let or = |args: Option<&Args>, params| args.cloned().unwrap_or(Args::defaults(params));
        let (boxes, keypoints) = (or(boxes, BOXES), or(keypoints, KEYPOINTS));
        Self {
            keeping: if dialect == Dialect::Cv2 {
                Keeping::Filter
            } else {
                Keeping::Clamp
            },
            at_end: given.0,
            keypoints_at_end: given.1,
            min_area_px: boxes.num(&MIN_AREA),
            min_visibility: boxes.num(&MIN_VISIBILITY),
            min_side_px: [boxes.num(&MIN_WIDTH), boxes.num(&MIN_HEIGHT)],
            max_aspect_ratio: boxes.maybe(&MAX_ASPECT).unwrap_or(f64::INFINITY),
            reflections: boxes.word(&REFLECTIONS) == "as_library",
            remove_outside: keypoints.on(&REMOVE_OUTSIDE),
            swap: keypoints.on(&SWAP),
        }
    }

    /// Why a clipped box goes that had `before` px² before it was clipped; albumentations 2.0.8
    /// `filter_bboxes`. Where no rule asks for area, a box that has left the picture stays without any
    /// until the next step's filter: a turn in between can give it area again, in the library too.
    pub(super) fn refuse_box(&self, b: &BBox, before: f64) -> Option<&'static str> {
        let [x0, y0, x1, y1] = b.xyxy;
        let (w, h, area) = (x1 - x0, y1 - y0, b.area());
        let ratio = (w / (h + EPSILON)).max(h / (w + EPSILON));
        // Written so that what is not a number goes.
        let keeps = [
            (before >= EPSILON, OUTSIDE),
            (
                area / (before + EPSILON) >= self.min_visibility,
                "visible share below min_visibility",
            ),
            (area >= self.min_area_px - EPSILON, "area below min_area_px"),
            (
                w >= self.min_side_px[0] - EPSILON,
                "width below min_width_px",
            ),
            (
                h >= self.min_side_px[1] - EPSILON,
                "height below min_height_px",
            ),
            (
                ratio <= self.max_aspect_ratio,
                "aspect ratio above max_aspect_ratio",
            ),
        ];
        keeps.iter().find(|(kept, _)| !kept).map(|(_, why)| *why)
    }

    /// Why a keypoint goes from a picture of `w` by `h` px; albumentations 2.0.8
    /// `filter_keypoints`.
    pub(super) fn refuse_keypoint(&self, k: &Keypoint, size: [f64; 2]) -> Option<&'static str> {
        (self.remove_outside && !inside(k, size)).then_some(OUTSIDE)
    }
}

/// Whether a keypoint lies in a picture of `w` by `h` px.
pub(crate) fn inside(k: &Keypoint, [w, h]: [f64; 2]) -> bool {
    (0.0..w).contains(&k.xy[0]) && (0.0..h).contains(&k.xy[1])
}
