//! One op as one transform: torchvision's own class where it says the law, else a helper of the file.

use super::nodes::maybe;
use super::python::{Py, call, law, number, numbers, pair, raw};
use crate::export::{Report, Verdict, differences};
use crate::kernel::Dialect;
use crate::ops::{Op, kernel_for};
use crate::param::{Args, Kind, Value};
use crate::policy::law::Law;
use crate::policy::{Policy, Step, Target};

mod colour;
mod geometry;
mod occlusion;
mod rigid;

/// A step's transform, or nothing where there is none.
pub(super) fn write(
    policy: &Policy,
    target: &'static Target,
    step: &Step,
    op: &'static dyn Op,
    args: &Args,
    report: &mut Report,
) -> Option<Py> {
    let meta = op.meta();
    let from = meta.dialect(step.dialect, policy.target);
    let mut to = meta.wanted(None, target);
    // Pillow's own blur can run in a file for PIL images.
    if meta.name == "gaussian_blur" && from == Dialect::Pil && target.dialect == Dialect::Pil {
        to = Dialect::Pil;
    }
    let mut writer = Writer {
        args,
        from,
        to,
        p: step.p,
        verdict: Verdict::Exact,
    };
    let Some(expression) = writer.op(meta.name) else {
        let why = format!("torchvision has no counterpart of {}", meta.name);
        report.say(step, Verdict::unsupported(why));
        return None;
    };
    writer.unsaid();
    let pixels = differences::between(meta.name, args, from, to);
    report.say(step, writer.verdict.and(pixels));
    Some(expression)
}

struct Writer<'a> {
    args: &'a Args,
    from: Dialect,
    to: Dialect,
    p: f64,
    verdict: Verdict,
}

