//! The command line: arguments in, results on standard output, what people should know on standard
//! error.
//!
//! It names no op. Exit codes: 0 all good, 1 wrong usage or policy, 2 some inputs failed.

mod apply;
mod compare_laws;
mod diff;
mod draw;
mod export;
mod fmt;
mod import;
mod input;
mod io;
mod labels;
mod lint;
mod mix;
mod names;
mod op;
mod open;
mod ops;
mod policy;
mod presets;
mod progress;
mod prove;
mod replay;
mod runner;
mod safety;
mod schema;
mod sheet;
mod validate;
mod views;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::error::Error;

#[derive(Parser)]
#[command(
    name = "augplay",
    version,
    about = "Image augmentation with the target library's own pixels",
    after_help = "FILE is a policy in YAML or JSON; - reads standard input.\n\
        Results go to standard output unless -o names a file; notes and errors go to standard error.\n\
        Exit codes: 0 all good, 1 wrong usage or policy, 2 some inputs failed.",
    infer_subcommands = false,
    disable_help_subcommand = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Ops(ops::Args),
    Schema(schema::Args),
    Validate(validate::Args),
    Fmt(fmt::Args),
    Draw(draw::Args),
    Apply(apply::Args),
    Mix(mix::Args),
    Op(op::Args),
    Open(open::Args),
    Export(export::Args),
    Prove(prove::Args),
    Import(import::Args),
    Diff(diff::Args),
    Lint(lint::Args),
    Sheet(sheet::Args),
    Safety(safety::Args),
    CompareLaws(compare_laws::Args),
    Views(views::Args),
    Presets(presets::Args),
}

/// How a command that did not break off ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    /// All good.
    Well,
    /// Wrong usage or policy; already told.
    Refused,
    /// Some inputs failed; each was named.
    SomeFailed,
}

/// Why a command broke off.
enum Stop {
    /// Something to tell.
    Error(Error),
    /// Whoever read standard output went away: not our business.
    Closed,
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// What a command gives.
type Outcome = Result<Done, Stop>;

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    // A program of WASI starts at the root, whatever folder it is called from.
    #[cfg(target_os = "wasi")]
    if let Some(folder) = std::env::var_os("PWD") {
        // Where it does not exist, paths say so.
        let _ = std::env::set_current_dir(folder);
    }
    ExitCode::from(run(std::env::args_os()))
}

/// Runs the command line; the first argument is the program's name. Gives the exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(e) => {
            // Help and version are answers, everything else is wrong usage. A closed pipe is fine.
            let _ = e.print();
            return u8::from(e.use_stderr());
        }
    };
    let outcome = match cli.command {
        Command::Ops(args) => ops::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Validate(args) => validate::run(&args),
        Command::Fmt(args) => fmt::run(&args),
        Command::Draw(args) => draw::run(&args),
        Command::Apply(args) => apply::run(&args),
        Command::Mix(args) => mix::run(&args),
        Command::Op(args) => op::run(&args),
        Command::Open(args) => open::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Prove(args) => prove::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Lint(args) => lint::run(&args),
        Command::Sheet(args) => sheet::run(&args),
        Command::Safety(args) => safety::run(&args),
        Command::CompareLaws(args) => compare_laws::run(&args),
        Command::Views(args) => views::run(&args),
        Command::Presets(args) => presets::run(&args),
    };
    match outcome {
        Ok(Done::Well) | Err(Stop::Closed) => 0,
        Ok(Done::SomeFailed) => 2,
        Ok(Done::Refused) => 1,
        Err(Stop::Error(e)) => {
            io::say(&e.to_string());
            1
        }
    }
}
