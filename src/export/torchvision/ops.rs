//! One op as one transform: torchvision's own class where it says the law, else a helper of the file.

use super::nodes::maybe;
use super::python::{Py, call, law, number, numbers, raw};
use crate::export::named::{self, find, on, word};
use crate::export::{Report, Verdict, differences};
use crate::kernel::Dialect;
use crate::ops::Op;
use crate::param::{Args, Kind, Value};
use crate::policy::law::Law;
use crate::policy::{Policy, Step, Target};

mod blurs;
mod colour;
mod covers;
mod geometry;
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

/// Whether torchvision has the law of an automatic policy; those of other libraries are written out.
pub(super) fn has_class(name: &str, args: &Args) -> bool {
    match name {
        "rand_augment" | "aug_mix" => word(args, "law") == "torchvision",
        "auto_augment" => matches!(word(args, "policy"), "imagenet" | "cifar10" | "svhn"),
        _ => true,
    }
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

    fn law(&self, name: &str) -> Law {
        named::law(self.args, name)
    }

    /// A number or a function that draws it.
    fn drawn(&self, name: &str) -> Py {
        raw(law(&self.law(name), self.whole(name)))
    }

    /// Whether a parameter is a whole number.
    fn whole(&self, name: &str) -> bool {
        self.args
            .iter()
            .any(|(param, _)| param.name == name && param.kind == Kind::Integer)
    }

    fn fixed(&self, name: &str) -> Option<f64> {
        match self.law(name) {
            Law::Const(v) => Some(v),
            _ => None,
        }
    }

    /// Ends of a law that torchvision's classes know. They draw a constant too, in single precision:
    /// one that would lose digits there is no range.
    fn range(&self, name: &str) -> Option<(f64, f64)> {
        match self.law(name) {
            Law::Const(v) => (f64::from(v as f32) == v).then_some((v, v)),
            Law::Uniform(a, b) => Some((a, b)),
            _ => None,
        }
    }

    /// `interpolation=…` for a resize.
    fn resampled(&self) -> (&'static str, Py) {
        let mode = match word(self.args, "interpolation") {
            "nearest" => "NEAREST",
            "bicubic" => "BICUBIC",
            "lanczos" if self.to == Dialect::Pil => "LANCZOS",
            _ => "BILINEAR",
        };
        ("interpolation", raw(format!("InterpolationMode.{mode}")))
    }

    /// `interpolation=…, fill=…` for a warp, which tensors do not do bicubically.
    fn warped(&mut self) -> Keys {
        let mut how = self.resampled();
        if self.to == Dialect::Torch && word(self.args, "interpolation") == "bicubic" {
            self.worsen(Verdict::approximate(
                "tensors are not warped bicubically; bilinear instead",
            ));
            how.1 = raw("InterpolationMode.BILINEAR");
        }
        let mut keys = vec![how];
        match find(self.args, "fill") {
            Value::Color(c) if *c != [0; 3] => keys.push(("fill", filled(*c))),
            // Without a fill tensors blend edges with black once, with one twice, as the classes do.
            _ if self.to == Dialect::Torch && word(self.args, "interpolation") != "nearest" => {
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

    /// The op called `name`, if it has a counterpart.
    fn op(&mut self, name: &str) -> Option<Py> {
        Some(match name {
            "identity" => raw("v2.Identity()"),
            "horizontal_flip" => self.chance("v2.RandomHorizontalFlip", Vec::new()),
            "vertical_flip" => self.chance("v2.RandomVerticalFlip", Vec::new()),
            "transpose" => self.maybe(rigid::turned("t")),
            "turn" => self.maybe(rigid::turned(word(self.args, "symmetry"))),
            "random_rotate90" => self.maybe(rigid::one_of(&rigid::SYMMETRIES[..4])),
            "d4" => self.maybe(rigid::one_of(&rigid::SYMMETRIES)),
            "crop" => self.crop(),
            "center_crop" => self.center_crop(),
            "random_crop" => self.random_crop(),
            "random_resized_crop" => self.random_resized_crop(),
            "pad" => self.pad(),
            "random_zoom_out" => self.random_zoom_out(),
            "random_iou_crop" => self.random_iou_crop(),
            "sanitize_bounding_boxes" => self.sanitize_bounding_boxes(),
            "sanitize_keypoints" => self.maybe(call("v2.SanitizeKeyPoints", Vec::new())),
            "clamp_bounding_boxes" => self.maybe(call("v2.ClampBoundingBoxes", Vec::new())),
            "letterbox" => self.letterbox(),
            "resize" => self.resize(),
            "longest_max_size" => self.longest_max_size(),
            "smallest_max_size" => self.smallest_max_size(),
            "random_scale" => self.random_scale(),
            "scale_jitter" => self.scale_jitter(),
            "random_shortest_size" => self.random_shortest_size(),
            "rotate" => self.rotate(),
            "affine" => self.affine(),
            "shear" => self.moved("Shear"),
            "translate" => self.translate(),
            "perspective" => self.perspective(),
            "perspective_warp" => return self.perspective_warp(),
            "elastic_transform" => self.elastic_transform(),
            "color_jitter" => self.color_jitter(),
            "brightness" => self.enhance("brightness", "factor", "brightness"),
            "contrast" => self.enhance("contrast", "factor", "contrast"),
            "color" => self.enhance("saturation", "factor", "saturation"),
            "hue" => self.enhance("hue", "shift_frac", "hue"),
            "posterize" => self.posterize(),
            "solarize" => self.solarize(),
            "equalize" => self.chance("v2.RandomEqualize", Vec::new()),
            "autocontrast" => self.autocontrast(),
            "invert" => self.chance("v2.RandomInvert", Vec::new()),
            "grayscale" => self.chance("v2.RandomGrayscale", Vec::new()),
            "gamma" => self.gamma(),
            "channel_shuffle" => self.channel_shuffle(),
            "photometric_distort" => self.photometric_distort(),
            "rand_augment" => self.rand_augment(),
            "trivial_augment_wide" => self.trivial_augment_wide(),
            "auto_augment" => self.auto_augment(),
            "aug_mix" => self.aug_mix(),
            "sharpness" => self.sharpness(),
            "gaussian_blur" => self.gaussian_blur(),
            "image_compression" => self.image_compression(),
            "gauss_noise" => self.gauss_noise(),
            "coarse_dropout" => self.coarse_dropout(),
            "random_erasing" => self.random_erasing(),
            _ => return None,
        })
    }

    fn rand_augment(&mut self) -> Py {
        let how = self.warped();
        let counts = [
            ("num_ops", "num_ops"),
            ("magnitude", "magnitude"),
            ("num_magnitude_bins", "bins"),
        ]
        .map(|(key, name)| (key, self.drawn(name)));
        self.maybe(join("v2.RandAugment", counts.into(), how))
    }

    fn trivial_augment_wide(&mut self) -> Py {
        let how = self.warped();
        let bins = vec![("num_magnitude_bins", self.drawn("bins"))];
        self.maybe(join("v2.TrivialAugmentWide", bins, how))
    }

    fn auto_augment(&mut self) -> Py {
        let how = self.warped();
        let policy = match word(self.args, "policy") {
            "cifar10" => "CIFAR10",
            "svhn" => "SVHN",
            _ => "IMAGENET",
        };
        let policy = vec![("", raw(format!("v2.AutoAugmentPolicy.{policy}")))];
        self.maybe(join("v2.AutoAugment", policy, how))
    }

    fn aug_mix(&self) -> Py {
        let mut how = vec![
            ("severity", self.drawn("severity")),
            ("mixture_width", self.drawn("width")),
        ];
        if *find(self.args, "depth") != Value::Absent {
            how.push(("chain_depth", self.drawn("depth")));
        }
        // torch's Dirichlet law takes no whole numbers.
        let alpha = self.law("alpha");
        how.push(match alpha {
            Law::Const(v) => ("alpha", raw(format!("{v:?}"))),
            _ => ("alpha", self.drawn("alpha")),
        });
        if !on(self.args, "all_ops") {
            how.push(("all_ops", raw("False")));
        }
        if let Value::Color(c) = find(self.args, "fill")
            && *c != [0; 3]
        {
            how.push(("fill", raw(numbers(&c.map(f64::from)))));
        }
        self.maybe(call("v2.AugMix", how))
    }

    /// A functional with one drawn number.
    fn functional(&self, functional: &str, key: &'static str, name: &str) -> Py {
        let args = vec![("", raw(functional)), (key, self.drawn(name))];
        self.maybe(call("Call", args))
    }
}

/// A colour for pictures; masks get 0.
fn filled(colour: [u8; 3]) -> Py {
    let levels = numbers(&colour.map(f64::from));
    raw(format!("{{tv_tensors.Mask: 0, \"others\": {levels}}}"))
}

fn join(head: &str, mut args: Keys, more: Keys) -> Py {
    args.extend(more);
    call(head, args)
}
