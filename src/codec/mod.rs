//! Bytes to images and back: the pixels a training job's loader would see.
//!
//! The yardstick is Pillow 13: [`Input::Rgb`] gives what `Image.open(f).convert("RGB")` gives,
//! [`Input::Grey`] what `convert("L")` gives, value for value. Decoding happens here and never in a
//! browser's canvas, whose answers differ per engine.
//!
//! Sizes are checked against the caller's limit before any pixel memory is asked for.

mod bmp;
mod bytes;
mod convert;
mod encode;
mod exif;
mod gif;
mod jpeg;
mod levels;
mod mask;
mod png;
mod raw;
mod tiff;
mod tiff_ifd;
mod webp;

use serde::{Deserialize, Serialize};

pub use encode::{encode_jpeg, encode_mask_png, encode_png};
pub use levels::Levels;
pub use mask::decode_mask;

use crate::error::{Code, Error, Result};
use crate::image::{Image, Raster, Size};

/// The most pixels an image may have unless the caller says otherwise (100 megapixels).
pub const DEFAULT_MAX_PIXELS: usize = 100_000_000;

/// The most bytes an image file may have (256 MiB).
pub const MAX_FILE_BYTES: usize = 1 << 28;

/// A file format, told by the first bytes of the file and never by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Format {
    /// Portable Network Graphics, animated ones included (first image).
    Png,
    /// JPEG, baseline and progressive.
    Jpeg,
    /// WebP, lossy and lossless (first frame).
    WebP,
    /// GIF (first frame).
    Gif,
    /// Windows bitmap.
    Bmp,
    /// TIFF (first page).
    Tiff,
}

impl Format {
    /// The format's usual name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::WebP => "WebP",
            Self::Gif => "GIF",
            Self::Bmp => "BMP",
            Self::Tiff => "TIFF",
        }
    }

    /// The format of `bytes` by its signature.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [
                b'R',
                b'I',
                b'F',
                b'F',
                _,
                _,
                _,
                _,
                b'W',
                b'E',
                b'B',
                b'P',
                ..,
            ] => Some(Self::WebP),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Self::Gif),
            [b'B', b'M', ..] => Some(Self::Bmp),
            [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Some(Self::Tiff),
            _ => None,
        }
    }
}

/// How a file's values become an 8-bit image, as training code would ask for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// Three channels: Pillow's `convert("RGB")`. Alpha is dropped without compositing; 16-bit grey
    /// is clipped at 255 (Pillow does), 16-bit colour keeps its high bytes.
    #[default]
    Rgb,
    /// One channel: Pillow's `convert("L")`.
    Grey,
    /// One channel: grey values from `low` to `high` spread linearly over 0 to 255, values outside
    /// clamped, halves rounded up. For 16-bit scans and X-rays.
    Window {
        /// The value that becomes 0.
        low: u32,
        /// The value that becomes 255; above `low`.
        high: u32,
    },
}

/// What a loader does beside decoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecodeOptions {
    /// How values become an 8-bit image.
    pub input: Input,
    /// Whether the EXIF orientation turns the pixels. `cv2.imread` does it, `Image.open` and
    /// torchvision's `ImageFolder` do not.
    pub apply_orientation: bool,
    /// The most pixels accepted; checked before memory is asked for.
    pub max_pixels: usize,
}

impl Default for DecodeOptions {
    fn default() -> Self {
        Self {
            input: Input::Rgb,
            apply_orientation: false,
            max_pixels: DEFAULT_MAX_PIXELS,
        }
    }
}

/// A decoded file.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    /// The pixels, 1 or 3 channels.
    pub image: Image,
    /// Opacity, 0 to 255, if the file has any.
    pub alpha: Option<Raster<u8>>,
    /// The file's format.
    pub format: Format,
    /// EXIF orientation 1 to 8 as found in the file (1 if there is none).
    pub orientation: u8,
    /// Whether the file holds more images than the one decoded.
    pub animated: bool,
    /// Channels in the file, alpha included (a palette counts as 3, 4 with transparency).
    pub source_channels: u8,
    /// Bits per sample in the file.
    pub source_bits: u8,
    /// Levels of grey of more than 8 bits, as they stand in the file.
    pub levels: Option<Levels>,
    /// What the reader of a picture should know: first frame only, clipped values, damage.
    pub notes: Vec<String>,
}

/// What a file says about itself before any pixel is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Probe {
    /// The file's format.
    pub format: Format,
    /// Size as stored, before any EXIF turn.
    pub size: Size,
    /// Channels in the file, alpha included.
    pub channels: u8,
    /// Bits per sample in the file.
    pub bits: u8,
    /// EXIF orientation 1 to 8 (1 if there is none).
    pub orientation: u8,
    /// Whether the file holds more than one image.
    pub animated: bool,
}

/// Decodes a PNG, JPEG, WebP, GIF, BMP or TIFF.
///
/// # Errors
/// [`Code::Decode`] for bytes that are no image or a broken one, [`Code::Unsupported`] for a kind of
/// image that cannot be read, [`Code::Limit`] beyond `max_pixels` or [`MAX_FILE_BYTES`].
pub fn decode(bytes: &[u8], options: &DecodeOptions) -> Result<Decoded> {
    let format = sniff(bytes)?;
    let limit = raw::Limit {
        pixels: options.max_pixels,
    };
    if let Input::Window { low, high } = options.input
        && low >= high
    {
        return Err(Error::new(
            Code::Range,
            format!("a window's low end ({low}) must be below its high end ({high})"),
        )
        .at_param("input"));
    }
    let raw = match format {
        Format::Png => png::decode(bytes, limit),
        Format::Jpeg => jpeg::decode(bytes, limit),
        Format::WebP => webp::decode(bytes, limit),
        Format::Gif => gif::decode(bytes, limit),
        Format::Bmp => bmp::decode(bytes, limit),
        Format::Tiff => tiff::decode(bytes, limit),
    }?;
    convert::finish(raw, format, options)
}

/// Reads a file's header.
///
/// # Errors
/// As [`decode`], but broken pixel data stays unnoticed and no limit on pixels applies.
pub fn probe(bytes: &[u8]) -> Result<Probe> {
    let format = sniff(bytes)?;
    let head = match format {
        Format::Png => png::probe(bytes),
        Format::Jpeg => jpeg::probe(bytes),
        Format::WebP => webp::probe(bytes),
        Format::Gif => gif::probe(bytes),
        Format::Bmp => bmp::probe(bytes),
        Format::Tiff => tiff::probe(bytes),
    }?;
    Ok(Probe {
        format,
        size: head.size,
        channels: head.channels,
        bits: head.bits,
        orientation: head.orientation,
        animated: head.animated,
    })
}

fn sniff(bytes: &[u8]) -> Result<Format> {
    if bytes.is_empty() {
        return Err(Error::new(Code::Decode, "the file is empty"));
    }
    if bytes.len() > MAX_FILE_BYTES {
        return Err(Error::new(
            Code::Limit,
            format!(
                "the file has {} bytes; at most {MAX_FILE_BYTES} are read",
                bytes.len()
            ),
        ));
    }
    Format::of(bytes).ok_or_else(|| {
        Error::new(
            Code::Decode,
            "this is not a PNG, JPEG, WebP, GIF, BMP or TIFF image (judged by its first bytes)",
        )
    })
}
