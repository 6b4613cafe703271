//! Values and names as HCL and JSON text, in canonical layout (two spaces a level, line feeds).

use crate::value::{Kind, Number, Value};
use hcl::format::Formatter;
use std::fmt::Write;

/// Longest list that is written on one line, in characters.
const LINE: usize = 100;

/// A value as an HCL expression; `None` when it holds something unknown, sensitive or infinite.
pub fn hcl(value: &Value) -> Option<String> {
    let mut out = String::new();
    write_hcl(&mut out, value, 0).then_some(out)
}

fn write_hcl(out: &mut String, value: &Value, depth: usize) -> bool {
    if value.is_sensitive() {
        return false;
    }
    match &value.kind {
        Kind::Null(_) => out.push_str("null"),
        Kind::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Kind::Number(Number::PositiveInfinity | Number::NegativeInfinity) => return false,
        Kind::Number(number) => write!(out, "{number}").expect("writing to a string"),
        Kind::String(text) => out.push_str(&string(text)),
        Kind::Unknown(_) => return false,
        Kind::List(_, elements) | Kind::Set(_, elements) | Kind::Tuple(elements) => {
            return write_list(out, elements, depth);
        }
        Kind::Map(_, entries) | Kind::Object(entries) => {
            let entries = entries.iter().map(|(name, value)| (&**name, value)).collect::<Vec<_>>();
            return write_object(out, &entries, depth);
        }
    }
    true
}

fn write_list(out: &mut String, elements: &[Value], depth: usize) -> bool {
    let mut parts = Vec::with_capacity(elements.len());
    for element in elements {
        let mut part = String::new();
        if !write_hcl(&mut part, element, depth + 1) {
            return false;
        }
        parts.push(part);
    }
    let width: usize = parts.iter().map(|part| part.chars().count() + 2).sum();
    if width <= LINE && !parts.iter().any(|part| part.contains('\n')) {
        let _ = write!(out, "[{}]", parts.join(", "));
        return true;
    }
    out.push_str("[\n");
    for part in parts {
        let _ = writeln!(out, "{}{part},", "  ".repeat(depth + 1));
    }
    let _ = write!(out, "{}]", "  ".repeat(depth));
    true
}

fn write_object(out: &mut String, entries: &[(&str, &Value)], depth: usize) -> bool {
    if entries.is_empty() {
        out.push_str("{}");
        return true;
    }
    out.push_str("{\n");
    for (name, value) in entries {
        let _ = write!(out, "{}{} = ", "  ".repeat(depth + 1), key(name));
        if !write_hcl(out, value, depth + 1) {
            return false;
        }
        out.push('\n');
    }
    let _ = write!(out, "{}}}", "  ".repeat(depth));
    true
}

/// A quoted string; quotes, control characters and template markers escaped.
pub fn string(text: &str) -> String {
    let mut formatter = Formatter::default();
    let written = hcl::format::Format::format_string(&hcl::Expression::String(text.to_owned()), &mut formatter);
    written.expect("writing to a string")
}

/// The key of an object element: bare where it may be.
pub fn key(name: &str) -> String {
    // These words are expressions where a key stands.
    let keyword = matches!(name, "true" | "false" | "null" | "for");
    if is_identifier(name) && !keyword { name.to_owned() } else { string(name) }
}

/// True when Terraform reads the text as one identifier.
pub fn is_identifier(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(unicode_ident::is_xid_start)
        && chars.all(|c| unicode_ident::is_xid_continue(c) || c == '-')
}

/// A value in Terraform's JSON syntax, in one line; strings are templates there, so `${` is escaped.
pub fn json(value: &Value) -> Option<String> {
    Some(match &value.kind {
        _ if value.is_sensitive() => return None,
        Kind::Unknown(_) | Kind::Number(Number::PositiveInfinity | Number::NegativeInfinity) => return None,
        Kind::Null(_) => "null".to_owned(),
        Kind::Bool(value) => value.to_string(),
        Kind::Number(number) => number.to_string(),
        Kind::String(text) => json_string(&escape_markers(text)),
        Kind::List(_, elements) | Kind::Set(_, elements) | Kind::Tuple(elements) => {
            let parts: Option<Vec<String>> = elements.iter().map(json).collect();
            format!("[{}]", parts?.join(", "))
        }
        Kind::Map(_, entries) | Kind::Object(entries) => {
            let part = |(name, value): (&std::sync::Arc<str>, &Value)| {
                Some(format!("{}: {}", json_string(&escape_markers(name)), json(value)?))
            };
            let parts: Option<Vec<String>> = entries.iter().map(part).collect();
            format!("{{{}}}", parts?.join(", "))
        }
    })
}

/// A JSON string.
pub fn json_string(text: &str) -> String {
    serde_json::to_string(text).expect("a string is JSON")
}

/// `${` and `%{` doubled, so that a template shows them as they stand.
pub fn escape_markers(text: &str) -> String {
    text.replace("${", "$${").replace("%{", "%%{")
}
