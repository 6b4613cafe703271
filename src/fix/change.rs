//! What a fix changes, in terms of the syntax tree: the text that says it follows in the layout step.

use super::write;
use crate::source::{Kind, SourceFile, Syntax};
use crate::text::{FileId, Span};
use crate::value::Value;
use std::sync::Arc;

/// A new expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// A value, written in the syntax of the file.
    Value(Value),
    /// HCL source in canonical layout.
    Source(String),
    /// A type; a plain text in Terraform's JSON syntax.
    Type(String),
}

/// A block to be added.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub block_type: String,
    pub labels: Vec<String>,
    pub items: Vec<DraftItem>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum DraftItem {
    Attribute(String, Expression),
    Block(Draft),
}

/// Where a top-level block is added.
#[derive(Clone, Debug)]
pub enum Place {
    /// After this top-level block (native) or in the file of this body (JSON).
    After(Syntax),
    EndOf(Arc<SourceFile>),
}

/// One change of a file.
#[derive(Clone, Debug)]
pub enum Change {
    /// Sets an attribute of a block; `within` are nested blocks, outermost first, that are made for it.
    Set {
        block: Syntax,
        within: Vec<String>,
        name: String,
        expression: Expression,
    },
    /// Puts another expression in the place of this one.
    Replace {
        expression: Syntax,
        by: Expression,
    },
    /// Takes out an attribute, a block, an element of an object or a list.
    Remove {
        item: Syntax,
    },
    /// Takes out a block that stands for a list in an attribute: with the last one an empty list is written.
    RemoveBlock {
        item: Syntax,
    },
    /// Adds an element to a list literal or an entry to an object literal.
    AddElement {
        list: Syntax,
        element: Expression,
    },
    AddEntry {
        object: Syntax,
        name: String,
        expression: Expression,
    },
    /// Adds a nested block.
    AddBlock {
        block: Syntax,
        within: Vec<String>,
        draft: Draft,
    },
    AddTopLevel {
        place: Place,
        draft: Draft,
    },
    /// Any other text: the bytes of the span are replaced as they stand.
    Text {
        span: Span,
        by: String,
    },
}

impl Expression {
    /// As HCL in canonical layout; `None` when the value cannot be written.
    pub fn hcl(&self) -> Option<String> {
        match self {
            Expression::Value(value) => write::hcl(value),
            Expression::Source(source) | Expression::Type(source) => Some(source.clone()),
        }
    }

    /// As a value of Terraform's JSON syntax.
    pub fn json(&self) -> Option<String> {
        match self {
            Expression::Value(value) => write::json(value),
            Expression::Source(source) => super::body::json_of_source(source),
            Expression::Type(source) => Some(write::json_string(source)),
        }
    }
}

impl Draft {
    /// As HCL in canonical layout, the header on the first line.
    pub fn hcl(&self) -> Option<String> {
        let mut header = self.block_type.clone();
        for label in &self.labels {
            header.push(' ');
            header.push_str(&write::string(label));
        }
        if self.items.is_empty() {
            return Some(header + " {}");
        }
        let mut out = header + " {\n";
        for (number, item) in self.items.iter().enumerate() {
            let text = match item {
                DraftItem::Attribute(name, expression) => format!("{name} = {}", expression.hcl()?),
                DraftItem::Block(draft) => {
                    if number > 0 {
                        out.push('\n');
                    }
                    draft.hcl()?
                }
            };
            // Meta-arguments stand apart from the arguments.
            let is_meta = |item: &DraftItem| matches!(item, DraftItem::Attribute(name, _) if is_meta_argument(name));
            out.push_str("  ");
            out.push_str(&indented(&text, "  "));
            out.push('\n');
            if is_meta(item) && self.items.get(number + 1).is_some_and(|next| !is_meta(next) && !is_block(next)) {
                out.push('\n');
            }
        }
        out.push('}');
        Some(out)
    }

