//! `augplay presets`.

use super::{Done, Outcome, io};
use crate::presets::{PRESETS, Preset, find};

/// List the presets, or write one: a published recipe as a policy
#[derive(clap::Args)]
#[command(after_help = "Example:\n  augplay presets dino > policy.yaml")]
pub(super) struct Args {
    /// Write this one's policy
    #[arg(value_name = "ID")]
    id: Option<String>,
}

pub(super) fn run(args: &Args) -> Outcome {
    let text = if let Some(id) = &args.id {
        find(id)?.policy.to_owned()
    } else {
        let line = |p: &Preset| {
            let Preset {
                id,
                group,
                doc,
                source,
                ..
            } = p;
            format!("{id:<22} {group}: {doc}\n{:<22} {source}\n", "")
        };
        PRESETS.iter().map(line).collect::<Vec<_>>().concat()
    };
    io::give(None, text.as_bytes())?;
    Ok(Done::Well)
}
