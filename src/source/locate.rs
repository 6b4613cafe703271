//! Places beside the nodes: braces of a block, and comments.

use super::{Kind, SourceFile, Syntax, TokenKind, scan, tokens};
use crate::text::Span;

impl Syntax {
    /// The `{` of a block; `None` for other nodes.
    pub fn block_open_brace(&self) -> Option<Span> {
        if self.kind() != Kind::Block {
            return None;
        }
        let label = self.children().into_iter().rfind(|child| child.kind() == Kind::Label);
        let start = label.map_or(self.name_span(), |label| label.span()).end as usize;
        let mut tokens = tokens::Tokens::from(&self.file.text, start);
        let (_, range) = tokens.find(|(kind, _)| !matches!(kind, TokenKind::Space | TokenKind::Comment))?;
        Some(Span::new(self.span().file, range.start, range.end))
    }

    /// The `}` of a block; `None` for other nodes and for a block that is never closed.
    pub fn block_close_brace(&self) -> Option<Span> {
        let span = self.span();
        (self.kind() == Kind::Block && self.text().ends_with('}') && !self.file.ends_open(self))
            .then(|| Span { start: span.end - 1, ..span })
    }
}

impl SourceFile {
    /// True for a block that lacks its `}`: an error stands at its type.
    fn ends_open(&self, block: &Syntax) -> bool {
        let name = block.name_span();
        self.tree.errors.iter().any(|error| error.span == name)
    }

    /// The comments of a file in native syntax, in order, without the newlines at their ends.
    pub fn comments(&self) -> Vec<Span> {
        if self.tree.json {
            return Vec::new();
        }
        let comments = tokens(&self.text).filter(|(kind, _)| *kind == TokenKind::Comment);
        comments.map(|(_, range)| Span::new(self.id, range.start, range.end)).collect()
    }

    /// Of the file's comments (see [`SourceFile::comments`]) those inside the span.
    pub fn comments_in(comments: &[Span], span: Span) -> &[Span] {
        let from = comments.partition_point(|comment| comment.start < span.start);
        let to = comments.partition_point(|comment| comment.end <= span.end);
        &comments[from..to.max(from)]
    }

    /// Of the file's comments those directly above the place, each on lines of its own without an empty line between.
    pub fn leading_comments<'c>(&self, comments: &'c [Span], span: Span) -> &'c [Span] {
        let text = &self.text;
        let line_start = |at: usize| memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |newline| newline + 1);
        let to = comments.partition_point(|comment| comment.end <= span.start);
        let mut from = to;
        let mut below = line_start(span.start as usize);
        while from > 0 {
            let comment = comments[from - 1].range();
            let gap = &text[comment.end..below.max(comment.end)];
            let start = line_start(comment.start);
            let alone = text[start..comment.start].trim().is_empty();
            if !alone || !gap.trim().is_empty() || gap.bytes().filter(|&byte| byte == b'\n').count() != 1 {
                break;
            }
            (from, below) = (from - 1, start);
        }
        &comments[from..to]
    }

    /// The comment that follows the place on its line, if any.
    pub fn trailing_comment(&self, comments: &[Span], at: u32) -> Option<Span> {
        let next = comments[comments.partition_point(|comment| comment.start < at)..].first()?;
        let line_end = scan::line_end(self.text.as_bytes(), at as usize);
        ((next.start as usize) < line_end).then_some(*next)
    }
}
