//! `random_erasing`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::ops::occlusion::erase;
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::Param;
use crate::policy::law::Law;

/// Cover one rectangle of drawn area and aspect.
pub struct RandomErasing;

/// Share of the picture.
pub const AREA: Param = Param::number("area_frac", "Area covered, as a share of the picture's.")
    .uniform(0.02, 0.33)
    .hard(0.0, 1.0);
/// Width over height.
pub const ASPECT: Param = Param::number("aspect", "Width over height of a rectangle.")
    .log_uniform(1.0 / 3.3, 1.0 / 0.3)
    .hard(0.01, 100.0)
    .slider(0.1, 10.0);
/// How many.
pub const COUNT: Param = Param::integer(
    "count",
    "How many rectangles; they share the area, each with an aspect of its own.",
)
.value(1.0)
.hard(1.0, 64.0)
.slider(1.0, 8.0)
.only(&[Dialect::Pil, Dialect::Torch])
.rare();

static META: Meta = Meta {
    name: "random_erasing",
    title: "Random erasing",
    doc: "Covers a rectangle of drawn area, aspect and place. torchvision and timm try ten times for one that is smaller than the picture; Albumentations first narrows the ranges to what fits and draws area and aspect evenly, one rectangle at most. Keypoints, boxes and masks follow as erase says. Sources: torchvision 0.29 RandomErasing, timm 1.0 RandomErasing (count, and the covers normal and normal_colour as on pictures normalised with ImageNet's mean; torchvision's value \"random\" makes 8-bit levels of standard normal numbers and is left out), albumentations 2.0.8 Erasing.",
    group: "occlusion",
    aliases: &["RandomErasing", "Erasing", "RandomErase", "re_prob"],
    dialects: &[Dialect::Torch, Dialect::Pil, Dialect::Cv2],
    params: &[
        &AREA,
        &ASPECT,
        &COUNT,
        &erase::COVER,
        &erase::FILL,
        &erase::FILL_MASK,
        &erase::SEED,
    ],
    moves: true,
    ..Meta::BASE
};

/// A place in `0..=room`.
fn at(cx: &Drawing<'_>, name: &str, room: f64) -> i64 {
    let u = cx.die.uniform(name);
    (u * (room + 1.0)).floor().min(room).max(0.0) as i64
}

/// torchvision's and timm's law: ten tries for a rectangle smaller than the picture.
fn tried(cx: &Drawing<'_>, count: usize, i: usize) -> Option<[i64; 4]> {
    let (width, height) = sides(cx);
    for attempt in 0..10 {
        let draw = |law: &Law, name: &str| law.draw(&cx.die, &name_of(name, i, attempt), false);
        let area = width * height * draw(&cx.args.law(&AREA), AREA.name) / count as f64;
        let aspect = draw(&cx.args.law(&ASPECT), ASPECT.name);
        let w = (area * aspect).sqrt().round_ties_even();
        let h = (area / aspect).sqrt().round_ties_even();
        if w < width && h < height {
            let x = at(cx, &name_of("x", i, attempt), width - w);
            let y = at(cx, &name_of("y", i, attempt), height - h);
            return Some([x, y, w as i64, h as i64]);
        }
    }
    None
}

/// Albumentations' law: area and aspect even within what fits.
fn fitted(cx: &Drawing<'_>) -> Option<[i64; 4]> {
    let (width, height) = sides(cx);
    let (least, most) = cx.args.law(&ASPECT).reach();
    let (low, high) = cx.args.law(&AREA).reach();
    let total = width * height;
    let fits = [least, most].map(|r| (r * height * height).min(width * width / r));
    let (low, high) = (total * low, (total * high).min(fits[0]).min(fits[1]));
    if high < low {
        return None;
    }
    let between = |name: &str, a: f64, b: f64| a + cx.die.uniform(name) * (b - a);
    let area = between(AREA.name, low, high);
    let most = most.min(width * width / area);
    let least = least.max(area / (height * height));
    if least > most {
        return None;
    }
    let aspect = between(ASPECT.name, least, most);
    let w = (area * aspect).sqrt().round_ties_even().min(width);
    let h = (area / aspect).sqrt().round_ties_even().min(height);
    let (x, y) = (at(cx, "x", width - w), at(cx, "y", height - h));
    Some([x, y, w as i64, h as i64])
}

fn sides(cx: &Drawing<'_>) -> (f64, f64) {
    let size = cx.state.size;
    (f64::from(size.width), f64::from(size.height))
}

fn name_of(name: &str, i: usize, attempt: usize) -> String {
    format!("{name}.{i}.{attempt}")
}

impl Op for RandomErasing {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let rects = if cx.dialect == Dialect::Cv2 {
            fitted(cx).into_iter().collect()
        } else {
            let count = cx.num(&COUNT).max(1.0) as usize;
            (0..count).filter_map(|i| tried(cx, count, i)).collect()
        };
        Ok(erase::draw(cx, rects))
    }
}
