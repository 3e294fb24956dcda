//! Drawn steps, one by one, as proofs hand them to a library.

use serde_json::Value as Json;

use super::{Report, Runs, Verdict, albumentations, differences, torchvision};
use crate::ops::Op;
use crate::param::Args;
use crate::policy::{Policy, Step};

/// A drawn step in a library's words.
pub(crate) struct Drawn {
    /// Albumentations' dictionary, or torchvision's expression. Nothing where there is no counterpart.
    pub(crate) code: Option<Json>,
    /// How near it is.
    pub(crate) verdict: Verdict,
}

/// Writes one drawn step of a policy.
pub(crate) fn drawn(policy: &Policy, step: &Step, runs: Runs) -> Drawn {
    let mut report = Report {
        given: true,
        ..Report::default()
    };
    let code = match runs {
        Runs::Albumentations => albumentations::step(policy, step, &mut report),
        _ => torchvision::step(policy, runs.target(), step, &mut report).map(Json::String),
    };
    let verdict = report.found.remove(&step.id).unwrap_or(Verdict::Exact);
    // A node is no nearer than what is inside.
    let verdict = report.found.into_values().fold(verdict, Verdict::and);
    Drawn { code, verdict }
}

/// What becomes of a step's pixels alone.
pub(crate) fn pixels(
    policy: &Policy,
    step: &Step,
    op: &dyn Op,
    args: &Args,
    runs: Runs,
) -> Verdict {
    let meta = op.meta();
    let from = meta.dialect(step.dialect, policy.target);
    differences::between(meta.name, args, from, meta.wanted(None, runs.target()))
}

/// A Python module with torchvision's steps by their names.
pub(crate) fn drawn_module(runs: Runs, steps: &[(String, String)]) -> String {
    torchvision::module(runs.target(), steps)
}

/// What pip installs to run a proof.
pub(crate) fn requirements(runs: Runs) -> String {
    // Exactly what the checks of this repository run with.
    let checked = include_str!("../../tests/parity/requirements.txt");
    if runs == Runs::Albumentations {
        return checked.to_owned();
    }
    let mut out = torchvision::PINS.replace(' ', "\n") + "\n";
    let wanted = |line: &&str| line.starts_with("numpy==") || line.starts_with("scipy==");
    for line in checked.lines().filter(wanted) {
        out.push_str(line);
        out.push('\n');
    }
    out
}
