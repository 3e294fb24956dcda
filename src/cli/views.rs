//! `augplay views`.

use std::path::PathBuf;

use serde_json::json;

use super::policy;
use super::{Done, Outcome, draw, io};
use crate::error::{Code, Error};
use crate::image::Size;
use crate::policy::Input;
use crate::sample::State;

/// Tell how much a policy's views overlap on the source: mean IoU of each pair, and how often it is below 0.1
#[derive(clap::Args)]
#[command(
    after_help = "Only the draws are looked at, no picture is. Pairs with a view that bends the picture have no figure.\n\n\
        Example:\n  augplay views simclr.yaml --size 500x375 --draws 2000"
)]
pub(super) struct Args {
    /// The policy; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Seed of all dice [default: the policy's]
    #[arg(long, value_name = "N", value_parser = policy::seed)]
    seed: Option<u64>,
    /// Size of the picture, px
    #[arg(long, value_name = "WxH", value_parser = draw::size, default_value = "640x480")]
    size: Size,
    /// How many draws
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    draws: u32,
    /// Training progress, 0 to 1, for a policy with a curriculum [default: 1, its end]
    #[arg(long, value_name = "T", value_parser = policy::progress, default_value_t = 1.0, hide_default_value = true)]
    progress: f64,
    /// JSON instead of a table
    #[arg(long)]
    json: bool,
}

/// What was seen of one pair.
#[derive(Clone, Copy, Default)]
struct Pair {
    draws: u32,
    sum: f64,
    low: u32,
}

pub(super) fn run(args: &Args) -> Outcome {
    let source = policy::read(&args.file, args.seed)?.at(args.progress)?;
    let parts = source.policy.parts();
    if parts.is_empty() {
        let why = "has no views to compare";
        return Err(Error::new(Code::Missing, why).in_file(&source.name).into());
    }
    let channels = if source.policy.input == Input::Rgb {
        3
    } else {
        1
    };
    let state = State::of(args.size, channels);
    let mut pairs = vec![vec![Pair::default(); parts.len()]; parts.len()];
    for view in 0..args.draws {
        let framing = source
            .policy
            .framing(&state, "", view)
            .map_err(|e| e.in_file(&source.name))?;
        for (row, seen) in pairs.iter_mut().zip(&framing.iou) {
            for (pair, iou) in row.iter_mut().zip(seen) {
                if let Some(iou) = iou {
                    pair.draws += 1;
                    pair.sum += iou;
                    pair.low += u32::from(*iou < 0.1);
                }
            }
        }
    }
    let labels: Vec<_> = parts.iter().map(crate::policy::Part::label).collect();
    let each = labels
        .iter()
        .zip(&pairs)
        .enumerate()
        .flat_map(|(i, (a, row))| {
            let after = labels.iter().zip(row).skip(i + 1);
            after.map(move |(b, pair)| (a, b, pair, f64::from(pair.draws)))
        });
    let text = if args.json {
        let rows: Vec<_> = each
            .map(|(a, b, pair, n)| {
                let of = |v: f64| (pair.draws > 0).then(|| v / n);
                json!({"views": [a, b], "draws": pair.draws, "iou_mean": of(pair.sum), "iou_below_0.1": of(f64::from(pair.low))})
            })
            .collect();
        let size = [args.size.width, args.size.height];
        format!(
            "{:#}\n",
            json!({"size_px": size, "draws": args.draws, "pairs": rows})
        )
    } else {
        let head = format!("{:<31} {:>8} {:>9}\n", "views", "mean IoU", "below 0.1");
        let rows = each.map(|(a, b, pair, n)| {
            let names = format!("{a}, {b}");
            if pair.draws == 0 {
                return format!("{names:<31} {:>8} {:>9}\n", "none", "none");
            }
            let (mean, low) = (pair.sum / n, 100.0 * f64::from(pair.low) / n);
            format!("{names:<31} {mean:>8.3} {low:>7.1} %\n")
        });
        head + &rows.collect::<String>()
    };
    io::give(None, text.as_bytes())?;
    Ok(Done::Well)
}
