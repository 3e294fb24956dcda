//! `auto_augment`.

use crate::error::Result;
use crate::image::Size;
use crate::kernel::Dialect;
use crate::ops::automatic::kit::{Kit, one_of, sequence};
use crate::ops::automatic::laws::{
    INTERPOLATION, MAGNITUDE_SD, fill, interpolations, level, no_bicubic, only,
};
use crate::ops::automatic::rand_augment::SHIFT;
use crate::ops::automatic::tables::{self, Table};
use crate::ops::automatic::timm;
use crate::ops::automatic::torchvision::{self, Magnitude, Space};
use crate::ops::common::FILL;
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::policy::Step;

/// AutoAugment: one of 25 learned pairs of ops.
pub struct AutoAugment;

/// Which policy.
pub const POLICY: Param = Param::choice(
    "policy",
    "Which learned policy: torchvision's imagenet, cifar10 or svhn; timm's original, v0 (both also with research posterize: originalr, v0r) or 3a, which is 3-Augment.",
    &[
        "imagenet",
        "cifar10",
        "svhn",
        "original",
        "originalr",
        "v0",
        "v0r",
        "3a",
    ],
    "imagenet",
);

static META: Meta = Meta {
    name: "auto_augment",
    title: "AutoAugment",
    doc: "Draws one of 25 pairs of ops; each op of the pair runs with a chance and at a magnitude of its own. Sources: torchvision 0.29 AutoAugment, timm 1.0 auto_augment_transform (Cubuk et al., 2019).",
    group: "automatic",
    aliases: &["AutoAugment", "AA", "AugmentationPolicy"],
    dialects: &[Dialect::Pil, Dialect::Torch],
    params: &[&POLICY, &MAGNITUDE_SD, &INTERPOLATION, &FILL],
    moves: true,
    ..Meta::BASE
};

/// Bins of torchvision's magnitudes.
const BINS: i64 = 10;

/// One of the pairs, each op made by `step` from name, chance, bin and id.
fn pairs<N: Copy>(table: &Table<N>, step: impl Fn(N, f64, i64, &str) -> Step) -> Vec<Step> {
    let one = |(i, pair): (usize, &[(N, f64, i64); 2])| {
        let id = format!("pair_{}", i + 1);
        let ops = pair.iter().enumerate();
        let steps =
            ops.map(|(k, (name, p, bin))| step(*name, *p, *bin, &format!("{id}.{}", k + 1)));
        sequence(&id, steps.collect())
    };
    vec![one_of("one_of", table.iter().enumerate().map(one))]
}

fn by_timm(args: &Args) -> Option<(&'static Table<timm::Name>, bool)> {
    match args.word(&POLICY) {
        "original" => Some((tables::timm::ORIGINAL, false)),
        "originalr" => Some((tables::timm::ORIGINAL, true)),
        "v0" => Some((tables::timm::V0, false)),
        "v0r" => Some((tables::timm::V0, true)),
        _ => None,
    }
}

impl Op for AutoAugment {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        if by_timm(args).is_some() || args.word(&POLICY) == "3a" {
            return Ok(());
        }
        only(args, "torchvision", &[&MAGNITUDE_SD])?;
        no_bicubic(args, dialect)
    }

    fn open(&self, args: &Args, dialect: Dialect, size: Option<Size>) -> Option<Vec<Step>> {
        use crate::ops::automatic::timm::Name;
        let word = args.word(&POLICY);
        let torchvision_table = match word {
            "imagenet" => Some(tables::torchvision::IMAGENET),
            "cifar10" => Some(tables::torchvision::CIFAR10),
            "svhn" => Some(tables::torchvision::SVHN),
            _ => None,
        };
        let own = torchvision_table.is_some();
        let kit = Kit {
            dialect: if own { dialect } else { Dialect::Pil },
            interpolations: interpolations(args),
            fill: fill(args),
            size,
        };
        if let Some(table) = torchvision_table {
            return Some(pairs(table, |name, p, bin, id| {
                let m = Magnitude {
                    bins: BINS,
                    at: &[bin],
                };
                let mut step = torchvision::step(&kit, Space::Plain, name, id, &m);
                step.p = p;
                step
            }));
        }
        let step = |name: Name, p: f64, m: i64, id: &str| {
            let space = timm::Space {
                kit: &kit,
                level: level(args, m as f64),
                chance: p,
                shift: SHIFT,
            };
            space.step(name, id)
        };
        if let Some((table, research)) = by_timm(args) {
            return Some(pairs(table, |name, p, m, id| match name {
                Name::Posterize | Name::PosterizeOriginal if research => {
                    step(Name::PosterizeIncreasing, p, m, id)
                }
                _ => step(name, p, m, id),
            }));
        }
        // timm 1.0 `auto_augment_policy_3a`.
        let three = [
            (Name::Solarize, 5),
            (Name::Desaturate, 10),
            (Name::GaussianBlurRand, 10),
        ];
        let steps = three
            .into_iter()
            .map(|(name, m)| step(name, 1.0, m, name.id()));
        Some(vec![one_of("one_of", steps)])
    }
}
