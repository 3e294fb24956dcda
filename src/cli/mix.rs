//! `augplay mix`.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::{Value as Json, json};

use super::input::{self, Found, Loaded};
use super::labels::Labels;
use super::policy::Source;
use super::progress::bar;
use super::replay::Replay;
use super::{Done, Outcome, apply, io, names, policy};
use crate::codec::{encode_mask_png, encode_png};
use crate::error::{Code, Error, Result};
use crate::mix::{self, Ready};
use crate::policy::Policy;
use crate::sample::Sample;

/// The file's name in the folder of outputs.
const NAME: &str = "mix.json";

/// Mix pictures by a policy's batch stage: PNG files and a mix.json with the labels' shares
#[derive(clap::Args)]
#[command(
    after_help = "Readable pictures make batches in their order, as many in each as the policy's batch.size says; the last\n\
        may be smaller, and a batch of one is left as it is. All steps run first. Every line of mix.json holds one\n\
        output: method, lambda, label shares by input, and boxes and keypoints with the input each came from.\n\
        Label masks are written beside their picture as tom.K.mask.png.\n\n\
        Examples:\n  augplay mix policy.yaml photos/ --out mixed --views 4\n  \
        augplay mix policy.yaml photos/ --annotations coco.json --out mixed"
)]
pub(super) struct Args {
    /// The policy; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Pictures, or folders of pictures
    #[arg(value_name = "INPUTS", required = true)]
    inputs: Vec<PathBuf>,
    /// Annotations that go along: COCO, LabelMe, YOLO, VOC, CSV, mask PNGs, or a folder of them (may be given several
    /// times)
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
    /// Draws of each batch
    #[arg(long, value_name = "K", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    views: u32,
}

/// A picture of a batch.
struct Member<'a> {
    input: &'a Found,
    stem: &'a Path,
    loaded: Loaded,
}

/// What all batches share.
struct Job<'a> {
    args: &'a Args,
    pipelines: &'a [(Option<String>, Policy)],
}

pub(super) fn run(args: &Args) -> Outcome {
    let source = policy::read(&args.file, args.seed)?.at(args.progress)?;
    let Some(batch) = &source.policy.batch else {
        let why = "has no batch stage; augplay apply runs its steps";
        return Err(Error::new(Code::Missing, why).in_file(&source.name).into());
    };
    let pipelines = source.pipelines()?;
    let mut found = input::find(&args.inputs, Some(&args.out))?;
    let labels = if args.annotations.is_empty() {
        None
    } else {
        let labels = Labels::read(&args.annotations, &mut found, &source.policy, &args.out)?;
        labels.tell();
        Some(labels)
    };
    let stems = names::stems(&found);
    apply::refuse_overwriting(&found, &stems, (&args.out, args.views), &pipelines)?;
    apply::tell_renamed(&found, &stems);
    policy::tell_notes(&source);
    apply::make_folders(&args.out, &stems)?;
    let mut replay = Replay::create(args.out.join(NAME), &source, args.views)?;
    let per_draw = pipelines.len() as u64;
    let progress = bar(found.len() as u64 * u64::from(args.views) * per_draw);
    let job = Job {
        args,
        pipelines: &pipelines,
    };
    let mut members = Vec::new();
    let mut number = 0;
    let mut left = found.iter().zip(&stems).peekable();
    while let Some((input, stem)) = left.next() {
        match load(input, &source, labels.as_ref()) {
            Ok(loaded) => members.push(Member {
                input,
                stem,
                loaded,
            }),
            Err(e) => {
                io::say(&e.to_string());
                replay.fail(&input.path, None, &e);
                progress.inc(u64::from(args.views) * per_draw);
            }
        }
        let full = members.len() == batch.size();
        if full || (left.peek().is_none() && !members.is_empty()) {
            job.run(&members, number, &mut replay, &|| progress.inc(1))?;
            members.clear();
            number += 1;
        }
    }
    progress.finish_and_clear();
    let (outputs, failed) = replay.counts();
    replay.finish()?;
    let trouble = if failed == 0 {
        String::new()
    } else {
        format!(", {failed} failed")
    };
    let plural = if outputs == 1 { "" } else { "s" };
    io::say(&format!(
        "{outputs} output{plural} of {number} batches in {}{trouble}",
        args.out.display()
    ));
    Ok(if failed == 0 {
        Done::Well
    } else {
        Done::SomeFailed
    })
}

fn load(input: &Found, source: &Source, labels: Option<&Labels>) -> Result<Loaded> {
    let mut loaded = input::load(&input.path, &source.policy)?;
    if let Some(labels) = labels {
        labels.bind(input, &mut loaded)?;
    }
    Ok(loaded)
}

