//! Arguments of the noise classes that are no plain parameter.

use serde_json::{Value as Json, json};

use super::ops::{find, law, word};
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
