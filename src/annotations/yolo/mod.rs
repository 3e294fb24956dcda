//! YOLO: a text file a picture, one line an object, coordinates as fractions of the picture's sides.
//!
//! Lines: `class x y width height` (centre), `class x1 y1 x2 y2 x3 y3 …` (outline), and where `data.yaml` says
//! `kpt_shape`, `class x y width height` with `x y [v]` for each keypoint. Classes are numbers from 0; their names
//! stand in `data.yaml`, `classes.txt` or `obj.names`.

mod read;
mod sheet;
mod write;

pub(super) use read::read;
pub(super) use write::{data, write};
