//! Rasters: rows of interleaved samples, the one pixel container.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::{Code, Error, Result};

/// Width and height in pixels; both at least 1 in every raster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Size {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl Size {
    /// A size of `width` × `height`.
    pub const fn new(width: u32, height: u32) -> Self {
        Self { width, height }
    }

    /// Number of pixels.
    pub const fn area(self) -> usize {
        self.width as usize * self.height as usize
    }
}

/// The most pixels a raster may have, everywhere in augplay (2²⁸, a 16 384 × 16 384 square).
pub const MAX_PIXELS: usize = 1 << 28;

/// A `height` × `width` × `channels` array, rows from top to bottom, channels interleaved.
#[derive(Clone, Debug, PartialEq)]
pub struct Raster<T> {
    /// Width and height.
    pub(crate) size: Size,
    /// Samples per pixel.
    pub(crate) channels: usize,
    /// `size.area() * channels` samples.
    pub(crate) data: Vec<T>,
}

/// 8-bit grey (1 channel) or RGB (3 channels), sRGB-encoded values used as they are.
pub type Image = Raster<u8>;
/// One channel of label ids.
pub type Mask = Raster<u16>;

impl<T: Copy> Raster<T> {
    /// A raster over existing samples.
    ///
    /// # Errors
    /// If a side is 0, the pixels are beyond [`MAX_PIXELS`] or `data` has another length.
    pub fn new(size: Size, channels: usize, data: Vec<T>) -> Result<Self> {
        check_size(size)?;
        if data.len() != size.area() * channels {
            return Err(Error::new(
                Code::Type,
                format!(
                    "{} samples cannot fill {} × {} × {channels}",
                    data.len(),
                    size.width,
                    size.height
                ),
            ));
        }
        Ok(Self {
            size,
            channels,
            data,
        })
    }

    /// A raster of one value.
    pub fn filled(size: Size, channels: usize, value: T) -> Self {
        Self {
            size,
            channels,
            data: vec![value; size.area() * channels],
        }
    }

    /// A raster whose pixels are `f(x, y, channel)`.
    pub fn from_fn(size: Size, channels: usize, mut f: impl FnMut(u32, u32, usize) -> T) -> Self {
        let mut data = Vec::with_capacity(size.area() * channels);
        for y in 0..size.height {
            for x in 0..size.width {
                for c in 0..channels {
                    data.push(f(x, y, c));
                }
            }
        }
        Self {
            size,
            channels,
            data,
        }
    }

    /// Width and height.
    pub fn size(&self) -> Size {
        self.size
    }

    /// Samples per pixel.
    pub fn channels(&self) -> usize {
        self.channels
    }

    /// All samples, row by row.
    pub fn data(&self) -> &[T] {
        &self.data
    }

    /// All samples, taken out.
    pub fn into_data(self) -> Vec<T> {
        self.data
    }

    /// Row `y`.
    pub fn row(&self, y: u32) -> &[T] {
        let stride = self.size.width as usize * self.channels;
        &self.data[y as usize * stride..][..stride]
    }

    /// The samples of pixel (`x`, `y`).
    pub fn pixel(&self, x: u32, y: u32) -> &[T] {
        let at = (y as usize * self.size.width as usize + x as usize) * self.channels;
        &self.data[at..at + self.channels]
    }
}

/// Refuses empty sizes and sizes beyond [`MAX_PIXELS`].
pub fn check_size(size: Size) -> Result<()> {
    if size.width == 0 || size.height == 0 {
        return Err(Error::new(
            Code::Range,
            format!("an image of {} × {} has no pixels", size.width, size.height),
        ));
    }
    if size.width as u64 * size.height as u64 > MAX_PIXELS as u64 {
        return Err(Error::new(
            Code::Limit,
            format!(
                "an image of {} × {} is beyond the limit of {MAX_PIXELS} pixels",
                size.width, size.height
            ),
        ));
    }
    Ok(())
}

/// The sample key of a file: the SHA-256 of its bytes, 64 lower-case hex digits. Dice are keyed by it
/// unless the caller names the sample.
pub fn key_of(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let hash = Sha256::digest(bytes);
    hash.iter()
        .flat_map(|b| [b >> 4, b & 15])
        .map(|d| char::from(DIGITS[usize::from(d)]))
        .collect()
}
