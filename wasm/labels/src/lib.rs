//! Module `labels` for JavaScript: annotation files in and out. JSON crosses as text, ids as typed arrays. Errors are
//! thrown as `AugplayError`.

#[path = "../../codec/src/failure.rs"]
mod failure;
mod file;
mod outcome;
mod summary;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};

use augplay::annotations::{self, Asked, Bound, Found, Kept, Options, Source, bind};
use augplay::{Code, Error, Mask, Raster, Size};
use js_sys::{Array, Function, Uint16Array};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

use failure::thrown;
use file::{File, LabelFile};

/// An image that annotations are looked for.
#[derive(Deserialize)]
struct Image {
    name: String,
    width: u32,
    height: u32,
}

/// How to read, as JSON; every key may be left out.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ReadOptions {
    choose: BTreeMap<usize, String>,
}

/// Reads annotation files as far as they are about the images. `images` is JSON `[{name, width, height}]`, `options`
/// JSON `{choose?: {[image]: candidate}}`. `progress(read, total, file)` is called as bytes are read; if it gives false,
/// reading is broken off.
#[wasm_bindgen]
#[allow(
    clippy::needless_pass_by_value,
    reason = "JavaScript's arrays cross by value"
)]
pub fn read(
    files: Vec<LabelFile>,
    images: &str,
    options: &str,
    progress: Option<Function>,
) -> Result<Labels, JsValue> {
    let images: Vec<Image> = json("images", images)?;
    let ReadOptions { choose } = json("options", options)?;
    let files: Vec<File> = files.into_iter().map(File::new).collect();
    let sources: Vec<&dyn Source> = files.iter().map(|f| f as &dyn Source).collect();
    let asked: Vec<Asked> = images
        .into_iter()
        .map(|i| Asked {
            name: i.name,
            size: Size::new(i.width, i.height),
        })
        .collect();
    let mut tell = |p: annotations::Progress<'_>| {
        let Some(progress) = &progress else {
            return true;
        };
        let (read, total) = ((p.read as f64).into(), (p.total as f64).into());
        let answer = progress.call3(&JsValue::NULL, &read, &total, &p.file.into());
        // A callback that throws breaks the reading off too.
        answer.is_ok_and(|answer| answer != JsValue::FALSE)
    };
    let found = annotations::read(&sources, &asked, &Options { choose }, &mut tell)
        .map_err(|e| thrown(&e))?;
    Ok(Labels {
        found,
        files: HashMap::new(),
        bound: HashMap::new(),
        layers: None,
        kept: Vec::new(),
    })
}

/// What is known of the images, and what is to be written.
#[wasm_bindgen]
pub struct Labels {
    found: Found,
    /// Decoded masks by image and file.
    files: HashMap<(usize, String), Mask>,
    bound: HashMap<usize, Bound>,
    /// The masks of the image last asked for.
    layers: Option<(usize, Vec<Mask>)>,
    kept: Vec<Kept>,
}

#[wasm_bindgen]
impl Labels {
    /// JSON: what was found: formats, counts, classes, skeletons, ambiguous names, problems, images.
    pub fn summary(&self) -> String {
        summary::summary(&self.found).to_string()
    }

    /// JSON: what a sample carries of image `i`: `{boxes, keypoints, layers, instances, class, problems}`.
    pub fn annotations(&mut self, i: usize) -> Result<String, JsValue> {
        self.bundle(i).map_err(|e| thrown(&e))
    }

    /// The ids of a mask of image `i`, for which [`Labels::annotations`] was asked last.
    pub fn layer(&self, i: usize, layer: usize) -> Result<Uint16Array, JsValue> {
        let masks = self.layers.as_ref().filter(|(image, _)| *image == i);
        let mask = masks.and_then(|(_, masks)| masks.get(layer));
        let mask = mask.ok_or_else(|| {
            let e = Error::new(Code::Missing, "was not asked for, or has fewer masks");
            thrown(&e.at_param("layer").with_value(layer))
        })?;
        Ok(Uint16Array::from(mask.data()))
    }

