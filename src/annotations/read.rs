//! Files to records: which file is what, and what is kept.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Class, Format, Found, Object, Record, Skeleton};
use super::names::{self, By, Images};
use super::source::{Opener, Progress, Source};
use super::{coco, folders, json, labelme, masks, table, voc, yolo};
use crate::error::{Code, Error, Result};
use crate::image::{Size, check_size};

/// The most objects that are kept of one picture.
pub const MAX_PER_PICTURE: usize = 100_000;
/// The most objects that are kept in all.
pub const MAX_OBJECTS: usize = 1_000_000;
/// The most numbers (coordinates, run lengths) that are kept in all.
const MAX_NUMBERS: usize = 1 << 24;

/// An image that annotations are looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Its name: a path, with `/` or `\`, within what was given.
    pub name: String,
    /// Its size in px, as it is decoded.
    pub size: Size,
}

/// Answers that files cannot give.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// For an image that was [`Ambiguous`], by its place in the list: which candidate it is.
    pub choose: BTreeMap<usize, String>,
}

/// Reads annotation files as far as they are about the images asked for.
///
/// A file that cannot be read and a record that makes no sense are told in [`Found::problems`]; the rest is read.
/// `progress` is told of bytes read; if it gives false, reading is broken off.
///
/// # Errors
/// [`Code::Cancelled`], or [`Code::Range`] for an image without pixels.
pub fn read(
    sources: &[&dyn Source],
    asked: &[Asked],
    options: &Options,
    progress: &mut dyn FnMut(Progress<'_>) -> bool,
) -> Result<Found> {
    for image in asked {
        check_size(image.size).map_err(|e| e.in_file(&image.name))?;
    }
    let total = sources.iter().map(|s| s.len()).sum();
    let opener = Opener::new(total, progress);
    let files: Vec<&str> = sources.iter().map(|s| s.name()).collect();
    let masks = masks::find(&files, asked);
    // What is a mask of another picture has no annotations itself.
    let are_masks: BTreeSet<&str> = masks.values().flatten().map(|(_, file)| *file).collect();
    let pictures = asked.iter().map(|a| a.name.as_str());
    let pictures = pictures.map(|n| if are_masks.contains(n) { "" } else { n });
    let images = Images::new(pictures.collect(), &options.choose);
    let mut context = Context {
        opener: &opener,
        asked,
        images: &images,
        store: Store::new(asked.len()),
    };
    let mut kinds = Kinds::default();
    for source in sources {
        kinds.sort(*source, &mut context)?;
    }
    // Where several formats know a picture, the first has its objects.
    coco::read(&kinds.coco, &mut context)?;
    voc::read(&kinds.xml, &mut context)?;
    labelme::read(&kinds.labelme, &mut context)?;
    yolo::read(&kinds.txt, &kinds.yaml, &mut context)?;
    table::read(&kinds.csv, &mut context)?;
    masks::read(&masks, &mut context);
    if context.store.found.matched() == 0 {
        folders::read(&mut context);
    }
    opener.check()?;
    Ok(context.store.finish())
}

/// Sources by what they are.
#[derive(Default)]
struct Kinds<'a> {
    coco: Vec<&'a dyn Source>,
    labelme: Vec<&'a dyn Source>,
    xml: Vec<&'a dyn Source>,
    txt: Vec<&'a dyn Source>,
    yaml: Vec<&'a dyn Source>,
    csv: Vec<&'a dyn Source>,
}

impl<'a> Kinds<'a> {
    fn sort(&mut self, source: &'a dyn Source, context: &mut Context<'_, '_>) -> Result<()> {
        let name = source.name();
        match names::ending(name).as_str() {
            "json" => match json::open(context.opener, source).map(json::kind) {
                Ok(Some(json::Kind::Coco)) => self.coco.push(source),
                Ok(Some(json::Kind::LabelMe)) => self.labelme.push(source),
                Ok(None) => {
                    context.opener.check()?;
                    context.tell(name, "is neither COCO nor LabelMe JSON: left out");
                }
                Err(e) => context.give_up(name, &e)?,
            },
            "xml" => self.xml.push(source),
            "txt" | "names" => self.txt.push(source),
            "yaml" | "yml" => self.yaml.push(source),
            "csv" | "tsv" => self.csv.push(source),
            "png" => {}
            _ => context.tell(name, "is no kind of annotation file that is read: left out"),
        }
        Ok(())
    }
}

/// What readers of formats share.
pub(super) struct Context<'a, 'p> {
    pub(super) opener: &'a Opener<'p>,
    pub(super) asked: &'a [Asked],
    pub(super) images: &'a Images<'a>,
    pub(super) store: Store,
}

impl Context<'_, '_> {
    /// Tells of a problem with a whole file.
    pub(super) fn tell(&mut self, file: &str, text: impl Into<String>) {
        self.store.found.problems.add(file, "", text);
    }

