//! A sample and its annotations, and the State that follows a draw before any pixel is touched.

use serde::{Deserialize, Serialize};

use crate::image::{Image, Mask, Raster, Size};

/// A picture with what is known about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The picture.
    pub image: Image,
    /// Its alpha plane, split off at decoding.
    pub alpha: Option<Raster<u8>>,
    /// Label masks of the picture's size.
    pub masks: Vec<Mask>,
    /// Boxes.
    pub boxes: Vec<BBox>,
    /// Keypoints.
    pub keypoints: Vec<Keypoint>,
}

impl Sample {
    /// A picture without annotations.
    pub fn new(image: Image) -> Self {
        Self {
            image,
            alpha: None,
            masks: Vec::new(),
            boxes: Vec::new(),
            keypoints: Vec::new(),
        }
    }

    /// What a draw needs to know of it.
    pub fn state(&self) -> State {
        State {
            size: self.image.size(),
            channels: self.image.channels(),
            boxes: numbered(&self.boxes, |b, i| b.index = i),
            keypoints: numbered(&self.keypoints, |k, i| k.index = i),
            dropped: Vec::new(),
            keeps_outside: false,
        }
    }
}

fn numbered<T: Clone>(items: &[T], mut set: impl FnMut(&mut T, usize)) -> Vec<T> {
    let mut items = items.to_vec();
    for (i, item) in items.iter_mut().enumerate() {
        set(item, i);
    }
    items
}

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

/// What is known of a sample between two steps without looking at pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Picture size.
    pub size: Size,
    /// 1 or 3.
    pub channels: usize,
    /// Boxes so far.
    pub boxes: Vec<BBox>,
    /// Keypoints so far.
    pub keypoints: Vec<Keypoint>,
    /// What went, and why.
    pub dropped: Vec<Dropped>,
    /// Whether boxes and keypoints stay as they are where they leave the picture.
    pub keeps_outside: bool,
}

/// `[a, b, c, d, e, f]`: x' = a·x + b·y + c, y' = d·x + e·y + f.
pub type Matrix = [f64; 6];

/// `m` applied to a point.
pub(crate) fn apply(m: &Matrix, [x, y]: [f64; 2]) -> [f64; 2] {
    [m[0] * x + m[1] * y + m[2], m[3] * x + m[4] * y + m[5]]
}

/// `[a, b, c, d, e, f, g, h, i]`, by rows: x' = (a·x + b·y + c) / (g·x + h·y + i), and so on.
pub type Homography = [f64; 9];

/// `m` applied to a point.
pub(crate) fn project(m: &Homography, [x, y]: [f64; 2]) -> [f64; 2] {
    let w = m[6] * x + m[7] * y + m[8];
    [
        (m[0] * x + m[1] * y + m[2]) / w,
        (m[3] * x + m[4] * y + m[5]) / w,
    ]
}

/// Where an op takes things.
#[derive(Clone, Debug, PartialEq)]
pub enum Geometry {
    /// Everything stays where it is.
    Same,
    /// Points move by an affine map into a picture of `size`.
    Affine {
        /// Picture size after the op.
        size: Size,
        /// Moves box corners (0 is the picture's edge).
        boxes: Matrix,
        /// Moves keypoints (0 is the first pixel's centre).
        points: Matrix,
    },
    /// Points move by a projective map into a picture of `size`.
    Projective {
        /// Picture size after the op.
        size: Size,
        /// Moves box corners.
        boxes: Homography,
        /// Moves keypoints.
        points: Homography,
    },
}

impl Geometry {
    /// One map for boxes and keypoints, as libraries use it for crops and resizes.
    pub fn both(size: Size, m: Matrix) -> Self {
        Self::Affine {
            size,
            boxes: m,
            points: m,
        }
    }

    /// A map of edge coordinates; keypoints follow through pixel centres.
    pub fn centred(size: Size, m: Matrix) -> Self {
        // p' + ½ = M(p + ½)
        let [x, y] = apply(&m, [0.5, 0.5]);
        let points = [m[0], m[1], x - 0.5, m[3], m[4], y - 0.5];
        Self::Affine {
            size,
            boxes: m,
            points,
        }
    }
}

