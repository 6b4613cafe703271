//! tfmend lints Terraform and OpenTofu before apply, and mends what it finds.
//!
//! The rooms, in the order of the law: a room may use only the rooms above it in this list.
//! A test reads this list and fails on any import that points downward.

pub mod check;
pub mod cli;
pub mod eval;
pub mod fix;
pub mod graph;
pub mod plan;
pub mod report;
pub mod rules;
pub mod schema;
pub mod source;
pub mod text;
pub mod value;

#[cfg(test)]
mod tests;
