//! How far the libraries' pixels lie apart for one op and the same numbers. The figures are
//! measured on the corpus by the test below, over each op's default laws.

use crate::export::Verdict;
use crate::kernel::Dialect::{self, Cv2, Pil, Torch};
use crate::param::{Args, Value};
use crate::policy::library;

/// Ops whose pixels all libraries agree on.
const AGREE: &[&str] = &[
    "pretext_rotation",
    "identity",
    "horizontal_flip",
    "vertical_flip",
    "transpose",
    "random_rotate90",
    "d4",
    "turn",
    "crop",
    "random_crop",
    "random_crop_from_borders",
    "bbox_safe_random_crop",
    "at_least_one_bbox_random_crop",
    "random_crop_near_bbox",
    "random_iou_crop",
    "crop_non_empty_mask_if_exists",
    "sanitize_bounding_boxes",
    "sanitize_keypoints",
    "clamp_bounding_boxes",
    "random_zoom_out",
    "pad",
    "pad_if_needed",
    "posterize",
    "solarize",
    "gauss_noise",
    "coarse_dropout",
    "cutout",
    "erase",
    "grid_dropout",
    "random_erasing",
    "random_grid_shuffle",
    "move_tiles",
    "pixel_dropout",
    "xy_masking",
    "invert",
    "channel_shuffle",
    // Its law says whose arithmetic, whatever the target.
    "aug_mix",
];

/// Measured differences that are small: op, two dialects, levels, share of values.
const SMALL: &[(&str, Dialect, Dialect, u8, f64)] = &[
    ("brightness", Pil, Cv2, 0, 0.0),
    ("brightness", Pil, Torch, 0, 0.0),
    ("brightness", Torch, Cv2, 0, 0.0),
    ("translate", Pil, Torch, 0, 0.0),
    ("center_crop", Pil, Torch, 0, 0.0),
    ("sharpness", Pil, Torch, 0, 0.0),
    ("equalize", Pil, Torch, 0, 0.0),
    ("contrast", Pil, Cv2, 1, 0.2),
    ("contrast", Pil, Torch, 1, 0.1),
    ("contrast", Torch, Cv2, 1, 0.2),
    ("color", Pil, Cv2, 1, 0.6),
    ("color", Pil, Torch, 1, 0.1),
    ("color", Torch, Cv2, 1, 0.6),
    ("autocontrast", Pil, Torch, 1, 0.01),
    ("gaussian_blur", Torch, Cv2, 1, 0.02),
    ("gamma", Pil, Torch, 1, 0.01),
    ("gamma", Pil, Cv2, 1, 1.0),
    ("gamma", Torch, Cv2, 1, 1.0),
    ("grayscale", Pil, Cv2, 1, 0.01),
    ("grayscale", Pil, Torch, 1, 0.6),
    ("grayscale", Torch, Cv2, 1, 0.6),
    ("image_compression", Pil, Torch, 0, 0.0),
];

/// How far augplay's own pixels may lie from the library whose arithmetic it runs. Everything is
/// equal unless it is listed here; tests hold every op to it on all goldens.
pub(crate) struct Bar {
    pub(crate) op: &'static str,
    pub(crate) dialect: Dialect,
    /// The most levels.
    pub(crate) levels: u8,
    /// The greatest share of values.
    pub(crate) share: f64,
    /// The reason.
    pub(crate) why: &'static str,
    /// It is the library that differs, from processor to processor; augplay equals the goldens.
    pub(crate) library: bool,
    when: When,
}

/// For which arguments a bar holds; with others pixels are equal.
#[derive(Clone, Copy, PartialEq)]
enum When {
    Always,
    Bicubic,
    NotNearest,
    /// The method of this name.
    Method(&'static str),
}

const WEIGHTS: &str = "OpenCV's float weights, fused multiply-add";
const CUBIC: &str = "bicubic: OpenCV's float weights";

const fn cv2(op: &'static str, when: When, why: &'static str) -> Bar {
    Bar {
        op,
        dialect: Cv2,
        levels: 1,
        share: 0.005,
        why,
        library: false,
        when,
    }
}

/// Every bar.
pub(crate) static BARS: &[Bar] = &[
    cv2("rotate", When::NotNearest, WEIGHTS),
    cv2("safe_rotate", When::NotNearest, WEIGHTS),
    cv2("affine", When::NotNearest, WEIGHTS),
    cv2("resize", When::Bicubic, CUBIC),
    cv2("random_resized_crop", When::Bicubic, CUBIC),
    cv2("random_sized_crop", When::Bicubic, CUBIC),
    cv2("random_sized_bbox_safe_crop", When::Bicubic, CUBIC),
    cv2("longest_max_size", When::Bicubic, CUBIC),
    cv2("smallest_max_size", When::Bicubic, CUBIC),
    cv2("random_scale", When::Bicubic, CUBIC),
    cv2("crop_and_pad", When::Bicubic, CUBIC),
    cv2("letterbox", When::Bicubic, CUBIC),
    cv2("downscale", When::Bicubic, CUBIC),
    cv2("grid_elastic_deform", When::Bicubic, CUBIC),
    Bar {
        share: 0.001,
        ..cv2(
            "optical_distortion",
            When::NotNearest,
            "single-precision coordinates on a boundary",
        )
    },
    Bar {
        share: 0.02,
        ..cv2(
            "thin_plate_spline",
            When::Always,
            "OpenCV's vector logarithm, magnified by the spline's weights; at most 0.2 % with 4 points a side",
        )
    },
    // Albucore 0.0.24 with SimSIMD 6.5.16: equal, but up to 3 levels on 55 % of values with AVX-512 FP16.
    Bar {
        levels: 4,
        share: 0.7,
        library: true,
        ..cv2(
            "random_sun_flare",
            When::Method("overlay"),
            "albucore blends each reflection by SimSIMD, in half precision on processors with AVX-512 FP16",
        )
    },
];

/// The bar of an op in a dialect, whatever its arguments.
pub(crate) fn bar(op: &str, dialect: Dialect) -> Option<&'static Bar> {
    BARS.iter().find(|b| b.op == op && b.dialect == dialect)
}

