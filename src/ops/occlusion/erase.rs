//! `erase`.

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::kernel::fill::{Cover, Fill, Rect, Shape};
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op, missing};
use crate::param::{Args, Param, Value};
use crate::program::{Family, Lowering, Plane};
use crate::sample::{BBox, State};

/// Cover given rectangles.
pub struct Erase;

/// The rectangles.
pub const RECTS: Param = Param::rects(
    "rects_px",
    "Rectangles [x, y, width, height]; later ones lie over earlier ones.",
);
/// What covers them.
pub const COVER: Param = Param::choice(
    "cover",
    "What covers it: the fill colour, uniform noise, a random colour for each, or normal noise or colours about ImageNet's mean, as timm's.",
    &["fill", "noise", "random_colour", "normal", "normal_colour"],
    "fill",
)
.rare();
/// The colour.
pub const FILL: Param = Param::color("fill", "Colour of what is covered.", [0, 0, 0]);
/// Whether masks are covered.
pub const FILL_MASK: Param = Param::switch(
    "fill_mask",
    "Masks get 0 where the picture is covered.",
    false,
)
.rare();
/// The seed.
pub const SEED: Param = Param::seed(
    "seed",
    "Seed of noise and random colours; drawn when absent.",
);

static META: Meta = Meta {
    name: "erase",
    title: "Erase",
    doc: "Covers given rectangles. Albumentations drops keypoints under them, shrinks boxes to what is still visible and drops covered ones; its boxes are shares in single precision, cut off to whole pixels. torchvision leaves boxes, keypoints and masks. Sources: albumentations 2.0.8 cutout, filter_bboxes_by_holes and filter_keypoints_in_holes, torchvision 0.29 erase.",
    group: "occlusion",
    aliases: &["erase rectangles", "fill rectangles"],
    params: &[&RECTS, &COVER, &FILL, &FILL_MASK, &SEED],
    moves: true,
    fixed: true,
    ..Meta::BASE
};

/// The most rectangles one step may cover.
const MAX_RECTS: usize = 10_000;

fn rects(args: &Args) -> Vec<Rect> {
    let rects = args.rects(&RECTS).iter();
    rects
        .map(|[x, y, w, h]| Rect {
            x: *x,
            y: *y,
            width: *w as u32,
            height: *h as u32,
        })
        .collect()
}

/// Refuses more rectangles than one step may cover.
pub(crate) fn limit(count: usize) -> Result<()> {
    if count <= MAX_RECTS {
        return Ok(());
    }
    Err(Error::new(
        Code::Limit,
        format!("has {count} rectangles; the limit is {MAX_RECTS}"),
    )
    .at_param(RECTS.name))
}

/// An op's drawn rectangles, covered as its own parameters of the same names say.
pub(crate) fn draw(cx: &Drawing<'_>, rects: Vec<[i64; 4]>) -> Drawn {
    let mut fixed = Fixed::new(&Erase).with_value(&RECTS, Value::Rects(rects));
    for param in [&COVER, &FILL, &FILL_MASK] {
        fixed = fixed.with_value(param, cx.args.get(param).clone());
    }
    let seed = match cx.args.get(&SEED) {
        Value::Absent => Value::Seed(cx.die.seed(SEED.name)),
        given => given.clone(),
    };
    Drawn::Fixed(vec![fixed.with_value(&SEED, seed)])
}

/// What covers the plane at hand, if anything does.
pub(crate) fn cover(args: &Args, to: &Lowering<'_>) -> Option<Cover> {
    let seed = args.seed(&SEED);
    Some(match (to.plane, args.word(&COVER)) {
        (Plane::Image, "noise") => Cover::Noise { seed },
        (Plane::Image, "random_colour") => Cover::RandomColours { seed },
        (Plane::Image, "normal") => Cover::Normal { seed },
        (Plane::Image, "normal_colour") => Cover::NormalColours { seed },
        (Plane::Image, _) => Cover::Colour(args.color(&FILL)),
        (Plane::Mask, _) if !args.on(&FILL_MASK) => return None,
        (Plane::Mask | Plane::Known, _) => Cover::Colour([0; 3]),
        // What covers is opaque.
        (Plane::Alpha, _) => Cover::Colour([255; 3]),
    })
}

/// Drops keypoints in the rectangles.
fn keypoints(rects: &[[i64; 4]], state: &mut State, step: &str) {
    let covered = |at: [f64; 2]| {
        rects.iter().any(|r| {
            let [x, y, w, h] = r.map(|v| v as f64);
            (x..x + w).contains(&at[0]) && (y..y + h).contains(&at[1])
        })
    };
    state.take_out(step, |_| None, |k| covered(k.xy).then_some("covered"));
}

/// Shrinks boxes to the rows and columns that are still visible; drops those without any.
fn boxes(rects: &[Rect], state: &mut State, step: &str) {
    if state.boxes.is_empty() {
        return;
    }
    let size = state.size;
    let width = size.width as usize;
    let mut covered = vec![false; size.area()];
    for rect in rects {
        let (xs, ys) = rect.inside(size);
        for y in ys {
            let row = y as usize * width;
            covered[row + xs.start as usize..row + xs.end as usize].fill(true);
        }
    }
    let shrink = |b: &mut BBox| {
        // The library keeps boxes as shares in single precision and cuts them off to whole pixels.
        let px = |v: f64, side: u32| {
            let side = f64::from(side);
            (f64::from((v / side) as f32) * side).clamp(0.0, side) as usize
        };
        let [x0, y0, x1, y1] = b.xyxy;
        let (x0, x1) = (px(x0, size.width), px(x1, size.width));
        let (y0, y1) = (px(y0, size.height), px(y1, size.height));
        let (mut low, mut high) = ([usize::MAX; 2], [0; 2]);
        for y in y0..y1 {
            let row = &covered[y * width + x0..y * width + x1.max(x0)];
            let first = row.iter().position(|c| !c);
            let last = row.iter().rposition(|c| !c);
            if let (Some(first), Some(last)) = (first, last) {
                low = [low[0].min(x0 + first), low[1].min(y)];
                high = [high[0].max(x0 + last + 1), y + 1];
            }
        }
        if high[1] == 0 {
            return Some("covered");
        }
        let before = b.area();
        b.xyxy = [low[0], low[1], high[0], high[1]].map(|v| v as f64);
        if before > 0.0 {
            b.visible *= (b.area() / before).min(1.0);
        }
        None
    };
    state.take_out(step, shrink, |_| None);
}

impl Op for Erase {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        match args.get(&RECTS) {
            Value::Absent => Err(missing(&RECTS)),
            Value::Rects(r) => limit(r.len()),
            _ => Ok(()),
        }
    }

    fn follow(&self, args: &Args, state: &mut State, dialect: Dialect, step: &str) -> Result<()> {
        if dialect == Dialect::Cv2 && !args.rects(&RECTS).is_empty() {
            keypoints(args.rects(&RECTS), state, step);
            boxes(&rects(args), state, step);
        }
        state.settle(step);
        Ok(())
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        if let Some(cover) = cover(args, to) {
            let shape = Shape::Rects(rects(args));
            to.then(Family::Fill(Fill { shape, cover }));
        }
        Ok(())
    }
}
