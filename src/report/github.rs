//! Workflow commands of GitHub Actions: one annotation a finding.

use super::cloud::{short, short_lines};
use super::outcome::{Entry, Outcome, Place, ProblemLevel, Status};
use crate::rules::Severity;
use std::cmp::Reverse;
use std::fmt::Write;

/// Annotations of one level that GitHub shows of one step; the rest stays in the log.
const SHOWN: usize = 10;
/// Characters of a message that GitHub keeps, with room for the escapes of newlines.
const MESSAGE: usize = 16_000;
const TITLE: usize = 255;

/// The most severe findings come first, because GitHub shows only the first annotations of each level; where there are more,
/// the first one says so.
pub fn github(outcome: &Outcome) -> String {
    let mut levels = [("error", Vec::new()), ("warning", Vec::new()), ("notice", Vec::new())];
    let mut add = |level: &str, line: String| {
        if let Some((_, lines)) = levels.iter_mut().find(|(name, _)| *name == level) {
            lines.push(line);
        }
    };
    for problem in &outcome.problems {
        let level = if problem.level == ProblemLevel::Error { "error" } else { "warning" };
        let (place, file) = (problem.place.as_ref(), problem.file.as_deref());
        add(level, command(level, place, file, &problem.kind, &problem.message));
    }
    let mut open: Vec<&Entry> = outcome.entries.iter().filter(|entry| entry.is_open()).collect();
    open.sort_by_key(|entry| Reverse(entry.control.severity));
    for entry in open {
        let title = format!("{} {}", entry.control.id, entry.control.title);
        add(level(entry), command(level(entry), entry.place.as_ref(), entry.file(), &title, &message(entry)));
    }
    let mut out = String::new();
    for (level, lines) in levels {
        if lines.len() > SHOWN {
            let text = format!("{} annotations of this level; GitHub shows {SHOWN}, the log all of them", lines.len());
            out.push_str(&command(level, None, None, "tfmend", &text));
        }
        out.extend(lines);
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
    let mut text = if entry.message.is_empty() { entry.control.title.to_string() } else { entry.message.to_string() };
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

fn command(level: &str, place: Option<&Place>, file: Option<&str>, title: &str, message: &str) -> String {
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
    properties.push(format!("title={}", property(&short(title, TITLE))));
    format!("::{level} {}::{}\n", properties.join(","), data(&short_lines(message, MESSAGE)))
}

fn data(text: &str) -> String {
    super::escape::lines(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    super::escape::line(text).replace('%', "%25").replace(':', "%3A").replace(',', "%2C")
}
