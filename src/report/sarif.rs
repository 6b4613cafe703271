//! SARIF 2.1.0 with rule help, fixes, fingerprints and suppressions.

use super::cloud::sentence;
use super::formats::{Each, write_pretty};
use super::markdown;
use super::outcome::{
    ControlText, Entry, FixText, Outcome, Place, Problem, ProblemLevel, Replacement, STALE_SERVICE, Status, Step,
};
use super::words::Lang;
use crate::rules::{Severity, frameworks};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::io;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Tags that GitHub takes for one rule.
const TAGS: usize = 20;

/// Fails, unknowns (for review), suppressed findings, and what the change resolves.
pub fn sarif(outcome: &Outcome, lang: Lang, to: &mut dyn io::Write) -> io::Result<()> {
    let listed: Vec<&Entry> =
        outcome.entries.iter().filter(|entry| entry.status != Status::Pass || entry.is_resolved()).collect();
    let mut rules: BTreeMap<&str, &ControlText> = BTreeMap::new();
    for entry in &listed {
        rules.insert(&entry.control.id, &entry.control);
    }
    let known: Vec<&str> = rules
        .values()
        .flat_map(|control| control.frameworks.keys())
        .map(|name| &**name)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let index: BTreeMap<&str, usize> = rules.keys().enumerate().map(|(at, id)| (*id, at)).collect();
    let run = Run {
        column_kind: "unicodeCodePoints",
        invocations: json!([{
            "executionSuccessful": !outcome.has_errors(),
            "toolExecutionNotifications": outcome.problems.iter().map(notification).collect::<Vec<_>>(),
        }]),
        language: lang.code(),
        results: Each(|| listed.iter().map(|entry| result(entry, index[&*entry.control.id]))),
        taxonomies: taxonomies(&known, &rules, lang),
        tool: json!({ "driver": {
            "name": "tfmend",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules.values().map(|control| rule(control, &known, lang)).collect::<Vec<_>>(),
            "supportedTaxonomies": references(&known),
        } }),
    };
    write_pretty(&Log { schema: SCHEMA, runs: [run], version: "2.1.0" }, to)
}

