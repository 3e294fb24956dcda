//! Opening an automatic policy into the ordinary steps it stands for.

use crate::error::{Code, Error, Result};
use crate::ops::Node;
use crate::policy::{Policy, Step, What};

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
        let Some(step) = find(&mut policy.steps, id) else {
            return Err(Error::new(Code::UnknownName, "is not a step of this policy").at_step(id));
        };
        let inner = match &step.what {
            What::Op(op, args) => op.open(args, op.meta().dialect(step.dialect, target), None),
            What::Node(..) => None,
        };
        let Some(mut inner) = inner else {
            let e = Error::new(Code::Unsupported, "is not an automatic policy");
            return Err(e.at_step(id));
        };
        for child in &mut inner {
            prefix(child, id);
        }
        step.what = Node::Sequence.of(inner);
        step.named = true;
        step.dialect = None;
        Ok(policy)
    }
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
