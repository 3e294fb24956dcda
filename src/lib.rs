//! augplay: what you see is what you train on.
//!
//! A [`Policy`] is drawn into fixed steps ([`policy::Draw`]), lowered to passes
//! ([`program::Program`]) and run by an engine on a [`Sample`].

#[cfg(feature = "annotations")]
pub mod annotations;
pub mod catalogue;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "codec")]
pub mod codec;
pub mod diff;
pub mod engine;
pub mod export;
pub mod import;
pub mod lab;
pub mod lint;
pub mod mix;
pub mod ops;
pub mod param;
pub mod policy;
pub mod presets;
pub mod program;
pub mod prove;
pub mod sample;
pub mod schema;
pub mod view;

pub use augplay_kernel as kernel;
pub use kernel::{error, image, math};

pub use error::{Code, Error, Result};
pub use image::{Image, Mask, Raster, Size};
pub use policy::Policy;
pub use sample::Sample;

/// The version of this crate.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
