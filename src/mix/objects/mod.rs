//! Mixes of detection and segmentation: pictures side by side, objects from one in another.

pub(super) mod copy_paste;
pub(super) mod mosaic;
mod piece;
