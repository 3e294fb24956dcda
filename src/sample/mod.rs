//! A sample and its annotations, and the State that follows a draw before any pixel is touched.

use crate::image::{Image, Mask, Raster, Size};

mod annotation;
mod geometry;
mod given;
mod mirrors;
mod polygon;
mod rules;

pub use annotation::{BBox, Dropped, Keypoint};
pub use geometry::{Around, Geometry, Homography, Matrix, Turning};
pub(crate) use geometry::{apply, compose, project, unproject};
pub use given::Annotations;
pub use given::check as check_annotations;
pub use mirrors::Sides;
use mirrors::copies;
pub(crate) use mirrors::pictures;
pub(crate) use polygon::iou_within;
pub(crate) use rules::inside;
pub use rules::{BOX_FORMAT, BOXES, KEYPOINTS, Keeping, Rules};

/// A picture with what is known about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The picture.
    pub image: Image,
    /// Its alpha plane, split off at decoding.
    pub alpha: Option<Raster<u8>>,
    /// Label masks of the picture's size.
    pub masks: Vec<Mask>,
    /// How many of the masks, the last ones, name objects by their ids; those before hold classes.
    pub instances: usize,
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
            instances: 0,
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
            rules: Rules::default(),
            more: false,
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
    /// Which of them are kept.
    pub rules: Rules,
    /// Whether the op at hand is part of a step that goes on: libraries filter after whole steps.
    pub more: bool,
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
            rules: Rules::default(),
            more: false,
        }
    }

    /// Moves the State through an op, and settles it.
    pub fn follow(&mut self, geometry: &Geometry, step: &str) {
        let copies = self.copies(geometry);
        self.size = geometry.size;
        for b in &mut self.boxes {
            b.xyxy = geometry.bbox(b.xyxy);
        }
        let swap = self.rules.swap && geometry.mirrored();
        for k in &mut self.keypoints {
            geometry.keypoint(k);
            if swap {
                k.swap();
            }
        }
        let outside = |b: &mut BBox| (!geometry.sees(b.xyxy)).then_some(rules::OUTSIDE);
        self.take_out(step, outside, |_| None);
        self.boxes.extend(copies.0);
        self.keypoints.extend(copies.1);
        self.settle(step);
    }

    /// What a reflecting border shows of boxes and keypoints after the op, as far as it is in sight;
    /// keypoints beyond, which the library makes where none are taken out, would be of nothing.
    fn copies(&self, geometry: &Geometry) -> (Vec<BBox>, Vec<Keypoint>) {
        let rules = self.rules;
        let Some([boxes, points]) = geometry.mirrors.filter(|_| rules.reflections) else {
            return (Vec::new(), Vec::new());
        };
        let size = [geometry.size.width, geometry.size.height].map(f64::from);
        let boxes = copies(boxes, self.size)
            .flat_map(|mirror| self.boxes.iter().map(move |b| mirror.bbox(b)))
            .filter_map(|mut b| {
                b.xyxy = geometry.bbox(b.xyxy);
                geometry.sees(b.xyxy).then_some(b)
            });
        let points = copies(points, self.size)
            .flat_map(|mirror| {
                self.keypoints
                    .iter()
                    .map(move |k| mirror.keypoint(k, rules.swap))
            })
            .filter_map(|mut k| {
                geometry.keypoint(&mut k);
                inside(&k, size).then_some(k)
            });
        (boxes.collect(), points.collect())
    }

    /// Clips boxes to the picture and takes out what the rules do not keep.
    pub fn settle(&mut self, step: &str) {
        let rules = self.rules;
        let [w, h] = [f64::from(self.size.width), f64::from(self.size.height)];
        match rules.keeping {
            Keeping::Leave => {}
            Keeping::Clamp => self.clamp(step),
            Keeping::Filter if self.more => {}
            Keeping::Filter => self.take_out(
                step,
                |b| {
                    let before = clip(b, [w, h], step);
                    rules.refuse_box(b, before)
                },
                |k| rules.refuse_keypoint(k, [w, h]),
            ),
        }
    }

    /// Clips boxes to the picture; those outside stay, without area, and so do keypoints.
    pub fn clamp(&mut self, step: &str) {
        let size = [f64::from(self.size.width), f64::from(self.size.height)];
        for b in &mut self.boxes {
            clip(b, size, step);
        }
        for k in &mut self.keypoints {
            if inside(k, size) {
                k.left = None;
            } else {
                k.left.get_or_insert_with(|| step.to_owned());
            }
        }
    }

    /// What the rules say of the finished view. Losses that no step caused stand under `boxes`
    /// or `keypoints`.
    pub fn finish(&mut self) {
        let rules = self.rules;
        match rules.keeping {
            Keeping::Filter => self.settle("boxes"),
            Keeping::Clamp => {
                let [w, h] = [f64::from(self.size.width), f64::from(self.size.height)];
                let refused = |b: &mut BBox| rules.refuse_box(b, b.area() / b.visible);
                self.take_out("boxes", |b| refused(b).filter(|_| rules.at_end), |_| None);
                let refused = |k: &mut Keypoint| rules.refuse_keypoint(k, [w, h]);
                let stated = rules.keypoints_at_end;
                self.take_out("keypoints", |_| None, |k| refused(k).filter(|_| stated));
            }
            Keeping::Leave => {}
        }
    }

    /// Takes out the annotations for which there is a reason.
    pub fn take_out(
        &mut self,
        step: &str,
        box_goes: impl FnMut(&mut BBox) -> Option<&'static str>,
        keypoint_goes: impl FnMut(&mut Keypoint) -> Option<&'static str>,
    ) {
        let dropped = &mut self.dropped;
        sift(&mut self.boxes, box_goes, |b, why| {
            let step = b.left.as_deref().unwrap_or(step);
            dropped.push(Dropped::new("box", b.index, step, why));
        });
        sift(&mut self.keypoints, keypoint_goes, |k, why| {
            let step = k.left.as_deref().unwrap_or(step);
            dropped.push(Dropped::new("keypoint", k.index, step, why));
        });
    }
}

