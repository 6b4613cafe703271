//! The syntax tree: nodes in post-order in flat arrays, 13 bytes a node; tokens are read back from the text.
//!
//! A node's subtree is the run of nodes that ends with the node itself, so operators reduce without moving
//! anything, and neither parsing nor walking needs the call stack.

use crate::text::{FileId, Span};
use smallvec::SmallVec;

/// What a node is. The comment gives the children in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Kind {
    // Structure
    /// Root of a file: [`Kind::Attribute`], [`Kind::Block`] and [`Kind::Error`] in source order.
    File,
    /// `name = expression`: the name stands at the node's start; one child, the expression.
    Attribute,
    /// `type "label" { ... }`: the type stands at the start; children are labels ([`Kind::Label`]), then body items.
    Block,
    /// A block label: an identifier or a quoted literal.
    Label,
    /// Text that could not be parsed; the error list says why. May stand for an item or an expression.
    Error,

    // Literals and templates
    Number,
    True,
    False,
    Null,
    /// A quoted string without interpolation or directive (may hold escapes); the span includes the quotes.
    Str,
    /// A quoted string with parts: [`Kind::TemplateText`], [`Kind::Interpolation`], directives.
    Template,
    /// `<<EOT` or `<<-EOT`: parts as in a template; the span ends after the closing marker's identifier.
    Heredoc,
    /// Literal text inside a template, still escaped; one node for all of it up to the next sequence.
    TemplateText,
    /// `${ expression }` with its strip markers inside the span; one child.
    Interpolation,
    /// `%{ if c }...%{ else }...%{ endif }`: condition, [`Kind::TemplateBody`], optional [`Kind::TemplateBody`].
    TemplateIf,
    /// `%{ for k, v in c }...%{ endfor }`: one or two [`Kind::Name`], collection, [`Kind::TemplateBody`].
    TemplateFor,
    /// Parts between directives; may be empty.
    TemplateBody,

    // Expressions
    /// A plain chain `a.b.c` of two or more names without white space, comments or indexes between them.
    Traversal,
    /// A root name alone.
    Variable,
    /// An identifier in a place where it is not evaluated (attribute name after a dot, loop variable).
    Name,
    /// `source.name`: source, [`Kind::Name`]. `source.0`: source, [`Kind::Number`].
    GetAttr,
    /// `source[key]`: source, key.
    Index,
    /// `source.*` then only attribute steps: source, and the item expression whose root is [`Kind::SplatItem`].
    AttrSplat,
    /// `source[*]` then any steps: source, and the item expression whose root is [`Kind::SplatItem`].
    FullSplat,
    /// The anonymous element inside a splat; zero width.
    SplatItem,
    /// `name(args)`, `ns::name(args)`: the name stands at the start; children are the arguments.
    Call,
    /// As [`Kind::Call`], with `...` after the last argument.
    CallExpand,
    /// `( expression )`: one child.
    Paren,
    /// `-x`
    Negate,
    /// `!x`
    Not,
    Multiply,
    Divide,
    Modulo,
    Add,
    Subtract,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Equal,
    NotEqual,
    And,
    Or,
    /// `c ? a : b`: three children.
    Conditional,
    /// `[a, b]`
    Tuple,
    /// `{ k = v }`: children are [`Kind::ObjectItem`].
    Object,
    /// Key, value. A bare identifier key is a [`Kind::Variable`] that stands for its own name, as Terraform reads it.
    ObjectItem,
    /// `[for k, v in c : e if d]`: one or two [`Kind::Name`], collection, value, [`Kind::ForIf`] when there is a condition.
    ForTuple,
    /// `{for k, v in c : k => e... if d}`: as above with key and value.
    ForObject,
    /// As [`Kind::ForObject`] with `...` after the value.
    ForObjectGroup,
    /// The condition of a `for` expression: one child.
    ForIf,

    // JSON syntax
    /// Children are [`Kind::JsonMember`].
    JsonObject,
    /// Key ([`Kind::JsonString`]), value.
    JsonMember,
    JsonArray,
    /// The span includes the quotes; escapes are those of JSON.
    JsonString,
    JsonNumber,
    JsonTrue,
    JsonFalse,
    JsonNull,
}

/// Index of a node in its [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node(pub u32);

/// A syntax error with the place where the reader should look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    pub span: Span,
    pub message: String,
}

/// The tree of one file. It keeps no text: calls that need it take the text that was parsed.
#[derive(Debug)]
pub struct Tree {
    pub file: FileId,
    /// True for `.tf.json` and `.tofu.json`.
    pub json: bool,
    pub errors: Vec<SyntaxError>,
    pub(super) starts: Vec<u32>,
    pub(super) ends: Vec<u32>,
    /// Nodes in the subtree, the node itself included.
    pub(super) sizes: Vec<u32>,
    pub(super) kinds: Vec<Kind>,
}

/// Children in source order.
pub type Children = SmallVec<[Node; 8]>;

impl Tree {
    /// The root: [`Kind::File`], or the JSON value.
    pub fn root(&self) -> Node {
        Node(self.kinds.len() as u32 - 1)
    }

    pub fn kind(&self, node: Node) -> Kind {
        self.kinds[node.0 as usize]
    }

    pub fn span(&self, node: Node) -> Span {
        let at = node.0 as usize;
        Span { file: self.file, start: self.starts[at], end: self.ends[at] }
    }

    pub fn text<'t>(&self, node: Node, text: &'t str) -> &'t str {
        &text[self.span(node).range()]
    }

    pub fn children(&self, node: Node) -> Children {
        let first = node.0 + 1 - self.sizes[node.0 as usize];
        let mut children = Children::new();
        let mut at = node.0;
        while at > first {
            at -= 1;
            children.push(Node(at));
            at = at + 1 - self.sizes[at as usize];
        }
        children.reverse();
        children
    }

    /// The last child, in constant time.
    pub fn last_child(&self, node: Node) -> Option<Node> {
        (self.sizes[node.0 as usize] > 1).then(|| Node(node.0 - 1))
    }

    /// The last of two or more children, in constant time.
    pub fn last_of_several(&self, node: Node) -> Option<Node> {
        let last = self.last_child(node)?;
        (self.sizes[last.0 as usize] + 1 < self.sizes[node.0 as usize]).then_some(last)
    }

    /// The identifier at the node's start: an attribute's name, a block's type, a function's name (with `::`).
    pub fn name<'t>(&self, node: Node, text: &'t str) -> &'t str {
        let span = self.span(node).range();
        let mut end = super::scan::name_end(text, span.start);
        while matches!(self.kind(node), Kind::Call | Kind::CallExpand) && text[end..].starts_with("::") {
            end = super::scan::name_end(text, end + 2);
        }
        &text[span.start..end]
    }

    pub fn name_span(&self, node: Node, text: &str) -> Span {
        let span = self.span(node);
        Span { end: span.start + self.name(node, text).len() as u32, ..span }
    }

    pub fn node_count(&self) -> usize {
        self.kinds.len()
    }
}
