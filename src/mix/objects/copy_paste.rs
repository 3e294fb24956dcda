//! `CopyPaste`: objects of the partner, cut out by its masks, pasted where they are.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::error::{Code, Error, Result};
use crate::image::Raster;
use crate::kernel::noise::hash;
use crate::mix::{Cover, Drawing, Fixed, Gather, Meta, Mix, Mixed, pair};
use crate::param::{Args, Param, Value};
use crate::sample::{BBox, Keypoint, Sample};

const CHANCE: Param = Param::number("object_p", "Chance of each object of the partner.")
    .value(0.5)
    .hard(0.0, 1.0)
    .fixed();
const SEED: Param = Param::seed("seed", "Seed of which objects are taken.");

/// The least intersection over union at which a box is that of an object in a mask.
const SAME: f64 = 0.5;

static META: Meta = Meta {
    name: "copy_paste",
    title: "CopyPaste",
    doc: "Objects of the partner, each with chance object_p and at least one, cut out by its masks and pasted where they are, with their boxes. The target's boxes shrink to what is still seen of their object, or of the box where no mask shows it, and go where nothing is. An object is an id in a mask of objects, or in a class mask where there are no others; its box is the one that fits it best. There is no rule for class labels: boxes and masks carry them.",
    source: "Ghiasi et al. 2021, arXiv:2012.07177, without the blended edges, which it finds make no difference, and without its jitter of scale, which is a step",
    params: &[&CHANCE],
    numbers: &[&SEED, &CHANCE],
    partners: 1,
    one_size: true,
};

/// The mix.
pub(crate) struct CopyPaste;

/// An object: the mask's place and its id there.
type Object = (usize, u16);

impl Mix for CopyPaste {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Fixed> {
        let partner = cx.sample(cx.partner)?;
        if cx.partner != cx.index && objects(partner).is_empty() {
            let why = format!(
                "needs label masks to cut objects out, and sample {} of the batch has none with an object in it",
                cx.partner + 1
            );
            return Err(Error::new(Code::Missing, why));
        }
        let numbers = Args::defaults(META.numbers)
            .with_value(&SEED, Value::Seed(cx.own.seed("objects")))
            .with(&CHANCE, cx.args.num(&CHANCE));
        let lambda = cover(partner, &taken(partner, &numbers)).mean();
        Ok(Fixed {
            partners: vec![cx.partner],
            numbers,
            lambda: Some(lambda),
            shares: Vec::new(),
        })
    }

    fn run(&self, numbers: &Args, picks: &[&Sample]) -> Result<Mixed> {
        let [target, partner] = pair(picks)?;
        let taken = taken(partner, numbers);
        let cover = cover(partner, &taken);
        let pasted = pasted(partner, &taken);
        let behind = behind(target, &cover);
        let seen = cover.seen(target.image.size());
        let mut all = Gather::default();
        let shrink = |b: &mut BBox| match behind.get(&b.index) {
            Some(left) => left.shrink(b),
            None => seen.shrink(b),
        };
        all.add(0, target, shrink, |k| seen.shows(k));
        // Pasted objects lie in front of everything.
        all.add(1, &pasted, |_| true, |_| true);
        cover.join(target, &pasted, all)
    }
}

/// The partner without what is not pasted: neither its pixels in masks of objects, nor its boxes.
fn pasted(partner: &Sample, taken: &BTreeMap<Object, Known>) -> Sample {
    let owners: Vec<usize> = taken.values().filter_map(|o| o.owner).collect();
    let own = |k: &Keypoint| {
        let of = |i: &usize| partner.boxes.get(*i).map(|b| b.index);
        k.object.is_some() && owners.iter().any(|i| of(i) == k.object)
    };
    let boxes = partner.boxes.iter().enumerate();
    let boxes = boxes.filter(|(i, _)| owners.contains(i));
    let mut out = Sample {
        boxes: boxes.map(|(_, b)| b.clone()).collect(),
        keypoints: partner
            .keypoints
            .iter()
            .filter(|k| own(k))
            .cloned()
            .collect(),
        ..partner.clone()
    };
    for plane in planes(partner) {
        let Some(mask) = out.masks.get_mut(plane) else {
            continue;
        };
        *mask = Raster::from_fn(mask.size(), 1, |x, y, _| {
            let id = mask.pixel(x, y).first().copied().unwrap_or(0);
            if taken.contains_key(&(plane, id)) {
                id
            } else {
                0
            }
        });
    }
    out
}

/// Pixels of an object that are still seen.
struct Left {
    before: Extent,
    after: Option<Extent>,
}

impl Left {
    /// Moves those sides of a box in that the object's pixels left; false where none are seen.
    fn shrink(&self, b: &mut BBox) -> bool {
        let Some(after) = &self.after else {
            return false;
        };
        for ((side, old), new) in b.xyxy.iter_mut().zip(self.before.xyxy).zip(after.xyxy) {
            if old != new {
                *side = new;
            }
        }
        b.visible *= after.pixels as f64 / self.before.pixels as f64;
        true
    }
}

