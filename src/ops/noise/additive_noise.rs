//! `additive_noise`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::noise::{Grain, Kind, Spread, added, whole};
use crate::kernel::table::{Lut, Table};
use crate::ops::common::ordered;
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::{Args, Param, Value};
use crate::program::{Family, Lowering};

/// Noise of several laws, added.
pub struct AdditiveNoise;

/// The law.
pub const LAW: Param = Param::choice(
    "law",
    "The law of the noise.",
    &["uniform", "gaussian", "laplace", "beta"],
    "uniform",
);
/// What shares a value.
pub const SPATIAL: Param = Param::choice(
    "spatial",
    "One value a channel for the whole picture, one for each sample, or one a pixel for all channels.",
    &["constant", "per_pixel", "shared"],
    "constant",
);

const fn share(name: &'static str, doc: &'static str) -> Param {
    Param::number(name, doc).hard(-1.0, 1.0).slider(-0.5, 0.5)
}

/// Least value.
pub const LOW: Param = share(
    "low_frac",
    "Uniform law: least value, as a share of the full range.",
)
.value(-0.1);
/// Greatest value.
pub const HIGH: Param = share(
    "high_frac",
    "Uniform law: greatest value, as a share of the full range.",
)
.value(0.1);
/// Mean.
pub const MEAN: Param = share(
    "mean_frac",
    "Gaussian and Laplace law: mean, as a share of the full range.",
)
.value(0.0)
.rare();
/// Standard deviation.
pub const SD: Param = Param::number(
    "sd_frac",
    "Gaussian law: standard deviation; Laplace law: its scale; shares of the full range.",
)
.uniform(0.05, 0.15)
.hard(0.0, 1.0)
.slider(0.0, 0.5);

const fn exponent(name: &'static str, doc: &'static str) -> Param {
    Param::number(name, doc)
        .uniform(0.5, 1.5)
        .hard(0.01, 100.0)
        .slider(0.1, 5.0)
        .rare()
}

/// First exponent.
pub const ALPHA: Param = exponent("alpha", "Beta law: first exponent.");
/// Second exponent.
pub const BETA: Param = exponent("beta", "Beta law: second exponent.");
/// Half the width.
pub const SCALE: Param = Param::number(
    "scale_frac",
    "Beta law: values lie between plus and minus this share of the full range.",
)
.uniform(0.1, 0.3)
.hard(0.0, 1.0)
.rare();
/// The drawn values.
pub const OFFSETS: Param = Param::numbers(
    "offsets_frac",
    "The values themselves, one or one a channel, when spatial is constant; drawn when absent.",
    1,
    3,
)
.hard(-1000.0, 1000.0)
.rare();
/// The seed.
pub const SEED: Param = Param::seed("seed", "Seed of the noise; drawn when absent.");

static META: Meta = Meta {
    name: "additive_noise",
    title: "Additive noise",
    doc: "Adds noise of a chosen law to the whole picture, every sample or every pixel. Source: albumentations 2.0.8 AdditiveNoise with approximation 1; with the same noise the pixels are the library's, the noise of single pixels is augplay's own.",
    group: "noise",
    aliases: &[
        "AdditiveNoise",
        "AdditiveLaplaceNoise",
        "AddElementwise",
        "uniform noise",
    ],
    dialects: &[Dialect::Cv2],
    params: &[
        &LAW, &SPATIAL, &LOW, &HIGH, &MEAN, &SD, &ALPHA, &BETA, &SCALE, &OFFSETS, &SEED,
    ],
    ..Meta::BASE
};

fn spread(args: &Args) -> Spread {
    let n = |p| args.num(p);
    match args.word(&LAW) {
        "gaussian" => Spread::Normal {
            mean: n(&MEAN),
            sd: n(&SD),
        },
        "laplace" => Spread::Laplace {
            mean: n(&MEAN),
            scale: n(&SD),
        },
        "beta" => Spread::Beta {
            alpha: n(&ALPHA),
            beta: n(&BETA),
            scale: n(&SCALE),
        },
        _ => Spread::Uniform {
            low: n(&LOW),
            high: n(&HIGH),
        },
    }
}

impl Op for AdditiveNoise {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        ordered(args, &LOW, &HIGH)
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let mut args = cx.constants();
        if args.word(&SPATIAL) == "constant" && args.numbers(&OFFSETS).is_empty() {
            let law = spread(&args);
            let value = |c| law.quantile(cx.die.uniform(&format!("offsets.{c}")));
            let values = (0..cx.state.channels).map(value).collect();
            args.set(&OFFSETS, Value::Numbers(values));
        }
        Ok(Drawn::Fixed(vec![Fixed { op: cx.op, args }]))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        if args.word(&SPATIAL) == "constant" {
            let lut = |value: &f64| Lut::from_fn(|v| added(v, whole(value * 255.0)));
            let lut: Vec<Lut> = args.numbers(&OFFSETS).iter().map(lut).collect();
            to.then(Family::Table(Table { lut }));
            return Ok(());
        }
        let kind = Kind::Offset {
            spread: spread(args),
            per_channel: args.word(&SPATIAL) == "per_pixel",
        };
        let seed = args.seed(&SEED);
        to.then(Family::Grain(Grain { seed, kind }));
        Ok(())
    }
}
