//! Places in a document's text, and the names that many objects share.

use super::Json;
use rustc_hash::FxHashSet;
use serde_json::value::RawValue;
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

impl Slice {
    pub fn text(self, document: &str) -> &str {
        &document[self.start as usize..][..self.length.get() as usize]
    }

    /// The value; `null` where it is nested too deeply to be read.
    pub fn json(self, document: &str) -> Json<'_> {
        serde_json::from_str(self.text(document)).unwrap_or(Json::Null)
    }
}

/// Turns borrowed parts of a document into owned ones while it is read.
pub(super) struct Keeper {
    /// Where the text starts in memory, to tell places apart by their addresses.
    base: usize,
    names: FxHashSet<Arc<str>>,
}

impl Keeper {
    pub(super) fn new(text: &str) -> Keeper {
        Keeper { base: text.as_ptr() as usize, names: FxHashSet::default() }
    }

    /// The place of a value that was borrowed from the text.
    pub(super) fn slice(&self, raw: &RawValue) -> Slice {
        let text = raw.get();
        let length = NonZeroU32::new(text.len() as u32).expect("a JSON value is never empty");
        Slice { start: (text.as_ptr() as usize - self.base) as u32, length }
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
