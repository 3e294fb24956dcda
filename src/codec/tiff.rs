//! TIFF: grey, RGB, palette and CMYK of 1 to 32 bits, in strips or tiles, packed or plane by plane;
//! uncompressed, `PackBits`, LZW or deflate. The first page.

use flate2::{Decompress, FlushDecompress};
use weezl::{BitOrder, LzwStatus, decode::Decoder as Lzw};

use crate::error::Result;

use super::Format;
use super::bytes::Order;
use super::convert::cmyk_to_rgb;
use super::raw::{
    Head, Limit, Narrow, Palette, Raw, Samples, broken, buffer, row_bytes, truncated, unpack_row,
    unsupported,
};
use super::tiff_ifd::{Ifd, Kind, Photometric};

fn head(ifd: &Ifd) -> Head {
    Head {
        size: ifd.size,
        channels: if ifd.photometric == Photometric::Palette {
            3
        } else {
            ifd.samples as u8
        },
        bits: ifd.bits as u8,
        orientation: ifd.orientation,
        animated: ifd.more_pages,
    }
}

pub(super) fn probe(bytes: &[u8]) -> Result<Head> {
    Ok(head(&Ifd::read(bytes, Limit { pixels: usize::MAX })?))
}

pub(super) fn decode(bytes: &[u8], limit: Limit) -> Result<Raw> {
    let ifd = Ifd::read(bytes, limit)?;
    if !matches!(ifd.compression, 1 | 5 | 8 | 32773 | 32946) {
        return Err(unsupported(
            Format::Tiff,
            format_args!("its compression is number {}", ifd.compression),
        ));
    }
    check_kind(&ifd)?;
    let samples = Planes::read(bytes, &ifd)?;
    let mut notes = Vec::new();
    let (samples, alpha) = samples.interpret(&ifd, &mut notes)?;
    Ok(Raw {
        head: head(&ifd),
        samples,
        alpha,
        notes,
    })
}

/// Refuses combinations that are not read, most of which Pillow refuses too.
fn check_kind(ifd: &Ifd) -> Result<()> {
    use Photometric::{BlackIsZero, Cmyk, Palette, Rgb, WhiteIsZero};
    let plain = ifd.kind == Kind::Unsigned;
    let fine = match (ifd.photometric, ifd.bits) {
        (WhiteIsZero | Palette, 1 | 2 | 4 | 8) | (BlackIsZero, 1 | 2 | 4) => {
            plain && ifd.samples == 1
        }
        (BlackIsZero, 8) => plain && ifd.samples <= 2,
        (BlackIsZero, 16) => ifd.kind != Kind::Float && ifd.samples == 1,
        (BlackIsZero, 32) => ifd.samples == 1 && ifd.extra.is_none(),
        (Rgb, 8 | 16) => plain && (3..=4).contains(&ifd.samples),
        (Cmyk, 8 | 16) => plain && ifd.samples == 4,
        _ => false,
    };
    if !fine {
        return Err(unsupported(
            Format::Tiff,
            format_args!(
                "{} channels of {} bits in this interpretation",
                ifd.samples, ifd.bits
            ),
        ));
    }
    if ifd.predictor && ifd.bits < 8 {
        return Err(unsupported(
            Format::Tiff,
            "a predictor on fewer than 8 bits",
        ));
    }
    Ok(())
}

/// The image's samples, one per pixel and channel, interleaved, each in its own width's bytes
/// (fewer than 8 bits unpacked to a byte), in the file's byte order.
struct Planes {
    data: Vec<u8>,
    order: Order,
}

