//! `rand_augment`.

use crate::error::{Error, Result};
use crate::image::Size;
use crate::kernel::Dialect;
use crate::ops::automatic::kit::{Kit, one_of};
use crate::ops::automatic::laws::{
    INTERPOLATION, MAGNITUDE_MAX, MAGNITUDE_SD, fill, interpolations, level, no_bicubic, only,
};
use crate::ops::automatic::timm::{self, Name};
use crate::ops::automatic::torchvision::{self, FOURTEEN, Magnitude};
use crate::ops::automatic::{keras, kornia, tpu};
use crate::ops::common::FILL;
use crate::ops::compose::{self, Node};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param, Value};
use crate::policy::law::Law;
use crate::policy::{Step, What};

/// RandAugment, in the law of one of several libraries.
pub struct RandAugment;

/// Whose law.
pub const LAW: Param = Param::choice(
    "law",
    "Whose law: the ops, and what the magnitude means; tpu is the original code's. 9 is 0.3 of the range in torchvision and Kornia, 0.9 in timm and tpu.",
    &["torchvision", "timm", "tpu", "kornia", "keras"],
    "torchvision",
);
/// How many ops.
pub const NUM_OPS: Param = Param::integer("num_ops", "How many ops are drawn.")
    .value(2.0)
    .hard(0.0, 16.0)
    .slider(0.0, 6.0)
    .fixed();
/// The magnitude.
pub const MAGNITUDE: Param = Param::integer(
    "magnitude",
    "Strength of every op: in torchvision counted in bins from 0; of 10 in timm and tpu, which may go beyond; of 30 in Kornia.",
)
.value(9.0)
.hard(0.0, 99.0)
.slider(0.0, 30.0)
.fixed();
/// Keras' strength.
pub const FACTOR: Param = Param::number(
    "factor",
    "Strength in Keras, which has no magnitude: numbers are drawn up to this share; absent, its 0.5.",
)
.hard(0.0, 1.0)
.fixed()
.rare();
/// Bins of the magnitude.
pub const BINS: Param = Param::integer("bins", "Number of bins of the magnitude.")
    .value(31.0)
    .hard(2.0, 100.0)
    .slider(2.0, 100.0)
    .fixed()
    .rare();
/// Chance of each drawn op.
pub const CHANCE: Param = Param::number(
    "op_chance",
    "Chance that a drawn op runs (timm's p); absent, timm's 0.5. In torchvision every drawn op runs.",
)
.hard(0.0, 1.0)
.fixed()
.rare();
/// Whether more magnitude is more change.
pub const INCREASING: Param = Param::switch(
    "increasing",
    "Ops grow stronger with the magnitude (timm's inc1); off, posterize and solarize grow weaker and enhancements go from dark to bright.",
    false,
)
.rare();
/// Which ops.
pub const OPS: Param = Param::choice(
    "ops",
    "Which ops are drawn from (timm's t): fifteen alike; weights for them; three or fourteen of 3-Augment. Weighted ones are drawn without repetition.",
    &["all", "weights", "3a", "3aw"],
    "all",
)
.rare();

static META: Meta = Meta {
    name: "rand_augment",
    title: "RandAugment",
    doc: "Runs ops drawn from a list, all at one magnitude. torchvision draws from fourteen with repetition, runs every one and decides signs by a coin; timm draws from fifteen, runs each with a chance of 0.5 and may vary the magnitude. The TPU code's, Kornia's and Keras' laws are shown in Pillow's pixels, near theirs. Sources: torchvision 0.29 RandAugment, timm 1.0 rand_augment_transform, tensorflow/tpu distort_image_with_randaugment, Kornia 0.9 RandAugment, Keras 3.15 RandAugment.",
    group: "automatic",
    aliases: &["RandAugment", "RA", "randaug", "rand-m9"],
    dialects: &[Dialect::Pil, Dialect::Torch],
    params: &[
        &LAW,
        &NUM_OPS,
        &MAGNITUDE,
        &FACTOR,
        &MAGNITUDE_SD,
        &INCREASING,
        &BINS,
        &CHANCE,
        &MAGNITUDE_MAX,
        &OPS,
        &INTERPOLATION,
        &FILL,
    ],
    moves: true,
    ..Meta::BASE
};

