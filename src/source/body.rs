//! Files and block bodies: arguments and blocks.

use super::Kind;
use super::parser::{Next, Parser, Step};
use super::scan;

impl Parser<'_> {
    /// Reads items until an argument's value starts, or to the end.
    pub(super) fn body(&mut self) -> Next {
        self.newlines = true;
        loop {
            self.skip();
            if self.at_newline() {
                if self.at_end() {
                    return self.end_of_file();
                }
                self.at += 1 + usize::from(self.byte() == b'\r');
            } else if self.by_indent && self.leaves_block() {
                self.close_unclosed();
            } else if scan::starts_name(self.text, self.at) {
                if let Some(next) = self.item() {
                    return next;
                }
            } else if self.byte() == b'}' && self.top() == Some(Step::Block) {
                self.at += 1;
                self.close_block();
            } else {
                self.stray();
            }
        }
    }

    /// An argument up to its value, or a block up to its body.
    fn item(&mut self) -> Option<Next> {
        let start = self.at;
        self.at = scan::name_end(self.text, start);
        let name_end = self.at;
        self.skip();
        match self.byte() {
            b'=' if !matches!(self.byte_after(), b'=' | b'>') => {
                self.argument(Step::Attribute, start, name_end);
                Some(Next::Operand)
            }
            b'{' | b'"' => self.block(start),
            _ if scan::starts_name(self.text, self.at) => self.block(start),
            _ => {
                self.unexpected("`=` and a value, or a block");
                self.skip_item(start);
                None
            }
        }
    }

    fn argument(&mut self, step: Step, start: usize, name_end: usize) {
        self.arguments.push((start as u32, name_end as u32));
        self.open(step, start);
        self.at += 1;
    }

    /// Labels and the opening brace; then the body, or the one argument on the same line.
    fn block(&mut self, start: usize) -> Option<Next> {
        let first = self.tree.len();
        while self.byte() != b'{' {
            if !self.label() {
                self.tree.truncate(first);
                self.skip_item(start);
                return None;
            }
            self.skip();
        }
        self.open_over(Step::Block, start, first);
        self.bodies.push(self.arguments.len());
        self.at += 1;
        self.skip();
        if self.at_newline() || self.byte() == b'}' {
            return None;
        }
        self.one_line_argument()
    }

    fn label(&mut self) -> bool {
        let start = self.at;
        if scan::starts_name(self.text, start) {
            self.at = scan::name_end(self.text, start);
            self.tree.leaf(Kind::Label, start, self.at);
            return true;
        }
        if self.byte() != b'"' {
            self.unexpected("a label in quotes or `{`");
            return false;
        }
        let mut bad = false;
        loop {
            self.at = scan::quoted_text_end(self.bytes, self.at + 1);
            match self.byte() {
                b'"' if self.at < self.bytes.len() => break,
                b'\\' => bad |= !self.escape(),
                b'$' | b'%' => match scan::marker(self.bytes, self.at) {
                    scan::Marker::Plain => {}
                    scan::Marker::Escaped => self.at += 2,
                    scan::Marker::Open => {
                        let sign = self.byte() as char;
                        let message = format!(
                            "a block label cannot hold a template; write {sign}{sign}{{ for a literal {sign}{{"
                        );
                        self.error(self.at, self.at + 2, message);
                        return false;
                    }
                },
                _ => {
                    self.error(start, self.at, "this label has no closing quote on its line");
                    return false;
                }
            }
        }
        self.at += 1;
        self.tree.leaf(if bad { Kind::Error } else { Kind::Label }, start, self.at);
        true
    }

    fn one_line_argument(&mut self) -> Option<Next> {
        let start = self.at;
        if !scan::starts_name(self.text, start) {
            self.unexpected("an argument, `}` or the end of the line");
            return None;
        }
        self.at = scan::name_end(self.text, start);
        let name_end = self.at;
        self.skip();
        if self.byte() == b'=' && !matches!(self.byte_after(), b'=' | b'>') {
            self.argument(Step::OneLineAttribute, start, name_end);
            return Some(Next::Operand);
        }
        self.at = start;
        let message = "a block on one line can hold only one argument; put nested blocks on lines of their own";
        self.error(start, name_end, message);
        None
    }

    /// After an argument's value.
    pub(super) fn end_argument(&mut self) -> Next {
        let end = self.tree.last_end();
        let frame = self.frames.pop().expect("an argument is open");
        self.tree.close(Kind::Attribute, frame.start as usize, end, frame.first as usize);
        if frame.step == Step::Attribute {
            if !self.at_newline() {
                self.unexpected("the end of the line after the argument");
                self.skip_trash();
            }
        } else if self.byte() == b'}' {
            self.at += 1;
            self.close_block();
        } else {
            self.unexpected("`}` right after the argument of a block on one line");
            if self.byte() == b',' {
                self.at += 1;
                self.skip();
                if scan::starts_name(self.text, self.at) {
                    return self.one_line_argument().unwrap_or(Next::Body);
                }
            }
        }
        Next::Body
    }

    fn close_block(&mut self) {
        self.end_body();
        self.close(Kind::Block);
        self.newlines = true;
        self.skip();
        if !self.at_newline() {
            self.unexpected("the end of the line after the block");
            self.skip_trash();
        }
    }

    fn end_of_file(&mut self) -> Next {
        while self.top() == Some(Step::Block) {
            self.close_unclosed();
        }
        self.end_body();
        Next::Done
    }

    /// Ends a block that lacks its `}` after the last thing in it.
    fn close_unclosed(&mut self) {
        let start = self.frames[self.frames.len() - 1].start as usize;
        self.error(start, scan::name_end(self.text, start), "this block is never closed: its `}` is missing");
        self.unclosed = true;
        self.end_body();
        let at = self.at;
        let end = start + self.text[start..at].trim_end_matches(super::recover::BLANK).len();
        // What is missing at the end of the file stands behind the last blank.
        let inner = if self.tree.len() > 0 { self.tree.last_end() } else { 0 };
        self.at = end.max(inner);
        self.close(Kind::Block);
        self.at = at;
    }

    /// Reports arguments that are set twice in the body that ends here.
    fn end_body(&mut self) {
        let base = self.bodies.pop().unwrap_or(0);
        if self.arguments.len() > base + 1 {
            self.report_repeated(base);
        }
        self.arguments.truncate(base);
    }

    fn report_repeated(&mut self, base: usize) {
        let (text, arguments) = (self.text, &mut self.arguments[base..]);
        let name = |&(start, end): &(u32, u32)| &text[start as usize..end as usize];
        let repeated: Vec<(u32, u32)> = if arguments.len() <= 16 {
            let earlier = |at: usize| arguments[..at].iter().any(|other| name(other) == name(&arguments[at]));
            (1..arguments.len()).filter(|&at| earlier(at)).map(|at| arguments[at]).collect()
        } else {
            arguments.sort_unstable_by(|a, b| name(a).cmp(name(b)).then(a.cmp(b)));
            arguments.windows(2).filter(|pair| name(&pair[0]) == name(&pair[1])).map(|pair| pair[1]).collect()
        };
        for (start, end) in repeated {
            let message =
                format!("the argument `{}` is already set in this block", &text[start as usize..end as usize]);
            self.error(start as usize, end as usize, message);
        }
    }
}
