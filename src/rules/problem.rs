//! What is wrong in a rule file.

use crate::source::{SourceFile, Syntax};
use crate::text::{File, Span};
use std::fmt;
use std::sync::Arc;

/// One mistake in a rule file, at its place.
#[derive(Clone, Debug)]
pub struct Problem {
    pub path: Arc<str>,
    pub text: Arc<str>,
    pub span: Span,
    pub message: String,
}

impl Problem {
    /// Line and column of the place, both from 1.
    pub fn position(&self) -> crate::text::Position {
        File::new(self.path.clone(), self.text.clone()).position(self.span.start)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.position();
        write!(out, "{}:{}:{}: {}", self.path, at.line, at.column, self.message)
    }
}

/// Collects the mistakes of one rule file.
#[derive(Debug)]
pub(super) struct Problems {
    file: Arc<SourceFile>,
    pub found: Vec<Problem>,
}

impl Problems {
    pub fn new(file: Arc<SourceFile>) -> Problems {
        Problems { file, found: Vec::new() }
    }

    pub fn at(&mut self, span: Span, message: impl Into<String>) {
        let problem =
            Problem { path: self.file.path.clone(), text: self.file.text.clone(), span, message: message.into() };
        // The same mistake is seen once for each type that a check judges.
        if !self.found.iter().any(|other| other.span == span && other.message == problem.message) {
            self.found.push(problem);
        }
    }

    pub fn on(&mut self, syntax: &Syntax, message: impl Into<String>) {
        self.at(syntax.span(), message);
    }
}
