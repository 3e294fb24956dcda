//! Crops, pads, sizes and turns.

use serde_json::{Value as Json, json};

use super::super::{around, node};
use super::{Keys, Writer, ends, fill};
use crate::export::Verdict;
use crate::export::named::{find, law, on};
use crate::kernel::Dialect;
use crate::param::{Args, Value};
use crate::policy::law::Law;

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

    pub(super) fn wants_boxes(&mut self) {
        let why = "the library refuses a picture that is given without boxes";
        self.worsen(Verdict::approximate(why));
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

pub(super) fn crop(args: &Args, keys: &mut Keys) {
    let at = |name: &str| law(args, name).centre() as i64;
    for (axis, extent) in [("x", "width_px"), ("y", "height_px")] {
        let start = at(&format!("{axis}_px"));
        keys.insert(format!("{axis}_min"), json!(start));
        keys.insert(format!("{axis}_max"), json!(start + at(extent)));
    }
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
