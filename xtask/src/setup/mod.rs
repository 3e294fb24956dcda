//! What a task needs from outside cargo: found, else installed where that is safe, else one clear
//! line. Every step is announced, skipped when done, and needs no network the second time.

pub(crate) mod chromium;
pub(crate) mod npm;
pub(crate) mod python;
pub(crate) mod vulkan;
pub(crate) mod wasm_std;

use std::fs;
use std::sync::OnceLock;

use anyhow::{Result, bail};

use crate::command::{Run, say};

/// Whether packages may be installed with apt: root on Debian (Ubuntu's browsers are snaps).
fn apt_works() -> bool {
    let debian = fs::read_to_string("/etc/os-release")
        .is_ok_and(|text| text.lines().any(|line| line == "ID=debian"));
    debian && Run::new("id").arg("-u").output().is_ok_and(|id| id == "0")
}

/// Installs Debian packages; the lists are brought up to date once a run.
fn apt_install(packages: &[&str]) -> Result<()> {
    static LISTS: OnceLock<bool> = OnceLock::new();
    say(format!("apt: install {}", packages.join(", ")));
    let apt = || {
        Run::new("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .arg("-q")
    };
    if !LISTS.get_or_init(|| apt().arg("update").run().is_ok()) {
        bail!("apt-get update failed; is there a network?");
    }
    apt()
        .args(["install", "-y", "--no-install-recommends"])
        .args(packages)
        .run()
}
