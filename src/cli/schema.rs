//! `augplay schema`.

use std::path::PathBuf;

use super::{Done, Outcome, io};
use crate::schema;

/// Write the JSON Schema of the policy file, for editors
#[derive(clap::Args)]
#[command(after_help = "Example:\n  augplay schema -o augplay.schema.json\n  \
        # then, at the top of a policy: # yaml-language-server: $schema=augplay.schema.json")]
pub(super) struct Args {
    /// Write here instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> Outcome {
    let text = format!("{:#}\n", schema::json());
    io::give(args.out.as_deref(), text.as_bytes())?;
    Ok(Done::Well)
}
