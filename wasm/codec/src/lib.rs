//! Module `codec` for JavaScript: bytes to images and back, as the target library's loader sees them.

mod failure;
#[cfg(test)]
mod tests;

use augplay::codec::{self, DecodeOptions, Input};
use augplay::image::key_of;
use augplay::{Code, Error, Image, Mask, Raster, Size};
use js_sys::{Uint8Array, Uint16Array};
use serde::Deserialize;
use wasm_bindgen::prelude::*;

use failure::{internal, thrown};

/// The sample key of a file: the SHA-256 of its bytes in hexadecimal.
#[wasm_bindgen]
pub fn key(bytes: &[u8]) -> String {
    key_of(bytes)
}

/// A decoded picture.
#[wasm_bindgen]
pub struct Decoded(codec::Decoded);

#[wasm_bindgen]
impl Decoded {
    /// Pixels in a row.
    #[wasm_bindgen(getter)]
    pub fn width(&self) -> u32 {
        self.0.image.size().width
    }

    /// Rows.
    #[wasm_bindgen(getter)]
    pub fn height(&self) -> u32 {
        self.0.image.size().height
    }

    /// 1 (grey) or 3 (red, green, blue).
    #[wasm_bindgen(getter)]
    pub fn channels(&self) -> u32 {
        self.0.image.channels() as u32
    }

    /// The file's format, as `"PNG"`.
    #[wasm_bindgen(getter)]
    pub fn format(&self) -> String {
        self.0.format.name().to_owned()
    }

    /// EXIF orientation as found in the file, 1 to 8.
    #[wasm_bindgen(getter)]
    pub fn orientation(&self) -> u8 {
        self.0.orientation
    }

    /// A copy of the values, rows from top to bottom, channels interleaved.
    pub fn data(&self) -> Uint8Array {
        Uint8Array::from(self.0.image.data())
    }

    /// A copy of the opacity, one value a pixel, if the file has any.
    pub fn alpha(&self) -> Option<Uint8Array> {
        self.0
            .alpha
            .as_ref()
            .map(|alpha| Uint8Array::from(alpha.data()))
    }

    /// Grey of more than 8 bits: JSON `{min, max, p1, p99, step, bins}`, the file's levels before any
    /// window. `bins` count `step` levels each from `min` on; `p1` and `p99` are percentiles.
    pub fn levels(&self) -> Result<Option<String>, JsError> {
        let levels = self.0.levels.as_ref();
        levels
            .map(|levels| serde_json::to_string(levels).map_err(internal))
            .transpose()
    }

    /// What the reader of a picture should know, as a JSON array of sentences.
    pub fn notes(&self) -> Result<String, JsError> {
        serde_json::to_string(&self.0.notes).map_err(internal)
    }
}

/// How to decode, as JSON; every key may be left out.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    input: Input,
    apply_orientation: bool,
    max_pixels: usize,
}

impl Default for Options {
    fn default() -> Self {
        let DecodeOptions {
            input,
            apply_orientation,
            max_pixels,
        } = DecodeOptions::default();
        Self {
            input,
            apply_orientation,
            max_pixels,
        }
    }
}

/// Decodes a PNG, JPEG, WebP, GIF, BMP or TIFF. `options` is JSON: `input` (`"rgb"`, `"grey"` or
/// `{"window": {"low": 0, "high": 4095}}`), `apply_orientation`, `max_pixels`.
#[wasm_bindgen]
pub fn decode(bytes: &[u8], options: &str) -> Result<Decoded, JsValue> {
    let options: Options =
        serde_json::from_str(options).map_err(|error| failure::options(&error))?;
    let options = DecodeOptions {
        input: options.input,
        apply_orientation: options.apply_orientation,
        max_pixels: options.max_pixels,
    };
    codec::decode(bytes, &options)
        .map(Decoded)
        .map_err(|error| thrown(&error))
}

/// Label ids of a mask file.
#[wasm_bindgen]
pub struct Ids(Mask);

#[wasm_bindgen]
impl Ids {
    /// Pixels in a row.
    #[wasm_bindgen(getter)]
    pub fn width(&self) -> u32 {
        self.0.size().width
    }

    /// Rows.
    #[wasm_bindgen(getter)]
    pub fn height(&self) -> u32 {
        self.0.size().height
    }

    /// A copy of the ids, rows from top to bottom.
    pub fn ids(&self) -> Uint16Array {
        Uint16Array::from(self.0.data())
    }
}

/// Decodes the label ids of a PNG: its grey values or palette indices as they stand. `options` is JSON: `max_pixels`.
#[wasm_bindgen]
pub fn decode_mask(bytes: &[u8], options: &str) -> Result<Ids, JsValue> {
    let options: Options =
        serde_json::from_str(options).map_err(|error| failure::options(&error))?;
    codec::decode_mask(bytes, options.max_pixels)
        .map(Ids)
        .map_err(|error| thrown(&error))
}

/// A grey PNG of label ids: 8 bits if all fit, else 16.
#[wasm_bindgen]
pub fn encode_mask_png(width: u32, height: u32, ids: &Uint16Array) -> Result<Vec<u8>, JsValue> {
    let size = Size::new(width, height);
    let encode = || {
        // Lengths are compared before anything is copied.
        if u64::from(ids.length()) != u64::from(width) * u64::from(height) {
            let e = Error::new(Code::Type, "needs one id for each pixel");
            return Err(e.at_param("ids"));
        }
        codec::encode_mask_png(&Raster::new(size, 1, ids.to_vec())?)
    };
    encode().map_err(|error| thrown(&error))
}

/// What a file says about itself before any pixel is decoded, as JSON.
#[wasm_bindgen]
pub fn probe(bytes: &[u8]) -> Result<String, JsValue> {
    let probe = codec::probe(bytes).map_err(|error| thrown(&error))?;
    serde_json::to_string(&probe).map_err(|error| internal(error).into())
}

/// A PNG of interleaved values, with `alpha` (one value a pixel) as its last channel if given.
#[wasm_bindgen]
pub fn encode_png(
    width: u32,
    height: u32,
    channels: u32,
    data: Vec<u8>,
    alpha: Option<Vec<u8>>,
) -> Result<Vec<u8>, JsValue> {
    let size = Size::new(width, height);
    let encode = || {
        let image = Image::new(size, channels as usize, data)?;
        let alpha = alpha.map(|alpha| Raster::new(size, 1, alpha)).transpose()?;
        codec::encode_png(&image, alpha.as_ref())
    };
    encode().map_err(|error| thrown(&error))
}

/// A JPEG of interleaved values, byte for byte Pillow's file at the same quality (1 to 100).
#[wasm_bindgen]
pub fn encode_jpeg(
    width: u32,
    height: u32,
    channels: u32,
    data: Vec<u8>,
    quality: u8,
) -> Result<Vec<u8>, JsValue> {
    Image::new(Size::new(width, height), channels as usize, data)
        .and_then(|image| codec::encode_jpeg(&image, quality))
        .map_err(|error| thrown(&error))
}
