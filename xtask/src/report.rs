//! Runs stages in order and prints how each went and how long it took.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::command::{ci, say};

/// What became of a stage that did not fail.
pub(crate) enum Outcome {
    Passed,
    /// Not run, with the reason. In CI this is a failure.
    #[allow(dead_code)]
    Skipped(String),
}

/// One thing that is checked.
pub(crate) struct Stage {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) run: fn() -> Result<Outcome>,
}

/// Prints the stages.
pub(crate) fn list(stages: &[Stage]) {
    for stage in stages {
        println!("{:<10} {}", stage.name, stage.about);
    }
}

/// Runs all stages, or those named, and says whether all is well. A failure does not keep later
/// stages from running: one run shows everything that is wrong.
pub(crate) fn run(stages: &[Stage], only: &[String]) -> Result<bool> {
    if let Some(unknown) = only
        .iter()
        .find(|name| !stages.iter().any(|s| s.name == **name))
    {
        let names: Vec<_> = stages.iter().map(|s| s.name).collect();
        bail!("no stage `{unknown}`; there are: {}", names.join(", "));
    }
    let mut rows = Vec::new();
    for stage in stages {
        if !only.is_empty() && !only.iter().any(|name| name == stage.name) {
            continue;
        }
        println!();
        say(format!("{}: {}", stage.name, stage.about));
        let start = now();
        let outcome = (stage.run)();
        let time = start.elapsed();
        match &outcome {
            Err(error) => println!("    FAILED: {error:#}"),
            Ok(Outcome::Skipped(reason)) => println!("    skipped: {reason}"),
            Ok(Outcome::Passed) => {}
        }
        rows.push((stage.name, outcome, time));
    }
    Ok(table(&rows, ci()))
}

#[expect(clippy::disallowed_methods, reason = "stage times are for people")]
fn now() -> Instant {
    Instant::now()
}

/// Prints the table; true when every stage passed (or was skipped where that is allowed).
fn table(rows: &[(&str, Result<Outcome>, Duration)], skips_fail: bool) -> bool {
    let mut good = true;
    println!("\n{:<10} {:<8} {:>8}", "stage", "result", "time");
    for (name, outcome, time) in rows {
        let (word, note) = match outcome {
            Ok(Outcome::Passed) => ("ok", String::new()),
            Ok(Outcome::Skipped(reason)) if skips_fail => {
                good = false;
                (
                    "SKIPPED",
                    format!("  {reason} (nothing may be skipped in CI)"),
                )
            }
            Ok(Outcome::Skipped(reason)) => ("skipped", format!("  {reason}")),
            Err(error) => {
                good = false;
                ("FAILED", format!("  {error:#}"))
            }
        };
        println!("{name:<10} {word:<8} {:>6.1} s{note}", time.as_secs_f64());
    }
    let total: Duration = rows.iter().map(|(_, _, time)| *time).sum();
    println!("{:<10} {:<8} {:>6.1} s", "total", "", total.as_secs_f64());
    good
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skip_fails_only_where_nothing_may_be_skipped() {
        let rows = || {
            [
                ("a", Ok(Outcome::Passed), Duration::ZERO),
                (
                    "b",
                    Ok(Outcome::Skipped("no browser".into())),
                    Duration::ZERO,
                ),
            ]
        };
        assert!(table(&rows(), false));
        assert!(!table(&rows(), true));
    }

    #[test]
    fn a_failure_is_reported_and_later_stages_still_run() {
        let stages = [
            Stage {
                name: "bad",
                about: "fails",
                run: || bail!("no"),
            },
            Stage {
                name: "good",
                about: "passes",
                run: || Ok(Outcome::Passed),
            },
        ];
        assert!(!run(&stages, &[]).unwrap());
        assert!(run(&stages, &["good".into()]).unwrap());
        assert!(run(&stages, &["other".into()]).is_err());
    }
}
