//! The compact form of schemas: written here, read by [`super::store`].
//!
//! Little-endian `u32`s first: the magic; the numbers of strings, types and blocks; the bytes of strings and types; the numbers of
//! entries of the four sections; then the tables: ends of strings, starts of types, starts of blocks, and
//! `name, block` for each entry of the four sections, sorted by name. Then the bytes of strings, types and blocks.
//! Equal types and equal blocks are written once; what they hold comes before them.

use super::import::Catalogue;
use super::{Attribute, BlockSchema, NestedBlock, Nesting};
use crate::value::Type;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::sync::Arc;

pub(super) const MAGIC: u32 = u32::from_le_bytes(*b"tfs1");

pub(super) const REQUIRED: u8 = 1;
pub(super) const OPTIONAL: u8 = 2;
pub(super) const COMPUTED: u8 = 4;
pub(super) const SENSITIVE: u8 = 8;
pub(super) const WRITE_ONLY: u8 = 16;
pub(super) const DEPRECATED: u8 = 32;
pub(super) const NESTED: u8 = 64;

pub(super) const NESTINGS: [Nesting; 5] = [Nesting::Single, Nesting::Group, Nesting::List, Nesting::Set, Nesting::Map];

pub(super) fn encode(catalogue: &Catalogue) -> Vec<u8> {
    let sections = [&catalogue.resources, &catalogue.data_sources, &catalogue.ephemerals, &catalogue.providers];
    let mut names = BTreeSet::new();
    for (name, block) in sections.iter().flat_map(|section| section.iter()) {
        names.insert(name.clone());
        block_names(block, &mut names);
    }
    let ids = names.iter().enumerate().map(|(id, name)| (name.clone(), id as u32)).collect();
    let mut writer = Writer { names: ids, types: Pool::default(), blocks: Pool::default() };
    let mut entries = Vec::new();
    for (name, block) in sections.iter().flat_map(|section| section.iter()) {
        entries.extend([writer.names[name], writer.block(block)]);
    }
    let strings: Vec<u8> = names.iter().flat_map(|name| name.bytes()).collect();
    let mut end = 0;
    let ends = names.iter().map(|name| {
        end += name.len() as u32;
        end
    });
    let counts = [names.len(), writer.types.starts.len(), writer.blocks.starts.len(), strings.len()];
    let mut words = vec![MAGIC];
    words.extend(counts.map(|count| count as u32));
    words.push(writer.types.bytes.len() as u32);
    words.extend(sections.map(|section| section.len() as u32));
    words.extend(ends);
    words.extend(&writer.types.starts);
    words.extend(&writer.blocks.starts);
    words.extend(entries);
    let mut bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    bytes.extend(strings);
    bytes.extend(writer.types.bytes);
    bytes.extend(writer.blocks.bytes);
    bytes
}

fn block_names(block: &BlockSchema, names: &mut BTreeSet<Arc<str>>) {
    for attribute in &block.attributes {
        names.insert(attribute.name.clone());
        match &attribute.nested {
            Some((_, nested)) => block_names(nested, names),
            None => type_names(&attribute.ty, names),
        }
    }
    for nested in &block.blocks {
        names.insert(nested.name.clone());
        block_names(&nested.block, names);
    }
}

fn type_names(ty: &Type, names: &mut BTreeSet<Arc<str>>) {
    match ty {
        Type::List(element) | Type::Set(element) | Type::Map(element) => type_names(element, names),
        Type::Tuple(elements) => elements.iter().for_each(|element| type_names(element, names)),
        Type::Object(attributes) => {
            for (name, attribute) in attributes.iter() {
                names.insert(name.clone());
                type_names(&attribute.ty, names);
            }
        }
        Type::Dynamic | Type::Bool | Type::Number | Type::String => {}
    }
}

/// Records without repetition.
#[derive(Default)]
struct Pool {
    ids: FxHashMap<Vec<u8>, u32>,
    starts: Vec<u32>,
    bytes: Vec<u8>,
}

impl Pool {
    fn add(&mut self, record: Vec<u8>) -> u32 {
        if let Some(&id) = self.ids.get(&record) {
            return id;
        }
        let id = self.starts.len() as u32;
        self.starts.push(self.bytes.len() as u32);
        self.bytes.extend(&record);
        self.ids.insert(record, id);
        id
    }
}

struct Writer {
    names: FxHashMap<Arc<str>, u32>,
    types: Pool,
    blocks: Pool,
}

impl Writer {
    fn block(&mut self, block: &BlockSchema) -> u32 {
        let mut record = vec![u8::from(block.deprecated)];
        number(&mut record, block.attributes.len() as u32);
        for attribute in &block.attributes {
            self.attribute(attribute, &mut record);
        }
        number(&mut record, block.blocks.len() as u32);
        for nested in &block.blocks {
            self.nested(nested, &mut record);
        }
        self.blocks.add(record)
    }

    fn attribute(&mut self, attribute: &Attribute, record: &mut Vec<u8>) {
        number(record, self.names[&attribute.name]);
        let flags = [
            (attribute.required, REQUIRED),
            (attribute.optional, OPTIONAL),
            (attribute.computed, COMPUTED),
            (attribute.sensitive, SENSITIVE),
            (attribute.write_only, WRITE_ONLY),
            (attribute.deprecated, DEPRECATED),
            (attribute.nested.is_some(), NESTED),
        ];
        record.push(flags.iter().filter(|(set, _)| *set).map(|(_, flag)| flag).sum());
        match &attribute.nested {
            Some((nesting, block)) => {
                record.push(nesting_code(*nesting));
                let block = self.block(block);
                number(record, block);
            }
            None => {
                let ty = self.ty(&attribute.ty);
                number(record, ty);
            }
        }
    }

    fn nested(&mut self, nested: &NestedBlock, record: &mut Vec<u8>) {
        number(record, self.names[&nested.name]);
        record.push(nesting_code(nested.nesting));
        number(record, nested.min_items);
        number(record, nested.max_items);
        let block = self.block(&nested.block);
        number(record, block);
    }

    fn ty(&mut self, ty: &Type) -> u32 {
        let record = match ty {
            Type::Dynamic => vec![0],
            Type::Bool => vec![1],
            Type::Number => vec![2],
            Type::String => vec![3],
            Type::List(element) => self.collection(4, element),
            Type::Set(element) => self.collection(5, element),
            Type::Map(element) => self.collection(6, element),
            Type::Tuple(elements) => {
                let mut record = vec![7];
                number(&mut record, elements.len() as u32);
                for element in elements.iter() {
                    let element = self.ty(element);
                    number(&mut record, element);
                }
                record
            }
            Type::Object(attributes) => {
                let mut record = vec![8];
                number(&mut record, attributes.len() as u32);
                for (name, attribute) in attributes.iter() {
                    number(&mut record, self.names[name]);
                    record.push(u8::from(attribute.optional));
                    let ty = self.ty(&attribute.ty);
                    number(&mut record, ty);
                }
                record
            }
        };
        self.types.add(record)
    }

    fn collection(&mut self, code: u8, element: &Type) -> Vec<u8> {
        let mut record = vec![code];
        let element = self.ty(element);
        number(&mut record, element);
        record
    }
}

fn nesting_code(nesting: Nesting) -> u8 {
    NESTINGS.iter().position(|other| *other == nesting).expect("the table holds every nesting") as u8
}

/// Seven bits a byte, lowest first.
fn number(record: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        record.push(value as u8 | 0x80);
        value >>= 7;
    }
    record.push(value as u8);
}
