//! `emboss`.

use super::sharpen::mixed;
use crate::error::Result;
use crate::kernel::Dialect;
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// A relief lit from the upper left.
pub struct Emboss;

/// Share.
pub const ALPHA: Param = Param::number("alpha", "Share of the embossed picture.")
    .uniform(0.2, 0.5)
    .hard(0.0, 1.0)
    .identity(0.0);
/// Strength.
pub const STRENGTH: Param = Param::number("strength", "Strength of the relief.")
    .uniform(0.2, 0.7)
    .hard(0.0, 10.0)
    .slider(0.0, 2.0);

static META: Meta = Meta {
    name: "emboss",
    title: "Emboss",
    doc: "Turns edges into a relief lit from one corner. Source: albumentations 2.0.8 Emboss with OpenCV 5.0 filter2D.",
    group: "blur",
    aliases: &["Emboss", "relief"],
    dialects: &[Dialect::Cv2],
    params: &[&ALPHA, &STRENGTH],
    ..Meta::BASE
};

impl Op for Emboss {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let strength = args.num(&STRENGTH);
        let (s, far) = (strength as f32, (1.0 + strength) as f32);
        let effect = [-far, -s, 0.0, -s, 1.0, s, 0.0, s, far];
        to.then(Family::Stencil(mixed(args.num(&ALPHA), effect)));
        Ok(())
    }
}
