//! Albumentations files and code, as 2.0.8 loads them.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use super::moves::{self, Move};
use super::{Edit, Finding, Key, RULES, signatures};
use crate::error::Result;
use crate::export::albumentations::VERSION;
use crate::import;
use crate::param::tidy;
use crate::policy::text::{self, Data, Node};

/// The tree of a file or of code, and whether it is a file; nothing if it is no Albumentations.
pub(super) fn recognise(text: &str) -> Result<Option<(Node, bool)>> {
    if import::is_timm(text) {
        return Ok(None);
    }
    if let Some(root) = import::albumentations_tree(text) {
        return Ok(Some((root, false)));
    }
    if import::is_code(text) {
        return Ok(None);
    }
    let root = text::parse(text)?;
    Ok(import::is_albumentations(&root).then_some((root, true)))
}

/// Compositions: an argument that they do not have is refused.
const COMPOSITIONS: &[&str] = &[
    "Compose",
    "ReplayCompose",
    "OneOf",
    "SomeOf",
    "Sequential",
    "OneOrOther",
    "RandomOrder",
    "SelectiveChannelTransform",
];
/// What `Compose` is given and no file holds.
const NOT_SAVED: &[&str] = &[
    "seed",
    "strict",
    "mask_interpolation",
    "save_applied_params",
];

struct Look {
    findings: Vec<Finding>,
    /// From a file, not from code.
    written: bool,
    /// Written by `AlbumentationsX`.
    x: bool,
}

/// Everything there is to say about a tree.
pub(super) fn look(root: &Node, written: bool) -> Vec<Finding> {
    let mut look = Look {
        findings: Vec::new(),
        written,
        x: false,
    };
    let version = root.get("__version__").map(Node::show);
    let version = version.as_deref().map(|v| v.trim_matches('\''));
    if let Some(other) = version.filter(|v| *v != VERSION) {
        look.x = newer(other);
        let whose = if look.x { " (AlbumentationsX)" } else { "" };
        let line = root.get("__version__").map_or(0, |n| n.line);
        let message = format!("written by version {other}{whose}, read as 2.0.8");
        let found = look.say("ALB009", line, message);
        found.fix = Some("write 2.0.8, with the other fixes".into());
        found.edits = vec![edit(
            &[],
            &["__version__"],
            Some(("__version__", json!(VERSION))),
        )];
    }
    match root.get("transform") {
        Some(inner) => look.transform(inner, &mut vec![Key::Of("transform".into())]),
        None => look.transform(root, &mut Vec::new()),
    }
    look.findings
}

/// Whether a version is beyond 2.0.8.
fn newer(version: &str) -> bool {
    let parts: Vec<u32> = version.split('.').map(|p| p.parse().unwrap_or(0)).collect();
    parts > vec![2, 0, 8]
}

