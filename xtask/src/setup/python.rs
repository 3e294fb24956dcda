//! A virtual environment with the pinned real libraries.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::{apt_install, apt_works};
use crate::command::{Run, root, say, target, which};
use crate::stamp::Stamp;

/// The Python of `target/<name>`, with the packages of this requirements file installed.
pub(crate) fn venv(name: &str, requirements: &str) -> Result<PathBuf> {
    let Some(system) = ["python3", "python"].into_iter().find_map(which) else {
        bail!("Python is missing: install Python 3.11 or later (https://python.org)");
    };
    let folder = target().join(name);
    let python = folder.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    let list = root().join(requirements);
    let version = Run::new(&system).arg("--version").output()?;
    let stamp = Stamp::new(folder.join(".augplay-stamp"), &[&list], &version)?;
    if stamp.is_fresh() && python.is_file() {
        return Ok(python);
    }
    say(format!(
        "python: a virtual environment with the packages of {requirements} ({version})"
    ));
    let make = || {
        Run::new(&system)
            .args(["-m", "venv", "--clear"])
            .arg(&folder)
            .run()
    };
    if let Err(error) = make() {
        // Debian's Python comes without the module that makes environments.
        if !apt_works() {
            return Err(error);
        }
        apt_install(&["python3-venv"])?;
        make()?;
    }
    Run::new(&python)
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--requirement",
        ])
        .arg(&list)
        .run()?;
    stamp.set()?;
    Ok(python)
}

/// Builds the wheel as other native code is built here, and puts it into this environment.
pub(crate) fn install_wheel(python: &Path) -> Result<()> {
    let wheels = target().join("wheels");
    let _ = fs::remove_dir_all(&wheels);
    Run::new(python)
        .args(["-m", "maturin", "build", "--locked", "--profile", "dev"])
        .args(["--manifest-path", "python/Cargo.toml", "--interpreter"])
        .arg(python)
        .arg("--out")
        .arg(&wheels)
        .run()?;
    let built = fs::read_dir(&wheels)?
        .next()
        .context("maturin built no wheel")??;
    Run::new(python)
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ])
        .args(["--force-reinstall", "--no-deps"])
        .arg(built.path())
        .run()
}
