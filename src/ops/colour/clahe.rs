//! `clahe`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::clahe::Clahe as Kernel;
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Contrast-limited adaptive histogram equalisation.
pub struct Clahe;

/// The limit.
pub const LIMIT: Param = Param::number(
    "clip_limit",
    "Most pixels of one level, in multiples of an even share; higher is stronger.",
)
.uniform(1.0, 4.0)
.hard(0.0, 1000.0)
.slider(1.0, 40.0)
.by(0.1);
/// Tiles across.
pub const TILES_X: Param = Param::integer("tiles_x", "Tiles across.")
    .value(8.0)
    .hard(1.0, 256.0)
    .slider(1.0, 32.0)
    .fixed()
    .rare();
/// Tiles down.
pub const TILES_Y: Param = Param::integer("tiles_y", "Tiles down.")
    .value(8.0)
    .hard(1.0, 256.0)
    .slider(1.0, 32.0)
    .fixed()
    .rare();

static META: Meta = Meta {
    name: "clahe",
    title: "CLAHE",
    doc: "Equalises the histogram of each tile with a contrast limit; colours keep their hue (L of Lab). Source: OpenCV 5.0 createCLAHE as albumentations 2.0.8 CLAHE calls it.",
    group: "colour",
    aliases: &[
        "CLAHE",
        "RandomClahe",
        "ContrastLimitedAdaptiveHistogramEqualization",
        "adaptive histogram equalization",
        "local contrast",
    ],
    dialects: &[Dialect::Cv2],
    params: &[&LIMIT, &TILES_X, &TILES_Y],
    ..Meta::BASE
};

impl Op for Clahe {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        to.then(Family::Clahe(Kernel {
            clip_limit: args.num(&LIMIT),
            tiles_x: args.int(&TILES_X) as u32,
            tiles_y: args.int(&TILES_Y) as u32,
        }));
        Ok(())
    }
}
