//! Terraform source text -> one lossless syntax tree with spans and syntax errors; native syntax and JSON syntax.
//!
//! Never: evaluates an expression, knows what a resource is, or reads a file.

mod body;
mod build;
mod encoding;
mod expression;
mod json;
mod literal;
mod locate;
mod loops;
mod parser;
mod parts;
mod recover;
mod scan;
mod template;
mod tokens;
mod tree;

pub use encoding::{Decoded, decode};
pub use literal::string_value;
pub use parts::{Part, template_parts};
pub use tokens::{TokenKind, Tokens, tokens};
pub use tree::{Children, Kind, Node, SyntaxError, Tree};

use crate::text::{FileId, Span};
use std::sync::{Arc, OnceLock};

/// Parses a file, native or (by the `.json` ending of its path) JSON syntax; of more than 4 GiB only the beginning. Errors are in the tree.
pub fn parse(id: FileId, path: Arc<str>, text: Arc<str>) -> SourceFile {
    let fitting_text = fitting(&text);
    let tree = if path.ends_with(".json") {
        json::parse(id, fitting_text)
    } else {
        parser::Parser::new(id, fitting_text).file()
    };
    SourceFile::new(id, path, text, tree)
}

/// Parses a text that is one expression: the root is the expression, or [`Kind::Error`]. Newlines mean nothing.
pub fn parse_expression(id: FileId, path: Arc<str>, text: Arc<str>) -> SourceFile {
    let tree = parser::Parser::new(id, fitting(&text)).expression();
    SourceFile::new(id, path, text, tree)
}

/// Parses a template without quotes, as in `templatefile` and the strings of JSON syntax: the root is
/// [`Kind::TemplateBody`], or [`Kind::Error`].
pub fn parse_template(id: FileId, path: Arc<str>, text: Arc<str>) -> SourceFile {
    let tree = parser::Parser::new(id, fitting(&text)).template();
    SourceFile::new(id, path, text, tree)
}

/// The text as far as spans can address it.
fn fitting(text: &str) -> &str {
    let mut end = text.len().min(scan::MAX_LENGTH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// A parsed file: its text and its tree.
#[derive(Debug)]
pub struct SourceFile {
    pub id: FileId,
    pub path: Arc<str>,
    pub text: Arc<str>,
    pub tree: Tree,
    top_level: OnceLock<Vec<Node>>,
}

impl SourceFile {
    fn new(id: FileId, path: Arc<str>, text: Arc<str>, tree: Tree) -> SourceFile {
        SourceFile { id, path, text, tree, top_level: OnceLock::new() }
    }

    /// The items of the file, in order.
    pub fn top_level(&self) -> &[Node] {
        self.top_level.get_or_init(|| self.tree.children(self.tree.root()).into_iter().collect())
    }

    /// The items of the file that a range of bytes touches, its ends included.
    pub fn top_level_at(&self, range: std::ops::Range<usize>) -> &[Node] {
        let items = self.top_level();
        let span = |node: &Node| self.tree.span(*node);
        let start = items.partition_point(|node| (span(node).end as usize) < range.start);
        let end = items.partition_point(|node| span(node).start as usize <= range.end);
        &items[start.min(end)..end]
    }
}

/// A node together with the file it stands in: an expression, an attribute or a block.
#[derive(Clone, Debug)]
pub struct Syntax {
    pub file: Arc<SourceFile>,
    pub node: Node,
}

impl Syntax {
    pub fn kind(&self) -> Kind {
        self.file.tree.kind(self.node)
    }

    pub fn span(&self) -> Span {
        self.file.tree.span(self.node)
    }

    pub fn text(&self) -> &str {
        self.file.tree.text(self.node, &self.file.text)
    }

    /// The identifier at the node's start.
    pub fn name(&self) -> &str {
        self.file.tree.name(self.node, &self.file.text)
    }

    /// A call's function name, `ns::name` also where white space stands around the `::`.
    pub fn call_name(&self) -> String {
        let names = tokens::Tokens::from(&self.file.text, self.span().start as usize);
        let head = names.take_while(|(kind, _)| *kind != TokenKind::OpenParen);
        head.filter(|(kind, range)| *kind == TokenKind::Name || *kind == TokenKind::Symbol && range.len() == 2)
            .map(|(_, range)| &self.file.text[range])
            .collect()
    }

    pub fn name_span(&self) -> Span {
        self.file.tree.name_span(self.node, &self.file.text)
    }

    pub fn children(&self) -> SmallSyntax {
        self.file.tree.children(self.node).into_iter().map(|node| self.at(node)).collect()
    }

    /// Another node of the same file.
    pub fn at(&self, node: Node) -> Syntax {
        Syntax { file: self.file.clone(), node }
    }
}

/// Children with their file.
pub type SmallSyntax = smallvec::SmallVec<[Syntax; 4]>;

#[cfg(test)]
mod tests;
