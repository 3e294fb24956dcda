//! Colour and tone.

use super::Writer;
use crate::export::named::find;
use crate::export::torchvision::python::{Py, call, number, numbers, pair, plain, raw};
use crate::export::{Verdict, laws};
use crate::kernel::Dialect;
use crate::param::Value;
use crate::policy::law::Law;

impl Writer<'_> {
    /// `v2.ColorJitter` of one kind for a range, the functional for other laws and for constants,
    /// which the class would draw in single precision.
    pub(super) fn enhance(&self, kind: &'static str, name: &str, key: &'static str) -> Py {
        if let Law::Uniform(a, b) = self.law(name) {
            return self.maybe(call("v2.ColorJitter", vec![(key, pair(a, b))]));
        }
        self.maybe(adjust(kind, self.drawn(name)))
    }

    pub(super) fn color_jitter(&self) -> Py {
        let parts = [
            ("brightness", "brightness"),
            ("contrast", "contrast"),
            ("saturation", "saturation"),
            ("hue", "hue_frac"),
        ];
        let runs = |name: &str| {
            let rest = if name == "hue_frac" { 0.0 } else { 1.0 };
            self.law(name) != Law::Const(rest)
        };
        let parts: Vec<_> = parts.into_iter().filter(|(_, name)| runs(name)).collect();
        if parts.is_empty() {
            return raw("v2.Identity()");
        }
        let ranges: Option<Vec<_>> = parts
            .iter()
            .map(|(key, name)| self.range(name).map(|(a, b)| (*key, pair(a, b))))
            .collect();
        self.maybe(if let Some(ranges) = ranges {
            call("v2.ColorJitter", ranges)
        } else {
            let each = parts
                .iter()
                .map(|(key, name)| adjust(key, self.drawn(name)));
            call("v2.RandomOrder", vec![("", plain(each.collect()))])
        })
    }

    pub(super) fn photometric_distort(&mut self) -> Py {
        let parts = [
            ("brightness", "brightness"),
            ("contrast", "contrast"),
            ("saturation", "saturation"),
            ("hue", "hue_frac"),
        ];
        let mut args = Vec::new();
        for (key, name) in parts {
            let law = self.law(name);
            let (a, b) = match law {
                Law::Const(v) => (v, v),
                Law::Uniform(a, b) => (a, b),
                _ => {
                    let why = format!("{name} becomes uniform");
                    self.worsen(Verdict::approximate(why));
                    laws::narrowed(&law)
                }
            };
            args.push((key, pair(a, b)));
        }
        args.push(("p", number(self.law("part_chance").centre())));
        self.maybe(call("v2.RandomPhotometricDistort", args))
    }

    pub(super) fn sharpness(&self) -> Py {
        match self.fixed("factor") {
            Some(v) => self.chance(
                "v2.RandomAdjustSharpness",
                vec![("sharpness_factor", number(v))],
            ),
            None => self.functional("F.adjust_sharpness", "sharpness_factor", "factor"),
        }
    }

    pub(super) fn posterize(&self) -> Py {
        match self.fixed("bits") {
            Some(v) => self.chance("v2.RandomPosterize", vec![("bits", number(v))]),
            None => self.functional("F.posterize", "bits", "bits"),
        }
    }

    pub(super) fn solarize(&self) -> Py {
        match self.fixed("threshold_level") {
            Some(v) if v > 255.0 => raw("v2.Identity()"),
            Some(v) => self.chance("v2.RandomSolarize", vec![("threshold", number(v))]),
            None => self.maybe(call(
                "Plain",
                vec![
                    ("", raw("solarize")),
                    ("threshold", self.drawn("threshold_level")),
                ],
            )),
        }
    }

    pub(super) fn autocontrast(&self) -> Py {
        match self.fixed("cutoff_pct") {
            Some(cutoff) if cutoff > 0.0 && self.to == Dialect::Pil => self.maybe(call(
                "Plain",
                vec![
                    ("", raw("ImageOps.autocontrast")),
                    ("cutoff", number(cutoff)),
                ],
            )),
            _ => self.chance("v2.RandomAutocontrast", Vec::new()),
        }
    }

    pub(super) fn gamma(&self) -> Py {
        let mut args = vec![("", raw("F.adjust_gamma")), ("gamma", self.drawn("gamma"))];
        if self.law("gain") != Law::Const(1.0) {
            args.push(("gain", self.drawn("gain")));
        }
        self.maybe(call("Call", args))
    }

    pub(super) fn channel_shuffle(&self) -> Py {
        self.maybe(match find(self.args, "order") {
            Value::Numbers(order) => call(
                "Call",
                vec![
                    ("", raw("F.permute_channels")),
                    ("permutation", raw(numbers(order))),
                ],
            ),
            _ => raw("v2.RandomChannelPermutation()"),
        })
    }
}

/// The functional of one part of a colour jitter.
fn adjust(kind: &str, drawn: Py) -> Py {
    let key = match kind {
        "brightness" => "brightness_factor",
        "contrast" => "contrast_factor",
        "saturation" => "saturation_factor",
        _ => "hue_factor",
    };
    call(
        "Call",
        vec![("", raw(format!("F.adjust_{kind}"))), (key, drawn)],
    )
}
