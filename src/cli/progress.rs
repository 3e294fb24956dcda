//! A bar on a terminal; nothing elsewhere, nor in WebAssembly.

#[cfg(not(target_family = "wasm"))]
pub(super) use indicatif::ProgressBar as Bar;

/// Where no terminal can be asked for its width.
#[cfg(target_family = "wasm")]
pub(super) struct Bar;

#[cfg(target_family = "wasm")]
#[allow(clippy::unused_self, reason = "as the bar that it stands for")]
impl Bar {
    pub(super) fn inc(&self, _delta: u64) {}

    pub(super) fn finish_and_clear(&self) {}

    pub(super) fn suspend<T>(&self, run: impl FnOnce() -> T) -> T {
        run()
    }
}

/// A bar for so many views.
#[cfg(not(target_family = "wasm"))]
pub(super) fn bar(length: u64) -> Bar {
    let style = indicatif::ProgressStyle::with_template("{bar:32} {pos}/{len} views, {eta} left");
    let bar = Bar::new(length);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// A bar for so many views.
#[cfg(target_family = "wasm")]
pub(super) fn bar(_length: u64) -> Bar {
    Bar
}
