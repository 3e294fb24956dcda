//! Colour and tone.

use super::Form::{Flag, Number, Only, Pair, Range, Special, Whole, Word};
use super::Lone::{AboutOne, FromOne, Same, Symmetric};
use super::{Row, ZERO, key};

const UNIT: &str = "[1.0, 1.0]";

pub(super) static ROWS: &[Row] = &[
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
            key("method", Word("method"), "\"cdf\""),
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
        op: "random_brightness_contrast",
        class: "RandomBrightnessContrast",
        keys: &[
            key("brightness_by_max", Flag("brightness_by_max"), "true"),
            key(
                "brightness_limit",
                Range("brightness_frac", 1.0, Symmetric),
                "[-0.2, 0.2]",
            ),
            key(
                "contrast_limit",
                Range("contrast_frac", 1.0, Symmetric),
                "[-0.2, 0.2]",
            ),
            key("ensure_safe_range", Flag("ensure_safe_range"), "false"),
        ],
    },
    Row {
        op: "gamma",
        class: "RandomGamma",
        keys: &[key(
            "gamma_limit",
            Range("gamma", 100.0, FromOne),
            "[80.0, 120.0]",
        )],
    },
    Row {
        op: "tone_curve",
        class: "RandomToneCurve",
        keys: &[
            key("per_channel", Flag("per_channel"), "false"),
            key("scale", Number("scale"), "0.1"),
        ],
    },
    Row {
        op: "hue_saturation_value",
        class: "HueSaturationValue",
        keys: &[
            // The library counts steps of 2°.
            key(
                "hue_shift_limit",
                Range("hue_deg", 0.5, Symmetric),
                "[-20.0, 20.0]",
            ),
            key(
                "sat_shift_limit",
                Range("saturation_level", 1.0, Symmetric),
                "[-30.0, 30.0]",
            ),
            key(
                "val_shift_limit",
                Range("value_level", 1.0, Symmetric),
                "[-20.0, 20.0]",
            ),
        ],
    },
    // RGBShift writes its ancestor's arguments too and does not take them back.
    Row {
        op: "rgb_shift",
        class: "AdditiveNoise",
        keys: &[
            key("approximation", Only, "1.0"),
            key("noise_params", Special, r#"{"ranges": [[-0.1, 0.1]]}"#),
            key("noise_type", Only, "\"uniform\""),
            key("spatial_mode", Only, "\"constant\""),
        ],
    },
    Row {
        op: "rgb_shift",
        class: "RGBShift",
        keys: &[
            key("approximation", Only, "1.0"),
            key("b_shift_limit", Special, "[-20.0, 20.0]"),
            key("g_shift_limit", Special, "[-20.0, 20.0]"),
            key("noise_params", Special, "null"),
            key("noise_type", Only, "\"uniform\""),
            key("r_shift_limit", Special, "[-20.0, 20.0]"),
            key("spatial_mode", Only, "\"constant\""),
        ],
    },
    Row {
        op: "planckian_jitter",
        class: "PlanckianJitter",
        keys: &[
            key("mode", Word("mode"), "\"blackbody\""),
            key("sampling_method", Word("sampling"), "\"uniform\""),
            key("temperature_limit", Special, "null"),
        ],
    },
    Row {
        op: "grayscale",
        class: "ToGray",
        keys: &[
            key("method", Word("method"), "\"weighted_average\""),
            key("num_output_channels", Only, "3"),
        ],
    },
    Row {
        op: "sepia",
        class: "ToSepia",
        keys: &[],
    },
    Row {
        op: "invert",
        class: "InvertImg",
        keys: &[],
    },
    Row {
        op: "channel_shuffle",
        class: "ChannelShuffle",
        keys: &[],
    },
    Row {
        op: "channel_dropout",
        class: "ChannelDropout",
        keys: &[
            key("channel_drop_range", Whole("channels", Same), "[1, 1]"),
            key("fill", Number("fill_level"), "0.0"),
        ],
    },
    Row {
        op: "fancy_pca",
        class: "FancyPCA",
        keys: &[key("alpha", Number("alpha"), "0.1")],
    },
    Row {
        op: "illumination",
        class: "Illumination",
        keys: &[
            key("angle_range", Range("angle_deg", 1.0, Same), "[0.0, 360.0]"),
            key("center_range", Special, "[0.1, 0.9]"),
            key("effect_type", Word("effect"), "\"both\""),
            key(
                "intensity_range",
                Range("intensity_frac", 1.0, Same),
                "[0.01, 0.2]",
            ),
            key("mode", Word("mode"), "\"linear\""),
            key("sigma_range", Range("sigma_frac", 1.0, Same), "[0.2, 1.0]"),
        ],
    },
];