    /// Gives the ids of a mask file of image `i`.
    pub fn set_mask(
        &mut self,
        i: usize,
        file: &str,
        width: u32,
        height: u32,
        ids: &Uint16Array,
    ) -> Result<(), JsValue> {
        let mask = mask(Size::new(width, height), ids).map_err(|e| thrown(&e.in_file(file)))?;
        self.files.insert((i, file.to_owned()), mask);
        Ok(())
    }

    /// Adds an outcome of image `i` to what [`Labels::write`] writes; `outcome` is JSON `{name, width, height, boxes,
    /// keypoints}`. Gives JSON `{boxes, segments, keypoints}`: how many are left.
    #[allow(
        clippy::needless_pass_by_value,
        reason = "JavaScript's arrays cross by value"
    )]
    pub fn add(
        &mut self,
        i: usize,
        outcome: &str,
        layers: Vec<Uint16Array>,
    ) -> Result<String, JsValue> {
        let outcome: outcome::Outcome = json("outcome", outcome)?;
        self.follow(i, outcome, &layers).map_err(|e| thrown(&e))
    }

    /// The files for what was added since the last time: `{name, text}` or `{name, width, height, ids}`.
    pub fn write(&mut self) -> Array {
        let outputs = annotations::write(&self.found, &self.kept);
        self.kept.clear();
        outputs.iter().map(outcome::file).collect()
    }
}

impl Labels {
    fn record(&self, i: usize) -> augplay::Result<Option<&annotations::Record>> {
        let slot = self.found.records.get(i).map(Option::as_ref);
        slot.ok_or_else(|| {
            let last = self.found.records.len().saturating_sub(1);
            Error::range("image", i, 0.0, last as f64)
        })
    }

    fn bundle(&mut self, i: usize) -> augplay::Result<String> {
        let Some(record) = self.record(i)? else {
            self.layers = None;
            return Ok(summary::nothing().to_string());
        };
        let files = record.masks.iter().map(|name| {
            let mask = self.files.get(&(i, name.clone())).cloned();
            mask.ok_or_else(|| {
                Error::new(Code::Missing, "has no ids yet; give them with set_mask").in_file(name)
            })
        });
        let bundle = bind(
            record,
            &self.found.skeletons,
            files.collect::<augplay::Result<_>>()?,
        )?;
        let text = summary::bundle(record, &bundle).to_string();
        self.bound.insert(i, bundle.bound);
        self.layers = Some((i, bundle.masks));
        Ok(text)
    }

    fn follow(
        &mut self,
        i: usize,
        outcome: outcome::Outcome,
        layers: &[Uint16Array],
    ) -> augplay::Result<String> {
        if !self.bound.contains_key(&i) {
            self.bundle(i)?;
        }
        let (Some(record), Some(bound)) = (self.record(i)?, self.bound.get(&i)) else {
            return Ok(summary::counts([0; 3]).to_string());
        };
        let size = Size::new(outcome.width, outcome.height);
        let masks = layers.iter().map(|ids| mask(size, ids));
        let masks = masks.collect::<augplay::Result<Vec<_>>>()?;
        let kept = outcome.follow(record, bound, &masks);
        let counts = summary::counts(kept.counts());
        self.kept.push(kept);
        Ok(counts.to_string())
    }
}

/// A mask; lengths are compared before anything is copied.
fn mask(size: Size, ids: &Uint16Array) -> augplay::Result<Mask> {
    augplay::image::check_size(size)?;
    if ids.length() as usize != size.area() {
        return Err(Error::new(Code::Type, "needs one id for each pixel").at_param("ids"));
    }
    Raster::new(size, 1, ids.to_vec())
}

/// Reads JSON that a caller gives.
fn json<T: DeserializeOwned>(what: &str, text: &str) -> Result<T, JsValue> {
    serde_json::from_str(text)
        .map_err(|e| thrown(&Error::new(Code::Syntax, e.to_string()).at_param(what)))
}
