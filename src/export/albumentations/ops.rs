//! One op as one class, or as a choice among several where a law is a choice.

use serde_json::{Map, Value as Json, json};

use super::table::{BORDERS, Form, INTERPOLATIONS, Key, RESAMPLINGS, Row, of_op};
use super::{node, nodes, nothing};
use crate::export::named::{find, law, on, word};
use crate::export::{Report, Verdict, differences, laws};
use crate::kernel::Dialect;
use crate::ops::Op;
use crate::param::{Args, Param, Value};
use crate::policy::law::Law;
use crate::policy::{Policy, Step};

mod blurs;
mod colour;
mod covers;
mod rigid;
mod weather;

/// Arguments of a class.
type Keys = Map<String, Json>;

/// What the library takes, in its units, where that is less than augplay's range.
const LIMITS: &[(&str, &str, f64, f64)] = &[
    ("solarize", "threshold_level", 0.0, 1.0),
    ("posterize", "bits", 1.0, 7.0),
    ("clahe", "clip_limit", 1.0, 1000.0),
    ("coarse_dropout", "holes", 1.0, 1000.0),
    // From 1 on it means px.
    ("coarse_dropout", "height_frac", 0.0, 0.9999999),
    ("additive_noise", "offsets_frac", -1.0, 1.0),
    ("elastic_transform", "sigma_px", 1.0, 200.0),
    ("illumination", "intensity_frac", 0.01, 0.2),
    ("illumination", "sigma_frac", 0.2, 1.0),
    ("motion_blur", "angle_deg", 0.0, 360.0),
    ("box_blur", "kernel_px", 3.0, 255.0),
    ("median_blur", "kernel_px", 3.0, 255.0),
    ("motion_blur", "kernel_px", 3.0, 255.0),
];

/// What a step may fix and the library always draws.
const DRAWN: &[(&str, &str)] = &[
    ("channel_shuffle", "order"),
    ("channel_dropout", "dropped"),
    ("tone_curve", "low"),
    ("tone_curve", "high"),
    ("planckian_jitter", "temperature_k"),
    ("fancy_pca", "factors"),
    ("grid_distortion", "steps"),
    ("grid_elastic_deform", "mesh"),
    ("piecewise_affine", "offsets"),
    ("thin_plate_spline", "offsets_frac"),
    ("chromatic_aberration", "coefficients"),
    ("random_fog", "discs"),
    ("random_rain", "drops"),
    ("random_sun_flare", "centre_x_px"),
    ("random_sun_flare", "centre_y_px"),
    ("random_sun_flare", "circles"),
];

/// Laws that are drawn anew for each cell, polygon or colour of one op.
const DRAWN_FOR_EACH: &[(&str, &str)] = &[
    ("grid_distortion", "distort_frac"),
    ("random_shadow", "intensity_frac"),
    ("chromatic_aberration", "primary"),
    ("chromatic_aberration", "secondary"),
];

/// The most classes that one op's laws are split into.
const MOST: usize = 32;

pub(super) fn write(
    policy: &Policy,
    step: &Step,
    op: &'static dyn Op,
    args: &Args,
    report: &mut Report,
) -> Option<Json> {
    let meta = op.meta();
    if meta.name == "turn" {
        report.say(step, Verdict::Exact);
        return Some(rigid::turn(word(args, "symmetry"), step.p));
    }
    if meta.name == "letterbox" {
        return Some(rigid::letterbox(policy, step, args, report));
    }
    let Some(row) = of_op(meta.name) else {
        let why = match meta.name {
            "sanitize_bounding_boxes" | "sanitize_keypoints" | "clamp_bounding_boxes" => {
                "Albumentations clips and filters after every step, as the policy's boxes and keypoints say".into()
            }
            name => format!("Albumentations has no counterpart of {name}"),
        };
        report.say(step, Verdict::unsupported(why));
        return None;
    };
    let from = meta.dialect(step.dialect, policy.target);
    let mut out = Writer {
        row,
        from,
        given: report.given,
        verdict: Verdict::Exact,
    };
    let classes: Vec<_> = out
        .variants(args)
        .into_iter()
        .map(|(weight, args)| (weight, out.class(&args)))
        .collect();
    out.unsaid(args);
    let pixels = if meta.name == "autocontrast" && from == Dialect::Pil {
        colour::pillow_autocontrast(args)
    } else if out.moves_whole_pixels(args) {
        Verdict::Exact
    } else {
        differences::between(meta.name, args, from, Dialect::Cv2)
    };
    report.say(step, out.verdict.and(pixels));
    let mut classes = classes;
    if classes.len() > 1 {
        return Some(Json::Object(nodes::one_of(step.p, classes)));
    }
    let (_, mut only) = classes.pop()?;
    if let Json::Object(keys) = &mut only {
        keys.insert("p".into(), step.p.into());
    }
    Some(only)
}

