//! `augplay fmt`: a policy as YAML that reads well in a review, comments kept.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json};

use crate::ops::Node;
use crate::policy::{Policy, tree};

/// The longest line a step may fill before it is broken up.
const WIDTH: usize = 100;

/// A policy as YAML.
pub fn yaml(policy: &Policy) -> String {
    let tree = tree::file(policy);
    let mut out = String::new();
    let Json::Object(keys) = &tree else {
        return out;
    };
    let none = Map::new();
    let comments = keys.get("#").and_then(Json::as_object).unwrap_or(&none);
    for (key, value) in keys {
        if key == "#" {
            continue;
        }
        comment_lines(&mut out, comments.get(key), 0);
        match value {
            Json::Array(steps) if key == "steps" && !steps.is_empty() => {
                out.push_str("steps:\n");
                list(&mut out, steps, 2);
            }
            Json::Array(views) if key == "views" => {
                out.push_str("views:\n");
                for view in views {
                    self::view(&mut out, view);
                }
            }
            Json::Object(batch) if key == "batch" => self::batch(&mut out, batch),
            _ => drop(writeln!(out, "{key}: {}", flow(value))),
        }
    }
    comment_lines(&mut out, comments.get("end"), 0);
    out
}

/// The batch stage, its mixes as a list.
fn batch(out: &mut String, keys: &Map<String, Json>) {
    out.push_str("batch:\n");
    for (key, value) in keys {
        match value {
            Json::Array(mixes) if key == "mixes" && !mixes.is_empty() => {
                out.push_str("  mixes:\n");
                list(out, mixes, 4);
            }
            _ => drop(writeln!(out, "  {key}: {}", flow(value))),
        }
    }
}

fn comment_lines(out: &mut String, lines: Option<&Json>, indent: usize) {
    for line in lines.and_then(Json::as_array).into_iter().flatten() {
        let text = line.as_str().unwrap_or_default();
        let _ = writeln!(
            out,
            "{:indent$}#{}{text}",
            "",
            if text.is_empty() { "" } else { " " }
        );
    }
}

/// A view: its name first, its steps below its other keys.
fn view(out: &mut String, view: &Json) {
    let Json::Object(keys) = view else { return };
    comment_lines(out, keys.get("#"), 2);
    for (key, value) in keys.iter().filter(|(k, _)| *k != "#") {
        let lead = if key == "view" { "- " } else { "  " };
        match value {
            Json::Array(steps) if key == "steps" && !steps.is_empty() => {
                let _ = writeln!(out, "  {lead}steps:");
                list(out, steps, 6);
            }
            _ => drop(writeln!(out, "  {lead}{key}: {}", flow(value))),
        }
    }
}

fn list(out: &mut String, steps: &[Json], indent: usize) {
    for step in steps {
        let Json::Object(keys) = step else { continue };
        comment_lines(out, keys.get("#"), indent);
        let shown: Map<String, Json> = keys
            .iter()
            .filter(|(k, _)| *k != "#")
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect();
        let node = shown.iter().find(|(k, _)| Node::find(k).is_some());
        if let Some((name, Json::Array(children))) = node {
            if children.is_empty() {
                let _ = writeln!(out, "{:indent$}- {name}: []", "");
            } else {
                let _ = writeln!(out, "{:indent$}- {name}:", "");
                list(out, children, indent + 4);
            }
            for (key, value) in shown.iter().filter(|(k, _)| *k != name) {
                let _ = writeln!(out, "{:indent$}  {key}: {}", "", flow(value));
            }
            continue;
        }
        let line = flow(&Json::Object(shown.clone()));
        if indent + 2 + line.len() <= WIDTH {
            let _ = writeln!(out, "{:indent$}- {line}", "");
            continue;
        }
        for (i, (key, value)) in shown.iter().enumerate() {
            let lead = if i == 0 { "- " } else { "  " };
            let _ = writeln!(out, "{:indent$}{lead}{key}: {}", "", flow(value));
        }
    }
}

/// A value in flow style.
fn flow(value: &Json) -> String {
    match value {
        Json::String(s) => text(s),
        Json::Array(items) => format!(
            "[{}]",
            items.iter().map(flow).collect::<Vec<_>>().join(", ")
        ),
        Json::Object(entries) => {
            format!(
                "{{{}}}",
                entries
                    .iter()
                    .map(|(k, v)| format!("{}: {}", text(k), flow(v)))
                    .collect::<Vec<_>>()
                    .join(", ")
            )
        }
        other => other.to_string(),
    }
}

/// Text, quoted unless every YAML reader takes it for text.
fn text(s: &str) -> String {
    let plain = s.starts_with(|c: char| c.is_alphabetic())
        && s.chars()
            .all(|c| c.is_alphanumeric() || " _-./()+'".contains(c))
        && !s.ends_with(' ')
        && !matches!(
            s.to_ascii_lowercase().as_str(),
            "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false" | "null" | "inf" | "nan"
        );
    // JSON's escapes are YAML's too.
    if plain {
        s.to_owned()
    } else {
        Json::String(s.to_owned()).to_string()
    }
}

impl Policy {
    /// The policy as YAML, as `augplay fmt` writes it.
    pub fn to_yaml(&self) -> String {
        yaml(self)
    }

    /// The policy as a JSON tree with every step's id.
    pub fn to_json(&self) -> Json {
        tree::canonical(self)
    }
}
