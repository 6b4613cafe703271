//! The examples of a rule hold its conditions: another operator or literal in a condition breaks at least one example.

use super::rules::{report, rule_files};
use super::rules_plans::recorded_graph;
use crate::check::examples;
use crate::graph::Graph;
use crate::rules::{Control, Example, read};
use crate::source::{Kind, Syntax};
use crate::text::FileId;
use std::sync::Arc;

/// A condition that is written differently.
struct Mutation {
    start: usize,
    end: usize,
    replacement: String,
}

#[test]
fn examples_notice_changed_conditions() {
    let mut survivors = Vec::new();
    let mut tried = 0;
    for (path, text) in rule_files() {
        let Some(control) = read(FileId(0), &path, &text).0.map(Arc::new) else { continue };
        let graphs: Vec<(&Example, Graph)> =
            control.examples.iter().filter_map(|example| Some((example, graph(&control, example)?))).collect();
        if graphs.len() < control.examples.len() {
            println!("{path}: not every example has a recorded plan");
            continue;
        }
        for mutation in mutations(&control) {
            tried += 1;
            let mutated = format!("{}{}{}", &text[..mutation.start], mutation.replacement, &text[mutation.end..]);
            let Some(mutant) = read(FileId(0), &path, &mutated).0.map(Arc::new) else { continue };
            let noticed = |(example, graph): &(&Example, Graph)| {
                !examples::compare(example, &examples::findings(&mutant, example, graph)).is_empty()
            };
            if !graphs.iter().any(noticed) {
                let at = crate::text::File::new(path.as_str(), text.as_str()).position(mutation.start as u32);
                let (was, is) = (&text[mutation.start..mutation.end], &mutation.replacement);
                survivors.push(format!("{path}:{}:{}: no example notices {is} instead of {was}", at.line, at.column));
            }
        }
    }
    println!("{tried} mutations");
    report(survivors);
}

fn graph(control: &Control, example: &Example) -> Option<Graph> {
    if example.prior.is_some() {
        return recorded_graph(control, example);
    }
    Some(examples::with_data(examples::graph_of(&example.source), &example.data))
}

fn mutations(control: &Control) -> Vec<Mutation> {
    let mut found = Vec::new();
    for enforce in control.checks.iter().flat_map(|check| &check.enforces) {
        collect(&enforce.condition, &mut found);
    }
    found.dedup_by_key(|mutation| (mutation.start, mutation.end));
    found
}

fn collect(expression: &Syntax, found: &mut Vec<Mutation>) {
    let span = expression.span();
    let whole = |replacement: &str| Mutation {
        start: span.start as usize,
        end: span.end as usize,
        replacement: replacement.to_string(),
    };
    match expression.kind() {
        Kind::True => found.push(whole("false")),
        Kind::False => found.push(whole("true")),
        Kind::Number => found.push(whole(&format!("({} + 1)", expression.text()))),
        Kind::Str if expression.text().len() > 2 => {
            found.push(whole(&format!("\"~{}\"", expression.text().trim_matches('"'))))
        }
        Kind::Not => {
            let inner = expression.children();
            found.push(whole(inner[0].text()));
        }
        kind => found.extend(other_operator(kind).and_then(|(was, is)| operator(expression, was, is))),
    }
    // Names of types and paths are no literals of the condition.
    let names = expression.kind() == Kind::Call
        && matches!(
            expression.name(),
            "companions"
                | "companions_of"
                | "holders"
                | "inherited"
                | "owners_of"
                | "resources"
                | "in_scope"
                | "other_referrers"
                | "referrers"
                | "attribute"
                | "undecided"
        );
    if !names {
        expression.children().iter().for_each(|child| collect(child, found));
    }
}

fn other_operator(kind: Kind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        Kind::Equal => ("==", "!="),
        Kind::NotEqual => ("!=", "=="),
        Kind::And => ("&&", "||"),
        Kind::Or => ("||", "&&"),
        Kind::Less => ("<", ">="),
        Kind::LessEqual => ("<=", ">"),
        Kind::Greater => (">", "<="),
        Kind::GreaterEqual => (">=", "<"),
        _ => return None,
    })
}

/// The operator between the two operands.
fn operator(expression: &Syntax, was: &str, is: &str) -> Option<Mutation> {
    let children = expression.children();
    let (left, right) = (children.first()?.span(), children.get(1)?.span());
    let between = &expression.file.text[left.end as usize..right.start as usize];
    let start = left.end as usize + between.find(was)?;
    Some(Mutation { start, end: start + was.len(), replacement: is.to_string() })
}
