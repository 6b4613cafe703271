//! `yamlencode`: the exact text of Terraform's YAML writer; and the table entry of `yamldecode`.

use super::spec::{Call, Failure, Function, a_string, any, anything, text};
use crate::value::{Kind, Value};

pub const FUNCTIONS: &[Function] = &[
    Function::new("yamldecode", &[text("src")], anything, super::yaml_decode::decode).may_be_null(),
    Function::new("yamlencode", &[any("value").null().unknown()], a_string, encode),
];

/// Columns after which a quoted text is broken.
const WIDTH: usize = 80;
/// Characters of the longest key that stands on one line with its colon.
const SIMPLE_KEY: usize = 128;
const STEP: i64 = 2;

fn encode(call: &Call) -> Result<Value, Failure> {
    let value = &call.arguments[0];
    if !value.is_wholly_known() {
        return Ok(call.unknown());
    }
    let mut writer = Writer { out: String::new(), column: 0, whitespace: true, indention: true, open: false };
    writer.node(value, -1, Place::Root);
    writer.new_line(-1);
    if writer.open {
        writer.indicator("...", true, false, false);
        writer.new_line(-1);
    }
    call.spend(writer.out.len())?;
    Ok(writer.out.into())
}

/// Where a node stands.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Root,
    Element,
    Entry,
    SimpleKey,
}

/// The state of libyaml's emitter.
struct Writer {
    out: String,
    column: usize,
    whitespace: bool,
    indention: bool,
    /// The document's end has to be marked.
    open: bool,
}

fn printable(c: char) -> bool {
    matches!(u32::from(c), 0xa | 0x20..=0x7e | 0xa0..=0xd7ff | 0xe000..=0xfefe | 0xff00..=0xfffd)
}

