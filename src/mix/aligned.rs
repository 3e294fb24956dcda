//! Masks of several samples side by side, plane by plane.

use std::borrow::Cow;

use crate::error::{Code, Error, Result};
use crate::image::{Mask, Raster};
use crate::sample::Sample;

/// The masks of each sample in the planes of an output: masks of classes in order, then masks of
/// objects, whose ids count on from sample to sample, so that no two objects come to share one.
pub(super) struct Aligned<'a> {
    /// By sample, by plane; nothing where a sample has fewer.
    all: Vec<Vec<Option<Cow<'a, Mask>>>>,
    /// How many planes, the last ones, are masks of objects.
    pub(super) instances: usize,
}

impl<'a> Aligned<'a> {
    /// # Errors
    /// If one mask would need more than 65 535 ids.
    pub(super) fn new(samples: &[&'a Sample]) -> Result<Self> {
        let classes = |s: &Sample| s.masks.len().saturating_sub(s.instances);
        let most = samples.iter().map(|s| classes(s)).max().unwrap_or(0);
        let instances = samples.iter().map(|s| s.instances.min(s.masks.len()));
        let instances = instances.max().unwrap_or(0);
        let mut used = vec![0u16; instances];
        let mut all = Vec::new();
        for sample in samples {
            let own = classes(sample);
            let mut planes: Vec<Option<Cow<'_, Mask>>> = (0..most)
                .map(|p| sample.masks.get(p).filter(|_| p < own).map(Cow::Borrowed))
                .collect();
            for (layer, used) in used.iter_mut().enumerate() {
                let mask = sample.masks.get(own + layer);
                planes.push(mask.map(|mask| shifted(mask, used)).transpose()?);
            }
            all.push(planes);
        }
        Ok(Self { all, instances })
    }

    /// How many planes the output has.
    pub(super) fn count(&self) -> usize {
        self.all.first().map_or(0, Vec::len)
    }

    /// A sample's mask in a plane.
    pub(super) fn get(&self, sample: usize, plane: usize) -> Option<&Mask> {
        self.all.get(sample)?.get(plane)?.as_deref()
    }

    /// A sample's id at a pixel of a plane; 0 where it has no such mask.
    pub(super) fn id(&self, sample: usize, plane: usize, x: u32, y: u32) -> u16 {
        let mask = self.get(sample, plane);
        let id = mask.and_then(|m| m.pixel(x, y).first());
        id.copied().unwrap_or(0)
    }
}

/// The mask with its ids above those used, which then holds the greatest.
fn shifted<'a>(mask: &'a Mask, used: &mut u16) -> Result<Cow<'a, Mask>> {
    let greatest = mask.data().iter().copied().max().unwrap_or(0);
    let by = *used;
    *used = by.checked_add(greatest).ok_or_else(|| {
        Error::new(
            Code::Limit,
            "needs more than 65 535 ids for the objects of one mask",
        )
    })?;
    if by == 0 || greatest == 0 {
        return Ok(Cow::Borrowed(mask));
    }
    let up = |id: &u16| if *id == 0 { 0 } else { *id + by };
    let ids = mask.data().iter().map(up).collect();
    Raster::new(mask.size(), 1, ids).map(Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::Size;

    fn sample(masks: &[u16], instances: usize) -> Sample {
        let size = Size::new(2, 1);
        let mut s = Sample::new(Raster::filled(size, 1, 0));
        let mask = |id: &u16| Raster::new(size, 1, vec![0, *id]).unwrap();
        s.masks = masks.iter().map(mask).collect();
        s.instances = instances;
        s
    }

    #[test]
    fn classes_keep_their_ids_and_objects_count_on() {
        let (a, b, c) = (sample(&[7, 3], 1), sample(&[2, 5], 2), sample(&[9], 0));
        let all = Aligned::new(&[&a, &b, &c]).unwrap();
        assert_eq!((all.count(), all.instances), (3, 2));
        let ids = |s: usize| -> Vec<u16> { (0..3).map(|p| all.id(s, p, 1, 0)).collect() };
        assert_eq!([ids(0), ids(1), ids(2)], [[7, 3, 0], [0, 5, 5], [9, 0, 0]]);
        assert_eq!(all.id(1, 1, 0, 0), 0);
        let full = sample(&[65_535], 1);
        assert!(Aligned::new(&[&full, &a]).is_err());
    }
}
