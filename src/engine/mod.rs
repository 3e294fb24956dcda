//! Engines run Programs.

pub mod cpu;
#[cfg(feature = "gpu")]
pub mod gpu;

use crate::error::{Code, Error, Result};
use crate::image::{Image, Mask, Raster};
use crate::kernel::reduce::Stats;
use crate::kernel::table::Table;

/// A typed value of a Program.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A picture, alpha plane or plane of known pixels.
    U8(Image),
    /// A mask.
    U16(Mask),
    /// Levels between the passes of one op, or a displacement map (2 channels).
    F32(Raster<f32>),
    /// Statistics of a picture.
    Stats(Stats),
    /// A table of levels.
    Table(Table),
}

impl Value {
    /// The picture.
    pub fn image(self) -> Result<Image> {
        match self {
            Value::U8(image) => Ok(image),
            _ => Err(wrong()),
        }
    }

    /// The mask.
    pub fn mask(self) -> Result<Mask> {
        match self {
            Value::U16(mask) => Ok(mask),
            _ => Err(wrong()),
        }
    }
}

pub(crate) fn wrong() -> Error {
    Error::new(Code::Internal, "a pass met a value of another type")
}
