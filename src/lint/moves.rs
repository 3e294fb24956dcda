//! What arguments of other versions are called in Albumentations 2.0.8, and how their values change.

use Move::{Drop, Level, LowHigh, Name, Scaled, Sd, Twice};

/// How an argument's value becomes that of 2.0.8.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Move {
    /// The same value under another name.
    Name(&'static str),
    /// Lower end here, upper end under another name, together `[low, high]`; a number for one that is
    /// not given.
    LowHigh {
        high: &'static str,
        to: &'static str,
        usual: Option<[f64; 2]>,
    },
    /// A variance of levels, or two, to a share's standard deviation, or two.
    Sd(&'static str),
    /// A level to a share of 255, twice.
    Twice(&'static str),
    /// Levels to shares of 255.
    Scaled(&'static str),
    /// A level, where nothing means 0.
    Level(&'static str),
    /// Nothing says it any more; why that matters.
    Drop(&'static str),
}

/// Class (empty: any), argument, and what becomes of it.
type Row = (&'static str, &'static str, Move);

/// Arguments of 1.x.
pub(super) const OLD: &[Row] = &[
    ("AdvancedBlur", "sigmaX_limit", Name("sigma_x_limit")),
    ("AdvancedBlur", "sigmaY_limit", Name("sigma_y_limit")),
    (
        "Downscale",
        "scale_min",
        LowHigh {
            high: "scale_max",
            to: "scale_range",
            usual: Some([0.25, 0.25]),
        },
    ),
    ("GaussNoise", "var_limit", Sd("std_range")),
    ("GaussNoise", "mean", Twice("mean_range")),
    (
        "CoarseDropout",
        "min_holes",
        LowHigh {
            high: "max_holes",
            to: "num_holes_range",
            usual: None,
        },
    ),
    (
        "CoarseDropout",
        "min_height",
        LowHigh {
            high: "max_height",
            to: "hole_height_range",
            usual: None,
        },
    ),
    (
        "CoarseDropout",
        "min_width",
        LowHigh {
            high: "max_width",
            to: "hole_width_range",
            usual: None,
        },
    ),
    (
        "GridDropout",
        "unit_size_min",
        LowHigh {
            high: "unit_size_max",
            to: "unit_size_range",
            usual: None,
        },
    ),
    (
        "GridDropout",
        "holes_number_x",
        LowHigh {
            high: "holes_number_y",
            to: "holes_number_xy",
            usual: None,
        },
    ),
    (
        "GridDropout",
        "shift_x",
        LowHigh {
            high: "shift_y",
            to: "shift_xy",
            usual: Some([0.0, 0.0]),
        },
    ),
    (
        "ImageCompression",
        "quality_lower",
        LowHigh {
            high: "quality_upper",
            to: "quality_range",
            usual: Some([99.0, 100.0]),
        },
    ),
    (
        "RandomFog",
        "fog_coef_lower",
        LowHigh {
            high: "fog_coef_upper",
            to: "fog_coef_range",
            usual: Some([0.3, 1.0]),
        },
    ),
    (
        "RandomRain",
        "slant_lower",
        LowHigh {
            high: "slant_upper",
            to: "slant_range",
            usual: Some([-10.0, 10.0]),
        },
    ),
    (
        "RandomShadow",
        "num_shadows_lower",
        LowHigh {
            high: "num_shadows_upper",
            to: "num_shadows_limit",
            usual: Some([1.0, 2.0]),
        },
    ),
    (
        "RandomSnow",
        "snow_point_lower",
        LowHigh {
            high: "snow_point_upper",
            to: "snow_point_range",
            usual: Some([0.1, 0.3]),
        },
    ),
    (
        "RandomSunFlare",
        "angle_lower",
        LowHigh {
            high: "angle_upper",
            to: "angle_range",
            usual: Some([0.0, 1.0]),
        },
    ),
    (
        "RandomSunFlare",
        "num_flare_circles_lower",
        LowHigh {
            high: "num_flare_circles_upper",
            to: "num_flare_circles_range",
            usual: Some([6.0, 10.0]),
        },
    ),
    (
        "RandomCropNearBBox",
        "cropping_box_key",
        Name("cropping_bbox_key"),
    ),
    ("Solarize", "threshold", Scaled("threshold_range")),
    ("Affine", "mode", Name("border_mode")),
    ("PiecewiseAffine", "mode", Name("border_mode")),
    ("", "pad_mode", Name("border_mode")),
    ("", "cval", Level("fill")),
    ("", "cval_mask", Level("fill_mask")),
    ("", "pad_cval", Level("fill")),
    ("", "pad_cval_mask", Level("fill_mask")),
    ("", "pad_val", Level("fill")),
    ("", "mask_pad_val", Level("fill_mask")),
    ("", "value", Level("fill")),
    ("", "mask_value", Level("fill_mask")),
    ("", "fill_value", Name("fill")),
    ("", "image_fill_value", Name("fill")),
    ("", "mask_fill_value", Name("fill_mask")),
    (
        "ElasticTransform",
        "alpha_affine",
        Drop("2.0.8 has no affine part: put an Affine before it"),
    ),
    (
        "OpticalDistortion",
        "shift_limit",
        Drop("2.0.8 does not move the centre"),
    ),
    (
        "Downscale",
        "interpolation",
        Drop("2.0.8 takes interpolation_pair"),
    ),
    (
        "RandomGamma",
        "eps",
        Drop("it only kept 1.x from dividing by 0"),
    ),
];

/// Arguments of `AlbumentationsX` 2.5.1; the value is the same, but for those that are dropped.
pub(super) const X: &[(&str, &str, &str)] = &[
    ("AdvancedBlur", "beta_range", "beta_limit"),
    ("AdvancedBlur", "blur_range", "blur_limit"),
    ("AdvancedBlur", "noise_range", "noise_limit"),
    ("AdvancedBlur", "rotate_range", "rotate_limit"),
    ("AdvancedBlur", "sigma_x_range", "sigma_x_limit"),
    ("AdvancedBlur", "sigma_y_range", "sigma_y_limit"),
    ("Blur", "blur_range", "blur_limit"),
    ("CLAHE", "clip_range", "clip_limit"),
    (
        "ChromaticAberration",
        "primary_distortion_range",
        "primary_distortion_limit",
    ),
    (
        "ChromaticAberration",
        "secondary_distortion_range",
        "secondary_distortion_limit",
    ),
    ("ColorJitter", "brightness_range", "brightness"),
    ("ColorJitter", "contrast_range", "contrast"),
    ("ColorJitter", "hue_range", "hue"),
    ("ColorJitter", "saturation_range", "saturation"),
    ("Defocus", "alias_blur_range", "alias_blur"),
    ("Defocus", "radius_range", "radius"),
    ("Emboss", "alpha_range", "alpha"),
    ("Emboss", "strength_range", "strength"),
    ("GaussianBlur", "blur_range", "blur_limit"),
    ("GaussianBlur", "sigma_range", "sigma_limit"),
    ("GridDistortion", "distort_range", "distort_limit"),
    ("HueSaturationValue", "hue_shift_range", "hue_shift_limit"),
    ("HueSaturationValue", "sat_shift_range", "sat_shift_limit"),
    ("HueSaturationValue", "val_shift_range", "val_shift_limit"),
    ("ISONoise", "color_shift_range", "color_shift"),
    ("ISONoise", "intensity_range", "intensity"),
    ("MaskDropout", "max_objects_range", "max_objects"),
    ("MedianBlur", "blur_range", "blur_limit"),
    ("MotionBlur", "blur_range", "blur_limit"),
    ("OpticalDistortion", "distort_range", "distort_limit"),
    ("PiecewiseAffine", "nb_cols_range", "nb_cols"),
    ("PiecewiseAffine", "nb_rows_range", "nb_rows"),
    ("PiecewiseAffine", "scale_range", "scale"),
    ("PlanckianJitter", "temperature_range", "temperature_limit"),
    ("RGBShift", "b_shift_range", "b_shift_limit"),
    ("RGBShift", "g_shift_range", "g_shift_limit"),
    ("RGBShift", "r_shift_range", "r_shift_limit"),
    (
        "RandomBrightnessContrast",
        "brightness_range",
        "brightness_limit",
    ),
    (
        "RandomBrightnessContrast",
        "contrast_range",
        "contrast_limit",
    ),
    (
        "RandomBrightnessContrast",
        "ensure_safe_output",
        "ensure_safe_range",
    ),
    ("RandomGamma", "gamma_range", "gamma_limit"),
    ("RandomScale", "scale_range", "scale_limit"),
    ("RandomShadow", "num_shadows_range", "num_shadows_limit"),
    ("RingingOvershoot", "blur_range", "blur_limit"),
    ("RingingOvershoot", "cutoff_range", "cutoff"),
    ("Rotate", "angle_range", "limit"),
    ("SafeRotate", "angle_range", "limit"),
    ("SaltAndPepper", "amount_range", "amount"),
    ("SaltAndPepper", "salt_vs_pepper_range", "salt_vs_pepper"),
    ("Sharpen", "alpha_range", "alpha"),
    ("Sharpen", "lightness_range", "lightness"),
    ("ShiftScaleRotate", "rotate_range", "rotate_limit"),
    ("ShiftScaleRotate", "scale_range", "scale_limit"),
    ("ShiftScaleRotate", "shift_range", "shift_limit"),
    ("ShiftScaleRotate", "shift_range_x", "shift_limit_x"),
    ("ShiftScaleRotate", "shift_range_y", "shift_limit_y"),
    ("Spatter", "cutout_threshold_range", "cutout_threshold"),
    ("Spatter", "gauss_sigma_range", "gauss_sigma"),
    ("Spatter", "intensity_range", "intensity"),
    ("Spatter", "mean_range", "mean"),
    ("Spatter", "std_range", "std"),
    ("Superpixels", "n_segments_range", "n_segments"),
    ("Superpixels", "p_replace_range", "p_replace"),
    ("UnsharpMask", "alpha_range", "alpha"),
    ("UnsharpMask", "blur_range", "blur_limit"),
    ("UnsharpMask", "sigma_range", "sigma_limit"),
    ("XYMasking", "mask_x_length_range", "mask_x_length"),
    ("XYMasking", "mask_y_length_range", "mask_y_length"),
    ("XYMasking", "num_masks_x_range", "num_masks_x"),
    ("XYMasking", "num_masks_y_range", "num_masks_y"),
    ("ZoomBlur", "max_factor_range", "max_factor"),
    ("ZoomBlur", "step_factor_range", "step_factor"),
];

/// Classes of 1.x that 2.0.8 has not, and what to write instead.
pub(super) const GONE: &[(&str, &str)] = &[
    ("Cutout", "CoarseDropout"),
    (
        "Flip",
        "a OneOf of HorizontalFlip, VerticalFlip and Transpose, or D4",
    ),
    ("JpegCompression", "ImageCompression"),
    (
        "RandomBrightness",
        "RandomBrightnessContrast with contrast_limit 0",
    ),
    (
        "RandomContrast",
        "RandomBrightnessContrast with brightness_limit 0",
    ),
    ("ToTensor", "ToTensorV2"),
    ("TemplateTransform", "Lambda"),
];

/// Defaults that `AlbumentationsX` 2.5.1 changed so that pixels do: class, argument, its default.
pub(super) const CHANGED: &[(&str, &str, bool)] = &[
    ("Affine", "keep_ratio", true),
    ("GaussNoise", "per_channel", false),
    ("RandomBrightnessContrast", "brightness_by_max", false),
];

/// What 2.0.8 itself writes beyond a class's own arguments; nothing is lost with it.
pub(super) const WRITTEN: &[(&str, &[&str])] = &[
    (
        "FrequencyMasking",
        &[
            "fill",
            "fill_mask",
            "mask_x_length",
            "mask_y_length",
            "num_masks_x",
            "num_masks_y",
        ],
    ),
    ("PadIfNeeded", &["padding"]),
    (
        "RGBShift",
        &[
            "approximation",
            "noise_params",
            "noise_type",
            "spatial_mode",
        ],
    ),
    (
        "SafeRotate",
        &[
            "balanced_scale",
            "fit_output",
            "keep_ratio",
            "rotate",
            "scale",
            "shear",
            "translate_percent",
            "translate_px",
        ],
    ),
    (
        "TimeMasking",
        &[
            "fill",
            "fill_mask",
            "mask_x_length",
            "mask_y_length",
            "num_masks_x",
            "num_masks_y",
        ],
    ),
];
