//! Opening an automatic policy into the ordinary steps it stands for.

use crate::error::{Code, Error, Result};
use crate::ops::Node;
use crate::policy::{Policy, Step, Target, What};

impl Policy {
    /// The same policy with the automatic policy `id` written out as ordinary steps. Dice hang on ids,
    /// and these are kept: no pixel changes for the same seed. (torchvision's shifts, written as
    /// shares, differ by a px on sides that are multiples of 331.)
    ///
    /// # Errors
    /// If there is no such step, or it stands for itself alone.
    pub fn opened(&self, id: &str) -> Result<Policy> {
        let mut policy = self.clone();
        let target = policy.target;
        let lists = std::iter::once(&mut policy.steps);
        let mut lists = lists.chain(policy.views.iter_mut().map(|v| &mut v.steps));
        let Some(step) = lists.find_map(|steps| find(steps, id)) else {
            return Err(Error::new(Code::UnknownName, "is not a step of this policy").at_step(id));
        };
        let Some(opened) = opened(step, target) else {
            let e = Error::new(Code::Unsupported, "is not an automatic policy");
            return Err(e.at_step(id));
        };
        *step = opened;
        Ok(policy)
    }
}

/// An automatic policy as a sequence of the ordinary steps it stands for.
pub(crate) fn opened(step: &Step, target: &Target) -> Option<Step> {
    let What::Op(op, args) = &step.what else {
        return None;
    };
    let mut inner = op.open(args, op.meta().dialect(step.dialect, target), None)?;
    for child in &mut inner {
        prefix(child, &step.id);
    }
    Some(Step {
        what: Node::Sequence.of(inner),
        named: true,
        dialect: None,
        ..step.clone()
    })
}

fn find<'a>(steps: &'a mut [Step], id: &str) -> Option<&'a mut Step> {
    for step in steps {
        if step.id == id {
            return Some(step);
        }
        if let What::Node(_, _, children) = &mut step.what
            && let Some(found) = find(children, id)
        {
            return Some(found);
        }
    }
    None
}

fn prefix(step: &mut Step, id: &str) {
    step.id = format!("{id}/{}", step.id);
    step.named = true;
    if let What::Node(_, _, children) = &mut step.what {
        for child in children {
            prefix(child, id);
        }
    }
}
