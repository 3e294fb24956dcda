//! Every kernel of the pil dialect against Pillow's own pixels: not one value may differ.
//!
//! The small functions here go from an op's parameters to kernel parameters as torchvision and
//! Pillow do it.

use serde_json::Value;

use super::blend::{self, Blend};
use super::color::{self, Color, What};
use super::golden::{Case, cases, check};
use super::rearrange::{self, Rearrange, Turn};
use super::resize::{self, Resize};
use super::stencil::{self, Stencil};
use super::table::{self, Lut, Table};
use super::table_from_stats::{self, Rule, TableFromStats};
use super::warp::{self, Coords, Warp};
use super::{Border, Dialect, Filter, reduce};
use crate::image::{Image, Size};
use crate::math;

const DIALECT: Dialect = Dialect::Pil;

fn exact(op: &str, run: impl FnMut(&Case) -> Image) {
    check(&cases(op, "pil"), 0.0, 0, run);
}

fn filter(case: &Case) -> Filter {
    serde_json::from_value(case.params["interpolation"].clone()).unwrap()
}

fn fill(case: &Case) -> Border {
    Border::Constant(serde_json::from_value::<[u8; 3]>(case.params["fill"].clone()).unwrap())
}

fn affine_of(case: &Case, matrix: [f64; 6]) -> Image {
    let p = Warp {
        size: case.input.size,
        coords: Coords::Affine(matrix),
        filter: filter(case),
        border: fill(case),
        dialect: DIALECT,
    };
    warp::run(&p, &case.input, None)
}

/// Python's `round(v, 15)`.
fn round15(v: f64) -> f64 {
    format!("{v:.15}").parse().unwrap()
}

#[test]
fn rotate() {
    exact("rotate", |case| {
        let Size { width, height } = case.input.size;
        let angle = case.number("angle_deg").rem_euclid(360.0);
        let turn = match angle {
            0.0 => Some(Turn::None),
            180.0 => Some(Turn::Half),
            90.0 if width == height => Some(Turn::Quarter),
            270.0 if width == height => Some(Turn::ThreeQuarters),
            _ => None,
        };
        if let Some(turn) = turn {
            return rearrange::run(&Rearrange::turned(turn, case.input.size), &case.input);
        }
        let (cx, cy) = (f64::from(width) / 2.0, f64::from(height) / 2.0);
        let turn = -math::radians(angle);
        let (cos, sin) = (round15(math::cos(turn)), round15(math::sin(turn)));
        let sin_minus = round15(-math::sin(turn));
        let x0 = cos * -cx + sin * -cy + 0.0 + cx;
        let y0 = sin_minus * -cx + cos * -cy + 0.0 + cy;
        affine_of(case, [cos, sin, x0, sin_minus, cos, y0])
    });
}

/// What torchvision's `F.affine` takes.
#[derive(Clone, Copy, Default)]
struct Moved {
    /// Clockwise.
    angle_deg: f64,
    translate_px: [f64; 2],
    scale: f64,
    shear_deg: [f64; 2],
    /// The middle of the image unless said.
    centre: Option<[f64; 2]>,
}

/// torchvision's `_get_inverse_affine_matrix`.
fn inverse_affine(size: Size, p: Moved) -> [f64; 6] {
    let [cx, cy] = p
        .centre
        .unwrap_or([f64::from(size.width) * 0.5, f64::from(size.height) * 0.5]);
    let [rot, sx, sy] = [p.angle_deg, p.shear_deg[0], p.shear_deg[1]].map(math::radians);
    let (cos_sy, tan_sx) = (math::cos(sy), math::tan(sx));
    let a = math::cos(rot - sy) / cos_sy;
    let b = -(a * tan_sx + math::sin(rot));
    let c = math::sin(rot - sy) / cos_sy;
    let d = math::cos(rot) - c * tan_sx;
    let mut m = [
        d / p.scale,
        -b / p.scale,
        0.0,
        -c / p.scale,
        a / p.scale,
        0.0,
    ];
    let (tx, ty) = (cx + p.translate_px[0], cy + p.translate_px[1]);
    m[2] += cx - m[0] * tx - m[1] * ty;
    m[5] += cy - m[3] * tx - m[4] * ty;
    m
}

