//! torchvision 0.29 `transforms.v2`: a Python file that runs as it stands.

use std::fmt::Write as _;

use crate::export::{Report, text};
use crate::kernel::Dialect;
use crate::policy::{Input, Policy, TARGETS, Target, Then};

mod nodes;
mod ops;
mod pieces;
mod python;

const TORCHVISION: &str = "0.29.2";
const TORCH: &str = "2.15.0";
const PILLOW: &str = "13.0.0";

/// For PIL images.
pub(super) fn pillow(policy: &Policy, report: &mut Report) -> String {
    file(policy, &TARGETS[0], report)
}

/// For tensors.
pub(super) fn tensor(policy: &Policy, report: &mut Report) -> String {
    file(policy, &TARGETS[1], report)
}

fn file(policy: &Policy, target: &'static Target, report: &mut Report) -> String {
    let steps = nodes::list(policy, target, &policy.steps, report);
    let body = nodes::compose(steps);
    let mut program = format!("policy = {}\n", python::render(&body, 0, 9));
    if let Some(then) = policy.then {
        program.push_str(&output(then, target));
    }
    let pieces: Vec<&str> = pieces::used(&program).iter().map(|p| p.source).collect();
    let pieces = pieces.join("\n\n");
    let code = format!("{pieces}\n{program}");
    let mut out = header(policy, target, report);
    out.push_str(&imports(
        &code,
        target,
        matches!(policy.input, Input::Window { .. }),
    ));
    if code.contains("PICTURE") {
        out.push_str(match target.dialect {
            Dialect::Pil => "\nPICTURE = Image.Image\n",
            _ => "\nPICTURE = torch.Tensor\n",
        });
    }
    if !pieces.is_empty() {
        let _ = write!(out, "\n\n{pieces}");
    }
    let _ = write!(out, "\n\n{program}\n\n{}", main(policy, target));
    out
}

/// What becomes of the finished picture: `transform` is what a training job runs.
fn output(then: Then, target: &Target) -> String {
    let mut steps = Vec::new();
    if target.dialect == Dialect::Pil {
        steps.push("v2.ToImage()".to_owned());
    }
    steps.push("v2.ToDtype(torch.float32, scale=True)".into());
    if let Then::Normalize { mean, sd } = then {
        let (mean, sd) = (python::numbers(&mean), python::numbers(&sd));
        steps.push(format!("v2.Normalize(mean={mean}, std={sd})"));
    }
    format!("transform = v2.Compose([policy, {}])\n", steps.join(", "))
}

fn header(policy: &Policy, target: &Target, report: &Report) -> String {
    let mut lines = vec![format!(
        "Augmentations for {}, written by augplay {}.",
        target.label,
        crate::VERSION
    )];
    if let Some(name) = &policy.name {
        lines.push(format!("Policy: {name}"));
    }
    if let Some(note) = &policy.note {
        lines.push(format!("Note: {note}"));
    }
    lines.push(format!(
        "Policy hash {}, target {}.",
        policy.hash(),
        policy.target.id
    ));
    lines.push(format!(
        "pip install torch=={TORCH} torchvision=={TORCHVISION} pillow=={PILLOW}"
    ));
    lines.push("Try it: python THIS_FILE photo.jpg writes a contact sheet.".into());
    lines.push(
        "The seed is not carried: torchvision draws from torch's own generator (torch.manual_seed)."
            .into(),
    );
    lines.push(String::new());
    lines.push("Against what augplay shows:".into());
    lines.extend(report.lines(policy).into_iter().map(|l| format!("- {l}")));
    lines
        .into_iter()
        .map(|line| format!("# {}", text::comment(&line)).trim_end().to_owned() + "\n")
        .collect()
}

fn imports(code: &str, target: &Target, windowed: bool) -> String {
    let mut out = "\n".to_owned();
    if code.contains("math.") {
        out.push_str("import math\n");
    }
    out.push_str("import sys\n");
    if code.contains("partial(") {
        out.push_str("from functools import partial\n");
    }
    out.push_str("\nimport torch\n");
    let mut pillow = vec!["Image"];
    for name in ["ImageFilter", "ImageOps"] {
        if code.contains(name) {
            pillow.push(name);
        }
    }
    let _ = writeln!(out, "from PIL import {}", pillow.join(", "));
    if code.contains("tv_tensors.") {
        out.push_str("from torchvision import tv_tensors\n");
    }
    let mode = if code.contains("InterpolationMode.") {
        "InterpolationMode, v2"
    } else {
        "v2"
    };
    let _ = writeln!(out, "from torchvision.transforms import {mode}");
    if code.contains("F.") || target.dialect == Dialect::Torch || windowed {
        out.push_str("from torchvision.transforms.v2 import functional as F\n");
    }
    out
}

/// Reading a picture, and a sheet of draws.
fn main(policy: &Policy, target: &Target) -> String {
    let tensors = target.dialect == Dialect::Torch;
    let opened = match policy.input {
        Input::Rgb => "    picture = Image.open(path).convert(\"RGB\")\n".to_owned(),
        Input::Grey => "    picture = Image.open(path).convert(\"L\")\n".to_owned(),
        Input::Window { low, high } => format!(
            "    # 16-bit grey: {low} becomes 0, {high} becomes 255.\n    \
             levels = F.pil_to_tensor(Image.open(path)).double()\n    \
             levels = ((levels - {low}) * 255 / ({high} - {low})).round().clamp(0, 255)\n    \
             picture = F.to_pil_image(levels.to(torch.uint8))\n"
        ),
    };
    let (given, shown) = if tensors {
        (
            "F.pil_to_tensor(picture)",
            "F.to_pil_image(policy(picture))",
        )
    } else {
        ("picture", "policy(picture)")
    };
    format!(
        r#"def load(path):
{opened}    return {given}


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python " + sys.argv[0] + " photo.jpg [sheet.png]")
    picture = load(sys.argv[1])
    cells = [{shown} for _ in range(16)]
    side = 224
    sheet = Image.new("RGB", (4 * side, 4 * side))
    for i, cell in enumerate(cells):
        cell.thumbnail((side, side))
        sheet.paste(cell, (i % 4 * side, i // 4 * side))
    sheet.save(sys.argv[2] if len(sys.argv) > 2 else "sheet.png")
"#
    )
}
