//! What the table does not say about ops of colour and tone.

use serde_json::{Map, Value as Json, json};

use super::{Writer, find, law, range, word};
use crate::export::Verdict;
use crate::param::{Args, Value};
use crate::policy::law::Law;

impl Writer {
    pub(super) fn colour(&mut self, args: &Args, keys: &mut Map<String, Json>) {
        match self.row.op {
            "gamma" if law(args, "gain") != Law::Const(1.0) => {
                self.worsen(Verdict::approximate("Albumentations has no gain"));
            }
            "rgb_shift" => {
                let ranges = ["r_level", "g_level", "b_level"].map(|name| {
                    let (a, b) = law(args, name).reach();
                    json!([a / 255.0, b / 255.0])
                });
                let params = json!({"noise_type": "uniform", "ranges": ranges});
                keys.insert("noise_params".into(), params);
            }
            "planckian_jitter" => {
                let coldest = if word(args, "mode") == "cied" {
                    4000
                } else {
                    3000
                };
                let low = match find(args, "low_k") {
                    Value::Law(law) => law.centre() as i64,
                    _ => coldest,
                };
                let high = law(args, "high_k").centre() as i64;
                keys.insert("temperature_limit".into(), json!([low, high]));
            }
            "illumination" => self.illumination(args, keys),
            _ => {}
        }
    }

    fn illumination(&mut self, args: &Args, keys: &mut Map<String, Json>) {
        let (low, high) = law(args, "intensity_frac").reach();
        if low < 0.0 && high > 0.0 {
            let why = "intensity_frac: Albumentations takes one sign";
            self.worsen(Verdict::approximate(why));
        } else if low < 0.0 {
            // Less light is more darkness.
            let ends = [-high, -low].map(|v| self.limited("intensity_frac", v));
            keys.insert("intensity_range".into(), json!(ends));
            let effect = match word(args, "effect") {
                "brighten" => "darken",
                "darken" => "brighten",
                both => both,
            };
            keys.insert("effect_type".into(), json!(effect));
        }
        let mode = word(args, "mode");
        if mode == "gaussian" && law(args, "x_frac") != law(args, "y_frac") {
            let why = "x_frac and y_frac are drawn from one range";
            self.worsen(Verdict::approximate(why));
        }
        if mode == "corner" && law(args, "corner") != Law::Uniform(0.0, 3.0) {
            self.worsen(Verdict::approximate("corner: all four are drawn"));
        }
        keys.insert("center_range".into(), range(args, "x_frac"));
    }
}
