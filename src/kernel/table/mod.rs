//! Table: every sample through a table of 256 values. The same in all dialects.

mod simd;

use serde::{Deserialize, Serialize};

use crate::image::Image;

/// 256 values, one for each level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<u8>", into = "Vec<u8>")]
pub struct Lut(pub [u8; 256]);

impl Lut {
    /// `f` of every level.
    pub fn from_fn(f: impl Fn(u8) -> u8) -> Self {
        Self(std::array::from_fn(|v| f(v as u8)))
    }

    /// Every level stays.
    pub fn identity() -> Self {
        Self::from_fn(|v| v)
    }
}

impl From<Lut> for Vec<u8> {
    fn from(lut: Lut) -> Self {
        lut.0.to_vec()
    }
}

impl TryFrom<Vec<u8>> for Lut {
    type Error = String;

    fn try_from(values: Vec<u8>) -> Result<Self, String> {
        let count = values.len();
        values
            .try_into()
            .map(Self)
            .map_err(|_| format!("a table has 256 values, not {count}"))
    }
}

/// One table for all channels, or one for each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// One, or as many as the image has channels; with none, or for channels beyond, values stay.
    pub lut: Vec<Lut>,
}

impl Table {
    /// One table for all channels.
    pub fn all(lut: Lut) -> Self {
        Self { lut: vec![lut] }
    }

    /// The table of channel `c`.
    pub fn of(&self, c: usize) -> Option<&Lut> {
        if self.lut.len() == 1 {
            self.lut.first()
        } else {
            self.lut.get(c)
        }
    }
}

/// Looks every sample up.
pub fn run(p: &Table, src: &Image) -> Image {
    simd::run(p, src)
}

/// The definition.
pub fn reference(p: &Table, src: &Image) -> Image {
    let look = |c, v: u8| p.of(c).map_or(v, |lut| lut.0[usize::from(v)]);
    Image::from_fn(src.size, src.channels, |x, y, c| {
        look(c, src.pixel(x, y)[c])
    })
}
