//! Removing attributes, blocks and list elements.

use super::{Candidate, Candidates, Context, set};
use crate::eval::{InstanceId, OriginKind, OriginStep, PathStep, ResourceInstance};
use crate::fix::change::{Change, Expression, item_named};
use crate::fix::direct;
use crate::fix::reason::Reason;
use crate::source::{Kind, Syntax};
use crate::value::{Value, convert};

/// Removes an attribute or blocks; a value that comes through a variable may become null where it is decided.
pub fn remove(context: &Context, target: &ResourceInstance, path: &str) -> Candidates {
    let steps = context.graph.trace(&target.address, path);
    let makes_none = || {
        let is_dynamic = steps.iter().any(|step| step.kind == OriginKind::Dynamic);
        is_dynamic && list_at(context, target, path).is_some_and(|blocks| blocks.is_empty())
    };
    if is_unset(&steps) || makes_none() {
        return Ok(vec![Candidate::default()]);
    }
    let mut candidates = dynamic_entry(context, target, &steps, path);
    if !candidates.is_empty() {
        return context.allowed(candidates);
    }
    let null =
        |expression: &Syntax| Change::Replace { expression: expression.clone(), by: Expression::Value(Value::null()) };
    for step in steps.iter().rev() {
        let decided = matches!(
            step.kind,
            OriginKind::ModuleArgument | OriginKind::Tfvars | OriginKind::VariableDefault | OriginKind::Local
        );
        if let Some(syntax) = step.syntax.as_ref().filter(|syntax| decided && syntax.kind() != Kind::Block) {
            candidates.push(Candidate { changes: vec![null(syntax)], ..Candidate::default() });
        }
    }
    let written = direct::remove(&target.block.syntax, &crate::fix::path::steps(path));
    let (block, rest) = context.innermost(target, path);
    let written = written.or_else(|| direct::remove(&block, &rest)).or_else(|| {
        // The path leads to a block itself; a dynamic block cannot be without its content.
        let whole = rest.is_empty() && block.kind() == Kind::Block && block.node != target.block.syntax.node;
        (whole && block.name() != "content").then(|| vec![Change::Remove { item: block.clone() }])
    });
    let candidate = |changes| Candidate { changes, ..Candidate::default() };
    let nulls = written.as_ref().and_then(|changes| as_nulls(changes));
    candidates.extend(written.map(candidate));
    candidates.extend(nulls.map(candidate));
    if candidates.is_empty() {
        return Err(Reason::Computed { place: context.place(target.block.header) });
    }
    context.allowed(candidates)
}

/// Nothing is written at the path, so there is nothing to remove.
fn is_unset(steps: &[OriginStep]) -> bool {
    steps.last().is_some_and(|step| step.kind == OriginKind::Unset)
        && !steps.iter().any(|step| step.kind == OriginKind::Attribute)
}

/// Null in place of object entries that are taken out: an object type may require them.
fn as_nulls(changes: &[Change]) -> Option<Vec<Change>> {
    let null = |change: &Change| match change {
        Change::Remove { item } if item.kind() == Kind::ObjectItem => {
            let expression = item.children().get(1)?.clone();
            Some(Change::Replace { expression, by: Expression::Value(Value::null()) })
        }
        _ => None,
    };
    changes.iter().map(null).collect()
}

/// A block that a dynamic block makes: the entry of its collection, where that is a literal.
fn dynamic_entry(context: &Context, target: &ResourceInstance, steps: &[OriginStep], path: &str) -> Vec<Candidate> {
    let entry = || {
        let (last, _) = (steps.last()?, steps.iter().rposition(|step| step.kind == OriginKind::Dynamic)?);
        let (OriginKind::Dynamic, Some(for_each)) = (last.kind, &last.syntax) else { return None };
        let Some(PathStep::Index(index)) = crate::eval::path_steps(path).pop() else { return None };
        let module = context.evaluation.instance(target.module);
        let collection = context.evaluation.expression(&module, for_each, &target.repetition).ok()?;
        let literal = set::literal_behind(context, target.module, for_each.clone())?;
        match collection.as_mapping() {
            Some(entries) => {
                let key = entries.keys().nth(index)?;
                item_named(&literal, key).map(|(item, _)| item)
            }
            None => literal.children().into_iter().nth(index),
        }
    };
    let candidate = |item| Candidate { changes: vec![Change::Remove { item }], ..Candidate::default() };
    entry().map(candidate).into_iter().collect()
}

/// Takes values out of the list that decides; where no list literal holds them, the list is written anew without them.
pub fn remove_values(context: &Context, target: &ResourceInstance, path: &str, values: &[Value]) -> Candidates {
    let texts: Vec<String> = values.iter().filter_map(text_of).collect();
    let steps = context.graph.trace(&target.address, path);
    let holds =
        |value: &Value| value.as_unknown().is_some() || text_of(value).is_some_and(|text| texts.contains(&text));
    if is_unset(&steps) || list_at(context, target, path).is_some_and(|list| !list.iter().any(holds)) {
        return Ok(vec![Candidate::default()]);
    }
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut add = |changes: Vec<Change>| candidates.push(Candidate { changes, ..Candidate::default() });
    for step in steps.iter().rev() {
        let Some(syntax) = &step.syntax else { continue };
        let start = set::module_of(context, target, &step.module);
        for list in
            lists(context, start, syntax).iter().filter(|_| !matches!(step.kind, OriginKind::Block | OriginKind::Unset))
        {
            if let Some(changes) = direct::remove_elements(list, &texts) {
                add(changes);
            }
        }
    }
    let rest = remaining(context, target, path, &texts);
    for step in steps.iter().rev() {
        let Some(syntax) = step.syntax.as_ref() else { continue };
        for changes in element_references(context, target, path, syntax, &texts) {
            add(changes);
        }
        if let (Some(rest), true) = (&rest, replaceable(step.kind) && syntax.kind() != Kind::Block) {
            let by = Expression::Value(rest.clone());
            add(vec![Change::Replace { expression: syntax.clone(), by }]);
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

/// List literals that are part of an expression's value: inside functions that join lists, and behind plain references in these.
fn lists(context: &Context, start: Option<InstanceId>, expression: &Syntax) -> Vec<Syntax> {
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
            Kind::Traversal => {
                let behind = start.and_then(|start| set::literal_behind(context, start, node));
                found.extend(behind.filter(|list| matches!(list.kind(), Kind::Tuple | Kind::JsonArray)));
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
