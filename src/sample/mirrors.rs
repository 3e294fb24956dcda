//! What a reflecting border shows of boxes and keypoints: albumentations 2.0.8
//! `generate_reflected_bboxes` and `generate_reflected_keypoints`.

use crate::image::Size;
use crate::sample::{BBox, Keypoint, Turning};

/// Lines and columns that a border shows beyond the picture: left, top, right, bottom.
pub type Sides = [i64; 4];

/// One of the mirrored pictures side by side, by columns and rows from the original.
#[derive(Clone, Copy)]
pub(super) struct Mirror {
    steps: [i64; 2],
    sides: [f64; 2],
}

impl Mirror {
    /// Whether an odd number of mirrors stands on each axis.
    fn flips(self) -> [bool; 2] {
        self.steps.map(|n| n.rem_euclid(2) == 1)
    }

    /// Where the picture begins.
    fn at(self) -> [f64; 2] {
        [0, 1].map(|axis: usize| self.steps[axis] as f64 * self.sides[axis])
    }

    /// A box as this picture shows it.
    pub(super) fn bbox(self, b: &BBox) -> BBox {
        let (at, flips) = (self.at(), self.flips());
        let [x0, y0, x1, y1] = b.xyxy;
        let mut ends = [[x0, x1], [y0, y1]];
        for axis in 0..2 {
            if flips[axis] {
                ends[axis] = [ends[axis][1], ends[axis][0]].map(|v| self.sides[axis] - v);
            }
            ends[axis] = ends[axis].map(|v| v + at[axis]);
        }
        let [[x0, x1], [y0, y1]] = ends;
        BBox {
            xyxy: [x0, y0, x1, y1],
            copy: true,
            ..b.clone()
        }
    }

    /// A keypoint as this picture shows it. The library mirrors about the picture's edge, half a pixel
    /// beside the pixels' own mirror, and turns directions alike on both axes.
    pub(super) fn keypoint(self, k: &Keypoint, swap: bool) -> Keypoint {
        let (at, flips, mut k) = (self.at(), self.flips(), k.clone());
        for axis in 0..2 {
            if flips[axis] {
                k.xy[axis] = self.sides[axis] - k.xy[axis];
            }
            k.xy[axis] += at[axis];
        }
        if flips[0] != flips[1] {
            k.angle_deg = k.angle_deg.map(|deg| Turning::From(0.0).of(deg));
            if swap {
                k.swap();
            }
        }
        k
    }
}

/// How many pictures side by side, the original among them, a border of `sides` shows.
pub(crate) fn pictures(sides: Sides, size: Size) -> i64 {
    let [left, top, right, bottom] = reach(sides, size);
    (1 + left + right).saturating_mul(1 + top + bottom)
}

/// How many on each side.
fn reach(sides: Sides, size: Size) -> [i64; 4] {
    let lens = [size.width, size.height].map(|len| i64::from(len.max(1)));
    let [left, top, right, bottom] = sides.map(|px| px.max(0));
    let whole = |px: i64, len: i64| px / len + i64::from(px % len > 0);
    [
        whole(left, lens[0]),
        whole(top, lens[1]),
        whole(right, lens[0]),
        whole(bottom, lens[1]),
    ]
}

/// All but the original, by rows.
pub(super) fn copies(sides: Sides, size: Size) -> impl Iterator<Item = Mirror> {
    let [left, top, right, bottom] = reach(sides, size);
    let sides = [size.width, size.height].map(f64::from);
    (-top..=bottom)
        .flat_map(move |row| (-left..=right).map(move |column| [column, row]))
        .filter(|steps| *steps != [0, 0])
        .map(move |steps| Mirror { steps, sides })
}
