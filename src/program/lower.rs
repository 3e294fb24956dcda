//! From fixed steps to passes.

use super::{Border, Coords, Dialect, Family, Filter, Id, Program, Rearrange, Resize, Warp};
use crate::error::{Code, Error, Result};
use crate::image::Size;
use crate::kernel::blend::{Blend, WeightedSum};
use crate::kernel::channels::Channels;
use crate::ops::{Node, Op, compose};
use crate::param::Args;
use crate::policy::{Step, Target, What};
use crate::sample::State;

/// Which raster of a sample a program is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plane {
    /// The picture.
    Image,
    /// A label mask: nearest, filled with 0.
    Mask,
    /// The alpha plane: follows the picture; what is made up counts as opaque.
    Alpha,
    /// 1 where a pixel comes from the picture, 0 where it is made up.
    Known,
}

/// Writes the passes of fixed steps for one plane.
pub struct Lowering<'a> {
    program: &'a mut Program,
    /// Size and channels before the step at hand.
    pub state: State,
    /// The arithmetic in force for the op at hand, on this plane.
    pub dialect: Dialect,
    /// The arithmetic in force for the picture, which decides its size.
    pub picture: Dialect,
    /// Which raster.
    pub plane: Plane,
    at: Id,
}

impl Lowering<'_> {
    /// The current picture.
    pub fn current(&self) -> Id {
        self.at
    }

    /// Adds a pass without making it current.
    pub fn emit(&mut self, family: Family, srcs: &[Id]) -> Id {
        self.program.push(family, srcs)
    }

    /// Makes a value the current picture.
    pub fn set(&mut self, id: Id) {
        self.at = id;
    }

    /// Runs one pass on the current picture.
    pub fn then(&mut self, family: Family) {
        let at = self.at;
        self.at = self.emit(family, &[at]);
    }

    /// Whether the picture has one channel.
    pub fn grey(&self) -> bool {
        self.state.channels == 1
    }

    /// The border of this plane for a picture filled with `border`.
    pub fn border(&self, border: Border) -> Border {
        match (self.plane, border) {
            (Plane::Alpha, Border::Constant(_)) => Border::Constant([255; 3]),
            (Plane::Known, _) | (Plane::Mask, Border::Constant(_)) => Border::Constant([0; 3]),
            (_, b) => b,
        }
    }

    /// The interpolation of this plane.
    pub fn filter(&self, filter: Filter) -> Filter {
        if matches!(self.plane, Plane::Mask | Plane::Known) {
            Filter::Nearest
        } else {
            filter
        }
    }

    /// A rearrangement of the current plane.
    pub fn rearrange(&mut self, mut r: Rearrange) {
        r.border = self.border(r.border);
        self.then(Family::Rearrange(r));
    }

    /// A resize of the current plane.
    pub fn resize(&mut self, size: Size, filter: Filter, antialias: bool) {
        let filter = self.filter(filter);
        self.then(Family::Resize(Resize {
            size,
            filter,
            antialias,
            dialect: self.dialect,
            factor: None,
            single: false,
        }));
    }

    /// A warp of the current plane by a matrix in the dialect's convention.
    pub fn warp(&mut self, size: Size, matrix: [f64; 6], filter: Filter, border: Border) {
        self.warped(size, Coords::Affine(matrix), filter, border);
    }

    /// A change of perspective of the current plane by a matrix in the dialect's convention.
    pub fn project(&mut self, size: Size, matrix: [f64; 9], filter: Filter, border: Border) {
        self.warped(size, Coords::Projective(matrix), filter, border);
    }

    fn warped(&mut self, size: Size, coords: Coords, filter: Filter, border: Border) {
        let (filter, border) = (self.filter(filter), self.border(border));
        self.then(Family::Warp(Warp {
            size,
            coords,
            filter,
            border,
            dialect: self.dialect,
        }));
    }
}

/// The program of fixed steps for one plane of a picture of `size` and `channels`.
///
/// # Errors
/// If a step is not fixed or cannot run at the size it meets.
pub fn lower(
    steps: &[Step],
    target: &Target,
    size: Size,
    channels: usize,
    plane: Plane,
) -> Result<Program> {
    let mut program = Program::default();
    let mut to = Lowering {
        program: &mut program,
        state: State::of(size, channels),
        dialect: target.dialect,
        picture: target.dialect,
        plane,
        at: 0,
    };
    lower_steps(steps, target, &mut to)?;
    let output = to.at;
    program.output = output;
    program.check()?;
    Ok(program)
}