struct Writer {
    row: &'static Row,
    from: Dialect,
    /// Whether the library is handed what is drawn.
    given: bool,
    verdict: Verdict,
}

impl Writer {
    fn worsen(&mut self, verdict: Verdict) {
        let before = std::mem::replace(&mut self.verdict, Verdict::Exact);
        self.verdict = before.and(verdict);
    }

    /// Parameters of other arithmetics that are not at rest.
    fn unsaid(&mut self, args: &Args) {
        let lost: Vec<&str> = args
            .iter()
            .filter(|(param, value)| {
                !param.dialects.is_empty()
                    && !param.dialects.contains(&Dialect::Cv2)
                    && **value != param.default_value()
            })
            .map(|(param, _)| param.name)
            .collect();
        if !lost.is_empty() {
            let why = format!("Albumentations has no {}", lost.join(", "));
            self.worsen(Verdict::approximate(why));
        }
    }

    /// The arguments once for every combination of ranges that the laws split into.
    fn variants(&mut self, args: &Args) -> Vec<(f64, Args)> {
        let mut out = vec![(1.0, args.clone())];
        for (param, value) in args.iter() {
            let Value::Law(law) = value else { continue };
            if matches!(law, Law::Const(_) | Law::Uniform(..)) || self.log(param, law) {
                continue;
            }
            // This arithmetic takes the ends of the laws alone; the other's verdict says what differs.
            if self.row.op == "random_erasing" {
                continue;
            }
            // Drawn for each of several parts: a choice among classes is not that.
            let each = match self.row.op {
                "coarse_dropout" => param.name != "holes",
                "xy_masking" => param.unit == "px",
                op => DRAWN_FOR_EACH.contains(&(op, param.name)),
            };
            let split = laws::ranges(law).filter(|parts| !each && parts.len() * out.len() <= MOST);
            let parts = split.unwrap_or_else(|| {
                let (a, b) = laws::narrowed(law);
                let why = format!(
                    "{}: {} becomes uniform {} to {}",
                    param.name,
                    laws::say(law),
                    tenths(a),
                    tenths(b)
                );
                self.worsen(Verdict::approximate(why));
                vec![(1.0, Law::Uniform(a, b))]
            });
            out = out
                .iter()
                .flat_map(|(w, set)| {
                    parts.iter().map(move |(v, law)| {
                        (
                            w * v,
                            set.clone().with_value(param, Value::Law(law.clone())),
                        )
                    })
                })
                .collect();
        }
        out
    }

    /// Whether a parameter is drawn uniformly in the logarithm, as the library does.
    fn log(&self, param: &Param, law: &Law) -> bool {
        let wanted = self
            .row
            .keys
            .iter()
            .any(|k| k.form == Form::Log(param.name));
        wanted && matches!(law, Law::LogUniform(..))
    }

    /// A shift by whole pixels has no pixels between pixels to find.
    fn moves_whole_pixels(&self, args: &Args) -> bool {
        self.row.op == "translate" && word(args, "interpolation") == "nearest"
    }

