//! Every rule file is valid, and each of its examples gets its verdict. `RULE=EC2.3` (or a part of a path) tests only these.

use crate::check::{CheckOptions, examples, run};
use crate::rules::{Rules, read, read_framework};
use crate::text::FileId;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Path from the root of the project, and text, of every rule file on disk that `RULE` selects.
pub fn rule_files() -> Vec<(String, String)> {
    let wanted = std::env::var("RULE").unwrap_or_default();
    let selected = |path: &str| {
        let stem = Path::new(path).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        wanted.split(',').any(|part| part.is_empty() || stem == part || part.contains('/') && path.contains(part))
    };
    hcl_files("rules")
        .into_iter()
        .filter(|(path, _)| !path.starts_with("rules/frameworks/") && selected(path))
        .collect()
}

fn hcl_files(folder: &str) -> Vec<(String, String)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let entries = WalkDir::new(root.join(folder)).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "hcl"));
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(&root).expect("below the root").to_string_lossy().into_owned();
            (path, std::fs::read_to_string(entry.path()).expect("rule files are UTF-8"))
        })
        .collect()
}

pub fn report(failures: Vec<String>) {
    assert!(failures.is_empty(), "\n{}\n{} failures", failures.join("\n"), failures.len());
}

#[test]
fn rules_are_valid_and_their_examples_get_their_verdicts() {
    let mut failures = Vec::new();
    let mut passed = 0;
    for (path, text) in rule_files() {
        let result = examples::test(&path, &text);
        passed += result.passed;
        failures.extend(result.failures);
    }
    println!("{passed} examples passed");
    report(failures);
}

#[test]
fn rules_stand_where_their_ids_say() {
    let mut failures = Vec::new();
    for (path, text) in rule_files() {
        let Some(control) = read(FileId(0), &path, &text).0 else { continue };
        if Path::new(&path).file_stem().and_then(|stem| stem.to_str()) != Some(&*control.id) {
            failures.push(format!("{path}: the file is not named after {}", control.id));
        }
    }
    report(failures);
}

#[test]
fn the_index_is_what_a_full_parse_gives() {
    let rules = Rules::builtin();
    let mut failures = Vec::new();
    let mut names = std::collections::BTreeMap::new();
    for entry in rules.entries() {
        let (Some(control), Some(whole)) = (entry.control(), entry.whole()) else {
            failures.push(format!("{}: cannot be read", entry.path));
            continue;
        };
        // What judges is read without the examples, which therefore come last.
        let is_item =
            |line: &&str| line.starts_with("  ") && line.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic);
        let after = entry.text().lines().skip_while(|line| !line.starts_with("  example \""));
        if let Some(line) = after.filter(is_item).find(|line| !line.starts_with("  example \"")) {
            failures.push(format!("{}: {line:?} comes after the examples", entry.path));
        }
        if !control.examples.is_empty() || control.checks.len() != whole.checks.len() {
            failures.push(format!("{}: not read up to its examples", entry.path));
        }
        let types: Vec<&str> = control.subject_types().into_iter().map(|name| &**name).collect();
        let aliases: Vec<&str> = control.aliases.iter().map(|alias| &**alias).collect();
        let same = *entry.id == *control.id
            && *entry.slug == *control.slug
            && entry.severity == control.severity
            && entry.types == types
            && entry.aliases == aliases
            && entry.account == control.is_account_scope();
        if !same {
            failures.push(format!("{}: the lines that the build reads stand in another layout than usual", entry.path));
        }
        for name in aliases.into_iter().chain([&*control.id, &*control.slug]) {
            let other = names.insert(name.to_ascii_lowercase(), entry.path.to_string());
            // An older id may differ in case only.
            if let Some(other) = other.filter(|other| *other != entry.path) {
                failures.push(format!("{}: {name} is also declared by {other}", entry.path));
            }
        }
    }
    report(failures);
}

#[test]
fn frameworks_are_valid() {
    let mut failures = Vec::new();
    for (path, text) in hcl_files("rules/frameworks") {
        let (framework, problems) = read_framework(&path, &text);
        failures.extend(problems.iter().map(ToString::to_string));
        if framework.is_none() {
            failures.push(format!("{path}: no framework"));
        }
    }
    report(failures);
}

/// Conditions must have an answer whatever stands in a configuration: the examples of all rules are input for every rule.
#[test]
fn no_rule_is_in_error_on_the_examples_of_others() {
    let rules = Rules::builtin();
    let mut failures = std::collections::BTreeSet::new();
    for (path, text) in rule_files() {
        let Some(control) = read(FileId(0), &path, &text).0 else { continue };
        for example in control.examples.iter().filter(|example| example.prior.is_none()) {
            let graph = examples::with_data(examples::graph_of(&example.source), &example.data);
            let options = CheckOptions { today: "2026-01-01".to_string(), account: true, ..CheckOptions::default() };
            for finding in run(&graph, &rules, &options) {
                let errors = finding.details().blocked_by.iter().map(ToString::to_string);
                failures.extend(errors.filter(|error| error.starts_with("error in rule")));
            }
        }
    }
    report(failures.into_iter().collect());
}
