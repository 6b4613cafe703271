//! AWS Security Finding Format: each line is one request of Security Hub's `BatchImportFindings`.

use super::asff_types::asff_type;
use super::cloud::{advice, partition, place, requirements, sentence, short, short_lines, unique_fingerprints};
use super::escape::JsonWriter;
use super::outcome::{Entry, Outcome, Status};
use crate::rules::Severity;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Findings that the service takes at once.
const BATCH: usize = 100;

/// What the service allows in one field, in characters.
mod limit {
    pub const ID: usize = 512;
    pub const TITLE: usize = 256;
    pub const DESCRIPTION: usize = 1024;
    pub const RECOMMENDATION: usize = 512;
    pub const REQUIREMENT: usize = 64;
    pub const REQUIREMENTS: usize = 32;
    pub const PRODUCT_FIELD: usize = 2048;
    pub const DETAIL: usize = 1024;
    pub const REASON: usize = 2048;
}

/// Findings that fail or are unknown, and those that the change resolves; `all` adds passes and suppressed ones.
/// A request holds findings of one account and Region, because the service takes them there.
pub fn asff(outcome: &Outcome, all: bool, to: &mut dyn Write) -> io::Result<()> {
    let names = unique_fingerprints(outcome);
    let mut homes: BTreeMap<(&str, &str), Vec<(&Entry, &str)>> = BTreeMap::new();
    for (entry, name) in outcome.entries.iter().zip(&names) {
        let homeless = outcome.run.account_of(entry).is_none() || outcome.run.region_of(entry).is_none();
        if (all || entry.is_open() || entry.is_resolved()) && !(homeless && entry.is_stale_suppression()) {
            let account = outcome.run.account_of(entry).unwrap_or("000000000000");
            let region = outcome.run.region_of(entry).unwrap_or("us-east-1");
            homes.entry((account, region)).or_default().push((entry, name));
        }
    }
    for ((account, region), listed) in homes {
        for batch in listed.chunks(BATCH) {
            let finding = |&(entry, name): &(&Entry, &str)| Writer { outcome, entry, name, account, region }.finding();
            let findings: Vec<Value> = batch.iter().map(finding).collect();
            let mut line = JsonWriter::new(to);
            serde_json::to_writer(&mut line, &json!({ "Findings": findings }))?;
            line.flush()?;
            to.write_all(b"\n")?;
        }
    }
    Ok(())
}

struct Writer<'a> {
    outcome: &'a Outcome,
    entry: &'a Entry,
    name: &'a str,
    account: &'a str,
    region: &'a str,
}

