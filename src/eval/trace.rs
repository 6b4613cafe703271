//! Follows a value from a resource's attribute inward to the place that decides it.
//!
//! The chain is made on demand from the syntax, evaluating only what decides which way to go, so that ordinary evaluation
//! carries no provenance.

mod loops;

use super::address::Mode;
use super::body::{Block, Body};
use super::evaluation::{CallTarget, Evaluation, InstanceId, ModuleInstance};
use super::expansion::{Expansion, Repetition};
use super::module::ResourceKey;
use super::module_scope::ModuleScope;
use super::nested::nested_blocks;
use super::origin::{OriginKind, OriginStep};
use super::resource::ResourceInstance;
use crate::source::{Kind, Syntax, string_value};
use crate::text::Span;
use crate::value::{Kind as ValueKind, Value};
use std::sync::Arc;

/// A step below a value: an attribute or key, or an index.
#[derive(Clone, Debug, PartialEq)]
pub enum PathStep {
    Name(Arc<str>),
    Index(usize),
}

/// Splits `a.b[0]["c"]` into its steps.
pub fn path_steps(path: &str) -> Vec<PathStep> {
    let mut steps = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(inside) = rest.strip_prefix('[') {
            let quoted = inside.strip_prefix('"');
            let end = match quoted {
                Some(text) => text.find("\"]").map(|at| at + 1),
                None => inside.find(']'),
            };
            let Some(end) = end else { break };
            let step = inside[..end].trim_matches('"');
            match (quoted, step.parse()) {
                (None, Ok(index)) => steps.push(PathStep::Index(index)),
                _ => steps.push(PathStep::Name(step.into())),
            }
            rest = &inside[(end + 1).min(inside.len())..];
            rest = rest.strip_prefix(']').unwrap_or(rest);
        } else {
            let text = rest.strip_prefix('.').unwrap_or(rest);
            let end = text.find(['.', '[']).unwrap_or(text.len());
            if end > 0 {
                steps.push(PathStep::Name(text[..end].into()));
            }
            rest = &text[end..];
            if end == 0 && rest.starts_with('.') {
                break;
            }
        }
    }
    steps
}

/// The chain of an attribute of an instance. The last step decides; of an attribute that is not set it is the enclosing
/// block with [`OriginKind::Unset`].
pub fn trace(evaluation: &Evaluation, resource: &ResourceInstance, path: &str) -> Vec<OriginStep> {
    traced(evaluation, resource, path, Told::All)
}

/// The first resource or data source in the chain of an attribute: what [`trace`] would tell of it, without the steps that lead there.
pub fn referred(evaluation: &Evaluation, resource: &ResourceInstance, path: &str) -> Option<OriginStep> {
    let steps = traced(evaluation, resource, path, Told::References);
    steps.into_iter().find(|step| matches!(step.kind, OriginKind::Resource | OriginKind::DataSource))
}

fn traced(evaluation: &Evaluation, resource: &ResourceInstance, path: &str, told: Told) -> Vec<OriginStep> {
    let module = evaluation.instance(resource.module);
    let scope = evaluation.scope(&module, &resource.repetition);
    let mut tracer = Tracer { evaluation, steps: Vec::new(), fuel: 200, told, loops: Vec::new() };
    tracer.body(&scope, &resource.block, &path_steps(path), path);
    tracer.steps
}

/// Which steps are told.
#[derive(Clone, Copy, PartialEq)]
enum Told {
    All,
    /// Resources, and what iterators are looked up in; nothing that lies behind the first resource.
    References,
}

