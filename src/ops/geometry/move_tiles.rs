//! `move_tiles`.

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::kernel::tiles::{Move, Tiles};
use crate::ops::{Meta, Op, missing};
use crate::param::{Args, Param, Value};
use crate::program::{Family, Lowering};
use crate::sample::{Dropped, State};

/// Move given rectangles.
pub struct MoveTiles;

/// Where they are.
pub const FROM: Param = Param::rects(
    "from_px",
    "Rectangles [x, y, width, height] of the picture.",
);
/// Where they go.
pub const TO: Param = Param::rects(
    "to_px",
    "Where each goes, in the same order: rectangles of the same sizes.",
);

static META: Meta = Meta {
    name: "move_tiles",
    title: "Move tiles",
    doc: "Copies given rectangles to other places; masks and keypoints go with them, and a box becomes a box around each of its parts that touch. Source: albumentations 2.0.8 swap_tiles_on_image, swap_tiles_on_keypoints and bboxes_grid_shuffle.",
    group: "geometry",
    aliases: &["swap tiles", "swap rectangles"],
    dialects: &[Dialect::Cv2],
    params: &[&FROM, &TO],
    moves: true,
    fixed: true,
    ..Meta::BASE
};

/// The most rectangles one step may move.
pub(crate) const MOST: usize = 10_000;

fn moves(args: &Args) -> impl Iterator<Item = Move> + '_ {
    args.rects(&FROM).iter().zip(args.rects(&TO)).map(|(a, b)| {
        let px = |v: i64| v.clamp(0, i64::from(u32::MAX)) as u32;
        Move {
            from: [px(a[0]), px(a[1])],
            to: [px(b[0]), px(b[1])],
            size: [px(a[2]), px(a[3])],
        }
    })
}

/// A rectangle: edges left, top, right, bottom.
type Edges = [i64; 4];

fn area([left, top, right, bottom]: Edges) -> i64 {
    (right - left).max(0) * (bottom - top).max(0)
}

/// Boxes around the groups of rectangles that touch, corners included, and the area in each.
fn groups(mut parts: Vec<Edges>) -> Vec<(Edges, i64)> {
    let mut out: Vec<(Edges, i64)> = Vec::new();
    while let Some(first) = parts.pop() {
        let (mut group, mut next, mut inside) = (first, vec![first], 0);
        while let Some(at) = next.pop() {
            inside += area(at);
            let touches =
                |p: &Edges| (0..2).all(|axis| p[axis] <= at[axis + 2] && at[axis] <= p[axis + 2]);
            let (near, far) = parts.into_iter().partition(touches);
            parts = far;
            let near: Vec<Edges> = near;
            for p in &near {
                group = [
                    group[0].min(p[0]),
                    group[1].min(p[1]),
                    group[2].max(p[2]),
                    group[3].max(p[3]),
                ];
            }
            next.extend(near);
        }
        out.push((group, inside));
    }
    out.sort_by_key(|(g, _)| (g[1], g[0]));
    out
}

impl Op for MoveTiles {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        for param in [&FROM, &TO] {
            if matches!(args.get(param), Value::Absent) {
                return Err(missing(param));
            }
        }
        let (from, to) = (args.rects(&FROM), args.rects(&TO));
        let fit = from.len() == to.len() && from.iter().zip(to).all(|(a, b)| a[2..] == b[2..]);
        if !fit {
            return Err(Error::new(
                Code::Range,
                "must have as many rectangles as from_px, of the same sizes",
            )
            .at_param(TO.name));
        }
        if from.len() > MOST {
            return Err(Error::new(
                Code::Limit,
                format!("has {} rectangles; the limit is {MOST}", from.len()),
            )
            .at_param(FROM.name));
        }
        Ok(())
    }

    fn projective(&self) -> bool {
        false
    }

    fn follow(&self, args: &Args, state: &mut State, _dialect: Dialect, step: &str) -> Result<()> {
        if args.rects(&FROM).is_empty() {
            return Ok(());
        }
        let moves: Vec<Move> = moves(args).collect();
        let (w, h) = (f64::from(state.size.width), f64::from(state.size.height));
        for k in &mut state.keypoints {
            let inside = |m: &&Move| {
                (0..2).all(|axis| {
                    let start = f64::from(m.from[axis]);
                    (start..start + f64::from(m.size[axis])).contains(&k.xy[axis])
                })
            };
            if let Some(m) = moves.iter().find(inside) {
                for axis in 0..2 {
                    k.xy[axis] += f64::from(m.to[axis]) - f64::from(m.from[axis]);
                }
            }
        }
        for b in std::mem::take(&mut state.boxes) {
            // The library keeps boxes as shares in single precision and cuts them off to whole px.
            let px = |v: f64, side: f64| (f64::from((v / side) as f32) * side) as i64;
            let [x0, y0, x1, y1] = b.xyxy;
            let whole = [px(x0, w), px(y0, h), px(x1, w), px(y1, h)];
            let part = |m: &Move| {
                let (mut low, mut high) = ([0; 2], [0; 2]);
                for axis in 0..2 {
                    let (start, length) = (i64::from(m.from[axis]), i64::from(m.size[axis]));
                    let by = i64::from(m.to[axis]) - start;
                    low[axis] = whole[axis].max(start) + by;
                    high[axis] = whole[axis + 2].min(start + length) + by;
                }
                let some = low[0] < high[0] && low[1] < high[1];
                some.then_some([low[0], low[1], high[0], high[1]])
            };
            let least = state.rules;
            let enough = |inside: i64| {
                let inside = inside as f64;
                let share = inside / area(whole) as f64;
                inside >= least.min_area_px && share >= least.min_visibility
            };
            let mut parts = groups(moves.iter().filter_map(part).collect());
            let some = !parts.is_empty();
            parts.retain(|(_, inside)| enough(*inside));
            if parts.is_empty() {
                state.dropped.push(Dropped {
                    kind: "box",
                    index: b.index,
                    step: step.into(),
                    why: if some {
                        "parts below what the rules ask"
                    } else {
                        "less than a pixel"
                    },
                });
            }
            for (part, _) in parts {
                let mut b = b.clone();
                b.xyxy = part.map(|v| v as f64);
                state.boxes.push(b);
            }
        }
        Ok(())
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let moves = moves(args).collect();
        to.then(Family::Tiles(Tiles { moves }));
        Ok(())
    }
}