impl Writer<'_> {
    fn finding(&self) -> Value {
        let (entry, control) = (self.entry, &self.entry.control);
        let time = self.outcome.run.time.to_string();
        let label = severity(entry);
        let types = ["Software and Configuration Checks/Industry and Regulatory Standards"];
        let mut description = sentence(entry);
        if let Some(place) = place(entry) {
            description = format!("{description} [{place}]");
        }
        let mut value = json!({
            "SchemaVersion": "2018-10-08",
            "Id": short(&format!("tfmend/{}/{}/{}", self.account, self.region, self.name), limit::ID),
            "ProductArn": self.product_arn(),
            "GeneratorId": short(&format!("tfmend/{}", control.id), limit::ID),
            "AwsAccountId": self.account,
            "Types": types,
            "CreatedAt": time,
            "UpdatedAt": time,
            "Severity": { "Label": label, "Original": entry.control.severity.as_str() },
            "FindingProviderFields": {
                "Severity": { "Label": label, "Original": entry.control.severity.as_str() },
                "Types": types,
            },
            "Title": filled(short(&format!("{} {}", control.id, control.title), limit::TITLE)),
            "Description": filled(short(&description, limit::DESCRIPTION)),
            "Resources": [self.resource()],
            "Compliance": self.compliance(),
            "Workflow": { "Status": workflow(entry) },
            "RecordState": if entry.is_resolved() { "ARCHIVED" } else { "ACTIVE" },
            "ProductFields": self.product_fields(),
        });
        if let Some(text) = advice(entry).filter(|_| entry.is_open()) {
            let text = filled(short(&text, limit::RECOMMENDATION));
            value["Remediation"] = json!({ "Recommendation": { "Text": text } });
        }
        value
    }

    fn product_arn(&self) -> String {
        let own = &self.outcome.run.product_arn;
        let (account, region) = (self.account, self.region);
        let default = || format!("arn:{}:securityhub:{region}:{account}:product/{account}/default", partition(region));
        if own.is_empty() { default() } else { own.clone() }
    }

    /// Before apply there is no ARN: a resource is named by its address.
    fn resource(&self) -> Value {
        let entry = self.entry;
        let (kind, id) = match entry.account {
            true => ("AwsAccount", format!("AWS::::Account:{}", self.account)),
            false => (asff_type(&entry.resource_type), short(&entry.address, limit::ID)),
        };
        let region = entry.region.as_deref().unwrap_or(self.region);
        let mut details = Map::new();
        let mut detail = |name: &str, text: &str| put(&mut details, name, short(text, limit::DETAIL));
        detail("TerraformAddress", &entry.address);
        detail("TerraformType", &entry.resource_type);
        detail("Location", &place(entry).unwrap_or_default());
        let mut resource =
            json!({ "Type": kind, "Id": filled(id), "Partition": partition_of_shape(region), "Region": region });
        if !details.is_empty() {
            resource["Details"] = json!({ "Other": details });
        }
        resource
    }

    fn compliance(&self) -> Value {
        let entry = self.entry;
        let status = match entry.status {
            Status::Pass => "PASSED",
            Status::Unknown => "WARNING",
            Status::Fail | Status::Suppressed => "FAILED",
        };
        let mut value = json!({ "Status": status, "SecurityControlId": *entry.control.id });
        let requirements: Vec<String> =
            requirements(entry).take(limit::REQUIREMENTS).map(|text| short(&text, limit::REQUIREMENT)).collect();
        if !requirements.is_empty() {
            value["RelatedRequirements"] = requirements.into();
        }
        if entry.status == Status::Unknown {
            let blocked = filled(short(&entry.blocked_by.join(", "), limit::REASON));
            value["StatusReasons"] = json!([{ "ReasonCode": "VALUE_NOT_KNOWN_BEFORE_APPLY", "Description": blocked }]);
        }
        value
    }

    fn product_fields(&self) -> Map<String, Value> {
        let entry = self.entry;
        let mut fields = Map::new();
        let mut field = |name: &str, text: &str| put(&mut fields, name, short_lines(text, limit::PRODUCT_FIELD));
        field("tfmend/Version", env!("CARGO_PKG_VERSION"));
        field("tfmend/Control", &entry.control.id);
        field("tfmend/Slug", &entry.control.slug);
        field("tfmend/Status", entry.status.word());
        field("tfmend/Change", entry.change.unwrap_or(""));
        field("tfmend/Fingerprint", &entry.fingerprint);
        if let Some(fix) = &entry.fix {
            field("tfmend/FixClass", fix.class);
            field("tfmend/FixImpact", fix.impact);
            field("tfmend/FixDiff", &fix.diff);
        }
        let suppression = entry.suppression.as_ref();
        field("tfmend/SuppressedBy", suppression.map_or("", |by| by.by));
        field("tfmend/SuppressionReason", suppression.and_then(|by| by.reason.as_deref()).unwrap_or(""));
        fields
    }
}

fn put(fields: &mut Map<String, Value>, name: &str, text: String) {
    if !text.trim().is_empty() {
        fields.insert(name.to_owned(), text.into());
    }
}

/// The service refuses blank strings.
fn filled(text: String) -> String {
    if text.trim().is_empty() { "-".to_owned() } else { text }
}

/// The service's model of a resource has its own words for some partitions.
fn partition_of_shape(region: &str) -> &'static str {
    match partition(region) {
        known @ ("aws-cn" | "aws-us-gov") => known,
        "aws-iso" => "aws-us-iso",
        "aws-iso-b" => "aws-us-iso-b",
        _ => "aws",
    }
}

fn severity(entry: &Entry) -> &'static str {
    match (entry.status, entry.control.severity) {
        (Status::Pass, _) => "INFORMATIONAL",
        (_, Severity::Low) => "LOW",
        (_, Severity::Medium) => "MEDIUM",
        (_, Severity::High) => "HIGH",
        (_, Severity::Critical) => "CRITICAL",
    }
}

fn workflow(entry: &Entry) -> &'static str {
    match entry.status {
        Status::Suppressed => "SUPPRESSED",
        Status::Pass => "RESOLVED",
        Status::Fail | Status::Unknown => "NEW",
    }
}