fn is_break(c: char) -> bool {
    matches!(c, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// A text whose lines can be written as they are.
fn allows_block(text: &str) -> bool {
    let mut space = false;
    for c in text.chars() {
        if !printable(c) || c == '\u{feff}' || (space && is_break(c)) {
            return false;
        }
        space = c == ' ';
    }
    !space
}

impl Writer {
    fn put(&mut self, c: char) {
        self.out.push(c);
        self.column += 1;
    }

    fn put_break(&mut self) {
        self.out.push('\n');
        self.column = 0;
    }

    fn new_line(&mut self, indent: i64) {
        let indent = usize::try_from(indent).unwrap_or(0);
        if !self.indention || self.column > indent || (self.column == indent && !self.whitespace) {
            self.put_break();
        }
        while self.column < indent {
            self.put(' ');
        }
        self.whitespace = true;
        self.indention = true;
    }

    fn indicator(&mut self, text: &str, spaced: bool, whitespace: bool, indention: bool) {
        if spaced && !self.whitespace {
            self.put(' ');
        }
        text.chars().for_each(|c| self.put(c));
        self.whitespace = whitespace;
        self.indention = self.indention && indention;
        self.open = false;
    }

    fn node(&mut self, value: &Value, indent: i64, place: Place) {
        match &value.kind {
            Kind::List(_, elements) | Kind::Set(_, elements) | Kind::Tuple(elements) => match elements.is_empty() {
                true => self.empty("[", "]"),
                false => self.sequence(elements, indent, place),
            },
            Kind::Map(_, entries) | Kind::Object(entries) => match entries.is_empty() {
                true => self.empty("{", "}"),
                false => self.mapping(entries.iter().map(|(key, value)| (&**key, value)), indent),
            },
            Kind::String(text) => self.text(text, inner(indent), place),
            Kind::Bool(true) => self.plain("true", place),
            Kind::Bool(false) => self.plain("false", place),
            Kind::Number(number) => self.plain(&number.to_string(), place),
            Kind::Null(_) | Kind::Unknown(_) => self.plain("null", place),
        }
    }

    fn empty(&mut self, open: &str, close: &str) {
        self.indicator(open, true, true, false);
        self.indicator(close, false, false, false);
    }

    fn sequence(&mut self, elements: &[Value], indent: i64, place: Place) {
        // In a mapping the dashes stand below the key.
        let indent = if place == Place::Entry && !self.indention { indent } else { deeper(indent) };
        for element in elements {
            self.new_line(indent);
            self.indicator("-", true, false, true);
            self.node(element, indent, Place::Element);
        }
    }

    fn mapping<'v>(&mut self, entries: impl Iterator<Item = (&'v str, &'v Value)>, indent: i64) {
        let indent = deeper(indent);
        for (key, value) in entries {
            self.new_line(indent);
            if key.len() <= SIMPLE_KEY && !key.contains(is_break) {
                self.text(key, inner(indent), Place::SimpleKey);
                self.indicator(":", false, false, false);
            } else {
                self.indicator("?", true, false, true);
                self.text(key, inner(indent), Place::Entry);
                self.new_line(indent);
                self.indicator(":", true, false, true);
            }
            self.node(value, indent, Place::Entry);
        }
    }

    fn plain(&mut self, text: &str, place: Place) {
        if !self.whitespace {
            self.put(' ');
        }
        text.chars().for_each(|c| self.put(c));
        self.whitespace = false;
        self.indention = false;
        self.open = place == Place::Root;
    }

    fn text(&mut self, text: &str, indent: i64, place: Place) {
        if text.contains('\n') && allows_block(text) && place != Place::SimpleKey {
            self.literal(text, indent);
        } else {
            self.quoted(text, indent, place != Place::SimpleKey);
        }
    }

    fn literal(&mut self, text: &str, indent: i64) {
        self.indicator("|", true, false, false);
        if text.starts_with([' ', '\n', '\u{85}', '\u{2028}', '\u{2029}']) {
            self.indicator("2", false, false, false);
        }
        let mut last = text.chars().rev();
        match (last.next().is_some_and(is_break), last.next().is_none_or(is_break)) {
            (false, _) => self.indicator("-", false, false, false),
            (true, true) => {
                self.indicator("+", false, false, false);
            }
            (true, false) => {}
        }
        self.put_break();
        self.indention = true;
        self.whitespace = true;
        let mut breaks = true;
        for c in text.chars() {
            if is_break(c) {
                match c {
                    '\n' => self.put_break(),
                    _ => {
                        self.out.push(c);
                        self.column = 0;
                    }
                }
                self.indention = true;
                breaks = true;
                continue;
            }
            if breaks {
                self.new_line(indent);
            }
            self.put(c);
            self.indention = false;
            breaks = false;
        }
    }

    fn quoted(&mut self, text: &str, indent: i64, may_break: bool) {
        self.indicator("\"", true, false, false);
        let mut spaces = false;
        // After a byte order mark at the start Terraform's writer escapes everything.
        let marked = text.starts_with('\u{feff}');
        let mut letters = text.char_indices().peekable();
        while let Some((at, c)) = letters.next() {
            if marked || !printable(c) || is_break(c) || matches!(c, '"' | '\\' | '\u{feff}') {
                escape(c).chars().for_each(|c| self.put(c));
                spaces = false;
            } else if c == ' ' {
                let inside = at > 0 && at + 1 < text.len();
                if may_break && !spaces && self.column > WIDTH && inside {
                    self.new_line(indent);
                    if letters.peek().is_some_and(|(_, next)| *next == ' ') {
                        self.put('\\');
                    }
                } else {
                    self.put(c);
                }
                spaces = true;
            } else {
                self.put(c);
                spaces = false;
            }
        }
        self.indicator("\"", false, false, false);
        self.whitespace = false;
        self.indention = false;
    }
}

/// The indentation of a collection inside.
fn deeper(indent: i64) -> i64 {
    if indent < 0 { 0 } else { indent + STEP }
}

/// The indentation of the lines of a text.
fn inner(indent: i64) -> i64 {
    if indent < 0 { STEP } else { indent + STEP }
}

fn escape(c: char) -> String {
    let short = match c {
        '\0' => '0',
        '\u{7}' => 'a',
        '\u{8}' => 'b',
        '\t' => 't',
        '\n' => 'n',
        '\u{b}' => 'v',
        '\u{c}' => 'f',
        '\r' => 'r',
        '\u{1b}' => 'e',
        '"' => '"',
        '\\' => '\\',
        '\u{85}' => 'N',
        '\u{a0}' => '_',
        '\u{2028}' => 'L',
        '\u{2029}' => 'P',
        _ => {
            let code = u32::from(c);
            return match code {
                0..=0xff => format!("\\x{code:02X}"),
                0x100..=0xffff => format!("\\u{code:04X}"),
                _ => format!("\\U{code:08X}"),
            };
        }
    };
    format!("\\{short}")
}
