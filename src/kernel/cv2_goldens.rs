//! Every kernel of the cv2 dialect against the pixels of OpenCV and albumentations.
//!
//! The small functions here go from an op's parameters to kernel parameters as albumentations
//! 2.0.8 does it.

use super::clahe::{self, Clahe};
use super::color::cv2_lab::{lab_to_rgb, rgb_to_lab};
use super::color::{self, Color, What};
use super::fill::{self, Cover, Fill, Rect, Shape};
use super::golden::{Case, cases, check};
use super::resize::{self, Resize};
use super::stencil::{self, Stencil};
use super::table::{self, Lut, Table};
use super::table_from_stats::{self, Rule, TableFromStats};
use super::warp::{self, Coords, Warp};
use super::{Border, Dialect, Filter, reduce};
use crate::image::{Image, Raster, Size};
use crate::math;

const DIALECT: Dialect = Dialect::Cv2;

/// Float-weighted OpenCV may differ by one level on half a per cent: it does so from itself
/// with other vector units.
fn close(op: &str, run: impl FnMut(&Case) -> Image) {
    check(&cases(op, "cv2"), 0.005, 1, run);
}

fn exact(op: &str, run: impl FnMut(&Case) -> Image) {
    check(&cases(op, "cv2"), 0.0, 0, run);
}

fn filter(case: &Case) -> Filter {
    serde_json::from_value(case.params["interpolation"].clone()).unwrap()
}

fn border(case: &Case) -> Border {
    match case.text("border") {
        "constant" => {
            Border::Constant(serde_json::from_value(case.params["fill"].clone()).unwrap())
        }
        _ => serde_json::from_value(case.params["border"].clone()).unwrap(),
    }
}

type Matrix = [[f64; 3]; 3];

fn product(a: Matrix, b: Matrix) -> Matrix {
    std::array::from_fn(|i| std::array::from_fn(|j| (0..3).map(|k| a[i][k] * b[k][j]).sum()))
}

/// `create_affine_transformation_matrix`: about the pixels' centre; scale, then rotation, then
/// shear, then translation.
fn matrix(case: &Case, angle: f64, scale: [f64; 2], shear: [f64; 2], shift: [f64; 2]) -> [f64; 6] {
    let Size { width, height } = case.input.size;
    let centre = [f64::from(width) / 2.0 - 0.5, f64::from(height) / 2.0 - 0.5];
    let moved = |x: f64, y: f64| [[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]];
    let angle = math::radians(angle.rem_euclid(360.0));
    let (sin, cos) = (math::sin(angle), math::cos(angle));
    // A.Affine turns the sign of its shears.
    let tan = shear.map(|deg| math::tan(math::radians(-deg)));
    let m = [
        moved(shift[0], shift[1]),
        [[1.0, tan[0], 0.0], [tan[1], 1.0, 0.0], [0.0, 0.0, 1.0]],
        [[cos, sin, 0.0], [-sin, cos, 0.0], [0.0, 0.0, 1.0]],
        [[scale[0], 0.0, 0.0], [0.0, scale[1], 0.0], [0.0, 0.0, 1.0]],
        moved(-centre[0], -centre[1]),
    ]
    .into_iter()
    .fold(moved(centre[0], centre[1]), product);
    [m[0][0], m[0][1], m[0][2], m[1][0], m[1][1], m[1][2]]
}

fn warped(case: &Case, coords: Coords, map: Option<&Raster<f32>>) -> Image {
    let p = Warp {
        size: case.input.size,
        coords,
        filter: filter(case),
        border: border(case),
        dialect: DIALECT,
    };
    warp::run(&p, &case.input, map)
}

#[test]
fn rotate() {
    close("rotate", |case| {
        let m = matrix(case, case.number("angle_deg"), [1.0; 2], [0.0; 2], [0.0; 2]);
        warped(case, Coords::Affine(m), None)
    });
}

#[test]
fn affine() {
    close("affine", |case| {
        let pair = |x, y| [case.number(x), case.number(y)];
        let m = matrix(
            case,
            case.number("angle_deg"),
            pair("scale_x", "scale_y"),
            pair("shear_x_deg", "shear_y_deg"),
            pair("translate_x_px", "translate_y_px"),
        );
        warped(case, Coords::Affine(m), None)
    });
}

#[test]
fn remap() {
    close("remap", |case| {
        let map = Raster::new(case.input.size, 2, case.field.clone()).unwrap();
        warped(case, Coords::Map, Some(&map))
    });
}

fn resized(case: &Case) -> Image {
    let p = Resize {
        size: Size::new(
            case.number("width_px") as u32,
            case.number("height_px") as u32,
        ),
        filter: filter(case),
        antialias: false,
        dialect: DIALECT,
        factor: None,
        single: false,
    };
    resize::run(&p, &case.input)
}

