//! Programs: passes in single assignment over typed values; what engines run.

use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Result};
use crate::kernel::blend::{Blend, WeightedSum};
use crate::kernel::clahe::Clahe;
use crate::kernel::color::Color;
use crate::kernel::displace::Displace;
use crate::kernel::displace::map::Map;
use crate::kernel::fill::Fill;
use crate::kernel::matrix::Matrix;
use crate::kernel::noise::{AddNoise, Noise};
use crate::kernel::plasma::{Light, Plasma};
use crate::kernel::rearrange::Rearrange;
use crate::kernel::resize::Resize;
use crate::kernel::spatter::Spatter;
use crate::kernel::stencil::Stencil;
use crate::kernel::table::Table;
use crate::kernel::table_from_stats::TableFromStats;
use crate::kernel::warp::{Coords, Warp};
use crate::kernel::weather::Weather;
use crate::kernel::{Access, Border, Dialect, Filter};

mod lower;

pub use lower::{Lowering, Plane, lower};

/// A value's number: 0 is the program's input, `n` the result of pass `n - 1`.
pub type Id = usize;

/// One pass: `dst = family(srcs…)`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pass {
    /// What is computed.
    pub family: Family,
    /// From which values.
    pub srcs: Vec<Id>,
}

/// Passes in order; each may read what came before it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Program {
    /// The passes.
    pub passes: Vec<Pass>,
    /// The value that is the result.
    pub output: Id,
}

/// A kernel family with its numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Flip, quarter turn, crop, pad: image or mask.
    Rearrange(Rearrange),
    /// Another size: image or mask.
    Resize(Resize),
    /// Look-up at coordinates: image or mask, and a map where the coordinates say so.
    Warp(Warp),
    /// Levels through a table.
    Table(Table),
    /// Levels through a table that is a value: image, table.
    Lookup,
    /// Channels through a 3×4 matrix.
    Matrix(Matrix),
    /// Colour conversions and adjustments.
    Color(Color),
    /// Two images into one.
    Blend(Blend),
    /// Any number of images into one.
    WeightedSum(WeightedSum),
    /// Weighted sums of a neighbourhood.
    Stencil(Stencil),
    /// A field of random values, from nothing.
    Noise(Noise),
    /// Noise onto a picture: picture, field.
    AddNoise(AddNoise),
    /// A fractal field, from nothing.
    Plasma(Plasma),
    /// Light and shadow by a field: picture, field.
    Light(Light),
    /// Red of one image, green of a second, blue of a third.
    MergeChannels,
    /// A displacement map, from nothing.
    Displace(Displace),
    /// A map of given numbers, from nothing.
    Map(Map),
    /// Rectangles covered: image or mask.
    Fill(Fill),
    /// Adaptive histogram equalisation.
    Clahe(Clahe),
    /// Fog, rain, snow, shadows and flares: picture, and the fields that snow is made of.
    Weather(Weather),
    /// Drops on the lens: picture, normal values.
    Spatter(Spatter),
    /// Image to statistics.
    Reduce,
    /// Statistics to a table.
    TableFromStats(TableFromStats),
}

impl Family {
    /// What the pass reads to write one pixel.
    pub fn access(&self) -> Access {
        match self {
            Family::Rearrange(_) | Family::Resize(_) | Family::Warp(_) => Access::Gather,
            Family::Table(_)
            | Family::Lookup
            | Family::Matrix(_)
            | Family::Color(_)
            | Family::Blend(_)
            | Family::WeightedSum(_)
            | Family::Noise(_)
            | Family::AddNoise(_)
            | Family::MergeChannels
            | Family::Fill(_) => Access::Pointwise,
            Family::Stencil(s) => Access::Stencil(s.radius()),
            Family::Reduce
            | Family::TableFromStats(_)
            | Family::Clahe(_)
            | Family::Light(_)
            | Family::Spatter(_)
            | Family::Weather(_) => Access::Global,
            Family::Displace(_) | Family::Map(_) | Family::Plasma(_) => Access::Host,
        }
    }
}

impl Program {
    /// Adds a pass and gives its result's number.
    pub fn push(&mut self, family: Family, srcs: &[Id]) -> Id {
        self.passes.push(Pass {
            family,
            srcs: srcs.to_vec(),
        });
        self.passes.len()
    }

    /// Refuses passes that read what does not exist yet.
    pub fn check(&self) -> Result<()> {
        let ordered = self
            .passes
            .iter()
            .enumerate()
            .all(|(i, p)| p.srcs.iter().all(|s| *s <= i));
        if ordered && self.output <= self.passes.len() {
            return Ok(());
        }
        Err(Error::new(
            Code::Internal,
            "a program reads a value before it is made",
        ))
    }
}
