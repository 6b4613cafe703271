//! GitLab Code Quality.

use super::cloud::{sentence, short, unique_fingerprints};
use super::formats::{Each, write_pretty};
use super::outcome::{Entry, Outcome, Place, Problem, ProblemLevel, Status};
use crate::rules::Severity;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::io::{self, Write};

/// GitLab cuts a longer description off itself, and shows it badly.
const DESCRIPTION: usize = 1000;

pub fn gitlab(outcome: &Outcome, to: &mut dyn Write) -> io::Result<()> {
    let names = unique_fingerprints(outcome);
    let listed = || outcome.entries.iter().zip(&names).filter(|(entry, _)| entry.is_open());
    let problems = || outcome.problems.iter().enumerate().map(|(number, problem)| self::problem(problem, number));
    write_pretty(&Each(|| problems().chain(listed().map(|(entry, name)| issue(entry, name)))), to)
}

fn issue(entry: &Entry, name: &str) -> Value {
    let severity = match (entry.status, entry.control.severity) {
        (Status::Fail, Severity::Critical) => "blocker",
        (Status::Fail, Severity::High) => "critical",
        (Status::Fail, Severity::Medium) => "major",
        (Status::Fail, Severity::Low) => "minor",
        _ => "info",
    };
    json!({
        "description": short(&format!("{}: {}", entry.control.id, sentence(entry)), DESCRIPTION),
        "check_name": *entry.control.id,
        "fingerprint": name,
        "severity": severity,
        "location": location(entry.place.as_ref(), entry.file()),
    })
}

fn problem(problem: &Problem, number: usize) -> Value {
    let digest = Sha256::digest(format!("{number} {} {}", problem.kind, problem.message));
    let fingerprint: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    json!({
        "description": short(&problem.message, DESCRIPTION),
        "check_name": format!("problem/{}", problem.kind),
        "fingerprint": fingerprint,
        "severity": if problem.level == ProblemLevel::Error { "critical" } else { "info" },
        "location": location(problem.place.as_ref(), problem.path()),
    })
}

/// An issue without a place is shown at the first line of the file.
fn location(place: Option<&Place>, file: Option<&str>) -> Value {
    let (begin, end) = place.map_or((1, 1), |place| (place.start_position().line, place.end_position().line));
    json!({ "path": file.unwrap_or("."), "lines": { "begin": begin, "end": end } })
}
