//! Crops and warps.

use super::{Keys, Writer, join};
use crate::export::Verdict;
use crate::export::named::{find, on};
use crate::export::torchvision::python::{Py, call, law, number, numbers, pair, plain, raw};
use crate::kernel::Dialect;
use crate::param::Value;
use crate::policy::law::Law;

impl Writer<'_> {
    pub(super) fn crop(&mut self) -> Py {
        if on(self.args, "centred_boxes") {
            let why = "boxes centred outside are cut and keep their area";
            self.worsen(Verdict::approximate(why));
        }
        let at = |key, name| (key, self.drawn(name));
        self.maybe(call(
            "Call",
            vec![
                ("", raw("F.crop")),
                at("top", "y_px"),
                at("left", "x_px"),
                at("height", "height_px"),
                at("width", "width_px"),
            ],
        ))
    }

    pub(super) fn resize(&self) -> Py {
        let how = self.resize_how();
        let what = match (self.fixed("width_px"), self.fixed("height_px")) {
            (Some(w), Some(h)) => join("v2.Resize", vec![("size", pair(h, w))], how),
            _ => join(
                "Resize",
                vec![
                    ("width", self.drawn("width_px")),
                    ("height", self.drawn("height_px")),
                ],
                how,
            ),
        };
        self.maybe(what)
    }

    pub(super) fn resize_how(&self) -> Keys {
        let off = self.to == Dialect::Torch && *find(self.args, "antialias") == Value::Bool(false);
        let antialias = raw(if off { "False" } else { "True" });
        vec![self.resampled(), ("antialias", antialias)]
    }

    pub(super) fn random_resized_crop(&self) -> Py {
        let how = self.resize_how();
        let size = self.fixed("height_px").zip(self.fixed("width_px"));
        let ratio = match self.law("aspect_ratio") {
            Law::LogUniform(a, b) => Some((a, b)),
            Law::Const(v) => Some((v, v)),
            _ => None,
        };
        let what = if let (Some((h, w)), Some((a, b)), Some((low, high))) =
            (size, self.range("area_frac"), ratio)
        {
            let laws = vec![
                ("size", pair(h, w)),
                ("scale", pair(a, b)),
                ("ratio", pair(low, high)),
            ];
            join("v2.RandomResizedCrop", laws, how)
        } else {
            let (low, high) = self.law("aspect_ratio").reach();
            let laws = vec![
                ("width", self.drawn("width_px")),
                ("height", self.drawn("height_px")),
                ("area", self.drawn("area_frac")),
                ("aspect", self.drawn("aspect_ratio")),
                ("aspects", pair(low, high)),
            ];
            join("RandomResizedCrop", laws, how)
        };
        self.maybe(what)
    }

    pub(super) fn affine(&mut self) -> Py {
        let how = self.warped();
        let [angle, scale] = ["angle_deg", "scale"].map(|n| self.range(n));
        let shears = ["shear_x_deg", "shear_y_deg"].map(|n| self.range(n));
        let still = |name: &str| self.law(name) == Law::Const(0.0);
        // RandomAffine draws a shift between plus and minus a share.
        let shift = |name: &str| match self.law(name) {
            Law::Const(0.0) => Some(0.0),
            Law::Uniform(a, b) if a == -b && b <= 1.0 => Some(b),
            _ => None,
        };
        let shifts = ["translate_x_frac", "translate_y_frac"].map(shift);
        let fits = still("translate_x_px") && still("translate_y_px");
        let what = match (angle, scale, shears, shifts) {
            (Some((a, b)), Some((s, t)), [Some(x), Some(y)], [Some(dx), Some(dy)]) if fits => {
                let mut laws = vec![("degrees", pair(-b, -a))];
                if dx != 0.0 || dy != 0.0 {
                    laws.push(("translate", pair(dx, dy)));
                }
                if (s, t) != (1.0, 1.0) {
                    laws.push(("scale", pair(s, t)));
                }
                if (x, y) != ((0.0, 0.0), (0.0, 0.0)) {
                    laws.push(("shear", raw(numbers(&[x.0, x.1, y.0, y.1]))));
                }
                join("v2.RandomAffine", laws, how)
            }
            _ => {
                let two = |x: &str, y: &str| plain(vec![self.drawn(x), self.drawn(y)]);
                let laws = vec![
                    ("angle", opposite(&self.law("angle_deg"))),
                    ("shift", two("translate_x_frac", "translate_y_frac")),
                    ("shift_px", two("translate_x_px", "translate_y_px")),
                    ("scale", self.drawn("scale")),
                    ("shear", two("shear_x_deg", "shear_y_deg")),
                ];
                join("Affine", laws, how)
            }
        };
        self.maybe(what)
    }

    /// One of the file's own classes, by shares of the sides.
    pub(super) fn moved(&mut self, head: &str) -> Py {
        let how = self.warped();
        let at = vec![("x", self.drawn("x_frac")), ("y", self.drawn("y_frac"))];
        self.maybe(join(head, at, how))
    }

    pub(super) fn translate(&mut self) -> Py {
        if !on(self.args, "whole") {
            self.worsen(Verdict::approximate("the fraction of a px is dropped"));
        }
        let how = self.warped();
        let mut at = vec![("x", self.drawn("x_frac")), ("y", self.drawn("y_frac"))];
        for key in ["x_px", "y_px"] {
            if *find(self.args, key) != Value::Absent {
                at.push((key, self.drawn(key)));
            }
        }
        self.maybe(join("Translate", at, how))
    }

    pub(super) fn elastic_transform(&mut self) -> Py {
        for name in ["alpha_px", "sigma_px"] {
            if self.fixed(name).is_none() {
                let why = format!("{name} becomes the constant in the middle of its law");
                self.worsen(Verdict::approximate(why));
            }
        }
        let how = self.warped();
        let at = |name: &str| number(self.law(name).centre());
        let laws = vec![("alpha", at("alpha_px")), ("sigma", at("sigma_px"))];
        self.maybe(join("v2.ElasticTransform", laws, how))
    }
}

/// The number with the other sign.
fn opposite(angle: &Law) -> Py {
    let turned = match angle {
        Law::Const(v) => Law::Const(-v),
        Law::Uniform(a, b) => Law::Uniform(-b, -a),
        Law::Normal { mean, sd, clip } => Law::Normal {
            mean: -mean,
            sd: *sd,
            clip: clip.map(|(a, b)| (-b, -a)),
        },
        Law::Choice(values, weights) => {
            Law::Choice(values.iter().map(|v| -v).collect(), weights.clone())
        }
        Law::Signed(_) => angle.clone(),
        Law::LogUniform(..) => return raw(format!("partial(negative, {})", law(angle, false))),
    };
    raw(law(&turned, false))
}
