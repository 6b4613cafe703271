//! Values as Terraform has them: types, known, unknown and marked values, three-way truth, numbers, conversion.
//!
//! Never: knows files, syntax or resources.

mod convert;
mod equal;
mod json;
mod json_reader;
mod mismatch;
mod number;
mod truth;
mod types;
mod unify;
mod unknown;
mod value;

pub use convert::convert;
pub use equal::equals;
pub use json::{from_json, from_json_value, to_json};
pub use mismatch::mismatch;
pub use number::Number;
pub use truth::Truth;
pub use types::{ObjectAttribute, Type};
pub use unify::unify;
pub use unknown::{Blocker, Partial, Reference, Unknown};
pub use value::{Kind, Marks, Value};
