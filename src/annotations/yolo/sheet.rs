//! `data.yaml` and lists of names.

use super::super::model::Skeleton;
use super::super::read::Context;
use super::super::source::Source;
use crate::error::Result;
use crate::policy::text::{self, Data, Node};

/// The highest class number that is believed.
pub(super) const MAX_CLASS: f64 = 1e6;

/// What `data.yaml` says.
#[derive(Default)]
pub(super) struct Sheet {
    pub(super) names: Vec<(i64, String)>,
    /// Keypoints of an object, and numbers of a keypoint (2 or 3).
    pub(super) pose: Option<(usize, usize)>,
    points: Vec<String>,
    flips: Vec<usize>,
}

/// The first file that names classes.
pub(super) fn sheet(
    yaml: &[&dyn Source],
    lists: &[&dyn Source],
    context: &mut Context<'_, '_>,
) -> Result<Sheet> {
    for source in yaml {
        let parsed = context
            .opener
            .text(*source, text::MAX_BYTES as u64)
            .and_then(|t| text::parse(&t));
        match parsed {
            Ok(node) if node.get("names").is_some() => return Ok(Sheet::of(&node)),
            Ok(_) => {}
            Err(e) => context.give_up(source.name(), &e)?,
        }
    }
    for source in lists {
        match context.opener.text(*source, text::MAX_BYTES as u64) {
            Ok(text) => {
                let names = text.lines().map(str::trim).filter(|l| !l.is_empty());
                return Ok(Sheet {
                    names: (0..).zip(names.map(str::to_owned)).collect(),
                    ..Sheet::default()
                });
            }
            Err(e) => context.give_up(source.name(), &e)?,
        }
    }
    Ok(Sheet::default())
}

/// A plain value as text.
fn plain(node: &Node) -> Option<String> {
    match &node.data {
        Data::Text(text) => Some(text.clone()),
        Data::Num(n) => Some(n.to_string()),
        Data::Bool(b) => Some(b.to_string()),
        _ => None,
    }
}

/// Whole numbers of a list.
fn whole(node: Option<&Node>) -> Vec<usize> {
    let Some(Data::List(items)) = node.map(|n| &n.data) else {
        return Vec::new();
    };
    let number = |n: &Node| match n.data {
        Data::Num(v) if v >= 0.0 && v.fract() == 0.0 && v < MAX_CLASS => Some(v as usize),
        _ => None,
    };
    items.iter().map_while(number).collect()
}

impl Sheet {
    fn of(node: &Node) -> Self {
        let names: Vec<(i64, String)> = match node.get("names").map(|n| &n.data) {
            Some(Data::List(items)) => (0..)
                .zip(items)
                .filter_map(|(i, n)| Some((i, plain(n)?)))
                .collect(),
            Some(Data::Map(entries)) => {
                let entry = |(key, n): &(String, Node)| Some((key.parse().ok()?, plain(n)?));
                entries.iter().filter_map(entry).collect()
            }
            _ => Vec::new(),
        };
        let pose = match whole(node.get("kpt_shape"))[..] {
            [count, numbers @ 2..=3] if (1..=1000).contains(&count) => Some((count, numbers)),
            _ => None,
        };
        // Names for the keypoints of the first class stand for all.
        let points = match node.get("kpt_names").map(|n| &n.data) {
            Some(Data::Map(entries)) => entries.first().map(|(_, n)| n),
            _ => node.get("kpt_names"),
        };
        let points = match points.map(|n| &n.data) {
            Some(Data::List(items)) => items.iter().filter_map(plain).collect(),
            _ => Vec::new(),
        };
        Self {
            names,
            pose,
            points,
            flips: whole(node.get("flip_idx")),
        }
    }

    pub(super) fn skeleton(&self, class: &str, count: usize) -> Skeleton {
        let name = |i: usize| self.points.get(i).cloned().unwrap_or_else(|| i.to_string());
        let mut skeleton =
            Skeleton::pair_by_name(class, (0..count).map(name).collect(), Vec::new());
        if !self.flips.is_empty() {
            let pair = |(i, &j): (usize, &usize)| {
                (i < j && j < count && self.flips.get(j) == Some(&i)).then_some([i, j])
            };
            skeleton.pairs = self.flips.iter().enumerate().filter_map(pair).collect();
        }
        skeleton
    }
}