#[derive(Serialize)]
struct Log<R: Serialize> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    runs: [R; 1],
    version: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<F: Serialize> {
    column_kind: &'static str,
    invocations: Value,
    language: &'static str,
    results: F,
    taxonomies: Vec<Value>,
    tool: Value,
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

/// Frameworks as the taxonomies to which rules relate.
fn references(known: &[&str]) -> Vec<Value> {
    known.iter().enumerate().map(|(index, name)| json!({ "name": name, "index": index })).collect()
}

/// Of each framework the requirements that some rule serves.
fn taxonomies(known: &[&str], rules: &BTreeMap<&str, &ControlText>, lang: Lang) -> Vec<Value> {
    let one = |name: &&str| {
        let published = frameworks().iter().find(|framework| &*framework.id == *name);
        let served: BTreeSet<&str> =
            rules.values().filter_map(|control| control.frameworks.get(*name)).flatten().map(|id| &**id).collect();
        let taxon = |id: &str| {
            let requirement = published.and_then(|it| it.requirements.iter().find(|one| &*one.id == id));
            let title = requirement.map_or("", |requirement| requirement.title.in_language(lang.code()));
            let title = if title.is_empty() { id } else { title };
            json!({ "id": id, "shortDescription": { "text": title } })
        };
        let title = published.map_or(*name, |framework| framework.title.in_language(lang.code()));
        json!({
            "name": name,
            "shortDescription": { "text": title },
            "taxa": served.into_iter().map(taxon).collect::<Vec<_>>(),
        })
    };
    known.iter().map(one).collect()
}

fn relationships(control: &ControlText, known: &[&str]) -> Vec<Value> {
    let index = |name: &str| known.iter().position(|one| *one == name);
    let maps = control.frameworks.iter().flat_map(|(name, ids)| ids.iter().map(move |id| (name, id)));
    let one = |(name, id): (&std::sync::Arc<str>, &std::sync::Arc<str>)| {
        let component = json!({ "name": **name, "index": index(name) });
        json!({ "target": { "id": **id, "toolComponent": component }, "kinds": ["relevant"] })
    };
    let mut seen = BTreeSet::new();
    maps.filter(|pair| seen.insert(*pair)).map(one).collect()
}

fn rule(control: &ControlText, known: &[&str], lang: Lang) -> Value {
    let why = if control.why.is_empty() { &control.title } else { &control.why };
    let (text, markdown) = help(control, why, lang);
    json!({
        "id": *control.id,
        "name": *control.slug,
        "shortDescription": { "text": *control.title },
        "fullDescription": { "text": **why },
        "help": {
            "text": text,
            "markdown": markdown,
        },
        "defaultConfiguration": { "level": level(control.severity) },
        "relationships": relationships(control, known),
        "properties": {
            "tags": tags(control),
            "security-severity": score(control.severity),
            "precision": "high",
            "frameworks": control.frameworks,
        },
    })
}

/// The most telling tags: every framework by its name, then requirements while there is room.
fn tags(control: &ControlText) -> Vec<String> {
    let mut tags = vec!["security".to_owned()];
    tags.extend(control.frameworks.keys().map(ToString::to_string));
    let requirements = control.frameworks.iter();
    tags.extend(requirements.flat_map(|(name, ids)| ids.iter().map(move |id| format!("{name}/{id}"))));
    let mut seen = BTreeSet::new();
    tags.retain(|tag| seen.insert(tag.clone()));
    tags.truncate(TAGS);
    tags
}

/// Why the control matters and what a person does, as plain text and as Markdown.
fn help(control: &ControlText, why: &str, lang: Lang) -> (String, String) {
    let words = lang.words();
    let (mut text, mut markdown) = (why.trim().to_owned(), markdown::escaped(why.trim()));
    if !control.steps.is_empty() {
        let _ = write!(text, "\n\n{}\n{}:", words.remediation, words.console);
        let _ = write!(markdown, "\n\n## {}\n\n{}:\n", words.remediation, words.console);
        for (number, step) in control.steps.iter().enumerate() {
            let _ = write!(text, "\n{}. {step}", number + 1);
            let _ = write!(markdown, "\n{}. {}", number + 1, markdown::escaped(step));
        }
    }
    if let Some(command) = &control.command {
        let command = command.trim();
        let fence = markdown::fence(command);
        let _ = write!(text, "\n\n{}:\n{command}", words.cli);
        let _ = write!(markdown, "\n\n{}:\n\n{fence}sh\n{command}\n{fence}", words.cli);
    }
    if &*control.service == STALE_SERVICE {
        return (text, markdown);
    }
    let _ = write!(text, "\n\ntfmend explain {}", control.id);
    let _ = write!(markdown, "\n\n`tfmend explain {}`", control.id);
    (text, markdown)
}

fn result(entry: &Entry, rule_index: usize) -> Value {
    let mut value = json!({
        "ruleId": *entry.control.id,
        "ruleIndex": rule_index,
        "kind": kind(entry.status),
        "level": if kind(entry.status) == "fail" { level(entry.control.severity) } else { "none" },
        "message": { "text": sentence(entry) },
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

/// An unknown verdict is for a person to look at, not a failure.
fn kind(status: Status) -> &'static str {
    match status {
        Status::Unknown => "review",
        Status::Pass => "pass",
        Status::Fail | Status::Suppressed => "fail",
    }
}

/// GitHub takes only results that lie in a file.
fn location(entry: &Entry) -> Value {
    let mut value = match (&entry.place, entry.file()) {
        (Some(place), _) => json!({ "physicalLocation": physical(place) }),
        (None, Some(file)) => json!({ "physicalLocation": { "artifactLocation": { "uri": uri(file) } } }),
        (None, None) => json!({}),
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

/// A path as a relative reference, or as a file's URI: everything but unreserved characters and `/` is percent-encoded.
pub(super) fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut path = std::borrow::Cow::Borrowed(path);
    let drive = matches!(path.as_bytes(), [letter, b':', b'/' | b'\\', ..] if letter.is_ascii_alphabetic());
    if drive || path.starts_with("\\\\") {
        path = path.replace('\\', "/").into();
    }
    if drive {
        let _ = write!(out, "file:///{}", &path[..2]);
        path = path[2..].to_owned().into();
    } else if path.starts_with("//") {
        out.push_str("file:");
    } else if path.starts_with('/') {
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
