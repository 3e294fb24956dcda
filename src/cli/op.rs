//! `augplay op`.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value as Json, json};

use super::{Done, Outcome, input, io, policy};
use crate::codec::{encode_jpeg, encode_png};
use crate::error::{Code, Error, Result};
use crate::policy::{FORMAT, Policy, TARGETS};
use crate::sample::Sample;

/// Run one op on one picture
#[derive(clap::Args)]
#[command(
    after_help = "OUT is written as PNG, or as JPEG if it ends in .jpg or .jpeg; - is standard output.\n\n\
        Examples:\n  augplay op rotate --params '{\"angle_deg\": 15}' in.jpg out.png\n  \
        augplay op gaussian_blur --params '{\"sigma_px\": 2}' --target 'albumentations 2.0.8' in.jpg out.png"
)]
pub(super) struct Args {
    /// An op as `augplay ops` lists it
    #[arg(value_name = "NAME")]
    name: String,
    /// Its parameters; those left out have their defaults
    #[arg(
        long,
        value_name = "JSON",
        default_value = "{}",
        hide_default_value = true
    )]
    params: String,
    /// The picture; - is standard input
    #[arg(value_name = "IN")]
    input: PathBuf,
    /// File to write
    #[arg(value_name = "OUT")]
    out: PathBuf,
    /// Whose pixels
    #[arg(long, value_name = "TARGET", default_value = TARGETS[0].id)]
    target: String,
    /// Seed of all dice
    #[arg(long, value_name = "N", value_parser = policy::seed, default_value_t = 0)]
    seed: u64,
    /// View of the picture, from 0
    #[arg(long, value_name = "K", default_value_t = 0)]
    view: u32,
    /// JPEG quality, 1 to 100
    #[arg(long, value_name = "Q", default_value_t = 95, value_parser = clap::value_parser!(u8).range(1..=100))]
    quality: u8,
}

pub(super) fn run(args: &Args) -> Outcome {
    let policy = one_step(args)?;
    let loaded = input::load(&args.input, &policy)?;
    let (made, _) = policy
        .apply(&loaded.sample, &loaded.key, args.view)
        .map_err(|e| e.in_file(&io::shown(&args.input)))?;
    let bytes = encode(&args.out, &made, args.quality)?;
    io::give(Some(&args.out), &bytes)?;
    Ok(Done::Well)
}

/// The policy of this one step.
fn one_step(args: &Args) -> Result<Policy> {
    let params: Json = serde_json::from_str(&args.params).map_err(|e| {
        Error::new(Code::Syntax, format!("must be a JSON object: {e}")).at_param("--params")
    })?;
    let Json::Object(params) = params else {
        let e = Error::new(Code::Type, "must be a JSON object such as {\"p\": 0.5}");
        return Err(e.at_param("--params").with_value(params));
    };
    let mut step = Map::new();
    step.insert("op".into(), json!(args.name));
    step.extend(params);
    let policy = json!({
        "augplay": FORMAT, "target": args.target, "seed": args.seed, "steps": [step],
    });
    Policy::parse(&policy.to_string()).map_err(|mut e| {
        // There is one step and no file: neither place nor line says anything.
        e.line = None;
        if e.step.as_deref() == Some("steps[0]") {
            e.step = Some(args.name.clone());
        }
        e
    })
}

/// Bytes as the file's ending asks for.
fn encode(path: &Path, made: &Sample, quality: u8) -> Result<Vec<u8>> {
    let ending = path
        .extension()
        .and_then(|e| e.to_str())
        .map(str::to_ascii_lowercase);
    match ending.as_deref() {
        Some("jpg" | "jpeg") => encode_jpeg(&made.image, quality),
        Some("png") => encode_png(&made.image, made.alpha.as_ref()),
        None if io::is_dash(path) => encode_png(&made.image, made.alpha.as_ref()),
        _ => Err(
            Error::new(Code::Unsupported, "must end in .png, .jpg or .jpeg")
                .in_file(&io::shown(path)),
        ),
    }
}
