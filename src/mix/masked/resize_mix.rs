//! ResizeMix: the partner made smaller and pasted whole.

use crate::error::{Code, Error, Result};
use crate::image::{Raster, Size};
use crate::mix::masked::{BOX, below, left, rect};
use crate::mix::{Cover, Drawing, Fixed, Meta, Mix, Mixed, pair};
use crate::param::{Args, Param, Value};
use crate::sample::{BBox, Keypoint, Sample};

const SCALE: Param = Param::number(
    "scale",
    "Side of the pasted picture, as a share of the target's.",
)
.uniform(0.1, 0.8)
.hard(0.01, 1.0);
const LAW: Param = Param::choice(
    "law",
    "The paper's code moves the box inside and shows the partner whole; OpenMixup clips the box at the border and squeezes the partner into what is left.",
    &["official", "openmixup"],
    "official",
);
/// How many output px a source px makes: the law of the source's rows and columns.
const FACTOR: Param = Param::number(
    "factor",
    "Scale that finds the source of a pixel; 0 takes the ratio of the sides.",
)
.hard(0.0, 1.0)
.fixed();

static META: Meta = Meta {
    name: "resize_mix",
    title: "ResizeMix",
    doc: "The partner resized by scale (nearest pixel) and pasted around a uniform centre; λ is 1 − its share of the picture.",
    source: "Qin et al. 2020, arXiv:2012.11101; JayQine/ResizeMix run_apis/trainer.py and tools/utils.py getbox_new, OpenMixup resizemix",
    params: &[&SCALE, &LAW],
    numbers: &[&BOX, &FACTOR],
    partners: 1,
    one_size: true,
};

/// The mix.
pub(crate) struct ResizeMix;

impl Mix for ResizeMix {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Fixed> {
        let size = cx.target()?.image.size();
        let scale = cx.number(&SCALE);
        let official = cx.args.word(&LAW) == "official";
        // One scale a batch in both; the paper's code places each picture's box by itself.
        let die = if official { &cx.own } else { &cx.die };
        let place = |name: &str, side: u32| below(die.uniform(name), i64::from(side));
        let at = [place("x", size.width), place("y", size.height)];
        let found = around(official, size, scale, at);
        let numbers = Args::defaults(META.numbers)
            .with(&FACTOR, if official { scale } else { 0.0 })
            .with_value(&BOX, Value::Rects(vec![found]));
        Ok(Fixed::two(cx, numbers, left(found, size)))
    }

    fn run(&self, numbers: &Args, picks: &[&Sample]) -> Result<Mixed> {
        let [target, partner] = pair(picks)?;
        let (size, rect) = (target.image.size(), rect(numbers));
        let [x, y, w, h] = rect;
        if x < 0 || y < 0 || x + w > i64::from(size.width) || y + h > i64::from(size.height) {
            let e = Error::new(Code::Range, "is not inside the picture");
            return Err(e.at_param(BOX.name));
        }
        let pasted = paste(partner, size, rect, numbers.num(&FACTOR));
        Cover::hole(size, rect).mix(target, &pasted)
    }
}

/// The box of a centre and scale: `[x, y, width, height]`.
pub(crate) fn around(official: bool, size: Size, scale: f64, [x, y]: [i64; 2]) -> [i64; 4] {
    let one = |at: i64, side: u32| {
        let cut = (f64::from(side) * scale) as i64;
        let side = i64::from(side);
        if official {
            let end = ((at - cut / 2).clamp(0, side) + cut).clamp(0, side);
            ((end - cut).clamp(0, side), cut)
        } else {
            let start = (at - cut / 2).clamp(0, side);
            (start, (at + cut / 2).clamp(0, side) - start)
        }
    };
    let (x, w) = one(x, size.width);
    let (y, h) = one(y, size.height);
    [x, y, w, h]
}

/// The partner resized into a rectangle of a picture of `size`; what is beyond is never seen.
fn paste(partner: &Sample, size: Size, rect: [i64; 4], factor: f64) -> Sample {
    let from = partner.image.size();
    let [x, y, w, h] = rect;
    let columns = sources(from.width, size.width, [x, w], factor);
    let rows = sources(from.height, size.height, [y, h], factor);
    let place = |x: u32, y: u32| {
        let at = |list: &[u32], i: u32| list.get(i as usize).copied().unwrap_or(0);
        (at(&columns, x), at(&rows, y))
    };
    let [sx, sy] = [
        w as f64 / f64::from(from.width),
        h as f64 / f64::from(from.height),
    ];
    let (x, y) = (x as f64, y as f64);
    let mut out = Sample {
        image: moved(&partner.image, size, place),
        alpha: partner.alpha.as_ref().map(|a| moved(a, size, place)),
        masks: partner
            .masks
            .iter()
            .map(|m| moved(m, size, place))
            .collect(),
        instances: partner.instances,
        boxes: partner.boxes.clone(),
        keypoints: partner.keypoints.clone(),
    };
    for BBox { xyxy, .. } in &mut out.boxes {
        let [x0, y0, x1, y1] = *xyxy;
        *xyxy = [x + x0 * sx, y + y0 * sy, x + x1 * sx, y + y1 * sy];
    }
    for Keypoint { xy, scale, .. } in &mut out.keypoints {
        *xy = [x + (xy[0] + 0.5) * sx - 0.5, y + (xy[1] + 0.5) * sy - 0.5];
        *scale = scale.map(|s| s * sx.max(sy));
    }
    out
}

/// The source of each column or row, as torch's `interpolate(mode="nearest")` finds it in single
/// precision: from the given factor, or from the sides.
fn sources(from: u32, side: u32, [start, length]: [i64; 2], factor: f64) -> Vec<u32> {
    let step = if factor > 0.0 {
        (1.0 / factor) as f32
    } else {
        from as f32 / length.max(1) as f32
    };
    (0..i64::from(side))
        .map(|i| {
            let at = (i - start).clamp(0, (length - 1).max(0));
            ((at as f32 * step).floor() as u32).min(from.saturating_sub(1))
        })
        .collect()
}

fn moved<T: Copy + Default>(
    src: &Raster<T>,
    size: Size,
    place: impl Fn(u32, u32) -> (u32, u32),
) -> Raster<T> {
    Raster::from_fn(size, src.channels(), |x, y, c| {
        let (x, y) = place(x, y);
        src.pixel(x, y).get(c).copied().unwrap_or_default()
    })
}
