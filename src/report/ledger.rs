//! The ledger of controls: what is checked, by service and framework.

use super::formats::pretty;
use super::words::Lang;
use super::{Paint, escape};
use crate::rules::{Class, Control, Framework, Impact, Published, catalogue_date};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

/// A control and the service under which it is listed (`ec2`).
pub struct LedgerEntry {
    pub service: String,
    pub builtin: bool,
    pub control: Arc<Control>,
}

#[derive(Serialize)]
struct Ledger<'a> {
    version: u32,
    /// What AWS publishes, and what of it no rule file covers.
    catalogue: Catalogue,
    controls: Vec<ControlJson<'a>>,
    frameworks: Vec<FrameworkJson<'a>>,
    summary: BTreeMap<&'static str, usize>,
}

#[derive(Serialize)]
struct Catalogue {
    date: &'static str,
    published: usize,
    not_covered: Vec<&'static str>,
}

/// Whatever the list is narrowed to, the catalogue is whole.
fn catalogue() -> Catalogue {
    let rules = crate::rules::Rules::builtin();
    let covered = |control: &&Published| rules.entry(control.id).is_none();
    let not_covered = crate::rules::catalogue().iter().filter(covered).map(|control| control.id).collect();
    Catalogue { date: catalogue_date(), published: crate::rules::catalogue().len(), not_covered }
}

#[derive(Serialize)]
struct ControlJson<'a> {
    id: &'a str,
    slug: &'a str,
    aliases: &'a [Arc<str>],
    service: &'a str,
    builtin: bool,
    severity: &'static str,
    title: &'a str,
    category: &'a [Arc<str>],
    decides: &'static str,
    limits: Option<&'a str>,
    account: bool,
    resource_types: Vec<&'a Arc<str>>,
    config_rule: Option<&'a str>,
    frameworks: &'a BTreeMap<Arc<str>, Vec<Arc<str>>>,
    frameworks_derived: &'a BTreeMap<Arc<str>, Vec<Arc<str>>>,
    fixes: BTreeSet<(&'static str, &'static str)>,
}

#[derive(Serialize)]
struct FrameworkJson<'a> {
    id: &'a str,
    title: &'a str,
    requirements: Vec<RequirementJson<'a>>,
}

#[derive(Serialize)]
struct RequirementJson<'a> {
    id: &'a str,
    title: &'a str,
    /// Controls that serve it; empty where none does.
    controls: Vec<&'a str>,
    derived: Vec<&'a str>,
}

/// Version 1.
pub fn ledger_json(entries: &[LedgerEntry], frameworks: &[&Framework], lang: Lang) -> String {
    let controls = entries.iter().map(|entry| control_json(entry, lang)).collect();
    let frameworks = frameworks.iter().map(|framework| framework_json(framework, entries, lang)).collect();
    pretty(&Ledger { version: 1, catalogue: catalogue(), controls, frameworks, summary: summary(entries) })
}

fn control_json(entry: &LedgerEntry, lang: Lang) -> ControlJson<'_> {
    let control = &*entry.control;
    let fixes = control.checks.iter().flat_map(|check| &check.fixes);
    ControlJson {
        id: &control.id,
        slug: &control.slug,
        aliases: &control.aliases,
        service: &entry.service,
        builtin: entry.builtin,
        severity: control.severity.as_str(),
        title: control.title.in_language(lang.code()),
        category: &control.category,
        decides: control.decides.as_str(),
        limits: control.limits.as_ref().map(|limits| limits.in_language(lang.code())),
        account: control.is_account_scope(),
        resource_types: control.subject_types(),
        config_rule: control.config_rule.as_deref(),
        frameworks: &control.frameworks,
        frameworks_derived: &control.frameworks_derived,
        fixes: fixes.map(|fix| (Class::as_str(fix.class), Impact::as_str(fix.impact))).collect(),
    }
}

fn framework_json<'a>(framework: &'a Framework, entries: &'a [LedgerEntry], lang: Lang) -> FrameworkJson<'a> {
    let serving = |requirement: &str, derived: bool| -> Vec<&'a str> {
        let serves = |entry: &&LedgerEntry| {
            let maps = if derived { &entry.control.frameworks_derived } else { &entry.control.frameworks };
            maps.get(&framework.id).is_some_and(|ids| ids.iter().any(|id| &**id == requirement))
        };
        entries.iter().filter(serves).map(|entry| &*entry.control.id).collect()
    };
    let requirements = framework.requirements.iter().map(|requirement| RequirementJson {
        id: &requirement.id,
        title: requirement.title.in_language(lang.code()),
        controls: serving(&requirement.id, false),
        derived: serving(&requirement.id, true),
    });
    let title = framework.title.in_language(lang.code());
    FrameworkJson { id: &framework.id, title, requirements: requirements.collect() }
}

fn summary(entries: &[LedgerEntry]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::from([("checked", 0), ("partly", 0), ("not-decidable", 0), ("total", entries.len())]);
    for entry in entries {
        *counts.entry(entry.control.decides.as_str()).or_default() += 1;
    }
    counts
}

/// In a column of that width on a terminal.
fn left(text: &str, width: usize) -> String {
    use unicode_width::UnicodeWidthStr;
    text.to_owned() + &" ".repeat(width.saturating_sub(text.width()))
}

/// A table by service.
pub fn ledger_text(entries: &[LedgerEntry], lang: Lang, paint: Paint) -> String {
    let mut out = String::new();
    let words = lang.words();
    let width = entries.iter().map(|entry| entry.control.id.len()).max().unwrap_or(0);
    for group in entries.chunk_by(|a, b| a.service == b.service) {
        let _ = writeln!(out, "{}", paint.heading(&group[0].service));
        for entry in group {
            let control = &entry.control;
            let severity = control.severity.as_str();
            let _ = writeln!(
                out,
                "  {} {} {} {}",
                paint.bold(format!("{:<width$}", control.id)),
                paint.level(severity, left(words.term(severity), 8)),
                left(words.term(control.decides.as_str()), 13),
                escape::line(control.title.in_language(lang.code())),
            );
        }
    }
    let counts = summary(entries);
    let parts = ["checked", "partly", "not-decidable"].map(|word| format!("{} {}", counts[word], words.term(word)));
    let _ = writeln!(out, "\n{} {}: {}", counts["total"], words.controls, parts.join(", "));
    let all = catalogue();
    let _ = writeln!(
        out,
        "AWS Security Hub {}: {} {}, {} {}",
        all.date,
        all.published,
        words.published,
        all.not_covered.len(),
        words.term("not-covered")
    );
    out
}

/// A table of a framework's requirements and the controls that serve them.
pub fn framework_text(frameworks: &[&Framework], entries: &[LedgerEntry], lang: Lang, paint: Paint) -> String {
    let mut out = String::new();
    for framework in frameworks {
        let json = framework_json(framework, entries, lang);
        let _ = writeln!(out, "{} {}", paint.heading(json.id), escape::line(json.title));
        for requirement in json.requirements {
            let derived = requirement.derived.iter().map(|id| format!("({id})"));
            let serving: Vec<String> = requirement.controls.iter().map(|id| (*id).to_owned()).chain(derived).collect();
            let serving = if serving.is_empty() { "-".to_owned() } else { serving.join(", ") };
            let _ = writeln!(out, "  {:<16} {}  {serving}", requirement.id, paint.dim(escape::line(requirement.title)));
        }
        out.push('\n');
    }
    out
}
