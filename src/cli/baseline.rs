//! The baseline: findings that were there when it was recorded.

use super::discover::shown;
use super::error::CliError;
use crate::report::{Entry, Outcome, Status, Suppression};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::Path;

/// The file: sorted, one finding a line, so that branches merge.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Baseline {
    version: u32,
    findings: Vec<Known>,
}

/// A recorded finding. The fingerprint is made from control, address and deciding attribute, never from lines.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Known {
    control: String,
    address: String,
    fingerprint: String,
}

impl Baseline {
    /// The failing findings of an outcome.
    pub fn of(outcome: &Outcome) -> Baseline {
        let known = |entry: &Entry| Known {
            control: entry.control.id.to_string(),
            address: entry.address.to_string(),
            fingerprint: entry.fingerprint.clone(),
        };
        let findings: BTreeSet<Known> = outcome.with_status(Status::Fail).map(known).collect();
        Baseline { version: 1, findings: findings.into_iter().collect() }
    }

    pub fn read(path: &Path) -> Result<Baseline, CliError> {
        let name = shown(path);
        let bytes = std::fs::read(path).map_err(|error| CliError::unreadable(name.clone(), &error))?;
        let wrong = |reason: String| CliError::Unreadable { path: name.clone(), reason };
        let baseline: Baseline =
            serde_json::from_slice(&bytes).map_err(|error| wrong(format!("not a baseline: {error}")))?;
        if baseline.version != 1 {
            return Err(wrong(format!("a baseline of version {}, and only 1 is known", baseline.version)));
        }
        Ok(baseline)
    }

    pub fn text(&self) -> String {
        let lines: Vec<String> =
            self.findings.iter().map(|known| serde_json::to_string(known).expect("strings are JSON")).collect();
        let lines = if lines.is_empty() { String::new() } else { format!("\n  {}\n", lines.join(",\n  ")) };
        format!("{{\"version\":1,\"findings\":[{lines}]}}\n")
    }

    pub fn len(&self) -> usize {
        self.findings.len()
    }

    /// Sets recorded findings aside, and gives those that are gone.
    pub fn apply(&self, outcome: &mut Outcome) -> Vec<&Known> {
        let known: BTreeSet<&str> = self.findings.iter().map(|known| known.fingerprint.as_str()).collect();
        let mut seen = BTreeSet::new();
        for entry in &mut outcome.entries {
            if matches!(entry.status, Status::Fail | Status::Suppressed) && known.contains(entry.fingerprint.as_str()) {
                seen.insert(entry.fingerprint.clone());
                if entry.status == Status::Fail {
                    entry.status = Status::Suppressed;
                    entry.suppression = Some(Suppression { by: "baseline", reason: None });
                }
            }
        }
        self.findings.iter().filter(|known| !seen.contains(&known.fingerprint)).collect()
    }
}

impl Known {
    pub fn name(&self) -> String {
        format!("{} {}", self.control, self.address)
    }
}