/// timm 1.0 `_RAND_TRANSFORMS`.
pub(super) const PLAIN: &[Name] = &[
    Name::AutoContrast,
    Name::Equalize,
    Name::Invert,
    Name::Rotate,
    Name::Posterize,
    Name::Solarize,
    Name::SolarizeAdd,
    Name::Color,
    Name::Contrast,
    Name::Brightness,
    Name::Sharpness,
    Name::ShearX,
    Name::ShearY,
    Name::TranslateXRel,
    Name::TranslateYRel,
];
/// timm 1.0 `_RAND_INCREASING_TRANSFORMS`.
pub(super) const GROWING: &[Name] = &[
    Name::AutoContrast,
    Name::Equalize,
    Name::Invert,
    Name::Rotate,
    Name::PosterizeIncreasing,
    Name::SolarizeIncreasing,
    Name::SolarizeAdd,
    Name::ColorIncreasing,
    Name::ContrastIncreasing,
    Name::BrightnessIncreasing,
    Name::SharpnessIncreasing,
    Name::ShearX,
    Name::ShearY,
    Name::TranslateXRel,
    Name::TranslateYRel,
];
/// timm 1.0 `_RAND_3A`.
pub(super) const THREE: &[Name] = &[
    Name::SolarizeIncreasing,
    Name::Desaturate,
    Name::GaussianBlur,
];
/// timm 1.0 `_RAND_WEIGHTED_3A`.
pub(super) const THREE_WEIGHTED: &[(Name, f64)] = &[
    (Name::SolarizeIncreasing, 6.0),
    (Name::Desaturate, 6.0),
    (Name::GaussianBlur, 6.0),
    (Name::Rotate, 3.0),
    (Name::ShearX, 2.0),
    (Name::ShearY, 2.0),
    (Name::PosterizeIncreasing, 1.0),
    (Name::AutoContrast, 1.0),
    (Name::ColorIncreasing, 1.0),
    (Name::SharpnessIncreasing, 1.0),
    (Name::ContrastIncreasing, 1.0),
    (Name::BrightnessIncreasing, 1.0),
    (Name::Equalize, 1.0),
    (Name::Invert, 1.0),
];
/// timm 1.0 `_RAND_WEIGHTED_0`.
pub(super) const WEIGHTED: &[(Name, f64)] = &[
    (Name::Rotate, 3.0),
    (Name::ShearX, 2.0),
    (Name::ShearY, 2.0),
    (Name::TranslateXRel, 1.0),
    (Name::TranslateYRel, 1.0),
    (Name::ColorIncreasing, 0.25),
    (Name::SharpnessIncreasing, 0.25),
    (Name::AutoContrast, 0.25),
    (Name::SolarizeIncreasing, 0.05),
    (Name::SolarizeAdd, 0.05),
    (Name::ContrastIncreasing, 0.05),
    (Name::BrightnessIncreasing, 0.05),
    (Name::Equalize, 0.05),
    (Name::PosterizeIncreasing, 0.05),
    (Name::Invert, 0.05),
];

/// The greatest shift of timm's RandAugment and AutoAugment, as a share of the side.
pub(super) const SHIFT: f64 = 0.45;

/// torchvision's fourteen children of the choice, in its order.
fn fourteen(args: &Args, kit: &Kit) -> Vec<Step> {
    let m = Magnitude {
        bins: args.int(&BINS),
        at: &[args.int(&MAGNITUDE)],
    };
    let space = torchvision::Space::Plain;
    let step = |name: &torchvision::Name| torchvision::step(kit, space, *name, name.id(), &m);
    FOURTEEN.iter().map(step).collect()
}

fn timm_steps(args: &Args, kit: &Kit) -> Vec<Step> {
    let space = timm::Space {
        kit,
        level: level(args, args.num(&MAGNITUDE)),
        chance: args.maybe(&CHANCE).unwrap_or(0.5),
        shift: SHIFT,
    };
    let weighted: &[(Name, f64)] = match args.word(&OPS) {
        "weights" => WEIGHTED,
        "3aw" => THREE_WEIGHTED,
        word => {
            let names = match (word, args.on(&INCREASING)) {
                ("3a", _) => THREE,
                (_, true) => GROWING,
                (_, false) => PLAIN,
            };
            return names
                .iter()
                .map(|name| space.step(*name, name.id()))
                .collect();
        }
    };
    let step = |(name, weight): &(Name, f64)| {
        let mut step = space.step(*name, name.id());
        step.weight = *weight;
        step
    };
    weighted.iter().map(step).collect()
}