impl Planes {
    fn read(bytes: &[u8], ifd: &Ifd) -> Result<Self> {
        let step = ifd.bits.div_ceil(8);
        let (width, height) = (ifd.size.width as usize, ifd.size.height as usize);
        let per_pixel = if ifd.planar { 1 } else { ifd.samples };
        let pieces = &ifd.pieces;
        if ifd.compression == 1 && ifd.size.area() * ifd.samples * ifd.bits / 8 > bytes.len() {
            return Err(truncated(Format::Tiff));
        }
        let mut data = buffer(Format::Tiff, ifd.size.area() * ifd.samples * step)?;
        let across = width.div_ceil(pieces.width);
        let per_plane = across * height.div_ceil(pieces.height);
        let stored_row = row_bytes(pieces.width as u32, ifd.bits * per_pixel);
        let mut values = buffer(Format::Tiff, pieces.width * per_pixel * step)?;
        for plane in 0..if ifd.planar { ifd.samples } else { 1 } {
            for k in 0..per_plane {
                let (left, top) = (k % across * pieces.width, k / across * pieces.height);
                let rows = pieces.height.min(height - top);
                let index = plane * per_plane + k;
                let (Some(&offset), Some(&length)) =
                    (pieces.offsets.get(index), pieces.lengths.get(index))
                else {
                    return Err(broken(Format::Tiff, "a piece is missing"));
                };
                let stored = bytes
                    .get(offset..offset.saturating_add(length).min(bytes.len()))
                    .ok_or_else(|| truncated(Format::Tiff))?;
                let mut piece = unpack(stored, ifd, stored_row * rows)?;
                for (y, row) in piece.chunks_exact_mut(stored_row).enumerate() {
                    if ifd.predictor {
                        undo_differences(row, ifd.bits, per_pixel, ifd.order);
                    }
                    if ifd.bits < 8 {
                        unpack_row(row, ifd.bits, &mut values);
                    } else {
                        values.copy_from_slice(row);
                    }
                    let columns = pieces.width.min(width - left);
                    for x in 0..columns {
                        let from = x * per_pixel * step;
                        let to = (((top + y) * width + left + x) * ifd.samples + plane) * step;
                        let len = per_pixel * step;
                        data[to..to + len].copy_from_slice(&values[from..from + len]);
                    }
                }
            }
        }
        Ok(Self {
            data,
            order: ifd.order,
        })
    }

    fn wide(&self) -> impl Iterator<Item = u16> + '_ {
        self.data.chunks_exact(2).map(|c| match self.order {
            Order::Little => u16::from_le_bytes([c[0], c[1]]),
            Order::Big => u16::from_be_bytes([c[0], c[1]]),
        })
    }

    fn widest(&self) -> impl Iterator<Item = u32> + '_ {
        self.data.chunks_exact(4).map(|c| match self.order {
            Order::Little => u32::from_le_bytes([c[0], c[1], c[2], c[3]]),
            Order::Big => u32::from_be_bytes([c[0], c[1], c[2], c[3]]),
        })
    }

    fn interpret(self, ifd: &Ifd, notes: &mut Vec<String>) -> Result<(Samples, Option<Vec<u8>>)> {
        let high_bytes = |p: Self| match ifd.bits {
            16 => p.wide().map(|v| (v >> 8) as u8).collect(),
            _ => p.data,
        };
        Ok(match ifd.photometric {
            Photometric::WhiteIsZero | Photometric::BlackIsZero => match ifd.bits {
                16 if ifd.kind == Kind::Unsigned => {
                    (Samples::Grey16(self.wide().collect(), Narrow::Clip), None)
                }
                16 => {
                    let values = self.wide().map(|v| (v as i16).max(0) as u16).collect();
                    (Samples::Grey16(values, Narrow::Clip), None)
                }
                32 => (Samples::Grey(self.clipped(ifd.kind, notes)), None),
                bits => {
                    let spread = 255 / ((1u16 << bits) - 1) as u8;
                    let flip = if ifd.photometric == Photometric::WhiteIsZero {
                        255
                    } else {
                        0
                    };
                    let grey = |v: u8| (v * spread) ^ flip;
                    if ifd.samples == 1 {
                        (
                            Samples::Grey(self.data.iter().map(|&v| grey(v)).collect()),
                            None,
                        )
                    } else {
                        let (values, alpha) =
                            self.data.chunks_exact(2).map(|p| (p[0], p[1])).unzip();
                        premultiplied(ifd)?;
                        (
                            Samples::Grey(values),
                            (ifd.extra == Some(2)).then_some(alpha),
                        )
                    }
                }
            },
            Photometric::Rgb => {
                let bytes = high_bytes(self);
                if ifd.samples == 3 {
                    return Ok((Samples::Rgb(bytes), None));
                }
                premultiplied(ifd)?;
                let alpha =
                    (ifd.extra != Some(0)).then(|| bytes.chunks_exact(4).map(|p| p[3]).collect());
                (
                    Samples::Rgb(
                        bytes
                            .chunks_exact(4)
                            .flat_map(|p| [p[0], p[1], p[2]])
                            .collect(),
                    ),
                    alpha,
                )
            }
            Photometric::Palette => {
                let n = 1usize << ifd.bits;
                if ifd.palette.len() < 3 * n {
                    return Err(broken(Format::Tiff, "its palette is too short"));
                }
                // 16-bit entries, all reds first; Pillow keeps their high bytes.
                let palette = Palette(
                    (0..n)
                        .map(|i| [0, 1, 2].map(|c| (ifd.palette[c * n + i] >> 8) as u8))
                        .collect(),
                );
                (Samples::Rgb(palette.apply(&self.data)), None)
            }
            Photometric::Cmyk => {
                let inks = high_bytes(self);
                (
                    Samples::Rgb(
                        inks.chunks_exact(4)
                            .flat_map(|p| cmyk_to_rgb([p[0], p[1], p[2], p[3]]))
                            .collect(),
                    ),
                    None,
                )
            }
        })
    }

    /// 32-bit values cut to 0..=255 as Pillow's `convert` does: no scaling, fractions dropped.
    fn clipped(&self, kind: Kind, notes: &mut Vec<String>) -> Vec<u8> {
        notes.push(
            "32-bit values are cut to 0..255 and lose their fractions, as in Pillow's convert()"
                .to_owned(),
        );
        match kind {
            Kind::Float => self.widest().map(|v| f32::from_bits(v) as u8).collect(),
            // Pillow holds unsigned 32-bit values as signed ones.
            Kind::Unsigned | Kind::Signed => self
                .widest()
                .map(|v| (v as i32).clamp(0, 255) as u8)
                .collect(),
        }
    }
}

