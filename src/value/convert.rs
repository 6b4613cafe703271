//! Conversion of values to types.

use super::unify::unify;
use super::{Entries, Kind, Number, ObjectAttribute, Type, Unknown, Value, mismatch};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The value as the type, as Terraform converts it: optional attributes that are missing become null. Marks stay; an
/// unknown stays unknown. The error is in Terraform's words.
pub fn convert(value: &Value, to: &Type) -> Result<Value, String> {
    if *to == Type::Dynamic || is_of(value, to) && (to.is_concrete() || !holds_dynamic_unknown(value)) {
        return Ok(value.clone());
    }
    let from = value.type_of();
    if !convertible(&from, to) {
        return Err(mismatch(&from, to));
    }
    convert_any(value, to)
}

/// `value.type_of() == to.without_optional()`, without making either type.
fn is_of(value: &Value, to: &Type) -> bool {
    match (&value.kind, to) {
        (Kind::Bool(_), Type::Bool) | (Kind::Number(_), Type::Number) | (Kind::String(_), Type::String) => true,
        (Kind::Null(ty), to) => is_without_optional(ty, to),
        (Kind::Unknown(unknown), to) => is_without_optional(&unknown.ty, to),
        (Kind::List(from, _), Type::List(to))
        | (Kind::Set(from, _), Type::Set(to))
        | (Kind::Map(from, _), Type::Map(to)) => is_without_optional(from, to),
        (Kind::Tuple(elements), Type::Tuple(to)) => {
            elements.len() == to.len() && elements.iter().zip(to.iter()).all(|(element, to)| is_of(element, to))
        }
        (Kind::Object(entries), Type::Object(to)) => {
            entries.len() == to.len()
                && entries.keys().eq(to.keys())
                && entries.values().zip(to.values()).all(|(entry, to)| is_of(entry, &to.ty))
        }
        _ => false,
    }
}

/// `from == to.without_optional()`.
fn is_without_optional(from: &Type, to: &Type) -> bool {
    match (from, to) {
        (Type::List(from), Type::List(to)) | (Type::Set(from), Type::Set(to)) | (Type::Map(from), Type::Map(to)) => {
            is_without_optional(from, to)
        }
        (Type::Tuple(from), Type::Tuple(to)) => {
            from.len() == to.len() && from.iter().zip(to.iter()).all(|(from, to)| is_without_optional(from, to))
        }
        (Type::Object(from), Type::Object(to)) => {
            from.len() == to.len()
                && from.iter().zip(to.iter()).all(|((name, from), (other, to))| {
                    name == other && !from.optional && is_without_optional(&from.ty, &to.ty)
                })
        }
        (from, to) => from == to,
    }
}

/// Values of dynamic type inside may still take part in the unification of a collection's elements.
fn holds_dynamic_unknown(value: &Value) -> bool {
    matches!(&value.kind, Kind::List(Type::Dynamic, elements) if !elements.is_empty())
}

/// Whether a conversion between the types exists; it may still fail for some values (`"x"` to a number).
pub(super) fn convertible(from: &Type, to: &Type) -> bool {
    if from == to {
        return true;
    }
    match (from, to) {
        (_, Type::Dynamic) | (Type::Dynamic, _) => true,
        (Type::Bool, Type::Number) | (Type::Number, Type::Bool) => false,
        (a, b) if a.is_primitive() && b.is_primitive() => true,
        (Type::Object(from), Type::Object(to)) => to.iter().all(|(name, want)| match from.get(name) {
            Some(got) => convertible(&got.ty, &want.ty),
            None => want.optional,
        }),
        (Type::Tuple(from), Type::Tuple(to)) => {
            from.len() == to.len() && from.iter().zip(to.iter()).all(|(from, to)| convertible(from, to))
        }
        (Type::List(from) | Type::Set(from), Type::List(to) | Type::Set(to)) => convertible(from, to),
        (Type::Map(from), Type::Map(to)) => convertible(from, to),
        (Type::Tuple(from), Type::List(to) | Type::Set(to)) => elements_convertible(from, to),
        (Type::Object(from), Type::Map(to)) => {
            let from: Vec<Type> = from.values().map(|attribute| attribute.ty.clone()).collect();
            elements_convertible(&from, to)
        }
        (Type::Map(from), Type::Object(to)) => to.values().all(|want| convertible(from, &want.ty)),
        _ => false,
    }
}

