//! Open Cybersecurity Schema Framework 1.5: compliance findings (class 2003), one event for each finding.

use super::cloud::{advice, partition, place, requirements, sentence, short, short_lines, unique_fingerprints};
use super::formats::{Each, write_pretty};
use super::outcome::{Entry, Outcome, Status};
use super::words::Lang;
use crate::rules::Severity;
use serde_json::{Map, Value, json};
use std::io::{self, Write};

const VERSION: &str = "1.5.0";
const CLASS: u32 = 2003;
/// No limit of the schema: an event stays small enough for a log line.
const LONGEST: usize = 8192;

/// Findings that fail or are unknown, and those that the change resolves; `all` adds passes and suppressed ones.
pub fn ocsf(outcome: &Outcome, all: bool, lang: Lang, to: &mut dyn Write) -> io::Result<()> {
    let names = unique_fingerprints(outcome);
    let listed = |(entry, _): &(&Entry, &String)| all || entry.is_open() || entry.is_resolved();
    let listed = || outcome.entries.iter().zip(&names).filter(listed);
    write_pretty(&Each(|| listed().map(|(entry, name)| event(outcome, entry, name, lang))), to)
}

fn event(outcome: &Outcome, entry: &Entry, name: &str, lang: Lang) -> Value {
    let control = &entry.control;
    let (activity, activity_name) = if entry.is_resolved() { (3, "Close") } else { (1, "Create") };
    let (severity, severity_name) = severity(entry);
    let (status, status_name) = status(entry);
    let time = outcome.run.time.as_millisecond();
    let mut value = json!({
        "activity_id": activity,
        "activity_name": activity_name,
        "category_uid": 2,
        "category_name": "Findings",
        "class_uid": CLASS,
        "class_name": "Compliance Finding",
        "type_uid": CLASS * 100 + activity,
        "type_name": format!("Compliance Finding: {activity_name}"),
        "time": time,
        "severity_id": severity,
        "severity": severity_name,
        "status_id": status,
        "status": status_name,
        "message": short(&sentence(entry), LONGEST),
        "metadata": {
            "version": VERSION,
            "profiles": ["cloud"],
            "event_code": *control.id,
            "uid": name,
            "product": {
                "name": "tfmend", "vendor_name": "tfmend", "version": env!("CARGO_PKG_VERSION"), "lang": lang.code(),
            },
        },
        "cloud": cloud(outcome, entry),
        "finding_info": finding_info(entry, name, time),
        "compliance": compliance(entry),
        "resources": [resource(outcome, entry)],
        "unmapped": unmapped(entry),
    });
    if let Some(advice) = advice(entry).filter(|_| entry.is_open()) {
        value["remediation"] = json!({ "desc": short(&advice, LONGEST) });
    }
    let reason = entry.suppression.as_ref().and_then(|suppression| suppression.reason.as_deref());
    let detail =
        reason.map(str::to_owned).or_else(|| (!entry.blocked_by.is_empty()).then(|| entry.blocked_by.join(", ")));
    if let Some(detail) = detail {
        value["status_detail"] = short(&detail, LONGEST).into();
    }
    value
}

fn cloud(outcome: &Outcome, entry: &Entry) -> Value {
    let mut cloud = json!({ "provider": "AWS" });
    if let Some(region) = outcome.run.region_of(entry) {
        cloud["region"] = region.into();
    }
    if let Some(account) = outcome.run.account_of(entry) {
        cloud["account"] = json!({ "uid": account, "name": account, "type": "AWS Account", "type_id": 10 });
    }
    cloud
}

fn finding_info(entry: &Entry, name: &str, time: i64) -> Value {
    let control = &entry.control;
    let mut value = json!({
        "uid": name,
        "title": short(&format!("{} {}", control.id, control.title), LONGEST),
        "desc": short(&control.why, LONGEST),
        "types": ["Software and Configuration Checks/Industry and Regulatory Standards"],
        "created_time": time,
        "analytic": { "uid": *control.id, "name": *control.slug, "type": "Rule", "type_id": 1 },
    });
    if let Some(place) = place(entry) {
        value["data_sources"] = json!([short(&place, LONGEST)]);
    }
    value
}

fn compliance(entry: &Entry) -> Value {
    let control = &entry.control;
    let (status, status_name) = match entry.status {
        Status::Pass => (1, "Pass"),
        Status::Unknown => (2, "Warning"),
        Status::Fail | Status::Suppressed => (3, "Fail"),
    };
    let standards: Vec<&str> = control.frameworks.keys().map(|framework| &**framework).collect();
    json!({
        "control": *control.id,
        "desc": short(&control.title, LONGEST),
        "standards": standards,
        "requirements": requirements(entry).collect::<Vec<_>>(),
        "status_id": status,
        "status": status_name,
    })
}

fn resource(outcome: &Outcome, entry: &Entry) -> Value {
    let region = entry.region.as_deref().or(outcome.run.region_of(entry));
    let account = || outcome.run.account_of(entry).map_or("account".to_owned(), |id| format!("AWS::::Account:{id}"));
    let mut value = match entry.account {
        true => json!({ "uid": account(), "type": "AwsAccount" }),
        false => json!({ "uid": short(&entry.address, LONGEST), "type": *entry.resource_type }),
    };
    value["group"] = json!({ "name": *entry.control.service });
    if !entry.address.is_empty() {
        value["name"] = short(&entry.address, LONGEST).into();
    }
    if let Some(region) = region {
        value["region"] = region.into();
        value["cloud_partition"] = partition(region).into();
    }
    value
}

/// What the schema has no place for.
fn unmapped(entry: &Entry) -> Value {
    let mut fields = Map::new();
    let mut field = |name: &str, text: &str| {
        if !text.is_empty() {
            fields.insert(name.to_owned(), short_lines(text, LONGEST).into());
        }
    };
    field("fingerprint", &entry.fingerprint);
    field("change", entry.change.unwrap_or(""));
    field("location", &place(entry).unwrap_or_default());
    field("no_fix_reason", entry.no_fix_reason.as_deref().unwrap_or(""));
    if let Some(fix) = &entry.fix {
        field("fix_class", fix.class);
        field("fix_impact", fix.impact);
        field("fix_diff", &fix.diff);
    }
    if let Some(suppression) = &entry.suppression {
        field("suppressed_by", suppression.by);
    }
    fields.into()
}

fn severity(entry: &Entry) -> (u32, &'static str) {
    match (entry.status, entry.control.severity) {
        (Status::Pass, _) => (1, "Informational"),
        (_, Severity::Low) => (2, "Low"),
        (_, Severity::Medium) => (3, "Medium"),
        (_, Severity::High) => (4, "High"),
        (_, Severity::Critical) => (5, "Critical"),
    }
}

fn status(entry: &Entry) -> (u32, &'static str) {
    match entry.status {
        Status::Suppressed => (3, "Suppressed"),
        Status::Pass => (4, "Resolved"),
        Status::Fail | Status::Unknown => (1, "New"),
    }
}
