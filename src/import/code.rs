//! Pasted Python: which transform it holds, and for which library.

use std::collections::BTreeMap;

use super::python::{self, Call, Expr, Statement, What};
use super::{Imported, albumentations, albumentations_code, monai, timm, torchvision};
use crate::error::{Code, Error, Result};
use crate::policy::text::Node;

/// The most values that names may stand for.
const MAX_RESOLVED: usize = 20_000;

/// A transform in a text.
struct Found {
    /// A call.
    first: Expr,
    notes: Vec<String>,
}

/// The tree of Albumentations code, as a file would hold it; nothing if the text is none.
pub(super) fn albumentations_tree(text: &str) -> Option<Node> {
    let found = find(text)?.ok()?;
    let What::Call(root) = &found.first.what else {
        return None;
    };
    let codes = is_albumentations(root, text);
    codes.then(|| albumentations_code::Codes::default().node(&found.first))?
}

/// Whether a text is Python that holds a transform.
pub(super) fn recognise(text: &str) -> bool {
    find(text).is_some()
}

fn is_albumentations(root: &Call, text: &str) -> bool {
    root.name.starts_with("A.") || text.contains("albumentations")
}

fn find(text: &str) -> Option<Result<Found>> {
    if !text.contains('(') || text.trim_start().starts_with('{') {
        return None;
    }
    let (statements, mut notes) = match python::read(text) {
        Ok(found) => found,
        Err(e) if text.contains("Compose(") => return Some(Err(e)),
        Err(_) => return None,
    };
    let mut names = BTreeMap::new();
    let mut found: Vec<(String, Expr)> = Vec::new();
    let mut budget = MAX_RESOLVED;
    for Statement {
        target,
        value,
        under,
    } in &statements
    {
        let value = resolve(value, &names, &mut budget);
        let name = target.clone().unwrap_or_default();
        let some = candidates(&name, &value);
        let line = value.line;
        if some.is_empty() && target.is_none() && is_within(&value) {
            notes.push(format!(
                "line {line}: a transform stands in a call that is not worked out; not read"
            ));
        }
        if let Some((from, word)) = under
            && is_within(&value)
        {
            notes.push(format!(
                "line {line}: read as if it always ran once, whatever {word} in line {from} says"
            ));
        }
        for (name, value) in some {
            // What a later transform holds is not a transform of its own.
            found.retain(|(_, old)| !holds(&value, old));
            found.push((name, value));
        }
        if let Some(target) = target {
            names.insert(target.clone(), value);
        }
    }
    if budget == 0 {
        let message = "holds names that stand for too much";
        return Some(Err(Error::new(Code::Limit, message)));
    }
    let mut found = found.into_iter();
    let (_, first) = found.next()?;
    for (name, other) in found {
        let line = other.line;
        notes.push(format!(
            "line {line}: {name} is another transform; not read"
        ));
    }
    Some(Ok(Found { first, notes }))
}

/// Reads a transform from Python, if the text holds one.
pub(super) fn read(text: &str) -> Option<Result<Imported>> {
    let Found { first, mut notes } = match find(text)? {
        Ok(found) => found,
        Err(e) => return Some(Err(e)),
    };
    let What::Call(root) = &first.what else {
        return None;
    };
    Some(if is_albumentations(root, text) {
        let mut codes = albumentations_code::Codes::default();
        let node = codes.node(&first);
        notes.extend(codes.notes);
        node.ok_or_else(|| Error::new(Code::Syntax, "holds no transform"))
            .and_then(|node| albumentations::read(&node))
            .map(|(policy, more)| {
                notes.extend(more);
                Imported {
                    policy,
                    format: "albumentations-python",
                    notes,
                }
            })
    } else if let Some(read) = timm::call(root) {
        read.map(|(policy, more)| {
            notes.extend(more);
            Imported {
                policy,
                format: "timm",
                notes,
            }
        })
    } else if monai::is(root) {
        monai::read(root, first.line).map(|(policy, more)| {
            notes.extend(more);
            Imported {
                policy,
                format: "monai",
                notes,
            }
        })
    } else {
        torchvision::read(root).map(|(policy, more)| {
            notes.extend(more);
            Imported {
                policy,
                format: "torchvision-python",
                notes,
            }
        })
    })
}

/// Calls that are transforms, in a value or in a dictionary of them.
fn candidates(name: &str, value: &Expr) -> Vec<(String, Expr)> {
    match &value.what {
        What::Call(call) if is_transform(call) => vec![(name.to_owned(), value.clone())],
        What::Map(entries) => entries
            .iter()
            .filter(|(_, v)| matches!(&v.what, What::Call(call) if is_transform(call)))
            .map(|(key, v)| match &key.what {
                What::Text(key) => (format!("{name}[{key}]"), v.clone()),
                _ => (name.to_owned(), v.clone()),
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn is_transform(call: &Call) -> bool {
    let module = call.name.split('.').next().unwrap_or_default();
    matches!(call.class(), "Compose" | "ReplayCompose")
        || timm::knows(call.class())
        || monai::knows(call.class())
        || (matches!(module, "v2" | "transforms" | "T" | "A") && call.name.contains('.'))
        || torchvision::knows(call.class())
}

/// Whether a transform stands anywhere in a value.
fn is_within(value: &Expr) -> bool {
    match &value.what {
        What::List(items) => items.iter().any(is_within),
        What::Map(entries) => entries.iter().any(|(_, v)| is_within(v)),
        What::Call(call) => is_transform(call) || call.args.iter().any(|(_, v)| is_within(v)),
        _ => false,
    }
}

fn holds(value: &Expr, part: &Expr) -> bool {
    value == part
        || match &value.what {
            What::List(items) => items.iter().any(|i| holds(i, part)),
            What::Call(call) => call.args.iter().any(|(_, v)| holds(v, part)),
            _ => false,
        }
}

/// The value with the names that were assigned before written out.
fn resolve(value: &Expr, names: &BTreeMap<String, Expr>, budget: &mut usize) -> Expr {
    if *budget == 0 {
        return Expr {
            line: value.line,
            what: What::None,
        };
    }
    *budget -= 1;
    let what = match &value.what {
        What::Name(name) => match names.get(name) {
            Some(known) => return resolve(known, &BTreeMap::new(), budget),
            None => What::Name(name.clone()),
        },
        What::List(items) => What::List(items.iter().map(|i| resolve(i, names, budget)).collect()),
        What::Map(entries) => What::Map(
            entries
                .iter()
                .map(|(k, v)| (k.clone(), resolve(v, names, budget)))
                .collect(),
        ),
        What::Call(call) => What::Call(Call {
            name: call.name.clone(),
            args: call
                .args
                .iter()
                .map(|(k, v)| (k.clone(), resolve(v, names, budget)))
                .collect(),
        }),
        other => other.clone(),
    };
    Expr {
        line: value.line,
        what,
    }
}