fn elements_convertible(from: &[Type], to: &Type) -> bool {
    match to {
        Type::Dynamic => from.is_empty() || unify(from).is_some(),
        to => from.iter().all(|from| convertible(from, to)),
    }
}

fn convert_any(value: &Value, to: &Type) -> Result<Value, String> {
    if *to == Type::Dynamic {
        return Ok(value.clone());
    }
    let converted = match &value.kind {
        Kind::Unknown(unknown) => match (unknown.written(), to) {
            (Some(written), Type::Object(to)) => convert_written(unknown, written, to)?,
            _ => convert_unknown(unknown, to),
        },
        Kind::Null(from) => Value::null_of(settle(from, &to.without_optional())),
        kind => convert_known(kind, to)?,
    };
    Ok(converted.with_marks(value.marks))
}

/// The type with its dynamic parts taken from the type that is converted.
fn settle(from: &Type, to: &Type) -> Type {
    match (from, to) {
        (from, Type::Dynamic) => from.clone(),
        (Type::List(from) | Type::Set(from), Type::List(to)) => Type::list(settle(from, to)),
        (Type::List(from) | Type::Set(from), Type::Set(to)) => Type::set(settle(from, to)),
        (Type::Map(from), Type::Map(to)) => Type::map(settle(from, to)),
        (Type::Tuple(from), Type::List(to)) => Type::list(settle_elements(from, to)),
        (Type::Tuple(from), Type::Set(to)) => Type::set(settle_elements(from, to)),
        (Type::Object(from), Type::Map(to)) => {
            let from: Vec<Type> = from.values().map(|attribute| attribute.ty.clone()).collect();
            Type::map(settle_elements(&from, to))
        }
        (Type::Tuple(from), Type::Tuple(to)) if from.len() == to.len() => {
            Type::tuple(from.iter().zip(to.iter()).map(|(from, to)| settle(from, to)))
        }
        (Type::Object(from), Type::Object(to)) => {
            let settled = |(name, want): (&Arc<str>, &ObjectAttribute)| {
                let ty = from.get(name).map_or_else(|| want.ty.clone(), |from| settle(&from.ty, &want.ty));
                (name.clone(), ty)
            };
            Type::object(to.iter().map(settled))
        }
        (_, to) => to.clone(),
    }
}

fn settle_elements(from: &[Type], to: &Type) -> Type {
    match to {
        Type::Dynamic => unify(from).unwrap_or(Type::Dynamic),
        to => to.clone(),
    }
}

fn convert_unknown(unknown: &Arc<Unknown>, to: &Type) -> Value {
    let ty = settle(&unknown.ty, &to.without_optional());
    if ty == unknown.ty {
        return Kind::Unknown(unknown.clone()).into();
    }
    // What is not yet typed, and structures, stay the attribute that they are; a made value does not.
    let same_thing = match (&unknown.ty, &ty) {
        (Type::Dynamic, _) => true,
        (from, to) if from.is_primitive() || to.is_primitive() => false,
        (Type::Set(_), _) | (_, Type::Set(_)) => false,
        _ => true,
    };
    let reference = unknown.reference.clone().filter(|_| same_thing);
    let partial = unknown.partial.clone().filter(|_| ty == Type::String);
    let held = match &ty {
        Type::List(to) | Type::Set(to) => {
            unknown.held().iter().filter_map(|element| convert(element, to).ok()).collect()
        }
        _ => Vec::new(),
    };
    let converted = Unknown { ty, blockers: unknown.blockers.clone(), not_null: unknown.not_null, reference, partial };
    if held.is_empty() { converted.into() } else { converted.holding(held).into() }
}

