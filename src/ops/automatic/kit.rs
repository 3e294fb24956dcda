//! What automatic policies are made of: ordinary steps with an arithmetic, an interpolation and a
//! fill, and laws of their numbers.

use crate::image::Size;
use crate::kernel::Dialect;
use crate::ops::Op;
use crate::ops::common::{FILL, NEAREST};
use crate::ops::compose::Node;
use crate::ops::geometry::{shear, translate};
use crate::param::{Args, Param, Value};
use crate::policy::law::Law;
use crate::policy::{Step, What};

/// How the steps of an automatic policy move pixels.
pub(super) struct Kit {
    /// The arithmetic of its library.
    pub(super) dialect: Dialect,
    /// Words of the `interpolation` parameter; one of several is drawn each time.
    pub(super) interpolations: &'static [&'static str],
    /// Colour of made-up pixels.
    pub(super) fill: Value,
    /// The picture's size, where a draw knows it.
    pub(super) size: Option<Size>,
}

impl Kit {
    /// A step that runs `op` with some of its parameters set; numbers that have a still value and
    /// are not named stand still.
    pub(super) fn step(&self, id: &str, op: &'static dyn Op, set: &[(&Param, Law)]) -> Step {
        let interpolates = op.meta().params.iter().any(|p| p.name == NEAREST.name);
        match self.interpolations {
            [_, _, ..] if interpolates => {
                let each = |word: &&'static str| self.plain(&format!("{id}.{word}"), op, set, word);
                one_of(id, self.interpolations.iter().map(each))
            }
            words => self.plain(id, op, set, words.first().copied().unwrap_or("nearest")),
        }
    }

    fn plain(
        &self,
        id: &str,
        op: &'static dyn Op,
        set: &[(&Param, Law)],
        word: &'static str,
    ) -> Step {
        let mut args = Args::defaults(op.meta().params);
        for param in op.meta().params {
            if let (Some(still), Value::Law(_)) = (param.identity, param.default_value()) {
                args = args.with(param, still);
            }
        }
        args.set(&NEAREST, Value::Word(word));
        args.set(&FILL, self.fill.clone());
        for (param, law) in set {
            args.set(param, Value::Law(law.clone()));
        }
        let mut step = Step::new(What::Op(op, args)).called(id);
        // Steps are a file's too, which names no arithmetic that an op lacks.
        step.dialect = Some(self.dialect).filter(|d| op.meta().dialects.contains(d));
        step
    }
}

/// The step with shears and shifts as the numbers stand, not rounded as torchvision does.
pub(super) fn unrounded(mut step: Step) -> Step {
    fn go(step: &mut Step) {
        match &mut step.what {
            What::Op(_, args) => {
                args.set(&translate::WHOLE, Value::Bool(false));
                args.set(&shear::BY_ANGLE, Value::Bool(false));
            }
            What::Node(_, _, children) => children.iter_mut().for_each(go),
        }
    }
    go(&mut step);
    step
}

/// One of several steps, with equal chances.
pub(super) fn one_of(id: &str, steps: impl Iterator<Item = Step>) -> Step {
    Step::new(Node::OneOf.of(steps.collect())).called(id)
}

/// Steps in order.
pub(super) fn sequence(id: &str, steps: Vec<Step>) -> Step {
    Step::new(Node::Sequence.of(steps)).called(id)
}

/// One of several numbers with equal chances.
pub(super) fn among(values: Vec<f64>) -> Law {
    match values[..] {
        [one] => Law::Const(one),
        _ => Law::Choice(values, Vec::new()),
    }
}

/// Plus or minus one of several magnitudes.
pub(super) fn signed(magnitudes: Vec<f64>) -> Law {
    Law::Signed(Box::new(among(magnitudes)))
}

/// One plus or minus one of several magnitudes.
pub(super) fn about_one(magnitudes: &[f64]) -> Law {
    let (down, up) = (
        magnitudes.iter().map(|m| 1.0 - m),
        magnitudes.iter().map(|m| 1.0 + m),
    );
    among(down.chain(up).collect())
}
