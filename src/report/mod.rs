//! What a run found -> text for people and formats for machines.
//!
//! Never: decides a verdict, reads a file, or prints by itself.

mod asff;
mod asff_types;
mod cloud;
mod csv;
mod escape;
mod excerpt;
mod explain;
mod formats;
mod github;
mod gitlab;
mod graph;
mod html;
mod json;
mod junit;
mod ledger;
mod markdown;
mod neighbours;
mod ocsf;
mod outcome;
mod paint;
mod rdjson;
mod sarif;
mod requirements;
mod secrets;
mod standing;
mod text;
mod words;

pub use asff_types::TYPES as ASFF_TYPES;
pub use escape::{line as escape_line, lines as escape_lines};
pub use excerpt::{Mark, excerpt};
pub use explain::{explain, not_covered};
pub use formats::{Format, render, write};
pub use graph::{GraphView, graph_dot, graph_json, graph_mermaid};
pub use ledger::{LedgerEntry, framework_text, ledger_json, ledger_text};
pub use neighbours::Neighbours;
pub use outcome::*;
pub use paint::Paint;
pub use requirements::{FrameworkReport, RequirementReport, requirements};
pub use secrets::{HiddenFiles, Secrets};
pub use text::{TextOptions, problems_text};
pub use words::{Lang, Words, counted};

#[cfg(test)]
mod tests;
