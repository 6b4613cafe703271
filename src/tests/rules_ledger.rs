//! The ledger of controls, frameworks, parameters and the pages of `explain`, against the published list.

use super::cli::{Scratch, tfmend};
use super::rules::{report, rule_files};
use super::support::package;
use crate::rules::{Control, Decides, Localized, Message, Rules, catalogue, frameworks, read};
use crate::text::FileId;
use crate::value::to_json;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::sync::Arc;

fn data(name: &str) -> String {
    std::fs::read_to_string(package().join("testdata/rules").join(name)).expect("test data is there")
}

fn json(arguments: &[&str]) -> Json {
    let answer = tfmend(arguments);
    serde_json::from_str(&answer.out).unwrap_or_else(|error| panic!("{error}: {}", answer.err))
}

#[test]
fn every_published_control_has_a_state() {
    let ledger = json(&["controls", "--format", "json"]);
    let states = ["checked", "partly", "not-decidable"];
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for control in ledger["controls"].as_array().expect("a list") {
        assert!(states.contains(&control["decides"].as_str().unwrap_or("")), "{control}");
        known.insert(control["id"].as_str().expect("an id"));
    }
    let not_covered = ledger["catalogue"]["not_covered"].as_array().expect("a list");
    known.extend(not_covered.iter().filter_map(Json::as_str));
    let missing: Vec<&str> = catalogue().iter().map(|it| it.id).filter(|id| !known.contains(id)).collect();
    assert_eq!(missing, [] as [&str; 0]);
    assert_eq!(ledger["catalogue"]["published"], catalogue().len());
    assert_eq!(ledger["catalogue"]["date"].as_str().map(str::len), Some(10));
    assert!(tfmend(&["controls"]).out.contains("not-covered"));
}

#[test]
fn controls_in_scope_are_decided_or_say_why_not() {
    let rules = Rules::builtin();
    let (mut decided, mut other) = (0, Vec::new());
    for id in data("scope.txt").lines() {
        let control = rules.control(id).unwrap_or_else(|| panic!("{id} has no rule file"));
        match control.decides {
            Decides::Checked | Decides::Partly => decided += 1,
            Decides::NotDecidable => other.push(id.to_owned()),
        }
        assert_eq!(
            control.decides == Decides::Checked,
            control.limits.is_none(),
            "{id}: limits say what is not judged"
        );
    }
    println!("{decided} decided; not decidable: {}", other.join(", "));
    assert!(decided >= 145, "{decided}");
}

#[test]
fn controls_without_a_rule_are_known() {
    let page = tfmend(&["explain", "s3.13"]);
    assert_eq!(page.status, 0, "{page:?}");
    assert!(page.out.contains("S3.13") && page.out.contains("not-covered"), "{page:?}");
    assert!(tfmend(&["--lang", "ja", "explain", "S3.13"]).out.contains("判定しません"));
    let scratch = Scratch::with(&[("main.tf", "")]);
    let refused = tfmend(&["lint", "--control", "S3.13", &scratch.path("")]);
    assert!(refused.status == 2 && refused.err.contains("no rule file covers"), "{refused:?}");
    assert!(tfmend(&["explain", "S3.1333"]).err.contains("no control"));
}