type Keys = Vec<(&'static str, Py)>;

impl Writer<'_> {
    fn worsen(&mut self, verdict: Verdict) {
        let before = std::mem::replace(&mut self.verdict, Verdict::Exact);
        self.verdict = before.and(verdict);
    }

    /// Parameters of other arithmetics that are not at rest.
    fn unsaid(&mut self) {
        let lost: Vec<&str> = self
            .args
            .iter()
            .filter(|(param, value)| {
                !param.dialects.is_empty()
                    && !param.dialects.contains(&self.to)
                    && **value != param.default_value()
            })
            .map(|(param, _)| param.name)
            .collect();
        if !lost.is_empty() {
            let why = format!("torchvision has no {}", lost.join(", "));
            self.worsen(Verdict::approximate(why));
        }
    }

    fn find(&self, name: &str) -> (&Value, bool) {
        let found = self.args.iter().find(|(param, _)| param.name == name);
        found.map_or((&Value::Absent, false), |(param, value)| {
            (value, param.kind == Kind::Integer)
        })
    }

    fn law(&self, name: &str) -> Law {
        match self.find(name).0 {
            Value::Law(law) => law.clone(),
            _ => Law::Const(0.0),
        }
    }

    /// A number or a function that draws it.
    fn drawn(&self, name: &str) -> Py {
        raw(law(&self.law(name), self.find(name).1))
    }

    fn fixed(&self, name: &str) -> Option<f64> {
        match self.law(name) {
            Law::Const(v) => Some(v),
            _ => None,
        }
    }

    /// Ends of a law that torchvision's classes know.
    fn range(&self, name: &str) -> Option<(f64, f64)> {
        match self.law(name) {
            Law::Const(v) => Some((v, v)),
            Law::Uniform(a, b) => Some((a, b)),
            _ => None,
        }
    }

    /// `interpolation=…` for a resize.
    fn resampled(&self) -> (&'static str, Py) {
        let mode = match self.find("interpolation").0 {
            Value::Word("nearest") => "NEAREST",
            Value::Word("bicubic") => "BICUBIC",
            Value::Word("lanczos") if self.to == Dialect::Pil => "LANCZOS",
            _ => "BILINEAR",
        };
        ("interpolation", raw(format!("InterpolationMode.{mode}")))
    }

    /// `interpolation=…, fill=…` for a warp, which tensors do not do bicubically.
    fn warped(&mut self) -> Keys {
        let mut how = self.resampled();
        if self.to == Dialect::Torch && *self.find("interpolation").0 == Value::Word("bicubic") {
            self.worsen(Verdict::approximate(
                "tensors are not warped bicubically; bilinear instead",
            ));
            how.1 = raw("InterpolationMode.BILINEAR");
        }
        let mut keys = vec![how];
        match self.find("fill").0 {
            Value::Color(c) if *c != [0; 3] => {
                keys.push(("fill", raw(numbers(&c.map(f64::from)))));
            }
            // Without a fill tensors blend edges with black once, with one twice, as the classes do.
            _ if self.to == Dialect::Torch
                && *self.find("interpolation").0 != Value::Word("nearest") =>
            {
                keys.push(("fill", number(0.0)));
            }
            _ => {}
        }
        keys
    }

    /// With the step's chance.
    fn maybe(&self, what: Py) -> Py {
        maybe(what, self.p)
    }

    /// A class with a chance of its own.
    fn chance(&self, head: &str, mut args: Keys) -> Py {
        args.push(("p", number(self.p)));
        call(head, args)
    }

    fn op(&mut self, name: &str) -> Option<Py> {
        Some(match name {
            "identity" => raw("v2.Identity()"),
            "horizontal_flip" => self.chance("v2.RandomHorizontalFlip", Vec::new()),
            "vertical_flip" => self.chance("v2.RandomVerticalFlip", Vec::new()),
            "rotate" => self.rotate(),
            "affine" => self.affine(),
            "shear" | "translate" => {
                let head = if name == "shear" {
                    "Shear"
                } else {
                    "Translate"
                };
                let how = self.warped();
                let at = vec![("x", self.drawn("x_frac")), ("y", self.drawn("y_frac"))];
                self.maybe(join(head, at, how))
            }
            "resize" => {
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
            "random_resized_crop" => self.random_resized_crop(),
            "crop" => {
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
            "color_jitter" => self.color_jitter(),
            "brightness" => self.enhance("brightness", "factor", "brightness"),
            "contrast" => self.enhance("contrast", "factor", "contrast"),
            "color" => self.enhance("saturation", "factor", "saturation"),
            "hue" => self.enhance("hue", "shift_frac", "hue"),
            "sharpness" => match self.fixed("factor") {
                Some(v) => self.chance(
                    "v2.RandomAdjustSharpness",
                    vec![("sharpness_factor", number(v))],
                ),
                None => self.functional("F.adjust_sharpness", "sharpness_factor", "factor"),
            },
            "posterize" => match self.fixed("bits") {
                Some(v) => self.chance("v2.RandomPosterize", vec![("bits", number(v))]),
                None => self.functional("F.posterize", "bits", "bits"),
            },
            "solarize" => match self.fixed("threshold_level") {
                Some(v) if v > 255.0 => raw("v2.Identity()"),
                Some(v) => self.chance("v2.RandomSolarize", vec![("threshold", number(v))]),
                None => self.maybe(call(
                    "Plain",
                    vec![
                        ("", raw("solarize")),
                        ("threshold", self.drawn("threshold_level")),
                    ],
                )),
            },
            "equalize" => self.chance("v2.RandomEqualize", Vec::new()),
            "autocontrast" => match self.fixed("cutoff_pct") {
                Some(cutoff) if cutoff > 0.0 && self.to == Dialect::Pil => self.maybe(call(
                    "Plain",
                    vec![
                        ("", raw("ImageOps.autocontrast")),
                        ("cutoff", number(cutoff)),
                    ],
                )),
                _ => self.chance("v2.RandomAutocontrast", Vec::new()),
            },
            "invert" => self.chance("v2.RandomInvert", Vec::new()),
            "grayscale" => self.chance("v2.RandomGrayscale", Vec::new()),
            "gamma" => self.gamma(),
            "channel_shuffle" => self.channel_shuffle(),
            "photometric_distort" => self.photometric_distort(),
            "gaussian_blur" => self.gaussian_blur(),
            "image_compression" => match self.law("quality") {
                Law::Const(q) => self.maybe(call("v2.JPEG", vec![("quality", number(q))])),
                Law::Uniform(a, b) => self.maybe(call("v2.JPEG", vec![("quality", pair(a, b))])),
                _ => self.functional("F.jpeg", "quality", "quality"),
            },
            "gauss_noise" => {
                let how = vec![
                    ("mean", self.drawn("mean_frac")),
                    ("sigma", self.drawn("sd_frac")),
                ];
                let (head, what) = if self.to == Dialect::Pil {
                    ("Plain", "pillow_noise")
                } else {
                    ("Call", "F.gaussian_noise")
                };
                self.maybe(join(head, vec![("", raw(what))], how))
            }
            "coarse_dropout" => self.coarse_dropout(),
            "random_erasing" => self.random_erasing(),
            "elastic_transform" => {
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
            "rand_augment" => {
                let how = self.warped();
                let counts = [
                    ("num_ops", "num_ops"),
                    ("magnitude", "magnitude"),
                    ("num_magnitude_bins", "bins"),
                ]
                .map(|(key, name)| (key, self.drawn(name)));
                self.maybe(join("v2.RandAugment", counts.into(), how))
            }
            _ => return self.rigid(name),
        })
    }

    /// A functional with one drawn number.
    fn functional(&self, functional: &str, key: &'static str, name: &str) -> Py {
        let args = vec![("", raw(functional)), (key, self.drawn(name))];
        self.maybe(call("Call", args))
    }

    fn gaussian_blur(&mut self) -> Py {
        let sigma = self.law("sigma_px");
        let (low, high) = sigma.reach();
        if high <= 0.0 {
            return raw("v2.Identity()");
        }
        if self.to == Dialect::Pil {
            let args = vec![("", raw("pillow_blur")), ("radius", self.drawn("sigma_px"))];
            return self.maybe(call("Plain", args));
        }
        let own = self.law("kernel_px").centre();
        let kernel = if own > 0.0 {
            own
        } else {
            kernel_for(high).min(255.0)
        };
        let kernel = ("kernel_size", number(kernel));
        let what = match self.range("sigma_px") {
            Some((a, b)) if a > 0.0 => call("v2.GaussianBlur", vec![kernel, ("sigma", pair(a, b))]),
            Some((_, b)) => {
                self.worsen(Verdict::approximate(
                    "sigma stays above 0: its least is 0.001",
                ));
                call(
                    "v2.GaussianBlur",
                    vec![kernel, ("sigma", pair(0.001, b.max(0.001)))],
                )
            }
            None => {
                if low <= 0.0 {
                    self.worsen(Verdict::approximate("torchvision refuses a sigma of 0"));
                }
                let args = vec![
                    ("", raw("F.gaussian_blur")),
                    kernel,
                    ("sigma", self.drawn("sigma_px")),
                ];
                call("Call", args)
            }
        };
        self.maybe(what)
    }
}

fn join(head: &str, mut args: Keys, more: Keys) -> Py {
    args.extend(more);
    call(head, args)
}
