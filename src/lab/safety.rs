//! Label safety: what becomes of boxes and keypoints over many draws. No pixel is touched unless a
//! step looks at masks.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use crate::error::Result;
use crate::policy::{Draw, Policy};
use crate::sample::{Sample, inside};

/// A box is shrunk when less than this share of its area is still in the picture.
pub const SHRUNK_BELOW: f64 = 0.5;

/// What draws of one sample did; figures of several samples are added up.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Safety {
    /// View by view.
    pub views: Vec<View>,
    /// Class by class, boxes before keypoints.
    pub classes: Vec<Class>,
    /// Losses by the step that caused them, in alphabetical order. Under the name `boxes` stand the
    /// policy's own rules for the finished view.
    pub steps: Vec<Losses>,
}

/// What one draw did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct View {
    /// View number.
    pub view: u32,
    /// Boxes that went, or have no area left.
    pub boxes_lost: usize,
    /// Of those, boxes that the library keeps without area.
    pub boxes_flat: usize,
    /// Boxes of which less than half is left.
    pub boxes_shrunk: usize,
    /// Copies that reflected borders made.
    pub boxes_copied: usize,
    /// Keypoints that went.
    pub keypoints_lost: usize,
    /// Whether the sample had boxes and has none left.
    pub empty: bool,
}

/// What happened to a class.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Class {
    /// Its name.
    pub label: String,
    /// `box` or `keypoint`.
    pub kind: &'static str,
    /// How many there were, over all views.
    pub seen: usize,
    /// How many went or have no area left.
    pub lost: usize,
    /// Boxes of which less than half is left.
    pub shrunk: usize,
    /// Copies.
    pub copied: usize,
}

/// What a step caused.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Losses {
    /// Id of the author's step.
    pub step: String,
    /// Boxes.
    pub boxes: usize,
    /// Keypoints.
    pub keypoints: usize,
}

impl View {
    /// How many annotations it hurt.
    pub fn hurt(&self) -> usize {
        self.boxes_lost + self.boxes_shrunk + self.keypoints_lost
    }
}

impl Safety {
    /// Adds another sample's figures.
    pub fn add(&mut self, other: Safety) {
        self.views.extend(other.views);
        for class in other.classes {
            let same = |c: &&mut Class| (c.kind, &c.label) == (class.kind, &class.label);
            match self.classes.iter_mut().find(same) {
                Some(known) => {
                    known.seen += class.seen;
                    known.lost += class.lost;
                    known.shrunk += class.shrunk;
                    known.copied += class.copied;
                }
                None => self.classes.push(class),
            }
        }
        for step in other.steps {
            match self.steps.iter_mut().find(|s| s.step == step.step) {
                Some(known) => {
                    known.boxes += step.boxes;
                    known.keypoints += step.keypoints;
                }
                None => self.steps.push(step),
            }
        }
        self.classes
            .sort_by(|a, b| (a.kind, &a.label).cmp(&(b.kind, &b.label)));
        self.steps.sort_by(|a, b| a.step.cmp(&b.step));
    }
}

/// Draws `views` of a sample and counts.
///
/// # Errors
/// If a step cannot run on the sample; names it.
pub fn measure(policy: &Policy, sample: &Sample, key: &str, views: Range<u32>) -> Result<Safety> {
    let mut tally = Tally::default();
    let state = sample.state();
    for view in views {
        let draw = policy.draw_with(&state, &sample.masks, key, view)?;
        tally.add(&draw, view);
    }
    Ok(Safety {
        views: tally.views,
        classes: tally.classes.into_values().collect(),
        steps: tally.steps.into_values().collect(),
    })
}

