//! Module `tools` for JavaScript: policies as files, augplay's own and other libraries'.

#[path = "../../codec/src/failure.rs"]
mod failure;
mod prove;

use augplay::ops::automatic::compare;
use augplay::{Policy, export, import, lint};
use wasm_bindgen::prelude::*;

use failure::thrown;

/// Every file format as JSON: `id`, `label`, `target`, `extension`, `mime`, `import`, `export`,
/// `proof`.
#[wasm_bindgen]
pub fn formats() -> String {
    export::formats().to_string()
}

/// Published recipes as JSON: a list of `id`, `name`, `group`, `doc`, `source`, `policy` (YAML text).
#[wasm_bindgen]
pub fn presets() -> String {
    serde_json::json!(augplay::presets::PRESETS).to_string()
}

/// A policy written in a format, as JSON: `text`, `filename`, `mime`, `verdicts`.
#[wasm_bindgen]
pub fn export_policy(text: &str, format: &str) -> Result<String, JsValue> {
    let policy = Policy::parse(text).map_err(|error| thrown(&error))?;
    let exported = export::export(&policy, format).map_err(|error| thrown(&error))?;
    Ok(exported.to_json())
}

/// A policy read from a file of any format, as JSON: `policy` (YAML text), `format`, `notes`.
#[wasm_bindgen]
pub fn import_policy(text: &str, filename: &str) -> Result<String, JsValue> {
    let imported = import::import(text, filename).map_err(|error| thrown(&error))?;
    Ok(imported.to_json())
}

/// What a library loses in silence or reads as something else in a file of any format, as JSON: `format`,
/// `findings` and, where there are fixes, the text with all of them, `fixed`.
#[wasm_bindgen]
pub fn lint_text(text: &str) -> Result<String, JsValue> {
    let linted = lint::lint(text).map_err(|error| thrown(&error))?;
    Ok(linted.to_json())
}

/// One RandAugment setting in the laws of several libraries. `request` is JSON `{num_ops, magnitude,
/// factor, width, height}`, each of them optional; the answer is a JSON list of laws with their ops.
#[wasm_bindgen]
pub fn compare_laws(request: &str) -> Result<String, JsValue> {
    compare::answer(request).map_err(|error| thrown(&error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn augplay_files_come_back() {
        let policy = "augplay: 1\nsteps:\n  - op: horizontal_flip\n    p: 0.5\n";
        for format in ["augplay-yaml", "augplay-json"] {
            let exported: Value =
                serde_json::from_str(&export_policy(policy, format).unwrap()).unwrap();
            let again = import_policy(exported["text"].as_str().unwrap(), "policy").unwrap();
            let again: Value = serde_json::from_str(&again).unwrap();
            let again = Policy::parse(again["policy"].as_str().unwrap()).unwrap();
            assert_eq!(again.hash(), Policy::parse(policy).unwrap().hash());
        }
        assert!(export_policy(policy, "other").is_err());
    }

    #[wasm_bindgen_test]
    fn an_albumentations_file_comes_back() {
        let policy =
            "augplay: 1\ntarget: albumentations 2.0.8\nsteps:\n  - {op: horizontal_flip, p: 0.5}\n";
        let exported: Value =
            serde_json::from_str(&export_policy(policy, "albumentations-json").unwrap()).unwrap();
        assert_eq!(exported["verdicts"][0]["verdict"], "exact");
        let again = import_policy(exported["text"].as_str().unwrap(), "a.json").unwrap();
        let again: Value = serde_json::from_str(&again).unwrap();
        assert_eq!(again["format"], "albumentations-json");
        let again = Policy::parse(again["policy"].as_str().unwrap()).unwrap();
        assert_eq!(again.hash(), Policy::parse(policy).unwrap().hash());
    }
}
