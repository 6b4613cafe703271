//! JSON, version 1. Its own structs: additions only.

use super::formats::{Each, write_pretty};
use super::outcome::{Entry, FixText, Outcome, Place, Problem, Status, Step};
use super::standing::{Standing, standings};
use super::words::Lang;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

#[derive(Serialize)]
struct Report<'a, F: Serialize> {
    version: u32,
    findings: F,
    problems: Vec<ProblemJson<'a>>,
    /// Of the frameworks that were asked for, every requirement with its state.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    frameworks: &'a [super::FrameworkReport],
    summary: Summary<'a>,
}

#[derive(Serialize)]
struct Finding<'a> {
    control: &'a str,
    slug: &'a str,
    title: &'a str,
    severity: &'static str,
    status: &'static str,
    change: Option<&'static str>,
    address: &'a str,
    resource_type: &'a str,
    message: &'a str,
    blocked_by: &'a [String],
    location: Option<Location<'a>>,
    origin: Vec<Origin<'a>>,
    frameworks: &'a BTreeMap<std::sync::Arc<str>, Vec<std::sync::Arc<str>>>,
    fix: Option<Fix<'a>>,
    no_fix_reason: Option<&'a str>,
    fingerprint: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppression: Option<SuppressionJson<'a>>,
}

#[derive(Serialize)]
struct SuppressionJson<'a> {
    by: &'static str,
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct Location<'a> {
    file: &'a str,
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Origin<'a> {
    kind: &'static str,
    file: Option<&'a str>,
    line: Option<u32>,
    expression: &'a str,
}

#[derive(Serialize)]
struct Fix<'a> {
    class: &'static str,
    impact: &'static str,
    proven: bool,
    proof: &'static str,
    summary: &'a str,
    warning: Option<&'a str>,
    diff: &'a str,
    /// The diff cannot be applied, because it hides sensitive values.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    hides: bool,
    also_changes: &'a [String],
    inputs: Vec<Input<'a>>,
}

#[derive(Serialize)]
struct Input<'a> {
    name: &'a str,
    description: &'a str,
}

#[derive(Serialize)]
struct ProblemJson<'a> {
    level: &'static str,
    kind: &'a str,
    message: &'a str,
    file: Option<&'a str>,
    location: Option<Location<'a>>,
}

#[derive(Serialize)]
struct Summary<'a> {
    fail: usize,
    unknown: usize,
    pass: usize,
    suppressed: usize,
    /// Fails by severity.
    severities: BTreeMap<&'static str, usize>,
    problems: usize,
    roots: usize,
    files: usize,
    resources: usize,
    controls: usize,
    fixes: Fixes<'a>,
    not_judged: Vec<NotJudged<'a>>,
    /// Findings changed by what a plan or a revision changes.
    changes: BTreeMap<&'static str, usize>,
    frameworks: Vec<FrameworkJson>,
}

/// Requirements that a judged control serves, by the worst status of its findings.
#[derive(Serialize)]
struct FrameworkJson {
    id: String,
    title: String,
    fail: usize,
    unknown: usize,
    pass: usize,
    not_judged: usize,
    failed_requirements: Vec<String>,
}

#[derive(Serialize)]
struct Fixes<'a> {
    proven: usize,
    without: usize,
    /// Fails without a fix, by reason.
    reasons: BTreeMap<&'a str, usize>,
}

#[derive(Serialize)]
struct NotJudged<'a> {
    kind: &'static str,
    reason: &'a str,
    controls: &'a [std::sync::Arc<str>],
}

/// Writes the report, with a newline at its end. `all` lists passes and suppressed findings too.
pub fn json(outcome: &Outcome, all: bool, lang: Lang, to: &mut dyn Write) -> io::Result<()> {
    let listed = |entry: &&Entry| all || matches!(entry.status, Status::Fail | Status::Unknown);
    let report = Report {
        version: 1,
        findings: Each(|| outcome.entries.iter().filter(listed).map(finding)),
        problems: outcome.problems.iter().map(problem).collect(),
        frameworks: &outcome.frameworks,
        summary: summary(outcome, lang),
    };
    write_pretty(&report, to)
}

