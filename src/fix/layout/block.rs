//! Additions to native blocks and files.

use super::insertion;
use crate::fix::change::{Draft, Expression, is_meta_argument};
use crate::fix::style::{Style, indent_before, line_end, line_indent, line_start};
use crate::source::{Kind, SourceFile, Syntax};
use crate::text::{Edit, Span};

/// Nested blocks and arguments that stand at the end of a resource.
const LAST: [&str; 5] = ["lifecycle", "depends_on", "timeouts", "provisioner", "connection"];

/// A block's braces and items.
struct Body<'s> {
    block: &'s Syntax,
    text: &'s str,
    items: Vec<Syntax>,
    /// After the opening brace.
    open: usize,
    /// Before the closing brace.
    close: usize,
}

impl<'s> Body<'s> {
    fn of(block: &'s Syntax) -> Option<Body<'s>> {
        let text = &*block.file.text;
        let children = block.children();
        let labels = children.iter().take_while(|child| child.kind() == Kind::Label);
        let header = labels.last().map_or(block.name_span(), |label| label.span());
        let open = skip_trivia(text, header.end as usize, true);
        let close = block.span().end as usize - 1;
        let whole = text[open..].starts_with('{') && text.as_bytes()[close] == b'}' && open < close;
        let items = children.into_iter().filter(|child| child.kind() != Kind::Label).collect();
        whole.then_some(Body { block, text, items, open: open + 1, close })
    }

    fn is_one_line(&self) -> bool {
        !self.text[self.open..self.close].contains('\n')
    }

    /// The indentation of the block's own line.
    fn base(&self) -> &'s str {
        line_indent(self.text, self.block.span().start as usize)
    }

    /// The indentation of what stands in the block.
    fn inner(&self, style: &Style) -> String {
        let items = self.items.iter().filter(|item| item.kind() != Kind::Error);
        let found = items.filter_map(|item| indent_before(self.text, item.span())).next();
        found.map_or_else(|| format!("{}{}", self.base(), style.unit), str::to_owned)
    }

    /// The item after which a new attribute stands; none: at the start of the body.
    fn attribute_anchor(&self) -> Option<&Syntax> {
        let ordinary = |item: &&Syntax| item.kind() == Kind::Attribute && !LAST.contains(&item.name());
        let one_line = |item: &&Syntax| !item.text().contains('\n');
        let plain = |item: &&Syntax| ordinary(item) && one_line(item) && !item.name().starts_with("tags");
        let before_blocks = || self.items.iter().take_while(|item| item.kind() != Kind::Block);
        before_blocks().filter(plain).last().or_else(|| before_blocks().filter(ordinary).last())
    }

    /// The item after which a new nested block stands, and whether it is of the same type.
    fn block_anchor(&self, block_type: &str) -> (Option<&Syntax>, bool) {
        let kin =
            |item: &&Syntax| item.kind() == Kind::Block && (item.name() == block_type || is_dynamic(item, block_type));
        if let Some(last) = self.items.iter().rfind(kin) {
            return (Some(last), true);
        }
        let ordinary = |item: &&Syntax| !LAST.contains(&item.name()) && item.kind() != Kind::Error;
        (self.items.iter().rfind(ordinary), false)
    }
}

fn is_dynamic(item: &Syntax, block_type: &str) -> bool {
    let label = item.children().into_iter().find(|child| child.kind() == Kind::Label);
    item.name() == "dynamic" && label.is_some_and(|label| label.text().trim_matches('"') == block_type)
}

/// Adds attributes and blocks to a native block; `cleared`: in place of what stands in it on its line.
pub fn add(block: &Syntax, attributes: &[(String, Expression)], drafts: &[Draft], cleared: bool) -> Option<Vec<Edit>> {
    let body = Body::of(block)?;
    let style = Style::of(&block.file);
    let inner = body.inner(&style);
    let attributes: Option<Vec<String>> = attributes
        .iter()
        .map(|(name, expression)| Some(style.apply(&format!("{name} = {}", expression.hcl()?), &inner)))
        .collect();
    let attributes = attributes?;
    if body.is_one_line() {
        return expand(&body, &style, &attributes, drafts, cleared);
    }
    let mut edits = Vec::new();
    if !attributes.is_empty() {
        edits.push(add_attributes(&body, &style, &inner, &attributes));
    }
    let starts_empty = body.items.is_empty() && attributes.is_empty();
    for (number, draft) in drafts.iter().enumerate() {
        let text = style.apply(&draft.hcl()?, &inner);
        edits.push(add_block(&body, &style, &inner, &draft.block_type, &text, starts_empty && number == 0));
    }
    Some(edits)
}

fn add_attributes(body: &Body, style: &Style, inner: &str, attributes: &[String]) -> Edit {
    let newline = style.newline;
    let lines: String = attributes.iter().map(|attribute| format!("{inner}{attribute}{newline}")).collect();
    match body.attribute_anchor() {
        Some(anchor) => {
            let at = after_line(body.text, anchor.span().end as usize).min(body.close);
            let gap =
                if is_meta_argument(anchor.name()) && !body.text[at..].starts_with(newline) { newline } else { "" };
            insertion(&body.block.file, at, format!("{gap}{lines}"))
        }
        None => {
            let at = after_line(body.text, body.open).min(body.close);
            // A nested block or a comment that follows stands apart.
            let rest = body.text[at..body.close].trim_start_matches([' ', '\t']);
            let gap = if rest.is_empty() || rest.starts_with(['\n', '\r']) { "" } else { newline };
            insertion(&body.block.file, at, format!("{lines}{gap}"))
        }
    }
}

