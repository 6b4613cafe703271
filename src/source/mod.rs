//! Terraform source text -> one lossless syntax tree with spans and syntax errors; native syntax and JSON syntax.
//!
//! Never: evaluates an expression, knows what a resource is, or reads a file.

mod tree;

pub use tree::{Children, Kind, Node, SyntaxError, Tree};

use crate::text::{FileId, Span};
use std::sync::Arc;

/// A parsed file: its text and its tree.
#[derive(Debug)]
pub struct SourceFile {
    pub id: FileId,
    pub path: Arc<str>,
    pub text: Arc<str>,
    pub tree: Tree,
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

/// The length of the identifier at the start of the text.
pub(crate) fn name_end(text: &str) -> usize {
    text.char_indices()
        .find(|(_, c)| !(unicode_ident::is_xid_continue(*c) || *c == '-'))
        .map_or(text.len(), |(at, _)| at)
}