fn finding(entry: &Entry) -> Finding<'_> {
    Finding {
        control: &entry.control.id,
        slug: &entry.control.slug,
        title: &entry.control.title,
        severity: entry.control.severity.as_str(),
        status: entry.status.word(),
        change: entry.change,
        address: &entry.address,
        resource_type: &entry.resource_type,
        message: &entry.message,
        blocked_by: &entry.blocked_by,
        location: entry.place.as_ref().map(location),
        origin: entry.origin.iter().map(origin).collect(),
        frameworks: &entry.control.frameworks,
        fix: entry.fix.as_deref().map(fix),
        no_fix_reason: entry.no_fix_reason.as_deref(),
        fingerprint: &entry.fingerprint,
        suppression: entry
            .suppression
            .as_ref()
            .map(|suppression| SuppressionJson { by: suppression.by, reason: suppression.reason.as_deref() }),
    }
}

fn location(place: &Place) -> Location<'_> {
    let (start, end) = (place.start_position(), place.end_position());
    Location {
        file: place.path(),
        start: Point { line: start.line, column: start.column },
        end: Point { line: end.line, column: end.column },
    }
}

fn origin(step: &Step) -> Origin<'_> {
    Origin {
        kind: step.kind,
        file: step.place.as_ref().map(Place::path),
        line: step.place.as_ref().map(|place| place.start_position().line),
        expression: &step.expression,
    }
}

fn fix(fix: &FixText) -> Fix<'_> {
    Fix {
        class: fix.class,
        impact: fix.impact,
        proven: fix.proven,
        proof: fix.proof,
        summary: &fix.summary,
        warning: fix.warning.as_deref(),
        diff: &fix.diff,
        hides: fix.hides,
        also_changes: &fix.also_changes,
        inputs: fix.inputs.iter().map(|(name, description)| Input { name, description }).collect(),
    }
}

fn problem(problem: &Problem) -> ProblemJson<'_> {
    ProblemJson {
        level: problem.level.word(),
        kind: &problem.kind,
        message: &problem.message,
        file: problem.path(),
        location: problem.place.as_ref().map(location),
    }
}

fn summary(outcome: &Outcome, lang: Lang) -> Summary<'_> {
    let mut changes = BTreeMap::new();
    for change in outcome.entries.iter().filter_map(|entry| entry.change) {
        *changes.entry(change).or_default() += 1;
    }
    let mut severities = BTreeMap::from([("critical", 0), ("high", 0), ("medium", 0), ("low", 0)]);
    let mut reasons = BTreeMap::new();
    let (mut proven, mut without) = (0, 0);
    for entry in outcome.with_status(Status::Fail) {
        *severities.entry(entry.control.severity.as_str()).or_default() += 1;
        match &entry.fix {
            Some(fix) => proven += fix.proven as usize,
            None => {
                without += 1;
                *reasons.entry(entry.no_fix_reason.as_deref().unwrap_or("")).or_default() += 1;
            }
        }
    }
    Summary {
        fail: outcome.count(Status::Fail),
        unknown: outcome.count(Status::Unknown),
        pass: outcome.count(Status::Pass),
        suppressed: outcome.count(Status::Suppressed),
        severities,
        problems: outcome.problems.len(),
        roots: outcome.totals.roots,
        files: outcome.totals.files,
        resources: outcome.totals.resources,
        controls: outcome.totals.controls,
        fixes: Fixes { proven, without, reasons },
        not_judged: outcome.not_judged.iter().map(not_judged).collect(),
        changes,
        frameworks: standings(outcome, lang).into_iter().map(framework).collect(),
    }
}

fn framework(standing: Standing) -> FrameworkJson {
    let failed = standing.requirements.iter().filter(|requirement| requirement.status() == Status::Fail);
    FrameworkJson {
        fail: standing.count(Status::Fail),
        unknown: standing.count(Status::Unknown),
        pass: standing.count(Status::Pass),
        not_judged: standing.not_judged,
        failed_requirements: failed.map(|requirement| requirement.id.to_string()).collect(),
        id: standing.id.to_string(),
        title: standing.title,
    }
}

fn not_judged(group: &super::outcome::NotJudged) -> NotJudged<'_> {
    NotJudged { kind: group.kind, reason: &group.reason, controls: &group.controls }
}
