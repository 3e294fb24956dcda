//! `augplay open`.

use std::path::PathBuf;

use super::policy::{self, Form};
use super::{Done, Outcome, io};

/// Write an automatic policy out as the ordinary steps it stands for; no pixel changes for a seed
#[derive(clap::Args)]
#[command(after_help = "Example:\n  augplay open policy.yaml rand_augment -o opened.yaml")]
pub(super) struct Args {
    /// The policy; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The id of the automatic step
    #[arg(value_name = "ID")]
    id: String,
    /// Write here instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Form of the output [default: by the ending of -o, else as it was read]
    #[arg(long = "as", value_name = "FORM")]
    form: Option<Form>,
}

pub(super) fn run(args: &Args) -> Outcome {
    let source = policy::read(&args.file, None)?;
    let opened = source.policy.opened(&args.id);
    let opened = opened.map_err(|e| e.in_file(&source.name))?;
    let text = match Form::choose(args.form, args.out.as_deref(), &source.text) {
        Form::Yaml => opened.to_yaml(),
        Form::Json => format!("{:#}\n", opened.to_json()),
    };
    io::give(args.out.as_deref(), text.as_bytes())?;
    Ok(Done::Well)
}
