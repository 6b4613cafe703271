//! What could not be read or evaluated. Nothing is dropped silently: each is counted and shown.

use crate::text::Span;

/// The kind decides how grave a problem is and what a person does about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// A file that does not parse; the rest of it is still judged.
    Syntax,
    /// A file or folder that cannot be read.
    Unreadable,
    /// Configuration that Terraform would reject.
    Configuration,
    /// A module that has not been downloaded or is not there.
    MissingModule,
    /// `count` or `for_each` that cannot be known: one instance stands for all.
    UnknownInstances,
    /// An expression that is an error.
    Evaluation,
    /// An attribute or block that the provider's schema lacks.
    UnknownAttribute,
    /// A resource type that no known provider has.
    UnknownType,
    /// A named limit was reached.
    Limit,
    /// A plan or state that is incomplete or does not match its source.
    Plan,
    /// A rule that cannot be used.
    Rule,
}

impl ProblemKind {
    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            ProblemKind::Syntax => "syntax",
            ProblemKind::Unreadable => "unreadable",
            ProblemKind::Configuration => "configuration",
            ProblemKind::MissingModule => "missing-module",
            ProblemKind::UnknownInstances => "unknown-instances",
            ProblemKind::Evaluation => "evaluation",
            ProblemKind::UnknownAttribute => "unknown-attribute",
            ProblemKind::UnknownType => "unknown-type",
            ProblemKind::Limit => "limit",
            ProblemKind::Plan => "plan",
            ProblemKind::Rule => "rule",
        }
    }
}

/// One problem. `span` is the place, where there is one; `address` the resource or module it concerns.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    pub kind: ProblemKind,
    pub span: Option<Span>,
    pub address: Option<String>,
    pub message: String,
}

impl Problem {
    pub fn new(kind: ProblemKind, span: Option<Span>, message: impl Into<String>) -> Problem {
        Problem { kind, span, address: None, message: message.into() }
    }
}
