//! JPEG through a port of libjpeg-turbo, whose pixels equal Pillow's.

use libjpeg_turbo_rs::{DecodeLimits, DecodeWarning, Decoder, JpegError, PixelFormat};

use crate::error::{Code, Error, Result};
use crate::image::Size;

use super::convert::cmyk_to_rgb;
use super::raw::{Head, Limit, Raw, Samples, broken, truncated, unsupported};
use super::{Format, exif};

/// More scans than any encoder writes; a file with thousands exists to burn time.
const MAX_SCANS: usize = 200;

fn open(bytes: &[u8], limit: Limit) -> Result<Decoder<'_>> {
    let limits = DecodeLimits {
        max_pixels: limit.pixels as u64,
        max_scans: MAX_SCANS,
        ..DecodeLimits::default()
    };
    Decoder::new_with_limits(bytes, limits).map_err(|e| report(&e))
}

fn head(decoder: &Decoder) -> Result<Head> {
    let frame = decoder.header();
    let channels = frame.components.len() as u8;
    if frame.precision != 8 {
        return Err(unsupported(
            Format::Jpeg,
            format_args!("it has {} bits per sample", frame.precision),
        ));
    }
    if !matches!(channels, 1 | 3 | 4) {
        return Err(unsupported(
            Format::Jpeg,
            format_args!("it has {channels} channels"),
        ));
    }
    Ok(Head {
        size: Size::new(frame.width() as u32, frame.height() as u32),
        channels,
        bits: 8,
        orientation: decoder.exif_data().map_or(1, exif::orientation),
        animated: false,
    })
}

pub(super) fn probe(bytes: &[u8]) -> Result<Head> {
    head(&open(bytes, Limit { pixels: usize::MAX })?)
}

pub(super) fn decode(bytes: &[u8], limit: Limit) -> Result<Raw> {
    let mut decoder = open(bytes, limit)?;
    let head = head(&decoder)?;
    limit.check(Format::Jpeg, head.size)?;
    // Huffman coding spends at least one bit on a block of 64 pixels.
    if !decoder.is_arithmetic() && head.size.area() / (64 * 8) > bytes.len() {
        return Err(truncated(Format::Jpeg));
    }
    decoder.set_output_format(match head.channels {
        1 => PixelFormat::Grayscale,
        3 => PixelFormat::Rgb,
        _ => PixelFormat::Cmyk,
    });
    // libjpeg warns about damaged data and goes on, and so does Pillow; only a missing end is an error.
    decoder.set_lenient(true);
    decoder.set_block_smoothing(true);
    if !has_end_marker(bytes) {
        return Err(truncated(Format::Jpeg));
    }
    let image = decoder.decode_image().map_err(|e| report(&e))?;
    let mut notes = Vec::new();
    if image
        .warnings
        .iter()
        .any(|w| !matches!(w, DecodeWarning::ExtraneousData { .. }))
    {
        notes.push(
            "the JPEG is damaged; what cannot be decoded is grey or garbled, as libjpeg leaves it"
                .to_owned(),
        );
    }
    let samples = match head.channels {
        1 => Samples::Grey(image.data),
        3 => Samples::Rgb(image.data),
        // Files hold the inks inverted, as Adobe began it and Pillow assumes.
        _ => Samples::Rgb(
            image
                .data
                .chunks_exact(4)
                .flat_map(|p| cmyk_to_rgb([!p[0], !p[1], !p[2], !p[3]]))
                .collect(),
        ),
    };
    Ok(Raw {
        head,
        samples,
        alpha: None,
        notes,
    })
}

/// Whether an end-of-image marker follows the first scan's header.
fn has_end_marker(bytes: &[u8]) -> bool {
    let start = bytes
        .windows(2)
        .position(|w| w == [0xff, 0xda])
        .unwrap_or(0);
    bytes[start..].windows(2).rev().any(|w| w == [0xff, 0xd9])
}

fn report(error: &JpegError) -> Error {
    match error {
        JpegError::UnexpectedEof => truncated(Format::Jpeg),
        JpegError::Unsupported(what) => unsupported(Format::Jpeg, what),
        JpegError::LimitExceeded {
            what,
            actual,
            limit,
        } => Error::new(
            Code::Limit,
            format!("the JPEG's {what} is {actual}; the limit is {limit}"),
        ),
        JpegError::AllocationFailed { bytes, .. } => Error::new(
            Code::Limit,
            format!("there is no memory for the JPEG's {bytes} bytes"),
        ),
        other => broken(Format::Jpeg, other),
    }
}
