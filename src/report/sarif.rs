//! SARIF 2.1.0 with rule help, fixes, fingerprints and suppressions.

use super::formats::pretty;
use super::outcome::{ControlText, Entry, FixText, Outcome, Place, Problem, ProblemLevel, Replacement, Status, Step};
use crate::rules::Severity;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Fails, unknowns (as notes) and suppressed findings.
pub fn sarif(outcome: &Outcome) -> String {
    let listed: Vec<&Entry> = outcome.entries.iter().filter(|entry| entry.status != Status::Pass).collect();
    let mut rules: BTreeMap<&str, &ControlText> = BTreeMap::new();
    for entry in &listed {
        rules.insert(&entry.control.id, &entry.control);
    }
    let index: BTreeMap<&str, usize> = rules.keys().enumerate().map(|(at, id)| (*id, at)).collect();
    let results: Vec<Value> = listed.iter().map(|entry| result(entry, index[&*entry.control.id])).collect();
    let run = json!({
        "tool": { "driver": {
            "name": "tfmend",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules.values().map(|control| rule(control)).collect::<Vec<_>>(),
        } },
        "columnKind": "unicodeCodePoints",
        "invocations": [{
            "executionSuccessful": !outcome.has_errors(),
            "toolExecutionNotifications": outcome.problems.iter().map(notification).collect::<Vec<_>>(),
        }],
        "results": results,
    });
    pretty(&json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] }))
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Low => "note",
        Severity::Medium => "warning",
        Severity::High | Severity::Critical => "error",
    }
}

/// The score by which GitHub sorts, in the middle of each of its bands.
fn score(severity: Severity) -> &'static str {
    match severity {
        Severity::Low => "2.0",
        Severity::Medium => "5.5",
        Severity::High => "8.0",
        Severity::Critical => "9.5",
    }
}

fn rule(control: &ControlText) -> Value {
    let mut tags = vec!["security".to_owned()];
    for (framework, requirements) in &control.frameworks {
        tags.extend(requirements.iter().map(|requirement| format!("{framework}/{requirement}")));
    }
    tags.dedup();
    let why = if control.why.is_empty() { &control.title } else { &control.why };
    json!({
        "id": *control.id,
        "name": *control.slug,
        "shortDescription": { "text": *control.title },
        "fullDescription": { "text": **why },
        "help": {
            "text": format!("{why}\n\ntfmend explain {}", control.id),
            "markdown": format!("{why}\n\n`tfmend explain {}`", control.id),
        },
        "defaultConfiguration": { "level": level(control.severity) },
        "properties": { "tags": tags, "security-severity": score(control.severity), "precision": "high" },
    })
}

fn result(entry: &Entry, rule_index: usize) -> Value {
    let mut message = entry.message.clone();
    if !entry.address.is_empty() {
        message = format!("{message}: {}", entry.address);
    }
    if !entry.blocked_by.is_empty() {
        let _ = write!(message, " ({})", entry.blocked_by.join(", "));
    }
    let mut value = json!({
        "ruleId": *entry.control.id,
        "ruleIndex": rule_index,
        // An unknown verdict is for a person to look at, not a failure.
        "kind": if entry.status == Status::Unknown { "review" } else { "fail" },
        "level": if entry.status == Status::Unknown { "none" } else { level(entry.control.severity) },
        "message": { "text": message },
        "locations": [location(entry)],
        "partialFingerprints": { "tfmend/v1": entry.fingerprint },
    });
    let related: Vec<Value> = entry.origin.iter().filter_map(related).collect();
    if !related.is_empty() {
        value["relatedLocations"] = related.into();
    }
    if let Some(fix) = entry.fix.as_ref().filter(|fix| !fix.edits.is_empty()) {
        value["fixes"] = json!([fix_value(fix)]);
    }
    if entry.status == Status::Suppressed {
        let by = entry.suppression.as_ref();
        let kind = if by.is_some_and(|suppression| suppression.by == "comment") { "inSource" } else { "external" };
        let reason = by.and_then(|suppression| suppression.reason.as_deref()).unwrap_or("");
        value["suppressions"] = json!([{ "kind": kind, "justification": reason }]);
    }
    if let Some(change) = entry.change {
        let state = match change {
            "introduced" => "new",
            "resolved" => "absent",
            _ => "unchanged",
        };
        value["baselineState"] = state.into();
    }
    value
}

fn location(entry: &Entry) -> Value {
    let mut value = match &entry.place {
        Some(place) => json!({ "physicalLocation": physical(place) }),
        None => json!({}),
    };
    if !entry.address.is_empty() {
        value["logicalLocations"] = json!([{ "fullyQualifiedName": *entry.address, "kind": "resource" }]);
    }
    value
}

fn physical(place: &Place) -> Value {
    json!({ "artifactLocation": { "uri": uri(place.path()) }, "region": region(place) })
}

fn region(place: &Place) -> Value {
    let (start, end) = (place.start_position(), place.end_position());
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

fn related(step: &Step) -> Option<Value> {
    let place = step.place.as_ref()?;
    let text = format!("{}: {}", step.kind, step.expression);
    Some(json!({ "physicalLocation": physical(place), "message": { "text": text } }))
}

fn fix_value(fix: &FixText) -> Value {
    let mut files: BTreeMap<&str, Vec<&Replacement>> = BTreeMap::new();
    for edit in &fix.edits {
        files.entry(edit.place.path()).or_default().push(edit);
    }
    let replacement =
        |edit: &&Replacement| json!({ "deletedRegion": region(&edit.place), "insertedContent": { "text": edit.text } });
    let changes: Vec<Value> = files
        .into_iter()
        .map(|(path, edits)| {
            let replacements: Vec<Value> = edits.iter().map(replacement).collect();
            json!({ "artifactLocation": { "uri": uri(path) }, "replacements": replacements })
        })
        .collect();
    let text = format!("{} ({}, {})", fix.summary, fix.class, fix.impact);
    json!({ "description": { "text": text }, "artifactChanges": changes })
}

fn notification(problem: &Problem) -> Value {
    let mut value = json!({
        "level": if problem.level == ProblemLevel::Error { "error" } else { "warning" },
        "message": { "text": problem.message },
        "descriptor": { "id": problem.kind },
    });
    if let Some(place) = &problem.place {
        value["locations"] = json!([{ "physicalLocation": physical(place) }]);
    } else if let Some(file) = &problem.file {
        value["locations"] = json!([{ "physicalLocation": { "artifactLocation": { "uri": uri(file) } } }]);
    }
    value
}

/// A path as a relative reference: everything but unreserved characters and `/` is percent-encoded.
pub(super) fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    if path.starts_with('/') {
        out.push_str("file://");
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(byte as char),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}
