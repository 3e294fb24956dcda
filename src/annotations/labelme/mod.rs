//! LabelMe JSON: a file a picture.
//!
//! Shapes of one label and group are one object, so that an instance in several pieces stays one. Points, lines and
//! line strips become keypoints; a circle becomes its outline. The picture inside the file (`imageData`) is not read.

mod read;
mod shape;
mod write;

pub(super) use read::read;
pub(super) use write::write;
