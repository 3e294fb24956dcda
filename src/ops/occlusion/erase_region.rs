//! `erase_region`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::fill::{Fill, Rect, Shape};
use crate::ops::occlusion::erase;
use crate::ops::{Meta, Op, missing};
use crate::param::{Args, Default, Param, Value};
use crate::program::{Family, Lowering};
use crate::sample::{BBox, State};

/// Cover a region of any shape.
pub struct EraseRegion;

/// Whether masks are covered.
pub const FILL_MASK: Param = Param {
    default: Default::Bool(true),
    ..erase::FILL_MASK
};

static META: Meta = Meta {
    name: "erase_region",
    title: "Erase a region",
    doc: "Covers a region given as rectangles. Keypoints in it go, unless those outside the picture stay as well; a box goes where fewer pixels are left in it than min_area_px or min_visibility of the policy's boxes ask, and else keeps its size. Source: albumentations 2.0.8 mask_dropout_bboxes and mask_dropout_keypoints.",
    group: "occlusion",
    aliases: &["erase objects"],
    dialects: &[Dialect::Cv2],
    params: &[&erase::RECTS, &erase::FILL, &FILL_MASK],
    moves: true,
    fixed: true,
    ..Meta::BASE
};

/// The most rectangles that a region may have.
const MAX_RECTS: usize = 200_000;

/// How many covered pixels lie above and to the left of every corner between pixels.
struct Covered {
    sums: Vec<u32>,
    size: [usize; 2],
}

impl Covered {
    fn new(rects: &[Rect], state: &State) -> Self {
        let size = [state.size.width as usize, state.size.height as usize];
        let stride = size[0] + 1;
        let mut sums = vec![0; stride * (size[1] + 1)];
        for rect in rects {
            let (xs, ys) = rect.inside(state.size);
            for y in ys {
                let row = (y as usize + 1) * stride + 1;
                sums[row + xs.start as usize..row + xs.end as usize].fill(1);
            }
        }
        for at in stride..sums.len() {
            if at % stride > 0 {
                sums[at] = sums[at] + sums[at - 1] + sums[at - stride] - sums[at - stride - 1];
            }
        }
        Self { sums, size }
    }

    /// Pixels in columns and rows `from..to`, and how many of them are covered.
    fn count(&self, [x, y]: [std::ops::Range<usize>; 2]) -> [f64; 2] {
        let at = |x: usize, y: usize| self.sums[y * (self.size[0] + 1) + x];
        let covered = at(x.end, y.end) + at(x.start, y.start);
        let covered = covered - at(x.start, y.end) - at(x.end, y.start);
        [(x.len() * y.len()) as f64, f64::from(covered)]
    }

    /// Whether a point's pixel is covered, or outside.
    fn hides(&self, at: [f64; 2]) -> bool {
        let [x, y] = at.map(f64::trunc);
        let inside = x >= 0.0 && y >= 0.0 && x < self.size[0] as f64 && y < self.size[1] as f64;
        if !inside {
            return true;
        }
        let (x, y) = (x as usize, y as usize);
        self.count([x..x + 1, y..y + 1])[1] > 0.0
    }

    /// Visible pixels of a box, both edges included, and its area.
    fn visible(&self, b: &BBox) -> [f64; 2] {
        // The library keeps boxes as shares in single precision.
        let px = |k: usize| {
            let side = self.size[k % 2] as f64;
            f64::from((b.xyxy[k] / side) as f32) * side
        };
        let range = |k: usize| {
            let side = self.size[k];
            let end = (px(k + 2).floor() + 1.0).clamp(0.0, side as f64) as usize;
            (px(k).ceil().clamp(0.0, side as f64) as usize).min(end)..end
        };
        let [all, covered] = self.count([range(0), range(1)]);
        [all - covered, (px(2) - px(0)) * (px(3) - px(1))]
    }
}

impl Op for EraseRegion {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        match args.get(&erase::RECTS) {
            Value::Absent => Err(missing(&erase::RECTS)),
            Value::Rects(r) => erase::limit(r.len(), MAX_RECTS),
            _ => Ok(()),
        }
    }

    fn follow(&self, args: &Args, state: &mut State, _dialect: Dialect, step: &str) -> Result<()> {
        let annotated = !(state.boxes.is_empty() && state.keypoints.is_empty());
        if args.rects(&erase::RECTS).is_empty() || !annotated {
            return Ok(());
        }
        let covered = Covered::new(&erase::rects(args), state);
        let rules = state.rules;
        let kept = |b: &BBox| {
            let [visible, area] = covered.visible(b);
            visible >= rules.min_area_px && visible / area >= rules.min_visibility
        };
        let hidden = |at| rules.remove_outside && covered.hides(at);
        state.take_out(
            step,
            |b| (!kept(b)).then_some("covered"),
            |k| hidden(k.xy).then_some("covered"),
        );
        Ok(())
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        if let Some(cover) = erase::cover(args, to) {
            let shape = Shape::Rects(erase::rects(args));
            to.then(Family::Fill(Fill { shape, cover }));
        }
        Ok(())
    }
}
