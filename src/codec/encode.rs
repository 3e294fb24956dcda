//! Images to bytes: PNG for exact output, JPEG byte-equal to Pillow's.

use libjpeg_turbo_rs::{PixelFormat, Subsampling, compress};
use png::{BitDepth, ColorType, Compression, Encoder};

use crate::error::{Code, Error, Result};
use crate::image::{Image, Mask, Raster, Size};

/// A PNG of `image`, with `alpha` as its last channel if given.
///
/// # Errors
/// If the sizes differ, the image has neither 1 nor 3 channels or `alpha` more than one.
pub fn encode_png(image: &Image, alpha: Option<&Raster<u8>>) -> Result<Vec<u8>> {
    let color = match (image.channels(), alpha.is_some()) {
        (1, false) => ColorType::Grayscale,
        (1, true) => ColorType::GrayscaleAlpha,
        (3, false) => ColorType::Rgb,
        (3, true) => ColorType::Rgba,
        (n, _) => return Err(wrong_channels(n)),
    };
    let Some(alpha) = alpha else {
        return write_png(image.size(), color, BitDepth::Eight, image.data());
    };
    if alpha.size() != image.size() || alpha.channels() != 1 {
        return Err(Error::new(
            Code::Type,
            "alpha must be one channel of the image's size",
        ));
    }
    let joined: Vec<u8> = image
        .data()
        .chunks_exact(image.channels())
        .zip(alpha.data())
        .flat_map(|(pixel, &a)| pixel.iter().copied().chain([a]))
        .collect();
    write_png(image.size(), color, BitDepth::Eight, &joined)
}

/// A grey PNG of label ids: 8 bits if all fit, else 16.
///
/// # Errors
/// If the mask has more than one channel.
pub fn encode_mask_png(mask: &Mask) -> Result<Vec<u8>> {
    if mask.channels() != 1 {
        return Err(wrong_channels(mask.channels()));
    }
    if mask.data().iter().all(|&id| id <= 255) {
        let bytes: Vec<u8> = mask.data().iter().map(|&id| id as u8).collect();
        write_png(mask.size(), ColorType::Grayscale, BitDepth::Eight, &bytes)
    } else {
        let bytes: Vec<u8> = mask.data().iter().flat_map(|id| id.to_be_bytes()).collect();
        write_png(mask.size(), ColorType::Grayscale, BitDepth::Sixteen, &bytes)
    }
}

/// A baseline JPEG, colour at 4:2:0: the bytes of Pillow's `save(f, "JPEG", quality=quality)`.
///
/// # Errors
/// If `quality` is not 1 to 100, the image has neither 1 nor 3 channels or a side beyond 65 500.
pub fn encode_jpeg(image: &Image, quality: u8) -> Result<Vec<u8>> {
    if !(1..=100).contains(&quality) {
        return Err(Error::range("quality", quality, 1.0, 100.0));
    }
    let format = match image.channels() {
        1 => PixelFormat::Grayscale,
        3 => PixelFormat::Rgb,
        n => return Err(wrong_channels(n)),
    };
    let Size { width, height } = image.size();
    compress(
        image.data(),
        width as usize,
        height as usize,
        format,
        quality,
        Subsampling::S420,
    )
    .map_err(|e| {
        Error::new(
            Code::Limit,
            format!("the image cannot be written as JPEG: {e}"),
        )
    })
}

fn wrong_channels(n: usize) -> Error {
    Error::new(
        Code::Type,
        format!("an image of {n} channels cannot be written"),
    )
}

fn write_png(size: Size, color: ColorType, depth: BitDepth, data: &[u8]) -> Result<Vec<u8>> {
    let internal = |e: png::EncodingError| {
        Error::new(Code::Internal, format!("the PNG could not be written: {e}"))
    };
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, size.width, size.height);
    encoder.set_color(color);
    encoder.set_depth(depth);
    encoder.set_compression(Compression::Fast);
    let mut writer = encoder.write_header().map_err(internal)?;
    writer.write_image_data(data).map_err(internal)?;
    writer.finish().map_err(internal)?;
    Ok(out)
}
