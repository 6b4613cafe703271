//! Setting an attribute where its value is decided.

use super::{Candidate, Candidates, Context, switched};
use crate::check::{Body, FixRequest};
use crate::eval::{InstanceId, OriginKind, OriginStep, ResourceInstance};
use crate::fix::body::{self, Substitution};
use crate::fix::change::{Change, Expression, item_named};
use crate::fix::direct;
use crate::fix::layout::parent_of;
use crate::fix::overridden::collection_of;
use crate::fix::reason::Reason;
use crate::source::{Kind, Syntax, string_value};
use crate::value::{Kind as ValueKind, Value};

/// Sets a value: at the deciding literal, a call's argument, a variable's value, or at the attribute itself.
pub fn value(
    context: &Context,
    target: &ResourceInstance,
    request: &FixRequest,
    path: &str,
    value: &Value,
) -> Candidates {
    let expression = Expression::Value(value.clone());
    if let Some(candidates) = switched::on(context, target, request, path, &expression) {
        return context.allowed(candidates);
    }
    let steps = context.graph.trace(&target.address, path);
    let found = places(context, target, path, &steps, &expression);
    if found.is_empty() {
        return Err(refusal(context, target, &steps));
    }
    let candidate = |(_, change)| Candidate { changes: vec![change], ..Candidate::default() };
    context.allowed(found.into_iter().map(candidate).collect())
}

/// Where along a chain a value may be set, each with its rank: the lower the narrower.
pub fn places(
    context: &Context,
    target: &ResourceInstance,
    path: &str,
    steps: &[OriginStep],
    expression: &Expression,
) -> Vec<(u8, Change)> {
    let mut found: Vec<(u8, Change)> = each_entry(context, target, steps, expression).into_iter().collect();
    // What lies behind another resource's attribute is that resource's.
    let foreign = |step: &OriginStep| matches!(step.kind, OriginKind::Resource | OriginKind::DataSource);
    let end = steps.iter().position(foreign).unwrap_or(steps.len());
    for at in (0..end).rev() {
        found.extend(at_step(context, target, path, steps, at, expression));
    }
    // A call that lacks an argument comes before the default that other calls may rely on.
    found.sort_by_key(|(rank, _)| *rank);
    found
}

/// Sets an expression that names other things. One that names inputs alone may stand wherever expressions do: in the branch of a
/// condition that decides, at a call's argument or a local; any other only at the attribute itself.
pub fn expression(
    context: &Context,
    target: &ResourceInstance,
    request: &FixRequest,
    path: &str,
    body: &Body,
    with: &Substitution,
) -> Candidates {
    let unwritable = || Reason::Unwritable { place: context.place(target.block.header) };
    let expression = body::expression(&body.block, with).ok_or_else(unwritable)?;
    let mut candidates = Vec::new();
    let is_input = request.inputs.iter().any(|input| body.block.text() == format!("var.{}", input.name));
    // A value that is given may stand wherever values do.
    if let (true, Expression::Value(given)) = (is_input, &expression) {
        return value(context, target, request, path, given);
    }
    if let Some(candidates) = switched::on(context, target, request, path, &expression) {
        return context.allowed(candidates);
    }
    let steps = context.graph.trace(&target.address, path);
    for (at, step) in steps.iter().enumerate().rev().filter(|_| is_input) {
        let places = match step.kind {
            OriginKind::ModuleArgument | OriginKind::Local => true,
            OriginKind::Literal => is_branch(&steps, at) || is_entry(&steps, at),
            _ => false,
        };
        if let Some(syntax) = step.syntax.as_ref().filter(|_| places) {
            candidates.push(Candidate {
                changes: vec![Change::Replace { expression: syntax.clone(), by: expression.clone() }],
                home: Some(step.module.clone()),
                ..Candidate::default()
            });
        }
    }
    let (block, rest) = context.innermost(target, path);
    let own = direct::set(&block, &rest, &expression);
    candidates.extend(own.map(|change| Candidate { changes: vec![change], ..Candidate::default() }));
    if candidates.is_empty() {
        return Err(unwritable());
    }
    context.allowed(candidates)
}

/// A literal that one branch of a condition gives, where expressions may stand: the other branch is for other instances.
fn is_branch(steps: &[OriginStep], at: usize) -> bool {
    let parent = steps[at].syntax.as_ref().and_then(parent_of);
    let takes_expressions =
        |kind| matches!(kind, OriginKind::Attribute | OriginKind::ModuleArgument | OriginKind::Local);
    let around = steps[..at].last().is_some_and(|step| takes_expressions(step.kind));
    around && parent.is_some_and(|parent| parent.kind() == Kind::Conditional)
}

/// A literal inside a call's argument or a local, as an entry of a list that several blocks are made from.
fn is_entry(steps: &[OriginStep], at: usize) -> bool {
    steps[..at].last().is_some_and(|step| matches!(step.kind, OriginKind::ModuleArgument | OriginKind::Local))
}

/// The rank of the attribute's own expression.
pub const ATTRIBUTE: u8 = 6;

