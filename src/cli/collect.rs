//! Graphs, findings and fixes -> the outcome that is reported.

use super::load::Loaded;
use crate::eval::ProblemKind;
use crate::report::{Place, Problem, ProblemLevel};
use crate::text::{Files, Span};

/// The problems of everything that was loaded.
pub fn problems(loaded: &[Loaded]) -> Vec<Problem> {
    let mut all = Vec::new();
    for target in loaded {
        let files = target.files();
        all.extend(target.graph.problems().iter().map(|problem| self::problem(problem, &files)));
    }
    let mut outcome = crate::report::Outcome { problems: all, ..Default::default() };
    outcome.sort();
    outcome.problems
}

fn problem(problem: &crate::eval::Problem, files: &Files) -> Problem {
    let level = match problem.kind {
        ProblemKind::Syntax | ProblemKind::Unreadable => ProblemLevel::Error,
        _ => ProblemLevel::Warning,
    };
    let message = match &problem.address {
        Some(address) if !problem.message.contains(&**address) => format!("{address}: {}", problem.message),
        _ => problem.message.clone(),
    };
    Problem {
        level,
        kind: problem.kind.as_str().to_owned(),
        message,
        place: problem.span.and_then(|span| place(span, files)),
        file: problem.file.as_ref().map(ToString::to_string),
    }
}

/// A span with its file; `None` for a span of a rule file.
pub fn place(span: Span, files: &Files) -> Option<Place> {
    ((span.file.0 as usize) < files.len()).then(|| Place {
        file: files.get(span.file).clone(),
        start: span.start,
        end: span.end,
    })
}
