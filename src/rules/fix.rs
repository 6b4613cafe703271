//! `fix` blocks as written.

use super::control::*;
use super::literal;
use super::problem::Problems;
use super::raw::{Block, Body};
use crate::source::{Kind, Syntax};
use std::sync::Arc;

const FIX: &[&str] = &[
    "when",
    "class",
    "impact",
    "summary",
    "warning",
    "on",
    "set",
    "remove",
    "remove_values",
    "block",
    "resource",
    "input",
    "statement",
];

pub(super) fn read(block: &Block, problems: &mut Problems) -> Option<FixRule> {
    let body = &block.body;
    let class = literal::word(body, "class", Class::parse, Class::WORDS, problems);
    let impact = literal::word(body, "impact", Impact::parse, Impact::WORDS, problems);
    let summary = literal::message_required(body, "summary", problems);
    let expression = |name: &str| body.attribute(name).map(|attribute| attribute.expression.clone());
    let fix = FixRule {
        when: expression("when"),
        on: expression("on"),
        warning: literal::message(body, "warning", problems),
        set: entries(body, "set", problems),
        remove: literal::strings(body, "remove", problems),
        remove_values: entries(body, "remove_values", problems),
        blocks: body.blocks("block").filter_map(|block| new_block(block, problems)).collect(),
        resources: body.blocks("resource").filter_map(|block| new_resource(block, problems)).collect(),
        statements: body.blocks("statement").filter_map(|block| statement(block, problems)).collect(),
        inputs: body.blocks("input").filter_map(|block| input(block, problems)).collect(),
        span: block.header(),
        class: class?,
        impact: impact?,
        summary: summary?,
    };
    body.finish("fix", FIX, problems);
    if fix.set.is_empty()
        && fix.remove.is_empty()
        && fix.remove_values.is_empty()
        && fix.blocks.is_empty()
        && fix.resources.is_empty()
        && fix.statements.is_empty()
    {
        problems
            .at(block.header(), "a fix changes something: set, remove, remove_values, block, resource or statement");
    }
    if (fix.class == Class::NeedsInput) == fix.inputs.is_empty() && !fix.inputs.is_empty() {
        problems.at(block.header(), "input belongs to class needs-input");
    }
    if fix.class == Class::Safe && fix.impact == Impact::Replaces {
        problems.at(block.header(), "a fix that replaces is never safe");
    }
    Some(fix)
}

/// `{ "path" = expression }`, in the order written.
fn entries(body: &Body, name: &str, problems: &mut Problems) -> Vec<(Arc<str>, Syntax)> {
    let Some(attribute) = body.attribute(name) else { return Vec::new() };
    if attribute.expression.kind() != Kind::Object {
        problems.on(&attribute.expression, format!("{name} must be written {{ \"path\" = value }}"));
        return Vec::new();
    }
    let mut entries = Vec::new();
    for item in attribute.expression.children() {
        let [key, value] = &item.children()[..] else { continue };
        match key.kind() {
            Kind::Variable | Kind::Str => entries.push((key.text().trim_matches('"').into(), value.clone())),
            _ => problems.on(key, format!("a path in {name} is a name or a quoted path")),
        }
    }
    entries
}

fn new_block(block: &Block, problems: &mut Problems) -> Option<NewBlock> {
    let Some(path) = block.label(0) else {
        problems.at(block.header(), "block takes one label, the block's path");
        return None;
    };
    let (parent, block_type) = path.rsplit_once('.').unwrap_or(("", &path));
    Some(NewBlock { parent: parent.into(), block_type: block_type.into(), block: block.syntax.clone() })
}

fn new_resource(block: &Block, problems: &mut Problems) -> Option<NewResource> {
    let Some(type_name) = block.label(0) else {
        problems.at(block.header(), "resource takes a type and optionally a name suffix");
        return None;
    };
    Some(NewResource { type_name, suffix: block.label(1), block: block.syntax.clone() })
}

fn statement(block: &Block, problems: &mut Problems) -> Option<NewStatement> {
    let Some(path) = block.label(0) else {
        problems.at(block.header(), "statement takes one label, the path of the policy");
        return None;
    };
    Some(NewStatement { path, block: block.syntax.clone() })
}

fn input(block: &Block, problems: &mut Problems) -> Option<Input> {
    let name = block.label(0);
    if name.is_none() {
        problems.at(block.header(), "input takes one label, the variable's name");
    }
    let description = literal::localized_required(&block.body, "description", problems);
    block.body.finish("input", &["description"], problems);
    Some(Input { name: name?, description: description? })
}