impl Look {
    fn say(&mut self, rule: &'static str, line: u32, message: String) -> &mut Finding {
        let level = RULES.iter().find(|r| r.id == rule).map(|r| r.level);
        self.findings.push(Finding {
            rule,
            level: level.unwrap_or(super::Level::Warning),
            line,
            message,
            fix: None,
            edits: Vec::new(),
        });
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    fn transform(&mut self, node: &Node, path: &mut Vec<Key>) {
        let Some(class) = class(node) else { return };
        if let Some(args) = signatures::class(class) {
            self.arguments(class, node, path);
            self.p(class, node, args.get("p"), path);
            self.defaults(class, node, path);
        } else if class != "Lambda" {
            let gone = moves::GONE.iter().find(|(name, _)| *name == class);
            let hint = gone.map(|(_, instead)| format!("write {instead}"));
            let found = self.say("ALB003", node.line, format!("{class} is no class of 2.0.8"));
            found.fix = hint;
        }
        if let Some(Data::List(items)) = node.get("transforms").map(|n| &n.data) {
            for (i, item) in items.iter().enumerate() {
                path.extend([Key::Of("transforms".into()), Key::At(i)]);
                self.transform(item, path);
                path.truncate(path.len() - 2);
            }
        }
    }

    fn arguments(&mut self, class: &str, node: &Node, path: &[Key]) {
        let Data::Map(entries) = &node.data else {
            return;
        };
        let composition = COMPOSITIONS.contains(&class);
        // What a pair of arguments became is said once.
        let mut said: Vec<&str> = Vec::new();
        for (key, value) in entries {
            let known = signatures::class(class).is_some_and(|args| args.contains_key(key));
            let written = moves::WRITTEN.iter().find(|(name, _)| *name == class);
            let harmless = written.is_some_and(|(_, keys)| keys.contains(&key.as_str()));
            let own = key.starts_with("__") || matches!(key.as_str(), "id" | "params" | "applied");
            if class == "SelectiveChannelTransform" && key == "channels" && self.written {
                self.say(
                    "ALB007",
                    value.line,
                    "SelectiveChannelTransform's channels are loaded as (0, 1, 2)".into(),
                );
            }
            if !self.written
                && class == "Compose"
                && NOT_SAVED.contains(&key.as_str())
                && value.data != Data::Null
            {
                self.say(
                    "ALB008",
                    value.line,
                    format!("Compose's {key} is not saved"),
                );
            }
            if known || harmless || own || said.contains(&key.as_str()) {
                continue;
            }
            if key == "always_apply" {
                self.always_apply(class, value, path);
            } else if composition {
                self.say(
                    "ALB004",
                    value.line,
                    format!("{class} has no {key}, and does not load"),
                );
            } else {
                said.extend(self.dropped(class, node, (key, value), path));
            }
        }
    }

    fn always_apply(&mut self, class: &str, value: &Node, path: &[Key]) {
        let on = value.data == Data::Bool(true);
        let message = if on {
            format!("{class}'s always_apply is dropped: it runs with its p alone")
        } else {
            format!("{class} has no always_apply")
        };
        let mut edits = vec![edit(path, &["always_apply"], None)];
        if on {
            edits = vec![edit(path, &["always_apply", "p"], Some(("p", json!(1.0))))];
        }
        let found = self.say("ALB005", value.line, message);
        found.fix = Some(if on { "write p: 1" } else { "take it away" }.into());
        found.edits = edits;
    }

    /// An argument that 2.0.8 does not have; gives the others that were said with it.
    fn dropped<'a>(
        &mut self,
        class: &str,
        node: &'a Node,
        (key, value): (&'a str, &'a Node),
        path: &[Key],
    ) -> Vec<&'a str> {
        let (found, whose) = find(class, key);
        let moved = found
            .as_ref()
            .and_then(|(name, by)| by.with(node, name).map(|m| (name, m)));
        let mut message = format!("{class} has no {key}");
        if let Some(whose) = whose {
            message += " (";
            message += whose;
            message += ")";
        }
        let args = signatures::class(class);
        let default = |to: &str| args.and_then(|args| args.get(to)).filter(|d| !d.is_null());
        let mut also = Vec::new();
        let mut fix = None;
        let mut edits = Vec::new();
        match (&found, &moved) {
            (_, Some((_, (removed, to, made)))) => {
                message += ": it is dropped";
                if let Some(default) = default(to) {
                    let _ = write!(message, ", and {to} is {default}");
                }
                fix = Some(format!("write {to}: {made}"));
                let names: Vec<&str> = removed.iter().map(String::as_str).collect();
                edits.push(edit(path, &names, Some((to, made.clone()))));
                if let Data::Map(entries) = &node.data {
                    let keys = entries.iter().map(|(k, _)| k.as_str());
                    also.extend(keys.filter(|k| names.contains(k)));
                }
            }
            (Some((_, Move::Drop(why))), None) => {
                message += ": it is dropped; ";
                message += why;
            }
            _ => {
                message += ": it is dropped";
                let like = args.and_then(|args| nearest(key, args.keys()));
                if let Some(like) = like {
                    let _ = write!(message, "; did you mean {like}?");
                }
            }
        }
        let found = self.say("ALB001", value.line, message);
        (found.fix, found.edits) = (fix, edits);
        also
    }

    fn p(&mut self, class: &str, node: &Node, default: Option<&Json>, path: &[Key]) {
        let usual = default.and_then(Json::as_f64).unwrap_or(0.5);
        let silent = !self.written || matches!(class, "Compose" | "ReplayCompose") || usual == 0.5;
        if silent || node.get("p").is_some() || node.get("always_apply").is_some() {
            return;
        }
        let message =
            format!("{class} has no p and runs half the time; its own default is {usual}");
        let found = self.say("ALB002", node.line, message);
        found.fix = Some(format!("write p: {usual}"));
        found.edits = vec![edit(path, &[], Some(("p", json!(usual))))];
    }

    fn defaults(&mut self, class: &str, node: &Node, path: &[Key]) {
        let changed = moves::CHANGED.iter().filter(|(name, ..)| *name == class);
        for (_, arg, theirs) in changed {
            if !self.x || node.get(arg).is_some() {
                continue;
            }
            let message = format!(
                "{class}'s {arg} is left out: {theirs} in AlbumentationsX, {} in 2.0.8",
                !theirs
            );
            let found = self.say("ALB006", node.line, message);
            found.fix = Some(format!("write {arg}: {theirs}"));
            found.edits = vec![edit(path, &[], Some((arg, json!(theirs))))];
        }
    }
}