#[test]
fn resize() {
    let (bicubic, integer) = cases("resize", "cv2")
        .into_iter()
        .partition::<Vec<_>, _>(|case| case.text("interpolation") == "bicubic");
    check(&integer, 0.0, 0, resized);
    check(&bicubic, 0.005, 1, resized);
}

fn color(what: What, src: &Image) -> Image {
    let dialect = DIALECT;
    color::run(&Color { what, dialect }, src)
}

#[test]
fn brightness() {
    exact("brightness", |case| {
        // albumentations: a table of single-precision products, fractions dropped.
        let factor = case.number("factor") as f32;
        let lut = Lut::from_fn(|v| (f32::from(v) * factor) as u8);
        table::run(&Table::all(lut), &case.input)
    });
}

fn ruled(rule: Rule, counted: &Image, src: &Image) -> Image {
    let dialect = DIALECT;
    let table = table_from_stats::run(&TableFromStats { rule, dialect }, &reduce::run(counted));
    table::run(&table, src)
}

#[test]
fn contrast() {
    exact("contrast", |case| {
        let factor = case.number("factor");
        let grey = color(What::Grey, &case.input);
        ruled(Rule::Contrast { factor }, &grey, &case.input)
    });
}

#[test]
fn saturation() {
    exact("color", |case| {
        let factor = case.number("factor");
        color(What::Saturation { factor }, &case.input)
    });
}

#[test]
fn hue() {
    exact("hue", |case| {
        let shift_frac = case.number("shift_frac");
        color(What::Hue { shift_frac }, &case.input)
    });
}

#[test]
fn colour_spaces() {
    exact("rgb_to_grey", |case| color(What::Grey, &case.input));
    exact("rgb_to_hsv", |case| color(What::RgbToHsv, &case.input));
    exact("hsv_to_rgb", |case| color(What::HsvToRgb, &case.input));
    exact("rgb_to_lab", |case| rgb_to_lab(&case.input));
    exact("lab_to_rgb", |case| lab_to_rgb(&case.input));
}

#[test]
fn equalize() {
    let mut all = cases("equalize", "cv2");
    // The other ways take several passes: the op is held against them.
    all.retain(|c| c.text("mode") == "cv" && c.params["by_channels"] == true);
    check(&all, 0.0, 0, |case| {
        ruled(Rule::Equalize, &case.input, &case.input)
    });
}

#[test]
fn autocontrast() {
    exact("autocontrast", |case| {
        let cutoff_pct = case.number("cutoff_pct");
        let rule = match case.text("method") {
            "cdf" => Rule::AutocontrastCdf { cutoff_pct },
            _ => Rule::Autocontrast {
                cutoff_low_pct: cutoff_pct,
                cutoff_high_pct: cutoff_pct,
            },
        };
        ruled(rule, &case.input, &case.input)
    });
}

#[test]
fn plain_tables() {
    let of =
        |case: &Case, f: &dyn Fn(u8) -> u8| table::run(&Table::all(Lut::from_fn(f)), &case.input);
    exact("posterize", |case| {
        let mask = !(255u8 >> case.number("bits") as u32);
        of(case, &|v| v & mask)
    });
    exact("solarize", |case| {
        let level = case.number("threshold_level");
        of(case, &|v| if f64::from(v) < level { v } else { 255 - v })
    });
    exact("invert", |case| of(case, &|v| 255 - v));
}

#[test]
fn gaussian_blur() {
    close("gaussian_blur", |case| {
        let sigma = case.number("sigma_px");
        // `create_gaussian_kernel_1d`: 0 asks for 3.5 sigma to either side.
        let size = match case.number("kernel_px") as u32 {
            0 => (sigma * 3.5) as u32 * 2 + 1,
            size => size | 1,
        };
        let p = Stencil::Cv2Gaussian {
            size_x: size,
            size_y: size,
            sigma_x: sigma,
            sigma_y: sigma,
        };
        stencil::run(&p, &case.input)
    });
}

#[test]
fn clahe() {
    exact("clahe", |case| {
        let p: Clahe = serde_json::from_value(case.params.clone()).unwrap();
        clahe::run(&p, &case.input)
    });
}

#[test]
fn erase() {
    exact("erase", |case| {
        let rects: Vec<[u32; 4]> = serde_json::from_value(case.params["rects_px"].clone()).unwrap();
        let fill = serde_json::from_value(case.params["fill"].clone()).unwrap();
        let rect = |&[x, y, width, height]: &[u32; 4]| Rect {
            x: x.into(),
            y: y.into(),
            width,
            height,
        };
        let p = Fill {
            shape: Shape::Rects(rects.iter().map(rect).collect()),
            cover: Cover::Colour(fill),
        };
        fill::run(&p, &case.input)
    });
}

#[test]
fn whole_gaussian() {
    check(&cases("whole_gaussian", "cv2"), 0.0, 0, |case| {
        let blur = Stencil::Cv2GaussianFixed {
            size: case.number("size") as u32,
            sigma: 0.0,
        };
        stencil::run(&blur, &case.input)
    });
}
