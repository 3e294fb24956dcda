//! `augplay lint`.

use std::path::PathBuf;

use clap::ValueEnum;

use super::{Done, Outcome, io};
use crate::error::Error;
use crate::lint::report::{self, Checked};
use crate::lint::{Finding, lint};

/// Find what a library loses in silence or reads as something else, in policies, files and code of other libraries
#[derive(clap::Args)]
#[command(
    after_help = "Reads what import reads: Albumentations files and code, torchvision and MONAI code, timm strings and commands,\n\
        augplay's own policies. Nothing is run. docs/LINT.md explains every rule.\n\
        Exit codes: 0 nothing found, 1 something found, 2 a file could not be read.\n\n\
        Examples:\n  augplay lint configs/*.json train.py\n  augplay lint --fix old.yaml\n  augplay lint --format github $(git ls-files '*.albumentations.json')"
)]
pub(super) struct Args {
    /// The files; - is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// How findings are told
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write the fixes that there are, and tell what is left
    #[arg(long)]
    fix: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// A line each
    Text,
    /// A JSON list
    Json,
    /// Workflow commands, shown beside the lines of a change on GitHub
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

pub(super) fn run(args: &Args) -> Outcome {
    let mut unread = false;
    let mut all: Vec<(String, Vec<Finding>)> = Vec::new();
    for path in &args.files {
        let name = io::shown(path);
        let named = |e: Error| e.in_file(&name);
        let read = io::read_text(path).and_then(|text| {
            let linted = lint(&text).map_err(named)?;
            Ok((text, linted))
        });
        match read {
            Ok((text, linted)) => {
                let mut findings = linted.findings;
                if args.fix {
                    if let Some(fixed) = &linted.fixed {
                        findings = lint(fixed).map_err(named)?.findings;
                    }
                    let fixed = linted.fixed.as_deref();
                    if io::is_dash(path) {
                        io::give(None, fixed.unwrap_or(&text).as_bytes())?;
                    } else if let Some(fixed) = fixed {
                        io::write(path, fixed.as_bytes())?;
                    }
                }
                all.push((name, findings));
            }
            Err(e) => {
                io::say(&e.to_string());
                unread = true;
            }
        }
    }
    let checked: Vec<Checked<'_>> = all
        .iter()
        .map(|(file, findings)| Checked { file, findings })
        .collect();
    let told = match args.format {
        Format::Text => report::text(&checked),
        Format::Json => report::json(&checked),
        Format::Github => report::github(&checked),
        Format::Sarif => report::sarif(&checked),
    };
    // Standard output has the fixed text of standard input.
    if args.fix && args.files.iter().any(|path| io::is_dash(path)) {
        eprint!("{told}");
    } else {
        io::give(None, told.as_bytes())?;
    }
    Ok(if unread {
        Done::SomeFailed
    } else if all.iter().any(|(_, findings)| !findings.is_empty()) {
        Done::Refused
    } else {
        Done::Well
    })
}
