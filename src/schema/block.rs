//! What a block may hold.

use crate::value::{Entries, Kind, Type, Value};
use std::sync::{Arc, OnceLock};

/// The attributes and nested blocks of a resource, data source, provider or nested block; each sorted by name.
#[derive(Debug, Default)]
pub struct BlockSchema {
    pub attributes: Vec<Attribute>,
    pub blocks: Vec<NestedBlock>,
    pub deprecated: bool,
    pub(super) implied: OnceLock<Type>,
    pub(super) blank: OnceLock<Entries>,
    pub(super) secret: OnceLock<bool>,
}

/// An attribute. `ty` is whole also where the provider describes it by nested attributes.
#[derive(Clone, Debug)]
pub struct Attribute {
    pub name: Arc<str>,
    pub ty: Type,
    pub required: bool,
    pub optional: bool,
    pub computed: bool,
    pub sensitive: bool,
    pub write_only: bool,
    pub deprecated: bool,
    /// How the value is built, where the provider describes the attributes inside it.
    pub nested: Option<(Nesting, Arc<BlockSchema>)>,
}

/// A block inside a block. `max_items` 0 means no limit.
#[derive(Clone, Debug)]
pub struct NestedBlock {
    pub name: Arc<str>,
    pub nesting: Nesting,
    pub min_items: u32,
    pub max_items: u32,
    pub block: Arc<BlockSchema>,
}

/// How repeated blocks become a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Nesting {
    Single,
    /// As `Single`, but never null.
    Group,
    List,
    Set,
    Map,
}

impl Attribute {
    /// May stand in configuration.
    pub fn is_settable(&self) -> bool {
        self.required || self.optional
    }

    /// Terraform also accepts block syntax for it: a list or set of objects (`ingress` of `aws_security_group`).
    pub fn accepts_blocks(&self) -> bool {
        match &self.ty {
            Type::List(element) | Type::Set(element) => self.nested.is_none() && matches!(**element, Type::Object(_)),
            _ => false,
        }
    }
}

impl Nesting {
    /// The type of an attribute made of objects in this nesting.
    pub fn wrap(self, object: Type) -> Type {
        match self {
            Nesting::Single | Nesting::Group => object,
            // Elements may differ in type, so Terraform gives no collection type.
            Nesting::List | Nesting::Map if !object.is_concrete() => Type::Dynamic,
            Nesting::List => Type::list(object),
            Nesting::Set => Type::set(object),
            Nesting::Map => Type::map(object),
        }
    }
}

impl NestedBlock {
    /// The type of the attribute that holds the blocks.
    pub fn implied_type(&self) -> Type {
        self.nesting.wrap(self.block.implied_type())
    }

    /// The value where no block is written. Blocks of a set are a list, as where some are written.
    pub fn none(&self) -> Value {
        let ty = self.block.implied_type();
        match self.nesting {
            Nesting::Single => Value::null_of(ty),
            // The attributes of a group without blocks in it.
            Nesting::Group => {
                Value::object(self.block.attributes.iter().map(|it| (it.name.clone(), Value::null_of(it.ty.clone()))))
            }
            Nesting::List | Nesting::Set => Value::list(ty, Vec::new()),
            Nesting::Map => Value::map(ty, Entries::new()),
        }
    }
}

impl BlockSchema {
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        let found = self.attributes.binary_search_by(|attribute| (*attribute.name).cmp(name)).ok()?;
        Some(&self.attributes[found])
    }

    pub fn nested_block(&self, name: &str) -> Option<&NestedBlock> {
        let found = self.blocks.binary_search_by(|block| (*block.name).cmp(name)).ok()?;
        Some(&self.blocks[found])
    }

    /// Names of attributes and nested blocks.
    pub fn names(&self) -> impl Iterator<Item = &Arc<str>> {
        self.attributes.iter().map(|attribute| &attribute.name).chain(self.blocks.iter().map(|block| &block.name))
    }

    /// The object type of a block's value; computed once.
    pub fn implied_type(&self) -> Type {
        let attributes = || self.attributes.iter().map(|attribute| (attribute.name.clone(), attribute.ty.clone()));
        let blocks = || self.blocks.iter().map(|block| (block.name.clone(), block.implied_type()));
        self.implied.get_or_init(|| Type::object(attributes().chain(blocks()))).clone()
    }

    /// The entries of a block in which nothing is written: null attributes and no nested blocks; made once.
    pub fn blank(&self) -> &Entries {
        let attributes = || self.attributes.iter().map(|it| (it.name.clone(), Value::null_of(it.ty.clone())));
        let blocks = || self.blocks.iter().map(|block| (block.name.clone(), block.none()));
        self.blank.get_or_init(|| attributes().chain(blocks()).collect())
    }

    /// Some attribute, here or in a nested block, is sensitive or write-only; found once.
    pub fn holds_secrets(&self) -> bool {
        let attributes = || self.attributes.iter().any(|attribute| attribute.sensitive || attribute.write_only);
        *self.secret.get_or_init(|| attributes() || self.blocks.iter().any(|nested| nested.block.holds_secrets()))
    }

    /// The value of a block with its attributes changed, also those inside nested blocks.
    pub fn with_attributes(&self, value: &Value, change: &dyn Fn(&Attribute, &Value) -> Value) -> Value {
        let Kind::Object(entries) = &value.kind else { return value.clone() };
        let changed = entries.iter().map(|(name, entry)| {
            let entry = match (self.attribute(name), self.nested_block(name)) {
                (Some(attribute), _) => change(attribute, entry),
                (_, Some(nested)) => each_block(entry, &|block| nested.block.with_attributes(block, change)),
                _ => entry.clone(),
            };
            (name.clone(), entry)
        });
        Value { kind: Kind::Object(Arc::new(changed.collect())), marks: value.marks }
    }
}

fn each_block(blocks: &Value, change: &dyn Fn(&Value) -> Value) -> Value {
    let all = |elements: &Arc<Vec<Value>>| Arc::new(elements.iter().map(change).collect());
    let kind = match &blocks.kind {
        Kind::List(ty, elements) => Kind::List(ty.clone(), all(elements)),
        Kind::Set(ty, elements) => Kind::Set(ty.clone(), all(elements)),
        Kind::Tuple(elements) => Kind::Tuple(all(elements)),
        Kind::Object(_) => return change(blocks),
        _ => return blocks.clone(),
    };
    Value { kind, marks: blocks.marks }
}
