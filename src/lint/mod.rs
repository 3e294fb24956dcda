//! What other libraries lose in silence, or read as something else: findings with stable rule ids.

use serde::Serialize;
use serde_json::Value as Json;

use crate::error::{Code, Error, Result};
use crate::import;
use crate::policy::text;

mod albumentations;
mod moves;
pub mod report;
mod signatures;
#[cfg(test)]
mod tests;

/// A rule.
#[derive(Debug, Serialize)]
pub struct Rule {
    /// Its id, which never changes.
    pub id: &'static str,
    /// In a few words.
    pub title: &'static str,
    /// How grave.
    pub level: Level,
    /// What happens, and what to do.
    pub doc: &'static str,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The file means something else there, or does not load.
    Error,
    /// It may well mean something else than its author thinks.
    Warning,
    /// Good to know.
    Note,
}

const fn rule(id: &'static str, title: &'static str, level: Level, doc: &'static str) -> Rule {
    Rule {
        id,
        title,
        level,
        doc,
    }
}

/// Every rule.
pub static RULES: &[Rule] = &[
    rule(
        "ALB001",
        "argument that is dropped",
        Level::Error,
        "The class has no such argument in Albumentations 2.0.8, which warns, drops it and takes the default. Arguments of 1.x and of AlbumentationsX are among them; where 2.0.8 has another name for one, the fix writes that.",
    ),
    rule(
        "ALB002",
        "no p in a file",
        Level::Warning,
        "Without p, 2.0.8 loads every transform and composition but Compose with p = 0.5, whatever its class's own default: a Resize is then left out half the time. The fix writes the class's own default.",
    ),
    rule(
        "ALB003",
        "class that does not load",
        Level::Error,
        "Albumentations 2.0.8 has no such class, and refuses the file.",
    ),
    rule(
        "ALB004",
        "argument that is refused",
        Level::Error,
        "A composition of 2.0.8 has no such argument, and the file does not load.",
    ),
    rule(
        "ALB005",
        "always_apply",
        Level::Error,
        "2.0.8 has no always_apply: it warns, drops it, and p alone decides. The fix writes p = 1 for true, and takes a false away.",
    ),
    rule(
        "ALB006",
        "default of another version",
        Level::Warning,
        "The file was written by another version, whose default for an argument that the file leaves out makes other pixels than 2.0.8's. The fix writes that version's default.",
    ),
    rule(
        "ALB007",
        "channels that are not loaded",
        Level::Error,
        "2.0.8 writes no channels of SelectiveChannelTransform, and loads it with (0, 1, 2).",
    ),
    rule(
        "ALB008",
        "lost when saved",
        Level::Note,
        "2.0.8 does not save this: a pipeline that is saved and loaded has the default again.",
    ),
    rule(
        "ALB009",
        "file of another version",
        Level::Note,
        "The file names another version than 2.0.8: arguments may have other names and defaults.",
    ),
    rule(
        "AUG001",
        "policy that is not what it seems",
        Level::Warning,
        "augplay reads the policy, and it says something that is seldom meant.",
    ),
    rule(
        "IMP001",
        "not understood",
        Level::Warning,
        "augplay's importer does not read this part. The library may.",
    ),
];

/// Something found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// Id of its rule.
    pub rule: &'static str,
    /// How grave.
    pub level: Level,
    /// Line from 1; 0 where none is known.
    pub line: u32,
    /// What and where, in a sentence.
    pub message: String,
    /// What to write instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
    #[serde(skip)]
    edits: Vec<Edit>,
}

/// A change of the tree at a place.
#[derive(Clone, Debug, PartialEq)]
struct Edit {
    /// Keys and places from the root to a mapping.
    path: Vec<Key>,
    /// Taken out,
    remove: Vec<String>,
    /// and put in the place of the first of these, or at the end.
    insert: Option<(String, Json)>,
}

#[derive(Clone, Debug, PartialEq)]
enum Key {
    Of(String),
    At(usize),
}

/// What was found in a file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Linted {
    /// The format that it was read as, as `import` names it.
    pub format: &'static str,
    /// All findings, by their lines.
    pub findings: Vec<Finding>,
    /// The text with all fixes that there are; nothing where there are none, or the format cannot be
    /// written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed: Option<String>,
}

