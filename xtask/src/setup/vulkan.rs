//! A Vulkan driver in software (lavapipe), so that the GPU engine is tested where there is no GPU.

use std::path::Path;

use super::{apt_install, apt_works};
use crate::command::say;

/// Where drivers announce themselves.
const FOLDERS: [&str; 3] = [
    "/usr/share/vulkan/icd.d",
    "/usr/local/share/vulkan/icd.d",
    "/etc/vulkan/icd.d",
];

/// Whether lavapipe is there; it is installed where apt works. With it, a test that finds no adapter
/// is wrong.
pub(crate) fn promised() -> bool {
    if !installed() && apt_works() {
        // Without it the tests say that they are skipped, and why.
        if let Err(error) = apt_install(&["libvulkan1", "mesa-vulkan-drivers"]) {
            say(format!("vulkan: {error:#}"));
        }
    }
    installed()
}

fn installed() -> bool {
    FOLDERS.iter().any(|folder| {
        Path::new(folder).read_dir().is_ok_and(|mut files| {
            files.any(|file| {
                file.is_ok_and(|file| file.file_name().to_string_lossy().starts_with("lvp_icd"))
            })
        })
    })
}
