//! Throwing augplay's error.

use augplay::policy::text;
use augplay::{Code, Error};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::failure;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    pub(crate) fn console_error(text: &str);
}

/// A result whose error JavaScript catches.
pub(crate) type Thrown<T> = Result<T, JsValue>;

/// The value to throw for an error.
#[allow(
    clippy::needless_pass_by_value,
    reason = "made for map_err, which hands errors over"
)]
pub(crate) fn thrown(e: Error) -> JsValue {
    failure::thrown(&e)
}

/// Reads JSON that a caller gives.
pub(crate) fn read<T: serde::de::DeserializeOwned>(what: &str, text: &str) -> Thrown<T> {
    // Through the policy's own parser, so that a second one is not shipped.
    let tree = text::parse(text).map_err(|e| thrown(e.at_param(what)))?;
    serde_json::from_value(tree.to_json())
        .map_err(|e| thrown(Error::new(Code::Type, e.to_string()).at_param(what)))
}
