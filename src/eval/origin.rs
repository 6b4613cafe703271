//! Where a value was written: the chain from an attribute inward to the place that decides it.

use crate::source::Syntax;
use crate::text::Span;
use std::sync::Arc;

/// One step of the chain.
#[derive(Clone, Debug)]
pub struct OriginStep {
    pub kind: OriginKind,
    /// The expression (or the block's header for [`OriginKind::Unset`] and [`OriginKind::Block`]); `None` for values
    /// given outside files.
    pub span: Option<Span>,
    /// The source text of the expression, shortened to one line.
    pub expression: String,
    /// The expression, or the block in which the attribute is not set.
    pub syntax: Option<Syntax>,
    /// Address of the module instance in which the expression is evaluated; empty for the root.
    pub module: Arc<str>,
    /// The name that leads here: an attribute path, a local's, a variable's or an output's name.
    pub name: Arc<str>,
}

/// What kind of place a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OriginKind {
    /// The argument of the resource itself.
    Attribute,
    /// The nested block that holds it.
    Block,
    Local,
    Output,
    /// The argument of a module call.
    ModuleArgument,
    /// A variable's default, or its block when it has none and no value is given.
    VariableDefault,
    Tfvars,
    CommandLine,
    Environment,
    /// The collection behind `each`, or one of its entries.
    ForEach,
    /// The collection behind a dynamic block, or one of its entries.
    Dynamic,
    DataSource,
    /// An expression that computes the value from several.
    Function,
    /// An attribute of another resource.
    Resource,
    /// The place where nothing is written: the enclosing block, or the module call that lacks an argument.
    Unset,
    /// A literal: the end of the chain.
    Literal,
}

impl OriginKind {
    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            OriginKind::Attribute => "attribute",
            OriginKind::Block => "block",
            OriginKind::Local => "local",
            OriginKind::Output => "output",
            OriginKind::ModuleArgument => "module-argument",
            OriginKind::VariableDefault => "variable-default",
            OriginKind::Tfvars => "tfvars",
            OriginKind::CommandLine => "command-line",
            OriginKind::Environment => "environment",
            OriginKind::ForEach => "for-each",
            OriginKind::Dynamic => "dynamic",
            OriginKind::DataSource => "data-source",
            OriginKind::Function => "function",
            OriginKind::Resource => "resource",
            OriginKind::Unset => "unset",
            OriginKind::Literal => "literal",
        }
    }
}
