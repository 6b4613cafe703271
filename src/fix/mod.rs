//! Findings -> edits at the place that decides, proof by running the whole line again, diffs, and the remediation log.
//!
//! Never: edits a downloaded module or a file outside the root, touches the disk, or shows a diff as proven that is not.

mod body;
mod change;
mod direct;
mod format;
mod layout;
mod path;
mod style;
mod write;

pub use change::{Change, Draft, DraftItem, Expression, Place};
pub use layout::{LayoutError, edits};
