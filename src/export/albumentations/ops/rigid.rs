//! Crops, pads, sizes and turns.

use serde_json::{Value as Json, json};

use super::super::{around, node, nodes};
use super::{Keys, Writer, ends, fill};
use crate::export::named::{find, law, numbers, on};
use crate::export::{Report, Verdict};
use crate::kernel::Dialect;
use crate::param::{Args, Value};
use crate::policy::law::Law;
use crate::policy::{Policy, Step, What};

impl Writer {
    /// One size, several, or a rectangle.
    pub(super) fn sides(&mut self, args: &Args, keys: &mut Keys) {
        let sides = ["height_px", "width_px"].map(|n| law(args, n).centre() as i64);
        if sides == [0, 0] {
            let sizes = self.sizes(args);
            keys.insert("max_size".into(), sizes);
        } else {
            let side = |v| if v > 0 { json!(v) } else { Json::Null };
            keys.insert("max_size_hw".into(), json!(sides.map(side)));
        }
    }

    /// A whole number, or a list of those it is drawn from.
    fn sizes(&mut self, args: &Args) -> Json {
        match law(args, "size_px") {
            Law::Uniform(a, b) if b - a < 1000.0 => {
                json!((a as i64..=b as i64).collect::<Vec<_>>())
            }
            _ => json!(self.constant(args, "size_px") as i64),
        }
    }

    pub(super) fn pad(&mut self, args: &Args, keys: &mut Keys) {
        let sides = ["left_px", "top_px", "right_px", "bottom_px"];
        let sides = sides.map(|name| self.constant(args, name) as i64);
        keys.insert("padding".into(), json!(sides));
    }

    pub(super) fn wants(&mut self, what: &str) {
        let why = format!("the library refuses a picture that is given without {what}");
        self.worsen(Verdict::approximate(why));
    }

    pub(super) fn near_bbox(&mut self, args: &Args) {
        self.wants("cropping_bbox, the box, which no earlier step moves");
        if law(args, "shift_y_frac").centre() > law(args, "shift_x_frac").centre() {
            let why = "the library sorts the two shifts: the smaller is the height's";
            self.worsen(Verdict::approximate(why));
        }
    }

    pub(super) fn non_empty_mask(&mut self, args: &Args, keys: &mut Keys) {
        self.wants("a mask");
        let labels = numbers(args, "ignore_labels").iter();
        let labels: Vec<i64> = labels.map(|v| *v as i64).collect();
        if !labels.is_empty() {
            keys.insert("ignore_values".into(), json!(labels));
        }
    }

    pub(super) fn crop(&mut self, args: &Args, keys: &mut Keys) {
        if on(args, "centred_boxes") {
            let why = "boxes centred outside are cut and stay";
            self.worsen(Verdict::approximate(why));
        }
        let at = |name: &str| law(args, name).centre() as i64;
        for (axis, extent) in [("x", "width_px"), ("y", "height_px")] {
            let start = at(&format!("{axis}_px"));
            keys.insert(format!("{axis}_min"), json!(start));
            keys.insert(format!("{axis}_max"), json!(start + at(extent)));
        }
    }

    pub(super) fn center_crop(&self, keys: &mut Keys) {
        if self.from != Dialect::Cv2 {
            keys.insert("pad_if_needed".into(), json!(true));
        }
    }

    pub(super) fn random_crop(&mut self, args: &Args) {
        if self.from != Dialect::Cv2 && on(args, "pad_if_needed") {
            let why = "what is missing is padded once, not on both sides";
            self.worsen(Verdict::approximate(why));
        }
    }

    pub(super) fn resize(&mut self, args: &Args) {
        if *find(args, "keypoint_factor") != Value::Absent {
            let why = "keypoints go by the sides' own factors";
            self.worsen(Verdict::approximate(why));
        }
    }

    pub(super) fn perspective(&mut self) {
        if self.from != Dialect::Cv2 {
            self.worsen(Verdict::approximate("corners are drawn by another law"));
        }
    }

    pub(super) fn crop_and_pad(&mut self, args: &Args, keys: &mut Keys) {
        let zero = Law::Const(0.0);
        let (share, px) = (law(args, "amount_frac"), law(args, "amount_px"));
        if share == zero {
            let amount = match px.reach() {
                (a, b) if a == b => json!(a as i64),
                // The end is not drawn there.
                (a, b) => json!([a as i64, b as i64 + 1]),
            };
            keys.insert("px".into(), amount);
        } else {
            if px != zero {
                let why = "an amount has px or a share, not both: the px are dropped";
                self.worsen(Verdict::approximate(why));
            }
            let amount = match share.reach() {
                (a, b) if a == b => json!(a),
                (a, b) => json!([a, b]),
            };
            keys.insert("percent".into(), amount);
        }
        if fill(args).is_array() {
            let why = "made-up pixels get one of the fill's levels, drawn";
            self.worsen(Verdict::approximate(why));
        }
    }

