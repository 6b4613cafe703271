//! Additions to list and object literals.

use super::block::skip_trivia;
use super::{insertion, written};
use crate::fix::change::{Expression, indented};
use crate::fix::style::{Style, indent_before, line_indent, line_start};
use crate::fix::write;
use crate::source::{Kind, Syntax};
use crate::text::Edit;

/// Adds an element (`key` none) or an entry after the last one.
pub fn add(list: &Syntax, key: Option<&str>, element: &Expression) -> Option<Vec<Edit>> {
    let json = list.file.tree.json;
    let item = |at: &Syntax| {
        let value = written(at, element)?;
        Some(match key {
            None => value,
            Some(key) if json => format!("{}: {value}", write::json_string(key)),
            Some(key) => format!("{} = {value}", write::key(key)),
        })
    };
    if !matches!(list.kind(), Kind::Tuple | Kind::Object | Kind::JsonArray | Kind::JsonObject) {
        return None;
    }
    match list.children().last() {
        Some(last) => after(list, last, &item(last)?),
        None => Some(vec![into_empty(list, key.is_some(), &item(list)?)]),
    }
}

fn after(list: &Syntax, last: &Syntax, item: &str) -> Option<Vec<Edit>> {
    let text = &*list.file.text;
    let end = last.span().end as usize;
    let next = skip_trivia(text, end, true);
    let has_comma = text[next..].starts_with(',');
    let style = Style::of(&list.file);
    let Some(indent) = indent_before(text, last.span()) else {
        // On one line.
        let (separator, at) = match (has_comma, text[end..].starts_with('\n')) {
            (true, _) => (" ", next + 1),
            (false, _) => (", ", end),
        };
        return Some(vec![insertion(&list.file, at, format!("{separator}{item}"))]);
    };
    // One element a line. Entries of objects need no comma; a list keeps its habit of a last comma.
    let newline = style.newline;
    let comma_free = list.kind() == Kind::Object && !has_comma && !uses_commas(list);
    let (comma, at) = match (has_comma, comma_free) {
        (true, _) => ("", next + 1),
        (false, true) => ("", end),
        (false, false) => (",", end),
    };
    let tail = if has_comma { "," } else { "" };
    let comment_end = text[..skip_trivia(text, at, false)].trim_end().len();
    let mut edits = Vec::new();
    if !comma.is_empty() {
        edits.push(insertion(&list.file, end, comma.to_owned()));
    }
    edits.push(insertion(&list.file, comment_end.max(at), format!("{newline}{indent}{item}{tail}")));
    Some(edits)
}

fn uses_commas(object: &Syntax) -> bool {
    let children = object.children();
    let text = &*object.file.text;
    children
        .windows(2)
        .any(|pair| text[pair[0].span().end as usize..pair[1].span().start as usize].trim_start().starts_with(','))
}

/// Into `[]` or `{}`, which may hold comments: these stay.
fn into_empty(list: &Syntax, is_object: bool, item: &str) -> Edit {
    let style = Style::of(&list.file);
    let text = &*list.file.text;
    let base = line_indent(text, list.span().start as usize);
    let newline = style.newline;
    let range = list.span().range();
    let (start, end) = (range.start + 1, range.end - 1);
    let inside = &text[start..end];
    let last = start + inside.trim_end().len();
    if inside.trim().is_empty() {
        let inner = match is_object || item.contains('\n') {
            true => format!("{newline}{base}{}{}{newline}{base}", style.unit, indented(item, &style.unit)),
            false => item.to_owned(),
        };
        let (open, close) = (&text[range.start..start], &text[end..range.end]);
        return Edit { span: list.span(), replacement: format!("{open}{inner}{close}") };
    }
    // The indentation of the last comment, where it stands on its own line.
    let line = &text[line_start(text, last)..last];
    let own = if line_start(text, last) > range.start { &line[..line.len() - line.trim_start().len()] } else { "" };
    let inner = if own.len() > base.len() { own.to_owned() } else { format!("{base}{}", style.unit) };
    let added = format!("{newline}{inner}{}", indented(item, &style.unit));
    match text[last..end].find('\n') {
        Some(line) => insertion(&list.file, last + text[last..last + line].trim_end_matches('\r').len(), added),
        None => {
            let (before, close) = (&text[range.start..last], &text[end..range.end]);
            Edit { span: list.span(), replacement: format!("{before}{added}{newline}{base}{close}") }
        }
    }
}
