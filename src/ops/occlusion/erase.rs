//! `erase`.

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::kernel::fill::{Cover, Fill, Rect};
use crate::ops::{Meta, Op, missing};
use crate::param::{Args, Param, Value};
use crate::program::{Family, Lowering, Plane};
use crate::sample::{Dropped, State};

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
    "What covers a rectangle: the fill colour, noise, or a random colour for each.",
    &["fill", "noise", "random_colour"],
    "fill",
)
.rare();
/// The colour.
pub const FILL: Param = Param::color("fill", "Colour of the rectangles.", [0, 0, 0]);
/// Whether masks are covered.
pub const FILL_MASK: Param =
    Param::switch("fill_mask", "Masks get 0 in the rectangles too.", false).rare();
/// The seed.
pub const SEED: Param = Param::seed(
    "seed",
    "Seed of noise and random colours; drawn when absent.",
);

static META: Meta = Meta {
    name: "erase",
    title: "Erase",
    doc: "Covers given rectangles. Keypoints under them are dropped; boxes stay. Source: albumentations 2.0.8 cutout.",
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

impl Op for Erase {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        match args.get(&RECTS) {
            Value::Absent => Err(missing(&RECTS)),
            Value::Rects(r) if r.len() > MAX_RECTS => Err(Error::new(
                Code::Limit,
                format!("has {} rectangles; the limit is {MAX_RECTS}", r.len()),
            )
            .at_param(RECTS.name)),
            _ => Ok(()),
        }
    }

    fn follow(&self, args: &Args, state: &mut State, _dialect: Dialect, step: &str) -> Result<()> {
        let rects = args.rects(&RECTS);
        let State {
            keypoints, dropped, ..
        } = state;
        keypoints.retain(|k| {
            let covered = rects.iter().any(|r| {
                let [x, y, w, h] = r.map(|v| v as f64);
                (x..x + w).contains(&k.xy[0]) && (y..y + h).contains(&k.xy[1])
            });
            if covered {
                dropped.push(Dropped {
                    kind: "keypoint",
                    index: k.index,
                    step: step.into(),
                    why: "covered",
                });
            }
            !covered
        });
        Ok(())
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let colour = Cover::Colour(args.color(&FILL));
        let cover = match to.plane {
            Plane::Image => match args.word(&COVER) {
                "noise" => Cover::Noise {
                    seed: args.seed(&SEED),
                },
                "random_colour" => Cover::RandomColours {
                    seed: args.seed(&SEED),
                },
                _ => colour,
            },
            Plane::Mask if !args.on(&FILL_MASK) => return Ok(()),
            Plane::Mask | Plane::Known => Cover::Colour([0; 3]),
            // What covers is opaque.
            Plane::Alpha => Cover::Colour([255; 3]),
        };
        let rects = rects(args);
        to.then(Family::Fill(Fill { rects, cover }));
        Ok(())
    }
}
