//! The command line.

fn main() -> std::process::ExitCode {
    augplay::cli::main()
}
