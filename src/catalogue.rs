//! Everything a user interface needs to know of ops, nodes, laws and targets, as JSON. Interfaces
//! name no op themselves: they build palette and controls from this.

use serde_json::{Map, Value as Json, json};

use crate::mix::MIXES;
use crate::ops::{GROUPS, Node, OPS};
use crate::param::{Kind, Param, tidy};
use crate::policy::law::NAMED;
use crate::policy::{BATCH, COMMON, FORMAT, MIX_COMMON, NORMALIZATIONS, TARGETS};
use crate::sample::{BOXES, KEYPOINTS};

/// The policy a newcomer sees first: torchvision's recipe.
pub const STARTER: &str = include_str!("starter.yaml");

/// The catalogue as JSON.
pub fn json() -> Json {
    let targets: Vec<_> = TARGETS
        .iter()
        .map(|t| json!({"id": t.id, "label": t.label, "dialect": t.dialect, "orients": t.orients}))
        .collect();
    let groups: Vec<_> = GROUPS
        .iter()
        .map(|(id, label)| json!({"id": id, "label": label}))
        .collect();
    let laws: Vec<_> = NAMED
        .iter()
        .map(|(name, doc, fields)| {
            json!({"name": name, "doc": doc, "inline": inline(fields), "fields": params(fields)})
        })
        .collect();
    let normalizations: Vec<_> = NORMALIZATIONS
        .iter()
        .map(|(name, mean, sd)| json!({"name": name, "mean": mean, "sd": sd}))
        .collect();
    json!({
        "version": crate::VERSION,
        "format": FORMAT,
        "targets": targets,
        "groups": groups,
        "ops": ops().chain(nodes()).collect::<Vec<_>>(),
        "mixes": mixes().collect::<Vec<_>>(),
        "batch": {"params": params(BATCH), "mix": params(MIX_COMMON)},
        "laws": laws,
        "common": params(COMMON),
        "label_rules": {"boxes": params(BOXES), "keypoints": params(KEYPOINTS)},
        "normalizations": normalizations,
    })
}

/// Whether a law's one field stands without its name: `{signed: 3}`.
pub(crate) fn inline(fields: &[&Param]) -> bool {
    fields.len() == 1
}

fn ops() -> impl Iterator<Item = Json> {
    OPS.iter().map(|op| {
        let m = op.meta();
        json!({
            "name": m.name, "title": m.title, "doc": m.doc, "group": m.group, "aliases": m.aliases,
            "since": m.since, "dialects": m.dialects, "kind": "op", "fixed": m.fixed, "moves": m.moves, "library": m.library,
            "params": params(m.params),
        })
    })
}

fn nodes() -> impl Iterator<Item = Json> {
    Node::ALL.iter().map(|n| {
        json!({
            "name": n.name(), "title": n.title(), "doc": n.doc(), "group": "compose",
            "aliases": n.aliases(), "since": 1, "dialects": ["pil", "cv2", "torch"], "kind": "node",
            "fixed": false, "moves": false, "library": null, "params": params(n.params()),
        })
    })
}

fn mixes() -> impl Iterator<Item = Json> {
    MIXES.iter().map(|mix| {
        let m = mix.meta();
        json!({
            "name": m.name, "title": m.title, "doc": m.doc, "source": m.source,
            "partners": m.partners, "one_size": m.one_size, "params": params(m.params),
        })
    })
}

fn params(list: &[&Param]) -> Vec<Json> {
    list.iter().map(|p| param(p)).collect()
}

