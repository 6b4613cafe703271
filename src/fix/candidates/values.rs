//! Removing attributes, blocks and list elements.

use super::{Candidate, Candidates, Context};
use crate::eval::{OriginKind, ResourceInstance};
use crate::fix::change::{Change, Expression};
use crate::fix::direct;
use crate::fix::reason::Reason;
use crate::source::{Kind, Syntax};
use crate::value::{Value, convert};

/// Removes an attribute or blocks; a value that comes through a variable may become null where it is decided.
pub fn remove(context: &Context, target: &ResourceInstance, path: &str) -> Candidates {
    let steps = context.graph.trace(&target.address, path);
    let mut candidates = Vec::new();
    let null =
        |expression: &Syntax| Change::Replace { expression: expression.clone(), by: Expression::Value(Value::null()) };
    for step in steps.iter().rev() {
        let decided = matches!(
            step.kind,
            OriginKind::ModuleArgument | OriginKind::Tfvars | OriginKind::VariableDefault | OriginKind::Local
        );
        if let Some(syntax) = step.syntax.as_ref().filter(|syntax| decided && syntax.kind() != Kind::Block) {
            candidates.push(Candidate { changes: vec![null(syntax)], added: Vec::new(), shared: true });
        }
    }
    let written = direct::remove(&target.block.syntax, &crate::fix::path::steps(path));
    let (block, rest) = context.innermost(target, path);
    let written = written.or_else(|| direct::remove(&block, &rest)).or_else(|| {
        // The path leads to a block itself.
        let whole = rest.is_empty() && block.kind() == Kind::Block && block.node != target.block.syntax.node;
        whole.then(|| vec![Change::Remove { item: block.clone() }])
    });
    candidates.extend(written.map(|changes| Candidate { changes, added: Vec::new(), shared: target.index.is_some() }));
    if candidates.is_empty() {
        return Err(Reason::Computed { place: context.place(target.block.header) });
    }
    context.allowed(candidates)
}

/// Takes values out of the list that decides; where no list literal holds them, the list is written anew without them.
pub fn remove_values(context: &Context, target: &ResourceInstance, path: &str, values: &[Value]) -> Candidates {
    let texts: Vec<String> = values.iter().filter_map(text_of).collect();
    let steps = context.graph.trace(&target.address, path);
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut add = |changes: Vec<Change>, shared: bool| {
        candidates.push(Candidate { changes, added: Vec::new(), shared });
    };
    let is_own = |kind: OriginKind| matches!(kind, OriginKind::Attribute) && target.index.is_none();
    for step in steps.iter().rev() {
        let Some(syntax) = &step.syntax else { continue };
        for list in lists(syntax).iter().filter(|_| !matches!(step.kind, OriginKind::Block | OriginKind::Unset)) {
            if let Some(changes) = direct::remove_elements(list, &texts) {
                add(changes, !is_own(step.kind));
            }
        }
    }
    let rest = remaining(context, target, path, &texts);
    for step in steps.iter().rev() {
        let Some(syntax) = step.syntax.as_ref() else { continue };
        for changes in element_references(context, target, path, syntax, &texts) {
            add(changes, true);
        }
        if let (Some(rest), true) = (&rest, replaceable(step.kind) && syntax.kind() != Kind::Block) {
            let by = Expression::Value(rest.clone());
            add(vec![Change::Replace { expression: syntax.clone(), by }], !is_own(step.kind));
        }
    }
    if candidates.is_empty() {
        let place = steps.last().and_then(|step| step.span).unwrap_or(target.block.header);
        return Err(Reason::Computed { place: context.place(place) });
    }
    context.allowed(candidates)
}

fn replaceable(kind: OriginKind) -> bool {
    matches!(
        kind,
        OriginKind::Attribute
            | OriginKind::ModuleArgument
            | OriginKind::Tfvars
            | OriginKind::VariableDefault
            | OriginKind::Local
            | OriginKind::Literal
    )
}

fn text_of(value: &Value) -> Option<String> {
    let text = convert(value, &crate::value::Type::String).ok()?;
    text.as_str().map(str::to_owned)
}

/// List literals inside an expression that are part of its value: those behind functions that join lists.
fn lists(expression: &Syntax) -> Vec<Syntax> {
    let mut found = Vec::new();
    let mut open = vec![expression.clone()];
    while let Some(node) = open.pop() {
        match node.kind() {
            Kind::Tuple | Kind::JsonArray => found.push(node),
            Kind::Paren | Kind::Conditional => open.extend(node.children()),
            Kind::Call
                if matches!(
                    node.name(),
                    "concat" | "toset" | "tolist" | "distinct" | "compact" | "flatten" | "setunion" | "sort"
                ) =>
            {
                open.extend(node.children());
            }
            _ => {}
        }
    }
    found
}

/// The list without the values, when all of it is known.
fn remaining(context: &Context, target: &ResourceInstance, path: &str, texts: &[String]) -> Option<Value> {
    let all = list_at(context, target, path)?;
    let kept: Vec<Value> =
        all.into_iter().filter(|element| text_of(element).is_none_or(|text| !texts.contains(&text))).collect();
    kept.iter().all(Value::is_wholly_known).then(|| Value::tuple(kept))
}

fn list_at(context: &Context, target: &ResourceInstance, path: &str) -> Option<Vec<Value>> {
    let id = context.graph.find(&target.address)?;
    let mut value = context.graph.get(id).values();
    for step in crate::eval::path_steps(path) {
        value = match step {
            crate::eval::PathStep::Name(name) => value.get(&name)?.clone(),
            crate::eval::PathStep::Index(index) => value.as_sequence()?.get(index)?.clone(),
        };
    }
    value.as_sequence().map(<[Value]>::to_vec)
}

/// Elements of a list literal that are references whose value is one of these.
fn element_references(
    context: &Context,
    target: &ResourceInstance,
    path: &str,
    list: &Syntax,
    texts: &[String],
) -> Vec<Vec<Change>> {
    let values = list_at(context, target, path).unwrap_or_default();
    let elements = list.children();
    if list.kind() != Kind::Tuple || values.len() != elements.len() {
        return Vec::new();
    }
    let gone = |value: &Value| text_of(value).is_some_and(|text| texts.contains(&text));
    let single: Vec<usize> = (0..values.len()).filter(|index| gone(&values[*index])).collect();
    match single.as_slice() {
        [index] => vec![vec![Change::Remove { item: elements[*index].clone() }]],
        _ => Vec::new(),
    }
}
