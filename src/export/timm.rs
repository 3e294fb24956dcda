//! timm 1.0: the flags of its training command. timm runs its transforms in an order of its own, so a
//! step that comes too late for it is not in the file.

use std::fmt::Write as _;

use super::named::{find, on, word};
use super::{Report, StepVerdict, Verdict, batch, differences, text};
use crate::kernel::Dialect;
use crate::param::{Args, Value};
use crate::policy::law::Law;
use crate::policy::{Input, NORMALIZATIONS, Policy, Step, Then, What};

/// What timm paints made-up pixels with, and what its noise is centred on: the mean of `ImageNet`.
const FILL: [u8; 3] = [124, 116, 104];
/// Transforms in timm's order.
const ORDER: &[&[&str]] = &[
    &["random_resized_crop"],
    &["horizontal_flip"],
    &["vertical_flip"],
    &["rand_augment", "auto_augment", "aug_mix"],
    &["color_jitter"],
    &["grayscale"],
    &["gaussian_blur"],
    &["random_erasing"],
];

/// The flags, with what they cannot say in comments above.
pub(super) fn flags(policy: &Policy, report: &mut Report) -> String {
    let mut writer = Writer::default();
    let mut place = 0;
    for step in policy.steps.iter().filter(|s| s.enabled) {
        let name = step.what.name();
        let found = ORDER.iter().position(|names| names.contains(&name));
        let (What::Op(_, args), Some(at)) = (&step.what, found) else {
            let why = format!("timm's training command has no flag for {name}");
            report.say(step, Verdict::unsupported(why));
            continue;
        };
        if at < place {
            let order: Vec<_> = ORDER.iter().map(|names| names[0]).collect();
            let why = format!("timm runs each once, in the order {}", order.join(", "));
            report.say(step, Verdict::unsupported(why));
            continue;
        }
        let said = writer.step(policy, step, args);
        if !matches!(said, Verdict::Unsupported { .. }) {
            place = at + 1;
        }
        report.say(step, said);
    }
    writer.rest(policy, report);
    for key in ["boxes", "keypoints"] {
        let why = "timm's transforms move no annotations";
        report.rule(key, Verdict::unsupported(why));
    }
    let mut out = String::new();
    for line in header(policy, report) {
        let _ = writeln!(out, "# {}", text::comment(&line));
    }
    out + &writer.flags.join(" \\\n") + "\n"
}

fn header(policy: &Policy, report: &Report) -> Vec<String> {
    let mut lines = vec![
        format!(
            "Flags of timm 1.0's train.py, written by augplay {}",
            crate::VERSION
        ),
        format!("policy {}, target {}", policy.hash(), policy.target.id),
        "pip install timm==1.0.31".into(),
        "The seed is not carried: timm's --seed draws other numbers.".into(),
    ];
    if policy.input != Input::Rgb {
        lines.push("The flags do not say how pictures are loaded; this policy wants grey.".into());
    }
    lines.extend(report.lines(policy));
    lines
}

#[derive(Default)]
struct Writer {
    flags: Vec<String>,
    interpolation: Option<&'static str>,
}

/// A number as Python writes it.
fn short(v: f64) -> String {
    let v = (v * 1e6).round() / 1e6;
    format!("{v:?}").trim_end_matches(".0").to_owned()
}

fn constant(args: &Args, name: &str) -> Option<f64> {
    match find(args, name) {
        Value::Law(Law::Const(v)) => Some(*v),
        _ => None,
    }
}

fn number(args: &Args, name: &str) -> f64 {
    constant(args, name).unwrap_or(0.0)
}

/// Ends of a uniform law.
fn range(args: &Args, name: &str) -> Option<[f64; 2]> {
    match find(args, name) {
        Value::Law(Law::Uniform(low, high)) => Some([*low, *high]),
        Value::Law(Law::Const(v)) => Some([*v, *v]),
        _ => None,
    }
}

/// Ends of a law that is uniform in the logarithm.
fn log_range(args: &Args, name: &str) -> Option<[f64; 2]> {
    match find(args, name) {
        Value::Law(Law::LogUniform(low, high)) => Some([*low, *high]),
        Value::Law(Law::Const(v)) => Some([*v, *v]),
        _ => None,
    }
}

fn near(a: [f64; 2], b: [f64; 2]) -> bool {
    a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-6)
}

/// Whether made-up pixels are the mean's.
fn fills(args: &Args) -> bool {
    matches!(find(args, "fill"), Value::Color(c) if *c == FILL)
}

const LAW: &str = "timm draws this from another law";

