//! `image_compression`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::jpeg::Jpeg;
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// What storing as a JPEG leaves of a picture.
pub struct ImageCompression;

/// Quality.
pub const QUALITY: Param = Param::integer(
    "quality",
    "Quality of the JPEG; less shows blocks and smeared colours.",
)
.uniform(40.0, 95.0)
.hard(1.0, 100.0);
/// Format.
pub const TYPE: Param = Param::choice(
    "compression_type",
    "Format of the file. Lossy WebP is not supported.",
    &["jpeg"],
    "jpeg",
)
.rare();

static META: Meta = Meta {
    name: "image_compression",
    title: "JPEG compression",
    doc: "Stores the picture as a JPEG and reads it again. Sources: libjpeg-turbo 3.1 as Pillow 13, OpenCV 5.0 and torchvision 0.29 drive it, chroma at half size; albumentations 2.0.8 ImageCompression hands RGB to OpenCV as if it were BGR, which is reproduced. Its lossy WebP is not supported.",
    group: "blur",
    aliases: &[
        "ImageCompression",
        "JPEG",
        "RandomJPEG",
        "JpegCompression",
        "RandomJpegQuality",
        "jpeg_compression_distortion",
    ],
    params: &[&QUALITY, &TYPE],
    ..Meta::BASE
};

impl Op for ImageCompression {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        to.then(Family::Jpeg(Jpeg {
            quality: args.int(&QUALITY) as u8,
            swapped: to.dialect == Dialect::Cv2,
        }));
        Ok(())
    }
}
