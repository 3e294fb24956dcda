//! One op as one class, or as a choice among several where a law is a choice.

use serde_json::{Map, Value as Json, json};

use super::table::{BORDERS, Form, INTERPOLATIONS, Key, Row, of_op};
use super::{node, nodes, nothing};
use crate::export::{Report, Verdict, differences, laws};
use crate::kernel::Dialect;
use crate::ops::Op;
use crate::param::{Args, Param, Value};
use crate::policy::law::Law;
use crate::policy::{Policy, Step};

/// What the library takes, in its units, where that is less than augplay's range.
const LIMITS: &[(&str, &str, f64, f64)] = &[
    ("solarize", "threshold_level", 0.0, 1.0),
    ("posterize", "bits", 1.0, 7.0),
    ("clahe", "clip_limit", 1.0, 1000.0),
    ("coarse_dropout", "holes", 1.0, 1000.0),
    // From 1 on it means px.
    ("coarse_dropout", "height_frac", 0.0, 0.9999999),
    ("elastic_transform", "sigma_px", 1.0, 200.0),
];

/// Laws that are drawn anew for each cell, polygon or colour of one op.
const DRAWN_FOR_EACH: &[(&str, &str)] = &[
    ("grid_distortion", "distort_frac"),
    ("random_shadow", "intensity_frac"),
    ("chromatic_aberration", "primary"),
    ("chromatic_aberration", "secondary"),
];

/// Numbers that augplay draws and that only a Draw holds.
const DRAWN: &[&str] = &["centre_x_px", "centre_y_px"];

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
    let Some(row) = of_op(meta.name) else {
        let why = format!("Albumentations has no counterpart of {}", meta.name);
        report.say(step, Verdict::unsupported(why));
        return None;
    };
    let from = meta.dialect(step.dialect, policy.target);
    let mut out = Writer {
        row,
        from,
        verdict: Verdict::Exact,
    };
    let classes: Vec<_> = out
        .variants(args)
        .into_iter()
        .map(|(weight, args)| (weight, out.class(&args)))
        .collect();
    let pixels = if meta.name == "autocontrast" && from == Dialect::Pil {
        pillow_autocontrast(args)
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
    verdict: Verdict,
}

impl Writer {
    fn worsen(&mut self, verdict: Verdict) {
        let before = std::mem::replace(&mut self.verdict, Verdict::Exact);
        self.verdict = before.and(verdict);
    }

