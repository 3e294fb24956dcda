//! What draws do to annotations.

use augplay::lab::safety::measure;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{Thrown, thrown};
use crate::policy::json;
use crate::{Policy, Sample};

/// Draws `count` views of a sample from view `first` on, without pixels, and counts what happens to
/// boxes and keypoints: JSON `{views, classes, steps}`. Those of several calls are added up.
#[wasm_bindgen]
pub fn safety(
    policy: &Policy,
    sample: &Sample,
    key: &str,
    first: u32,
    count: u32,
) -> Thrown<String> {
    let views = first..first.saturating_add(count);
    let safety = measure(&policy.inner, &sample.inner, key, views).map_err(thrown)?;
    json(&safety)
}
