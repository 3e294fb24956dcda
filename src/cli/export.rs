//! `augplay export`.

use std::path::PathBuf;

use super::{Done, Outcome, io, policy};
use crate::export::{self, Verdict};

/// Write a policy as a file that another library reads, with a verdict for every step
#[derive(clap::Args)]
#[command(after_help = help())]
pub(super) struct Args {
    /// The policy; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Format of the output: one of those below
    #[arg(long, value_name = "FORMAT")]
    to: String,
    /// Write nothing and exit with 1 unless every step is exact or within its stated levels
    #[arg(long)]
    strict: bool,
    /// Export this one of the policy's views, such as local.0
    #[arg(long, value_name = "NAME")]
    part: Option<String>,
    /// Export the policy as it is at this training progress, 0 to 1, without its curriculum
    #[arg(long, value_name = "T", value_parser = policy::progress)]
    progress: Option<f64>,
    /// Write here instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> Outcome {
    let mut source = policy::read(&args.file, None)?;
    if let Some(progress) = args.progress {
        source = source.at(progress)?;
    }
    if let Some(label) = &args.part {
        source.policy = source.policy.part(source.policy.part_called(label)?)?;
    }
    let made = export::export(&source.policy, &args.to)?;
    let mut faithful = true;
    for said in &made.verdicts {
        io::say(&format!(
            "{}: step '{}': {}",
            source.name,
            said.step,
            said.verdict.sentence()
        ));
        faithful &= matches!(said.verdict, Verdict::Exact | Verdict::Within { .. });
    }
    if args.strict && !faithful {
        io::say(&format!(
            "{}: not written, because --strict wants every step exact or within its levels",
            source.name
        ));
        return Ok(Done::Refused);
    }
    io::give(args.out.as_deref(), made.text.as_bytes())?;
    Ok(Done::Well)
}

fn help() -> String {
    let lines = export::FORMATS
        .iter()
        .filter(|f| f.export)
        .map(|f| format!("  {:<22} {}\n", f.id, f.label));
    format!(
        "Verdicts go to standard error: exact, within N levels, approximate or unsupported, and why.\n\n\
         Formats:\n{}\n\
         Examples:\n  augplay export policy.yaml --to torchvision-pillow -o policy.py\n  \
         augplay export policy.yaml --to albumentations-json --strict > policy.json",
        lines.collect::<String>()
    )
}
