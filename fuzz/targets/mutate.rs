//! Damage to texts: by token, so that much of it still parses, and by byte.

use super::Random;

/// Between one and six changes; `other` lends pieces, `words` are written in.
pub fn mutate(random: &mut Random, text: &str, other: &str, words: &[&str]) -> Vec<u8> {
    let mut pieces: Vec<String> = tokens(text);
    for _ in 0..random.below(6) {
        change(random, &mut pieces, other, words);
    }
    let mut bytes = pieces.concat().into_bytes();
    if random.below(4) == 0 {
        for _ in 0..1 + random.below(3) {
            damage(random, &mut bytes);
        }
    }
    bytes
}

fn change(random: &mut Random, pieces: &mut Vec<String>, other: &str, words: &[&str]) {
    if pieces.is_empty() {
        pieces.push(random.pick(words).to_owned());
        return;
    }
    let at = random.below(pieces.len());
    match random.below(8) {
        0 => drop(pieces.remove(at)),
        1 | 2 => pieces[at] = random.pick(words).to_owned(),
        3 => pieces.insert(at, random.pick(words).to_owned()),
        4 => {
            let with = random.below(pieces.len());
            pieces.swap(at, with);
        }
        5 => {
            let end = balanced(pieces, at);
            let copy: Vec<String> = pieces[at..end].to_vec();
            let to = random.below(pieces.len());
            pieces.splice(to..to, copy);
        }
        6 => {
            let end = balanced(pieces, at);
            pieces.drain(at..end);
        }
        _ => {
            let lent = tokens(other);
            let from = random.below(lent.len());
            let until = balanced(&lent, from);
            let end = balanced(pieces, at);
            pieces.splice(at..end, lent.get(from..until).unwrap_or_default().to_vec());
        }
    }
}

/// The end of what begins at a piece: after the closing bracket, or the next piece; never far.
fn balanced(pieces: &[String], from: usize) -> usize {
    let mut depth = 0_i32;
    for (index, piece) in pieces.iter().enumerate().skip(from).take(400) {
        match piece.as_str() {
            "{" | "[" | "(" => depth += 1,
            "}" | "]" | ")" => depth -= 1,
            _ => {}
        }
        if depth <= 0 {
            return index + 1;
        }
    }
    (from + 1).min(pieces.len())
}

fn damage(random: &mut Random, bytes: &mut Vec<u8>) {
    let at = random.below(bytes.len() + 1);
    match random.below(5) {
        0 => bytes.truncate(at),
        1 => bytes.insert(at, random.below(256) as u8),
        2 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
        3 if at < bytes.len() => drop(bytes.remove(at)),
        _ => {
            let signs: [&[u8]; 8] = [b"\0", b"\xff", "\u{202e}".as_bytes(), b"\r\n", b"${", b"%{", b"\x1b[2J", b"\\u"];
            bytes.splice(at..at, signs[random.below(signs.len())].iter().copied());
        }
    }
}

/// Words, numbers, gaps, quoted strings and single signs.
pub fn tokens(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => quoted(rest),
            c if c.is_alphanumeric() || c == '_' => run(rest, |c| c.is_alphanumeric() || c == '_' || c == '-'),
            c if c.is_whitespace() => run(rest, char::is_whitespace),
            c => c.len_utf8(),
        };
        pieces.push(rest[..length].to_owned());
        rest = &rest[length..];
    }
    pieces
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

fn quoted(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            b'\n' => return at,
            _ => at += 1,
        }
    }
    (at..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len())
}
