//! Values that were made lately, so that what many rules look at is made once.

use crate::value::Value;
use rustc_hash::FxHashMap;

/// Values of the bytes of JSON that are kept before they are made again.
const CACHE_BYTES: usize = 256 << 10;

/// Values that were made lately. Two generations: when the younger is full, the older is forgotten.
#[derive(Default)]
pub(super) struct Cache {
    young: FxHashMap<u32, Value>,
    old: FxHashMap<u32, Value>,
    bytes: usize,
}

impl Cache {
    pub(super) fn get(&self, number: u32) -> Option<Value> {
        self.young.get(&number).or_else(|| self.old.get(&number)).cloned()
    }

    pub(super) fn put(&mut self, number: u32, value: Value, bytes: usize) {
        if self.bytes + bytes > CACHE_BYTES {
            self.old = std::mem::take(&mut self.young);
            self.bytes = 0;
        }
        self.bytes += bytes;
        self.young.insert(number, value);
    }
}
