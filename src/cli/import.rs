//! `augplay import`.

use std::path::PathBuf;

use super::policy::Form;
use super::{Done, Outcome, io};
use crate::error::{Code, Error, Result};
use crate::export::FORMATS;
use crate::import;

/// Read another library's file as a policy; what was not understood is told on standard error
#[derive(clap::Args)]
#[command(after_help = help())]
pub(super) struct Args {
    /// The file; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Format it must be in [default: recognised by its content]
    #[arg(long, value_name = "FORMAT")]
    from: Option<String>,
    /// Write here instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Form of the output [default: by the ending of -o, else YAML]
    #[arg(long = "as", value_name = "FORM")]
    form: Option<Form>,
}

pub(super) fn run(args: &Args) -> Outcome {
    if let Some(from) = &args.from {
        known(from)?;
    }
    let text = io::read_text(&args.file)?;
    let name = io::shown(&args.file);
    let read = import::import(&text, &name)?;
    if let Some(from) = args.from.as_deref().filter(|from| !is(read.format, from)) {
        let e = Error::new(
            Code::Type,
            format!("is in format {}, not {from}", read.format),
        );
        return Err(e.in_file(&name).into());
    }
    for note in &read.notes {
        io::say(&format!("{name}: note: {note}"));
    }
    let text = match Form::choose(args.form, args.out.as_deref(), "") {
        Form::Yaml => read.policy.to_yaml(),
        Form::Json => format!("{:#}\n", read.policy.to_json()),
    };
    io::give(args.out.as_deref(), text.as_bytes())?;
    Ok(Done::Well)
}

/// Whether a format is the one asked for: by its name, or by its library's (`albumentations`).
fn is(id: &str, asked: &str) -> bool {
    id.strip_prefix(asked)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// Formats that are only read: the name, and what it is for people.
const READ: &[(&str, &str)] = &[
    (
        "timm",
        "timm config strings, training commands, create_transform",
    ),
    ("torchvision-python", "a Compose in Python"),
    ("albumentations-python", "a Compose in Python"),
    ("monai", "a Compose in Python, or a bundle"),
];

/// Every format that can be read, with what it is for people.
fn formats() -> impl Iterator<Item = (&'static str, &'static str)> {
    let written = FORMATS.iter().filter(|f| f.import);
    written.map(|f| (f.id, f.label)).chain(READ.iter().copied())
}

fn ids() -> impl Iterator<Item = &'static str> {
    formats().map(|(id, _)| id)
}

fn known(asked: &str) -> Result<()> {
    if ids().any(|id| is(id, asked)) {
        return Ok(());
    }
    let list: Vec<_> = ids().collect();
    let message = format!(
        "is not a format that can be read; those are {}",
        list.join(", ")
    );
    Err(Error::new(Code::UnknownName, message)
        .at_param("--from")
        .with_value(format!("'{asked}'")))
}

fn help() -> String {
    let lines = formats().map(|(id, label)| format!("  {id:<22} {label}\n"));
    format!(
        "Formats:\n{}\nExample:\n  augplay import albumentations.json --from albumentations -o policy.yaml",
        lines.collect::<String>()
    )
}
