//! PNG: every colour type and bit depth, interlaced or not; of an animation, the image Pillow opens.

use std::io::Cursor;

use png::{BitDepth, ColorType, Decoder, DecodingError, Limits, Reader, Transformations};

use crate::error::{Code, Error, Result};
use crate::image::Size;

use super::raw::{Head, Limit, Narrow, Raw, Samples, broken, buffer, truncated};
use super::{Format, exif};

/// What chunks other than pixels may take in memory.
pub(super) const METADATA_BYTES: usize = 16 << 20;
/// The most a deflate stream can expand.
const DEFLATE_RATIO: usize = 1032;

fn open(bytes: &[u8]) -> Result<Reader<Cursor<&[u8]>>> {
    let mut decoder = Decoder::new_with_limits(
        Cursor::new(bytes),
        Limits {
            bytes: METADATA_BYTES,
        },
    );
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(Transformations::EXPAND);
    decoder.read_info().map_err(|e| report(&e))
}

fn head(reader: &Reader<Cursor<&[u8]>>) -> Head {
    let info = reader.info();
    Head {
        size: Size::new(info.width, info.height),
        channels: match info.color_type {
            ColorType::Indexed => 3,
            other => other.samples() as u8,
        } + u8::from(info.trns.is_some()),
        bits: info.bit_depth as u8,
        orientation: info.exif_metadata.as_deref().map_or(1, exif::orientation),
        animated: info.animation_control.is_some_and(|a| a.num_frames > 1),
    }
}

pub(super) fn probe(bytes: &[u8]) -> Result<Head> {
    Ok(head(&open(bytes)?))
}

pub(super) fn decode(bytes: &[u8], limit: Limit) -> Result<Raw> {
    let mut reader = open(bytes)?;
    let head = head(&reader);
    limit.check(Format::Png, head.size)?;
    check_length(reader.info(), bytes)?;
    let len = reader
        .output_buffer_size()
        .ok_or_else(|| broken(Format::Png, "its size overflows"))?;
    let mut data = buffer(Format::Png, len)?;
    let out = reader.next_frame(&mut data).map_err(|e| report(&e))?;
    data.truncate(out.buffer_size());
    let (samples, alpha) = split(out.color_type, out.bit_depth, data)?;
    Ok(Raw {
        head,
        samples,
        alpha,
        notes: Vec::new(),
    })
}

/// A stream too short to hold the rows cannot hold them; says so before their memory is asked for.
pub(super) fn check_length(info: &png::Info<'_>, bytes: &[u8]) -> Result<()> {
    let packed = info.raw_bytes().saturating_sub(info.height as usize);
    if packed / DEFLATE_RATIO > bytes.len() {
        return Err(truncated(Format::Png));
    }
    Ok(())
}

fn split(color: ColorType, depth: BitDepth, data: Vec<u8>) -> Result<(Samples, Option<Vec<u8>>)> {
    let wide = depth == BitDepth::Sixteen;
    Ok(match (color, wide) {
        (ColorType::Grayscale, false) => (Samples::Grey(data), None),
        (ColorType::Rgb, false) => (Samples::Rgb(data), None),
        (ColorType::GrayscaleAlpha, false) => {
            (Samples::Grey(every(&data, 2, 0)), Some(every(&data, 2, 1)))
        }
        (ColorType::Rgba, false) => (Samples::Rgb(drop_fourth(&data)), Some(every(&data, 4, 3))),
        (ColorType::Grayscale, true) => (Samples::Grey16(wide_grey(&data, 2), Narrow::Clip), None),
        (ColorType::GrayscaleAlpha, true) => (
            Samples::Grey16(wide_grey(&data, 4), Narrow::HighByte),
            Some(every(&data, 4, 2)),
        ),
        // Big-endian: the high byte comes first, and Pillow keeps that one alone.
        (ColorType::Rgb, true) => (Samples::Rgb(every(&data, 2, 0)), None),
        (ColorType::Rgba, true) => {
            let high = every(&data, 2, 0);
            (Samples::Rgb(drop_fourth(&high)), Some(every(&high, 4, 3)))
        }
        (ColorType::Indexed, _) => {
            return Err(Error::new(
                Code::Internal,
                "a PNG palette was left unexpanded",
            ));
        }
    })
}

/// Byte `at` of every group of `step`.
fn every(data: &[u8], step: usize, at: usize) -> Vec<u8> {
    data.chunks_exact(step).map(|c| c[at]).collect()
}

fn drop_fourth(data: &[u8]) -> Vec<u8> {
    data.chunks_exact(4)
        .flat_map(|c| [c[0], c[1], c[2]])
        .collect()
}

fn wide_grey(data: &[u8], step: usize) -> Vec<u16> {
    data.chunks_exact(step)
        .map(|c| u16::from_be_bytes([c[0], c[1]]))
        .collect()
}

pub(super) fn report(error: &DecodingError) -> Error {
    match error {
        DecodingError::IoError(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => {
            truncated(Format::Png)
        }
        DecodingError::LimitsExceeded => Error::new(
            Code::Limit,
            "the PNG's metadata is beyond the limit of 16 MiB",
        ),
        other => broken(Format::Png, other),
    }
}
