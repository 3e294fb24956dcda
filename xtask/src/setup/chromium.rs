//! A Chromium with its driver, for tests.

use std::env;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde_json::json;

use super::{apt_install, apt_works};
use crate::command::{say, target, which};

/// The browser and the program that drives it.
pub(crate) struct Chromium {
    pub(crate) browser: PathBuf,
    pub(crate) driver: PathBuf,
}

/// Finds both on `PATH` (or by `CHROMIUM` and `CHROMEDRIVER`), else installs them with apt.
pub(crate) fn get() -> Result<Chromium> {
    if let Some(found) = find() {
        return Ok(found);
    }
    if apt_works() {
        apt_install(&["chromium", "chromium-driver"])?;
        if let Some(found) = find() {
            return Ok(found);
        }
    }
    bail!(
        "no Chromium with chromedriver: install both, or set CHROMIUM and CHROMEDRIVER to their paths"
    );
}

fn find() -> Option<Chromium> {
    let named = |variable: &str| {
        env::var_os(variable)
            .map(PathBuf::from)
            .filter(|path| path.is_file())
    };
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ];
    Some(Chromium {
        browser: named("CHROMIUM").or_else(|| names.into_iter().find_map(which))?,
        driver: named("CHROMEDRIVER").or_else(|| which("chromedriver"))?,
    })
}

impl Chromium {
    /// Writes the settings with which the driver starts the browser: headless, also as root and in
    /// small containers, WebGPU in software.
    pub(crate) fn webdriver_json(&self) -> Result<PathBuf> {
        let settings = json!({"goog:chromeOptions": {
            "binary": self.browser,
            "args": [
                "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-quic",
                "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader",
                "--enable-features=Vulkan", "--use-vulkan=swiftshader", "--use-angle=vulkan",
                "--ignore-gpu-blocklist",
            ],
        }});
        let file = target().join("xtask-state/webdriver.json");
        fs::create_dir_all(target().join("xtask-state"))?;
        fs::write(&file, settings.to_string())
            .with_context(|| format!("cannot write {}", file.display()))?;
        say(format!("browser: {}", self.browser.display()));
        Ok(file)
    }
}
