//! `augplay sheet`.

use std::path::PathBuf;

use super::input::{self, Loaded};
use super::runner::Work;
use super::{Done, Outcome, io, policy};
use crate::codec::encode_png;
use crate::error::{Code, Error, Result};
use crate::image::{Image, Raster, Size, check_size};
use crate::view::{self, Rgba};

/// Space around cells, px.
const GUTTER: u32 = 4;
/// What shows between cells and through transparent pixels.
const PAPER: u8 = 246;

/// Write a contact sheet: a row a picture, the original first, then its draws
#[derive(clap::Args)]
#[command(after_help = "Example:\n  augplay sheet policy.yaml photos/ --views 8 -o sheet.png")]
pub(super) struct Args {
    /// The policy; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Pictures, or folders of pictures
    #[arg(value_name = "INPUTS", required = true)]
    inputs: Vec<PathBuf>,
    /// PNG file to write; - is standard output
    #[arg(short, long, value_name = "FILE")]
    out: PathBuf,
    /// Seed of all dice [default: the policy's]
    #[arg(long, value_name = "N", value_parser = policy::seed)]
    seed: Option<u64>,
    /// Training progress, 0 to 1, for a policy with a curriculum [default: 1, its end]
    #[arg(long, value_name = "T", value_parser = policy::progress, default_value_t = 1.0, hide_default_value = true)]
    progress: f64,
    /// Views of each picture; draws of all views, a row each, where the policy has several
    #[arg(long, value_name = "K", default_value_t = 6, value_parser = clap::value_parser!(u32).range(1..=1000))]
    views: u32,
    /// Side of a cell, px
    #[arg(long, value_name = "PX", default_value_t = 192, value_parser = clap::value_parser!(u32).range(8..=2048))]
    cell: u32,
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
    // Views that belong together stand in one row, by their original.
    let together = pipelines.first().is_some_and(|(label, _)| label.is_some());
    let columns = 1 + if together { per_draw } else { args.views };
    let found = input::find(&args.inputs, None)?;
    policy::tell_notes(&source);
    let cell = |loaded: &Loaded, _, column: u32| {
        let shown = match column.checked_sub(1) {
            None => view::rgba(&loaded.sample, Some(args.cell), false),
            Some(output) => {
                let (view, part) = (output / per_draw, output % per_draw);
                let (_, policy) = pipelines
                    .get(part as usize)
                    .ok_or_else(|| Error::new(Code::Internal, "lost a view"))?;
                let (made, _) = policy.apply(&loaded.sample, &loaded.key, view)?;
                view::rgba(&made, Some(args.cell), false)
            }
        };
        Ok(thumbnail(&shown, args.cell))
    };
    let mut rows: Vec<Vec<Option<Image>>> = Vec::new();
    let mut failed = false;
    Work {
        inputs: &found,
        views: args.views * per_draw + 1,
        jobs: args.jobs,
        load: &|input| input::load(&input.path, &source.policy),
        view: &cell,
    }
    .run(&mut |_, made| {
        let mut tell = |e| {
            io::say(&format!("{e}"));
            failed = true;
        };
        match made {
            Err(e) => tell(e),
            Ok(cells) => {
                let made = cells.into_iter().map(|cell| cell.map_err(&mut tell).ok());
                let mut made: Vec<Option<Image>> = made.collect();
                let views = made.split_off(made.len().min(1));
                for row in views.chunks(columns as usize - 1) {
                    rows.push(made.iter().chain(row).cloned().collect());
                }
            }
        }
        Ok(())
    })?;
    if !rows.is_empty() {
        let sheet = compose(&rows, args.cell, columns)?;
        io::give(Some(&args.out), &encode_png(&sheet, None)?)?;
    }
    Ok(if failed { Done::SomeFailed } else { Done::Well })
}

/// A picture on paper; one much smaller than the cell is enlarged by whole pixels.
fn thumbnail(shown: &Rgba, cell: u32) -> Image {
    let Size { width, height } = shown.size;
    let times = (cell / width.max(height)).max(1);
    let size = Size::new(width * times, height * times);
    Raster::from_fn(size, 3, |x, y, c| {
        let at = ((y / times) as usize * width as usize + (x / times) as usize) * 4;
        let level = |i: usize| u32::from(shown.data.get(at + i).copied().unwrap_or(PAPER));
        let (value, alpha) = (level(c), level(3));
        ((value * alpha + u32::from(PAPER) * (255 - alpha) + 127) / 255) as u8
    })
}

/// Cells in rows as high as their highest picture, each picture in the middle of its cell.
fn compose(rows: &[Vec<Option<Image>>], cell: u32, columns: u32) -> Result<Image> {
    let heights: Vec<u32> = rows
        .iter()
        .map(|row| {
            let heights = row.iter().flatten().map(|image| image.size().height);
            heights.max().unwrap_or(cell)
        })
        .collect();
    let total = |sum: u64| u32::try_from(sum).unwrap_or(u32::MAX);
    let gutter = u64::from(GUTTER);
    let size = Size::new(
        total(gutter + u64::from(columns) * (u64::from(cell) + gutter)),
        total(gutter + heights.iter().map(|h| u64::from(*h) + gutter).sum::<u64>()),
    );
    check_size(size)?;
    let mut data = vec![PAPER; size.area() * 3];
    let mut top = GUTTER;
    for (row, height) in rows.iter().zip(heights) {
        let mut left = GUTTER;
        for image in row {
            if let Some(image) = image {
                let own = image.size();
                let (x, y) = (
                    left + (cell - own.width) / 2,
                    top + (height - own.height) / 2,
                );
                for line in 0..own.height {
                    let at = ((y + line) as usize * size.width as usize + x as usize) * 3;
                    let from = image.row(line);
                    data[at..at + from.len()].copy_from_slice(from);
                }
            }
            left += cell + GUTTER;
        }
        top += height + GUTTER;
    }
    Raster::new(size, 3, data)
}
