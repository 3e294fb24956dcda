//! The families that a GPU runs, as WGSL.

/// [`crate::table`].
pub const TABLE: &str = include_str!("table.wgsl");
/// [`crate::rearrange`].
pub const REARRANGE: &str = include_str!("rearrange.wgsl");
