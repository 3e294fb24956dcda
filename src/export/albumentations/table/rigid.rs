//! Symmetries, crops, pads, sizes and turns.

use super::Form::{
    Area, Axes, Biased, Ends, Flag, Ignored, Log, Number, One, Only, Pair, Range, Resampling,
    Special, Whole, Word,
};
use super::Lone::{FromZero, Same, Symmetric};
use super::{BORDER, FILL, FILL_MASK, INTERPOLATION, Key, MASK, Row, ZERO, key};

const AREA: Key = key("area_for_downscale", Area, "null");
const RESAMPLING: Key = key("interpolation", Resampling, "1");
const HEIGHT: Key = key("height", One("height_px"), "null");
const WIDTH: Key = key("width", One("width_px"), "null");
const PAD_IF_NEEDED: Key = key("pad_if_needed", Flag("pad_if_needed"), "false");
const PAD_POSITION: Key = key("pad_position", Word("position"), "\"center\"");
const METHOD: Key = key("rotate_method", Word("rotate_method"), "\"largest_box\"");

pub(super) static ROWS: &[Row] = &[
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
        op: "random_crop_near_bbox",
        class: "RandomCropNearBBox",
        keys: &[
            key("cropping_bbox_key", Only, "\"cropping_bbox\""),
            key(
                "max_part_shift",
                Ends("shift_y_frac", "shift_x_frac"),
                "[0.0, 0.3]",
            ),
        ],
    },
    Row {
        op: "crop_non_empty_mask_if_exists",
        class: "CropNonEmptyMaskIfExists",
        keys: &[
            HEIGHT,
            key("ignore_channels", Only, "null"),
            key("ignore_values", Special, "null"),
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
            key("rotate_method", Only, "\"largest_box\""),
            key("scale", Only, r#"{"x": [1.0, 1.0], "y": [1.0, 1.0]}"#),
            key("shear", Only, r#"{"x": [0.0, 0.0], "y": [0.0, 0.0]}"#),
            key("translate_percent", Special, "null"),
            key("translate_px", Special, "null"),
        ],
    },
];
