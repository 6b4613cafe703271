//! How a file is laid out: line endings and indentation.

use crate::source::{Kind, SourceFile};
use crate::text::Span;
use std::cell::RefCell;
use std::sync::Arc;

/// The layout of one file, as far as new text must follow it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    pub newline: &'static str,
    /// One level of indentation: spaces or tabs.
    pub unit: String,
}

thread_local! {
    /// Of the file that was asked for last: fixes of one file are laid out one after the other.
    static LAST: RefCell<Option<(Arc<str>, Style)>> = const { RefCell::new(None) };
}

impl Style {
    pub fn of(file: &SourceFile) -> Style {
        let same = |(text, style): &(Arc<str>, Style)| Arc::ptr_eq(text, &file.text).then(|| style.clone());
        if let Some(known) = LAST.with_borrow(|last| last.as_ref().and_then(same)) {
            return known;
        }
        let style = Style::read(file);
        LAST.set(Some((file.text.clone(), style.clone())));
        style
    }

    fn read(file: &SourceFile) -> Style {
        let newline = if file.text.lines_end_with_crlf() { "\r\n" } else { "\n" };
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for indent in indents(file) {
            match counts.iter_mut().find(|(known, _)| *known == indent) {
                Some((_, count)) => *count += 1,
                None => counts.push((indent, 1)),
            }
        }
        let unit = counts.iter().max_by_key(|(_, count)| *count).map_or("  ", |(indent, _)| indent);
        Style { newline, unit: unit.to_owned() }
    }

    /// Text in canonical layout (two spaces a level, line feeds), moved to `base` and put in this style. The first
    /// line gets no indentation. Heredoc contents stay as they are.
    pub fn apply(&self, text: &str, base: &str) -> String {
        let mut out = String::with_capacity(text.len() + 64);
        let mut heredoc: Option<String> = None;
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                out.push_str(self.newline);
            }
            let verbatim = heredoc.is_some();
            match &heredoc {
                Some(marker) if line.trim() == marker => heredoc = None,
                Some(_) => {}
                None => heredoc = heredoc_marker(line),
            }
            if verbatim || line.is_empty() {
                out.push_str(line);
                continue;
            }
            let content = line.trim_start_matches(' ');
            let spaces = line.len() - content.len();
            if number > 0 {
                out.push_str(base);
            }
            (0..spaces / 2).for_each(|_| out.push_str(&self.unit));
            (0..spaces % 2).for_each(|_| out.push(' '));
            out.push_str(content);
        }
        out
    }
}

trait LineEndings {
    fn lines_end_with_crlf(&self) -> bool;
}

impl LineEndings for str {
    /// True when most of the first lines end with CRLF.
    fn lines_end_with_crlf(&self) -> bool {
        let head = &self.as_bytes()[..self.len().min(BYTES_LOOKED_AT)];
        let feeds = memchr::memchr_iter(b'\n', head);
        let (all, crlf) = feeds.fold((0usize, 0usize), |(all, crlf), at| {
            (all + 1, crlf + usize::from(at > 0 && self.as_bytes()[at - 1] == b'\r'))
        });
        crlf * 2 > all
    }
}

/// The identifier of a heredoc that starts on this line.
fn heredoc_marker(line: &str) -> Option<String> {
    let (_, marker) = line.rsplit_once("<<")?;
    let marker = marker.strip_prefix('-').unwrap_or(marker).trim_end();
    let identifier = !marker.is_empty() && marker.chars().all(|c| unicode_ident::is_xid_continue(c) || c == '-');
    identifier.then(|| marker.to_owned())
}

/// The white space before each item of the first blocks that starts its line.
fn indents(file: &SourceFile) -> Vec<&str> {
    let tree = &file.tree;
    let holds_items = |kind| matches!(kind, Kind::Block | Kind::JsonObject);
    let items = file.top_level().iter().copied();
    let first_level: Vec<_> = match tree.kind(tree.root()) {
        Kind::File => items
            .filter(|&item| holds_items(tree.kind(item)))
            .take(BLOCKS_LOOKED_AT)
            .flat_map(|block| tree.children(block))
            .filter(|&item| matches!(tree.kind(item), Kind::Attribute | Kind::Block))
            .collect(),
        _ => items.collect(),
    };
    let spans = first_level.into_iter().map(|item| tree.span(item));
    spans.filter_map(|span| indent_before(&file.text, span)).filter(|indent| !indent.is_empty()).collect()
}

/// The first blocks of a file and its first bytes show how it is laid out.
const BLOCKS_LOOKED_AT: usize = 16;
const BYTES_LOOKED_AT: usize = 4 * 1024;

/// The white space between the start of the line and the span; none when something else stands there.
pub fn indent_before(text: &str, span: Span) -> Option<&str> {
    let line = line_indent(text, span.start as usize);
    text[..span.start as usize].ends_with(line).then_some(line).filter(|line| {
        let start = span.start as usize - line.len();
        start == 0 || text.as_bytes()[start - 1] == b'\n' || text[..start].ends_with('\u{feff}')
    })
}

/// The white space at the start of the line that holds `offset`.
pub fn line_indent(text: &str, offset: usize) -> &str {
    let start = line_start(text, offset);
    let line = &text[start..];
    let line = line.strip_prefix('\u{feff}').unwrap_or(line);
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// The offset of the first byte of the line that holds `offset`.
pub fn line_start(text: &str, offset: usize) -> usize {
    memchr::memrchr(b'\n', &text.as_bytes()[..offset]).map_or(0, |at| at + 1)
}

/// The offset after the line feed of the line that holds `offset`, or the end of the text.
pub fn line_end(text: &str, offset: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[offset..]).map_or(text.len(), |at| offset + at + 1)
}