impl Writer {
    /// What a flag that was written says.
    fn said(&self, name: &str) -> Option<&str> {
        let mut all = self.flags.iter().filter_map(|f| f.split_once(' '));
        all.find(|(flag, _)| *flag == name).map(|(_, value)| value)
    }

    /// Whether timm jitters colours: beside no automatic policy but 3a.
    fn jitters(&self) -> bool {
        self.said("--aa").is_none_or(|s| s.contains("3a"))
    }

    fn flag(&mut self, name: &str, value: impl AsRef<str>) {
        self.flags.push(format!("{name} {}", value.as_ref()));
    }

    /// A flag for a step whose chance is all it says.
    fn chance(&mut self, name: &str, step: &Step) -> Verdict {
        self.flag(name, short(step.p));
        Verdict::Exact
    }

    fn step(&mut self, policy: &Policy, step: &Step, args: &Args) -> Verdict {
        let name = step.what.name();
        let said = match name {
            "random_resized_crop" => self.crop(step, args),
            "horizontal_flip" => self.chance("--hflip", step),
            "vertical_flip" => self.chance("--vflip", step),
            "grayscale" => self.chance("--grayscale-prob", step),
            "gaussian_blur" => self.blur(step, args),
            "color_jitter" => self.jitter(step, args),
            "random_erasing" => self.erasing(step, args),
            _ => self.automatic(step, args),
        };
        let dialect = match &step.what {
            What::Op(op, _) => op.meta().dialect(step.dialect, policy.target),
            What::Node(..) => Dialect::Pil,
        };
        if matches!(said, Verdict::Unsupported { .. }) {
            return said;
        }
        // Its blur is torchvision's class, which works on tensors.
        let to = if name == "gaussian_blur" {
            Dialect::Torch
        } else {
            Dialect::Pil
        };
        said.and(differences::between(name, args, dialect, to))
    }

    fn crop(&mut self, step: &Step, args: &Args) -> Verdict {
        let (w, h) = (number(args, "width_px"), number(args, "height_px"));
        let (Some(area), Some(aspect)) =
            (range(args, "area_frac"), log_range(args, "aspect_ratio"))
        else {
            return Verdict::unsupported(LAW);
        };
        if step.p != 1.0 {
            return Verdict::unsupported("timm always crops");
        }
        self.flag("--input-size", format!("3 {} {}", short(h), short(w)));
        self.flag("--scale", area.map(short).join(" "));
        self.flag("--ratio", aspect.map(|v| format!("{v:?}")).join(" "));
        self.interpolation = Some(word(args, "interpolation"));
        Verdict::Exact
    }

    fn blur(&mut self, step: &Step, args: &Args) -> Verdict {
        let usual = range(args, "sigma_px").is_some_and(|s| near(s, [0.1, 2.0]));
        if !usual || constant(args, "kernel_px") != Some(23.0) {
            return Verdict::unsupported(
                "timm blurs with a kernel of 23 px and a sigma from 0.1 to 2",
            );
        }
        self.chance("--gaussian-blur-prob", step)
    }

    fn jitter(&mut self, step: &Step, args: &Args) -> Verdict {
        if !self.jitters() {
            return Verdict::unsupported(
                "timm jitters no colours beside an automatic policy, but for 3a",
            );
        }
        let about = |name: &str, middle: f64| {
            let [low, high] = range(args, name)?;
            let by = high - middle;
            let lowest = (middle - by).max(if middle > 0.0 { 0.0 } else { f64::MIN });
            near([low, high], [lowest, middle + by]).then_some(by)
        };
        let factors = ["brightness", "contrast", "saturation"].map(|name| about(name, 1.0));
        let ([Some(b), Some(c), Some(s)], Some(hue)) = (factors, about("hue_frac", 0.0)) else {
            return Verdict::unsupported("timm jitters evenly around no change");
        };
        let mut said = [b, c, s].map(short).to_vec();
        if hue > 0.0 {
            said.push(short(hue));
        }
        self.flag("--color-jitter", said.join(" "));
        if step.p < 1.0 {
            self.flag("--color-jitter-prob", short(step.p));
        }
        Verdict::Exact
    }

