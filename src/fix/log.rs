//! The remediation log: one JSON line for each fix that was applied, and whether it still holds.

use super::batch::Applied;
use super::prove::{FindingKey, key};
use crate::check::Finding;
use crate::rules::Verdict;
use crate::text::{FileId, Files};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// One applied fix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Of the log's format: 1.
    pub version: u32,
    /// RFC 3339, as the caller gave it.
    pub time: String,
    /// The root's folder, as the run named it; several roots may have resources of one address. Earlier logs have none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub root: String,
    pub control: String,
    pub resource: String,
    pub class: String,
    pub impact: String,
    pub proof: String,
    pub summary: String,
    /// Other resources that the edit changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_changes: Vec<String>,
    /// The fix alone, as a unified diff against the sources of its pass.
    pub edit: String,
    pub pass: usize,
    /// The files that the batch changed where this fix edits them.
    pub files: Vec<FileDigest>,
}

/// A file before and after the batch; SHA-256 in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileDigest {
    pub path: String,
    pub before: String,
    pub after: String,
}

/// Whether an entry of the log still holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The control passes on the resource.
    Holds,
    /// It fails again.
    Fails,
    /// It can no longer be told.
    Unknown,
    /// The resource is no longer there, or no longer judged.
    Gone,
}

impl Entry {
    /// The log's entries for fixes that were applied to these files of a root.
    pub fn of(
        applied: &[Applied],
        root: &str,
        files: &Files,
        texts: &BTreeMap<FileId, String>,
        time: &str,
    ) -> Vec<Entry> {
        let one = |applied| Entry { root: root.to_owned(), ..Entry::one(applied, files, texts, time) };
        applied.iter().map(one).collect()
    }

    fn one(applied: &Applied, files: &Files, texts: &BTreeMap<FileId, String>, time: &str) -> Entry {
        let fix = &applied.fix;
        let mut ids: Vec<FileId> = fix.edits.iter().map(|edit| edit.span.file).collect();
        ids.dedup();
        let file = |id: FileId| {
            let file = files.get(id);
            let after = texts.get(&id).map_or(&*file.text, String::as_str);
            FileDigest { path: file.path.to_string(), before: digest(&file.text), after: digest(after) }
        };
        Entry {
            version: 1,
            time: time.to_owned(),
            root: String::new(),
            control: applied.finding.0.to_string(),
            resource: applied.finding.1.to_string(),
            class: fix.class.as_str().to_owned(),
            impact: fix.impact.as_str().to_owned(),
            proof: fix.proof.as_str().to_owned(),
            summary: fix.summary.en.to_string(),
            also_changes: fix.also_changes.clone(),
            edit: fix.diff.clone(),
            pass: applied.pass,
            files: ids.into_iter().map(file).collect(),
        }
    }

    /// The entry as one line of JSON, with its line feed.
    pub fn line(&self) -> String {
        serde_json::to_string(self).expect("an entry is JSON") + "\n"
    }

    /// What the findings of a later run say of it.
    pub fn standing(&self, findings: &[Finding]) -> Standing {
        let own: FindingKey = (self.control.as_str().into(), self.resource.as_str().into());
        match findings.iter().find(|finding| key(finding) == own).map(|finding| finding.verdict) {
            Some(Verdict::Pass) => Standing::Holds,
            Some(Verdict::Fail) => Standing::Fails,
            Some(Verdict::Unknown) => Standing::Unknown,
            None => Standing::Gone,
        }
    }
}

/// The entries of a log; an error names the line that is not one.
pub fn read_log(text: &str) -> Result<Vec<Entry>, String> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| serde_json::from_str(line).map_err(|error| format!("line {}: {error}", number + 1)))
        .collect()
}

/// SHA-256 in hexadecimal.
pub fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
