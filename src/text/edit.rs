//! Edits of one or more files: sorted and disjoint by construction.

use super::{FileId, Files, Span};
use std::collections::BTreeMap;

/// Replaces the bytes of `span` by `replacement`. An empty span inserts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    pub span: Span,
    pub replacement: String,
}

/// Two edits touch the same bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditConflict(pub Span);

/// Edits that can be applied together. Insertions at the same place keep the order in which they were added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditSet {
    edits: Vec<Edit>,
}

impl EditSet {
    /// Adds an edit; an equal edit is taken once; an overlapping one is refused and leaves the set as it was.
    pub fn push(&mut self, edit: Edit) -> Result<(), EditConflict> {
        if self.edits.contains(&edit) {
            return Ok(());
        }
        let span = edit.span;
        let overlaps = |other: &Edit| {
            other.span.file == span.file && other.span.start < span.end && span.start < other.span.end
                || other.span.file == span.file && other.span == span && span.start != span.end
        };
        if self.edits.iter().any(overlaps) {
            return Err(EditConflict(span));
        }
        let key = |edit: &Edit| (edit.span.file, edit.span.start, edit.span.end);
        let at = self.edits.partition_point(|other| key(other) <= key(&edit));
        self.edits.insert(at, edit);
        Ok(())
    }

    /// Adds all edits of another set, or none of them.
    pub fn merge(&mut self, other: &EditSet) -> Result<(), EditConflict> {
        let mut merged = self.clone();
        for edit in &other.edits {
            merged.push(edit.clone())?;
        }
        *self = merged;
        Ok(())
    }

    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Edit> {
        self.edits.iter()
    }

    /// The new text of every file that the edits touch.
    pub fn apply(&self, files: &Files) -> BTreeMap<FileId, String> {
        let mut result = BTreeMap::new();
        for group in self.edits.chunk_by(|a, b| a.span.file == b.span.file) {
            let file = group[0].span.file;
            let old = &files.get(file).text;
            let mut new = String::with_capacity(old.len() + 128);
            let mut at = 0;
            for edit in group {
                new.push_str(&old[at..edit.span.start as usize]);
                new.push_str(&edit.replacement);
                at = edit.span.end as usize;
            }
            new.push_str(&old[at..]);
            result.insert(file, new);
        }
        result
    }
}
