//! Committed files that are made from the sources, and the proof that they are fresh.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::command::{Run, root, say};

/// A generated file: where it lies, and what makes its text.
struct Generated {
    path: &'static str,
    make: fn() -> Result<String>,
}

/// Every generated file. To add one, add a line.
const FILES: &[Generated] = &[
    Generated {
        path: "docs/EXPORT.md",
        make: || printed_by("export_table"),
    },
    Generated {
        path: "docs/LINT.md",
        make: || printed_by("lint_rules"),
    },
    Generated {
        path: "docs/RECIPES.md",
        make: || printed_by("recipes_table"),
    },
];

/// What an example of the crate prints.
fn printed_by(example: &str) -> Result<String> {
    let text = Run::cargo()
        .args(["run", "--quiet", "--locked", "--example", example])
        .output()?;
    Ok(format!("{}\n", text.trim_end()))
}

/// Writes the files that are stale; with `check` it fails instead.
pub(crate) fn run(check: bool) -> Result<()> {
    let mut stale = Vec::new();
    for file in FILES {
        let path = root().join(file.path);
        let text = (file.make)().with_context(|| format!("cannot generate {}", file.path))?;
        if fs::read_to_string(&path).is_ok_and(|found| found == text) {
            continue;
        }
        if check {
            stale.push(file.path);
            continue;
        }
        say(format!("gen: {}", file.path));
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, text).with_context(|| format!("cannot write {}", file.path))?;
    }
    if !stale.is_empty() {
        bail!("run `cargo xtask gen`; out of date: {}", stale.join(", "));
    }
    println!("    {} generated files are fresh", FILES.len());
    Ok(())
}
