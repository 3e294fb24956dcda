//! What a policy says of boxes and keypoints, for exporters.

use crate::export::Verdict;
use crate::export::named::{find, law, on, word};
use crate::kernel::Dialect;
use crate::param::{Args, Value};
use crate::policy::{Policy, Step, What};

/// Ops that mirror pictures.
const MIRRORS: &[&str] = &["horizontal_flip", "vertical_flip", "transpose", "d4"];

/// Whether a step can mirror the picture.
fn mirrors(step: &Step) -> bool {
    let What::Op(op, args) = &step.what else {
        return false;
    };
    match op.meta().name {
        "turn" => ["h", "v", "t", "hvt"].contains(&word(args, "symmetry")),
        name => MIRRORS.contains(&name),
    }
}

fn steps(policy: &Policy) -> impl Iterator<Item = &Step> {
    let all = policy.walk().into_iter().map(|(step, _)| step);
    all.filter(|step| step.enabled)
}

/// Whether a step is one of these ops.
pub(super) fn uses(policy: &Policy, ops: &[&str]) -> bool {
    steps(policy).any(|step| ops.contains(&step.what.name()))
}

/// Rules as numbers; what is not stated is at rest.
pub(super) struct Boxes {
    /// How exported code is given boxes.
    pub(super) format: &'static str,
    pub(super) min_area: f64,
    pub(super) min_visibility: f64,
    pub(super) min_width: f64,
    pub(super) min_height: f64,
    pub(super) max_aspect: Option<f64>,
}

impl Boxes {
    pub(super) fn of(policy: &Policy) -> Self {
        let none = Args::defaults(&[]);
        let args = policy.boxes.as_ref().unwrap_or(&none);
        let number = |name| law(args, name).centre();
        Self {
            format: match word(args, "format") {
                "" => "pascal_voc",
                format => format,
            },
            min_area: number("min_area_px"),
            min_visibility: number("min_visibility"),
            min_width: number("min_width_px"),
            min_height: number("min_height_px"),
            max_aspect: match find(args, "max_aspect_ratio") {
                Value::Law(law) => Some(law.centre()),
                _ => None,
            },
        }
    }
}

/// Whether keypoints outside the picture go.
pub(super) fn remove_outside(policy: &Policy) -> bool {
    policy
        .keypoints
        .as_ref()
        .is_none_or(|args| on(args, "remove_outside"))
}

/// A library that knows no left and right.
pub(super) fn unswapped(policy: &Policy, library: &str) -> Verdict {
    let swaps = policy
        .keypoints
        .as_ref()
        .is_some_and(|args| on(args, "swap_left_right"));
    if swaps && steps(policy).any(mirrors) {
        let why = format!("{library} does not swap left and right keypoints of mirrored pictures");
        return Verdict::approximate(why);
    }
    Verdict::Exact
}

/// A library that filters after every step, or once at the end, where the policy's target does not.
pub(super) fn when(policy: &Policy, each: bool) -> Verdict {
    let shown = policy.target.dialect == Dialect::Cv2;
    match (shown, each) {
        (true, false) => {
            Verdict::approximate("boxes are filtered once at the end, not after every step")
        }
        (false, true) => {
            Verdict::approximate("boxes are filtered after every step, not once at the end")
        }
        _ => Verdict::Exact,
    }
}

/// A library that makes copies of boxes where a border reflects the picture.
pub(super) fn copied(policy: &Policy, library: &str) -> Verdict {
    let one = |args: &Args| word(args, "reflections") == "one";
    let reflects = |step: &Step| matches!(&step.what, What::Op(_, args) if word(args, "border").starts_with("reflect"));
    if policy.boxes.as_ref().is_some_and(one) && steps(policy).any(reflects) {
        let why = format!(
            "{library} makes copies of boxes and keypoints where a border reflects the picture"
        );
        return Verdict::approximate(why);
    }
    Verdict::Exact
}