    /// The body as an object of Terraform's JSON syntax, in canonical layout.
    pub fn json_body(&self) -> Option<String> {
        let mut members: Vec<(String, Vec<String>)> = Vec::new();
        for item in &self.items {
            match item {
                DraftItem::Attribute(name, expression) => members.push((name.clone(), vec![expression.json()?])),
                DraftItem::Block(draft) => {
                    let body = draft.json_body()?;
                    match members.iter_mut().find(|(name, _)| *name == draft.block_type) {
                        Some((_, bodies)) => bodies.push(body),
                        None => members.push((draft.block_type.clone(), vec![body])),
                    }
                }
            }
        }
        let members = members.into_iter().map(|(name, mut values)| match values.len() {
            1 => (name, values.remove(0)),
            _ => (name, format!("[\n  {}\n]", indented(&values.join(",\n"), "  "))),
        });
        Some(json_object(members))
    }
}

/// An object over several lines.
pub fn json_object(members: impl Iterator<Item = (String, String)>) -> String {
    let lines: Vec<String> =
        members.map(|(name, value)| format!("  {}: {}", write::json_string(&name), indented(&value, "  "))).collect();
    if lines.is_empty() { "{}".to_owned() } else { format!("{{\n{}\n}}", lines.join(",\n")) }
}

fn is_block(item: &DraftItem) -> bool {
    matches!(item, DraftItem::Block(_))
}

/// Arguments of every resource that say how many there are or who makes them.
pub fn is_meta_argument(name: &str) -> bool {
    matches!(name, "count" | "for_each" | "provider" | "providers" | "source" | "version")
}

/// The text with every line but the first moved right; heredoc contents too, so bodies use `<<-`.
pub fn indented(text: &str, by: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
            if !line.is_empty() {
                out.push_str(by);
            }
        }
        out.push_str(line);
    }
    out
}

/// Two handles of the same node.
pub fn same(a: &Syntax, b: &Syntax) -> bool {
    a.node == b.node && a.file.id == b.file.id
}

impl PartialEq for Place {
    fn eq(&self, other: &Place) -> bool {
        match (self, other) {
            (Place::After(a), Place::After(b)) => same(a, b),
            (Place::EndOf(a), Place::EndOf(b)) => a.id == b.id,
            _ => false,
        }
    }
}

impl PartialEq for Change {
    fn eq(&self, other: &Change) -> bool {
        use Change::*;
        match (self, other) {
            (Set { block, within, name, expression }, Set { block: b, within: w, name: n, expression: e }) => {
                same(block, b) && within == w && name == n && expression == e
            }
            (Replace { expression, by }, Replace { expression: e, by: b }) => same(expression, e) && by == b,
            (Remove { item }, Remove { item: i }) => same(item, i),
            (RemoveBlock { item }, RemoveBlock { item: i }) => same(item, i),
            (AddElement { list, element }, AddElement { list: l, element: e }) => same(list, l) && element == e,
            (AddEntry { object, name, expression }, AddEntry { object: o, name: n, expression: e }) => {
                same(object, o) && name == n && expression == e
            }
            (AddBlock { block, within, draft }, AddBlock { block: b, within: w, draft: d }) => {
                same(block, b) && within == w && draft == d
            }
            (AddTopLevel { place, draft }, AddTopLevel { place: p, draft: d }) => place == p && draft == d,
            (Text { span, by }, Text { span: s, by: b }) => span == s && by == b,
            _ => false,
        }
    }
}

impl Change {
    /// The tree that it changes; none for bare text.
    pub fn source(&self) -> Option<&Arc<SourceFile>> {
        Some(match self {
            Change::Set { block, .. } | Change::AddBlock { block, .. } => &block.file,
            Change::Replace { expression, .. } => &expression.file,
            Change::Remove { item } | Change::RemoveBlock { item } => &item.file,
            Change::AddElement { list, .. } => &list.file,
            Change::AddEntry { object, .. } => &object.file,
            Change::AddTopLevel { place: Place::After(block), .. } => &block.file,
            Change::AddTopLevel { place: Place::EndOf(file), .. } => file,
            Change::Text { .. } => return None,
        })
    }