    /// Where the picture moves: by shares of it, or by px.
    pub(super) fn shift(
        &mut self,
        args: &Args,
        shares: [&str; 2],
        lengths: [&str; 2],
        keys: &mut Keys,
    ) {
        let zero = Law::Const(0.0);
        let [fx, fy] = shares.map(|n| law(args, n));
        let [px, py] = lengths.map(|n| law(args, n));
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
    }

    pub(super) fn affine(&mut self, args: &Args, keys: &mut Keys) {
        if on(args, "balanced_scale") {
            // A constant is drawn towards 1 there.
            let laws = ["scale", "scale_x", "scale_y"].map(|n| law(args, n));
            if laws.iter().any(|l| matches!(l, Law::Uniform(..))) {
                let one = Law::Const(1.0);
                if laws.iter().any(|l| matches!(l, Law::Const(_)) && *l != one) {
                    let why = "constant scales are drawn towards 1";
                    self.worsen(Verdict::approximate(why));
                }
            } else {
                keys.insert("balanced_scale".into(), json!(false));
            }
        }
        self.shift(
            args,
            ["translate_x_frac", "translate_y_frac"],
            ["translate_x_px", "translate_y_px"],
            keys,
        );
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

/// A letterbox as the two ops whose classes make one.
pub(super) fn letterbox(policy: &Policy, step: &Step, args: &Args, report: &mut Report) -> Json {
    let mut verdict = Verdict::Exact;
    if !on(args, "scale_up") {
        verdict = Verdict::approximate("smaller pictures are enlarged to the frame");
    }
    let mut constant = |name: &str| {
        let law = law(args, name);
        if !matches!(law, Law::Const(_)) {
            let why = format!("{name} becomes the constant in the middle of its law");
            let before = std::mem::replace(&mut verdict, Verdict::Exact);
            verdict = before.and(Verdict::approximate(why));
        }
        Value::Law(Law::Const(law.centre().round()))
    };
    let (width, height) = (constant("width_px"), constant("height_px"));
    let given = |name: &str| find(args, name).clone();
    let position = if on(args, "center") {
        "center"
    } else {
        "top_left"
    };
    let fit = [
        ("width_px", width.clone()),
        ("height_px", height.clone()),
        ("interpolation", given("interpolation")),
        ("antialias", given("antialias")),
        ("area_when_shrinking", given("area_when_shrinking")),
    ];
    let bars = [
        ("min_width_px", width),
        ("min_height_px", height),
        ("width_divisor_px", given("stride_px")),
        ("height_divisor_px", given("stride_px")),
        ("position", Value::Word(position)),
        ("fill", given("fill")),
    ];
    let parts = [
        ("longest_max_size", fit.as_slice()),
        ("pad_if_needed", bars.as_slice()),
    ];
    let mut inside = Report::default();
    let mut classes = Vec::new();
    for (name, values) in parts {
        let Some(op) = crate::ops::find(name) else {
            continue;
        };
        let mut args = Args::defaults(op.meta().params);
        for (param, _) in args.clone().iter() {
            if let Some((_, value)) = values.iter().find(|(name, _)| *name == param.name) {
                args.set(param, value.clone());
            }
        }
        let mut part = Step::new(What::Op(op, args));
        part.dialect = step.dialect;
        classes.extend(nodes::write(policy, &part, &mut inside));
    }
    let verdict = inside.found.into_values().fold(verdict, Verdict::and);
    report.say(step, verdict);
    Json::Object(around("Sequential", step.p, classes))
}

pub(super) fn pad_if_needed(args: &Args, keys: &mut Keys) {
    for side in ["height", "width"] {
        let least = law(args, &format!("min_{side}_px")).centre() as i64;
        let divisor = law(args, &format!("{side}_divisor_px")).centre() as i64;
        let (least, divisor) = if divisor > 0 {
            (Json::Null, json!(divisor))
        } else {
            (json!(least), Json::Null)
        };
        keys.insert(format!("min_{side}"), least);
        keys.insert(format!("pad_{side}_divisor"), divisor);
    }
}

fn whole(law: &Law) -> bool {
    matches!(law, Law::Const(v) if v.fract() == 0.0)
}

/// One symmetry of the square as classes that always do the same.
pub(super) fn turn(symmetry: &str, p: f64) -> Json {
    let (flip, mirror, transpose) = ("VerticalFlip", "HorizontalFlip", "Transpose");
    let classes: &[&str] = match symmetry {
        "r90" => &[transpose, flip],
        "r180" => &[flip, mirror],
        "r270" => &[transpose, mirror],
        "v" => &[flip],
        "h" => &[mirror],
        "t" => &[transpose],
        "hvt" => &[transpose, flip, mirror],
        _ => &[],
    };
    let inside = classes.iter().map(|class| Json::Object(node(class, 1.0)));
    Json::Object(around("Sequential", p, inside.collect()))
}
