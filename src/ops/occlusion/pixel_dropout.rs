//! `pixel_dropout`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::noise::{Grain, Kind};
use crate::ops::occlusion::erase;
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::{Args, Param, Value};
use crate::program::{Family, Lowering, Plane};

/// Cover single pixels.
pub struct PixelDropout;

/// Chance of a pixel.
pub const SHARE: Param = Param::number("drop_frac", "Chance of each pixel to be covered.")
    .value(0.01)
    .hard(0.0, 1.0)
    .slider(0.0, 0.5)
    .identity(0.0);
/// Whether channels drop apart.
pub const PER_CHANNEL: Param =
    Param::switch("per_channel", "Each channel is covered by itself.", false);
/// What covers a pixel.
pub const COVER: Param = Param::choice(
    "cover",
    "What covers the pixels: the fill colour, or one random colour for the whole picture.",
    &["fill", "random_colour"],
    "fill",
)
.rare();
/// Whether masks are covered.
pub const FILL_MASK: Param = Param::switch(
    "fill_mask",
    "Masks get 0 in pixels of their own, drawn with the same chance.",
    false,
)
.rare();
/// The seed.
pub const SEED: Param = Param::seed("seed", "Seed of the pixels; drawn when absent.");

static META: Meta = Meta {
    name: "pixel_dropout",
    title: "Pixel dropout",
    doc: "Covers single pixels. Boxes and keypoints stay, and masks drop other pixels than the picture, as in the library. Source: albumentations 2.0.8 PixelDropout; which pixels is augplay's own.",
    group: "occlusion",
    aliases: &["PixelDropout", "Dropout", "dead pixels", "RandomDropout"],
    dialects: &[Dialect::Cv2],
    params: &[
        &SHARE,
        &PER_CHANNEL,
        &COVER,
        &erase::FILL,
        &FILL_MASK,
        &SEED,
    ],
    moves: true,
    ..Meta::BASE
};

impl Op for PixelDropout {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let mut fixed = Fixed {
            op: cx.op,
            args: cx.constants(),
        };
        if cx.args.word(&COVER) == "random_colour" {
            // The library leaves 255 out.
            let mut stream = cx.die.stream("colour");
            let mut colour = [0; 3].map(|_: u8| stream.below(255) as u8);
            if cx.state.channels == 1 {
                colour = [colour[0]; 3];
            }
            fixed = fixed
                .with_value(&COVER, Value::Word("fill"))
                .with_value(&erase::FILL, Value::Color(colour));
        }
        Ok(Drawn::Fixed(vec![fixed]))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let seed = args.seed(&SEED);
        let (seed, colour) = match to.plane {
            Plane::Image => (seed, args.color(&erase::FILL)),
            Plane::Mask if !args.on(&FILL_MASK) => return Ok(()),
            // The library draws the mask's pixels anew.
            Plane::Mask => (!seed, [0; 3]),
            Plane::Known => (seed, [0; 3]),
            Plane::Alpha => (seed, [255; 3]),
        };
        let kind = Kind::Drop {
            share: args.num(&SHARE),
            per_channel: args.on(&PER_CHANNEL),
            colour,
        };
        to.then(Family::Grain(Grain { seed, kind }));
        Ok(())
    }
}
