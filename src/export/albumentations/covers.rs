//! Arguments of occlusion and noise classes that are no plain parameter.

use serde_json::{Map, Value as Json, json};

use super::ops::{Writer, fill, find, law, word};
use crate::export::{Verdict, laws};
use crate::param::{Args, Value};
use crate::policy::law::Law;

fn list<'a>(args: &'a Args, name: &str) -> &'a [f64] {
    match find(args, name) {
        Value::Numbers(numbers) => numbers,
        _ => &[],
    }
}

/// One end of a range that the library wants constant.
fn end(args: &Args, name: &str, verdict: &mut Verdict) -> f64 {
    let law = law(args, name);
    if !matches!(law, Law::Const(_)) {
        let why = format!(
            "{name}: {} becomes the constant {}",
            laws::say(&law),
            law.centre()
        );
        *verdict = std::mem::replace(verdict, Verdict::Exact).and(Verdict::approximate(why));
    }
    law.centre()
}

/// `multiplier` of `MultiplicativeNoise`.
pub(super) fn factors(args: &Args) -> (Json, Verdict) {
    let mut verdict = Verdict::Exact;
    let range = match list(args, "factors") {
        [] => ["low", "high"].map(|n| end(args, n, &mut verdict)),
        given => {
            let least = given.iter().copied().fold(f64::INFINITY, f64::min);
            let most = given.iter().copied().fold(0.0, f64::max);
            if least < most {
                verdict = Verdict::approximate("factors of single channels become a range");
            }
            [least, most]
        }
    };
    (json!(range), verdict)
}

/// `noise_type` of `AdditiveNoise`; drawn values are ranges of no width.
pub(super) fn kind(args: &Args) -> &'static str {
    if word(args, "spatial") == "constant" && !list(args, "offsets_frac").is_empty() {
        "uniform"
    } else {
        word(args, "law")
    }
}

/// `noise_params` of `AdditiveNoise`.
pub(super) fn params(kind: &str, args: &Args) -> (Json, Verdict) {
    let mut verdict = Verdict::Exact;
    let reach = |name: &str| {
        let (a, b) = law(args, name).reach();
        json!([a, b])
    };
    let given = list(args, "offsets_frac");
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
        _ if word(args, "spatial") == "constant" && !given.is_empty() => {
            let ranges: Vec<[f64; 2]> = given.iter().map(|v| [*v, *v]).collect();
            json!({"noise_type": kind, "ranges": ranges})
        }
        _ => {
            let ends = ["low_frac", "high_frac"].map(|n| end(args, n, &mut verdict));
            json!({"noise_type": kind, "ranges": [ends]})
        }
    };
    (params, verdict)
}

/// What masks get under what is covered.
pub(super) fn fill_mask(args: &Args) -> Json {
    if matches!(find(args, "fill_mask"), Value::Bool(true)) {
        json!(0.0)
    } else {
        Json::Null
    }
}

impl Writer {
    /// What covers rectangles.
    pub(super) fn cover(&mut self, args: &Args, keys: &mut Map<String, Json>) {
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

    pub(super) fn grid(&mut self, args: &Args, keys: &mut Map<String, Json>) {
        let [rows, columns] = ["rows", "columns"].map(|n| self.constant(args, n) as i64);
        // The library's first number is that of the rows, whatever its name says.
        if rows > 0 {
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
}
