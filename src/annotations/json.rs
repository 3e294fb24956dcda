//! JSON read as a stream: one item of a long list at a time, each within limits.

use std::fmt;
use std::io::{BufReader, Read};

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::{Map, Value as Json};

use super::lenient::Lenient;
use super::source::{CHUNK, Opener, Source};
use crate::error::Result;

/// The most values in one item of a list; beyond it an item is given up.
pub(super) const MAX_VALUES: usize = 2_000_000;
/// Characters of text that count as one value.
const TEXT_UNIT: usize = 32;

/// A parser of a source, as Python writes JSON: `NaN` reads as text, infinities as enormous numbers.
pub(super) fn open<'s>(opener: &'s Opener<'_>, source: &'s dyn Source) -> Result<impl Read + 's> {
    let lenient = Lenient::new(opener.open(source)?);
    Ok(BufReader::with_capacity(CHUNK, lenient))
}

/// A value of a size that is within what is left; the rest is read and forgotten.
pub(super) struct Small<'l> {
    pub(super) left: &'l mut usize,
}

impl Small<'_> {
    fn take(&mut self, cost: usize) -> bool {
        let enough = *self.left > cost;
        *self.left = self.left.saturating_sub(cost);
        enough
    }
}

impl<'de> DeserializeSeed<'de> for Small<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> std::result::Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Small<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(mut self, v: bool) -> std::result::Result<Json, E> {
        self.take(1);
        Ok(v.into())
    }

    fn visit_i64<E>(mut self, v: i64) -> std::result::Result<Json, E> {
        self.take(1);
        Ok(v.into())
    }

    fn visit_u64<E>(mut self, v: u64) -> std::result::Result<Json, E> {
        self.take(1);
        Ok(v.into())
    }

    fn visit_f64<E>(mut self, v: f64) -> std::result::Result<Json, E> {
        self.take(1);
        Ok(v.into())
    }

    fn visit_str<E>(mut self, v: &str) -> std::result::Result<Json, E> {
        Ok(if self.take(1 + v.len() / TEXT_UNIT) {
            v.into()
        } else {
            Json::Null
        })
    }

    fn visit_unit<E>(mut self) -> std::result::Result<Json, E> {
        self.take(1);
        Ok(Json::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> std::result::Result<Json, A::Error> {
        let mut items = Vec::new();
        while self.take(1) {
            match seq.next_element_seed(Small { left: self.left })? {
                Some(item) => items.push(item),
                None => return Ok(Json::Array(items)),
            }
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Json::Null)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> std::result::Result<Json, A::Error> {
        let mut entries = Map::new();
        while self.take(1) {
            match map.next_key::<String>()? {
                Some(key) => {
                    self.take(key.len() / TEXT_UNIT);
                    let value = map.next_value_seed(Small { left: self.left })?;
                    entries.insert(key, value);
                }
                None => return Ok(Json::Object(entries)),
            }
        }
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Json::Null)
    }
}

/// An item of a list.
pub(super) enum Item {
    /// An object.
    Object(Map<String, Json>),
    /// Something that should have been an object, or one beyond [`MAX_VALUES`].
    Bad(&'static str),
    /// An object that is not wanted.
    Unwanted,
}

/// A list of objects, each handed over as it comes. An object is dropped as soon as one of its entries is not wanted.
pub(super) struct Each<'f> {
    pub(super) wants: &'f dyn Fn(&str, &Json) -> bool,
    pub(super) take: &'f mut dyn FnMut(usize, Item),
}

impl<'de> DeserializeSeed<'de> for Each<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> std::result::Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Each<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_unit<E>(self) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> std::result::Result<(), A::Error> {
        let mut place = 0;
        while let Some(item) = seq.next_element_seed(One { wants: self.wants })? {
            (self.take)(place, item);
            place += 1;
        }
        Ok(())
    }
}

struct One<'f> {
    wants: &'f dyn Fn(&str, &Json) -> bool,
}

impl<'de> DeserializeSeed<'de> for One<'_> {
    type Value = Item;

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> std::result::Result<Item, D::Error> {
        deserializer.deserialize_any(self)
    }
}

macro_rules! bad {
    ($($visit:ident: $kind:ty),*) => {
        $(fn $visit<E>(self, _: $kind) -> std::result::Result<Item, E> {
            Ok(Item::Bad("is no object"))
        })*
    };
}

impl<'de> Visitor<'de> for One<'_> {
    type Value = Item;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    bad!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);

    fn visit_unit<E>(self) -> std::result::Result<Item, E> {
        Ok(Item::Bad("is no object"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> std::result::Result<Item, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Item::Bad("is no object"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Item, A::Error> {
        let mut left = MAX_VALUES;
        let mut entries = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value_seed(Small { left: &mut left })?;
            let wanted = (self.wants)(&key, &value);
            if !wanted || left == 0 {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                return Ok(if wanted {
                    Item::Bad("is too large")
                } else {
                    Item::Unwanted
                });
            }
            entries.insert(key, value);
        }
        Ok(Item::Object(entries))
    }
}

/// What a JSON file is, told by the first key that only one format has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Coco,
    LabelMe,
}

/// Reads no further than it must.
pub(super) fn kind(reader: impl Read) -> Option<Kind> {
    let mut found = None;
    // Once the kind is known, an error breaks the reading off.
    let _ = Sniff(&mut found).deserialize(&mut serde_json::Deserializer::from_reader(reader));
    found
}

struct Sniff<'k>(&'k mut Option<Kind>);

impl<'de> DeserializeSeed<'de> for Sniff<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> std::result::Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Sniff<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            *self.0 = match key.as_str() {
                "images" | "annotations" | "categories" | "licenses" => Some(Kind::Coco),
                "shapes" | "imagePath" | "imageData" | "imageHeight" | "imageWidth" => {
                    Some(Kind::LabelMe)
                }
                _ => None,
            };
            if self.0.is_some() {
                return Err(A::Error::custom("known"));
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

/// A number; text that says one counts too, as in files of loose tools.
pub(super) fn number(value: &Json) -> Option<f64> {
    value.as_f64().filter(|v| v.is_finite())
}

/// A list of nothing but finite numbers.
pub(super) fn numbers(value: &Json) -> Option<Vec<f64>> {
    value.as_array()?.iter().map(number).collect()
}

/// A number for a file: to a millionth, whole numbers without a point.
pub(super) fn tidy(v: f64) -> Json {
    crate::param::tidy((v * 1e6).round() / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_items_are_given_up() {
        let text = format!("[{}]", vec!["1"; 50].join(","));
        let mut left = 20;
        let value = Small { left: &mut left }
            .deserialize(&mut serde_json::Deserializer::from_str(&text))
            .unwrap();
        assert_eq!((value, left), (Json::Null, 0));
    }

    #[test]
    fn kinds_are_told_by_their_keys() {
        let kind = |text: &str| kind(text.as_bytes());
        assert_eq!(
            kind(r#"{"info": {}, "images": [not read"#),
            Some(Kind::Coco)
        );
        assert_eq!(
            kind(r#"{"version": "5", "flags": {}, "shapes": []}"#),
            Some(Kind::LabelMe)
        );
        assert_eq!(kind("[1]"), None);
    }
}
