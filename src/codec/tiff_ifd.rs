//! TIFF's directory: the tags that say how the pixels are stored.

use crate::error::Result;
use crate::image::Size;

use super::bytes::Order;
use super::raw::{Limit, broken, truncated, unsupported};
use super::{Format, exif};

/// The most strips, tiles or palette entries a tag may list.
const MAX_COUNT: usize = 1 << 22;

/// What a sample's bits mean.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Unsigned,
    Signed,
    Float,
}

/// What a pixel's samples mean.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Photometric {
    WhiteIsZero,
    BlackIsZero,
    Rgb,
    Palette,
    Cmyk,
}

/// How the samples are cut into separately compressed pieces.
pub(super) struct Pieces {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) offsets: Vec<usize>,
    pub(super) lengths: Vec<usize>,
}

/// The first page's tags.
#[allow(clippy::struct_excessive_bools, reason = "each is a tag of its own")]
pub(super) struct Ifd {
    pub(super) order: Order,
    pub(super) size: Size,
    pub(super) samples: usize,
    pub(super) bits: usize,
    pub(super) kind: Kind,
    pub(super) photometric: Photometric,
    /// What the samples after the colours are; 1 and 2 mean alpha, premultiplied and not.
    pub(super) extra: Option<u32>,
    pub(super) compression: u32,
    pub(super) predictor: bool,
    pub(super) planar: bool,
    pub(super) low_bit_first: bool,
    pub(super) orientation: u8,
    pub(super) more_pages: bool,
    pub(super) palette: Vec<usize>,
    pub(super) pieces: Pieces,
}

/// The values of tags as unsigned numbers.
struct Tags<'a> {
    bytes: &'a [u8],
    order: Order,
    ifd: usize,
    count: usize,
}

impl Tags<'_> {
    fn find(&self, tag: u16) -> Option<usize> {
        (0..self.count)
            .map(|i| self.ifd + 2 + i * 12)
            .find(|&at| self.order.u16(self.bytes, at) == Some(tag))
    }

    fn list(&self, tag: u16) -> Result<Vec<usize>> {
        let Some(at) = self.find(tag) else {
            return Ok(Vec::new());
        };
        self.values(at)
            .ok_or_else(|| broken(Format::Tiff, format_args!("tag {tag} cannot be read")))
    }

    fn values(&self, at: usize) -> Option<Vec<usize>> {
        let width = match self.order.u16(self.bytes, at + 2)? {
            1 => 1,
            3 => 2,
            4 => 4,
            _ => return None,
        };
        let count = self.order.u32(self.bytes, at + 4)? as usize;
        let start = if count * width <= 4 {
            at + 8
        } else {
            self.order.u32(self.bytes, at + 8)? as usize
        };
        if count > MAX_COUNT || start.checked_add(count * width)? > self.bytes.len() {
            return None;
        }
        (0..count)
            .map(|k| {
                let place = start + k * width;
                match width {
                    1 => self.bytes.get(place).map(|&v| usize::from(v)),
                    2 => self.order.u16(self.bytes, place).map(usize::from),
                    _ => self.order.u32(self.bytes, place).map(|v| v as usize),
                }
            })
            .collect()
    }

    fn one(&self, tag: u16, default: usize) -> Result<usize> {
        Ok(self.list(tag)?.first().copied().unwrap_or(default))
    }

    /// A value that all samples share.
    fn shared(&self, tag: u16, default: usize) -> Result<usize> {
        let list = self.list(tag)?;
        match list.first() {
            None => Ok(default),
            Some(&first) if list.iter().all(|&v| v == first) => Ok(first),
            Some(_) => Err(unsupported(
                Format::Tiff,
                "its channels are of different kinds",
            )),
        }
    }
}

