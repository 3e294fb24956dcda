//! Classes of pads, sizes and shifts whose arguments take several forms.

use serde_json::{Map, Value as Json, json};

use super::{Reader, law, number, numeric};
use crate::export::albumentations::table::Lone;
use crate::policy::text::Data;

impl Reader<'_> {
    /// Shifts as shares; each axis has the common law unless it has its own.
    pub(super) fn shift(&mut self, out: &mut Map<String, Json>) {
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

    pub(super) fn sizes(&mut self, out: &mut Map<String, Json>) {
        if let Data::List(sides) = &self.value("max_size_hw").data {
            for (name, side) in ["height_px", "width_px"].into_iter().zip(sides) {
                if let Some(n) = numeric(side) {
                    out.insert(name.into(), number(n));
                }
            }
            return;
        }
        let size = match self.value("max_size").data {
            Data::Num(n) if n.is_finite() => number(n),
            Data::List(items) if !items.is_empty() => {
                let sizes: Vec<f64> = items.iter().filter_map(numeric).collect();
                let run = sizes.windows(2).all(|w| w[1] == w[0] + 1.0);
                match sizes[..] {
                    [only] => number(only),
                    [first, .., last] if run => law(first, last),
                    _ => {
                        let values: Vec<_> = sizes.into_iter().map(number).collect();
                        json!({"choice": {"values": values}})
                    }
                }
            }
            _ => return self.note("max_size", "is not a size; augplay's default is taken"),
        };
        out.insert("size_px".into(), size);
    }

    pub(super) fn padded(&mut self, out: &mut Map<String, Json>) {
        match self.row.op {
            "pad" => {
                let given = self.value("padding");
                let sides: Vec<f64> = match &given.data {
                    Data::List(items) => items.iter().filter_map(numeric).collect(),
                    _ => numeric(&given).into_iter().collect(),
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
                    out.insert(name.into(), number(px));
                }
            }
            "pad_if_needed" => {
                for side in ["height", "width"] {
                    if let Some(n) = numeric(&self.value(&format!("pad_{side}_divisor"))) {
                        out.insert(format!("{side}_divisor_px"), number(n));
                    } else if let Some(n) = numeric(&self.value(&format!("min_{side}"))) {
                        out.insert(format!("min_{side}_px"), number(n));
                    }
                }
            }
            _ => self.amounts(out),
        }
    }

    /// One number or a range of px or shares; lists for each side have no counterpart.
    fn amounts(&mut self, out: &mut Map<String, Json>) {
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
}
