//! The types of resources, data sources and providers, from the AWS provider's own schema.
//!
//! Never: knows a configuration, a plan or a rule; parses anything at start-up.

mod block;
mod compact;
mod import;
mod path;
mod store;
mod suggest;

pub use block::{Attribute, BlockSchema, NestedBlock, Nesting};
pub use import::ImportError;
pub use path::{Member, PathError};
pub use suggest::nearest;

use std::sync::{Arc, LazyLock};
use store::{Section, Store};

/// The embedded file is written by the test `builtin_is_recorded` from `terraform providers schema -json`.
static BUILTIN: LazyLock<Schema> = LazyLock::new(|| {
    let store = Store::open(include_bytes!("builtin.bin").as_slice().into());
    Schema { imported: None, builtin: Arc::new(store) }
});

/// The version of the AWS provider whose schema is embedded.
pub const AWS_VERSION: &str = "5.100.0";

/// Schemas by type name; decoded on first use. An imported schema comes before the built-in one.
#[derive(Clone)]
pub struct Schema {
    imported: Option<Arc<Store>>,
    builtin: Arc<Store>,
}

impl Schema {
    /// The embedded schema: AWS provider 5.100.0, `terraform_data` and `terraform_remote_state`.
    pub fn builtin() -> &'static Schema {
        &BUILTIN
    }

    /// The built-in schema overridden by the output of `terraform providers schema -json`.
    pub fn import(json: &[u8]) -> Result<Schema, ImportError> {
        let bytes = compact::encode(&import::read(json)?);
        Ok(Schema { imported: Some(Arc::new(Store::open(bytes.into()))), builtin: BUILTIN.builtin.clone() })
    }

    /// Where the types of the AWS provider are taken from, in words; `None` where an imported schema has them.
    pub fn builtin_aws(&self) -> Option<String> {
        let imports = self.imported.as_ref().is_some_and(|imported| imported.find(Section::Providers, "aws").is_some());
        (!imports).then(|| format!("the built-in schema (AWS provider {AWS_VERSION})"))
    }

    /// The block of a managed resource type.
    pub fn resource(&self, type_name: &str) -> Option<Arc<BlockSchema>> {
        self.find(Section::Resources, type_name)
    }

    /// The block of a data source.
    pub fn data_source(&self, type_name: &str) -> Option<Arc<BlockSchema>> {
        self.find(Section::DataSources, type_name)
    }

    /// The block of an ephemeral resource.
    pub fn ephemeral(&self, type_name: &str) -> Option<Arc<BlockSchema>> {
        self.find(Section::Ephemerals, type_name)
    }

    /// The block that configures a provider, by its type (`aws`, or a source address that ends with it).
    pub fn provider(&self, provider: &str) -> Option<Arc<BlockSchema>> {
        self.find(Section::Providers, provider.rsplit('/').next().unwrap_or(provider))
    }

    /// The names of all managed resource types, sorted.
    pub fn resource_types(&self) -> Vec<&str> {
        self.names(Section::Resources)
    }

    /// The names of all data sources, sorted.
    pub fn data_source_types(&self) -> Vec<&str> {
        self.names(Section::DataSources)
    }

    fn stores(&self) -> impl Iterator<Item = &Arc<Store>> {
        self.imported.iter().chain([&self.builtin])
    }

    fn find(&self, section: Section, name: &str) -> Option<Arc<BlockSchema>> {
        self.stores().find_map(|store| store.find(section, name))
    }

    fn names(&self, section: Section) -> Vec<&str> {
        let mut names: Vec<&str> = self.stores().flat_map(|store| store.names(section)).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

#[cfg(test)]
mod tests;