    /// What is newly written, as HCL.
    pub fn written(&self) -> Option<String> {
        match self {
            Change::Set { expression, .. } | Change::AddEntry { expression, .. } => expression.hcl(),
            Change::Replace { by, .. } => by.hcl(),
            Change::AddElement { element, .. } => element.hcl(),
            Change::AddBlock { draft, .. } | Change::AddTopLevel { draft, .. } => draft.hcl(),
            Change::Text { by, .. } => Some(by.clone()),
            Change::Remove { .. } | Change::RemoveBlock { .. } => None,
        }
    }

    /// The file that changes.
    pub fn file(&self) -> FileId {
        match self {
            Change::Set { block, .. } | Change::AddBlock { block, .. } => block.file.id,
            Change::Replace { expression, .. } => expression.file.id,
            Change::Remove { item } | Change::RemoveBlock { item } => item.file.id,
            Change::AddElement { list, .. } => list.file.id,
            Change::AddEntry { object, .. } => object.file.id,
            Change::AddTopLevel { place: Place::After(block), .. } => block.file.id,
            Change::AddTopLevel { place: Place::EndOf(file), .. } => file.id,
            Change::Text { span, .. } => span.file,
        }
    }
}

/// The expression of an attribute or JSON member with this name in a block, object body or object literal.
pub fn item_named(block: &Syntax, name: &str) -> Option<(Syntax, Syntax)> {
    block.children().into_iter().find_map(|item| match item.kind() {
        Kind::Attribute if item.name() == name => {
            let expression = item.at(item.file.tree.last_child(item.node)?);
            Some((item, expression))
        }
        Kind::JsonMember | Kind::ObjectItem => {
            let children = item.children();
            let (key, expression) = (children.first()?, children.get(1)?);
            (key_text(key)? == name).then(|| (item.clone(), expression.clone()))
        }
        _ => None,
    })
}

/// The text of a literal key: a bare name, a quoted string, a JSON string.
pub fn key_text(key: &Syntax) -> Option<String> {
    match key.kind() {
        Kind::Variable => Some(key.text().to_owned()),
        Kind::Paren => key_text(key.children().first()?).filter(|_| key.text().contains('"')),
        _ => crate::source::string_value(key),
    }
}

/// The nested blocks of a type, in order: native blocks, or the objects of a JSON member.
pub fn nested_blocks(block: &Syntax, block_type: &str) -> Vec<Syntax> {
    let mut found = Vec::new();
    for item in block.children() {
        match item.kind() {
            Kind::Block if item.name() == block_type => found.push(item),
            Kind::JsonMember => {
                let children = item.children();
                let (Some(key), Some(value)) = (children.first(), children.get(1)) else { continue };
                if key_text(key).as_deref() != Some(block_type) {
                    continue;
                }
                match value.kind() {
                    Kind::JsonObject => found.push(value.clone()),
                    Kind::JsonArray => {
                        found.extend(value.children().into_iter().filter(|element| element.kind() == Kind::JsonObject));
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    found
}

impl Change {
    /// Where it begins, for messages.
    pub fn span(&self) -> Option<Span> {
        match self {
            Change::Set { block, .. } | Change::AddBlock { block, .. } => Some(block.span()),
            Change::Replace { expression, .. } => Some(expression.span()),
            Change::Remove { item } | Change::RemoveBlock { item } => Some(item.span()),
            Change::AddElement { list, .. } => Some(list.span()),
            Change::AddEntry { object, .. } => Some(object.span()),
            Change::AddTopLevel { place: Place::After(block), .. } => Some(block.span()),
            Change::AddTopLevel { place: Place::EndOf(file), .. } => Some(Span::new(file.id, 0, 0)),
            Change::Text { span, .. } => Some(*span),
        }
    }
}
