//! The stages of `cargo xtask verify`: what takes too long for every change.

use anyhow::{Result, bail};

use crate::command::{Run, root};
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
            "exported files run in Albumentations, torchvision and timm by the same laws, and proofs as stated",
            exports,
        ),
    ]
}

fn goldens() -> Result<Outcome> {
    let python = python::venv("python", "tests/parity/requirements.txt")?;
    let mut scripts = vec!["golden.py".to_owned()];
    scripts.extend(makers("cv2_")?);
    remake(&python, &scripts)?;
    let python = python::venv("python-contrib", "tests/parity/requirements-contrib.txt")?;
    remake(&python, &makers("contrib_")?)
}

fn torch() -> Result<Outcome> {
    let python = python::venv("python-torch", "tests/parity/requirements-torch.txt")?;
    let mut scripts = makers("pil_")?;
    scripts.extend(makers("torch_")?);
    scripts.extend(makers("monai_")?);
    remake(&python, &scripts)
}

fn exports() -> Result<Outcome> {
    Run::cargo()
        .args(["build", "--features", "cli", "--bin", "augplay", "--locked"])
        .run()?;
    let python = python::venv("python-torch", "tests/parity/requirements-torch.txt")?;
    Run::new(&python)
        .arg("tests/python/verify_torchvision.py")
        .run()?;
    Run::new(&python)
        .args(["tests/python/exports.py", "docs/EXPORTS.md"])
        .run()?;
    for kind in ["pillow", "tensor"] {
        Run::new(&python)
            .args(["-m", "unittest", "discover", "-v"])
            .args(["-s", "tests/python", "-p", "test_prove.py"])
            .env("PROVE_FORMAT", format!("torchvision-{kind}"))
            .env("PROVE_TARGET", format!("torchvision 0.29 {kind}"))
            .run()?;
    }
    Ok(Outcome::Passed)
}

/// The scripts of a library that write goldens, in the order of their names.
fn makers(library: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root().join(GOLDENS))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let maker = name
            .strip_suffix(".py")
            .is_some_and(|stem| !stem.ends_with("_common"));
        if maker && name.starts_with(library) {
            found.push(name);
        }
    }
    found.sort();
    Ok(found)
}

/// Where goldens and the scripts that make them lie.
const GOLDENS: &str = "tests/parity";

/// Runs scripts that write goldens where the committed ones lie; git sees whether they changed.
fn remake(python: &std::path::Path, scripts: &[String]) -> Result<Outcome> {
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
