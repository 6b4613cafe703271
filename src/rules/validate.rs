//! From a rule file as written to a control: every mistake is collected, and what is whole is still returned.

use super::control::*;
use super::example;
use super::fix;
use super::inspect;
use super::literal;
use super::problem::Problems;
use super::raw::{Block, Body};
use crate::graph::Operation;
use crate::schema::Schema;
use crate::source::{Kind, SourceFile, Syntax};
use std::sync::{Arc, OnceLock};

const CONTROL: &[&str] = &[
    "slug",
    "aliases",
    "severity",
    "category",
    "title",
    "why",
    "decides",
    "limits",
    "notes",
    "config_rule",
    "frameworks",
    "frameworks_derived",
    "no_fix",
    "parameter",
    "check",
    "remediation",
    "no_example",
    "example",
];
const CHECK: &[&str] = &["filter", "locals", "each", "operations", "per", "enforce", "fix", "no_fix"];
const OPERATIONS: [Operation; 6] =
    [Operation::Create, Operation::Update, Operation::Delete, Operation::Replace, Operation::NoOp, Operation::Read];
const ENFORCE: &[&str] = &["condition", "at", "error_message"];

/// How much is checked: built-in rules are inspected by the tests, a team's rules whenever they are read.
#[derive(Clone, Copy)]
pub(super) enum Trust {
    BuiltIn,
    Inspect,
}

/// The control of a file; `None` when its head is not usable. Problems that do not change its meaning are only reported.
pub(super) fn control(file: &Arc<SourceFile>, trust: Trust, problems: &mut Problems) -> Option<Control> {
    for error in &file.tree.errors {
        problems.at(error.span, error.message.clone());
    }
    let root = Syntax { file: file.clone(), node: file.tree.root() };
    if root.kind() != Kind::File {
        problems.on(&root, "a rule file is written in HCL");
        return None;
    }
    let head = crate::text::Span { end: root.span().start, ..root.span() };
    let body = Body::read(&root, head);
    let Some(block) = body.block("control", problems) else {
        problems.at(head, "a rule file holds one control block");
        return None;
    };
    let control = read_control(block, file, problems);
    body.finish("a rule file", &["control"], problems);
    let control = control?;
    if matches!(trust, Trust::Inspect) {
        inspect::control(&control, Schema::builtin(), problems);
        example::completeness(&control, problems);
    }
    Some(control)
}

fn read_control(block: &Block, file: &Arc<SourceFile>, problems: &mut Problems) -> Option<Control> {
    let body = &block.body;
    let id = block.label(0).filter(|id| !id.is_empty());
    if id.is_none() || block.labels.len() > 1 {
        problems.at(block.header(), "control takes one label, its id");
    }
    let decides = literal::word(body, "decides", Decides::parse, Decides::WORDS, problems);
    let limits = literal::localized(body, "limits", problems);
    if matches!(decides, Some(Decides::Partly | Decides::NotDecidable)) && limits.is_none() {
        problems.at(block.header(), "limits is missing: what is not judged, and why");
    }
    let slug = literal::required(body, "slug", problems);
    if let Some(slug) = &slug
        && !slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    {
        problems.at(block.header(), format!("slug {slug:?} must be kebab-case"));
    }
    let severity = literal::word(body, "severity", Severity::parse, Severity::WORDS, problems);
    let checks: Vec<Check> = body.blocks("check").filter_map(|check| read_check(check, problems)).collect();
    if checks.is_empty() && matches!(decides, Some(Decides::Checked | Decides::Partly)) {
        problems.at(block.header(), "a control that is decided needs a check");
    }
    let remediation = body.block("remediation", problems).map(|block| read_remediation(block, problems));
    if remediation.is_none() {
        problems.at(block.header(), "remediation is missing");
    }
    let control = Control {
        aliases: literal::strings(body, "aliases", problems),
        category: literal::strings(body, "category", problems),
        title: literal::localized_required(body, "title", problems).unwrap_or_default(),
        why: literal::localized_required(body, "why", problems).unwrap_or_default(),
        limits,
        notes: literal::localized(body, "notes", problems),
        config_rule: literal::optional(body, "config_rule", problems),
        frameworks: literal::lists(body, "frameworks", problems),
        frameworks_derived: literal::lists(body, "frameworks_derived", problems),
        parameters: body.blocks("parameter").filter_map(|block| read_parameter(block, problems)).collect(),
        checks,
        no_fix: literal::message(body, "no_fix", problems),
        remediation: remediation.unwrap_or_default(),
        no_example: example::missing(body, problems),
        examples: body.blocks("example").filter_map(|block| example::read(block, problems)).collect(),
        file: file.clone(),
        span: block.header(),
        id: id?,
        slug: slug?,
        severity: severity?,
        decides: decides?,
    };
    body.finish("control", CONTROL, problems);
    Some(control)
}

