//! The built-in functions of Terraform 1.11 and OpenTofu 1.9.
//!
//! Never: reads the disk, the clock or the environment itself; what they decide is unknown or asked of the context.

mod cidr;
mod collections;
mod combine;
mod conversion;
mod csv;
mod encoding;
mod files;
mod float_text;
mod format;
mod go_regex;
mod hash;
mod lists;
mod marks;
mod numbers;
mod path;
mod random;
mod regex;
mod rsa;
mod sets;
mod spec;
mod strings;
mod text_encoding;
mod time;
mod yaml_decode;
mod yaml_encode;

#[cfg(test)]
mod tests;

pub use hash::sha1_hex;

use super::scope::FileAccess;
use crate::value::{Entries, Value};
use rustc_hash::FxHashMap;
pub use spec::Function;
use std::sync::LazyLock;

/// What functions may ask of the place that calls them.
pub trait FunctionContext {
    /// Files for `file`, `templatefile`, `fileset` and their kin; `None` makes them unknown.
    fn files(&self) -> Option<&dyn FileAccess>;

    /// The folder that relative paths start from; `abspath` is known only where this is absolute.
    fn working_directory(&self) -> &str;

    /// Evaluates a template with exactly these variables. `path` names the template in messages. The depth of
    /// templates that render templates is limited by the implementation. Errors are messages for people.
    fn render(&self, path: &str, template: &str, variables: &Entries) -> Result<Value, String>;

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

/// Most elements, or bytes, that one call may make.
pub(crate) const RESULT_LIMIT: usize = 4_000_000;

static FUNCTIONS: LazyLock<FxHashMap<&'static str, &'static Function>> = LazyLock::new(|| {
    let families: [&[Function]; 19] = [
        cidr::FUNCTIONS,
        collections::FUNCTIONS,
        combine::FUNCTIONS,
        conversion::FUNCTIONS,
        csv::FUNCTIONS,
        encoding::FUNCTIONS,
        files::FUNCTIONS,
        format::FUNCTIONS,
        hash::FUNCTIONS,
        lists::FUNCTIONS,
        marks::FUNCTIONS,
        numbers::FUNCTIONS,
        random::FUNCTIONS,
        regex::FUNCTIONS,
        sets::FUNCTIONS,
        strings::FUNCTIONS,
        text_encoding::FUNCTIONS,
        time::FUNCTIONS,
        yaml_encode::FUNCTIONS,
    ];
    families.into_iter().flatten().map(|function| (function.name, function)).collect()
});

/// True when there is a built-in function of this name; `try` and `can` are the evaluator's and not among them.
pub fn exists(name: &str) -> bool {
    find(name).is_some()
}

/// Every name that [`call`] knows, sorted, without the `core::` copies.
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> = FUNCTIONS.keys().copied().collect();
    names.sort_unstable();
    names
}

/// A built-in function. `core::x` is `x`.
pub fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS.get(name.strip_prefix("core::").unwrap_or(name)).copied()
}

/// Calls a built-in function.
pub fn call(function: &Function, arguments: &[Value], context: &dyn FunctionContext) -> Result<Value, FunctionError> {
    spec::call(function, arguments, context)
}
