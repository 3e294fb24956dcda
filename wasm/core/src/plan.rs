//! Drawing here, running the picture elsewhere: what a GPU beside this module needs.

use augplay::Image;
use augplay::engine::cpu::Level;
use augplay::policy::Draw;
use augplay::program::Plane;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{Thrown, read, thrown};
use crate::policy::json;
use crate::render::{Options, Rendered, finish};
use crate::{Policy, Sample};

/// One drawn view whose picture has not been run yet.
#[wasm_bindgen]
pub struct Plan {
    draw: Draw,
    count: usize,
    options: Options,
    program: String,
}

/// Draws one view as [`render`](crate::render) does and writes its program down. Give
/// [`Sample::data`] and the program to another engine, and what it makes to [`Plan::finish`].
#[wasm_bindgen]
pub fn plan(policy: &Policy, sample: &Sample, key: &str, view: u32, options: &str) -> Thrown<Plan> {
    let options: Options = read("options", options)?;
    let image = &sample.inner.image;
    let draw = policy
        .inner
        .draw_with(&sample.inner.state(), &sample.inner.masks, key, view)
        .map_err(thrown)?;
    let count = options.count(&draw);
    let program = draw
        .program(count, image.size(), image.channels(), Plane::Image)
        .map_err(thrown)?;
    Ok(Plan {
        draw,
        count,
        options,
        program: json(&program)?,
    })
}

#[wasm_bindgen]
impl Plan {
    /// JSON: the passes that make the picture.
    #[wasm_bindgen(getter)]
    pub fn program(&self) -> String {
        self.program.clone()
    }

    /// Width of the picture that it runs on.
    #[wasm_bindgen(getter)]
    pub fn width(&self) -> u32 {
        self.draw.before.size.width
    }

    /// Height of the picture that it runs on.
    #[wasm_bindgen(getter)]
    pub fn height(&self) -> u32 {
        self.draw.before.size.height
    }

    /// Channels of the picture that it runs on.
    #[wasm_bindgen(getter)]
    pub fn channels(&self) -> usize {
        self.draw.before.channels
    }

    /// The view, its picture made of the samples that the program gave; masks, alpha and
    /// annotations are run here.
    pub fn finish(&self, sample: &Sample, data: &js_sys::Uint8Array) -> Thrown<Rendered> {
        self.complete(&sample.inner, data).map_err(thrown)
    }
}

impl Plan {
    fn complete(
        &self,
        sample: &augplay::Sample,
        data: &js_sys::Uint8Array,
    ) -> augplay::Result<Rendered> {
        let size = self.draw.state_at(self.count)?.size;
        let image = Image::new(size, sample.image.channels(), data.to_vec())?;
        let out = self.draw.complete(sample, image, self.count, Level::Fast)?;
        finish(&self.draw, self.count, sample, out, &self.options)
    }
}
