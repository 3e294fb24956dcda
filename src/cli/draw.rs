//! `augplay draw`.

use std::path::PathBuf;

use super::policy::{self, Form};
use super::{Done, Outcome, io};
use crate::error::{Code, Error, Result};
use crate::image::{Size, check_size};
use crate::policy::Input;
use crate::sample::State;

/// Draw one view: the policy with every number fixed, itself a policy
#[derive(clap::Args)]
#[command(
    after_help = "The same policy, seed, sample key, view and size give the same numbers everywhere.\n\n\
        Examples:\n  augplay draw policy.yaml --seed 7 --size 640x480\n  \
        augplay draw policy.yaml --sample $(sha256sum < cat.jpg | cut -c-64) --size 640x480 --view 3\n  \
        # the numbers `apply` draws for view 3 of cat.jpg"
)]
pub(super) struct Args {
    /// The policy; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Seed of all dice [default: the policy's]
    #[arg(long, value_name = "N", value_parser = policy::seed)]
    seed: Option<u64>,
    /// Sample key: any text that names the picture; `apply` takes its file's SHA-256
    #[arg(long, value_name = "KEY", default_value = "")]
    sample: String,
    /// Size of the picture, px
    #[arg(long, value_name = "WxH", value_parser = size, default_value = "640x480")]
    size: Size,
    /// View of the sample, from 0
    #[arg(long, value_name = "K", default_value_t = 0)]
    view: u32,
    /// Training progress, 0 to 1, for a policy with a curriculum [default: 1, its end]
    #[arg(long, value_name = "T", value_parser = policy::progress, default_value_t = 1.0, hide_default_value = true)]
    progress: f64,
    /// Which of the policy's views, such as local.0, where it has several
    #[arg(long, value_name = "NAME")]
    part: Option<String>,
    /// Write here instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Form of the output [default: by the ending of -o, else as the policy]
    #[arg(long = "as", value_name = "FORM")]
    form: Option<Form>,
}

pub(super) fn run(args: &Args) -> Outcome {
    let source = policy::read(&args.file, args.seed)?
        .at(args.progress)?
        .one(args.part.as_deref())?;
    let channels = if source.policy.input == Input::Rgb {
        3
    } else {
        1
    };
    let mut draw = source
        .policy
        .draw(&State::of(args.size, channels), &args.sample, args.view)
        .map_err(|e| e.in_file(&source.name))?;
    let text = match Form::choose(args.form, args.out.as_deref(), &source.text) {
        Form::Json => format!("{:#}\n", draw.to_json()),
        Form::Yaml => {
            // What JSON holds under `drawn`, for readers.
            let size = draw.before.size;
            let origin = format!(
                "drawn from policy {}, sample {:?}, view {}, {} × {} px",
                draw.from, draw.key, draw.view, size.width, size.height
            );
            let mut comments = vec![origin];
            let asked = |(task, class)| format!("pretext label: {task} {class}");
            comments.extend(draw.pretext().map(asked));
            draw.policy.comments = vec![("augplay".into(), comments)];
            draw.policy.to_yaml()
        }
    };
    io::give(args.out.as_deref(), text.as_bytes())?;
    Ok(Done::Well)
}

/// Reads `640x480`.
pub(super) fn size(text: &str) -> Result<Size> {
    let sides = text.split_once(['x', 'X', '×']);
    let read = |side: &str| side.trim().parse::<u32>().ok();
    let size = sides
        .and_then(|(w, h)| Some(Size::new(read(w)?, read(h)?)))
        .ok_or_else(|| Error::new(Code::Syntax, "must be a width and a height such as 640x480"))?;
    check_size(size)?;
    Ok(size)
}
