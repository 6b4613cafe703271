//! The spacing rules of `terraform fmt`: indentation by open brackets, one space or none between tokens, aligned `=` and comments.

use crate::source::{TokenKind, tokens};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// A token that is not white space, with the spaces that stand before it in formatted text.
struct Token<'t> {
    kind: TokenKind,
    text: &'t str,
    range: Range<usize>,
    spaces: usize,
}

impl Token<'_> {
    /// The text of an operator or separator; else empty.
    fn symbol(&self) -> &str {
        if self.kind == TokenKind::Symbol { self.text } else { "" }
    }
}

/// The tokens of a line in three cells, as ranges of the token list.
struct Line {
    lead: Range<usize>,
    /// From `=` on, where the line holds a whole assignment; else empty.
    assign: Range<usize>,
    /// A comment that ends the line; else empty.
    comment: Range<usize>,
}

/// The white space that `terraform fmt` would write otherwise: ranges and their new text, in order.
pub fn whitespace(text: &str) -> Vec<(Range<usize>, String)> {
    let all = tokens(text).filter(|(kind, _)| *kind != TokenKind::Space);
    let mut tokens: Vec<Token> =
        all.map(|(kind, range)| Token { kind, text: &text[range.clone()], range, spaces: 0 }).collect();
    let lines = lines(&tokens);
    indent(&lines, &mut tokens);
    for line in &lines {
        space_between(&mut tokens, &line.lead);
        space_between(&mut tokens, &line.assign);
    }
    align(&lines, &mut tokens, |line| &line.assign);
    align(&lines, &mut tokens, |line| &line.comment);
    edits(text, &tokens)
}

fn edits(text: &str, tokens: &[Token]) -> Vec<(Range<usize>, String)> {
    let mut edits = Vec::new();
    let mut end = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    for token in tokens {
        let gap = end..token.range.start;
        end = token.range.end;
        if gap.len() != token.spaces || text.as_bytes()[gap.clone()].iter().any(|byte| *byte != b' ') {
            edits.push((gap, " ".repeat(token.spaces)));
        }
    }
    edits
}

fn lines(tokens: &[Token]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        if token.kind == TokenKind::Newline {
            lines.push(line(tokens, start..at + 1));
            start = at + 1;
        }
    }
    if start < tokens.len() {
        lines.push(line(tokens, start..tokens.len()));
    }
    lines
}

fn line(tokens: &[Token], whole: Range<usize>) -> Line {
    let mut lead = whole.clone();
    let mut comment = whole.end..whole.end;
    // Terraform's line comment holds its line feed; a block comment is followed by one and stays in its cell.
    let last = if tokens[whole.end - 1].kind == TokenKind::Newline { whole.end.wrapping_sub(2) } else { whole.end - 1 };
    if last > whole.start && last < whole.end && is_line_comment(&tokens[last]) {
        comment = last..whole.end;
        lead.end = last;
    }
    let mut assign = lead.end..lead.end;
    let equals = lead.clone().skip(1).find(|at| tokens[*at].symbol() == "=");
    if let Some(at) = equals
        && brackets(&tokens[at..lead.end]) == 0
    {
        assign = at..lead.end;
        lead.end = at;
    }
    Line { lead, assign, comment }
}

fn is_line_comment(token: &Token) -> bool {
    token.kind == TokenKind::Comment && !token.text.starts_with("/*")
}

fn bracket(token: &Token) -> isize {
    use TokenKind::*;
    match token.kind {
        OpenBrace | OpenBracket | OpenParen | SequenceOpen => 1,
        CloseBrace | CloseBracket | CloseParen | SequenceClose => -1,
        _ => 0,
    }
}

fn brackets(tokens: &[Token]) -> isize {
    tokens.iter().map(bracket).sum()
}

/// Opened brackets minus closed ones; what stands in a heredoc does not count.
fn brackets_before_heredoc(tokens: &[Token]) -> isize {
    tokens.iter().take_while(|token| token.kind != TokenKind::HeredocOpen).map(bracket).sum()
}

