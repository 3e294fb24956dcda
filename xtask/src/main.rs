//! `cargo xtask`: builds, serves, tests and generates everything in this repository.
//!
//! Each task does its own set-up, says what it does before doing it, and skips what is already
//! done, so that a second run needs no network.

mod budget;
mod command;
mod generate;
mod page;
mod pages;
mod report;
mod serve;
mod setup;
mod stages;
mod stamp;
mod verify;
mod wasm;

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "augplay's own tasks",
    version
)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the wasm modules and the page, serve it on this machine, print the address
    Play {
        /// Serve on this port [default: 8430, or any free one]
        #[arg(long)]
        port: Option<u16>,
        /// Build only
        #[arg(long)]
        no_serve: bool,
    },
    /// Run everything CI checks; a table of stage times at the end
    Test(Choice),
    /// Run the long tail: everything too slow for every change
    Verify(Choice),
    /// Write the committed files that are made from the sources
    Gen {
        /// Write nothing; fail when a file is out of date
        #[arg(long)]
        check: bool,
    },
    /// Run a wasm test file in Node or a browser (what `cargo test` calls for wasm)
    #[command(hide = true, disable_help_flag = true)]
    WasmTestRunner {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
}

#[derive(clap::Args)]
struct Choice {
    /// Run only this stage (may be given several times)
    #[arg(long, value_name = "STAGE")]
    only: Vec<String>,
    /// Print the stages and what each checks
    #[arg(long)]
    list: bool,
}

impl Choice {
    fn run(&self, stages: &[report::Stage]) -> Result<bool> {
        if self.list {
            report::list(stages);
            return Ok(true);
        }
        report::run(stages, &self.only)
    }
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().task {
        Task::Play { port, no_serve } => play(port, no_serve).map(|()| true),
        Task::Test(choice) => choice.run(&stages::test()),
        Task::Verify(choice) => choice.run(&verify::stages()),
        Task::Gen { check } => generate::run(check).map(|()| true),
        Task::WasmTestRunner { args } => {
            let args = std::iter::once("wasm-test-runner".into()).chain(args);
            wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args::<_, OsString>(args)
                .map(|()| true)
        }
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn play(port: Option<u16>, no_serve: bool) -> Result<()> {
    page::build()?;
    if no_serve { Ok(()) } else { page::serve(port) }
}
