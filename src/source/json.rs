//! The parser of JSON syntax. Like the native one it keeps its own stack and goes on after errors.

use super::build::Builder;
use super::{Kind, SyntaxError, Tree, scan};
use crate::text::{FileId, Span};

/// A whole file in JSON syntax; the root is its value.
pub(super) fn parse(file: FileId, text: &str) -> Tree {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let tree = Builder::for_text(text.len());
    let mut parser = Json { text, bytes: text.as_bytes(), at: start, file, tree, open: Vec::new(), errors: Vec::new() };
    let mut next = Next::Value;
    while next != Next::Done {
        next = match next {
            Next::Value => parser.value(),
            Next::Key => parser.key(),
            Next::Separator => parser.separator(),
            _ => parser.after_value(),
        };
    }
    let mut tree = parser.tree.finish(file, true, parser.errors);
    complain_about_root(&mut tree);
    tree
}

/// The root is a body, written as an object or as an array of objects.
fn complain_about_root(tree: &mut Tree) {
    let root = tree.root();
    let wrong = |node: &super::Node| !matches!(tree.kind(*node), Kind::JsonObject | Kind::Error);
    let (nodes, message) = match tree.kind(root) {
        Kind::JsonObject | Kind::Error => return,
        Kind::JsonArray => {
            let elements = tree.children(root).into_iter().filter(wrong).collect();
            (elements, "a JSON object is required here, to define arguments and child blocks")
        }
        _ => (vec![root], "the root value must be either a JSON object or a JSON array of objects"),
    };
    for node in nodes {
        tree.errors.push(SyntaxError { span: tree.span(node), message: message.into() });
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Value,
    /// A property's name, its colon and then its value.
    Key,
    AfterValue,
    Separator,
    Done,
}

/// An object or array that is open.
#[derive(Clone, Copy)]
struct Open {
    object: bool,
    start: usize,
    first: usize,
}

struct Json<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    file: FileId,
    tree: Builder,
    open: Vec<Open>,
    errors: Vec<SyntaxError>,
}

