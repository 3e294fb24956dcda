//! Framing: which part of the source picture each view shows, and how much views overlap.

use serde::Serialize;

use crate::error::Result;
use crate::policy::{Draw, Part, Policy, Step, What};
use crate::sample::{Homography, State, compose, iou_within, unproject};

/// Where the views of one draw lie on the source picture.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Framing {
    /// The views, in the order of [`Policy::parts`]; a policy without views is its own one.
    pub parts: Vec<Framed>,
    /// Intersection over union of each pair's frames as far as they lie on the picture, 0 to 1; none
    /// where one has no frame.
    pub iou: Vec<Vec<Option<f64>>>,
}

/// One view's frame.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Framed {
    /// The view's name; empty for a policy without views.
    pub name: String,
    /// Which of its copies, from 0.
    pub copy: u32,
    /// The source points of the view's corners, in px (0 is the picture's edge): top left, top right,
    /// bottom right, bottom left of the view. None where the way from the source is not one projective
    /// map, such as elastic ones or shuffled tiles.
    pub quad: Option<[[f64; 2]; 4]>,
}

impl Policy {
    /// Draws every view of a sample and finds its frame on the source picture.
    ///
    /// # Errors
    /// If a step cannot run at the size it meets; names the view, step and parameter.
    pub fn framing(&self, sample: &State, key: &str, view: u32) -> Result<Framing> {
        // Boxes and keypoints steer some crops, masks are not at hand here.
        let frame = |policy: &Policy| policy.draw(sample, key, view)?.frame();
        let parts = self.parts();
        let mut framed = Vec::new();
        for (i, Part { name, copy, .. }) in parts.into_iter().enumerate() {
            let quad = frame(&self.part(i)?)?;
            framed.push(Framed { name, copy, quad });
        }
        if self.views.is_empty() {
            framed.push(Framed {
                name: String::new(),
                copy: 0,
                quad: frame(self)?,
            });
        }
        let quad = |i: usize| framed.get(i).and_then(|f| f.quad);
        // The earlier first, so that rounding does not make two figures of one.
        let both =
            |i: usize, k: usize| Some(iou_within(&quad(i.min(k))?, &quad(i.max(k))?, sample.size));
        let all = 0..framed.len();
        let row = |i| all.clone().map(|k| both(i, k)).collect();
        let iou = all.clone().map(row).collect();
        Ok(Framing { parts: framed, iou })
    }
}

impl Draw {
    /// The source points of the view's corners, in px; see [`Framed::quad`].
    ///
    /// # Errors
    /// If a step cannot run at the size it meets.
    pub fn frame(&self) -> Result<Option<[[f64; 2]; 4]>> {
        let mut map: Homography = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0];
        // Frames do not hang on annotations.
        let mut state = State::of(self.before.size, self.before.channels);
        for step in self.policy.steps.iter().filter(|step| step.enabled) {
            match &step.what {
                What::Op(op, args) if op.projective() => {
                    let dialect = op.meta().dialect(step.dialect, self.policy.target);
                    let geometry = op.geometry(args, &state, dialect)?;
                    map = compose(&geometry.boxes, &map);
                    state.size = geometry.size;
                }
                // What moves in a node moves in a part of the channels or of a sum.
                What::Node(_, _, children) if !moves(children) => {}
                _ => return Ok(None),
            }
        }
        let [w, h] = [state.size.width, state.size.height].map(f64::from);
        Ok(unproject(&map, [[0.0, 0.0], [w, 0.0], [w, h], [0.0, h]]))
    }
}

/// Whether a step among these may move pixels (or cover some, which is as rare in a node).
fn moves(steps: &[Step]) -> bool {
    steps.iter().filter(|s| s.enabled).any(|s| match &s.what {
        What::Op(op, _) => op.meta().moves,
        What::Node(_, _, children) => moves(children),
    })
}
