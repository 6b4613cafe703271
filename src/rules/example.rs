//! `example` blocks: configurations with the verdict that they must get.

use super::control::*;
use super::literal;
use super::problem::Problems;
use super::raw::{Block, Body};
use crate::source::{Kind, Syntax};
use crate::text::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

const SETTINGS: &[&str] = &["expect", "account", "params", "today", "prior", "data"];
const CONFIGURATION: &[&str] = &[
    "resource",
    "data",
    "variable",
    "locals",
    "output",
    "provider",
    "moved",
    "removed",
    "import",
    "check",
    "ephemeral",
];

pub(super) fn read(block: &Block, problems: &mut Problems) -> Option<Example> {
    let body = &block.body;
    let Some(kind) = block.label(0).and_then(|kind| ExampleKind::parse(&kind)) else {
        problems.at(block.header(), format!("example takes a verdict ({}) and a name", ExampleKind::WORDS.join(", ")));
        return None;
    };
    let name = block.label(1);
    if name.is_none() {
        problems.at(block.header(), "example takes a verdict and a name");
    }
    let prior = body.block("prior", problems).map(|prior| inner_text(&prior.syntax, &[]));
    let example = Example {
        kind,
        expect: expectations(block, problems),
        account: literal::flag(body, "account", problems),
        params: literal::mapping(body, "params", problems),
        today: literal::optional(body, "today", problems),
        data: literal::mapping(body, "data", problems),
        prior,
        source: configuration(block),
        span: block.header(),
        name: name?,
    };
    for block_type in CONFIGURATION {
        body.blocks(block_type).for_each(drop);
    }
    let known: Vec<&str> = SETTINGS.iter().chain(CONFIGURATION).copied().collect();
    body.finish("example", &known, problems);
    Some(example)
}

/// `no_example = { unknown = "why there is none" }`.
pub(super) fn missing(body: &Body, problems: &mut Problems) -> BTreeMap<ExampleKind, Arc<str>> {
    let mut found = BTreeMap::new();
    for (word, reason) in literal::mapping(body, "no_example", problems) {
        let at = body.attribute("no_example").map_or(body.header, |attribute| attribute.expression.span());
        match (ExampleKind::parse(&word), reason.as_str()) {
            (Some(kind), Some(reason)) if !reason.trim().is_empty() => drop(found.insert(kind, reason.into())),
            _ => problems.at(at, format!("no_example: {word} must be a kind of example with a reason")),
        }
    }
    found
}

fn expectations(block: &Block, problems: &mut Problems) -> BTreeMap<Arc<str>, Verdict> {
    let mut expect = BTreeMap::new();
    for (address, verdict) in literal::mapping(&block.body, "expect", problems) {
        match verdict.as_str().and_then(Verdict::parse) {
            Some(verdict) => drop(expect.insert(address, verdict)),
            None => problems.at(block.header(), format!("expect: {address} must be pass, fail or unknown")),
        }
    }
    expect
}

/// The example's body without its settings.
fn configuration(block: &Block) -> Arc<str> {
    let body = &block.body;
    let settings = body.attributes.iter().filter(|attribute| SETTINGS.contains(&&*attribute.name));
    let mut spans: Vec<Span> = settings.map(|attribute| attribute.syntax.span()).collect();
    spans.extend(body.blocks.iter().filter(|block| &*block.block_type == "prior").map(|block| block.syntax.span()));
    spans.sort_unstable();
    inner_text(&block.syntax, &spans)
}

/// What stands between a block's braces, without some spans, its indentation removed.
fn inner_text(block: &Syntax, without: &[Span]) -> Arc<str> {
    let labels = block.children().into_iter().filter(|child| child.kind() == Kind::Label).last();
    let head = labels.map_or(block.name_span(), |label| label.span());
    let span = block.span();
    let text = &*block.file.text;
    let rest = &text[head.end as usize..span.end as usize];
    let start = head.end as usize + rest.find('{').map_or(rest.len(), |brace| brace + 1);
    let end = span.start as usize + text[span.range()].rfind('}').unwrap_or(0);
    let mut inner = String::new();
    let mut at = start;
    for span in without {
        inner.push_str(text.get(at..span.start as usize).unwrap_or_default());
        at = span.end as usize;
    }
    inner.push_str(text.get(at..end).unwrap_or_default());
    dedent(&inner).into()
}

/// Removes the indentation that all lines share; lines that are blank become empty.
fn dedent(text: &str) -> String {
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let shared = lines().map(|line| line.len() - line.trim_start_matches(' ').len()).min().unwrap_or(0);
    let mut result = String::with_capacity(text.len());
    for line in text.lines() {
        let line = line.get(shared..).unwrap_or_default();
        if !(line.trim().is_empty() && (result.is_empty() || result.ends_with("\n\n"))) {
            result.push_str(line.trim_end());
            result.push('\n');
        }
    }
    result.truncate(result.trim_end().len());
    result.push('\n');
    result
}

/// A control that judges shows what fails, what passes, and what cannot be told.
pub(super) fn completeness(control: &Control, problems: &mut Problems) {
    if control.checks.is_empty() {
        return;
    }
    let count = |kind: ExampleKind| control.examples.iter().filter(|example| example.kind == kind).count();
    let fixes = control.checks.iter().any(|check| !check.fixes.is_empty());
    let needed = [
        (ExampleKind::Fail, 2),
        (ExampleKind::Pass, 2),
        (ExampleKind::Unknown, 1),
        (ExampleKind::Fixed, usize::from(fixes)),
    ];
    for (kind, least) in needed {
        let explained = control.no_example.contains_key(&kind);
        if count(kind) < least && !explained {
            problems.at(control.span, format!("{} {kind} examples, at least {least} are needed", count(kind)));
        } else if count(kind) >= least && explained {
            problems.at(control.span, format!("no_example: there are enough {kind} examples"));
        }
    }
    let explained = |check: &Check| !check.fixes.is_empty() || check.no_fix.is_some() || control.no_fix.is_some();
    for check in control.checks.iter().filter(|check| !explained(check)) {
        problems.at(check.span, "the check has neither a fix nor no_fix, which says why there is none");
    }
    for (index, example) in control.examples.iter().enumerate() {
        let twin = |other: &Example| other.kind == example.kind && other.name == example.name;
        if control.examples[..index].iter().any(twin) {
            problems.at(example.span, format!("a second {} example {:?}", example.kind, example.name));
        }
        let fails = |other: &Example| other.kind == ExampleKind::Fail && other.name == example.name;
        if example.kind == ExampleKind::Fixed && !control.examples.iter().any(fails) {
            problems.at(example.span, format!("no fail example is named {:?}", example.name));
        }
        for name in example.params.keys() {
            if !control.parameters.iter().any(|parameter| parameter.name == *name) {
                problems.at(example.span, format!("params: there is no parameter {name:?}"));
            }
        }
    }
}
