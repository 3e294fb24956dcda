//! Classes of crops, pads, sizes and shifts whose arguments take several forms.

use serde_json::{Value as Json, json};

use super::{Reader, Step, law, number, numbers};
use crate::export::albumentations::table::Lone;
use crate::param::tidy;
use crate::policy::text::{Data, Node};

impl Reader<'_> {
    /// Shifts as shares; each axis has the common law unless it has its own.
    pub(super) fn shift(&mut self, out: &mut Step) {
        for axis in ["x", "y"] {
            let key = format!("shift_limit_{axis}");
            let own = self.value(&key);
            let given = match own.data {
                Data::Null => self.value("shift_limit"),
                _ => own,
            };
            if let Some((a, b)) = self.ends(&key, &given, Lone::Symmetric) {
                out.insert(format!("translate_{axis}_frac"), law(a, b));
            }
        }
    }

    pub(super) fn sizes(&mut self, out: &mut Step) {
        if let Data::List(sides) = &self.value("max_size_hw").data {
            for (name, side) in ["height_px", "width_px"].into_iter().zip(sides) {
                if let Some(n) = number(side) {
                    out.insert(name.into(), tidy(n));
                }
            }
            return;
        }
        let size = match self.value("max_size").data {
            Data::Num(n) if n.is_finite() => tidy(n),
            Data::List(items) if !items.is_empty() => {
                let sizes: Vec<f64> = items.iter().filter_map(number).collect();
                let run = sizes.windows(2).all(|w| w[1] == w[0] + 1.0);
                match sizes[..] {
                    [only] => tidy(only),
                    [first, .., last] if run => law(first, last),
                    _ => {
                        let values: Vec<_> = sizes.into_iter().map(tidy).collect();
                        json!({"choice": {"values": values}})
                    }
                }
            }
            _ => return self.note("max_size", "is not a size; augplay's default is taken"),
        };
        out.insert("size_px".into(), size);
    }

    /// Labels that count as empty.
    pub(super) fn ignored(&mut self, out: &mut Step) {
        let given = self.value("ignore_values");
        if let Some(labels) = numbers(&given) {
            let labels: Vec<Json> = labels.into_iter().map(tidy).collect();
            out.insert("ignore_labels".into(), Json::Array(labels));
        } else if given.data != Data::Null {
            self.note("ignore_values", "is not a list of labels; none is ignored");
        }
    }

    pub(super) fn crop(&self, out: &mut Step) {
        for (axis, extent) in [("x", "width_px"), ("y", "height_px")] {
            let at = |end: &str| match self.value(&format!("{axis}_{end}")).data {
                Data::Num(n) => n,
                _ => 0.0,
            };
            let (low, high) = (at("min"), at("max"));
            out.insert(format!("{axis}_px"), tidy(low));
            out.insert(extent.into(), tidy(high - low));
        }
    }

    pub(super) fn pad(&mut self, out: &mut Step) {
        let given = self.value("padding");
        let sides: Vec<f64> = match &given.data {
            Data::List(items) => items.iter().filter_map(number).collect(),
            _ => number(&given).into_iter().collect(),
        };
        let [left, top, right, bottom] = match sides[..] {
            [all] => [all; 4],
            [x, y] => [x, y, x, y],
            [left, top, right, bottom] => [left, top, right, bottom],
            _ => return self.note("padding", "is not one, two or four numbers"),
        };
        let sides = [
            ("left_px", left),
            ("top_px", top),
            ("right_px", right),
            ("bottom_px", bottom),
        ];
        for (name, px) in sides {
            out.insert(name.into(), tidy(px));
        }
    }

    pub(super) fn pad_if_needed(&self, out: &mut Step) {
        for side in ["height", "width"] {
            if let Some(n) = number(&self.value(&format!("pad_{side}_divisor"))) {
                out.insert(format!("{side}_divisor_px"), tidy(n));
            } else if let Some(n) = number(&self.value(&format!("min_{side}"))) {
                out.insert(format!("min_{side}_px"), tidy(n));
            }
        }
    }

    /// One number or a range of px or shares; lists for each side have no counterpart.
    pub(super) fn crop_and_pad(&mut self, out: &mut Step) {
        let (px, percent) = (self.value("px"), self.value("percent"));
        out.insert("amount_frac".into(), json!(0));
        if px.data == Data::Null {
            if let Some((a, b)) = self.ends("percent", &percent, Lone::Same) {
                out.insert("amount_frac".into(), law(a, b));
            }
        } else if let Some((a, b)) = self.ends("px", &px, Lone::Same) {
            let end = if matches!(px.data, Data::List(_)) {
                b - 1.0
            } else {
                b
            };
            out.insert("amount_px".into(), law(a, end));
        }
    }

    pub(super) fn affine(&mut self, out: &mut Step) {
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