#[derive(Default)]
struct Tally {
    views: Vec<View>,
    classes: BTreeMap<(&'static str, String), Class>,
    steps: BTreeMap<String, Losses>,
}

/// What is left of a box.
#[derive(Clone, Copy, Default)]
struct Left {
    visible: f64,
    kept: bool,
    copies: usize,
}

impl Tally {
    fn add(&mut self, draw: &Draw, view: u32) {
        let (before, after) = (&draw.before, &draw.after);
        let mut left = vec![Left::default(); before.boxes.len()];
        for b in &after.boxes {
            let Some(to) = left.get_mut(b.index) else {
                continue;
            };
            to.kept = true;
            if b.copy {
                to.copies += usize::from(b.area() > 0.0);
            }
            if b.area() > 0.0 {
                to.visible = to.visible.max(b.visible);
            }
        }
        let mut out = View {
            view,
            ..View::default()
        };
        for (b, left) in before.boxes.iter().zip(&left) {
            let class = self.class("box", &b.label);
            class.seen += 1;
            class.copied += left.copies;
            out.boxes_copied += left.copies;
            if left.visible <= 0.0 {
                class.lost += 1;
                out.boxes_lost += 1;
                out.boxes_flat += usize::from(left.kept);
            } else if left.visible < SHRUNK_BELOW {
                class.shrunk += 1;
                out.boxes_shrunk += 1;
            }
        }
        out.empty = !before.boxes.is_empty() && out.boxes_lost == before.boxes.len();

        let mut kept = vec![false; before.keypoints.len()];
        let size = [f64::from(after.size.width), f64::from(after.size.height)];
        for k in &after.keypoints {
            if let Some(kept) = kept.get_mut(k.index) {
                *kept |= inside(k, size);
            }
        }
        for (k, kept) in before.keypoints.iter().zip(&kept) {
            let class = self.class("keypoint", &k.label);
            class.seen += 1;
            class.lost += usize::from(!kept);
            out.keypoints_lost += usize::from(!kept);
        }

        // Copies and originals share an index: what counts is what is wholly gone, and that once.
        let mut lost_boxes: Vec<bool> = left.iter().map(|l| l.visible <= 0.0).collect();
        let mut lost_points: Vec<bool> = kept.iter().map(|kept| !kept).collect();
        let first = |lost: &mut [bool], i: usize| lost.get_mut(i).is_some_and(std::mem::take);
        // What the library keeps comes first: a later turn may have given a box that had left an area
        // again, and it is lost all the same.
        for b in &after.boxes {
            if first(&mut lost_boxes, b.index) {
                self.charge(draw, b.left.as_deref().unwrap_or_default(), "box");
            }
        }
        for k in &after.keypoints {
            if first(&mut lost_points, k.index) {
                self.charge(draw, k.left.as_deref().unwrap_or_default(), "keypoint");
            }
        }
        for gone in &after.dropped {
            let lost = match gone.kind {
                "box" => &mut lost_boxes,
                _ => &mut lost_points,
            };
            if first(lost, gone.index) {
                self.charge(draw, &gone.step, gone.kind);
            }
        }
        self.views.push(out);
    }

    fn class(&mut self, kind: &'static str, label: &str) -> &mut Class {
        self.classes
            .entry((kind, label.to_owned()))
            .or_insert_with(|| Class {
                label: label.to_owned(),
                kind,
                ..Class::default()
            })
    }

