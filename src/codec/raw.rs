//! What every format's reader hands over, and the checks they share.

use crate::error::{Code, Error, Result};
use crate::image::{MAX_PIXELS, Size};

use super::Format;

/// The caller's limit on pixels.
#[derive(Clone, Copy)]
pub(super) struct Limit {
    pub(super) pixels: usize,
}

impl Limit {
    /// Refuses empty sizes and sizes beyond the limit; to be called before any pixel memory is asked for.
    pub(super) fn check(self, format: Format, size: Size) -> Result<()> {
        if size.width == 0 || size.height == 0 {
            return Err(broken(
                format,
                format_args!("its header says {} × {} pixels", size.width, size.height),
            ));
        }
        let most = self.pixels.min(MAX_PIXELS);
        if u64::from(size.width) * u64::from(size.height) > most as u64 {
            return Err(Error::new(
                Code::Limit,
                format!(
                    "the {} claims {} × {} pixels; the limit is {most} pixels",
                    format.name(),
                    size.width,
                    size.height
                ),
            ));
        }
        Ok(())
    }
}

/// The facts of a header.
#[derive(Clone, Copy)]
pub(super) struct Head {
    pub(super) size: Size,
    /// Channels in the file, alpha included.
    pub(super) channels: u8,
    pub(super) bits: u8,
    pub(super) orientation: u8,
    pub(super) animated: bool,
}

/// Decoded values before the caller's choice of input is applied.
pub(super) enum Samples {
    /// 8-bit grey.
    Grey(Vec<u8>),
    /// 8-bit RGB, interleaved.
    Rgb(Vec<u8>),
    /// Grey of more than 8 bits.
    Grey16(Vec<u16>, Narrow),
}

/// How Pillow's `convert` makes 8 bits of 16.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Narrow {
    /// Values above 255 become 255 (modes `I;16` and `I`).
    Clip,
    /// The low byte is dropped (grey with alpha, read as RGBA).
    HighByte,
}

/// A decoded file, 8-bit alpha split off.
pub(super) struct Raw {
    pub(super) head: Head,
    pub(super) samples: Samples,
    pub(super) alpha: Option<Vec<u8>>,
    pub(super) notes: Vec<String>,
}

/// The file is broken; `what` completes "the PNG is broken: …".
pub(super) fn broken(format: Format, what: impl std::fmt::Display) -> Error {
    Error::new(
        Code::Decode,
        format!("the {} is broken: {what}", format.name()),
    )
}

/// The file ends too early.
pub(super) fn truncated(format: Format) -> Error {
    Error::new(
        Code::Decode,
        format!(
            "the {} ends before its image does (truncated)",
            format.name()
        ),
    )
}

/// The file is fine but of a kind that is not read.
pub(super) fn unsupported(format: Format, what: impl std::fmt::Display) -> Error {
    Error::new(
        Code::Unsupported,
        format!("this kind of {} cannot be read: {what}", format.name()),
    )
}

/// Zeroed memory for an image's samples, or an error where there is not enough of it.
pub(super) fn buffer(format: Format, len: usize) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    out.try_reserve_exact(len).map_err(|_| {
        Error::new(
            Code::Limit,
            format!("there is no memory for the {}'s {len} bytes", format.name()),
        )
    })?;
    out.resize(len, 0);
    Ok(out)
}

/// Bytes a row of `width` pixels takes at `bits` per pixel, rows padded to whole bytes.
pub(super) fn row_bytes(width: u32, bits: usize) -> usize {
    (width as usize * bits).div_ceil(8)
}

/// Unpacks one row of 1-, 2-, 4- or 8-bit values, highest bits first.
pub(super) fn unpack_row(row: &[u8], bits: usize, out: &mut [u8]) {
    if bits == 8 {
        for (o, &v) in out.iter_mut().zip(row) {
            *o = v;
        }
        return;
    }
    let per_byte = 8 / bits;
    let mask = ((1u16 << bits) - 1) as u8;
    for (chunk, &byte) in out.chunks_mut(per_byte).zip(row) {
        for (k, o) in chunk.iter_mut().enumerate() {
            *o = (byte >> (8 - bits * (k + 1))) & mask;
        }
    }
}

/// A palette of up to 256 colours; indices beyond it are black, as in Pillow.
pub(super) struct Palette(pub(super) Vec<[u8; 3]>);

impl Palette {
    /// From packed RGB triples.
    pub(super) fn rgb(bytes: &[u8]) -> Self {
        Self(bytes.chunks_exact(3).map(|c| [c[0], c[1], c[2]]).collect())
    }

    /// The colours of `indices`, interleaved.
    pub(super) fn apply(&self, indices: &[u8]) -> Vec<u8> {
        let mut table = [[0u8; 3]; 256];
        for (t, c) in table.iter_mut().zip(&self.0) {
            *t = *c;
        }
        indices.iter().flat_map(|&i| table[i as usize]).collect()
    }
}