/// An object of which only what is written is known: the attributes that the type has.
fn convert_written(
    whole: &Unknown,
    written: &Value,
    to: &BTreeMap<Arc<str>, ObjectAttribute>,
) -> Result<Value, String> {
    let attributes = to.iter().map(|(name, want)| {
        let attribute = match written.get(name) {
            Some(found) => convert_any(found, &want.ty)?,
            None => Unknown::derived(want.ty.clone(), [whole]).into(),
        };
        Ok((name.clone(), attribute))
    });
    Ok(Value::object(attributes.collect::<Result<Vec<_>, String>>()?))
}

fn convert_known(kind: &Kind, to: &Type) -> Result<Value, String> {
    match (kind, to) {
        (Kind::String(_), Type::String) | (Kind::Number(_), Type::Number) | (Kind::Bool(_), Type::Bool) => {
            Ok(kind.clone().into())
        }
        (Kind::Number(number), Type::String) => Ok(Value::string(number.to_string())),
        (Kind::Bool(bool), Type::String) => Ok(Value::string(bool.to_string())),
        (Kind::String(text), Type::Number) => {
            Number::parse(text).map(Value::from).ok_or_else(|| "a number is required".into())
        }
        (Kind::String(text), Type::Bool) => parse_bool(text),
        // An unknown element could be equal to another one, so the length is not known.
        (Kind::Set(_, elements), Type::List(to)) if elements.len() > 1 && !all_known(elements) => {
            let (ty, elements) = convert_elements(kind, elements, to)?;
            let unknown = Unknown::derived(Type::list(ty), elements.iter().flat_map(Value::unknowns)).not_null();
            Ok(unknown.holding(elements).into())
        }
        (Kind::List(_, elements) | Kind::Set(_, elements) | Kind::Tuple(elements), Type::List(to)) => {
            let (ty, elements) = convert_elements(kind, elements, to)?;
            Ok(Value::list(ty, elements))
        }
        (Kind::List(_, elements) | Kind::Set(_, elements) | Kind::Tuple(elements), Type::Set(to)) => {
            let (ty, elements) = convert_elements(kind, elements, to)?;
            Ok(Value::set(ty, elements))
        }
        (Kind::Tuple(elements), Type::Tuple(to)) if elements.len() == to.len() => {
            let elements = elements.iter().zip(to.iter()).map(|(element, to)| convert_any(element, to));
            Ok(Value::tuple(elements.collect::<Result<_, _>>()?))
        }
        (Kind::Map(_, entries) | Kind::Object(entries), Type::Map(to)) => convert_to_map(kind, entries, to),
        (Kind::Map(_, entries) | Kind::Object(entries), Type::Object(to)) => convert_to_object(entries, to),
        _ => Err(mismatch(&Value::from(kind.clone()).type_of(), to)),
    }
}

fn all_known(elements: &[Value]) -> bool {
    elements.iter().all(Value::is_wholly_known)
}

fn parse_bool(text: &str) -> Result<Value, String> {
    match text {
        "true" | "1" => Ok(true.into()),
        "false" | "0" => Ok(false.into()),
        "True" | "TRUE" => Err("a bool is required; to convert from string, use lowercase \"true\"".into()),
        "False" | "FALSE" => Err("a bool is required; to convert from string, use lowercase \"false\"".into()),
        _ => Err("a bool is required".into()),
    }
}

/// The element type that a collection gets, and its elements.
fn convert_elements(kind: &Kind, elements: &[Value], to: &Type) -> Result<(Type, Vec<Value>), String> {
    let to_each = match (kind, to) {
        (Kind::Tuple(_), Type::Dynamic) if elements.is_empty() => Type::Dynamic,
        (Kind::Tuple(_), Type::Dynamic) => {
            let types: Vec<Type> = elements.iter().map(Value::type_of).collect();
            unify(&types).ok_or("all list elements must have the same type")?
        }
        (Kind::List(from, _) | Kind::Set(from, _), to) => settle_constraint(from, to),
        _ => to.clone(),
    };
    let converted = elements.iter().map(|element| convert_any(element, &to_each)).collect::<Result<Vec<_>, _>>()?;
    same_element_type(converted, &to_each)
}

