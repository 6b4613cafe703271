//! The parts of addresses: modes and instance keys; the order of addresses.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

/// `resource`, `data` or `ephemeral`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    Managed,
    Data,
    Ephemeral,
}

impl Mode {
    /// As in plans: `managed`, `data`, `ephemeral`.
    pub fn as_str(self) -> &'static str {
        match self {
            Mode::Managed => "managed",
            Mode::Data => "data",
            Mode::Ephemeral => "ephemeral",
        }
    }
}

/// The key of an instance made by `count` or `for_each`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InstanceKey {
    Int(i64),
    String(Arc<str>),
    /// `count` or `for_each` is not known: this instance stands for all of them.
    Unknown,
}

/// As in addresses: `[0]`, `["a"]`, `[*]`.
impl fmt::Display for InstanceKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            InstanceKey::Int(index) => write!(out, "[{index}]"),
            InstanceKey::Unknown => out.write_str("[*]"),
            InstanceKey::String(key) => {
                out.write_str("[\"")?;
                let rest = key.char_indices();
                for (at, c) in rest {
                    match c {
                        '\\' => out.write_str("\\\\")?,
                        '"' => out.write_str("\\\"")?,
                        '\n' => out.write_str("\\n")?,
                        '\r' => out.write_str("\\r")?,
                        '\t' => out.write_str("\\t")?,
                        '$' | '%' if key[at + 1..].starts_with('{') => write!(out, "{c}{c}")?,
                        _ => write!(out, "{c}")?,
                    }
                }
                out.write_str("\"]")
            }
        }
    }
}

/// The address without the instance key of its last part; the keys of modules stay.
pub fn resource_of(address: &str) -> &str {
    if !address.ends_with(']') {
        return address;
    }
    // The last `[` outside of quotes opens the key.
    let mut open = None;
    let mut quoted = false;
    let mut bytes = address.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' if quoted => drop(bytes.next()),
            b'"' => quoted = !quoted,
            b'[' if !quoted => open = Some(at),
            _ => {}
        }
    }
    open.map_or(address, |at| &address[..at])
}

/// Compares texts with runs of digits as numbers: `a[2]` before `a[10]`.
pub fn natural_order(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.as_bytes(), b.as_bytes());
    loop {
        let (Some(x), Some(y)) = (left.first(), right.first()) else {
            return left.len().cmp(&right.len()).then_with(|| a.cmp(b));
        };
        if x.is_ascii_digit() && y.is_ascii_digit() {
            let (run_left, rest_left) = digits(left);
            let (run_right, rest_right) = digits(right);
            match run_left.len().cmp(&run_right.len()).then_with(|| run_left.cmp(run_right)) {
                Ordering::Equal => (left, right) = (rest_left, rest_right),
                unequal => return unequal,
            }
            continue;
        }
        match x.cmp(y) {
            Ordering::Equal => (left, right) = (&left[1..], &right[1..]),
            unequal => return unequal,
        }
    }
}

/// The run of digits without leading zeros, and what follows it.
fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let zeros = text[..end].iter().take_while(|byte| **byte == b'0').count();
    (&text[zeros..end], &text[end..])
}

/// An address without the keys of instances, or a path without indexes: `module.m["a"].aws_x.y[0]` is `module.m.aws_x.y`.
pub fn without_keys(address: &str) -> Cow<'_, str> {
    if !address.contains('[') {
        return address.into();
    }
    let mut out = String::with_capacity(address.len());
    let mut rest = address;
    while let Some(open) = rest.find('[') {
        out.push_str(&rest[..open]);
        let inside = &rest[open + 1..];
        let close = match inside.strip_prefix('"') {
            Some(quoted) => closing_quote(quoted) + 2,
            None => inside.find(']').unwrap_or(inside.len()),
        };
        rest = inside.get(close + 1..).unwrap_or("");
    }
    (out + rest).into()
}

/// The offset of the quote that ends a key.
fn closing_quote(text: &str) -> usize {
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'"' => return at,
            _ => {}
        }
    }
    text.len()
}
