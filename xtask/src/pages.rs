//! A page for every op, with pictures made by augplay itself, beside the built page.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use crate::command::{Run, root, say, target};
use crate::page;
use crate::stamp::Stamp;
use crate::wasm::copy;

const EXAMPLE: &str = "op_pages";

/// Where the pages are kept between builds of the page.
fn kept() -> PathBuf {
    target().join("op-pages")
}

/// Writes the pages, unless those that lie there were made by the same program, and puts them into
/// the built page's folder.
pub(crate) fn build() -> Result<()> {
    say("docs: a page for every op");
    Run::cargo()
        .args([
            "build",
            "--locked",
            "--no-default-features",
            "--features",
            "codec",
        ])
        .args(["--example", EXAMPLE])
        .run()?;
    let program = target()
        .join("debug/examples")
        .join(format!("{EXAMPLE}{}", std::env::consts::EXE_SUFFIX));
    let samples = root().join("www/samples/samples.json");
    let stamp = Stamp::new(kept().join(".stamp"), &[&program, &samples], "")?;
    if !stamp.is_fresh() {
        if kept().exists() {
            fs::remove_dir_all(kept())?;
        }
        Run::new(&program).args([kept()]).run()?;
        stamp.set()?;
    }
    let to = page::dist().join("docs");
    copy(&kept(), &to)?;
    copy(&kept().join("pictures"), &to.join("pictures"))
}
