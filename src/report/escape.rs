//! Text from files and names from plans, made safe to print: nothing in them can move the cursor or turn text around.

use std::borrow::Cow;
use std::fmt::Write;
use std::io;

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

/// JSON in which hostile characters are written as `\\uXXXX`: a terminal shows it too, and a reader of JSON gets the same strings.
pub fn json(text: &str) -> Cow<'_, str> {
    // Below the space only newlines of the layout are left.
    let raw = |character: char| is_hostile(character) && character != '\n';
    if !text.chars().any(raw) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 64);
    for character in text.chars() {
        if raw(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}").expect("a string takes every write");
            }
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

/// JSON on its way out, written with [`json`] part by part; what is left goes with `flush`.
pub struct JsonWriter<'w> {
    to: &'w mut dyn io::Write,
    held: Vec<u8>,
}

/// Bytes that a report gathers before it hands them on.
pub const PART: usize = 1 << 16;

impl<'w> JsonWriter<'w> {
    pub fn new(to: &'w mut dyn io::Write) -> JsonWriter<'w> {
        JsonWriter { to, held: Vec::new() }
    }

    /// A character whose end is still to come waits for it.
    fn pass_on(&mut self) -> io::Result<()> {
        let whole = match std::str::from_utf8(&self.held) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&self.held[..error.valid_up_to()]).unwrap_or_default(),
        };
        self.to.write_all(json(whole).as_bytes())?;
        let written = whole.len();
        self.held.drain(..written);
        Ok(())
    }
}

impl io::Write for JsonWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        if self.held.len() >= PART {
            self.pass_on()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pass_on()?;
        self.to.flush()
    }
}

/// One line of text with every hostile character written out, and nothing in it that a build log would obey.
pub fn line(text: &str) -> Cow<'_, str> {
    obeyed_by_nobody(escape(text, |_| false))
}

/// Text of several lines: newlines and tabs stay, every other hostile character is written out.
pub fn lines(text: &str) -> Cow<'_, str> {
    obeyed_by_nobody(escape(text, |character| matches!(character, '\n' | '\t')))
}

/// Runners of builds read commands from logs: `::error::` where a line begins (GitHub), `##vso[` anywhere (Azure),
/// `##[` and `##teamcity[`.
fn obeyed_by_nobody(text: Cow<'_, str>) -> Cow<'_, str> {
    const ANYWHERE: [&str; 3] = ["##[", "##vso[", "##teamcity["];
    let begins = |line: &str| {
        let rest = line.trim_start().strip_prefix("::");
        rest.is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_alphabetic()))
    };
    let bytes = text.as_bytes();
    if memchr::memmem::find(bytes, b"##").is_none() && memchr::memmem::find(bytes, b"::").is_none() {
        return text;
    }
    let mut out = text;
    for word in ANYWHERE {
        if out.contains(word) {
            out = out.replace(word, &format!("#\\u{{23}}{}", &word[2..])).into();
        }
    }
    if !out.contains("::") || !out.split('\n').any(begins) {
        return out;
    }
    let line = |line: &str| if begins(line) { line.replacen("::", "\\u{3a}:", 1) } else { line.to_owned() };
    out.split('\n').map(line).collect::<Vec<_>>().join("\n").into()
}

/// Printable ASCII, as most text is.
pub fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

fn escape(text: &str, keep: impl Fn(char) -> bool) -> Cow<'_, str> {
    let hostile = |character: char| is_hostile(character) && !keep(character);
    let plain = |byte: u8| matches!(byte, b' '..=b'~') || byte.is_ascii() && keep(byte.into());
    if text.bytes().all(plain) || !text.chars().any(hostile) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if hostile(character) { escaped(character, &mut out) } else { out.push(character) }
    }
    Cow::Owned(out)
}
