//! COCO JSON.
//!
//! Definition: cocodataset.org/#format-data and the COCO mask API. Boxes are `[x, y, width, height]`; keypoints
//! `[x, y, v, …]`; outlines `[x, y, x, y, …]`; a category's `skeleton` counts its keypoints from 1.

mod category;
mod object;
mod read;
mod write;

pub(super) use read::read;
pub(super) use write::write;
