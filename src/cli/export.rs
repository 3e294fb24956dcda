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
    /// Write nothing and exit with 1 unless every step is exact; =within accepts stated levels too
    #[arg(
        long,
        value_name = "BOUND",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "exact"
    )]
    strict: Option<Strict>,
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

/// What `--strict` accepts.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Strict {
    /// The same law and the same pixels
    Exact,
    /// The same law, and pixels within the verdict's levels
    Within,
}

impl Strict {
    fn takes(self, verdict: &Verdict) -> bool {
        match verdict {
            Verdict::Exact => true,
            Verdict::Within { .. } => matches!(self, Strict::Within),
            Verdict::Approximate { .. } | Verdict::Unsupported { .. } => false,
        }
    }
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
        faithful &= args.strict.is_none_or(|bound| bound.takes(&said.verdict));
    }
    if !faithful {
        let wants = match args.strict {
            Some(Strict::Within) => "--strict=within wants every step exact or within its levels",
            _ => "--strict wants every step exact",
        };
        io::say(&format!("{}: not written, because {wants}", source.name));
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