fn add_block(body: &Body, style: &Style, inner: &str, block_type: &str, text: &str, first: bool) -> Edit {
    let newline = style.newline;
    let (anchor, kin) = body.block_anchor(block_type);
    // In a broken file the closing brace stands on the line of what precedes it.
    let at = after_line(body.text, anchor.map_or(body.open, |anchor| anchor.span().end as usize)).min(body.close);
    // Kin that stand without a blank line between them are continued so.
    let dense = kin && anchor.is_some_and(|anchor| !blank_line_above(body, anchor) && !anchor.text().contains('\n'));
    let gap = if first || dense { "" } else { newline };
    let rest = body.text[at..body.close].trim_start_matches([' ', '\t']);
    let after = if rest.is_empty() || rest.starts_with(['\n', '\r']) || dense { "" } else { newline };
    insertion(&body.block.file, at, format!("{gap}{inner}{text}{newline}{after}"))
}

fn blank_line_above(body: &Body, item: &Syntax) -> bool {
    let start = line_start(body.text, item.span().start as usize);
    start > 0 && body.text[line_start(body.text, start - 1)..start].trim().is_empty()
}

/// Turns `x { a = 1 }` into several lines.
fn expand(body: &Body, style: &Style, attributes: &[String], drafts: &[Draft], cleared: bool) -> Option<Vec<Edit>> {
    let file = &body.block.file;
    let newline = style.newline;
    let inner = format!("{}{}", body.base(), style.unit);
    let content = &body.text[body.open..body.close];
    let start = body.open + (content.len() - content.trim_start().len());
    let end = body.open + content.trim_end().len();
    let mut lines = String::new();
    for attribute in attributes {
        lines.push_str(&format!("{newline}{inner}{attribute}"));
    }
    for (number, draft) in drafts.iter().enumerate() {
        let gap =
            if number == 0 && attributes.is_empty() && (content.trim().is_empty() || cleared) { "" } else { newline };
        lines.push_str(&format!("{gap}{newline}{inner}{}", style.apply(&draft.hcl()?, &inner)));
    }
    let closing = format!("{lines}{newline}{}", body.base());
    if content.trim().is_empty() || cleared {
        return Some(vec![Edit { span: Span::new(file.id, body.open, body.close), replacement: closing }]);
    }
    Some(vec![
        Edit { span: Span::new(file.id, body.open, start), replacement: format!("{newline}{inner}") },
        Edit { span: Span::new(file.id, end, body.close), replacement: closing },
    ])
}

/// Adds top-level attributes (`terraform.tfvars`).
pub fn add_to_file(root: &Syntax, attributes: &[(String, Expression)]) -> Option<Vec<Edit>> {
    let style = Style::of(&root.file);
    let mut text = String::new();
    for (name, expression) in attributes {
        let line = style.apply(&format!("{name} = {}", expression.hcl()?), "");
        text.push_str(&format!("{line}{}", style.newline));
    }
    Some(vec![append(&root.file, &style, "", &text)])
}

/// Adds top-level blocks after another one.
pub fn add_after(block: &Syntax, drafts: &[&Draft]) -> Option<Vec<Edit>> {
    let style = Style::of(&block.file);
    let newline = style.newline;
    let text = top_level(drafts, &style)?;
    let file = &block.file;
    let at = after_line(&file.text, block.span().end as usize);
    if at == file.text.len() {
        return Some(vec![append(file, &style, newline, &text)]);
    }
    let rest = file.text[at..].trim_start_matches([' ', '\t']);
    let after = if rest.is_empty() || rest.starts_with(['\n', '\r']) { "" } else { newline };
    Some(vec![insertion(file, at, format!("{newline}{text}{after}"))])
}

/// Adds top-level blocks at the end of a file.
pub fn add_at_end(file: &SourceFile, drafts: &[&Draft]) -> Option<Vec<Edit>> {
    let style = Style::of(file);
    let text = top_level(drafts, &style)?;
    let gap = if file.text.trim().is_empty() { "" } else { style.newline };
    Some(vec![append(file, &style, gap, &text)])
}

/// Blocks with a blank line between them.
fn top_level(drafts: &[&Draft], style: &Style) -> Option<String> {
    let texts: Option<Vec<String>> =
        drafts.iter().map(|draft| Some(style.apply(&draft.hcl()?, "") + style.newline)).collect();
    Some(texts?.join(style.newline))
}

/// Text at the end of a file, after a line feed if the file lacks one.
fn append(file: &SourceFile, style: &Style, gap: &str, text: &str) -> Edit {
    let ends_open = !file.text.is_empty() && !file.text.ends_with('\n') && &*file.text != "\u{feff}";
    let newline = if ends_open { style.newline } else { "" };
    insertion(file, file.text.len(), format!("{newline}{gap}{text}"))
}

/// The start of the line after the one on which an item ends, trailing comments included.
pub fn after_line(text: &str, end: usize) -> usize {
    let after = skip_trivia(text, end, false);
    line_end(text, after)
}

/// The offset after white space and comments; with `lines`, also over line feeds and line comments.
pub fn skip_trivia(text: &str, mut at: usize, lines: bool) -> usize {
    loop {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            at += rest.find("*/").map_or(rest.len(), |end| end + 2);
        } else if rest.starts_with(['#']) || rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
        } else {
            match rest.chars().next() {
                Some(' ' | '\t' | '\r') => at += 1,
                Some('\n') if lines => at += 1,
                _ => return at,
            }
        }
    }
}
