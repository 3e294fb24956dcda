//! `random_gravel`.

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::kernel::weather::{Weather, stones};
use crate::ops::common::rgb_only;
use crate::ops::weather::region::{self, ROAD};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Gravel.
pub struct RandomGravel;

/// How many patches.
pub const PATCHES: Param = Param::integer("patches", "How many patches of gravel.")
    .value(2.0)
    .hard(1.0, 1000.0)
    .slider(1.0, 20.0)
    .fixed();
/// Seed of the stones.
pub const SEED: Param = Param::seed("seed", "Seed of the stones; drawn when absent.");
/// Given stones.
pub const STONES: Param = Param::numbers(
    "stones",
    "Stones instead of scattered ones: left, top, right and bottom edge in px, and lightness, in turn.",
    5,
    50_000,
)
.hard(-1e6, 1e6)
.rare();

static META: Meta = Meta {
    name: "random_gravel",
    title: "Gravel",
    doc: "Strews gravel: small squares of drawn lightness, in patches. Source: albumentations 2.0.8 RandomGravel; stones are scattered by augplay's own seed in the library's law.",
    group: "weather",
    aliases: &["RandomGravel", "Gravel", "stones", "grit"],
    dialects: &[Dialect::Cv2],
    params: &[
        &PATCHES, &ROAD[0], &ROAD[1], &ROAD[2], &ROAD[3], &SEED, &STONES,
    ],
    ..Meta::BASE
};

/// The most stones a picture may get.
const MOST: usize = 1_000_000;

impl Op for RandomGravel {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        let (stones, rest) = args.numbers(&STONES).as_chunks::<5>();
        let why = if !rest.is_empty() {
            "must have five numbers a stone"
        } else if stones.iter().any(|s| !(0.0..=255.0).contains(&s[4])) {
            "has a lightness outside 0 to 255"
        } else {
            return region::check(args);
        };
        Err(Error::new(Code::Range, why).at_param(STONES.name))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        rgb_only(to)?;
        let given = args.numbers(&STONES).as_chunks::<5>().0;
        let stones = if given.is_empty() {
            let size = to.state.size;
            let sides = [size.width, size.height, size.width, size.height];
            let edge = |i: usize| (args.num(&ROAD[i]) * f64::from(sides[i])) as i64;
            let region = [0, 1, 2, 3].map(edge);
            let patches = args.int(&PATCHES) as u32;
            stones(size, region, patches, args.seed(&SEED), MOST).ok_or_else(|| {
                let why = format!("would strew more than {MOST} stones");
                Error::new(Code::Limit, why).at_param(PATCHES.name)
            })?
        } else {
            given.iter().map(|s| s.map(|v| v as i64)).collect()
        };
        to.then(Family::Weather(Weather::Gravel { stones }));
        Ok(())
    }
}
