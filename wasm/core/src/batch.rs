//! `Batch`: samples that a policy's mixes make outputs of.

use std::rc::Rc;

use augplay::mix::{self, Ready};
use serde_json::Value as Json;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{Thrown, read, thrown};
use crate::render::{Options, Rendered};
use crate::{Policy, Sample};

/// Samples in their order. What a policy's steps make of them is kept for one policy and view, so that
/// the outputs of a batch run them once.
#[wasm_bindgen]
#[derive(Default)]
pub struct Batch {
    members: Vec<(Rc<augplay::Sample>, String)>,
    /// The steps' policy with its view, and what they made.
    ready: Option<((String, u32), Ready)>,
}

#[wasm_bindgen]
impl Batch {
    /// An empty batch.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Batch {
        Batch::default()
    }

    /// Adds a sample under the key that its dice hang on. Its pixels are shared, not copied.
    pub fn add(&mut self, sample: &Sample, key: &str) {
        self.members.push((sample.inner.clone(), key.to_owned()));
        self.ready = None;
    }

    /// Makes output `index`, from 0. `options` is JSON `{max_px?, overlays?, full?}`. The info has besides
    /// what `render` gives `mix: {method, lambda, shares: [{index, key, share}], partners, numbers, mask,
    /// note}`, and `boxes_from` and `keypoints_from`: `{member, index}` for each `index` of its boxes
    /// and keypoints.
    pub fn render(
        &mut self,
        policy: &Policy,
        view: u32,
        index: usize,
        options: &str,
    ) -> Thrown<Rendered> {
        let options: Options = read("options", options)?;
        self.run(&policy.inner, view, index, &options)
            .map_err(thrown)
    }
}

impl Batch {
    fn run(
        &mut self,
        policy: &augplay::Policy,
        view: u32,
        index: usize,
        options: &Options,
    ) -> augplay::Result<Rendered> {
        let before = self.members.get(index).map(|(sample, _)| sample.clone());
        let ready = self.ready(policy, view)?;
        let (outcome, mixed) = ready.mix(policy, index)?;
        let mut info = ready.info(index, &outcome, &mixed);
        let mix::Mixed { sample, mask, .. } = mixed;
        if let Json::Object(keys) = &mut info {
            let changed = before.is_none_or(|b| b.image != sample.image);
            keys.insert("changed".into(), changed.into());
            if !options.full {
                keys.remove("policy");
            }
        }
        Ok(Rendered::of_batch(&info, sample, mask.as_ref(), options))
    }

    /// The samples after the policy's steps, kept until steps, rules or view are others.
    fn ready(&mut self, policy: &augplay::Policy, view: u32) -> augplay::Result<&Ready> {
        let steps = augplay::Policy {
            batch: None,
            ..policy.clone()
        };
        let name = (steps.to_json().to_string(), view);
        let kept = self.ready.take().filter(|(known, _)| *known == name);
        let kept = if let Some(kept) = kept {
            kept
        } else {
            let samples = self.members.iter().map(|(s, key)| (&**s, key.as_str()));
            (name, Ready::new(policy, samples, view)?)
        };
        Ok(&self.ready.insert(kept).1)
    }
}
