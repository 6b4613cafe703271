//! reviewdog's `rdjson`, with suggestions.

use super::formats::{Each, write_pretty};
use super::outcome::{Entry, Outcome, Place, Problem, ProblemLevel, Status};
use crate::rules::Severity;
use serde::Serialize;
use serde_json::{Value, json};
use std::io::{self, Write};

#[derive(Serialize)]
struct Report<F: Serialize> {
    diagnostics: F,
    source: Value,
}

pub fn rdjson(outcome: &Outcome, to: &mut dyn Write) -> io::Result<()> {
    let listed = || outcome.entries.iter().filter(|entry| entry.is_open());
    let diagnostics = Each(|| outcome.problems.iter().map(of_problem).chain(listed().map(diagnostic)));
    write_pretty(&Report { diagnostics, source: json!({ "name": "tfmend" }) }, to)
}

fn of_problem(problem: &Problem) -> Value {
    let location = match (&problem.place, &problem.file) {
        (Some(place), _) => location(place),
        (None, file) => json!({ "path": file.as_deref().unwrap_or(".") }),
    };
    let severity = if problem.level == ProblemLevel::Error { "ERROR" } else { "WARNING" };
    json!({ "message": problem.message, "location": location, "severity": severity, "code": { "value": problem.kind } })
}

fn diagnostic(entry: &Entry) -> Value {
    let severity = match (entry.status, entry.control.severity) {
        (Status::Fail, Severity::High | Severity::Critical) => "ERROR",
        (Status::Fail, _) => "WARNING",
        _ => "INFO",
    };
    let mut message = format!("{}: {}", entry.control.title, entry.message);
    if !entry.address.is_empty() {
        message = format!("{message} ({})", entry.address);
    }
    let mut value = json!({
        "message": message,
        "location": entry.place.as_ref().map_or_else(|| json!({ "path": entry.file().unwrap_or(".") }), location),
        "severity": severity,
        "code": { "value": *entry.control.id },
    });
    // A suggestion belongs to the file of its diagnostic.
    let edits = entry.fix.iter().flat_map(|fix| &fix.edits);
    let suggestions: Vec<Value> = edits
        .filter(|edit| entry.place.as_ref().is_some_and(|place| edit.place.path() == place.path()))
        .map(|edit| json!({ "range": range(&edit.place), "text": edit.text }))
        .collect();
    if !suggestions.is_empty() {
        value["suggestions"] = suggestions.into();
    }
    value
}

fn location(place: &Place) -> Value {
    json!({ "path": place.path(), "range": range(place) })
}

/// Lines from 1; columns are bytes from 1.
fn range(place: &Place) -> Value {
    let point = |offset: u32| {
        let line = place.file.position(offset).line;
        let before = &place.file.text[..offset.min(place.file.text.len() as u32) as usize];
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        json!({ "line": line, "column": before.len() - start + 1 })
    };
    json!({ "start": point(place.start), "end": point(place.end) })
}
