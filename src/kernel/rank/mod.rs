//! Rank: the median, the greatest or the least sample of a neighbourhood. Exact in all libraries.

mod extreme;
mod median;

use serde::{Deserialize, Serialize};

use crate::image::{Image, Raster};

/// Which sample of which neighbourhood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// The median over a square; the edge is repeated (OpenCV 5.0, `medianBlur`).
    Median {
        /// Side of the square, px, odd.
        size: u32,
    },
    /// The greatest over an ellipse; what lies outside does not count (OpenCV 5.0, `dilate`).
    Dilate(Ellipse),
    /// The least over an ellipse (OpenCV 5.0, `erode`).
    Erode(Ellipse),
}

/// A discrete ellipse, OpenCV's `MORPH_ELLIPSE`, about its centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ellipse {
    /// Width, px.
    pub width: u32,
    /// Height, px.
    pub height: u32,
}

impl Rank {
    /// How far a pixel looks, px.
    pub fn radius(&self) -> u32 {
        match *self {
            Self::Median { size } => size / 2,
            Self::Dilate(e) | Self::Erode(e) => e.width.max(e.height) / 2,
        }
    }
}

impl Ellipse {
    /// First and end column of each row.
    pub fn spans(self) -> Vec<[u32; 2]> {
        let (centre, radius) = (self.width / 2, self.height / 2);
        let square = f64::from(radius * radius);
        let inverse = if radius > 0 { 1.0 / square } else { 0.0 };
        (0..self.height)
            .map(|y| {
                let dy = f64::from(y) - f64::from(radius);
                let share = ((square - dy * dy) * inverse).sqrt();
                let reach = (f64::from(centre) * share).round_ties_even() as u32;
                [
                    centre.saturating_sub(reach),
                    (centre + reach + 1).min(self.width),
                ]
            })
            .collect()
    }
}

/// Filters an image.
pub fn run(p: &Rank, src: &Image) -> Image {
    match *p {
        Rank::Median { size } => median::run(src, size),
        Rank::Dilate(_) | Rank::Erode(_) => run_any(p, src, [0, u8::MAX]),
    }
}

/// The greatest or least of any samples, whose own least and greatest are given; a median leaves
/// them.
pub fn run_any<T: Copy + Ord>(p: &Rank, src: &Raster<T>, [low, high]: [T; 2]) -> Raster<T> {
    match *p {
        Rank::Median { .. } => src.clone(),
        Rank::Dilate(e) => extreme::run(src, e, low, T::max),
        Rank::Erode(e) => extreme::run(src, e, high, T::min),
    }
}
