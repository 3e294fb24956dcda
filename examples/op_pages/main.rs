//! Writes a page for every op and node, with pictures made by augplay itself:
//!
//! ```sh
//! cargo run --example op_pages -- OUT_FOLDER
//! ```
//!
//! `cargo xtask play` puts them beside the page, which links to them.

mod html;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use augplay::codec::{DecodeOptions, decode, encode_jpeg};
use augplay::kernel::Dialect;
use augplay::ops::{GROUPS, Node, OPS, Op};
use augplay::policy::TARGETS;
use augplay::sample::BBox;
use augplay::{Image, Mask, Policy, Sample, view};
use html::{Card, Page};

/// Longest side of a picture on a page, px.
const SIDE: u32 = 240;
/// Draws shown of every op.
const DRAWS: u32 = 3;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let Some(out) = std::env::args_os().nth(1).map(PathBuf::from) else {
        return Err("usage: op_pages OUT_FOLDER".into());
    };
    fs::create_dir_all(out.join("pictures"))?;
    fs::write(out.join("style.css"), include_str!("style.css"))?;
    let samples = ["sign", "arrows", "bird", "buoy", "chest"]
        .into_iter()
        .map(|name| Ok((name, load(name)?)))
        .collect::<Outcome<Vec<_>>>()?;
    for (name, sample) in &samples {
        write_picture(&out, name, sample)?;
    }
    let mut cards = Vec::new();
    for op in OPS {
        let meta = op.meta();
        let name = subject(meta.group, meta.name);
        let sample = &samples
            .iter()
            .find(|(n, _)| *n == name)
            .ok_or("no such sample")?
            .1;
        let draws = draw(&out, *op, sample)?;
        fs::write(
            out.join(format!("{}.html", meta.name)),
            Page::of_op(*op, name, &draws).text(),
        )?;
        cards.push(Card {
            group: if meta.fixed { "fixed" } else { meta.group },
            name: meta.name,
            doc: meta.doc,
            picture: draws
                .iter()
                .find_map(|d| d.picture.clone())
                .unwrap_or_default(),
        });
    }
    for node in Node::ALL {
        fs::write(
            out.join(format!("{}.html", node.name())),
            Page::of_node(*node).text(),
        )?;
        cards.push(Card {
            group: "compose",
            name: node.name(),
            doc: node.doc(),
            picture: String::new(),
        });
    }
    let mut groups: Vec<(&str, &str)> = GROUPS.to_vec();
    groups.push(("fixed", "Building blocks of draws"));
    fs::write(out.join("index.html"), html::index(&groups, &cards))?;
    println!("{} pages", cards.len());
    Ok(())
}

/// A picture that shows what a group's ops do.
fn subject(group: &str, name: &str) -> &'static str {
    match (group, name) {
        ("medical", _) | (_, "clahe" | "equalize") => "chest",
        ("weather" | "geometry", _) => "arrows",
        ("colour", _) => "bird",
        ("noise", _) => "buoy",
        _ => "sign",
    }
}

fn load(name: &str) -> Outcome<Sample> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("www/samples/{name}.jpg"));
    let decoded = decode(&fs::read(file)?, &DecodeOptions::default())?;
    let mut sample = Sample::new(decoded.image);
    annotate(&mut sample)?;
    Ok(sample)
}

/// A box and a mask of two objects, for ops that look at them.
fn annotate(sample: &mut Sample) -> Outcome<()> {
    let size = sample.image.size();
    let at = |x: f64, y: f64| [x * f64::from(size.width), y * f64::from(size.height)];
    let ([x0, y0], [x1, y1]) = (at(0.3, 0.25), at(0.7, 0.75));
    sample.boxes = vec![BBox::new([x0, y0, x1, y1], "object")];
    let label = |x: u32, y: u32| {
        let (x, y) = (x * 10 / size.width.max(1), y * 10 / size.height.max(1));
        match (x, y) {
            (1..=3, 2..=4) => 1,
            (6..=8, 5..=7) => 2,
            _ => 0,
        }
    };
    let labels = (0..size.height).flat_map(|y| (0..size.width).map(move |x| label(x, y)));
    sample.masks = vec![Mask::new(size, 1, labels.collect())?];
    Ok(())
}

/// One draw: its picture's file and the drawn numbers, or why there is none.
pub(crate) struct Drawn {
    pub(crate) picture: Option<String>,
    pub(crate) says: String,
}

/// Draws of an op with its defaults, in the first target whose arithmetic it has.
fn draw(out: &Path, op: &'static dyn Op, sample: &Sample) -> Outcome<Vec<Drawn>> {
    let meta = op.meta();
    let dialect = meta.dialects.first().copied().unwrap_or(Dialect::Pil);
    let target = TARGETS
        .iter()
        .find(|t| t.dialect == dialect)
        .ok_or("no target")?;
    let step = html::example(op);
    let text = format!(
        "augplay: 1\ntarget: {}\nseed: 3\nsteps:\n  - {step}\n",
        target.id
    );
    let policy = match Policy::parse(&text) {
        Ok(policy) => policy,
        Err(e) => {
            return Ok(vec![Drawn {
                picture: None,
                says: e.to_string(),
            }]);
        }
    };
    let mut draws = Vec::new();
    let mut seen: Vec<Image> = Vec::new();
    for view in 0..12 {
        if draws.len() >= DRAWS as usize {
            break;
        }
        let (made, drawn) = match policy.apply(sample, "documentation", view) {
            Ok(done) => done,
            Err(e) => {
                draws.push(Drawn {
                    picture: None,
                    says: e.to_string(),
                });
                break;
            }
        };
        // Ops without chance are shown once.
        if seen.contains(&made.image) {
            continue;
        }
        let name = format!("{}-{}", meta.name, draws.len() + 1);
        write_picture(out, &name, &made)?;
        let says = drawn.policy.steps.iter().filter(|s| s.enabled);
        let says: Vec<_> = says.map(augplay::policy::draw::summary).collect();
        draws.push(Drawn {
            picture: Some(format!("pictures/{name}.jpg")),
            says: says.join(" · "),
        });
        seen.push(made.image);
    }
    Ok(draws)
}

fn write_picture(out: &Path, name: &str, sample: &Sample) -> Outcome<()> {
    let small = view::rgba(sample, Some(SIDE), false);
    let rgb: Vec<u8> = small
        .data
        .chunks_exact(4)
        .flat_map(|p| [p[0], p[1], p[2]])
        .collect();
    let image = Image::new(small.size, 3, rgb)?;
    fs::write(
        out.join(format!("pictures/{name}.jpg")),
        encode_jpeg(&image, 88)?,
    )?;
    Ok(())
}
