//! What the fixes make of a failing example is what the rule file shows as its fixed form.

use super::rules::{report, rule_files};
use crate::check::{CheckOptions, Finding, examples, run};
use crate::fix::{Judge, Selection, Settings, fix_all};
use crate::graph::Graph;
use crate::rules::{Class, Control, Example, ExampleKind, Rules, read};
use crate::text::FileId;
use crate::value::{Blocker, Entries, Unknown, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

#[test]
fn fixed_examples_are_what_the_fixes_make_of_the_failing_ones() {
    let mut failures = Vec::new();
    let mut compared = 0;
    for (path, text) in rule_files() {
        let Some(control) = read(FileId(0), &path, &text).0.map(Arc::new) else { continue };
        for fixed in control.examples.iter().filter(|example| example.kind == ExampleKind::Fixed) {
            let of = |example: &&Example| example.kind == ExampleKind::Fail && example.name == fixed.name;
            let Some(failing) = control.examples.iter().find(of) else {
                failures.push(format!("{path}: fixed example {:?} has no failing one of its name", fixed.name));
                continue;
            };
            if failing.prior.is_some() || !failing.data.is_empty() {
                continue;
            }
            compared += 1;
            let Some(mended) = mended(&control, failing) else {
                // What a person writes by hand; the rule says why.
                if !says_why_not(&control) {
                    failures.push(format!("{path}: {:?}: no fix, and the rule does not say why", fixed.name));
                }
                continue;
            };
            let differences = differences(&examples::graph_of(&mended), &examples::graph_of(&fixed.source));
            if !differences.is_empty() {
                let addresses = differences.join(", ");
                failures.push(format!("{path}: {:?}: {addresses} differ; the fixes make\n{mended}", fixed.name));
            }
        }
    }
    println!("{compared} fixed examples compared");
    report(failures);
}

fn says_why_not(control: &Control) -> bool {
    control.no_fix.is_some() || control.checks.iter().any(|check| check.no_fix.is_some())
}

/// The failing example's source with all its fixes applied; `None` when there is none.
fn mended(control: &Arc<Control>, example: &Example) -> Option<String> {
    let params = BTreeMap::from([(control.id.clone(), example.params.clone())]);
    let today = example.today.as_deref().unwrap_or("2026-01-01").to_owned();
    let options = CheckOptions { today, account: example.account, params, only: None };
    let rules = Arc::new(Rules::only(control.clone()));
    let judged = |source: &str| -> (Graph, Vec<Finding>) {
        let graph = examples::graph_of(source);
        let findings = run(&graph, &rules, &options);
        (graph, findings)
    };
    let (graph, findings) = judged(&example.source);
    let text_of = |texts: &BTreeMap<FileId, String>| {
        let project = &graph.configuration().expect("made from a configuration").project;
        let edited = texts.iter().find(|(id, _)| project.files.get(**id).path.ends_with("main.tf"));
        edited.map_or_else(|| example.source.to_string(), |(_, text)| text.clone())
    };
    let judge = Judge { rules: rules.clone(), options: options.clone(), aside: Default::default(), ledger: None };
    let settings = Settings { judge: Some(judge), ..Settings::default() };
    let classes = vec![Class::Safe, Class::Unsafe, Class::NeedsInput];
    let selection = Selection { classes, with_values: false, ..Selection::default() };
    let batch = fix_all(&findings, &graph, &|texts| judged(&text_of(texts)), &settings, &selection);
    (!batch.applied.is_empty()).then(|| text_of(&batch.texts))
}

/// Where the mended configuration is not what the fixed example shows; what a person supplies may be anything.
fn differences(made: &Graph, shown: &Graph) -> Vec<String> {
    let made = resources(made);
    let shown = resources(shown);
    let addresses: BTreeSet<&Arc<str>> = made.keys().chain(shown.keys()).collect();
    let differs = |address: &&Arc<str>| match (made.get(address), shown.get(address)) {
        (Some(made), Some(shown)) => !agrees(made, shown),
        _ => true,
    };
    addresses.into_iter().filter(differs).map(ToString::to_string).collect()
}

fn resources(graph: &Graph) -> Entries {
    graph.resources().map(|(_, resource)| (resource.address.clone(), resource.values())).collect()
}

fn agrees(made: &Value, shown: &Value) -> bool {
    let supplied = |unknown: &Unknown| unknown.blockers.iter().any(|blocker| matches!(blocker, Blocker::Variable(_)));
    if made.as_unknown().is_some_and(supplied) {
        return !shown.is_null();
    }
    match (made.as_sequence(), shown.as_sequence(), made.as_mapping(), shown.as_mapping()) {
        (Some(made), Some(shown), _, _) => {
            made.len() == shown.len() && made.iter().zip(shown).all(|(made, shown)| agrees(made, shown))
        }
        (_, _, Some(made), Some(shown)) => {
            made.len() == shown.len()
                && made.iter().all(|(name, made)| shown.get(name).is_some_and(|shown| agrees(made, shown)))
        }
        _ => made == shown,
    }
}