#[test]
fn a_framework_lists_every_requirement() {
    let scratch = Scratch::with(&[(
        "main.tf",
        "resource \"aws_ebs_volume\" \"v\" {\n  availability_zone = \"us-east-1a\"\n  size = 1\n}\nresource \"aws_iam_account_password_policy\" \"p\" {\n  minimum_password_length = 20\n}\n",
    )]);
    for framework in frameworks() {
        let found = json(&["lint", "--no-config", "--framework", &framework.id, "--format", "json", &scratch.path("")]);
        let report = &found["frameworks"][0];
        let ids: Vec<&str> =
            report["requirements"].as_array().expect("a list").iter().filter_map(|it| it["id"].as_str()).collect();
        let wanted: Vec<&str> = framework.requirements.iter().map(|it| &*it.id).collect();
        assert_eq!(ids, wanted, "{}", framework.id);
        for requirement in report["requirements"].as_array().into_iter().flatten() {
            let serving = ["controls", "derived"].map(|key| requirement[key].as_array().map_or(0, Vec::len));
            let state = requirement["state"].as_str().expect("a state");
            assert_eq!(state == "not-covered", serving == [0, 0], "{requirement}");
        }
    }
    let arguments = |format| ["lint", "--no-config", "--framework", "soc2", "--format", format];
    for format in ["text", "markdown"] {
        let shown = tfmend(&[&arguments(format)[..], &[&scratch.path("")]].concat()).out;
        assert!(shown.contains("(derived)"), "{shown}");
        let soc2 = frameworks().iter().find(|it| &*it.id == "soc2").expect("it is there");
        let missing: Vec<_> = soc2.requirements.iter().filter(|it| !shown.contains(&*it.id)).collect();
        assert!(missing.is_empty() && shown.contains("not-covered"), "{format}: {missing:?}");
    }
}

#[test]
fn parameters_have_the_published_defaults_and_may_be_overridden() {
    let rules = Rules::builtin();
    let table = data("parameters.tsv");
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [id, name, default, reason] = cells[..] else { panic!("{row}") };
        let control = rules.control(id).expect("it has a rule");
        let found = control.parameters.iter().find(|parameter| *parameter.name == *name);
        let Some(parameter) = found else {
            assert!(!reason.is_empty(), "{id} has no parameter {name}");
            continue;
        };
        assert_eq!(reason, "", "{id} has {name}");
        let ours: Json = serde_json::from_str(&to_json(&parameter.default).expect("known")).expect("JSON");
        let plain = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let ours = match &ours {
            Json::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(","),
            value => plain(value),
        };
        assert!(ours.eq_ignore_ascii_case(&default.replace(", ", ",")), "{id} {name}: {ours}, not {default}");
    }
    let all: Vec<Arc<Control>> = rules.entries().iter().filter_map(|entry| entry.control()).collect();
    let mut settings = String::new();
    for control in all.iter().filter(|control| !control.parameters.is_empty()) {
        settings.push_str(&format!("[parameters.\"{}\"]\n", control.id));
        for parameter in &control.parameters {
            let value = to_json(&parameter.default).expect("known");
            let value = if value.starts_with('{') { "{}".to_owned() } else { value };
            settings.push_str(&format!("{} = {value}\n", parameter.name));
            assert!(
                parameter.description.is_some() || control.id.starts_with("IAM.7"),
                "{} {}",
                control.id,
                parameter.name
            );
        }
    }
    let scratch = Scratch::with(&[("main.tf", ""), ("tfmend.toml", &settings)]);
    let answer = tfmend(&["lint", &scratch.path("")]);
    assert_eq!(answer.status, 0, "{answer:?}");
    let key = "resource \"aws_iam_account_password_policy\" \"p\" {\n  minimum_password_length = 10\n  require_symbols = true\n  require_numbers = true\n  require_uppercase_characters = true\n  require_lowercase_characters = true\n}\n";
    let strict = "[parameters.\"IAM.7\"]\nMinimumPasswordLength = 12\n";
    for (settings, fails) in [("", 0), (strict, 1)] {
        let scratch = Scratch::with(&[("main.tf", key), ("tfmend.toml", settings)]);
        let answer = json(&["lint", "--control", "IAM.7", "--format", "json", &scratch.path("")]);
        assert_eq!(answer["summary"]["fail"], fails, "{settings}");
    }
}

