//! How much of the target each pixel shows, and what that makes of picture, masks and annotations.

use crate::error::{Code, Error, Result};
use crate::image::{Image, Mask, Raster, Size};
use crate::kernel::blend::mix;
use crate::mix::aligned::Aligned;
use crate::mix::{Gather, Mixed};
use crate::sample::{BBox, Keypoint, Sample};

/// The target's share of each pixel, 0 to 1; its partner has the rest.
#[derive(Clone, Debug, PartialEq)]
pub enum Cover {
    /// The same everywhere.
    Flat(f64),
    /// One number a pixel.
    Map(Raster<f32>),
}

/// The least share that can change a level.
const SEEN: f32 = 1.0 / 510.0;

impl Cover {
    /// The target but for a rectangle `[x, y, width, height]` of its partner.
    pub fn hole(size: Size, rect: [i64; 4]) -> Self {
        let [x, y, w, h] = rect;
        let inside = |v: u32, from: i64, side: i64| (from..from + side).contains(&i64::from(v));
        Self::Map(Raster::from_fn(size, 1, |px, py, _| {
            if inside(px, x, w) && inside(py, y, h) {
                0.0
            } else {
                1.0
            }
        }))
    }

    /// The mean over all pixels.
    pub fn mean(&self) -> f64 {
        match self {
            Self::Flat(share) => *share,
            Self::Map(map) => {
                let sum: f64 = map.data().iter().map(|v| f64::from(*v)).sum();
                sum / map.data().len().max(1) as f64
            }
        }
    }

    /// Mixes two samples of one size. Pictures and alpha are summed by the shares and rounded once. A
    /// mask's pixel is the label of the sample with the larger share (the target's where they are
    /// equal). Boxes and keypoints of both stay as far as they are seen: a box becomes the smallest
    /// one around its pixels of which anything is left.
    ///
    /// # Errors
    /// If sizes or channels differ.
    pub fn mix(&self, target: &Sample, partner: &Sample) -> Result<Mixed> {
        let size = target.image.size();
        let mut all = Gather::default();
        let seen = self.seen(size);
        all.add(0, target, |b| seen.shrink(b), |k| seen.shows(k));
        let seen = self.counts(size, |share| 1.0 - share >= SEEN);
        all.add(1, partner, |b| seen.shrink(b), |k| seen.shows(k));
        self.join(target, partner, all)
    }

    /// What is seen of the target.
    pub(super) fn seen(&self, size: Size) -> Counts {
        self.counts(size, |share| share >= SEEN)
    }

    /// The mix with these annotations.
    pub(super) fn join(&self, target: &Sample, partner: &Sample, all: Gather) -> Result<Mixed> {
        let size = target.image.size();
        let fits = match self {
            Self::Flat(_) => true,
            Self::Map(map) => map.size() == size && map.channels() == 1,
        };
        let (a, b) = (&target.image, &partner.image);
        if !fits || b.size() != size || b.channels() != a.channels() {
            return Err(Error::new(
                Code::Internal,
                "a mix of pictures of two sizes or channel counts",
            ));
        }
        let masks = Aligned::new(&[target, partner])?;
        let sample = Sample {
            image: self.blend(&target.image, &partner.image),
            alpha: self.alpha(target, partner),
            masks: self.masks(&masks, size),
            instances: masks.instances,
            boxes: all.boxes,
            keypoints: all.keypoints,
        };
        Ok(Mixed {
            sample,
            mask: self.shown(),
            boxes: all.boxes_from,
            keypoints: all.keypoints_from,
            dropped: all.dropped,
        })
    }

    /// The map in levels; nothing where one number says it.
    pub fn shown(&self) -> Option<Raster<u8>> {
        match self {
            Self::Flat(_) => None,
            Self::Map(map) => Some(Raster::from_fn(map.size(), 1, |x, y, _| {
                let share = map.pixel(x, y).first().copied().unwrap_or(0.0);
                (share * 255.0).round() as u8
            })),
        }
    }

    fn blend(&self, a: &Image, b: &Image) -> Image {
        match self {
            Self::Flat(share) => mix::constant(a, b, *share),
            Self::Map(map) => mix::mapped(a, b, map),
        }
    }

