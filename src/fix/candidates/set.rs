//! Setting an attribute where its value is decided.

use super::{Candidate, Candidates, Context};
use crate::check::{Body, FixRequest};
use crate::eval::{InstanceId, OriginKind, OriginStep, ResourceInstance};
use crate::fix::body::{self, Substitution};
use crate::fix::change::{Change, Expression, item_named};
use crate::fix::direct;
use crate::fix::layout::parent_of;
use crate::fix::reason::Reason;
use crate::source::{Kind, Syntax, string_value};
use crate::value::{Kind as ValueKind, Value};

/// Sets a value: at the deciding literal, a call's argument, a variable's value, or at the attribute itself.
pub fn value(context: &Context, target: &ResourceInstance, path: &str, value: &Value) -> Candidates {
    let steps = context.graph.trace(&target.address, path);
    let expression = Expression::Value(value.clone());
    let mut found = each_entry(context, target, &steps, &expression);
    // What lies behind another resource's attribute is that resource's.
    let foreign = |step: &OriginStep| matches!(step.kind, OriginKind::Resource | OriginKind::DataSource);
    let end = steps.iter().position(foreign).unwrap_or(steps.len());
    for (at, step) in steps[..end].iter().enumerate().rev() {
        found.extend(at_step(context, target, path, &steps, at, step, &expression));
    }
    // A call that lacks an argument comes before the default that other calls may rely on.
    found.sort_by_key(|(rank, _)| *rank);
    let candidates: Vec<Candidate> = found.into_iter().map(|(_, candidate)| candidate).collect();
    if candidates.is_empty() {
        return Err(refusal(context, target, &steps));
    }
    context.allowed(candidates)
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
        return value(context, target, path, given);
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

/// The place of a step, with its rank: the lower the narrower.
fn at_step(
    context: &Context,
    target: &ResourceInstance,
    path: &str,
    steps: &[OriginStep],
    at: usize,
    step: &OriginStep,
    expression: &Expression,
) -> Option<(u8, Candidate)> {
    let syntax = step.syntax.as_ref()?;
    let is_last = at + 1 == steps.len();
    let one = |rank: u8, change: Change| Some((rank, Candidate { changes: vec![change], ..Candidate::default() }));
    let replace = |rank: u8| one(rank, Change::Replace { expression: syntax.clone(), by: expression.clone() });
    match step.kind {
        OriginKind::Literal if is_object(syntax) => {
            let name = wanted_entry(steps)?;
            item_named(syntax, &name).is_none().then_some(())?;
            one(2, Change::AddEntry { object: syntax.clone(), name, expression: expression.clone() })
        }
        OriginKind::Literal => match pointless_condition(syntax, expression) {
            Some(whole) => one(2, Change::Replace { expression: whole, by: expression.clone() }),
            None => replace(2),
        },
        OriginKind::Unset if is_last => {
            let (block, rest) = context.innermost(target, path);
            one(0, direct::set(&block, &rest, expression)?)
        }
        // The call that leaves the argument out.
        OriginKind::Unset => {
            let (block, name) = (syntax.clone(), step.name.to_string());
            // `var.monitoring.interval`: the argument is an object.
            let expression = match (wanted_entry(steps), expression) {
                (Some(entry), Expression::Value(value)) => Expression::Value(Value::object([(entry, value.clone())])),
                _ => expression.clone(),
            };
            one(1, Change::Set { block, within: Vec::new(), name, expression })
        }
        OriginKind::ModuleArgument => replace(3),
        OriginKind::Tfvars | OriginKind::VariableDefault if syntax.kind() != Kind::Block => replace(4),
        OriginKind::Local | OriginKind::Output => replace(5),
        OriginKind::Attribute => replace(6),
        _ => None,
    }
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

/// The entry of the map behind `for_each` that this instance is made from, when the attribute reads a name that the entry lacks.
fn each_entry(
    context: &Context,
    target: &ResourceInstance,
    steps: &[OriginStep],
    expression: &Expression,
) -> Vec<(u8, Candidate)> {
    let entry = || {
        let name = wanted_entry(steps)?;
        let ValueKind::String(key) = &target.repetition.each.as_ref()?.0.kind else { return None };
        let collection = literal_behind(context, target.module, target.repetition.argument.clone()?)?;
        let (_, object) = item_named(&collection, key)?;
        let missing = matches!(object.kind(), Kind::Object | Kind::JsonObject) && item_named(&object, &name).is_none();
        missing.then_some(Change::AddEntry { object, name, expression: expression.clone() })
    };
    entry().map(|change| (1, Candidate { changes: vec![change], ..Candidate::default() })).into_iter().collect()
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

/// The last name that the attribute's expression reads from an entry: `each.value.encrypted`, `lookup(each.value, "encrypted", x)`.
fn wanted_entry(steps: &[OriginStep]) -> Option<String> {
    let attribute = steps.iter().find(|step| step.kind == OriginKind::Attribute)?;
    let mut open = vec![attribute.syntax.clone()?];
    while let Some(node) = open.pop() {
        match node.kind() {
            Kind::Traversal => {
                let names: Vec<&str> = node.text().split('.').collect();
                if names.len() >= 3 && !matches!(names[0], "data" | "module" | "path") {
                    return names.last().map(|name| name.to_string());
                }
            }
            Kind::GetAttr => return node.children().get(1).map(|name| name.text().to_owned()),
            Kind::Call if node.name() == "lookup" => return string_value(node.children().get(1)?),
            // What a condition tests is not what it gives, and what is computed from an entry is not the entry.
            Kind::Conditional => open.extend(node.children().into_iter().skip(1).rev()),
            Kind::Paren => open.extend(node.children()),
            Kind::Call if GIVES_AN_ARGUMENT.contains(&node.name()) => open.extend(node.children().into_iter().rev()),
            _ => {}
        }
    }
    None
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
