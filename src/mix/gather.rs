//! Annotations of several samples in one list.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::sample::{BBox, Dropped, Keypoint, Sample};

/// Where an annotation of an output came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// Which sample: from a mix, its place among the picks; from an outcome's run, in the batch.
    pub member: usize,
    /// Its `index` there.
    pub index: usize,
}

/// Collects annotations, and remembers whose they were.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gather {
    /// Boxes that stay.
    pub boxes: Vec<BBox>,
    /// Keypoints that stay.
    pub keypoints: Vec<Keypoint>,
    /// Where all boxes came from.
    pub boxes_from: Vec<Origin>,
    /// Where all keypoints came from.
    pub keypoints_from: Vec<Origin>,
    /// What went.
    pub dropped: Vec<Dropped>,
}

/// Why annotations go in a mix.
const COVERED: &str = "covered by a mix";

impl Gather {
    /// Adds the annotations of pick `member`. The functions move each one, and say whether anything
    /// of it is left.
    pub fn add(
        &mut self,
        member: usize,
        sample: &Sample,
        mut bbox: impl FnMut(&mut BBox) -> bool,
        mut keypoint: impl FnMut(&mut Keypoint) -> bool,
    ) {
        let first = self.boxes_from.len();
        for b in &sample.boxes {
            let index = self.boxes_from.len();
            self.boxes_from.push(Origin {
                member,
                index: b.index,
            });
            let mut b = BBox { index, ..b.clone() };
            if bbox(&mut b) {
                self.boxes.push(b);
            } else {
                self.go("box", index);
            }
        }
        let places: BTreeMap<usize, usize> = (first..)
            .zip(&sample.boxes)
            .map(|(place, b)| (b.index, place))
            .collect();
        for k in &sample.keypoints {
            let index = self.keypoints_from.len();
            self.keypoints_from.push(Origin {
                member,
                index: k.index,
            });
            let object = k.object.and_then(|o| places.get(&o).copied());
            let mut k = Keypoint {
                index,
                object,
                ..k.clone()
            };
            if keypoint(&mut k) {
                self.keypoints.push(k);
            } else {
                self.go("keypoint", index);
            }
        }
    }

    fn go(&mut self, kind: &'static str, index: usize) {
        self.dropped.push(Dropped {
            kind,
            index,
            step: "batch".into(),
            why: COVERED,
        });
    }
}
