//! What the table does not say about classes of colour and tone.

use super::{Reader, Step, law, pair};
use crate::export::albumentations::table::Lone;
use crate::param::tidy;
use crate::policy::text::{Data, Node};

/// Whether an `AdditiveNoise` draws one offset for each of three channels: an RGB shift.
pub(in crate::import) fn shifts_channels(from: &Node) -> bool {
    let is = |key: &str, word: &str| match from.get(key).map(|n| &n.data) {
        None => true,
        Some(Data::Text(found)) => found == word,
        Some(_) => false,
    };
    let ranges = from
        .get("noise_params")
        .and_then(|params| params.get("ranges"))
        .map(|ranges| &ranges.data);
    let Some(Data::List(ranges)) = ranges else {
        return false;
    };
    // Three constants are offsets.
    let drawn = ranges.iter().filter_map(pair).any(|(a, b)| a != b);
    is("noise_type", "uniform") && is("spatial_mode", "constant") && ranges.len() == 3 && drawn
}

impl Reader<'_> {
    pub(super) fn planckian_jitter(&self, out: &mut Step) {
        if let Some((low, high)) = pair(&self.value("temperature_limit")) {
            out.insert("low_k".into(), tidy(low));
            out.insert("high_k".into(), tidy(high));
        }
    }

    pub(super) fn illumination(&mut self, out: &mut Step) {
        let range = self.value("center_range");
        if let Some((a, b)) = self.ends("center_range", &range, Lone::Same) {
            for name in ["x_frac", "y_frac"] {
                out.insert(name.into(), law(a, b));
            }
        }
    }

    pub(super) fn rgb_shift(&mut self, out: &mut Step) {
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

#[cfg(test)]
mod tests {
    use crate::export::{Verdict, export};
    use crate::import::import;
    use crate::policy::Policy;

    #[test]
    fn what_is_written_is_read_back() {
        let text = "augplay: 1\ntarget: albumentations 2.0.8\nseed: 0\nsteps:
- {op: random_brightness_contrast, brightness_frac: [0, 0.3], brightness_by_max: false}
- {op: gamma, gamma: [0.5, 2]}
- {op: tone_curve, scale: 0.25, per_channel: true}
- {op: hue_saturation_value, hue_deg: [-31, 40], value_level: 5}
- {op: rgb_shift, r_level: [-7, 20], g_level: 0, b_level: [-0.5, 0.25]}
- {op: planckian_jitter, mode: cied, low_k: 4500, high_k: 9000, sampling: gaussian}
- {op: grayscale, method: max}
- {op: equalize, mode: pil, by_channels: false}
- {op: sepia}
- {op: invert}
- {op: channel_shuffle}
- {op: channel_dropout, channels: [1, 2], fill_level: 12}
- {op: fancy_pca, alpha: 0.5}
- {op: illumination, mode: gaussian, x_frac: [0.2, 0.3], y_frac: [0.2, 0.3], effect: darken}
";
        let policy = Policy::parse(text).unwrap();
        let out = export(&policy, "albumentations-json").unwrap();
        for v in &out.verdicts {
            assert_eq!(v.verdict, Verdict::Exact, "{v:?}");
        }
        let back = import(&out.text, "x").unwrap();
        assert!(back.notes.is_empty(), "{:?}", back.notes);
        assert_eq!(back.policy.to_yaml(), policy.to_yaml());
    }

    #[test]
    fn a_small_rgb_shift_is_a_share_of_the_range() {
        let file = r#"{"__version__": "2.0.8", "transform": {"__class_fullname__": "RGBShift", "p": 1,
            "r_shift_limit": 20, "g_shift_limit": [0.2, 0.4], "b_shift_limit": [-1, 1.5],
            "noise_params": {"noise_type": "uniform", "ranges": []}}}"#;
        let yaml = import(file, "x").unwrap().policy.to_yaml();
        assert!(yaml.contains("g_level: [51, 102]"), "{yaml}");
        assert!(yaml.contains("b_level: [-1, 1.5]"), "{yaml}");
    }

    #[test]
    fn what_the_library_draws_anew_is_said() {
        for step in [
            "{op: channel_shuffle, order: [2, 1, 0]}",
            "{op: planckian_jitter, temperature_k: 5000}",
            "{op: illumination, mode: corner, corner: 2}",
            "{op: gamma, gain: 0.5, dialect: pil}",
        ] {
            let text = format!("augplay: 1\ntarget: albumentations 2.0.8\nsteps: [{step}]");
            let policy = Policy::parse(&text).unwrap();
            let out = export(&policy, "albumentations-json").unwrap();
            assert_eq!(out.verdicts[0].verdict.word(), "approximate", "{step}");
        }
    }
}
