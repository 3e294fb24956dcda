//! `augplay diff`.

use std::path::{Path, PathBuf};

use super::{Done, Outcome, Stop, io};
use crate::diff;
use crate::error::Result;
use crate::import::{Imported, import};

/// Tell what changed in meaning between two policies, of whatever libraries: order, chances, numbers, laws, rules
#[derive(clap::Args)]
#[command(
    after_help = "Both may be anything that import reads; what it does not understand is told and not compared.\n\
        Exit codes: 0 the same, 1 different, 2 a file could not be read.\n\n\
        Examples:\n  augplay diff old.yaml new.yaml\n  augplay diff policy.yaml albumentations.json --json"
)]
pub(super) struct Args {
    /// What was; - is standard input
    #[arg(value_name = "A")]
    before: PathBuf,
    /// What is; - is standard input
    #[arg(value_name = "B")]
    after: PathBuf,
    /// JSON instead of lines
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Outcome {
    let read = |path: &Path| -> Result<Imported> {
        let name = io::shown(path);
        let read = import(&io::read_text(path)?, &name)?;
        for note in &read.notes {
            io::say(&format!("{name}: {note}"));
        }
        Ok(read)
    };
    let (before, after) = match (read(&args.before), read(&args.after)) {
        (Ok(a), Ok(b)) => (a.policy, b.policy),
        (a, b) => {
            for e in [a.err(), b.err()].into_iter().flatten() {
                io::say(&e.to_string());
            }
            return Ok::<_, Stop>(Done::SomeFailed);
        }
    };
    let changes = diff::diff(&before, &after);
    let told = if args.json {
        format!("{:#}\n", serde_json::json!(changes))
    } else {
        diff::text(&changes)
    };
    io::give(None, told.as_bytes())?;
    Ok(if changes.is_empty() {
        Done::Well
    } else {
        Done::Refused
    })
}
