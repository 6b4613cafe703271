//! Policy documents written as JSON text in strings and heredocs.

use super::statement::Statement;
use crate::fix::change::{Change, indented, item_named};
use crate::fix::style::{Style, indent_before, line_indent};
use crate::fix::write;
use crate::source::{Kind, Syntax, parse, string_value};
use crate::text::{FileId, Span};
use std::ops::Range;
use std::sync::Arc;

/// Adds the statement to the document in a string, a heredoc or a JSON string.
pub fn add(literal: &Syntax, statement: &Statement) -> Option<Vec<Change>> {
    match literal.kind() {
        Kind::Heredoc => in_heredoc(literal, statement),
        Kind::Str => {
            let new = with_statement(&string_value(literal)?, statement)?;
            Some(vec![Change::Text { span: literal.span(), by: quoted(&new) }])
        }
        Kind::JsonString => {
            let new = with_statement(&string_value(literal)?, statement)?;
            Some(vec![Change::Text { span: literal.span(), by: write::json_string(&new) }])
        }
        _ => None,
    }
}

/// A quoted string; the sequences `${...}` that a statement brings stay sequences.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        let end = rest[start..].find('}').map_or(rest.len(), |end| start + end + 1);
        let literal = write::string(&rest[..start]);
        out.push_str(&literal[1..literal.len() - 1]);
        out.push_str(&rest[start..end]);
        rest = &rest[end..];
    }
    let literal = write::string(rest);
    out + &literal[1..literal.len() - 1] + "\""
}

/// A document on its own, with the statement in its style.
fn with_statement(document: &str, statement: &Statement) -> Option<String> {
    // Sequences of the document itself are not told from those of the statement afterwards.
    if document.contains("${") || document.contains("%{") {
        return None;
    }
    let mut new = document.to_owned();
    for (place, text) in additions(document, statement)?.into_iter().rev() {
        new.replace_range(place, &text);
    }
    Some(new)
}

fn in_heredoc(heredoc: &Syntax, statement: &Statement) -> Option<Vec<Change>> {
    let span = heredoc.span();
    let text = heredoc.text();
    let start = text.find('\n')? + 1;
    let end = text.rfind('\n')? + 1;
    let mut body = text.get(start..end)?.as_bytes().to_vec();
    // Sequences may hold anything: they are looked at as plain letters.
    for part in heredoc.children().iter().filter(|part| part.kind() == Kind::Interpolation) {
        let from = (part.span().start - span.start) as usize - start;
        let to = (part.span().end - span.start) as usize - start;
        body.get_mut(from..to)?.fill(b'x');
    }
    let body = String::from_utf8(body).ok()?;
    let base = span.start as usize + start;
    let change = |(place, by): (Range<usize>, String)| {
        let span = Span::new(span.file, base + place.start, base + place.end);
        Change::Text { span, by }
    };
    Some(additions(&body, statement)?.into_iter().map(change).collect())
}

/// What text goes in the place of which bytes of a JSON document, in order. What is written there stays where it is: the letters of the
/// document may stand for others.
fn additions(document: &str, statement: &Statement) -> Option<Vec<(Range<usize>, String)>> {
    let file = Arc::new(parse(FileId(0), "document.json".into(), document.into()));
    if !file.tree.errors.is_empty() {
        return None;
    }
    let root = Syntax { node: file.tree.root(), file: file.clone() };
    let one_line = !document.trim().contains('\n');
    let style = Style::of(&file);
    let written = |indent: Option<&str>| match indent {
        Some(indent) if !one_line => {
            let unit = own_unit(&root).unwrap_or_else(|| style.unit.clone());
            indented(&statement.json(&unit), indent).replace('\n', style.newline)
        }
        _ => statement.json_on_one_line(),
    };
    let (_, statements) = item_named(&root, "Statement")?;
    let place = statements.span().range();
    match (statements.kind(), statements.children().last()) {
        (Kind::JsonArray, None) => Some(vec![(place, format!("[{}]", written(None)))]),
        (Kind::JsonArray, Some(last)) => {
            let indent = indent_before(document, last.span());
            let gap = indent.map_or_else(
                || if one_line && !document.contains(", ") { String::new() } else { " ".to_owned() },
                |indent| format!("{}{indent}", style.newline),
            );
            let end = last.span().end as usize;
            Some(vec![(end..end, format!(",{gap}{}", written(indent)))])
        }
        (Kind::JsonObject, _) => {
            let several = document[place.clone()].contains('\n');
            let added = written(several.then(|| line_indent(document, place.start)));
            Some(vec![(place.start..place.start, "[".to_owned()), (place.end..place.end, format!(", {added}]"))])
        }
        _ => None,
    }
}

/// The indentation that the document itself adds at its first level.
fn own_unit(root: &Syntax) -> Option<String> {
    let text = &*root.file.text;
    let outer = indent_before(text, root.span()).unwrap_or("");
    let inner = root.children().iter().find_map(|child| indent_before(text, child.span()))?;
    inner.strip_prefix(outer).filter(|unit| !unit.is_empty()).map(str::to_owned)
}