/// What may be done at a step, each with its rank: the lower the narrower.
fn at_step(
    context: &Context,
    target: &ResourceInstance,
    path: &str,
    steps: &[OriginStep],
    at: usize,
    expression: &Expression,
) -> Vec<(u8, Change)> {
    let step = &steps[at];
    let Some(syntax) = &step.syntax else { return Vec::new() };
    let replace = |syntax: &Syntax| Change::Replace { expression: syntax.clone(), by: expression.clone() };
    let (rank, change) = match step.kind {
        OriginKind::Literal if is_object(syntax) => {
            let lacks = |name: &str| item_named(syntax, name).is_none();
            let entries = wanted_entries(steps).into_iter().filter(|names| lacks(&names[0]));
            let added = entries.filter_map(|names| new_entry(syntax.clone(), &names[0], &names[1..], expression));
            return added.map(|change| (2, change)).collect();
        }
        OriginKind::Literal => {
            (2, pointless_condition(syntax, expression).as_ref().map_or_else(|| replace(syntax), replace))
        }
        OriginKind::Unset if at + 1 == steps.len() => {
            let (block, rest) = context.innermost(target, path);
            return direct::set(&block, &rest, expression).map(|change| (0, change)).into_iter().collect();
        }
        // The call that leaves the argument out; `var.monitoring.interval`: the argument is an object.
        OriginKind::Unset => {
            let set = |expression: Expression| {
                let (block, name) = (syntax.clone(), step.name.to_string());
                (1, Change::Set { block, within: Vec::new(), name, expression })
            };
            let objects = wanted_entries(steps);
            let objects: Vec<_> = objects.iter().filter_map(|names| nested(names, expression)).map(set).collect();
            return if objects.is_empty() { vec![set(expression.clone())] } else { objects };
        }
        OriginKind::ModuleArgument => (3, replace(syntax)),
        OriginKind::Tfvars | OriginKind::VariableDefault if syntax.kind() != Kind::Block => (4, replace(syntax)),
        OriginKind::Local | OriginKind::Output => (5, replace(syntax)),
        OriginKind::Attribute => (ATTRIBUTE, replace(syntax)),
        _ => return Vec::new(),
    };
    vec![(rank, change)]
}

/// The conditional whose other branch says the same already: choosing would no longer mean anything.
fn pointless_condition(branch: &Syntax, expression: &Expression) -> Option<Syntax> {
    let conditional = parent_of(branch)?;
    let branches = conditional.children();
    let other = branches.iter().skip(1).find(|other| other.node != branch.node)?;
    (conditional.kind() == Kind::Conditional && other.text() == expression.hcl()?).then_some(conditional)
}

fn is_object(syntax: &Syntax) -> bool {
    matches!(syntax.kind(), Kind::Object | Kind::JsonObject)
}

/// The entry of the map behind `for_each` that this instance is made from, when the attribute reads a name that the entry lacks, or
/// that an object in it lacks.
fn each_entry(
    context: &Context,
    target: &ResourceInstance,
    steps: &[OriginStep],
    expression: &Expression,
) -> Option<(u8, Change)> {
    let attribute = steps.iter().find(|step| step.kind == OriginKind::Attribute)?.syntax.as_ref()?;
    let names = below_each(attribute)?;
    let ValueKind::String(key) = &target.repetition.each.as_ref()?.0.kind else { return None };
    let collection = literal_behind(context, target.module, target.repetition.argument.clone()?)?;
    let mut object = item_named(&collection, key)?.1;
    let mut names = names.iter();
    loop {
        let name = names.next().filter(|_| is_object(&object))?;
        match item_named(&object, name) {
            Some((_, inner)) => object = inner,
            None => return Some((1, new_entry(object, name, names.as_slice(), expression)?)),
        }
    }
}

/// The entry that an object lacks: the value below these names.
fn new_entry(object: Syntax, name: &str, below: &[String], expression: &Expression) -> Option<Change> {
    let expression = if below.is_empty() { expression.clone() } else { nested(below, expression)? };
    Some(Change::AddEntry { object, name: name.to_owned(), expression })
}

/// A value below these names, as an object.
pub fn nested(names: &[String], expression: &Expression) -> Option<Expression> {
    let Expression::Value(value) = expression else { return None };
    let object = |value: Value, name: &String| Value::object([(name.clone(), value)]);
    Some(Expression::Value(names.iter().rev().fold(value.clone(), object)))
}

/// What an expression reads of `each.value`: itself, or by an iterator over a list of one thing.
fn below_each(expression: &Syntax) -> Option<Vec<String>> {
    read_names(expression).into_iter().find_map(|names| {
        let (root, part, below) = (names.first()?, names.get(1)?, names.get(2..)?);
        if root == "each" && part == "value" {
            return Some(below.to_vec());
        }
        let for_each =
            collection_of(expression, root).filter(|for_each| part == "value" && for_each.kind() == Kind::Tuple)?;
        let [only] = <[Syntax; 1]>::try_from(for_each.children().into_vec()).ok()?;
        Some([&below_each(&only)?, below].concat())
    })
}

