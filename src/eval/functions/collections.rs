//! Functions that look into one collection.

use super::conversion::friendly;
use super::marks::outside;
use super::spec::{
    Call, Failure, Function, Parameter, Takes, a_bool, a_number, any, fail, number, text, unknown_from, wrong,
};
use crate::value::{Entries, Kind, Marks, Type, Value, convert, equals};
use std::collections::BTreeMap;
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation;

pub const FUNCTIONS: &[Function] = &[
    Function::new("contains", &[any("list"), any("value")], a_bool, contains),
    Function::new("element", &[any("list").marked(), number("index")], element_type, element).may_be_null(),
    Function::new("index", &[any("list"), any("value")], a_number, index),
    Function::new("keys", &[Parameter { dynamic: false, ..any("inputMap").unknown().marked() }], keys_type, keys),
    Function::new("length", &[any("value").unknown().marked()], length_type, length),
    Function::new("lookup", &[any("inputMap").marked(), text("key").marked()], lookup_type, lookup)
        .with(any("default").null().unknown().marked())
        .may_be_null(),
    Function::new("one", &[any("list")], one_type, one).may_be_null(),
    Function::new("transpose", &[Parameter::new("values", Takes::MapOfLists).marked()], transpose_type, transpose),
    Function::new("values", &[any("mapping").marked()], values_type, values),
    Function::new(
        "zipmap",
        &[Parameter::new("keys", Takes::ListOfString).marked(), any("values").marked()],
        zipmap_type,
        zipmap,
    ),
];

fn contains(call: &Call) -> Result<Value, Failure> {
    let Some(elements) = call.arguments[0].as_sequence() else {
        return fail("argument must be list, tuple, or set");
    };
    let mut unknown = false;
    for element in elements {
        match equals(&call.arguments[1], element).as_bool() {
            Some(true) => return Ok(true.into()),
            Some(false) => {}
            None => unknown = true,
        }
    }
    Ok(if unknown { call.unknown() } else { false.into() })
}

fn index(call: &Call) -> Result<Value, Failure> {
    let list = &call.arguments[0];
    if !matches!(list.kind, Kind::List(..) | Kind::Tuple(_)) {
        return fail("argument must be a list or tuple");
    }
    if call.elements(0).is_empty() {
        return fail("cannot search an empty list");
    }
    for (at, element) in call.elements(0).iter().enumerate() {
        match equals(element, &call.arguments[1]).as_bool() {
            Some(true) => return Ok(count(at)),
            Some(false) => {}
            None => return Ok(call.unknown()),
        }
    }
    fail("item not found")
}

pub fn count(count: usize) -> Value {
    i64::try_from(count).unwrap_or(i64::MAX).into()
}

fn element_type(arguments: &[Value]) -> Result<Type, Failure> {
    let position = arguments[1].as_number();
    match arguments[0].type_of() {
        Type::List(element) => Ok((*element).clone()),
        Type::Tuple(elements) => {
            let Some(position) = position else { return Ok(Type::Dynamic) };
            let position =
                super::spec::integer(position).or_else(|message| fail(format!("invalid index: {message}")))?;
            if elements.is_empty() {
                return fail("cannot use element function with an empty list");
            }
            let at = usize::try_from(position % i64::try_from(elements.len()).unwrap_or(i64::MAX));
            at.map_or_else(|_| fail("index out of range"), |at| Ok(elements[at].clone()))
        }
        other => fail(format!("cannot read elements from {}", friendly(&other))),
    }
}

fn element(call: &Call) -> Result<Value, Failure> {
    let position = call.integer(1)?;
    let (list, marks) = outside(call, 0);
    let elements = list.as_sequence().unwrap_or(&[]);
    if elements.is_empty() {
        return fail("cannot use element function with an empty list");
    }
    let at = position.rem_euclid(i64::try_from(elements.len()).unwrap_or(i64::MAX));
    let at = usize::try_from(at).expect("below the length");
    Ok(elements[at].clone().with_marks(marks))
}