    /// The arguments once for every combination of ranges that the laws split into.
    fn variants(&mut self, args: &Args) -> Vec<(f64, Args)> {
        let mut out = vec![(1.0, args.clone())];
        for (param, value) in args.iter() {
            let Value::Law(law) = value else { continue };
            if matches!(law, Law::Const(_) | Law::Uniform(..)) || self.log(param, law) {
                continue;
            }
            // Drawn for each of several parts: a choice among classes is not that.
            let each = match self.row.op {
                "coarse_dropout" => param.name != "holes",
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
        for (param, value) in args.iter() {
            let drawn = matches!(value, Value::Numbers(_))
                || (DRAWN.contains(&param.name) && *value != Value::Absent);
            if drawn {
                let why = format!("{}: Albumentations draws its own", param.name);
                self.worsen(Verdict::approximate(why));
            }
        }
        let mut keys = node(self.row.class, 1.0);
        for key in self.row.keys {
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
            "posterize" if least("bits") >= 8.0 => Some(nothing()),
            "coarse_dropout" if law(args, "holes").reach().1 <= 0.0 => Some(nothing()),
            "solarize" if least("threshold_level") > 255.0 => Some(nothing()),
            _ => None,
        }
    }

    fn value(&mut self, key: &Key, args: &Args) -> Json {
        match key.form {
            Form::Only | Form::Special => serde_json::from_str(key.default).unwrap_or(Json::Null),
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
            Form::Flag(name) => json!(matches!(find(args, name), Value::Bool(true))),
            Form::Word(name) => json!(word(args, name)),
            Form::Rgb(name) => match find(args, name) {
                Value::Color(colour) => json!(colour),
                _ => serde_json::from_str(key.default).unwrap_or(Json::Null),
            },
            Form::List(names) => names.iter().map(|name| self.constant(args, name)).collect(),
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

    fn special(&mut self, args: &Args, keys: &mut Map<String, Json>) {
        match self.row.op {
            "crop" => {
                let at = |name: &str| law(args, name).centre() as i64;
                for (axis, extent) in [("x", "width_px"), ("y", "height_px")] {
                    let start = at(&format!("{axis}_px"));
                    keys.insert(format!("{axis}_min"), json!(start));
                    keys.insert(format!("{axis}_max"), json!(start + at(extent)));
                }
            }
            "gaussian_blur" => {
                let kernel = law(args, "kernel_px").centre() as i64;
                keys.insert("blur_limit".into(), json!([kernel, kernel]));
            }
            "autocontrast" if self.from == Dialect::Pil => {
                keys.insert("method".into(), json!("pil"));
            }
            "affine" => self.affine(args, keys),
            "random_rain" if *find(args, "length_px") != Value::Absent => {
                let length = self.constant(args, "length_px") as i64;
                keys.insert("drop_length".into(), json!(length));
            }
            "spatter" => {
                let colour = match word(args, "mode") {
                    "mud" => find(args, "mud_colour"),
                    _ => find(args, "rain_colour"),
                };
                if let Value::Color(colour) = colour {
                    keys.insert("color".into(), json!(colour));
                }
            }
            "coarse_dropout" => {
                let fill = match word(args, "cover") {
                    "noise" => json!("random"),
                    "random_colour" => json!("random_uniform"),
                    _ => fill(args),
                };
                keys.insert("fill".into(), fill);
                let masks = matches!(find(args, "fill_mask"), Value::Bool(true));
                let mask = if masks { json!(0.0) } else { Json::Null };
                keys.insert("fill_mask".into(), mask);
            }
            _ => {}
        }
    }

    fn affine(&mut self, args: &Args, keys: &mut Map<String, Json>) {
        let zero = Law::Const(0.0);
        let [fx, fy] = ["translate_x_frac", "translate_y_frac"].map(|n| law(args, n));
        let [px, py] = ["translate_x_px", "translate_y_px"].map(|n| law(args, n));
        if px == zero && py == zero {
            let both = json!({"x": ends(&fx), "y": ends(&fy)});
            keys.insert("translate_percent".into(), both);
        } else {
            if fx != zero || fy != zero {
                let why = "a shift has px or a share, not both: the share is dropped";
                self.worsen(Verdict::approximate(why));
            }
            if !(whole(&px) && whole(&py)) {
                let why = "shifts in px are drawn as whole numbers";
                self.worsen(Verdict::approximate(why));
            }
            let ends = |law: &Law| {
                let (a, b) = law.reach();
                json!([a.round(), b.round()])
            };
            keys.insert(
                "translate_px".into(),
                json!({"x": ends(&px), "y": ends(&py)}),
            );
        }
        let scale = law(args, "scale");
        let own = ["scale_x", "scale_y"].map(|n| law(args, n));
        let fixed = own.iter().all(|l| matches!(l, Law::Const(_)));
        let one = Law::Const(1.0);
        let [x, y] = own.map(|own| {
            let ((a, b), (c, d)) = (scale.reach(), own.reach());
            [a * c, b * d]
        });
        let drawn = matches!(scale, Law::Uniform(..));
        if drawn && fixed && x == y {
            keys.insert("keep_ratio".into(), json!(true));
        } else if drawn && !(law(args, "scale_x") == one && law(args, "scale_y") == one) {
            let why = "scale and scale_x or scale_y become one law for each axis";
            self.worsen(Verdict::approximate(why));
        }
        keys.insert("scale".into(), json!({"x": x, "y": y}));
    }
}

/// Pillow's law in this library: it rounds where Pillow drops the fraction.
fn pillow_autocontrast(args: &Args) -> Verdict {
    let why = "rounds where Pillow drops the fraction".to_owned();
    if law(args, "cutoff_pct") == Law::Const(0.0) {
        Verdict::Within {
            levels: 1,
            share: 0.5,
            why,
        }
    } else {
        Verdict::approximate(why)
    }
}

fn fill(args: &Args) -> Json {
    match find(args, "fill") {
        Value::Color([r, g, b]) if r == g && g == b => json!(f64::from(*r)),
        Value::Color(c) => json!(c.map(f64::from)),
        _ => json!(0.0),
    }
}

fn whole(law: &Law) -> bool {
    matches!(law, Law::Const(v) if v.fract() == 0.0)
}

fn tenths(v: f64) -> f64 {
    (v * 1000.0).round() / 1000.0
}

/// The value of the parameter called `name`.
fn find<'a>(args: &'a Args, name: &str) -> &'a Value {
    args.iter()
        .find(|(param, _)| param.name == name)
        .map_or(&Value::Absent, |(_, value)| value)
}

fn law(args: &Args, name: &str) -> Law {
    match find(args, name) {
        Value::Law(law) => law.clone(),
        _ => Law::Const(0.0),
    }
}

fn ends(law: &Law) -> Json {
    let (a, b) = law.reach();
    json!([a, b])
}

fn range(args: &Args, name: &str) -> Json {
    ends(&law(args, name))
}

fn word(args: &Args, name: &str) -> &'static str {
    match find(args, name) {
        Value::Word(word) => word,
        _ => "",
    }
}

fn number_of(table: &[(&str, u64)], word: &str) -> Json {
    table
        .iter()
        .find(|(name, _)| *name == word)
        .map_or(json!(0), |(_, number)| json!(number))
}