    fn class(&mut self, args: &Args) -> Json {
        if let Some(identity) = self.unsaid_identity(args) {
            return identity;
        }
        let mut keys = node(self.row.class, 1.0);
        for key in self.row.keys.iter().filter(|k| k.form != Form::Ignored) {
            let value = self.value(key, args);
            keys.insert(key.name.into(), value);
        }
        self.special(args, &mut keys);
        Json::Object(keys)
    }

    /// Values that change nothing and that the library refuses.
    fn unsaid_identity(&self, args: &Args) -> Option<Json> {
        let least = |name| law(args, name).reach().0;
        match self.row.op {
            "box_blur" | "median_blur" | "motion_blur"
                if law(args, "kernel_px").reach().1 <= 1.0 =>
            {
                Some(nothing())
            }
            "gaussian_blur" if law(args, "sigma_px").reach().1 <= 0.0 => Some(nothing()),
            "random_erasing" if law(args, "area_frac").reach().1 <= 0.0 => Some(nothing()),
            "posterize" if least("bits") >= 8.0 => Some(nothing()),
            "coarse_dropout" if law(args, "holes").reach().1 <= 0.0 => Some(nothing()),
            "solarize" if least("threshold_level") > 255.0 => Some(nothing()),
            _ => None,
        }
    }

    fn value(&mut self, key: &Key, args: &Args) -> Json {
        match key.form {
            Form::Only | Form::Special | Form::Ignored => {
                serde_json::from_str(key.default).unwrap_or(Json::Null)
            }
            Form::Range(name, factor, _) => {
                let (a, b) = law(args, name).reach();
                json!([
                    self.limited(name, a * factor),
                    self.limited(name, b * factor)
                ])
            }
            Form::Whole(name, _) => {
                let (a, b) = law(args, name).reach();
                json!([self.limited(name, a) as i64, self.limited(name, b) as i64])
            }
            Form::Odd(name) => {
                let odd = |v: f64| v as i64 | 1;
                let (a, b) = law(args, name).reach();
                json!([odd(self.limited(name, a)), odd(self.limited(name, b))])
            }
            Form::Ends(a, b) => json!([self.constant(args, a), self.constant(args, b)]),
            Form::Word(name) => json!(word(args, name)),
            Form::Log(name) => {
                let ratio = law(args, name);
                if matches!(ratio, Law::Uniform(..)) {
                    let why = format!("{name} is drawn uniformly in the logarithm");
                    self.worsen(Verdict::approximate(why));
                }
                let (a, b) = ratio.reach();
                json!([a, b])
            }
            Form::Axes(x, y) => json!({"x": range(args, x), "y": range(args, y)}),
            Form::Pair(a, b) => {
                json!([self.constant(args, a) as i64, self.constant(args, b) as i64])
            }
            Form::One(name) => json!(self.constant(args, name) as i64),
            Form::Number(name) => {
                let v = self.constant(args, name);
                json!(self.limited(name, v))
            }
            Form::Flag(name) => json!(on(args, name)),
            Form::Rgb(name) => match find(args, name) {
                Value::Color(colour) => json!(colour),
                _ => serde_json::from_str(key.default).unwrap_or(Json::Null),
            },
            Form::List(names) => names.iter().map(|name| self.constant(args, name)).collect(),
            Form::Biased(name, _) => {
                let (a, b) = law(args, name).reach();
                json!([a - 1.0, b - 1.0])
            }
            Form::Area if on(args, "area_when_shrinking") => json!("image"),
            Form::Area => Json::Null,
            Form::Resampling => number_of(RESAMPLINGS, word(args, "interpolation")),
            Form::Interpolation => number_of(INTERPOLATIONS, word(args, "interpolation")),
            Form::Border => number_of(BORDERS, word(args, "border")),
            Form::Fill => fill(args),
        }
    }

