//! Text that is safe to write into other languages' files.

use std::fmt::Write as _;

use serde_json::Value as Json;

use crate::policy::Policy;

/// JSON for people: two spaces, lists of plain values on one line.
pub(crate) fn pretty(tree: &Json) -> String {
    let mut out = String::new();
    pretty_at(&mut out, tree, 0);
    out.push('\n');
    out
}

fn flat(tree: &Json) -> bool {
    match tree {
        Json::Array(items) => items.iter().all(|v| !v.is_array() && !v.is_object()),
        Json::Object(keys) => keys.is_empty(),
        _ => true,
    }
}

fn pretty_at(out: &mut String, tree: &Json, indent: usize) {
    match tree {
        Json::Array(items) if flat(tree) => {
            let list: Vec<_> = items.iter().map(Json::to_string).collect();
            let _ = write!(out, "[{}]", list.join(", "));
        }
        Json::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                let comma = if i == 0 { "" } else { "," };
                let _ = write!(out, "{comma}\n{:1$}", "", indent + 2);
                pretty_at(out, item, indent + 2);
            }
            let _ = write!(out, "\n{:indent$}]", "");
        }
        Json::Object(keys) if !keys.is_empty() => {
            out.push('{');
            for (i, (key, item)) in keys.iter().enumerate() {
                let comma = if i == 0 { "" } else { "," };
                let key = Json::from(key.as_str());
                let _ = write!(out, "{comma}\n{:1$}{key}: ", "", indent + 2);
                pretty_at(out, item, indent + 2);
            }
            let _ = write!(out, "\n{:indent$}}}", "");
        }
        _ => {
            let _ = write!(out, "{tree}");
        }
    }
}

/// A tree as YAML that every reader of 1.1 and 1.2 reads alike; texts are quoted where they are
/// more than a word.
pub(crate) fn yaml(tree: &Json) -> String {
    let mut out = String::new();
    yaml_at(&mut out, tree, 0);
    out
}

fn yaml_at(out: &mut String, tree: &Json, indent: usize) {
    match tree {
        Json::Object(keys) => {
            for (i, (key, item)) in keys.iter().enumerate() {
                if i > 0 || out.ends_with('\n') {
                    let _ = write!(out, "{:indent$}", "");
                }
                let _ = write!(out, "{}:", yaml_text(key));
                yaml_value(out, item, indent + 2);
            }
        }
        Json::Array(items) => {
            for item in items {
                let _ = write!(out, "{:indent$}- ", "");
                match item {
                    Json::Object(keys) if !keys.is_empty() => yaml_at(out, item, indent + 2),
                    _ => {
                        let _ = writeln!(out, "{}", yaml_scalar(item));
                    }
                }
            }
        }
        _ => {
            let _ = writeln!(out, "{}", yaml_scalar(tree));
        }
    }
}

fn yaml_value(out: &mut String, item: &Json, indent: usize) {
    let block = match item {
        Json::Object(keys) => !keys.is_empty(),
        Json::Array(_) => !flat(item),
        _ => false,
    };
    if block {
        out.push('\n');
        yaml_at(out, item, indent);
    } else {
        let _ = writeln!(out, " {}", yaml_scalar(item));
    }
}

/// A value on one line.
fn yaml_scalar(item: &Json) -> String {
    match item {
        Json::String(s) => yaml_text(s),
        Json::Array(items) => {
            let list: Vec<_> = items.iter().map(yaml_scalar).collect();
            format!("[{}]", list.join(", "))
        }
        // YAML 1.1 reads 1e-7 as text; it wants a point.
        Json::Number(n) => {
            let n = n.to_string();
            match n.split_once('e') {
                Some((digits, power)) if !digits.contains('.') => format!("{digits}.0e{power}"),
                _ => n,
            }
        }
        other => other.to_string(),
    }
}

fn yaml_text(s: &str) -> String {
    let word = s.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && s.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let read_otherwise = [
        "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf",
    ];
    if word && !read_otherwise.contains(&s.to_ascii_lowercase().as_str()) {
        s.to_owned()
    } else {
        Json::from(s).to_string()
    }
}

/// One line of a comment: whatever would end the line or turn the reading direction becomes a space.
pub(crate) fn comment(s: &str) -> String {
    s.chars()
        .map(|c| match c {
            '\u{2028}'
            | '\u{2029}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}' => ' ',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect::<String>()
        .trim_end()
        .to_owned()
}

/// A file name's stem from the policy's name: lower-case letters, digits and dashes.
pub(crate) fn slug(policy: &Policy) -> String {
    let name = policy.name.as_deref().unwrap_or_default();
    let mut out = String::new();
    for c in name.chars().take(80) {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let out = out.trim_end_matches('-');
    if out.is_empty() { "policy" } else { out }.to_owned()
}

/// A share as a percentage of few digits.
pub(crate) fn percent(share: f64) -> String {
    let v = share * 100.0;
    if v >= 1.0 || v == 0.0 {
        format!("{v:.0}")
    } else if v >= 0.1 {
        format!("{v:.1}")
    } else {
        format!("{v:.3}")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn yaml_reads_back() {
        let tree = json!({"a": {"b": [1.0, 2.5], "on": "off", "c": [{"d": null, "e": 1e-7}, {}]}, "f": {}, "g": "x: #"});
        let text = yaml(&tree);
        let read = crate::policy::text::parse(&text).unwrap();
        let a = read.get("a").unwrap();
        assert_eq!(a.get("b").unwrap().show(), "[1, 2.5]");
        assert_eq!(a.get("on").unwrap().show(), "'off'");
        assert_eq!(a.get("c").unwrap().show(), "[{d, e}, {}]");
        assert_eq!(read.get("g").unwrap().show(), "'x: #'");
        assert!(text.contains("1.0e-7"), "{text}");
    }

    #[test]
    fn comments_stay_on_their_line() {
        assert_eq!(comment("a\nb\r\u{85}c\u{2028}d\u{202e}e\x0c"), "a b  c d e");
    }

    #[test]
    fn pretty_json_reads_back() {
        let tree = json!({"a": [1, 2], "b": {"c": [{"d": 1}], "e": {}}, "f": []});
        let text = pretty(&tree);
        assert_eq!(serde_json::from_str::<Json>(&text).unwrap(), tree);
        assert!(text.contains("\"a\": [1, 2],"), "{text}");
    }
}
