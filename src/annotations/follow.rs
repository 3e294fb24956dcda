//! What is left of a sample's annotations, as a record again.

use std::collections::HashMap;

use super::bind::{Bound, Link};
use super::contour::trace;
use super::model::{Joint, Object, Record, Segment};
use super::runs::Runs;
use crate::image::{Mask, Size};
use crate::sample::{BBox, Keypoint};

/// A sample after its policy.
#[derive(Clone, Copy, Debug)]
pub struct After<'a> {
    /// What its picture is called now: a path with `/`.
    pub name: &'a str,
    /// Its picture's size.
    pub size: Size,
    /// Its boxes.
    pub boxes: &'a [BBox],
    /// Its keypoints.
    pub keypoints: &'a [Keypoint],
    /// Its masks, in the order that [`bind`](super::bind) gave.
    pub masks: &'a [Mask],
}

/// What is left of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The record under the new name.
    pub record: Record,
    /// The masks of [`Record::masks`].
    pub masks: Vec<Mask>,
}

impl Kept {
    /// Boxes, segments and labelled keypoints.
    pub fn counts(&self) -> [usize; 3] {
        self.record.objects.iter().fold([0; 3], |[b, s, k], o| {
            [
                b + usize::from(o.bbox.is_some()),
                s + usize::from(o.segment.is_some()),
                k + o.keypoints.iter().filter(|p| p.state > 0).count(),
            ]
        })
    }
}

/// What is left of a record after its sample went through a policy.
///
/// An object goes with its box. Its pixels are those of its id in its mask; a box that a reflecting border made has
/// those within it. A keypoint stands where its name says, so that left and right stay so in a mirrored picture.
pub fn follow(record: &Record, bound: &Bound, after: &After<'_>) -> Kept {
    let mut boxes: HashMap<usize, Vec<&BBox>> = HashMap::new();
    for bbox in after.boxes {
        let all = boxes.entry(bbox.index).or_default();
        // The box itself comes before its reflections.
        all.insert(if bbox.copy { all.len() } else { 0 }, bbox);
    }
    let points: HashMap<usize, &Keypoint> = after.keypoints.iter().map(|k| (k.index, k)).collect();
    let layers: Vec<_> = after.masks.iter().map(|m| extents(m, after.size)).collect();
    let pixels = |link: &Link, within: Option<[f64; 4]>| {
        let (layer, id) = link.pixels?;
        let bounds = *layers.get(layer)?.get(&id)?;
        let bounds = match within {
            Some(within) => overlap(bounds, within)?,
            None => bounds,
        };
        Some(Pixels {
            mask: after.masks.get(layer)?,
            id,
            bounds,
        })
    };
    let mut objects = Vec::new();
    for (object, link) in record.objects.iter().zip(&bound.links) {
        let joints = joints(object, link, &points);
        let Some(place) = link.bbox else {
            if joints.iter().any(|j| j.state > 0) {
                objects.push(Object {
                    segment: None,
                    keypoints: joints,
                    ..object.clone()
                });
            }
            continue;
        };
        let all = boxes.get(&place).map_or(&[][..], Vec::as_slice);
        for (i, bbox) in all.iter().enumerate() {
            let Some(xyxy) = within(bbox.xyxy, after.size) else {
                continue;
            };
            let pixels = pixels(link, (all.len() > 1).then_some(xyxy));
            let segment = pixels.and_then(|p| p.segment(object.segment.as_ref()?, after.size));
            if link.derived && segment.is_none() {
                continue;
            }
            let keypoints = if i == 0 {
                joints.clone()
            } else {
                absent(&joints)
            };
            objects.push(Object {
                class: object.class.clone(),
                bbox: (!link.derived).then_some(xyxy),
                segment,
                keypoints,
                place: object.place.clone(),
                extra: object.extra.clone(),
            });
        }
    }
    Kept {
        record: Record {
            file: after.name.to_owned(),
            size: after.size,
            objects,
            ..record.clone()
        },
        masks: after.masks.iter().take(bound.files).cloned().collect(),
    }
}