/// The chain of an expression that stands in the block to which a path leads, as its own attribute.
pub fn trace_within(
    evaluation: &Evaluation,
    resource: &ResourceInstance,
    path: &str,
    expression: &Syntax,
) -> Vec<OriginStep> {
    let module = evaluation.instance(resource.module);
    let mut scope = evaluation.scope(&module, &resource.repetition);
    let mut tracer = Tracer { evaluation, steps: Vec::new(), fuel: 200, told: Told::All, loops: Vec::new() };
    let (mut body, mut steps) = (resource.block.body.clone(), path_steps(path));
    while let Some((element, used)) = nested_element(&scope, &body, &steps) {
        scope = element.scope(&scope);
        if let Some(iteration) = &element.iteration {
            let for_each = &iteration.for_each.expression;
            tracer.push(OriginKind::Dynamic, for_each, for_each.span(), &module.address, &iteration.iterator);
        }
        body = element.block.body;
        steps.drain(..used);
    }
    tracer.push(OriginKind::Attribute, expression, expression.span(), &module.address, path);
    tracer.expression(&scope, expression, &[]);
    tracer.steps
}

/// The block that a path leads to inside a resource: the innermost nested block that is written, with what is left of the path.
pub fn innermost_block(evaluation: &Evaluation, resource: &ResourceInstance, path: &str) -> (Block, Vec<PathStep>) {
    let module = evaluation.instance(resource.module);
    let mut scope = evaluation.scope(&module, &resource.repetition);
    let mut block = resource.block.clone();
    let mut steps = path_steps(path);
    while let Some((element, used)) = nested_element(&scope, &block.body, &steps) {
        scope = element.scope(&scope);
        block = element.block;
        steps.drain(..used);
    }
    (block, steps)
}

/// The nested block that the first steps name, and how many steps that takes; the index may be left out for a single block.
fn nested_element(scope: &ModuleScope, body: &Body, steps: &[PathStep]) -> Option<(super::nested::Element, usize)> {
    let [PathStep::Name(name), rest @ ..] = steps else { return None };
    let elements = nested_blocks(scope, body, name, 0).elements;
    let (index, used) = match rest.first() {
        Some(PathStep::Index(index)) => (*index, 2),
        _ => (0, 1),
    };
    Some((elements.into_iter().nth(index)?, used))
}

struct Tracer<'e> {
    evaluation: &'e Evaluation,
    steps: Vec<OriginStep>,
    fuel: u32,
    told: Told,
    /// Names that `for` expressions bind, the innermost last.
    loops: Vec<loops::Bound>,
}

