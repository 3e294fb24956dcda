//! `random_iou_crop`.

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::ops::geometry::center_crop::cut;
use crate::ops::geometry::crop;
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::{Args, Param, Value};
use crate::policy::dice::Stream;

/// A crop that overlaps a box enough.
pub struct RandomIouCrop;

/// Sides of the crop.
pub const SIDE: Param = Param::number(
    "side_frac",
    "Width and height of the crop as shares of the picture's, each drawn by itself.",
)
.uniform(0.3, 1.0)
.hard(0.01, 1.0);

const fn aspect(name: &'static str, doc: &'static str) -> Param {
    Param::number(name, doc)
        .hard(0.01, 100.0)
        .slider(0.1, 10.0)
        .fixed()
        .rare()
}

/// Least aspect.
pub const MIN_ASPECT: Param =
    aspect("min_aspect_ratio", "Least width over height of the crop.").value(0.5);
/// Greatest aspect.
pub const MAX_ASPECT: Param = aspect(
    "max_aspect_ratio",
    "Greatest width over height of the crop.",
)
.value(2.0);
/// How much it must overlap.
pub const OVERLAPS: Param = Param::numbers(
    "min_overlaps",
    "Least intersection over union of the crop and a box, one chosen each time; 1 or more keeps the whole picture. Absent: 0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.",
    1,
    32,
)
.hard(0.0, 2.0)
.rare();
/// How often.
pub const TRIALS: Param = Param::integer(
    "trials",
    "Tries for one chosen overlap, after which another is chosen.",
)
.value(40.0)
.hard(1.0, 1000.0)
.slider(1.0, 100.0)
.fixed()
.rare();

const OPTIONS: [f64; 7] = [0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0];

static META: Meta = Meta {
    name: "random_iou_crop",
    title: "Random IoU crop",
    doc: "Cuts out a rectangle of drawn size and place that holds the centre of a box and overlaps such a box by a chosen least amount. Boxes whose centre lies outside lose their area; sanitize_bounding_boxes takes them out. A picture without boxes stays whole if an overlap of 1 is among the choices. Where the library would try for ever this is an error after many tries; a crop without rows, at which the library stops, is tried again. Source: torchvision 0.29 RandomIoUCrop.",
    group: "geometry",
    aliases: &["RandomIoUCrop", "MinIoURandomCrop", "SSD crop"],
    dialects: &[Dialect::Pil, Dialect::Torch],
    params: &[&SIDE, &MIN_ASPECT, &MAX_ASPECT, &OVERLAPS, &TRIALS],
    moves: true,
    ..Meta::BASE
};

/// Tries in all, fewer the more boxes each looks at.
fn limit(boxes: usize) -> usize {
    (1_000_000_000 / boxes.max(1)).clamp(2_000, 100_000)
}

/// Corner and size of one try; nothing where its aspect is out of bounds or nothing is left.
fn tried(cx: &Drawing<'_>, dice: &mut Stream) -> Option<[i64; 4]> {
    // The library's numbers are tensors in single precision.
    let part = |len: i64, share: f64| (len as f32 * share as f32) as i64;
    let has = [cx.state.size.width, cx.state.size.height].map(i64::from);
    let side = cx.args.law(&SIDE);
    let size = has.map(|len| part(len, side.quantile(dice.uniform(), false)));
    if size[0] < 1 || size[1] < 1 {
        return None;
    }
    let aspect = size[0] as f64 / size[1] as f64;
    if !(cx.args.num(&MIN_ASPECT)..=cx.args.num(&MAX_ASPECT)).contains(&aspect) {
        return None;
    }
    let mut start = |k: usize| part(has[k] - size[k], dice.uniform());
    Some([start(0), start(1), size[0], size[1]])
}

/// The greatest overlap with a box whose centre lies inside; nothing without such a box.
fn overlap(cx: &Drawing<'_>, rect: [i64; 4]) -> Option<f64> {
    let [x, y, w, h] = rect.map(|v| v as f64);
    let boxes = cx.state.boxes.iter().map(|b| b.xyxy);
    let held = boxes.filter(|b| crop::centred(*b, rect));
    held.map(|[x0, y0, x1, y1]| {
        let both = (x1.min(x + w) - x0.max(x)).max(0.0) * (y1.min(y + h) - y0.max(y)).max(0.0);
        both / ((x1 - x0) * (y1 - y0) + w * h - both)
    })
    .reduce(f64::max)
}

/// The crop; nothing where the picture stays whole.
fn place(cx: &Drawing<'_>) -> Result<Option<[i64; 4]>> {
    let options = match cx.args.get(&OVERLAPS) {
        Value::Numbers(given) => given,
        _ => OPTIONS.as_slice(),
    };
    let whole = options.iter().any(|least| *least >= 1.0);
    if whole && cx.state.boxes.is_empty() {
        return Ok(None);
    }
    let mut dice = cx.die.stream("tries");
    let (trials, limit) = (cx.args.int(&TRIALS).max(1), limit(cx.state.boxes.len()));
    let mut left = if cx.state.boxes.is_empty() { 0 } else { limit };
    while left > 0 {
        let Some(least) = options.get(dice.below(options.len())) else {
            break;
        };
        if *least >= 1.0 {
            return Ok(None);
        }
        for _ in 0..trials {
            left = left.saturating_sub(1);
            let found = tried(cx, &mut dice);
            let rect = found.filter(|rect| overlap(cx, *rect).is_some_and(|iou| iou >= *least));
            if rect.is_some() {
                return Ok(rect);
            }
        }
    }
    let why = match cx.state.boxes.len() {
        0 => "needs a box, or an overlap of 1 among the choices".to_owned(),
        _ => format!("found no crop in {limit} tries"),
    };
    Err(Error::new(Code::Range, why).at_param(OVERLAPS.name))
}

impl Op for RandomIouCrop {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        crate::ops::common::ordered(args, &MIN_ASPECT, &MAX_ASPECT)
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let crop = place(cx)?.map(|rect| cut(rect).with_value(&crop::CENTRED, Value::Bool(true)));
        Ok(Drawn::Fixed(crop.into_iter().collect()))
    }
}
