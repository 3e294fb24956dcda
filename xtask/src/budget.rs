//! What may be downloaded: the gzip size of every module and of the page's first load.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::command::root;
use crate::wasm;

/// Budgets of the wasm modules, KiB of gzip, and the limit that holds until a module is within its
/// budget: core, tools and labels are beyond theirs (ARCHITECTURE.md says why), and may not grow unseen.
const WASM: &[(&str, f64, f64)] = &[
    ("core", 250.0, 560.0),
    ("codec", 400.0, 400.0),
    ("gpu", 80.0, 80.0),
    ("tools", 120.0, 620.0),
    ("labels", 150.0, 270.0),
    ("lab", 250.0, 250.0),
];
/// JavaScript and CSS that the page loads at first, KiB of gzip.
const PAGE: f64 = 150.0;

/// The wasm modules against their budgets.
pub(crate) fn check_wasm() -> Result<()> {
    let mut rows = Vec::new();
    for module in wasm::modules()? {
        let budget = WASM.iter().find(|(name, ..)| *name == module.name);
        let (_, budget, limit) =
            budget.with_context(|| format!("module {} has no budget", module.name))?;
        rows.push((
            format!("{}.wasm", module.name),
            gzip(&[module.wasm()])?,
            *budget,
            *limit,
        ));
    }
    table(&rows)
}

/// What the page loads before it can draw, against the page's budget.
pub(crate) fn check_page() -> Result<()> {
    let dist = root().join("www/dist");
    let html = fs::read_to_string(dist.join("index.html")).context("the page is not built")?;
    let mut files: Vec<PathBuf> = linked(&html)
        .into_iter()
        .map(|path| dist.join(path))
        .collect();
    if files.is_empty() {
        bail!("www/dist/index.html names no script");
    }
    // The workers' script is named by the page's own.
    for entry in fs::read_dir(dist.join("assets"))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("worker-") && name.ends_with(".js") {
            files.push(path);
        }
    }
    table(&[("page (js, css)".to_owned(), gzip(&files)?, PAGE, PAGE)])
}

/// The local scripts and style sheets a page names in `src` and `href`.
fn linked(html: &str) -> Vec<&str> {
    html.split(['"', '\''])
        .filter(|value| {
            let extension = Path::new(value).extension();
            !value.contains(':') && extension.is_some_and(|e| e == "js" || e == "css")
        })
        .map(|value| value.trim_start_matches("./").trim_start_matches('/'))
        .collect()
}

/// The sum of the files' gzip sizes, KiB.
fn gzip(files: &[PathBuf]) -> Result<f64> {
    let mut sum = 0;
    for file in files {
        let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&bytes)?;
        sum += encoder.finish()?.len();
    }
    Ok(sum as f64 / 1024.0)
}

/// Prints sizes beside budgets; an error names what is beyond its limit.
fn table(rows: &[(String, f64, f64, f64)]) -> Result<()> {
    println!("    {:<16} {:>10} {:>10}", "gzip", "size", "budget");
    for (name, size, budget, limit) in rows {
        let over = if size > budget {
            format!("  over budget; limit {limit:.0}")
        } else {
            String::new()
        };
        println!("    {name:<16} {size:>6.1} KiB {budget:>6.0} KiB{over}");
    }
    let over: Vec<_> = rows
        .iter()
        .filter(|(_, size, _, limit)| size > limit)
        .map(|(name, size, _, limit)| format!("{name} is {size:.1} KiB of {limit:.0}"))
        .collect();
    if over.is_empty() {
        return Ok(());
    }
    bail!("over budget: {}", over.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_a_page_loads() {
        let html = r#"<script type="module" src="/assets/index-a1.js"></script>
            <link rel="modulepreload" href="./assets/vendor.js"><link rel="stylesheet" href="/assets/i.css">
            <link rel="icon" href="/icon.svg"><a href="https://example.org/x.js">x</a>"#;
        assert_eq!(
            linked(html),
            ["assets/index-a1.js", "assets/vendor.js", "assets/i.css"]
        );
    }

    #[test]
    fn too_big_is_an_error_by_name() {
        assert!(table(&[("core.wasm".into(), 309.9, 250.0, 310.0)]).is_ok());
        let error = table(&[("core.wasm".into(), 310.1, 250.0, 310.0)]).unwrap_err();
        assert!(error.to_string().contains("core.wasm"));
    }
}
