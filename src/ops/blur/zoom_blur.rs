//! `zoom_blur`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::zoom_blur::ZoomBlur as Zoom;
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// A mean of enlarged centres.
pub struct ZoomBlur;

/// Greatest factor.
pub const MOST: Param = Param::number("max_factor", "The greatest enlargement.")
    .uniform(1.0, 1.31)
    .hard(1.0, 4.0)
    .slider(1.0, 2.0);
/// Step.
pub const STEP: Param = Param::number("step_factor", "From one enlargement to the next.")
    .uniform(0.01, 0.03)
    .hard(0.005, 1.0)
    .slider(0.005, 0.1)
    .by(0.005)
    .rare();

static META: Meta = Meta {
    name: "zoom_blur",
    title: "Zoom blur",
    doc: "Averages the picture with its centre enlarged more and more, as a lens zoomed during the exposure does. Source: albumentations 2.0.8 ZoomBlur with OpenCV 5.0 resize in single precision.",
    group: "blur",
    aliases: &["ZoomBlur", "radial blur"],
    dialects: &[Dialect::Cv2],
    params: &[&MOST, &STEP],
    ..Meta::BASE
};

impl Op for ZoomBlur {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let step = args.num(&STEP);
        to.then(Family::ZoomBlur(Zoom {
            most: args.num(&MOST).max(1.0 + step),
            step,
        }));
        Ok(())
    }
}
