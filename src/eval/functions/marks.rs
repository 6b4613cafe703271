//! Functions on sensitive and ephemeral marks.

use super::spec::{Call, Failure, Function, Parameter, a_bool, any};
use crate::value::{Entries, Kind, Marks, Type, Value};
use std::sync::Arc;

const VALUE: Parameter = any("value").null().unknown().marked();

pub const FUNCTIONS: &[Function] = &[
    Function::new("ephemeralasnull", &[VALUE], same_type, |call| Ok(without_ephemeral(&call.arguments[0])))
        .may_be_null(),
    Function::new("issensitive", &[VALUE], a_bool, |call| {
        let value = &call.arguments[0];
        match (value.is_sensitive(), value.as_unknown()) {
            (true, _) => Ok(true.into()),
            (false, Some(_)) => Ok(call.unknown()),
            (false, None) => Ok(false.into()),
        }
    }),
    Function::new("nonsensitive", &[VALUE], same_type, |call| {
        let value = call.arguments[0].clone();
        Ok(Value { marks: value.marks.without(Marks::SENSITIVE), ..value })
    })
    .may_be_null(),
    Function::new("sensitive", &[VALUE], same_type, |call| Ok(call.arguments[0].clone().with_marks(Marks::SENSITIVE)))
        .may_be_null(),
];

fn same_type(arguments: &[Value]) -> Result<Type, Failure> {
    Ok(arguments[0].type_of())
}

/// Ephemeral parts become null of their type; other marks stay.
fn without_ephemeral(value: &Value) -> Value {
    let marks = value.marks.without(Marks::EPHEMERAL);
    if value.marks.contains(Marks::EPHEMERAL) {
        return Value::null_of(value.type_of()).with_marks(marks);
    }
    if !value.deep_marks().contains(Marks::EPHEMERAL) {
        return value.clone();
    }
    let list = |elements: &[Value]| Arc::new(elements.iter().map(without_ephemeral).collect::<Vec<_>>());
    let map = |entries: &Entries| {
        Arc::new(entries.iter().map(|(name, entry)| (name.clone(), without_ephemeral(entry))).collect::<Entries>())
    };
    let kind = match &value.kind {
        Kind::List(ty, elements) => Kind::List(ty.clone(), list(elements)),
        Kind::Set(ty, elements) => Kind::Set(ty.clone(), list(elements)),
        Kind::Map(ty, entries) => Kind::Map(ty.clone(), map(entries)),
        Kind::Tuple(elements) => Kind::Tuple(list(elements)),
        Kind::Object(entries) => Kind::Object(map(entries)),
        other => other.clone(),
    };
    Value { kind, marks }
}

/// The value with these marks removed from its outside only; used by functions that look into collections.
pub fn outside(call: &Call, index: usize) -> (Value, Marks) {
    let value = &call.arguments[index];
    (Value { kind: value.kind.clone(), marks: Marks::NONE }, value.marks)
}
