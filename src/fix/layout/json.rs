//! Additions to `.tf.json` files, in their own style.

use super::insertion;
use crate::fix::change::{Draft, Expression, item_named, json_object};
use crate::fix::style::{Style, indent_before, line_indent};
use crate::fix::write::json_string;
use crate::source::{Kind, SourceFile, Syntax};
use crate::text::Edit;
use std::sync::Arc;

/// Adds attributes and nested blocks to an object that is a block's body.
pub fn add_to_body(body: &Syntax, attributes: &[(String, Expression)], drafts: &[Draft]) -> Option<Vec<Edit>> {
    let mut members = Vec::new();
    let mut edits = Vec::new();
    for (name, expression) in attributes {
        members.push((name.clone(), expression.json()?));
    }
    for draft in drafts {
        let text = draft.json_body()?;
        match item_named(body, &draft.block_type) {
            None => match members.iter_mut().find(|(name, _)| *name == draft.block_type) {
                Some((_, others)) => *others = together(others, &text),
                None => members.push((draft.block_type.clone(), text)),
            },
            Some((_, kin)) if kin.kind() == Kind::JsonArray => edits.extend(add_elements(&kin, &text)?),
            Some((_, kin)) => edits.extend(into_array(&kin, &text)),
        }
    }
    if !members.is_empty() {
        edits.push(add_members(body, &members)?);
    }
    Some(edits)
}

/// Adds top-level blocks to the file: `resource` -> type -> name. New members of one object become one edit, and what is in
/// the same new object stands together: most readers of JSON know only the last of two members of one name.
pub fn add_top_level(file: &Arc<SourceFile>, drafts: &[&Draft]) -> Option<Vec<Edit>> {
    let mut objects: Vec<(Syntax, Vec<(String, Member)>)> = Vec::new();
    for draft in drafts {
        let mut object = Syntax { node: file.tree.root(), file: file.clone() };
        let steps: Vec<&str> =
            std::iter::once(&*draft.block_type).chain(draft.labels.iter().map(String::as_str)).collect();
        let mut depth = 0;
        while let Some((_, value)) = steps.get(depth).and_then(|step| item_named(&object, step)) {
            object = value;
            depth += 1;
        }
        if object.kind() != Kind::JsonObject {
            return None;
        }
        let at = objects.iter().position(|(other, _)| other.node == object.node).unwrap_or_else(|| {
            objects.push((object, Vec::new()));
            objects.len() - 1
        });
        put(&mut objects[at].1, steps.get(depth..)?, draft.json_body()?)?;
    }
    let edit = |(object, members): (Syntax, Vec<(String, Member)>)| {
        let texts: Vec<(String, String)> = members.into_iter().map(|(name, member)| (name, member.text())).collect();
        add_members(&object, &texts)
    };
    objects.into_iter().map(edit).collect()
}

/// A new member of an object.
enum Member {
    Body(String),
    Object(Vec<(String, Member)>),
}

impl Member {
    fn text(self) -> String {
        match self {
            Member::Body(text) => text,
            Member::Object(members) => json_object(members.into_iter().map(|(name, member)| (name, member.text()))),
        }
    }
}

/// Puts a body below these names; `None` where one is there.
fn put(members: &mut Vec<(String, Member)>, steps: &[&str], body: String) -> Option<()> {
    let (step, rest) = steps.split_first()?;
    let at = members.iter().position(|(name, _)| name == step);
    match (at.map(|at| &mut members[at].1), rest.is_empty()) {
        (None, true) => members.push((step.to_string(), Member::Body(body))),
        (None, false) => {
            let mut inner = Vec::new();
            put(&mut inner, rest, body)?;
            members.push((step.to_string(), Member::Object(inner)));
        }
        (Some(Member::Object(inner)), false) => put(inner, rest, body)?,
        (Some(_), _) => return None,
    }
    Some(())
}

fn add_members(object: &Syntax, members: &[(String, String)]) -> Option<Edit> {
    let style = Style::of(&object.file);
    let text = &*object.file.text;
    let children = object.children();
    let base = line_indent(text, object.span().start as usize);
    let own = children.iter().find_map(|child| indent_before(text, child.span()));
    let one_line = own.is_none() && !children.is_empty();
    let inner = own.map_or_else(|| format!("{base}{}", style.unit), str::to_owned);
    let newline = style.newline;
    let mut out = String::new();
    for (number, (name, value)) in members.iter().enumerate() {
        let comma = if number > 0 || !children.is_empty() { "," } else { "" };
        let value = match one_line {
            true => compact(value),
            false => style.apply(value, &inner),
        };
        let gap = if one_line { " ".to_owned() } else { format!("{newline}{inner}") };
        out.push_str(&format!("{comma}{gap}{}: {value}", json_string(name)));
    }
    match children.last() {
        Some(last) => Some(insertion(&object.file, last.span().end as usize, out)),
        None => {
            let replacement = format!("{{{out}{newline}{base}}}");
            Some(Edit { span: object.span(), replacement })
        }
    }
}

fn add_elements(array: &Syntax, text: &str) -> Option<Vec<Edit>> {
    let style = Style::of(&array.file);
    let source = &*array.file.text;
    let children = array.children();
    let Some(last) = children.last() else {
        return Some(vec![Edit { span: array.span(), replacement: format!("[{}]", style.apply(text, "")) }]);
    };
    let replacement = match indent_before(source, last.span()) {
        Some(indent) => format!(",{}{indent}{}", style.newline, style.apply(text, indent)),
        None => format!(", {}", style.apply(text, line_indent(source, last.span().start as usize))),
    };
    Some(vec![insertion(&array.file, last.span().end as usize, replacement)])
}

/// Turns the only block of a type into a list of two.
fn into_array(block: &Syntax, text: &str) -> Vec<Edit> {
    let style = Style::of(&block.file);
    let base = line_indent(&block.file.text, block.span().start as usize);
    let (start, end) = (block.span().start as usize, block.span().end as usize);
    vec![
        insertion(&block.file, start, "[".to_owned()),
        insertion(&block.file, end, format!(", {}]", style.apply(text, base))),
    ]
}

/// The new blocks of a type, and one more.
fn together(others: &str, text: &str) -> String {
    match others.strip_suffix(']') {
        Some(list) => format!("{list}, {text}]"),
        None => format!("[{others}, {text}]"),
    }
}

/// JSON on one line.
fn compact(text: &str) -> String {
    text.split('\n').map(str::trim).collect::<Vec<_>>().join(" ").replace("{ ", "{").replace(" }", "}")
}