fn affine_matrix(case: &Case) -> [f64; 6] {
    let n = |key| case.number(key);
    let p = Moved {
        angle_deg: -n("angle_deg"),
        translate_px: [n("translate_x_px"), n("translate_y_px")],
        scale: n("scale_x"),
        shear_deg: [n("shear_x_deg"), n("shear_y_deg")],
        centre: None,
    };
    inverse_affine(case.input.size, p)
}

#[test]
fn affine() {
    exact("affine", |case| affine_of(case, affine_matrix(case)));
}

#[test]
fn moves_of_automatic_policies() {
    let still = Moved {
        scale: 1.0,
        ..Moved::default()
    };
    let shear = |case: &Case| math::degrees(math::atan(case.number("share")));
    let shift = |case: &Case| case.number("shift_px").trunc();
    let go = |case: &Case, p: Moved| affine_of(case, inverse_affine(case.input.size, p));
    let centre = Some([0.0; 2]);
    exact("shear_x", |case| {
        go(
            case,
            Moved {
                shear_deg: [shear(case), 0.0],
                centre,
                ..still
            },
        )
    });
    exact("shear_y", |case| {
        go(
            case,
            Moved {
                shear_deg: [0.0, shear(case)],
                centre,
                ..still
            },
        )
    });
    exact("translate_x", |case| {
        go(
            case,
            Moved {
                translate_px: [shift(case), 0.0],
                ..still
            },
        )
    });
    exact("translate_y", |case| {
        go(
            case,
            Moved {
                translate_px: [0.0, shift(case)],
                ..still
            },
        )
    });
}

#[test]
fn nearest_warp_of_other_samples_moves_alike() {
    for case in cases("affine", "pil")
        .iter()
        .filter(|case| filter(case) == Filter::Nearest && case.input.channels == 1)
    {
        let Border::Constant([fill, ..]) = fill(case) else {
            panic!()
        };
        let p = Warp {
            size: case.input.size,
            coords: Coords::Affine(affine_matrix(case)),
            filter: Filter::Bicubic,
            border: Border::Replicate,
            dialect: DIALECT,
        };
        let mask = Image {
            data: case.input.data.clone(),
            ..case.input
        };
        assert_eq!(
            warp::run_nearest(&p, &mask, None, fill),
            case.output,
            "{}",
            case.name
        );
    }
}

#[test]
fn resize() {
    exact("resize", |case| {
        let size = Size::new(
            case.number("width_px") as u32,
            case.number("height_px") as u32,
        );
        resize::run(
            &Resize {
                size,
                filter: filter(case),
                antialias: true,
                dialect: DIALECT,
                factor: None,
                single: false,
            },
            &case.input,
        )
    });
}

#[test]
fn crop() {
    exact("crop", |case| {
        let n = |key| case.number(key) as i64;
        let size = Size::new(n("width_px") as u32, n("height_px") as u32);
        rearrange::run(
            &Rearrange::window(n("x_px"), n("y_px"), size, Border::Replicate),
            &case.input,
        )
    });
}

#[test]
fn flips() {
    for (op, turn) in [
        ("horizontal_flip", Turn::FlipHorizontal),
        ("vertical_flip", Turn::FlipVertical),
    ] {
        exact(op, |case| {
            rearrange::run(&Rearrange::turned(turn, case.input.size), &case.input)
        });
    }
}

/// `v` blended with one level, as a table.
fn blended_with(level: u8, factor: f64) -> Table {
    Table::all(Lut::from_fn(|v| {
        blend::pillow_sample(level, v, factor as f32)
    }))
}

fn both_tables(p: &Table, src: &Image) -> Image {
    let out = table::run(p, src);
    assert_eq!(out, table::reference(p, src));
    out
}

#[test]
fn brightness() {
    exact("brightness", |case| {
        both_tables(&blended_with(0, case.number("factor")), &case.input)
    });
}

