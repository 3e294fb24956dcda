//! Programs and pictures that every engine must agree on: every op of the catalogue for every
//! target, chains of ops, and every way a picture can be rearranged.

use augplay::kernel::Border;
use augplay::kernel::rearrange::{Rearrange, Turn};
use augplay::kernel::table::{Lut, Table};
use augplay::ops::OPS;
use augplay::policy::TARGETS;
use augplay::program::{Family, Plane, Program};
use augplay::sample::State;
use augplay::{Image, Policy, Size};

/// A program for a picture.
pub(crate) struct Case {
    /// What it is, for people.
    pub(crate) name: String,
    /// What runs.
    pub(crate) program: Program,
    /// On what.
    pub(crate) image: Image,
}

/// Chains a GPU runs from end to end.
pub(crate) const CHAINS: &[&str] = &[
    "[{op: horizontal_flip}, {op: posterize, bits: 3}, {op: solarize, threshold_level: 90}]",
    "[{op: brightness, factor: 1.7}, {op: horizontal_flip}, {op: brightness, factor: 0.4}]",
    "[{random_order: [{op: horizontal_flip}, {op: posterize}, {op: crop, width_px: 1, height_px: 1}]}]",
];

/// Everything, for pictures of odd sizes.
pub(crate) fn cases() -> Vec<Case> {
    let sizes = [(1, 1), (1, 7), (9, 1), (2, 2), (31, 17)];
    let mut cases = Vec::new();
    for (width, height) in sizes {
        for channels in [1, 3] {
            let image = noise(width, height, channels);
            let named = |(name, program): (String, Program)| Case {
                name: format!("{name} on {width}×{height}×{channels}"),
                program,
                image: image.clone(),
            };
            cases.extend(policies(&image).into_iter().map(named));
            cases.extend(tables().into_iter().map(named));
            cases.extend(rearrangements(&image).into_iter().map(named));
        }
    }
    cases
}

/// A picture without two equal neighbours to hide a misplaced pixel.
pub(crate) fn noise(width: u32, height: u32, channels: usize) -> Image {
    let count = width * height * channels as u32;
    let level = |i: u32| ((i + 1).wrapping_mul(2_654_435_761) >> 23) as u8;
    let size = Size::new(width, height);
    Image::new(size, channels, (0..count).map(level).collect()).expect("the length is right")
}

/// Each op with its default parameters, and the chains; what cannot be drawn at this size is left out.
fn policies(image: &Image) -> Vec<(String, Program)> {
    let ops = OPS.iter().map(|op| format!("[{{op: {}}}]", op.meta().name));
    let all: Vec<_> = ops.chain(CHAINS.iter().map(|c| (*c).to_owned())).collect();
    let mut found = Vec::new();
    for target in TARGETS {
        for steps in &all {
            let text = format!("augplay: 1\ntarget: {}\nsteps: {steps}\n", target.id);
            let Ok(policy) = Policy::parse(&text) else {
                continue;
            };
            let state = State::of(image.size(), image.channels());
            let program = policy.draw(&state, "corpus", 0).and_then(|draw| {
                draw.program(usize::MAX, image.size(), image.channels(), Plane::Image)
            });
            if let Ok(program) = program {
                found.push((format!("{} {steps}", target.id), program));
            }
        }
    }
    found
}

/// None, one and three tables; a table beside a value that is read twice.
fn tables() -> Vec<(String, Program)> {
    let invert = Lut::from_fn(|v| 255 - v);
    let spread = Lut::from_fn(|v| v.wrapping_mul(7));
    let luts = [
        vec![],
        vec![invert],
        vec![invert, spread, Lut::identity()],
        vec![spread, invert],
    ];
    luts.into_iter()
        .map(|lut| {
            let name = format!("{} tables", lut.len());
            let mut program = Program::default();
            let first = program.push(Family::Table(Table { lut }), &[0]);
            program.push(Family::Table(Table::all(spread)), &[0]);
            program.output = program.push(Family::Table(Table::all(invert)), &[first]);
            (name, program)
        })
        .collect()
}

fn rearrangements(image: &Image) -> Vec<(String, Program)> {
    let turns = [
        Turn::None,
        Turn::FlipHorizontal,
        Turn::FlipVertical,
        Turn::Quarter,
        Turn::Half,
        Turn::ThreeQuarters,
        Turn::Transpose,
        Turn::Transverse,
    ];
    let borders = [
        Border::Constant([11, 130, 249]),
        Border::Replicate,
        Border::Reflect,
        Border::Reflect101,
        Border::Wrap,
    ];
    let Size { width, height } = image.size();
    let windows = [
        (0, 0, width, height),
        (-3, -5, 23, 12),
        (2, 1, 3, 9),
        (90, -130, 5, 4),
    ];
    let mut found = Vec::new();
    for turn in turns {
        for border in borders {
            for (x, y, w, h) in windows {
                let size = Size::new(w, h);
                let p = Rearrange {
                    size,
                    turn,
                    x,
                    y,
                    border,
                };
                let mut program = Program::default();
                program.output = program.push(Family::Rearrange(p), &[0]);
                found.push((format!("{p:?}"), program));
            }
        }
    }
    found
}
