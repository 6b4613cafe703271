//! The parser of native syntax: a state machine over bytes with its own stack, so that no input is too deep for it.

use super::build::Builder;
use super::scan;
use super::tokens::Tokens;
use super::{Kind, SyntaxError, Tree};
use crate::text::{FileId, Span};

/// What the parser does next.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// Attributes and blocks.
    Body,
    /// An expression must start here.
    Operand,
    /// The last node is an operand: steps, operators or the end of the expression follow.
    Operator,
    /// The text of the innermost open template.
    Template,
    /// An error was reported; the rest of the argument must be skipped.
    Failed,
    Done,
}

/// Something begun and not yet finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Block,
    Attribute,
    /// The argument of a block written on one line.
    OneLineAttribute,
    /// A bare expression that is the whole text.
    Root,
    Paren,
    Index,
    Tuple,
    Call,
    ObjectKey,
    ObjectValue,
    /// `for ... in` before the colon; whether it makes an object is told by the text at the frame's start.
    ForCollection,
    /// After the colon: the value, or the key.
    ForFirst,
    /// After `=>`.
    ForSecond,
    ForCondition,
    Unary(Kind),
    Binary(Kind, u8),
    Then,
    Else,
    Splat(Kind),
    Template,
    Interpolation,
    IfCondition,
    IfThen,
    IfElse,
    ForDirective,
    ForBody,
    /// The parts between two directives.
    Parts,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub step: Step,
    /// Whether newlines ended expressions before this frame.
    pub newlines: bool,
    /// A `...` that groups, or a template with a bad escape.
    pub flag: bool,
    /// Where the construct starts in the text.
    pub start: u32,
    /// The number of nodes before its first descendant.
    pub first: u32,
}

/// How the text of a template ends.
#[derive(Clone, Copy, Debug)]
pub(super) enum Quote {
    Quoted,
    Heredoc {
        marker: (usize, usize),
        line_start: bool,
    },
    /// At the end of the file.
    Bare,
}

pub(super) struct Parser<'t> {
    pub text: &'t str,
    pub bytes: &'t [u8],
    pub at: usize,
    /// Whether a newline ends the expression at hand (false inside parentheses, brackets and interpolations).
    pub newlines: bool,
    pub frames: Vec<Frame>,
    pub quotes: Vec<Quote>,
    pub tree: Builder,
    pub errors: Vec<SyntaxError>,
    /// Name spans of the arguments of all open bodies, and where each open body's begin.
    pub arguments: Vec<(u32, u32)>,
    pub bodies: Vec<usize>,
    /// False once a `/*` was found to have no end: later ones have none either.
    pub comments_close: bool,
    /// True once a quoted string was found to have no end on its line; recovery takes it back.
    pub open_string: bool,
    /// Whether a line indented no more than the open block ends it: the second try for files with a missing `}`.
    pub by_indent: bool,
    pub unclosed: bool,
    /// Heredocs without an end so far; each costs a look at the whole rest of the file.
    pub open_heredocs: usize,
    file: FileId,
}

impl<'t> Parser<'t> {
    pub fn new(file: FileId, text: &'t str) -> Self {
        Parser {
            text,
            bytes: text.as_bytes(),
            at: 0,
            newlines: true,
            frames: Vec::new(),
            quotes: Vec::new(),
            tree: Builder::for_text(text.len()),
            errors: Vec::new(),
            arguments: Vec::new(),
            bodies: Vec::new(),
            comments_close: true,
            open_string: false,
            by_indent: false,
            unclosed: false,
            open_heredocs: 0,
            file,
        }
    }

    /// A whole file. Where a `}` is missing, indentation tells which, if that explains the file better.
    pub fn file(mut self) -> Tree {
        self.whole_file();
        if self.unclosed {
            let mut again = Parser { by_indent: true, ..Parser::new(self.file, self.text) };
            again.whole_file();
            if again.errors.len() <= self.errors.len() {
                self = again;
            }
        }
        self.into_tree()
    }

    fn whole_file(&mut self) {
        if self.text.starts_with('\u{feff}') {
            self.at = 3;
        }
        self.bodies.push(0);
        self.run(Next::Body);
        self.tree.close(Kind::File, 0, self.text.len(), 0);
    }

    /// A text that is one expression.
    pub fn expression(mut self) -> Tree {
        self.newlines = false;
        self.open(Step::Root, 0);
        self.run(Next::Operand);
        self.into_tree()
    }

    /// A text that is a template without quotes.
    pub fn template(mut self) -> Tree {
        self.open(Step::Root, 0);
        self.open_template(Quote::Bare, 0);
        self.run(Next::Template);
        self.into_tree()
    }

    fn into_tree(mut self) -> Tree {
        self.errors.sort_by_key(|error| error.span.start);
        self.tree.finish(self.file, false, self.errors)
    }

    fn run(&mut self, mut next: Next) {
        loop {
            next = match next {
                Next::Body => self.body(),
                Next::Operand => self.operand(),
                Next::Operator => self.after_operand(),
                Next::Template => self.template_text(),
                Next::Failed => self.recover(),
                Next::Done => return,
            };
        }
    }

