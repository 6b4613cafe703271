//! The built-in functions of Terraform 1.11 and OpenTofu 1.9.
//!
//! Never: reads the disk, the clock or the environment itself; what they decide is unknown or asked of the context.

use super::scope::FileAccess;
use crate::value::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What functions may ask of the place that calls them.
pub trait FunctionContext {
    /// Files for `file`, `templatefile`, `fileset` and their kin; `None` makes them unknown.
    fn files(&self) -> Option<&dyn FileAccess>;

    /// The folder that relative paths start from; `abspath` is known only where this is absolute.
    fn working_directory(&self) -> &str;

    /// Evaluates a template with exactly these variables. `path` names the template in messages. The depth of
    /// templates that render templates is limited by the implementation. Errors are messages for people.
    fn render(&self, path: &str, template: &str, variables: &BTreeMap<Arc<str>, Value>) -> Result<Value, String>;

    /// Takes `units` (about one element or byte each) from the budget of the evaluation; the name of the limit when it is used up.
    fn spend(&self, units: usize) -> Result<(), String> {
        let _ = units;
        Ok(())
    }
}

/// An error that Terraform would report about a call. `try` and `can` catch it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionError {
    /// The index of the argument that is wrong; `None` when the call as a whole is.
    pub argument: Option<usize>,
    /// A sentence in Terraform's words.
    pub message: String,
}

/// Calls a built-in function; `None` when there is none of the name. `core::x` is `x`.
pub fn call(name: &str, arguments: &[Value], context: &dyn FunctionContext) -> Option<Result<Value, FunctionError>> {
    let _ = (name, arguments, context);
    None
}
