//! `grayscale`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::color::{Color, GreyBy, What};
use crate::kernel::principal::Principal;
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Take the colour away.
pub struct Grayscale;

/// What grey is made of.
pub const METHOD: Param = Param::choice(
    "method",
    "What grey is made of: luma, L of Lab, half of the extremes, the mean, the greatest channel, or the longest axis of the picture's colours.",
    &[
        "weighted_average",
        "from_lab",
        "desaturation",
        "average",
        "max",
        "pca",
    ],
    "weighted_average",
)
.only(&[Dialect::Cv2])
.rare();

static META: Meta = Meta {
    name: "grayscale",
    title: "Greyscale",
    doc: "Takes the colour away; the picture keeps its three channels, and a grey picture stays. Sources: torchvision 0.29 rgb_to_grayscale on PIL images and tensors, albumentations 2.0.8 ToGray.",
    group: "colour",
    aliases: &[
        "ToGray",
        "Grayscale",
        "RandomGrayscale",
        "Gray",
        "rgb_to_grayscale",
        "black and white",
        "monochrome",
    ],
    params: &[&METHOD],
    ..Meta::BASE
};

impl Op for Grayscale {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        if to.grey() {
            return Ok(());
        }
        let dialect = to.dialect;
        let by = match args.word(&METHOD) {
            "from_lab" => GreyBy::Lightness,
            "desaturation" => GreyBy::Middle,
            "average" => GreyBy::Average,
            "max" => GreyBy::Greatest,
            "pca" if dialect == Dialect::Cv2 => {
                to.then(Family::Principal(Principal::Grey));
                return Ok(());
            }
            _ => GreyBy::Luma,
        };
        let what = What::Desaturate(by);
        to.then(Family::Color(Color { what, dialect }));
        Ok(())
    }
}
