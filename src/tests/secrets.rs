//! Markers in every place where a secret may stand, searched in everything that the program says.

use super::cli::Scratch;
use super::support::package;
use crate::cli::{Answer, Host, run};
use crate::report::Format;
use clap::ValueEnum;
use regex::Regex;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const FOLDER: &str = "testdata/secrets";

/// What the markers look like in `testdata/secrets`, and the markers of their kind that are made here.
fn markers(text: &str) -> BTreeSet<String> {
    let marker = r"[A-Z]*MARKER\d+|Q[78]-2\d-sh|9182736450|QWERTYUIOP";
    Regex::new(marker).expect("a regular expression").find_iter(text).map(|found| found.as_str().to_owned()).collect()
}

/// Runs in-process, with the one secret that comes from the environment.
fn tfmend(arguments: &[&str], input: &str) -> Answer {
    let mut host = Host::with_input(input.as_bytes());
    host.environment.insert("TF_VAR_environment_secret".to_owned(), "ENVIRONMENTMARKER26".to_owned());
    run(std::iter::once("tfmend").chain(arguments.iter().copied()).map(Into::into), &host)
}

/// A copy of the source, because some commands write.
fn source() -> Scratch {
    let scratch = Scratch::new();
    for file in ["main.tf", "terraform.tfvars", "child/main.tf"] {
        scratch
            .write(file, &std::fs::read(package().join(FOLDER).join("source").join(file)).expect("test data is there"));
    }
    scratch
}

fn plan() -> String {
    std::fs::read_to_string(package().join(FOLDER).join("plan.json")).expect("the recorded plan is there")
}

/// The same plan as an update: what is planned was there before, with other secrets under the same masks.
fn update() -> String {
    let mut plan: Value = serde_json::from_str(&plan()).expect("the plan is JSON");
    let other = |value: &Value| -> Value {
        serde_json::from_str(&value.to_string().replace("MARKER", "BEFOREMARKER")).expect("still JSON")
    };
    for change in plan["resource_changes"].as_array_mut().expect("changes") {
        let change = &mut change["change"];
        change["actions"] = json!(["update"]);
        change["before"] = other(&change["after"]);
        change["before_sensitive"] = change["after_sensitive"].clone();
    }
    let values = other(&plan["planned_values"]);
    plan["prior_state"] = json!({ "format_version": "1.0", "terraform_version": "1.11.4", "values": values });
    plan.to_string()
}

/// The planned objects as a state.
fn state() -> String {
    let plan: Value = serde_json::from_str(&plan()).expect("the plan is JSON");
    json!({ "format_version": "1.0", "terraform_version": "1.11.4", "values": plan["planned_values"] }).to_string()
}

/// Fails on a marker in what a command says; `said` counts the bytes, so that silence is no success.
fn search(what: &str, text: &str, leaks: &mut Vec<String>) {
    for marker in markers(text) {
        let line = text.lines().find(|line| line.contains(&marker)).unwrap_or("");
        let at = line.find(&marker).unwrap_or(0);
        let start = line.floor_char_boundary(at.saturating_sub(60));
        let end = line.floor_char_boundary((at + 60).min(line.len()));
        leaks.push(format!("{what}: {marker}: {}", &line[start..end]));
    }
}

fn names() -> Vec<String> {
    let name = |format: &Format| Some(format.to_possible_value()?.get_name().to_owned());
    Format::value_variants().iter().filter_map(name).collect()
}

/// Every format in both languages, and the commands that only look.
fn looked_at(mode: &str, input: &[&str], standard_input: &str, leaks: &mut Vec<String>) {
    let formats: Vec<String> = names();
    for lang in ["en", "ja"] {
        let scratch = Scratch::new();
        let outputs: Vec<String> =
            formats.iter().flat_map(|name| ["--output".to_owned(), format!("{name}={}", scratch.path(name))]).collect();
        let fixed = ["--all", "--statistics", "--account", "--today", "2026-01-01", "--no-config", "--lang", lang];
        let home = ["--account-id", "123456789012", "--region", "us-east-1"];
        let outputs: Vec<&str> = outputs.iter().map(String::as_str).collect();
        let answer = tfmend(&[&["lint"], input, &fixed[..], &home[..], &outputs[..]].concat(), standard_input);
        assert!(answer.status < 2 && answer.out.contains("RDS.2"), "{mode}: {}{:.500}", answer.err, answer.out);
        search(&format!("{mode}, lint {lang}"), &(answer.out + &answer.err), leaks);
        for name in &formats {
            let text = scratch.read(name);
            assert!(text.contains("RDS.2"), "{mode}, {name}: {text:.500}");
            search(&format!("{mode}, lint {name} {lang}"), &text, leaks);
        }
    }
    for format in ["json", "dot", "mermaid"] {
        let answer = tfmend(&[&["graph"], input, &["--format", format]].concat(), standard_input);
        assert!(answer.out.contains("aws_db_instance"), "{mode}: {}", answer.err);
        search(&format!("{mode}, graph {format}"), &(answer.out + &answer.err), leaks);
    }
    for command in ["suppressions", "fix"] {
        let answer = tfmend(&[&[command], input].concat(), standard_input);
        search(&format!("{mode}, {command}"), &(answer.out + &answer.err), leaks);
    }
    let scratch = Scratch::new();
    let file = scratch.path("baseline.json");
    let answer = tfmend(&[&["baseline"], input, &["--write", &file]].concat(), standard_input);
    search(&format!("{mode}, baseline"), &(answer.out + &answer.err + &scratch.read("baseline.json")), leaks);
}