fn keys_type(arguments: &[Value]) -> Result<Type, Failure> {
    match arguments[0].type_of() {
        Type::Map(_) => Ok(Type::list(Type::String)),
        Type::Object(attributes) => Ok(Type::tuple(attributes.iter().map(|_| Type::String))),
        _ => wrong(0, "must have map or object type"),
    }
}

fn keys(call: &Call) -> Result<Value, Failure> {
    let (map, marks) = outside(call, 0);
    let keys = match (&map.kind, map.type_of()) {
        (Kind::Map(_, entries), _) => Value::list(Type::String, entries.keys().map(|key| (&**key).into()).collect()),
        (_, Type::Object(attributes)) => Value::tuple(attributes.keys().map(|key| (&**key).into()).collect()),
        _ => call.unknown(),
    };
    Ok(keys.with_marks(marks))
}

fn length_type(arguments: &[Value]) -> Result<Type, Failure> {
    match arguments[0].type_of() {
        Type::Bool | Type::Number => fail("argument must be a string, a collection type, or a structural type"),
        _ => Ok(Type::Number),
    }
}

fn length(call: &Call) -> Result<Value, Failure> {
    let (value, marks) = outside(call, 0);
    let length = match (&value.kind, value.type_of()) {
        (_, Type::Tuple(elements)) => count(elements.len()),
        (_, Type::Object(attributes)) => count(attributes.len()),
        (Kind::String(text), _) => count(text.graphemes(true).count()),
        (Kind::List(_, elements), _) => count(elements.len()),
        (Kind::Set(_, elements), _) if elements.len() < 2 || value.is_wholly_known() => count(elements.len()),
        (Kind::Map(_, entries), _) => count(entries.len()),
        _ => call.unknown(),
    };
    Ok(length.with_marks(marks))
}

fn lookup_type(arguments: &[Value]) -> Result<Type, Failure> {
    if arguments.len() > 3 {
        return fail(format!("lookup() takes two or three arguments, got {}", arguments.len()));
    }
    let default = arguments.get(2);
    match arguments[0].type_of() {
        Type::Object(attributes) => {
            let Some(key) = arguments[1].as_str() else { return Ok(Type::Dynamic) };
            match (attributes.get(key), default) {
                (Some(attribute), _) => Ok(attribute.ty.clone()),
                (None, Some(default)) => Ok(default.type_of()),
                (None, None) => wrong(0, format!("the given object has no attribute {key:?}")),
            }
        }
        Type::Map(element) => match default.is_none_or(|default| convert(default, &element).is_ok()) {
            true => Ok((*element).clone()),
            false => wrong(2, "the default value must have the same type as the map elements"),
        },
        _ => wrong(0, "lookup() requires a map as the first argument"),
    }
}

fn lookup(call: &Call) -> Result<Value, Failure> {
    let (map, marks) = outside(call, 0);
    let marks = marks.union(call.arguments[1].marks);
    let key = call.text(1);
    if let Some(found) = map.get(key) {
        return Ok(found.clone().with_marks(marks));
    }
    match call.arguments.get(2) {
        Some(default) => {
            let message = "the default value must have the same type as the map elements";
            Ok(convert(default, &call.returns).or_else(|_| wrong(2, message))?.with_marks(marks))
        }
        None if marks.contains(Marks::SENSITIVE) => fail("lookup failed to find key (sensitive value)"),
        None => fail(format!("lookup failed to find key {key:?}")),
    }
}

const ONE: &str = "must be a list, set, or tuple value with either zero or one elements";

fn one_type(arguments: &[Value]) -> Result<Type, Failure> {
    match arguments[0].type_of() {
        Type::List(element) | Type::Set(element) => Ok((*element).clone()),
        Type::Tuple(elements) => match elements.as_slice() {
            [] => Ok(Type::Dynamic),
            [only] => Ok(only.clone()),
            _ => wrong(0, ONE),
        },
        _ => wrong(0, ONE),
    }
}

fn one(call: &Call) -> Result<Value, Failure> {
    match call.elements(0) {
        [] => Ok(Value::null_of(call.returns.clone())),
        [only] => Ok(only.clone()),
        elements if matches!(call.arguments[0].kind, Kind::Set(..)) && !call.arguments[0].is_wholly_known() => {
            Ok(unknown_from(call.returns.clone(), elements))
        }
        _ => wrong(0, ONE),
    }
}

