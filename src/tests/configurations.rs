//! Each folder of `testdata/configurations` is a root; the graph built from it must agree with Terraform's recorded plan.
//!
//! `plan.json.gz` is what `terraform show -json` printed; `testdata/configurations/record` makes it.

use super::support::{evaluate, folders, package};
use crate::eval::VariableInput;
use crate::graph::Graph;
use crate::value::{Kind, Value, to_json};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// Agreement of one root with its plan.
#[derive(Default, Debug)]
struct Agreement {
    /// Attributes that the configuration sets and the plan knows.
    set: usize,
    /// Of those, the ones the graph knows too.
    known: usize,
    complaints: Vec<String>,
}

#[test]
fn the_graph_is_what_terraform_plans() {
    let mut total = Agreement::default();
    let only = std::env::var("TFMEND_CASE").ok();
    let mut cases = 0;
    for folder in folders(&package().join("testdata/configurations")) {
        let name = folder.file_name().expect("a folder has a name").to_string_lossy().into_owned();
        if only.as_ref().is_some_and(|only| *only != name) {
            continue;
        }
        let agreement = compare(&folder, &name);
        if only.is_some() || agreement.known < agreement.set {
            println!("{name}: {} of {} known", agreement.known, agreement.set);
        }
        total.set += agreement.set;
        total.known += agreement.known;
        total.complaints.extend(agreement.complaints.into_iter().map(|complaint| format!("{name}: {complaint}")));
        cases += 1;
    }
    println!("{cases} roots; {} of {} set attributes that the plan knows are known", total.known, total.set);
    assert!(total.complaints.is_empty(), "{}", total.complaints.join("\n"));
    assert!(total.known * 100 >= total.set * 97, "fewer than 97% known");
}

/// The recorded plan of a folder.
fn plan(folder: &Path) -> Json {
    let bytes = std::fs::read(folder.join("plan.json.gz")).expect("the plan is recorded");
    let mut text = String::new();
    flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text).expect("the recording is gzip");
    serde_json::from_str(&text).expect("the recording is JSON")
}

fn compare(folder: &Path, name: &str) -> Agreement {
    let mut agreement = Agreement::default();
    let root = format!("testdata/configurations/{name}");
    let graph = Graph::from_config(evaluate(&root, variables(folder)));
    let expected_problems = std::fs::read_to_string(folder.join("problems.txt")).unwrap_or_default();
    for problem in graph.problems() {
        if !expected_problems.lines().any(|line| !line.is_empty() && problem.message.contains(line)) {
            agreement.complaints.push(format!("problem: {}", problem.message));
        }
    }
    let plan = plan(folder);
    let mut planned: BTreeMap<&str, &Json> = BTreeMap::new();
    for change in plan["resource_changes"].as_array().into_iter().flatten() {
        planned.insert(change["address"].as_str().unwrap_or(""), change);
    }
    for (address, change) in &planned {
        let Some(id) = graph.find(address) else {
            agreement.complaints.push(format!("{address} is lost"));
            continue;
        };
        let (after, unknown) = (&change["change"]["after"], &change["change"]["after_unknown"]);
        attributes(&mut agreement, address, &graph.get(id).values(), after, unknown);
    }
    for (_, resource) in graph.resources() {
        if resource.is_managed() && !planned.contains_key(&*resource.address) {
            agreement.complaints.push(format!("{} is not in the plan", resource.address));
        }
    }
    agreement
}

/// Values for variables: lines `name=value` in `variables.txt`.
fn variables(folder: &Path) -> Vec<VariableInput> {
    let text = std::fs::read_to_string(folder.join("variables.txt")).unwrap_or_default();
    let pairs = text.lines().filter_map(|line| line.split_once('='));
    pairs.map(|(name, value)| VariableInput::CommandLine { name: name.into(), value: value.into() }).collect()
}

/// Compares every attribute that the configuration sets and the plan knows.
fn attributes(agreement: &mut Agreement, path: &str, ours: &Value, after: &Json, unknown: &Json) {
    if ours.is_null()
        || unknown == &Json::Bool(true)
        || after.is_null() && !matches!(ours.kind, Kind::Null(_)) && unknown.is_null()
    {
        return;
    }
    match (&ours.kind, after) {
        (Kind::Object(members), Json::Object(_)) => {
            for (name, member) in members.iter() {
                attributes(agreement, &format!("{path}.{name}"), member, &after[&**name], &unknown[&**name]);
            }
        }
        (Kind::List(_, elements), Json::Array(theirs))
            if elements.iter().any(|element| element.as_mapping().is_some()) =>
        {
            blocks(agreement, path, elements, theirs, unknown);
        }
        (_, Json::Null) => {}
        _ => leaf(agreement, path, ours, after, unknown),
    }
}

fn leaf(agreement: &mut Agreement, path: &str, ours: &Value, after: &Json, unknown: &Json) {
    if has_unknown(unknown) {
        return;
    }
    agreement.set += 1;
    let Some(text) = to_json(ours) else { return };
    agreement.known += 1;
    let ours: Json = serde_json::from_str(&text).expect("values print as JSON");
    if !same(&ours, after) {
        agreement.complaints.push(format!("{path} is {after} in the plan, not {ours}"));
    }
}

/// Blocks of a set have no order: each of ours must agree with one of theirs.
fn blocks(agreement: &mut Agreement, path: &str, ours: &[Value], theirs: &[Json], unknown: &Json) {
    if ours.len() != theirs.len() {
        let message = format!("{path} has {} blocks in the plan, not {}", theirs.len(), ours.len());
        return agreement.complaints.push(message);
    }
    let mut left: Vec<usize> = (0..theirs.len()).collect();
    for (index, block) in ours.iter().enumerate() {
        let mut best: Option<(usize, Agreement)> = None;
        for (place, &candidate) in left.iter().enumerate() {
            let mut trial = Agreement::default();
            let unknown = &unknown[candidate];
            attributes(&mut trial, &format!("{path}[{index}]"), block, &theirs[candidate], unknown);
            if best.as_ref().is_none_or(|(_, best)| trial.complaints.len() < best.complaints.len()) {
                best = Some((place, trial));
            }
        }
        if let Some((place, trial)) = best {
            left.remove(place);
            agreement.set += trial.set;
            agreement.known += trial.known;
            agreement.complaints.extend(trial.complaints);
        }
    }
}

fn has_unknown(unknown: &Json) -> bool {
    match unknown {
        Json::Bool(unknown) => *unknown,
        Json::Array(elements) => elements.iter().any(has_unknown),
        Json::Object(members) => members.values().any(has_unknown),
        _ => false,
    }
}

/// Equal, where a number may be printed with or without a fraction.
fn same(ours: &Json, theirs: &Json) -> bool {
    match (ours, theirs) {
        (Json::Number(a), Json::Number(b)) => a.as_f64() == b.as_f64(),
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        _ => ours == theirs,
    }
}