fn settle_constraint(from: &Type, to: &Type) -> Type {
    if *to == Type::Dynamic { from.clone() } else { to.clone() }
}

/// Elements of a collection share one type: parts that the constraint leaves open are unified.
fn same_element_type(elements: Vec<Value>, to: &Type) -> Result<(Type, Vec<Value>), String> {
    let plain = to.without_optional();
    if plain.is_concrete() || elements.is_empty() {
        return Ok((plain, elements));
    }
    let types: Vec<Type> = elements.iter().map(Value::type_of).collect();
    let unified = unify(&types).ok_or("all list elements must have the same type")?;
    if unified == Type::Dynamic {
        return Ok((unified, elements));
    }
    let elements = elements.iter().map(|element| convert_any(element, &unified)).collect::<Result<_, _>>()?;
    Ok((unified, elements))
}

fn convert_to_map(kind: &Kind, entries: &Entries, to: &Type) -> Result<Value, String> {
    let to_each = match (kind, to) {
        (Kind::Object(_), Type::Dynamic) if entries.is_empty() => Type::Dynamic,
        (Kind::Object(_), Type::Dynamic) => {
            let types: Vec<Type> = entries.values().map(Value::type_of).collect();
            unify(&types).ok_or("all map elements must have the same type")?
        }
        (Kind::Map(from, _), to) => settle_constraint(from, to),
        _ => to.clone(),
    };
    let converted = entries.values().map(|entry| convert_any(entry, &to_each)).collect::<Result<Vec<_>, _>>()?;
    let (ty, converted) = same_element_type(converted, &to_each)?;
    Ok(Value::map(ty, entries.keys().cloned().zip(converted).collect()))
}

fn convert_to_object(entries: &Entries, to: &BTreeMap<Arc<str>, ObjectAttribute>) -> Result<Value, String> {
    let mut attributes = Vec::with_capacity(to.len());
    for (name, want) in to {
        let value = match entries.get(name) {
            Some(value) => convert_any(value, &want.ty)?,
            None if want.optional => Value::null_of(want.ty.without_optional()),
            None => return Err(format!("map has no element for required attribute {name:?}")),
        };
        attributes.push((name.clone(), value));
    }
    Ok(Value::object(attributes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Blocker;

    #[test]
    fn converts_elements_to_one_type() {
        let tuple = Value::tuple(vec!["a".into(), Value::from(1), true.into()]);
        let list = convert(&tuple, &Type::list(Type::Dynamic)).expect("converts");
        assert_eq!(list, Value::list(Type::String, vec!["a".into(), "1".into(), "true".into()]));
        assert_eq!(
            convert(&Value::tuple(vec![Value::null()]), &Type::list(Type::String)).expect("converts").kind,
            Kind::List(Type::String, vec![Value::null_of(Type::String)].into())
        );
    }

    #[test]
    fn keeps_an_unknown_attribute_what_it_is() {
        let unknown = Value::unknown(Type::Dynamic, Blocker::Variable("x".into()));
        let list = convert(&Value::tuple(vec!["a".into(), unknown]), &Type::list(Type::String)).expect("converts");
        assert_eq!(list.type_of(), Type::list(Type::String));
    }

    #[test]
    fn says_what_is_missing() {
        let want = Type::object([("a", Type::String), ("b", Type::Number)]);
        assert_eq!(convert(&Value::object([("a", "x".into())]), &want), Err("attribute \"b\" is required".into()));
        assert_eq!(convert(&"x".into(), &Type::Number), Err("a number is required".into()));
        assert_eq!(convert(&true.into(), &Type::list(Type::String)), Err("list of string required".into()));
    }
}
