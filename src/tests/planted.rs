//! Whole configurations under `examples/`: exactly the planted mistakes are found, in source and in the real plan, and all fixes leave none.

use super::support::{TestFiles, evaluate, package};
use crate::check::{CheckOptions, Finding, run};
use crate::eval::scope::FileAccess;
use crate::eval::{Evaluation, Project, ProjectOptions};
use crate::fix::{Selection, Settings, fix_all};
use crate::graph::{Graph, from_plan};
use crate::rules::{Class, Rules, Verdict};
use crate::schema::Schema;
use crate::text::FileId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const FOLDER: &str = "examples/account-and-workload";
const RECORDED: &str = "testdata/examples/account-and-workload";

/// `ADDRESS CONTROL`, with `-` for the account.
type Mistakes = BTreeSet<String>;

fn planted() -> Mistakes {
    let text = std::fs::read_to_string(package().join(format!("{RECORDED}.planted.txt"))).expect("the list is there");
    text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

fn judge(graph: &Graph) -> Vec<Finding> {
    let options = CheckOptions { today: "2026-01-01".to_owned(), ..CheckOptions::default() };
    run(graph, &Rules::builtin(), &options)
}

/// What the example's settings leave to another repository.
fn ignored() -> BTreeSet<String> {
    let text = std::fs::read_to_string(package().join(FOLDER).join("tfmend.toml")).expect("the example has settings");
    let settings: toml::Table = text.parse().expect("the settings are TOML");
    let ids = settings["ignore"].as_array().expect("a list of controls");
    ids.iter().filter_map(|id| Some(id.as_str()?.to_owned())).collect()
}

fn failing(findings: &[Finding]) -> Mistakes {
    let ignored = ignored();
    let name = |finding: &Finding| {
        let address = if finding.address.is_empty() { "-" } else { &finding.address };
        format!("{address} {}", finding.control.id)
    };
    let counts = |finding: &&Finding| finding.verdict == Verdict::Fail && !ignored.contains(&*finding.control.id);
    findings.iter().filter(counts).map(name).collect()
}

fn assert_planted(found: &Mistakes) {
    let planted = planted();
    let missed: Vec<&String> = planted.difference(found).collect();
    let others: Vec<&String> = found.difference(&planted).collect();
    assert!(missed.is_empty() && others.is_empty(), "missed {missed:#?}, not planted {others:#?}");
}

#[test]
fn source_shows_the_planted_mistakes() {
    let graph = Graph::from_config(evaluate(FOLDER, Vec::new()));
    assert!(graph.problems().is_empty(), "{:?}", graph.problems());
    assert_planted(&failing(&judge(&graph)));
}

#[test]
fn the_plan_shows_the_planted_mistakes() {
    let bytes = std::fs::read(package().join(format!("{RECORDED}.plan.json"))).expect("the plan is recorded");
    let document = crate::plan::read(bytes).expect("the recorded plan is a plan");
    let graph = from_plan(Arc::new(document), Schema::builtin());
    assert!(graph.problems().is_empty(), "{:?}", graph.problems());
    assert_planted(&failing(&judge(&graph)));
}

/// Files on disk, some of them with another text.
struct Patched(BTreeMap<String, String>);

impl FileAccess for Patched {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        match self.0.get(path) {
            Some(text) => Ok(text.clone().into_bytes()),
            None => TestFiles.read(path),
        }
    }

    fn exists(&self, path: &str) -> Result<bool, String> {
        Ok(self.0.contains_key(path) || TestFiles.exists(path)?)
    }

    fn list(&self, directory: &str) -> Result<Vec<String>, String> {
        TestFiles.list(directory)
    }

    fn fileset(&self, path: &str, pattern: &str) -> Result<Vec<String>, String> {
        TestFiles.fileset(path, pattern)
    }
}

#[test]
fn all_fixes_together_leave_no_mistake() {
    let graph = Graph::from_config(evaluate(FOLDER, Vec::new()));
    let findings = judge(&graph);
    let rerun = |texts: &BTreeMap<FileId, String>| {
        let files = &graph.configuration().expect("it was evaluated").project.files;
        let patched = texts.iter().map(|(id, text)| (files.get(*id).path.to_string(), text.clone())).collect();
        let project = Project::load(Arc::new(Patched(patched)), ProjectOptions::new(FOLDER));
        let graph = Graph::from_config(Arc::new(Evaluation::new(Arc::new(project), Schema::builtin().clone())));
        let findings = judge(&graph);
        (graph, findings)
    };
    let classes = vec![Class::Safe, Class::Unsafe, Class::NeedsInput];
    let selection = Selection { classes, with_values: false, ..Selection::default() };
    let batch = fix_all(&findings, &graph, &rerun, &Settings::default(), &selection);
    let (after, findings) = rerun(&batch.texts);
    assert!(after.problems().is_empty(), "{:?}", after.problems());
    assert_eq!(failing(&findings), Mistakes::new(), "{:#?}", batch.left);
}
