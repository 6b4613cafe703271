//! Explicit type conversion.

use super::spec::{Call, Failure, Function, Parameter, any, wrong};
use crate::value::{Type, Value, convert};

const VALUE: Parameter = any("v").null().unknown().marked();

pub const FUNCTIONS: &[Function] = &[
    Function::new("tobool", &[VALUE], |given| target(given, Type::Bool), to).may_be_null(),
    Function::new("tolist", &[VALUE], |given| target(given, Type::list(Type::Dynamic)), to).may_be_null(),
    Function::new("tomap", &[VALUE], |given| target(given, Type::map(Type::Dynamic)), to).may_be_null(),
    Function::new("tonumber", &[VALUE], |given| target(given, Type::Number), to).may_be_null(),
    Function::new("toset", &[VALUE], |given| target(given, Type::set(Type::Dynamic)), to).may_be_null(),
    Function::new("tostring", &[VALUE], |given| target(given, Type::String), to).may_be_null(),
];

fn target(_: &[Value], wanted: Type) -> Result<Type, Failure> {
    Ok(wanted)
}

fn to(call: &Call) -> Result<Value, Failure> {
    let value = &call.arguments[0];
    convert(value, &call.returns).or_else(|_| wrong(0, refusal(value, &call.returns)))
}

fn refusal(value: &Value, wanted: &Type) -> String {
    let what = match (value.as_str(), value.is_sensitive()) {
        (Some(text), false) => format!("{text:?}"),
        (_, true) => "this sensitive string".to_owned(),
        (None, false) => "string".to_owned(),
    };
    match (value.type_of(), wanted) {
        (Type::String, Type::Bool) => {
            format!("cannot convert {what} to bool; only the strings \"true\" or \"false\" are allowed")
        }
        (Type::String, Type::Number) => {
            format!("cannot convert {what} to number; given string must be a decimal representation of a number")
        }
        (given, _) => format!("cannot convert {} to {}", friendly(&given), friendly_constraint(wanted)),
    }
}

/// The type in words.
pub fn friendly(ty: &Type) -> String {
    named(ty, "dynamic")
}

fn friendly_constraint(ty: &Type) -> String {
    match ty {
        Type::Dynamic => "any type".to_owned(),
        _ => named(ty, "any single type"),
    }
}

fn named(ty: &Type, dynamic: &str) -> String {
    match ty {
        Type::Dynamic => dynamic.to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::Number => "number".to_owned(),
        Type::String => "string".to_owned(),
        Type::List(element) => format!("list of {}", named(element, dynamic)),
        Type::Set(element) => format!("set of {}", named(element, dynamic)),
        Type::Map(element) => format!("map of {}", named(element, dynamic)),
        Type::Tuple(_) => "tuple".to_owned(),
        Type::Object(_) => "object".to_owned(),
    }
}
