//! A folder a class: the class of a picture is the folder it lies in.

use std::collections::BTreeSet;

use super::model::{Format, Record};
use super::names;
use super::read::Context;

/// Folders that part a data set and say nothing of classes.
const SPLITS: &[&str] = &[
    "train",
    "training",
    "val",
    "valid",
    "validation",
    "test",
    "testing",
    "train2017",
    "val2017",
];

/// Takes folders for classes where there are at least two.
pub(super) fn read(context: &mut Context<'_, '_>) {
    let class = |name: &str| {
        let folder = names::parts(name).rev().nth(1)?;
        let split = SPLITS.contains(&folder.to_ascii_lowercase().as_str());
        (!split && !names::is_kind(folder)).then(|| folder.to_owned())
    };
    let classes: Vec<_> = context.asked.iter().map(|a| class(&a.name)).collect();
    let different: BTreeSet<_> = classes.iter().flatten().cloned().collect();
    if different.len() < 2 {
        return;
    }
    for name in &different {
        context.store.class(name);
    }
    for (image, (class, asked)) in classes.into_iter().zip(context.asked).enumerate() {
        if let Some(class) = class {
            let mut record = Record::new(Format::Folders, "", &asked.name, asked.size);
            record.class = Some(class);
            context.store.begin(image, record);
        }
    }
}
