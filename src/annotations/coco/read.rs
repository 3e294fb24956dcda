//! Reading: a stream of hundreds of megabytes of which little is kept.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value as Json};

use super::super::check::Check;
use super::super::json::{self, Each, Item, Small, number};
use super::super::model::{Format, Record};
use super::super::names::By;
use super::super::read::Context;
use super::super::source::Source;
use super::category::{Id, classes};
use super::object::object;
use crate::error::{Code, Error, Result};

/// The most values kept of what is neither images, annotations nor categories.
const MAX_HEADER: usize = 10_000;
/// The most categories of a file.
const MAX_CLASSES: usize = 100_000;

pub(in super::super) fn read(files: &[&dyn Source], context: &mut Context<'_, '_>) -> Result<()> {
    for file in files {
        if let Err(e) = one(*file, context) {
            context.give_up(file.name(), &e)?;
        }
    }
    Ok(())
}

fn one(source: &dyn Source, context: &mut Context<'_, '_>) -> Result<()> {
    let mut file = File {
        source: source.name(),
        context,
        candidates: Vec::new(),
        wanted: None,
        categories: Vec::new(),
        missed: false,
    };
    let mut ended = file.pass(source);
    if ended.is_ok() && file.missed && file.wanted.as_ref().is_some_and(|w| !w.is_empty()) {
        ended = file.pass(source);
    }
    // What was read before the file broke off is kept.
    file.finish();
    ended
}

/// An image of the file that may be one asked about.
struct Candidate {
    name: String,
    id: Json,
    extra: Map<String, Json>,
}

/// One file being read.
struct File<'a, 'c, 'p> {
    source: &'a str,
    context: &'a mut Context<'c, 'p>,
    candidates: Vec<Candidate>,
    /// Images asked about by the file's ids, once its images are read.
    wanted: Option<BTreeMap<Id, usize>>,
    categories: Vec<Map<String, Json>>,
    /// Whether annotations came before images.
    missed: bool,
}