#[test]
fn pages_are_whole_in_both_languages() {
    let mut failures = Vec::new();
    for entry in Rules::builtin().entries() {
        let control = entry.control().expect("it is whole");
        let judges = control.decides != Decides::NotDecidable;
        for lang in ["en", "ja"] {
            let page = tfmend(&["--lang", lang, "explain", &control.id]).out;
            let console = if lang == "ja" { &control.remediation.console.ja } else { &control.remediation.console.en };
            let parts = [
                ("title", !control.title.in_language(lang).trim().is_empty()),
                ("why", control.why.in_language(lang).trim().len() > 20),
                ("console", !console.is_empty() && console.iter().all(|step| !step.trim().is_empty())),
                ("cli", control.remediation.cli.as_ref().is_some_and(|cli| !cli.trim().is_empty())),
                ("examples", !judges || page.contains("resource \"") || page.contains("data \"")),
                ("category", !control.category.is_empty()),
                // A control that AWS retired is in no list.
                ("frameworks", !control.frameworks.is_empty() || &*control.id == "Lambda.4"),
                ("page", page.contains(control.title.in_language(lang).split(' ').next().unwrap_or("-"))),
            ];
            let missing = parts.iter().filter(|(_, there)| !there).map(|(what, _)| *what);
            failures.extend(missing.map(|what| format!("{} {lang}: no {what}", control.id)));
        }
    }
    report(failures);
}

/// Rows of `docs/glossary.md`: English, Japanese ones, whether it is always said, words that are never said.
fn glossary() -> Vec<(String, Vec<String>, bool, Vec<String>)> {
    let text = std::fs::read_to_string(package().join("docs/glossary.md")).expect("the glossary is there");
    let split = |cell: &str| cell.split('、').map(str::to_owned).filter(|word| !word.is_empty()).collect();
    let row = |line: &str| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [english, japanese, always, never] = cells[..] else { panic!("{line}") };
        (english.to_lowercase(), split(japanese), always == "always", split(never))
    };
    text.lines().filter(|line| line.starts_with('|')).skip(2).map(row).collect()
}

#[test]
fn texts_use_the_words_of_the_glossary() {
    let glossary = glossary();
    assert!(glossary.len() > 40);
    let mut failures = Vec::new();
    for (path, text) in rule_files() {
        let Some(control) = read(FileId(0), &path, &text).0 else { continue };
        for (en, ja) in texts(&control) {
            let lower = en.to_lowercase();
            for (english, japanese, always, never) in &glossary {
                if *always && says(&lower, english) && !japanese.iter().any(|word| ja.contains(word.as_str())) {
                    failures.push(format!("{path}: {english} without {}: {ja}", japanese.join("、")));
                }
                let rival = never.iter().find(|word| {
                    ja.match_indices(word.as_str()).any(|(at, _)| !ja[at + word.len()..].starts_with('ー'))
                });
                failures.extend(rival.map(|word| format!("{path}: {word} instead of {}: {ja}", japanese.join("、"))));
            }
        }
    }
    report(failures);
}

fn says(text: &str, term: &str) -> bool {
    let starts = |at: usize| !text[..at].ends_with(|c: char| c.is_alphanumeric() || "_-".contains(c));
    let ends =
        |rest: &str| !rest.trim_start_matches('s').starts_with(|c: char| c.is_alphanumeric() || "_-".contains(c));
    text.match_indices(term).any(|(at, _)| starts(at) && ends(&text[at + term.len()..]))
}

fn texts(control: &Control) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut plain = |text: &Localized| found.push((text.en.to_string(), text.ja.to_string()));
    plain(&control.title);
    plain(&control.why);
    [&control.limits, &control.notes].into_iter().flatten().for_each(&mut plain);
    let console = &control.remediation.console;
    found.extend(console.en.iter().zip(&console.ja).map(|(en, ja)| (en.to_string(), ja.to_string())));
    let mut message = |text: &Message| found.push((text.en.text().to_owned(), text.ja.text().to_owned()));
    control.no_fix.iter().for_each(&mut message);
    for check in &control.checks {
        check.enforces.iter().for_each(|enforce| message(&enforce.error_message));
        check.no_fix.iter().for_each(&mut message);
        for fix in &check.fixes {
            message(&fix.summary);
            fix.warning.iter().for_each(&mut message);
        }
    }
    found
}
