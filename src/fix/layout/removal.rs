//! Taking items out, with the line they stand on and what belongs to them alone.

use super::block::skip_trivia;
use crate::fix::style::{indent_before, line_end, line_start};
use crate::source::{Kind, Syntax};
use crate::text::{Edit, Span};

/// Removes an attribute, block, JSON member, list element or object entry.
pub fn remove(item: &Syntax) -> Option<Vec<Edit>> {
    let parent = parent_of(item)?;
    let separated = matches!(parent.kind(), Kind::Tuple | Kind::Object | Kind::JsonArray | Kind::JsonObject);
    Some(vec![if separated { remove_element(item, &parent) } else { remove_item(item, &parent) }])
}

/// The node whose child this is.
pub fn parent_of(item: &Syntax) -> Option<Syntax> {
    let tree = &item.file.tree;
    let mut node = tree.root();
    if item.node >= node {
        return None;
    }
    loop {
        // In post-order the child whose subtree holds a node is the first one that is not before it.
        let child = tree.children(node).into_iter().find(|child| *child >= item.node)?;
        if child == item.node {
            return Some(item.at(node));
        }
        node = child;
    }
}

/// An attribute or block: its whole lines, or only itself where other things share them.
fn remove_item(item: &Syntax, parent: &Syntax) -> Edit {
    let text = &*item.file.text;
    let span = item.span();
    let (start, end) = (span.start as usize, span.end as usize);
    let after = skip_trivia(text, end, false);
    let own_line = indent_before(text, span).is_some() && (after == text.len() || text[after..].starts_with('\n'));
    if !own_line {
        let start = text[..start].trim_end_matches([' ', '\t']).len();
        return deletion(item, start, end);
    }
    let mut start = line_start(text, start);
    let end = line_end(text, after);
    let next_is_edge = next_line_is_edge(text, end);
    if next_is_edge {
        start = own_comments(text, start);
    }
    // One of two blank lines that would meet goes too.
    if next_is_edge && start > 0 {
        let above = line_start(text, start - 1);
        let closes = text[end..].trim_start().starts_with('}') || text[end..].trim().is_empty();
        let blank_above = text[above..start].trim().is_empty();
        if blank_above && (closes || parent.kind() == Kind::File || line_is_blank(text, end)) {
            start = above;
        } else if line_is_blank(text, end) && text[..start].trim_end().ends_with('{') {
            return deletion(item, start, line_end(text, end));
        }
    }
    deletion(item, start, end)
}

fn line_is_blank(text: &str, at: usize) -> bool {
    at < text.len() && text[at..line_end(text, at)].trim().is_empty()
}

/// The line at `at` is blank, closes a block, or is the end.
fn next_line_is_edge(text: &str, at: usize) -> bool {
    let line = text[at..line_end(text, at)].trim();
    line.is_empty() || line.starts_with('}')
}

/// The start of the comment lines right above, when a blank line or an opening brace stands above them: then they speak
/// of this item only.
fn own_comments(text: &str, start: usize) -> usize {
    let mut first = start;
    while first > 0 {
        let above = line_start(text, first - 1);
        let line = text[above..first].trim();
        if line.starts_with('#') || line.starts_with("//") {
            first = above;
            continue;
        }
        let edge = line.is_empty() || line.ends_with('{');
        return if edge { first } else { start };
    }
    // A comment at the very start of a file speaks of the file.
    start
}

/// An element with the comma that follows or precedes it, and its line when nothing else stands there.
fn remove_element(item: &Syntax, parent: &Syntax) -> Edit {
    let text = &*item.file.text;
    let siblings = parent.children();
    let at = siblings.iter().position(|sibling| sibling.node == item.node).unwrap_or(0);
    let (start, end) = (item.span().start as usize, item.span().end as usize);
    let after = skip_trivia(text, end, true);
    let comma = text[after..].starts_with(',').then_some(after + 1);
    let own_line = |end: usize| {
        let rest = skip_trivia(text, end, false);
        (indent_before(text, item.span()).is_some() && text[rest..].starts_with('\n')).then(|| line_end(text, rest))
    };
    let is_last = at + 1 == siblings.len();
    let json = item.file.tree.json;
    if is_last && at > 0 && (comma.is_none() || json) {
        // The comma before it goes with it.
        let previous = siblings[at - 1].span().end as usize;
        let needs_comma = matches!(parent.kind(), Kind::Object) && !text[previous..start].contains(',');
        let keep_comma = !json && own_line(end).is_some();
        if let (true, Some(line)) = (needs_comma || keep_comma, own_line(end)) {
            return deletion(item, line_start(text, start), line);
        }
        return deletion(item, previous, end);
    }
    let end = comma.unwrap_or(end);
    if let Some(line) = own_line(end) {
        return deletion(item, line_start(text, start), line);
    }
    let next = siblings.get(at + 1).map_or(end, |next| next.span().start as usize);
    deletion(item, start, if text[end..next].trim().is_empty() { next.max(end) } else { end })
}

fn deletion(item: &Syntax, start: usize, end: usize) -> Edit {
    Edit { span: Span::new(item.file.id, start, end), replacement: String::new() }
}