/// The instance of a module among the target's own and those that call it.
pub fn module_of(context: &Context, target: &ResourceInstance, address: &str) -> Option<InstanceId> {
    let mut instance = context.evaluation.instance(target.module);
    while *instance.address != *address {
        instance = context.evaluation.instance(instance.parent.as_ref()?.instance);
    }
    Some(instance.id)
}

/// Follows plain references to the object or list literal of a collection, from an expression in an instance of a module.
pub fn literal_behind(context: &Context, module: InstanceId, start: Syntax) -> Option<Syntax> {
    let mut instance = context.evaluation.instance(module);
    let mut at = start;
    for _ in 0..32 {
        match at.kind() {
            Kind::Object | Kind::JsonObject | Kind::Tuple | Kind::JsonArray => return Some(at),
            Kind::Paren => at = at.children().first()?.clone(),
            Kind::Call if matches!(at.name(), "tomap" | "toset" | "tolist") => at = at.children().first()?.clone(),
            Kind::Traversal => {
                let text = at.text().to_owned();
                let (root, name) = text.split_once('.')?;
                at = match root {
                    "local" => instance.module.locals.get(name)?.expression.clone(),
                    "var" => match &instance.parent {
                        Some(caller) => match caller.block.body.attribute(name) {
                            Some(argument) => {
                                instance = context.evaluation.instance(caller.instance);
                                argument.expression
                            }
                            None => instance.module.variables.get(name)?.body.attribute("default")?.expression,
                        },
                        None => match context.evaluation.project.variables.get(name) {
                            Some(given) if given.kind == OriginKind::Tfvars => given.expression.clone(),
                            Some(_) => return None,
                            None => instance.module.variables.get(name)?.body.attribute("default")?.expression,
                        },
                    },
                    _ => return None,
                };
            }
            _ => return None,
        }
    }
    None
}

/// Functions whose result is one of their arguments, in another type at most.
const GIVES_AN_ARGUMENT: [&str; 9] =
    ["try", "coalesce", "coalescelist", "tobool", "tonumber", "tostring", "toset", "tolist", "nonsensitive"];

/// The names of the entry that the attribute's expression may read below an object: the last one (`encrypted` of
/// `each.value.encrypted`), the last two, and so on.
fn wanted_entries(steps: &[OriginStep]) -> Vec<Vec<String>> {
    let attribute = steps.iter().find(|step| step.kind == OriginKind::Attribute);
    let chains = attribute.and_then(|step| step.syntax.as_ref()).map_or_else(Vec::new, read_names);
    let is_entry = |names: &Vec<String>| names.len() >= 3 && !matches!(&*names[0], "data" | "module" | "path");
    let Some(names) = chains.into_iter().find(is_entry) else { return Vec::new() };
    let known = |names: &&[String]| !names.iter().any(String::is_empty);
    (2..names.len()).rev().map(|from| &names[from..]).take_while(known).map(<[String]>::to_vec).collect()
}

/// The chains of names that may give an expression its value; a name that is not written is empty.
pub fn read_names(expression: &Syntax) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    // Names that stand behind a node, the last one first.
    let mut open = vec![(expression.clone(), Vec::new())];
    while let Some((node, behind)) = open.pop() {
        let children = node.children();
        let mut below = |name: String| {
            let behind = behind.iter().cloned().chain([name]).collect();
            open.extend(children.first().map(|source| (source.clone(), behind)));
        };
        let passed = match node.kind() {
            Kind::Traversal | Kind::Variable => {
                let names = node.text().split('.').map(str::to_owned);
                found.push(names.chain(behind.into_iter().rev()).collect());
                continue;
            }
            Kind::GetAttr => {
                below(children[1].text().to_owned());
                continue;
            }
            Kind::Index => {
                below(string_value(&children[1]).unwrap_or_default());
                continue;
            }
            Kind::Call if node.name() == "lookup" && children.len() > 1 => {
                below(string_value(&children[1]).unwrap_or_default());
                continue;
            }
            // What a condition tests is not what it gives, and what is computed from an entry is not the entry.
            Kind::Conditional => &children[1..],
            Kind::Paren => &children[..],
            Kind::Call if GIVES_AN_ARGUMENT.contains(&node.name()) => &children[..],
            _ => continue,
        };
        open.extend(passed.iter().rev().map(|child| (child.clone(), behind.clone())));
    }
    found
}

/// Why nothing of the chain can be edited.
fn refusal(context: &Context, target: &ResourceInstance, steps: &[OriginStep]) -> Reason {
    let Some(last) = steps.last() else { return Reason::NoSource { address: target.address.to_string() } };
    let place = last.span.map_or_else(|| target.address.to_string(), |span| context.place(span));
    match last.kind {
        OriginKind::CommandLine => Reason::Given { name: last.name.to_string(), how: "--var".to_owned() },
        OriginKind::Environment => Reason::Given { name: last.name.to_string(), how: format!("TF_VAR_{}", last.name) },
        OriginKind::VariableDefault => Reason::NoValue { name: last.name.to_string() },
        OriginKind::Resource | OriginKind::DataSource => Reason::Elsewhere { address: last.name.to_string() },
        _ => Reason::Computed { place },
    }
}
