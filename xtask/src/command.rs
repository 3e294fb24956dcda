//! Running other programs: each command is printed before it runs and fails by name.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_path_buf()
}

/// Where cargo builds, and where this task keeps what it makes for itself.
pub(crate) fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// Says what is about to happen.
pub(crate) fn say(message: impl AsRef<str>) {
    println!("==> {}", message.as_ref());
}

/// Whether this is a CI run, where nothing may be skipped.
pub(crate) fn ci() -> bool {
    env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false" && value != "0")
}

/// The first file of this name on `PATH`.
pub(crate) fn which(name: &str) -> Option<PathBuf> {
    let suffixes: &[&str] = if cfg!(windows) {
        &[".exe", ".cmd"]
    } else {
        &[""]
    };
    env::split_paths(&env::var_os("PATH")?)
        .flat_map(|folder| {
            suffixes
                .iter()
                .map(move |suffix| folder.join(format!("{name}{suffix}")))
        })
        .find(|path| path.is_file())
}

/// A command in the repository's root, without standard input.
pub(crate) struct Run {
    command: Command,
    shown: String,
}

impl Run {
    /// A program found on `PATH` or given by its path.
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let given = program.as_ref();
        let found = given
            .to_str()
            .filter(|name| !name.contains(['/', '\\']))
            .and_then(which);
        let mut command = match found {
            Some(path) => Command::new(path),
            None => Command::new(given),
        };
        command.current_dir(root()).stdin(Stdio::null());
        let shown = Path::new(given)
            .file_stem()
            .unwrap_or(given)
            .to_string_lossy()
            .into_owned();
        Self { command, shown }
    }

    /// The cargo that runs this task.
    pub(crate) fn cargo() -> Self {
        Self::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.shown.push(' ');
        self.shown.push_str(&arg.as_ref().to_string_lossy());
        self.command.arg(arg);
        self
    }

    pub(crate) fn args<S: AsRef<OsStr>>(self, args: impl IntoIterator<Item = S>) -> Self {
        args.into_iter().fold(self, Self::arg)
    }

    /// A flag too long to be worth printing.
    pub(crate) fn quiet_args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.command.args(args);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn without_env(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Runs in this folder of the repository instead.
    pub(crate) fn dir(mut self, folder: impl AsRef<Path>) -> Self {
        let folder = folder.as_ref();
        self.shown = format!("(in {}) {}", folder.display(), self.shown);
        self.command.current_dir(root().join(folder));
        self
    }

    /// Runs it, its output going to the terminal.
    pub(crate) fn run(mut self) -> Result<()> {
        println!("    $ {}", self.shown);
        let status = self
            .command
            .status()
            .with_context(|| format!("cannot start `{}`", self.shown))?;
        if !status.success() {
            bail!("`{}` failed ({status})", self.shown);
        }
        Ok(())
    }

    /// Runs it silently; what it wrote, without white space at the ends.
    pub(crate) fn output(mut self) -> Result<String> {
        let output = self
            .command
            .output()
            .with_context(|| format!("cannot start `{}`", self.shown))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            bail!(
                "`{}` failed ({}): {}",
                self.shown,
                output.status,
                said.trim()
            );
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }
}
