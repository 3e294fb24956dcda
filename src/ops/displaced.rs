//! How boxes and keypoints follow a displacement: by the inverse of the map that pixels look up.

use crate::error::{Code, Error, Result};
use crate::image::Raster;
use crate::kernel::Dialect;
use crate::kernel::displace::map::{self, Map};
use crate::kernel::warp::{Coords, Warp};
use crate::ops::common::{BORDER, FILL, INTERPOLATION, border, filter};
use crate::param::{Args, Param, Value};
use crate::program::{Family, Id, Lowering};
use crate::sample::State;

/// What every op with a map has besides its own parameters.
pub(super) const SHARED: [&Param; 3] = [&INTERPOLATION, &BORDER, &FILL];

/// A moved point looks back at where it came from within this distance, px, wherever the map does
/// not fold.
const LOOKS_BACK_PX: f64 = 0.01;

/// A map read between pixels.
struct Look<'a> {
    map: &'a Raster<f32>,
    dialect: Dialect,
}

impl Look<'_> {
    /// How far pixel (`x`, `y`) looks from itself, px.
    fn shift(&self, x: u32, y: u32) -> [f64; 2] {
        let size = self.map.size();
        let found = self.map.pixel(x, y);
        let px = |c: usize, len: u32| match self.dialect {
            Dialect::Cv2 => f64::from(found[c]),
            _ => ((f64::from(found[c]) + 1.0) * f64::from(len) - 1.0) / 2.0,
        };
        [
            px(0, size.width) - f64::from(x),
            px(1, size.height) - f64::from(y),
        ]
    }

    /// Where output point `at` looks, px, pixel centres whole: linear between pixels; beyond the
    /// picture the edge's shift goes on.
    fn source(&self, at: [f64; 2]) -> [f64; 2] {
        let size = self.map.size();
        let axis = |v: f64, len: u32| {
            let v = v.clamp(0.0, f64::from(len - 1));
            let low = v.floor() as u32;
            (low, (low + 1).min(len - 1), v - v.floor())
        };
        let (x0, x1, a) = axis(at[0], size.width);
        let (y0, y1, b) = axis(at[1], size.height);
        let corners = [(x0, y0), (x1, y0), (x0, y1), (x1, y1)].map(|(x, y)| self.shift(x, y));
        std::array::from_fn(|c| {
            let [p, q, r, s] = corners.map(|v| v[c]);
            let (top, bottom) = (p + a * (q - p), r + a * (s - r));
            at[c] + top + b * (bottom - top)
        })
    }

    /// The output point that looks at `to`: going against the gap, in smaller steps where the gap
    /// grows; from `to` itself, then from the nearest of a coarse grid of points.
    fn destination(&self, to: [f64; 2]) -> [f64; 2] {
        let mut best = (f64::INFINITY, to);
        for start in [None, Some(())] {
            let mut at = match start {
                None => to,
                Some(()) => self.coarse(to),
            };
            let (mut step, mut last) = (0.8, f64::INFINITY);
            for _ in 0..100 {
                let [sx, sy] = self.source(at);
                let gap = [to[0] - sx, to[1] - sy];
                let far = gap[0] * gap[0] + gap[1] * gap[1];
                if far < best.0 {
                    best = (far, at);
                }
                // A millionth of a pixel.
                if far < 1e-12 {
                    break;
                }
                if far > last {
                    step *= 0.7;
                }
                last = far;
                at = [at[0] + step * gap[0], at[1] + step * gap[1]];
            }
            if best.0 < LOOKS_BACK_PX * LOOKS_BACK_PX {
                break;
            }
        }
        best.1
    }

    /// The point of a grid of at most 33 × 33 that looks nearest to `to`.
    fn coarse(&self, to: [f64; 2]) -> [f64; 2] {
        const LINES: u32 = 33;
        let size = self.map.size();
        let line = |i: u32, len: u32| f64::from(i) * f64::from(len - 1) / f64::from(LINES - 1);
        let mut best = (f64::INFINITY, to);
        for i in 0..LINES * LINES {
            let at = [line(i % LINES, size.width), line(i / LINES, size.height)];
            let [sx, sy] = self.source(at);
            let far = (to[0] - sx) * (to[0] - sx) + (to[1] - sy) * (to[1] - sy);
            if far < best.0 {
                best = (far, at);
            }
        }
        best.1
    }
}

