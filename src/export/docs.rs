//! The table op × format × verdict, as Markdown.

use std::fmt::Write as _;

use crate::export::{FORMATS, Format, Verdict, export};
use crate::ops::{Node, OPS};
use crate::param::Args;
use crate::policy::{Policy, Step, TARGETS, Target, What};

/// What stands in docs/EXPORT.md.
pub fn page() -> String {
    let mut out = "# What each format can say\n\n\
        Made by `cargo xtask gen` from every op and node with its default values, in a policy for the format's own \
        target. **exact**: the same law and the library's pixels are the ones shown. Other laws and another target \
        can make a verdict worse; every export tells its own. [EXPORTS.md](EXPORTS.md) has what the libraries themselves \
        make of the files.\n\n\
        Albumentations 2.0.8 ties choices together when it is given a seed: `Compose(seed=…)` and `set_random_seed` set every \
        composition and transform to the same dice, so that a choice inside a choice is no longer free of it. Files carry no \
        seed, and one that is given in training changes the law of nested compositions.\n\n"
        .to_owned();
    let columns: Vec<(&Format, &'static Target)> = FORMATS
        .iter()
        .filter(|f| f.export && f.id != "albumentations-yaml")
        .filter_map(|f| Some((f, TARGETS.iter().find(|t| Some(t.id) == f.target)?)))
        .collect();
    let names: Vec<_> = columns.iter().map(|(f, _)| f.id).collect();
    let _ = writeln!(out, "| step | {} |", names.join(" | "));
    let _ = writeln!(out, "|---|{}", "---|".repeat(columns.len()));
    let mut reasons = Vec::new();
    let ops = OPS
        .iter()
        .map(|op| What::Op(*op, Args::defaults(op.meta().params)));
    let nodes = Node::ALL.iter().map(|node| {
        let flip = OPS.iter().find(|op| op.meta().name == "horizontal_flip");
        let inside = flip.map(|op| Step::new(What::Op(*op, Args::defaults(&[]))));
        node.of(inside.into_iter().collect())
    });
    for what in ops.chain(nodes) {
        let name = what.name();
        let mut cells = Vec::new();
        for (format, target) in &columns {
            let mut policy = Policy::new(target);
            policy.steps.push(Step::new(what.clone()));
            let verdict = export(&policy, format.id)
                .ok()
                .and_then(|e| e.verdicts.into_iter().next())
                .map(|v| v.verdict);
            let Some(verdict) = verdict else { continue };
            cells.push(verdict.word().to_owned());
            if verdict != Verdict::Exact {
                reasons.push(format!(
                    "- `{name}` in {}: {}",
                    format.id,
                    verdict.sentence()
                ));
            }
        }
        let _ = writeln!(out, "| `{name}` | {} |", cells.join(" | "));
    }
    let _ = write!(
        out,
        "\nThe verdicts that are not exact:\n\n{}\n",
        reasons.join("\n")
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_op_has_a_row() {
        let page = page();
        for op in OPS {
            assert!(page.contains(&format!("| `{}` |", op.meta().name)));
        }
        if let Ok(path) = std::env::var("AUGPLAY_EXPORT_PAGE") {
            std::fs::write(path, page).unwrap();
        }
    }
}
