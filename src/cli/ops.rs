//! `augplay ops`.

use std::fmt::Write as _;

use serde_json::Value as Json;

use super::{Done, Outcome, io};
use crate::catalogue;

/// List every op and composition with its parameters
#[derive(clap::Args)]
#[command(
    after_help = "Each parameter's line ends with what it accepts; and its value when left out.\n\n\
        Examples:\n  augplay ops\n  augplay ops --json | jq '.ops[].name'"
)]
pub(super) struct Args {
    /// Write the whole catalogue as JSON: targets, ops, parameters, laws
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Outcome {
    let catalogue = catalogue::json();
    let text = if args.json {
        format!("{catalogue:#}\n")
    } else {
        listing(&catalogue)
    };
    io::give(None, text.as_bytes())?;
    Ok(Done::Well)
}

/// Groups, ops and parameters for people.
fn listing(catalogue: &Json) -> String {
    let mut out = String::new();
    for group in list(&catalogue["groups"]) {
        let mut ops = list(&catalogue["ops"])
            .filter(|op| op["group"] == group["id"])
            .peekable();
        if ops.peek().is_none() {
            continue;
        }
        let gap = if out.is_empty() { "" } else { "\n" };
        let _ = writeln!(out, "{gap}{}", text(&group["label"]));
        for op in ops {
            let _ = writeln!(out, "  {}  {}", text(&op["name"]), first(text(&op["doc"])));
            for param in list(&op["params"]) {
                let _ = writeln!(
                    out,
                    "    {:<18} {} [{}]",
                    text(&param["name"]),
                    first(text(&param["doc"])),
                    values(param),
                );
            }
        }
    }
    out
}

/// What a parameter accepts and what it is when left out: `0 to 1; 0.5`.
fn values(param: &Json) -> String {
    let unit = match text(&param["unit"]) {
        "" => String::new(),
        unit => format!(" {unit}"),
    };
    let accepted = match (&param["choices"], &param["min"], &param["max"]) {
        (Json::Array(words), ..) => words.iter().map(text).collect::<Vec<_>>().join(" | "),
        (_, Json::Null, Json::Null) => text(&param["kind"]).to_owned(),
        (_, min, Json::Null) => format!("{min} or more{unit}"),
        (_, Json::Null, max) => format!("{max} or less{unit}"),
        (_, min, max) => format!("{min} to {max}{unit}"),
    };
    match &param["default"] {
        Json::Null => accepted,
        Json::String(word) => format!("{accepted}; {word}"),
        default => format!("{accepted}; {default}"),
    }
}

fn list(value: &Json) -> impl Iterator<Item = &Json> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Json) -> &str {
    value.as_str().unwrap_or_default()
}

/// The first sentence.
fn first(doc: &str) -> &str {
    doc.find(". ").map_or(doc, |at| &doc[..=at])
}
