//! `bbox_safe_random_crop`.

use crate::error::{Code, Error, Result};
use crate::ops::geometry::center_crop::cut;
use crate::ops::geometry::random_sized_crop::placed;
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::Param;

/// A crop that keeps the boxes.
pub struct BboxSafeRandomCrop;

/// How much may be lost.
pub const EROSION: Param = Param::number(
    "erosion_frac",
    "Share by which the area around several boxes shrinks before it is kept; without boxes, the most that the height may lose.",
)
.value(0.0)
.hard(0.0, 1.0)
.fixed();

static META: Meta = Meta {
    name: "bbox_safe_random_crop",
    title: "Box-safe random crop",
    doc: "Cuts out a drawn rectangle around all boxes; without boxes, one with the picture's aspect, which at the default is all of it, as in the library. A crop that comes out empty is an error. Source: albumentations 2.0.8 BBoxSafeRandomCrop.",
    group: "geometry",
    aliases: &["BBoxSafeRandomCrop", "crop keeping boxes"],
    params: &[&EROSION],
    moves: true,
    ..Meta::BASE
};

/// The area around all boxes as shares of the picture, shrunk where there are several.
fn kept(cx: &Drawing<'_>) -> Option<[f64; 4]> {
    let erosion = cx.args.num(&EROSION);
    let (w, h) = (
        f64::from(cx.state.size.width),
        f64::from(cx.state.size.height),
    );
    let boxes = &cx.state.boxes;
    if erosion >= 1.0 {
        return None;
    }
    let all = boxes.iter().map(|b| b.xyxy).reduce(|a, b| {
        [
            a[0].min(b[0]),
            a[1].min(b[1]),
            a[2].max(b[2]),
            a[3].max(b[3]),
        ]
    })?;
    let [mut x0, mut y0, mut x1, mut y1] = [all[0] / w, all[1] / h, all[2] / w, all[3] / h];
    if boxes.len() > 1 {
        let (x, y) = ((x1 - x0) * erosion * 0.5, (y1 - y0) * erosion * 0.5);
        (x0, y0, x1, y1) = (x0 + x, y0 + y, x1 - x, y1 - y);
        if x1 - x0 < 1e-6 || y1 - y0 < 1e-6 {
            return None;
        }
    }
    Some([x0, y0, x1, y1].map(|v| v.clamp(0.0, 1.0)))
}

/// Corner and size of the crop.
pub(super) fn place(cx: &Drawing<'_>) -> Result<[i64; 4]> {
    let size = cx.state.size;
    let (w, h) = (f64::from(size.width), f64::from(size.height));
    let crop = if let Some([x0, y0, x1, y1]) = kept(cx) {
        let u = |name: &str| cx.die.uniform(name);
        let start = |low: f64, len: f64, name: &str| (low * u(name) * len) as i64;
        let end = |high: f64, len: f64, name: &str| ((high + (1.0 - high) * u(name)) * len) as i64;
        let (x, y) = (start(x0, w, "left"), start(y0, h, "top"));
        [x, y, end(x1, w, "right") - x, end(y1, h, "bottom") - y]
    } else {
        let least = (h * (1.0 - cx.args.num(&EROSION))).trunc();
        let span = h - least + 1.0;
        let height = least + (cx.die.uniform("height") * span).floor().min(span - 1.0);
        placed(cx, [(height * w / h) as i64, height as i64])
    };
    if crop[2] < 1 || crop[3] < 1 {
        let why = format!("draws an empty crop of {w} × {h} px");
        return Err(Error::new(Code::Range, why)
            .at_param(EROSION.name)
            .with_value(cx.args.num(&EROSION)));
    }
    Ok(crop)
}

impl Op for BboxSafeRandomCrop {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        Ok(Drawn::Fixed(vec![cut(place(cx)?)]))
    }
}
