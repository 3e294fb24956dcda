//! Drawing and running in one call, for a cell of a grid or a training example.

use augplay::engine::cpu::Level;
use augplay::policy::Draw;
use augplay::sample::State;
use augplay::view::{self, Rgba};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{Thrown, read, thrown};
use crate::{Policy, Sample};

/// How a view is shown.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Options {
    /// Longest side of the pixels given back; they are only ever made smaller.
    max_px: Option<u32>,
    /// How many drawn steps run; all when absent.
    upto: Option<usize>,
    /// Tint labelled pixels.
    overlays: bool,
    /// Measure the share of made-up pixels.
    facts: bool,
    /// Keep the pixels and masks at full size too, for `image()`, `alpha()` and `mask()`, and tell the
    /// outcome as a policy.
    pub(crate) full: bool,
}

impl Options {
    /// How many steps of a draw run.
    pub(crate) fn count(&self, draw: &Draw) -> usize {
        let all = draw.policy.steps.len();
        self.upto.unwrap_or(all).min(all)
    }
}

/// A finished view.
#[wasm_bindgen]
pub struct Rendered {
    shown: Rgba,
    info: String,
    full: Option<augplay::Sample>,
    mixed: Option<Vec<u8>>,
}

impl Rendered {
    /// A sample of a batch after its mix.
    pub(crate) fn of_batch(
        info: &Json,
        sample: augplay::Sample,
        mask: Option<&augplay::Image>,
        options: &Options,
    ) -> Self {
        Self {
            shown: view::rgba(&sample, options.max_px, options.overlays),
            info: info.to_string(),
            mixed: mask.map(|m| view::plane(m, options.max_px)),
            full: options.full.then_some(sample),
        }
    }
}

#[wasm_bindgen]
impl Rendered {
    /// Width of [`rgba`](Self::rgba).
    #[wasm_bindgen(getter)]
    pub fn width(&self) -> u32 {
        self.shown.size.width
    }

    /// Height of [`rgba`](Self::rgba).
    #[wasm_bindgen(getter)]
    pub fn height(&self) -> u32 {
        self.shown.size.height
    }

    /// The view for `ImageData`, copied out.
    pub fn rgba(&self) -> js_sys::Uint8ClampedArray {
        js_sys::Uint8ClampedArray::from(self.shown.data.as_slice())
    }

    /// JSON: `{full: {width, height, channels}, boxes, keypoints, dropped, steps, changed, made_up?,
    /// label?, policy?}`; coordinates in pixels of the full size.
    pub fn info(&self) -> String {
        self.info.clone()
    }

    /// What a mix left of the sample itself in each pixel of [`rgba`](Self::rgba), 0 to 255, where a
    /// mask says it.
    pub fn mixed_mask(&self) -> Option<js_sys::Uint8Array> {
        let mask = self.mixed.as_deref()?;
        Some(js_sys::Uint8Array::from(mask))
    }

    /// The full-size pixels, 1 or 3 channels (with option `full`).
    pub fn image(&self) -> Option<js_sys::Uint8Array> {
        let full = self.full.as_ref()?;
        Some(js_sys::Uint8Array::from(full.image.data()))
    }

    /// The full-size alpha plane, where the sample has one (with option `full`).
    pub fn alpha(&self) -> Option<js_sys::Uint8Array> {
        let alpha = self.full.as_ref()?.alpha.as_ref()?;
        Some(js_sys::Uint8Array::from(alpha.data()))
    }

    /// The full-size label mask `i` (with option `full`).
    pub fn mask(&self, i: usize) -> Option<js_sys::Uint16Array> {
        let mask = self.full.as_ref()?.masks.get(i)?;
        Some(js_sys::Uint16Array::from(mask.data()))
    }
}

/// Draws one view and runs it. `options` is JSON `{max_px?, upto?, overlays?, facts?, full?}`.
#[wasm_bindgen]
pub fn render(
    policy: &Policy,
    sample: &Sample,
    key: &str,
    view: u32,
    options: &str,
) -> Thrown<Rendered> {
    let options: Options = read("options", options)?;
    run(policy, sample, key, view, &options).map_err(thrown)
}

fn run(
    policy: &Policy,
    sample: &Sample,
    key: &str,
    view: u32,
    options: &Options,
) -> augplay::Result<Rendered> {
    let sample = &sample.inner;
    let draw = policy
        .inner
        .draw_with(&sample.state(), &sample.masks, key, view)?;
    let count = options.count(&draw);
    let out = draw.apply_first(sample, count, Level::Fast)?;
    finish(&draw, count, sample, out, options)
}

/// A view of what has been run.
pub(crate) fn finish(
    draw: &Draw,
    count: usize,
    sample: &augplay::Sample,
    out: augplay::Sample,
    options: &Options,
) -> augplay::Result<Rendered> {
    let state = draw.state_at(count)?;
    let made_up = if options.facts {
        Some(draw.made_up()?)
    } else {
        None
    };
    let shown = view::rgba(&out, options.max_px, options.overlays);
    let mut info = info(draw, count, &state, sample, &out, made_up);
    if let (true, Json::Object(keys)) = (options.full, &mut info) {
        keys.insert("policy".into(), draw.to_json());
    }
    Ok(Rendered {
        info: info.to_string(),
        shown,
        full: options.full.then_some(out),
        mixed: None,
    })
}

/// The same draw before its first step and after each step.
#[wasm_bindgen]
pub fn render_steps(
    policy: &Policy,
    sample: &Sample,
    key: &str,
    view: u32,
    options: &str,
) -> Thrown<Vec<Rendered>> {
    let options: Options = read("options", options)?;
    run_steps(policy, sample, key, view, &options).map_err(thrown)
}

fn run_steps(
    policy: &Policy,
    sample: &Sample,
    key: &str,
    view: u32,
    options: &Options,
) -> augplay::Result<Vec<Rendered>> {
    let sample = &sample.inner;
    let draw = policy
        .inner
        .draw_with(&sample.state(), &sample.masks, key, view)?;
    let mut out: Vec<Rendered> = Vec::new();
    view::each_step(&draw, sample, |now, state| {
        let count = out.len();
        let mut info = info(&draw, count, state, sample, now, None);
        let label = count.checked_sub(1).and_then(|i| draw.policy.steps.get(i));
        if let (true, Json::Object(keys)) =
            (options.full && count == draw.policy.steps.len(), &mut info)
        {
            keys.insert("policy".into(), draw.to_json());
        }
        if let (Some(step), Json::Object(keys)) = (label, &mut info) {
            keys.insert("label".into(), json!(step.id));
        }
        out.push(Rendered {
            shown: view::rgba(now, options.max_px, options.overlays),
            info: info.to_string(),
            full: options.full.then(|| now.clone()),
            mixed: None,
        });
    })?;
    Ok(out)
}

fn info(
    draw: &Draw,
    count: usize,
    state: &State,
    before: &augplay::Sample,
    after: &augplay::Sample,
    made_up: Option<f64>,
) -> Json {
    let mut out = view::state(state);
    if let Json::Object(keys) = &mut out {
        keys.insert("steps".into(), view::steps(draw, count).into());
        keys.insert(
            "changed".into(),
            (before.image != after.image || before.alpha != after.alpha).into(),
        );
        if let Some(share) = made_up {
            keys.insert("made_up".into(), share.into());
        }
    }
    out
}
