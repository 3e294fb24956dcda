//! Albumentations 2.0.8 dictionaries.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::keys::{self, Reader, Step, number, numbers};
use super::rules;
use crate::error::Result;
use crate::export::albumentations::VERSION;
use crate::export::albumentations::table::{of_class, of_op};
use crate::policy::text::{Data, Node};
use crate::policy::{NORMALIZATIONS, Policy, Then};

/// Reads the envelope, or a bare transform.
pub(super) fn read(root: &Node) -> Result<(Policy, Vec<String>)> {
    let mut walk = Walk::default();
    let transform = root.get("transform").unwrap_or(root);
    match root.get("__version__").map(Node::show) {
        Some(v) if v.trim_matches('\'') != VERSION => walk.note(format!(
            "written by version {}; read as {VERSION}, whose arguments may have other names",
            v.trim_matches('\'')
        )),
        _ => {}
    }
    if transform
        .get("additional_targets")
        .is_some_and(|n| !empty(n))
    {
        walk.note("additional_targets is not read: augplay has no counterpart".into());
    }
    let mut output = None;
    let steps = match class(transform) {
        "Compose" | "ReplayCompose" => {
            let p = walk.p(transform, "Compose");
            let (then, rest) = outputs(transform);
            output = then;
            let inside = rest
                .iter()
                .filter_map(|child| walk.step(child))
                .collect::<Vec<_>>();
            if p == 1.0 {
                inside
            } else {
                vec![node("sequence", &inside, p)]
            }
        }
        _ => walk.step(transform).into_iter().collect(),
    };
    let mut tree =
        json!({"augplay": 1, "target": format!("albumentations {VERSION}"), "steps": steps});
    if let Json::Object(keys) = &mut tree {
        if let Some(then) = output {
            keys.insert("then".into(), then);
        }
        for (key, rules) in rules::read(transform, &mut |note| walk.note(note)) {
            keys.insert(key.into(), rules);
        }
    }
    Ok((Policy::parse(&tree.to_string())?, walk.notes))
}

/// Nothing, or a mapping of nothing.
fn empty(node: &Node) -> bool {
    match &node.data {
        Data::Null => true,
        Data::Map(entries) => entries.is_empty(),
        _ => false,
    }
}

fn node(name: &str, inside: &[Step], p: f64) -> Step {
    let mut out = Step::new();
    out.insert(name.into(), json!(inside));
    if p != 1.0 {
        out.insert("p".into(), json!(p));
    }
    out
}

/// The class name without its module.
fn class(node: &Node) -> &str {
    match node.get("__class_fullname__").map(|n| &n.data) {
        Some(Data::Text(name)) => name.rsplit('.').next().unwrap_or(name),
        _ => "",
    }
}

fn children(node: &Node) -> &[Node] {
    match node.get("transforms").map(|n| &n.data) {
        Some(Data::List(items)) => items,
        _ => &[],
    }
}

/// A number among a transform's arguments.
fn level(from: &Node, key: &str) -> Option<f64> {
    from.get(key).and_then(number)
}

/// `Normalize` as the value of `then`, if augplay can say it.
fn normalization(from: &Node) -> Option<Json> {
    let three = |key: &str, default: [f64; 3]| match from.get(key) {
        Some(given) => numbers(given)?.try_into().ok(),
        None => Some(default),
    };
    let standard = match from.get("normalization").map(|n| &n.data) {
        None => true,
        Some(Data::Text(word)) => word == "standard",
        Some(_) => false,
    };
    let range = level(from, "max_pixel_value").unwrap_or(255.0);
    let (_, mean, sd) = NORMALIZATIONS[0];
    (standard && range == 255.0).then_some(())?;
    let then = Then::Normalize {
        mean: three("mean", mean)?,
        sd: three("std", sd)?,
    };
    Some(then.to_json())
}

/// Takes off the end what turns the finished picture into a tensor: `then`, and the rest.
fn outputs(from: &Node) -> (Option<Json>, &[Node]) {
    let mut rest = children(from);
    let mut then = None;
    while let Some((last, before)) = rest.split_last() {
        let name = class(last).to_owned();
        let always = matches!(name.as_str(), "ToTensorV2" | "ToFloat" | "Normalize")
            && last.get("p").is_none_or(|p| p.data == Data::Num(1.0));
        if !always || then.is_some() {
            break;
        }
        match name.as_str() {
            "ToFloat" if level(last, "max_value").is_none_or(|v| v == 255.0) => {
                then = Some(json!("to_float"));
            }
            "Normalize" => match normalization(last) {
                Some(found) => then = Some(found),
                None => break,
            },
            // It changes the shape and no number.
            "ToTensorV2" => {}
            _ => break,
        }
        rest = before;
    }
    (then, rest)
}

#[derive(Default)]
struct Walk {
    notes: Vec<String>,
    said: BTreeSet<String>,
}

impl Walk {
    /// Says each thing once.
    fn note(&mut self, note: String) {
        if self.said.insert(note.clone()) {
            self.notes.push(note);
        }
    }

    fn p(&mut self, node: &Node, class: &str) -> f64 {
        match node.get("p").map(|n| &n.data) {
            Some(Data::Num(p)) if (0.0..=1.0).contains(p) => *p,
            None if class == "Compose" => 1.0,
            None => {
                self.note(format!(
                    "{class} has no p: Albumentations takes 0.5, and so does augplay"
                ));
                0.5
            }
            Some(_) => {
                self.note(format!("{class}: p is not a number from 0 to 1; read as 1"));
                1.0
            }
        }
    }

    /// Steps that run in order; what is not understood is left out.
    fn list(&mut self, node: &Node) -> Vec<Step> {
        children(node)
            .iter()
            .filter_map(|child| self.step(child))
            .collect()
    }