/// Keeps the items without a reason to go.
fn sift<T>(
    items: &mut Vec<T>,
    mut goes: impl FnMut(&mut T) -> Option<&'static str>,
    mut gone: impl FnMut(&T, &'static str),
) {
    items.retain_mut(|item| match goes(item) {
        Some(why) => {
            gone(item, why);
            false
        }
        None => true,
    });
}

/// Clips a box to a picture of `w` by `h` px; gives the area it had in px².
fn clip(b: &mut BBox, [w, h]: [f64; 2], step: &str) -> f64 {
    let before = b.area();
    let [x0, y0, x1, y1] = b.xyxy;
    b.xyxy = [
        x0.clamp(0.0, w),
        y0.clamp(0.0, h),
        x1.clamp(0.0, w),
        y1.clamp(0.0, h),
    ];
    let now = b.area();
    if now <= 0.0 {
        b.visible = 0.0;
        b.left.get_or_insert_with(|| step.to_owned());
    } else if before > 0.0 {
        b.visible *= now / before;
    }
    before
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crop(s: &mut State) {
        // The lower right quarter.
        s.follow(
            &Geometry::both(Size::new(5, 5), [1.0, 0.0, -5.0, 0.0, 1.0, -5.0]),
            "crop",
        );
    }

    fn state() -> State {
        let mut s = State::of(Size::new(10, 10), 3);
        s.boxes = vec![
            BBox::new([0.0, 0.0, 4.0, 4.0], "a"),
            BBox::new([6.0, 6.0, 9.0, 12.0], "b"),
        ];
        s.boxes[1].index = 1;
        s.keypoints = vec![Keypoint::new([2.0, 2.0], "")];
        s
    }

    #[test]
    fn what_leaves_the_picture_is_dropped_by_name() {
        let mut s = state();
        crop(&mut s);
        // As in the library: without area, until the next step has run.
        assert_eq!(s.boxes[0].area(), 0.0);
        s.follow(&Geometry::same(s.size), "next");
        assert_eq!(s.boxes.len(), 1);
        assert_eq!(s.boxes[0].xyxy, [1.0, 1.0, 4.0, 5.0]);
        assert_eq!(s.boxes[0].visible, 12.0 / 18.0);
        let gone = s
            .dropped
            .iter()
            .map(|d| (d.kind, d.index, d.step.as_str(), d.why));
        let why = "outside the picture";
        let want = [("keypoint", 0, "crop", why), ("box", 0, "crop", why)];
        assert_eq!(gone.collect::<Vec<_>>(), want);
    }

    #[test]
    fn torchvision_keeps_boxes_without_area_unless_the_policy_has_rules() {
        let rules = |at_end| Rules {
            keeping: Keeping::Clamp,
            at_end,
            keypoints_at_end: at_end,
            ..Rules::default()
        };
        for (at_end, left) in [(false, 2), (true, 1)] {
            let mut s = state();
            s.rules = rules(at_end);
            crop(&mut s);
            assert_eq!((s.boxes.len(), s.keypoints.len()), (2, 1));
            s.finish();
            assert_eq!(s.boxes.len(), left);
        }
    }

    #[test]
    fn rules_for_keypoints_alone_leave_boxes() {
        let mut s = state();
        s.rules = Rules {
            keeping: Keeping::Clamp,
            keypoints_at_end: true,
            ..Rules::default()
        };
        crop(&mut s);
        s.finish();
        assert_eq!((s.boxes.len(), s.keypoints.len()), (2, 0));
        assert_eq!(s.dropped[0].step, "crop");
    }

    #[test]
    fn each_rule_says_why() {
        type Set = fn(&mut Rules);
        let cases: [(Set, &str); 5] = [
            (
                |r| r.min_visibility = 0.7,
                "visible share below min_visibility",
            ),
            (|r| r.min_area_px = 12.1, "area below min_area_px"),
            (|r| r.min_side_px[0] = 3.1, "width below min_width_px"),
            (|r| r.min_side_px[1] = 4.1, "height below min_height_px"),
            (
                |r| r.max_aspect_ratio = 1.3,
                "aspect ratio above max_aspect_ratio",
            ),
        ];
        for (set, why) in cases {
            let mut s = state();
            set(&mut s.rules);
            crop(&mut s);
            let gone = s.dropped.iter().find(|d| d.kind == "box" && d.index == 1);
            assert_eq!(gone.map(|d| d.why), Some(why));
        }
    }

    #[test]
    fn mirrors_swap_left_and_right() {
        let flip = Geometry::centred(Size::new(10, 10), [-1.0, 0.0, 10.0, 0.0, 1.0, 0.0]);
        let half_turn = Geometry::centred(Size::new(10, 10), [-1.0, 0.0, 10.0, 0.0, -1.0, 10.0]);
        for (geometry, swap, name) in [
            (&flip, true, "right_eye"),
            (&flip, false, "left_eye"),
            (&half_turn, true, "left_eye"),
        ] {
            let mut s = state();
            s.rules.swap = swap;
            s.keypoints = vec![Keypoint {
                mirror: Some("right_eye".into()),
                ..Keypoint::new([2.0, 3.0], "left_eye")
            }];
            s.follow(geometry, "flip");
            assert_eq!(s.keypoints[0].label, name);
        }
    }
}
