//! What the table does not say about classes of colour and tone.

use serde_json::{Map, Value as Json};

use super::{Reader, law, number, pair};
use crate::export::albumentations::table::Lone;
use crate::policy::text::Data;

impl Reader<'_> {
    pub(super) fn colour(&mut self, out: &mut Map<String, Json>) {
        match self.row.op {
            "rgb_shift" => self.rgb_shift(out),
            "planckian_jitter" => {
                if let Some((low, high)) = pair(&self.value("temperature_limit")) {
                    out.insert("low_k".into(), number(low));
                    out.insert("high_k".into(), number(high));
                }
            }
            "illumination" => {
                let range = self.value("center_range");
                if let Some((a, b)) = self.ends("center_range", &range, Lone::Same) {
                    for name in ["x_frac", "y_frac"] {
                        out.insert(name.into(), law(a, b));
                    }
                }
            }
            _ => {}
        }
    }

    fn rgb_shift(&mut self, out: &mut Map<String, Json>) {
        let params = ["r_level", "g_level", "b_level"];
        if self.row.class == "RGBShift" {
            let keys = ["r_shift_limit", "g_shift_limit", "b_shift_limit"];
            for (key, param) in keys.into_iter().zip(params) {
                let given = self.value(key);
                if let Some((a, b)) = self.ends(key, &given, Lone::Symmetric) {
                    // Up to 1 the library takes shares of the range.
                    let levels = if a.abs() > 1.0 || b.abs() > 1.0 {
                        1.0
                    } else {
                        255.0
                    };
                    out.insert(param.into(), law(a * levels, b * levels));
                }
            }
            return;
        }
        let given = self.value("noise_params");
        let ranges = match given.get("ranges").map(|n| &n.data) {
            Some(Data::List(ranges)) => ranges.clone(),
            _ => Vec::new(),
        };
        for (i, param) in params.into_iter().enumerate() {
            let one = ranges
                .get(i)
                .or(ranges.first().filter(|_| ranges.len() == 1));
            let (a, b) = one.and_then(pair).unwrap_or((-0.1, 0.1));
            // Shares of the range; whole levels where they are such.
            let level = |share: f64| {
                let level = share * 255.0;
                let whole = level.round();
                if whole / 255.0 == share { whole } else { level }
            };
            out.insert(param.into(), law(level(a), level(b)));
        }
    }
}
