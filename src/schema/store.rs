//! Reads the compact form of schemas on demand; its bytes come from [`super::compact`] only.

use super::compact::{COMPUTED, DEPRECATED, MAGIC, NESTED, NESTINGS, OPTIONAL, REQUIRED, SENSITIVE, WRITE_ONLY};
use super::{Attribute, BlockSchema, NestedBlock};
use crate::value::{ObjectAttribute, Type};
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// The words before the tables.
const HEADER: usize = 10;

#[derive(Clone, Copy)]
pub(super) enum Section {
    Resources,
    DataSources,
    Ephemerals,
    Providers,
}

/// Encoded schemas and what was decoded of them so far.
pub(super) struct Store {
    bytes: Cow<'static, [u8]>,
    /// Word indexes of the tables.
    types_at: usize,
    blocks_at: usize,
    /// Word index and number of entries.
    sections: [(usize, usize); 4],
    /// Byte offsets.
    strings: usize,
    type_records: usize,
    block_records: usize,
    names: Box<[OnceLock<Arc<str>>]>,
    types: Box<[OnceLock<Type>]>,
    blocks: Box<[OnceLock<Arc<BlockSchema>>]>,
}

impl Store {
    pub(super) fn open(bytes: Cow<'static, [u8]>) -> Store {
        let word = |at: usize| read_word(&bytes, at) as usize;
        assert_eq!(word(0), MAGIC as usize, "the bytes come from the encoder");
        let [names, types, blocks] = [word(1), word(2), word(3)];
        let types_at = HEADER + names;
        let blocks_at = types_at + types;
        let mut at = blocks_at + blocks;
        let mut sections = [(0, 0); 4];
        for (index, section) in sections.iter_mut().enumerate() {
            *section = (at, word(6 + index));
            at += 2 * section.1;
        }
        let strings = at * 4;
        let type_records = strings + word(4);
        let block_records = type_records + word(5);
        Store {
            types_at,
            blocks_at,
            sections,
            strings,
            type_records,
            block_records,
            names: cells(names),
            types: cells(types),
            blocks: cells(blocks),
            bytes,
        }
    }

    /// The block of an entry; a binary search in the encoded names.
    pub(super) fn find(&self, section: Section, name: &str) -> Option<Arc<BlockSchema>> {
        let (start, count) = self.sections[section as usize];
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = (low + high) / 2;
            match self.bytes_of(self.word(start + 2 * middle)).cmp(name.as_bytes()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(self.block(self.word(start + 2 * middle + 1))),
            }
        }
        None
    }

    pub(super) fn names(&self, section: Section) -> impl Iterator<Item = &str> {
        let (start, count) = self.sections[section as usize];
        (0..count).map(move |index| self.text(self.word(start + 2 * index)))
    }

    fn word(&self, at: usize) -> usize {
        read_word(&self.bytes, at) as usize
    }

    fn text(&self, name: usize) -> &str {
        std::str::from_utf8(self.bytes_of(name)).expect("the encoder writes whole strings")
    }

    fn bytes_of(&self, name: usize) -> &[u8] {
        let start = if name == 0 { 0 } else { self.word(HEADER + name - 1) };
        let range = self.strings + start..self.strings + self.word(HEADER + name);
        &self.bytes[range]
    }

    fn name(&self, name: usize) -> Arc<str> {
        self.names[name].get_or_init(|| self.text(name).into()).clone()
    }

    fn block(&self, block: usize) -> Arc<BlockSchema> {
        self.blocks[block].get_or_init(|| Arc::new(self.decode_block(block))).clone()
    }

    fn decode_block(&self, block: usize) -> BlockSchema {
        let mut record = Record { bytes: &self.bytes, at: self.block_records + self.word(self.blocks_at + block) };
        let deprecated = record.byte() != 0;
        let attributes = (0..record.number()).map(|_| self.attribute(&mut record)).collect();
        let blocks = (0..record.number()).map(|_| self.nested(&mut record)).collect();
        BlockSchema { attributes, blocks, deprecated, ..BlockSchema::default() }
    }

    fn attribute(&self, record: &mut Record<'_>) -> Attribute {
        let name = self.name(record.number());
        let flags = record.byte();
        let nested = (flags & NESTED != 0).then(|| (NESTINGS[record.byte() as usize], self.block(record.number())));
        let ty = match &nested {
            Some((nesting, block)) => nesting.wrap(block.implied_type()),
            None => self.ty(record.number()),
        };
        Attribute {
            name,
            ty,
            required: flags & REQUIRED != 0,
            optional: flags & OPTIONAL != 0,
            computed: flags & COMPUTED != 0,
            sensitive: flags & SENSITIVE != 0,
            write_only: flags & WRITE_ONLY != 0,
            deprecated: flags & DEPRECATED != 0,
            nested,
        }
    }

    fn nested(&self, record: &mut Record<'_>) -> NestedBlock {
        NestedBlock {
            name: self.name(record.number()),
            nesting: NESTINGS[record.byte() as usize],
            min_items: record.number() as u32,
            max_items: record.number() as u32,
            block: self.block(record.number()),
        }
    }

    fn ty(&self, ty: usize) -> Type {
        self.types[ty].get_or_init(|| self.decode_type(ty)).clone()
    }

    fn decode_type(&self, ty: usize) -> Type {
        let mut record = Record { bytes: &self.bytes, at: self.type_records + self.word(self.types_at + ty) };
        match record.byte() {
            0 => Type::Dynamic,
            1 => Type::Bool,
            2 => Type::Number,
            3 => Type::String,
            4 => Type::list(self.ty(record.number())),
            5 => Type::set(self.ty(record.number())),
            6 => Type::map(self.ty(record.number())),
            7 => Type::tuple((0..record.number()).map(|_| self.ty(record.number()))),
            _ => {
                let attribute = |record: &mut Record<'_>| {
                    let name = self.name(record.number());
                    let optional = record.byte() != 0;
                    (name, ObjectAttribute { ty: self.ty(record.number()), optional })
                };
                Type::Object(Arc::new((0..record.number()).map(|_| attribute(&mut record)).collect()))
            }
        }
    }
}

/// A record that is being read.
struct Record<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Record<'_> {
    fn byte(&mut self) -> u8 {
        self.at += 1;
        self.bytes[self.at - 1]
    }

    /// Seven bits a byte, lowest first.
    fn number(&mut self) -> usize {
        let mut value = 0;
        let mut shift = 0;
        loop {
            let byte = self.byte();
            value |= usize::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return value;
            }
            shift += 7;
        }
    }
}

fn cells<T>(count: usize) -> Box<[OnceLock<T>]> {
    std::iter::repeat_with(OnceLock::new).take(count).collect()
}

fn read_word(bytes: &[u8], at: usize) -> u32 {
    let word = bytes[at * 4..].first_chunk().expect("the encoder writes whole tables");
    u32::from_le_bytes(*word)
}
