//! Pictures: which files are meant, and how the policy's target loads them.

use std::fs;
use std::path::{Path, PathBuf};

use super::io;
use crate::annotations::Bound;
use crate::codec::{self, DecodeOptions, MAX_FILE_BYTES};
use crate::error::{Code, Error, Result};
use crate::image::key_of;
use crate::policy::{Input, Policy};
use crate::sample::Sample;

/// Endings of files that are taken from a folder. A file named outright may have any.
const ENDINGS: &[&str] = &[
    "png", "apng", "jpg", "jpeg", "jpe", "jfif", "webp", "gif", "bmp", "dib", "tif", "tiff",
];

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Where it is.
    pub(super) path: PathBuf,
    /// What its outputs are called after: its name, within the folder that was given.
    pub(super) name: PathBuf,
}

/// The pictures meant by `inputs`, folders walked in order of names; `except` is not walked.
pub(super) fn find(inputs: &[PathBuf], except: Option<&Path>) -> Result<Vec<Found>> {
    files(inputs, except, ENDINGS, "pictures")
}

/// The files meant by `inputs`: those named outright, and those in folders that have one of some
/// endings; `what` is what they are called.
pub(super) fn files(
    inputs: &[PathBuf],
    except: Option<&Path>,
    endings: &[&str],
    what: &str,
) -> Result<Vec<Found>> {
    let except = except.and_then(|p| io::real(p).ok());
    let mut found = Vec::new();
    for path in inputs {
        if path.is_dir() {
            let before = found.len();
            walk(
                path,
                Path::new(""),
                &mut Vec::new(),
                except.as_deref(),
                endings,
                &mut found,
            )?;
            if found.len() == before {
                let e = Error::new(Code::Missing, format!("has no {what} in it"));
                return Err(e.in_file(&io::shown(path)));
            }
        } else {
            // A missing file is one bad input among others: reading it tells.
            found.push(Found {
                path: path.clone(),
                name: path.file_name().unwrap_or_default().into(),
            });
        }
    }
    Ok(found)
}

fn walk(
    dir: &Path,
    within: &Path,
    above: &mut Vec<PathBuf>,
    except: Option<&Path>,
    endings: &[&str],
    found: &mut Vec<Found>,
) -> Result<()> {
    let unreadable = |e| io::failed("read", dir, &e);
    let real = io::real(dir).map_err(unreadable)?;
    // A link to a folder above leads nowhere new.
    if above.contains(&real) || except == Some(real.as_path()) {
        return Ok(());
    }
    above.push(real);
    let mut names = Vec::new();
    for entry in fs::read_dir(dir).map_err(unreadable)? {
        names.push(entry.map_err(unreadable)?.file_name());
    }
    names.sort();
    for name in names {
        let (path, inner) = (dir.join(&name), within.join(&name));
        if name.to_string_lossy().starts_with('.') {
            continue;
        }
        if path.is_dir() {
            walk(&path, &inner, above, except, endings, found)?;
        } else if ends_in(&path, endings) {
            found.push(Found { path, name: inner });
        }
    }
    above.pop();
    Ok(())
}

fn ends_in(path: &Path, endings: &[&str]) -> bool {
    path.extension()
        .and_then(|e| e.to_str())
        .is_some_and(|e| endings.contains(&e.to_ascii_lowercase().as_str()))
}

/// A decoded file.
pub(super) struct Loaded {
    /// Its pixels.
    pub(super) sample: Sample,
    /// SHA-256 of its bytes.
    pub(super) key: String,
    /// Whose its annotations are.
    pub(super) bound: Bound,
}

/// Decodes a file as training code for the policy's target would, and tells what it did beside.
pub(super) fn load(path: &Path, policy: &Policy) -> Result<Loaded> {
    let bytes = io::read(path, MAX_FILE_BYTES as u64)?;
    let options = DecodeOptions {
        input: match policy.input {
            Input::Rgb => codec::Input::Rgb,
            Input::Grey => codec::Input::Grey,
            Input::Window { low, high } => codec::Input::Window {
                low: low.into(),
                high: high.into(),
            },
        },
        apply_orientation: policy.target.orients,
        ..DecodeOptions::default()
    };
    let name = io::shown(path);
    let decoded = codec::decode(&bytes, &options).map_err(|e| e.in_file(&name))?;
    for note in &decoded.notes {
        io::say(&format!("{name}: note: {note}"));
    }
    let mut sample = Sample::new(decoded.image);
    sample.alpha = decoded.alpha;
    Ok(Loaded {
        sample,
        key: key_of(&bytes),
        bound: Bound::default(),
    })
}
