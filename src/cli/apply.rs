//! `augplay apply`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::input::{self, Found, Loaded};
use super::labels::{self, Labels};
use super::replay::{self, Replay};
use super::runner::Work;
use super::{Done, Outcome, io, names, policy};
use crate::codec::encode_png;
use crate::error::{Code, Error, Result};
use crate::policy::Policy;

/// Augment pictures: PNG files and a replay.json with what was drawn
#[derive(clap::Args)]
#[command(
    after_help = "View K of cats/tom.jpg is written as DIR/tom.K.png; pictures from a folder keep their folders. \
        Where a policy\nhas several views, all are written: tom.K.global_1.png, tom.K.local.0.png.\n\
        Every line of\nreplay.json holds one output's draw, a policy that makes the same pixels again.\n\n\
        Examples:\n  augplay apply policy.yaml photos/ --out augmented --views 8\n  \
        augplay apply policy.yaml a.jpg b.png --out augmented --seed 7\n  \
        jq '.outputs[0].draw' augmented/replay.json | augplay apply - a.jpg --out again\n  \
        augplay apply policy.yaml photos/ --annotations coco.json --out augmented\n  \
        augplay apply policy.yaml data/images --annotations data/labels --annotations data/data.yaml --out augmented"
)]
pub(super) struct Args {
    /// The policy; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Pictures, or folders of pictures
    #[arg(value_name = "INPUTS", required = true)]
    inputs: Vec<PathBuf>,
    /// Annotations that go along: COCO, LabelMe, YOLO, VOC, CSV, mask PNGs, or a folder of them (may be given several
    /// times). What is left of them is written in the same format
    #[arg(short, long, value_name = "PATH")]
    annotations: Vec<PathBuf>,
    /// Folder to write to; made if absent
    #[arg(short, long, value_name = "DIR")]
    out: PathBuf,
    /// Seed of all dice [default: the policy's]
    #[arg(long, value_name = "N", value_parser = policy::seed)]
    seed: Option<u64>,
    /// Training progress, 0 to 1, for a policy with a curriculum [default: 1, its end]
    #[arg(long, value_name = "T", value_parser = policy::progress, default_value_t = 1.0, hide_default_value = true)]
    progress: f64,
    /// Views of each picture; draws of all views, where the policy has several
    #[arg(long, value_name = "K", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    views: u32,
    /// Threads, and pictures in memory at once [default: one a core]
    #[arg(
        short,
        long,
        value_name = "N",
        default_value_t = 0,
        hide_default_value = true
    )]
    jobs: usize,
}

