//! Mosaic: four pictures around a point.

use super::piece::{Piece, lay};
use crate::error::{Code, Error, Result};
use crate::image::Size;
use crate::mix::{Drawing, Fixed, Meta, Mix, Mixed};
use crate::param::{Args, Param};
use crate::sample::Sample;

const SIZE: Param = Param::integer("size_px", "Side of the square that the network sees, s.")
    .unit("px")
    .value(640.0)
    .hard(8.0, 2048.0)
    .slider(64.0, 1280.0)
    .by(32.0)
    .fixed();
const LAYOUT: Param = Param::choice(
    "layout",
    "yolo: a canvas of 2s, each picture fitted into s with a corner at the centre; grid: a canvas of s, each picture cropped in the middle to its cell's shape and resized to the cell.",
    &["yolo", "grid"],
    "yolo",
);
const CENTER: Param = Param::number(
    "center_frac",
    "Where the four pictures meet, across and down, as a share of the canvas.",
)
.uniform(0.25, 0.75)
.hard(0.05, 0.95);
const WINDOW: Param = Param::switch(
    "window",
    "Layout yolo: gives the middle s of the canvas, which is what YOLO's affine shows before it moves; off, all of it.",
    false,
);
const FILL: Param = Param::color(
    "fill",
    "Colour of what no picture covers; masks get 0.",
    [114; 3],
)
.rare();
const X: Param = at(
    "x_px",
    "Where the pictures meet, from the canvas's left edge.",
);
const Y: Param = at(
    "y_px",
    "Where the pictures meet, from the canvas's top edge.",
);

const fn at(name: &'static str, doc: &'static str) -> Param {
    Param::integer(name, doc)
        .unit("px")
        .hard(0.0, 8192.0)
        .fixed()
}

static META: Meta = Meta {
    name: "mosaic",
    title: "Mosaic",
    doc: "Four pictures around a drawn point: the sample at the top left, then its partners. Boxes, keypoints and masks go along, cut to what is seen. A class label counts as its picture's share of the pixels that pictures cover.",
    source: "Bochkovskiy et al. 2020 (YOLOv4), arXiv:2004.10934; layout yolo as in YOLOX 0.3 get_mosaic_coordinate (Apache 2.0), layout grid after albumentations 2.0.8 Mosaic with fit_mode cover",
    params: &[&SIZE, &LAYOUT, &CENTER, &WINDOW, &FILL],
    numbers: &[&X, &Y, &SIZE, &LAYOUT, &WINDOW, &FILL],
    partners: 3,
    one_size: false,
};

/// The mix.
pub(crate) struct Mosaic;

impl Mix for Mosaic {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Fixed> {
        let mut numbers = Args::defaults(META.numbers);
        for param in [&SIZE, &LAYOUT, &WINDOW, &FILL] {
            numbers.set(param, cx.args.get(param).clone());
        }
        let side = f64::from(side(&numbers));
        for (param, name) in [(&X, "x"), (&Y, "y")] {
            let law = cx.args.law(&CENTER);
            let share = law.draw(&cx.die, name, false);
            numbers = numbers.with(param, (share * side).floor());
        }
        let partners = cx.partners(3);
        let places = std::iter::once(cx.index).chain(partners.iter().copied());
        let sizes: Vec<Size> = places
            .map(|i| Ok(cx.sample(i)?.image.size()))
            .collect::<Result<_>>()?;
        let (_, pieces) = layout(&numbers, &sizes);
        let areas: Vec<f64> = pieces.iter().map(Piece::area).collect();
        let all: f64 = areas.iter().sum();
        let share = |area: &f64| if all > 0.0 { area / all } else { 0.25 };
        Ok(Fixed {
            partners,
            lambda: areas.first().map(share),
            shares: areas.iter().map(share).collect(),
            numbers,
        })
    }

    fn run(&self, numbers: &Args, picks: &[&Sample]) -> Result<Mixed> {
        if picks.len() != 4 {
            return Err(Error::new(Code::Internal, "a mosaic needs four samples"));
        }
        let sizes: Vec<Size> = picks.iter().map(|p| p.image.size()).collect();
        let (canvas, pieces) = layout(numbers, &sizes);
        lay(canvas, numbers.color(&FILL), picks, &pieces)
    }
}

/// Side of the canvas.
fn side(numbers: &Args) -> u32 {
    let s = numbers.int(&SIZE).clamp(1, 4096) as u32;
    if numbers.word(&LAYOUT) == "yolo" {
        2 * s
    } else {
        s
    }
}

/// The canvas and the four pictures' pieces of it: top left, top right, bottom left, bottom right.
fn layout(numbers: &Args, sizes: &[Size]) -> (Size, Vec<Piece>) {
    let all = i64::from(side(numbers));
    let meet = [&X, &Y].map(|p| numbers.int(p).clamp(1, (all - 1).max(1)));
    let yolo = numbers.word(&LAYOUT) == "yolo";
    let (from, to) = if yolo && numbers.on(&WINDOW) {
        (all / 4, all / 4 + all / 2)
    } else {
        (0, all)
    };
    let pieces = sizes
        .iter()
        .zip([[false, false], [true, false], [false, true], [true, true]]);
    let pieces = pieces.map(|(size, after)| {
        let cell = [0, 1].map(|axis: usize| {
            let (at, after) = (meet.get(axis).copied().unwrap_or(1), after.get(axis));
            if after == Some(&true) {
                (at, all)
            } else {
                (0, at)
            }
        });
        let cells = cell.map(|(start, end)| end - start);
        let (part, scaled, at) = if yolo {
            let scaled = fitted(*size, all / 2);
            let corner = |axis: usize, length: u32| {
                let at = meet.get(axis).copied().unwrap_or(1);
                at - i64::from(length) * i64::from(!after.get(axis).copied().unwrap_or(false))
            };
            let at = [corner(0, scaled.width), corner(1, scaled.height)];
            ([0, 0, size.width, size.height], scaled, at)
        } else {
            let scaled = Size::new(cells[0] as u32, cells[1] as u32);
            (middle(*size, scaled), scaled, cell.map(|(start, _)| start))
        };
        let [(x0, x1), (y0, y1)] = cell;
        let window = [x0.max(from), y0.max(from), x1.min(to), y1.min(to)];
        let whole = Piece::new(part, scaled, at, window);
        Piece {
            at: whole.at.map(|v| v - from),
            seen: whole.seen.map(|v| v - from),
            ..whole
        }
    });
    let side = (to - from) as u32;
    (Size::new(side, side), pieces.collect())
}

/// The size with its longer side `s`, fractions dropped.
fn fitted(size: Size, s: i64) -> Size {
    let scale = s as f64 / f64::from(size.width.max(size.height));
    let one = |v: u32| ((f64::from(v) * scale) as u32).max(1);
    Size::new(one(size.width), one(size.height))
}

/// The largest part in the middle that has a cell's shape, in whole pixels.
fn middle(size: Size, cell: Size) -> [u32; 4] {
    let [w, h] = [size.width, size.height].map(f64::from);
    let [cw, ch] = [cell.width, cell.height].map(f64::from);
    let scale = (w / cw).min(h / ch);
    let one = |side: u32, cell: f64| {
        let length = ((cell * scale).round() as u32).clamp(1, side);
        let start = (side - length) / 2;
        (start, start + length)
    };
    let ((x0, x1), (y0, y1)) = (one(size.width, cw), one(size.height, ch));
    [x0, y0, x1, y1]
}
