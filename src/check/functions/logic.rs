//! Null, presence and quantifiers.

use super::{elements, truth};
use crate::check::identity::signature;
use crate::check::world::at_path;
use crate::value::{Blocker, Kind, Partial, Truth, Value, equals};

/// The provider takes an empty text for an unset one, and a state shows unset ones as empty.
pub(super) fn default(value: &Value, default: &Value) -> Value {
    if is_unset(value) { default.clone() } else { value.clone() }
}

pub(super) fn is_unset(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(str::is_empty)
}

/// Known and not empty, or decided at apply by a planned resource.
pub(super) fn is_set(value: &Value) -> Value {
    let is = match &value.kind {
        Kind::Null(_) => Truth::No,
        Kind::String(text) => Truth::from(!text.is_empty()),
        Kind::List(_, elements) | Kind::Set(_, elements) | Kind::Tuple(elements) => Truth::from(!elements.is_empty()),
        Kind::Map(_, entries) | Kind::Object(entries) => Truth::from(!entries.is_empty()),
        Kind::Unknown(unknown) => {
            let has_text = |part: &Value| part.as_str().is_some_and(|text| !text.is_empty());
            let part = match unknown.partial.as_deref() {
                Some(Partial::Template(parts)) => parts.iter().any(has_text),
                Some(Partial::Json(_)) => true,
                Some(Partial::Holds(_)) => true,
                Some(Partial::OneOf(values)) => values.iter().all(|value| is_set(value).as_bool() == Some(true)),
                Some(Partial::Like(_) | Partial::Written(_)) | None => false,
            };
            let of_resources = unknown.blockers.iter().all(|blocker| matches!(blocker, Blocker::Attribute(_)));
            let refers = of_resources && (unknown.reference.is_some() || unknown.not_null) || unknown.is_undeclared();
            if part || refers { Truth::Yes } else { Truth::Unknown }
        }
        Kind::Bool(_) | Kind::Number(_) => Truth::Yes,
    };
    truth(is, &[value])
}

/// Some element is certain.
pub(super) fn exists(list: &Value) -> Result<Value, String> {
    let Some(found) = known_list(list)? else { return Ok(truth(Truth::Unknown, &[list])) };
    let certain = |element: &Value| match &element.kind {
        Kind::Null(_) => Truth::No,
        Kind::Unknown(_) => Truth::Unknown,
        _ => Truth::Yes,
    };
    Ok(truth(super::any_of(found, certain), &[list]))
}

/// Yes also where it cannot be told.
pub(super) fn possible(truth: &Value) -> Result<Value, String> {
    Ok((answer(truth)? != Truth::No).into())
}

pub(super) fn any(list: &Value) -> Result<Value, String> {
    let Some(found) = known_list(list)? else { return Ok(truth(Truth::Unknown, &[list])) };
    let answers = found.iter().map(answer).collect::<Result<Vec<Truth>, String>>()?;
    Ok(truth(super::any_of(answers, |answer| answer), &[list]))
}

pub(super) fn all(list: &Value) -> Result<Value, String> {
    let Some(found) = known_list(list)? else { return Ok(truth(Truth::Unknown, &[list])) };
    let answers = found.iter().map(answer).collect::<Result<Vec<Truth>, String>>()?;
    Ok(truth(super::all_of(answers, |answer| answer), &[list]))
}

fn known_list(list: &Value) -> Result<Option<&[Value]>, String> {
    match &list.kind {
        Kind::Unknown(_) | Kind::Null(_) | Kind::List(..) | Kind::Set(..) | Kind::Tuple(_) => Ok(elements(list)),
        _ => Err("a list is expected".to_string()),
    }
}

fn answer(element: &Value) -> Result<Truth, String> {
    match &element.kind {
        Kind::Bool(known) => Ok(Truth::from(*known)),
        Kind::Null(_) => Ok(Truth::No),
        Kind::Unknown(_) => Ok(Truth::Unknown),
        _ => Err("a list of booleans is expected".to_string()),
    }
}

pub(super) fn attribute(object: &Value, path: &Value) -> Result<Value, String> {
    super::text(path).map(|path| at_path(object, path))
}

/// Equal, or made of the same known texts and attributes, whatever those will be.
pub(super) fn same(a: &Value, b: &Value) -> Value {
    let equal = equals(a, b);
    // `[*]` stands for an instance of which the key is not known.
    match equal.as_unknown().and_then(|_| signature(a)).filter(|made| !made.contains("[*]")) {
        Some(made) if Some(&made) == signature(b).as_ref() => true.into(),
        _ => equal,
    }
}

/// Whether the value is an id or ARN of something in AWS that is not known yet, or a text that ends in one: it ends in no wildcard.
pub(super) fn is_identifier(value: &Value) -> bool {
    let Some(unknown) = value.as_unknown() else { return false };
    match unknown.partial.as_deref() {
        Some(Partial::Template(parts)) => parts.last().is_some_and(is_identifier),
        Some(Partial::OneOf(values)) => values.iter().all(is_identifier),
        _ => unknown.is_identifier(),
    }
}