pub(super) fn run(args: &Args) -> Outcome {
    let source = policy::read(&args.file, args.seed)?.at(args.progress)?;
    let pipelines = source.pipelines()?;
    let per_draw = pipelines.len() as u32;
    let mut found = input::find(&args.inputs, Some(&args.out))?;
    let labels = if args.annotations.is_empty() {
        None
    } else {
        let labels = Labels::read(&args.annotations, &mut found, &source.policy, &args.out)?;
        labels.tell();
        Some(labels)
    };
    let stems = names::stems(&found);
    refuse_overwriting(&found, &stems, (&args.out, args.views), &pipelines)?;
    tell_renamed(&found, &stems);
    policy::tell_notes(&source);
    if source.policy.batch.is_some() {
        io::say(&format!(
            "{}: note: its batch stage is left out; augplay mix runs it",
            source.name
        ));
    }
    make_folders(&args.out, &stems)?;
    let mut replay = Replay::create(args.out.join(replay::NAME), &source, args.views)?;
    let make = |loaded: &Loaded, place: usize, output: u32| {
        let (view, part) = (output / per_draw, output % per_draw);
        let (Some(stem), Some(input), Some((label, policy))) = (
            stems.get(place),
            found.get(place),
            pipelines.get(part as usize),
        ) else {
            return Err(Error::new(Code::Internal, "an input lost its name"));
        };
        let name = names::view(stem, view, label.as_deref());
        let portable = names::portable(&name);
        let (sample, draw) = policy.apply(&loaded.sample, &loaded.key, view)?;
        let png = encode_png(&sample.image, sample.alpha.as_ref())?;
        let kept = match &labels {
            Some(labels) => labels.follow(&input.path, &loaded.bound, &sample, &portable)?,
            None => None,
        };
        // Freed before the file is written: views in flight are what memory is spent on.
        drop(sample);
        io::write(&args.out.join(&name), &png)?;
        let line = replay::line(&portable, &input.path, &draw, label.as_deref());
        Ok((line, kept))
    };
    let mut all_kept = labels::Written::default();
    Work {
        inputs: &found,
        views: args.views * per_draw,
        jobs: args.jobs,
        load: &|input| {
            let mut loaded = input::load(&input.path, &source.policy)?;
            if let Some(labels) = &labels {
                labels.bind(input, &mut loaded)?;
            }
            Ok(loaded)
        },
        view: &make,
    }
    .run(&mut |place, made| {
        let path = found.get(place).map_or(Path::new(""), |f| &f.path);
        match made {
            Err(e) => {
                io::say(&e.to_string());
                replay.fail(path, None, &e);
            }
            Ok(views) => {
                for (output, made) in (0..).zip(views) {
                    let view = output / per_draw;
                    let part = pipelines.get((output % per_draw) as usize);
                    let label = part.and_then(|(label, _)| label.as_deref());
                    match made {
                        Ok((line, kept)) => {
                            replay.add(&line)?;
                            all_kept.extend(kept);
                        }
                        Err(e) => {
                            let part = label.map(|l| format!(", {l}")).unwrap_or_default();
                            io::say(&format!("view {view}{part} of {e}"));
                            replay.fail(path, Some(view), &e);
                        }
                    }
                }
            }
        }
        Ok(())
    })?;
    let (outputs, failed) = replay.counts();
    replay.finish()?;
    if let Some(labels) = &labels {
        labels.finish(&all_kept)?;
    }
    let trouble = if failed == 0 {
        String::new()
    } else {
        format!(", {failed} failed")
    };
    let plural = if outputs == 1 { "" } else { "s" };
    io::say(&format!(
        "{outputs} view{plural} in {}{trouble}",
        args.out.display()
    ));
    Ok(if failed == 0 {
        Done::Well
    } else {
        Done::SomeFailed
    })
}

/// Refuses to write over a picture that is read.
pub(super) fn refuse_overwriting(
    found: &[Found],
    stems: &[PathBuf],
    (out, views): (&Path, u32),
    pipelines: &[(Option<String>, Policy)],
) -> Result<()> {
    let Ok(out) = io::real(out) else {
        return Ok(());
    };
    let read: BTreeSet<_> = found
        .iter()
        .filter_map(|f| io::real(&f.path).ok())
        .filter(|path| path.starts_with(&out))
        .collect();
    if read.is_empty() {
        return Ok(());
    }
    let mut written = stems
        .iter()
        .flat_map(|stem| (0..views).map(move |view| (stem, view)))
        .flat_map(|(stem, view)| {
            let name = move |label: Option<&str>| names::view(stem, view, label);
            pipelines
                .iter()
                .map(move |(label, _)| name(label.as_deref()))
        })
        .map(|name| out.join(name));
    match written.find(|path| read.contains(path)) {
        None => Ok(()),
        Some(path) => Err(Error::new(
            Code::Unsupported,
            "is an input and would be written over; choose another --out",
        )
        .in_file(&io::shown(&path))),
    }
}

/// Tells which inputs' outputs are not called after their stem.
pub(super) fn tell_renamed(found: &[Found], stems: &[PathBuf]) {
    for (input, stem) in found.iter().zip(stems) {
        if stem.file_name() != Some(names::stem(&input.name)) {
            io::say(&format!(
                "{}: note: its views are called {}.*.png, because another input has the same stem",
                io::shown(&input.path),
                names::portable(stem)
            ));
        }
    }
}

pub(super) fn make_folders(out: &Path, stems: &[PathBuf]) -> Result<()> {
    let mut folders: Vec<_> = stems.iter().filter_map(|s| s.parent()).collect();
    folders.sort_unstable();
    folders.dedup();
    for folder in folders {
        let path = out.join(folder);
        fs::create_dir_all(&path).map_err(|e| io::failed("made", &path, &e))?;
    }
    Ok(())
}
