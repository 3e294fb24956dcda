//! Arguments of occlusion and noise classes that are no plain parameter.

use serde_json::{Value as Json, json};

use super::{Keys, Writer, fill, range};
use crate::export::Verdict;
use crate::export::named::{law, numbers, on, word};
use crate::kernel::Dialect;
use crate::param::Args;

/// What masks get under what is covered.
fn fill_mask(args: &Args) -> Json {
    if on(args, "fill_mask") {
        json!(0.0)
    } else {
        Json::Null
    }
}

pub(super) fn pixel_dropout(args: &Args, keys: &mut Keys) {
    let value = if word(args, "cover") == "fill" {
        fill(args)
    } else {
        Json::Null
    };
    keys.insert("drop_value".into(), value);
    keys.insert("mask_drop_value".into(), fill_mask(args));
}

impl Writer {
    /// What covers rectangles.
    pub(super) fn cover(&mut self, args: &Args, keys: &mut Keys) {
        let about = "normal noise about ImageNet's mean becomes even noise";
        let fill = match word(args, "cover") {
            "noise" => json!("random"),
            "random_colour" => json!("random_uniform"),
            "normal" => {
                self.worsen(Verdict::approximate(about));
                json!("random")
            }
            "normal_colour" => {
                self.worsen(Verdict::approximate(about));
                json!("random_uniform")
            }
            _ => fill(args),
        };
        keys.insert("fill".into(), fill);
        keys.insert("fill_mask".into(), fill_mask(args));
    }

    /// One level for the picture; masks are always covered.
    pub(super) fn mask_dropout(&mut self, args: &Args, keys: &mut Keys) {
        self.wants("a mask");
        let level = match fill(args) {
            Json::Array(levels) => {
                let why = "the library fills with one level: that of red";
                self.worsen(Verdict::approximate(why));
                levels.into_iter().next().unwrap_or(json!(0.0))
            }
            level => level,
        };
        keys.insert("fill".into(), level);
        if !on(args, "fill_mask") {
            self.worsen(Verdict::approximate("masks are covered with 0"));
        }
    }

    pub(super) fn random_erasing(&mut self, args: &Args, keys: &mut Keys) {
        self.cover(args, keys);
        let (least, _) = law(args, "area_frac").reach();
        let (low, high) = law(args, "aspect").reach();
        if self.from == Dialect::Cv2 && least > low.min(1.0 / high) {
            let why = "the library breaks off at a square picture, where no such rectangle fits";
            self.worsen(Verdict::approximate(why));
        }
    }

    pub(super) fn grid_dropout(&mut self, args: &Args, keys: &mut Keys) {
        self.cover(args, keys);
        let [rows, columns] = ["rows", "columns"].map(|n| self.constant(args, n) as i64);
        // The library's first number is that of the rows, whatever its name says.
        if rows > 0 && columns > 0 {
            keys.insert("holes_number_xy".into(), json!([rows, columns]));
            return;
        }
        let (least, most) = law(args, "unit_px").reach();
        if most > 0.0 {
            // The library leaves the upper end out.
            let range = json!([least as i64, most as i64 + 1]);
            keys.insert("unit_size_range".into(), range);
        }
    }

    /// `multiplier`.
    pub(super) fn multiplicative_noise(&mut self, args: &Args, keys: &mut Keys) {
        let range = match numbers(args, "factors") {
            [] => ["low", "high"].map(|n| self.constant(args, n)),
            given => {
                let least = given.iter().copied().fold(f64::INFINITY, f64::min);
                let most = given.iter().copied().fold(0.0, f64::max);
                if least < most {
                    let why = "factors of single channels become a range";
                    self.worsen(Verdict::approximate(why));
                }
                [least, most]
            }
        };
        keys.insert("multiplier".into(), json!(range));
    }

    /// `noise_type`, `noise_params`; drawn values are ranges of no width.
    pub(super) fn additive_noise(&mut self, args: &Args, keys: &mut Keys) {
        let given = match word(args, "spatial") {
            "constant" => numbers(args, "offsets_frac"),
            _ => &[],
        };
        let kind = if given.is_empty() {
            word(args, "law")
        } else {
            "uniform"
        };
        if kind == "gaussian" && word(args, "spatial") == "constant" {
            // It starts OpenCV's generator anew each time, whose first number is then always next to 0.
            let why = "the library's noise of the first channel is the mean alone";
            self.worsen(Verdict::approximate(why));
        }
        let reach = |name| range(args, name);
        let params = match kind {
            "gaussian" => {
                json!({"noise_type": kind, "mean_range": reach("mean_frac"), "std_range": reach("sd_frac")})
            }
            "laplace" => {
                json!({"noise_type": kind, "mean_range": reach("mean_frac"), "scale_range": reach("sd_frac")})
            }
            "beta" => {
                json!({"noise_type": kind, "alpha_range": reach("alpha"), "beta_range": reach("beta"), "scale_range": reach("scale_frac")})
            }
            _ if given.is_empty() => {
                let ends = ["low_frac", "high_frac"].map(|n| self.constant(args, n));
                json!({"noise_type": kind, "ranges": [ends]})
            }
            _ => {
                let point = |v| {
                    let v = self.limited("offsets_frac", v);
                    [v, v]
                };
                let ranges: Vec<[f64; 2]> = given.iter().copied().map(point).collect();
                json!({"noise_type": kind, "ranges": ranges})
            }
        };
        keys.insert("noise_type".into(), json!(kind));
        keys.insert("spatial_mode".into(), json!(word(args, "spatial")));
        keys.insert("noise_params".into(), params);
    }
}
