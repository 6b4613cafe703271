//! Every requirement of the chosen frameworks with its state in a run, also those that no control covers.

use super::outcome::{Outcome, Status};
use super::words::Lang;
use super::{Paint, escape};
use crate::rules::{Control, Decides, Framework};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

/// One chosen framework.
#[derive(Clone, Debug, Serialize)]
pub struct FrameworkReport {
    pub id: String,
    pub title: String,
    /// In the order of publication.
    pub requirements: Vec<RequirementReport>,
}

/// One requirement.
#[derive(Clone, Debug, Serialize)]
pub struct RequirementReport {
    pub id: String,
    pub title: String,
    /// `fail`, `unknown`, `pass`, `suppressed`, `not-judged` (nothing here to judge), `not-decidable` or `not-covered`.
    pub state: &'static str,
    pub controls: Vec<String>,
    /// Controls that serve it by way of another framework.
    pub derived: Vec<String>,
}

/// How each requirement stands.
pub fn requirements(
    frameworks: &[&Framework],
    controls: &[Arc<Control>],
    outcome: &Outcome,
    lang: Lang,
) -> Vec<FrameworkReport> {
    let mut judged: BTreeMap<&str, BTreeSet<Status>> = BTreeMap::new();
    for (control, status, _) in outcome.verdicts() {
        judged.entry(&control.id).or_default().insert(status);
    }
    let report = |framework: &&Framework| FrameworkReport {
        id: framework.id.to_string(),
        title: framework.title.in_language(lang.code()).to_owned(),
        requirements: framework
            .requirements
            .iter()
            .map(|requirement| {
                let serving = |derived: bool| -> Vec<&Arc<Control>> {
                    let serves = |control: &&Arc<Control>| {
                        let maps = if derived { &control.frameworks_derived } else { &control.frameworks };
                        maps.get(&framework.id).is_some_and(|ids| ids.contains(&requirement.id))
                    };
                    controls.iter().filter(serves).collect()
                };
                let (direct, derived) = (serving(false), serving(true));
                let ids = |controls: &[&Arc<Control>]| controls.iter().map(|control| control.id.to_string()).collect();
                RequirementReport {
                    id: requirement.id.to_string(),
                    title: requirement.title.in_language(lang.code()).to_owned(),
                    state: state(&direct.iter().chain(&derived).copied().collect::<Vec<_>>(), &judged),
                    controls: ids(&direct),
                    derived: ids(&derived),
                }
            })
            .collect(),
    };
    frameworks.iter().map(report).collect()
}

fn state(controls: &[&Arc<Control>], judged: &BTreeMap<&str, BTreeSet<Status>>) -> &'static str {
    if controls.is_empty() {
        return "not-covered";
    }
    let found: BTreeSet<Status> =
        controls.iter().filter_map(|control| judged.get(&*control.id)).flatten().copied().collect();
    for status in [Status::Fail, Status::Unknown, Status::Pass, Status::Suppressed] {
        if found.contains(&status) {
            return status.word();
        }
    }
    let decidable = controls.iter().any(|control| control.decides != Decides::NotDecidable);
    if decidable { "not-judged" } else { "not-decidable" }
}

/// A line for each requirement.
pub fn requirements_text(reports: &[FrameworkReport], lang: Lang, paint: Paint) -> String {
    let mut out = String::new();
    for report in reports {
        let _ = writeln!(out, "\n{} {}", paint.heading(&report.id), escape::line(&report.title));
        let width = report.requirements.iter().map(|requirement| requirement.id.len()).max().unwrap_or(0);
        for requirement in &report.requirements {
            let (id, state) = (&requirement.id, lang.words().term(requirement.state));
            let title = paint.dim(escape::line(&requirement.title));
            let _ = writeln!(out, "  {id:<width$}  {state:<13} {} {title}", serving(requirement, lang));
        }
    }
    out
}

/// A table for each framework.
pub fn requirements_markdown(reports: &[FrameworkReport], lang: Lang) -> Vec<String> {
    let row = |requirement: &RequirementReport| {
        let state = lang.words().term(requirement.state);
        format!("- `{}` {state}: {}\n", requirement.id, serving(requirement, lang))
    };
    let of = |report: &FrameworkReport| {
        let rows = report.requirements.iter().map(row);
        std::iter::once(format!("**{}**\n\n", report.id)).chain(rows).collect::<Vec<_>>()
    };
    reports.iter().flat_map(of).collect()
}

fn serving(requirement: &RequirementReport, lang: Lang) -> String {
    let derived = requirement.derived.iter().map(|id| format!("{id} ({})", lang.words().derived));
    let all: Vec<String> = requirement.controls.iter().cloned().chain(derived).collect();
    if all.is_empty() { "-".to_owned() } else { all.join(", ") }
}
