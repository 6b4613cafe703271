//! tfmend lints Terraform and OpenTofu before apply, and mends what it finds.
//!
//! The rooms, in the order of the law: a room may use only the rooms above it in this list.
//! A test reads this list and fails on any import that points downward.

#![forbid(unsafe_code)]

pub mod text;
pub mod value;
pub mod schema;
pub mod source;
pub mod plan;
pub mod eval;
pub mod graph;
pub mod rules;
pub mod check;
pub mod fix;
pub mod report;
pub mod cli;

#[cfg(test)]
extern crate self as tfmend;
#[cfg(test)]
mod tests;
