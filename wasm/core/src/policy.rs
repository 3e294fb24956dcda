//! `Policy`.

use augplay::image::check_size;
use augplay::sample::{BBox, Keypoint, State, check_annotations};
use augplay::{Code, Error, Size, view};
use serde::Deserialize;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{Thrown, read, thrown};

/// A policy, checked and never changed.
#[wasm_bindgen]
pub struct Policy {
    pub(crate) inner: augplay::Policy,
}

/// What a draw needs to know of a sample.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    width: u32,
    height: u32,
    channels: usize,
    #[serde(default)]
    boxes: Vec<BBox>,
    #[serde(default)]
    keypoints: Vec<Keypoint>,
}

#[wasm_bindgen]
impl Policy {
    /// Reads YAML or JSON.
    pub fn parse(text: &str) -> Thrown<Policy> {
        let inner = augplay::Policy::parse(text).map_err(thrown)?;
        Ok(Policy { inner })
    }

    /// The same policy with another seed: a whole number from 0 to 2⁵³ − 1.
    pub fn with_seed(&self, seed: f64) -> Thrown<Policy> {
        const MOST: f64 = 9007199254740991.0;
        if !(0.0..=MOST).contains(&seed) || seed.fract() != 0.0 {
            let e = Error::range("seed", seed, 0.0, MOST);
            return Err(thrown(e));
        }
        let mut inner = self.inner.clone();
        inner.seed = seed as u64;
        Ok(Policy { inner })
    }

    /// The same policy with the automatic step `id` written out as ordinary steps; no pixel changes.
    pub fn opened(&self, id: &str) -> Thrown<Policy> {
        let inner = self.inner.opened(id).map_err(thrown)?;
        Ok(Policy { inner })
    }

    /// JSON tree as in the file, every step with its id, defaults omitted.
    pub fn json(&self) -> String {
        self.inner.to_json().to_string()
    }

    /// YAML as `augplay fmt` writes it.
    pub fn yaml(&self) -> String {
        self.inner.to_yaml()
    }

    /// Hash of what decides pixels, hexadecimal.
    pub fn hash(&self) -> String {
        self.inner.hash()
    }

    /// JSON list of `{step, kind, text}`: what the reader should know.
    pub fn notes(&self) -> Thrown<String> {
        json(&self.inner.notes())
    }

    /// Whether the policy changes with training progress.
    pub fn has_curriculum(&self) -> bool {
        self.inner.curriculum.is_some()
    }

    /// The policy as it is at a training progress from 0 to 1, without a curriculum.
    pub fn moment(&self, progress: f64) -> Thrown<Policy> {
        let inner = self.inner.moment(progress).map_err(thrown)?;
        Ok(Policy { inner })
    }

    /// JSON list of `{name, copy, of}`: the views that one draw gives; empty without views.
    pub fn parts(&self) -> Thrown<String> {
        json(&self.inner.parts())
    }

    /// View `i` of a draw as an ordinary policy.
    pub fn part(&self, i: usize) -> Thrown<Policy> {
        let inner = self.inner.part(i).map_err(thrown)?;
        Ok(Policy { inner })
    }

    /// JSON of the batch stage as in the file, defaults spelled out; `null` without one.
    pub fn batch(&self) -> String {
        let batch = self.inner.batch.as_ref().map(|b| b.to_json(true, true));
        batch.unwrap_or_default().to_string()
    }

    /// Where the views of one draw lie on the source picture, as JSON `{parts: [{name, copy, quad: [[x,
    /// y] ×4] | null}], iou: [[…]]}` in its px.
    pub fn framing(
        &self,
        width: u32,
        height: u32,
        channels: usize,
        key: &str,
        view: u32,
    ) -> Thrown<String> {
        let state = bare(width, height, channels)?;
        json(&self.inner.framing(&state, key, view).map_err(thrown)?)
    }

    /// Draws one view without touching pixels. `input` is JSON `{width, height, channels, boxes?,
    /// keypoints?}`; gives JSON `{full, boxes, keypoints, dropped, steps, policy}`.
    pub fn draw(&self, input: &str, key: &str, view: u32) -> Thrown<String> {
        let input: Input = read("input", input)?;
        let mut state = bare(input.width, input.height, input.channels)?;
        check_annotations(&input.boxes, &input.keypoints).map_err(thrown)?;
        state.boxes = input.boxes;
        state.keypoints = input.keypoints;
        for (i, b) in state.boxes.iter_mut().enumerate() {
            b.index = i;
        }
        for (i, k) in state.keypoints.iter_mut().enumerate() {
            k.index = i;
        }
        let draw = self.inner.draw(&state, key, view).map_err(thrown)?;
        Ok(view::outcome(&draw).to_string())
    }
}

/// A picture without annotations.
fn bare(width: u32, height: u32, channels: usize) -> Thrown<State> {
    let size = Size::new(width, height);
    check_size(size).map_err(thrown)?;
    if !matches!(channels, 1 | 3) {
        let e = Error::new(Code::Range, "must be 1 or 3").at_param("channels");
        return Err(thrown(e.with_value(channels)));
    }
    Ok(State::of(size, channels))
}

/// A value as JSON text.
pub(crate) fn json<T: serde::Serialize>(value: &T) -> Thrown<String> {
    serde_json::to_string(value).map_err(|e| thrown(Error::new(Code::Internal, e.to_string())))
}