fn lower_steps(steps: &[Step], target: &Target, to: &mut Lowering<'_>) -> Result<()> {
    for step in steps.iter().filter(|s| s.enabled) {
        match &step.what {
            What::Op(op, args) => lower_op(*op, args, step, target, to),
            What::Node(Node::Sequence, _, inner) => lower_steps(inner, target, to),
            What::Node(Node::WeightedSum, args, chains) => weighted_sum(args, chains, target, to),
            What::Node(Node::SelectChannels, args, inner) => {
                select_channels(args, inner, target, to)
            }
            What::Node(..) => Err(Error::new(
                Code::Internal,
                "is not fixed: draw the policy first",
            )),
        }
        .map_err(|e| e.at_step(&step.id))?;
    }
    Ok(())
}

fn lower_op(
    op: &dyn Op,
    args: &Args,
    step: &Step,
    target: &Target,
    to: &mut Lowering<'_>,
) -> Result<()> {
    let meta = op.meta();
    let dialect = meta.dialect(step.dialect, target);
    to.picture = dialect;
    to.dialect = match dialect {
        // torchvision moves masks as tensors even where the picture is Pillow's.
        Dialect::Pil if to.plane == Plane::Mask && meta.dialects.contains(&Dialect::Torch) => {
            Dialect::Torch
        }
        own => own,
    };
    if to.plane == Plane::Image || meta.moves {
        op.lower(args, to)?;
    }
    op.follow(args, &mut to.state, dialect, &step.id)
}

fn weighted_sum(
    args: &Args,
    chains: &[Step],
    target: &Target,
    to: &mut Lowering<'_>,
) -> Result<()> {
    if to.plane != Plane::Image {
        return Ok(());
    }
    let (start, state) = (to.at, to.state.clone());
    let mut srcs = vec![start];
    for chain in chains {
        to.at = start;
        to.state = state.clone();
        lower_steps(std::slice::from_ref(chain), target, to)?;
        if to.state.size != state.size || to.state.channels != state.channels {
            return Err(Error::new(
                Code::Range,
                "changes the picture's size, so it cannot be summed",
            )
            .at_step(&chain.id));
        }
        srcs.push(to.at);
    }
    to.state = state;
    let weights = args.numbers(&compose::WEIGHTS);
    let all: Vec<f32> = weights.iter().map(|w| *w as f32).collect();
    match (args.on(&compose::CHAINS_FIRST), &all[..]) {
        (true, [own, chains @ ..]) => {
            let weights = chains.to_vec();
            let mixed = to.emit(
                Family::WeightedSum(WeightedSum { weights }),
                srcs.get(1..).unwrap_or(&[]),
            );
            let factor = 1.0 - own;
            to.at = to.emit(Family::Blend(Blend::Pillow { factor }), &[start, mixed]);
        }
        _ => to.at = to.emit(Family::WeightedSum(WeightedSum { weights: all }), &srcs),
    }
    Ok(())
}

fn select_channels(
    args: &Args,
    inner: &[Step],
    target: &Target,
    to: &mut Lowering<'_>,
) -> Result<()> {
    if to.plane != Plane::Image {
        return Ok(());
    }
    let list: Vec<usize> = compose::channels(args)
        .iter()
        .map(|c| *c as usize)
        .collect();
    if list.iter().any(|c| *c >= to.state.channels) {
        return Err(Error::new(
            Code::Range,
            format!("has a channel beyond the picture's {}", to.state.channels),
        )
        .at_param(compose::CHANNELS.name));
    }
    let (below, state) = (to.at, to.state.clone());
    to.at = to.emit(Family::Channels(Channels::Pick(list.clone())), &[below]);
    to.state = State::of(state.size, list.len());
    lower_steps(inner, target, to)?;
    if to.state.size != state.size || to.state.channels != list.len() {
        return Err(Error::new(
            Code::Range,
            "changes the picture's size, so its channels cannot be put back",
        ));
    }
    to.state = state;
    let changed = to.at;
    to.at = to.emit(Family::Channels(Channels::Put(list)), &[below, changed]);
    Ok(())
}
