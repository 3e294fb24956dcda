//! EXIF orientation: read, and applied to pixels.

use crate::image::{Raster, Size};

use super::bytes::Order;

const ORIENTATION: u16 = 0x0112;
const SHORT: u16 = 3;

/// The orientation tag of an EXIF block (with or without its `Exif` prefix); 1 if it has none.
pub(super) fn orientation(block: &[u8]) -> u8 {
    find(block.strip_prefix(b"Exif\0\0").unwrap_or(block)).unwrap_or(1)
}

fn find(tiff: &[u8]) -> Option<u8> {
    let order = Order::of(tiff)?;
    if order.u16(tiff, 2)? != 42 {
        return None;
    }
    let ifd = order.u32(tiff, 4)? as usize;
    for i in 0..order.u16(tiff, ifd)? as usize {
        let entry = ifd + 2 + i * 12;
        if order.u16(tiff, entry)? == ORIENTATION {
            return (order.u16(tiff, entry + 2)? == SHORT)
                .then(|| order.u16(tiff, entry + 8))
                .flatten()
                .and_then(valid);
        }
    }
    None
}

/// 1 to 8, or nothing.
pub(super) fn valid(value: u16) -> Option<u8> {
    (1..=8).contains(&value).then_some(value as u8)
}

/// Turns a raster upright: what `cv2.imread` and `ImageOps.exif_transpose` do with the tag.
pub(super) fn upright<T: Copy>(from: &Raster<T>, orientation: u8) -> Raster<T> {
    let Size {
        width: w,
        height: h,
    } = from.size();
    let size = if orientation >= 5 {
        Size::new(h, w)
    } else {
        from.size()
    };
    Raster::from_fn(size, from.channels(), |x, y, c| {
        let (sx, sy) = match orientation {
            2 => (w - 1 - x, y),
            3 => (w - 1 - x, h - 1 - y),
            4 => (x, h - 1 - y),
            5 => (y, x),
            6 => (y, h - 1 - x),
            7 => (w - 1 - y, h - 1 - x),
            8 => (w - 1 - y, x),
            _ => (x, y),
        };
        from.pixel(sx, sy)[c]
    })
}
