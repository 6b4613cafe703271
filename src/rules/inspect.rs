//! Looks through a control for names that do not exist: attributes, types, functions, locals, parameters.

use super::control::*;
use super::infer::{Inference, Names, type_at};
use super::problem::Problems;
use crate::schema::{BlockSchema, Schema, nearest};
use crate::source::{Kind, Syntax};
use crate::text::Span;
use crate::value::Type;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(super) fn control(control: &Control, schema: &Schema, problems: &mut Problems) {
    let mut used_params = BTreeSet::new();
    for check in &control.checks {
        inspect_check(control, check, schema, &mut used_params, problems);
    }
    for parameter in &control.parameters {
        if !used_params.contains(&parameter.name) && control.decides != Decides::NotDecidable {
            problems.at(control.span, format!("the parameter {:?} is not used", parameter.name));
        }
    }
}

fn inspect_check(
    control: &Control,
    check: &Check,
    schema: &Schema,
    used_params: &mut BTreeSet<Arc<str>>,
    problems: &mut Problems,
) {
    let subjects: Vec<Option<Arc<str>>> = match &check.subject {
        Subject::Types(types) => types.iter().cloned().map(Some).collect(),
        _ => vec![None],
    };
    let mut used_locals = BTreeSet::new();
    let mut missed: BTreeMap<(Span, String), usize> = BTreeMap::new();
    for subject in &subjects {
        let mut names = Names {
            schema,
            attrs: None,
            each: None,
            params: control.parameters.iter().map(|parameter| parameter.name.clone()).collect(),
            locals: &check.locals,
            foreign: false,
        };
        if let Some(type_name) = subject {
            match names.schema_type(type_name) {
                Ok(ty) => names.attrs = Some(ty),
                Err(message) => {
                    problems.at(check.span, message);
                    names.attrs = Some(Type::Dynamic);
                }
            }
        }
        if let Some(path) = &check.each {
            names.each = Some(nested(names.attrs.as_ref(), path, check, problems));
        }
        expressions(check, &names, &mut used_locals, used_params, &mut missed, problems);
        paths(check, &names, problems);
        names.foreign = true;
        fixes(check, &names, &mut used_locals, used_params, &mut missed, problems);
    }
    for ((span, message), count) in missed {
        if count >= subjects.len() {
            problems.at(span, message);
        }
    }
    for (name, expression) in &check.locals {
        if !used_locals.contains(name) {
            problems.on(expression, format!("local.{name} is not used"));
        }
    }
}

/// The type of the blocks that `each` goes through.
fn nested(attrs: Option<&Type>, path: &str, check: &Check, problems: &mut Problems) -> Type {
    let ty = attrs.map_or(Err("each needs a resource type".to_string()), |attrs| type_at(attrs, path));
    match ty {
        Ok(Type::List(element) | Type::Set(element) | Type::Map(element)) => (*element).clone(),
        Ok(Type::Dynamic) => Type::Dynamic,
        Ok(_) => {
            problems.at(check.span, format!("each: {path:?} is not a block or list"));
            Type::Dynamic
        }
        Err(message) => {
            problems.at(check.span, format!("each: {message}"));
            Type::Dynamic
        }
    }
}

type Missed = BTreeMap<(Span, String), usize>;

fn expressions(
    check: &Check,
    names: &Names<'_>,
    used_locals: &mut BTreeSet<Arc<str>>,
    used_params: &mut BTreeSet<Arc<str>>,
    missed: &mut Missed,
    problems: &mut Problems,
) {
    let mut inference = Inference::new(names, problems);
    if let Some(filter) = &check.filter {
        inference.condition(filter);
    }
    for enforce in &check.enforces {
        inference.condition(&enforce.condition);
        if !asks_something(&enforce.condition) {
            inference.problems.on(&enforce.condition, "the condition asks nothing, so it can never change");
        }
        message(&enforce.error_message, &mut inference);
    }
    if let Some(text) = &check.no_fix {
        message(text, &mut inference);
    }
    for fix in &check.fixes {
        if let Some(when) = &fix.when {
            inference.condition(when);
        }
        message(&fix.summary, &mut inference);
        fix.warning.iter().for_each(|text| message(text, &mut inference));
        for (_, value) in &fix.remove_values {
            inference.infer(value);
        }
    }
    used_locals.append(&mut inference.used_locals);
    used_params.append(&mut inference.used_params);
    let places: BTreeSet<(Span, String)> = inference.missed.drain(..).collect();
    places.into_iter().for_each(|place| *missed.entry(place).or_default() += 1);
}

fn message(message: &Message, inference: &mut Inference<'_, '_>) {
    inference.infer(&message.en);
    inference.infer(&message.ja);
}

/// The expression hangs on a resource, a parameter or the day.
fn asks_something(expression: &Syntax) -> bool {
    match expression.kind() {
        Kind::Variable | Kind::Traversal => true,
        Kind::Call if super::functions::signature(expression.name()).is_some() => true,
        _ => expression.children().iter().any(asks_something),
    }
}

/// The type that paths of findings and fixes start from.
fn start<'n>(names: &'n Names<'_>) -> &'n Type {
    const ANYTHING: &Type = &Type::Dynamic;
    names.each.as_ref().or(names.attrs.as_ref()).unwrap_or(ANYTHING)
}

