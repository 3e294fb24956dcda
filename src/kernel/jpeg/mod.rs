//! JPEG: what is left of a picture after it was stored as a baseline JPEG and read again.
//!
//! Entropy coding loses nothing, so no file is made: the family repeats libjpeg-turbo 3.1's
//! integer arithmetic from pixels to quantised coefficients and back. Colour goes through
//! Y′CbCr with chroma halved in both directions, grey is one component.

mod dct;
mod decode;
mod encode;

use serde::{Deserialize, Serialize};

use crate::image::{Image, Size};

/// A round trip through a JPEG.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jpeg {
    /// Quality, 1 to 100.
    pub quality: u8,
    /// The red and blue channels are mistaken for each other on the way in and out.
    pub swapped: bool,
}

/// One component, padded to whole blocks.
struct Plane {
    data: Vec<u8>,
    /// Samples that belong to the picture.
    size: Size,
    /// Samples in a padded row, a multiple of 8.
    stride: usize,
}

impl Plane {
    /// An empty plane for a component of `size`.
    fn new(size: Size) -> Self {
        let stride = size.width.next_multiple_of(8) as usize;
        let height = size.height.next_multiple_of(8) as usize;
        Self {
            data: vec![0; stride * height],
            size,
            stride,
        }
    }

    fn row(&self, y: usize) -> &[u8] {
        &self.data[y * self.stride..][..self.stride]
    }

    fn row_mut(&mut self, y: usize) -> &mut [u8] {
        &mut self.data[y * self.stride..][..self.stride]
    }

    /// Fills the rows below the picture with its last.
    fn pad_below(&mut self) {
        let (last, rest) = self
            .data
            .split_at_mut(self.size.height as usize * self.stride);
        let last = &last[last.len() - self.stride..];
        rest.chunks_exact_mut(self.stride)
            .for_each(|row| row.copy_from_slice(last));
    }

    /// Every block to coefficients, quantised, and back.
    fn quantise(&mut self, table: &dct::Table) {
        for rows in self.data.chunks_exact_mut(8 * self.stride) {
            for x in (0..self.stride).step_by(8) {
                dct::round_trip(&mut rows[x..], self.stride, table);
            }
        }
    }
}

/// Runs the round trip.
#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "all families are called alike"
)]
pub fn run(p: &Jpeg, src: &Image) -> Image {
    let luminance = dct::Table::new(&dct::LUMINANCE, p.quality);
    if src.channels == 1 {
        let mut grey = encode::grey(src);
        grey.quantise(&luminance);
        return decode::grey(&grey);
    }
    let chrominance = dct::Table::new(&dct::CHROMINANCE, p.quality);
    let [mut y, mut cb, mut cr] = encode::colour(src, p.swapped);
    y.quantise(&luminance);
    cb.quantise(&chrominance);
    cr.quantise(&chrominance);
    decode::colour(&y, [&cb, &cr], p.swapped)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The crate that decodes files knows the same arithmetic from elsewhere.
    #[test]
    fn equals_a_real_file() {
        use libjpeg_turbo_rs::{PixelFormat, Subsampling, compress, decompress_to};
        let mut state = 1u32;
        for (w, h) in [
            (1, 1),
            (2, 3),
            (5, 4),
            (7, 1),
            (1, 9),
            (16, 16),
            (33, 17),
            (40, 31),
        ] {
            for channels in [1, 3] {
                let size = Size::new(w, h);
                let src = Image::from_fn(size, channels, |x, y, c| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (x * 5 + y * 3 + 40 * c as u32 + (state >> 26)) as u8
                });
                for quality in (1..=100).step_by(7) {
                    let (format, sampling) = if channels == 1 {
                        (PixelFormat::Grayscale, Subsampling::S444)
                    } else {
                        (PixelFormat::Rgb, Subsampling::S420)
                    };
                    let (w, h) = (w as usize, h as usize);
                    let file = compress(&src.data, w, h, format, quality, sampling).unwrap();
                    let back = decompress_to(&file, format).unwrap();
                    let jpeg = Jpeg {
                        quality,
                        swapped: false,
                    };
                    assert!(run(&jpeg, &src).data == back.data, "{w} × {h} at {quality}");
                }
            }
        }
    }
}
