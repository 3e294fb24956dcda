//! What was skipped or changed while reading, and why.

use serde::Serialize;

/// The most problems that are listed; all are counted.
pub const MAX_LISTED: usize = 200;

/// One thing that was skipped or changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Problem {
    /// The annotation file.
    pub file: String,
    /// Where in it, as "annotation 42" or "line 3"; empty for the whole file.
    pub place: String,
    /// What is wrong and what was done about it.
    pub text: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.place.is_empty() {
            write!(f, "{}: {}", self.file, self.text)
        } else {
            write!(f, "{}: {}: {}", self.file, self.place, self.text)
        }
    }
}

/// Problems: the first few listed, all counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Problems {
    listed: Vec<Problem>,
    count: usize,
}

impl Problems {
    /// Adds one.
    pub fn add(&mut self, file: &str, place: impl Into<String>, text: impl Into<String>) {
        self.count += 1;
        if self.listed.len() < MAX_LISTED {
            self.listed.push(Problem {
                file: file.to_owned(),
                place: place.into(),
                text: text.into(),
            });
        }
    }

    /// The first [`MAX_LISTED`].
    pub fn listed(&self) -> &[Problem] {
        &self.listed
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.count
    }
}
