//! `crop`.

use crate::error::{Error, Result};
use crate::image::Size;
use crate::kernel::rearrange::Rearrange;
use crate::kernel::{Border, Dialect};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::Lowering;
use crate::sample::{Geometry, State};

/// Cut out a rectangle.
pub struct Crop;

/// Left edge.
pub const X: Param = Param::integer("x_px", "Left edge.")
    .value(0.0)
    .hard(0.0, 1e6)
    .slider(0.0, 512.0)
    .unit("px")
    .fixed();
/// Top edge.
pub const Y: Param = Param::integer("y_px", "Top edge.")
    .value(0.0)
    .hard(0.0, 1e6)
    .slider(0.0, 512.0)
    .unit("px")
    .fixed();
/// Width.
pub const WIDTH: Param = Param::integer("width_px", "Width of the rectangle.")
    .value(224.0)
    .hard(1.0, 16384.0)
    .slider(1.0, 1024.0)
    .unit("px")
    .fixed();
/// Height.
pub const HEIGHT: Param = Param::integer("height_px", "Height of the rectangle.")
    .value(224.0)
    .hard(1.0, 16384.0)
    .slider(1.0, 1024.0)
    .unit("px")
    .fixed();

static META: Meta = Meta {
    name: "crop",
    title: "Crop",
    doc: "Cuts out a rectangle, which must lie within the picture. Sources: albumentations 2.0.8 Crop, torchvision 0.29 crop. All libraries agree on the pixels.",
    group: "geometry",
    aliases: &["Crop", "SpatialCrop"],
    params: &[&X, &Y, &WIDTH, &HEIGHT],
    moves: true,
    fixed: true,
    ..Meta::BASE
};

/// The rectangle's size, and its corner, within a picture of `size`.
fn window(args: &Args, size: Size) -> Result<(i64, i64, Size)> {
    let fit = |start: &Param, extent: &Param, most: u32| -> Result<(i64, u32)> {
        let (at, len) = (args.int(start), args.int(extent));
        if at + len > i64::from(most) {
            return Err(Error::range(
                extent.name,
                len,
                1.0,
                (i64::from(most) - at).max(0) as f64,
            ));
        }
        Ok((at, len as u32))
    };
    let (x, width) = fit(&X, &WIDTH, size.width)?;
    let (y, height) = fit(&Y, &HEIGHT, size.height)?;
    Ok((x, y, Size::new(width, height)))
}

impl Op for Crop {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn geometry(&self, args: &Args, state: &State, _dialect: Dialect) -> Result<Geometry> {
        let (x, y, size) = window(args, state.size)?;
        Ok(Geometry::both(
            size,
            [1.0, 0.0, -x as f64, 0.0, 1.0, -y as f64],
        ))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let (x, y, size) = window(args, to.state.size)?;
        to.rearrange(Rearrange::window(x, y, size, Border::Constant([0; 3])));
        Ok(())
    }
}
