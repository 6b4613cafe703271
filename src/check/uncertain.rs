//! Values of which it cannot be told whom they name, found by what is known of them, so that growth stays linear.

use super::identity::{Identity, addresses, signature};
use crate::graph::ResourceId;
use crate::value::{Blocker, Partial, Value};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Values that are looked through one by one at most; further ones are taken to be uncertain as the last one is.
const MOST_LOOKED_AT: usize = 256;

/// An unknown value and who holds it.
#[derive(Debug)]
pub(super) struct Held {
    pub holder: ResourceId,
    pub value: Value,
    /// The instance whose own name it is, where the holder refers to that one.
    pub name_of: Option<ResourceId>,
}

/// Unknown values by their known parts.
#[derive(Debug, Default)]
pub(super) struct Uncertain {
    values: Vec<Held>,
    /// Templates by their last known text.
    by_end: FxHashMap<Arc<str>, Vec<usize>>,
    /// Templates that end in something unknown, by their first known text.
    by_start: FxHashMap<Arc<str>, Vec<usize>>,
    by_signature: FxHashMap<String, Vec<usize>>,
    /// By the address of an instance that the value is made from.
    by_mention: FxHashMap<Arc<str>, Vec<usize>>,
    /// Nothing is known of their start or end.
    open: Vec<usize>,
    /// Made by something other than variables and certain attributes of resources.
    opaque: Vec<usize>,
}

impl Uncertain {
    pub fn add(&mut self, holder: ResourceId, value: &Value, name_of: Option<ResourceId>) {
        let index = self.values.len();
        self.values.push(Held { holder, value: value.clone(), name_of });
        let Some(unknown) = value.as_unknown() else { return };
        if let Some(made) = signature(value) {
            self.by_signature.entry(made).or_default().push(index);
        }
        let mut opaque = false;
        for blocker in unknown.blockers.iter() {
            match blocker {
                Blocker::Attribute(to) => {
                    self.by_mention.entry(to.address.clone()).or_default().push(index);
                    opaque |= to.path.is_empty();
                }
                Blocker::Variable(_) => {}
                _ => opaque = true,
            }
        }
        if opaque {
            self.opaque.push(index);
        }
        let parts = match unknown.partial.as_deref() {
            Some(Partial::Template(parts)) => &parts[..],
            _ => &[],
        };
        let text = |part: Option<&Value>| part.and_then(Value::as_str).filter(|text| !text.is_empty()).map(Arc::from);
        match (text(parts.last()), text(parts.first())) {
            (Some(end), _) => self.by_end.entry(end).or_default().push(index),
            (None, Some(start)) => self.by_start.entry(start).or_default().push(index),
            (None, None) => self.open.push(index),
        }
    }

    /// Shows every value that may name the instance, until the visitor has seen enough and says false.
    pub fn visit(&self, address: &str, identity: &Identity, visitor: &mut dyn FnMut(&Held) -> bool) {
        if self.values.is_empty() {
            return;
        }
        let mut show =
            |indexes: &[usize]| indexes.iter().take(MOST_LOOKED_AT).all(|index| visitor(&self.values[*index]));
        let mentions = self.by_mention.get(address).map_or(&[][..], Vec::as_slice);
        if !show(mentions) {
            return;
        }
        for pattern in &identity.patterns {
            let same = self.by_signature.get(pattern);
            if same.is_some_and(|same| !show(same)) {
                return;
            }
            for other in addresses(pattern).filter(|other| *other != address) {
                if self.by_mention.get(other).is_some_and(|values| !show(values)) {
                    return;
                }
            }
        }
        if identity.known.is_empty() && identity.unknown.is_empty() {
            show(&self.opaque);
            return;
        }
        let compatible = identity.known.iter().flat_map(|text| self.compatible(text));
        for indexes in compatible {
            if !show(indexes) {
                return;
            }
        }
        if show(&self.open) && !identity.unknown.is_empty() {
            // A name that is not known may be any of them.
            let all: Vec<usize> = (0..self.values.len().min(MOST_LOOKED_AT)).collect();
            show(&all);
        }
    }

    /// Templates whose known end or start is that of the text; `*` in the text stands for anything.
    fn compatible<'u>(&'u self, text: &str) -> Vec<&'u [usize]> {
        let end = text.rsplit('*').next().unwrap_or(text);
        let start = text.split('*').next().unwrap_or(text);
        let ends = end.char_indices().filter_map(|(at, _)| self.by_end.get(&end[at..]));
        let starts = start.char_indices().filter_map(|(at, c)| self.by_start.get(&start[..at + c.len_utf8()]));
        ends.chain(starts).map(Vec::as_slice).collect()
    }
}
