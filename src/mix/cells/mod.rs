//! Mixes of cells of a grid.

pub(super) mod mix_pro;
pub(super) mod patch_mix;
pub(super) mod token_mix;
