//! Occlusion and noise.

use super::Form::{Flag, Number, Only, Pair, Range, Special, Whole};
use super::Lone::{FromOne, FromZero, Same};
use super::{FILL_MASK, Key, Row, ZERO, key};

const COVER: Key = key("fill", Special, "0.0");
const COVER_MASK: Key = key("fill_mask", Special, "null");

pub(super) static ROWS: &[Row] = &[
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
        op: "mask_dropout",
        class: "MaskDropout",
        keys: &[
            key("fill", Special, "0.0"),
            FILL_MASK,
            key("max_objects", Whole("objects", FromOne), "[1, 1]"),
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
];
