//! Running a draw on a sample: every plane through its own program.

use crate::engine::cpu::{self, Level};
use crate::engine::{Value, wrong};
use crate::error::Result;
use crate::image::{Image, Raster, Size};
use crate::policy::{Draw, Policy};
use crate::program::{Plane, Program, lower};
use crate::sample::{Sample, State};

impl Policy {
    /// Draws one view of a sample and runs it on the CPU.
    ///
    /// # Errors
    /// If a step cannot run at the size it meets; names the step and parameter.
    pub fn apply(&self, sample: &Sample, key: &str, view: u32) -> Result<(Sample, Draw)> {
        let draw = self.draw_with(&sample.state(), &sample.masks, key, view)?;
        let out = draw.apply(sample)?;
        Ok((out, draw))
    }
}

impl Draw {
    /// Runs the draw on its sample.
    pub fn apply(&self, sample: &Sample) -> Result<Sample> {
        self.apply_first(sample, self.policy.steps.len(), Level::Fast)
    }

    /// Runs the first `count` steps; annotations are those after the last.
    pub fn apply_first(&self, sample: &Sample, count: usize, level: Level) -> Result<Sample> {
        let (size, channels) = (sample.image.size(), sample.image.channels());
        let program = self.program(count, size, channels, Plane::Image)?;
        let image = cpu::run(&program, Value::U8(sample.image.clone()), level)?.image()?;
        self.complete(sample, image, count, level)
    }

    /// The program of the first `count` steps for one plane of a picture.
    pub fn program(
        &self,
        count: usize,
        size: Size,
        channels: usize,
        plane: Plane,
    ) -> Result<Program> {
        let steps = self.policy.steps.get(..count).unwrap_or(&self.policy.steps);
        lower(steps, self.policy.target, size, channels, plane)
    }

    /// A finished picture and what goes with it: alpha and masks run here, annotations are those
    /// after the first `count` steps.
    pub fn complete(
        &self,
        sample: &Sample,
        image: Image,
        count: usize,
        level: Level,
    ) -> Result<Sample> {
        let size = sample.image.size();
        let run = |plane, value| cpu::run(&self.program(count, size, 1, plane)?, value, level);
        let alpha = match &sample.alpha {
            Some(alpha) => Some(run(Plane::Alpha, Value::U8(alpha.clone()))?.image()?),
            None => None,
        };
        let masks = sample
            .masks
            .iter()
            .map(|mask| run(Plane::Mask, Value::U16(mask.clone()))?.mask())
            .collect::<Result<Vec<_>>>()?;
        let after = self.state_at(count)?;
        Ok(Sample {
            image,
            alpha,
            masks,
            instances: sample.instances,
            boxes: after.boxes,
            keypoints: after.keypoints,
        })
    }

    /// Share of the view's pixels that do not come from the picture.
    pub fn made_up(&self) -> Result<f64> {
        let size = self.before.size;
        let program = lower(
            &self.policy.steps,
            self.policy.target,
            size,
            1,
            Plane::Known,
        )?;
        if program.passes.is_empty() {
            return Ok(0.0);
        }
        let Value::U8(known) =
            cpu::run(&program, Value::U8(Raster::filled(size, 1, 1)), Level::Fast)?
        else {
            return Err(wrong());
        };
        let made = known
            .data()
            .iter()
            .map(|v| usize::from(*v == 0))
            .sum::<usize>();
        Ok(made as f64 / known.data().len() as f64)
    }

    /// The State after the first `count` steps.
    pub fn state_at(&self, count: usize) -> Result<State> {
        if count >= self.policy.steps.len() {
            return Ok(self.after.clone());
        }
        self.followed(count, self.before.clone())
    }

    /// A State moved through the first `count` steps.
    pub(crate) fn followed(&self, count: usize, mut state: State) -> Result<State> {
        let steps = self.policy.steps.get(..count).unwrap_or(&self.policy.steps);
        for step in steps {
            state.more = step.more;
            match &step.what {
                super::What::Op(op, args) if step.enabled => {
                    let dialect = op.meta().dialect(step.dialect, self.policy.target);
                    op.follow(args, &mut state, dialect, &step.id)?;
                }
                _ => state.settle(&step.id),
            }
        }
        Ok(state)
    }
}
