//! Maps of given numbers, without chance: what albumentations 2.0.8 hands to `cv2.remap`.

use serde::{Deserialize, Serialize};

use super::{grid, lens, mesh, pull, spline};
use crate::image::{Raster, Size};

/// A map and the size of the image it is for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Map {
    /// Size of the image, px.
    pub size: Size,
    /// Which map.
    pub shape: Shape,
}

/// The maps. Coordinates are px, pixel centres whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// `GridDistortion`: every cell of a grid stretched by a factor, across and down.
    Grid {
        /// Factors across, one more than there are cells.
        across: Vec<f64>,
        /// Factors down.
        down: Vec<f64>,
        /// Whether the factors are scaled so that the cells fill the image.
        normalized: bool,
    },
    /// `cv2.initUndistortRectifyMap` with focal lengths of the image's width and height: radii
    /// grow by `1 + k1 r² + k2 r⁴`.
    Camera {
        /// k1.
        primary: f64,
        /// k2.
        secondary: f64,
        /// Whether output pixels are counted from the middle pixel (OpenCV's default new camera
        /// matrix) instead of half the size.
        recentred: bool,
    },
    /// `OpticalDistortion`, fisheye: radii grow by `1 + k r²`, r of the half diagonal.
    Fisheye {
        /// k.
        k: f64,
    },
    /// `ThinPlateSpline`: a smooth map through moved points of a regular grid.
    Spline {
        /// Points a side; 2 stands for the corners and the middle.
        points: u32,
        /// x and y of every point's move, as shares of the image's size.
        offsets: Vec<f64>,
    },
    /// `GridElasticDeform`: cells of a grid, each by a perspective.
    Mesh {
        /// Rows of cells.
        rows: u32,
        /// Columns of cells.
        columns: u32,
        /// Heights, widths, and x and y of every inner node's move, px.
        mesh: Vec<f64>,
    },
    /// `PiecewiseAffine`: the mean of moved grid points, weighted by the inverse squared distance.
    Pull {
        /// Rows of the grid.
        rows: u32,
        /// Columns of the grid.
        columns: u32,
        /// x and y of every point's move, px.
        offsets: Vec<f64>,
    },
}

/// Makes the map for a warp of the cv2 dialect ([`crate::warp::Coords::Map`]).
pub fn run(p: &Map) -> Raster<f32> {
    match &p.shape {
        Shape::Grid {
            across,
            down,
            normalized,
        } => grid::map(p.size, across, down, *normalized),
        Shape::Camera {
            primary,
            secondary,
            recentred,
        } => lens::camera(p.size, [*primary, *secondary], *recentred),
        Shape::Fisheye { k } => lens::fisheye(p.size, *k),
        Shape::Spline { points, offsets } => spline::map(p.size, *points, offsets),
        Shape::Mesh {
            rows,
            columns,
            mesh,
        } => mesh::map(p.size, *rows, *columns, mesh),
        Shape::Pull {
            rows,
            columns,
            offsets,
        } => pull::map(p.size, *rows, *columns, offsets),
    }
}
