//! A proof as it grows; pictures are rendered and zipped outside.

use augplay::Policy;
use augplay::prove::{self, File};
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::failure::thrown;

/// A proof for an export format: picture after picture, then what is written once.
#[wasm_bindgen]
pub struct Proof {
    inner: Option<prove::Proof>,
}

#[wasm_bindgen]
impl Proof {
    /// Begins one with `views` views of each picture.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str, format: &str, views: u32) -> Result<Proof, JsValue> {
        let policy = Policy::parse(text).map_err(|e| thrown(&e))?;
        let inner = prove::Proof::new(&policy, format, views).map_err(|e| thrown(&e))?;
        Ok(Proof { inner: Some(inner) })
    }

    /// The policy whose views are to be rendered, as YAML.
    pub fn policy(&self) -> String {
        let inner = self.inner.as_ref();
        inner.map_or_else(String::new, |proof| proof.policy().to_yaml())
    }

    /// The views of a picture, each as the last of the core's `render_steps` tells it at full size; gives `{files:
    /// [[path, bytes]], pictures: [[path, view, count]]}`. A picture shows the first `count` steps of a view; without
    /// these the input.
    pub fn add(&mut self, name: &str, views: Vec<String>) -> Result<Object, JsValue> {
        let Some(proof) = self.inner.as_mut() else {
            return Err(finished());
        };
        let draws: augplay::Result<Vec<_>> = views
            .into_iter()
            .map(|text| prove::outcome::draw(&text))
            .collect();
        let added = draws.and_then(|draws| proof.add(name, &draws));
        let added = added.map_err(|e| thrown(&e))?;
        let pictures: Array = added
            .pictures
            .iter()
            .map(|picture| {
                let row = Array::of1(&picture.path.as_str().into());
                if let Some((view, count)) = picture.shows {
                    row.push(&(view as u32).into());
                    row.push(&(count as u32).into());
                }
                row
            })
            .collect();
        let out = Object::new();
        Reflect::set(&out, &"files".into(), &files(&added.files))?;
        Reflect::set(&out, &"pictures".into(), &pictures)?;
        Ok(out)
    }

    /// What is written once: `[[path, bytes]]`. Nothing can be added after that.
    pub fn finish(&mut self) -> Result<Array, JsValue> {
        let proof = self.inner.take().ok_or_else(finished)?;
        Ok(files(&proof.finish().map_err(|e| thrown(&e))?))
    }
}

fn finished() -> JsValue {
    js_sys::Error::new("the proof is finished").into()
}

fn files(all: &[File]) -> Array {
    let one = |file: &File| {
        let bytes = Uint8Array::from(&file.bytes[..]);
        Array::of2(&file.path.as_str().into(), &bytes)
    };
    all.iter().map(one).collect()
}