impl Ifd {
    /// Reads the first directory; the sizes in it are checked against `limit`.
    pub(super) fn read(bytes: &[u8], limit: Limit) -> Result<Self> {
        let short = || truncated(Format::Tiff);
        let order = Order::of(bytes).ok_or_else(short)?;
        let ifd = order.u32(bytes, 4).ok_or_else(short)? as usize;
        let count = order.u16(bytes, ifd).ok_or_else(short)? as usize;
        let tags = Tags {
            bytes,
            order,
            ifd,
            count,
        };
        let size = Size::new(
            u32::try_from(tags.one(256, 0)?).unwrap_or(0),
            u32::try_from(tags.one(257, 0)?).unwrap_or(0),
        );
        limit.check(Format::Tiff, size)?;
        let samples = tags.one(277, 1)?;
        let bits = tags.shared(258, 1)?;
        if !matches!(bits, 1 | 2 | 4 | 8 | 16 | 32) || !(1..=8).contains(&samples) {
            return Err(unsupported(
                Format::Tiff,
                format_args!("{samples} channels of {bits} bits"),
            ));
        }
        let planar = match tags.one(284, 1)? {
            1 => false,
            2 => samples > 1,
            other => {
                return Err(unsupported(
                    Format::Tiff,
                    format_args!("planar configuration {other}"),
                ));
            }
        };
        Ok(Self {
            order,
            size,
            samples,
            bits,
            kind: match tags.shared(339, 1)? {
                1 | 4 => Kind::Unsigned,
                2 => Kind::Signed,
                3 => Kind::Float,
                other => {
                    return Err(unsupported(
                        Format::Tiff,
                        format_args!("sample format {other}"),
                    ));
                }
            },
            photometric: match tags.one(262, 0)? {
                0 => Photometric::WhiteIsZero,
                1 => Photometric::BlackIsZero,
                2 => Photometric::Rgb,
                3 => Photometric::Palette,
                5 => Photometric::Cmyk,
                other => {
                    return Err(unsupported(
                        Format::Tiff,
                        format_args!("photometric interpretation {other}"),
                    ));
                }
            },
            extra: tags.list(338)?.first().map(|&v| v as u32),
            compression: tags.one(259, 1)? as u32,
            predictor: match tags.one(317, 1)? {
                1 => false,
                2 => true,
                other => return Err(unsupported(Format::Tiff, format_args!("predictor {other}"))),
            },
            planar,
            low_bit_first: tags.one(266, 1)? == 2,
            orientation: exif::valid(tags.one(274, 1)? as u16).unwrap_or(1),
            more_pages: order
                .u32(bytes, ifd + 2 + count * 12)
                .is_some_and(|next| next != 0),
            palette: tags.list(320)?,
            pieces: pieces(&tags, size, if planar { samples } else { 1 })?,
        })
    }
}

fn pieces(tags: &Tags, size: Size, planes: usize) -> Result<Pieces> {
    let (width, height) = (size.width as usize, size.height as usize);
    let tiled = tags.find(322).is_some();
    let (piece, offsets, lengths) = if tiled {
        (
            (tags.one(322, 0)?, tags.one(323, 0)?),
            tags.list(324)?,
            tags.list(325)?,
        )
    } else {
        // Rows per strip may be "as many as there are".
        (
            (width, tags.one(278, height)?.min(height)),
            tags.list(273)?,
            tags.list(279)?,
        )
    };
    // A tile may stick out of the image, but not by much: its memory is asked for whole.
    if piece.0 == 0 || piece.1 == 0 || piece.0 > width.max(1 << 12) || piece.1 > height.max(1 << 12)
    {
        return Err(broken(
            Format::Tiff,
            format_args!("its pieces have {} × {} pixels", piece.0, piece.1),
        ));
    }
    let expected = width.div_ceil(piece.0) * height.div_ceil(piece.1) * planes;
    if offsets.len() < expected || lengths.len() < expected {
        return Err(broken(
            Format::Tiff,
            format_args!("it lists {} pieces of {expected}", offsets.len()),
        ));
    }
    Ok(Pieces {
        width: piece.0,
        height: piece.1,
        offsets,
        lengths,
    })
}
