//! What an object must be like to be kept.

use super::model::Joint;
use super::problems::Problems;
use crate::image::Size;

/// How far coordinates may lie outside the picture without a word: what is lost by writing few decimals.
const SLACK_PX: f64 = 0.01;
const SLACK_FRAC: f64 = 1e-6;
/// The most points of the outlines of one object.
const MAX_POINTS: usize = 1_000_000;

/// Checks objects of one picture and tells what is wrong with them.
pub(super) struct Check<'a> {
    pub(super) file: &'a str,
    pub(super) size: Size,
    pub(super) problems: &'a mut Problems,
}

impl Check<'_> {
    /// Tells of a problem.
    pub(super) fn tell(&mut self, place: &str, text: impl Into<String>) {
        self.problems.add(self.file, place, text);
    }

    fn sides(&self) -> [f64; 2] {
        [self.size.width.into(), self.size.height.into()]
    }

    /// A box with an area, cut off at the picture's edges; nothing if it is not one.
    pub(super) fn bbox(&mut self, place: &str, xyxy: [f64; 4]) -> Option<[f64; 4]> {
        let [x0, y0, x1, y1] = xyxy;
        let shown = format!("[{x0}, {y0}, {x1}, {y1}]");
        if !xyxy.iter().all(|v| v.is_finite()) {
            self.tell(
                place,
                "the box has a coordinate that is no finite number: skipped",
            );
            return None;
        }
        if x1 <= x0 || y1 <= y0 {
            let text = format!("the box {shown} is {} × {} px: skipped", x1 - x0, y1 - y0);
            self.tell(place, text);
            return None;
        }
        let [w, h] = self.sides();
        let cut = [
            x0.clamp(0.0, w),
            y0.clamp(0.0, h),
            x1.clamp(0.0, w),
            y1.clamp(0.0, h),
        ];
        if cut[2] <= cut[0] || cut[3] <= cut[1] {
            let text = format!("the box {shown} is outside the picture of {w} × {h} px: skipped");
            self.tell(place, text);
            return None;
        }
        let over = |v: f64, c: f64, side: f64| (v - c).abs() > SLACK_PX.max(SLACK_FRAC * side);
        if over(x0, cut[0], w) || over(y0, cut[1], h) || over(x1, cut[2], w) || over(y1, cut[3], h)
        {
            let text =
                format!("the box {shown} reaches out of the picture of {w} × {h} px: clipped");
            self.tell(place, text);
        }
        Some(cut)
    }

    /// Outlines with at least three points each; nothing if none is left.
    pub(super) fn outlines(
        &mut self,
        place: &str,
        outlines: Vec<Vec<[f64; 2]>>,
    ) -> Option<Vec<Vec<[f64; 2]>>> {
        if outlines.iter().map(Vec::len).sum::<usize>() > MAX_POINTS {
            self.tell(
                place,
                format!("the outline has more than {MAX_POINTS} points: left out"),
            );
            return None;
        }
        let [w, h] = self.sides();
        let (mut kept, mut reaches_out) = (Vec::new(), false);
        for outline in outlines {
            if outline.len() < 3 {
                let text = format!(
                    "an outline has {} points and needs three: left out",
                    outline.len()
                );
                self.tell(place, text);
                continue;
            }
            if !outline.iter().flatten().all(|v| v.is_finite()) {
                self.tell(
                    place,
                    "an outline has a coordinate that is no finite number: left out",
                );
                continue;
            }
            let [x0, y0, x1, y1] = bounds(&outline);
            if x1 <= 0.0 || y1 <= 0.0 || x0 >= w || y0 >= h {
                self.tell(place, "an outline is outside the picture: left out");
                continue;
            }
            let out = |low: f64, high: f64, side: f64| {
                let slack = SLACK_PX.max(SLACK_FRAC * side);
                low < -slack || high > side + slack
            };
            reaches_out |= out(x0, x1, w) || out(y0, y1, h);
            kept.push(outline);
        }
        if reaches_out {
            self.tell(
                place,
                format!("the outline reaches out of the picture of {w} × {h} px: clipped"),
            );
        }
        (!kept.is_empty()).then_some(kept)
    }

    /// A labelled keypoint outside the picture counts as not labelled.
    pub(super) fn joint(&mut self, place: &str, joint: &mut Joint) {
        let [w, h] = self.sides();
        let [x, y] = joint.xy;
        // Pixel centres are whole numbers, but fractions of the picture's sides may say 1.
        let inside = (-0.5..=w).contains(&x) && (-0.5..=h).contains(&y);
        if joint.state > 0 && !inside {
            let text = format!(
                "keypoint '{}' at [{x}, {y}] is outside the picture: not labelled",
                joint.name
            );
            self.tell(place, text);
        }
        if !inside {
            joint.state = 0;
            joint.xy = [0.0; 2];
        }
    }
}

/// `[x_min, y_min, x_max, y_max]` of points.
fn bounds(points: &[[f64; 2]]) -> [f64; 4] {
    let start = [
        f64::INFINITY,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NEG_INFINITY,
    ];
    points.iter().fold(start, |[x0, y0, x1, y1], &[x, y]| {
        [x0.min(x), y0.min(y), x1.max(x), y1.max(y)]
    })
}