impl Job<'_> {
    /// All outputs of one batch. One that fails is told, the others are made.
    fn run(
        &self,
        members: &[Member<'_>],
        number: usize,
        replay: &mut Replay,
        tick: &(dyn Fn() + Sync),
    ) -> Result<()> {
        if let [alone] = members {
            io::say(&format!(
                "{}: note: a batch of one: it is left as it is",
                io::shown(&alone.input.path)
            ));
        }
        for view in 0..self.args.views {
            for (label, policy) in self.pipelines {
                let part = label.as_deref();
                let ready = match steps(members, policy, view) {
                    Ok(ready) => ready,
                    Err((path, e)) => {
                        io::say(&format!("batch {number}, view {view}: {e}"));
                        replay.fail(path, Some(view), &e);
                        for _ in members {
                            tick();
                        }
                        continue;
                    }
                };
                let one = |index: usize| {
                    let made = self.one(members, &ready, policy, (index, view), part);
                    tick();
                    made
                };
                let made: Vec<Result<Json>> = (0..members.len()).into_par_iter().map(one).collect();
                for (member, made) in members.iter().zip(made) {
                    match made {
                        Ok(mut line) => {
                            line["batch"] = number.into();
                            replay.add(&line)?;
                        }
                        Err(e) => {
                            let e = e.in_file(&io::shown(&member.input.path));
                            io::say(&format!("batch {number}, view {view}: {e}"));
                            replay.fail(&member.input.path, Some(view), &e);
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Writes one output; gives its line.
    fn one(
        &self,
        members: &[Member<'_>],
        ready: &Ready,
        policy: &Policy,
        (index, view): (usize, u32),
        part: Option<&str>,
    ) -> Result<Json> {
        let lost = || Error::new(Code::Internal, "a batch lost a picture");
        let member = members.get(index).ok_or_else(lost)?;
        let path = |index: usize| members.get(index).map(|m| m.input.path.to_string_lossy());
        let (outcome, mixed) = ready.mix(policy, index)?;
        let name = names::view(member.stem, view, part);
        let sample = &mixed.sample;
        io::write(
            &self.args.out.join(&name),
            &encode_png(&sample.image, sample.alpha.as_ref())?,
        )?;
        let mut told = ready.tell(&outcome, &mixed);
        for share in told["shares"].as_array_mut().into_iter().flatten() {
            let index = share["index"].as_u64().unwrap_or(u64::MAX) as usize;
            share["input"] = json!(path(index));
        }
        let mut line = json!({
            "output": names::portable(&name),
            "input": path(index),
            "key": member.loaded.key,
            "view": view,
            "part": part,
            "mix": told,
            "masks": self.masks(&name, sample)?,
        });
        let from = |origins: &[mix::Origin], index: usize| {
            let member = origins.get(index).map(|o| o.member);
            json!(member.and_then(path))
        };
        line["boxes"] = sample
            .boxes
            .iter()
            .map(
                |b| json!({"label": b.label, "xyxy": b.xyxy, "input": from(&mixed.boxes, b.index)}),
            )
            .collect();
        line["keypoints"] = sample
            .keypoints
            .iter()
            .map(
                |k| json!({"label": k.label, "xy": k.xy, "input": from(&mixed.keypoints, k.index)}),
            )
            .collect();
        Ok(line)
    }

    /// Writes the label masks beside their picture; gives their names.
    fn masks(&self, picture: &Path, sample: &Sample) -> Result<Vec<String>> {
        let several = sample.masks.len() > 1;
        let write = |(i, mask)| {
            let number = if several {
                format!("{i}")
            } else {
                String::new()
            };
            let name = picture.with_extension(format!("mask{number}.png"));
            io::write(&self.args.out.join(&name), &encode_mask_png(mask)?)?;
            Ok(names::portable(&name))
        };
        sample.masks.iter().enumerate().map(write).collect()
    }
}

/// Runs the steps on all pictures of a batch; an error comes with the picture's path.
fn steps<'a>(
    members: &'a [Member<'_>],
    policy: &Policy,
    view: u32,
) -> std::result::Result<Ready, (&'a Path, Error)> {
    let one = |member: &'a Member<'_>| {
        let Loaded { sample, key, .. } = &member.loaded;
        let path = &member.input.path;
        let made = policy.apply(sample, key, view);
        let (sample, draw) = made.map_err(|e| (path.as_path(), e.in_file(&io::shown(path))))?;
        let key = key.clone();
        Ok(mix::Done { key, sample, draw })
    };
    let done = members
        .par_iter()
        .map(one)
        .collect::<std::result::Result<_, _>>()?;
    Ok(Ready::of(done, view))
}
