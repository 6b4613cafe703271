//! Plan and state JSON (`terraform show -json`) -> typed documents over one buffer; values are parsed on demand.
//!
//! Never: keeps a value that nobody asked for, resolves a reference, or reads a file.

mod change;
mod configuration;
mod document;
mod error;
mod json;
mod omitted;
mod read;
mod slice;
mod state;
mod state_file;
mod stopped;

pub use change::{Actions, Change, Object, ObjectMode, Rare};
pub use configuration::{
    ConfigModule, ConfigProvider, ConfigResource, ConfigVariable, Configuration, Expression, ModuleCall,
};
pub use document::{Document, DocumentKind, Relevant, Secret, Variable};
pub use error::PlanError;
pub use json::Json;
pub use read::read;
pub use slice::{Index, Slice};

#[cfg(test)]
mod tests;
