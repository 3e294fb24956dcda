//! `CopyPaste`: objects of the partner, cut out by its masks, pasted where they are.

use std::collections::BTreeMap;

use crate::error::{Code, Error, Result};
use crate::image::Raster;
use crate::kernel::noise::hash;
use crate::mix::{Cover, Drawing, Fixed, Meta, Mix, Mixed, pair};
use crate::param::{Args, Param, Value};
use crate::sample::{BBox, Sample};

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
    doc: "Objects of the partner, each with chance object_p and at least one, cut out by its label masks and pasted where they are; the target's boxes shrink to what is still seen, and go where nothing is. An object is an id in one of the masks; its box is the one that fits it best. There is no rule for class labels: boxes and masks carry them.",
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
        // What is not pasted is not part of the output: only its box would be.
        let owners: Vec<usize> = taken.values().filter_map(|o| o.owner).collect();
        let pasted = Sample {
            boxes: partner
                .boxes
                .iter()
                .enumerate()
                .filter(|(i, _)| owners.contains(i))
                .map(|(_, b)| b.clone())
                .collect(),
            keypoints: partner
                .keypoints
                .iter()
                .filter(|k| {
                    let of = |i: &usize| partner.boxes.get(*i).map(|b| b.index);
                    k.object.is_some() && owners.iter().any(|i| of(i) == k.object)
                })
                .cloned()
                .collect(),
            ..partner.clone()
        };
        cover(partner, &taken).mix(target, &pasted)
    }
}

/// What is known of an object.
struct Known {
    /// `[x_min, y_min, x_max, y_max]`.
    extent: [f64; 4],
    /// Place of its box in the sample's list.
    owner: Option<usize>,
}

/// Every object of a sample's masks; 0 is background.
fn objects(sample: &Sample) -> BTreeMap<Object, Known> {
    let mut all: BTreeMap<Object, Known> = BTreeMap::new();
    for (plane, mask) in sample.masks.iter().enumerate() {
        for y in 0..mask.size().height {
            for (x, id) in mask.row(y).iter().enumerate().filter(|(_, id)| **id != 0) {
                let (x, y) = (x as f64, f64::from(y));
                let known = all.entry((plane, *id)).or_insert(Known {
                    extent: [x, y, x + 1.0, y + 1.0],
                    owner: None,
                });
                let [x0, y0, x1, y1] = known.extent;
                known.extent = [x0.min(x), y0.min(y), x1.max(x + 1.0), y1.max(y + 1.0)];
            }
        }
    }
    for known in all.values_mut() {
        let fit = |b: &BBox| iou(b.xyxy, known.extent);
        let fits = sample.boxes.iter().map(fit).enumerate();
        let best = fits.max_by(|a, b| a.1.total_cmp(&b.1));
        known.owner = best.filter(|(_, fit)| *fit >= SAME).map(|(i, _)| i);
    }
    all
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
        let hit = partner.masks.iter().enumerate().any(|(plane, mask)| {
            let id = mask.pixel(x, y).first();
            id.is_some_and(|id| *id != 0 && taken.contains_key(&(plane, *id)))
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
