//! Parameters and formulas that several ops share.

use crate::error::{Code, Error, Result};
use crate::kernel::{Border, Dialect, Filter};
use crate::math::{cos, radians, sin, tan};
use crate::ops::{Drawing, Drawn, Fixed};
use crate::param::{Args, Param};
use crate::policy::law::Law;
use crate::program::Lowering;
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

/// What the library refuses to paint on.
pub(crate) fn rgb_only(to: &Lowering<'_>) -> Result<()> {
    if to.grey() {
        return Err(Error::new(
            Code::Unsupported,
            "needs a picture in RGB; Albumentations refuses grey ones",
        ));
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

/// Whole places from 0 below `n`, by a share.
pub(crate) fn place(share: f64, n: i64) -> i64 {
    ((share * n as f64) as i64).clamp(0, (n - 1).max(0))
}

/// The next odd number.
fn up(v: f64) -> f64 {
    v + f64::from(v.rem_euclid(2.0) == 0.0)
}

/// An odd size: of a uniform law every odd number has the same chance.
pub(crate) fn draw_odd(cx: &Drawing<'_>, param: &Param) -> f64 {
    match cx.args.law(param) {
        Law::Uniform(a, b) => {
            let count = (up(b) - up(a)) / 2.0 + 1.0;
            up(a)
                + 2.0
                    * (cx.die.uniform(param.name) * count)
                        .floor()
                        .min(count - 1.0)
        }
        _ => up(cx.num(param)),
    }
}

/// The op itself with an odd size drawn for `param`.
pub(crate) fn with_odd(cx: &Drawing<'_>, param: &Param) -> Drawn {
    let args = cx.constants().with(param, draw_odd(cx, param));
    Drawn::Fixed(vec![Fixed { op: cx.op, args }])
}

/// Refuses sizes that are not odd.
pub(crate) fn check_odd(args: &Args, param: &Param) -> Result<()> {
    let ends = match args.law(param) {
        Law::Const(v) => vec![v],
        Law::Uniform(a, b) => vec![a, b],
        Law::Choice(values, _) => values,
        _ => Vec::new(),
    };
    match ends.iter().find(|v| up(**v) != **v) {
        Some(v) => Err(Error::new(Code::Range, "must be odd")
            .at_param(param.name)
            .with_value(*v)),
        None => Ok(()),
    }
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

/// A side cut into parts of nearly the same length.
pub(crate) struct Splits(Vec<i64>);

impl Splits {
    /// albumentations 2.0.8 `split_uniform_grid`: the parts that are one longer lie anywhere.
    pub(crate) fn shuffled(cx: &Drawing<'_>, name: &str, side: u32, parts: u32) -> Self {
        let (length, longer) = (side / parts.max(1), side % parts.max(1));
        let order = cx.die.permutation(name, parts as usize);
        let part = |i: &usize| i64::from(length) + i64::from(*i < longer as usize);
        Self(order.iter().map(part).collect())
    }

    /// Start and length of every part.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (i64, i64)> + '_ {
        self.0.iter().scan(0, |end, &length| {
            let start = *end;
            *end += length;
            Some((start, length))
        })
    }
}

/// Refuses a least value that can lie above the greatest.
pub(crate) fn ordered(args: &Args, low: &Param, high: &Param) -> Result<()> {
    let ((_, most), (least, _)) = (args.law(low).reach(), args.law(high).reach());
    if most <= least {
        return Ok(());
    }
    let why = format!("can be above {}", high.name);
    Err(Error::new(Code::Range, why)
        .at_param(low.name)
        .with_value(most))
}