fn transpose_type(_: &[Value]) -> Result<Type, Failure> {
    Ok(Type::map(Type::list(Type::String)))
}

fn transpose(call: &Call) -> Result<Value, Failure> {
    let (map, marks) = super::spec::unmark_deep(&call.arguments[0]);
    if !map.is_wholly_known() {
        return Ok(call.unknown().with_marks(marks));
    }
    let mut transposed: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
    for (key, list) in map.as_mapping().into_iter().flatten() {
        if list.is_null() {
            return wrong(0, format!("null value for key {key:?}"));
        }
        for element in list.as_sequence().unwrap_or(&[]) {
            match &element.kind {
                Kind::String(text) => transposed.entry(text.clone()).or_default().push((&**key).into()),
                _ => return wrong(0, format!("input must not contain null list elements; found in {key:?}")),
            }
        }
    }
    let lists = transposed.into_iter().map(|(key, list)| (key, Value::list(Type::String, list))).collect();
    Ok(Value::map(Type::list(Type::String), lists).with_marks(marks))
}

fn values_type(arguments: &[Value]) -> Result<Type, Failure> {
    match arguments[0].type_of() {
        Type::Map(element) => Ok(Type::List(element)),
        Type::Object(attributes) => Ok(Type::tuple(attributes.values().map(|attribute| attribute.ty.clone()))),
        _ => fail("values() requires a map as the first argument"),
    }
}

fn values(call: &Call) -> Result<Value, Failure> {
    let (map, marks) = outside(call, 0);
    let values = map.as_mapping().into_iter().flat_map(Entries::values).cloned().collect();
    let values = match &call.returns {
        Type::List(element) => Value::list((**element).clone(), values),
        _ => Value::tuple(values),
    };
    Ok(values.with_marks(marks))
}

fn zipmap_type(arguments: &[Value]) -> Result<Type, Failure> {
    match arguments[1].type_of() {
        Type::List(element) => Ok(Type::Map(element)),
        Type::Tuple(elements) => {
            let (Some(keys), true) = (arguments[0].as_sequence(), arguments[0].is_wholly_known()) else {
                return Ok(Type::Dynamic);
            };
            same_count(keys.len(), elements.len())?;
            let keys = keys.iter().enumerate().map(|(at, key)| key_text(key, at));
            let keys = keys.collect::<Result<Vec<Arc<str>>, Failure>>()?;
            Ok(Type::object(keys.into_iter().zip(elements.iter().cloned())))
        }
        _ => fail("values argument must be a list or tuple value"),
    }
}

fn same_count(keys: usize, values: usize) -> Result<(), Failure> {
    match keys == values {
        true => Ok(()),
        false => fail(format!("number of keys ({keys}) does not match number of values ({values})")),
    }
}

fn key_text(key: &Value, at: usize) -> Result<Arc<str>, Failure> {
    match key.as_str() {
        Some(text) => Ok(text.into()),
        None => fail(format!("keys list has null value at index {at}")),
    }
}

fn zipmap(call: &Call) -> Result<Value, Failure> {
    let (keys, key_marks) = super::spec::unmark_deep(&call.arguments[0]);
    let (values, value_marks) = outside(call, 1);
    let marks = key_marks.union(value_marks);
    let (Some(keys), Some(values)) = (keys.as_sequence(), values.as_sequence()) else { return Ok(call.unknown()) };
    if keys.iter().any(|key| key.as_unknown().is_some()) {
        return Ok(call.unknown().with_marks(marks));
    }
    same_count(keys.len(), values.len())?;
    let mut entries = Vec::with_capacity(keys.len());
    for (at, (key, value)) in keys.iter().zip(values).enumerate() {
        entries.push((key_text(key, at)?, value.clone()));
    }
    let map = match &call.returns {
        Type::Map(element) => Value::map((**element).clone(), entries.into_iter().collect()),
        _ => Value::object(entries),
    };
    Ok(map.with_marks(marks))
}
