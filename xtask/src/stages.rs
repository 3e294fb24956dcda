//! The stages of `cargo xtask test`.

use std::env;

use anyhow::{Context, Result};

use crate::command::{Run, root};
use crate::report::{Outcome, Stage};
use crate::serve::Site;
use crate::setup::{chromium, npm, python, vulkan, wasm_std};
use crate::{budget, generate, page, wasm};

/// Everything CI checks, cheapest first.
pub(crate) fn test() -> Vec<Stage> {
    let stage = |name, about, run| Stage { name, about, run };
    vec![
        stage("format", "rustfmt leaves every file as it is", format),
        stage("lints", "clippy has nothing to say about any crate", lints),
        stage("native", "unit, property, law and parity tests", native),
        stage("generated", "generated files are fresh", generated),
        stage(
            "wasm",
            "the modules build and keep their size budgets",
            modules,
        ),
        stage(
            "browser",
            "wasm-bindgen tests in Node and headless Chromium",
            browser,
        ),
        stage("types", "TypeScript and eslint have nothing to say", types),
        stage(
            "page",
            "the page keeps its size budget and works in Chromium",
            page_tests,
        ),
        stage("npm", "the packed package works in Node", package),
        stage(
            "python",
            "exported files work in the real libraries",
            libraries,
        ),
        stage(
            "wheel",
            "the Python wheel builds, is typed, and draws the same",
            wheel,
        ),
    ]
}

fn format() -> Result<Outcome> {
    Run::cargo().args(["fmt", "--all", "--check"]).run()?;
    Ok(Outcome::Passed)
}

fn lints() -> Result<Outcome> {
    Run::cargo()
        .args(["clippy", "--workspace", "--all-targets", "--all-features"])
        .args(["--locked", "--", "-D", "warnings"])
        .run()?;
    Ok(Outcome::Passed)
}

fn native() -> Result<Outcome> {
    let gpu = if vulkan::promised() {
        "required"
    } else {
        "optional"
    };
    Run::cargo()
        .args(["test", "--all-features", "--locked"])
        .env("AUGPLAY_GPU", gpu)
        .run()?;
    // With the profile this task was built with, so that its dependencies are not built twice.
    Run::cargo()
        .args([
            "test",
            "--package",
            "xtask",
            "--profile",
            "xtask",
            "--locked",
        ])
        .run()?;
    Ok(Outcome::Passed)
}

fn generated() -> Result<Outcome> {
    generate::run(true)?;
    Ok(Outcome::Passed)
}

fn modules() -> Result<Outcome> {
    wasm::build()?;
    budget::check_wasm()?;
    Ok(Outcome::Passed)
}

fn browser() -> Result<Outcome> {
    let std = wasm_std::get()?;
    let chromium = chromium::get()?;
    let settings = chromium.webdriver_json()?;
    let task = env::current_exe().context("this task has no path")?;
    let runner = format!(
        "target.{}.runner=[{:?}, \"wasm-test-runner\"]",
        wasm_std::TARGET,
        task.display().to_string()
    );
    for place in ["NODE_EXPERIMENTAL", "BROWSER", "DEDICATED_WORKER"] {
        std.cargo("test")
            .args(["--profile", "wasm", "--lib"])
            .args(wasm::packages()?)
            .quiet_args(["--config", runner.as_str()])
            .env(&format!("WASM_BINDGEN_USE_{place}"), "1")
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &settings)
            .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60")
            .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
            .env("CHROMEDRIVER", &chromium.driver)
            .run()?;
    }
    Ok(Outcome::Passed)
}

/// Folders with TypeScript of their own.
const TYPESCRIPT: [&str; 2] = ["www", "npm"];

fn types() -> Result<Outcome> {
    wasm::build()?;
    for folder in TYPESCRIPT {
        if npm::exists(folder) {
            npm::install(folder)?;
            npm::npm(folder).args(["run", "--silent", "lint"]).run()?;
        }
    }
    Ok(Outcome::Passed)
}

fn page_tests() -> Result<Outcome> {
    if !npm::exists("www") {
        return Ok(Outcome::Skipped("there is no www/ yet".into()));
    }
    let chromium = chromium::get()?;
    page::build()?;
    budget::check_page()?;
    let site = Site::listen(page::dist(), 0)?;
    let address = site.address();
    site.start();
    npm::npm("www")
        .args(["run", "--silent", "test"])
        .env("AUGPLAY_URL", address)
        .env("AUGPLAY_CHROMIUM", &chromium.browser)
        .run()?;
    Ok(Outcome::Passed)
}

fn package() -> Result<Outcome> {
    if !npm::exists("npm") {
        return Ok(Outcome::Skipped("there is no npm/ yet".into()));
    }
    wasm::build()?;
    wasm::build_cli()?;
    npm::install("npm")?;
    npm::npm("npm").args(["run", "--silent", "test"]).run()?;
    Ok(Outcome::Passed)
}

fn libraries() -> Result<Outcome> {
    if !root().join("tests/python").is_dir() {
        return Ok(Outcome::Skipped("there is no tests/python/ yet".into()));
    }
    // The checks run what the command line exports.
    Run::cargo()
        .args(["build", "--features", "cli", "--bin", "augplay", "--locked"])
        .run()?;
    let python = python::venv("python", "tests/parity/requirements.txt")?;
    Run::new(python)
        .args(["-m", "unittest", "discover", "-s", "tests/python", "-v"])
        .run()?;
    Ok(Outcome::Passed)
}

/// The wheel, in an environment that has nothing else of this repository.
fn wheel() -> Result<Outcome> {
    let python = python::venv("python-wheel", "python/tests/requirements.txt")?;
    python::install_wheel(&python)?;
    Run::new(&python)
        .args(["-m", "mypy", "--strict", "augplay"])
        .dir("python")
        .run()?;
    Run::new(&python)
        .args(["-m", "unittest", "discover", "-s", "python/tests", "-v"])
        .run()?;
    Ok(Outcome::Passed)
}
