//! Functions against what Terraform itself said, recorded in `testdata/console/`.

mod laws;
mod opentofu;
mod recorded;

use super::{FunctionContext, FunctionError, find};
use crate::value::Value;

/// Calls a function by name; `None` when there is none.
fn call(name: &str, arguments: &[Value], context: &dyn FunctionContext) -> Option<Result<Value, FunctionError>> {
    Some(super::call(find(name)?, arguments, context))
}
