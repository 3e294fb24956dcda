//! Errors as JavaScript sees them: an `Error` named `AugplayError` with the fields of
//! [`augplay::Error`] as properties, the bare message as `reason`.

use std::fmt::Display;

use augplay::{Code, Error};
use js_sys::{JSON, Object, Reflect};
use wasm_bindgen::prelude::*;

/// The value to throw for an error.
pub(crate) fn thrown(error: &Error) -> JsValue {
    let value = js_sys::Error::new(&error.to_string());
    value.set_name("AugplayError");
    // The fields as one object; an error that cannot be written out still carries its message.
    let fields = serde_json::to_string(error)
        .ok()
        .and_then(|text| JSON::parse(&text).ok());
    if let Some(fields) = fields.and_then(|fields| fields.dyn_into::<Object>().ok()) {
        for name in Object::keys(&fields) {
            if let Ok(field) = Reflect::get(&fields, &name) {
                // `message` says it all; the bare sentence is the reason.
                let name = if name == "message" {
                    "reason".into()
                } else {
                    name
                };
                // Setting a property of a fresh object does not fail.
                let _ = Reflect::set(&value, &name, &field);
            }
        }
    }
    value.into()
}

/// Options that are not the JSON they must be.
#[allow(dead_code, reason = "modules without options share this file")]
pub(crate) fn options(error: &serde_json::Error) -> JsValue {
    thrown(&Error::new(Code::Syntax, error.to_string()).at_param("options"))
}

/// A broken promise of ours.
#[allow(dead_code, reason = "modules that write no JSON share this file")]
pub(crate) fn internal(error: impl Display) -> JsError {
    JsError::new(&error.to_string())
}
