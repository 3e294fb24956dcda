//! Label masks, told by their names; their pixels are decoded elsewhere.
//!
//! `masks/cat.png` is the mask of `images/cat.jpg` or `cat.jpg`; so is `cat_mask.png` (`_label`, `_seg`, …), wherever
//! it is.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Format, Record};
use super::names::{self, By};
use super::read::{Asked, Context};

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

/// Mask files and what each would be called if it were its picture, by the folder of masks they lie in: a picture may
/// have several.
pub(super) type Groups<'a> = BTreeMap<&'a str, Vec<(String, &'a str)>>;

/// Which files are masks of pictures asked about.
pub(super) fn find<'a>(files: &[&'a str], asked: &[Asked]) -> Groups<'a> {
    let mut groups = Groups::new();
    for &file in files.iter().filter(|f| names::ending(f) == "png") {
        let folder = names::kind_of(file).filter(|f| names::is_labels(f));
        if let Some(bare) = bare(file, folder) {
            groups
                .entry(folder.unwrap_or(""))
                .or_default()
                .push((bare, file));
        }
    }
    // A mask may be among the pictures too, but not be its own.
    let masks: BTreeSet<&str> = groups.values().flatten().map(|(_, file)| *file).collect();
    let pictures = asked
        .iter()
        .map(|a| a.name.as_str())
        .filter(|n| !masks.contains(n));
    let pictures: BTreeSet<&str> = pictures.map(|n| names::stem(names::base(n))).collect();
    for group in groups.values_mut() {
        group.retain(|(bare, _)| pictures.contains(names::stem(names::base(bare))));
    }
    groups
}

pub(super) fn read(groups: &Groups<'_>, context: &mut Context<'_, '_>) {
    for group in groups.values() {
        let bare: Vec<String> = group.iter().map(|(bare, _)| bare.clone()).collect();
        let ambiguous = &mut context.store.found.ambiguous;
        for (image, place) in context.images.assign(&bare, By::Stem, ambiguous) {
            let (Some((_, file)), Some(asked)) = (group.get(place), context.asked.get(image))
            else {
                continue;
            };
            if context.store.record(image).is_none() {
                let record = Record::new(Format::Masks, file, &asked.name, asked.size);
                context.store.begin(image, record);
            }
            if let Some(record) = context.store.record(image) {
                record.masks.push((*file).to_owned());
            }
        }
    }
}

/// The name of the picture that a file would be the mask of.
fn bare(file: &str, folder: Option<&str>) -> Option<String> {
    let tail = tail(file);
    if folder.is_none() && tail.is_none() {
        return None;
    }
    let base = names::base(file);
    let stem = names::stem(base);
    let stem = tail.and_then(|t| stem.strip_suffix(t)).unwrap_or(stem);
    Some(format!(
        "{}{stem}.png",
        file.strip_suffix(base).unwrap_or("")
    ))
}
