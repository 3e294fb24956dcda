//! Files of other libraries as policies, with a note for everything that was not understood.

use serde::Serialize;

use crate::error::{Code, Error, Result};
use crate::policy::Policy;
use crate::policy::text::{self, Data, Node};

mod albumentations;
mod albumentations_code;
mod code;
mod given;
mod keys;
mod monai;
mod python;
mod rules;
mod timm;
mod torchvision;
mod ultralytics;

/// An imported policy.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The policy.
    pub policy: Policy,
    /// The format it was in: one of [`crate::export::FORMATS`], `timm`, or a library's
    /// Python (`torchvision-python`, `albumentations-python`,
    /// `monai`).
    pub format: &'static str,
    /// What was not understood or is said otherwise, one sentence each.
    pub notes: Vec<String>,
}

#[derive(Serialize)]
struct Said<'a> {
    policy: String,
    format: &'a str,
    notes: &'a [String],
}

impl Imported {
    /// As JSON `{policy, format, notes}`, the policy as YAML.
    pub fn to_json(&self) -> String {
        let said = Said {
            policy: self.policy.to_yaml(),
            format: self.format,
            notes: &self.notes,
        };
        serde_json::to_string(&said).unwrap_or_default()
    }
}

/// Reads a policy from a file's text; the format is recognised by its content.
///
/// # Errors
/// If it is in no known format, or broken; names the file.
pub fn import(text: &str, filename: &str) -> Result<Imported> {
    read(text).map_err(|e| {
        if filename.is_empty() {
            e
        } else {
            e.in_file(filename)
        }
    })
}

fn read(text: &str) -> Result<Imported> {
    if timm::recognise(text) {
        let (policy, notes) = timm::read(text)?;
        return Ok(Imported {
            policy,
            format: "timm",
            notes,
        });
    }
    if let Some(found) = code::read(text) {
        return found;
    }
    let root = text::parse(text)?;
    let json = text.trim_start().starts_with('{');
    if root.get("augplay").is_some() {
        return Ok(Imported {
            policy: Policy::parse(text)?,
            format: if json { "augplay-json" } else { "augplay-yaml" },
            notes: Vec::new(),
        });
    }
    if is_albumentations(&root) {
        let (root, mut notes) = crate::lint::migrated(root)?;
        let (policy, more) = albumentations::read(&root)?;
        notes.extend(more);
        return Ok(Imported {
            policy,
            format: if json {
                "albumentations-json"
            } else {
                "albumentations-yaml"
            },
            notes,
        });
    }
    if ultralytics::recognise(&root) {
        let (policy, notes) = ultralytics::read(&root)?;
        return Ok(Imported {
            policy,
            format: "ultralytics",
            notes,
        });
    }
    let mut notes = Vec::new();
    if let Some(found) = monai::bundle(&root, &mut notes)
        && let python::What::Call(call) = &found.what
    {
        let (policy, more) = monai::read(call, found.line)?;
        notes.extend(more);
        return Ok(Imported {
            policy,
            format: "monai",
            notes,
        });
    }
    Err(Error::new(
        Code::Unsupported,
        "is in no format that augplay reads: an augplay policy starts with augplay: 1, an Albumentations file holds __version__ and transform, a timm command has --aa, Python a Compose of torchvision's, Albumentations' or MONAI's, a MONAI bundle _target_, an Ultralytics file augmentations or keys such as fliplr and hsv_h",
    ))
}

/// Whether a text is timm's.
pub(crate) fn is_timm(text: &str) -> bool {
    timm::recognise(text)
}

/// Whether a text is Python that holds a transform.
pub(crate) fn is_code(text: &str) -> bool {
    code::recognise(text)
}

/// The tree of Albumentations code, as a file would hold it.
pub(crate) fn albumentations_tree(text: &str) -> Option<Node> {
    code::albumentations_tree(text)
}

/// Whether a tree is an Albumentations file.
pub(crate) fn is_albumentations(root: &Node) -> bool {
    let classed = |n: &Node| n.get("__class_fullname__").is_some();
    matches!(root.data, Data::Map(_))
        && (classed(root) || root.get("transform").is_some_and(classed))
}

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod told_tests;
#[cfg(test)]
mod ultralytics_tests;
