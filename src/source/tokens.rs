//! Every byte of a text as a token: what editors of the text and suppression comments need beside the tree.

use super::scan::{self, Marker};
use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Spaces, tabs, and a byte order mark at the start.
    Space,
    /// `\n` or `\r\n`.
    Newline,
    /// Without the newline at its end.
    Comment,
    Name,
    Number,
    OpenBrace,
    CloseBrace,
    OpenParen,
    CloseParen,
    OpenBracket,
    CloseBracket,
    /// Any other symbol of the language.
    Symbol,
    /// The quote that opens a string.
    QuoteOpen,
    QuoteClose,
    /// `<<EOT` or `<<-EOT` with its newline.
    HeredocOpen,
    /// The closing marker with the white space before it.
    HeredocClose,
    /// Literal text of a template, still escaped; a heredoc's text is split after each newline.
    TemplateText,
    /// `${`, `${~`, `%{` or `%{~`.
    SequenceOpen,
    /// The `}` or `~}` of a sequence.
    SequenceClose,
    /// Bytes that belong to no token of the language.
    Invalid,
}

/// The tokens of a text in native syntax; their ranges follow one another without gaps.
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0, modes: Vec::new(), comments_close: true }
}

/// See [`tokens`].
pub struct Tokens<'t> {
    text: &'t str,
    at: usize,
    modes: Vec<Mode>,
    comments_close: bool,
}

#[derive(Clone, Copy)]
enum Mode {
    /// Inside a sequence, with the number of braces open in it.
    Sequence(u32),
    Quoted,
    Heredoc {
        marker: (usize, usize),
        line_start: bool,
    },
}

impl<'t> Tokens<'t> {
    /// Tokens from a place that is outside of any template.
    pub(super) fn from(text: &'t str, at: usize) -> Self {
        Tokens { at, ..tokens(text) }
    }

    fn normal(&mut self) -> TokenKind {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let next = scan::byte(bytes, start + 1);
        self.at += 1;
        match bytes[start] {
            b' ' | b'\t' => {
                while matches!(scan::byte(bytes, self.at), b' ' | b'\t') {
                    self.at += 1;
                }
                TokenKind::Space
            }
            b'\n' => TokenKind::Newline,
            b'\r' if next == b'\n' => self.take(1, TokenKind::Newline),
            b'#' => self.comment(),
            b'/' if next == b'/' => self.comment(),
            b'/' if next == b'*' => self.block_comment(),
            b'0'..=b'9' => {
                self.at = scan::number_end(bytes, start);
                TokenKind::Number
            }
            b'{' => self.open_brace(),
            b'}' => self.close_brace(),
            b'(' => TokenKind::OpenParen,
            b')' => TokenKind::CloseParen,
            b'[' => TokenKind::OpenBracket,
            b']' => TokenKind::CloseBracket,
            b'"' => {
                self.modes.push(Mode::Quoted);
                TokenKind::QuoteOpen
            }
            b'~' if next == b'}' && matches!(self.modes.last(), Some(Mode::Sequence(0))) => {
                self.modes.pop();
                self.take(1, TokenKind::SequenceClose)
            }
            b'<' => match scan::heredoc_head(self.text, start) {
                Some(head) => {
                    self.modes.push(Mode::Heredoc { marker: head.marker, line_start: true });
                    self.at = head.body;
                    TokenKind::HeredocOpen
                }
                None => self.take(usize::from(next == b'='), TokenKind::Symbol),
            },
            b'=' | b'!' | b'>' if next == b'=' => self.take(1, TokenKind::Symbol),
            b'=' if next == b'>' => self.take(1, TokenKind::Symbol),
            b'&' | b'|' | b':' if next == bytes[start] => self.take(1, TokenKind::Symbol),
            b'.' if bytes[start..].starts_with(b"...") => self.take(2, TokenKind::Symbol),
            b'.' | b',' | b'*' | b'/' | b'%' | b'+' | b'-' | b'=' | b'>' | b'!' | b'?' | b':' => TokenKind::Symbol,
            _ => self.name_or_invalid(start),
        }
    }

    fn take(&mut self, more: usize, kind: TokenKind) -> TokenKind {
        self.at += more;
        kind
    }

    fn comment(&mut self) -> TokenKind {
        let bytes = self.text.as_bytes();
        self.at = scan::line_end(bytes, self.at);
        if self.at < bytes.len() && bytes[self.at - 1] == b'\r' {
            self.at -= 1;
        }
        TokenKind::Comment
    }

