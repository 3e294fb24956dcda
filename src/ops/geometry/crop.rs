//! `crop`.

use crate::error::{Error, Result};
use crate::image::Size;
use crate::kernel::rearrange::Rearrange;
use crate::kernel::{Border, Dialect};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::Lowering;
use crate::sample::{BBox, Geometry, Keeping, State};

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
/// Whether boxes must be centred in it.
pub const CENTRED: Param = Param::switch(
    "centred_boxes",
    "Boxes whose centre is not inside lose their area, as in random_iou_crop; off, boxes are cut.",
    false,
)
.rare();

static META: Meta = Meta {
    name: "crop",
    title: "Crop",
    doc: "Cuts out a rectangle, which must lie within the picture. Sources: albumentations 2.0.8 Crop, torchvision 0.29 crop. All libraries agree on the pixels.",
    group: "geometry",
    aliases: &["Crop", "SpatialCrop"],
    params: &[&X, &Y, &WIDTH, &HEIGHT, &CENTRED],
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

/// Whether a box's centre lies inside a rectangle `[x, y, width, height]`.
pub(super) fn centred([x0, y0, x1, y1]: [f64; 4], rect: [i64; 4]) -> bool {
    let [x, y, w, h] = rect.map(|v| v as f64);
    let (cx, cy) = (0.5 * (x0 + x1), 0.5 * (y0 + y1));
    x < cx && cx < x + w && y < cy && cy < y + h
}

/// Takes out boxes whose centre is not in the rectangle, or their area where the library keeps them.
fn uncentre(state: &mut State, rect: [i64; 4], step: &str) {
    if state.rules.keeping == Keeping::Filter {
        let why = |b: &mut BBox| (!centred(b.xyxy, rect)).then_some("centre outside the crop");
        state.take_out(step, why, |_| None);
        return;
    }
    // The corner that the crop makes its origin.
    let [x, y, ..] = rect.map(|v| v as f64);
    for b in state.boxes.iter_mut().filter(|b| !centred(b.xyxy, rect)) {
        b.xyxy = [x, y, x, y];
        b.visible = 0.0;
        b.left.get_or_insert_with(|| step.into());
    }
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

    fn follow(&self, args: &Args, state: &mut State, dialect: Dialect, step: &str) -> Result<()> {
        let geometry = self.geometry(args, state, dialect)?;
        if args.on(&CENTRED) {
            let rect = [&X, &Y, &WIDTH, &HEIGHT].map(|param| args.int(param));
            uncentre(state, rect, step);
        }
        state.follow(&geometry, step);
        Ok(())
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let (x, y, size) = window(args, to.state.size)?;
        to.rearrange(Rearrange::window(x, y, size, Border::Constant([0; 3])));
        Ok(())
    }
}
