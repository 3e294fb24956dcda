//! Findings for people, programs and forges.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use super::{Finding, Level, RULES};

/// Where the rules' page lies, from the repository's root.
const PAGE: &str = "docs/LINT.md";

/// Findings of one file.
#[derive(Clone, Debug)]
pub struct Checked<'a> {
    /// Its name.
    pub file: &'a str,
    /// What was found.
    pub findings: &'a [Finding],
}

/// A line a finding: `file:line: RULE message; fix`.
pub fn text(all: &[Checked<'_>]) -> String {
    let line = |file: &str, f: &Finding| {
        let fix = f.fix.as_ref().map(|fix| format!("; {fix}"));
        let place = if f.line > 0 {
            format!("{file}:{}", f.line)
        } else {
            file.to_owned()
        };
        format!(
            "{place}: {} {}{}\n",
            f.rule,
            f.message,
            fix.unwrap_or_default()
        )
    };
    each(all).map(|(file, f)| line(file, f)).collect()
}

/// `[{file, rule, level, line, message, fix?}]`.
pub fn json(all: &[Checked<'_>]) -> String {
    let one = |(file, finding): (&str, &Finding)| {
        let mut out = json!({"file": file});
        if let (Json::Object(out), Json::Object(more)) = (&mut out, json!(finding)) {
            out.extend(more);
        }
        out
    };
    let list: Vec<Json> = each(all).map(one).collect();
    format!("{:#}\n", Json::Array(list))
}

/// Workflow commands, which GitHub shows beside the lines of a change.
pub fn github(all: &[Checked<'_>]) -> String {
    // Its own escapes.
    let data = |s: &str| {
        s.replace('%', "%25")
            .replace('\r', "%0D")
            .replace('\n', "%0A")
    };
    let property = |s: &str| data(s).replace(':', "%3A").replace(',', "%2C");
    let line = |file: &str, f: &Finding| {
        let kind = match f.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "notice",
        };
        let fix = f.fix.as_ref().map(|fix| format!("; {fix}"));
        let message = data(&format!("{}{}", f.message, fix.unwrap_or_default()));
        let file = property(file);
        let at = if f.line > 0 {
            format!(",line={}", f.line)
        } else {
            String::new()
        };
        format!("::{kind} file={file}{at},title={}::{message}\n", f.rule)
    };
    each(all).map(|(file, f)| line(file, f)).collect()
}

/// SARIF 2.1.0.
pub fn sarif(all: &[Checked<'_>]) -> String {
    let rules: Vec<Json> = RULES
        .iter()
        .map(|r| {
            json!({
                "id": r.id,
                "shortDescription": {"text": r.title},
                "fullDescription": {"text": r.doc},
                "help": {"text": format!("{PAGE}#{}", r.id.to_lowercase())},
                "defaultConfiguration": {"level": r.level},
            })
        })
        .collect();
    let result = |(file, f): (&str, &Finding)| {
        let fix = f.fix.as_ref().map(|fix| format!("; {fix}"));
        let mut place = json!({"artifactLocation": {"uri": file.replace('\\', "/")}});
        if let (Json::Object(place), true) = (&mut place, f.line > 0) {
            place.insert("region".into(), json!({"startLine": f.line}));
        }
        json!({
            "ruleId": f.rule,
            "ruleIndex": RULES.iter().position(|r| r.id == f.rule),
            "level": f.level,
            "message": {"text": format!("{}{}", f.message, fix.unwrap_or_default())},
            "locations": [{"physicalLocation": place}],
        })
    };
    let results: Vec<Json> = each(all).map(result).collect();
    let log = json!({
        "version": "2.1.0",
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "runs": [{
            "tool": {"driver": {"name": "augplay", "version": crate::VERSION, "rules": rules}},
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn each<'a>(all: &'a [Checked<'a>]) -> impl Iterator<Item = (&'a str, &'a Finding)> {
    all.iter()
        .flat_map(|c| c.findings.iter().map(|f| (c.file, f)))
}

/// The rules' page: what each finds, and what to do.
pub fn page() -> String {
    let mut out = String::from(
        "# Rules of `augplay lint`\n\n<!-- Made by `cargo xtask gen`. -->\n\nEach rule keeps its id. `--fix` writes the fixes that there are into JSON and YAML files.\n",
    );
    for rule in RULES {
        let level = match rule.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        };
        let _ = write!(
            out,
            "\n## {}\n\n**{}** ({level}). {}\n",
            rule.id, rule.title, rule.doc
        );
    }
    out
}