fn color(what: What, src: &Image) -> Image {
    color::run(
        &Color {
            what,
            dialect: DIALECT,
        },
        src,
    )
}

#[test]
fn contrast() {
    exact("contrast", |case| {
        let stats = reduce::run(&color(What::Grey, &case.input));
        let rule = Rule::Contrast {
            factor: case.number("factor"),
        };
        both_tables(
            &table_from_stats::run(
                &TableFromStats {
                    rule,
                    dialect: DIALECT,
                },
                &stats,
            ),
            &case.input,
        )
    });
}

#[test]
fn saturation() {
    exact("color", |case| {
        color(
            What::Saturation {
                factor: case.number("factor"),
            },
            &case.input,
        )
    });
}

#[test]
fn sharpness() {
    exact("sharpness", |case| {
        let smooth = stencil::run(&Stencil::Smooth, &case.input);
        blend::run(
            &Blend::Pillow {
                factor: case.number("factor") as f32,
            },
            &smooth,
            &case.input,
        )
    });
}

#[test]
fn smooth() {
    exact("smooth", |case| stencil::run(&Stencil::Smooth, &case.input));
}

#[test]
fn gaussian_blur() {
    exact("gaussian_blur", |case| {
        let sigma = case.number("sigma_px") as f32;
        stencil::run(&Stencil::pillow_gaussian(sigma, sigma), &case.input)
    });
}

#[test]
fn hue() {
    exact("hue", |case| {
        color(
            What::Hue {
                shift_frac: case.number("shift_frac"),
            },
            &case.input,
        )
    });
}

#[test]
fn colour_spaces() {
    exact("rgb_to_hsv", |case| color(What::RgbToHsv, &case.input));
    exact("hsv_to_rgb", |case| color(What::HsvToRgb, &case.input));
    exact("grayscale", |case| {
        let grey = color(What::Grey, &case.input);
        Image::from_fn(grey.size, case.output.channels, |x, y, _| {
            grey.pixel(x, y)[0]
        })
    });
}

#[test]
fn posterize() {
    exact("posterize", |case| {
        let mask = !0u8 << (8 - case.number("bits") as u32);
        both_tables(&Table::all(Lut::from_fn(|v| v & mask)), &case.input)
    });
}

#[test]
fn solarize() {
    exact("solarize", |case| {
        let from = case.number("threshold_level");
        both_tables(
            &Table::all(Lut::from_fn(
                |v| if f64::from(v) < from { v } else { 255 - v },
            )),
            &case.input,
        )
    });
}

fn from_own_stats(rule: Rule, src: &Image) -> Image {
    both_tables(
        &table_from_stats::run(
            &TableFromStats {
                rule,
                dialect: DIALECT,
            },
            &reduce::run(src),
        ),
        src,
    )
}

#[test]
fn equalize() {
    exact("equalize", |case| {
        from_own_stats(Rule::Equalize, &case.input)
    });
}

#[test]
fn autocontrast() {
    let rule = |low, high| Rule::Autocontrast {
        cutoff_low_pct: low,
        cutoff_high_pct: high,
    };
    exact("autocontrast", |case| {
        from_own_stats(rule(0.0, 0.0), &case.input)
    });
    exact("autocontrast_cutoff", |case| {
        from_own_stats(rule(case.number("low"), case.number("high")), &case.input)
    });
}

#[test]
fn parameters_are_plain_data() {
    let p = Warp {
        size: Size::new(3, 4),
        coords: Coords::Affine([1.0, 0.0, 0.1, 0.0, 1.0, 0.0]),
        filter: Filter::Bicubic,
        border: Border::Constant([1, 2, 3]),
        dialect: DIALECT,
    };
    let back: Warp = serde_json::from_value(serde_json::to_value(&p).unwrap()).unwrap();
    assert_eq!(back, p);
    let t = Table::all(Lut::from_fn(|v| v / 2));
    let text = serde_json::to_value(&t).unwrap();
    assert_eq!(serde_json::from_value::<Table>(text).unwrap(), t);
    assert!(
        serde_json::from_value::<Table>(Value::from_iter([("lut", vec![vec![1; 255]])])).is_err()
    );
}