/// What is left of the target's objects, by the places of their boxes.
fn behind(target: &Sample, cover: &Cover) -> BTreeMap<usize, Left> {
    let Cover::Map(map) = cover else {
        return BTreeMap::new();
    };
    let open = |x, y| map.pixel(x, y).first().is_some_and(|share| *share > 0.0);
    let mut after = extents(target, open);
    let mut out = BTreeMap::new();
    for (object, known) in objects(target) {
        if let Some(place) = known.owner {
            let (before, after) = (known.extent, after.remove(&object));
            out.insert(place, Left { before, after });
        }
    }
    out
}

/// Where an object's pixels lie.
#[derive(Clone, Copy)]
struct Extent {
    /// `[x_min, y_min, x_max, y_max]`.
    xyxy: [f64; 4],
    pixels: u32,
}

/// What is known of an object.
struct Known {
    extent: Extent,
    /// Place of its box in the sample's list.
    owner: Option<usize>,
}

/// The masks that tell objects apart: those of objects, or those of classes where there are no others.
fn planes(sample: &Sample) -> Range<usize> {
    let all = sample.masks.len();
    let classes = all.saturating_sub(sample.instances);
    if classes < all { classes..all } else { 0..all }
}

/// Pixels of every object that are open; 0 is background.
fn extents(sample: &Sample, open: impl Fn(u32, u32) -> bool) -> BTreeMap<Object, Extent> {
    let mut all: BTreeMap<Object, Extent> = BTreeMap::new();
    for plane in planes(sample) {
        let Some(mask) = sample.masks.get(plane) else {
            continue;
        };
        for y in 0..mask.size().height {
            for (x, id) in (0..).zip(mask.row(y)).filter(|(_, id)| **id != 0) {
                if !open(x, y) {
                    continue;
                }
                let (x, y) = (f64::from(x), f64::from(y));
                let found = all.entry((plane, *id)).or_insert(Extent {
                    xyxy: [x, y, x + 1.0, y + 1.0],
                    pixels: 0,
                });
                let [x0, y0, x1, y1] = found.xyxy;
                found.xyxy = [x0.min(x), y0.min(y), x1.max(x + 1.0), y1.max(y + 1.0)];
                found.pixels += 1;
            }
        }
    }
    all
}

/// Every object of a sample's masks.
fn objects(sample: &Sample) -> BTreeMap<Object, Known> {
    let owner = |extent: &Extent| {
        let fit = |b: &BBox| iou(b.xyxy, extent.xyxy);
        let fits = sample.boxes.iter().map(fit).enumerate();
        let best = fits.max_by(|a, b| a.1.total_cmp(&b.1));
        best.filter(|(_, fit)| *fit >= SAME).map(|(i, _)| i)
    };
    let known = |extent: Extent| Known {
        owner: owner(&extent),
        extent,
    };
    let all = extents(sample, |_, _| true).into_iter();
    all.map(|(object, extent)| (object, known(extent)))
        .collect()
}

/// The objects that are pasted.
fn taken(partner: &Sample, numbers: &Args) -> BTreeMap<Object, Known> {
    let (seed, chance) = (numbers.seed(&SEED), numbers.num(&CHANCE));
    let mut all = objects(partner);
    let lot = |(plane, id): Object| {
        let [bits, ..] = hash(seed, plane as u32, u32::from(id));
        f64::from(bits) / 4294967296.0
    };
    let first = all
        .keys()
        .copied()
        .min_by(|a, b| lot(*a).total_cmp(&lot(*b)));
    all.retain(|object, _| lot(*object) < chance || Some(*object) == first);
    all
}

/// The target but for the objects' pixels.
fn cover(partner: &Sample, taken: &BTreeMap<Object, Known>) -> Cover {
    Cover::Map(Raster::from_fn(partner.image.size(), 1, |x, y, _| {
        let hit = planes(partner).any(|plane| {
            let id = partner.masks.get(plane).and_then(|m| m.pixel(x, y).first());
            id.is_some_and(|id| taken.contains_key(&(plane, *id)))
        });
        if hit { 0.0 } else { 1.0 }
    }))
}

fn iou(a: [f64; 4], b: [f64; 4]) -> f64 {
    let area = |[x0, y0, x1, y1]: [f64; 4]| (x1 - x0).max(0.0) * (y1 - y0).max(0.0);
    let both = area([
        a[0].max(b[0]),
        a[1].max(b[1]),
        a[2].min(b[2]),
        a[3].min(b[3]),
    ]);
    let all = area(a) + area(b) - both;
    if all > 0.0 { both / all } else { 0.0 }
}
