//! The characters that quoted literals stand for.

use super::{Kind, Syntax};

/// The text of a literal with its escapes decoded: a string or template without sequences, a label, a string of
/// JSON syntax (its JSON escapes only). `None` for everything else.
pub fn string_value(syntax: &Syntax) -> Option<String> {
    let text = syntax.text();
    match syntax.kind() {
        Kind::Label if !text.starts_with('"') => Some(text.to_string()),
        Kind::Str | Kind::Label => Some(decode_quoted(inner(text))),
        Kind::JsonString => Some(decode_json(inner(text))),
        Kind::Heredoc | Kind::TemplateBody => match super::template_parts(syntax).as_slice() {
            [] => Some(String::new()),
            [super::Part::Text(text)] => Some(text.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn inner(text: &str) -> &str {
    text.get(1..text.len() - 1).unwrap_or("")
}

/// Decodes backslash escapes, `$${` and `%%{`. Bad escapes stay as they are: the parser reported them.
pub(super) fn decode_quoted(text: &str) -> String {
    decode(text, true)
}

/// Decodes `$${` and `%%{`, as heredocs and bare templates have them.
pub(super) fn decode_plain(text: &str) -> String {
    decode(text, false)
}

fn decode(text: &str, backslashes: bool) -> String {
    let bytes = text.as_bytes();
    let special = |byte: u8| matches!(byte, b'$' | b'%') || backslashes && byte == b'\\';
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(length) = bytes[at..].iter().position(|&byte| special(byte)) {
        result.push_str(&text[at..at + length]);
        at += length;
        if bytes[at] == b'\\' {
            at += escape(&text[at..], &mut result);
        } else if super::scan::marker(bytes, at) == super::scan::Marker::Escaped {
            result.push_str(&text[at + 1..at + 3]);
            at += 3;
        } else {
            result.push(bytes[at] as char);
            at += 1;
        }
    }
    result.push_str(&text[at..]);
    result
}

/// Decodes the escape at the start of the text and returns its length.
fn escape(text: &str, result: &mut String) -> usize {
    let decoded = match text.as_bytes().get(1) {
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'u') => return code_point(text, 6, result),
        Some(b'U') => return code_point(text, 10, result),
        _ => {
            result.push('\\');
            return 1;
        }
    };
    result.push(decoded);
    2
}

fn code_point(text: &str, length: usize, result: &mut String) -> usize {
    let digits = text.get(2..length).filter(|digits| super::template::is_hex(digits));
    match digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32) {
        Some(c) => {
            result.push(c);
            length
        }
        None => {
            result.push('\\');
            1
        }
    }
}

/// Decodes the escapes of JSON; a surrogate without its partner becomes U+FFFD, as in Go.
pub(super) fn decode_json(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        result.push_str(&rest[..at]);
        rest = &rest[at..];
        let (c, length) = json_escape(rest);
        result.push(c);
        rest = &rest[length.min(rest.len())..];
    }
    result.push_str(rest);
    result
}

fn json_escape(text: &str) -> (char, usize) {
    let c = match text.as_bytes().get(1) {
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return json_code_point(text),
        Some(&other) if other.is_ascii() => other as char,
        _ => return ('\\', 1),
    };
    (c, 2)
}

fn json_code_point(text: &str) -> (char, usize) {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok().filter(|_| super::template::is_hex(digits))
    };
    let Some(first) = unit(0) else { return ('\\', 1) };
    if let (0xD800..0xDC00, Some(second @ 0xDC00..0xE000)) = (first, unit(6)) {
        let code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        return (char::from_u32(code).unwrap_or('\u{fffd}'), 12);
    }
    (char::from_u32(first).unwrap_or('\u{fffd}'), 6)
}