fn premultiplied(ifd: &Ifd) -> Result<()> {
    if ifd.extra == Some(1) {
        return Err(unsupported(
            Format::Tiff,
            "its colours are premultiplied with alpha",
        ));
    }
    Ok(())
}

/// One strip or tile, uncompressed to exactly `len` bytes.
fn unpack(stored: &[u8], ifd: &Ifd, len: usize) -> Result<Vec<u8>> {
    let reversed: Vec<u8>;
    let stored = if ifd.low_bit_first {
        reversed = stored.iter().map(|b| b.reverse_bits()).collect();
        &reversed
    } else {
        stored
    };
    let mut out = buffer(Format::Tiff, len)?;
    let filled = match ifd.compression {
        1 => {
            let n = stored.len().min(len);
            out[..n].copy_from_slice(&stored[..n]);
            n
        }
        5 => {
            let mut lzw = Lzw::with_tiff_size_switch(BitOrder::Msb, 8);
            let (mut filled, mut rest) = (0, stored);
            loop {
                let step = lzw.decode_bytes(rest, &mut out[filled..]);
                filled += step.consumed_out;
                rest = &rest[step.consumed_in..];
                match step.status {
                    Ok(LzwStatus::Ok) if filled < len && !rest.is_empty() => {}
                    Ok(_) => break filled,
                    Err(_) => {
                        return Err(broken(Format::Tiff, "its LZW data has an impossible code"));
                    }
                }
            }
        }
        32773 => pack_bits(stored, &mut out),
        _ => {
            let mut inflate = Decompress::new(true);
            inflate
                .decompress(stored, &mut out, FlushDecompress::Finish)
                .map_err(|e| broken(Format::Tiff, format_args!("its deflate data fails ({e})")))?;
            inflate.total_out() as usize
        }
    };
    if filled < len {
        return Err(truncated(Format::Tiff));
    }
    Ok(out)
}

/// `PackBits` runs; returns how much of `out` they filled.
fn pack_bits(stored: &[u8], out: &mut [u8]) -> usize {
    let (mut at, mut filled) = (0, 0);
    while filled < out.len() {
        let Some(&code) = stored.get(at) else { break };
        at += 1;
        match code as i8 {
            -128 => {}
            n @ 0.. => {
                let literal = stored.get(at..).unwrap_or_default();
                let n = (n as usize + 1).min(literal.len());
                let fit = n.min(out.len() - filled);
                out[filled..filled + fit].copy_from_slice(&literal[..fit]);
                filled += fit;
                at += n;
            }
            n => {
                let Some(&value) = stored.get(at) else { break };
                let fit = (1 - isize::from(n)) as usize;
                let fit = fit.min(out.len() - filled);
                out[filled..filled + fit].fill(value);
                filled += fit;
                at += 1;
            }
        }
    }
    filled
}

/// Horizontal differencing undone: each sample is a difference to the same channel one pixel left.
fn undo_differences(row: &mut [u8], bits: usize, channels: usize, order: Order) {
    let step = bits / 8;
    for at in (channels * step..row.len()).step_by(step) {
        let left = at - channels * step;
        match bits {
            8 => row[at] = row[at].wrapping_add(row[left]),
            16 => {
                let sum = order
                    .u16(row, at)
                    .unwrap_or(0)
                    .wrapping_add(order.u16(row, left).unwrap_or(0));
                let bytes = if order == Order::Little {
                    sum.to_le_bytes()
                } else {
                    sum.to_be_bytes()
                };
                row[at..at + 2].copy_from_slice(&bytes);
            }
            _ => {
                let sum = order
                    .u32(row, at)
                    .unwrap_or(0)
                    .wrapping_add(order.u32(row, left).unwrap_or(0));
                let bytes = if order == Order::Little {
                    sum.to_le_bytes()
                } else {
                    sum.to_be_bytes()
                };
                row[at..at + 4].copy_from_slice(&bytes);
            }
        }
    }
}
