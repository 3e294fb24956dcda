//! `augplay validate`.

use std::path::PathBuf;

use super::{Done, Outcome, io, policy};

/// Check a policy and tell what stands in the way of running it
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  augplay validate policy.yaml\n  augplay validate - < policy.json"
)]
pub(super) struct Args {
    /// The policies to check; - is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

#[expect(clippy::unnecessary_wraps, reason = "every command has this shape")]
pub(super) fn run(args: &Args) -> Outcome {
    let mut done = Done::Well;
    for path in &args.files {
        match policy::read(path, None) {
            Ok(source) => {
                policy::tell_notes(&source);
                let count = source.policy.walk().len();
                let plural = if count == 1 { "" } else { "s" };
                io::say(&format!(
                    "{}: good: {count} step{plural} for {}",
                    source.name, source.policy.target.label
                ));
            }
            Err(e) => {
                io::say(&e.to_string());
                done = Done::Refused;
            }
        }
    }
    Ok(done)
}
