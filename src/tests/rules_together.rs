//! All controls on the passing examples of each: what is left there is recorded, with the reason, in `testdata/rules/together.tsv`.
//!
//! `TFMEND_BLESS=1` writes the table anew; a row that it adds has no reason yet, and the test fails until a person gives one.

use super::rules::{report, rule_files};
use super::support::package;
use crate::check::{CheckOptions, Finding, examples, run};
use crate::rules::{Control, Example, ExampleKind, Rules, Verdict, read};
use crate::text::FileId;
use std::collections::{BTreeMap, BTreeSet};

const HEADER: &str = "control\tjudged\tverdict\treason\texamples of";

/// Control, what it judges, and its verdict.
type Left = (String, String, String);

#[test]
fn what_other_controls_find_in_passing_examples_is_explained() {
    if std::env::var_os("RULE").is_some() {
        return;
    }
    let mut failures = Vec::new();
    let found = found(&mut failures);
    let path = package().join("testdata/rules/together.tsv");
    let table = std::fs::read_to_string(&path).expect("the table is there");
    let reasons = reasons(&table);
    let mut text = format!("{HEADER}\n");
    for ((control, judged, verdict), rules) in &found {
        let reason = reasons.get(&(control.clone(), judged.clone(), verdict.clone())).copied().unwrap_or_default();
        if reason.is_empty() {
            failures.push(format!("{control} is {verdict} for {judged} in passing examples of {rules:?}: why?"));
        }
        let rules: Vec<&str> = rules.iter().map(String::as_str).collect();
        text.push_str(&format!("{control}\t{judged}\t{verdict}\t{reason}\t{}\n", rules.join(" ")));
    }
    if std::env::var_os("TFMEND_BLESS").is_some() {
        std::fs::write(&path, &text).expect("testdata is writable");
    } else {
        let (old, new): (BTreeSet<&str>, BTreeSet<&str>) = (table.lines().collect(), text.lines().collect());
        failures.extend(new.difference(&old).map(|row| format!("new: {row}")));
        failures.extend(old.difference(&new).map(|row| format!("gone: {row}")));
    }
    report(failures);
}

fn reasons(table: &str) -> BTreeMap<Left, &str> {
    let row = |line: &'_ str| {
        let mut cells = line.split('\t').map(str::to_owned);
        Some((cells.next()?, cells.next()?, cells.next()?))
    };
    table.lines().skip(1).filter_map(|line| Some((row(line)?, line.split('\t').nth(3)?))).collect()
}

/// What is not passed, with the rules in whose examples; the rule's own verdict has to be a pass.
fn found(failures: &mut Vec<String>) -> BTreeMap<Left, BTreeSet<String>> {
    let rules = Rules::builtin();
    let mut found: BTreeMap<Left, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in rule_files() {
        let Some(control) = read(FileId(0), &path, &text).0 else { continue };
        let good = |kind| matches!(kind, ExampleKind::Pass | ExampleKind::Fixed);
        for example in control.examples.iter().filter(|example| good(example.kind) && example.prior.is_none()) {
            let left = findings(&rules, &control, example).into_iter().filter(|it| it.verdict != Verdict::Pass);
            for finding in left {
                if finding.control.id == control.id && !example.expect.contains_key(&finding.address) {
                    failures.push(format!("{path}: {:?}: {} is {}", example.name, finding.address, finding.verdict));
                }
                let judged = if finding.address.is_empty() { "account" } else { &finding.resource_type };
                let key = (finding.control.id.to_string(), judged.to_owned(), finding.verdict.to_string());
                found.entry(key).or_default().insert(control.id.to_string());
            }
        }
    }
    found
}

fn findings(rules: &Rules, control: &Control, example: &Example) -> Vec<Finding> {
    let graph = examples::with_data(examples::graph_of(&example.source), &example.data);
    let params = BTreeMap::from([(control.id.clone(), example.params.clone())]);
    let today = example.today.as_deref().unwrap_or("2026-01-01").to_owned();
    run(&graph, rules, &CheckOptions { today, account: example.account, params, only: None })
}
