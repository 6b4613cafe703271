//! Workflow commands of GitHub Actions: one annotation a finding.

use super::outcome::{Entry, Outcome, Place, ProblemLevel, Status};
use crate::rules::Severity;
use std::fmt::Write;

pub fn github(outcome: &Outcome) -> String {
    let mut out = String::new();
    for problem in &outcome.problems {
        let level = if problem.level == ProblemLevel::Error { "error" } else { "warning" };
        command(&mut out, level, problem.place.as_ref(), problem.file.as_deref(), &problem.kind, &problem.message);
    }
    for entry in outcome.entries.iter().filter(|entry| matches!(entry.status, Status::Fail | Status::Unknown)) {
        let title = format!("{} {}", entry.control.id, entry.control.title);
        command(&mut out, level(entry), entry.place.as_ref(), None, &title, &message(entry));
    }
    out
}

fn level(entry: &Entry) -> &'static str {
    match (entry.status, entry.control.severity) {
        (Status::Fail, Severity::High | Severity::Critical) => "error",
        (Status::Fail, _) => "warning",
        _ => "notice",
    }
}

fn message(entry: &Entry) -> String {
    let mut text = entry.message.clone();
    if !entry.address.is_empty() {
        let _ = write!(text, "\n{}", entry.address);
    }
    if !entry.blocked_by.is_empty() {
        let _ = write!(text, "\n{}", entry.blocked_by.join(", "));
    }
    if let Some(fix) = &entry.fix {
        let _ = write!(text, "\n\n{} ({}, {})\n{}", fix.summary, fix.class, fix.impact, fix.diff);
    }
    text
}

fn command(out: &mut String, level: &str, place: Option<&Place>, file: Option<&str>, title: &str, message: &str) {
    let mut properties = Vec::new();
    if let Some(path) = place.map(Place::path).or(file) {
        properties.push(format!("file={}", property(path)));
    }
    if let Some(place) = place {
        let (start, end) = (place.start_position(), place.end_position());
        properties.push(format!("line={},endLine={}", start.line, end.line));
        // GitHub refuses columns of a span over several lines.
        if start.line == end.line {
            properties.push(format!("col={},endColumn={}", start.column, end.column));
        }
    }
    properties.push(format!("title={}", property(title)));
    let _ = writeln!(out, "::{level} {}::{}", properties.join(","), data(message));
}

fn data(text: &str) -> String {
    super::escape::lines(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    super::escape::line(text).replace('%', "%25").replace(':', "%3A").replace(',', "%2C")
}
