//! A class's arguments as an op's parameters.

use serde_json::{Map, Value as Json, json};

use crate::export::albumentations::VERSION;
use crate::export::albumentations::table::{
    BORDERS, Form, INTERPOLATIONS, Key, Lone, RESAMPLINGS, Row,
};
use crate::param::tidy;
use crate::policy::text::{self, Data, Node};

mod blurs;
mod colour;
mod covers;
mod rigid;
mod values;
mod weather;

pub(super) use colour::shifts_channels;
pub(super) use values::{number, numbers};

use values::{law, pair, plus_one, same, undo};

/// A step as it is read.
pub(super) type Step = Map<String, Json>;

/// Reads one node of the file.
pub(super) struct Reader<'a> {
    pub(super) row: &'static Row,
    from: &'a Node,
    pub(super) notes: Vec<String>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(row: &'static Row, from: &'a Node) -> Self {
        Self {
            row,
            from,
            notes: Vec::new(),
        }
    }

    /// The step; nothing in it is checked yet.
    pub(super) fn step(&mut self) -> Step {
        let mut out = Step::new();
        out.insert("op".into(), self.row.op.into());
        if let Data::Map(entries) = &self.from.data {
            for (key, _) in entries {
                let known = self.row.keys.iter().any(|k| k.name == key);
                if !known && !["__class_fullname__", "p"].contains(&key.as_str()) {
                    let class = self.row.class;
                    self.notes.push(format!("{class}.{key} is not an argument of Albumentations {VERSION}; it would be dropped without an error"));
                }
            }
        }
        for key in self.row.keys {
            let given = self.value(key.name);
            self.key(key, &given, &mut out);
        }
        self.special(&mut out);
        out
    }

    /// An argument's value, or the library's default.
    pub(super) fn value(&self, name: &str) -> Node {
        if let Some(given) = self.from.get(name) {
            return given.clone();
        }
        let key = self.row.keys.iter().find(|k| k.name == name);
        key.map_or_else(|| Node::new(Data::Null), default)
    }

    pub(super) fn note(&mut self, key: &str, what: &str) {
        let note = format!("{}.{key} {what}", self.row.class);
        self.notes.push(note);
    }

    fn key(&mut self, key: &Key, given: &Node, out: &mut Step) {
        match key.form {
            Form::Special | Form::Ignored => {}
            Form::Only => {
                if !same(given, &default(key)) {
                    let what = format!(
                        "= {} has no counterpart; read as {}",
                        given.show(),
                        key.default
                    );
                    self.note(key.name, &what);
                }
            }
            Form::Range(param, factor, lone) => {
                if let Some((a, b)) = self.ends(key.name, given, lone) {
                    out.insert(param.into(), law(undo(a, factor), undo(b, factor)));
                }
            }
            Form::Whole(param, lone) => {
                if let Some((a, b)) = self.ends(key.name, given, lone) {
                    out.insert(param.into(), law(a, b));
                }
            }
            Form::Odd(param) => {
                if let Some((a, b)) = self.ends(key.name, given, Lone::FromThree) {
                    let odd = |v: f64| v + f64::from(v.rem_euclid(2.0) == 0.0);
                    out.insert(param.into(), law(odd(a), odd(b)));
                }
            }
            Form::Ends(low, high) => {
                if let Some((a, b)) = self.ends(key.name, given, Lone::FromZero) {
                    out.insert(low.into(), tidy(a));
                    out.insert(high.into(), tidy(b));
                }
            }
            Form::Word(param) => match &given.data {
                Data::Text(word) => drop(out.insert(param.into(), json!(word))),
                _ => self.note(key.name, "is not a word; augplay's default is taken"),
            },
            Form::Log(param) => {
                if let Some((a, b)) = self.ends(key.name, given, Lone::Same) {
                    let law = if a == b {
                        tidy(a)
                    } else {
                        json!({"log_uniform": {"low": tidy(a), "high": tidy(b)}})
                    };
                    out.insert(param.into(), law);
                }
            }
            Form::Axes(x, y) => self.axes(key.name, given, 0.0, [x, y], out),
            Form::Pair(first, second) => match pair(given) {
                Some((a, b)) => {
                    out.insert(first.into(), tidy(a));
                    out.insert(second.into(), tidy(b));
                }
                None => self.note(key.name, "is not two numbers; augplay's default is taken"),
            },
            Form::One(param) | Form::Number(param) => match given.data {
                Data::Num(n) if n.is_finite() => drop(out.insert(param.into(), tidy(n))),
                _ => self.note(key.name, "is not a number; augplay's default is taken"),
            },
            Form::Flag(param) => match given.data {
                Data::Bool(b) => drop(out.insert(param.into(), json!(b))),
                _ => self.note(key.name, "is not true or false; augplay's default is taken"),
            },
            Form::Rgb(param) => match numbers(given).filter(|levels| levels.len() == 3) {
                Some(levels) => {
                    let levels: Vec<Json> = levels.into_iter().map(tidy).collect();
                    out.insert(param.into(), Json::Array(levels));
                }
                None => self.note(key.name, "is not three levels; augplay's default is taken"),
            },
            Form::List(params) => match numbers(given).filter(|n| n.len() == params.len()) {
                Some(values) => {
                    for (param, value) in params.iter().zip(values) {
                        out.insert((*param).into(), tidy(value));
                    }
                }
                None => self.note(key.name, "has another length; augplay's default is taken"),
            },
            Form::Biased(param, lone) => {
                if let Some((a, b)) = self.ends(key.name, given, lone) {
                    out.insert(param.into(), law(plus_one(a), plus_one(b)));
                }
            }
            Form::Area => {
                match &given.data {
                    Data::Null => return,
                    Data::Text(word) if word == "image" => {}
                    _ => self.note(key.name, "is read as \"image\": masks take the nearest"),
                }
                out.insert("area_when_shrinking".into(), json!(true));
            }
            Form::Resampling => {
                self.coded(key.name, given, RESAMPLINGS, "interpolation", out);
            }
            Form::Interpolation => {
                self.coded(key.name, given, INTERPOLATIONS, "interpolation", out);
            }
            Form::Border => self.coded(key.name, given, BORDERS, "border", out),
            Form::Fill => self.fill(key.name, given, out),
        }
    }

    /// OpenCV's number as a word.
    fn coded(
        &mut self,
        key: &str,
        given: &Node,
        table: &[(&str, u64)],
        param: &str,
        out: &mut Step,
    ) {
        let found = match given.data {
            Data::Num(n) => table.iter().find(|(_, number)| *number as f64 == n),
            _ => None,
        };
        if let Some((word, _)) = found {
            out.insert(param.into(), json!(word));
        } else {
            let what = format!(
                "= {} has no counterpart; augplay's default is taken",
                given.show()
            );
            self.note(key, &what);
        }
    }

    pub(super) fn fill(&mut self, key: &str, given: &Node, out: &mut Step) {
        let level = |n: &Node| match n.data {
            Data::Num(v) if (0.0..=255.0).contains(&v) => Some(v),
            _ => None,
        };
        let levels: Option<Vec<f64>> = match &given.data {
            Data::List(items) if items.len() == 3 || items.len() == 1 => {
                items.iter().map(level).collect()
            }
            _ => level(given).map(|v| vec![v]),
        };
        let Some(levels) = levels else {
            let what = format!("= {} has no counterpart; read as 0", given.show());
            return self.note(key, &what);
        };
        if levels.iter().any(|v| v.fract() != 0.0) {
            self.note(key, "is rounded to whole levels");
        }
        let levels: Vec<Json> = levels.into_iter().map(|v| tidy(v.round())).collect();
        let value = if levels.len() == 1 {
            levels[0].clone()
        } else {
            Json::Array(levels)
        };
        out.insert("fill".into(), value);
    }

    /// `[low, high]`, or a lone number as the class reads it.
    pub(super) fn ends(&mut self, key: &str, given: &Node, lone: Lone) -> Option<(f64, f64)> {
        let ends = match given.data {
            Data::Num(n) if n.is_finite() => Some(match lone {
                Lone::Symmetric => (-n.abs(), n.abs()),
                Lone::AboutOne => ((1.0 - n).max(0.0), 1.0 + n),
                Lone::Same => (n, n),
                Lone::FromZero => (n.min(0.0), n.max(0.0)),
                Lone::FromOne => (n.min(1.0), n.max(1.0)),
                Lone::FromThree => (n.min(3.0), n.max(3.0)),
            }),
            _ => pair(given).filter(|(a, b)| a <= b),
        };
        if ends.is_none() {
            let what = format!(
                "= {} is not [low, high]; augplay's default is taken",
                given.show()
            );
            self.note(key, &what);
        }
        ends
    }

    /// `{x: …, y: …}`, or one value for both.
    fn axes(&mut self, key: &str, given: &Node, rest: f64, params: [&str; 2], out: &mut Step) {
        for (axis, param) in ["x", "y"].into_iter().zip(params) {
            let one = match &given.data {
                Data::Map(_) => given
                    .get(axis)
                    .cloned()
                    .unwrap_or_else(|| Node::new(Data::Num(rest))),
                _ => given.clone(),
            };
            if let Some((a, b)) = self.ends(key, &one, Lone::Same) {
                out.insert(param.into(), law(a, b));
            }
        }
    }

    fn special(&mut self, out: &mut Step) {
        match self.row.op {
            "crop" => self.crop(out),
            "crop_non_empty_mask_if_exists" => self.ignored(out),
            "mask_dropout" => self.mask_dropout(out),
            "pad" => self.pad(out),
            "pad_if_needed" => self.pad_if_needed(out),
            "crop_and_pad" => self.crop_and_pad(out),
            "longest_max_size" | "smallest_max_size" => self.sizes(out),
            "affine" if self.row.class == "ShiftScaleRotate" => self.shift(out),
            "affine" => self.affine(out),
            "rgb_shift" => self.rgb_shift(out),
            "planckian_jitter" => self.planckian_jitter(out),
            "illumination" => self.illumination(out),
            "gaussian_blur" => self.gaussian_blur(out),
            "motion_blur" => self.motion_blur(out),
            "advanced_blur" => self.advanced_blur(out),
            "downscale" => self.downscale(out),
            "coarse_dropout" | "random_erasing" | "xy_masking" => self.dropout(out),
            "grid_dropout" => self.grid_dropout(out),
            "pixel_dropout" => self.pixel_dropout(out),
            "multiplicative_noise" => self.multiplicative_noise(out),
            "additive_noise" => self.additive_noise(out),
            "random_rain" => self.random_rain(out),
            "spatter" => self.spatter(out),
            _ => {}
        }
    }
}

fn default(key: &Key) -> Node {
    // A lone value is no document of its own to the reader.
    text::parse(&format!("v: {}", key.default))
        .ok()
        .and_then(|n| n.get("v").cloned())
        .unwrap_or_else(|| Node::new(Data::Null))
}
