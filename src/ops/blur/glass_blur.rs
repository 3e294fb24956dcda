//! `glass_blur`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::scatter::Scatter;
use crate::kernel::stencil::Stencil;
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Pixels scattered between two blurs.
pub struct GlassBlur;

/// Standard deviation.
pub const SIGMA: Param = Param::number(
    "sigma_px",
    "Standard deviation of the blurs before and after.",
)
.value(0.7)
.hard(0.01, 40.0)
.slider(0.1, 5.0)
.by(0.1)
.unit("px");
/// Reach.
pub const DELTA: Param = Param::integer(
    "max_delta_px",
    "How far a pixel's partner lies; as much of the rim stays in place.",
)
.value(4.0)
.hard(1.0, 64.0)
.slider(1.0, 16.0)
.unit("px");
/// Rounds.
pub const ITERATIONS: Param = Param::integer("iterations", "How often pixels change places.")
    .value(2.0)
    .hard(1.0, 16.0)
    .slider(1.0, 8.0);
/// Mode.
pub const MODE: Param = Param::choice(
    "mode",
    "Whether all swaps of a round happen at once and the last written stays (fast), or one after the other (exact).",
    &["fast", "exact"],
    "fast",
)
.rare();
/// The seed.
pub const SEED: Param = Param::seed("seed", "Seed of the swaps; drawn when absent.");

static META: Meta = Meta {
    name: "glass_blur",
    title: "Glass blur",
    doc: "Lets pixels change places with others nearby between two small blurs, as seen through frosted glass. A picture not larger than twice the reach is only blurred. Source: albumentations 2.0.8 GlassBlur with OpenCV 5.0 GaussianBlur; with the same swaps the pixels are the library's.",
    group: "blur",
    aliases: &["GlassBlur", "frosted glass"],
    dialects: &[Dialect::Cv2],
    params: &[&SIGMA, &DELTA, &ITERATIONS, &MODE, &SEED],
    ..Meta::BASE
};

impl Op for GlassBlur {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let sigma = args.num(&SIGMA);
        // What OpenCV takes for 8-bit pictures without a size: three standard deviations.
        let size = (sigma * 6.0 + 1.0).round_ties_even() as u32 | 1;
        let blur = || Family::Stencil(Stencil::Cv2GaussianFixed { size, sigma });
        to.then(blur());
        to.then(Family::Scatter(Scatter {
            reach: args.int(&DELTA) as u32,
            rounds: args.int(&ITERATIONS) as u32,
            in_turn: args.word(&MODE) == "exact",
            seed: args.seed(&SEED),
        }));
        to.then(blur());
        Ok(())
    }
}
