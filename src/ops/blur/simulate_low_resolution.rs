//! `simulate_low_resolution`.

use crate::error::Result;
use crate::image::Size;
use crate::kernel::resize::Resize;
use crate::kernel::{Dialect, Filter};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// A low resolution, interpolated.
pub struct SimulateLowResolution;

/// Scale.
pub const ZOOM: Param = Param::number("zoom", "Size in between, as a share of the picture's.")
    .uniform(0.5, 1.0)
    .hard(0.01, 1.0)
    .slider(0.1, 1.0)
    .identity(1.0);

static META: Meta = Meta {
    name: "simulate_low_resolution",
    title: "Simulate low resolution",
    doc: "Shrinks by the nearest pixel and enlarges bilinearly, as a coarser scanner would see it. Source: MONAI 1.6 RandSimulateLowResolution in two dimensions, its float result rounded to levels.",
    group: "blur",
    aliases: &[
        "RandSimulateLowResolution",
        "RandSimulateLowResolutiond",
        "SimulateLowResolution",
    ],
    dialects: &[Dialect::Torch],
    params: &[&ZOOM],
    library: Some("MONAI 1.6"),
    ..Meta::BASE
};

impl Op for SimulateLowResolution {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let (zoom, size) = (args.num(&ZOOM), to.state.size);
        let shrunk = |len: u32| (f64::from(len) * zoom).round_ties_even().max(1.0) as u32;
        let small = Size::new(shrunk(size.width), shrunk(size.height));
        for (size, filter) in [(small, Filter::Nearest), (size, Filter::Bilinear)] {
            to.then(Family::Resize(Resize {
                size,
                filter,
                antialias: false,
                dialect: Dialect::Torch,
                factor: None,
                single: true,
            }));
        }
        Ok(())
    }
}