    fn alpha(&self, a: &Sample, b: &Sample) -> Option<Image> {
        let opaque = || Raster::filled(a.image.size(), 1, 255);
        match (&a.alpha, &b.alpha) {
            (None, None) => None,
            (Some(a), Some(b)) => Some(self.blend(a, b)),
            (Some(a), None) => Some(self.blend(a, &opaque())),
            (None, Some(b)) => Some(self.blend(&opaque(), b)),
        }
    }

    /// Planes in order; a sample that has fewer is background in the others.
    fn masks(&self, masks: &Aligned<'_>, size: Size) -> Vec<Mask> {
        let mine = |x, y| match self {
            Self::Flat(share) => *share >= 0.5,
            Self::Map(map) => map.pixel(x, y).first().is_some_and(|share| *share >= 0.5),
        };
        let plane = |plane: usize| {
            Raster::from_fn(size, 1, |x, y, _| {
                masks.id(usize::from(!mine(x, y)), plane, x, y)
            })
        };
        (0..masks.count()).map(plane).collect()
    }

    fn counts(&self, size: Size, seen: impl Fn(f32) -> bool) -> Counts {
        match self {
            Self::Flat(share) => Counts::all(size, seen(*share as f32)),
            Self::Map(map) => Counts::new(map, seen),
        }
    }
}

/// How many pixels of a rectangle are seen, at one step's cost.
pub(super) enum Counts {
    /// All or none.
    All(Size, bool),
    /// Sums over everything left of and above each pixel corner.
    Sums(Size, Vec<u32>),
}

impl Counts {
    fn all(size: Size, seen: bool) -> Self {
        Self::All(size, seen)
    }

    fn new(map: &Raster<f32>, seen: impl Fn(f32) -> bool) -> Self {
        let size = map.size();
        let stride = size.width as usize + 1;
        let mut sums = vec![0u32; stride];
        sums.reserve(stride * size.height as usize);
        for y in 0..size.height {
            let mut row = 0;
            let above = y as usize * stride;
            sums.push(0);
            for (x, share) in map.row(y).iter().enumerate() {
                row += u32::from(seen(*share));
                let up = sums.get(above + x + 1).copied().unwrap_or(0);
                sums.push(up + row);
            }
        }
        Self::Sums(size, sums)
    }

    fn size(&self) -> Size {
        match self {
            Self::All(size, _) | Self::Sums(size, _) => *size,
        }
    }

    /// Seen pixels in columns `x0..x1` and rows `y0..y1`, which lie in the picture.
    fn of(&self, [x0, y0, x1, y1]: [u32; 4]) -> u32 {
        match self {
            Self::All(_, seen) => u32::from(*seen) * (x1 - x0) * (y1 - y0),
            Self::Sums(size, sums) => {
                let stride = size.width as usize + 1;
                let at = |x: u32, y: u32| {
                    let place = y as usize * stride + x as usize;
                    sums.get(place).copied().unwrap_or(0)
                };
                (at(x1, y1) + at(x0, y0)) - at(x0, y1) - at(x1, y0)
            }
        }
    }

    /// Makes a box the smallest around its seen pixels; false where there are none. A box outside the
    /// picture or without area is left to the policy's rules.
    pub(super) fn shrink(&self, b: &mut BBox) -> bool {
        let size = self.size();
        let clip = |v: f64, side: u32| v.clamp(0.0, f64::from(side)) as u32;
        let [x0, y0, x1, y1] = b.xyxy;
        let whole = [
            clip(x0.floor(), size.width),
            clip(y0.floor(), size.height),
            clip(x1.ceil(), size.width),
            clip(y1.ceil(), size.height),
        ];
        let [left, top, right, bottom] = whole;
        if right <= left || bottom <= top {
            return true;
        }
        let all = self.of(whole);
        if all == 0 {
            return false;
        }
        // The strip up to the edge is empty: monotone, so halving finds the last such edge.
        let low = partition(left, right, |v| self.of([left, top, v, bottom]) == 0) - 1;
        let high = partition(left, right, |v| self.of([left, top, v, bottom]) < all);
        let up = partition(top, bottom, |v| self.of([left, top, right, v]) == 0) - 1;
        let down = partition(top, bottom, |v| self.of([left, top, right, v]) < all);
        b.xyxy = [
            x0.max(f64::from(low)),
            y0.max(f64::from(up)),
            x1.min(f64::from(high)),
            y1.min(f64::from(down)),
        ];
        let area = (u64::from(right - left) * u64::from(bottom - top)) as f64;
        b.visible *= f64::from(all) / area;
        true
    }

