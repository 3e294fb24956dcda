//! From a file's values to the 8-bit image the policy asks for.

use crate::error::{Code, Error, Result};
use crate::image::Raster;

use super::raw::{Narrow, Raw, Samples};
use super::{DecodeOptions, Decoded, Format, Input, Levels, exif};

/// Applies the input and the orientation.
pub(super) fn finish(raw: Raw, format: Format, options: &DecodeOptions) -> Result<Decoded> {
    let Raw {
        head,
        samples,
        alpha,
        mut notes,
    } = raw;
    if head.animated {
        notes.push(format!(
            "only the first image of this {} is used",
            format.name()
        ));
    }
    let levels = match &samples {
        Samples::Grey16(v, _) => Levels::of(v),
        Samples::Grey(_) | Samples::Rgb(_) => None,
    };
    let (channels, data) = match options.input {
        Input::Rgb => (3, rgb(samples, &mut notes)),
        Input::Grey => (1, grey(samples, &mut notes)),
        Input::Window { low, high } => (1, window(samples, low, high)?),
    };
    let mut image = Raster::new(head.size, channels, data)?;
    let mut alpha = alpha.map(|a| Raster::new(head.size, 1, a)).transpose()?;
    if options.apply_orientation && head.orientation != 1 {
        image = exif::upright(&image, head.orientation);
        alpha = alpha.map(|a| exif::upright(&a, head.orientation));
    }
    Ok(Decoded {
        image,
        alpha,
        format,
        orientation: head.orientation,
        animated: head.animated,
        source_channels: head.channels,
        source_bits: head.bits,
        levels,
        notes,
    })
}

fn rgb(samples: Samples, notes: &mut Vec<String>) -> Vec<u8> {
    match samples {
        Samples::Rgb(v) => v,
        Samples::Grey(v) => thrice(&v),
        Samples::Grey16(v, how) => thrice(&narrow(&v, how, notes)),
    }
}

fn grey(samples: Samples, notes: &mut Vec<String>) -> Vec<u8> {
    match samples {
        Samples::Rgb(v) => v.chunks_exact(3).map(|p| luma(p[0], p[1], p[2])).collect(),
        Samples::Grey(v) => v,
        Samples::Grey16(v, how) => narrow(&v, how, notes),
    }
}

fn thrice(grey: &[u8]) -> Vec<u8> {
    grey.iter().flat_map(|&v| [v; 3]).collect()
}

/// Pillow's luma: ITU-R 601 in 16-bit fixed point, rounded.
pub(super) fn luma(r: u8, g: u8, b: u8) -> u8 {
    ((u32::from(r) * 19595 + u32::from(g) * 38470 + u32::from(b) * 7471 + 0x8000) >> 16) as u8
}

fn narrow(values: &[u16], how: Narrow, notes: &mut Vec<String>) -> Vec<u8> {
    if how == Narrow::HighByte {
        return values.iter().map(|&v| (v >> 8) as u8).collect();
    }
    let above = values.iter().filter(|&&v| v > 255).count();
    if above > 0 {
        notes.push(format!(
            "{above} of {} values are above 255 and became 255, as in Pillow's convert(); `input: {{window: [low, high]}}` keeps them apart",
            values.len()
        ));
    }
    values.iter().map(|&v| v.min(255) as u8).collect()
}

fn window(samples: Samples, low: u32, high: u32) -> Result<Vec<u8>> {
    match samples {
        Samples::Grey16(v, _) => Ok(v.iter().map(|&v| spread(u32::from(v), low, high)).collect()),
        Samples::Grey(v) => Ok(v.iter().map(|&v| spread(u32::from(v), low, high)).collect()),
        Samples::Rgb(_) => Err(Error::new(
            Code::Unsupported,
            "a window reads grey images and this one has colours",
        )
        .at_param("input")),
    }
}

/// `(v - low) / (high - low)` of 255, clamped, halves rounded up.
fn spread(v: u32, low: u32, high: u32) -> u8 {
    let span = u64::from(high - low);
    let above = u64::from(v.clamp(low, high) - low);
    ((above * 510 + span) / (2 * span)) as u8
}

/// Pillow's `CMYK` to `RGB` for one pixel of ink amounts.
pub(super) fn cmyk_to_rgb([c, m, y, k]: [u8; 4]) -> [u8; 3] {
    let light = 255 - k;
    [c, m, y].map(|ink| light.saturating_sub(mul_div_255(ink, light)))
}

/// `a * b / 255`, rounded, as Pillow's `MULDIV255`.
fn mul_div_255(a: u8, b: u8) -> u8 {
    let t = u32::from(a) * u32::from(b) + 128;
    (((t >> 8) + t) >> 8) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_spreads_clamps_and_rounds_halves_up() {
        let at = |v| spread(v, 100, 610);
        assert_eq!(
            [
                at(0),
                at(100),
                at(101),
                at(102),
                at(103),
                at(610),
                at(65535)
            ],
            [0, 0, 1, 1, 2, 255, 255]
        );
        assert_eq!(
            [
                spread(0, 0, 65535),
                spread(32768, 0, 65535),
                spread(65535, 0, 65535)
            ],
            [0, 128, 255]
        );
        assert_eq!(spread(u32::MAX, 0, u32::MAX), 255);
        let same: Vec<u8> = (0..=255).map(|v| spread(v, 0, 255)).collect();
        assert_eq!(same, (0..=255).collect::<Vec<u8>>());
    }
}
