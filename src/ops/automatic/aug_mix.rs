//! `aug_mix`.

use crate::error::{Error, Result};
use crate::image::Size;
use crate::kernel::Dialect;
use crate::ops::automatic::kit::{Kit, one_of, sequence};
use crate::ops::automatic::laws::{MAGNITUDE_SD, fill, level, only};
use crate::ops::automatic::timm;
use crate::ops::automatic::torchvision::{self, Magnitude, Name, Space};
use crate::ops::common::FILL;
use crate::ops::compose::{self, Node};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param, Value};
use crate::policy::law::Law;
use crate::policy::{Step, What};

/// AugMix.
pub struct AugMix;

/// Whose law.
pub const LAW: Param = Param::choice(
    "law",
    "Whose law and arithmetic: torchvision's (tensors, also for PIL images) or timm's (Pillow).",
    &["torchvision", "timm"],
    "torchvision",
);
/// Strength.
pub const SEVERITY: Param = Param::integer(
    "severity",
    "Strength: torchvision draws each op's bin below it, of ten; timm each level from 0 to it, where 10 is the full range.",
)
.value(3.0)
.hard(1.0, 10.0)
.fixed();
/// Number of chains.
pub const WIDTH: Param = Param::integer("width", "How many chains are mixed.")
    .value(3.0)
    .hard(1.0, 16.0)
    .slider(1.0, 8.0)
    .fixed();
/// Ops of a chain.
pub const DEPTH: Param = Param::integer(
    "depth",
    "How many ops a chain has; absent, 1 to 3 are drawn for each chain.",
)
.hard(1.0, 16.0)
.slider(1.0, 8.0)
.fixed();
/// Concentration of the weights.
pub const ALPHA: Param = Param::number(
    "alpha",
    "Concentration of the weights: 1 draws them evenly, more makes them alike.",
)
.value(1.0)
.hard(0.01, 100.0)
.slider(0.1, 5.0)
.fixed();
/// Whether colour ops are among them.
pub const ALL_OPS: Param = Param::switch(
    "all_ops",
    "Brightness, colour, contrast and sharpness are drawn too, which the paper left out.",
    true,
)
.rare();

static META: Meta = Meta {
    name: "aug_mix",
    title: "AugMix",
    doc: "Mixes the picture with chains of ops run on it, by drawn weights. Masks, boxes and keypoints stay. Sources: torchvision 0.29 AugMix, timm 1.0 augment_and_mix_transform (Hendrycks et al., 2020).",
    group: "automatic",
    aliases: &["AugMix", "augmix-m3-w3"],
    dialects: &[Dialect::Torch, Dialect::Pil],
    by_tensor: true,
    params: &[
        &LAW,
        &SEVERITY,
        &WIDTH,
        &DEPTH,
        &ALPHA,
        &MAGNITUDE_SD,
        &ALL_OPS,
        &FILL,
    ],
    ..Meta::BASE
};

/// torchvision's ops, in its order; the last four only with `all_ops`.
pub(super) const TORCHVISION: &[Name] = &[
    Name::ShearX,
    Name::ShearY,
    Name::TranslateX,
    Name::TranslateY,
    Name::Rotate,
    Name::Posterize,
    Name::Solarize,
    Name::AutoContrast,
    Name::Equalize,
    Name::Brightness,
    Name::Color,
    Name::Contrast,
    Name::Sharpness,
];
/// timm 1.0 `_AUGMIX_TRANSFORMS`.
pub(super) const TIMM: &[timm::Name] = &[
    timm::Name::AutoContrast,
    timm::Name::ColorIncreasing,
    timm::Name::ContrastIncreasing,
    timm::Name::BrightnessIncreasing,
    timm::Name::SharpnessIncreasing,
    timm::Name::Equalize,
    timm::Name::Rotate,
    timm::Name::PosterizeIncreasing,
    timm::Name::SolarizeIncreasing,
    timm::Name::ShearX,
    timm::Name::ShearY,
    timm::Name::TranslateXRel,
    timm::Name::TranslateYRel,
];
/// Bins of torchvision's magnitudes.
const BINS: i64 = 10;
/// timm 1.0 `transforms_imagenet_train`: the greatest shift in AugMix.
const SHIFT: f64 = 0.3;

fn children(args: &Args, size: Option<Size>) -> Vec<Step> {
    if args.word(&LAW) == "timm" {
        let kit = Kit {
            dialect: Dialect::Pil,
            interpolations: &["bilinear", "bicubic"],
            fill: fill(args),
            size,
        };
        // Without a noise of its own it is uniform.
        let noise = match args.num(&MAGNITUDE_SD) {
            0.0 => args.clone().with(&MAGNITUDE_SD, f64::MAX),
            _ => args.clone(),
        };
        let space = timm::Space {
            kit: &kit,
            level: level(&noise, args.num(&SEVERITY)),
            chance: 1.0,
            shift: SHIFT,
        };
        return TIMM.iter().map(|n| space.step(*n, n.id())).collect();
    }
    let kit = Kit {
        dialect: Dialect::Torch,
        interpolations: &["bilinear"],
        fill: fill(args),
        size,
    };
    let at: Vec<i64> = (0..args.int(&SEVERITY)).collect();
    let m = Magnitude {
        bins: BINS,
        at: &at,
    };
    let count = if args.on(&ALL_OPS) { 13 } else { 9 };
    let step = |n: &Name| torchvision::step(&kit, Space::Mix, *n, n.id(), &m);
    TORCHVISION.iter().take(count).map(step).collect()
}

impl Op for AugMix {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        if args.word(&LAW) == "timm" {
            return only(args, "timm", &[&ALL_OPS]);
        }
        only(args, "torchvision", &[&MAGNITUDE_SD])?;
        // Ten bins, and the first is no change.
        let severity = args.num(&SEVERITY);
        if severity > BINS as f64 {
            return Err(Error::range(SEVERITY.name, severity, 1.0, BINS as f64));
        }
        Ok(())
    }

    fn open(&self, args: &Args, _dialect: Dialect, size: Option<Size>) -> Option<Vec<Step>> {
        let depth = args
            .maybe(&DEPTH)
            .map_or(Law::Uniform(1.0, 3.0), Law::Const);
        let ops = children(args, size);
        let chain = |i: i64| {
            let mut choice = one_of(&format!("chain_{i}.one_of"), ops.iter().cloned());
            rename(&mut choice, &format!("chain_{i}"));
            let repeat = Step::new(Node::repeat(depth.clone(), vec![choice]));
            sequence(
                &format!("chain_{i}"),
                vec![repeat.called(format!("chain_{i}.repeat"))],
            )
        };
        let chains = (1..=args.int(&WIDTH)).map(chain).collect();
        let by_timm = args.word(&LAW) == "timm";
        let set = Args::defaults(Node::WeightedSum.params())
            .with(&compose::ALPHA, args.num(&ALPHA))
            .with_value(&compose::CHAINS_FIRST, Value::Bool(by_timm));
        Some(vec![Step::new(What::Node(Node::WeightedSum, set, chains))])
    }
}

/// Puts a chain's name before its ops' ids, which are unique then.
fn rename(step: &mut Step, chain: &str) {
    if let What::Node(_, _, children) = &mut step.what {
        for child in children {
            child.id = format!("{chain}.{}", child.id);
            rename(child, chain);
        }
    }
}
