//! Module `_augplay` for Python: the core as it is, numpy arrays in and out. What is convenient stands in
//! `augplay/__init__.py`.

mod failure;
mod policy;
mod sample;

use std::ffi::OsString;

use augplay::{catalogue, export, import, presets};
use pyo3::prelude::*;

use failure::raised;

/// What Python sees.
#[pymodule]
mod _augplay {
    #[pymodule_export]
    use super::policy::Policy;
    use super::{Bound, PyModule, PyModuleMethods, PyResult, failure};
    #[pymodule_export]
    use super::{cli, export_formats, import_policy, op_catalogue, preset_list};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("AugplayError", failure::class(module.py()))?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}

/// Runs the command line; gives its exit code.
#[pyfunction]
fn cli(py: Python<'_>, args: Vec<OsString>) -> u8 {
    py.detach(|| augplay::cli::run(args))
}

/// Every op and parameter, as JSON.
#[pyfunction]
fn op_catalogue() -> String {
    catalogue::json().to_string()
}

/// Every file format, as JSON.
#[pyfunction]
fn export_formats() -> String {
    export::formats().to_string()
}

/// Every preset, as JSON.
#[pyfunction]
fn preset_list() -> String {
    serde_json::json!(presets::PRESETS).to_string()
}

/// A policy from a file of any format, as JSON `{policy, format, notes}`.
#[pyfunction]
fn import_policy(text: &str, filename: &str) -> PyResult<String> {
    let imported = import::import(text, filename).map_err(raised)?;
    Ok(imported.to_json())
}
