//! `augplay prove`.

use std::fs::{self, File};
use std::io::{BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{Done, Outcome, input, io, policy};
use crate::codec::encode_png;
use crate::error::Result;
use crate::prove::{Added, MOST_VIEWS, Proof};
use crate::view::each_step;

/// Write a zip with which anyone can check an exported policy against the library itself
#[derive(clap::Args)]
#[command(
    after_help = "The zip holds the pictures, what was drawn for them, the pixels after each step, and verify.py, which\n\
        runs the library on the same numbers and says how many values differ, step by step:\n  \
        pip install -r requirements.txt && python verify.py\n\n\
        Formats: albumentations-json, albumentations-yaml, torchvision-pillow, torchvision-tensor.\n\n\
        Example:\n  augplay prove policy.yaml photos/ --to albumentations-json --views 4 -o proof.zip"
)]
pub(super) struct Args {
    /// The policy; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Pictures, or folders of pictures
    #[arg(value_name = "PICTURE", required = true)]
    inputs: Vec<PathBuf>,
    /// The format whose library is to be run
    #[arg(long, value_name = "FORMAT")]
    to: String,
    /// Write the zip here
    #[arg(short, long, value_name = "FILE")]
    out: PathBuf,
    /// Views of each picture
    #[arg(long, value_name = "K", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_VIEWS)))]
    views: u32,
    /// Seed of all dice [default: the policy's]
    #[arg(long, value_name = "N", value_parser = policy::seed)]
    seed: Option<u64>,
    /// Prove this one of the policy's views, such as local.0
    #[arg(long, value_name = "NAME")]
    part: Option<String>,
    /// Training progress, 0 to 1, for a policy with a curriculum [default: 1, its end]
    #[arg(long, value_name = "T", value_parser = policy::progress, default_value_t = 1.0, hide_default_value = true)]
    progress: f64,
}

pub(super) fn run(args: &Args) -> Outcome {
    let source = policy::read(&args.file, args.seed)?.at(args.progress)?;
    let source = source.one(args.part.as_deref())?;
    let mut proof = Proof::new(&source.policy, &args.to, args.views)?;
    let found = input::find(&args.inputs, None)?;
    policy::tell_notes(&source);
    let part = io::neighbour(&args.out);
    let file = File::create(&part).map_err(|e| io::failed("written", &args.out, &e))?;
    let mut zip = Zip {
        to: ZipWriter::new(BufWriter::new(file)),
        path: &args.out,
    };
    let mut failed = 0;
    let mut made = 0;
    let done = (|| -> Result<()> {
        for found in &found {
            match one(&mut proof, found, args.views) {
                Ok((added, pictures)) => {
                    for file in &added.files {
                        zip.add(&file.path, &file.bytes)?;
                    }
                    for (path, png) in &pictures {
                        zip.add(path, png)?;
                    }
                    made += 1;
                }
                Err(e) => {
                    io::say(&e.to_string());
                    failed += 1;
                }
            }
        }
        if made > 0 {
            for file in proof.finish()? {
                zip.add(&file.path, &file.bytes)?;
            }
        }
        zip.finish()
    })();
    // Nothing half made is left behind.
    if done.is_err() || made == 0 {
        let _ = fs::remove_file(&part);
        done?;
        return Ok(Done::SomeFailed);
    }
    fs::rename(&part, &args.out).map_err(|e| io::failed("written", &args.out, &e))?;
    let plural = |n: u32| if n == 1 { "" } else { "s" };
    io::say(&format!(
        "{}: {made} picture{}, {} view{} of each; verify.py in it runs the library on the same numbers",
        args.out.display(),
        plural(made),
        args.views,
        plural(args.views)
    ));
    Ok(if failed == 0 {
        Done::Well
    } else {
        Done::SomeFailed
    })
}

/// Pictures as PNG, by their paths.
type Pictures = Vec<(String, Vec<u8>)>;

/// What one input adds, and its pictures.
fn one(proof: &mut Proof, found: &input::Found, views: u32) -> Result<(Added, Pictures)> {
    let name = io::shown(&found.path);
    let loaded = input::load(&found.path, proof.policy())?;
    let sample = &loaded.sample;
    let mut draws = Vec::new();
    let mut rendered = Vec::new();
    for view in 0..views {
        let state = sample.state();
        let draw = proof
            .policy()
            .draw_with(&state, &sample.masks, &loaded.key, view);
        let draw = draw.map_err(|e| e.in_file(&name))?;
        let mut steps = Vec::new();
        let mut wrong = None;
        // The library is run on colours alone.
        each_step(&draw, sample, |sample, _| {
            match encode_png(&sample.image, None) {
                Ok(png) => steps.push(png),
                Err(e) => wrong = Some(e),
            }
        })
        .map_err(|e| e.in_file(&name))?;
        if let Some(e) = wrong {
            return Err(e.in_file(&name));
        }
        rendered.push(steps);
        draws.push(draw);
    }
    let base = found.name.to_string_lossy();
    let added = proof.add(&base, &draws);
    let added = added.map_err(|e| e.in_file(&name))?;
    let mut pictures = Vec::new();
    for picture in &added.pictures {
        let png = match picture.shows {
            None => encode_png(&sample.image, None)?,
            Some((view, count)) => rendered
                .get_mut(view)
                .and_then(|steps| steps.get_mut(count))
                .map(std::mem::take)
                .unwrap_or_default(),
        };
        pictures.push((picture.path.clone(), png));
    }
    Ok((added, pictures))
}

struct Zip<'a, W: Write + Seek> {
    to: ZipWriter<W>,
    path: &'a Path,
}

impl<W: Write + Seek> Zip<'_, W> {
    fn add(&mut self, path: &str, bytes: &[u8]) -> Result<()> {
        // Pictures are compressed already.
        let how = if Path::new(path).extension() == Some("png".as_ref()) {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default().compression_method(how);
        let begun = self.to.start_file(path, options).map_err(Into::into);
        begun
            .and_then(|()| self.to.write_all(bytes))
            .map_err(|e: std::io::Error| io::failed("written", self.path, &e))
    }

    fn finish(self) -> Result<()> {
        let path = self.path;
        let done = self.to.finish().map_err(Into::into);
        done.and_then(|mut to| to.flush())
            .map_err(|e: std::io::Error| io::failed("written", path, &e))
    }
}
