//! Fixes as they are reported.

use crate::rules::{Class, Impact, Input, Localized};
use crate::text::EditSet;

pub struct Fix {
    pub class: Class,
    pub impact: Impact,
    pub summary: Localized,
    pub warning: Option<Localized>,
    pub edits: EditSet,
    pub diff: String,
    pub also_changes: Vec<String>,
    pub inputs: Vec<Input>,
}

pub struct Proposal {
    pub finding: usize,
    pub fix: Option<Fix>,
    pub no_fix_reason: Option<Localized>,
}
