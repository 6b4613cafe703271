//! Expressions -> values; variables, locals, modules, `count`, `for_each` and `dynamic` blocks expanded; origins traced.
//!
//! Never: knows what a rule is, or reads the disk itself (file functions go through [`scope::FileAccess`]).

mod address;
pub mod body;
mod conditions;
pub mod data;
mod declared;
mod decode;
mod evaluation;
mod expansion;
pub mod expression;
pub mod functions;
mod handed;
pub mod inputs;
pub mod module;
mod module_scope;
mod nested;
mod origin;
pub mod paths;
mod problem;
mod project;
mod provider_defaults;
mod provider_json;
mod provider_text;
mod providers;
mod resource;
pub mod scope;
mod tags;
mod trace;
pub mod type_constraint;
mod undescribed;
mod variables;
mod version;

pub use address::{InstanceKey, Mode, natural_order, resource_of, without_keys};
pub use body::{Block, Body};
pub use conditions::Broken;
pub use declared::{Declared, declared};
pub use evaluation::{CallTarget, Evaluation, InstanceId, ModuleInstance};
pub use expansion::{Expansion, Repetition};
pub use expression::evaluate;
pub use module::Module;
pub use module_scope::ModuleScope;
pub use origin::{OriginKind, OriginStep};
pub use problem::{Problem, ProblemKind};
pub use project::{ParsedFiles, Project, ProjectOptions, child_path};
pub use providers::{ProviderScope, chooses_region, provider_of};
pub use resource::{ResourceInstance, keeps_digest};
pub use trace::{PathStep, innermost_block, one_line, path_steps, path_text, referred, trace, trace_within};
pub use variables::VariableInput;
