//! The fuzz targets, for cargo-fuzz, for the driver (`cargo bench --bench fuzz`) and for a plain test. Each takes any
//! bytes and panics when a promise is broken.

pub mod memory;
pub mod mutate;
mod outputs;
mod patch;
#[path = "../../src/source/tests/generate.rs"]
#[allow(clippy::duplicate_mod)]
mod generate;
pub mod seeds;

pub use generate::Random;

use memory::Memory;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};
use tfmend::check::{self, CheckOptions};
use tfmend::eval::evaluate;
use tfmend::eval::scope::{EvalError, Scope};
use tfmend::fix;
use tfmend::graph::{Graph, from_plan};
use tfmend::report::{GraphView, Secrets, graph_json};
use tfmend::rules::{self, Rules, Verdict};
use tfmend::schema::Schema;
use tfmend::source::{self, SourceFile, Syntax};
use tfmend::text::{FileId, Files, Span};
use tfmend::value::{Marks, Reference, Type, Unknown, Value, from_json, to_json};
use tfmend::{cli, plan};

/// One target.
#[derive(Clone, Copy)]
pub struct Target {
    pub name: &'static str,
    pub run: fn(&[u8]),
    /// One input.
    pub input: fn(&mut Random) -> Vec<u8>,
    /// Its part of all executions, in thousandths: cheap targets run more often.
    pub share: u64,
}

/// All targets.
pub const TARGETS: [Target; 9] = [
    Target { name: "parser", run: parser, input: seeds::source, share: 300 },
    Target { name: "expression", run: expression, input: seeds::expression, share: 250 },
    Target { name: "suppressions", run: suppressions, input: seeds::suppressions, share: 150 },
    Target { name: "settings", run: settings, input: seeds::settings, share: 150 },
    Target { name: "outputs", run: outputs::outputs, input: seeds::outputs, share: 40 },
    Target { name: "plan", run: plan, input: seeds::plan, share: 60 },
    Target { name: "rules", run: rules, input: seeds::rules, share: 25 },
    Target { name: "configuration", run: configuration, input: seeds::configuration, share: 23 },
    Target { name: "fix", run: fixes, input: seeds::failing, share: 2 },
];

/// Runs a target by its name, as cargo-fuzz does.
#[allow(dead_code)]
pub fn run(name: &str, data: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("a target of this name");
    (target.run)(data);
}

const ID: FileId = FileId(0);

/// Any text becomes one tree, whose nodes lie in each other and in the text.
pub fn parser(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let whole: String = source::tokens(&text).map(|(_, range)| &text[range]).collect();
    assert_eq!(whole, text, "tokens leave nothing out");
    let text: Arc<str> = text.into();
    nested(source::parse(ID, "a.tf".into(), text.clone()));
    nested(source::parse(ID, "a.tf.json".into(), text.clone()));
    nested(source::parse_expression(ID, "a".into(), text.clone()));
    nested(source::parse_template(ID, "a".into(), text));
}

fn nested(file: SourceFile) {
    let file = Arc::new(file);
    let tree = &file.tree;
    for error in &tree.errors {
        assert!(file.text.get(error.span.range()).is_some(), "{error:?}");
    }
    let mut open = vec![tree.root()];
    let mut seen = 0;
    while let Some(node) = open.pop() {
        seen += 1;
        let span = tree.span(node);
        assert!(file.text.get(span.range()).is_some(), "{span:?}");
        let mut at = span.start;
        for child in tree.children(node) {
            let inner = tree.span(child);
            assert!(at <= inner.start && inner.end <= span.end, "{inner:?} in {span:?}");
            at = inner.end;
            open.push(child);
        }
        let syntax = Syntax { file: file.clone(), node };
        source::template_parts(&syntax);
        source::string_value(&syntax);
        syntax.name();
    }
    assert_eq!(seen, tree.node_count());
}

/// Names of every kind of value.
struct Names;

fn unknown(ty: Type, path: &str) -> Value {
    Unknown::of_reference(ty, Reference { address: "aws_x.y".into(), path: path.into() }).into()
}

impl Scope for Names {
    fn resolve(&self, root: &str, names: &[&str], at: Span) -> Result<(Value, usize), EvalError> {
        let list = || Value::list(Type::String, vec!["a".into(), "b".into(), "c".into()]);
        let value = match (root, names.first().copied()) {
            ("local" | "var", Some("list")) => list(),
            ("local" | "var", Some("text")) => "text é".into(),
            ("local" | "var", Some("secret")) => Value::string("s3cret").with_marks(Marks::SENSITIVE),
            ("local" | "var", Some("number")) => from_json("12345678901234567890.5").expect("a number"),
            ("local" | "var", Some("object")) => Value::object([("a", Value::from(1)), ("b", list())]),
            ("local" | "var", Some("flag")) => unknown(Type::Bool, "flag"),
            ("local" | "var", Some("strings")) => unknown(Type::list(Type::String), "strings"),
            ("local" | "var", Some(_)) => unknown(Type::Dynamic, "any"),
            ("path" | "each" | "self" | "count" | "terraform", Some(_)) => "x".into(),
            _ => return Err(EvalError { span: at, message: format!("no {root}") }),
        };
        Ok((value, 1))
    }
}

