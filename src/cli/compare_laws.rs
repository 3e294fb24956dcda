//! `augplay compare-laws`.

use std::fmt::Write as _;

use super::{Done, Outcome, draw, io};
use crate::image::Size;
use crate::ops::automatic::compare::{Column, Setting, compare};

/// Say what one RandAugment setting means in the laws of several libraries
#[derive(clap::Args)]
#[command(
    after_help = "The same magnitude is 30 % of the range in torchvision and 90 % in timm. An op is given a number, plus or minus where it has a sign.\n\n\
        Examples:\n  augplay compare-laws\n  augplay compare-laws --num-ops 2 --magnitude 9 --json"
)]
pub(super) struct Args {
    /// How many ops are drawn
    #[arg(long, value_name = "N", default_value_t = 2)]
    num_ops: u32,
    /// The magnitude
    #[arg(long, value_name = "M", default_value_t = 9)]
    magnitude: u32,
    /// Keras' strength, which has no magnitude, 0 to 1
    #[arg(long, value_name = "F", default_value_t = 0.5)]
    factor: f64,
    /// Size of the picture, for shifts in px
    #[arg(long, value_name = "WxH", default_value = "224x224", value_parser = draw::size)]
    size: Size,
    /// Write as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Outcome {
    let columns = compare(&Setting {
        num_ops: args.num_ops,
        magnitude: args.magnitude,
        factor: args.factor,
        width: args.size.width,
        height: args.size.height,
    })?;
    for column in &columns {
        if let Some(why) = &column.refused {
            io::say(&format!("{}: {why}", column.law));
        }
    }
    let text = if args.json {
        format!("{:#}\n", serde_json::json!(columns))
    } else {
        table(&columns, args.num_ops)
    };
    io::give(None, text.as_bytes())?;
    Ok(Done::Well)
}

/// The columns side by side.
fn table(columns: &[Column], num_ops: u32) -> String {
    let mut names: Vec<&str> = Vec::new();
    for row in columns.iter().flat_map(|c| &c.rows) {
        if !names.contains(&row.op.as_str()) {
            names.push(&row.op);
        }
    }
    let line = |out: &mut String, name: &str, cells: Vec<String>| {
        let cells: String = cells.iter().fold(String::new(), |mut all, cell| {
            let _ = write!(all, "  {cell:<16}");
            all
        });
        let _ = writeln!(out, "{}", format!("{name:<16}{cells}").trim_end());
    };
    let mut out = String::new();
    let each = |of: &dyn Fn(&Column) -> String| columns.iter().map(of).collect::<Vec<_>>();
    line(&mut out, "", each(&|c| c.law.to_owned()));
    line(
        &mut out,
        "share of range",
        each(&|c| format!("{:.0} %", c.share * 100.0)),
    );
    line(
        &mut out,
        "ops drawn",
        each(&|c| format!("{num_ops} of {}", c.ops)),
    );
    line(
        &mut out,
        "each runs with",
        each(&|c| format!("{:.0} %", c.chance * 100.0)),
    );
    for name in names {
        let cell = |c: &Column| match c.rows.iter().find(|r| r.op == name) {
            Some(row) if row.value.is_empty() => "yes".into(),
            Some(row) => row.value.clone(),
            None => "-".to_owned(),
        };
        line(&mut out, name, each(&cell));
    }
    out
}
