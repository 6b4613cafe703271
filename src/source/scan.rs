//! Where names, numbers and comments end, byte by byte. Shared by the parser and the token reader.

/// The longest text that spans can address.
pub(super) const MAX_LENGTH: usize = u32::MAX as usize - 1;

const START: u8 = 1;
const CONTINUE: u8 = 2;
const QUOTED_STOP: u8 = 4;

const CLASS: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut at = 0;
    while at < 256 {
        let byte = at as u8;
        if byte.is_ascii_alphabetic() || byte == b'_' {
            table[at] |= START | CONTINUE;
        }
        if byte.is_ascii_digit() || byte == b'-' {
            table[at] |= CONTINUE;
        }
        if matches!(byte, b'"' | b'\\' | b'$' | b'%' | b'\n' | b'\r') {
            table[at] |= QUOTED_STOP;
        }
        at += 1;
    }
    table
}

/// The byte at `at`, or 0 at the end (a NUL in the text is found by its place before the end).
#[inline]
pub(super) fn byte(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or(0)
}

/// True when a name starts at `at`.
#[inline]
pub(super) fn starts_name(text: &str, at: usize) -> bool {
    let first = byte(text.as_bytes(), at);
    CLASS[first as usize] & START != 0 || first >= 0x80 && starts_name_beyond_ascii(text, at)
}

#[cold]
fn starts_name_beyond_ascii(text: &str, at: usize) -> bool {
    text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(unicode_ident::is_xid_start)
}

/// The end of the name that starts at `at`.
#[inline]
pub(super) fn name_end(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    loop {
        let next = byte(bytes, at);
        if CLASS[next as usize] & CONTINUE != 0 {
            at += 1;
        } else if next >= 0x80 {
            match text[at..].chars().next() {
                Some(c) if unicode_ident::is_xid_continue(c) => at += c.len_utf8(),
                _ => return at,
            }
        } else {
            return at;
        }
    }
}

/// The end of the number that starts at `at`. As in Terraform it may hold several dots; then it is not valid.
pub(super) fn number_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    let mut end = at;
    loop {
        match byte(bytes, at) {
            b'0'..=b'9' => at += 1,
            b'.' => {
                at += 1;
                continue;
            }
            b'e' | b'E' => {
                let sign = usize::from(matches!(byte(bytes, at + 1), b'+' | b'-'));
                if !byte(bytes, at + 1 + sign).is_ascii_digit() {
                    return end;
                }
                at += 2 + sign;
            }
            _ => return end,
        }
        end = at;
    }
}

/// True when the text of a number token is one number whose exponent Terraform can hold.
pub(super) fn is_number(token: &[u8]) -> bool {
    if token.len() < 18 && token.iter().all(u8::is_ascii_digit) {
        return true;
    }
    let (mantissa, exponent) = match token.iter().position(|byte| matches!(byte, b'e' | b'E')) {
        Some(at) => (&token[..at], &token[at + 1..]),
        None => (token, &b"0"[..]),
    };
    let fraction = mantissa.iter().position(|&byte| byte == b'.').map_or(0, |dot| mantissa.len() - dot - 1);
    let dots = mantissa.iter().filter(|&&byte| byte == b'.').count();
    let exponent = std::str::from_utf8(exponent).ok().and_then(|digits| digits.parse::<i64>().ok());
    dots <= 1 && exponent.is_some_and(|exponent| exponent_fits(mantissa, exponent.saturating_sub(fraction as i64)))
}

/// Go's big.Float has 32 bits of binary exponent, and checks it before it scales by powers of five.
fn exponent_fits(mantissa: &[u8], exponent: i64) -> bool {
    let digits = mantissa.iter().filter(|&&byte| byte != b'.').skip_while(|&&byte| byte == b'0');
    let leading = digits.clone().take(18).fold(0u64, |sum, digit| sum * 10 + u64::from(digit - b'0'));
    let beyond = digits.count().saturating_sub(18) as f64 * std::f64::consts::LOG2_10;
    let bits = i64::from(64 - leading.leading_zeros()) + beyond as i64;
    leading == 0 || i32::try_from(bits.saturating_add(exponent)).is_ok()
}

/// The first byte at or after `at` that does not stand for itself in a quoted template.
#[inline]
pub(super) fn quoted_text_end(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && CLASS[bytes[at] as usize] & QUOTED_STOP == 0 {
        at += 1;
    }
    at
}

/// The end of the line's text: the place of its `\n`, or the end of the text.
#[inline]
pub(super) fn line_end(bytes: &[u8], at: usize) -> usize {
    memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length)
}

/// The end of a `/* */` comment that starts at `at`; `None` when it is not closed.
pub(super) fn block_comment_end(bytes: &[u8], at: usize) -> Option<usize> {
    memchr::memmem::find(&bytes[at + 2..], b"*/").map(|length| at + 2 + length + 2)
}

/// What stands at a `$` or `%` in a template.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Marker {
    /// The character itself.
    Plain,
    /// `$${` or `%%{`.
    Escaped,
    /// `${` or `%{`.
    Open,
}

#[inline]
pub(super) fn marker(bytes: &[u8], at: usize) -> Marker {
    let first = bytes[at];
    match byte(bytes, at + 1) {
        b'{' => Marker::Open,
        second if second == first && byte(bytes, at + 2) == b'{' => Marker::Escaped,
        _ => Marker::Plain,
    }
}

/// The head of a heredoc, `<<EOT` or `<<-EOT` and its line ending: the marker and the start of the first line.
pub(super) struct HeredocHead {
    pub marker: (usize, usize),
    pub body: usize,
}

pub(super) fn heredoc_head(text: &str, at: usize) -> Option<HeredocHead> {
    let bytes = text.as_bytes();
    if byte(bytes, at + 1) != b'<' {
        return None;
    }
    let start = at + 2 + usize::from(byte(bytes, at + 2) == b'-');
    if !starts_name(text, start) {
        return None;
    }
    let end = name_end(text, start);
    let line_ending = match (byte(bytes, end), byte(bytes, end + 1)) {
        (b'\n', _) => 1,
        (b'\r', b'\n') => 2,
        _ => return None,
    };
    Some(HeredocHead { marker: (start, end), body: end + line_ending })
}

/// The place of the closing marker when the line at `at` holds nothing else; the line must have an ending.
pub(super) fn closing_marker(text: &str, at: usize, marker: (usize, usize)) -> Option<usize> {
    let end = line_end(text.as_bytes(), at);
    let line = text[at..end].strip_suffix('\r').unwrap_or(&text[at..end]);
    let blank = line.len() - line.trim_start().len();
    let closes = end < text.len() && line.trim() == &text[marker.0..marker.1] && !line.contains('\r');
    closes.then_some(at + blank)
}