    /// Tells why a file is not read further. Only a cancelled reading ends.
    pub(super) fn give_up(&mut self, file: &str, error: &Error) -> Result<()> {
        self.opener.check()?;
        if error.code == Code::Cancelled {
            return Err(error.clone());
        }
        let place = error
            .line
            .map_or(String::new(), |line| format!("line {line}"));
        // The file and line stand beside the message.
        let mut bare = error.clone();
        (bare.file, bare.line) = (None, None);
        self.store
            .found
            .problems
            .add(file, place, format!("{bare}: left out"));
        Ok(())
    }

    /// The size of an image.
    pub(super) fn size(&self, image: usize) -> Option<Size> {
        self.asked.get(image).map(|a| a.size)
    }

    /// For each image at most one of some files, told by their stems.
    pub(super) fn by_stem(&mut self, files: &[&dyn Source]) -> BTreeMap<usize, usize> {
        let names: Vec<_> = files.iter().map(|f| f.name().to_owned()).collect();
        self.images
            .assign(&names, By::Stem, &mut self.store.found.ambiguous)
    }
}

/// What is kept, within limits.
pub(super) struct Store {
    pub(super) found: Found,
    objects: usize,
    numbers: usize,
    left_out: BTreeMap<usize, usize>,
}

impl Store {
    fn new(images: usize) -> Self {
        Self {
            found: Found {
                records: vec![None; images],
                ..Found::default()
            },
            objects: 0,
            numbers: 0,
            left_out: BTreeMap::new(),
        }
    }

    /// Begins the record of an image; false where another file has it already, which is told.
    pub(super) fn begin(&mut self, image: usize, record: Record) -> bool {
        match self.found.records.get_mut(image) {
            Some(slot @ None) => {
                *slot = Some(record);
                true
            }
            Some(Some(before)) => {
                let text = format!(
                    "'{}' has its annotations from {}: left out",
                    record.file, before.source
                );
                self.found.problems.add(&record.source, "", text);
                false
            }
            None => false,
        }
    }

    /// The record of an image.
    pub(super) fn record(&mut self, image: usize) -> Option<&mut Record> {
        self.found.records.get_mut(image)?.as_mut()
    }

    /// Adds an object to an image's record, unless there are too many.
    pub(super) fn push(&mut self, image: usize, object: Object) {
        let numbers = self.numbers + object.numbers();
        let most = numbers > MAX_NUMBERS || self.objects >= MAX_OBJECTS;
        let Some(record) = self.record(image) else {
            return;
        };
        if most || record.objects.len() >= MAX_PER_PICTURE {
            *self.left_out.entry(image).or_default() += 1;
            return;
        }
        record.objects.push(object);
        self.objects += 1;
        self.numbers = numbers;
    }

    /// Names an object's keypoints after its class's skeleton; by number where that has no names for them.
    pub(super) fn name_joints(&mut self, object: &mut Object) {
        let count = object.keypoints.len();
        if count == 0 {
            return;
        }
        let skeletons = &mut self.found.skeletons;
        let place = skeletons
            .iter()
            .position(|s| s.class == object.class)
            .unwrap_or_else(|| {
                skeletons.push(Skeleton {
                    class: object.class.clone(),
                    ..Skeleton::default()
                });
                skeletons.len() - 1
            });
        if let Some(skeleton) = skeletons.get_mut(place) {
            for i in skeleton.points.len()..count {
                skeleton.points.push(i.to_string());
            }
            for (joint, name) in object.keypoints.iter_mut().zip(&skeleton.points) {
                joint.name.clone_from(name);
            }
        }
    }

    /// The class of a name, added if it is new.
    pub(super) fn class(&mut self, name: &str) {
        let classes = &mut self.found.classes;
        if !classes.iter().any(|c| c.name == name) {
            let id = classes.iter().map(|c| c.id + 1).max().unwrap_or(0);
            classes.push(Class {
                id,
                name: name.to_owned(),
                ..Class::default()
            });
        }
    }

    fn finish(mut self) -> Found {
        for (image, count) in self.left_out {
            if let Some(record) = self.found.records.get(image).and_then(Option::as_ref) {
                let text = format!(
                    "'{}' has {count} objects beyond the limits ({MAX_PER_PICTURE} of a picture, {MAX_OBJECTS} and \
                     {MAX_NUMBERS} numbers in all): left out",
                    record.file
                );
                self.found.problems.add(&record.source.clone(), "", text);
            }
        }
        self.found
    }
}

impl Record {
    /// A record of nothing yet.
    pub(super) fn new(format: Format, source: &str, file: &str, size: Size) -> Self {
        Self {
            format,
            source: source.to_owned(),
            file: file.to_owned(),
            id: serde_json::Value::Null,
            size,
            class: None,
            objects: Vec::new(),
            masks: Vec::new(),
            extra: serde_json::Map::new(),
        }
    }
}
