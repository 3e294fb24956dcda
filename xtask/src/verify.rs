//! The stages of `cargo xtask verify`: what takes too long for every change.

use anyhow::{Result, bail};

use crate::command::Run;
use crate::report::{Outcome, Stage};
use crate::setup::python;

/// The long tail.
pub(crate) fn stages() -> Vec<Stage> {
    let stage = |name, about, run| Stage { name, about, run };
    vec![
        stage(
            "goldens",
            "OpenCV and Albumentations still make the committed goldens",
            goldens,
        ),
        stage(
            "torch",
            "Pillow and torchvision still make the committed goldens",
            torch,
        ),
        stage(
            "exports",
            "exported torchvision files compile and run with torch",
            exports,
        ),
    ]
}

fn goldens() -> Result<Outcome> {
    let python = python::venv("python", "tests/parity/requirements.txt")?;
    remake(&python, &["golden.py", "cv2_cases.py"])
}

fn torch() -> Result<Outcome> {
    let python = python::venv("python-torch", "tests/parity/requirements-torch.txt")?;
    remake(
        &python,
        &["pil_cases.py", "torch_cases.py", "torch_laws.py"],
    )
}

fn exports() -> Result<Outcome> {
    Run::cargo()
        .args(["build", "--features", "cli", "--bin", "augplay", "--locked"])
        .run()?;
    let python = python::venv("python-torch", "tests/parity/requirements-torch.txt")?;
    Run::new(python)
        .arg("tests/python/verify_torchvision.py")
        .run()?;
    Ok(Outcome::Passed)
}

/// Runs scripts that write goldens where the committed ones lie; git sees whether they changed.
fn remake(python: &std::path::Path, scripts: &[&str]) -> Result<Outcome> {
    const GOLDENS: &str = "tests/parity";
    let changes = || {
        Run::new("git")
            .args(["status", "--porcelain", "--", GOLDENS])
            .output()
    };
    let before = changes()?;
    if !before.is_empty() {
        bail!("commit or restore these first, so that changes can be seen:\n{before}");
    }
    for script in scripts {
        Run::new(python).arg(script).dir(GOLDENS).run()?;
    }
    let after = changes()?;
    if !after.is_empty() {
        bail!("the libraries made something else (the new files are in place):\n{after}");
    }
    Ok(Outcome::Passed)
}