/// One parameter's declaration.
pub fn param(p: &Param) -> Json {
    let mut out = Map::new();
    let mut put = |key: &str, value: Json| drop(out.insert(key.to_owned(), value));
    put("name", p.name.into());
    put("label", label(p).into());
    put("doc", p.doc.into());
    put("unit", p.unit.into());
    put("kind", kind(p.kind).into());
    put("law", p.law.into());
    put("default", p.default_value().to_json());
    if p.min > f64::MIN {
        put("min", tidy(p.min));
    }
    if p.max < f64::MAX {
        put("max", tidy(p.max));
    }
    match p.kind {
        Kind::Number | Kind::Integer => {
            put("slider_min", tidy(p.slider_min));
            put("slider_max", tidy(p.slider_max));
            put("step", tidy(p.step));
        }
        Kind::Choice(words) => put("choices", json!(words)),
        Kind::Numbers(least, most) => {
            put("min_count", least.into());
            put("max_count", most.into());
        }
        _ => {}
    }
    if let Some(value) = p.identity {
        put("identity", tidy(value));
    }
    put("rare", p.rare.into());
    if !p.dialects.is_empty() {
        put("dialects", json!(p.dialects));
    }
    Json::Object(out)
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Number => "number",
        Kind::Integer => "integer",
        Kind::Bool => "bool",
        Kind::Choice(_) => "choice",
        Kind::Color => "color",
        Kind::Numbers(..) => "numbers",
        Kind::Rects => "rects",
        Kind::Seed => "seed",
    }
}

/// The name for people: `angle_deg` is "Angle", its unit is shown beside it.
fn label(p: &Param) -> String {
    let name = ["_px", "_deg", "_frac", "_level", "_pct", "_k"]
        .iter()
        .find_map(|suffix| p.name.strip_suffix(suffix))
        .unwrap_or(p.name)
        .replace('_', " ");
    if name == "sd" {
        return "Standard deviation".into();
    }
    let mut letters = name.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;

    #[test]
    fn every_declaration_is_complete() {
        let all = json();
        let ops = all["ops"].as_array().unwrap();
        assert_eq!(ops.len(), OPS.len() + Node::ALL.len());
        let groups: Vec<_> = GROUPS.iter().map(|g| g.0).collect();
        for op in ops {
            assert!(groups.contains(&op["group"].as_str().unwrap()), "{op}");
            assert!(!op["title"].as_str().unwrap().is_empty(), "{op}");
            assert!(op["doc"].as_str().unwrap().ends_with('.'), "{op}");
            for p in op["params"].as_array().unwrap() {
                assert!(!p["label"].as_str().unwrap().is_empty(), "{p}");
                assert!(!p["doc"].as_str().unwrap().is_empty(), "{p}");
                if p["kind"] == "number" || p["kind"] == "integer" {
                    let [low, high] = ["slider_min", "slider_max"].map(|k| p[k].as_f64().unwrap());
                    let bound = |k: &str, or: f64| p[k].as_f64().unwrap_or(or);
                    assert!(low < high, "{p}");
                    assert!(
                        low >= bound("min", f64::MIN) && high <= bound("max", f64::MAX),
                        "{p}"
                    );
                    assert!(p["step"].as_f64().unwrap() > 0.0, "{p}");
                }
            }
        }
    }

    #[test]
    fn names_occur_once() {
        let all = json();
        let mut names: Vec<_> = all["ops"]
            .as_array()
            .unwrap()
            .iter()
            .map(|o| &o["name"])
            .collect();
        let count = names.len();
        names.sort_by_key(|n| n.as_str());
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn labels_read_well() {
        let p = Param::number("angle_deg", "Angle.");
        assert_eq!(label(&p), "Angle");
        assert_eq!(label(&Param::number("low_k", "x")), "Low");
        assert_eq!(label(&Param::number("sd_frac", "x")), "Standard deviation");
        assert_eq!(
            label(&Param::number("min_visibility", "x")),
            "Min visibility"
        );
    }

    #[test]
    fn the_starter_is_a_policy() {
        let policy = Policy::parse(STARTER).unwrap();
        assert!(!policy.steps.is_empty());
        assert_eq!(
            policy.to_yaml(),
            STARTER,
            "the starter is written as fmt writes it"
        );
    }
}