/// Moves boxes and keypoints: keypoints to `to` of them, boxes to the box around points of their
/// moved edges.
pub(super) fn follow_points(state: &mut State, step: &str, to: impl Fn([f64; 2]) -> [f64; 2]) {
    for b in &mut state.boxes {
        let [x0, y0, x1, y1] = b.xyxy;
        let edge = (0..=8).map(|i| f64::from(i) / 8.0);
        let around = edge.flat_map(|t| {
            let (x, y) = (x0 + t * (x1 - x0), y0 + t * (y1 - y0));
            [[x, y0], [x, y1], [x0, y], [x1, y]]
        });
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for [x, y] in around {
            let moved = to([x - 0.5, y - 0.5]);
            for c in 0..2 {
                low[c] = low[c].min(moved[c] + 0.5);
                high[c] = high[c].max(moved[c] + 0.5);
            }
        }
        b.xyxy = [low[0], low[1], high[0], high[1]];
    }
    for k in &mut state.keypoints {
        k.xy = to(k.xy);
    }
    state.settle(step);
}

/// [`follow_points`] to where pixels are looked up from.
pub(super) fn follow(map: &Raster<f32>, dialect: Dialect, state: &mut State, step: &str) {
    let look = Look { map, dialect };
    follow_points(state, step, |at| look.destination(at));
}

/// [`follow`] for a map of given numbers, made only where there is something to move.
pub(super) fn follow_map(p: &Map, state: &mut State, step: &str) {
    if !(state.boxes.is_empty() && state.keypoints.is_empty()) {
        follow(&map::run(p), Dialect::Cv2, state, step);
    }
}

/// Looks the current plane up in a map.
pub(super) fn warp(map: Id, args: &Args, to: &mut Lowering<'_>) {
    let warp = Warp {
        size: to.state.size,
        coords: Coords::Map,
        filter: to.filter(filter(args, &INTERPOLATION)),
        border: to.border(border(args)),
        dialect: to.dialect,
    };
    let out = to.emit(Family::Warp(warp), &[to.current(), map]);
    to.set(out);
}

/// [`warp`] by a map of given numbers.
pub(super) fn lower_map(p: Map, args: &Args, to: &mut Lowering<'_>) {
    let map = to.emit(Family::Map(p), &[]);
    warp(map, args, to);
}

