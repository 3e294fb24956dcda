//! `random_rain`.

use crate::error::{Code, Error, Result};
use crate::image::Size;
use crate::kernel::Dialect;
use crate::kernel::weather::{Rain, Weather, drops};
use crate::ops::common::rgb_only;
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Rain.
pub struct RandomRain;

/// How far drops are blown.
pub const SLANT: Param = Param::number(
    "slant_px",
    "How far a drop goes to the right while it falls its length.",
)
.uniform(-10.0, 10.0)
.hard(-45.0, 45.0)
.slider(-20.0, 20.0)
.by(1.0)
.unit("px");
/// How long drops are.
pub const LENGTH: Param = Param::integer(
    "length_px",
    "How far a drop falls; an eighth of the picture's height when absent.",
)
.hard(1.0, 10000.0)
.slider(1.0, 200.0)
.unit("px")
.rare();
/// How wide drops are.
pub const WIDTH: Param = Param::integer("width_px", "How wide a drop is.")
    .value(1.0)
    .hard(1.0, 100.0)
    .slider(1.0, 10.0)
    .unit("px");
/// Their colour.
pub const COLOUR: Param = Param::color(
    "colour",
    "Colour added to the picture in a drop.",
    [200, 200, 200],
)
.rare();
/// Blur of the drops.
pub const BLUR: Param = Param::integer("blur_px", "Side of the square that drops are blurred by.")
    .value(7.0)
    .hard(1.0, 101.0)
    .slider(1.0, 31.0)
    .unit("px");
/// Darkness.
pub const BRIGHTNESS: Param =
    Param::number("brightness", "Factor of all levels: rainy days are dark.")
        .value(0.7)
        .hard(0.01, 1.0)
        .slider(0.1, 1.0);
/// How many drops.
pub const KIND: Param = Param::choice(
    "kind",
    "How many drops: a third of the picture's rows, a quarter (drizzle), as many (heavy), or twice (torrential).",
    &["default", "drizzle", "heavy", "torrential"],
    "default",
);
/// Seed of the drops.
pub const SEED: Param = Param::seed("seed", "Seed of the drops' places; drawn when absent.");
/// Given drops.
pub const DROPS: Param = Param::numbers(
    "drops",
    "Where drops start instead of scattered ones: x and y in turn, in px.",
    4,
    100_000,
)
.hard(-1e6, 1e6)
.rare();

static META: Meta = Meta {
    name: "random_rain",
    title: "Rain",
    doc: "Lets it rain: adds blurred drops to a darkened picture. Source: albumentations 2.0.8 RandomRain; drops are scattered by augplay's own seed in the library's law.",
    group: "weather",
    aliases: &["RandomRain", "Rain", "RainDrops", "drizzle"],
    dialects: &[Dialect::Cv2],
    params: &[
        &KIND,
        &SLANT,
        &BRIGHTNESS,
        &BLUR,
        &WIDTH,
        &LENGTH,
        &COLOUR,
        &SEED,
        &DROPS,
    ],
    ..Meta::BASE
};

/// The most drops a picture may get.
const MOST: usize = 1_000_000;

/// Where drops start.
fn scattered(args: &Args, size: Size, length: i64) -> Result<Vec<[i64; 2]>> {
    let given = args.numbers(&DROPS).as_chunks::<2>().0;
    if !given.is_empty() {
        return Ok(given.iter().map(|d| d.map(|v| v as i64)).collect());
    }
    let rows = size.height as usize;
    let count = match args.word(&KIND) {
        "drizzle" => rows / 4,
        "heavy" => rows,
        "torrential" => 2 * rows,
        _ => rows / 3,
    };
    if count > MOST {
        let why = format!("would scatter {count} drops; the limit is {MOST}");
        return Err(Error::new(Code::Limit, why).at_param(KIND.name));
    }
    if count > 0 && length >= i64::from(size.height) {
        let why = "is no shorter than the picture is high";
        return Err(Error::new(Code::Range, why)
            .at_param(LENGTH.name)
            .with_value(length));
    }
    Ok(drops(size, count, length, args.seed(&SEED)))
}

impl Op for RandomRain {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        if args.numbers(&DROPS).len().is_multiple_of(2) {
            return Ok(());
        }
        Err(Error::new(Code::Range, "must have two numbers a drop").at_param(DROPS.name))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        rgb_only(to)?;
        let size = to.state.size;
        let own = i64::from(size.height / 8).max(1);
        let length = args.maybe(&LENGTH).map_or(own, |v| v as i64);
        let rain = Rain {
            drops: scattered(args, size, length)?,
            fall: [args.num(&SLANT), length as f64],
            width: args.int(&WIDTH) as u32,
            colour: args.color(&COLOUR),
            blur: args.int(&BLUR) as u32,
            brightness: args.num(&BRIGHTNESS),
        };
        to.then(Family::Weather(Weather::Rain(rain)));
        Ok(())
    }
}
