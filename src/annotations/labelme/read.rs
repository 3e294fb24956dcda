//! Reading.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value as Json};

use super::super::check::Check;
use super::super::json::{self, Each, Item, Small, number};
use super::super::model::{Format, Record};
use super::super::names::By;
use super::super::read::{Context, MAX_PER_PICTURE};
use super::super::source::Source;
use super::shape::objects;
use crate::error::{Code, Error, Result};

/// The most values kept of what is not shapes.
const MAX_HEADER: usize = 10_000;

pub(in super::super) fn read(files: &[&dyn Source], context: &mut Context<'_, '_>) -> Result<()> {
    let assigned = context.by_stem(files);
    for (&image, &place) in &assigned {
        if let Some(source) = files.get(place) {
            one(*source, Some(image), context)?;
        }
    }
    if context.store.found.records.iter().any(Option::is_none) {
        for (place, source) in files.iter().enumerate() {
            if !assigned.values().any(|p| *p == place) {
                one(*source, None, context)?;
            }
        }
    }
    Ok(())
}

fn one(source: &dyn Source, image: Option<usize>, context: &mut Context<'_, '_>) -> Result<()> {
    let name = source.name();
    let mut file = File::default();
    let parsed = json::open(context.opener, source).and_then(|reader| {
        let mut parser = serde_json::Deserializer::from_reader(reader);
        let done = Top(&mut file)
            .deserialize(&mut parser)
            .and_then(|()| parser.end());
        done.map_err(|e| {
            Error::new(Code::Syntax, format!("breaks off: {e}")).at_line(e.line() as u32)
        })
    });
    if let Err(e) = parsed {
        // A file that may be about any other picture is not worth a word.
        return if image.is_some() {
            context.give_up(name, &e)
        } else {
            context.opener.check()
        };
    }
    let Some(image) = image.or_else(|| {
        let free = |i: &&usize| {
            context
                .store
                .found
                .records
                .get(**i)
                .is_some_and(Option::is_none)
        };
        let free: Vec<_> = context
            .images
            .candidates(&file.picture, By::Name)
            .iter()
            .filter(free)
            .collect();
        if let [image] = free[..] {
            Some(*image)
        } else {
            None
        }
    }) else {
        return Ok(());
    };
    let (Some(size), Some(asked)) = (context.size(image), context.asked.get(image)) else {
        return Ok(());
    };
    let picture = if file.picture.is_empty() {
        &asked.name
    } else {
        &file.picture
    };
    let mut record = Record::new(Format::LabelMe, name, picture, size);
    record.extra = std::mem::take(&mut file.header);
    let said =
        ["imageWidth", "imageHeight"].map(|key| record.extra.remove(key).as_ref().and_then(number));
    if !context.store.begin(image, record) {
        return Ok(());
    }
    let mut check = Check {
        file: name,
        size,
        problems: &mut context.store.found.problems,
    };
    if let [Some(w), Some(h)] = said
        && [w, h] != [f64::from(size.width), f64::from(size.height)]
    {
        let text = format!(
            "says {w} × {h} px, the picture has {} × {}; coordinates are taken as they stand",
            size.width, size.height
        );
        check.tell("", text);
    }
    if file.beyond > 0 {
        check.tell(
            "",
            format!(
                "has {} shapes beyond the limit of {MAX_PER_PICTURE}: left out",
                file.beyond
            ),
        );
    }
    for object in objects(file.shapes, &mut check) {
        context.store.class(&object.class);
        context.store.push(image, object);
    }
    Ok(())
}

/// One file being read.
#[derive(Default)]
struct File {
    picture: String,
    shapes: Vec<(usize, Item)>,
    beyond: usize,
    header: Map<String, Json>,
}

struct Top<'f>(&'f mut File);

impl<'de> DeserializeSeed<'de> for Top<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> std::result::Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Top<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with shapes")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<(), A::Error> {
        let file = self.0;
        let mut left = MAX_HEADER;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "imageData" => {
                    map.next_value::<IgnoredAny>()?;
                }
                "shapes" => map.next_value_seed(Each {
                    wants: &|_, _| true,
                    take: &mut |place, item| {
                        if file.shapes.len() < MAX_PER_PICTURE {
                            file.shapes.push((place, item));
                        } else {
                            file.beyond += 1;
                        }
                    },
                })?,
                _ => {
                    let value = map.next_value_seed(Small { left: &mut left })?;
                    if key == "imagePath" {
                        value.as_str().unwrap_or("").clone_into(&mut file.picture);
                    } else if left > 0 {
                        file.header.insert(key, value);
                    }
                }
            }
        }
        Ok(())
    }
}
