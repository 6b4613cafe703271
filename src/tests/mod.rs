//! Tests that walk folders of test data: a new case needs no Rust.

mod cli;
mod cli_fix;
mod configurations;
mod example_plans;
mod planted;
mod rooms;
mod rules;
pub mod support;
mod terraform;
