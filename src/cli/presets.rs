//! `augplay presets`.

use super::{Done, Outcome, io};
use crate::presets::{PRESETS, find};

/// List the presets, or write one: a published recipe as a policy
#[derive(clap::Args)]
#[command(after_help = "Example:\n  augplay presets dino > policy.yaml")]
pub(super) struct Args {
    /// Write this one's policy
    #[arg(value_name = "ID")]
    id: Option<String>,
}

pub(super) fn run(args: &Args) -> Outcome {
    let text = match &args.id {
        Some(id) => find(id)?.policy.to_owned(),
        None => PRESETS
            .iter()
            .map(|p| {
                format!(
                    "{:<22} {}: {}\n{:<22} {}\n",
                    p.id, p.group, p.doc, "", p.source
                )
            })
            .collect(),
    };
    io::give(None, text.as_bytes())?;
    Ok(Done::Well)
}
