//! `random_crop_near_bbox`.

use crate::error::{Code, Error, Result};
use crate::ops::geometry::center_crop::cut;
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::Param;
use crate::sample::BBox;

/// A crop about one box.
pub struct RandomCropNearBbox;

/// Which box.
pub const BOX: Param = Param::integer(
    "box_index",
    "The box's place in the sample's list, from 0; absent, each box has the same chance.",
)
.hard(0.0, 1e6)
.slider(0.0, 9.0)
.fixed();

const fn shift(name: &'static str, doc: &'static str) -> Param {
    Param::number(name, doc).hard(0.0, 1.0).fixed()
}

/// How far the upper and lower edge move.
pub const Y: Param = shift(
    "shift_y_frac",
    "The most by which the upper and the lower edge move, each by itself, as a share of the box's height.",
)
.value(0.0);
/// How far the left and right edge move.
pub const X: Param = shift(
    "shift_x_frac",
    "The most by which the left and the right edge move, each by itself, as a share of the box's width.",
)
.value(0.3);

static META: Meta = Meta {
    name: "random_crop_near_bbox",
    title: "Random crop near a box",
    doc: "Cuts out a box whose four edges are moved by drawn whole pixels; a sample without such a box is an error. The box is widened to whole pixels first. Where nothing is left between the edges, a rectangle of the box's size in the middle of the picture is taken. Source: albumentations 2.0.8 RandomCropNearBBox, whose caller names the box; its max_part_shift is [height, width].",
    group: "geometry",
    aliases: &["RandomCropNearBBox", "crop near object", "object crop"],
    params: &[&BOX, &Y, &X],
    moves: true,
    ..Meta::BASE
};

/// The box at hand.
fn chosen<'a>(cx: &'a Drawing<'_>) -> Result<&'a BBox> {
    let boxes = &cx.state.boxes;
    let found = match cx.args.maybe(&BOX) {
        Some(index) => boxes.iter().find(|b| b.index == index as usize),
        None => boxes.get(cx.die.stream(BOX.name).below(boxes.len())),
    };
    found.ok_or_else(|| {
        let why = match cx.args.maybe(&BOX) {
            Some(index) => format!("needs box {index}, which the sample does not have here"),
            None => "needs a box; the sample has none here".into(),
        };
        Error::new(Code::Missing, why).at_param(BOX.name)
    })
}

/// First and last edge along one axis, moved, and the box's own.
fn edges(cx: &Drawing<'_>, [first, last]: [f64; 2], len: u32, param: &Param) -> [[i64; 2]; 2] {
    let len = i64::from(len);
    let low = (first.floor() as i64).clamp(0, len);
    let high = (last.ceil() as i64).clamp(low, len);
    let most = ((high - low) as f64 * cx.args.num(param)).round_ties_even() as usize;
    let moved = |end: &str| {
        let name = format!("{}.{end}", param.name);
        cx.die.stream(&name).below(2 * most + 1) as i64 - most as i64
    };
    let from = (low - moved("first")).clamp(0, len);
    let to = (high + moved("last")).clamp(from, len);
    [[from, to], [low, high]]
}

impl Op for RandomCropNearBbox {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let [x0, y0, x1, y1] = chosen(cx)?.xyxy;
        let size = cx.state.size;
        let [x, own_x] = edges(cx, [x0, x1], size.width, &X);
        let [y, own_y] = edges(cx, [y0, y1], size.height, &Y);
        let mut crop = [x[0], y[0], x[1] - x[0], y[1] - y[0]];
        if crop[2] < 1 || crop[3] < 1 {
            let (w, h) = (own_x[1] - own_x[0], own_y[1] - own_y[0]);
            let middle = |len: u32, part: i64| (i64::from(len) - part) / 2;
            crop = [middle(size.width, w), middle(size.height, h), w, h];
        }
        if crop[2] < 1 || crop[3] < 1 {
            let why = "is a box without a pixel in the picture";
            return Err(Error::new(Code::Range, why).at_param(BOX.name));
        }
        Ok(Drawn::Fixed(vec![cut(crop)]))
    }
}
