//! `augplay fmt`.

use std::path::PathBuf;

use super::policy::{self, Form};
use super::{Done, Outcome, io};
use crate::error::{Code, Error};

/// Write a policy in its one standard form, comments kept
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  augplay fmt policy.yaml\n  augplay fmt --write policies/*.yaml\n  \
        augplay fmt --check policies/*.yaml   # for CI: exit code 1 if one would change\n  \
        augplay fmt policy.yaml -o policy.json"
)]
pub(super) struct Args {
    /// The policies to format; - is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Write the files in place
    #[arg(long, conflicts_with_all = ["out", "check"])]
    write: bool,
    /// Write nothing; exit with 1 if a file would change
    #[arg(long, conflicts_with = "out")]
    check: bool,
    /// Write here instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Form of the output [default: by the ending of -o, else as it was read]
    #[arg(long = "as", value_name = "FORM", conflicts_with_all = ["write", "check"])]
    form: Option<Form>,
}

pub(super) fn run(args: &Args) -> Outcome {
    if args.files.len() > 1 && !args.write && !args.check {
        let message = "several policies need --write or --check";
        return Err(Error::new(Code::Syntax, message).into());
    }
    let mut done = Done::Well;
    for path in &args.files {
        let source = match policy::read(path, None) {
            Ok(source) => source,
            Err(e) => {
                io::say(&e.to_string());
                done = Done::Refused;
                continue;
            }
        };
        let text = match Form::choose(args.form, args.out.as_deref(), &source.text) {
            Form::Yaml => source.policy.to_yaml(),
            Form::Json => format!("{:#}\n", source.policy.to_json()),
        };
        if args.check {
            if text != source.text {
                io::say(&format!("{}: would be formatted", source.name));
                done = Done::Refused;
            }
        } else if args.write && !io::is_dash(path) {
            if text != source.text {
                io::write(path, text.as_bytes())?;
                io::say(&format!("{}: formatted", source.name));
            }
        } else {
            io::give(args.out.as_deref(), text.as_bytes())?;
        }
    }
    Ok(done)
}
