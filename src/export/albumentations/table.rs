//! Albumentations 2.0.8 classes and augplay's ops, argument by argument; export and import both
//! read this table.

mod blurs;
mod colour;
mod covers;
mod rigid;
mod weather;

/// An op and its class.
pub(crate) struct Row {
    /// augplay's op.
    pub(crate) op: &'static str,
    /// Class name.
    pub(crate) class: &'static str,
    /// Every constructor argument, in the order in which the library writes them.
    pub(crate) keys: &'static [Key],
}

/// A constructor argument.
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) form: Form,
    /// The library's default, as JSON; what is written where the form says nothing else.
    pub(crate) default: &'static str,
}

/// How an argument corresponds to parameters.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Form {
    /// Only its default has a counterpart.
    Only,
    /// `[low, high]`, uniform: a parameter's law times a factor.
    Range(&'static str, f64, Lone),
    /// `[low, high]`, whole numbers, both included.
    Whole(&'static str, Lone),
    /// `[low, high]`, odd numbers from 3 on, both included.
    Odd(&'static str),
    /// `[low, high]`: two constants.
    Ends(&'static str, &'static str),
    /// A word that both sides use.
    Word(&'static str),
    /// `[low, high]`, uniform in the logarithm.
    Log(&'static str),
    /// `{"x": [low, high], "y": [low, high]}`.
    Axes(&'static str, &'static str),
    /// `[first, second]`: two constants.
    Pair(&'static str, &'static str),
    /// One whole number.
    One(&'static str),
    /// One number.
    Number(&'static str),
    /// `true` or `false`.
    Flag(&'static str),
    /// Three levels.
    Rgb(&'static str),
    /// A list of numbers, each a parameter.
    List(&'static [&'static str]),
    /// `[low, high]`, uniform: a factor's law less 1.
    Biased(&'static str, Lone),
    /// OpenCV's number of an interpolation for warping.
    Interpolation,
    /// OpenCV's number of an interpolation for resizing.
    Resampling,
    /// `"image"` or nothing: whether pictures shrink by area.
    Area,
    /// The library writes it and drops it with a warning: neither written nor read.
    Ignored,
    /// OpenCV's number of a border.
    Border,
    /// A level or one for each channel.
    Fill,
    /// Written and read by code of its own.
    Special,
}

/// What a lone number stands for where the library wants a range.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Lone {
    /// `[-n, n]`.
    Symmetric,
    /// `[1 - n, 1 + n]`, not below 0.
    AboutOne,
    /// `[n, n]`.
    Same,
    /// `[0, n]`.
    FromZero,
    /// `[1, n]`.
    FromOne,
    /// `[3, n]`.
    FromThree,
}

const fn key(name: &'static str, form: Form, default: &'static str) -> Key {
    Key {
        name,
        form,
        default,
    }
}

use Form::{Border, Fill, Interpolation, Only};

const ZERO: &str = "[0.0, 0.0]";
const BORDER: Key = key("border_mode", Border, "0");
const FILL: Key = key("fill", Fill, "0.0");
const FILL_MASK: Key = key("fill_mask", Only, "0.0");
const INTERPOLATION: Key = key("interpolation", Interpolation, "1");
const MASK: Key = key("mask_interpolation", Only, "0");

/// Every row; where a class occurs more than once, import takes the first.
fn rows() -> impl Iterator<Item = &'static Row> {
    [
        rigid::ROWS,
        covers::ROWS,
        colour::ROWS,
        blurs::ROWS,
        weather::ROWS,
    ]
    .into_iter()
    .flatten()
}

/// The row of an op.
pub(crate) fn of_op(op: &str) -> Option<&'static Row> {
    rows().find(|row| row.op == op)
}

/// The row of a class.
pub(crate) fn of_class(class: &str) -> Option<&'static Row> {
    rows().find(|row| row.class == class)
}

/// OpenCV's numbers of interpolations, for warping.
pub(crate) const INTERPOLATIONS: &[(&str, u64)] =
    &[("nearest", 0), ("bilinear", 1), ("bicubic", 2)];

/// OpenCV's numbers of interpolations, for resizing.
pub(crate) const RESAMPLINGS: &[(&str, u64)] = &[
    ("nearest", 0),
    ("bilinear", 1),
    ("bicubic", 2),
    ("area", 3),
    ("lanczos", 4),
];

/// OpenCV's numbers of borders.
pub(crate) const BORDERS: &[(&str, u64)] = &[
    ("constant", 0),
    ("replicate", 1),
    ("reflect", 2),
    ("wrap", 3),
    ("reflect_101", 4),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops;

    #[test]
    fn the_table_names_what_exists() {
        for row in rows() {
            let meta = ops::find(row.op).expect(row.op).meta();
            let has = |name: &str| {
                assert!(
                    meta.params.iter().any(|p| p.name == name),
                    "{} has no {name}",
                    row.op
                );
            };
            for key in row.keys {
                assert!(
                    serde_json::from_str::<serde_json::Value>(key.default).is_ok(),
                    "{}.{}",
                    row.class,
                    key.name
                );
                match key.form {
                    Form::Range(name, ..)
                    | Form::Whole(name, _)
                    | Form::Log(name)
                    | Form::One(name)
                    | Form::Number(name)
                    | Form::Flag(name)
                    | Form::Word(name)
                    | Form::Odd(name)
                    | Form::Rgb(name)
                    | Form::Biased(name, _) => has(name),
                    Form::List(names) => names.iter().for_each(|name| has(name)),
                    Form::Axes(a, b) | Form::Pair(a, b) | Form::Ends(a, b) => {
                        has(a);
                        has(b);
                    }
                    Form::Interpolation | Form::Resampling => has("interpolation"),
                    Form::Area => has("area_when_shrinking"),
                    Form::Border | Form::Fill => has("fill"),
                    Form::Only | Form::Special | Form::Ignored => {}
                }
            }
            let names: Vec<_> = row.keys.iter().map(|k| k.name).collect();
            assert!(names.is_sorted(), "{} is out of order", row.class);
        }
    }
}
