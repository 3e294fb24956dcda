//! Windows bitmaps, with Pillow's reading of the format's loose ends.

use crate::error::Result;
use crate::image::Size;

use super::Format;
use super::bytes::{le16, le32};
use super::raw::{
    Head, Limit, Palette, Raw, Samples, broken, buffer, row_bytes, truncated, unpack_row,
    unsupported,
};

const PLAIN: u32 = 0;
const RLE8: u32 = 1;
const RLE4: u32 = 2;
const BITFIELDS: u32 = 3;

/// Where the colours of a stored pixel sit.
#[derive(Clone, Copy)]
enum Layout {
    /// 1, 4 or 8 bits into the palette.
    Indexed,
    /// 16 bits, the three colours' widths from the top.
    Packed([u32; 3]),
    /// Whole bytes: where red, green, blue and alpha stand.
    Bytes([usize; 3], Option<usize>),
}

struct Header {
    size: Size,
    top_down: bool,
    bits: usize,
    compression: u32,
    palette: Option<Palette>,
    layout: Layout,
    data: usize,
}

impl Header {
    fn head(&self) -> Head {
        let alpha = matches!(self.layout, Layout::Bytes(_, Some(_)));
        Head {
            size: self.size,
            channels: 3 + u8::from(alpha),
            bits: 8,
            orientation: 1,
            animated: false,
        }
    }
}

pub(super) fn probe(bytes: &[u8]) -> Result<Head> {
    Ok(read_header(bytes)?.head())
}

fn read_header(bytes: &[u8]) -> Result<Header> {
    let short = || truncated(Format::Bmp);
    let word = |at| le32(bytes, at).ok_or_else(short);
    let half = |at| le16(bytes, at).ok_or_else(short);
    let header_size = word(14)?;
    let (size, top_down, bits, compression, mut colors, entry);
    match header_size {
        12 => {
            size = Size::new(half(18)?.into(), half(20)?.into());
            (top_down, bits, compression, colors, entry) = (false, half(24)?, PLAIN, 0, 3);
        }
        40 | 52 | 56 | 64 | 108 | 124 => {
            // A height whose top byte is 255 is negative: rows run downwards.
            let height = word(22)?;
            top_down = height >> 24 == 0xff;
            size = Size::new(
                word(18)?,
                if top_down {
                    height.wrapping_neg()
                } else {
                    height
                },
            );
            (bits, compression, colors, entry) = (half(28)?, word(30)?, word(46)?, 4);
        }
        other => {
            return Err(unsupported(
                Format::Bmp,
                format_args!("its header has {other} bytes"),
            ));
        }
    }
    let bits = usize::from(bits);
    let mut after_header = 14 + header_size as usize;
    let layout = match (bits, compression) {
        (1 | 4 | 8, PLAIN) | (8, RLE8) | (4, RLE4) => Layout::Indexed,
        (16, PLAIN) => Layout::Packed([5, 5, 5]),
        (24 | 32, PLAIN) => Layout::Bytes([2, 1, 0], None),
        (16 | 24 | 32, BITFIELDS) => {
            let masks = [word(54)?, word(58)?, word(62)?];
            let alpha = if header_size >= 56 { word(66)? } else { 0 };
            if header_size < 52 {
                after_header += 12;
            }
            bitfields(bits, masks, alpha)
                .ok_or_else(|| unsupported(Format::Bmp, "its bit masks follow no known layout"))?
        }
        (_, PLAIN..=BITFIELDS) => {
            return Err(unsupported(
                Format::Bmp,
                format_args!("{bits} bits per pixel, compression {compression}"),
            ));
        }
        _ => {
            return Err(unsupported(
                Format::Bmp,
                format_args!("its compression is number {compression}"),
            ));
        }
    };
    let mut data = word(10)? as usize;
    let mut palette = None;
    if bits <= 8 {
        if colors == 0 {
            colors = 1 << bits;
        }
        if colors > 65536 {
            return Err(unsupported(
                Format::Bmp,
                format_args!("its palette has {colors} entries"),
            ));
        }
        // Some writers point at the palette where they mean the pixels.
        if data == after_header {
            data += entry * colors as usize;
        }
        let entries = bytes.get(after_header..).ok_or_else(short)?;
        palette = Some(Palette(
            entries
                .chunks_exact(entry)
                .take(colors.min(256) as usize)
                .map(|c| [c[2], c[1], c[0]])
                .collect(),
        ));
    } else if data == 0 {
        data = after_header;
    }
    Ok(Header {
        size,
        top_down,
        bits,
        compression,
        palette,
        layout,
        data,
    })
}

/// The layouts Pillow knows.
fn bitfields(bits: usize, masks: [u32; 3], alpha: u32) -> Option<Layout> {
    Some(match (bits, masks, alpha) {
        (16, [0xf800, 0x07e0, 0x001f], _) => Layout::Packed([5, 6, 5]),
        (16, [0x7c00, 0x03e0, 0x001f], _) => Layout::Packed([5, 5, 5]),
        (24, [0xff_0000, 0xff00, 0xff], _) | (32, [0xff_0000, 0xff00, 0xff], 0) => {
            Layout::Bytes([2, 1, 0], None)
        }
        (32, [0xff00_0000, 0xff_0000, 0xff00], 0) => Layout::Bytes([3, 2, 1], None),
        (32, [0xff00_0000, 0xff00, 0xff], 0) => Layout::Bytes([3, 1, 0], None),
        (32, [0xff00_0000, 0xff_0000, 0xff00], 0xff) => Layout::Bytes([3, 2, 1], Some(0)),
        (32, [0xff, 0xff00, 0xff_0000], 0xff00_0000) => Layout::Bytes([0, 1, 2], Some(3)),
        (32, [0xff_0000, 0xff00, 0xff], 0xff00_0000) | (32, [0, 0, 0], 0) => {
            Layout::Bytes([2, 1, 0], Some(3))
        }
        (32, [0xff00_0000, 0xff00, 0xff], 0xff_0000) => Layout::Bytes([3, 1, 0], Some(2)),
        _ => return None,
    })
}

