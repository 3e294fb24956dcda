//! What the GPU would do for a program: which shader, with which numbers, from which value to which
//! shape. Made without a device, so that a program is refused before anything is uploaded.

use crate::image::{Size, check_size};
use crate::kernel::Border;
use crate::kernel::rearrange::Rearrange;
use crate::kernel::table::{Lut, Table};
use crate::kernel::wgsl;
use crate::program::{Family, Id, Pass, Program};

/// A family with a shader; the order is that of [`Shader::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shader {
    Table,
    Rearrange,
}

impl Shader {
    pub(super) const ALL: [Self; 2] = [Self::Table, Self::Rearrange];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Rearrange => "rearrange",
        }
    }

    pub(super) fn source(self) -> &'static str {
        match self {
            Self::Table => wgsl::TABLE,
            Self::Rearrange => wgsl::REARRANGE,
        }
    }
}

/// Size and channels of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) size: Size,
    pub(super) channels: usize,
}

impl Shape {
    pub(super) fn samples(self) -> usize {
        self.size.area() * self.channels
    }

    /// Words of four samples.
    pub(super) fn words(self) -> usize {
        self.samples().div_ceil(4)
    }
}

/// One dispatch.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) shader: Shader,
    /// The shader's `Params`, word by word.
    pub(super) params: Vec<u32>,
    pub(super) src: Id,
    pub(super) shape: Shape,
}

/// The dispatches of a program; `None` if the GPU has no shader for one of its passes, or a picture
/// on the way needs more than `most_bytes`.
pub(super) fn plan(program: &Program, input: Shape, most_bytes: u64) -> Option<Vec<Step>> {
    let fits = |shape: Shape| {
        matches!(shape.channels, 1 | 3)
            && check_size(shape.size).is_ok()
            && shape.words() as u64 * 4 <= most_bytes
    };
    program.check().ok()?;
    if !fits(input) {
        return None;
    }
    let mut shapes = vec![input];
    let mut steps = Vec::with_capacity(program.passes.len());
    for Pass { family, srcs } in &program.passes {
        let [src] = srcs[..] else { return None };
        let from = *shapes.get(src)?;
        let step = match family {
            Family::Table(p) => Step {
                shader: Shader::Table,
                params: table(p, from.channels),
                src,
                shape: from,
            },
            Family::Rearrange(p) => Step {
                shader: Shader::Rearrange,
                params: rearrange(p, from)?,
                src,
                shape: Shape {
                    size: p.size,
                    channels: from.channels,
                },
            },
            _ => return None,
        };
        if !fits(step.shape) {
            return None;
        }
        shapes.push(step.shape);
        steps.push(step);
    }
    Some(steps)
}

/// `Params` of table.wgsl.
fn table(p: &Table, channels: usize) -> Vec<u32> {
    // The levels start on a row of four words.
    let mut words = vec![channels as u32, 0, 0, 0];
    for c in 0..3 {
        let Lut(levels) = p.of(c).copied().unwrap_or_else(Lut::identity);
        let (fours, _) = levels.as_chunks::<4>();
        words.extend(fours.iter().map(|four| u32::from_le_bytes(*four)));
    }
    words
}

/// `Params` of rearrange.wgsl; `None` where its 32-bit coordinates could overflow.
fn rearrange(p: &Rearrange, from: Shape) -> Option<Vec<u32>> {
    const FAR: i64 = 1 << 30;
    let near = |v: i64| (-FAR..=FAR).contains(&v).then_some(v as i32 as u32);
    let (border, fill) = match p.border {
        Border::Constant([r, g, b]) => (0, u32::from_le_bytes([r, g, b, 0])),
        Border::Replicate => (1, 0),
        Border::Reflect => (2, 0),
        Border::Reflect101 => (3, 0),
        Border::Wrap => (4, 0),
    };
    let shape = Shape {
        size: p.size,
        channels: from.channels,
    };
    Some(vec![
        p.size.width,
        shape.samples() as u32,
        from.channels as u32,
        p.turn as u32,
        from.size.width,
        from.size.height,
        near(p.x)?,
        near(p.y)?,
        border,
        fill,
    ])
}
