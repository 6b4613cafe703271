//! A rule file as it is written: named attributes and blocks, nothing judged.

use super::problem::Problems;
use crate::schema::nearest;
use crate::source::{Kind, Syntax};
use crate::text::Span;
use std::cell::Cell;
use std::sync::Arc;

/// The body of a block.
#[derive(Debug)]
pub(super) struct Body {
    pub attributes: Vec<Attribute>,
    pub blocks: Vec<Block>,
    /// The place to name when something is missing.
    pub header: Span,
}

/// `name = expression`.
#[derive(Debug)]
pub(super) struct Attribute {
    pub name: Arc<str>,
    pub name_span: Span,
    pub expression: Syntax,
    /// The whole attribute.
    pub syntax: Syntax,
    used: Cell<bool>,
}

/// `type "label"... { body }`.
#[derive(Debug)]
pub(super) struct Block {
    pub block_type: Arc<str>,
    pub labels: Vec<Arc<str>>,
    pub body: Body,
    pub syntax: Syntax,
    used: Cell<bool>,
}

impl Body {
    /// Reads the items of a file or block; syntax errors were reported by the parser.
    pub fn read(parent: &Syntax, header: Span) -> Body {
        Body::of(parent, header, &Block::read)
    }

    fn of(parent: &Syntax, header: Span, read: &dyn Fn(Syntax) -> Block) -> Body {
        let mut body = Body { attributes: Vec::new(), blocks: Vec::new(), header };
        for item in parent.children() {
            match item.kind() {
                Kind::Attribute => body.attributes.extend(Attribute::read(item)),
                Kind::Block => body.blocks.push(read(item)),
                _ => {}
            }
        }
        body
    }

    /// The attribute, which then counts as understood.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        let found = self.attributes.iter().find(|attribute| &*attribute.name == name)?;
        found.used.set(true);
        Some(found)
    }

    /// The blocks of a type, which then count as understood.
    pub fn blocks<'b>(&'b self, block_type: &'b str) -> impl Iterator<Item = &'b Block> {
        let of_type = self.blocks.iter().filter(move |block| &*block.block_type == block_type);
        of_type.inspect(|block| block.used.set(true))
    }

    /// The only block of a type.
    pub fn block(&self, block_type: &str, problems: &mut Problems) -> Option<&Block> {
        self.blocks(block_type).for_each(drop);
        let mut blocks = self.blocks.iter().filter(|block| &*block.block_type == block_type);
        let first = blocks.next()?;
        if let Some(second) = blocks.next() {
            problems.at(second.header(), format!("a second {block_type} block"));
        }
        Some(first)
    }

    /// Reports what nobody asked for, with the name that was probably meant.
    pub fn finish(&self, within: &str, known: &[&str], problems: &mut Problems) {
        for attribute in self.attributes.iter().filter(|attribute| !attribute.used.get()) {
            problems.at(attribute.name_span, unexpected("attribute", &attribute.name, within, known));
        }
        for (index, attribute) in self.attributes.iter().enumerate() {
            if self.attributes[..index].iter().any(|other| other.name == attribute.name) {
                problems.at(attribute.name_span, format!("{} is set twice", attribute.name));
            }
        }
        for block in self.blocks.iter().filter(|block| !block.used.get()) {
            problems.at(block.header(), unexpected("block", &block.block_type, within, known));
        }
    }
}

fn unexpected(what: &str, name: &str, within: &str, known: &[&str]) -> String {
    let suggestion = nearest(name, known.iter().copied());
    let suggestion = suggestion.filter(|other| *other != name);
    let suggestion = suggestion.map(|name| format!("; did you mean {name:?}?")).unwrap_or_default();
    format!("{within} has no {what} {name:?}{suggestion}")
}

impl Attribute {
    fn read(syntax: Syntax) -> Option<Attribute> {
        let expression = syntax.children().into_iter().next()?;
        let name = syntax.name().into();
        Some(Attribute { name, name_span: syntax.name_span(), expression, syntax, used: Cell::new(false) })
    }
}

impl Block {
    pub fn read(syntax: Syntax) -> Block {
        let body = match syntax.name() {
            // What stands in an example is Terraform, and is taken as text.
            "example" => |block: &Syntax, header| Body::of(block, header, &Block::without_body),
            _ => |block: &Syntax, header| Body::read(block, header),
        };
        Block::of(syntax, body)
    }

    fn without_body(syntax: Syntax) -> Block {
        Block::of(syntax, |_, header| Body { attributes: Vec::new(), blocks: Vec::new(), header })
    }

    fn of(syntax: Syntax, body: impl FnOnce(&Syntax, Span) -> Body) -> Block {
        let mut header = syntax.name_span();
        let mut labels = Vec::new();
        for label in syntax.children().iter().filter(|child| child.kind() == Kind::Label) {
            header = header.to(label.span());
            labels.push(label_text(label.text()).into());
        }
        let block_type = syntax.name().into();
        Block { block_type, labels, body: body(&syntax, header), syntax, used: Cell::new(false) }
    }

    pub fn header(&self) -> Span {
        self.body.header
    }

    /// The text of a label, counted from 0.
    pub fn label(&self, index: usize) -> Option<Arc<str>> {
        self.labels.get(index).cloned()
    }
}

/// A label's text: labels hold no templates, and of escapes only quotes and backslashes matter in names.
fn label_text(text: &str) -> String {
    match text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        Some(quoted) => quoted.replace("\\\"", "\"").replace("\\\\", "\\"),
        None => text.to_string(),
    }
}