    /// Counts a loss for the author's step behind a drawn one.
    fn charge(&mut self, draw: &Draw, drawn: &str, kind: &str) {
        let at = draw.policy.steps.iter().position(|s| s.id == drawn);
        let source = at.and_then(|i| draw.sources.get(i));
        let step = source.map_or(drawn, String::as_str);
        let losses = self.steps.entry(step.to_owned()).or_default();
        step.clone_into(&mut losses.step);
        match kind {
            "box" => losses.boxes += 1,
            _ => losses.keypoints += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::{Raster, Size};
    use crate::sample::{BBox, Keypoint};

    fn sample() -> Sample {
        let mut s = Sample::new(Raster::filled(Size::new(100, 80), 3, 9));
        s.boxes = vec![
            BBox::new([0.0, 0.0, 20.0, 20.0], "a"),
            BBox::new([70.0, 50.0, 90.0, 70.0], "b"),
            BBox::new([40.0, 0.0, 60.0, 20.0], "b"),
        ];
        s.keypoints = vec![Keypoint::new([5.0, 5.0], "k")];
        s
    }

    fn measured(target: &str) -> Safety {
        // Keeps 50..100: the first box goes, the second is whole, of the third half is left.
        let policy = format!(
            "augplay: 1\ntarget: {target}\nsteps:\n  - {{op: crop, id: c, x_px: 51, width_px: 49, height_px: 80}}\n"
        );
        let policy = Policy::parse(&policy).unwrap();
        measure(&policy, &sample(), "k", 0..3).unwrap()
    }

    #[test]
    fn losses_are_counted_by_view_class_and_step() {
        let got = measured("albumentations 2.0.8");
        assert_eq!(got.views.len(), 3);
        let one = got.views[2];
        assert_eq!(
            (one.boxes_lost, one.boxes_flat, one.boxes_shrunk),
            (1, 0, 1)
        );
        assert_eq!((one.keypoints_lost, one.empty), (1, false));
        let class = |label: &str| got.classes.iter().find(|c| c.label == label).unwrap();
        assert_eq!((class("a").seen, class("a").lost), (3, 3));
        assert_eq!((class("b").seen, class("b").shrunk), (6, 3));
        assert_eq!((class("k").kind, class("k").lost), ("keypoint", 3));
        assert_eq!(got.steps.len(), 1);
        let step = &got.steps[0];
        assert_eq!(
            (step.step.as_str(), step.boxes, step.keypoints),
            ("c", 3, 3)
        );
    }

    #[test]
    fn boxes_that_torchvision_keeps_without_area_are_lost_and_told() {
        let got = measured("torchvision 0.29 tensor");
        assert_eq!((got.views[0].boxes_lost, got.views[0].boxes_flat), (1, 1));
        let step = &got.steps[0];
        assert_eq!(
            (step.step.as_str(), step.boxes, step.keypoints),
            ("c", 3, 3)
        );
    }

    /// Mirror copies share their original's index: however many of them go, one label is lost.
    #[test]
    fn a_label_lost_in_several_copies_is_lost_once() {
        let policy = "augplay: 1\ntarget: albumentations 2.0.8\nsteps:\n  - {op: crop, id: c, x_px: 51, width_px: 49, height_px: 80}\n";
        let policy = Policy::parse(policy).unwrap();
        let mut draw = policy.draw(&sample().state(), "k", 0).unwrap();
        let twice = draw.after.dropped.clone();
        draw.after.dropped.extend(twice);
        let mut tally = Tally::default();
        tally.add(&draw, 0);
        let step = &tally.steps["c"];
        assert_eq!((step.boxes, step.keypoints), (1, 1));
    }

    /// Whatever the library keeps and a later turn gives area again: every loss has a step.
    #[test]
    fn every_loss_is_charged_to_a_step() {
        for (target, border) in [
            ("torchvision 0.29 pillow", ""),
            ("albumentations 2.0.8", ""),
            ("albumentations 2.0.8", ", border: reflect"),
        ] {
            let policy = Policy::parse(&format!(
                "augplay: 1\ntarget: {target}\nsteps:\n  - {{op: random_resized_crop, width_px: 60, height_px: 60}}\n  - {{op: rotate, angle_deg: [-60, 60]{border}}}\n  - {{op: affine, translate_x_frac: [-0.4, 0.4]}}\n"
            ))
            .unwrap();
            let got = measure(&policy, &sample(), "k", 0..200).unwrap();
            let lost = |kind: &str| -> usize {
                let all = got.classes.iter().filter(|c| c.kind == kind);
                all.map(|c| c.lost).sum()
            };
            assert!(lost("box") > 50);
            let sum = |of: fn(&Losses) -> usize| got.steps.iter().map(of).sum::<usize>();
            assert_eq!(sum(|s| s.boxes), lost("box"), "{target}");
            assert_eq!(sum(|s| s.keypoints), lost("keypoint"), "{target}");
            assert!(
                got.steps
                    .iter()
                    .all(|s| policy.walk().iter().any(|(p, _)| p.id == s.step))
            );
        }
    }
}
