//! What the formats of AWS services and of security lakes have in common: accounts, Regions, limits of length.

use super::outcome::{Entry, Outcome, RunFacts};
use std::collections::HashMap;

impl RunFacts {
    /// Where the finding is filed: what the run was told, then what the configuration shows, then the environment.
    pub fn account_of<'a>(&'a self, entry: &'a Entry) -> Option<&'a str> {
        first(&[&self.account_id, entry.account_id.as_deref().unwrap_or(""), &self.environment_account_id])
    }

    pub fn region_of<'a>(&'a self, entry: &'a Entry) -> Option<&'a str> {
        first(&[&self.region, entry.region.as_deref().unwrap_or(""), &self.environment_region])
    }
}

fn first<'a>(texts: &[&'a str]) -> Option<&'a str> {
    texts.iter().copied().find(|text| !text.is_empty())
}

/// The partition in which a Region lies.
pub fn partition(region: &str) -> &'static str {
    match region.split('-').take(2).collect::<Vec<_>>()[..] {
        ["cn", _] => "aws-cn",
        ["us", "gov"] => "aws-us-gov",
        ["us", "iso"] => "aws-iso",
        ["us", "isob"] => "aws-iso-b",
        ["us", "isof"] => "aws-iso-f",
        ["eu", "isoe"] => "aws-iso-e",
        ["eusc", _] => "aws-eusc",
        _ => "aws",
    }
}

/// One line, harmless and at most so many characters; what is cut off is shown by an ellipsis.
pub fn short(text: &str, limit: usize) -> String {
    cut(&super::escape::line(text), limit)
}

/// The same for text of several lines.
pub fn short_lines(text: &str, limit: usize) -> String {
    cut(&super::escape::lines(&text.replace("\r\n", "\n")), limit)
}

fn cut(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let mut kept: String = text.chars().take(limit.saturating_sub(1)).collect();
    kept.push('…');
    kept
}

/// A fingerprint for each entry that no other entry of the report has: two roots may hold the same address.
pub fn unique_fingerprints(outcome: &Outcome) -> Vec<String> {
    let mut seen: HashMap<&str, u32> = HashMap::new();
    let one = |entry: &'_ Entry, seen: u32| match seen {
        1 => entry.fingerprint.clone(),
        more => format!("{}-{more}", entry.fingerprint),
    };
    let mut names = Vec::with_capacity(outcome.entries.len());
    for entry in &outcome.entries {
        let count = seen.entry(&entry.fingerprint).or_default();
        *count += 1;
        names.push(one(entry, *count));
    }
    names
}

/// What is said of a finding in one sentence.
pub fn sentence(entry: &Entry) -> String {
    let mut text = if entry.message.is_empty() { entry.control.title.to_string() } else { entry.message.to_string() };
    if !entry.address.is_empty() {
        text = format!("{text}: {}", entry.address);
    }
    if !entry.blocked_by.is_empty() {
        text = format!("{text} ({})", entry.blocked_by.join(", "));
    }
    text
}

/// `framework/requirement` for each requirement that the control serves.
pub fn requirements(entry: &Entry) -> impl Iterator<Item = String> {
    let maps = entry.control.frameworks.iter();
    maps.flat_map(|(framework, ids)| ids.iter().map(move |id| format!("{framework}/{id}")))
}

/// `path:line` of the deciding place.
pub fn place(entry: &Entry) -> Option<String> {
    let place = entry.place.as_ref()?;
    Some(format!("{}:{}", place.path(), place.start_position().line))
}

/// What a person does: the proposed fix, why there is none, or the steps in the console.
pub fn advice(entry: &Entry) -> Option<String> {
    if let Some(fix) = &entry.fix {
        return Some(format!("{} ({}, {})", fix.summary, fix.class, fix.impact));
    }
    let steps = || (!entry.control.steps.is_empty()).then(|| entry.control.steps.join(" "));
    let reason = entry.no_fix_reason.as_deref().filter(|reason| !reason.is_empty());
    reason.map(str::to_owned).or_else(steps)
}
