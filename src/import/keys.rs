//! A class's arguments as an op's parameters.

use serde_json::{Map, Value as Json, json};

use crate::export::albumentations::VERSION;
use crate::export::albumentations::table::{
    BORDERS, Form, INTERPOLATIONS, Key, Lone, RESAMPLINGS, Row,
};
use crate::policy::text::{self, Data, Node};

mod blurs;
mod colour;
mod rigid;

pub(super) use colour::shifts_channels;

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
    pub(super) fn step(&mut self) -> Map<String, Json> {
        let mut out = Map::new();
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
        let default = self.row.keys.iter().find(|k| k.name == name);
        let text = default.map_or("null", |k| k.default);
        // A lone value is no document of its own to the reader.
        text::parse(&format!("v: {text}"))
            .ok()
            .and_then(|n| n.get("v").cloned())
            .unwrap_or_else(|| Node::new(Data::Null))
    }

    pub(super) fn note(&mut self, key: &str, what: &str) {
        let note = format!("{}.{key} {what}", self.row.class);
        self.notes.push(note);
    }

    fn key(&mut self, key: &Key, given: &Node, out: &mut Map<String, Json>) {
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
                    out.insert(low.into(), number(a));
                    out.insert(high.into(), number(b));
                }
            }
            Form::Word(param) => match &given.data {
                Data::Text(word) => drop(out.insert(param.into(), json!(word))),
                _ => self.note(key.name, "is not a word; augplay's default is taken"),
            },
            Form::Log(param) => {
                if let Some((a, b)) = self.ends(key.name, given, Lone::Same) {
                    let law = if a == b {
                        number(a)
                    } else {
                        json!({"log_uniform": {"low": number(a), "high": number(b)}})
                    };
                    out.insert(param.into(), law);
                }
            }
            Form::Axes(x, y) => self.axes(key.name, given, 0.0, [x, y], out),
            Form::Pair(first, second) => match pair(given) {
                Some((a, b)) => {
                    out.insert(first.into(), number(a));
                    out.insert(second.into(), number(b));
                }
                None => self.note(key.name, "is not two numbers; augplay's default is taken"),
            },
            Form::One(param) | Form::Number(param) => match given.data {
                Data::Num(n) if n.is_finite() => drop(out.insert(param.into(), number(n))),
                _ => self.note(key.name, "is not a number; augplay's default is taken"),
            },
            Form::Flag(param) => match given.data {
                Data::Bool(b) => drop(out.insert(param.into(), json!(b))),
                _ => self.note(key.name, "is not true or false; augplay's default is taken"),
            },
            Form::Rgb(param) => match numbers(given).filter(|levels| levels.len() == 3) {
                Some(levels) => {
                    let levels: Vec<Json> = levels.into_iter().map(number).collect();
                    out.insert(param.into(), Json::Array(levels));
                }
                None => self.note(key.name, "is not three levels; augplay's default is taken"),
            },
            Form::List(params) => match numbers(given).filter(|n| n.len() == params.len()) {
                Some(values) => {
                    for (param, value) in params.iter().zip(values) {
                        out.insert((*param).into(), number(value));
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
        out: &mut Map<String, Json>,
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

    pub(super) fn fill(&mut self, key: &str, given: &Node, out: &mut Map<String, Json>) {
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
        let levels: Vec<Json> = levels.into_iter().map(|v| number(v.round())).collect();
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
    fn axes(
        &mut self,
        key: &str,
        given: &Node,
        rest: f64,
        params: [&str; 2],
        out: &mut Map<String, Json>,
    ) {
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

    fn special(&mut self, out: &mut Map<String, Json>) {
        match self.row.op {
            "crop" => {
                for (axis, extent) in [("x", "width_px"), ("y", "height_px")] {
                    let at = |end: &str| match self.value(&format!("{axis}_{end}")).data {
                        Data::Num(n) => n,
                        _ => 0.0,
                    };
                    let (low, high) = (at("min"), at("max"));
                    out.insert(format!("{axis}_px"), number(low));
                    out.insert(extent.into(), number(high - low));
                }
            }
            "gaussian_blur" => {
                let limit = self.value("blur_limit");
                match self.ends("blur_limit", &limit, Lone::FromZero) {
                    Some((a, b)) if a == b => drop(out.insert("kernel_px".into(), number(a))),
                    _ => self.note(
                        "blur_limit",
                        "is a range; the kernel is taken from sigma instead",
                    ),
                }
            }
            "affine" if self.row.class == "ShiftScaleRotate" => self.shift(out),
            "affine" => self.affine(out),
            "pad" | "pad_if_needed" | "crop_and_pad" => self.padded(out),
            "longest_max_size" | "smallest_max_size" => self.sizes(out),
            "random_rain" => match self.value("drop_length").data {
                Data::Null => {}
                Data::Num(n) if n.is_finite() => drop(out.insert("length_px".into(), number(n))),
                _ => self.note("drop_length", "is not a number; augplay's default is taken"),
            },
            "spatter" => self.spatter(out),
            "coarse_dropout" | "random_erasing" | "xy_masking" => self.dropout(out),
            "grid_dropout" => {
                self.dropout(out);
                self.grid(out);
            }
            "pixel_dropout" => {
                let fill = self.value("drop_value");
                if matches!(fill.data, Data::Null) {
                    out.insert("cover".into(), json!("random_colour"));
                } else {
                    self.fill("drop_value", &fill, out);
                }
                self.mask("mask_drop_value", out);
            }
            "multiplicative_noise" => self.noise_ends("multiplier", ["low", "high"], out),
            "additive_noise" => self.additive_noise(out),
            _ => {
                self.blurs(out);
                self.colour(out);
            }
        }
    }

    /// One colour, whatever the mode; without one the mode's own.
    fn spatter(&mut self, out: &mut Map<String, Json>) {
        let mud = matches!(&self.value("mode").data, Data::Text(mode) if mode == "mud");
        let param = if mud { "mud_colour" } else { "rain_colour" };
        let Some(given) = self.from.get("color") else {
            return;
        };
        match numbers(given).filter(|levels| levels.len() == 3) {
            Some(levels) => {
                let levels: Vec<Json> = levels.into_iter().map(number).collect();
                out.insert(param.into(), Json::Array(levels));
            }
            None if matches!(given.data, Data::Null) => {}
            None => self.note("color", "is not three levels; augplay's default is taken"),
        }
    }

    fn affine(&mut self, out: &mut Map<String, Json>) {
        let absent = |n: &Node| matches!(n.data, Data::Null);
        let (percent, px) = (self.value("translate_percent"), self.value("translate_px"));
        let zero = Json::from(0);
        for name in [
            "translate_x_frac",
            "translate_y_frac",
            "translate_x_px",
            "translate_y_px",
        ] {
            out.insert(name.into(), zero.clone());
        }
        if !absent(&percent) {
            let to = ["translate_x_frac", "translate_y_frac"];
            self.axes("translate_percent", &percent, 0.0, to, out);
        } else if !absent(&px) {
            let to = ["translate_x_px", "translate_y_px"];
            self.axes("translate_px", &px, 0.0, to, out);
            if to.iter().any(|name| out[*name].is_array()) {
                self.note(
                    "translate_px",
                    "draws whole px in Albumentations, any number in augplay",
                );
            }
        }
        let scale = self.value("scale");
        let kept = matches!(self.value("keep_ratio").data, Data::Bool(true));
        self.axes("scale", &scale, 1.0, ["scale_x", "scale_y"], out);
        let (x, y) = (out.get("scale_x").cloned(), out.get("scale_y").cloned());
        let fixed = x.as_ref().is_some_and(Json::is_number);
        if kept || (fixed && x == y) {
            // One number for both axes; the library takes that of x.
            out.remove("scale_x");
            out.remove("scale_y");
            if let Some(x) = x {
                out.insert("scale".into(), x);
            }
        } else {
            out.insert("scale".into(), Json::from(1));
        }
    }
}

fn default(key: &Key) -> Node {
    text::parse(&format!("v: {}", key.default))
        .ok()
        .and_then(|n| n.get("v").cloned())
        .unwrap_or_else(|| Node::new(Data::Null))
}

/// Same value, wherever it stands.
fn same(a: &Node, b: &Node) -> bool {
    match (&a.data, &b.data) {
        (Data::List(a), Data::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Data::Map(a), Data::Map(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(k, v)| b.iter().any(|(l, w)| k == l && same(v, w)))
        }
        // A lone number often stands for a pair.
        (Data::Num(n), Data::List(b)) => b.len() == 2 && b.iter().all(|v| v.data == Data::Num(*n)),
        (a, b) => a == b,
    }
}

/// A list of finite numbers.
fn numbers(node: &Node) -> Option<Vec<f64>> {
    let Data::List(items) = &node.data else {
        return None;
    };
    let number = |n: &Node| match n.data {
        Data::Num(v) if v.is_finite() => Some(v),
        _ => None,
    };
    items.iter().map(number).collect()
}

pub(super) fn pair(node: &Node) -> Option<(f64, f64)> {
    let Data::List(items) = &node.data else {
        return None;
    };
    match (items.first()?, items.get(1)?, items.len()) {
        (
            Node {
                data: Data::Num(a), ..
            },
            Node {
                data: Data::Num(b), ..
            },
            2,
        ) if a.is_finite() && b.is_finite() => Some((*a, *b)),
        _ => None,
    }
}

/// `v / factor`, the number whose product is `v` where rounding leaves several.
fn undo(v: f64, factor: f64) -> f64 {
    if factor == 1.0 {
        return v;
    }
    let back = v / factor;
    let whole = back.round();
    if whole * factor == v { whole } else { back }
}

fn numeric(node: &Node) -> Option<f64> {
    match node.data {
        Data::Num(n) if n.is_finite() => Some(n),
        _ => None,
    }
}

/// `v + 1`, the shorter number where rounding left a tail.
fn plus_one(v: f64) -> f64 {
    let sum = v + 1.0;
    let short = (sum * 1e12).round() / 1e12;
    if short - 1.0 == v || (short - sum).abs() < 1e-14 {
        short
    } else {
        sum
    }
}

pub(super) fn law(a: f64, b: f64) -> Json {
    if a == b {
        number(a)
    } else {
        json!([number(a), number(b)])
    }
}

pub(super) fn number(v: f64) -> Json {
    crate::param::tidy(v)
}
