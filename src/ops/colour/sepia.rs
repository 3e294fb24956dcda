//! `sepia`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::matrix::{Matrix, Rounding};
use crate::ops::{Meta, Op};
use crate::param::Args;
use crate::program::{Family, Lowering};

/// The brown of old photographs.
pub struct Sepia;

static META: Meta = Meta {
    name: "sepia",
    title: "Sepia",
    doc: "Gives a picture the brown of old photographs; a grey picture stays. Source: albumentations 2.0.8 ToSepia.",
    group: "colour",
    aliases: &["ToSepia", "RandomSepia", "vintage"],
    dialects: &[Dialect::Cv2],
    ..Meta::BASE
};

/// 0.393 0.769 0.189, 0.349 0.686 0.168, 0.272 0.534 0.131 in OpenCV's 10-bit fixed point.
const ROWS: [[f32; 3]; 3] = [
    [402.0, 787.0, 194.0],
    [357.0, 702.0, 172.0],
    [279.0, 547.0, 134.0],
];

impl Op for Sepia {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, _args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        if to.grey() {
            return Ok(());
        }
        // Exact in single precision: no sum has more than 20 bits.
        let rows = ROWS.map(|[r, g, b]| [r / 1024.0, g / 1024.0, b / 1024.0, 0.0]);
        let rounding = Rounding::HalfUp;
        to.then(Family::Matrix(Matrix { rows, rounding }));
        Ok(())
    }
}
