//! A batch whose samples have been through a policy's steps.

use serde_json::{Value as Json, json};

use crate::error::Result;
use crate::mix::{Member, Mixed, Outcome, draw, run};
use crate::policy::{Draw, Policy};
use crate::sample::{Sample, State};
use crate::view;

/// A sample after the steps.
#[derive(Clone, Debug)]
pub struct Done {
    /// The key its dice hang on.
    pub key: String,
    /// Picture and annotations.
    pub sample: Sample,
    /// What was drawn for it.
    pub draw: Draw,
}

/// A batch whose steps have run, for one view: what all its outputs start from.
#[derive(Clone, Debug)]
pub struct Ready {
    members: Vec<Done>,
    view: u32,
}

impl Ready {
    /// Runs the policy's steps on every sample of a batch, `(sample, key)` each.
    ///
    /// # Errors
    /// If a step cannot run; names the step and which sample of the batch.
    pub fn new<'a>(
        policy: &Policy,
        samples: impl IntoIterator<Item = (&'a Sample, &'a str)>,
        view: u32,
    ) -> Result<Self> {
        let mut members = Vec::new();
        for (i, (sample, key)) in samples.into_iter().enumerate() {
            let (sample, draw) = policy
                .apply(sample, key, view)
                .map_err(|e| e.in_file(&format!("sample {} of the batch", i + 1)))?;
            let key = key.to_owned();
            members.push(Done { key, sample, draw });
        }
        Ok(Self::of(members, view))
    }

    /// A batch whose samples have been through the steps already, for `view`.
    pub fn of(members: Vec<Done>, view: u32) -> Self {
        Self { members, view }
    }

    /// The samples after the steps.
    pub fn members(&self) -> &[Done] {
        &self.members
    }

    /// Draws and makes output `index` of the policy's batch stage.
    ///
    /// # Errors
    /// As [`draw`] and [`run`].
    pub fn mix(&self, policy: &Policy, index: usize) -> Result<(Outcome, Mixed)> {
        let members: Vec<Member<'_>> = self
            .members
            .iter()
            .map(|Done { key, sample, .. }| Member { sample, key })
            .collect();
        let outcome = draw(policy, &members, index, self.view)?;
        let mixed = run(policy, &members, &outcome)?;
        Ok((outcome, mixed))
    }

    /// Output `index` as interfaces show it: what is left, where boxes and keypoints came from, the steps
    /// and the draw of the sample that it starts from, and the outcome under `mix`.
    pub fn info(&self, index: usize, outcome: &Outcome, mixed: &Mixed) -> Json {
        let sample = &mixed.sample;
        let mut state = State::of(sample.image.size(), sample.image.channels());
        state.boxes.clone_from(&sample.boxes);
        state.keypoints.clone_from(&sample.keypoints);
        state.dropped.clone_from(&mixed.dropped);
        let mut info = view::state(&state);
        if let (Json::Object(keys), Some(own)) = (&mut info, self.members.get(index)) {
            keys.insert("steps".into(), view::steps(&own.draw, usize::MAX).into());
            keys.insert("policy".into(), own.draw.to_json());
            keys.insert("boxes_from".into(), json!(mixed.boxes));
            keys.insert("keypoints_from".into(), json!(mixed.keypoints));
            keys.insert("mix".into(), self.tell(outcome, mixed));
        }
        info
    }

    /// An outcome for people and interfaces: `{method, lambda, shares: [{index, key, share}], partners,
    /// numbers, mask, note}`; `mask` says whether there is one.
    pub fn tell(&self, outcome: &Outcome, mixed: &Mixed) -> Json {
        let key = |index: usize| self.members.get(index).map(|m| m.key.as_str());
        let shares: Vec<_> = outcome
            .shares
            .iter()
            .map(|s| json!({"index": s.index, "key": key(s.index), "share": s.share}))
            .collect();
        let mut out = json!(outcome);
        if let Json::Object(keys) = &mut out {
            keys.insert("shares".into(), shares.into());
            keys.insert("mask".into(), mixed.mask.is_some().into());
        }
        out
    }
}
