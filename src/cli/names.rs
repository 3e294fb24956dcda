//! What outputs are called: after their inputs, and never two alike.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::input::Found;

/// For each input the name of its outputs, without view and ending: `cats/tom` for `cats/tom.jpg`.
/// Where that is taken, the whole file name; where that is taken too, numbered.
pub(super) fn stems(inputs: &[Found]) -> Vec<PathBuf> {
    let mut taken = BTreeSet::new();
    inputs
        .iter()
        .map(|input| {
            let name = &input.name;
            let whole = name.file_name().unwrap_or_default();
            let numbered = (2..).map(|n: u32| {
                let mut stem = OsString::from(stem(name));
                stem.push(format!("-{n}"));
                stem
            });
            [stem(name).to_owned(), whole.to_owned()]
                .into_iter()
                .chain(numbered)
                .map(|file| name.with_file_name(file))
                // Some file systems take A and a for the same name.
                .find(|path| taken.insert(path.to_string_lossy().to_lowercase()))
                .unwrap_or_else(|| name.clone())
        })
        .collect()
}

/// A name without its ending.
pub(super) fn stem(name: &Path) -> &std::ffi::OsStr {
    name.file_stem().unwrap_or_default()
}

/// The file of one draw, or of the part of it with this label.
pub(super) fn view(stem: &Path, view: u32, part: Option<&str>) -> PathBuf {
    let mut name = stem.file_name().unwrap_or_default().to_owned();
    // Labels begin with a letter, so no part is called as another stem's draw.
    let part = part.map(|label| format!(".{label}")).unwrap_or_default();
    name.push(format!(".{view}{part}.png"));
    stem.with_file_name(name)
}

/// A relative path as it stands in a replay file, the same on every platform.
pub(super) fn portable(path: &Path) -> String {
    path.iter()
        .map(|part| part.to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(names: &[&str]) -> Vec<Found> {
        names
            .iter()
            .map(|n| Found {
                path: n.into(),
                name: n.into(),
            })
            .collect()
    }

    #[test]
    fn no_two_inputs_share_an_output() {
        let inputs = found(&["a.jpg", "b/a.jpg", "a.png", "A.jpg", "a.png", "a-2.gif"]);
        let stems: Vec<_> = stems(&inputs).iter().map(|p| portable(p)).collect();
        assert_eq!(stems, ["a", "b/a", "a.png", "A.jpg", "a-2", "a-2.gif"]);
    }

    #[test]
    fn views_are_numbered() {
        assert_eq!(view(Path::new("b/a.x"), 3, None), Path::new("b/a.x.3.png"));
        let part = view(Path::new("b/a.x"), 3, Some("local.0"));
        assert_eq!(part, Path::new("b/a.x.3.local.0.png"));
    }
}
