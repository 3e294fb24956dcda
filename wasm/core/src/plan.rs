//! Drawing here, running the picture elsewhere: what a GPU beside this module needs.

use augplay::Image;
use augplay::engine::cpu::Level;
use augplay::kernel::rearrange::Rearrange;
use augplay::kernel::table::Table;
use augplay::policy::Draw;
use augplay::program::{self, Family, Plane, Program};
use serde::Serialize;
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
        program: json(&shaded(&program))?,
    })
}

/// The passes that a GPU has shaders for, as they are written down.
#[derive(Serialize)]
struct Passes<'a> {
    passes: Vec<Pass<'a>>,
    output: usize,
}

#[derive(Serialize)]
struct Pass<'a> {
    family: Shaded<'a>,
    srcs: &'a [usize],
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Shaded<'a> {
    Rearrange(&'a Rearrange),
    Table(&'a Table),
}

/// A program for a GPU; none where some pass has no shader. Writing down every family would make this
/// module larger for nothing.
fn shaded(program: &Program) -> Option<Passes<'_>> {
    fn pass(pass: &program::Pass) -> Option<Pass<'_>> {
        let family = match &pass.family {
            Family::Rearrange(p) => Shaded::Rearrange(p),
            Family::Table(p) => Shaded::Table(p),
            _ => return None,
        };
        let srcs = &pass.srcs;
        Some(Pass { family, srcs })
    }
    Some(Passes {
        passes: program.passes.iter().map(pass).collect::<Option<_>>()?,
        output: program.output,
    })
}

#[wasm_bindgen]
impl Plan {
    /// JSON: the passes that make the picture; null where a GPU has no shader for one of them.
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