/// The class of a node without its modules.
fn class(node: &Node) -> Option<&str> {
    match node.get("__class_fullname__").map(|n| &n.data) {
        Some(Data::Text(name)) => name.rsplit('.').next(),
        _ => None,
    }
}

fn edit(path: &[Key], remove: &[&str], insert: Option<(&str, Json)>) -> Edit {
    Edit {
        path: path.to_vec(),
        remove: remove.iter().map(|k| (*k).to_owned()).collect(),
        insert: insert.map(|(key, value)| (key.to_owned(), value)),
    }
}

/// How an argument is said in 2.0.8, under the name of the first of its pair; and whose it is.
fn find(class: &str, key: &str) -> (Option<(String, Move)>, Option<&'static str>) {
    let x = moves::X
        .iter()
        .find(|(name, new, _)| *name == class && *new == key);
    if let Some((_, new, ours)) = x {
        return (
            Some(((*new).to_owned(), Move::Name(ours))),
            Some("AlbumentationsX"),
        );
    }
    let mine = |name: &str, arg: &str, by: &Move| {
        let named = arg == key || matches!(by, Move::LowHigh { high, .. } if *high == key);
        named && (name == class || name.is_empty())
    };
    let exists = |by: &Move| {
        by.to()
            .is_none_or(|to| signatures::class(class).is_some_and(|args| args.contains_key(to)))
    };
    let old = moves::OLD
        .iter()
        .find(|(name, arg, by)| mine(name, arg, by) && exists(by));
    let had = ["1.3.1", "1.4.24"]
        .iter()
        .any(|v| signatures::had(v, class, key));
    let whose = had.then_some("an argument of 1.x");
    (old.map(|(_, arg, by)| ((*arg).to_owned(), *by)), whose)
}

impl Move {
    /// The argument of 2.0.8.
    pub(super) fn to(&self) -> Option<&'static str> {
        match self {
            Self::Name(to)
            | Self::Sd(to)
            | Self::Twice(to)
            | Self::Scaled(to)
            | Self::Level(to)
            | Self::LowHigh { to, .. } => Some(to),
            Self::Drop(_) => None,
        }
    }

    /// What is taken out, and what is written instead; nothing where the values do not say.
    fn with(&self, node: &Node, name: &str) -> Option<(Vec<String>, &'static str, Json)> {
        let to = self.to()?;
        let given = node.get(name);
        let one = vec![name.to_owned()];
        Some(match self {
            Self::Name(_) => (one, to, given?.to_json()),
            Self::Level(_) => {
                let value = given?;
                let level = if value.data == Data::Null {
                    json!(0)
                } else {
                    value.to_json()
                };
                (one, to, level)
            }
            Self::Twice(_) => {
                let share = tidy(number(given?)? / 255.0);
                (one, to, json!([share, share]))
            }
            Self::Scaled(_) => {
                let [a, b] = two(given?)?;
                (one, to, json!([tidy(a / 255.0), tidy(b / 255.0)]))
            }
            Self::Sd(_) => {
                let [a, b] = match number(given?) {
                    Some(top) => [0.0, top],
                    None => two(given?)?,
                };
                let sd = |v: f64| tidy(v.max(0.0).sqrt() / 255.0);
                (one, to, json!([sd(a), sd(b)]))
            }
            Self::LowHigh { high, usual, .. } => {
                let value = |key: &str| node.get(key).filter(|n| n.data != Data::Null);
                let low = value(name).map(Node::to_json);
                let top = value(high).map(Node::to_json);
                let or = |i: usize| usual.map(|u| tidy(u[i]));
                // An end that is left out is the other one, where 1.x had no number of its own.
                let first = low.clone().or_else(|| or(0)).or_else(|| top.clone())?;
                let last = top.or_else(|| or(1)).or(low)?;
                (
                    vec![name.to_owned(), (*high).to_owned()],
                    to,
                    json!([first, last]),
                )
            }
            Self::Drop(_) => return None,
        })
    }
}

fn number(node: &Node) -> Option<f64> {
    match node.data {
        Data::Num(v) => Some(v),
        _ => None,
    }
}

/// One number stands for both.
fn two(node: &Node) -> Option<[f64; 2]> {
    match &node.data {
        Data::Num(v) => Some([*v, *v]),
        Data::List(items) => match &items[..] {
            [a, b] => Some([number(a)?, number(b)?]),
            _ => None,
        },
        _ => None,
    }
}

/// The name that differs least, if that is little.
fn nearest<'a>(word: &str, names: impl Iterator<Item = &'a String>) -> Option<&'a str> {
    let distance = |name: &str| strsim::osa_distance(word, name);
    let best = names.map(|n| (distance(n), n.as_str())).min();
    best.filter(|(d, n)| *d <= 2.min(n.len() / 3))
        .map(|(_, n)| n)
}
