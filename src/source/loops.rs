//! `for`: the head that expressions and template directives share, and the parts of `for` expressions.

use super::Kind;
use super::parser::{Next, Parser, Step};
use super::scan;

impl Parser<'_> {
    /// `for k, v in`: the innermost frame becomes `step`.
    pub(super) fn for_head(&mut self, step: Step) -> Next {
        self.set_top(step);
        self.at += 3;
        for place in 0..2 {
            self.skip();
            if !scan::starts_name(self.text, self.at) {
                return self.unexpected("a name for the loop's element");
            }
            let start = self.at;
            self.at = scan::name_end(self.text, start);
            self.tree.leaf(Kind::Name, start, self.at);
            self.skip();
            if self.byte() != b',' || place == 1 {
                break;
            }
            self.at += 1;
        }
        if !self.sees_word(b"in") {
            return self.unexpected("`in` and the collection to loop over");
        }
        self.at += 2;
        Next::Operand
    }

    /// Inside a `for` expression, after the collection, key, value or condition.
    pub(super) fn after_for_part(&mut self) -> Next {
        let Some(&frame) = self.frames.last() else { return Next::Done };
        match frame.step {
            Step::ForCollection => {
                if self.byte() != b':' || self.byte_after() == b':' {
                    return self.unexpected("`:` after the collection");
                }
                self.at += 1;
                self.set_top(Step::ForFirst);
                return Next::Operand;
            }
            Step::ForFirst if self.sees(b"=>") => {
                self.at += 2;
                self.set_top(Step::ForSecond);
                return Next::Operand;
            }
            Step::ForCondition => {
                self.frames.pop();
                self.tree.wrap(Kind::ForIf, frame.start as usize);
            }
            _ => {
                if self.sees(b"...") {
                    self.at += 3;
                    self.frames.last_mut().expect("the for expression is open").flag = true;
                    self.skip();
                }
                if self.sees_word(b"if") {
                    self.open(Step::ForCondition, self.at);
                    self.at += 2;
                    return Next::Operand;
                }
            }
        }
        self.close_for()
    }

    fn close_for(&mut self) -> Next {
        let frame = *self.frames.last().expect("the for expression is open");
        let start = frame.start as usize;
        let object = self.bytes[start] == b'{';
        if self.byte() != if object { b'}' } else { b']' } {
            return self.unexpected(if object {
                "`}` at the end of the `for` expression"
            } else {
                "`]` at the end of the `for` expression"
            });
        }
        let keyed = frame.step == Step::ForSecond;
        let (kind, problem) = match (object, keyed, frame.flag) {
            (false, false, false) => (Kind::ForTuple, None),
            (true, true, false) => (Kind::ForObject, None),
            (true, true, true) => (Kind::ForObjectGroup, None),
            (true, false, _) => (Kind::Error, Some("a `for` in braces needs `key => value`")),
            (false, true, _) => (Kind::Error, Some("a `for` in brackets takes no `key =>`; use braces for an object")),
            (false, false, true) => (Kind::Error, Some("`...` groups only in a `for` in braces")),
        };
        if let Some(problem) = problem {
            self.error(start, self.at + 1, problem);
            self.tree.truncate(frame.first as usize);
        }
        self.finish(kind)
    }
}
