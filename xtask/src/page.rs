//! Builds the page and serves it.

use std::path::PathBuf;

use anyhow::{Result, anyhow};

use crate::command::{root, say};
use crate::pages;
use crate::serve::Site;
use crate::setup::npm;
use crate::wasm;

/// The port that is taken unless one is asked for.
const PORT: u16 = 8430;

/// The built page.
pub(crate) fn dist() -> PathBuf {
    root().join("www/dist")
}

/// Builds the wasm modules and the page.
pub(crate) fn build() -> Result<()> {
    wasm::build()?;
    npm::install("www")?;
    say("page: build");
    npm::npm("www").args(["run", "--silent", "build"]).run()?;
    pages::build()
}

/// Serves the built page until the process is stopped. Without a wish, a busy port gives way to a free one.
pub(crate) fn serve(port: Option<u16>) -> Result<()> {
    let site = match port {
        Some(port) => Site::listen(dist(), port)?,
        None => Site::listen(dist(), PORT).or_else(|_| Site::listen(dist(), 0))?,
    };
    println!("\naugplay is at {}  (Ctrl+C stops it)", site.address());
    site.start()
        .join()
        .map_err(|_| anyhow!("the server stopped"))?
}