impl Json<'_> {
    fn skip(&mut self) {
        while matches!(scan::byte(self.bytes, self.at), b' ' | b'\t' | b'\n' | b'\r') {
            self.at += 1;
        }
    }

    fn error(&mut self, start: usize, end: usize, message: &str) {
        self.errors.push(SyntaxError { span: Span::new(self.file, start, end), message: message.into() });
    }

    fn value(&mut self) -> Next {
        self.skip();
        let start = self.at;
        match scan::byte(self.bytes, start) {
            b'{' | b'[' => return self.enter(start),
            b'"' => {
                let kind = if self.string() { Kind::JsonString } else { Kind::Error };
                self.tree.leaf(kind, start, self.at);
            }
            b'-' | b'0'..=b'9' => self.number(start),
            b'a'..=b'z' | b'A'..=b'Z' => self.keyword(start),
            _ => {
                let message = if start >= self.bytes.len() {
                    "a value is missing before the end of the file"
                } else {
                    "a JSON value must start with a brace, a bracket, a number, a string, or a keyword"
                };
                self.bad_token(start, message);
                self.tree.leaf(Kind::Error, start, self.at);
            }
        }
        Next::AfterValue
    }

    /// Reports what stands at `start` and skips to where the next value may follow.
    fn bad_token(&mut self, start: usize, message: &str) {
        let end = start + self.text[start..].chars().next().map_or(0, char::len_utf8);
        self.error(start, end, message);
        self.skip_rest();
    }

    /// Skips to the next separator, closer or line.
    fn skip_rest(&mut self) {
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b',' | b'}' | b']' | b'\n' => return,
                b'"' => self.at = string_end(self.bytes, self.at).0,
                _ => self.at += 1,
            }
        }
    }

    fn enter(&mut self, start: usize) -> Next {
        let object = self.bytes[start] == b'{';
        self.open.push(Open { object, start, first: self.tree.len() });
        self.at += 1;
        self.skip();
        match (scan::byte(self.bytes, self.at), object) {
            (b'}', true) | (b']', false) => self.leave(),
            (_, true) => Next::Key,
            (_, false) => Next::Value,
        }
    }

    /// Steps over the closing bracket of the innermost object or array.
    fn leave(&mut self) -> Next {
        self.at += 1;
        self.close();
        Next::AfterValue
    }

    fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let kind = if open.object { Kind::JsonObject } else { Kind::JsonArray };
        self.tree.close(kind, open.start, self.at, open.first);
    }

    fn key(&mut self) -> Next {
        self.skip();
        let start = self.at;
        if scan::byte(self.bytes, start) != b'"' {
            if start < self.bytes.len() {
                self.bad_token(start, "a JSON object's property names must be strings in double quotes");
            }
            return self.after_property(start);
        }
        let kind = if self.string() { Kind::JsonString } else { Kind::Error };
        let end = self.at;
        self.skip();
        if scan::byte(self.bytes, self.at) == b':' {
            self.tree.leaf(kind, start, end);
            self.at += 1;
            return Next::Value;
        }
        if kind == Kind::JsonString && self.at < self.bytes.len() {
            let message = "a colon and a value must follow a property's name";
            self.bad_token(self.at, message);
        }
        self.after_property(start)
    }

    /// Keeps a property without a value as an error.
    fn after_property(&mut self, start: usize) -> Next {
        let end = start + self.text[start..self.at].trim_end().len();
        if end > start {
            self.tree.leaf(Kind::Error, start, end);
        }
        self.separator()
    }

    fn after_value(&mut self) -> Next {
        if self.open.last().is_some_and(|open| open.object) {
            let end = self.tree.last_end();
            self.tree.pair(Kind::JsonMember, end);
        }
        self.separator()
    }

    /// A comma, or the end of the innermost object or array.
    fn separator(&mut self) -> Next {
        self.skip();
        let at = self.at;
        let next = scan::byte(self.bytes, at);
        let Some(&Open { object, start, .. }) = self.open.last() else { return self.end() };
        match next {
            b',' => return self.comma(at, object),
            b'}' if object => return self.leave(),
            b']' if !object => return self.leave(),
            b'}' | b']' if self.open.iter().rev().nth(1).is_some_and(|outer| outer.object == (next == b'}')) => {
                self.error(
                    start,
                    start + 1,
                    if object { "this `{` is never closed" } else { "this `[` is never closed" },
                );
                self.close();
            }
            _ if at >= self.bytes.len() => {
                self.error(
                    start,
                    start + 1,
                    if object { "this `{` is never closed" } else { "this `[` is never closed" },
                );
                while !self.open.is_empty() {
                    self.close();
                    if self.open.last().is_some_and(|open| open.object) {
                        let end = self.tree.last_end();
                        self.tree.pair(Kind::JsonMember, end);
                    }
                }
                return Next::Done;
            }
            b'"' if object => {
                self.error(at, at + 1, "a comma is missing before this property");
                return Next::Key;
            }
            b'"' | b'{' | b'[' | b'0'..=b'9' | b'-' | b't' | b'f' | b'n' if !object => {
                self.error(at, at + 1, "a comma is missing before this value");
                return Next::Value;
            }
            _ => {
                self.bad_token(
                    at,
                    if object { "a comma or `}` is expected here" } else { "a comma or `]` is expected here" },
                );
                self.at += usize::from(self.at == at);
                return self.separator_again();
            }
        }
        Next::AfterValue
    }

    /// After a bad token: what is left of the line was skipped.
    fn separator_again(&mut self) -> Next {
        self.skip();
        match (scan::byte(self.bytes, self.at), self.open.last().map(|open| open.object)) {
            (b'"', Some(true)) => Next::Key,
            (b'"' | b'{' | b'[', Some(false)) => Next::Value,
            (_, None) => Next::Done,
            _ => Next::Separator,
        }
    }

    fn comma(&mut self, at: usize, object: bool) -> Next {
        self.at += 1;
        self.skip();
        match scan::byte(self.bytes, self.at) {
            b'}' | b']' => {
                let message = "JSON does not permit a comma after the last element";
                self.error(at, at + 1, message);
                self.separator()
            }
            _ if object => Next::Key,
            _ => Next::Value,
        }
    }

    fn end(&mut self) -> Next {
        if self.at < self.bytes.len() {
            let end = self.at + self.text[self.at..].chars().next().map_or(0, char::len_utf8);
            self.error(self.at, end, "extra characters appear after the JSON value");
        }
        Next::Done
    }

    /// Steps over a string and reports what is wrong with it.
    fn string(&mut self) -> bool {
        let start = self.at;
        let (end, closed) = string_end(self.bytes, start);
        self.at = end;
        if !closed {
            self.error(start, end, "this string has no closing quote on its line");
            return false;
        }
        let mut at = start + 1;
        while let Some(length) = self.bytes[at..end - 1].iter().position(|&byte| byte == b'\\' || byte < b' ') {
            at += length;
            let escape = escape_length(&self.bytes[at..end - 1]);
            if escape == 0 {
                let bad = self.text[at + 1..].chars().next().map_or(1, |c| 1 + c.len_utf8());
                let (length, message) = match self.bytes[at] {
                    b'\\' => (bad, "this is not an escape sequence of JSON"),
                    _ => (1, "control characters must be escaped in JSON strings"),
                };
                self.error(at, at + length, message);
                return false;
            }
            at += escape;
        }
        true
    }

    fn number(&mut self, start: usize) {
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-');
        self.at += self.bytes[start..].iter().position(|byte| !is_part(byte)).unwrap_or(self.bytes.len() - start);
        let valid = is_json_number(&self.bytes[start..self.at]);
        if !valid {
            self.error(start, self.at, "this is not a JSON number");
        }
        self.tree.leaf(if valid { Kind::JsonNumber } else { Kind::Error }, start, self.at);
    }

    fn keyword(&mut self, start: usize) {
        let length = self.bytes[start..].iter().position(|byte| !byte.is_ascii_alphanumeric());
        self.at = length.map_or(self.bytes.len(), |length| start + length);
        let kind = match &self.bytes[start..self.at] {
            b"true" => Kind::JsonTrue,
            b"false" => Kind::JsonFalse,
            b"null" => Kind::JsonNull,
            _ => {
                self.error(start, self.at, "this is not a JSON keyword: only true, false and null are");
                Kind::Error
            }
        };
        self.tree.leaf(kind, start, self.at);
    }
}

