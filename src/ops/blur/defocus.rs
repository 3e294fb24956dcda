//! `defocus`.

use crate::error::Result;
use crate::image::{Raster, Size};
use crate::kernel::Dialect;
use crate::kernel::stencil::{Stencil, cv2::gaussian_single, gaussian_weights};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// A mean over a disc.
pub struct Defocus;

/// Radius.
pub const RADIUS: Param = Param::integer("radius_px", "Radius of the disc.")
    .uniform(3.0, 10.0)
    .hard(1.0, 50.0)
    .slider(1.0, 20.0)
    .unit("px");
/// Softness.
pub const ALIAS_BLUR: Param = Param::number(
    "alias_blur_px",
    "Standard deviation of the blur that softens the disc's edge; 0 takes it from the kernel.",
)
.uniform(0.1, 0.5)
.hard(0.0, 10.0)
.slider(0.0, 2.0)
.by(0.05)
.unit("px")
.rare();

static META: Meta = Meta {
    name: "defocus",
    title: "Defocus",
    doc: "Blurs by a disc, as a lens out of focus does. Source: albumentations 2.0.8 Defocus with OpenCV 5.0 filter2D, which goes through a Fourier transform here: sums half way between two levels may be rounded either way.",
    group: "blur",
    aliases: &["Defocus", "lens blur", "disc blur", "bokeh"],
    dialects: &[Dialect::Cv2],
    params: &[&RADIUS, &ALIAS_BLUR],
    ..Meta::BASE
};

/// The disc, softened by a small Gaussian.
fn disc(radius: i64, alias_blur: f64) -> Raster<f32> {
    let half = radius.max(8);
    let side = (2 * half + 1) as u32;
    let inside = |x: u32, y: u32| {
        let (x, y) = (i64::from(x) - half, i64::from(y) - half);
        f32::from(u8::from(x * x + y * y <= radius * radius))
    };
    let disc = Raster::from_fn(Size::new(side, side), 1, |x, y, _| inside(x, y));
    let area: f32 = disc.data().iter().sum();
    let disc = Raster::from_fn(disc.size(), 1, |x, y, _| disc.pixel(x, y)[0] / area);
    let kernel = if radius <= 8 { 3 } else { 5 };
    let weights: Vec<f32> = gaussian_weights(kernel, alias_blur)
        .into_iter()
        .map(|w| w as f32)
        .collect();
    gaussian_single(&disc, &weights)
}

impl Op for Defocus {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let disc = disc(args.int(&RADIUS), args.num(&ALIAS_BLUR));
        to.then(Family::Stencil(Stencil::Correlate {
            width: disc.size().width,
            weights: disc.into_data(),
        }));
        Ok(())
    }
}