impl Tracer<'_> {
    fn push(&mut self, kind: OriginKind, syntax: &Syntax, span: Span, module: &Arc<str>, name: &str) {
        if self.told == Told::References && kind != OriginKind::Dynamic {
            return;
        }
        self.steps.push(OriginStep {
            kind,
            span: Some(span),
            expression: one_line(syntax.file.text.get(span.range()).unwrap_or("")),
            syntax: Some(syntax.clone()),
            module: module.clone(),
            name: name.into(),
        });
    }

    fn body(&mut self, scope: &ModuleScope, block: &Block, path: &[PathStep], full: &str) {
        let module = scope.instance().address.clone();
        // The iterators of another block may have their names.
        self.loops.clear();
        let Some(PathStep::Name(name)) = path.first() else {
            return self.push(OriginKind::Block, &block.syntax, block.header, &module, full);
        };
        if let Some(attribute) = block.body.attribute(name)
            && !(block.body.is_json()
                && matches!(attribute.expression.kind(), Kind::JsonObject | Kind::JsonArray)
                && path.len() > 1)
        {
            self.push(OriginKind::Attribute, &attribute.expression, attribute.expression.span(), &module, full);
            return self.expression(scope, &attribute.expression, &path[1..]);
        }
        if let Some((element, used)) = nested_element(scope, &block.body, path) {
            let inner = element.scope(scope);
            self.push(OriginKind::Block, &element.block.syntax, element.block.header, &module, name);
            if let Some(iteration) = &element.iteration {
                let for_each = &iteration.for_each.expression;
                self.push(OriginKind::Dynamic, for_each, for_each.span(), &module, &iteration.iterator);
            }
            if path.len() > used {
                self.body(&inner, &element.block, &path[used..], full);
            }
            return;
        }
        // A dynamic block that makes nothing, or not enough, decides by its collection.
        let dynamic = block.body.blocks("dynamic", 1).into_iter().find(|dynamic| *dynamic.labels[0].text == **name);
        if let Some(for_each) = dynamic.and_then(|dynamic| dynamic.body.attribute("for_each")) {
            self.push(OriginKind::Dynamic, &for_each.expression, for_each.expression.span(), &module, name);
            return self.expression(scope, &for_each.expression, &[]);
        }
        self.push(OriginKind::Unset, &block.syntax, block.header, &module, full);
    }

    /// Follows an expression; `path` is what is taken from its value.
    fn expression(&mut self, scope: &ModuleScope, expression: &Syntax, path: &[PathStep]) {
        self.fuel = self.fuel.saturating_sub(1);
        if self.fuel == 0 {
            return;
        }
        let module = scope.instance().address.clone();
        let children = expression.children();
        match expression.kind() {
            Kind::Paren | Kind::Interpolation => self.expression(scope, &children[0], path),
            Kind::Template if children.len() == 1 && children[0].kind() == Kind::Interpolation => {
                self.expression(scope, &children[0], path);
            }
            Kind::Conditional => match value_of(scope, &children[0]).and_then(|value| value.as_bool()) {
                Some(true) => self.expression(scope, &children[1], path),
                Some(false) => self.expression(scope, &children[2], path),
                None => self.push(OriginKind::Function, expression, expression.span(), &module, ""),
            },
            Kind::Traversal | Kind::Variable | Kind::GetAttr | Kind::Index => self.reference(scope, expression, path),
            Kind::Object | Kind::JsonObject => match entry(scope, expression, path.first()) {
                Some(value) => self.expression(scope, &value, &path[1..]),
                None => self.push(OriginKind::Literal, expression, expression.span(), &module, ""),
            },
            Kind::Tuple | Kind::JsonArray => match path.first() {
                Some(PathStep::Index(index)) if *index < children.len() => {
                    self.expression(scope, &children[*index], &path[1..]);
                }
                _ => self.push(OriginKind::Literal, expression, expression.span(), &module, ""),
            },
            Kind::Call => self.call(scope, expression, path),
            Kind::ForObject | Kind::ForTuple | Kind::ForObjectGroup => self.through(scope, expression, path),
            Kind::Number | Kind::True | Kind::False | Kind::Null | Kind::Str | Kind::Heredoc => {
                self.push(OriginKind::Literal, expression, expression.span(), &module, "");
            }
            Kind::JsonString | Kind::JsonNumber | Kind::JsonTrue | Kind::JsonFalse | Kind::JsonNull => {
                self.push(OriginKind::Literal, expression, expression.span(), &module, "");
            }
            _ => self.push(OriginKind::Function, expression, expression.span(), &module, ""),
        }
    }

    /// Functions that hand through one of their arguments.
    fn call(&mut self, scope: &ModuleScope, call: &Syntax, path: &[PathStep]) {
        let arguments = call.children();
        let known = |value: &Syntax| value_of(scope, value);
        let passed = match call.name().trim_start_matches("core::") {
            "try" => arguments.iter().find(|argument| known(argument).is_some()).cloned(),
            "coalesce" => arguments
                .iter()
                .find(|argument| known(argument).is_none_or(|value| !value.is_null() && value.as_str() != Some("")))
                .cloned(),
            "tostring" | "tobool" | "tonumber" | "tolist" | "toset" | "tomap" | "sensitive" | "nonsensitive"
            | "jsonencode" | "yamlencode" | "base64encode" | "one" | "lower" | "upper" | "trimspace"
                if arguments.len() == 1 =>
            {
                Some(arguments[0].clone())
            }
            "lookup" if arguments.len() >= 2 => {
                let key = known(&arguments[1]).and_then(|key| key.as_str().map(Arc::<str>::from));
                let holds = |key: &Arc<str>| known(&arguments[0]).is_some_and(|map| map.get(key).is_some());
                match key {
                    Some(key) if holds(&key) => {
                        let path: Vec<PathStep> =
                            std::iter::once(PathStep::Name(key)).chain(path.iter().cloned()).collect();
                        return self.expression(scope, &arguments[0], &path);
                    }
                    Some(_) => arguments.get(2).cloned(),
                    None => None,
                }
            }
            "merge" => match path.first() {
                Some(PathStep::Name(key)) => {
                    let holder = |argument: &&Syntax| known(argument).is_some_and(|map| map.get(key).is_some());
                    arguments.iter().rev().find(holder).cloned()
                }
                _ => None,
            },
            _ => None,
        };
        match passed {
            Some(argument) => self.expression(scope, &argument, path),
            None => self.push(OriginKind::Function, call, call.span(), &scope.instance().address.clone(), ""),
        }
    }

    /// A name with attributes and indexes behind it.
    fn reference(&mut self, scope: &ModuleScope, expression: &Syntax, path: &[PathStep]) {
        let module = scope.instance().address.clone();
        let Some((root, mut steps)) = flatten(scope, expression) else {
            return self.push(OriginKind::Function, expression, expression.span(), &module, "");
        };
        steps.extend(path.iter().cloned());
        let name = |index: usize| match steps.get(index) {
            Some(PathStep::Name(name)) => Some(name.clone()),
            _ => None,
        };
        if scope.iterators.iter().any(|(iterator, _)| **iterator == *root) {
            if !self.bound(scope, &root, &steps) {
                self.iterator(scope, &root, &steps);
            }
            return;
        }
        match (&*root, name(0)) {
            ("var", Some(variable)) => self.variable(scope.instance(), &variable, &steps[1..]),
            ("local", Some(local)) => {
                let Some(attribute) = scope.instance().module.locals.get(&local) else { return };
                let (expression, repetition) = (attribute.expression.clone(), Repetition::default());
                self.push(OriginKind::Local, &expression, expression.span(), &module, &local);
                let inner = self.evaluation.scope(scope.instance(), &repetition);
                self.expression(&inner, &expression, &steps[1..]);
            }
            ("module", Some(call)) => self.output(scope.instance(), &call, &steps[1..]),
            ("data", Some(type_name)) => self.resource(scope.instance(), Mode::Data, &type_name, &steps[1..]),
            ("each", Some(part)) => self.each(scope, &part, &steps[1..]),
            ("count" | "path" | "terraform" | "self" | "each", _) => {
                self.push(OriginKind::Function, expression, expression.span(), &module, &root);
            }
            (type_name, _) => self.resource(scope.instance(), Mode::Managed, type_name, &steps),
        }
    }

    fn variable(&mut self, instance: &Arc<ModuleInstance>, name: &str, path: &[PathStep]) {
        let Some(block) = instance.module.variables.get(name) else { return };
        let default = block.body.attribute("default").map(|attribute| attribute.expression);
        if let Some(caller) = &instance.parent {
            let parent = self.evaluation.instance(caller.instance);
            if let Some(argument) = caller.block.body.attribute(name) {
                let span = argument.expression.span();
                self.push(OriginKind::ModuleArgument, &argument.expression, span, &parent.address, name);
                let scope = self.evaluation.scope(&parent, &caller.repetition);
                return self.expression(&scope, &argument.expression, path);
            }
            self.push(OriginKind::Unset, &caller.block.syntax, caller.block.header, &parent.address, name);
        } else if let Some(given) = self.evaluation.project.variables.get(name) {
            let span = given.expression.span();
            self.push(given.kind, &given.expression, span, &instance.address, name);
            let repetition = Repetition::default();
            let scope = self.evaluation.scope(instance, &repetition);
            return self.expression(&scope, &given.expression, path);
        }
        match default {
            Some(default) => {
                self.push(OriginKind::VariableDefault, &default, default.span(), &instance.address, name);
                let repetition = Repetition::default();
                self.expression(&self.evaluation.scope(instance, &repetition), &default, path);
            }
            None => self.push(OriginKind::VariableDefault, &block.syntax, block.header, &instance.address, name),
        }
    }

    /// `each.key` and `each.value`: the collection of the resource, or of the call that made the module instance.
    fn each(&mut self, scope: &ModuleScope, part: &str, path: &[PathStep]) {
        let (Some((key, _)), Some(for_each)) = (&scope.repetition().each, &scope.repetition().argument) else { return };
        self.push(OriginKind::ForEach, for_each, for_each.span(), &scope.instance().address.clone(), part);
        let repetition = Repetition::default();
        let outer = self.evaluation.scope(scope.instance(), &repetition);
        if let ("value", ValueKind::String(key)) = (part, &key.kind) {
            let path: Vec<PathStep> =
                std::iter::once(PathStep::Name(key.clone())).chain(path.iter().cloned()).collect();
            self.expression(&outer, for_each, &path);
        }
    }

    /// The iterator of a dynamic block: the entry of its collection.
    fn iterator(&mut self, scope: &ModuleScope, name: &str, steps: &[PathStep]) {
        let module = scope.instance().address.clone();
        let dynamic = self.steps.iter().rev().find(|step| step.kind == OriginKind::Dynamic && &*step.name == name);
        let (Some(for_each), Some((_, bound))) = (
            dynamic.and_then(|step| step.syntax.clone()),
            scope.iterators.iter().rev().find(|(iterator, _)| &**iterator == name),
        ) else {
            return;
        };
        let key = bound.get("key").cloned();
        let mut outer = scope.clone();
        if let Some(at) = outer.iterators.iter().rposition(|(iterator, _)| &**iterator == name) {
            outer.iterators.truncate(at);
        }
        let entry = match key.as_ref().map(|key| &key.kind) {
            Some(ValueKind::String(key)) => PathStep::Name(key.clone()),
            Some(ValueKind::Number(index)) => PathStep::Index(index.to_i64().unwrap_or(0) as usize),
            _ => return self.push(OriginKind::Dynamic, &for_each, for_each.span(), &module, name),
        };
        let rest =
            if matches!(steps.first(), Some(PathStep::Name(part)) if &**part == "value") { &steps[1..] } else { &[] };
        let path: Vec<PathStep> = std::iter::once(entry).chain(rest.iter().cloned()).collect();
        self.expression(&outer, &for_each, &path);
    }

    fn output(&mut self, instance: &Arc<ModuleInstance>, call: &str, steps: &[PathStep]) {
        let Ok(CallTarget::Instances(expansion)) = self.evaluation.call(instance, call) else { return };
        let (id, rest): (InstanceId, &[PathStep]) = match (&*expansion, steps.first()) {
            (Expansion::Single(id), _) => (*id, steps),
            (Expansion::Count(all), Some(PathStep::Index(index))) if *index < all.len() => (all[*index], &steps[1..]),
            (Expansion::ForEach(all), Some(PathStep::Name(key))) if all.contains_key(key) => (all[key], &steps[1..]),
            _ => return,
        };
        let Some(PathStep::Name(name)) = rest.first() else { return };
        let child = self.evaluation.instance(id);
        let Some(value) = child.module.outputs.get(name).and_then(|output| output.body.attribute("value")) else {
            return;
        };
        self.push(OriginKind::Output, &value.expression, value.expression.span(), &child.address, name);
        let repetition = Repetition::default();
        self.expression(&self.evaluation.scope(&child, &repetition), &value.expression, &rest[1..]);
    }

    fn resource(&mut self, instance: &Arc<ModuleInstance>, mode: Mode, type_name: &str, steps: &[PathStep]) {
        let Some(PathStep::Name(name)) = steps.first() else { return };
        let key = ResourceKey { mode, type_name: type_name.into(), name: name.clone() };
        let Some(block) = instance.module.resources.get(&key) else { return };
        let Ok(expansion) = self.evaluation.resource(instance, &key, block.header) else { return };
        let (one, rest) = match (&*expansion, steps.get(1)) {
            (Expansion::Single(one) | Expansion::Unknown { instance: one, .. }, _) => (one.clone(), &steps[1..]),
            (Expansion::Count(all), Some(PathStep::Index(index))) if *index < all.len() => {
                (all[*index].clone(), &steps[2..])
            }
            (Expansion::ForEach(all), Some(PathStep::Name(key))) if all.contains_key(key) => {
                (all[key].clone(), &steps[2..])
            }
            _ => return,
        };
        let kind = if mode == Mode::Data { OriginKind::DataSource } else { OriginKind::Resource };
        let path = path_text(rest);
        self.steps.push(OriginStep {
            kind,
            span: Some(block.header),
            expression: format!(
                "{}{}{path}",
                one.address,
                if path.is_empty() || path.starts_with('[') { "" } else { "." }
            ),
            syntax: Some(block.syntax.clone()),
            module: instance.address.clone(),
            name: one.address.clone(),
        });
        if self.told == Told::References {
            return;
        }
        let written = matches!(rest.first(), Some(PathStep::Name(name)) if block.body.attribute(name).is_some());
        if written {
            let scope = self.evaluation.scope(instance, &one.repetition);
            self.body(&scope, block, rest, &path);
        }
    }
}

