//! Parameters that automatic policies share.

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::ops::automatic::timm::{Level, Noise};
use crate::param::{Args, Param, Value};

/// Interpolation of warps; a random one is drawn for each op.
pub(super) const INTERPOLATION: Param = Param::choice(
    "interpolation",
    "How pixels between pixels are found; random draws bilinear or bicubic for each op, as timm does. Masks always take the nearest.",
    &["nearest", "bilinear", "bicubic", "random"],
    "nearest",
)
.rare();
/// Noise of the magnitude.
pub(super) const MAGNITUDE_SD: Param = Param::number(
    "magnitude_sd",
    "Standard deviation of each op's own magnitude (timm's mstd); above 100 it is uniform from 0 to the magnitude.",
)
.value(0.0)
.hard(0.0, 1e6)
.slider(0.0, 2.0)
.by(0.1)
.fixed()
.rare();
/// Upper end of the magnitude.
pub(super) const MAGNITUDE_MAX: Param = Param::number(
    "magnitude_max",
    "Magnitudes beyond are moved here (timm's mmax); 10 is the full range.",
)
.value(10.0)
.hard(1.0, 100.0)
.slider(1.0, 30.0)
.by(1.0)
.fixed()
.rare();

/// The words that an interpolation stands for.
pub(super) fn interpolations(args: &Args) -> &'static [&'static str] {
    match args.word(&INTERPOLATION) {
        "bilinear" => &["bilinear"],
        "bicubic" => &["bicubic"],
        "random" => &["bilinear", "bicubic"],
        _ => &["nearest"],
    }
}

/// torchvision's tensor warps know no bicubic.
pub(super) fn no_bicubic(args: &Args, dialect: Dialect) -> Result<()> {
    let word = args.word(&INTERPOLATION);
    if dialect == Dialect::Torch && interpolations(args).contains(&"bicubic") {
        return Err(
            Error::new(Code::Unsupported, "does not exist for torchvision tensors")
                .at_param(INTERPOLATION.name)
                .with_value(word),
        );
    }
    Ok(())
}

/// Refuses a parameter that a law does not have.
pub(super) fn only(args: &Args, law: &str, params: &[&Param]) -> Result<()> {
    for param in params {
        let value = args.get(param);
        if *value != param.default_value() {
            let message = format!("does not exist in the law {law}");
            return Err(Error::new(Code::Unsupported, message)
                .at_param(param.name)
                .with_value(value.to_json()));
        }
    }
    Ok(())
}

/// timm's law of a level.
pub(super) fn level(args: &Args, m: f64) -> Level {
    let sd = args.num(&MAGNITUDE_SD);
    let noise = match sd {
        0.0 => Noise::None,
        // Its draws are between 0 and the magnitude: at 0 there is nothing to draw.
        _ if sd > 100.0 && m > 0.0 => Noise::Uniform,
        _ if sd > 100.0 => Noise::None,
        _ => Noise::Normal(sd),
    };
    let top = args.num(&MAGNITUDE_MAX);
    Level { m, noise, top }
}

/// A colour parameter's value.
pub(super) fn fill(args: &Args) -> Value {
    args.get(&crate::ops::common::FILL).clone()
}
