//! Each folder of `testdata/configurations` is a root; the graph built from it must agree with Terraform's recorded plan.
//!
//! `plan.json.gz` is what `terraform show -json` printed; `testdata/configurations/record` makes it. The table of figures:
//! `cargo test --lib the_graph_is_what_terraform_plans -- --nocapture`.

use super::agreement::{Agreement, Order, attributes};
use super::support::{evaluate_with, folders, package};
use crate::eval::{Evaluation, ProjectOptions, VariableInput};
use crate::graph::Graph;
use crate::schema::Schema;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fs::read_to_string;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

#[test]
fn the_graph_is_what_terraform_plans() {
    let mut total = Agreement::default();
    let only = std::env::var("TFMEND_CASE").ok();
    let mut cases = 0;
    println!("{:32} {:>9} {:>10} {:>14} {:>14}", "root", "instances", "plan knows", "known", "equal");
    for folder in folders(&package().join("testdata/configurations")) {
        let name = folder.file_name().expect("a folder has a name").to_string_lossy().into_owned();
        if only.as_ref().is_some_and(|only| *only != name) {
            continue;
        }
        assert!(folder.join("plan.json.gz").is_file(), "{name} is not recorded");
        let agreement = compare(&folder, &name);
        println!("{name:32} {agreement}");
        if only.is_some() {
            println!("{}", agreement.unknown.join("\n"));
        }
        total.add(agreement, &format!("{name}: "));
        cases += 1;
    }
    println!("{:32} {total}", format!("{cases} roots"));
    assert!(total.complaints.is_empty(), "{} complaints\n{}", total.complaints.len(), total.complaints.join("\n"));
    assert!(total.known * 100 >= total.set * 97, "fewer than 97% known");
}

/// The recorded plan of a folder.
fn plan(folder: &Path) -> Json {
    let bytes = std::fs::read(folder.join("plan.json.gz")).expect("the plan is recorded");
    let mut text = String::new();
    flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text).expect("the recording is gzip");
    serde_json::from_str(&text).expect("the recording is JSON")
}

fn lines(folder: &Path, file: &str) -> Vec<String> {
    read_to_string(folder.join(file)).unwrap_or_default().lines().map(str::to_owned).collect()
}

/// The options with which the plan of a folder was made.
pub fn options(folder: &Path) -> ProjectOptions {
    let name = folder.file_name().expect("a folder has a name").to_string_lossy();
    let root = format!("testdata/configurations/{name}");
    let pair = |text: &str| text.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    let tofu = folder.join("replaced.tofu").is_file();
    let mut options = ProjectOptions { tofu, ..ProjectOptions::new(root.clone()) };
    for (name, value) in lines(folder, "environment.txt").iter().filter_map(|line| pair(line)) {
        match name.strip_prefix("TF_VAR_") {
            Some(name) => options.variables.push(VariableInput::Environment { name: name.into(), value }),
            None if name == "TF_WORKSPACE" => options.workspace = value,
            None => panic!("{name} in environment.txt means nothing here"),
        }
    }
    for (name, value) in lines(folder, "variables.txt").iter().filter_map(|line| pair(line)) {
        options.variables.push(VariableInput::CommandLine { name, value });
    }
    for argument in lines(folder, "arguments.txt") {
        options.variables.push(match argument.strip_prefix("-var-file=") {
            Some(path) => VariableInput::File { path: format!("{root}/{path}") },
            None => {
                let (name, value) = argument.strip_prefix("-var=").and_then(pair).expect("-var-file= or -var=");
                VariableInput::CommandLine { name, value }
            }
        });
    }
    options
}

fn compare(folder: &Path, name: &str) -> Agreement {
    let mut agreement = Agreement::default();
    let evaluation = evaluate_with(options(folder));
    let plan = plan(folder);
    outputs(&mut agreement, &evaluation, &plan);
    let graph = Graph::from_config(evaluation);
    let mut differences = lines(folder, "differences.txt");
    let expected_problems = read_to_string(folder.join("problems.txt")).unwrap_or_default();
    for problem in graph.problems() {
        if !expected_problems.lines().any(|line| !line.is_empty() && problem.message.contains(line)) {
            agreement.complaints.push(format!("problem: {}", problem.message));
        }
    }
    let mut planned: BTreeMap<&str, &Json> = BTreeMap::new();
    for change in plan["resource_changes"].as_array().into_iter().flatten() {
        planned.insert(change["address"].as_str().unwrap_or(""), change);
    }
    assert!(!planned.is_empty(), "{name}: the plan changes nothing");
    for (address, change) in &planned {
        agreement.instances += 1;
        let Some(id) = graph.find(address) else {
            agreement.complaints.push(format!("{address} is lost"));
            continue;
        };
        let (after, unknown) = (&change["change"]["after"], &change["change"]["after_unknown"]);
        attributes(
            &mut agreement,
            address,
            &graph.get(id).planned_values(Schema::builtin()),
            after,
            unknown,
            Order::Blocks,
        );
    }
    for (_, resource) in graph.resources() {
        if resource.is_managed() && !planned.contains_key(&*resource.address) {
            agreement.complaints.push(format!("{} is not in the plan", resource.address));
        }
    }
    // Differences that are meant: the beginning of the complaint, a tab, and the reason.
    agreement.complaints.retain(|complaint| {
        let meant =
            differences.iter().position(|line| line.split('\t').next().is_some_and(|it| complaint.starts_with(it)));
        meant.map(|at| differences.remove(at)).is_none()
    });
    agreement.complaints.extend(differences.into_iter().map(|line| format!("no longer differs: {line}")));
    agreement
}

/// The outputs of the root, which Terraform evaluates from the planned values.
fn outputs(agreement: &mut Agreement, evaluation: &Arc<Evaluation>, plan: &Json) {
    let root = evaluation.root();
    for (name, change) in plan["output_changes"].as_object().into_iter().flatten() {
        let block = &root.module.outputs[name.as_str()];
        let path = format!("output.{name}");
        match evaluation.output(&root, name, block.header) {
            Ok(ours) => {
                attributes(agreement, &path, &ours, &change["after"], &change["after_unknown"], Order::Written);
            }
            Err(error) => agreement.complaints.push(format!("{path}: {}", error.message)),
        }
    }
}
