//! Messages of rules: `${...}` is evaluated, and sensitive values are never shown.

use super::scope::CheckScope;
use crate::eval::expression::evaluate;
use crate::rules::{Localized, Message};
use crate::source::{Kind as Node, Part, Syntax, template_parts};
use crate::value::{Kind, Type, Value, convert};

/// The text in both languages.
pub(super) fn localized(message: &Message, scope: &CheckScope<'_>) -> Localized {
    if let Some(plain) = message.plain() {
        return plain.clone();
    }
    Localized { en: text(&message.en, scope).into(), ja: text(&message.ja, scope).into() }
}

fn text(template: &Syntax, scope: &CheckScope<'_>) -> String {
    match template.kind() {
        Node::Template | Node::Heredoc => {
            let parts = template_parts(template);
            parts.iter().map(|part| part_text(part, scope)).collect()
        }
        Node::Paren => template.children().first().map_or_else(String::new, |inner| text(inner, scope)),
        Node::Conditional => {
            let children = template.children();
            let chosen = evaluate(&children[0], scope).ok().and_then(|value| value.as_bool());
            text(&children[if chosen == Some(true) { 1 } else { 2 }], scope)
        }
        _ => shown(template, scope),
    }
}

fn part_text(part: &Part, scope: &CheckScope<'_>) -> String {
    match part {
        Part::Text(text) => text.to_string(),
        Part::Interpolation(expression) => shown(expression, scope),
        Part::If { condition, then, otherwise } => {
            let chosen = evaluate(condition, scope).ok().and_then(|value| value.as_bool());
            let parts = if chosen == Some(true) { then } else { otherwise };
            parts.iter().map(|part| part_text(part, scope)).collect()
        }
        // The inspection of rule files refuses loops in messages.
        Part::For { .. } => "?".to_string(),
    }
}

fn shown(expression: &Syntax, scope: &CheckScope<'_>) -> String {
    evaluate(expression, scope).map_or_else(|_| "?".to_string(), |value| show(&value))
}

/// A value in a sentence.
fn show(value: &Value) -> String {
    if value.deep_marks().contains(crate::value::Marks::SENSITIVE) {
        return "(sensitive value)".to_string();
    }
    match &value.kind {
        Kind::Null(_) => "null".to_string(),
        Kind::Unknown(unknown) => match unknown.blockers.first() {
            Some(blocker) => blocker.to_string(),
            None => "?".to_string(),
        },
        Kind::List(..) | Kind::Set(..) | Kind::Tuple(_) => {
            let elements = value.as_sequence().unwrap_or_default();
            elements.iter().map(show).collect::<Vec<_>>().join(", ")
        }
        _ => match convert(value, &Type::String) {
            Ok(text) => text.as_str().unwrap_or("?").to_string(),
            Err(_) => crate::value::to_json(value).unwrap_or_else(|| "?".to_string()),
        },
    }
}
