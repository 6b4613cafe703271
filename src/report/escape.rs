//! Text from files and names from plans, made safe to print: nothing in them can move the cursor or turn text around.

use std::borrow::Cow;
use std::fmt::Write;

/// Characters that a terminal or a reader's eye would take for something else: controls, bidirectional marks,
/// line separators, invisible and tag characters.
pub fn is_hostile(character: char) -> bool {
    matches!(character,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The written form of a hostile character: `\n`, `\t`, `\r` or `\u{1b}`.
pub fn escaped(character: char, out: &mut String) {
    match character {
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        '\r' => out.push_str("\\r"),
        other => write!(out, "\\u{{{:x}}}", other as u32).expect("a string takes every write"),
    }
}

/// One line of text with every hostile character written out.
pub fn line(text: &str) -> Cow<'_, str> {
    escape(text, |_| false)
}

/// Text of several lines: newlines and tabs stay, every other hostile character is written out.
pub fn lines(text: &str) -> Cow<'_, str> {
    escape(text, |character| matches!(character, '\n' | '\t'))
}

fn escape(text: &str, keep: impl Fn(char) -> bool) -> Cow<'_, str> {
    let hostile = |character: char| is_hostile(character) && !keep(character);
    if !text.chars().any(hostile) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if hostile(character) { escaped(character, &mut out) } else { out.push(character) }
    }
    Cow::Owned(out)
}
