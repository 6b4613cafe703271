//! Values as Terraform has them: types, known, unknown and marked values, three-way truth, numbers, conversion.
//!
//! Never: knows files, syntax or resources.

mod number;
mod truth;
mod types;
mod unknown;
mod value;

pub use number::Number;
pub use truth::Truth;
pub use types::{ObjectAttribute, Type};
pub use unknown::{Blocker, Partial, Reference, Unknown};
pub use value::{Kind, Marks, Value};
