//! Mixes that take every pixel from two pictures in the same place.

pub(super) mod mixup;