fn indent(lines: &[Line], tokens: &mut [Token]) {
    // For each level, how many brackets were opened on the line that began it.
    let mut levels: Vec<isize> = Vec::new();
    for line in lines {
        if line.lead.is_empty() {
            continue;
        }
        let net =
            brackets_before_heredoc(&tokens[line.lead.clone()]) + brackets_before_heredoc(&tokens[line.assign.clone()]);
        if tokens[line.lead.start].kind == TokenKind::Newline {
            continue;
        }
        let mut closed = -net;
        while closed > 0 {
            let Some(level) = levels.last_mut() else { break };
            if closed < *level {
                *level -= closed;
                closed = 0;
            } else {
                closed -= *level;
                levels.pop();
            }
        }
        tokens[line.lead.start].spaces = 2 * levels.len();
        if net > 0 {
            levels.push(net);
        }
    }
}

fn space_between(tokens: &mut [Token], cell: &Range<usize>) {
    for at in cell.clone() {
        if at == cell.start {
            // The first token of the assignment is set apart; alignment moves it later.
            if at > 0 && tokens[at].symbol() == "=" {
                tokens[at].spaces = 1;
            }
            continue;
        }
        let before = (at - 1 > cell.start).then(|| &tokens[at - 2]);
        let space = is_space_between(before, &tokens[at - 1], &tokens[at]);
        tokens[at].spaces = usize::from(space);
    }
}

/// Whether a space stands between `subject` and `after`; `before` stands before the subject.
fn is_space_between(before: Option<&Token>, subject: &Token, after: &Token) -> bool {
    use TokenKind::*;
    let is_template = |kind| matches!(kind, TemplateText | QuoteOpen | HeredocOpen);
    let in_template = |kind| matches!(kind, TemplateText | QuoteClose | HeredocClose);
    match (subject.kind, after.kind) {
        (_, Newline) => false,
        (Name, OpenParen) => false,
        _ if matches!(subject.symbol(), "::" | ".") || matches!(after.symbol(), "::" | "." | "," | "...") => false,
        _ if subject.symbol() == "," => true,
        (kind, next) if is_template(kind) || in_template(next) => false,
        (Name, _) if subject.text == "in" && before.is_some_and(|token| token.kind == Name) => true,
        (kind, OpenBracket) if matches!(kind, Name | Number) || bracket(subject) < 0 => false,
        _ if subject.symbol() == "!" => false,
        _ if subject.symbol() == "-" => before.is_some_and(ends_operand),
        (OpenBrace, CloseBrace) => false,
        (OpenBrace, _) | (_, CloseBrace) => true,
        (SequenceOpen, OpenBrace) => true,
        (CloseBrace, SequenceClose) => true,
        (SequenceClose, SequenceOpen) => false,
        _ if bracket(subject) > 0 => false,
        _ if bracket(after) < 0 => false,
        _ => true,
    }
}

/// After this token a minus is a subtraction.
fn ends_operand(token: &Token) -> bool {
    use TokenKind::*;
    match token.kind {
        OpenParen | OpenBrace | OpenBracket => false,
        Symbol => !matches!(
            token.text,
            "=" | ":"
                | ","
                | "?"
                | "+"
                | "*"
                | "/"
                | "%"
                | "-"
                | "=="
                | "!="
                | ">"
                | ">="
                | "<"
                | "<="
                | "&&"
                | "||"
                | "!"
        ),
        _ => true,
    }
}

/// Puts the first tokens of the same cell of consecutive lines into one column.
fn align(lines: &[Line], tokens: &mut [Token], cell: impl Fn(&Line) -> &Range<usize>) {
    let mut start = 0;
    while start < lines.len() {
        if cell(&lines[start]).is_empty() {
            start += 1;
            continue;
        }
        let end = lines[start..].iter().position(|line| cell(line).is_empty()).map_or(lines.len(), |at| start + at);
        let chain = &lines[start..end];
        let columns: Vec<usize> =
            chain.iter().map(|line| columns(tokens, &(line.lead.start..cell(line).start))).collect();
        let widest = columns.iter().max().copied().unwrap_or(0);
        for (line, columns) in chain.iter().zip(columns) {
            tokens[cell(line).start].spaces = widest - columns + 1;
        }
        start = end;
    }
}

fn columns(tokens: &[Token], range: &Range<usize>) -> usize {
    let wide = |text: &str| match text.is_ascii() && !text.contains('\r') {
        true => text.len(),
        false => text.graphemes(true).count(),
    };
    tokens[range.clone()].iter().map(|token| token.spaces + wide(token.text)).sum()
}
