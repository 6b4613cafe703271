//! Files held in memory, byte spans, lines and columns, edits, and unified diffs.
//!
//! Never: knows Terraform, or touches the disk.

mod diff;
mod edit;
mod files;
mod parallel;

pub use diff::{unified_diff, unified_diff_with};
pub use edit::{Edit, EditConflict, EditSet};
pub use files::{File, FileId, Files, Position, Span};
pub use parallel::{STACK, in_parallel};
