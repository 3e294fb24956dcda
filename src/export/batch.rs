//! What a file of one sample's pipeline says of a batch stage: where the library's own mixes go.

use crate::export::Verdict;
use crate::policy::{Batch, BatchMix};

/// The batch stage is never in a file of steps; where torchvision's or timm's own mixes are the same, the
/// reason says how to ask for them.
pub(super) fn verdict(batch: &Batch) -> Verdict {
    let mixes: Vec<&BatchMix> = batch.mixes.iter().filter(|m| m.live() > 0.0).collect();
    let own = torchvision(batch, &mixes).or_else(|| {
        let flags = timm_flags(batch)?;
        Some(format!("timm's train.py with {}", flags.join(" ")))
    });
    let how = own.unwrap_or_else(|| {
        let names: Vec<_> = mixes.iter().map(|m| m.mix.meta().name).collect();
        format!(
            "neither torchvision nor timm has this choice of {}",
            names.join(", ")
        )
    });
    Verdict::unsupported(format!(
        "mixes run on whole batches, in the training loop: {how}"
    ))
}

fn number(m: &BatchMix, name: &str) -> f64 {
    let param = m.mix.meta().params.iter().find(|p| p.name == name);
    param.map_or(0.0, |p| m.args.num(p))
}

fn word(m: &BatchMix, name: &str) -> &'static str {
    let param = m.mix.meta().params.iter().find(|p| p.name == name);
    param.map_or("", |p| m.args.word(p))
}

fn on(m: &BatchMix, name: &str) -> bool {
    let param = m.mix.meta().params.iter().find(|p| p.name == name);
    param.is_some_and(|p| m.args.on(p))
}

/// Of all that is chosen, this share is left as it is.
fn untouched(batch: &Batch, mixes: &[&BatchMix]) -> f64 {
    let total: f64 = mixes.iter().map(|m| m.live()).sum();
    batch.none() / (total + batch.none())
}

fn share(m: &BatchMix, mixes: &[&BatchMix]) -> String {
    let total: f64 = mixes.iter().map(|m| m.live()).sum();
    short(m.live() / total)
}

fn short(v: f64) -> String {
    let v = (v * 1e6).round() / 1e6;
    format!("{v:?}")
}

/// A collate function's transform.
fn torchvision(batch: &Batch, mixes: &[&BatchMix]) -> Option<String> {
    let class = |m: &&BatchMix| {
        let alpha = short(number(m, "alpha"));
        match m.mix.meta().name {
            "mixup" => Some(format!("v2.MixUp(alpha={alpha}, num_classes=…)")),
            "cutmix" if word(m, "law") == "torchvision" && on(m, "correct_lambda") => {
                Some(format!("v2.CutMix(alpha={alpha}, num_classes=…)"))
            }
            _ => None,
        }
    };
    if batch.pairing() != "roll" || batch.per() != "batch" || mixes.is_empty() {
        return None;
    }
    let classes = mixes.iter().map(class).collect::<Option<Vec<_>>>()?;
    let all = if let [one] = &classes[..] {
        one.clone()
    } else {
        let shares: Vec<_> = mixes.iter().map(|m| share(m, mixes)).collect();
        format!(
            "v2.RandomChoice([{}], p=[{}])",
            classes.join(", "),
            shares.join(", ")
        )
    };
    let left = untouched(batch, mixes);
    let code = if left > 0.0 {
        format!("v2.RandomApply([{all}], p={})", short(1.0 - left))
    } else {
        all
    };
    let smoothing = match batch.label_smoothing() {
        0.0 => String::new(),
        s => format!(
            "; label smoothing is the loss's: CrossEntropyLoss(label_smoothing={})",
            short(s)
        ),
    };
    Some(format!("collate with {code}{smoothing}"))
}

/// Options of timm's train.py that say a batch stage, where it has it.
pub(super) fn timm_flags(batch: &Batch) -> Option<Vec<String>> {
    let mixes: Vec<&BatchMix> = batch.mixes.iter().filter(|m| m.live() > 0.0).collect();
    let mixes = &mixes[..];
    let (mut mixup, mut cutmix) = (None, None);
    for m in mixes {
        let place = match m.mix.meta().name {
            "mixup" => &mut mixup,
            "cutmix" if matches!(word(m, "law"), "timm" | "minmax") => &mut cutmix,
            _ => return None,
        };
        // The same mix twice is no choice that timm has.
        if place.replace(*m).is_some() {
            return None;
        }
    }
    if batch.pairing() != "reverse" || mixes.is_empty() {
        return None;
    }
    let mut out = vec![format!("--mixup-mode {}", batch.per())];
    let alpha = |m: &BatchMix| short(number(m, "alpha"));
    if let Some(m) = mixup {
        out.push(format!("--mixup {}", alpha(m)));
    }
    if let Some(m) = cutmix {
        if word(m, "law") == "minmax" {
            let ends = ["min_frac", "max_frac"].map(|name| short(number(m, name)));
            out.push(format!("--cutmix-minmax {}", ends.join(" ")));
        } else {
            out.push(format!("--cutmix {}", alpha(m)));
        }
        if !on(m, "correct_lambda") {
            return None;
        }
        if mixup.is_some() {
            out.push(format!("--mixup-switch-prob {}", share(m, mixes)));
        }
    }
    let left = untouched(batch, mixes);
    if left > 0.0 {
        out.push(format!("--mixup-prob {}", short(1.0 - left)));
    }
    out.push(format!("--smoothing {}", short(batch.label_smoothing())));
    Some(out)
}
