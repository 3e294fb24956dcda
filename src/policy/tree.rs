//! A policy as a JSON tree: the same keys in the same order as in the file.

use serde_json::{Map, Value as Json, json};

use crate::kernel::Dialect;
use crate::param::{Args, Value, tidy};
use crate::policy::{FORMAT, Input, Policy, Step, View, What};

/// A dialect's word in the file.
pub fn word(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Pil => "pil",
        Dialect::Cv2 => "cv2",
        Dialect::Torch => "torch",
    }
}

/// How much a tree says.
#[derive(Clone, Copy, PartialEq)]
struct Style {
    /// Ids even where the op's name would do.
    ids: bool,
    /// Values that equal their default.
    defaults: bool,
    /// Names, notes and comments.
    prose: bool,
}

/// The canonical tree: every step with its id, defaults omitted, comments under `#`.
pub fn canonical(policy: &Policy) -> Json {
    tree(
        policy,
        Style {
            ids: true,
            defaults: false,
            prose: true,
        },
    )
}

/// What the file holds: ids only where the op's name would not do.
pub(super) fn file(policy: &Policy) -> Json {
    tree(
        policy,
        Style {
            ids: false,
            defaults: false,
            prose: true,
        },
    )
}

/// What decides pixels, with all defaults spelled out.
pub(crate) fn essence(policy: &Policy) -> Json {
    tree(
        policy,
        Style {
            ids: true,
            defaults: true,
            prose: false,
        },
    )
}

fn tree(policy: &Policy, style: Style) -> Json {
    let mut out = Map::new();
    out.insert("augplay".into(), json!(FORMAT));
    if style.prose {
        if let Some(name) = &policy.name {
            out.insert("name".into(), json!(name));
        }
        if let Some(note) = &policy.note {
            out.insert("note".into(), json!(note));
        }
    }
    out.insert("target".into(), json!(policy.target.id));
    out.insert("seed".into(), json!(policy.seed));
    match policy.input {
        Input::Rgb if !style.defaults => {}
        Input::Rgb => drop(out.insert("input".into(), json!("rgb"))),
        Input::Grey => drop(out.insert("input".into(), json!("grey"))),
        Input::Window { low, high } => {
            drop(out.insert("input".into(), json!({"window": [low, high]})));
        }
    }
    for (key, rules) in [("boxes", &policy.boxes), ("keypoints", &policy.keypoints)] {
        if let Some(rules) = rules {
            out.insert(key.into(), args(rules, style.defaults).into());
        }
    }
    if let Some(curriculum) = &policy.curriculum {
        out.insert("curriculum".into(), curriculum.to_json());
    }
    let uses: Vec<&str> = policy.walk().iter().map(|(s, _)| s.what.name()).collect();
    let once = |name: &str| uses.iter().filter(|u| **u == name).count() == 1;
    out.insert("steps".into(), steps(&policy.steps, style, &once));
    if !policy.views.is_empty() {
        let views = policy.views.iter().map(|v| view(v, style, &once)).collect();
        out.insert("views".into(), Json::Array(views));
    }
    if let Some(batch) = &policy.batch {
        out.insert("batch".into(), batch.to_json(style.defaults, style.prose));
    }
    if let Some(then) = policy.then {
        out.insert("then".into(), then.to_json());
    }
    if style.prose && !policy.comments.is_empty() {
        let all: Map<_, _> = policy
            .comments
            .iter()
            .map(|(k, v)| (k.clone(), json!(v)))
            .collect();
        out.insert("#".into(), Json::Object(all));
    }
    Json::Object(out)
}

fn view(view: &View, style: Style, once: &dyn Fn(&str) -> bool) -> Json {
    let mut out = Map::new();
    out.insert("view".into(), json!(view.name));
    if style.defaults || view.count != 1 {
        out.insert("count".into(), json!(view.count));
    }
    out.insert("steps".into(), steps(&view.steps, style, once));
    if style.prose {
        if let Some(note) = &view.note {
            out.insert("note".into(), json!(note));
        }
        if !view.comments.is_empty() {
            out.insert("#".into(), json!(view.comments));
        }
    }
    Json::Object(out)
}

fn steps(list: &[Step], style: Style, once: &dyn Fn(&str) -> bool) -> Json {
    Json::Array(list.iter().map(|s| step(s, style, once)).collect())
}

fn step(step: &Step, style: Style, once: &dyn Fn(&str) -> bool) -> Json {
    let mut out = Map::new();
    let name = step.what.name();
    match &step.what {
        What::Op(..) => drop(out.insert("op".into(), json!(name))),
        What::Node(_, _, children) => drop(out.insert(name.into(), steps(children, style, once))),
    }
    if style.ids || step.id != name || !once(name) {
        out.insert("id".into(), json!(step.id));
    }
    if style.defaults || step.p != 1.0 {
        out.insert("p".into(), tidy(step.p));
    }
    if style.defaults || step.weight != 1.0 {
        out.insert("weight".into(), tidy(step.weight));
    }
    if style.defaults || !step.enabled {
        out.insert("enabled".into(), json!(step.enabled));
    }
    if step.more {
        out.insert("more".into(), json!(true));
    }
    if let Some(dialect) = step.dialect {
        out.insert("dialect".into(), json!(word(dialect)));
    }
    out.extend(args(step.what.args(), style.defaults));
    if style.prose {
        if let Some(note) = &step.note {
            out.insert("note".into(), json!(note));
        }
        if !step.comments.is_empty() {
            out.insert("#".into(), json!(step.comments));
        }
    }
    Json::Object(out)
}

/// Parameters as keys and values; `all` spells defaults out.
pub fn args(args: &Args, all: bool) -> Map<String, Json> {
    args.iter()
        .filter(|(param, value)| {
            **value != Value::Absent && (all || **value != param.default_value())
        })
        .map(|(param, value)| (param.name.to_owned(), value.to_json()))
        .collect()
}
