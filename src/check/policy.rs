//! Policy documents in one shape, unknown only where they are.

use super::world::{View, World};
use crate::graph::{Graph, ResourceId};
use crate::value::{Kind, Partial, Type, Unknown, Value, from_json};
use std::sync::Arc;

/// The document in an attribute of an instance, as rules see it (`{ version, statements }`); null when there is none.
pub fn document_at(graph: &Graph, id: ResourceId, path: &str) -> Value {
    let world = World::new(graph, View::Planned);
    document(&world, &world.attribute(id, path))
}

/// The document in a value: JSON text, known in whole or in part, or a data source's. Null when there is none.
pub(super) fn document(world: &World<'_>, value: &Value) -> Value {
    let found = match &value.kind {
        Kind::Null(_) => return Value::null(),
        Kind::String(text) => from_json(text).ok().and_then(|json| normalize(&json)),
        Kind::Object(_) | Kind::Map(..) => normalize(value),
        Kind::Unknown(unknown) => return from_unknown(world, unknown, 0).with_marks(value.marks),
        _ => None,
    };
    found.unwrap_or_else(Value::null).with_marks(value.marks)
}

fn from_unknown(world: &World<'_>, unknown: &Unknown, depth: usize) -> Value {
    let nothing = || Unknown::derived(Type::Dynamic, [unknown]).into();
    match unknown.partial.as_deref() {
        Some(Partial::Json(json)) => return normalize(json).unwrap_or_else(nothing),
        Some(Partial::Template(parts)) => {
            return from_template(parts).as_ref().and_then(normalize).unwrap_or_else(nothing);
        }
        Some(Partial::OneOf(_) | Partial::Holds(_) | Partial::Like(_) | Partial::Written(_)) | None => {}
    }
    let Some(reference) = unknown.reference.as_deref().filter(|_| depth < 10) else { return nothing() };
    let Some(id) = world.graph.find(&reference.address) else { return nothing() };
    // Known there: another resource's argument (`aws_iam_policy.p.policy`), or what makes up a data source's document.
    let value = world.attribute(id, &reference.path);
    match &value.kind {
        Kind::String(text) => from_json(text).ok().as_ref().and_then(normalize).unwrap_or_else(Value::null),
        Kind::Unknown(next) if **next != *unknown => from_unknown(world, next, depth + 1),
        _ => nothing(),
    }
}

/// What an unknown JSON text holds, with unknown parts where the text has them; `None` when nothing of it is known.
pub(super) fn decoded(text: &Value) -> Option<Value> {
    match text.as_unknown()?.partial.as_deref()? {
        Partial::Json(json) => Some(json.clone()),
        Partial::Template(parts) => from_template(parts),
        Partial::OneOf(_) | Partial::Holds(_) | Partial::Like(_) | Partial::Written(_) => None,
    }
}

/// JSON text around unknown parts: they become unknown leaves.
fn from_template(parts: &[Value]) -> Option<Value> {
    const OPEN: char = '\u{F8F0}';
    const CLOSE: char = '\u{F8F1}';
    let mut text = String::new();
    let mut unknowns: Vec<&Value> = Vec::new();
    let (mut quoted, mut escaped) = (false, false);
    for part in parts {
        let Some(known) = part.as_str() else {
            let token = format!("{OPEN}{}{CLOSE}", unknowns.len());
            text.push_str(&if quoted { token } else { format!("\"{token}\"") });
            // JSON that stands in JSON, not in a text of it, is part of the whole.
            let json = part.as_unknown().and_then(|unknown| unknown.partial.as_deref());
            unknowns.push(match json {
                Some(Partial::Json(json)) if !quoted => json,
                _ => part,
            });
            continue;
        };
        for c in known.chars() {
            match c {
                _ if escaped => escaped = false,
                '\\' if quoted => escaped = true,
                '"' => quoted = !quoted,
                _ => {}
            }
        }
        text.push_str(known);
    }
    let json = from_json(&text).ok()?;
    Some(restore(&json, &unknowns, OPEN, CLOSE))
}

/// Puts the unknown parts back where their tokens stand.
fn restore(value: &Value, unknowns: &[&Value], open: char, close: char) -> Value {
    match &value.kind {
        Kind::String(text) if text.contains(open) => {
            let mut parts = Vec::new();
            for piece in text.split(open) {
                match piece.split_once(close) {
                    Some((index, rest)) => {
                        parts.extend(
                            index.parse().ok().and_then(|index: usize| unknowns.get(index)).map(|part| (*part).clone()),
                        );
                        parts.push(rest.into());
                    }
                    None => parts.push(Value::from(piece)),
                }
            }
            parts.retain(|part| part.as_str() != Some(""));
            match &parts[..] {
                [only] => only.clone(),
                _ => template(parts),
            }
        }
        Kind::Tuple(elements) => {
            Value::tuple(elements.iter().map(|element| restore(element, unknowns, open, close)).collect())
        }
        Kind::Object(entries) => {
            let entry = |(name, value): (&Arc<str>, &Value)| (name.clone(), restore(value, unknowns, open, close));
            Value::object(entries.iter().map(entry))
        }
        _ => value.clone(),
    }
}

