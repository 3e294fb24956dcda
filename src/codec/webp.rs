//! WebP: lossy, lossless, with alpha; the first frame of an animation.

use std::io::Cursor;

use image_webp::{DecodingError, WebPDecoder};

use crate::error::{Code, Error, Result};
use crate::image::Size;

use super::raw::{Head, Limit, Raw, Samples, broken, buffer, truncated};
use super::{Format, exif};

/// What chunks other than pixels may take in memory.
const METADATA_BYTES: usize = 16 << 20;

fn open(bytes: &[u8]) -> Result<(WebPDecoder<Cursor<&[u8]>>, Head)> {
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(|e| report(&e))?;
    decoder.set_memory_limit(METADATA_BYTES);
    let (width, height) = decoder.dimensions();
    let orientation = decoder
        .exif_metadata()
        .ok()
        .flatten()
        .map_or(1, |e| exif::orientation(&e));
    let head = Head {
        size: Size::new(width, height),
        channels: if decoder.has_alpha() { 4 } else { 3 },
        bits: 8,
        orientation,
        animated: decoder.num_frames() > 1,
    };
    Ok((decoder, head))
}

pub(super) fn probe(bytes: &[u8]) -> Result<Head> {
    Ok(open(bytes)?.1)
}

pub(super) fn decode(bytes: &[u8], limit: Limit) -> Result<Raw> {
    let (mut decoder, head) = open(bytes)?;
    limit.check(Format::WebP, head.size)?;
    if decoder.is_animated() {
        // What a first frame leaves uncovered is transparent black, whatever the file's hint.
        decoder
            .set_background_color([0; 4])
            .map_err(|e| report(&e))?;
    }
    let len = decoder
        .output_buffer_size()
        .ok_or_else(|| broken(Format::WebP, "its size overflows"))?;
    let mut data = buffer(Format::WebP, len)?;
    decoder.read_image(&mut data).map_err(|e| report(&e))?;
    let (samples, alpha) = if head.channels == 4 {
        let rgb = data
            .chunks_exact(4)
            .flat_map(|p| [p[0], p[1], p[2]])
            .collect();
        (
            Samples::Rgb(rgb),
            Some(data.chunks_exact(4).map(|p| p[3]).collect()),
        )
    } else {
        (Samples::Rgb(data), None)
    };
    Ok(Raw {
        head,
        samples,
        alpha,
        notes: Vec::new(),
    })
}

fn report(error: &DecodingError) -> Error {
    match error {
        DecodingError::IoError(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => {
            truncated(Format::WebP)
        }
        DecodingError::MemoryLimitExceeded => Error::new(
            Code::Limit,
            "the WebP's metadata is beyond the limit of 16 MiB",
        ),
        other => broken(Format::WebP, other),
    }
}
