//! Albumentations 2.0.8 classes and augplay's ops, argument by argument; export and import both
//! read this table.

mod colour;
mod weather;

/// An op and its class.
pub(crate) struct Row {
    /// augplay's op.
    pub(crate) op: &'static str,
    /// Class name.
    pub(crate) class: &'static str,
    /// Every constructor argument, in the order in which the library writes them.
    pub(crate) keys: &'static [Key],
}

/// A constructor argument.
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) form: Form,
    /// The library's default, as JSON; what is written where the form says nothing else.
    pub(crate) default: &'static str,
}

/// How an argument corresponds to parameters.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Form {
    /// Only its default has a counterpart.
    Only,
    /// `[low, high]`, uniform: a parameter's law times a factor.
    Range(&'static str, f64, Lone),
    /// `[low, high]`, whole numbers, both included.
    Whole(&'static str, Lone),
    /// `[low, high]`, odd numbers from 3 on, both included.
    Odd(&'static str),
    /// `[low, high]`: two constants.
    Ends(&'static str, &'static str),
    /// A word that both sides use.
    Word(&'static str),
    /// `[low, high]`, uniform in the logarithm.
    Log(&'static str),
    /// `{"x": [low, high], "y": [low, high]}`.
    Axes(&'static str, &'static str),
    /// `[first, second]`: two constants.
    Pair(&'static str, &'static str),
    /// One whole number.
    One(&'static str),
    /// One number.
    Number(&'static str),
    /// `true` or `false`.
    Flag(&'static str),
    /// Three levels.
    Rgb(&'static str),
    /// A list of numbers, each a parameter.
    List(&'static [&'static str]),
    /// `[low, high]`, uniform: a factor's law less 1.
    Biased(&'static str, Lone),
    /// OpenCV's number of an interpolation for warping.
    Interpolation,
    /// OpenCV's number of an interpolation for resizing.
    Resampling,
    /// `"image"` or nothing: whether pictures shrink by area.
    Area,
    /// The library writes it and drops it with a warning: neither written nor read.
    Ignored,
    /// OpenCV's number of a border.
    Border,
    /// A level or one for each channel.
    Fill,
    /// Written and read by code of its own.
    Special,
}

/// What a lone number stands for where the library wants a range.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Lone {
    /// `[-n, n]`.
    Symmetric,
    /// `[1 - n, 1 + n]`, not below 0.
    AboutOne,
    /// `[n, n]`.
    Same,
    /// `[0, n]`.
    FromZero,
    /// `[1, n]`.
    FromOne,
    /// `[3, n]`.
    FromThree,
}

const fn key(name: &'static str, form: Form, default: &'static str) -> Key {
    Key {
        name,
        form,
        default,
    }
}

use Form::{
    Area, Axes, Biased, Border, Ends, Fill, Flag, Ignored, Interpolation, Log, Number, Odd, One,
    Only, Pair, Range, Resampling, Special, Whole, Word,
};
use Lone::{AboutOne, FromOne, FromZero, Same, Symmetric};

const UNIT: &str = "[1.0, 1.0]";
const ZERO: &str = "[0.0, 0.0]";
const AREA: Key = key("area_for_downscale", Area, "null");
const BORDER: Key = key("border_mode", Border, "0");
const FILL: Key = key("fill", Fill, "0.0");
const FILL_MASK: Key = key("fill_mask", Only, "0.0");
const COVER: Key = key("fill", Special, "0.0");
const COVER_MASK: Key = key("fill_mask", Special, "null");
const INTERPOLATION: Key = key("interpolation", Interpolation, "1");
const MASK: Key = key("mask_interpolation", Only, "0");
const RESAMPLING: Key = key("interpolation", Resampling, "1");
const HEIGHT: Key = key("height", One("height_px"), "null");
const WIDTH: Key = key("width", One("width_px"), "null");
const PAD_IF_NEEDED: Key = key("pad_if_needed", Flag("pad_if_needed"), "false");
const PAD_POSITION: Key = key("pad_position", Word("position"), "\"center\"");
const METHOD: Key = key("rotate_method", Only, "\"largest_box\"");

/// Every row; where a class occurs more than once, import takes the first.
fn rows() -> impl Iterator<Item = &'static Row> {
    ROWS.iter().chain(colour::ROWS).chain(weather::ROWS)
}

static ROWS: &[Row] = &[
    Row {
        op: "identity",
        class: "NoOp",
        keys: &[],
    },
    Row {
        op: "horizontal_flip",
        class: "HorizontalFlip",
        keys: &[],
    },
    Row {
        op: "vertical_flip",
        class: "VerticalFlip",
        keys: &[],
    },
    Row {
        op: "transpose",
        class: "Transpose",
        keys: &[],
    },
    Row {
        op: "random_rotate90",
        class: "RandomRotate90",
        keys: &[],
    },
    Row {
        op: "d4",
        class: "D4",
        keys: &[],
    },
    Row {
        op: "d4",
        class: "SquareSymmetry",
        keys: &[],
    },
    Row {
        op: "pad",
        class: "Pad",
        keys: &[BORDER, FILL, FILL_MASK, key("padding", Special, "0")],
    },
    Row {
        op: "pad_if_needed",
        class: "PadIfNeeded",
        keys: &[
            BORDER,
            FILL,
            FILL_MASK,
            key("min_height", Special, "1024"),
            key("min_width", Special, "1024"),
            key("pad_height_divisor", Special, "null"),
            key("pad_width_divisor", Special, "null"),
            key("padding", Ignored, "0"),
            key("position", Word("position"), "\"center\""),
        ],
    },
    Row {
        op: "center_crop",
        class: "CenterCrop",
        keys: &[
            BORDER,
            FILL,
            FILL_MASK,
            HEIGHT,
            PAD_IF_NEEDED,
            PAD_POSITION,
            WIDTH,
        ],
    },
    Row {
        op: "random_crop",
        class: "RandomCrop",
        keys: &[
            BORDER,
            FILL,
            FILL_MASK,
            HEIGHT,
            PAD_IF_NEEDED,
            PAD_POSITION,
            WIDTH,
        ],
    },
    Row {
        op: "random_crop_from_borders",
        class: "RandomCropFromBorders",
        keys: &[
            key("crop_bottom", Number("bottom_frac"), "0.1"),
            key("crop_left", Number("left_frac"), "0.1"),
            key("crop_right", Number("right_frac"), "0.1"),
            key("crop_top", Number("top_frac"), "0.1"),
        ],
    },
    Row {
        op: "random_sized_crop",
        class: "RandomSizedCrop",
        keys: &[
            AREA,
            RESAMPLING,
            MASK,
            key(
                "min_max_height",
                Whole("crop_height_px", Same),
                "[128, 256]",
            ),
            key("size", Pair("height_px", "width_px"), "null"),
            key("w2h_ratio", Number("aspect_ratio"), "1.0"),
        ],
    },
    Row {
        op: "bbox_safe_random_crop",
        class: "BBoxSafeRandomCrop",
        keys: &[key("erosion_rate", Number("erosion_frac"), "0.0")],
    },
    Row {
        op: "random_sized_bbox_safe_crop",
        class: "RandomSizedBBoxSafeCrop",
        keys: &[
            key("erosion_rate", Number("erosion_frac"), "0.0"),
            HEIGHT,
            RESAMPLING,
            MASK,
            WIDTH,
        ],
    },
    Row {
        op: "at_least_one_bbox_random_crop",
        class: "AtLeastOneBBoxRandomCrop",
        keys: &[
            key("erosion_factor", Number("erosion_frac"), "0.0"),
            HEIGHT,
            WIDTH,
        ],
    },
    Row {
        op: "crop_and_pad",
        class: "CropAndPad",
        keys: &[
            BORDER,
            FILL,
            FILL_MASK,
            RESAMPLING,
            key("keep_size", Flag("keep_size"), "true"),
            MASK,
            key("percent", Special, "null"),
            key("px", Special, "null"),
            key("sample_independently", Flag("each_side"), "true"),
        ],
    },
    Row {
        op: "perspective",
        class: "Perspective",
        keys: &[
            BORDER,
            FILL,
            FILL_MASK,
            key("fit_output", Flag("fit_output"), "false"),
            INTERPOLATION,
            key("keep_size", Flag("keep_size"), "true"),
            MASK,
            key("scale", Range("scale", 1.0, FromZero), "[0.05, 0.1]"),
        ],
    },
    Row {
        op: "random_resized_crop",
        class: "RandomResizedCrop",
        keys: &[
            AREA,
            RESAMPLING,
            MASK,
            key("ratio", Log("aspect_ratio"), "[0.75, 1.3333333333333333]"),
            key("scale", Range("area_frac", 1.0, Same), "[0.08, 1.0]"),
            key("size", Pair("height_px", "width_px"), "null"),
        ],
    },
    Row {
        op: "resize",
        class: "Resize",
        keys: &[AREA, HEIGHT, RESAMPLING, MASK, WIDTH],
    },
    Row {
        op: "longest_max_size",
        class: "LongestMaxSize",
        keys: &[
            AREA,
            RESAMPLING,
            MASK,
            key("max_size", Special, "null"),
            key("max_size_hw", Special, "null"),
        ],
    },
    Row {
        op: "smallest_max_size",
        class: "SmallestMaxSize",
        keys: &[
            AREA,
            RESAMPLING,
            MASK,
            key("max_size", Special, "null"),
            key("max_size_hw", Special, "null"),
        ],
    },
    Row {
        op: "random_scale",
        class: "RandomScale",
        keys: &[
            AREA,
            RESAMPLING,
            MASK,
            key("scale_limit", Biased("scale", Symmetric), "[-0.1, 0.1]"),
        ],
    },
    Row {
        op: "crop",
        class: "Crop",
        keys: &[
            key("border_mode", Only, "0"),
            key("fill", Only, "0.0"),
            FILL_MASK,
            key("pad_if_needed", Only, "false"),
            key("pad_position", Only, "\"center\""),
            key("x_max", Special, "1024"),
            key("x_min", Special, "0"),
            key("y_max", Special, "1024"),
            key("y_min", Special, "0"),
        ],
    },
    Row {
        op: "rotate",
        class: "Rotate",
        keys: &[
            BORDER,
            key("crop_border", Flag("crop_border"), "false"),
            FILL,
            FILL_MASK,
            INTERPOLATION,
            key("limit", Range("angle_deg", 1.0, Symmetric), "[-90.0, 90.0]"),
            MASK,
            METHOD,
        ],
    },
    Row {
        op: "safe_rotate",
        class: "SafeRotate",
        keys: &[
            key("balanced_scale", Ignored, "false"),
            BORDER,
            FILL,
            FILL_MASK,
            key("fit_output", Ignored, "true"),
            INTERPOLATION,
            key("keep_ratio", Ignored, "false"),
            key("limit", Range("angle_deg", 1.0, Symmetric), "[-90.0, 90.0]"),
            MASK,
            key("rotate", Ignored, "null"),
            METHOD,
            key("scale", Ignored, "null"),
            key("shear", Ignored, "null"),
            key("translate_percent", Ignored, "null"),
            key("translate_px", Ignored, "null"),
        ],
    },
    Row {
        op: "affine",
        class: "Affine",
        keys: &[
            key("balanced_scale", Flag("balanced_scale"), "false"),
            BORDER,
            FILL,
            FILL_MASK,
            key("fit_output", Flag("fit_output"), "false"),
            INTERPOLATION,
            key("keep_ratio", Special, "false"),
            MASK,
            key("rotate", Range("angle_deg", 1.0, Same), ZERO),
            METHOD,
            key("scale", Special, r#"{"x": [1.0, 1.0], "y": [1.0, 1.0]}"#),
            key(
                "shear",
                Axes("shear_x_deg", "shear_y_deg"),
                r#"{"x": [0.0, 0.0], "y": [0.0, 0.0]}"#,
            ),
            key("translate_percent", Special, "null"),
            key("translate_px", Special, "null"),
        ],
    },
    // Read as the affine it is; never written.
    Row {
        op: "affine",
        class: "ShiftScaleRotate",
        keys: &[
            BORDER,
            FILL,
            FILL_MASK,
            INTERPOLATION,
            MASK,
            key(
                "rotate_limit",
                Range("angle_deg", 1.0, Symmetric),
                "[-45.0, 45.0]",
            ),
            METHOD,
            key("scale_limit", Biased("scale", Symmetric), "[-0.1, 0.1]"),
            key("shift_limit", Special, "[-0.0625, 0.0625]"),
            key("shift_limit_x", Special, "null"),
            key("shift_limit_y", Special, "null"),
        ],
    },
    Row {
        op: "translate",
        class: "Affine",
        keys: &[
            key("balanced_scale", Only, "false"),
            BORDER,
            FILL,
            FILL_MASK,
            key("fit_output", Only, "false"),
            INTERPOLATION,
            key("keep_ratio", Only, "false"),
            MASK,
            key("rotate", Only, ZERO),
            METHOD,
            key("scale", Only, r#"{"x": [1.0, 1.0], "y": [1.0, 1.0]}"#),
            key("shear", Only, r#"{"x": [0.0, 0.0], "y": [0.0, 0.0]}"#),
            key("translate_percent", Axes("x_frac", "y_frac"), "null"),
            key("translate_px", Only, "null"),
        ],
    },
    Row {
        op: "color_jitter",
        class: "ColorJitter",
        keys: &[
            key(
                "brightness",
                Range("brightness", 1.0, AboutOne),
                "[0.8, 1.2]",
            ),
            key("contrast", Range("contrast", 1.0, AboutOne), "[0.8, 1.2]"),
            key("hue", Range("hue_frac", 1.0, Symmetric), "[-0.5, 0.5]"),
            key(
                "saturation",
                Range("saturation", 1.0, AboutOne),
                "[0.8, 1.2]",
            ),
        ],
    },
    Row {
        op: "brightness",
        class: "ColorJitter",
        keys: &[
            key("brightness", Range("factor", 1.0, AboutOne), UNIT),
            key("contrast", Only, UNIT),
            key("hue", Only, ZERO),
            key("saturation", Only, UNIT),
        ],
    },
    Row {
        op: "contrast",
        class: "ColorJitter",
        keys: &[
            key("brightness", Only, UNIT),
            key("contrast", Range("factor", 1.0, AboutOne), UNIT),
            key("hue", Only, ZERO),
            key("saturation", Only, UNIT),
        ],
    },
    Row {
        op: "color",
        class: "ColorJitter",
        keys: &[
            key("brightness", Only, UNIT),
            key("contrast", Only, UNIT),
            key("hue", Only, ZERO),
            key("saturation", Range("factor", 1.0, AboutOne), UNIT),
        ],
    },
    Row {
        op: "hue",
        class: "ColorJitter",
        keys: &[
            key("brightness", Only, UNIT),
            key("contrast", Only, UNIT),
            key("hue", Range("shift_frac", 1.0, Symmetric), ZERO),
            key("saturation", Only, UNIT),
        ],
    },
    Row {
        op: "posterize",
        class: "Posterize",
        keys: &[key("num_bits", Whole("bits", Same), "[4, 4]")],
    },
    Row {
        op: "solarize",
        class: "Solarize",
        keys: &[key(
            "threshold_range",
            Range("threshold_level", 1.0 / 255.0, Same),
            "[0.5, 0.5]",
        )],
    },
    Row {
        op: "equalize",
        class: "Equalize",
        keys: &[
            key("by_channels", Flag("by_channels"), "true"),
            key("mask", Only, "null"),
            key("mode", Word("mode"), "\"cv\""),
        ],
    },
    Row {
        op: "autocontrast",
        class: "AutoContrast",
        keys: &[
            key("cutoff", Number("cutoff_pct"), "0.0"),
            key("ignore", Only, "null"),
            key("method", Only, "\"cdf\""),
        ],
    },
    Row {
        op: "gaussian_blur",
        class: "GaussianBlur",
        keys: &[
            key("blur_limit", Special, "[0, 0]"),
            key(
                "sigma_limit",
                Range("sigma_px", 1.0, FromZero),
                "[0.5, 3.0]",
            ),
        ],
    },
    Row {
        op: "box_blur",
        class: "Blur",
        keys: &[key("blur_limit", Odd("kernel_px"), "[3, 7]")],
    },
    Row {
        op: "median_blur",
        class: "MedianBlur",
        keys: &[key("blur_limit", Odd("kernel_px"), "[3, 7]")],
    },
    Row {
        op: "motion_blur",
        class: "MotionBlur",
        keys: &[
            key("allow_shifted", Special, "true"),
            key("angle_range", Range("angle_deg", 1.0, Same), "[0.0, 360.0]"),
            key("blur_limit", Odd("kernel_px"), "[3, 7]"),
            key(
                "direction_range",
                Range("direction", 1.0, Same),
                "[-1.0, 1.0]",
            ),
        ],
    },
    Row {
        op: "defocus",
        class: "Defocus",
        keys: &[
            key(
                "alias_blur",
                Range("alias_blur_px", 1.0, FromZero),
                "[0.1, 0.5]",
            ),
            key("radius", Whole("radius_px", FromOne), "[3, 10]"),
        ],
    },
    Row {
        op: "zoom_blur",
        class: "ZoomBlur",
        keys: &[
            key(
                "max_factor",
                Range("max_factor", 1.0, FromOne),
                "[1.0, 1.31]",
            ),
            key(
                "step_factor",
                Range("step_factor", 1.0, FromZero),
                "[0.01, 0.03]",
            ),
        ],
    },
    Row {
        op: "glass_blur",
        class: "GlassBlur",
        keys: &[
            key("iterations", One("iterations"), "2"),
            key("max_delta", One("max_delta_px"), "4"),
            key("mode", Word("mode"), "\"fast\""),
            key("sigma", Number("sigma_px"), "0.7"),
        ],
    },
    Row {
        op: "advanced_blur",
        class: "AdvancedBlur",
        keys: &[
            key("beta_limit", Special, "[0.5, 8.0]"),
            key("blur_limit", Odd("kernel_px"), "[3, 7]"),
            key("noise_limit", Ends("noise_min", "noise_max"), "[0.9, 1.1]"),
            key(
                "rotate_limit",
                Range("angle_deg", 1.0, Symmetric),
                "[-90.0, 90.0]",
            ),
            key(
                "sigma_x_limit",
                Range("sigma_x_px", 1.0, FromZero),
                "[0.2, 1.0]",
            ),
            key(
                "sigma_y_limit",
                Range("sigma_y_px", 1.0, FromZero),
                "[0.2, 1.0]",
            ),
        ],
    },
    Row {
        op: "ringing_overshoot",
        class: "RingingOvershoot",
        keys: &[
            key("blur_limit", Odd("kernel_px"), "[7, 15]"),
            key(
                "cutoff",
                Range("cutoff", 1.0, Same),
                "[0.7853981633974483, 1.5707963267948966]",
            ),
        ],
    },
    Row {
        op: "sharpen",
        class: "Sharpen",
        keys: &[
            key("alpha", Range("alpha", 1.0, Same), "[0.2, 0.5]"),
            key("kernel_size", One("kernel_px"), "5"),
            key("lightness", Range("lightness", 1.0, Same), "[0.5, 1.0]"),
            key("method", Word("method"), "\"kernel\""),
            key("sigma", Number("sigma_px"), "1.0"),
        ],
    },
    Row {
        op: "unsharp_mask",
        class: "UnsharpMask",
        keys: &[
            key("alpha", Range("alpha", 1.0, FromZero), "[0.2, 0.5]"),
            key("blur_limit", Odd("kernel_px"), "[3, 7]"),
            key("sigma_limit", Range("sigma_px", 1.0, FromZero), ZERO),
            key("threshold", One("threshold_level"), "10"),
        ],
    },
    Row {
        op: "emboss",
        class: "Emboss",
        keys: &[
            key("alpha", Range("alpha", 1.0, Same), "[0.2, 0.5]"),
            key("strength", Range("strength", 1.0, Same), "[0.2, 0.7]"),
        ],
    },
    Row {
        op: "image_compression",
        class: "ImageCompression",
        keys: &[
            key("compression_type", Word("compression_type"), "\"jpeg\""),
            key("quality_range", Whole("quality", Same), "[99, 100]"),
        ],
    },
    Row {
        op: "downscale",
        class: "Downscale",
        keys: &[
            key(
                "interpolation_pair",
                Special,
                r#"{"upscale": 0, "downscale": 0}"#,
            ),
            key("scale_range", Range("scale", 1.0, Same), "[0.25, 0.25]"),
        ],
    },
    Row {
        op: "morphology",
        class: "Morphological",
        keys: &[
            key("operation", Word("operation"), "\"dilation\""),
            key("scale", Pair("width_px", "height_px"), "[2, 3]"),
        ],
    },
    Row {
        op: "clahe",
        class: "CLAHE",
        keys: &[
            key(
                "clip_limit",
                Range("clip_limit", 1.0, FromOne),
                "[1.0, 4.0]",
            ),
            key("tile_grid_size", Pair("tiles_x", "tiles_y"), "[8, 8]"),
        ],
    },
    Row {
        op: "gauss_noise",
        class: "GaussNoise",
        keys: &[
            key("mean_range", Range("mean_frac", 1.0, Same), ZERO),
            key("noise_scale_factor", Only, "1.0"),
            key("per_channel", Flag("per_channel"), "true"),
            key("std_range", Range("sd_frac", 1.0, Same), "[0.2, 0.44]"),
        ],
    },
    Row {
        op: "coarse_dropout",
        class: "CoarseDropout",
        keys: &[
            COVER,
            COVER_MASK,
            key(
                "hole_height_range",
                Range("height_frac", 1.0, Same),
                "[0.1, 0.2]",
            ),
            key(
                "hole_width_range",
                Range("width_frac", 1.0, Same),
                "[0.1, 0.2]",
            ),
            key("num_holes_range", Whole("holes", Same), "[1, 2]"),
        ],
    },
    Row {
        op: "grid_dropout",
        class: "GridDropout",
        keys: &[
            COVER,
            COVER_MASK,
            key("holes_number_xy", Special, "null"),
            key("random_offset", Flag("random_offset"), "true"),
            key("ratio", Number("hole_frac"), "0.5"),
            key("shift_xy", Pair("shift_x_px", "shift_y_px"), "[0, 0]"),
            key("unit_size_range", Special, "null"),
        ],
    },
    Row {
        op: "random_erasing",
        class: "Erasing",
        keys: &[
            COVER,
            COVER_MASK,
            key("ratio", Range("aspect", 1.0, Same), "[0.3, 3.3]"),
            key("scale", Range("area_frac", 1.0, Same), "[0.02, 0.33]"),
        ],
    },
    Row {
        op: "xy_masking",
        class: "XYMasking",
        keys: &[
            COVER,
            COVER_MASK,
            key("mask_x_length", Whole("x_length_px", FromZero), "[0, 0]"),
            key("mask_y_length", Whole("y_length_px", FromZero), "[0, 0]"),
            key("num_masks_x", Whole("masks_x", FromZero), "[0, 0]"),
            key("num_masks_y", Whole("masks_y", FromZero), "[0, 0]"),
        ],
    },
    Row {
        op: "pixel_dropout",
        class: "PixelDropout",
        keys: &[
            key("drop_value", Special, "0.0"),
            key("dropout_prob", Number("drop_frac"), "0.01"),
            key("mask_drop_value", Special, "null"),
            key("per_channel", Flag("per_channel"), "false"),
        ],
    },
    Row {
        op: "random_grid_shuffle",
        class: "RandomGridShuffle",
        keys: &[key("grid", Pair("rows", "columns"), "[3, 3]")],
    },
    Row {
        op: "salt_and_pepper",
        class: "SaltAndPepper",
        keys: &[
            key("amount", Range("amount_frac", 1.0, Same), "[0.01, 0.06]"),
            key(
                "salt_vs_pepper",
                Range("salt_frac", 1.0, Same),
                "[0.4, 0.6]",
            ),
        ],
    },
    Row {
        op: "shot_noise",
        class: "ShotNoise",
        keys: &[key("scale_range", Range("scale", 1.0, Same), "[0.1, 0.3]")],
    },
    Row {
        op: "iso_noise",
        class: "ISONoise",
        keys: &[
            key(
                "color_shift",
                Range("color_shift", 1.0, Same),
                "[0.01, 0.05]",
            ),
            key("intensity", Range("intensity", 1.0, Same), "[0.1, 0.5]"),
        ],
    },
    Row {
        op: "multiplicative_noise",
        class: "MultiplicativeNoise",
        keys: &[
            key("elementwise", Flag("elementwise"), "false"),
            key("multiplier", Special, "[0.9, 1.1]"),
            key("per_channel", Flag("per_channel"), "false"),
        ],
    },
    Row {
        op: "additive_noise",
        class: "AdditiveNoise",
        keys: &[
            key("approximation", Only, "1.0"),
            key("noise_params", Special, "null"),
            key("noise_type", Special, "\"uniform\""),
            key("spatial_mode", Special, "\"constant\""),
        ],
    },
    Row {
        op: "elastic_transform",
        class: "ElasticTransform",
        keys: &[
            key("alpha", Number("alpha_px"), "1.0"),
            key("approximate", Only, "false"),
            BORDER,
            FILL,
            FILL_MASK,
            INTERPOLATION,
            key("keypoint_remapping_method", Only, "\"mask\""),
            MASK,
            key("noise_distribution", Only, "\"gaussian\""),
            key("same_dxdy", Flag("same_field"), "false"),
            key("sigma", Number("sigma_px"), "50.0"),
        ],
    },
];

/// The row of an op.
pub(crate) fn of_op(op: &str) -> Option<&'static Row> {
    rows().find(|row| row.op == op)
}

/// The row of a class.
pub(crate) fn of_class(class: &str) -> Option<&'static Row> {
    rows().find(|row| row.class == class)
}

/// OpenCV's numbers of interpolations, for warping.
pub(crate) const INTERPOLATIONS: &[(&str, u64)] =
    &[("nearest", 0), ("bilinear", 1), ("bicubic", 2)];

/// OpenCV's numbers of interpolations, for resizing.
pub(crate) const RESAMPLINGS: &[(&str, u64)] = &[
    ("nearest", 0),
    ("bilinear", 1),
    ("bicubic", 2),
    ("area", 3),
    ("lanczos", 4),
];

/// OpenCV's numbers of borders.
pub(crate) const BORDERS: &[(&str, u64)] = &[
    ("constant", 0),
    ("replicate", 1),
    ("reflect", 2),
    ("wrap", 3),
    ("reflect_101", 4),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops;

    #[test]
    fn the_table_names_what_exists() {
        for row in rows() {
            let meta = ops::find(row.op).expect(row.op).meta();
            let has = |name: &str| {
                assert!(
                    meta.params.iter().any(|p| p.name == name),
                    "{} has no {name}",
                    row.op
                );
            };
            for key in row.keys {
                assert!(
                    serde_json::from_str::<serde_json::Value>(key.default).is_ok(),
                    "{}.{}",
                    row.class,
                    key.name
                );
                match key.form {
                    Form::Range(name, ..)
                    | Form::Whole(name, _)
                    | Form::Log(name)
                    | Form::One(name)
                    | Form::Number(name)
                    | Form::Flag(name)
                    | Form::Word(name)
                    | Form::Odd(name)
                    | Form::Rgb(name)
                    | Form::Biased(name, _) => has(name),
                    Form::List(names) => names.iter().for_each(|name| has(name)),
                    Form::Axes(a, b) | Form::Pair(a, b) | Form::Ends(a, b) => {
                        has(a);
                        has(b);
                    }
                    Form::Interpolation | Form::Resampling => has("interpolation"),
                    Form::Area => has("area_when_shrinking"),
                    Form::Border | Form::Fill => has("fill"),
                    Form::Only | Form::Special | Form::Ignored => {}
                }
            }
            let names: Vec<_> = row.keys.iter().map(|k| k.name).collect();
            assert!(names.is_sorted(), "{} is out of order", row.class);
        }
    }
}