impl Op for RandAugment {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        let law = args.word(&LAW);
        let known = params(law);
        let beside = |p: &&&Param| p.name != LAW.name && p.name != NUM_OPS.name;
        let others = META.params.iter().filter(beside);
        let lacks: Vec<&Param> = others
            .copied()
            .filter(|p| known.iter().all(|k| k.name != p.name))
            .collect();
        only(args, law, &lacks)?;
        let (n, magnitude) = (args.num(&NUM_OPS), args.num(&MAGNITUDE));
        let between = |param: &Param, v: f64, low: f64, high: f64| {
            if v < low || v > high {
                return Err(Error::range(param.name, v, low, high));
            }
            Ok(())
        };
        match law {
            "timm" => match args.word(&OPS) {
                "weights" => between(&NUM_OPS, n, 0.0, WEIGHTED.len() as f64),
                "3aw" => between(&NUM_OPS, n, 0.0, THREE_WEIGHTED.len() as f64),
                _ => Ok(()),
            },
            "kornia" => {
                between(&NUM_OPS, n, 1.0, kornia::FIFTEEN.len() as f64)?;
                between(&MAGNITUDE, magnitude, 1.0, kornia::FULL - 1.0)
            }
            "torchvision" => {
                between(&MAGNITUDE, magnitude, 0.0, args.num(&BINS) - 1.0)?;
                no_bicubic(args, dialect)
            }
            _ => Ok(()),
        }
    }

    fn open(&self, args: &Args, dialect: Dialect, size: Option<Size>) -> Option<Vec<Step>> {
        let law = args.word(&LAW);
        let magnitude = args.num(&MAGNITUDE);
        let mut kit = Kit {
            dialect: Dialect::Pil,
            interpolations: interpolations(args),
            fill: fill(args),
            size,
        };
        let steps = match law {
            "timm" => timm_steps(args, &kit),
            "tpu" => {
                kit.fill = Value::Color(tpu::FILL);
                let step = |name: &tpu::Name| tpu::step(&kit, *name, magnitude);
                tpu::SIXTEEN.iter().map(step).collect()
            }
            "kornia" => {
                kit.interpolations = &["bilinear"];
                let step = |name: &&'static str| kornia::step(&kit, name, magnitude);
                kornia::FIFTEEN.iter().map(step).collect()
            }
            "keras" => {
                kit.interpolations = &["bilinear"];
                let factor = args.maybe(&FACTOR).unwrap_or(0.5);
                let step = |name: &&'static str| keras::step(&kit, name, factor);
                keras::ELEVEN.iter().map(step).collect()
            }
            _ => {
                kit.dialect = dialect;
                fourteen(args, &kit)
            }
        };
        let times = args.num(&NUM_OPS);
        // timm's weighted ops and Kornia's are drawn without repetition.
        if law == "kornia" || matches!(args.word(&OPS), "weights" | "3aw") {
            let set = Args::defaults(Node::SomeOf.params())
                .with(&compose::N, times)
                .with_value(&compose::ORDER, Value::Word("drawn"));
            return Some(vec![Step::new(What::Node(Node::SomeOf, set, steps))]);
        }
        let choice = one_of("one_of", steps.into_iter());
        let times = Law::Const(times);
        Some(vec![Step::new(Node::repeat(times, vec![choice]))])
    }

    fn near(&self, args: &Args) -> Option<&'static str> {
        match args.word(&LAW) {
            "tpu" => Some(
                "the law of the TPU code with Pillow's pixels; its contrast blends with a level that counts pixels and is no mean",
            ),
            "kornia" => {
                Some("Kornia's law with Pillow's pixels in 8 bits; Kornia scales saturation in HSV")
            }
            "keras" => Some(
                "Keras' law with Pillow's pixels; Keras fills edges by reflection, and draws the ops once for a whole batch",
            ),
            _ => None,
        }
    }
}

/// What a law has beside the number of ops.
fn params(law: &str) -> &'static [&'static Param] {
    match law {
        "timm" => &[
            &MAGNITUDE,
            &MAGNITUDE_SD,
            &INCREASING,
            &CHANCE,
            &MAGNITUDE_MAX,
            &OPS,
            &INTERPOLATION,
            &FILL,
        ],
        "tpu" | "kornia" => &[&MAGNITUDE],
        "keras" => &[&FACTOR],
        _ => &[&MAGNITUDE, &BINS, &INTERPOLATION, &FILL],
    }
}
