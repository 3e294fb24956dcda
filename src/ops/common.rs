//! Parameters and formulas that several ops share.

use crate::error::{Code, Error, Result};
use crate::kernel::{Border, Dialect, Filter};
use crate::math::{cos, radians, sin, tan};
use crate::param::{Args, Param};
use crate::sample::Matrix;

/// Interpolation of pixels.
pub(crate) const INTERPOLATION: Param = Param::choice(
    "interpolation",
    "How pixels between pixels are found. Masks always take the nearest.",
    &["nearest", "bilinear", "bicubic"],
    "bilinear",
)
.rare();

/// Interpolation, nearest unless said.
pub(crate) const NEAREST: Param = Param::choice(
    "interpolation",
    "How pixels between pixels are found. Masks always take the nearest.",
    &["nearest", "bilinear", "bicubic"],
    "nearest",
)
.rare();

/// Interpolation where a picture is resized.
pub(crate) const RESAMPLING: Param = Param::choice(
    "interpolation",
    "How pixels between pixels are found. Area is OpenCV's alone, lanczos not for tensors. Masks always take the nearest.",
    &["nearest", "bilinear", "bicubic", "area", "lanczos"],
    "bilinear",
)
.rare();

/// What lies outside.
pub(crate) const BORDER: Param = Param::choice(
    "border",
    "What lies outside the picture: the fill colour, or the picture continued.",
    &["constant", "replicate", "reflect", "reflect_101", "wrap"],
    "constant",
)
.only(&[Dialect::Cv2])
.rare();

/// Colour of what lies outside.
pub(crate) const FILL: Param =
    Param::color("fill", "Colour of made-up pixels; masks get 0.", [0, 0, 0]).rare();

/// The chosen interpolation.
pub(crate) fn filter(args: &Args, param: &Param) -> Filter {
    match args.word(param) {
        "nearest" => Filter::Nearest,
        "bicubic" => Filter::Bicubic,
        "area" => Filter::Area,
        "lanczos" => Filter::Lanczos,
        _ => Filter::Bilinear,
    }
}

/// The chosen border.
pub(crate) fn border(args: &Args) -> Border {
    match args.word(&BORDER) {
        "replicate" => Border::Replicate,
        "reflect" => Border::Reflect,
        "reflect_101" => Border::Reflect101,
        "wrap" => Border::Wrap,
        _ => Border::Constant(args.color(&FILL)),
    }
}

/// torchvision's tensor warps know two interpolations.
pub(crate) fn no_bicubic_on_tensors(args: &Args, param: &Param, dialect: Dialect) -> Result<()> {
    if dialect == Dialect::Torch && args.word(param) == "bicubic" {
        return Err(
            Error::new(Code::Unsupported, "does not exist for torchvision tensors")
                .at_param(param.name)
                .with_value("bicubic"),
        );
    }
    Ok(())
}

/// Area is OpenCV's, and tensors know no lanczos.
pub(crate) fn resampling_exists(args: &Args, dialect: Dialect) -> Result<()> {
    let word = args.word(&RESAMPLING);
    let missing = match dialect {
        Dialect::Cv2 => false,
        Dialect::Pil => word == "area",
        Dialect::Torch => word == "area" || word == "lanczos",
    };
    if missing {
        let why = format!("does not exist in {}", crate::policy::library(dialect));
        return Err(Error::new(Code::Unsupported, why)
            .at_param(RESAMPLING.name)
            .with_value(word));
    }
    Ok(())
}

/// The numbers of an affine op, augplay's signs: positive angles turn counter-clockwise, positive
/// translations move the content right and down.
#[derive(Clone, Copy)]
pub(crate) struct Affine {
    pub(crate) angle_deg: f64,
    pub(crate) translate: [f64; 2],
    pub(crate) scale: [f64; 2],
    pub(crate) shear_deg: [f64; 2],
}

impl Affine {
    /// A rotation alone.
    pub(crate) fn turn(angle_deg: f64) -> Self {
        Self {
            angle_deg,
            translate: [0.0; 2],
            scale: [1.0; 2],
            shear_deg: [0.0; 2],
        }
    }

    /// torchvision 0.29 `_get_inverse_affine_matrix`: output to source, about `centre`.
    pub(crate) fn torchvision_inverse(&self, centre: [f64; 2]) -> Matrix {
        let [a, b, c, d] = self.rss();
        let scale = self.scale[0];
        let m = [d / scale, -b / scale, -c / scale, a / scale];
        let [cx, cy] = centre;
        let (tx, ty) = (cx + self.translate[0], cy + self.translate[1]);
        [
            m[0],
            m[1],
            cx - m[0] * tx - m[1] * ty,
            m[2],
            m[3],
            cy - m[2] * tx - m[3] * ty,
        ]
    }

    /// The same map from source to output, as torchvision moves boxes and keypoints.
    pub(crate) fn torchvision_forward(&self, centre: [f64; 2]) -> Matrix {
        let s = self.scale[0];
        let [a, b, c, d] = self.rss().map(|v| v * s);
        let [cx, cy] = centre;
        let (tx, ty) = (cx + self.translate[0], cy + self.translate[1]);
        [a, b, tx - a * cx - b * cy, c, d, ty - c * cx - d * cy]
    }

    /// Rotation, shear x and shear y without scale; torchvision turns clockwise.
    fn rss(&self) -> [f64; 4] {
        let rot = radians(-self.angle_deg);
        let [sx, sy] = self.shear_deg.map(radians);
        let a = cos(rot - sy) / cos(sy);
        let b = -(a * tan(sx) + sin(rot));
        let c = sin(rot - sy) / cos(sy);
        let d = cos(rot) - c * tan(sx);
        [a, b, c, d]
    }

    /// albumentations 2.0.8 `create_affine_transformation_matrix`: scale, then rotation, then
    /// shear, then translation, about `centre`; source to output.
    pub(crate) fn albumentations(&self, centre: [f64; 2]) -> Matrix {
        let angle = radians(self.angle_deg.rem_euclid(360.0));
        let (s, c) = (sin(angle), cos(angle));
        // A.Affine turns the sign of its shears.
        let [kx, ky] = self.shear_deg.map(|deg| tan(radians(-deg)));
        [
            moved(self.translate),
            [[1.0, kx, 0.0], [ky, 1.0, 0.0], [0.0, 0.0, 1.0]],
            [[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]],
            [
                [self.scale[0], 0.0, 0.0],
                [0.0, self.scale[1], 0.0],
                [0.0, 0.0, 1.0],
            ],
            moved(centre.map(|v| -v)),
        ]
        .into_iter()
        .fold(moved(centre), product)
        .as_flattened()[..6]
            .try_into()
            .unwrap_or([1.0, 0.0, 0.0, 0.0, 1.0, 0.0])
    }
}

type Square = [[f64; 3]; 3];

fn moved([x, y]: [f64; 2]) -> Square {
    [[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]]
}

fn product(a: Square, b: Square) -> Square {
    std::array::from_fn(|i| std::array::from_fn(|j| (0..3).map(|k| a[i][k] * b[k][j]).sum()))
}