/// A box cut off at the picture's edges; nothing where no area is left.
fn within([x0, y0, x1, y1]: [f64; 4], size: Size) -> Option<[f64; 4]> {
    let (w, h) = (f64::from(size.width), f64::from(size.height));
    let cut = [x0.max(0.0), y0.max(0.0), x1.min(w), y1.min(h)];
    (cut[2] > cut[0] && cut[3] > cut[1]).then_some(cut)
}

/// The pixels that a box touches, of those in `bounds`.
fn overlap(bounds: [u32; 4], within: [f64; 4]) -> Option<[u32; 4]> {
    let [x0, y0, x1, y1] = within;
    let [bx0, by0, bx1, by1] = bounds;
    let cut = [
        bx0.max(x0.floor() as u32),
        by0.max(y0.floor() as u32),
        bx1.min(x1.ceil() as u32),
        by1.min(y1.ceil() as u32),
    ];
    (cut[2] > cut[0] && cut[3] > cut[1]).then_some(cut)
}

/// `[x_min, y_min, x_max, y_max]` of every id in a mask; nothing of a mask of another size than the picture.
fn extents(mask: &Mask, size: Size) -> HashMap<u16, [u32; 4]> {
    let mut all: HashMap<u16, [u32; 4]> = HashMap::new();
    if mask.size() != size {
        return all;
    }
    for (y, row) in (0..).zip(mask.data().chunks_exact(size.width as usize)) {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            let end = x + run.len() as u32;
            if let Some(&id) = run.first().filter(|id| **id > 0) {
                let [x0, y0, x1, y1] = all.entry(id).or_insert([x, y, end, y + 1]);
                (*x0, *y0, *x1, *y1) =
                    ((*x0).min(x), (*y0).min(y), (*x1).max(end), (*y1).max(y + 1));
            }
            x = end;
        }
    }
    all
}

/// The pixels of one instance.
struct Pixels<'a> {
    mask: &'a Mask,
    id: u16,
    bounds: [u32; 4],
}

impl Pixels<'_> {
    /// In the form that the object had; nothing where there are none.
    fn segment(&self, like: &Segment, size: Size) -> Option<Segment> {
        let width = size.width as usize;
        let data = self.mask.data();
        let inside = |x: u32, y: u32| data.get(y as usize * width + x as usize) == Some(&self.id);
        match like {
            Segment::Polygons(_) => {
                let outlines = trace(self.bounds, inside);
                (!outlines.is_empty()).then_some(Segment::Polygons(outlines))
            }
            Segment::Runs { compressed, .. } => {
                let runs = Runs::within(size, self.bounds, inside);
                (runs.area() > 0).then_some(Segment::Runs {
                    runs,
                    compressed: *compressed,
                })
            }
        }
    }
}

/// An object's keypoints by their names; those that are gone are not labelled.
fn joints(object: &Object, link: &Link, points: &HashMap<usize, &Keypoint>) -> Vec<Joint> {
    let mut joints = absent(&object.keypoints);
    let own = |name: &str| object.keypoints.iter().filter(|j| j.name == name).count() == 1;
    for (slot, place) in link.joints.iter().enumerate() {
        let Some(point) = place.and_then(|p| points.get(&p)) else {
            continue;
        };
        let named = joints
            .iter()
            .position(|j| j.name == point.label)
            .filter(|_| own(&point.label));
        if let Some(joint) = joints.get_mut(named.unwrap_or(slot)) {
            (joint.xy, joint.state) = (point.xy, point.state);
        }
    }
    joints
}

fn absent(joints: &[Joint]) -> Vec<Joint> {
    let absent = |j: &Joint| Joint {
        name: j.name.clone(),
        ..Joint::default()
    };
    joints.iter().map(absent).collect()
}