impl File<'_, '_, '_> {
    fn pass(&mut self, source: &dyn Source) -> Result<()> {
        let opener = self.context.opener;
        let reader = json::open(opener, source)?;
        let mut parser = serde_json::Deserializer::from_reader(reader);
        let done = Top(self)
            .deserialize(&mut parser)
            .and_then(|()| parser.end());
        done.map_err(|e| {
            if let Err(cancelled) = opener.check() {
                return cancelled;
            }
            Error::new(Code::Syntax, format!("breaks off: {e}")).at_line(e.line() as u32)
        })
    }

    fn image(&mut self, place: usize, item: Item) {
        let mut entries = match item {
            Item::Object(entries) => entries,
            Item::Bad(why) => {
                self.tell(&format!("images[{place}]"), format!("{why}: skipped"));
                return;
            }
            Item::Unwanted => return,
        };
        let id = entries.remove("id").unwrap_or_default();
        match (entries.remove("file_name"), Id::of(&id)) {
            (Some(Json::String(name)), Some(_)) => self.candidates.push(Candidate {
                name,
                id,
                extra: entries,
            }),
            _ => self.tell(
                &format!("images[{place}]"),
                "needs an id and a file_name: skipped",
            ),
        }
    }

    /// Settles which of the file's images are asked about.
    fn match_images(&mut self) {
        let names: Vec<_> = self.candidates.iter().map(|c| c.name.clone()).collect();
        let store = &mut self.context.store;
        let assigned = self
            .context
            .images
            .assign(&names, By::Name, &mut store.found.ambiguous);
        let mut wanted = BTreeMap::new();
        for (image, place) in assigned {
            let (Some(candidate), Some(asked)) =
                (self.candidates.get(place), self.context.asked.get(image))
            else {
                continue;
            };
            let mut record = Record::new(Format::Coco, self.source, &candidate.name, asked.size);
            record.id.clone_from(&candidate.id);
            record.extra.clone_from(&candidate.extra);
            let said =
                ["width", "height"].map(|key| record.extra.remove(key).as_ref().and_then(number));
            if let [Some(w), Some(h)] = said
                && [w, h] != [f64::from(asked.size.width), f64::from(asked.size.height)]
            {
                let text = format!(
                    "says {w} × {h} px, the picture has {} × {}; coordinates are taken as they stand",
                    asked.size.width, asked.size.height
                );
                store
                    .found
                    .problems
                    .add(self.source, format!("image '{}'", candidate.name), text);
            }
            if store.begin(image, record)
                && let Some(id) = Id::of(&candidate.id)
            {
                wanted.insert(id, image);
            }
        }
        self.wanted = Some(wanted);
    }

    fn annotation(&mut self, place: usize, item: Item) {
        let entries = match item {
            Item::Object(entries) => entries,
            Item::Bad(why) => {
                self.tell(&format!("annotations[{place}]"), format!("{why}: skipped"));
                return;
            }
            Item::Unwanted => return,
        };
        let place = match entries.get("id") {
            Some(id) if !id.is_null() => format!("annotation {id}"),
            _ => format!("annotations[{place}]"),
        };
        let Some(image) = entries.get("image_id").and_then(Id::of) else {
            self.tell(&place, "has no image_id: skipped");
            return;
        };
        let Some(&image) = self.wanted.as_ref().and_then(|w| w.get(&image)) else {
            return;
        };
        let Some(size) = self.context.size(image) else {
            return;
        };
        let mut check = Check {
            file: self.source,
            size,
            problems: &mut self.context.store.found.problems,
        };
        if let Some(object) = object(entries, place, &mut check) {
            self.context.store.push(image, object);
        }
    }

    /// Gives objects the names of their categories, which stand at a file's end as a rule.
    fn finish(&mut self) {
        let wanted: Vec<usize> = self
            .wanted
            .iter()
            .flatten()
            .map(|(_, image)| *image)
            .collect();
        if wanted.is_empty() {
            return;
        }
        let categories = std::mem::take(&mut self.categories);
        let classes = classes(self.source, categories, &mut self.context.store.found);
        for image in wanted {
            let store = &mut self.context.store;
            let Some(record) = store.record(image) else {
                continue;
            };
            let mut kept = Vec::with_capacity(record.objects.len());
            for mut object in std::mem::take(&mut record.objects) {
                let category = object.extra.remove("category_id").unwrap_or_default();
                if let Some(class) = Id::of(&category).and_then(|id| classes.get(&id)) {
                    object.class.clone_from(class);
                    store.name_joints(&mut object);
                    kept.push(object);
                } else {
                    let text =
                        format!("category_id {category} is not among the categories: skipped");
                    store.found.problems.add(self.source, object.place, text);
                }
            }
            if let Some(record) = store.record(image) {
                record.objects = kept;
            }
        }
    }

    fn tell(&mut self, place: &str, text: impl Into<String>) {
        self.context
            .store
            .found
            .problems
            .add(self.source, place, text);
    }
}

/// The object that the whole file is.
struct Top<'f, 'a, 'c, 'p>(&'f mut File<'a, 'c, 'p>);

impl<'de> DeserializeSeed<'de> for Top<'_, '_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> std::result::Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Top<'_, '_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with images, annotations and categories")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<(), A::Error> {
        let file = self.0;
        let second = file.wanted.is_some();
        let mut left = MAX_HEADER;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "annotations" if file.wanted.is_some() => {
                    let wanted = file.wanted.clone().unwrap_or_default();
                    map.next_value_seed(Each {
                        wants: &|key, value| {
                            key != "image_id"
                                || Id::of(value).is_none_or(|id| wanted.contains_key(&id))
                        },
                        take: &mut |place, item| file.annotation(place, item),
                    })?;
                }
                "annotations" => {
                    file.missed = true;
                    map.next_value::<IgnoredAny>()?;
                }
                _ if second => {
                    map.next_value::<IgnoredAny>()?;
                }
                "images" => {
                    let images = file.context.images;
                    map.next_value_seed(Each {
                        wants: &|key, value| {
                            let name = value.as_str().filter(|_| key == "file_name");
                            name.is_none_or(|name| !images.candidates(name, By::Name).is_empty())
                        },
                        take: &mut |place, item| file.image(place, item),
                    })?;
                    file.match_images();
                }
                "categories" => {
                    let mut found = Vec::new();
                    map.next_value_seed(Each {
                        wants: &|_, _| true,
                        take: &mut |_, item| match item {
                            Item::Object(entries) if found.len() < MAX_CLASSES => {
                                found.push(entries);
                            }
                            _ => {}
                        },
                    })?;
                    file.categories = found;
                }
                _ => {
                    let value = map.next_value_seed(Small { left: &mut left })?;
                    if left > 0 {
                        file.context.store.found.header.entry(key).or_insert(value);
                    }
                }
            }
        }
        Ok(())
    }
}