    fn erasing(&mut self, step: &Step, args: &Args) -> Verdict {
        let law = range(args, "area_frac").is_some_and(|a| near(a, [0.02, 1.0 / 3.0]))
            && log_range(args, "aspect").is_some_and(|a| near(a, [0.3, 1.0 / 0.3]));
        let mode = match word(args, "cover") {
            "normal" => "pixel",
            "normal_colour" => "rand",
            "fill" if fills(args) => "const",
            "fill" => return Verdict::unsupported("timm covers with the mean colour"),
            _ => return Verdict::unsupported("timm has no such cover"),
        };
        let (true, Some(count)) = (law, constant(args, "count")) else {
            let why = "timm erases 0.02 to 1/3 of the area, aspect 0.3 to 1/0.3";
            return Verdict::unsupported(why);
        };
        self.flag("--reprob", short(step.p));
        self.flag("--remode", mode);
        if count != 1.0 {
            self.flag("--recount", short(count));
        }
        Verdict::Exact
    }

    fn automatic(&mut self, step: &Step, args: &Args) -> Verdict {
        if step.p != 1.0 {
            return Verdict::unsupported("timm always runs its automatic policy");
        }
        let name = step.what.name();
        if name != "auto_augment" && word(args, "law") != "timm" {
            let why = "this is another library's law; timm has its own";
            return Verdict::unsupported(why);
        }
        let mut said = match name {
            "rand_augment" => rand(args),
            "aug_mix" => {
                let mut out = String::from("augmix");
                for (key, param) in [
                    ("m", "severity"),
                    ("w", "width"),
                    ("d", "depth"),
                    ("a", "alpha"),
                ] {
                    if let Some(v) = constant(args, param) {
                        let _ = write!(out, "-{key}{}", short(v));
                    }
                }
                out
            }
            _ => match word(args, "policy") {
                policy @ ("v0" | "v0r" | "original" | "originalr" | "3a") => policy.to_owned(),
                _ => return Verdict::unsupported("timm has no such table"),
            },
        };
        if let Some(sd) = constant(args, "magnitude_sd").filter(|sd| *sd > 0.0) {
            let _ = write!(said, "-mstd{}", short(sd));
        }
        self.flag("--aa", &said);
        let mut verdict = Verdict::Exact;
        if !fills(args) {
            let why = "timm paints made-up pixels in the mean colour";
            verdict = verdict.and(Verdict::approximate(why));
        }
        if let Value::Word(how) = find(args, "interpolation") {
            let crop = self.interpolation.replace(how);
            if *how != "random" && crop.is_some_and(|c| c != *how) {
                let why = "timm has one interpolation for crops and automatic policies";
                verdict = verdict.and(Verdict::approximate(why));
            }
        }
        verdict
    }

    /// What timm would do unasked, the tensor's numbers, and the batch stage.
    fn rest(&mut self, policy: &Policy, report: &mut Report) {
        if self.said("--input-size").is_none() {
            let why = "timm always crops and resizes, which this policy does not";
            report.limits.push(StepVerdict {
                step: "crop".into(),
                verdict: Verdict::approximate(why),
            });
        }
        if self.said("--hflip").is_none() {
            self.flag("--hflip", "0");
        }
        if self.said("--color-jitter").is_none() && self.jitters() {
            self.flag("--color-jitter", "0");
        }
        let how = self.interpolation.unwrap_or("bilinear");
        self.flag("--train-interpolation", how);
        let (_, mean, sd) = NORMALIZATIONS[0];
        match policy.then {
            Some(Then::Normalize { mean: m, sd: s }) if (m, s) != (mean, sd) => {
                self.flag("--mean", m.map(short).join(" "));
                self.flag("--std", s.map(short).join(" "));
            }
            Some(Then::Normalize { .. }) => {}
            _ => report.limits.push(StepVerdict {
                step: "then".into(),
                verdict: Verdict::approximate("timm always normalizes"),
            }),
        }
        if let Some(flags) = report.batch.as_ref().and_then(batch::timm_flags) {
            report.limits.retain(|l| l.step != "batch");
            report.limits.push(StepVerdict {
                step: "batch".into(),
                verdict: Verdict::Exact,
            });
            self.flags.extend(flags);
        }
    }
}

/// A RandAugment string.
fn rand(args: &Args) -> String {
    let mut out = format!("rand-m{}", short(number(args, "magnitude")));
    let n = number(args, "num_ops");
    if n != 2.0 {
        let _ = write!(out, "-n{}", short(n));
    }
    if let Some(p) = constant(args, "op_chance") {
        let _ = write!(out, "-p{}", short(p));
    }
    if let Some(most) = constant(args, "magnitude_max").filter(|m| *m != 10.0) {
        let _ = write!(out, "-mmax{}", short(most));
    }
    if on(args, "increasing") {
        out += "-inc1";
    }
    match word(args, "ops") {
        "all" | "" => {}
        set => {
            out += "-t";
            out += set;
        }
    }
    out
}