pub(super) fn decode(bytes: &[u8], limit: Limit) -> Result<Raw> {
    let header = read_header(bytes)?;
    limit.check(Format::Bmp, header.size)?;
    let stored = bytes
        .get(header.data..)
        .ok_or_else(|| truncated(Format::Bmp))?;
    let width = header.size.width as usize;
    let (rgb, alpha) = match header.layout {
        Layout::Indexed => {
            let indices = if header.compression == PLAIN {
                let rows = rows(&header, stored)?;
                let mut indices = buffer(Format::Bmp, header.size.area())?;
                for (out, row) in indices.chunks_exact_mut(width).zip(rows) {
                    unpack_row(row, header.bits, out);
                }
                indices
            } else {
                flipped(&header, run_lengths(&header, stored, header.data)?)
            };
            let palette = header
                .palette
                .as_ref()
                .ok_or_else(|| broken(Format::Bmp, "it has no palette"))?;
            (palette.apply(&indices), None)
        }
        Layout::Packed(widths) => {
            let mut out = Vec::with_capacity(header.size.area().min(stored.len()) * 3);
            for row in rows(&header, stored)? {
                for p in row.chunks_exact(2) {
                    out.extend(widen(u16::from_le_bytes([p[0], p[1]]).into(), widths));
                }
            }
            (out, None)
        }
        Layout::Bytes(at, alpha_at) => {
            let step = header.bits / 8;
            let mut out = Vec::with_capacity(header.size.area().min(stored.len()) * 3);
            let mut alpha = alpha_at.map(|_| Vec::new());
            for row in rows(&header, stored)? {
                for p in row.chunks_exact(step) {
                    out.extend(at.map(|k| p[k]));
                    if let (Some(values), Some(k)) = (&mut alpha, alpha_at) {
                        values.push(p[k]);
                    }
                }
            }
            (out, alpha)
        }
    };
    Ok(Raw {
        head: header.head(),
        samples: Samples::Rgb(rgb),
        alpha,
        notes: Vec::new(),
    })
}

/// The rows from top to bottom, padding cut off.
fn rows<'a>(header: &Header, stored: &'a [u8]) -> Result<Vec<&'a [u8]>> {
    let used = row_bytes(header.size.width, header.bits);
    let stride = used.div_ceil(4) * 4;
    let height = header.size.height as usize;
    let mut rows = Vec::with_capacity(height.min(stored.len() / used + 1));
    for y in 0..height {
        rows.push(
            stored
                .get(y * stride..y * stride + used)
                .ok_or_else(|| truncated(Format::Bmp))?,
        );
    }
    if !header.top_down {
        rows.reverse();
    }
    Ok(rows)
}

/// Colour fields from the low end blue, green, red, each spread over 0 to 255 and cut, as Pillow does.
fn widen(pixel: u32, [r, g, b]: [u32; 3]) -> [u8; 3] {
    let field = |shift: u32, width: u32| {
        let most = (1 << width) - 1;
        (((pixel >> shift) & most) * 255 / most) as u8
    };
    [field(b + g, r), field(b, g), field(0, b)]
}

fn flipped(header: &Header, indices: Vec<u8>) -> Vec<u8> {
    if header.top_down {
        return indices;
    }
    indices
        .chunks_exact(header.size.width as usize)
        .rev()
        .flatten()
        .copied()
        .collect()
}

/// Run-length decoding, bottom row first; what the runs leave out is index 0.
fn run_lengths(header: &Header, stored: &[u8], offset: usize) -> Result<Vec<u8>> {
    let width = header.size.width as usize;
    let area = header.size.area();
    let nibbles = header.compression == RLE4;
    let pixel = |bytes: &[u8], k: usize| match (nibbles, k % 2) {
        (false, _) => bytes[k],
        (true, 0) => bytes[k / 2] >> 4,
        (true, _) => bytes[k / 2] & 15,
    };
    let mut out = buffer(Format::Bmp, area)?;
    let (mut filled, mut x, mut at) = (0usize, 0usize, 0usize);
    while filled < area {
        let Some(&[count, value]) = stored.get(at..at + 2).and_then(|s| s.first_chunk()) else {
            return Err(truncated(Format::Bmp));
        };
        at += 2;
        if count > 0 {
            let n = usize::from(count).min(width.saturating_sub(x));
            for k in 0..n.min(area - filled) {
                out[filled + k] = if nibbles {
                    pixel(&[value], k % 2)
                } else {
                    value
                };
            }
            filled += n;
            x += n;
            continue;
        }
        match value {
            0 => {
                filled = filled.next_multiple_of(width);
                x = 0;
            }
            1 => return Err(truncated(Format::Bmp)),
            2 => {
                let Some(&[right, up]) = stored.get(at..at + 2).and_then(|s| s.first_chunk())
                else {
                    return Err(truncated(Format::Bmp));
                };
                at += 2;
                filled += usize::from(right) + usize::from(up) * width;
                x = filled % width;
            }
            literal => {
                let n = usize::from(literal).min(area - filled);
                let len = if nibbles { n.div_ceil(2) } else { n };
                let bytes = stored
                    .get(at..at + len)
                    .ok_or_else(|| truncated(Format::Bmp))?;
                for k in 0..n {
                    out[filled + k] = pixel(bytes, k);
                }
                filled += n;
                x += usize::from(literal);
                at += len;
                // Literals end on an even place in the file.
                at += (offset + at) % 2;
            }
        }
    }
    Ok(out)
}