/// An expression has a value or an error; a known value is JSON.
pub fn expression(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let file = Arc::new(source::parse_expression(ID, "a".into(), text.into()));
    if let Ok(value) = evaluate(&Syntax { node: file.tree.root(), file }, &Names)
        && let Some(json) = to_json(&value)
        // As with Terraform's own `jsonencode(1 / 0)`.
        && !json.contains("Inf")
    {
        assert!(from_json(&json).is_ok(), "{json}");
        assert!(serde_json::from_str::<serde::de::IgnoredAny>(&json).is_ok(), "{json}");
    }
}

static RULES: LazyLock<Arc<Rules>> = LazyLock::new(|| Arc::new(Rules::builtin()));

fn options() -> CheckOptions {
    CheckOptions { today: "2026-11-22".to_owned(), ..CheckOptions::default() }
}

fn is_json(text: &str) {
    let read = serde_json::from_str::<serde::de::IgnoredAny>(text);
    assert!(read.is_ok(), "{read:?} {text}");
}

fn printed(graph: &Graph) {
    let files = graph.configuration().map(|evaluation| evaluation.project.files.clone()).unwrap_or_default();
    let secrets = Secrets::of(graph, Schema::builtin());
    let view = GraphView { graph, files: &files, schema: Schema::builtin(), secrets: &secrets };
    is_json(&graph_json(&[view]));
}

/// A configuration becomes a graph that is judged and printed.
pub fn configuration(data: &[u8]) {
    let graph = Memory::of(&String::from_utf8_lossy(data)).graph();
    check::run(&graph, &RULES, &options());
    printed(&graph);
}

/// A plan is read and judged, or refused.
pub fn plan(data: &[u8]) {
    let Ok(document) = plan::read(data.to_vec()) else { return };
    let graph = from_plan(Arc::new(document), Schema::builtin());
    check::run(&graph, &RULES, &options());
    printed(&graph);
}

/// A rule file is a control or has complaints; a control judges its own examples.
pub fn rules(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (control, problems) = rules::read(FileId(0x8000_0000), "rules/a.hcl", &text);
    for problem in &problems {
        problem.to_string();
    }
    let Some(control) = control else { return };
    let control = Arc::new(control);
    let rules = Rules::only(control.clone());
    for example in control.examples.iter().take(2) {
        let files = Memory(BTreeMap::from([("main.tf".to_owned(), example.source.to_string())]));
        let graph = files.graph();
        check::run(&graph, &rules, &CheckOptions { account: example.account, ..options() });
    }
}

/// Settings are read or refused with a message.
pub fn settings(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data)
        && let Err(message) = cli::texts::settings("tfmend.toml", text)
    {
        assert!(!message.is_empty());
    }
}

/// Suppressions in comments cover places of the file.
pub fn suppressions(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let file = source::parse(ID, "a.tf".into(), text.into());
    for span in cli::texts::suppressions(&file) {
        assert!(file.text.get(span.range()).is_some(), "{span:?}");
    }
}

/// A fix that is called proven parses, keeps all other bytes, is what its diff says, and mends its finding.
pub fn fixes(data: &[u8]) {
    let memory = Memory::of(&String::from_utf8_lossy(data));
    let graph = memory.graph();
    let findings = check::run(&graph, &RULES, &options());
    let Some(evaluation) = graph.configuration() else { return };
    let files = &evaluation.project.files;
    let rerun = |texts: &BTreeMap<FileId, String>| {
        let graph = patched(&memory, files, texts).graph();
        let findings = check::run(&graph, &RULES, &options());
        (graph, findings)
    };
    let judge = fix::Judge { rules: RULES.clone(), options: options(), aside: Default::default(), ledger: None };
    let settings = fix::Settings { judge: Some(judge), ..fix::Settings::default() };
    for proposal in fix::propose(&findings, &graph, &rerun, &settings) {
        let Some(fix) = &proposal.fix else { continue };
        let texts = fix.edits.apply(files);
        for (id, text) in &texts {
            let old = files.get(*id);
            let errors = |text: &str| source::parse(*id, old.path.clone(), text.into()).tree.errors.len();
            assert!(errors(text) <= errors(&old.text), "{}", fix.diff);
            patch::keeps_other_bytes(&old.text, text, fix.edits.iter().filter(|edit| edit.span.file == *id));
        }
        patch::is_what_the_diff_says(&fix.diff, files, &texts);
        let (_, after) = rerun(&texts);
        let finding = &findings[proposal.finding];
        let same = |other: &&check::Finding| {
            other.control.id == finding.control.id && other.address == finding.address && other.verdict == Verdict::Fail
        };
        let count = |findings: &[check::Finding]| findings.iter().filter(same).count();
        assert!(count(&after) < count(&findings), "{} {}\n{}", finding.control.id, finding.address, fix.diff);
    }
}

fn patched(memory: &Memory, files: &Files, texts: &BTreeMap<FileId, String>) -> Memory {
    let mut memory = memory.clone();
    for (id, text) in texts {
        memory.0.insert(files.get(*id).path.trim_start_matches("./").to_owned(), text.clone());
    }
    memory
}
