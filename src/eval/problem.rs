//! What could not be read, expanded or evaluated, and is said rather than dropped.

use crate::text::Span;
use std::sync::Arc;

/// A part of the input that is not in the graph, or not wholly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub kind: ProblemKind,
    pub message: String,
    pub span: Option<Span>,
    /// The file, where there is no span in it.
    pub file: Option<Arc<str>>,
    /// The resource or module concerned.
    pub address: Option<Arc<str>>,
}

/// The kinds of problems; [`ProblemKind::as_str`] is the word in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// A file does not parse.
    Syntax,
    /// A file or folder cannot be read.
    Unreadable,
    /// A module that is not there.
    MissingModule,
    /// `count` or `for_each` is not known.
    Unexpanded,
    /// An expression is an error in Terraform too.
    Evaluation,
    /// Something Terraform would not accept: a duplicate, an unknown attribute, a wrong reference.
    Invalid,
    /// A function that is not supported.
    UnsupportedFunction,
    /// The plan does not show everything: errored, targeted, deferred.
    IncompletePlan,
    /// Something was changed outside of Terraform.
    Drift,
    /// A check or condition of the configuration did not hold.
    FailedCheck,
    /// The plan and the source given with it do not match.
    SourceMismatch,
    /// A named limit was reached.
    Limit,
}

impl ProblemKind {
    pub fn as_str(self) -> &'static str {
        match self {
            ProblemKind::Syntax => "syntax",
            ProblemKind::Unreadable => "unreadable",
            ProblemKind::MissingModule => "missing-module",
            ProblemKind::Unexpanded => "unexpanded",
            ProblemKind::Evaluation => "evaluation",
            ProblemKind::Invalid => "invalid",
            ProblemKind::UnsupportedFunction => "unsupported-function",
            ProblemKind::IncompletePlan => "incomplete-plan",
            ProblemKind::Drift => "drift",
            ProblemKind::FailedCheck => "failed-check",
            ProblemKind::SourceMismatch => "source-mismatch",
            ProblemKind::Limit => "limit",
        }
    }
}

impl Problem {
    pub fn new(kind: ProblemKind, message: impl Into<String>) -> Problem {
        Problem { kind, message: message.into(), span: None, file: None, address: None }
    }

    pub fn at(mut self, span: Span) -> Problem {
        self.span = Some(span);
        self
    }

    pub fn of(mut self, address: impl Into<Arc<str>>) -> Problem {
        self.address = Some(address.into());
        self
    }

    pub fn in_file(mut self, file: impl Into<Arc<str>>) -> Problem {
        self.file = Some(file.into());
        self
    }
}