    /// A number within what the library takes.
    fn limited(&mut self, name: &str, v: f64) -> f64 {
        let (low, high) = LIMITS
            .iter()
            .find(|(op, param, ..)| *op == self.row.op && *param == name)
            .map_or((f64::MIN, f64::MAX), |(.., low, high)| (*low, *high));
        let cut = v.clamp(low, high);
        if cut != v {
            let why = format!("{name}: Albumentations takes {low} to {high}");
            self.worsen(Verdict::approximate(why));
        }
        cut
    }

    /// A number that the library wants constant.
    fn constant(&mut self, args: &Args, name: &str) -> f64 {
        let law = law(args, name);
        if !matches!(law, Law::Const(_)) {
            let centre = law.centre();
            let why = format!("{name}: {} becomes the constant {centre}", laws::say(&law));
            self.worsen(Verdict::approximate(why));
        }
        law.centre()
    }

    /// What the table does not say.
    fn special(&mut self, args: &Args, keys: &mut Keys) {
        for (op, name) in DRAWN {
            if !self.given && *op == self.row.op && *find(args, name) != Value::Absent {
                self.worsen(Verdict::approximate(format!("{name} is drawn anew")));
            }
        }
        match self.row.op {
            "crop" => self.crop(args, keys),
            "bbox_safe_random_crop" | "random_sized_bbox_safe_crop" => self.wants("boxes"),
            "random_crop_near_bbox" => self.near_bbox(args),
            "crop_non_empty_mask_if_exists" => self.non_empty_mask(args, keys),
            "mask_dropout" => self.mask_dropout(args, keys),
            "pad" => self.pad(args, keys),
            "pad_if_needed" => rigid::pad_if_needed(args, keys),
            "center_crop" => self.center_crop(keys),
            "random_crop" => self.random_crop(args),
            "crop_and_pad" => self.crop_and_pad(args, keys),
            "longest_max_size" | "smallest_max_size" => self.sides(args, keys),
            "resize" => self.resize(args),
            "perspective" => self.perspective(),
            "affine" => self.affine(args, keys),
            "translate" => self.shift(args, ["x_frac", "y_frac"], ["x_px", "y_px"], keys),
            "gamma" => self.gamma(args),
            "autocontrast" => self.autocontrast(keys),
            "rgb_shift" => colour::rgb_shift(args, keys),
            "planckian_jitter" => colour::planckian_jitter(args, keys),
            "illumination" => self.illumination(args, keys),
            "gaussian_blur" => blurs::gaussian_blur(args, keys),
            "motion_blur" => self.motion_blur(args, keys),
            "advanced_blur" => self.advanced_blur(args, keys),
            "ringing_overshoot" => self.fourier(args, 0.001),
            "defocus" => self.defocus(),
            "downscale" => self.downscale(args, keys),
            "morphology" => self.morphology(args, keys),
            "coarse_dropout" | "xy_masking" => self.cover(args, keys),
            "random_erasing" => self.random_erasing(args, keys),
            "grid_dropout" => self.grid_dropout(args, keys),
            "pixel_dropout" => covers::pixel_dropout(args, keys),
            "multiplicative_noise" => self.multiplicative_noise(args, keys),
            "additive_noise" => self.additive_noise(args, keys),
            "random_rain" => self.random_rain(args, keys),
            "random_sun_flare" => self.random_sun_flare(args, keys),
            "spatter" => weather::spatter(args, keys),
            _ => {}
        }
    }
}

fn fill(args: &Args) -> Json {
    match find(args, "fill") {
        Value::Color([r, g, b]) if r == g && g == b => json!(f64::from(*r)),
        Value::Color(c) => json!(c.map(f64::from)),
        _ => json!(0.0),
    }
}

fn tenths(v: f64) -> f64 {
    (v * 1000.0).round() / 1000.0
}

fn ends(law: &Law) -> Json {
    let (a, b) = law.reach();
    json!([a, b])
}

fn range(args: &Args, name: &str) -> Json {
    ends(&law(args, name))
}

fn number_of(table: &[(&str, u64)], word: &str) -> Json {
    table
        .iter()
        .find(|(name, _)| *name == word)
        .map_or(json!(0), |(_, number)| json!(number))
}