#[test]
fn the_markers_are_where_they_should_be() {
    let planted = markers(&std::fs::read_to_string(package().join(FOLDER).join("source/main.tf")).expect("the source"));
    assert!(planted.len() > 25, "{planted:?}");
    let seen = markers(&plan());
    assert!(seen.contains("ENVIRONMENTMARKER26") && seen.contains("TFVARSMARKER25"), "{seen:?}");
    assert!(markers(&update()).contains("BEFOREMARKER08") || update().contains("PASSWORDBEFOREMARKER08"));
}

#[test]
fn no_secret_is_said_of_a_source() {
    let scratch = source();
    let mut leaks = Vec::new();
    looked_at("source", &[&scratch.folder().to_string_lossy()], "", &mut leaks);
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

#[test]
fn no_secret_is_said_of_a_plan() {
    let mut leaks = Vec::new();
    looked_at("plan", &["-"], &plan(), &mut leaks);
    looked_at("update", &["-"], &update(), &mut leaks);
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

#[test]
fn no_secret_is_said_of_a_plan_with_its_source() {
    let scratch = source();
    let mut leaks = Vec::new();
    looked_at("joined", &["-", "--source", &scratch.folder().to_string_lossy()], &plan(), &mut leaks);
    looked_at("joined update", &["-", "--source", &scratch.folder().to_string_lossy()], &update(), &mut leaks);
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

#[test]
fn no_secret_is_said_of_a_state() {
    let mut leaks = Vec::new();
    looked_at("state", &["-"], &state(), &mut leaks);
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

#[test]
fn fixes_are_written_and_logged_without_secrets() {
    let scratch = source();
    let before = markers(&scratch.read("main.tf"));
    let folder = scratch.folder().to_string_lossy().into_owned();
    let log = scratch.path("log.jsonl");
    let answer = tfmend(&["fix", &folder, "--write", "--unsafe", "--allow-dirty", "--log", &log], "");
    let mut leaks = Vec::new();
    search("fix", &(answer.out.clone() + &answer.err), &mut leaks);
    search("log", &scratch.read("log.jsonl"), &mut leaks);
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
    assert!(answer.out.contains("fixed RDS.2"), "{}{}", answer.out, answer.err);
    let entries = crate::fix::read_log(&scratch.read("log.jsonl")).expect("a log");
    assert!(entries.len() > 3);
    // What a fix takes out may be a secret; asterisks never come in.
    let text = scratch.read("main.tf");
    assert!(!text.contains("***"), "{text}");
    assert!(markers(&text).is_subset(&before) && text.contains("PASSWORDMARKER08"));
}

#[test]
fn a_diff_that_hides_says_so_and_gives_no_edits() {
    let text = "resource \"aws_mq_broker\" \"m\" {\n  broker_name = \"m\"\n  engine_type = \"ActiveMQ\"\n  engine_version = \"5.15.0\"\n  \
                host_instance_type = \"mq.t2.micro\"\n  user {\n    username = \"someone\"\n    password = \"SAMELINEMARKER40\"\n  }\n}\n\
                resource \"aws_db_instance\" \"a\" {\n  password = \"NEARMARKER41\"\n  publicly_accessible = true\n  engine = \"mysql\"\n}\n";
    let scratch = Scratch::with(&[("main.tf", text)]);
    let folder = scratch.folder().to_string_lossy().into_owned();
    let answer = tfmend(&["lint", &folder, "--format", "json", "--control", "RDS.2", "--no-config"], "");
    let report: Value = serde_json::from_str(&answer.out).expect("JSON");
    let fix = &report["findings"][0]["fix"];
    let diff = fix["diff"].as_str().expect("a diff");
    assert!(markers(diff).is_empty(), "{diff}");
    assert_eq!(fix["hides"], true, "the password stands beside the change: {diff}");
    assert!(fix["warning"].as_str().is_some_and(|warning| warning.contains("hides sensitive values")), "{fix}");
    let sarif = tfmend(&["lint", &folder, "--format", "sarif", "--control", "RDS.2", "--no-config"], "");
    assert!(!sarif.out.contains("\"fixes\"") && sarif.out.contains("RDS.2"), "asterisks are nothing to apply");
    let fix = tfmend(&["fix", &folder, "--only", "RDS.2", "--no-config"], "");
    assert!(fix.err.contains("hides sensitive values"), "{}", fix.err);
}

#[test]
fn less_context_keeps_a_diff_whole() {
    let text = "resource \"aws_db_instance\" \"a\" {\n  password = \"FARMARKER42\"\n  username = \"x\"\n  instance_class = \"y\"\n  \
                publicly_accessible = true\n  engine = \"mysql\"\n}\n";
    let scratch = Scratch::with(&[("main.tf", text)]);
    let folder = scratch.folder().to_string_lossy().into_owned();
    let answer = tfmend(&["lint", &folder, "--format", "json", "--control", "RDS.2", "--no-config"], "");
    let report: Value = serde_json::from_str(&answer.out).expect("JSON");
    let fix = &report["findings"][0]["fix"];
    assert!(
        fix["hides"].is_null() && fix["diff"].as_str().is_some_and(|diff| diff.contains("@@ -3,5 +3,5 @@")),
        "{fix}"
    );
    let sarif = tfmend(&["lint", &folder, "--format", "sarif", "--control", "RDS.2", "--no-config"], "");
    assert!(sarif.out.contains("\"fixes\""));
}

#[test]
fn a_broken_file_does_not_show_the_secret_beside_the_mistake() {
    let cases = [
        "resource \"aws_db_instance\" \"a\" {\n  password = \"BROKENMARKER43\n}\n",
        "resource \"aws_db_instance\" \"a\" {\n  password = \"BROKENMARKER44\" \"x\"\n}\n",
        "resource \"aws_db_instance\" \"a\" {\n  master_password = BROKENMARKER45 +\n}\n",
    ];
    for text in cases {
        let scratch = Scratch::with(&[("main.tf", text)]);
        let folder = scratch.folder().to_string_lossy().into_owned();
        for name in names() {
            let home = ["--account-id", "123456789012", "--region", "us-east-1", "--format", &name];
            let answer = tfmend(&[&["lint", &folder], &home[..]].concat(), "");
            let said = answer.out + &answer.err;
            assert!(markers(&said).is_empty(), "{name}: {said:.2000}");
        }
        let graph = tfmend(&["graph", &scratch.folder().to_string_lossy()], "");
        assert!(markers(&(graph.out.clone() + &graph.err)).is_empty(), "{}", graph.err);
    }
}

#[test]
fn words_that_are_no_secrets_stay() {
    let scratch = source();
    let answer = tfmend(&["graph", &scratch.folder().to_string_lossy()], "");
    for word in ["\"mysql\"", "administrator", "ActiveMQ", "GITHUB", "github.com/x/y.git", "python3.6"] {
        assert!(answer.out.contains(word), "{word}");
    }
}

#[test]
fn a_name_that_reads_like_a_secret_is_shown_and_the_secret_is_not() {
    let text = "variable \"password\" {\n  default   = \"production\"\n  sensitive = true\n}\n\nresource \"aws_ebs_volume\" \"production\" {\n  for_each          = toset([\"a\"])\n  availability_zone = \"eu-west-1a\"\n  size              = 1\n  encrypted         = false\n  tags              = { plain = \"production\" }\n}\n";
    let scratch = Scratch::with(&[("main.tf", text)]);
    let answer = tfmend(&["lint", "--control", "EC2.3", &scratch.folder().to_string_lossy()], "");
    assert!(answer.out.contains("aws_ebs_volume.production[\"a\"]"), "{}", answer.out);
    let answer = tfmend(&["graph", &scratch.folder().to_string_lossy()], "");
    assert!(answer.out.contains("aws_ebs_volume.production["), "{}", answer.out);
    assert!(!answer.out.contains("\"plain\":\"production\""), "{}", answer.out);
}
