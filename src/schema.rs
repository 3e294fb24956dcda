//! JSON Schema (2020-12) of the policy file, made from the same declarations that validate it.

use serde_json::{Map, Value as Json, json};

use crate::catalogue::inline;
use crate::mix::MIXES;
use crate::ops::{Node, OPS};
use crate::param::{Default, Kind, Param, Value, tidy};
use crate::policy::law::NAMED;
use crate::policy::{BATCH, COMMON, FORMAT, MIX_COMMON, NORMALIZATIONS, TARGETS};
use crate::sample::{BOXES, KEYPOINTS};

/// The schema.
pub fn json() -> Json {
    let mut defs = Map::new();
    let mut shapes = Vec::new();
    for op in OPS {
        let m = op.meta();
        let key = format!("op_{}", m.name);
        let head = json!({"const": m.name, "title": m.title, "description": m.doc});
        let dialects: Vec<_> = m.dialects.iter().map(|d| json!(d)).collect();
        shapes.push(reference(&key));
        defs.insert(key, step("op", head, m.params, Some(dialects)));
    }
    for node in Node::ALL {
        let key = format!("node_{}", node.name());
        let head = json!({
            "type": "array", "items": reference("step"),
            "title": node.title(), "description": node.doc(),
        });
        shapes.push(reference(&key));
        defs.insert(key, step(node.name(), head, node.params(), None));
    }
    defs.insert("step".into(), json!({"type": "object", "oneOf": shapes}));
    defs.insert("law".into(), law());
    let targets: Vec<_> = TARGETS.iter().map(|t| t.id).collect();
    let text = json!({"type": ["string", "number"]});
    let seed = json!({"type": "integer", "minimum": 0, "maximum": 9007199254740991_u64, "description": "Seed of all dice."});
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "augplay policy",
        "description": "An image-augmentation policy.",
        "type": "object",
        "required": ["augplay", "steps"],
        "additionalProperties": false,
        "properties": {
            "augplay": {"const": FORMAT, "description": "Format version; it fixes every default."},
            "name": text,
            "note": text,
            "target": {"enum": targets, "default": targets.first(), "description": "Library, version and back end whose pixels are shown."},
            "seed": seed,
            "input": {
                "description": "How files are loaded before the first step.",
                "default": "rgb",
                "oneOf": [
                    {"enum": ["rgb", "grey"]},
                    {
                        "type": "object",
                        "required": ["window"],
                        "additionalProperties": false,
                        "properties": {"window": {
                            "type": "array", "minItems": 2, "maxItems": 2,
                            "items": {"type": "integer", "minimum": 0, "maximum": 65535},
                        }},
                    },
                ],
            },
            "boxes": rules("Which boxes stay.", BOXES),
            "keypoints": rules("Which keypoints stay.", KEYPOINTS),
            "steps": {"type": "array", "items": reference("step")},
            "batch": batch(),
            "then": then(),
            "drawn": {"type": "object", "description": "Where a drawn outcome came from."},
            "#": {"type": "object", "additionalProperties": comments()},
        },
        "$defs": defs,
    })
}

/// Rules for annotations.
fn rules(doc: &str, params: &[&Param]) -> Json {
    let keys: Map<_, _> = params
        .iter()
        .map(|p| (p.name.to_owned(), param(p)))
        .collect();
    json!({"type": "object", "description": doc, "additionalProperties": false, "properties": keys})
}

/// The batch stage.
fn batch() -> Json {
    let mixes: Vec<Json> = MIXES.iter().map(|mix| {
        let m = mix.meta();
        let mut keys = Map::new();
        keys.insert("mix".into(), json!({"const": m.name, "title": m.title, "description": m.doc}));
        for p in MIX_COMMON.iter().chain(m.params) {
            keys.insert(p.name.into(), param(p));
        }
        keys.insert("note".into(), json!({"type": ["string", "number"]}));
        keys.insert("#".into(), comments());
        json!({"type": "object", "required": ["mix"], "additionalProperties": false, "properties": keys})
    }).collect();
    let mut keys: Map<_, _> = BATCH
        .iter()
        .map(|p| (p.name.to_owned(), param(p)))
        .collect();
    keys.insert(
        "mixes".into(),
        json!({"type": "array", "maxItems": 100, "items": {"oneOf": mixes}}),
    );
    keys.insert("#".into(), comments());
    json!({
        "type": "object", "required": ["mixes"], "additionalProperties": false, "properties": keys,
        "description": "Mixes of the samples of a batch, after all steps.",
    })
}

/// What becomes of the levels after the last step.
fn then() -> Json {
    let names: Vec<_> = NORMALIZATIONS.iter().map(|n| n.0).collect();
    let three = |least: f64| {
        json!({
            "type": "array", "minItems": 3, "maxItems": 3,
            "items": {"type": "number", "minimum": least, "maximum": 255},
        })
    };
    let own = json!({
        "type": "object", "required": ["mean", "sd"], "additionalProperties": false,
        "properties": {"mean": three(-255.0), "sd": three(1e-6)},
    });
    json!({
        "description": "What becomes of the levels after the last step; exported, not shown.",
        "oneOf": [
            {"const": "to_float", "description": "Divided by 255."},
            {
                "type": "object", "required": ["normalize"], "additionalProperties": false,
                "properties": {"normalize": {"oneOf": [{"enum": names}, own]}},
            },
        ],
    })
}

