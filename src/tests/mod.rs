//! Tests that walk folders of test data: a new case needs no Rust.

mod cli;
mod configurations;
mod rules;
pub mod support;
