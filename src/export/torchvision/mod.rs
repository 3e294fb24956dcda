//! torchvision 0.29 `transforms.v2`: a Python file that runs as it stands.

use std::fmt::Write as _;

use crate::export::{Report, text};
use crate::kernel::Dialect;
use crate::policy::{Input, Policy, Step, TARGETS, Target, Then};

mod annotations;
mod nodes;
mod ops;
mod pieces;
mod python;

/// What pip installs.
pub(super) const PINS: &str = "torch==2.15.0 torchvision==0.29.2 pillow==13.0.0";

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
    let annotated = annotations::wanted(policy);
    let mut after = annotations::rules(policy, report);
    if let Some(then) = policy.then {
        after.extend(output(then, target));
    }
    if annotated || !after.is_empty() {
        after.insert(0, python::raw("policy"));
        let whole = python::call("v2.Compose", vec![("", python::plain(after))]);
        let whole = python::render(&whole, 0, 12);
        let _ = writeln!(program, "transform = {whole}");
    }
    let pieces: Vec<&str> = pieces::used(&program).iter().map(|p| p.source).collect();
    let pieces = pieces.join("\n\n");
    let functions = if annotated {
        annotations::functions(policy)
    } else {
        String::new()
    };
    let code = format!("{pieces}\n{program}\n{functions}");
    let mut out = header(policy, target, report);
    out.push_str(&imports(
        &code,
        target,
        matches!(policy.input, Input::Window { .. }),
    ));
    if !pieces.is_empty() {
        let _ = write!(out, "\n\n{pieces}");
    }
    let load = load(policy, target, annotated);
    let main = main(target, annotated);
    let _ = write!(out, "\n\n{program}\n\n{load}\n\n{functions}{main}");
    out
}

/// One step as an expression; nothing where it cannot be said.
pub(super) fn step(
    policy: &Policy,
    target: &'static Target,
    step: &Step,
    report: &mut Report,
) -> Option<String> {
    let value = nodes::write(policy, target, step, report)?;
    Some(python::render(&value, 4, 12))
}

/// A module with steps by their names.
pub(super) fn module(target: &'static Target, steps: &[(String, String)]) -> String {
    let mut program = "STEPS = {\n".to_owned();
    for (name, code) in steps {
        let _ = writeln!(program, "    \"{name}\": {code},");
    }
    program.push_str("}\n");
    let pieces: Vec<&str> = pieces::used(&program).iter().map(|p| p.source).collect();
    let pieces = pieces.join("\n\n");
    let mut out = String::from("\"\"\"What was drawn, as torchvision's transforms.\"\"\"\n");
    out.push_str(&imports(&format!("{pieces}\n{program}"), target, false));
    if !pieces.is_empty() {
        let _ = write!(out, "\n\n{pieces}");
    }
    let _ = write!(out, "\n\n{program}");
    out
}

/// What becomes of the finished picture: `transform` is what a training job runs.
fn output(then: Then, target: &Target) -> Vec<python::Py> {
    let mut steps = Vec::new();
    if target.dialect == Dialect::Pil {
        steps.push(python::raw("v2.ToImage()"));
    }
    steps.push(python::raw("v2.ToDtype(torch.float32, scale=True)"));
    if let Then::Normalize { mean, sd } = then {
        let (mean, sd) = (python::numbers(&mean), python::numbers(&sd));
        let norm = format!("v2.Normalize(mean={mean}, std={sd})");
        steps.push(python::raw(norm));
    }
    steps
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
    lines.push(format!("pip install {PINS}"));
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
    if code.contains("F.")
        || code.contains("tv_tensors.")
        || target.dialect == Dialect::Torch
        || windowed
    {
        out.push_str("from torchvision.transforms.v2 import functional as F\n");
    }
    out
}

/// Reading a picture.
fn load(policy: &Policy, target: &Target, annotated: bool) -> String {
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
    let given = match (tensors, annotated) {
        (true, true) => "tv_tensors.Image(F.pil_to_tensor(picture))",
        (true, false) => "F.pil_to_tensor(picture)",
        (false, _) => "picture",
    };
    format!("def load(path):\n{opened}    return {given}\n")
}

/// A sheet of draws.
fn main(target: &Target, annotated: bool) -> String {
    let shown = if annotated {
        "policy(picture, example(picture))[0]"
    } else {
        "policy(picture)"
    };
    let shown = if target.dialect == Dialect::Torch {
        format!("F.to_pil_image({shown})")
    } else {
        shown.to_owned()
    };
    format!(
        r#"if __name__ == "__main__":
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
