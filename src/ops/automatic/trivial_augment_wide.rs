//! `trivial_augment_wide`.

use crate::error::Result;
use crate::image::Size;
use crate::kernel::Dialect;
use crate::ops::automatic::kit::{Kit, one_of};
use crate::ops::automatic::laws::{INTERPOLATION, fill, interpolations, no_bicubic};
use crate::ops::automatic::rand_augment::BINS;
use crate::ops::automatic::torchvision::{self, FOURTEEN, Magnitude, Name, Space};
use crate::ops::common::FILL;
use crate::ops::{Meta, Op};
use crate::param::Args;
use crate::policy::Step;

/// TrivialAugment with the wide ranges.
pub struct TrivialAugmentWide;

static META: Meta = Meta {
    name: "trivial_augment_wide",
    title: "TrivialAugment (wide)",
    doc: "Runs one op drawn from fourteen at a magnitude drawn from all. Source: torchvision 0.29 TrivialAugmentWide (Müller and Hutter, 2021).",
    group: "automatic",
    aliases: &[
        "TrivialAugmentWide",
        "TrivialAugment",
        "TA",
        "TrivialAugmentation",
    ],
    dialects: &[Dialect::Pil, Dialect::Torch],
    params: &[&BINS, &INTERPOLATION, &FILL],
    moves: true,
    ..Meta::BASE
};

impl Op for TrivialAugmentWide {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        no_bicubic(args, dialect)
    }

    fn open(&self, args: &Args, dialect: Dialect, size: Option<Size>) -> Option<Vec<Step>> {
        let kit = Kit {
            dialect,
            interpolations: interpolations(args),
            fill: fill(args),
            size,
        };
        let bins = args.int(&BINS);
        let all: Vec<i64> = (0..bins).collect();
        let m = Magnitude { bins, at: &all };
        let step = |name: &Name| torchvision::step(&kit, Space::Wide, *name, name.id(), &m);
        Some(vec![one_of("one_of", FOURTEEN.iter().map(step))])
    }
}