/// The end of the string that starts at `start`, and whether it is closed on its line.
fn string_end(bytes: &[u8], start: usize) -> (usize, bool) {
    let mut at = start + 1;
    while let Some(length) = memchr::memchr3(b'"', b'\\', b'\n', &bytes[at..]) {
        at += length;
        match bytes[at] {
            b'"' => return (at + 1, true),
            b'\n' => return (at, false),
            _ => at += if scan::byte(bytes, at + 1) == b'\n' { 1 } else { 2 },
        }
        if at >= bytes.len() {
            break;
        }
    }
    (bytes.len(), false)
}

/// The length of the escape sequence at the start; 0 when it is none.
fn escape_length(text: &[u8]) -> usize {
    match (text.first(), text.get(1)) {
        (Some(b'\\'), Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't')) => 2,
        (Some(b'\\'), Some(b'u')) => {
            let digits = text.get(2..6).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
            if digits { 6 } else { 0 }
        }
        _ => 0,
    }
}

fn is_json_number(token: &[u8]) -> bool {
    let token = token.strip_prefix(b"-").unwrap_or(token);
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = digits(token);
    let mut rest = &token[whole..];
    if whole == 0 || whole > 1 && token[0] == b'0' {
        return false;
    }
    if let Some(fraction) = rest.strip_prefix(b".") {
        let length = digits(fraction);
        rest = &fraction[length..];
        if length == 0 {
            return false;
        }
    }
    match rest {
        [] => true,
        [b'e' | b'E', exponent @ ..] => {
            let exponent = exponent.strip_prefix(b"+").or(exponent.strip_prefix(b"-")).unwrap_or(exponent);
            !exponent.is_empty() && digits(exponent) == exponent.len()
        }
        _ => false,
    }
}