fn read_parameter(block: &Block, problems: &mut Problems) -> Option<Parameter> {
    let body = &block.body;
    let name = block.label(0);
    if name.is_none() {
        problems.at(block.header(), "parameter takes one label, its name");
    }
    let default = body.attribute("default").map(|attribute| literal::value(&attribute.expression, problems));
    if default.is_none() {
        problems.at(block.header(), "default is missing");
    }
    let description = literal::localized(body, "description", problems);
    body.finish("parameter", &["default", "description"], problems);
    Some(Parameter { name: name?, default: default??, description })
}

fn read_remediation(block: &Block, problems: &mut Problems) -> Remediation {
    let body = &block.body;
    let console = literal::localized_list(body, "console", problems);
    if console.is_none() {
        problems.at(block.header(), "console is missing");
    }
    let cli = literal::optional(body, "cli", problems);
    body.finish("remediation", &["console", "cli"], problems);
    Remediation { console: console.unwrap_or_default(), cli }
}

fn read_check(block: &Block, problems: &mut Problems) -> Option<Check> {
    let body = &block.body;
    let subject = subject(block, problems);
    let enforces: Vec<Enforce> = body.blocks("enforce").filter_map(|block| read_enforce(block, problems)).collect();
    // What is wrong with one that is written has been said.
    if body.blocks("enforce").next().is_none() {
        problems.at(block.header(), "a check needs an enforce block");
    }
    let check = Check {
        filter: body.attribute("filter").map(|attribute| attribute.expression.clone()),
        locals: body.block("locals", problems).map(locals).unwrap_or_default(),
        each: literal::optional(body, "each", problems),
        operations: operations(body, problems),
        enforces,
        fixes: body.blocks("fix").filter_map(|block| fix::read(block, problems)).collect(),
        no_fix: literal::message(body, "no_fix", problems),
        span: block.header(),
        subject: subject?,
        prepared: OnceLock::new(),
        shared: OnceLock::new(),
    };
    body.finish("check", CHECK, problems);
    Some(check)
}

fn subject(block: &Block, problems: &mut Problems) -> Option<Subject> {
    let per = literal::optional(&block.body, "per", problems);
    let labels = block.labels.clone();
    match (per.as_deref(), labels.iter().any(|label| &**label == "account")) {
        (Some("account") | None, true) if labels.len() == 1 => Some(Subject::PerAccount),
        (Some("region"), true) if labels.len() == 1 => Some(Subject::PerRegion),
        (None, false) if !labels.is_empty() => Some(Subject::Types(labels)),
        (Some(_), true) => {
            problems.at(block.header(), "per must be account or region");
            None
        }
        (Some(_), false) => {
            problems.at(block.header(), "per belongs to check \"account\"");
            None
        }
        _ => {
            problems.at(block.header(), "check takes resource types as labels, or account alone");
            None
        }
    }
}

fn locals(block: &Block) -> Vec<(Arc<str>, Syntax)> {
    let names: Vec<Arc<str>> = block.body.attributes.iter().map(|attribute| attribute.name.clone()).collect();
    names
        .into_iter()
        .filter_map(|name| block.body.attribute(&name).map(|found| (name.clone(), found.expression.clone())))
        .collect()
}

fn operations(body: &Body, problems: &mut Problems) -> Vec<Operation> {
    let words = literal::strings(body, "operations", problems);
    let parsed = words.iter().filter_map(|word| {
        let operation = OPERATIONS.into_iter().find(|operation| operation.as_str() == &**word);
        if operation.is_none() {
            let known = OPERATIONS.map(Operation::as_str).join(", ");
            problems.at(body.header, format!("operations: {word:?} is not one of {known}"));
        }
        operation
    });
    parsed.collect()
}

fn read_enforce(block: &Block, problems: &mut Problems) -> Option<Enforce> {
    let body = &block.body;
    let condition = body.attribute("condition").map(|attribute| attribute.expression.clone());
    if condition.is_none() {
        problems.at(block.header(), "condition is missing");
    }
    let at = literal::optional(body, "at", problems);
    let error_message = literal::message_required(body, "error_message", problems);
    body.finish("enforce", ENFORCE, problems);
    Some(Enforce { condition: condition?, at, error_message: error_message?, span: block.header() })
}
