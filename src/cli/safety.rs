//! `augplay safety`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::input::{self, Loaded};
use super::labels::Labels;
use super::runner::Work;
use super::{Done, Outcome, io, policy};
use crate::lab::safety::{Safety, View, measure};

/// Say what draws do to annotations: boxes lost, shrunk and copied, keypoints lost
#[derive(clap::Args)]
#[command(
    after_help = "Nothing is written and no pixel is made, but for steps that look at masks. A box is shrunk when less than half\n\
        of it is left. Losses stand by class, by step and by the worst views.\n\n\
        Examples:\n  augplay safety policy.yaml photos/ --annotations coco.json\n  \
        augplay safety policy.yaml photos/ -a coco.json --views 500 --json | jq .classes"
)]
pub(super) struct Args {
    /// The policy; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Pictures, or folders of pictures
    #[arg(value_name = "INPUTS", required = true)]
    inputs: Vec<PathBuf>,
    /// Annotation files, or folders of them (may be given several times)
    #[arg(short, long, value_name = "PATH", required = true)]
    annotations: Vec<PathBuf>,
    /// Views of each picture
    #[arg(long, value_name = "K", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    views: u32,
    /// Seed of all dice [default: the policy's]
    #[arg(long, value_name = "N", value_parser = policy::seed)]
    seed: Option<u64>,
    /// Which of the policy's views, such as local.0, where it has several
    #[arg(long, value_name = "NAME")]
    part: Option<String>,
    /// Write all figures as JSON
    #[arg(long)]
    json: bool,
}

/// How many of the worst views are told.
const WORST: usize = 5;

pub(super) fn run(args: &Args) -> Outcome {
    let source = policy::read(&args.file, args.seed)?.one(args.part.as_deref())?;
    let mut found = input::find(&args.inputs, None)?;
    let labels = Labels::read(&args.annotations, &mut found, &source.policy, Path::new(""))?;
    labels.tell();
    policy::tell_notes(&source);
    let mut all = Safety::default();
    let mut worst: Vec<(View, PathBuf)> = Vec::new();
    let mut failed = 0;
    let make = |loaded: &Loaded, _: usize, _: u32| {
        measure(&source.policy, &loaded.sample, &loaded.key, 0..args.views)
    };
    Work {
        inputs: &found,
        views: 1,
        jobs: 0,
        load: &|input| {
            let mut loaded = input::load(&input.path, &source.policy)?;
            labels.bind(input, &mut loaded)?;
            Ok(loaded)
        },
        view: &make,
    }
    .run(&mut |place, made| {
        let path = found.get(place).map_or(Path::new(""), |f| &f.path);
        match made.and_then(|mut views| views.pop().unwrap_or_else(|| Ok(Safety::default()))) {
            Ok(safety) => {
                let named = safety.views.iter().map(|v| (*v, path.to_owned()));
                worst.extend(named.filter(|(v, _)| v.hurt() > 0));
                worst.sort_by_key(|(v, _)| std::cmp::Reverse((v.empty, v.hurt())));
                worst.truncate(WORST);
                all.add(safety);
            }
            Err(e) => {
                failed += 1;
                io::say(&e.to_string());
            }
        }
        Ok(())
    })?;
    let text = if args.json {
        let worst: Vec<_> = worst
            .iter()
            .map(|(v, path)| json!({"file": io::shown(path), "view": v}))
            .collect();
        let views = all.views.len();
        let empty = all.views.iter().filter(|v| v.empty).count();
        let out = json!({
            "views": views, "empty": empty, "classes": all.classes, "steps": all.steps, "worst": worst,
        });
        format!("{out:#}\n")
    } else {
        report(&all, &worst)
    };
    io::give(None, text.as_bytes())?;
    Ok(if failed > 0 {
        Done::SomeFailed
    } else {
        Done::Well
    })
}

/// The figures for people.
fn report(all: &Safety, worst: &[(View, PathBuf)]) -> String {
    let mut out = String::new();
    let share = |n: usize, of: usize| format!("{n} ({:.1} %)", 100.0 * n as f64 / of.max(1) as f64);
    let empty = all.views.iter().filter(|v| v.empty).count();
    let views = all.views.len();
    let _ = writeln!(
        out,
        "{views} views, {} without any box left",
        share(empty, views)
    );
    if !all.classes.is_empty() {
        let wide = all.classes.iter().map(|c| c.label.chars().count());
        let wide = wide.max().unwrap_or(0).max(5);
        let head = format!("{:wide$}  {:<8}", "class", "kind");
        let _ = writeln!(
            out,
            "\n{head}  {:>8}  {:>16}  {:>16}  {:>8}",
            "seen", "lost", "shrunk", "copied"
        );
        for c in &all.classes {
            let lost = share(c.lost, c.seen);
            let shrunk = if c.kind == "box" {
                share(c.shrunk, c.seen)
            } else {
                "-".into()
            };
            let _ = writeln!(
                out,
                "{:wide$}  {:<8}  {:>8}  {lost:>16}  {shrunk:>16}  {:>8}",
                c.label, c.kind, c.seen, c.copied
            );
        }
    }
    if !all.steps.is_empty() {
        let _ = writeln!(out, "\nlost by step");
        for s in &all.steps {
            let _ = writeln!(
                out,
                "  {}: {} boxes, {} keypoints",
                s.step, s.boxes, s.keypoints
            );
        }
    }
    if !worst.is_empty() {
        let _ = writeln!(out, "\nworst views");
        for (v, path) in worst {
            let _ = writeln!(
                out,
                "  {} view {}: {} boxes lost, {} shrunk, {} keypoints lost{}",
                io::shown(path),
                v.view,
                v.boxes_lost,
                v.boxes_shrunk,
                v.keypoints_lost,
                if v.empty { ", no box left" } else { "" },
            );
        }
    }
    out
}
