//! Arguments of occlusion and noise classes that are no plain parameter.

use serde_json::{Value as Json, json};

use super::{Reader, Step, law, pair};
use crate::export::albumentations::table::Lone;
use crate::param::tidy;
use crate::policy::text::{Data, Node};

impl Reader<'_> {
    pub(super) fn dropout(&mut self, out: &mut Step) {
        let fill = self.value("fill");
        match &fill.data {
            Data::Text(word) if word == "random" => {
                drop(out.insert("cover".into(), json!("noise")));
            }
            Data::Text(word) if word == "random_uniform" => {
                out.insert("cover".into(), json!("random_colour"));
            }
            _ => self.fill("fill", &fill, out),
        }
        self.mask("fill_mask", out);
        for side in ["hole_height_range", "hole_width_range"] {
            let known = self.row.keys.iter().any(|k| k.name == side);
            if known && pair(&self.value(side)).is_some_and(|(_, most)| most >= 1.0) {
                self.note(side, "in px has no counterpart");
            }
        }
    }

    /// A level; the library's painting over from what is around has no counterpart.
    pub(super) fn mask_dropout(&mut self, out: &mut Step) {
        let fill = self.value("fill");
        self.fill("fill", &fill, out);
    }

    /// What masks get under what is covered.
    fn mask(&mut self, key: &str, out: &mut Step) {
        match self.value(key).data {
            Data::Null => {}
            Data::Num(v) => {
                if v != 0.0 {
                    self.note(key, "is read as 0");
                }
                out.insert("fill_mask".into(), json!(true));
            }
            _ => self.note(key, "is no number; masks stay"),
        }
    }

    pub(super) fn grid_dropout(&mut self, out: &mut Step) {
        self.dropout(out);
        let (cells, unit) = (self.value("holes_number_xy"), self.value("unit_size_range"));
        if let Some((rows, columns)) = pair(&cells) {
            // The library's first number is that of the rows, whatever its name says.
            out.insert("rows".into(), tidy(rows));
            out.insert("columns".into(), tidy(columns));
        } else if let Some((least, most)) = pair(&unit) {
            // The library leaves the upper end out.
            out.insert("unit_px".into(), law(least, most - 1.0));
        }
    }

    pub(super) fn pixel_dropout(&mut self, out: &mut Step) {
        let fill = self.value("drop_value");
        if matches!(fill.data, Data::Null) {
            out.insert("cover".into(), json!("random_colour"));
        } else {
            self.fill("drop_value", &fill, out);
        }
        self.mask("mask_drop_value", out);
    }

    /// The ends of a range, both constant.
    pub(super) fn multiplicative_noise(&mut self, out: &mut Step) {
        let given = self.value("multiplier");
        if let Some((low, high)) = self.ends("multiplier", &given, Lone::Same) {
            out.insert("low".into(), tidy(low));
            out.insert("high".into(), tidy(high));
        }
    }

    pub(super) fn additive_noise(&mut self, out: &mut Step) {
        let word = |node: Node, words: &[&'static str]| match node.data {
            Data::Text(text) => words.iter().copied().find(|w| *w == text),
            _ => None,
        };
        let laws = ["uniform", "gaussian", "laplace", "beta"];
        let Some(kind) = word(self.value("noise_type"), &laws) else {
            return self.note(
                "noise_type",
                "is not a known law; augplay's default is taken",
            );
        };
        out.insert("law".into(), json!(kind));
        match word(
            self.value("spatial_mode"),
            &["constant", "per_pixel", "shared"],
        ) {
            Some(mode) => drop(out.insert("spatial".into(), json!(mode))),
            None => self.note(
                "spatial_mode",
                "is not a known mode; augplay's default is taken",
            ),
        }
        let params = self.value("noise_params");
        let keys: &[(&str, &str)] = match kind {
            "gaussian" => &[("mean_range", "mean_frac"), ("std_range", "sd_frac")],
            "laplace" => &[("mean_range", "mean_frac"), ("scale_range", "sd_frac")],
            "beta" => &[
                ("alpha_range", "alpha"),
                ("beta_range", "beta"),
                ("scale_range", "scale_frac"),
            ],
            _ => return self.ranges(&params, out),
        };
        for (key, param) in keys {
            if let Some((a, b)) = params.get(key).and_then(pair) {
                out.insert((*param).into(), law(a, b));
            }
        }
    }

    /// Ranges of a uniform law: one, or one of no width for each channel.
    fn ranges(&mut self, params: &Node, out: &mut Step) {
        let Some(Data::List(items)) = params.get("ranges").map(|n| &n.data) else {
            return;
        };
        let ranges: Vec<_> = items.iter().filter_map(pair).collect();
        let points = ranges.iter().all(|(a, b)| a == b);
        if let [(low, high)] = ranges[..] {
            out.insert("low_frac".into(), tidy(low));
            out.insert("high_frac".into(), tidy(high));
        } else if points && ranges.len() == 3 {
            let values: Vec<Json> = ranges.iter().map(|r| tidy(r.0)).collect();
            out.insert("offsets_frac".into(), Json::Array(values));
        } else if let Some((low, high)) = ranges.first() {
            self.note(
                "noise_params",
                "has a range for each channel; the first is taken",
            );
            out.insert("low_frac".into(), tidy(*low));
            out.insert("high_frac".into(), tidy(*high));
        }
    }
}
