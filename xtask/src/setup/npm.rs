//! npm packages, exactly as the lock file says.

use anyhow::{Result, bail};

use crate::command::{Run, root, say, which};
use crate::stamp::Stamp;

/// The oldest Node that everything here runs on, as (major, minor).
const NODE: (u32, u32) = (20, 19);

/// An npm command in a folder of the repository.
pub(crate) fn npm(folder: &str) -> Run {
    Run::new("npm").dir(folder)
}

/// Whether the repository has this npm package.
pub(crate) fn exists(folder: &str) -> bool {
    root().join(folder).join("package.json").is_file()
}

/// Installs the folder's packages unless the installed ones are the lock file's.
pub(crate) fn install(folder: &str) -> Result<()> {
    check_node()?;
    let path = root().join(folder);
    let lock = path.join("package-lock.json");
    let stamp = Stamp::new(path.join("node_modules/.augplay-stamp"), &[&lock], "")?;
    if stamp.is_fresh() {
        return Ok(());
    }
    say(format!(
        "npm: install the packages of {folder}/package-lock.json"
    ));
    // No package here needs a script of its own to work.
    npm(folder)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .run()?;
    stamp.set()
}

fn check_node() -> Result<()> {
    let (major, minor) = NODE;
    if which("node").is_none() || which("npm").is_none() {
        bail!(
            "Node is missing: install Node {major}.{minor} or later with npm (https://nodejs.org)"
        );
    }
    let version = Run::new("node").arg("--version").output()?;
    if parse(&version).is_none_or(|found| found < NODE) {
        bail!(
            "Node {version} is too old: install Node {major}.{minor} or later (https://nodejs.org)"
        );
    }
    Ok(())
}

/// The (20, 19) of "v20.19.1".
fn parse(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.strip_prefix('v')?.split('.').map(str::parse);
    Some((parts.next()?.ok()?, parts.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_versions_by_number() {
        assert_eq!(parse("v20.19.1"), Some((20, 19)));
        assert!(parse("v20.9.0").unwrap() < NODE);
        assert!(parse("v100.0.0").unwrap() > NODE);
        assert_eq!(parse("none"), None);
    }
}
