//! Blurs, detail and compression.

use super::Form::{Ends, Number, Odd, One, Pair, Range, Special, Whole, Word};
use super::Lone::{FromOne, FromZero, Same, Symmetric};
use super::{Row, ZERO, key};

pub(super) static ROWS: &[Row] = &[
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
];
