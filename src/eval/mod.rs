//! Expressions -> values; variables, locals, modules, `count`, `for_each` and `dynamic` blocks expanded.
//!
//! Never: knows what a rule is, or reads the disk itself (file functions go through [`scope::Scope::files`]).

pub mod expression;
pub mod functions;
pub mod scope;

mod address;
mod problem;

pub use address::{InstanceKey, Mode, natural_order, resource_of};
pub use problem::{Problem, ProblemKind};