fn paths(check: &Check, names: &Names<'_>, problems: &mut Problems) {
    for enforce in &check.enforces {
        if let Some(at) = &enforce.at
            && let Err(message) = type_at(start(names), at)
        {
            problems.at(enforce.span, format!("at: {message}"));
        }
    }
}

fn fixes(
    check: &Check,
    names: &Names<'_>,
    used_locals: &mut BTreeSet<Arc<str>>,
    used_params: &mut BTreeSet<Arc<str>>,
    missed: &mut Missed,
    problems: &mut Problems,
) {
    for fix in &check.fixes {
        let mut inference = Inference::new(names, problems);
        let edited = fix.on.as_ref().map(|on| inference.infer(on).ty);
        fix.set.iter().for_each(|(_, value)| drop(inference.infer(value)));
        let blocks = fix.blocks.iter().map(|block| &block.block);
        let resources = fix.resources.iter().map(|resource| &resource.block);
        let statements = fix.statements.iter().map(|statement| &statement.block);
        blocks.chain(statements).for_each(|body| body_expressions(body, &mut inference));
        // A companion belongs to what is edited.
        inference.bound.extend(edited.iter().map(|ty| ("self".into(), ty.clone().into())));
        resources.for_each(|body| body_expressions(body, &mut inference));
        used_locals.append(&mut inference.used_locals);
        used_params.append(&mut inference.used_params);
        let places: BTreeSet<(Span, String)> = inference.missed.drain(..).collect();
        places.into_iter().for_each(|place| *missed.entry(place).or_default() += 1);
        let edited = edited.unwrap_or_else(|| start(names).clone());
        fix_paths(fix, &edited, problems);
        new_bodies(fix, &edited, names.schema, problems);
    }
}

fn body_expressions(body: &Syntax, inference: &mut Inference<'_, '_>) {
    for item in body.children() {
        match item.kind() {
            Kind::Attribute => item.children().iter().for_each(|expression| drop(inference.infer(expression))),
            Kind::Block => body_expressions(&item, inference),
            _ => {}
        }
    }
}

fn fix_paths(fix: &FixRule, edited: &Type, problems: &mut Problems) {
    let set = fix.set.iter().map(|(path, _)| ("set", path));
    let remove = fix.remove.iter().map(|path| ("remove", path));
    let values = fix.remove_values.iter().map(|(path, _)| ("remove_values", path));
    let statements = fix.statements.iter().map(|statement| ("statement", &statement.path));
    for (what, path) in set.chain(remove).chain(values).chain(statements) {
        if let Err(message) = type_at(edited, path) {
            problems.at(fix.span, format!("{what}: {message}"));
        }
    }
}

fn new_bodies(fix: &FixRule, edited: &Type, schema: &Schema, problems: &mut Problems) {
    for block in &fix.blocks {
        let path = match &*block.parent {
            "" => block.block_type.to_string(),
            parent => format!("{parent}.{}", block.block_type),
        };
        match type_at(edited, &path) {
            Ok(ty) => body_names(&block.block, &ty, problems),
            Err(message) => problems.at(fix.span, format!("block: {message}")),
        }
    }
    for resource in &fix.resources {
        match schema.resource(&resource.type_name) {
            Some(block) => {
                body_names(&resource.block, &block.implied_type(), problems);
                required(&resource.block, &block, problems);
            }
            None => {
                let near = nearest(&resource.type_name, schema.resource_types());
                let near = near.map(|name| format!("; did you mean {name:?}?")).unwrap_or_default();
                let message = format!("there is no resource type {:?}{near}", resource.type_name);
                problems.on(&resource.block, message);
            }
        }
    }
}

/// Names in a body that is copied into Terraform source.
fn body_names(body: &Syntax, ty: &Type, problems: &mut Problems) {
    const META_ARGUMENTS: [&str; 6] = ["count", "for_each", "provider", "depends_on", "lifecycle", "provisioner"];
    let mut ty = ty.clone();
    while let Type::List(element) | Type::Set(element) = &ty {
        ty = (**element).clone();
    }
    for item in body.children() {
        if !matches!(item.kind(), Kind::Attribute | Kind::Block) || META_ARGUMENTS.contains(&item.name()) {
            continue;
        }
        match type_at(&ty, item.name()) {
            Ok(inner) if item.kind() == Kind::Block && item.name() != "dynamic" => body_names(&item, &inner, problems),
            Ok(_) => {}
            Err(_) if item.name() == "dynamic" => {}
            Err(message) => problems.at(item.name_span(), message),
        }
    }
}

fn required(body: &Syntax, block: &BlockSchema, problems: &mut Problems) {
    let children = body.children();
    let written = |name: &str| children.iter().any(|item| item.kind() != Kind::Label && item.name() == name);
    for attribute in block.attributes.iter().filter(|attribute| attribute.required && !written(&attribute.name)) {
        problems.at(body.name_span(), format!("{} is required", attribute.name));
    }
    for nested in block.blocks.iter().filter(|nested| nested.min_items > 0 && !written(&nested.name)) {
        problems.at(body.name_span(), format!("a {} block is required", nested.name));
    }
}
