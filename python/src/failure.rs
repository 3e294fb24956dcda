//! Raising augplay's error.

use augplay::Error;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyType;

pyo3::create_exception!(
    augplay,
    AugplayError,
    PyValueError,
    "Something was refused. `code` says what kind of thing; `step`, `param`, `value`, `min`, `max`, `line` and `file` say where, and are None where that is not known."
);

/// The class.
pub(crate) fn class(py: Python<'_>) -> Bound<'_, PyType> {
    py.get_type::<AugplayError>()
}

/// The exception for an error.
#[allow(
    clippy::needless_pass_by_value,
    reason = "made for map_err, which hands errors over"
)]
pub(crate) fn raised(e: Error) -> PyErr {
    Python::attach(|py| {
        let raised = AugplayError::new_err(e.to_string());
        let code = serde_json::to_value(e.code).unwrap_or_default();
        let value = raised.value(py);
        let set = value
            .setattr("code", code.as_str())
            .and_then(|()| value.setattr("step", e.step.as_deref()))
            .and_then(|()| value.setattr("param", e.param.as_deref()))
            .and_then(|()| value.setattr("value", e.value.as_deref()))
            .and_then(|()| value.setattr("min", e.min))
            .and_then(|()| value.setattr("max", e.max))
            .and_then(|()| value.setattr("line", e.line))
            .and_then(|()| value.setattr("file", e.file.as_deref()));
        match set {
            Ok(()) => raised,
            Err(other) => other,
        }
    })
}
