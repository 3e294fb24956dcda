//! Ids, categories and their skeletons.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::super::model::{Class, Found, Skeleton};

/// An image's or category's id: a number or text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Id {
    Number(i64),
    Text(String),
}

impl Id {
    pub(super) fn of(value: &Json) -> Option<Self> {
        match value {
            Json::String(text) => Some(Self::Text(text.clone())),
            Json::Number(n) => n
                .as_i64()
                .or_else(|| {
                    n.as_f64()
                        .filter(|v| v.fract() == 0.0 && v.abs() < 9e15)
                        .map(|v| v as i64)
                })
                .map(Self::Number),
            _ => None,
        }
    }
}

/// A file's classes by id; they join those found before.
pub(super) fn classes(
    file: &str,
    categories: Vec<Map<String, Json>>,
    found: &mut Found,
) -> BTreeMap<Id, String> {
    let mut classes = BTreeMap::new();
    for mut entries in categories {
        let id = entries.remove("id").unwrap_or_default();
        let name = match entries.remove("name") {
            Some(Json::String(name)) => name,
            Some(Json::Number(name)) => name.to_string(),
            _ => format!("class {id}"),
        };
        let Some(key) = Id::of(&id) else {
            found
                .problems
                .add(file, "categories", format!("'{name}' has no id: skipped"));
            continue;
        };
        if found.skeleton(&name).is_none() {
            found.skeletons.extend(skeleton(&name, &entries));
        }
        let known = &mut found.classes;
        if !known.iter().any(|c| c.name == name) {
            let id = match key {
                Id::Number(id) if !known.iter().any(|c| c.id == id) => id,
                _ => known
                    .iter()
                    .map(|c| c.id.saturating_add(1))
                    .max()
                    .unwrap_or(1),
            };
            known.push(Class {
                id,
                name: name.clone(),
                extra: entries,
            });
        }
        classes.insert(key, name);
    }
    classes
}

fn skeleton(class: &str, category: &Map<String, Json>) -> Option<Skeleton> {
    let points = category.get("keypoints")?.as_array()?;
    let name = |(i, v): (usize, &Json)| v.as_str().map_or_else(|| i.to_string(), str::to_owned);
    let points: Vec<String> = points.iter().enumerate().map(name).collect();
    let edge = |v: &Json| {
        let ends = v.as_array()?;
        let end = |v: &Json| {
            usize::try_from(v.as_u64()?)
                .ok()?
                .checked_sub(1)
                .filter(|i| *i < points.len())
        };
        match ends.as_slice() {
            [a, b] => Some([end(a)?, end(b)?]),
            _ => None,
        }
    };
    let edges = category.get("skeleton").and_then(Json::as_array);
    let edges = edges.into_iter().flatten().filter_map(edge).collect();
    (!points.is_empty()).then(|| Skeleton::pair_by_name(class, points, edges))
}
