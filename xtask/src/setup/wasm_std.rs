//! A compiler and standard library for `wasm32-unknown-unknown`. In this order: the installed
//! target; `rustup target add` for the active toolchain, unless `RUSTUP_AUTO_INSTALL=0` says that
//! rustup fetches nothing; Debian's compiler, with the standard library built from its source. The
//! user's toolchain is never changed or upgraded.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, Result, anyhow, bail};

use super::{apt_install, apt_works};
use crate::command::{Run, root, say, target as target_folder, which};

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";
/// Programs for Node.
pub(crate) const WASI: &str = "wasm32-wasip1";
/// Where Debian's wasi-libc lies.
const WASI_LIBC: &str = "/usr/lib/wasm32-wasi";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_SOURCE: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";
/// With what tests need in every build, so that tests and modules share all they are built from.
const BUILD_STD: &str = "-Zbuild-std=std,panic_abort,proc_macro,test";
/// The workspace's `rust-version`, as (1, minor).
const RUST_MINOR: u32 = 90;

/// How wasm is compiled on this machine.
pub(crate) enum WasmStd {
    /// The active toolchain has the target.
    Installed,
    /// Debian's rustc; the standard library is built along, and linked by this linker.
    Debian { linker: PathBuf },
}

/// Finds or installs it; the answer holds for the whole run.
pub(crate) fn get() -> Result<&'static WasmStd> {
    static FOUND: OnceLock<Result<WasmStd, String>> = OnceLock::new();
    let found = FOUND.get_or_init(|| find().map_err(|error| format!("{error:#}")));
    found.as_ref().map_err(|error| anyhow!("{error}"))
}

fn find() -> Result<WasmStd> {
    if installed(TARGET) {
        return Ok(WasmStd::Installed);
    }
    let fetch = env::var("RUSTUP_AUTO_INSTALL").map_or(true, |value| value != "0");
    if fetch && which("rustup").is_some() {
        say(format!(
            "rustup: add the target {TARGET} to the active toolchain"
        ));
        if Run::new("rustup")
            .args(["target", "add", TARGET])
            .run()
            .is_ok()
            && installed(TARGET)
        {
            return Ok(WasmStd::Installed);
        }
    }
    if !debian_ready() && apt_works() {
        apt_install(&["rustc-web", "rust-web-src"])?;
    }
    if debian_ready() {
        say(format!(
            "wasm: {DEBIAN_RUSTC} and a standard library built from its source"
        ));
        return Ok(WasmStd::Debian { linker: linker()? });
    }
    bail!("no standard library for {TARGET}: run `rustup target add {TARGET}` and try again");
}

/// Whether the active toolchain has a standard library for a target.
fn installed(target: &str) -> bool {
    let Ok(folder) = Run::new("rustc")
        .args(["--print", "target-libdir", "--target", target])
        .output()
    else {
        return false;
    };
    Path::new(&folder).read_dir().is_ok_and(|mut files| {
        files.any(|file| {
            file.is_ok_and(|file| file.file_name().to_string_lossy().starts_with("libstd"))
        })
    })
}

/// Whether Debian's compiler and its source are there and recent enough.
fn debian_ready() -> bool {
    Path::new(DEBIAN_SOURCE).is_file()
        && Run::new(DEBIAN_RUSTC)
            .arg("--version")
            .without_env("LD_LIBRARY_PATH")
            .output()
            .is_ok_and(|version| minor(&version).is_some_and(|minor| minor >= RUST_MINOR))
}

/// The 90 of "rustc 1.90.0 (…)".
fn minor(version: &str) -> Option<u32> {
    version
        .strip_prefix("rustc 1.")?
        .split('.')
        .next()?
        .parse()
        .ok()
}

/// The linker inside the active toolchain, else LLVM's own.
fn linker() -> Result<PathBuf> {
    let sysroot = Run::new("rustc").args(["--print", "sysroot"]).output()?;
    let bundled = Path::new(&sysroot)
        .join("lib/rustlib")
        .join(host()?)
        .join("bin/rust-lld");
    if bundled.is_file() {
        return Ok(bundled);
    }
    which("rust-lld")
        .or_else(|| which("wasm-ld"))
        .context("no linker for wasm: neither rust-lld in the toolchain nor wasm-ld on PATH")
}

