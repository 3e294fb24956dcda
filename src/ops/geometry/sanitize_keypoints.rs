//! `sanitize_keypoints`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::ops::{Meta, Op};
use crate::param::Args;
use crate::program::Lowering;
use crate::sample::State;

/// Takes out keypoints that have left the picture.
pub struct SanitizeKeypoints;

static META: Meta = Meta {
    name: "sanitize_keypoints",
    title: "Sanitize keypoints",
    doc: "Takes out keypoints outside the picture; pixels stay. torchvision keeps every keypoint until this step. Source: torchvision 0.29 SanitizeKeyPoints on points given singly.",
    group: "geometry",
    aliases: &["SanitizeKeyPoints", "remove invisible keypoints"],
    dialects: &[Dialect::Pil, Dialect::Torch],
    ..Meta::BASE
};

impl Op for SanitizeKeypoints {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn follow(&self, _args: &Args, state: &mut State, _dialect: Dialect, step: &str) -> Result<()> {
        let (w, h) = (f64::from(state.size.width), f64::from(state.size.height));
        let inside = |[x, y]: [f64; 2]| (0.0..w).contains(&x) && (0.0..h).contains(&y);
        let goes = |at| (!inside(at)).then_some("outside the picture");
        state.take_out(step, |_| None, |k| goes(k.xy));
        Ok(())
    }

    fn lower(&self, _args: &Args, _to: &mut Lowering<'_>) -> Result<()> {
        Ok(())
    }
}
