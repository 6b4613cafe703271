//! Sensitive marks on everything that holds a secret.

use super::seen::{NOTHING, Seen, typed};
use crate::plan::{Json, Secret};
use crate::value::{Entries, Kind, Marks, Type, Value};
use std::sync::Arc;

/// Shorter texts are not looked for: they would hide too much else.
const SHORTEST: usize = 4;

/// Providers copy secrets without their marks (`tags_all`, the ARN of a secret's name): marks what holds a sensitive text.
pub(super) fn mark_copies(value: Value) -> Value {
    let mut secrets = Vec::new();
    collect(&value, &mut secrets);
    secrets.sort();
    secrets.dedup();
    if secrets.is_empty() { value } else { mark(&value, &secrets) }
}

/// A sensitive output or variable.
pub(super) fn of_document(secret: &Secret, text: &str) -> Value {
    let (value, all) = (secret.value.json(text), Json::Bool(true));
    let mask = secret.mask.map_or(all, |mask| mask.json(text));
    let value = typed(&Type::Dynamic, Seen { value: &value, unknown: NOTHING, sensitive: &mask });
    if secret.mask.is_none() { mark_deeply(value, Marks::SENSITIVE) } else { value }
}

fn collect(value: &Value, secrets: &mut Vec<Arc<str>>) {
    match &value.kind {
        Kind::String(text) if value.is_sensitive() && text.len() >= SHORTEST => secrets.push(text.clone()),
        Kind::List(_, values) | Kind::Set(_, values) | Kind::Tuple(values) => {
            values.iter().for_each(|value| collect(value, secrets));
        }
        Kind::Map(_, entries) | Kind::Object(entries) => entries.values().for_each(|value| collect(value, secrets)),
        _ => {}
    }
}

fn mark(value: &Value, secrets: &[Arc<str>]) -> Value {
    let holds = |text: &str| secrets.iter().any(|secret| text.contains(&**secret));
    let kind = match &value.kind {
        Kind::String(text) if holds(text) => return value.clone().with_marks(Marks::SENSITIVE),
        kind => each(kind, &|value| mark(value, secrets)),
    };
    Value { kind, marks: value.marks }
}

/// The value with marks on itself and on everything inside it.
pub(super) fn mark_deeply(value: Value, marks: Marks) -> Value {
    let kind = each(&value.kind, &|value| mark_deeply(value.clone(), marks));
    Value { kind, marks: value.marks.union(marks) }
}

/// The same shape with other elements.
pub(in crate::graph) fn each(kind: &Kind, change: &dyn Fn(&Value) -> Value) -> Kind {
    let all = |values: &[Value]| Arc::new(values.iter().map(change).collect::<Vec<Value>>());
    let entries = |entries: &Entries| {
        Arc::new(entries.iter().map(|(name, value)| (name.clone(), change(value))).collect::<Entries>())
    };
    match kind {
        Kind::List(ty, values) => Kind::List(ty.clone(), all(values)),
        Kind::Set(ty, values) => Kind::Set(ty.clone(), all(values)),
        Kind::Tuple(values) => Kind::Tuple(all(values)),
        Kind::Map(ty, values) => Kind::Map(ty.clone(), entries(values)),
        Kind::Object(values) => Kind::Object(entries(values)),
        other => other.clone(),
    }
}
