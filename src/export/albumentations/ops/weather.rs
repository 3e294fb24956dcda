//! Arguments of weather classes that are no plain parameter.

use serde_json::json;

use super::{Keys, Writer};
use crate::export::Verdict;
use crate::export::named::{find, law, word};
use crate::param::{Args, Value};

impl Writer {
    /// The library wants a region that is not empty.
    pub(super) fn random_sun_flare(&mut self, args: &Args, keys: &mut Keys) {
        let [left, top, right, bottom] = ["left_frac", "top_frac", "right_frac", "bottom_frac"]
            .map(|name| law(args, name).centre());
        let mut open = |low: f64, high: f64| {
            if low < high {
                return [low, high];
            }
            if high < 1.0 {
                return [low, high + 1e-9];
            }
            let why = "the sun stays a pixel inside the picture";
            self.worsen(Verdict::approximate(why));
            [low - 1e-9, high]
        };
        let ([left, right], [top, bottom]) = (open(left, right), open(top, bottom));
        keys.insert("flare_roi".into(), json!([left, top, right, bottom]));
    }

    pub(super) fn random_rain(&mut self, args: &Args, keys: &mut Keys) {
        if *find(args, "length_px") != Value::Absent {
            let length = self.constant(args, "length_px") as i64;
            keys.insert("drop_length".into(), json!(length));
        }
    }
}

pub(super) fn spatter(args: &Args, keys: &mut Keys) {
    let colour = match word(args, "mode") {
        "mud" => find(args, "mud_colour"),
        _ => find(args, "rain_colour"),
    };
    if let Value::Color(colour) = colour {
        keys.insert("color".into(), json!(colour));
    }
}