    /// Steps of which some are chosen; what is not understood keeps its place and does nothing.
    fn places(&mut self, parent: &Node) -> Vec<Step> {
        children(parent)
            .iter()
            .map(|child| {
                let class = class(child).to_owned();
                self.step(child).unwrap_or_else(|| {
                    let p = self.p(child, &class);
                    let mut empty = node("sequence", &[], p);
                    empty.insert("note".into(), json!(format!("in the place of {class}")));
                    empty
                })
            })
            .collect()
    }

    fn step(&mut self, from: &Node) -> Option<Step> {
        let class = class(from).to_owned();
        let p = self.p(from, &class);
        let known = |walk: &mut Self, keys: &[&str]| {
            let Data::Map(entries) = &from.data else {
                return;
            };
            for (key, _) in entries {
                if !["__class_fullname__", "p", "transforms"].contains(&key.as_str())
                    && !keys.contains(&key.as_str())
                {
                    walk.unknown(&class, key);
                }
            }
        };
        Some(match class.as_str() {
            "Compose" | "Sequential" | "ReplayCompose" => {
                known(
                    self,
                    &[
                        "bbox_params",
                        "keypoint_params",
                        "additional_targets",
                        "is_check_shapes",
                        "save_key",
                    ],
                );
                node("sequence", &self.list(from), p)
            }
            "OneOf" => {
                known(self, &[]);
                self.one_of(from, p)
            }
            "OneOrOther" => {
                known(self, &[]);
                let mut inside = self.places(from);
                inside.truncate(2);
                for child in &mut inside {
                    child.remove("p");
                }
                let mut out = node("if_else", &inside, 1.0);
                out.insert("chance".into(), json!(p));
                out
            }
            "SelectiveChannelTransform" => {
                known(self, &["channels"]);
                self.select_channels(from, p)
            }
            "SomeOf" | "RandomOrder" => {
                known(self, &["n", "replace"]);
                self.some_of(from, &class, p)
            }
            _ => return self.op(from, &class, p),
        })
    }

    fn unknown(&mut self, class: &str, key: &str) {
        self.note(format!(
            "{class}.{key} is not an argument of Albumentations {VERSION}; it would be dropped without an error"
        ));
    }

    /// A child's p is its share and nothing else; `SomeOf` and `RandomOrder` alone ask it again.
    fn one_of(&mut self, from: &Node, p: f64) -> Step {
        let mut inside = self.places(from);
        for (child, source) in inside.iter_mut().zip(children(from)) {
            let class = class(source).to_owned();
            let share = self.p(source, &class);
            if class != "SomeOf" && class != "RandomOrder" {
                child.remove("p");
            }
            if class == "OneOrOther" {
                self.note(
                    "OneOrOther inside OneOf: its p is both its share and its own choice".into(),
                );
            }
            child.insert("weight".into(), json!(share));
        }
        let even = inside.windows(2).all(|w| w[0]["weight"] == w[1]["weight"]);
        if even {
            for child in &mut inside {
                child.remove("weight");
            }
        }
        node("one_of", &inside, p)
    }

    fn select_channels(&mut self, from: &Node, p: f64) -> Step {
        let list = from
            .get("channels")
            .map_or_else(|| Some(vec![0.0, 1.0, 2.0]), numbers);
        let mut out = node("select_channels", &self.list(from), p);
        out.insert("channels".into(), json!(list.unwrap_or_default()));
        let alone = json!({"augplay": 1, "steps": [out]});
        if let Err(mut e) = Policy::parse(&alone.to_string()) {
            e.line = None;
            self.note(format!(
                "SelectiveChannelTransform is read as a sequence: {e}"
            ));
            return node("sequence", &self.list(from), p);
        }
        out
    }

    fn some_of(&mut self, from: &Node, class: &str, p: f64) -> Step {
        let inside = self.places(from);
        let replace = matches!(from.get("replace").map(|n| &n.data), Some(Data::Bool(true)));
        let n = match from.get("n").map(|n| &n.data) {
            Some(Data::Num(n)) if n.fract() == 0.0 && (0.0..=64.0).contains(n) => *n as usize,
            None => 1,
            Some(_) => {
                self.note(format!(
                    "{class}.n is not a whole number from 0 to 64; read as 1"
                ));
                1
            }
        };
        let n = if replace { n } else { n.min(inside.len()) };
        if class == "RandomOrder" && !replace && n == inside.len() {
            return node("random_order", &inside, p);
        }
        let mut out = node("some_of", &inside, p);
        out.insert("n".into(), json!(n));
        if replace {
            out.insert("replace".into(), json!(true));
        }
        if class == "RandomOrder" {
            out.insert("order".into(), json!("drawn"));
        }
        out
    }

    fn op(&mut self, from: &Node, class: &str, p: f64) -> Option<Step> {
        let row = if class == "AdditiveNoise" && keys::shifts_channels(from) {
            of_op("rgb_shift")
        } else {
            of_class(class)
        };
        let Some(row) = row else {
            self.note(if class.is_empty() {
                "a transform without __class_fullname__ is left out".into()
            } else {
                format!("{class} is not known to augplay; left out")
            });
            return None;
        };
        let mut reader = Reader::new(row, from);
        let mut step = reader.step();
        for note in reader.notes {
            self.note(note);
        }
        if p != 1.0 {
            step.insert("p".into(), json!(p));
        }
        let alone =
            json!({"augplay": 1, "target": format!("albumentations {VERSION}"), "steps": [step]});
        match Policy::parse(&alone.to_string()) {
            Ok(_) => Some(step),
            Err(e) => {
                let mut e = e;
                e.line = None;
                self.note(format!("{class} is left out: {e}"));
                None
            }
        }
    }
}
