//! Places in a document's text, and the names that many objects share.

use super::Json;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::hash::Hasher;
use std::num::NonZeroU32;
use std::sync::Arc;

/// The place of a JSON value in a document's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    start: u32,
    /// A JSON value is never empty; so a place that may be missing takes no more room.
    length: NonZeroU32,
}

/// The key of an instance made by `count` or `for_each`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Index {
    Int(i64),
    String(Arc<str>),
}

impl Index {
    /// As it stands in an address: `[0]` or `["a"]`.
    pub(super) fn in_address(&self) -> String {
        let key = match self {
            Index::Int(index) => return format!("[{index}]"),
            Index::String(key) => key,
        };
        let mut text = String::from("[\"");
        for (at, c) in key.char_indices() {
            match c {
                '"' | '\\' => text.extend(['\\', c]),
                '\n' => text.push_str("\\n"),
                '\r' => text.push_str("\\r"),
                '\t' => text.push_str("\\t"),
                '$' | '%' if key[at + 1..].starts_with('{') => text.extend([c, c]),
                c => text.push(c),
            }
        }
        text + "\"]"
    }
}

impl Slice {
    fn new(start: usize, length: usize) -> Slice {
        let length = NonZeroU32::new(length as u32).expect("a JSON value is never empty");
        Slice { start: start as u32, length }
    }

    pub fn text(self, document: &str) -> &str {
        &document[self.start as usize..][..self.length.get() as usize]
    }

    /// The value; `null` where it is nested too deeply to be read.
    pub fn json(self, document: &str) -> Json<'_> {
        serde_json::from_str(self.text(document)).unwrap_or(Json::Null)
    }
}

/// Turns borrowed parts of a document into owned ones while it is read.
pub(super) struct Keeper<'t> {
    text: &'t str,
    names: FxHashSet<Arc<str>>,
    /// Values that many objects repeat, by the hash of their text.
    repeated: FxHashMap<u64, Slice>,
    /// Values that the document does not have as they are needed; they follow its text.
    made: String,
}

/// A part of a document that is not as it must be; the place is that in the whole document.
pub(super) struct Misread {
    pub line: usize,
    pub column: usize,
    pub message: String,
}

impl<'t> Keeper<'t> {
    pub(super) fn new(text: &'t str) -> Keeper<'t> {
        Keeper { text, names: FxHashSet::default(), repeated: FxHashMap::default(), made: String::new() }
    }

    /// A part of the document as a typed value.
    pub(super) fn parse<T: Deserialize<'t>>(&self, raw: &'t RawValue) -> Result<T, Misread> {
        serde_json::from_str(raw.get()).map_err(|error| {
            let before = &self.text[..self.slice(raw).start as usize];
            let lines = before.bytes().filter(|byte| *byte == b'\n').count();
            let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
            let message = error.to_string();
            Misread {
                line: lines + error.line(),
                column: if error.line() == 1 { column + error.column() } else { error.column() },
                message: message.split(" at line ").next().unwrap_or_default().to_string(),
            }
        })
    }

    /// The place of a value that was borrowed from the text.
    pub(super) fn slice(&self, raw: &RawValue) -> Slice {
        let text = raw.get();
        let start = text.as_ptr() as usize - self.text.as_ptr() as usize;
        Slice::new(start, text.len())
    }

    /// The text of a value that the document has.
    pub(super) fn read(&self, slice: Slice) -> &'t str {
        slice.text(self.text)
    }

    /// The place of a value, the same for values of the same text.
    pub(super) fn repeated(&mut self, raw: &RawValue) -> Slice {
        let here = self.slice(raw);
        let mut hasher = FxHasher::default();
        hasher.write(raw.get().as_bytes());
        let known = *self.repeated.entry(hasher.finish()).or_insert(here);
        if known.text(self.text) == raw.get() { known } else { here }
    }

    /// The same place where both values have the same text.
    pub(super) fn shared(&self, slice: Slice, other: Slice) -> Slice {
        if slice.text(self.text) == other.text(self.text) { other } else { slice }
    }

    /// Keeps a value that the document does not have.
    pub(super) fn make(&mut self, json: &str) -> Slice {
        let start = self.text.len() + self.made.len();
        self.made.push_str(json);
        Slice::new(start, json.len())
    }

    pub(super) fn into_made(self) -> String {
        self.made
    }

    /// One shared copy of a name.
    pub(super) fn name(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.names.get(name) {
            return known.clone();
        }
        let name: Arc<str> = name.into();
        self.names.insert(name.clone());
        name
    }
}

/// The text with only what the slices name, which are moved to their new places. Slices may be equal, or lie in each other.
pub(super) fn compact(text: String, mut slices: Vec<&mut Slice>) -> String {
    slices.sort_unstable_by_key(|slice| (slice.start, std::cmp::Reverse(slice.length)));
    let mut bytes = text.into_bytes();
    // The last part that was kept: where it was, and where it is.
    let (mut start, mut end, mut moved, mut length) = (0, 0, 0, 0);
    for slice in slices {
        let from = slice.start as usize;
        if from >= end {
            (start, end, moved) = (from, from + slice.length.get() as usize, length);
            bytes.copy_within(start..end, moved);
            length += end - start;
        }
        slice.start = (from - start + moved) as u32;
    }
    bytes.truncate(length);
    bytes.shrink_to_fit();
    String::from_utf8(bytes).expect("JSON values were cut out whole")
}
