//! The examples of rules as tests: each must get its verdict. Used by `tfmend test` and by the tests of the built-in rules.

use super::Finding;
use super::run::{CheckOptions, run};
use crate::eval::scope::FileAccess;
use crate::eval::{Evaluation, Project, ProjectOptions};
use crate::graph::{Content, Graph, Resource};
use crate::rules::{Control, Example, Rules, Verdict};
use crate::schema::Schema;
use crate::text::FileId;
use crate::value::{Entries, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The day on which examples are judged that name none.
const TODAY: &str = "2026-01-01";

/// The provider that examples do without.
pub const PROVIDER: &str = "provider \"aws\" {\n  region = \"us-east-1\"\n}\n";

/// It belongs to no example.
const PROVIDER_ADDRESS: &str = "provider.aws";

/// Result of the tests of one rule file.
#[derive(Debug)]
pub struct Report {
    pub path: String,
    /// Examples that got their verdicts.
    pub passed: usize,
    /// What is wrong, one entry a mistake, each with its place.
    pub failures: Vec<String>,
}

/// Checks one rule file: its text, and each example's verdict from source.
pub fn test(path: &str, text: &str) -> Report {
    let (control, problems) = crate::rules::read(FileId(0), path, text);
    let mut report = Report { path: path.to_string(), passed: 0, failures: Vec::new() };
    report.failures.extend(problems.iter().map(|problem| problem.to_string()));
    let Some(control) = control.map(Arc::new) else { return report };
    for example in &control.examples {
        let failures = if example.prior.is_some() { Vec::new() } else { test_example(&control, example) };
        if failures.is_empty() {
            report.passed += 1;
        }
        let at = crate::text::File::new(path, text).position(example.span.start);
        let place = format!("{path}:{}: {} example {:?}", at.line, example.kind, example.name);
        report.failures.extend(failures.into_iter().map(|failure| format!("{place}: {failure}")));
    }
    report
}

/// What is wrong with an example judged from its source; empty when it is right.
pub fn test_example(control: &Arc<Control>, example: &Example) -> Vec<String> {
    let graph = with_data(graph_of(&example.source), &example.data);
    let problems = graph.problems().iter().map(|problem| format!("{problem:?}"));
    let mut failures: Vec<String> = problems.collect();
    let findings = findings(control, example, &graph);
    failures.extend(compare(example, &findings));
    if findings.is_empty() && example.expect.is_empty() && !may_judge_nothing(control, example, &graph) {
        failures.push("the control judges nothing in it".to_string());
    }
    failures
}

/// The graph of an example's configuration.
pub fn graph_of(source: &str) -> Graph {
    Graph::from_config(evaluation_of(source))
}

/// An example's configuration, evaluated.
pub fn evaluation_of(source: &str) -> Arc<Evaluation> {
    let files = BTreeMap::from([("main.tf", source.to_string()), ("provider.tf", PROVIDER.to_string())]);
    let project = Project::load(Arc::new(Memory { files }), ProjectOptions::new("."));
    Arc::new(Evaluation::new(Arc::new(project), Schema::builtin().clone()))
}

/// The graph with data sources as if they had been read.
pub fn with_data(graph: Graph, data: &Entries) -> Graph {
    if data.is_empty() {
        return graph;
    }
    let read = |resource: &Resource| {
        let mut resource = resource.clone();
        if let Some(attributes) = data.get(&resource.address).and_then(Value::as_mapping) {
            let values = resource.values().as_mapping().cloned().unwrap_or_default();
            let given = attributes.iter().map(|(name, value)| (name.clone(), value.clone()));
            let content = Content::ready(Value::object(values.into_iter().chain(given)), None, resource.links());
            resource.content = content;
        }
        resource
    };
    let resources = graph.resources().map(|(_, resource)| read(resource)).collect();
    Graph::new(graph.origin, resources, graph.providers().to_vec(), graph.problems().to_vec())
}

/// The findings of one control alone, under the settings of an example.
pub fn findings(control: &Arc<Control>, example: &Example, graph: &Graph) -> Vec<Finding> {
    let params = BTreeMap::from([(control.id.clone(), example.params.clone())]);
    let today = example.today.as_deref().unwrap_or(TODAY).to_string();
    let options = CheckOptions { today, account: example.account, params, only: None };
    let mut findings = run(graph, &Rules::only(control.clone()), &options);
    findings.retain(|finding| &*finding.address != PROVIDER_ADDRESS);
    findings
}

/// Where findings differ from what the example says.
pub fn compare(example: &Example, findings: &[Finding]) -> Vec<String> {
    let mut failures = Vec::new();
    for finding in findings {
        let expected = example.expect.get(&finding.address).copied().unwrap_or(example.kind.verdict());
        if finding.verdict != expected {
            failures.push(format!("{} is {}, not {expected}{}", name(finding), finding.verdict, reason(finding)));
        }
        let internal =
            finding.details().blocked_by.iter().find(|blocker| blocker.to_string().starts_with("error in rule"));
        if let Some(blocker) = internal.filter(|_| finding.verdict == expected) {
            failures.push(format!("{}: {blocker}", name(finding)));
        }
    }
    for address in example.expect.keys().filter(|address| !findings.iter().any(|it| it.address == **address)) {
        failures.push(format!("{address} is not judged"));
    }
    failures
}

/// Resources without the nested blocks that a check goes through pass by having nothing to judge.
fn may_judge_nothing(control: &Control, example: &Example, graph: &Graph) -> bool {
    let passes = example.kind.verdict() == Verdict::Pass;
    passes && control.subject_types().iter().any(|name| !graph.of_type(name.trim_start_matches("data.")).is_empty())
}

fn name(finding: &Finding) -> &str {
    if finding.address.is_empty() { "the account" } else { &finding.address }
}

fn reason(finding: &Finding) -> String {
    match finding.verdict {
        Verdict::Pass => String::new(),
        Verdict::Fail => format!(" ({})", finding.details().message.en),
        Verdict::Unknown => {
            let blockers: Vec<String> = finding.details().blocked_by.iter().map(ToString::to_string).collect();
            format!(" (blocked by {})", blockers.join(", "))
        }
    }
}

/// Files in memory.
struct Memory {
    files: BTreeMap<&'static str, String>,
}

impl Memory {
    fn find(&self, path: &str) -> Option<&String> {
        self.files.get(path.trim_start_matches("./"))
    }
}

impl FileAccess for Memory {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.find(path).map(|text| text.clone().into_bytes()).ok_or_else(|| format!("{path}: no such file"))
    }

    fn exists(&self, path: &str) -> Result<bool, String> {
        Ok(self.find(path).is_some())
    }

    fn list(&self, directory: &str) -> Result<Vec<String>, String> {
        match directory.trim_end_matches('/') {
            "" | "." => Ok(self.files.keys().map(|name| (*name).to_string()).collect()),
            other => Err(format!("{other}: no such folder")),
        }
    }

    fn fileset(&self, _: &str, _: &str) -> Result<Vec<String>, String> {
        Ok(Vec::new())
    }
}
