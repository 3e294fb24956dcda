//! Turns, pads and sizes.

use serde_json::{Map, Value as Json, json};

use super::super::{around, node};
use super::{Writer, fill, law, on};
use crate::export::Verdict;
use crate::kernel::Dialect;
use crate::param::Args;
use crate::policy::law::Law;

impl Writer {
    /// One size, several, or a rectangle.
    pub(super) fn sides(&mut self, args: &Args, keys: &mut Map<String, Json>) {
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

    pub(super) fn padded(&mut self, args: &Args, keys: &mut Map<String, Json>) {
        match self.row.op {
            "pad" => {
                let sides = ["left_px", "top_px", "right_px", "bottom_px"];
                let sides = sides.map(|name| self.constant(args, name) as i64);
                keys.insert("padding".into(), json!(sides));
            }
            "pad_if_needed" => {
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
            "center_crop" if self.from != Dialect::Cv2 => {
                keys.insert("pad_if_needed".into(), json!(true));
            }
            "random_crop" if self.from != Dialect::Cv2 && on(args, "pad_if_needed") => {
                let why = "what is missing is padded once, not on both sides";
                self.worsen(Verdict::approximate(why));
            }
            "crop_and_pad" => self.amounts(args, keys),
            _ => {}
        }
    }

    fn amounts(&mut self, args: &Args, keys: &mut Map<String, Json>) {
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
