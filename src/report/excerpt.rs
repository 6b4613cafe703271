//! A source excerpt with a span underlined; safe on huge lines, tabs, wide characters and empty spans.

use super::escape;
use super::paint::Paint;
use crate::text::File;
use std::borrow::Cow;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns of source that are shown of one line.
const WIDTH: usize = 110;
/// Columns kept before the span when a line is too long to be shown from its start.
const LEAD: usize = 30;
const TAB: usize = 4;

/// What to mark: bytes `start..end` of the file.
pub struct Mark<'a> {
    pub file: &'a File,
    pub start: u32,
    pub end: u32,
    /// Printed after the underline; empty for none.
    pub label: &'a str,
}

/// The lines of the excerpt, each with a newline: location, the line with its number, the underline.
pub fn excerpt(mark: &Mark<'_>, paint: Paint) -> String {
    let position = mark.file.position(mark.start);
    let line = mark.file.line(position.line);
    let number = position.line.to_string();
    let margin = " ".repeat(number.len());
    let at = byte_in_line(mark.file, mark.start, line);
    let end = (at + mark.end.saturating_sub(mark.start) as usize).min(line.len()).max(at);
    let (before, marked, after) = (&line[..at], &line[at..floor(line, end)], &line[floor(line, end)..]);

    let (before, shortened) = last_columns(before);
    let room = WIDTH.saturating_sub(before.width());
    let (marked, cut) = first_columns(marked, room);
    let room = room.saturating_sub(marked.width());
    let (after, cut_after) = first_columns(after, if cut { 0 } else { room });
    let dots = |yes: bool| if yes { "…" } else { "" };

    let indent = before.width() + shortened as usize;
    let carets = "^".repeat(marked.width().max(1));
    let bar = paint.frame("|");
    let place = format!("{}:{}:{}", escape::line(&mark.file.path), position.line, position.column);
    let label = if mark.label.is_empty() { String::new() } else { format!(" {}", escape::line(mark.label)) };
    format!(
        "{margin}{} {}\n{margin} {bar}\n{} {bar} {}{before}{marked}{after}{}\n{margin} {bar} {}{}{}\n",
        paint.frame("-->"),
        paint.file(&mark.file.path, place),
        paint.frame(&number),
        dots(shortened),
        dots(cut || cut_after),
        " ".repeat(indent),
        paint.bad(carets),
        if label.is_empty() { label } else { paint.bad(label) },
    )
}

/// Where in its line the byte stands, on a character boundary.
fn byte_in_line(file: &File, offset: u32, line: &str) -> usize {
    // Both are parts of the same text, so the distance of their addresses is the offset of the line.
    let line_start = (line.as_ptr() as usize).saturating_sub(file.text.as_ptr() as usize);
    if line.is_empty() { 0 } else { floor(line, (offset as usize).saturating_sub(line_start)) }
}

fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at.min(text.len()))
}

/// The text as it is printed: tabs as spaces, hostile characters written out.
fn printed(character: char, column: usize, out: &mut String) -> usize {
    if character == '\t' {
        let width = TAB - column % TAB;
        out.extend(std::iter::repeat_n(' ', width));
        return width;
    }
    if escape::is_hostile(character) {
        let before = out.len();
        escape::escaped(character, out);
        return out.len() - before;
    }
    out.push(character);
    character.width().unwrap_or(0)
}

fn first_columns(text: &str, columns: usize) -> (Cow<'_, str>, bool) {
    if escape::is_plain(text) {
        return (Cow::Borrowed(&text[..text.len().min(columns)]), text.len() > columns);
    }
    let mut out = String::new();
    let mut used = 0;
    for character in text.chars() {
        if used >= columns {
            return (out.into(), true);
        }
        used += printed(character, used, &mut out);
    }
    (out.into(), false)
}

fn last_columns(text: &str) -> (Cow<'_, str>, bool) {
    // Enough when it fits: an ordinary line is shown from its start.
    let (all, cut) = first_columns(text, WIDTH - LEAD);
    if !cut {
        return (all, false);
    }
    let start = text.char_indices().rev().nth(LEAD - 1).map_or(0, |(at, _)| at);
    (first_columns(&text[start..], usize::MAX).0, true)
}
