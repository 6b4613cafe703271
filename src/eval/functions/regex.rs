//! `regex`, `regexall` and `replace`.

use super::go_regex::{Pattern, compile};
use super::spec::{Call, Failure, Function, a_string, fail, text, wrong};
use super::strings::is_document;
use crate::value::{Kind, Type, Unknown, Value};
use regex::bytes::Captures;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

pub const FUNCTIONS: &[Function] = &[
    Function::new("regex", &[text("pattern"), text("string")], match_type, first_match),
    Function::new(
        "regexall",
        &[text("pattern"), text("string")],
        |given| Ok(Type::list(match_type(given)?)),
        all_matches,
    ),
    Function::new("replace", &[text("str").unknown(), text("substr"), text("replace")], a_string, replace),
];

/// Compiled patterns that one thread keeps.
const KEPT: usize = 64;

thread_local! {
    static COMPILED: RefCell<Vec<(String, Rc<Pattern>)>> = const { RefCell::new(Vec::new()) };
}

/// The pattern, compiled or kept; the error says what is wrong with it. It is shared, since a copy would make its working
/// memory anew.
fn compiled(pattern: &str) -> Result<Rc<Pattern>, String> {
    let known =
        COMPILED.with_borrow(|kept| kept.iter().find(|(text, _)| text == pattern).map(|(_, regex)| regex.clone()));
    if let Some(regex) = known {
        return Ok(regex);
    }
    let regex = Rc::new(compile(pattern)?);
    COMPILED.with_borrow_mut(|kept| {
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push((pattern.to_owned(), regex.clone()));
    });
    Ok(regex)
}

fn pattern_of(pattern: &str) -> Result<Rc<Pattern>, Failure> {
    compiled(pattern).or_else(|why| wrong(0, format!("invalid regexp pattern: {why} in {pattern:?}")))
}

/// A string without groups, a tuple of unnamed groups, or an object of named groups.
fn match_type(arguments: &[Value]) -> Result<Type, Failure> {
    let Some(pattern) = arguments[0].as_str() else { return Ok(Type::Dynamic) };
    let regex = pattern_of(pattern)?;
    let names = &regex.names[1..];
    let named = names.iter().flatten().count();
    if names.is_empty() {
        return Ok(Type::String);
    }
    match named {
        0 => Ok(Type::tuple(names.iter().map(|_| Type::String))),
        all if all == names.len() => Ok(Type::object(names.iter().flatten().map(|name| (name.as_str(), Type::String)))),
        _ => wrong(0, "invalid regexp pattern: cannot mix both named and unnamed capture groups"),
    }
}

fn matched(pattern: &Pattern, found: &Captures) -> Value {
    let group = |index: usize| match found.get(index) {
        Some(group) => String::from_utf8_lossy(group.as_bytes()).into_owned().into(),
        None => Value::null_of(Type::String),
    };
    let names = &pattern.names;
    match names.get(1) {
        None => group(0),
        Some(None) => Value::tuple((1..names.len()).map(group).collect()),
        Some(Some(_)) => {
            Value::object(names.iter().enumerate().filter_map(|(index, name)| Some((name.as_deref()?, group(index)))))
        }
    }
}

fn first_match(call: &Call) -> Result<Value, Failure> {
    let regex = pattern_of(call.text(0))?;
    match regex.regex.captures(call.text(1).as_bytes()) {
        Some(found) => Ok(matched(&regex, &found)),
        None => fail("pattern did not match any part of the given string"),
    }
}

fn all_matches(call: &Call) -> Result<Value, Failure> {
    let regex = pattern_of(call.text(0))?;
    let mut matches: Vec<Value> = Vec::new();
    for found in regex.regex.captures_iter(call.text(1).as_bytes()) {
        if !inside_character(call.text(1), &found) {
            matches.push(matched(&regex, &found));
        }
    }
    call.spend(matches.len())?;
    Ok(Value::list(super::lists::element_of(&call.returns), matches))
}

