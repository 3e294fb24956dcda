//! What the table does not say about ops of colour and tone.

use serde_json::json;

use super::{Keys, Writer, range};
use crate::export::Verdict;
use crate::export::named::{find, law, word};
use crate::kernel::Dialect;
use crate::param::{Args, Value};
use crate::policy::law::Law;

pub(super) fn rgb_shift(args: &Args, keys: &mut Keys) {
    let ranges = ["r_level", "g_level", "b_level"].map(|name| {
        let (a, b) = law(args, name).reach();
        json!([a / 255.0, b / 255.0])
    });
    let params = json!({"noise_type": "uniform", "ranges": ranges});
    keys.insert("noise_params".into(), params);
}

pub(super) fn planckian_jitter(args: &Args, keys: &mut Keys) {
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

/// Pillow's law in this library: it rounds where Pillow drops the fraction.
pub(super) fn pillow_autocontrast(args: &Args) -> Verdict {
    let why = "rounds where Pillow drops the fraction".to_owned();
    if law(args, "cutoff_pct") == Law::Const(0.0) {
        Verdict::Within {
            levels: 3,
            share: 0.7,
            why,
        }
    } else {
        Verdict::approximate(why)
    }
}

impl Writer {
    pub(super) fn gamma(&mut self, args: &Args) {
        if law(args, "gain") != Law::Const(1.0) {
            self.worsen(Verdict::approximate("Albumentations has no gain"));
        }
    }

    pub(super) fn autocontrast(&self, keys: &mut Keys) {
        if self.from == Dialect::Pil {
            keys.insert("method".into(), json!("pil"));
        }
    }

    pub(super) fn illumination(&mut self, args: &Args, keys: &mut Keys) {
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