    #[inline]
    pub fn byte(&self) -> u8 {
        scan::byte(self.bytes, self.at)
    }

    #[inline]
    pub fn byte_after(&self) -> u8 {
        scan::byte(self.bytes, self.at + 1)
    }

    pub fn at_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    /// True when the given symbol stands here.
    pub fn sees(&self, symbol: &[u8]) -> bool {
        self.bytes[self.at.min(self.bytes.len())..].starts_with(symbol)
    }

    /// Skips white space and comments, and newlines where they mean nothing.
    #[inline]
    pub fn skip(&mut self) {
        loop {
            match self.byte() {
                b' ' | b'\t' => self.at += 1,
                b'\n' if !self.newlines => self.at += 1,
                b'\r' if !self.newlines && self.byte_after() == b'\n' => self.at += 2,
                b'#' => self.at = scan::line_end(self.bytes, self.at),
                b'/' => match self.byte_after() {
                    b'/' => self.at = scan::line_end(self.bytes, self.at),
                    b'*' if self.skip_block_comment() => {}
                    _ => return,
                },
                _ => return,
            }
        }
    }

    #[cold]
    fn skip_block_comment(&mut self) -> bool {
        let end = if self.comments_close { scan::block_comment_end(self.bytes, self.at) } else { None };
        self.comments_close = end.is_some();
        self.at = end.unwrap_or(self.at);
        self.comments_close
    }

    /// True at a newline (or at the end of the file), which is not consumed.
    #[inline]
    pub fn at_newline(&self) -> bool {
        match self.byte() {
            b'\n' => true,
            b'\r' => self.byte_after() == b'\n',
            0 => self.at_end(),
            _ => false,
        }
    }

    /// Begins a construct at `start` whose descendants are yet to come.
    #[inline]
    pub fn open(&mut self, step: Step, start: usize) {
        let first = self.tree.len();
        self.open_over(step, start, first);
    }

    #[inline]
    pub fn open_over(&mut self, step: Step, start: usize, first: usize) {
        let (start, first) = (start as u32, first as u32);
        self.frames.push(Frame { step, newlines: self.newlines, flag: false, start, first });
    }

    /// Ends the innermost construct: one node over everything since it began, up to the place reached.
    #[inline]
    pub fn close(&mut self, kind: Kind) {
        let frame = self.frames.pop().expect("a construct is open");
        self.newlines = frame.newlines;
        self.tree.close(kind, frame.start as usize, self.at, frame.first as usize);
    }

    pub fn top(&self) -> Option<Step> {
        self.frames.last().map(|frame| frame.step)
    }

    pub fn set_top(&mut self, step: Step) {
        if let Some(frame) = self.frames.last_mut() {
            frame.step = step;
        }
    }

    pub fn error(&mut self, start: usize, end: usize, message: impl Into<String>) {
        let span = Span::new(self.file, start, end);
        self.errors.push(SyntaxError { span, message: message.into() });
    }

    /// At the end of the file, reports the innermost bracket that is not closed.
    fn open_bracket(&mut self) -> bool {
        let owner = |step: &Step| matches!(step, Step::Attribute | Step::OneLineAttribute | Step::Root | Step::Block);
        let inner = self.frames.iter().rev().take_while(|frame| !owner(&frame.step));
        let bracket = inner.map(|frame| frame.start as usize).find(|&start| self.opens(start));
        let Some(start) = bracket else { return false };
        let (_, range) = Tokens::from(self.text, start).next().expect("a bracket is a token");
        let message = format!("this `{}` is never closed", &self.text[range.clone()]);
        self.error(start, range.end, message);
        true
    }

    fn opens(&self, at: usize) -> bool {
        matches!(scan::byte(self.bytes, at), b'(' | b'[' | b'{')
    }

    /// The token that stands here.
    fn token_here(&self) -> (usize, usize) {
        let mut at = self.at.min(self.bytes.len());
        if self.byte() == b'/' && self.byte_after() == b'*' {
            return (at, at + 2);
        }
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        Tokens::from(self.text, at).next().map_or((at, at), |(_, range)| (range.start, range.end))
    }

    /// Reports that something else was expected here.
    #[cold]
    pub fn unexpected(&mut self, expected: &str) -> Next {
        if self.at_end() && self.open_bracket() {
            return Next::Failed;
        }
        let (start, end) = self.token_here();
        let found = match &self.text[start..end] {
            "" if start >= self.text.len() => "the end of the file".to_string(),
            "" | "\n" | "\r\n" => "the end of the line".to_string(),
            token if token.starts_with("/*") => "a comment that is never closed".to_string(),
            token if token.chars().count() > 40 => "this".to_string(),
            token if token.chars().any(char::is_control) => format!("the character {token:?}"),
            token => format!("`{token}`"),
        };
        self.error(start, end, format!("expected {expected}, found {found}"));
        Next::Failed
    }
}
