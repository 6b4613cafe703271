//! Plain data in rule files: strings, lists and localized texts that hang on nothing.

use super::control::{Localized, LocalizedList, Message};
use super::problem::Problems;
use super::raw::{Attribute, Body};
use crate::eval::expression::evaluate;
use crate::eval::scope::{EvalError, Scope};
use crate::source::{Kind, Syntax};
use crate::text::Span;
use crate::value::{Entries, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A scope without names: data may use functions, nothing else.
struct Nothing;

impl Scope for Nothing {
    fn resolve(&self, root: &str, _: &[&str], at: Span) -> Result<(Value, usize), EvalError> {
        Err(EvalError { span: at, message: format!("{root} has no meaning here; plain data is expected") })
    }
}

/// The value of an expression that hangs on nothing.
pub(super) fn value(expression: &Syntax, problems: &mut Problems) -> Option<Value> {
    match evaluate(expression, &Nothing) {
        Ok(value) => Some(value),
        Err(error) => {
            problems.at(error.span, error.message);
            None
        }
    }
}

/// A string that must be there and not be empty.
pub(super) fn required(body: &Body, name: &str, problems: &mut Problems) -> Option<Arc<str>> {
    let Some(attribute) = body.attribute(name) else {
        problems.at(body.header, format!("{name} is missing"));
        return None;
    };
    let text = string(attribute, problems)?;
    if text.trim().is_empty() {
        problems.on(&attribute.expression, format!("{name} is empty"));
    }
    Some(text)
}

/// A string that may be there.
pub(super) fn optional(body: &Body, name: &str, problems: &mut Problems) -> Option<Arc<str>> {
    body.attribute(name).and_then(|attribute| string(attribute, problems))
}

fn string(attribute: &Attribute, problems: &mut Problems) -> Option<Arc<str>> {
    let value = value(&attribute.expression, problems)?;
    if let Some(text) = value.as_str() {
        return Some(text.into());
    }
    problems.on(&attribute.expression, format!("{} must be a string", attribute.name));
    None
}

/// A boolean that is false where it is not written.
pub(super) fn flag(body: &Body, name: &str, problems: &mut Problems) -> bool {
    let Some(attribute) = body.attribute(name) else { return false };
    let found = value(&attribute.expression, problems);
    match found.as_ref().map(Value::as_bool) {
        Some(Some(flag)) => flag,
        Some(None) => {
            problems.on(&attribute.expression, format!("{name} must be true or false"));
            false
        }
        None => false,
    }
}

/// A list of strings; empty where it is not written.
pub(super) fn strings(body: &Body, name: &str, problems: &mut Problems) -> Vec<Arc<str>> {
    let Some(attribute) = body.attribute(name) else { return Vec::new() };
    let Some(value) = value(&attribute.expression, problems) else { return Vec::new() };
    string_list(&value).unwrap_or_else(|| {
        problems.on(&attribute.expression, format!("{name} must be a list of strings"));
        Vec::new()
    })
}

fn string_list(value: &Value) -> Option<Vec<Arc<str>>> {
    value.as_sequence()?.iter().map(|element| element.as_str().map(Arc::from)).collect()
}

/// Names to values; empty where it is not written.
pub(super) fn mapping(body: &Body, name: &str, problems: &mut Problems) -> Entries {
    let Some(attribute) = body.attribute(name) else { return Entries::new() };
    let Some(value) = value(&attribute.expression, problems) else { return Entries::new() };
    match value.as_mapping() {
        Some(entries) => entries.clone(),
        None => {
            problems.on(&attribute.expression, format!("{name} must be an object"));
            Entries::new()
        }
    }
}

/// Names to lists of strings.
pub(super) fn lists(body: &Body, name: &str, problems: &mut Problems) -> BTreeMap<Arc<str>, Vec<Arc<str>>> {
    let mut result = BTreeMap::new();
    for (key, value) in mapping(body, name, problems) {
        match string_list(&value) {
            Some(list) => drop(result.insert(key, list)),
            None => problems.at(body.header, format!("{name}: {key} must be a list of strings")),
        }
    }
    result
}

/// A word of a fixed set; `None` after a problem was reported.
pub(super) fn word<T>(
    body: &Body,
    name: &str,
    parse: fn(&str) -> Option<T>,
    words: &[&str],
    problems: &mut Problems,
) -> Option<T> {
    let text = required(body, name, problems)?;
    let parsed = parse(&text);
    if parsed.is_none() {
        let at = body.attribute(name).map_or(body.header, |attribute| attribute.expression.span());
        problems.at(at, format!("{name} must be one of {}, not {text:?}", words.join(", ")));
    }
    parsed
}

/// The expressions of `{ en = ..., ja = ... }`; both languages must be there and nothing else.
fn languages(attribute: &Attribute, problems: &mut Problems) -> Option<[Syntax; 2]> {
    let name = &attribute.name;
    if attribute.expression.kind() != Kind::Object {
        problems.on(&attribute.expression, format!("{name} must be written {{ en = \"...\", ja = \"...\" }}"));
        return None;
    }
    let (mut en, mut ja) = (None, None);
    for item in attribute.expression.children() {
        let [key, text] = &item.children()[..] else { continue };
        match key.text().trim_matches('"') {
            "en" => en = Some(text.clone()),
            "ja" => ja = Some(text.clone()),
            other => problems.on(key, format!("{name} has no language {other:?}")),
        }
    }
    for (language, text) in [("en", &en), ("ja", &ja)] {
        if text.is_none() {
            problems.on(&attribute.expression, format!("{name} has no text in {language}"));
        }
    }
    Some([en?, ja?])
}

pub(super) fn localized(body: &Body, name: &str, problems: &mut Problems) -> Option<Localized> {
    let attribute = body.attribute(name)?;
    let [en, ja] = languages(attribute, problems)?;
    let mut text = |syntax: &Syntax| -> Option<Arc<str>> {
        let value = value(syntax, problems)?;
        let text = value.as_str().unwrap_or_default();
        if text.trim().is_empty() {
            problems.on(syntax, format!("{name} has an empty text"));
        }
        Some(text.into())
    };
    Some(Localized { en: text(&en)?, ja: text(&ja)? })
}

pub(super) fn localized_required(body: &Body, name: &str, problems: &mut Problems) -> Option<Localized> {
    if body.attribute(name).is_none() {
        problems.at(body.header, format!("{name} is missing"));
    }
    localized(body, name, problems)
}

pub(super) fn localized_list(body: &Body, name: &str, problems: &mut Problems) -> Option<LocalizedList> {
    let attribute = body.attribute(name)?;
    let [en, ja] = languages(attribute, problems)?;
    let mut list = |syntax: &Syntax| {
        let value = value(syntax, problems)?;
        let list = string_list(&value);
        if list.is_none() {
            problems.on(syntax, format!("{name} must be a list of strings in each language"));
        }
        list
    };
    let list = LocalizedList { en: list(&en)?, ja: list(&ja)? };
    if list.en.len() != list.ja.len() {
        problems.on(&attribute.expression, format!("{name} has a different number of entries in each language"));
    }
    Some(list)
}

/// A localized template.
pub(super) fn message(body: &Body, name: &str, problems: &mut Problems) -> Option<Message> {
    let [en, ja] = languages(body.attribute(name)?, problems)?;
    for text in [&en, &ja] {
        if !matches!(
            text.kind(),
            Kind::Str | Kind::Template | Kind::Heredoc | Kind::Conditional | Kind::Call | Kind::Paren
        ) {
            problems.on(text, format!("{name} must be a text in each language"));
        }
        if text.kind() == Kind::Str && text.text().trim_matches('"').trim().is_empty() {
            problems.on(text, format!("{name} has an empty text"));
        }
    }
    Some(Message::new(en, ja))
}

pub(super) fn message_required(body: &Body, name: &str, problems: &mut Problems) -> Option<Message> {
    if body.attribute(name).is_none() {
        problems.at(body.header, format!("{name} is missing"));
    }
    message(body, name, problems)
}
