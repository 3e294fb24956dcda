//! Programs: passes in single assignment over typed values; what engines run.

use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Result};
use crate::kernel::bias::Bias;
use crate::kernel::blend::{Blend, WeightedSum};
use crate::kernel::channels::Channels;
use crate::kernel::clahe::Clahe;
use crate::kernel::color::Color;
use crate::kernel::displace::Displace;
use crate::kernel::displace::map::Map;
use crate::kernel::fill::Fill;
use crate::kernel::fourier::Fourier;
use crate::kernel::illumination::Illumination;
use crate::kernel::jpeg::Jpeg;
use crate::kernel::matrix::Matrix;
use crate::kernel::noise::{Grain, Noise};
use crate::kernel::plasma::{Light, Plasma};
use crate::kernel::principal::Principal;
use crate::kernel::rank::Rank;
use crate::kernel::rearrange::Rearrange;
use crate::kernel::resize::Resize;
use crate::kernel::scatter::Scatter;
use crate::kernel::spatter::Spatter;
use crate::kernel::stencil::Stencil;
use crate::kernel::table::Table;
use crate::kernel::table_from_stats::TableFromStats;
use crate::kernel::tiles::Tiles;
use crate::kernel::unsharp::Unsharp;
use crate::kernel::warp::{Coords, Warp};
use crate::kernel::weather::Weather;
use crate::kernel::zoom_blur::ZoomBlur;
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
    /// Channels taken out, or put back.
    Channels(Channels),
    /// Weighted sums of a neighbourhood.
    Stencil(Stencil),
    /// The median, greatest or least of a neighbourhood: image, or a mask for the last two.
    Rank(Rank),
    /// An unsharp mask.
    Unsharp(Unsharp),
    /// The mean of a picture's enlarged centres.
    ZoomBlur(ZoomBlur),
    /// Pixels that change places with others nearby.
    Scatter(Scatter),
    /// A round trip through a JPEG.
    Jpeg(Jpeg),
    /// A field of random values, from nothing.
    Noise(Noise),
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
    /// Noise made and put onto a picture: image or mask.
    Grain(Grain),
    /// A picture times a smooth field.
    Bias(Bias),
    /// A picture's spectrum changed.
    Fourier(Fourier),
    /// Rectangles copied elsewhere: image or mask.
    Tiles(Tiles),
    /// Rectangles or squares of a grid covered: image or mask.
    Fill(Fill),
    /// Adaptive histogram equalisation.
    Clahe(Clahe),
    /// Fog, rain, snow, shadows and flares: picture, and the fields that snow is made of.
    Weather(Weather),
    /// Along the principal axes of the picture's colours.
    Principal(Principal),
    /// Light that changes over the picture.
    Illumination(Illumination),
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
            Family::Rearrange(_)
            | Family::Resize(_)
            | Family::Warp(_)
            | Family::Tiles(_)
            | Family::ZoomBlur(_) => Access::Gather,
            Family::Table(_)
            | Family::Lookup
            | Family::Matrix(_)
            | Family::Color(_)
            | Family::Blend(_)
            | Family::WeightedSum(_)
            | Family::Channels(_)
            | Family::Noise(_)
            | Family::MergeChannels
            | Family::Bias(_)
            | Family::Fill(_)
            | Family::Illumination(_) => Access::Pointwise,
            Family::Stencil(s) => Access::Stencil(s.radius()),
            Family::Rank(r) => Access::Stencil(r.radius()),
            Family::Unsharp(u) => Access::Stencil(u.size / 2 * 2),
            Family::Reduce
            | Family::TableFromStats(_)
            | Family::Clahe(_)
            | Family::Light(_)
            | Family::Jpeg(_)
            | Family::Scatter(_)
            | Family::Spatter(_)
            | Family::Weather(_) => Access::Global,
            Family::Grain(grain) => grain.access(),
            Family::Displace(_)
            | Family::Map(_)
            | Family::Plasma(_)
            | Family::Fourier(_)
            | Family::Principal(_) => Access::Host,
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
