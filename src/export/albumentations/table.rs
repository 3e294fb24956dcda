//! Albumentations 2.0.8 classes and augplay's ops, argument by argument; export and import both
//! read this table.

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
    /// A word, the same in both.
    Word(&'static str),
    /// Three levels.
    Rgb(&'static str),
    /// A list of numbers, each a parameter.
    List(&'static [&'static str]),
    /// OpenCV's number of an interpolation.
    Interpolation,
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
}

pub(super) const fn key(name: &'static str, form: Form, default: &'static str) -> Key {
    Key {
        name,
        form,
        default,
    }
}

use Form::{
    Axes, Border, Fill, Flag, Interpolation, Log, Number, One, Only, Pair, Range, Special, Whole,
};
use Lone::{AboutOne, FromOne, FromZero, Same, Symmetric};

const UNIT: &str = "[1.0, 1.0]";
const ZERO: &str = "[0.0, 0.0]";
const AREA: Key = key("area_for_downscale", Only, "null");
pub(super) const BORDER: Key = key("border_mode", Border, "0");
pub(super) const FILL: Key = key("fill", Fill, "0.0");
pub(super) const FILL_MASK: Key = key("fill_mask", Only, "0.0");
pub(super) const INTERPOLATION: Key = key("interpolation", Interpolation, "1");
pub(super) const MASK: Key = key("mask_interpolation", Only, "0");
const METHOD: Key = key("rotate_method", Only, "\"largest_box\"");

/// Rows; where a class occurs more than once, import takes the first.
static ROWS: &[Row] = &[
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
        op: "random_resized_crop",
        class: "RandomResizedCrop",
        keys: &[
            AREA,
            INTERPOLATION,
            MASK,
            key("ratio", Log("aspect_ratio"), "[0.75, 1.3333333333333333]"),
            key("scale", Range("area_frac", 1.0, Same), "[0.08, 1.0]"),
            key("size", Pair("height_px", "width_px"), "null"),
        ],
    },
    Row {
        op: "resize",
        class: "Resize",
        keys: &[
            AREA,
            key("height", One("height_px"), "null"),
            INTERPOLATION,
            MASK,
            key("width", One("width_px"), "null"),
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
            key("crop_border", Only, "false"),
            FILL,
            FILL_MASK,
            INTERPOLATION,
            key("limit", Range("angle_deg", 1.0, Symmetric), "[-90.0, 90.0]"),
            MASK,
            METHOD,
        ],
    },
    Row {
        op: "affine",
        class: "Affine",
        keys: &[
            key("balanced_scale", Only, "false"),
            BORDER,
            FILL,
            FILL_MASK,
            key("fit_output", Only, "false"),
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
            key("by_channels", Only, "true"),
            key("mask", Only, "null"),
            key("mode", Only, "\"cv\""),
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
            key("fill", Special, "0.0"),
            key("fill_mask", Special, "null"),
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

/// All rows, of this file and the next.
fn rows() -> impl Iterator<Item = &'static Row> {
    ROWS.iter().chain(super::table_weather::ROWS)
}

/// The row of an op.
pub(crate) fn of_op(op: &str) -> Option<&'static Row> {
    rows().find(|row| row.op == op)
}

/// The row of a class.
pub(crate) fn of_class(class: &str) -> Option<&'static Row> {
    rows().find(|row| row.class == class)
}

/// OpenCV's numbers of interpolations.
pub(crate) const INTERPOLATIONS: &[(&str, u64)] =
    &[("nearest", 0), ("bilinear", 1), ("bicubic", 2)];

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
                    | Form::Rgb(name) => has(name),
                    Form::List(names) => names.iter().for_each(|name| has(name)),
                    Form::Axes(a, b) | Form::Pair(a, b) => {
                        has(a);
                        has(b);
                    }
                    Form::Interpolation => has("interpolation"),
                    Form::Border | Form::Fill => has("fill"),
                    Form::Only | Form::Special => {}
                }
            }
            let names: Vec<_> = row.keys.iter().map(|k| k.name).collect();
            assert!(names.is_sorted(), "{} is out of order", row.class);
        }
    }
}
