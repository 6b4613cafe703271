//! Tests that walk folders of test data: a new case needs no Rust.

mod configurations;
pub mod support;
