//! Builds the wasm modules and their JavaScript.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};

use crate::command::{root, say};
use crate::setup::wasm_std;
use crate::stamp::Stamp;

/// A crate `wasm/<name>`, loaded as one module.
pub(crate) struct Module {
    pub(crate) name: String,
}

/// The modules of this repository: every folder of `wasm/` with a manifest, by name.
pub(crate) fn modules() -> Result<Vec<Module>> {
    let mut modules = Vec::new();
    for entry in fs::read_dir(root().join("wasm"))? {
        let entry = entry?;
        if entry.path().join("Cargo.toml").is_file() {
            let name = entry.file_name().to_string_lossy().into_owned();
            modules.push(Module { name });
        }
    }
    modules.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(modules)
}

/// `--package` for each module.
pub(crate) fn packages() -> Result<Vec<String>> {
    let packages = modules()?
        .into_iter()
        .flat_map(|module| ["--package".to_owned(), module.package()]);
    Ok(packages.collect())
}

impl Module {
    /// The crate's name.
    pub(crate) fn package(&self) -> String {
        format!("augplay-wasm-{}", self.name)
    }

    /// Where the page's copy lies.
    pub(crate) fn folder(&self) -> PathBuf {
        root().join("www/src/wasm").join(&self.name)
    }

    /// The finished wasm file.
    pub(crate) fn wasm(&self) -> PathBuf {
        self.folder().join(format!("{}_bg.wasm", self.name))
    }
}

/// Builds every module for the page, and for the npm package where it lies here.
pub(crate) fn build() -> Result<()> {
    let std = wasm_std::get()?;
    say("wasm: build the modules");
    std.cargo("build")
        .args(["--profile", "wasm"])
        .args(packages()?)
        .run()?;
    for module in modules()? {
        let built = std
            .artifacts()
            .join(format!("{}.wasm", module.package().replace('-', "_")));
        bind(&module, &built)?;
    }
    Ok(())
}

/// Builds the command line for WASI into the npm package.
pub(crate) fn build_cli() -> Result<()> {
    let std = wasm_std::get()?;
    say("wasm: build the command line");
    std.program()?
        .args([
            "--profile",
            "wasm",
            "--package",
            "augplay",
            "--bin",
            "augplay",
        ])
        .run()?;
    let built = std.artifacts_of(wasm_std::WASI).join("augplay.wasm");
    let to = root().join("npm/dist/cli");
    fs::create_dir_all(&to)?;
    fs::copy(&built, to.join("augplay.wasm"))
        .with_context(|| format!("cannot copy {}", built.display()))?;
    Ok(())
}

/// Writes the JavaScript, the types and the final wasm file of a module.
fn bind(module: &Module, built: &Path) -> Result<()> {
    let folder = module.folder();
    let stamp = Stamp::new(folder.join(".stamp"), &[built], env!("CARGO_PKG_VERSION"))?;
    if !(stamp.is_fresh() && module.wasm().is_file()) {
        say(format!(
            "wasm: bindings of {} into {}",
            module.name,
            folder.display()
        ));
        let options = [
            "wasm-bindgen",
            "--target",
            "web",
            "--remove-name-section",
            "--remove-producers-section",
        ];
        let mut command: Vec<_> = options.map(Into::into).into();
        command.extend(["--out-name".into(), module.name.clone().into()]);
        command.extend([
            "--out-dir".into(),
            folder.clone().into_os_string(),
            built.into(),
        ]);
        wasm_bindgen_cli::wasm_bindgen::run_cli_with_args::<_, std::ffi::OsString>(command)
            .map_err(|error| anyhow!("wasm-bindgen failed on {}: {error:#}", built.display()))?;
        stamp.set()?;
    }
    if root().join("npm/package.json").is_file() {
        copy(&folder, &root().join("npm/dist").join(&module.name))?;
    }
    Ok(())
}

/// Copies the files of a folder, leaving out hidden ones and folders.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if hidden || entry.path().is_dir() {
            continue;
        }
        let target = to.join(entry.file_name());
        fs::copy(entry.path(), &target)
            .with_context(|| format!("cannot write {}", target.display()))?;
    }
    Ok(())
}
