//! The arguments of Albumentations' classes, by version (`albumentations.json`, written by
//! `tests/lint_signatures.py` from the libraries' own sources).

use std::sync::OnceLock;

use serde_json::{Map, Value as Json};

/// By version, by class: a list of names, or names with their defaults.
fn all() -> &'static Map<String, Json> {
    static ALL: OnceLock<Map<String, Json>> = OnceLock::new();
    ALL.get_or_init(|| {
        let text = include_str!("albumentations.json");
        serde_json::from_str(text).unwrap_or_default()
    })
}

/// Arguments of a class of 2.0.8 with their defaults (null where no literal says it).
pub(super) fn class(name: &str) -> Option<&'static Map<String, Json>> {
    all().get("2.0.8")?.get(name)?.as_object()
}

/// Whether a class of an older version had an argument.
pub(super) fn had(version: &str, name: &str, arg: &str) -> bool {
    let args = all()
        .get(version)
        .and_then(|v| v.get(name))
        .and_then(Json::as_array);
    args.is_some_and(|args| args.iter().any(|a| a == arg))
}
