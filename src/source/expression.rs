//! Expressions: operands, the steps after them, and operators by precedence.

use super::Kind;
use super::parser::{Next, Parser, Quote, Step};
use super::scan;

impl Parser<'_> {
    pub(super) fn operand(&mut self) -> Next {
        self.skip();
        let start = self.at;
        match self.byte() {
            b'"' => self.quoted(),
            b'0'..=b'9' => {
                self.number();
                Next::Operator
            }
            b'[' => self.tuple_or_for(),
            b'{' => self.object_or_for(),
            b'(' => {
                self.open(Step::Paren, start);
                self.enter();
                Next::Operand
            }
            b'-' => {
                self.open(Step::Unary(Kind::Negate), start);
                self.at += 1;
                Next::Operand
            }
            b'!' if self.byte_after() != b'=' => {
                self.open(Step::Unary(Kind::Not), start);
                self.at += 1;
                Next::Operand
            }
            b'<' => match scan::heredoc_head(self.text, start) {
                Some(head) => {
                    self.open_template(Quote::Heredoc { marker: head.marker, line_start: true }, start);
                    self.at = head.body;
                    Next::Template
                }
                None => self.unexpected("a value"),
            },
            _ if scan::starts_name(self.text, start) => self.name(),
            _ => self.unexpected("a value"),
        }
    }

    /// Steps over an opening bracket; newlines mean nothing inside.
    fn enter(&mut self) {
        self.at += 1;
        self.newlines = false;
    }

    fn number(&mut self) {
        let start = self.at;
        self.at = scan::number_end(self.bytes, start);
        let valid = scan::is_number(&self.bytes[start..self.at]);
        if !valid {
            self.error(start, self.at, format!("`{}` is not a number", &self.text[start..self.at]));
        }
        self.tree.leaf(if valid { Kind::Number } else { Kind::Error }, start, self.at);
    }

    /// A keyword, a variable, a plain chain of names, or a function's name.
    fn name(&mut self) -> Next {
        let start = self.at;
        let mut end = scan::name_end(self.text, start);
        let keyword = match &self.bytes[start..end] {
            b"true" => Some(Kind::True),
            b"false" => Some(Kind::False),
            b"null" => Some(Kind::Null),
            _ => None,
        };
        if let Some(kind) = keyword {
            self.tree.leaf(kind, start, end);
        } else {
            let root_end = end;
            while scan::byte(self.bytes, end) == b'.' && scan::starts_name(self.text, end + 1) {
                end = scan::name_end(self.text, end + 1);
            }
            let kind = if end == root_end { Kind::Variable } else { Kind::Traversal };
            self.tree.leaf(kind, start, end);
            if kind == Kind::Traversal {
                self.at = end;
                return Next::Operator;
            }
        }
        self.at = end;
        self.skip();
        if self.byte() == b'(' || self.sees(b"::") { self.call(start) } else { Next::Operator }
    }

    fn call(&mut self, start: usize) -> Next {
        let first = self.tree.len() - 1;
        self.tree.truncate(first);
        while self.sees(b"::") {
            self.at += 2;
            self.skip();
            if !scan::starts_name(self.text, self.at) {
                return self.unexpected("a function's name after `::`");
            }
            self.at = scan::name_end(self.text, self.at);
            self.skip();
        }
        if self.byte() != b'(' {
            return self.unexpected("`(` after the function's name");
        }
        self.open(Step::Call, start);
        self.enter();
        self.next_argument()
    }

    fn next_argument(&mut self) -> Next {
        self.skip();
        if self.byte() == b')' {
            return self.finish(Kind::Call);
        }
        Next::Operand
    }

    /// Steps over a closing bracket and ends the innermost construct.
    pub(super) fn finish(&mut self, kind: Kind) -> Next {
        self.at += 1;
        self.close(kind);
        Next::Operator
    }

    fn tuple_or_for(&mut self) -> Next {
        let start = self.at;
        self.open(Step::Tuple, start);
        self.enter();
        self.skip();
        if self.sees_word(b"for") { self.for_head(Step::ForCollection) } else { self.next_element() }
    }

    fn next_element(&mut self) -> Next {
        self.skip();
        if self.byte() == b']' { self.finish(Kind::Tuple) } else { Next::Operand }
    }

    fn object_or_for(&mut self) -> Next {
        let start = self.at;
        self.open(Step::ObjectKey, start);
        self.enter();
        let after = self.at;
        self.skip();
        if self.sees_word(b"for") {
            return self.for_head(Step::ForCollection);
        }
        self.at = after;
        self.newlines = true;
        self.next_key()
    }

    fn next_key(&mut self) -> Next {
        self.newlines = false;
        self.skip();
        self.newlines = true;
        if self.byte() == b'}' { self.finish(Kind::Object) } else { Next::Operand }
    }

    /// True when this word, and not a longer one, stands here.
    pub(super) fn sees_word(&self, word: &[u8]) -> bool {
        self.sees(word) && scan::name_end(self.text, self.at) == self.at + word.len()
    }

    /// Steps (`.name`, `[key]`, splats), then operators, then the end of the expression.
    pub(super) fn after_operand(&mut self) -> Next {
        loop {
            self.skip();
            match self.byte() {
                b'.' if !self.sees(b"...") => {
                    if self.dot() == Next::Failed {
                        return Next::Failed;
                    }
                }
                b'[' => {
                    if let Some(next) = self.bracket() {
                        return next;
                    }
                }
                _ => break,
            }
        }
        self.end_steps();
        if let Some((kind, precedence, length)) = self.binary_operator() {
            self.reduce(precedence);
            self.open(Step::Binary(kind, precedence), self.at);
            self.at += length;
            return Next::Operand;
        }
        self.reduce(0);
        if self.byte() == b'?' {
            self.at += 1;
            self.open(Step::Then, self.at);
            return Next::Operand;
        }
        self.end_expression()
    }

    fn dot(&mut self) -> Next {
        self.at += 1;
        self.skip();
        let start = self.at;
        match self.byte() {
            b'0'..=b'9' => {
                self.number();
                if self.bytes[start..self.at].contains(&b'.') && self.tree.last_kind() != Kind::Error {
                    let message = "two indexes cannot be chained with dots; write them in brackets";
                    self.error(start, self.at, message);
                    *self.tree.last_kind_mut() = Kind::Error;
                }
                self.tree.pair(Kind::GetAttr, self.at);
            }
            b'*' if matches!(self.top(), Some(Step::Splat(Kind::AttrSplat))) => {
                return self.unexpected("a name (`.*` cannot follow `.*`)");
            }
            b'*' => self.splat(Kind::AttrSplat),
            _ if scan::starts_name(self.text, start) => {
                self.at = scan::name_end(self.text, start);
                self.tree.leaf(Kind::Name, start, self.at);
                self.tree.pair(Kind::GetAttr, self.at);
            }
            _ => return self.unexpected("a name after the dot"),
        }
        Next::Operator
    }

    /// Steps over the last character of a splat operator; what follows is about its elements.
    fn splat(&mut self, kind: Kind) {
        self.at += 1;
        self.open(Step::Splat(kind), self.at);
        self.tree.leaf(Kind::SplatItem, self.at, self.at);
    }

    fn bracket(&mut self) -> Option<Next> {
        if self.top() == Some(Step::Splat(Kind::AttrSplat)) {
            self.end_splat(Kind::AttrSplat);
        }
        let start = self.at;
        self.at += 1;
        self.skip();
        if self.byte() == b'*' {
            self.at += 1;
            self.skip();
            if self.byte() != b']' {
                return Some(self.unexpected("`]` after `[*`"));
            }
            self.splat(Kind::FullSplat);
            return None;
        }
        self.at = start;
        self.open(Step::Index, start);
        self.enter();
        Some(Next::Operand)
    }

    fn end_splat(&mut self, kind: Kind) {
        self.frames.pop();
        let end = self.tree.last_end();
        self.tree.pair(kind, end);
    }

    /// Ends splats and applies the signs before the operand, which bind less than steps.
    fn end_steps(&mut self) {
        loop {
            match self.frames.last().map(|frame| (frame.step, frame.start)) {
                Some((Step::Splat(kind), _)) => self.end_splat(kind),
                Some((Step::Unary(kind), start)) => {
                    self.frames.pop();
                    self.tree.wrap(kind, start as usize);
                }
                _ => return,
            }
        }
    }

    /// Applies the pending operators that bind at least as much as `precedence`.
    fn reduce(&mut self, precedence: u8) {
        while let Some(Step::Binary(kind, other)) = self.top() {
            if other < precedence {
                return;
            }
            self.frames.pop();
            let end = self.tree.last_end();
            self.tree.pair(kind, end);
        }
    }

    /// The operator that stands here, its precedence and its length.
    #[inline]
    fn binary_operator(&self) -> Option<(Kind, u8, usize)> {
        let equals = self.byte_after() == b'=';
        Some(match self.byte() {
            b'*' => (Kind::Multiply, 6, 1),
            b'/' => (Kind::Divide, 6, 1),
            b'%' => (Kind::Modulo, 6, 1),
            b'+' => (Kind::Add, 5, 1),
            b'-' => (Kind::Subtract, 5, 1),
            b'<' if equals => (Kind::LessEqual, 4, 2),
            b'<' => (Kind::Less, 4, 1),
            b'>' if equals => (Kind::GreaterEqual, 4, 2),
            b'>' => (Kind::Greater, 4, 1),
            b'=' if equals => (Kind::Equal, 3, 2),
            b'!' if equals => (Kind::NotEqual, 3, 2),
            b'&' if self.byte_after() == b'&' => (Kind::And, 2, 2),
            b'|' if self.byte_after() == b'|' => (Kind::Or, 1, 2),
            _ => return None,
        })
    }

    /// The expression is complete: what it belongs to decides what may follow.
    fn end_expression(&mut self) -> Next {
        loop {
            let frame = *self.frames.last().expect("an expression belongs to something");
            return match (frame.step, self.byte()) {
                (Step::Then, b':') if self.byte_after() != b':' => {
                    self.at += 1;
                    self.set_top(Step::Else);
                    Next::Operand
                }
                (Step::Then, _) => self.unexpected("`:` and the value for when the condition is false"),
                (Step::Else, _) => {
                    self.frames.pop();
                    self.tree.triple(Kind::Conditional);
                    continue;
                }
                (Step::Attribute | Step::OneLineAttribute, _) => self.end_argument(),
                (Step::Root, _) if self.at_end() => Next::Done,
                (Step::Root, _) => self.unexpected("the end of the expression"),
                (Step::Paren, b')') => self.finish(Kind::Paren),
                (Step::Paren, _) => self.unexpected("`)`"),
                (Step::Index, b']') => {
                    self.frames.pop();
                    self.newlines = frame.newlines;
                    self.at += 1;
                    self.tree.pair(Kind::Index, self.at);
                    Next::Operator
                }
                (Step::Index, _) => self.unexpected("`]`"),
                (Step::Tuple, b']') => self.finish(Kind::Tuple),
                (Step::Tuple, b',') => {
                    self.at += 1;
                    self.next_element()
                }
                (Step::Tuple, _) => self.unexpected("`,` or `]`"),
                (Step::Call, _) => self.after_argument(),
                (Step::ObjectKey, _) => self.after_key(),
                (Step::ObjectValue, _) => self.after_value(),
                (Step::Interpolation | Step::IfCondition | Step::ForDirective, _) => self.close_sequence(frame.step),
                _ => self.after_for_part(),
            };
        }
    }

    fn after_argument(&mut self) -> Next {
        match self.byte() {
            b',' => {
                self.at += 1;
                self.next_argument()
            }
            b')' => self.finish(Kind::Call),
            b'.' if self.sees(b"...") => {
                self.at += 3;
                self.skip();
                if self.byte() == b')' {
                    return self.finish(Kind::CallExpand);
                }
                self.unexpected("`)` right after `...`")
            }
            _ => self.unexpected("`,` or `)`"),
        }
    }

    fn after_key(&mut self) -> Next {
        let separator = match self.byte() {
            b'=' => !matches!(self.byte_after(), b'=' | b'>'),
            b':' => self.byte_after() != b':',
            _ => false,
        };
        if !separator {
            return self.unexpected("`=` and a value");
        }
        if matches!(self.tree.last_kind(), Kind::True | Kind::False | Kind::Null) {
            *self.tree.last_kind_mut() = Kind::Variable;
        }
        self.at += 1;
        self.set_top(Step::ObjectValue);
        Next::Operand
    }

    fn after_value(&mut self) -> Next {
        let end = self.tree.last_end();
        self.tree.pair(Kind::ObjectItem, end);
        self.set_top(Step::ObjectKey);
        match self.byte() {
            b'}' => self.finish(Kind::Object),
            b',' => {
                self.at += 1;
                self.next_key()
            }
            _ if self.at_newline() && !self.at_end() => self.next_key(),
            _ => self.unexpected("`,`, `}` or the end of the line"),
        }
    }
}
