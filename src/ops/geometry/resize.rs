//! `resize`.

use crate::error::Result;
use crate::image::Size;
use crate::kernel::{Dialect, Filter};
use crate::ops::common::{RESAMPLING, filter, resampling_exists};
use crate::ops::{Fixed, Meta, Op};
use crate::param::{Args, Param, Value};
use crate::program::Lowering;
use crate::sample::{Geometry, State};

/// Another size.
pub struct Resize;

/// Width.
pub const WIDTH: Param = Param::integer("width_px", "Width after the step.")
    .value(224.0)
    .hard(1.0, 16384.0)
    .slider(16.0, 1024.0)
    .unit("px");
/// Height.
pub const HEIGHT: Param = Param::integer("height_px", "Height after the step.")
    .value(224.0)
    .hard(1.0, 16384.0)
    .slider(16.0, 1024.0)
    .unit("px");
/// Antialiasing.
pub const ANTIALIAS: Param = Param::switch(
    "antialias",
    "Widens the filter when shrinking, so that nothing is skipped. Pillow always does, OpenCV never.",
    true,
)
.only(&[Dialect::Torch])
.rare();

/// Area interpolation for shrinking.
pub const AREA: Param = Param::switch(
    "area_when_shrinking",
    "Shrinks by area whatever the interpolation; area_for_downscale in Albumentations.",
    false,
)
.only(&[Dialect::Cv2])
.rare();

/// Factor of keypoints.
pub const POINTS: Param = Param::number(
    "keypoint_factor",
    "Factor of keypoints where it is not the sides' own: some ops of Albumentations multiply keypoints before they round the sides.",
)
.hard(1e-5, 16384.0)
.slider(0.1, 4.0)
.only(&[Dialect::Cv2])
.fixed()
.rare();

pub(crate) static META: Meta = Meta {
    name: "resize",
    title: "Resize",
    doc: "Resizes to a width and height; the aspect may change. Sources: Pillow 13 Image.resize, OpenCV 5.0 resize, torchvision 0.29 resize.",
    group: "geometry",
    aliases: &["Resize", "scale", "Resizing"],
    params: &[&WIDTH, &HEIGHT, &RESAMPLING, &ANTIALIAS, &AREA, &POINTS],
    moves: true,
    ..Meta::BASE
};

fn size(args: &Args) -> Size {
    Size::new(args.int(&WIDTH) as u32, args.int(&HEIGHT) as u32)
}

/// A fixed resize to `size` in the manner of `args`.
pub(crate) fn fixed(size: Size, args: &Args) -> Fixed {
    let mut out = Fixed::new(&Resize)
        .with(&WIDTH, f64::from(size.width))
        .with(&HEIGHT, f64::from(size.height));
    for param in [&RESAMPLING, &ANTIALIAS, &AREA] {
        if *args.get(param) != Value::Absent {
            out = out.with_value(param, args.get(param).clone());
        }
    }
    out
}

/// As [`fixed`], from `before`, whose keypoints Albumentations multiplies by `factor`.
pub(super) fn by(factor: f64, before: Size, size: Size, args: &Args, dialect: Dialect) -> Fixed {
    let out = fixed(size, args);
    let own = [(size.width, before.width), (size.height, before.height)];
    let exact = |(to, from): (u32, u32)| f64::from(to) / f64::from(from) == factor;
    if dialect != Dialect::Cv2 || own.into_iter().all(exact) {
        return out;
    }
    out.with(&POINTS, factor)
}

impl Op for Resize {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        resampling_exists(args, dialect)
    }

    fn geometry(&self, args: &Args, state: &State, _dialect: Dialect) -> Result<Geometry> {
        let to = size(args);
        crate::image::check_size(to)?;
        let x = f64::from(to.width) / f64::from(state.size.width);
        let y = f64::from(to.height) / f64::from(state.size.height);
        let by = |x: f64, y: f64| [x, 0.0, 0.0, 0.0, y, 0.0];
        let [px, py] = args.maybe(&POINTS).map_or([x, y], |v| [v; 2]);
        Ok(Geometry::affine(to, by(x, y), by(px, py)).scaling(px.max(py)))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let antialias = match to.dialect {
            Dialect::Pil => true,
            Dialect::Cv2 => false,
            Dialect::Torch => args.on(&ANTIALIAS),
        };
        let (from, size) = (to.state.size, size(args));
        let shrinks = size.width < from.width || size.height < from.height;
        let filter = match filter(args, &RESAMPLING) {
            _ if shrinks && to.dialect == Dialect::Cv2 && args.on(&AREA) => Filter::Area,
            filter => filter,
        };
        if size != from {
            to.resize(size, filter, antialias);
        }
        Ok(())
    }
}