/// An unknown string with known parts.
fn template(parts: Vec<Value>) -> Value {
    let unknowns: Vec<&Unknown> = parts.iter().filter_map(Value::as_unknown).collect();
    let mut unknown = Unknown::derived(Type::String, unknowns).not_null();
    unknown.partial = Some(Arc::new(Partial::Template(parts.into())));
    unknown.into()
}

/// `{ version, statements }` of a document's JSON; `None` when it is no document.
fn normalize(json: &Value) -> Option<Value> {
    if let Some(unknown) = json.as_unknown() {
        return Some(Unknown::derived(Type::Dynamic, [unknown]).into());
    }
    json.as_mapping()?;
    let statement = member(json, "Statement")?;
    let statements = match &statement.kind {
        Kind::Unknown(unknown) if unknown.held().is_empty() => unknown_like(statement),
        Kind::Unknown(unknown) => {
            let held = unknown.held().iter().map(normalize_statement);
            Value::tuple(held.chain([unknown_like(statement)]).collect())
        }
        Kind::Object(_) | Kind::Map(..) => Value::tuple(vec![normalize_statement(statement)]),
        _ => Value::tuple(statement.as_sequence()?.iter().map(normalize_statement).collect()),
    };
    let version = member(json, "Version").cloned().unwrap_or_else(|| Value::null_of(Type::String));
    Some(Value::object([("version", version), ("statements", statements)]))
}

/// A member by name; the grammar's names have no case.
fn member<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    let entries = value.as_mapping()?;
    entries.get(name).or_else(|| entries.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value))
}

fn unknown_like(value: &Value) -> Value {
    Unknown::derived(Type::Dynamic, value.unknowns()).into()
}

fn normalize_statement(statement: &Value) -> Value {
    if statement.as_unknown().is_some() {
        return unknown_like(statement);
    }
    let text = |name: &str| member(statement, name).cloned().unwrap_or_else(|| Value::null_of(Type::String));
    let list = |name: &str| member(statement, name).map_or_else(|| Value::tuple(Vec::new()), listed);
    let principals = |name: &str| member(statement, name).map_or_else(|| Value::tuple(Vec::new()), principals_of);
    Value::object([
        ("sid", text("Sid")),
        ("effect", text("Effect")),
        ("actions", list("Action")),
        ("not_actions", list("NotAction")),
        ("resources", list("Resource")),
        ("not_resources", list("NotResource")),
        ("principals", principals("Principal")),
        ("not_principals", principals("NotPrincipal")),
        ("conditions", member(statement, "Condition").map_or_else(|| Value::tuple(Vec::new()), conditions_of)),
    ])
}

/// A text or a list of texts, as a list; booleans and numbers as texts. An unknown string is one element.
fn listed(value: &Value) -> Value {
    match &value.kind {
        Kind::Null(_) => Value::tuple(Vec::new()),
        Kind::Unknown(unknown) if matches!(unknown.ty, Type::String) => Value::tuple(vec![value.clone()]),
        Kind::Unknown(_) => value.clone(),
        Kind::List(_, elements) | Kind::Set(_, elements) | Kind::Tuple(elements) => {
            Value::tuple(elements.iter().map(as_text).collect())
        }
        _ => Value::tuple(vec![as_text(value)]),
    }
}

fn as_text(value: &Value) -> Value {
    match &value.kind {
        Kind::Bool(flag) => Value::from(flag.to_string()).with_marks(value.marks),
        Kind::Number(number) => Value::from(number.to_string()).with_marks(value.marks),
        _ => value.clone(),
    }
}

fn principal(kind: Value, id: Value) -> Value {
    Value::object([("type", kind), ("id", id)])
}

fn principals_of(value: &Value) -> Value {
    match &value.kind {
        Kind::Unknown(unknown) if matches!(unknown.ty, Type::String) => {
            Value::tuple(vec![principal("*".into(), value.clone())])
        }
        Kind::Unknown(_) => unknown_like(value),
        Kind::String(_) => Value::tuple(vec![principal("*".into(), value.clone())]),
        _ => {
            let mut found = Vec::new();
            for (kind, ids) in value.as_mapping().into_iter().flatten() {
                match listed(ids).as_sequence() {
                    Some(ids) => {
                        found.extend(ids.iter().map(|id| principal(kind.clone().to_string().into(), id.clone())))
                    }
                    None => found.push(principal(kind.to_string().into(), unknown_like(ids))),
                }
            }
            Value::tuple(found)
        }
    }
}

fn condition(operator: Value, key: Value, values: Value) -> Value {
    Value::object([("operator", operator), ("key", key), ("values", values)])
}

fn conditions_of(value: &Value) -> Value {
    if value.as_unknown().is_some() {
        return unknown_like(value);
    }
    let mut found = Vec::new();
    for (operator, keys) in value.as_mapping().into_iter().flatten() {
        if keys.as_unknown().is_some() {
            found.push(unknown_like(keys));
        }
        for (key, values) in keys.as_mapping().into_iter().flatten() {
            found.push(condition(operator.to_string().into(), key.to_string().into(), listed(values)));
        }
    }
    Value::tuple(found)
}
