//! Edits of one or more files: sorted and disjoint by construction.

use super::{FileId, Files, Span};
use std::collections::BTreeMap;

/// Replaces the bytes of `span` by `replacement`. An empty span inserts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    pub span: Span,
    pub replacement: String,
}

/// Two edits touch the same bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditConflict(pub Span);

/// Edits that can be applied together. Insertions at the same place keep the order in which they were added.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct EditSet {
    edits: Vec<Edit>,
}

impl EditSet {
    /// Adds an edit; an equal edit is taken once; an overlapping one is refused and leaves the set as it was.
    pub fn push(&mut self, edit: Edit) -> Result<(), EditConflict> {
        if let Some(at) = self.fits(&edit)? {
            self.edits.insert(at, edit);
        }
        Ok(())
    }

    /// Where an edit goes; nowhere when it is there already.
    fn fits(&self, edit: &Edit) -> Result<Option<usize>, EditConflict> {
        let span = edit.span;
        let key = |edit: &Edit| (edit.span.file, edit.span.start, edit.span.end);
        let at = self.edits.partition_point(|other| key(other) <= key(edit));
        let overlaps = |other: &Edit| {
            other.span.file == span.file && other.span.start < span.end && span.start < other.span.end
                || other.span == span && span.start != span.end
        };
        // The edits are disjoint, so that only those that start or end here can touch it.
        for other in self.edits[..at].iter().rev().take_while(|other| other.span.file == span.file) {
            if other == edit {
                return Ok(None);
            }
            if overlaps(other) {
                return Err(EditConflict(span));
            }
            if other.span.start < span.start {
                break;
            }
        }
        if self.edits.get(at).is_some_and(overlaps) {
            return Err(EditConflict(span));
        }
        Ok(Some(at))
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

    /// Adds all edits of another set where they fit; where one does not, none is added and the answer is false.
    pub fn join(&mut self, other: &EditSet) -> bool {
        let fits = |edit: &Edit| self.fits(edit).is_ok();
        let all = other.edits.iter().all(fits);
        // The edits of one set are disjoint, so that none of them keeps another one out.
        other.edits.iter().filter(|_| all).for_each(|edit| drop(self.push(edit.clone())));
        all
    }

    /// The files that are edited, each once.
    pub fn files(&self) -> impl Iterator<Item = FileId> {
        self.edits.chunk_by(|a, b| a.span.file == b.span.file).map(|edits| edits[0].span.file)
    }

    /// The unified diff of all files, in the order of their paths.
    pub fn diff(&self, files: &Files) -> String {
        let by_file = self.edits.chunk_by(|a, b| a.span.file == b.span.file);
        let mut parts: Vec<(&str, String)> = by_file.map(|edits| super::diff::of_edits(files, edits)).collect();
        parts.sort();
        parts.into_iter().map(|(_, diff)| diff).collect()
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

#[cfg(test)]
mod tests {
    use super::{Edit, EditSet};
    use crate::text::{FileId, Span};

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit { span: Span::new(FileId(0), start, end), replacement: text.to_owned() }
    }

    /// Against the plain definition: refused when it overlaps any edit that is there.
    #[test]
    fn overlapping_edits_are_refused_wherever_they_stand() {
        for (start, end) in (0..8).flat_map(|start| (start..8).map(move |end| (start, end))) {
            let mut set = EditSet::default();
            for (start, end) in [(1, 1), (1, 2), (3, 5), (5, 5), (6, 6), (6, 6)] {
                set.push(edit(start, end, "x")).expect("disjoint");
            }
            assert_eq!(set.iter().count(), 5, "an equal edit counts once");
            let plain = set.iter().any(|other| {
                let (from, to) = (other.span.start as usize, other.span.end as usize);
                from < end && start < to || (from, to) == (start, end) && start != end
            });
            assert_eq!(set.push(edit(start, end, "y")).is_err(), plain, "{start}..{end}");
            assert!(set.iter().map(|edit| edit.span).is_sorted(), "{start}..{end}");
        }
    }
}
