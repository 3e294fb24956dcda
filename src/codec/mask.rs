//! Label masks: the numbers in a file as they stand, never as colours.

use std::io::Cursor;

use png::{ColorType, Decoder, Limits, Transformations};

use crate::error::{Code, Error, Result};
use crate::image::{Mask, Raster, Size};

use super::png::{METADATA_BYTES, check_length, report};
use super::raw::{Limit, buffer, row_bytes, unpack_row};
use super::{Format, sniff};

/// The label ids of a PNG: grey values of 1 to 16 bits as stored, or the indices of a palette.
///
/// # Errors
/// [`Code::Unsupported`] for other files and for pictures with colours or opacity, [`Code::Decode`] for a broken one,
/// [`Code::Limit`] beyond `max_pixels`.
pub fn decode_mask(bytes: &[u8], max_pixels: usize) -> Result<Mask> {
    let format = sniff(bytes)?;
    if format != Format::Png {
        let message = format!("a label mask must be a PNG, not a {}", format.name());
        return Err(Error::new(Code::Unsupported, message));
    }
    let limits = Limits {
        bytes: METADATA_BYTES,
    };
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(Transformations::IDENTITY);
    let mut reader = decoder.read_info().map_err(|e| report(&e))?;
    let info = reader.info();
    let (size, color, bits) = (
        Size::new(info.width, info.height),
        info.color_type,
        info.bit_depth as usize,
    );
    Limit { pixels: max_pixels }.check(Format::Png, size)?;
    if !matches!(color, ColorType::Grayscale | ColorType::Indexed) {
        return Err(Error::new(
            Code::Unsupported,
            "a label mask needs one number a pixel (grey or a palette); this PNG has colours or opacity",
        ));
    }
    check_length(info, bytes)?;
    let len = reader
        .output_buffer_size()
        .ok_or_else(|| super::raw::broken(Format::Png, "its size overflows"))?;
    let mut data = buffer(Format::Png, len)?;
    reader.next_frame(&mut data).map_err(|e| report(&e))?;
    let mut ids = Vec::with_capacity(size.area());
    if bits == 16 {
        ids.extend(
            data.chunks_exact(2)
                .map(|b| u16::from_be_bytes([b[0], b[1]])),
        );
    } else {
        let mut row = vec![0; size.width as usize];
        for packed in data.chunks_exact(row_bytes(size.width, bits)) {
            unpack_row(packed, bits, &mut row);
            ids.extend(row.iter().map(|&id| u16::from(id)));
        }
    }
    Raster::new(size, 1, ids)
}

#[cfg(test)]
mod tests {
    use png::{BitDepth, Encoder};

    use super::*;
    use crate::codec::{DEFAULT_MAX_PIXELS, encode_mask_png, encode_png};

    fn written(color: ColorType, depth: BitDepth, width: u32, data: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut encoder = Encoder::new(&mut out, width, 2);
        encoder.set_color(color);
        encoder.set_depth(depth);
        if color == ColorType::Indexed {
            encoder.set_palette(vec![9; 3 * 256]);
        }
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(data).unwrap();
        writer.finish().unwrap();
        out
    }

    #[test]
    fn numbers_are_ids() {
        use {BitDepth as D, ColorType as C};
        for (color, depth, width, data, want) in [
            (
                C::Grayscale,
                D::Eight,
                2,
                &[0, 7, 200, 255][..],
                vec![0, 7, 200, 255],
            ),
            (
                C::Indexed,
                D::Eight,
                2,
                &[0, 1, 21, 255],
                vec![0, 1, 21, 255],
            ),
            (
                C::Indexed,
                D::Four,
                3,
                &[0x12, 0x30, 0xf0, 0x10],
                vec![1, 2, 3, 15, 0, 1],
            ),
            (
                C::Grayscale,
                D::One,
                3,
                &[0b1010_0000, 0b0110_0000],
                vec![1, 0, 1, 0, 1, 1],
            ),
            (
                C::Grayscale,
                D::Sixteen,
                1,
                &[1, 0, 255, 255],
                vec![256, 65535],
            ),
        ] {
            let file = written(color, depth, width, data);
            assert_eq!(
                decode_mask(&file, 100).unwrap().data(),
                want,
                "{color:?} {depth:?}"
            );
        }
    }

    #[test]
    fn masks_come_back() {
        for most in [255u32, 65535] {
            let mask = Raster::from_fn(Size::new(9, 5), 1, |x, y, _| {
                (x * y * 3001 % (most + 1)) as u16
            });
            let file = encode_mask_png(&mask).unwrap();
            assert_eq!(decode_mask(&file, DEFAULT_MAX_PIXELS).unwrap(), mask);
        }
    }

    #[test]
    fn colours_are_refused() {
        let image = Raster::filled(Size::new(4, 4), 3, 1);
        let e = decode_mask(&encode_png(&image, None).unwrap(), 100).unwrap_err();
        assert_eq!(e.code, Code::Unsupported);
        let mask = encode_mask_png(&Raster::filled(Size::new(4, 4), 1, 1)).unwrap();
        assert_eq!(decode_mask(&mask, 15).unwrap_err().code, Code::Limit);
        assert_eq!(
            decode_mask(&mask[..mask.len() - 20], 100).unwrap_err().code,
            Code::Decode
        );
        assert_eq!(
            decode_mask(b"GIF89a", 100).unwrap_err().code,
            Code::Unsupported
        );
    }
}