/// Refuses a given list of another length than the other parameters ask for.
pub(super) fn wants(args: &Args, list: &Param, count: usize) -> Result<()> {
    match args.get(list) {
        Value::Numbers(given) if given.len() != count => Err(Error::new(
            Code::Range,
            format!("must have {count} numbers, not {}", given.len()),
        )
        .at_param(list.name)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::Size;
    use crate::kernel::displace::map::Shape;
    use crate::kernel::displace::{self, Displace, Values};
    use crate::kernel::golden;
    use crate::ops;
    use crate::policy::text;
    use crate::sample::{BBox, Keypoint};

    /// The library moves masks of boxes and keypoints by the nearest pixel and takes what it finds
    /// of them first: ours lie within a pixel and a half of its boxes, two of its keypoints.
    #[test]
    fn boxes_and_keypoints_lie_where_the_librarys_do() {
        let mut compared = 0;
        for name in ["grid_distortion", "optical_distortion"] {
            let op = ops::find(name).unwrap();
            for case in golden::cases(name, "cv2") {
                let Some(theirs) = case.head.get("moved") else {
                    continue;
                };
                let mut args = Args::defaults(op.meta().params);
                for (key, value) in case.params.as_object().unwrap() {
                    let param = op.meta().params.iter().find(|p| p.name == key).unwrap();
                    let tree = text::parse(&format!("v: {value}")).unwrap();
                    args.set(param, param.read(tree.get("v").unwrap()).unwrap());
                }
                let list = |key: &str| -> Vec<Vec<f64>> {
                    serde_json::from_value(theirs[key].clone()).unwrap()
                };
                let pairs = |name: &str| list(&format!("{name}_from")).into_iter().zip(list(name));
                for (from, to) in pairs("boxes") {
                    let mut state = State::of(case.input.size(), 3);
                    state.boxes = vec![BBox::new([from[0], from[1], from[2], from[3]], "")];
                    op.follow(&args, &mut state, Dialect::Cv2, "").unwrap();
                    let off = state.boxes[0]
                        .xyxy
                        .iter()
                        .zip(&to)
                        .map(|(a, b)| (a - b).abs());
                    let off = off.fold(0.0, f64::max);
                    assert!(
                        off <= 1.5,
                        "{}: {from:?} {:?} {to:?}",
                        case.name,
                        state.boxes
                    );
                    compared += 1;
                }
                for (from, to) in pairs("keypoints") {
                    let mut state = State::of(case.input.size(), 3);
                    state.keypoints = vec![Keypoint::new([from[0], from[1]], "")];
                    op.follow(&args, &mut state, Dialect::Cv2, "").unwrap();
                    let xy = state.keypoints.first().map_or([f64::NAN; 2], |k| k.xy);
                    let off = (xy[0] - to[0]).abs().max((xy[1] - to[1]).abs());
                    assert!(off <= 2.0, "{}: {from:?} {xy:?} {to:?}", case.name);
                    compared += 1;
                }
            }
        }
        assert!(compared >= 30, "{compared}");
    }

    #[test]
    fn a_moved_point_looks_back_at_its_origin() {
        let size = Size::new(150, 110);
        let offsets = |n: usize, scale: f64| {
            let wave = |i: usize| scale * (((i * 7919) % 13) as f64 / 6.0 - 1.0);
            (0..n).map(wave).collect::<Vec<f64>>()
        };
        let shapes = [
            Shape::Grid {
                across: vec![0.7, 1.3, 1.0, 0.8, 1.2, 1.0],
                down: vec![1.2, 0.8, 1.1, 0.75, 1.0, 1.3],
                normalized: true,
            },
            Shape::Camera {
                primary: -0.3,
                secondary: -0.3,
                recentred: true,
            },
            Shape::Camera {
                primary: 0.4,
                secondary: 0.4,
                recentred: true,
            },
            Shape::Fisheye { k: 0.6 },
            Shape::Fisheye { k: -0.25 },
            Shape::Spline {
                points: 4,
                offsets: offsets(32, 0.015),
            },
        ];
        let mut maps: Vec<_> = shapes
            .into_iter()
            .map(|shape| (map::run(&Map { size, shape }), Dialect::Cv2))
            .collect();
        for dialect in [Dialect::Cv2, Dialect::Torch] {
            let p = Displace {
                size,
                alpha: [120.0; 2],
                sigma: [8.0; 2],
                values: Values::Normal,
                kernel: 0,
                same: false,
                seed: 3,
                dialect,
            };
            maps.push((displace::run(&p), dialect));
        }
        for (i, (map, dialect)) in maps.iter().enumerate() {
            let look = Look {
                map,
                dialect: *dialect,
            };
            let mut farthest = 0f64;
            for k in 0..400 {
                let to = [f64::from(k % 20) * 7.7 + 1.3, f64::from(k / 20) * 5.3 + 2.1];
                let [x, y] = look.source(look.destination(to));
                let far = ((x - to[0]) * (x - to[0]) + (y - to[1]) * (y - to[1])).sqrt();
                farthest = farthest.max(far);
            }
            assert!(farthest <= LOOKS_BACK_PX, "map {i}: {farthest} px");
        }
    }
}