fn reference(key: &str) -> Json {
    json!({"$ref": format!("#/$defs/{key}")})
}

fn comments() -> Json {
    json!({"type": "array", "items": {"type": ["string", "number"]}, "description": "Comments, carried as data."})
}

/// A step whose first key is `head`.
fn step(head: &str, shape: Json, params: &[&Param], dialects: Option<Vec<Json>>) -> Json {
    let mut keys = Map::new();
    keys.insert(head.to_owned(), shape);
    keys.insert(
        "id".into(),
        json!({"type": ["string", "number"], "pattern": "^[A-Za-z0-9_.#/-]{1,128}$", "description": "Unique in the policy; dice hang on it."}),
    );
    for p in COMMON {
        keys.insert(p.name.into(), param(p));
    }
    keys.insert("note".into(), json!({"type": ["string", "number"]}));
    keys.insert(
        "more".into(),
        json!({"type": "boolean", "description": "In a draw: the next step is part of the same author's step."}),
    );
    let words = dialects.unwrap_or_else(|| vec![json!("pil"), json!("cv2"), json!("torch")]);
    keys.insert(
        "dialect".into(),
        json!({"enum": words, "description": "Arithmetic other than the target's."}),
    );
    keys.insert("#".into(), comments());
    for p in params {
        keys.insert(p.name.into(), param(p));
    }
    json!({"type": "object", "required": [head], "additionalProperties": false, "properties": keys})
}

/// A parameter's values.
fn param(p: &Param) -> Json {
    let mut out = match p.kind {
        Kind::Number | Kind::Integer if p.law => {
            let one = bounded(p);
            json!({"oneOf": [
                one,
                {"type": "array", "items": one, "minItems": 2, "maxItems": 2, "description": "Uniform, both ends included."},
                reference("law"),
            ]})
        }
        Kind::Number | Kind::Integer | Kind::Seed => bounded(p),
        Kind::Bool => json!({"type": "boolean"}),
        Kind::Choice(words) => json!({"enum": words}),
        Kind::Color => {
            let level = json!({"type": "integer", "minimum": 0, "maximum": 255});
            json!({"oneOf": [level, {"type": "array", "items": level, "minItems": 3, "maxItems": 3}]})
        }
        Kind::Numbers(least, most) => {
            json!({"type": "array", "items": bounded(p), "minItems": least, "maxItems": most})
        }
        Kind::Rects => {
            let side = json!({"type": "integer", "minimum": 0, "maximum": 1_000_000});
            let rect = json!({"type": "array", "items": side, "minItems": 4, "maxItems": 4, "description": "[x, y, width, height] in px"});
            json!({"type": "array", "items": rect})
        }
    };
    if let Json::Object(keys) = &mut out {
        keys.insert("description".into(), p.doc.into());
        if p.default != Default::Absent && p.default_value() != Value::Absent {
            keys.insert("default".into(), p.default_value().to_json());
        }
    }
    out
}

/// One number within the parameter's bounds.
fn bounded(p: &Param) -> Json {
    let whole = matches!(p.kind, Kind::Integer | Kind::Seed);
    let mut out = Map::new();
    out.insert(
        "type".into(),
        if whole { "integer" } else { "number" }.into(),
    );
    if p.min > f64::MIN {
        out.insert("minimum".into(), tidy(p.min));
    }
    if p.max < f64::MAX {
        out.insert("maximum".into(), tidy(p.max));
    }
    Json::Object(out)
}

/// A law written as a one-key mapping.
fn law() -> Json {
    let numbers =
        |least: usize| json!({"type": "array", "items": {"type": "number"}, "minItems": least});
    let pair = json!({"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2});
    let one = |name: &str, body: Json, doc: &str| {
        json!({
            "type": "object", "required": [name], "additionalProperties": false,
            "properties": {name: body}, "description": doc,
        })
    };
    let mut all = vec![one("uniform", pair.clone(), "Uniform, both ends included.")];
    for (name, doc, fields) in NAMED {
        let body = match fields {
            [only] if inline(fields) => param(only),
            _ => {
                let keys: Map<_, _> = fields
                    .iter()
                    .map(|f| (f.name.to_owned(), param(f)))
                    .collect();
                // Only a clip and weights may be left out.
                let needed: Vec<_> = fields
                    .iter()
                    .map(|f| f.name)
                    .filter(|f| !matches!(*f, "clip" | "weights"))
                    .collect();
                let object = json!({"type": "object", "required": needed, "additionalProperties": false, "properties": keys});
                // The two laws that may be given as a plain list.
                match *name {
                    "log_uniform" => json!({"oneOf": [object, pair]}),
                    "choice" => json!({"oneOf": [object, numbers(1)]}),
                    _ => object,
                }
            }
        };
        all.push(one(name, body, doc));
    }
    json!({"oneOf": all})
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `npm/schema.json` is this schema; `REGENERATE=1 cargo test --lib schema` writes it.
    #[test]
    fn the_committed_schema_is_fresh() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/npm/schema.json");
        let made = format!("{:#}\n", json());
        if std::env::var_os("REGENERATE").is_some() {
            std::fs::write(path, &made).unwrap();
        }
        let found = std::fs::read_to_string(path).unwrap_or_default();
        assert!(found == made, "stale: REGENERATE=1 cargo test --lib schema");
        for op in OPS {
            assert!(made.contains(&format!("\"op_{}\"", op.meta().name)));
        }
    }
}
