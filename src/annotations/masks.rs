//! Label masks, told by their names; their pixels are decoded elsewhere.
//!
//! `masks/cat.png` is the mask of `images/cat.jpg` or `cat.jpg`; so is `cat_mask.png` (`_label`, `_seg`, …), wherever
//! it is.

use super::model::{Format, Record};
use super::names::{self, By};
use super::read::Context;
use super::source::Source;

/// What is added to a picture's name to name its mask.
const TAILS: &[&str] = &[
    "_mask",
    "-mask",
    ".mask",
    "_masks",
    "_label",
    "_labels",
    "_seg",
    "_segmentation",
    "_gt",
    "_L",
];

/// What a mask's name has more than its picture's.
pub(super) fn tail(file: &str) -> Option<&'static str> {
    let stem = names::stem(names::base(file));
    TAILS
        .iter()
        .copied()
        .find(|tail| stem.len() > tail.len() && stem.ends_with(tail))
}

pub(super) fn read(files: &[&dyn Source], context: &mut Context<'_, '_>) {
    let mut named: Vec<(String, String)> = Vec::new();
    for file in files.iter().map(|f| f.name()) {
        let folder = names::parts(file).rev().skip(1).any(names::is_kind);
        let asked = context.asked.iter().any(|a| a.name == file);
        if folder && !asked && !context.images.candidates(file, By::Stem).is_empty() {
            named.push((file.to_owned(), file.to_owned()));
        } else if let Some(tail) = tail(file) {
            let folder = file.strip_suffix(names::base(file)).unwrap_or("");
            let stem = names::stem(names::base(file));
            let bare = format!("{folder}{}.png", stem.strip_suffix(tail).unwrap_or(stem));
            if !context.images.candidates(&bare, By::Stem).is_empty() {
                named.push((bare, file.to_owned()));
            }
        }
    }
    // A picture may have several masks, in folders of their own.
    let mut groups: std::collections::BTreeMap<String, Vec<(String, String)>> =
        std::collections::BTreeMap::new();
    for (bare, file) in named {
        let group = names::parts(&file)
            .rev()
            .skip(1)
            .find(|f| names::is_kind(f))
            .unwrap_or("")
            .to_owned();
        groups.entry(group).or_default().push((bare, file));
    }
    for group in groups.into_values() {
        let (bare, files): (Vec<_>, Vec<_>) = group.into_iter().unzip();
        let assigned = context
            .images
            .assign(&bare, By::Stem, &mut context.store.found.ambiguous);
        for (image, place) in assigned {
            let (Some(file), Some(asked)) = (files.get(place), context.asked.get(image)) else {
                continue;
            };
            if context.store.record(image).is_none() {
                let record = Record::new(Format::Masks, file, &asked.name, asked.size);
                context.store.begin(image, record);
            }
            if let Some(record) = context.store.record(image) {
                record.masks.push(file.clone());
            }
        }
    }
}
