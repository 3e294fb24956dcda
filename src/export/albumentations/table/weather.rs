//! Rows of distortions, weather and optics.

use super::Form::{Flag, List, Number, One, Only, Pair, Range, Rgb, Special, Whole, Word};
use super::Lone::{Same, Symmetric};
use super::{BORDER, FILL, FILL_MASK, Form, INTERPOLATION, Key, MASK, Row, key};

const REMAPPING: Key = key("keypoint_remapping_method", Only, "\"mask\"");
const REGION: Form = List(&["left_frac", "top_frac", "right_frac", "bottom_frac"]);

/// Every row.
pub(super) static ROWS: &[Row] = &[
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
    Row {
        op: "grid_distortion",
        class: "GridDistortion",
        keys: &[
            BORDER,
            key(
                "distort_limit",
                Range("distort_frac", 1.0, Symmetric),
                "[-0.3, 0.3]",
            ),
            FILL,
            FILL_MASK,
            INTERPOLATION,
            REMAPPING,
            MASK,
            key("normalized", Flag("normalized"), "true"),
            key("num_steps", One("cells"), "5"),
        ],
    },
    Row {
        op: "optical_distortion",
        class: "OpticalDistortion",
        keys: &[
            BORDER,
            key(
                "distort_limit",
                Range("distortion", 1.0, Symmetric),
                "[-0.05, 0.05]",
            ),
            FILL,
            FILL_MASK,
            INTERPOLATION,
            REMAPPING,
            MASK,
            key("mode", Word("mode"), "\"camera\""),
        ],
    },
    Row {
        op: "thin_plate_spline",
        class: "ThinPlateSpline",
        keys: &[
            BORDER,
            FILL,
            FILL_MASK,
            INTERPOLATION,
            REMAPPING,
            MASK,
            key("num_control_points", One("points"), "4"),
            key("scale_range", Range("scale_frac", 1.0, Same), "[0.2, 0.4]"),
        ],
    },
    Row {
        op: "piecewise_affine",
        class: "PiecewiseAffine",
        keys: &[
            key("absolute_scale", Only, "false"),
            BORDER,
            FILL,
            FILL_MASK,
            INTERPOLATION,
            REMAPPING,
            MASK,
            key("nb_cols", Whole("columns", Same), "[4, 4]"),
            key("nb_rows", Whole("rows", Same), "[4, 4]"),
            key("scale", Range("scale_frac", 1.0, Same), "[0.03, 0.05]"),
        ],
    },
    Row {
        op: "grid_elastic_deform",
        class: "GridElasticDeform",
        keys: &[
            INTERPOLATION,
            key("magnitude", One("magnitude_px"), "10"),
            MASK,
            key("num_grid_xy", Pair("rows", "columns"), "null"),
        ],
    },
    Row {
        op: "random_fog",
        class: "RandomFog",
        keys: &[
            key("alpha_coef", Number("alpha_frac"), "0.08"),
            key("fog_coef_range", Range("fog_frac", 1.0, Same), "[0.3, 1.0]"),
        ],
    },
    Row {
        op: "random_rain",
        class: "RandomRain",
        keys: &[
            key("blur_value", One("blur_px"), "7"),
            key("brightness_coefficient", Number("brightness"), "0.7"),
            key("drop_color", Rgb("colour"), "[200, 200, 200]"),
            key("drop_length", Special, "null"),
            key("drop_width", One("width_px"), "1"),
            key("rain_type", Word("kind"), "\"default\""),
            key("slant_range", Range("slant_px", 1.0, Same), "[-10.0, 10.0]"),
        ],
    },
    Row {
        op: "random_snow",
        class: "RandomSnow",
        keys: &[
            key("brightness_coeff", Number("brightness"), "2.5"),
            key("method", Word("method"), "\"bleach\""),
            key(
                "snow_point_range",
                Range("snow_frac", 1.0, Same),
                "[0.1, 0.3]",
            ),
        ],
    },
    Row {
        op: "random_shadow",
        class: "RandomShadow",
        keys: &[
            key("num_shadows_limit", Whole("shadows", Same), "[1, 2]"),
            key("shadow_dimension", One("corners"), "5"),
            key(
                "shadow_intensity_range",
                Range("intensity_frac", 1.0, Same),
                "[0.5, 0.5]",
            ),
            key("shadow_roi", REGION, "[0.0, 0.5, 1.0, 1.0]"),
        ],
    },
    Row {
        op: "spatter",
        class: "Spatter",
        keys: &[
            key("color", Special, "[238, 238, 175]"),
            key(
                "cutout_threshold",
                Range("cutoff_frac", 1.0, Same),
                "[0.68, 0.68]",
            ),
            key("gauss_sigma", Range("sigma_px", 1.0, Same), "[2.0, 2.0]"),
            key(
                "intensity",
                Range("intensity_frac", 1.0, Same),
                "[0.6, 0.6]",
            ),
            key("mean", Range("mean_frac", 1.0, Same), "[0.65, 0.65]"),
            key("mode", Word("mode"), "\"rain\""),
            key("std", Range("sd_frac", 1.0, Same), "[0.3, 0.3]"),
        ],
    },
    Row {
        op: "random_gravel",
        class: "RandomGravel",
        keys: &[
            key("gravel_roi", REGION, "[0.1, 0.4, 0.9, 0.9]"),
            key("number_of_patches", One("patches"), "2"),
        ],
    },
    Row {
        op: "random_sun_flare",
        class: "RandomSunFlare",
        keys: &[
            key(
                "angle_range",
                Range("angle_deg", 1.0 / 360.0, Same),
                "[0.0, 1.0]",
            ),
            key("flare_roi", REGION, "[0.0, 0.0, 1.0, 0.5]"),
            key("method", Word("method"), "\"overlay\""),
            key(
                "num_flare_circles_range",
                Whole("reflections", Same),
                "[6, 10]",
            ),
            key("src_color", Rgb("colour"), "[255, 255, 255]"),
            key("src_radius", One("radius_px"), "400"),
        ],
    },
    Row {
        op: "chromatic_aberration",
        class: "ChromaticAberration",
        keys: &[
            INTERPOLATION,
            key("mode", Word("mode"), "\"green_purple\""),
            key(
                "primary_distortion_limit",
                Range("primary", 1.0, Symmetric),
                "[-0.02, 0.02]",
            ),
            key(
                "secondary_distortion_limit",
                Range("secondary", 1.0, Symmetric),
                "[-0.05, 0.05]",
            ),
        ],
    },
    Row {
        op: "plasma_brightness_contrast",
        class: "PlasmaBrightnessContrast",
        keys: &[
            key(
                "brightness_range",
                Range("brightness_frac", 1.0, Same),
                "[-0.3, 0.3]",
            ),
            key(
                "contrast_range",
                Range("contrast_frac", 1.0, Same),
                "[-0.3, 0.3]",
            ),
            key("plasma_size", Only, "256"),
            key("roughness", Number("roughness"), "3.0"),
        ],
    },
    Row {
        op: "plasma_shadow",
        class: "PlasmaShadow",
        keys: &[
            key("plasma_size", Only, "256"),
            key("roughness", Number("roughness"), "3.0"),
            key(
                "shadow_intensity_range",
                Range("intensity_frac", 1.0, Same),
                "[0.3, 0.7]",
            ),
        ],
    },
];
