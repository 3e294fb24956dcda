//! Measures of what a policy does.

pub mod safety;