impl State {
    /// A picture without annotations.
    pub fn of(size: Size, channels: usize) -> Self {
        Self {
            size,
            channels,
            boxes: Vec::new(),
            keypoints: Vec::new(),
            dropped: Vec::new(),
            keeps_outside: false,
        }
    }

    /// Moves the State through an op. Boxes are clipped to the picture; a box without area and a
    /// keypoint outside are dropped, with the step's id.
    pub fn follow(&mut self, geometry: &Geometry, step: &str) {
        match geometry {
            Geometry::Same => return,
            Geometry::Affine {
                size,
                boxes,
                points,
            } => self.shift(*size, |p| apply(boxes, p), |p| apply(points, p)),
            Geometry::Projective {
                size,
                boxes,
                points,
            } => self.shift(*size, |p| project(boxes, p), |p| project(points, p)),
        }
        self.settle(step);
    }

    fn shift(
        &mut self,
        size: Size,
        corner: impl Fn([f64; 2]) -> [f64; 2],
        point: impl Fn([f64; 2]) -> [f64; 2],
    ) {
        self.size = size;
        for b in &mut self.boxes {
            b.xyxy = around(b.xyxy, &corner);
        }
        for k in &mut self.keypoints {
            k.xy = point(k.xy);
        }
    }

    /// Clips boxes and drops what is no longer in the picture.
    pub fn settle(&mut self, step: &str) {
        if self.keeps_outside {
            return;
        }
        let (w, h) = (f64::from(self.size.width), f64::from(self.size.height));
        let dropped = &mut self.dropped;
        let mut drop = |kind, index, why| {
            dropped.push(Dropped {
                kind,
                index,
                step: step.into(),
                why,
            });
        };
        self.boxes.retain_mut(|b| {
            let [x0, y0, x1, y1] = b.xyxy;
            b.xyxy = [
                x0.clamp(0.0, w),
                y0.clamp(0.0, h),
                x1.clamp(0.0, w),
                y1.clamp(0.0, h),
            ];
            let inside = b.xyxy[2] > b.xyxy[0] && b.xyxy[3] > b.xyxy[1];
            if !inside {
                drop("box", b.index, "outside the picture");
            }
            inside
        });
        self.keypoints.retain(|k| {
            let inside = (-0.5..w - 0.5).contains(&k.xy[0]) && (-0.5..h - 0.5).contains(&k.xy[1]);
            if !inside {
                drop("keypoint", k.index, "outside the picture");
            }
            inside
        });
    }
}

/// The axis-aligned box around the four moved corners.
fn around([x0, y0, x1, y1]: [f64; 4], corner: impl Fn([f64; 2]) -> [f64; 2]) -> [f64; 4] {
    let corners = [[x0, y0], [x1, y0], [x1, y1], [x0, y1]].map(corner);
    let low = |k: usize| corners.iter().map(|p| p[k]).fold(f64::INFINITY, f64::min);
    let high = |k: usize| {
        corners
            .iter()
            .map(|p| p[k])
            .fold(f64::NEG_INFINITY, f64::max)
    };
    [low(0), low(1), high(0), high(1)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_the_picture_is_dropped_by_name() {
        let mut s = State::of(Size::new(10, 10), 3);
        s.boxes = vec![
            BBox {
                xyxy: [0.0, 0.0, 4.0, 4.0],
                label: "a".into(),
                index: 0,
            },
            BBox {
                xyxy: [6.0, 6.0, 9.0, 12.0],
                label: "b".into(),
                index: 1,
            },
        ];
        s.keypoints = vec![Keypoint {
            xy: [2.0, 2.0],
            label: String::new(),
            index: 0,
        }];
        // A crop of the lower right quarter.
        s.follow(
            &Geometry::both(Size::new(5, 5), [1.0, 0.0, -5.0, 0.0, 1.0, -5.0]),
            "crop",
        );
        assert_eq!(s.boxes.len(), 1);
        assert_eq!(s.boxes[0].xyxy, [1.0, 1.0, 4.0, 5.0]);
        assert_eq!(
            s.dropped
                .iter()
                .map(|d| (d.kind, d.index))
                .collect::<Vec<_>>(),
            [("box", 0), ("keypoint", 0)]
        );
    }
}
