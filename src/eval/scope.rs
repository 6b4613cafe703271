//! What an expression is evaluated in.

use super::expression::Prepared;
use crate::text::Span;
use crate::value::{Entries, Value};

/// An error that Terraform would report at this place. `try` and `can` catch it.
#[derive(Clone, Debug, PartialEq)]
pub struct EvalError {
    pub span: Span,
    pub message: String,
}

/// Read access to files below the root, given by the caller; paths are as written in the configuration, already
/// joined to the module's folder. Errors are messages for people.
pub trait FileAccess: Send + Sync {
    /// The bytes of a file, or why it may not or cannot be read.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;
    /// True when the path is a regular file that may be read.
    fn exists(&self, path: &str) -> Result<bool, String>;
    /// The names of the files that stand directly in a folder, sorted.
    fn list(&self, directory: &str) -> Result<Vec<String>, String>;
    /// Files below `path` (relative to it, `/`-separated, sorted) that match a Terraform `fileset` pattern.
    fn fileset(&self, path: &str, pattern: &str) -> Result<Vec<String>, String>;
}

/// The names and functions that an expression may use, besides the built-in functions.
pub trait Scope {
    /// The value of the root name and as many of the following names as belong to it (`var.x`: both, `data.t.n`: three),
    /// and how many of `names` were used. `names` are the attribute names that follow the root without an index between.
    fn resolve(&self, root: &str, names: &[&str], at: Span) -> Result<(Value, usize), EvalError>;

    /// As [`Scope::resolve`], of what the scope holds itself, so that nothing is copied on the way to an attribute; `next` is the
    /// first of the names. `None` where `resolve` is to be asked.
    fn lend(&self, root: &str, next: Option<&str>, at: Span) -> Option<Result<(&Value, usize), EvalError>> {
        let _ = (root, next, at);
        None
    }

    /// What a built-in function says of arguments that are not wholly known, where the scope knows more of them.
    fn instead_of(&self, name: &str, arguments: &[Value]) -> Option<Value> {
        let _ = (name, arguments);
        None
    }

    /// An attribute that an object lacks, where the scope knows better: what it is, or why it is not there.
    fn absent(&self, object: &Entries, name: &str) -> Option<Result<Value, String>> {
        let _ = (object, name);
        None
    }

    /// Whether it is known how many elements a set has: those that are not wholly known may turn out to be equal.
    fn is_numbered(&self, set: &Value) -> bool {
        set.as_sequence().is_some_and(|elements| elements.len() < 2) || set.is_wholly_known()
    }

    /// A function that is not built in (rule functions, provider functions); `None` when there is no such function.
    fn call(&self, name: &str, arguments: &[Value], at: Span) -> Option<Result<Value, EvalError>> {
        let _ = (name, arguments, at);
        None
    }

    /// The evaluation of an expression was given up, and its value is unknown.
    fn limit_reached(&self, limit: &str, at: Span) {
        let _ = (limit, at);
    }

    /// Files for `file`, `templatefile`, `fileset` and their kin; `None` makes them unknown.
    fn files(&self) -> Option<&dyn FileAccess> {
        None
    }

    /// The folder against which file functions resolve relative paths (Terraform's working directory: the root module).
    fn working_directory(&self) -> &str {
        "."
    }

    /// `&&` and `||` leave their right side alone when the left one decides, as Terraform 1.12 does; otherwise both are evaluated,
    /// as by Terraform 1.11.
    fn short_circuits(&self) -> bool {
        false
    }

    /// What was made before of the expressions that are evaluated in it.
    fn prepared(&self) -> Option<&Prepared> {
        None
    }

    /// Strings in JSON syntax are no templates where nothing can be referred to.
    fn json_is_literal(&self) -> bool {
        false
    }
}

/// A scope without names: variable files and defaults.
pub struct NoNames;

impl Scope for NoNames {
    fn resolve(&self, _: &str, _: &[&str], at: Span) -> Result<(Value, usize), EvalError> {
        Err(EvalError { span: at, message: "variables may not be used here".to_owned() })
    }

    fn json_is_literal(&self) -> bool {
        true
    }
}
