//! Where parsing goes on after an error: the rest of the argument or item is skipped, and nothing more.

use super::Kind;
use super::parser::{Next, Parser, Step};
use super::scan;
use super::tokens::{TokenKind, Tokens};
use std::ops::Range;

/// After this many heredocs without an end, the rest of the file is given up, so that time stays linear.
const OPEN_HEREDOCS: usize = 8;

pub(super) const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];

/// How far, in bytes, the end of a string is looked for on the lines after its own.
const MAX_STRING_TAIL: usize = 4096;

impl Parser<'_> {
    /// Drops what was begun since the argument's `=`, and skips to the argument's end.
    pub(super) fn recover(&mut self) -> Next {
        let is_base = |step: Step| matches!(step, Step::Attribute | Step::OneLineAttribute | Step::Root);
        let base = self.frames.iter().rposition(|frame| is_base(frame.step)).expect("expressions have an owner");
        let frame = self.frames[base];
        self.frames.truncate(base + 1);
        self.quotes.clear();
        self.tree.truncate(frame.first as usize);
        self.newlines = true;
        if frame.step == Step::Root {
            self.frames.clear();
            self.tree.leaf(Kind::Error, 0, self.text.len());
            return Next::Done;
        }
        let mut start = scan::name_end(self.text, frame.start as usize);
        start += self.bytes[start..].iter().position(|&byte| byte == b'=').map_or(0, |length| length + 1);
        let failed = self.errors.last().map_or(self.at, |error| error.span.start as usize);
        let mut end = self.resync(frame.start as usize, failed);
        if std::mem::take(&mut self.open_string) {
            end = self.string_tail(end);
        }
        self.at = end;
        let value = self.text[start.min(end)..end].trim_matches(BLANK);
        let offset = value.as_ptr() as usize - self.text.as_ptr() as usize;
        self.tree.leaf(Kind::Error, offset, offset + value.len());
        self.frames.pop();
        self.tree.close(Kind::Attribute, frame.start as usize, offset + value.len(), frame.first as usize);
        Next::Body
    }

    /// Skips the rest of an item that is neither an argument nor a block, and keeps it as an error.
    pub(super) fn skip_item(&mut self, start: usize) {
        let failed = self.errors.last().map_or(self.at, |error| error.span.start as usize);
        self.at = self.resync(start, failed).max(self.at.min(self.text.len()));
        let end = start + self.text[start..self.at].trim_end_matches(BLANK).len();
        self.tree.leaf(Kind::Error, start, end);
    }

    /// Something that starts no item.
    pub(super) fn stray(&mut self) {
        let start = self.at;
        if self.byte() == b'}' {
            self.error(start, start + 1, "this `}` closes nothing");
            self.at += 1;
            self.tree.leaf(Kind::Error, start, self.at);
            return;
        }
        if self.byte() == b'"' {
            self.unexpected("an argument or a block (names of arguments are not quoted)");
        } else {
            self.unexpected("an argument or a block");
        }
        self.skip_item(start);
    }

    /// After a complete item that is followed by something on its line: another item is kept, the rest is not.
    pub(super) fn skip_trash(&mut self) {
        if self.byte() != b'}' && !item_starts(self.text, self.at) {
            self.skip_item(self.at);
        }
    }

    /// The end of the broken item that starts at `start`: the end of its line once its brackets are closed, the
    /// closing brace of its block, or a line that looks like the next item, by its indentation.
    fn resync(&self, start: usize, failed: usize) -> usize {
        let column = self.column(start);
        let in_heredoc = self.heredoc_is_open(failed);
        if in_heredoc && self.open_heredocs > OPEN_HEREDOCS {
            return self.text.len();
        }
        // A first token that does not fit may be the next item: the newline before it counts.
        let line = failed - self.column(failed);
        let failed = if self.text[line..failed].trim().is_empty() { line.saturating_sub(1).max(start) } else { failed };
        let mut open = Vec::new();
        for (kind, range) in Tokens::from(self.text, start) {
            let passed = range.end > failed;
            match kind {
                TokenKind::OpenBrace => open.push(TokenKind::CloseBrace),
                TokenKind::OpenParen => open.push(TokenKind::CloseParen),
                TokenKind::OpenBracket => open.push(TokenKind::CloseBracket),
                TokenKind::SequenceOpen => open.push(TokenKind::SequenceClose),
                TokenKind::CloseBrace if passed && open.is_empty() => return range.start,
                TokenKind::CloseBrace | TokenKind::CloseParen | TokenKind::CloseBracket | TokenKind::SequenceClose => {
                    close(&mut open, kind);
                }
                TokenKind::Newline if passed && (open.is_empty() || self.next_item(&range, column)) => {
                    return range.start;
                }
                TokenKind::HeredocOpen | TokenKind::TemplateText
                    if passed && in_heredoc && self.next_item(&range, column) =>
                {
                    return range.end;
                }
                _ => {}
            }
        }
        self.text.len()
    }

    /// The end of a quoted string that goes on over the next lines, where these hold nothing else; otherwise `end`.
    fn string_tail(&self, end: usize) -> usize {
        let mut line_end = end;
        while line_end < self.bytes.len() && line_end < end + MAX_STRING_TAIL {
            let start = scan::line_end(self.bytes, line_end) + 1;
            let Some(rest) = self.text.get(start..) else { return end };
            line_end = scan::line_end(self.bytes, start);
            let line = rest[..line_end - start].trim();
            let indent = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            if line.is_empty() || line.starts_with(['}', ')', ']', '#', '/']) || item_starts(self.text, start + indent)
            {
                return end;
            }
            if line.contains('"') {
                return line_end;
            }
        }
        end
    }

    /// True where an item or `}` starts a line no deeper than the open block: the block's own `}` must be missing.
    pub(super) fn leaves_block(&self) -> bool {
        let Some(frame) = self.frames.last().filter(|frame| frame.step == Step::Block) else { return false };
        let column = self.column(self.at);
        if !self.text[self.at - column..self.at].trim().is_empty() {
            return false;
        }
        let outer = self.column(frame.start as usize);
        if self.byte() == b'}' { column < outer } else { column <= outer && item_starts(self.text, self.at) }
    }

    fn heredoc_is_open(&self, failed: usize) -> bool {
        self.open_heredocs > 0 && scan::heredoc_head(self.text, failed.min(self.text.len())).is_some()
    }

    /// True when the line after this newline seems to leave the broken item.
    fn next_item(&self, newline: &Range<usize>, column: usize) -> bool {
        if self.bytes[newline.end - 1] != b'\n' {
            return false;
        }
        let line = &self.bytes[newline.end..];
        let indent = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let at = newline.end + indent;
        indent < column && scan::byte(self.bytes, at) == b'}' || indent <= column && item_starts(self.text, at)
    }

    /// The number of bytes before `at` on its line; very long lines are not looked through.
    fn column(&self, at: usize) -> usize {
        let mut from = at.saturating_sub(4096);
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        memchr::memrchr(b'\n', &self.bytes[from..at]).map_or(at - from, |newline| at - from - newline - 1)
    }
}

/// Closes the bracket that this closer belongs to and those left open inside it; a closer of no near bracket is ignored.
fn close(open: &mut Vec<TokenKind>, closer: TokenKind) {
    let near = open.len().saturating_sub(8);
    if let Some(at) = open[near..].iter().rposition(|&other| other == closer) {
        open.truncate(near + at);
    }
}

/// True when an argument or a block seems to start here: a name, then `=`, `{`, or labels and `{`.
fn item_starts(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    if !scan::starts_name(text, at) {
        return false;
    }
    let end = scan::name_end(text, at);
    let gap = bytes[end..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    match (scan::byte(bytes, end + gap), scan::byte(bytes, end + gap + 1)) {
        (b'=', next) => !matches!(next, b'=' | b'>'),
        (b'{', _) => true,
        _ if gap > 0 && (scan::byte(bytes, end + gap) == b'"' || scan::starts_name(text, end + gap)) => {
            let line = &bytes[end..bytes.len().min(end + 400)];
            let line = line[..scan::line_end(line, 0)].trim_ascii_end();
            line.ends_with(b"{") || line.ends_with(b"}")
        }
        _ => false,
    }
}