/// The text of a path.
pub fn path_text(steps: &[PathStep]) -> String {
    let mut text = String::new();
    for step in steps {
        match step {
            PathStep::Index(index) => text.push_str(&format!("[{index}]")),
            PathStep::Name(name) if text.is_empty() => text.push_str(name),
            PathStep::Name(name) => text.push_str(&format!(".{name}")),
        }
    }
    text
}

fn value_of(scope: &ModuleScope, expression: &Syntax) -> Option<Value> {
    super::evaluate(expression, scope).ok().filter(|value| value.as_unknown().is_none())
}

/// The entry of an object expression that a step names.
fn entry(scope: &ModuleScope, object: &Syntax, step: Option<&PathStep>) -> Option<Syntax> {
    let PathStep::Name(wanted) = step? else { return None };
    // The last of several equal keys is the one that counts.
    object.children().into_iter().rev().find_map(|item| {
        let [key, value] = <[Syntax; 2]>::try_from(item.children().into_vec()).ok()?;
        let name = match key.kind() {
            Kind::Variable => key.text().to_owned(),
            Kind::Str | Kind::JsonString => string_value(&key)?,
            _ => value_of(scope, &key)?.as_str()?.to_owned(),
        };
        (name == **wanted).then_some(value)
    })
}

/// The root name and the steps behind it; `None` where the root is not a name or an index is not known.
fn flatten(scope: &ModuleScope, expression: &Syntax) -> Option<(Arc<str>, Vec<PathStep>)> {
    let children = expression.children();
    match expression.kind() {
        Kind::Variable => Some((expression.text().into(), Vec::new())),
        Kind::Traversal => {
            let mut names = expression.text().split('.');
            let root = names.next()?.into();
            Some((root, names.map(|name| PathStep::Name(name.into())).collect()))
        }
        Kind::GetAttr => {
            let (root, mut steps) = flatten(scope, &children[0])?;
            let name = children[1].text();
            steps.push(name.parse().map_or_else(|_| PathStep::Name(name.into()), PathStep::Index));
            Some((root, steps))
        }
        Kind::Index => {
            let (root, mut steps) = flatten(scope, &children[0])?;
            let key = value_of(scope, &children[1])?;
            steps.push(match &key.kind {
                ValueKind::String(name) => PathStep::Name(name.clone()),
                ValueKind::Number(index) => PathStep::Index(usize::try_from(index.to_i64()?).ok()?),
                _ => return None,
            });
            Some((root, steps))
        }
        _ => None,
    }
}

/// The first line of a text, shortened.
pub fn one_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or("").trim();
    let short: String = line.chars().take(120).collect();
    if short.len() < line.len() || text.lines().nth(1).is_some() { format!("{short} …") } else { short }
}
