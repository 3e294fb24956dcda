//! Remembers which inputs a result was made from, so that it is not made twice.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A file that holds a hash of the inputs. It lies beside the result, so both vanish together.
pub(crate) struct Stamp {
    file: PathBuf,
    hash: String,
}

impl Stamp {
    /// A stamp at `file` over the contents of `inputs` and any further facts.
    pub(crate) fn new(file: PathBuf, inputs: &[&Path], facts: &str) -> Result<Self> {
        let mut hasher = DefaultHasher::new();
        facts.hash(&mut hasher);
        for input in inputs {
            let bytes =
                fs::read(input).with_context(|| format!("cannot read {}", input.display()))?;
            bytes.hash(&mut hasher);
        }
        Ok(Self {
            file,
            hash: format!("{:016x}", hasher.finish()),
        })
    }

    /// Whether the result was made from exactly these inputs.
    pub(crate) fn is_fresh(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|text| text == self.hash)
    }

    /// Records that the result is made.
    pub(crate) fn set(&self) -> Result<()> {
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.file, &self.hash)
            .with_context(|| format!("cannot write {}", self.file.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_inputs_make_a_stamp_stale() {
        let folder = std::env::temp_dir().join(format!("augplay-stamp-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let input = folder.join("input");
        let stamp = |text: &str| {
            fs::write(&input, text).unwrap();
            Stamp::new(folder.join("stamp"), &[&input], "").unwrap()
        };
        let first = stamp("one");
        assert!(!first.is_fresh());
        first.set().unwrap();
        assert!(stamp("one").is_fresh());
        assert!(!stamp("two").is_fresh());
        fs::remove_dir_all(&folder).unwrap();
    }
}