/// What augplay's own pixels are, where they are a library's.
fn own(op: &str, args: &Args, dialect: Dialect) -> Verdict {
    let says = |name: &str, word: &str| {
        let mut words = args.iter().filter(|(p, _)| p.name.ends_with(name));
        words.any(|(_, value)| matches!(value, Value::Word(w) if *w == word))
    };
    let used = |word| says("interpolation", word);
    match bar(op, dialect) {
        Some(bar)
            if match bar.when {
                When::Always => true,
                When::Bicubic => used("bicubic"),
                When::NotNearest => !used("nearest"),
                When::Method(word) => says("method", word),
            } =>
        {
            Verdict::Within {
                levels: bar.levels,
                share: bar.share,
                why: if bar.library {
                    format!("{}; equal on others", bar.why)
                } else {
                    bar.why.into()
                },
            }
        }
        _ => Verdict::Exact,
    }
}

/// What becomes of an op's pixels when they are made with `to` instead of `from`.
pub(crate) fn between(op: &str, args: &Args, from: Dialect, to: Dialect) -> Verdict {
    if op == "random_erasing" && (from == Cv2) != (to == Cv2) {
        let why = "Albumentations draws area and aspect evenly within what fits, torchvision tries ten times";
        return Verdict::approximate(why);
    }
    if from == to {
        return own(op, args, to);
    }
    if AGREE.contains(&op) {
        return Verdict::Exact;
    }
    let row = SMALL.iter().find(|(name, a, b, ..)| {
        *name == op && ((*a == from && *b == to) || (*a == to && *b == from))
    });
    let why = format!("shown with {}, runs with {}", library(from), library(to));
    match row {
        Some((.., 0, _)) => Verdict::Exact,
        Some((.., levels, share)) => Verdict::Within {
            levels: *levels,
            share: *share,
            why,
        },
        None => Verdict::approximate(why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Policy;
    use crate::image::Size;
    use crate::ops::OPS;
    use crate::policy::tree::word;
    use crate::sample::State;
    use crate::{Image, Sample};

    /// A picture with smooth shades, edges and some noise.
    fn picture(seed: u32) -> Image {
        let size = Size::new(120, 90);
        let mut data = Vec::new();
        let mut noise = seed;
        for y in 0..90i32 {
            for x in 0..120i32 {
                for c in 0..3i32 {
                    noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    let shade = x * (2 - c % 2) + y * (1 + c) / 2 + 20 * c;
                    let disc = if (x - 60).pow(2) + (y - 40).pow(2) < 500 {
                        70 - 40 * c
                    } else {
                        0
                    };
                    let bar = if (x / 9 + y / 13) % 7 == 0 { -45 } else { 0 };
                    let v = shade + disc + bar + (noise >> 28) as i32 - 8;
                    data.push(v.clamp(0, 255) as u8);
                }
            }
        }
        Image::new(size, 3, data).unwrap()
    }

    /// Greatest difference and greatest share over several draws; nothing where the defaults do not
    /// suit the picture.
    fn measure(op: &str, from: Dialect, to: Dialect) -> Option<(u8, f64)> {
        let (mut levels, mut share) = (0, 0f64);
        for view in 0..24 {
            let sample = Sample::new(picture(view));
            let run = |dialect| {
                // Its default only enlarges this picture, in which they agree.
                let more = match op {
                    "letterbox" => ", width_px: 70, height_px: 64",
                    _ => "",
                };
                let text = format!(
                    "augplay: 1\nsteps: [{{op: {op}, dialect: {}{more}}}]",
                    word(dialect)
                );
                let policy = Policy::parse(&text).unwrap();
                let draw = policy.draw(&State::of(sample.image.size(), 3), "k", view);
                Some(draw.ok()?.apply(&sample).unwrap().image)
            };
            let (a, b) = (run(from)?, run(to)?);
            let gaps = a.data().iter().zip(b.data()).map(|(a, b)| a.abs_diff(*b));
            let off = gaps.clone().filter(|d| *d > 0).count();
            levels = levels.max(gaps.max().unwrap_or(0));
            share = share.max(off as f64 / a.data().len() as f64);
        }
        Some((levels, share))
    }

    #[test]
    fn the_figures_hold() {
        for op in OPS.iter().map(|op| op.meta()).filter(|m| !m.fixed) {
            for (from, to) in [(Pil, Cv2), (Pil, Torch), (Torch, Cv2)] {
                if !(op.dialects.contains(&from) && op.dialects.contains(&to)) {
                    continue;
                }
                let Some((levels, share)) = measure(op.name, from, to) else {
                    continue;
                };
                let args = crate::param::Args::defaults(op.params);
                match between(op.name, &args, from, to) {
                    Verdict::Exact => assert_eq!(levels, 0, "{}", op.name),
                    Verdict::Within {
                        levels: most,
                        share: part,
                        ..
                    } => {
                        assert!(
                            levels <= most && share <= part,
                            "{}: {levels} {share}",
                            op.name
                        );
                    }
                    _ => assert!(levels > 0, "{} {from:?} {to:?} agree", op.name),
                }
            }
        }
    }
}