/// An empty match between the bytes of one character, which Go never reports.
fn inside_character(text: &str, found: &Captures) -> bool {
    found.get(0).is_some_and(|whole| !text.is_char_boundary(whole.start()))
}

fn replace(call: &Call) -> Result<Value, Failure> {
    let (pattern, with) = (call.text(1), call.text(2));
    if let Some(unknown) = call.arguments[0].as_unknown() {
        return Ok(respaced(call, unknown, pattern, with));
    }
    let whole = call.text(0);
    let inner = pattern.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
    let Some(inner) = inner else {
        let count = if pattern.is_empty() { whole.len() + 1 } else { whole.matches(pattern).count() };
        call.spend(count.saturating_mul(with.len().max(1)).saturating_add(whole.len()))?;
        return Ok(whole.replace(pattern, with).into());
    };
    let regex = compiled(inner).or_else(|why| fail(format!("error parsing regexp: {why}")))?;
    let mut out: Vec<u8> = Vec::with_capacity(whole.len());
    let mut copied = 0;
    for found in regex.regex.captures_iter(whole.as_bytes()) {
        let Some(all) = found.get(0).filter(|_| !inside_character(whole, &found)) else { continue };
        out.extend_from_slice(&whole.as_bytes()[copied..all.start()]);
        expand(with, &regex.names, &found, &mut out);
        copied = all.end();
        if out.len() > super::RESULT_LIMIT {
            break;
        }
    }
    call.spend(out.len())?;
    out.extend_from_slice(&whole.as_bytes()[copied..]);
    Ok(String::from_utf8_lossy(&out).into_owned().into())
}

/// A document with other line breaks is the same one: in the texts inside it these are escaped.
fn respaced(call: &Call, unknown: &Unknown, pattern: &str, with: &str) -> Value {
    let breaks = |text: &str| text.chars().all(|c| matches!(c, '\n' | '\r' | '\t'));
    let spaces = |text: &str| text.chars().all(|c| matches!(c, ' ' | '\n' | '\r' | '\t'));
    let same = !pattern.is_empty() && breaks(pattern) && spaces(with);
    let mut whole = call.unknown();
    if let Kind::Unknown(made) = &mut whole.kind
        && let Some(partial) = unknown.partial.as_ref().filter(|partial| same && is_document(partial))
    {
        Arc::make_mut(made).partial = Some(partial.clone());
    }
    whole
}

/// Go's replacement syntax: `$1`, `$name`, `${name}`, `$$`; a group that is not there is empty.
fn expand(template: &str, names: &[Option<String>], found: &Captures, out: &mut Vec<u8>) {
    let mut rest = template;
    while let Some(dollar) = rest.find('$') {
        out.extend_from_slice(&rest.as_bytes()[..dollar]);
        rest = &rest[dollar + 1..];
        if let Some(after) = rest.strip_prefix('$') {
            out.push(b'$');
            rest = after;
            continue;
        }
        match reference(rest) {
            Some((name, after)) => {
                let group = match name.parse::<usize>() {
                    Ok(index) => found.get(index),
                    Err(_) => {
                        let named = |(index, group): (usize, &Option<String>)| {
                            found.get(index).filter(|_| group.as_deref() == Some(name))
                        };
                        names.iter().enumerate().find_map(named)
                    }
                };
                out.extend_from_slice(group.map_or(&[][..], |group| group.as_bytes()));
                rest = after;
            }
            None => out.push(b'$'),
        }
    }
    out.extend_from_slice(rest.as_bytes());
}

/// The group name after a dollar sign, and what follows it.
fn reference(rest: &str) -> Option<(&str, &str)> {
    let (braced, body) = rest.strip_prefix('{').map_or((false, rest), |body| (true, body));
    let length = body.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(body.len());
    let (name, after) = body.split_at(length);
    match (name.is_empty(), braced) {
        (true, _) => None,
        (false, false) => Some((name, after)),
        (false, true) => Some((name, after.strip_prefix('}')?)),
    }
}
