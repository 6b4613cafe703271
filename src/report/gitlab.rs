//! GitLab Code Quality.

use super::formats::pretty;
use super::outcome::{Entry, Outcome, Status};
use crate::rules::Severity;
use serde_json::{Value, json};

pub fn gitlab(outcome: &Outcome) -> String {
    let listed = outcome.entries.iter().filter(|entry| matches!(entry.status, Status::Fail | Status::Unknown));
    pretty(&listed.map(issue).collect::<Vec<_>>())
}

fn issue(entry: &Entry) -> Value {
    let severity = match (entry.status, entry.control.severity) {
        (Status::Fail, Severity::Critical) => "blocker",
        (Status::Fail, Severity::High) => "critical",
        (Status::Fail, Severity::Medium) => "major",
        (Status::Fail, Severity::Low) => "minor",
        _ => "info",
    };
    let (path, begin, end) = match &entry.place {
        Some(place) => (place.path(), place.start_position().line, place.end_position().line),
        None => (".", 1, 1),
    };
    json!({
        "description": format!("{}: {}: {}", entry.control.id, entry.message, entry.address),
        "check_name": *entry.control.id,
        "fingerprint": entry.fingerprint,
        "severity": severity,
        "location": { "path": path, "lines": { "begin": begin, "end": end } },
    })
}
