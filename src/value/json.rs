//! Values as JSON text, as `jsonencode` and `jsondecode` have them, and values of a given type from JSON.

use super::json_reader::{Json, read};
use super::{Kind, Type, Value, convert};
use std::fmt::Write;

/// The text of `jsonencode`: keys sorted, Go's escapes. `None` when something is unknown.
pub fn to_json(value: &Value) -> Option<String> {
    let mut out = String::new();
    write(value, &mut out)?;
    Some(out)
}

fn write(value: &Value, out: &mut String) -> Option<()> {
    match &value.kind {
        Kind::Unknown(_) => return None,
        Kind::Null(_) => out.push_str("null"),
        Kind::Bool(bool) => out.push_str(if *bool { "true" } else { "false" }),
        Kind::Number(number) => {
            let _ = write!(out, "{number}");
        }
        Kind::String(text) => write_string(text, out),
        Kind::List(_, elements) | Kind::Set(_, elements) | Kind::Tuple(elements) => {
            out.push('[');
            for (at, element) in elements.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(element, out)?;
            }
            out.push(']');
        }
        Kind::Map(_, entries) | Kind::Object(entries) => {
            out.push('{');
            for (at, (name, entry)) in entries.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write_string(name, out);
                out.push(':');
                write(entry, out)?;
            }
            out.push('}');
        }
    }
    Some(())
}

fn write_string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// `jsondecode`: objects and tuples. The error says where the text is wrong.
pub fn from_json(text: &str) -> Result<Value, String> {
    read(text).map(|json| untyped(&json))
}

fn untyped(json: &Json<'_>) -> Value {
    match json {
        Json::Null => Value::null(),
        Json::Bool(bool) => (*bool).into(),
        Json::Number(number) => number.clone().into(),
        Json::String(text) => Value::string(text.as_ref()),
        Json::Array(elements) => Value::tuple(elements.iter().map(untyped).collect()),
        Json::Object(members) => Value::object(members.iter().map(|(name, value)| (&**name, untyped(value)))),
    }
}

/// A value of the type from the JSON of a plan or state; `null` is null. The error says what does not fit.
pub fn from_json_value(text: &str, ty: &Type) -> Result<Value, String> {
    typed(&read(text)?, ty)
}

fn typed(json: &Json<'_>, ty: &Type) -> Result<Value, String> {
    match (json, ty) {
        (Json::Null, ty) => Ok(Value::null_of(ty.without_optional())),
        (Json::Array(elements), Type::List(element)) => {
            let elements = elements.iter().map(|json| typed(json, element)).collect::<Result<_, _>>()?;
            Ok(Value::list(element.without_optional(), elements))
        }
        (Json::Array(elements), Type::Set(element)) => {
            let elements = elements.iter().map(|json| typed(json, element)).collect::<Result<_, _>>()?;
            Ok(Value::set(element.without_optional(), elements))
        }
        (Json::Array(elements), Type::Tuple(types)) if elements.len() == types.len() => {
            let elements = elements.iter().zip(types.iter()).map(|(json, ty)| typed(json, ty));
            Ok(Value::tuple(elements.collect::<Result<_, _>>()?))
        }
        (Json::Object(members), Type::Map(element)) => {
            let entries = members.iter().map(|(name, json)| Ok(((&**name).into(), typed(json, element)?)));
            Ok(Value::map(element.without_optional(), entries.collect::<Result<_, String>>()?))
        }
        (Json::Object(members), Type::Object(attributes)) => {
            let attributes = attributes.iter().map(|(name, attribute)| {
                let member = members.iter().rev().find(|(member, _)| **member == **name);
                Ok((
                    name.clone(),
                    member.map_or(Ok(Value::null_of(attribute.ty.without_optional())), |(_, json)| {
                        typed(json, &attribute.ty)
                    })?,
                ))
            });
            Ok(Value::object(attributes.collect::<Result<Vec<_>, String>>()?))
        }
        (json, Type::Dynamic) => Ok(untyped(json)),
        (json, ty) => convert(&untyped(json), ty),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes() {
        for (text, written) in [
            ("{\"b\":1,\"a\":[true,null,1.50]}", "{\"a\":[true,null,1.5],\"b\":1}"),
            ("\"<\\u00e9\\n\\ud83d\\ude00>\"", "\"\\u003cé\\n😀\\u003e\""),
            ("123456789012345678901234567890", "123456789012345678901234567890"),
            (" [ ] ", "[]"),
        ] {
            assert_eq!(to_json(&from_json(text).expect("valid")).as_deref(), Some(written));
        }
        for wrong in ["", "{", "[1,]", "{\"a\" 1}", "01", "1 2", "nul", "\"\n\"", "[1}"] {
            assert!(from_json(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn reads_by_type() {
        let ty = Type::object([("a", Type::set(Type::String)), ("b", Type::Number)]);
        let value = from_json_value("{\"a\":[\"y\",\"x\"],\"c\":1}", &ty).expect("fits");
        assert_eq!(to_json(&value).as_deref(), Some("{\"a\":[\"x\",\"y\"],\"b\":null}"));
    }

    #[test]
    fn deep_nesting_ends() {
        assert!(from_json(&"[".repeat(1_000_000)).is_err());
    }
}
