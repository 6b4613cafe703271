//! Values as Terraform has them: types, known, unknown and marked values, three-way truth, numbers, conversion.
//!
//! Never: knows files, syntax or resources.

mod convert;
mod decimal;
mod entries;
mod equal;
mod json;
mod json_reader;
mod mismatch;
mod number;
mod one;
mod truth;
mod types;
mod unify;
mod unknown;

pub use convert::convert;
pub use entries::Entries;
pub use equal::equals;
pub use json::{from_json, from_json_value, to_json};
pub use mismatch::mismatch;
pub use number::Number;
pub use one::{Kind, Marks, Value};
pub use truth::Truth;
pub use types::{ObjectAttribute, Type};
pub use unify::unify;
pub use unknown::{Blocker, Partial, Reference, Unknown};