impl Linted {
    /// As JSON `{format, findings: [{rule, level, line, message, fix?}], fixed?}`.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Looks at a file's text; its format is recognised as `import` does.
///
/// # Errors
/// If it is in no known format, or broken.
pub fn lint(text: &str) -> Result<Linted> {
    if let Some((root, written)) = albumentations::recognise(text)? {
        let mut findings = albumentations::look(&root, written);
        findings.sort_by_key(|f| f.line);
        let fixed = if written {
            fixed(text, &root, &findings)?
        } else {
            None
        };
        let format = match (written, text.trim_start().starts_with('{')) {
            (false, _) => "albumentations-python",
            (_, true) => "albumentations-json",
            _ => "albumentations-yaml",
        };
        return Ok(Linted {
            format,
            findings,
            fixed,
        });
    }
    let read = import::import(text, "")?;
    let told = |rule: &'static str, message: String| Finding {
        rule,
        level: Level::Warning,
        line: line_of(&message),
        message,
        fix: None,
        edits: Vec::new(),
    };
    let notes = read.notes.into_iter().map(|note| told("IMP001", note));
    let mut findings: Vec<Finding> = notes.collect();
    let own = read.policy.notes().into_iter().filter(|n| n.kind == "lint");
    findings.extend(own.map(|note| told("AUG001", format!("{}: {}", note.step, note.text))));
    findings.sort_by_key(|f| f.line);
    Ok(Linted {
        format: read.format,
        findings,
        fixed: None,
    })
}

/// What `AlbumentationsX` 2.5.1 calls an argument of 2.0.8, where it has another name.
pub(crate) fn name_beyond(class: &str, name: &str) -> Option<&'static str> {
    let row = moves::X
        .iter()
        .find(|(c, _, own)| *c == class && *own == name);
    row.map(|(_, theirs, _)| *theirs)
}

/// A file of another version as one of 2.0.8, and what was done; a file of 2.0.8 stays as it is.
pub(crate) fn migrated(root: text::Node) -> Result<(text::Node, Vec<String>)> {
    let other = root.get("__version__").map(text::Node::show);
    let own = crate::export::albumentations::VERSION;
    if other.is_none_or(|v| v.trim_matches('\'') == own) {
        return Ok((root, Vec::new()));
    }
    let findings = albumentations::look(&root, true);
    let mut tree = root.to_json();
    let mut notes = Vec::new();
    for finding in findings
        .iter()
        .filter(|f| !f.edits.is_empty() && f.rule != "ALB002")
    {
        finding.edits.iter().for_each(|edit| apply(&mut tree, edit));
        let fix = finding.fix.as_deref().unwrap_or_default();
        // Told once, by the first of them.
        if finding.rule == "ALB009" {
            notes.push(format!("line {}: {}", finding.line, finding.message));
        } else {
            notes.push(format!(
                "line {}: {}; read as if it said so: {fix}",
                finding.line, finding.message
            ));
        }
    }
    Ok((text::parse(&tree.to_string())?, notes))
}

/// The line that an importer's note begins with.
fn line_of(note: &str) -> u32 {
    let rest = note.strip_prefix("line ").unwrap_or_default();
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}

/// The text after all edits.
fn fixed(text: &str, root: &text::Node, findings: &[Finding]) -> Result<Option<String>> {
    let edits: Vec<&Edit> = findings.iter().flat_map(|f| &f.edits).collect();
    if edits.is_empty() {
        return Ok(None);
    }
    let json = text.trim_start().starts_with('{');
    // JSON's own reader keeps numbers as they are written.
    let mut tree: Json = if json {
        serde_json::from_str(text).map_err(|e| Error::new(Code::Syntax, e.to_string()))?
    } else {
        root.to_json()
    };
    for edit in edits {
        apply(&mut tree, edit);
    }
    Ok(Some(if json {
        format!(
            "{}\n",
            serde_json::to_string_pretty(&tree).unwrap_or_default()
        )
    } else {
        crate::export::yaml_text(&tree)
    }))
}

fn apply(tree: &mut Json, edit: &Edit) {
    let mut at = tree;
    for key in &edit.path {
        let next = match key {
            Key::Of(key) => at.get_mut(key),
            Key::At(i) => at.get_mut(i),
        };
        let Some(next) = next else { return };
        at = next;
    }
    let Json::Object(entries) = at else { return };
    let gone = |key: &String| edit.remove.contains(key);
    let place = entries.keys().position(gone).unwrap_or(entries.len());
    let mut kept: Vec<(String, Json)> = std::mem::take(entries).into_iter().collect();
    let before = kept.iter().take(place).filter(|(k, _)| !gone(k)).count();
    kept.retain(|(k, _)| !gone(k));
    if let Some((key, value)) = &edit.insert {
        // A value that stands there already is the author's own.
        if !kept.iter().any(|(k, _)| k == key) {
            kept.insert(before, (key.clone(), value.clone()));
        }
    }
    *entries = kept.into_iter().collect();
}
