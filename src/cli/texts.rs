//! What the command line reads as text, without files: for fuzzing and for tools that check a text alone.

use super::{settings, suppress};
use crate::source::SourceFile;
use crate::text::Span;

/// Reads the text of a settings file; an error is what a person is told.
pub fn settings(path: &str, text: &str) -> Result<(), String> {
    settings::check(std::path::Path::new(path), text).map_err(|error| error.to_string())
}

/// The spans of the suppressions in a file's comments, and of what they cover.
pub fn suppressions(file: &SourceFile) -> Vec<Span> {
    suppress::comments(file).iter().flat_map(suppress::Rule::spans).collect()
}