    fn block_comment(&mut self) -> TokenKind {
        let end = self.comments_close.then(|| scan::block_comment_end(self.text.as_bytes(), self.at - 1)).flatten();
        self.comments_close = end.is_some();
        self.at = end.unwrap_or(self.at);
        if end.is_some() { TokenKind::Comment } else { TokenKind::Symbol }
    }

    fn open_brace(&mut self) -> TokenKind {
        if let Some(Mode::Sequence(braces)) = self.modes.last_mut() {
            *braces += 1;
        }
        TokenKind::OpenBrace
    }

    fn close_brace(&mut self) -> TokenKind {
        match self.modes.last_mut() {
            Some(Mode::Sequence(0)) => {
                self.modes.pop();
                return TokenKind::SequenceClose;
            }
            Some(Mode::Sequence(braces)) => *braces -= 1,
            _ => {}
        }
        TokenKind::CloseBrace
    }

    fn name_or_invalid(&mut self, start: usize) -> TokenKind {
        if scan::starts_name(self.text, start) {
            self.at = scan::name_end(self.text, start);
            return TokenKind::Name;
        }
        if start == 0 && self.text.starts_with('\u{feff}') {
            self.at = 3;
            return TokenKind::Space;
        }
        self.at = start + self.text[start..].chars().next().map_or(1, char::len_utf8);
        TokenKind::Invalid
    }

    fn quoted(&mut self) -> TokenKind {
        let bytes = self.text.as_bytes();
        let start = self.at;
        loop {
            self.at = scan::quoted_text_end(bytes, self.at);
            match scan::byte(bytes, self.at) {
                b'\\' => {
                    let escaped = self.text[self.at + 1..].chars().next().filter(|c| !matches!(c, '\n' | '\r'));
                    self.at += 1 + escaped.map_or(0, char::len_utf8);
                }
                b'$' | b'%' => match scan::marker(bytes, self.at) {
                    Marker::Plain => self.at += 1,
                    Marker::Escaped => self.at += 3,
                    Marker::Open => break,
                },
                _ => break,
            }
        }
        if self.at > start {
            return TokenKind::TemplateText;
        }
        match bytes[start] {
            b'"' => {
                self.modes.pop();
                self.take(1, TokenKind::QuoteClose)
            }
            b'$' | b'%' => self.sequence(),
            // A string ends with its line, closed or not.
            _ => {
                self.modes.pop();
                self.normal()
            }
        }
    }

    fn heredoc(&mut self, marker: (usize, usize), line_start: bool) -> TokenKind {
        let bytes = self.text.as_bytes();
        let start = self.at;
        if line_start && let Some(closing) = scan::closing_marker(self.text, start, marker) {
            self.modes.pop();
            self.at = closing + (marker.1 - marker.0);
            return TokenKind::HeredocClose;
        }
        loop {
            match memchr::memchr3(b'\n', b'$', b'%', &bytes[self.at..]) {
                None => self.at = bytes.len(),
                Some(length) => {
                    self.at += length;
                    if bytes[self.at] == b'\n' {
                        self.at += 1;
                        self.set_line_start(true);
                        break;
                    }
                    match scan::marker(bytes, self.at) {
                        Marker::Plain => self.at += 1,
                        Marker::Escaped => self.at += 3,
                        Marker::Open => {
                            self.set_line_start(false);
                            break;
                        }
                    }
                }
            }
            if self.at >= bytes.len() {
                break;
            }
        }
        if self.at > start { TokenKind::TemplateText } else { self.sequence() }
    }

    fn set_line_start(&mut self, at_line_start: bool) {
        if let Some(Mode::Heredoc { line_start, .. }) = self.modes.last_mut() {
            *line_start = at_line_start;
        }
    }

    fn sequence(&mut self) -> TokenKind {
        self.at += 2;
        self.at += usize::from(scan::byte(self.text.as_bytes(), self.at) == b'~');
        self.modes.push(Mode::Sequence(0));
        TokenKind::SequenceOpen
    }
}

impl Iterator for Tokens<'_> {
    type Item = (TokenKind, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        if start >= self.text.len() {
            return None;
        }
        let kind = match self.modes.last().copied() {
            None | Some(Mode::Sequence(_)) => self.normal(),
            Some(Mode::Quoted) => self.quoted(),
            Some(Mode::Heredoc { marker, line_start }) => self.heredoc(marker, line_start),
        };
        Some((kind, start..self.at))
    }
}
