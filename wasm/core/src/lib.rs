//! Module `core`: policies, draws and the CPU engine for JavaScript. JSON crosses as text, pixels as
//! typed arrays. Errors are thrown as `AugplayError`.

mod batch;
mod error;
#[path = "../../codec/src/failure.rs"]
mod failure;
mod plan;
mod policy;
mod render;
mod safety;
mod sample;
#[cfg(test)]
mod tests;

pub use batch::Batch;
pub use plan::{Plan, plan};
pub use policy::Policy;
pub use render::{Rendered, render, render_steps};
pub use safety::safety;
pub use sample::Sample;
use wasm_bindgen::prelude::wasm_bindgen;

/// Sends a panic's message to the console; the instance must not be used after one.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|info| error::console_error(&info.to_string())));
}

/// The version of augplay this module was built from.
#[wasm_bindgen]
pub fn version() -> String {
    augplay::VERSION.to_owned()
}

/// JSON: ops, parameters, laws and targets; all that an interface needs to know of them.
#[wasm_bindgen]
pub fn catalogue() -> String {
    augplay::catalogue::json().to_string()
}

/// YAML: a policy to begin with.
#[wasm_bindgen]
pub fn starter() -> String {
    augplay::catalogue::STARTER.to_owned()
}
