//! Quoted strings, heredocs and bare templates, with their interpolations and directives.

use super::Kind;
use super::parser::{Frame, Next, Parser, Quote, Step};
use super::scan::{self, Marker};

/// Why a run of literal text ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// `${` or `%{` stands here.
    Sequence,
    /// The template's end stands here; a heredoc's closing marker at this place.
    End(usize),
    /// The line or the file ends, but not the template.
    Open,
}

impl Parser<'_> {
    /// A quoted string; without sequences it is one node.
    pub(super) fn quoted(&mut self) -> Next {
        let start = self.at;
        self.at += 1;
        let mut bad = false;
        match self.quoted_run(&mut bad) {
            Stop::End(_) => {
                self.at += 1;
                self.tree.leaf(if bad { Kind::Error } else { Kind::Str }, start, self.at);
                Next::Operator
            }
            Stop::Sequence => {
                self.open_template(Quote::Quoted, start);
                self.frames.last_mut().expect("the template is open").flag = bad;
                self.text_node(start + 1, self.at);
                self.sequence()
            }
            Stop::Open => self.open_string(start),
        }
    }

    #[cold]
    fn open_string(&mut self, start: usize) -> Next {
        self.error(start, self.at, "this string has no closing quote on its line");
        self.open_string = true;
        Next::Failed
    }

    pub(super) fn open_template(&mut self, quote: Quote, start: usize) {
        self.open(Step::Template, start);
        self.quotes.push(quote);
    }

    fn text_node(&mut self, start: usize, end: usize) {
        if start < end {
            self.tree.leaf(Kind::TemplateText, start, end);
        }
    }

    /// Literal text of the innermost template up to the next sequence or the template's end.
    pub(super) fn template_text(&mut self) -> Next {
        let start = self.at;
        let quote = *self.quotes.last().expect("a template is open");
        let mut bad = false;
        let stop = match quote {
            Quote::Quoted => self.quoted_run(&mut bad),
            Quote::Heredoc { marker, line_start } => self.heredoc_run(marker, line_start),
            Quote::Bare => self.bare_run(),
        };
        if bad {
            let template = self.frames.iter_mut().rev().find(|frame| frame.step == Step::Template);
            template.expect("a template is open").flag = true;
        }
        self.text_node(start, self.at);
        if matches!(quote, Quote::Heredoc { .. }) && !self.line_endings_are_whole(start) {
            return Next::Failed;
        }
        match (stop, quote) {
            (Stop::Sequence, _) => self.sequence(),
            (Stop::End(marker), _) => self.close_template(quote, marker),
            (Stop::Open, Quote::Heredoc { marker, .. }) => self.open_heredoc(marker),
            (Stop::Open, _) => {
                let frame = self.frames.iter().rev().find(|frame| frame.step == Step::Template);
                let start = frame.map_or(start, |frame| frame.start as usize);
                self.open_string(start)
            }
        }
    }

    fn quoted_run(&mut self, bad: &mut bool) -> Stop {
        loop {
            self.at = scan::quoted_text_end(self.bytes, self.at);
            match self.byte() {
                b'"' => return Stop::End(self.at),
                b'\\' => {
                    *bad |= !self.escape();
                    self.at += 1;
                }
                b'$' | b'%' => match scan::marker(self.bytes, self.at) {
                    Marker::Plain => self.at += 1,
                    Marker::Escaped => self.at += 3,
                    Marker::Open => return Stop::Sequence,
                },
                _ => return Stop::Open,
            }
        }
    }

    /// Checks the escape at a backslash and moves to its last byte.
    pub(super) fn escape(&mut self) -> bool {
        let start = self.at;
        let digits = match self.byte_after() {
            b'n' | b'r' | b't' | b'"' | b'\\' => {
                self.at += 1;
                return true;
            }
            b'u' => 4,
            b'U' => 8,
            _ => 0,
        };
        if digits > 0 {
            let code = self.text.get(start + 2..start + 2 + digits).filter(|code| is_hex(code));
            if code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32).is_some() {
                self.at += 1 + digits;
                return true;
            }
        }
        let next = self.text[start + 1..].chars().next().filter(|c| !matches!(c, '\n' | '\r'));
        let end = start + 1 + next.map_or(0, char::len_utf8);
        let message = match digits {
            0 => format!("`{}` is not an escape sequence; write \\\\ for a backslash", &self.text[start..end]),
            _ => format!("`{}` needs {digits} hexadecimal digits of a Unicode character", &self.text[start..end]),
        };
        self.error(start, end, message);
        self.at = end - 1;
        false
    }

    fn heredoc_run(&mut self, marker: (usize, usize), mut line_start: bool) -> Stop {
        loop {
            if line_start && let Some(closing) = scan::closing_marker(self.text, self.at, marker) {
                return Stop::End(closing);
            }
            let Some(length) = memchr::memchr3(b'\n', b'$', b'%', &self.bytes[self.at..]) else {
                self.at = self.bytes.len();
                return Stop::Open;
            };
            self.at += length;
            line_start = self.byte() == b'\n';
            if !line_start && self.plain_marker() == Stop::Sequence {
                return Stop::Sequence;
            }
            self.at += usize::from(line_start);
        }
    }

    fn bare_run(&mut self) -> Stop {
        loop {
            let Some(length) = memchr::memchr2(b'$', b'%', &self.bytes[self.at..]) else {
                self.at = self.bytes.len();
                return Stop::End(self.at);
            };
            self.at += length;
            if self.plain_marker() == Stop::Sequence {
                return Stop::Sequence;
            }
        }
    }

    /// Reports a carriage return without its newline in a heredoc's text since `start`, as Terraform does; bare
    /// templates may hold one.
    fn line_endings_are_whole(&mut self, start: usize) -> bool {
        let returns = memchr::memchr_iter(b'\r', &self.bytes[start..self.at]).map(|at| start + at);
        let lone = returns.into_iter().find(|&at| scan::byte(self.bytes, at + 1) != b'\n');
        if let Some(at) = lone {
            self.error(at, at + 1, "a carriage return must be followed by a newline");
        }
        lone.is_none()
    }

    /// Steps over a `$` or `%` that opens nothing.
    fn plain_marker(&mut self) -> Stop {
        match scan::marker(self.bytes, self.at) {
            Marker::Open => return Stop::Sequence,
            Marker::Plain => self.at += 1,
            Marker::Escaped => self.at += 3,
        }
        Stop::Open
    }

    #[cold]
    fn open_heredoc(&mut self, marker: (usize, usize)) -> Next {
        let frame = self.frames.iter().rev().find(|frame| frame.step == Step::Template);
        let start = frame.map_or(marker.0, |frame| frame.start as usize);
        let name = &self.text[marker.0..marker.1];
        let message = format!("this heredoc is never closed: no later line holds only `{name}`");
        self.error(start, marker.1, message);
        self.open_heredocs += 1;
        Next::Failed
    }

    fn close_template(&mut self, quote: Quote, marker: usize) -> Next {
        let frame = *self.frames.last().expect("a template is open");
        if frame.step != Step::Template {
            return self.open_directive();
        }
        let end = match quote {
            Quote::Heredoc { marker: name, .. } => marker + (name.1 - name.0),
            Quote::Quoted => self.at + 1,
            Quote::Bare => self.at,
        };
        let kind = match quote {
            Quote::Heredoc { .. } => Kind::Heredoc,
            Quote::Quoted => Kind::Template,
            Quote::Bare => Kind::TemplateBody,
        };
        self.at = end;
        if frame.flag {
            self.tree.truncate(frame.first as usize);
        }
        self.close(if frame.flag { Kind::Error } else { kind });
        self.quotes.pop();
        if matches!(quote, Quote::Heredoc { .. }) {
            // White space after the marker may be of any kind; only the newline counts.
            self.at = scan::line_end(self.bytes, end);
        }
        Next::Operator
    }

    /// The template ends inside the parts of a directive.
    #[cold]
    fn open_directive(&mut self) -> Next {
        let directive = self.frames[self.frames.len() - 2];
        let start = directive.start as usize;
        let (head, tail) = if directive.step == Step::ForBody { ("for", "endfor") } else { ("if", "endif") };
        self.error(start, start + 2, format!("this `%{{ {head} }}` has no `%{{ {tail} }}`"));
        Next::Failed
    }

    /// `${` or `%{`, with its strip marker.
    fn sequence(&mut self) -> Next {
        let start = self.at;
        let directive = self.byte() == b'%';
        self.at += 2;
        self.at += usize::from(self.byte() == b'~');
        if let Some(Quote::Heredoc { line_start, .. }) = self.quotes.last_mut() {
            *line_start = false;
        }
        if directive {
            return self.directive(start);
        }
        self.open(Step::Interpolation, start);
        self.newlines = false;
        Next::Operand
    }

    fn directive(&mut self, start: usize) -> Next {
        let newlines = std::mem::replace(&mut self.newlines, false);
        self.skip();
        let first = self.tree.len() as u32;
        let frame = |step| Frame { step, newlines, flag: false, start: start as u32, first };
        if self.sees_word(b"if") {
            self.frames.push(frame(Step::IfCondition));
            self.at += 2;
            return Next::Operand;
        }
        if self.sees_word(b"for") {
            self.frames.push(frame(Step::ForDirective));
            return self.for_head(Step::ForDirective);
        }
        let words: [&[u8]; 3] = [b"else", b"endif", b"endfor"];
        let Some(word) = words.into_iter().find(|word| self.sees_word(word)) else {
            return self.unexpected("`if`, `else`, `endif`, `for` or `endfor`");
        };
        self.at += word.len();
        self.skip();
        if !self.sequence_end() {
            return self.unexpected("`}`");
        }
        self.newlines = newlines;
        self.turn(word, start)
    }

    /// Steps over `}` or `~}`.
    fn sequence_end(&mut self) -> bool {
        let length = if self.byte() == b'}' { 1 } else { 2 };
        let closes = length == 1 || self.sees(b"~}");
        self.at += if closes { length } else { 0 };
        closes
    }

    /// After the expression of an interpolation or a directive.
    pub(super) fn close_sequence(&mut self, step: Step) -> Next {
        if !self.sequence_end() {
            return self.unexpected("`}`");
        }
        if step == Step::Interpolation {
            self.close(Kind::Interpolation);
            return Next::Template;
        }
        self.set_top(if step == Step::IfCondition { Step::IfThen } else { Step::ForBody });
        self.newlines = self.frames.last().is_some_and(|frame| frame.newlines);
        self.open(Step::Parts, self.at);
        Next::Template
    }

    /// `%{ else }`, `%{ endif }` or `%{ endfor }`, which started at `start` and has been read.
    fn turn(&mut self, word: &[u8], start: usize) -> Next {
        let below = self.frames.len().checked_sub(2).map(|at| self.frames[at].step);
        let open = self.top() == Some(Step::Parts);
        let fits = match below {
            Some(Step::IfThen) => word != b"endfor",
            Some(Step::IfElse) => word == b"endif",
            Some(Step::ForBody) => word == b"endfor",
            _ => false,
        };
        if !(open && fits) {
            let head = if word == b"endfor" { "for" } else { "if" };
            let word = String::from_utf8_lossy(word);
            self.error(start, self.at, format!("`%{{ {word} }}` without a matching `%{{ {head} }}`"));
            return Next::Failed;
        }
        let parts = self.frames.pop().expect("parts are open");
        self.tree.close(Kind::TemplateBody, parts.start as usize, start, parts.first as usize);
        if word == b"else" {
            self.set_top(Step::IfElse);
            self.open(Step::Parts, self.at);
        } else {
            self.close(if word == b"endif" { Kind::TemplateIf } else { Kind::TemplateFor });
        }
        Next::Template
    }
}

pub(super) fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