fn host() -> Result<String> {
    let version = Run::new("rustc").arg("-vV").output()?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not name its host")?.to_owned())
}

impl WasmStd {
    /// `cargo <subcommand>` for the wasm target.
    pub(crate) fn cargo(&self, subcommand: &str) -> Run {
        self.cargo_for(subcommand, TARGET, &[])
    }

    /// `cargo build` of a program for WASI.
    pub(crate) fn program(&self) -> Result<Run> {
        let libc = format!("{WASI_LIBC}/libc.a");
        let flags = match self {
            Self::Installed => {
                if !installed(WASI) {
                    say(format!(
                        "rustup: add the target {WASI} to the active toolchain"
                    ));
                    Run::new("rustup").args(["target", "add", WASI]).run()?;
                }
                Vec::new()
            }
            Self::Debian { .. } => {
                if !Path::new(&libc).is_file() && apt_works() {
                    apt_install(&["wasi-libc"])?;
                }
                if !Path::new(&libc).is_file() {
                    bail!("no C library for {WASI}: install Debian's wasi-libc and try again");
                }
                vec![
                    "-Clink-self-contained=no".to_owned(),
                    format!("-Lnative={WASI_LIBC}"),
                    format!("-Clink-arg={WASI_LIBC}/crt1-command.o"),
                    "-Clink-arg=-lc".to_owned(),
                    // The standard library names functions that this libc is too old for; nothing calls them.
                    "-Clink-arg=--unresolved-symbols=ignore-all".to_owned(),
                ]
            }
        };
        Ok(self.cargo_for("build", WASI, &flags))
    }

    fn cargo_for(&self, subcommand: &str, target: &str, flags: &[String]) -> Run {
        let run = Run::cargo()
            .args([subcommand, "--target", target, "--locked"])
            .quiet_args(["--config".to_owned(), rustflags(target, flags)])
            // The flags of .cargo/config.toml hold, whatever the environment says about others.
            .without_env("RUSTFLAGS")
            .without_env("CARGO_ENCODED_RUSTFLAGS");
        match self {
            Self::Installed => run,
            Self::Debian { linker } => run
                .arg(BUILD_STD)
                .quiet_args([
                    "--config".to_owned(),
                    format!("target.{target}.linker={:?}", linker.display().to_string()),
                ])
                .env("RUSTC", DEBIAN_RUSTC)
                .env("RUSTDOC", "/usr/bin/rustdoc")
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_TARGET_DIR", self.target_dir())
                // Cargo points it at the toolchain that built this task.
                .without_env("LD_LIBRARY_PATH"),
        }
    }

    /// Two compilers must not share a target directory.
    pub(crate) fn target_dir(&self) -> PathBuf {
        match self {
            Self::Installed => target_folder(),
            Self::Debian { .. } => target_folder().join("wasm-debian"),
        }
    }

    /// Where `cargo build --profile wasm` leaves its files.
    pub(crate) fn artifacts(&self) -> PathBuf {
        self.artifacts_of(TARGET)
    }

    /// The same for another target.
    pub(crate) fn artifacts_of(&self, target: &str) -> PathBuf {
        self.target_dir().join(target).join("wasm")
    }
}

/// Panic messages carry file names; these flags keep this machine's folders out of them.
fn rustflags(target: &str, more: &[String]) -> String {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| {
        let user = env::var_os(if cfg!(windows) { "USERPROFILE" } else { "HOME" })?;
        Some(Path::new(&user).join(".cargo"))
    });
    let mut flags = vec![format!("--remap-path-prefix={}=augplay", root().display())];
    flags.extend(home.map(|home| format!("--remap-path-prefix={}=cargo", home.display())));
    flags.extend_from_slice(more);
    format!("target.{target}.rustflags={flags:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_minor_version() {
        assert_eq!(minor("rustc 1.96.0 (ac68faa20 2026-05-25)"), Some(96));
        assert_eq!(minor("gcc 12"), None);
    }

    #[test]
    fn remapping_is_a_toml_array_with_this_checkout() {
        let text = rustflags(TARGET, &[]);
        assert!(
            text.starts_with("target.wasm32-unknown-unknown.rustflags=[\"--remap-path-prefix=")
        );
        assert!(text.contains("=augplay\""));
    }
}
