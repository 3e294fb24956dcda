//! `morphology`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::rank::{Ellipse, Rank};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering, Plane};
use crate::sample::State;

/// Dilation or erosion.
pub struct Morphology;

/// Which.
pub const OPERATION: Param = Param::choice(
    "operation",
    "Dilation spreads what is bright, erosion what is dark.",
    &["dilation", "erosion"],
    "dilation",
);
/// Width.
pub const WIDTH: Param = Param::integer("width_px", "Width of the ellipse that is looked at.")
    .value(2.0)
    .hard(1.0, 255.0)
    .slider(1.0, 31.0)
    .unit("px");
/// Height.
pub const HEIGHT: Param = Param::integer("height_px", "Height of the ellipse that is looked at.")
    .value(3.0)
    .hard(1.0, 255.0)
    .slider(1.0, 31.0)
    .unit("px");

static META: Meta = Meta {
    name: "morphology",
    title: "Morphology",
    doc: "Spreads bright parts (dilation) or dark ones (erosion) over an ellipse. Masks go through the same; boxes grow or shrink as their own masks would; keypoints stay. Source: albumentations 2.0.8 Morphological with OpenCV 5.0 dilate and erode; its scale is the ellipse's width and height, nothing is drawn. Its boxes are spread down the list of boxes and along y only, which is not reproduced.",
    group: "blur",
    aliases: &["Morphological", "dilation", "erosion", "dilate", "erode"],
    dialects: &[Dialect::Cv2],
    params: &[&OPERATION, &WIDTH, &HEIGHT],
    moves: true,
    ..Meta::BASE
};

fn ellipse(args: &Args) -> Ellipse {
    Ellipse {
        width: args.int(&WIDTH) as u32,
        height: args.int(&HEIGHT) as u32,
    }
}

/// Ends of a box along one side of `len` px after the ellipse of `size` px went over it. Beyond
/// the picture's edge nothing counts, so erosion leaves ends that lie there.
fn ends([low, high]: [f64; 2], len: u32, size: u32, dilate: bool) -> [f64; 2] {
    let (before, after) = (f64::from(size - 1 - size / 2), f64::from(size / 2));
    let len = f64::from(len);
    let [low, high] = [low, high].map(|v| v.trunc().clamp(0.0, len));
    if low >= high {
        return [low; 2];
    }
    if dilate {
        return [(low - before).max(0.0), (high + after).min(len)];
    }
    let low = if low > 0.0 { low + after } else { low };
    let high = if high < len { high - before } else { high };
    [low, high.max(low)]
}

impl Op for Morphology {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn follow(&self, args: &Args, state: &mut State, _dialect: Dialect, step: &str) -> Result<()> {
        let (size, ellipse) = (state.size, ellipse(args));
        let dilate = args.word(&OPERATION) == "dilation";
        for b in &mut state.boxes {
            let [x0, y0, x1, y1] = b.xyxy;
            let [x0, x1] = ends([x0, x1], size.width, ellipse.width, dilate);
            let [y0, y1] = ends([y0, y1], size.height, ellipse.height, dilate);
            b.xyxy = [x0, y0, x1, y1];
        }
        state.settle(step);
        Ok(())
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        if to.plane == Plane::Known {
            return Ok(());
        }
        let ellipse = ellipse(args);
        to.then(Family::Rank(if args.word(&OPERATION) == "dilation" {
            Rank::Dilate(ellipse)
        } else {
            Rank::Erode(ellipse)
        }));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::{Image, Size};
    use crate::kernel::rank;

    #[test]
    fn boxes_follow_their_own_masks() {
        let size = Size::new(20, 14);
        for (width, height) in [(2, 3), (5, 4), (9, 9)] {
            for [x0, y0, x1, y1] in [[3, 4, 15, 13], [0, 2, 7, 14], [5, 5, 6, 6], [0, 0, 20, 14]] {
                for dilate in [true, false] {
                    let inside = |x, y| (x0..x1).contains(&x) && (y0..y1).contains(&y);
                    let mask = Image::from_fn(size, 1, |x, y, _| u8::from(inside(x, y)));
                    let ellipse = Ellipse { width, height };
                    let pass = if dilate {
                        Rank::Dilate(ellipse)
                    } else {
                        Rank::Erode(ellipse)
                    };
                    let out = rank::run(&pass, &mask);
                    let set = |x: u32, y: u32| out.pixel(x, y)[0] > 0;
                    let columns: Vec<u32> =
                        (0..20).filter(|x| (0..14).any(|y| set(*x, y))).collect();
                    let rows: Vec<u32> = (0..14).filter(|y| (0..20).any(|x| set(x, *y))).collect();
                    let along = |ends: [u32; 2]| ends.map(f64::from);
                    let [a, b] = ends(along([x0, x1]), 20, width, dilate);
                    let [c, d] = ends(along([y0, y1]), 14, height, dilate);
                    let (Some(left), Some(top)) = (columns.first(), rows.first()) else {
                        assert!(a >= b || c >= d);
                        continue;
                    };
                    let right = columns.last().unwrap() + 1;
                    let bottom = rows.last().unwrap() + 1;
                    assert_eq!([a, b, c, d], [*left, right, *top, bottom].map(f64::from));
                }
            }
        }
    }
}