    /// Whether a keypoint is on a seen pixel, or outside the picture.
    pub(super) fn shows(&self, k: &Keypoint) -> bool {
        let size = self.size();
        let [x, y] = k.xy.map(f64::round);
        if !(0.0..f64::from(size.width)).contains(&x) || !(0.0..f64::from(size.height)).contains(&y)
        {
            return true;
        }
        let (x, y) = (x as u32, y as u32);
        self.of([x, y, x + 1, y + 1]) == 1
    }
}

/// The first number of `from..=to` for which `before` no longer holds; it does not hold at `to`.
fn partition(from: u32, to: u32, before: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (from, to);
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mix::Origin;

    fn sample(level: u8) -> Sample {
        Sample::new(Raster::filled(Size::new(10, 8), 1, level))
    }

    #[test]
    fn boxes_shrink_to_what_is_seen() {
        let mut a = sample(0);
        a.boxes = vec![
            BBox::new([0.5, 0.5, 9.0, 3.0], "cut"),
            BBox::new([3.0, 1.0, 6.0, 2.0], "gone"),
            BBox::new([7.5, 4.0, 9.5, 8.0], "whole"),
        ];
        let mut b = sample(200);
        b.boxes = vec![BBox::new([1.0, 1.0, 5.0, 8.0], "patch")];
        b.keypoints = vec![
            Keypoint::new([3.0, 3.0], "in"),
            Keypoint::new([9.0, 3.0], "out"),
        ];
        let mixed = Cover::hole(a.image.size(), [2, 0, 5, 4])
            .mix(&a, &b)
            .unwrap();
        let found: Vec<_> = mixed
            .sample
            .boxes
            .iter()
            .map(|b| (b.label.as_str(), b.xyxy))
            .collect();
        assert_eq!(
            found,
            [
                ("cut", [0.5, 0.5, 9.0, 3.0]),
                ("whole", [7.5, 4.0, 9.5, 8.0]),
                ("patch", [2.0, 1.0, 5.0, 4.0]),
            ]
        );
        assert_eq!(mixed.sample.boxes[0].visible, 4.0 / 9.0);
        assert_eq!(mixed.sample.boxes[2].visible, 9.0 / 28.0);
        assert_eq!(
            mixed.boxes[3],
            Origin {
                member: 1,
                index: 0
            }
        );
        assert_eq!(mixed.sample.boxes[2].index, 3);
        assert_eq!(mixed.sample.keypoints.len(), 1);
        let gone: Vec<_> = mixed.dropped.iter().map(|d| (d.kind, d.index)).collect();
        assert_eq!(gone, [("box", 1), ("keypoint", 1)]);
        assert_eq!(mixed.sample.image.pixel(2, 3), [200]);
        assert_eq!(mixed.sample.image.pixel(2, 4), [0]);
        assert_eq!(mixed.mask.unwrap().pixel(6, 0), [0]);
    }

    #[test]
    fn masks_take_the_label_of_the_larger_share() {
        let (mut a, mut b) = (sample(0), sample(9));
        a.masks = vec![Raster::filled(a.image.size(), 1, 3)];
        b.masks = vec![Raster::filled(b.image.size(), 1, 4); 2];
        for (share, want) in [(0.5, [3, 0]), (0.4, [4, 4])] {
            let mixed = Cover::Flat(share).mix(&a, &b).unwrap();
            let labels: Vec<_> = mixed.sample.masks.iter().map(|m| m.data()[5]).collect();
            assert_eq!(labels, want);
        }
    }
}
