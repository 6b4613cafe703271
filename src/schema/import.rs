//! `terraform providers schema -json` -> block schemas.

use super::{Attribute, BlockSchema, NestedBlock, Nesting};
use crate::value::{ObjectAttribute, Type};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Why a file is not a provider schema.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("not the output of `terraform providers schema -json`: {0}")]
    Json(#[from] serde_json::Error),
    #[error("provider schema has format version {0}, and only 0.x and 1.x are known")]
    Version(String),
    #[error("provider schema has a type that is not known: {0}")]
    Type(String),
}

type Blocks = BTreeMap<Arc<str>, Arc<BlockSchema>>;

/// All blocks of all providers of a file.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    pub resources: Blocks,
    pub data_sources: Blocks,
    pub ephemerals: Blocks,
    /// By provider type, the last part of the source address.
    pub providers: Blocks,
}

#[derive(Deserialize)]
struct File {
    format_version: String,
    #[serde(default)]
    provider_schemas: BTreeMap<String, Provider>,
}

#[derive(Deserialize)]
struct Provider {
    provider: Option<Entry>,
    #[serde(default)]
    resource_schemas: BTreeMap<String, Entry>,
    #[serde(default)]
    data_source_schemas: BTreeMap<String, Entry>,
    #[serde(default)]
    ephemeral_resource_schemas: BTreeMap<String, Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    block: Block,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Block {
    attributes: BTreeMap<String, JsonAttribute>,
    block_types: BTreeMap<String, BlockType>,
    deprecated: bool,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct JsonAttribute {
    r#type: Option<serde_json::Value>,
    nested_type: Option<NestedType>,
    required: bool,
    optional: bool,
    computed: bool,
    sensitive: bool,
    write_only: bool,
    deprecated: bool,
}

#[derive(Deserialize)]
struct NestedType {
    #[serde(default)]
    attributes: BTreeMap<String, JsonAttribute>,
    nesting_mode: String,
}

#[derive(Deserialize)]
struct BlockType {
    nesting_mode: String,
    #[serde(default)]
    block: Block,
    #[serde(default)]
    min_items: u32,
    #[serde(default)]
    max_items: u32,
}

/// Reads a file; where two providers have the same type, HashiCorp's counts.
pub(super) fn read(json: &[u8]) -> Result<Catalogue, ImportError> {
    let file: File = serde_json::from_slice(json)?;
    if !matches!(file.format_version.split('.').next(), Some("0" | "1")) {
        return Err(ImportError::Version(file.format_version));
    }
    let mut providers: Vec<(String, Provider)> = file.provider_schemas.into_iter().collect();
    providers.sort_by_key(|(source, _)| !source.contains("/hashicorp/"));
    let mut catalogue = Catalogue::default();
    for (source, provider) in providers {
        let short = source.rsplit('/').next().unwrap_or(&source).to_string();
        add(&mut catalogue.providers, provider.provider.map(|entry| (short, entry)))?;
        add(&mut catalogue.resources, provider.resource_schemas)?;
        add(&mut catalogue.data_sources, provider.data_source_schemas)?;
        add(&mut catalogue.ephemerals, provider.ephemeral_resource_schemas)?;
    }
    Ok(catalogue)
}

fn add(blocks: &mut Blocks, entries: impl IntoIterator<Item = (String, Entry)>) -> Result<(), ImportError> {
    for (name, entry) in entries {
        let block = Arc::new(block(entry.block)?);
        blocks.entry(name.into()).or_insert(block);
    }
    Ok(())
}

fn block(raw: Block) -> Result<BlockSchema, ImportError> {
    let mut blocks = Vec::with_capacity(raw.block_types.len());
    for (name, raw) in raw.block_types {
        blocks.push(NestedBlock {
            name: name.into(),
            nesting: nesting(&raw.nesting_mode)?,
            min_items: raw.min_items,
            max_items: raw.max_items,
            block: Arc::new(block(raw.block)?),
        });
    }
    let attributes = attributes(raw.attributes)?;
    Ok(BlockSchema { attributes, blocks, deprecated: raw.deprecated, ..BlockSchema::default() })
}

fn attributes(raw: BTreeMap<String, JsonAttribute>) -> Result<Vec<Attribute>, ImportError> {
    raw.into_iter().map(|(name, raw)| attribute(name, raw)).collect()
}

fn attribute(name: String, raw: JsonAttribute) -> Result<Attribute, ImportError> {
    let nested = match raw.nested_type {
        Some(nested) => {
            let attributes = attributes(nested.attributes)?;
            let block = BlockSchema { attributes, ..BlockSchema::default() };
            Some((nesting(&nested.nesting_mode)?, Arc::new(block)))
        }
        None => None,
    };
    let ty = match (&raw.r#type, &nested) {
        (Some(json), _) => type_of(json)?,
        (None, Some((nesting, block))) => nesting.wrap(block.implied_type()),
        (None, None) => Type::Dynamic,
    };
    Ok(Attribute {
        name: name.into(),
        ty,
        required: raw.required,
        optional: raw.optional,
        computed: raw.computed,
        sensitive: raw.sensitive,
        write_only: raw.write_only,
        deprecated: raw.deprecated,
        nested,
    })
}

fn nesting(mode: &str) -> Result<Nesting, ImportError> {
    Ok(match mode {
        "single" => Nesting::Single,
        "group" => Nesting::Group,
        "list" => Nesting::List,
        "set" => Nesting::Set,
        "map" => Nesting::Map,
        other => return Err(ImportError::Type(other.to_string())),
    })
}

/// A type as cty writes it in JSON: `"string"`, `["list", "string"]`, `["object", {"a": "bool"}, ["a"]]`.
fn type_of(json: &serde_json::Value) -> Result<Type, ImportError> {
    use serde_json::Value as Json;
    let unknown = || ImportError::Type(json.to_string());
    if let Json::String(name) = json {
        return match name.as_str() {
            "string" => Ok(Type::String),
            "number" => Ok(Type::Number),
            "bool" => Ok(Type::Bool),
            "dynamic" => Ok(Type::Dynamic),
            _ => Err(unknown()),
        };
    }
    let parts = json.as_array().ok_or_else(unknown)?;
    match (parts.first().and_then(Json::as_str), parts.get(1)) {
        (Some("list"), Some(element)) => Ok(Type::list(type_of(element)?)),
        (Some("set"), Some(element)) => Ok(Type::set(type_of(element)?)),
        (Some("map"), Some(element)) => Ok(Type::map(type_of(element)?)),
        (Some("tuple"), Some(Json::Array(elements))) => {
            Ok(Type::tuple(elements.iter().map(type_of).collect::<Result<Vec<_>, _>>()?))
        }
        (Some("object"), Some(Json::Object(attributes))) => {
            let optional = |name: &str| {
                let names = parts.get(2).and_then(Json::as_array);
                names.is_some_and(|names| names.iter().any(|other| other.as_str() == Some(name)))
            };
            let mut object = BTreeMap::new();
            for (name, ty) in attributes {
                let attribute = ObjectAttribute { ty: type_of(ty)?, optional: optional(name) };
                object.insert(name.as_str().into(), attribute);
            }
            Ok(Type::Object(Arc::new(object)))
        }
        _ => Err(unknown()),
    }
}
