//! Annotation files in and out.

#[path = "annotations/support.rs"]
mod support;

#[path = "annotations/bad.rs"]
mod bad;
#[path = "annotations/left.rs"]
mod left;
#[path = "annotations/masks.rs"]
mod masks;
#[path = "annotations/round.rs"]
mod round;

#[cfg(feature = "cli")]
#[path = "annotations/command.rs"]
mod command;
