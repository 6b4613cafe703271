//! Bodies: attributes and blocks alike for native syntax, JSON syntax and overridden blocks.

use crate::source::{Kind, Node, Syntax, string_value};
use crate::text::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// One or more layers of the same body; a later layer (an override file) wins.
#[derive(Clone, Debug)]
pub struct Body {
    layers: Arc<[Syntax]>,
}

/// `name = expression`, or a member of a JSON object.
#[derive(Clone, Debug)]
pub struct Attribute {
    pub name: Arc<str>,
    pub name_span: Span,
    /// The whole item.
    pub syntax: Syntax,
    pub expression: Syntax,
}

/// A block with its labels.
#[derive(Clone, Debug)]
pub struct Block {
    pub block_type: Arc<str>,
    pub labels: Vec<Label>,
    /// The block, or the JSON object that stands for it.
    pub syntax: Syntax,
    /// The type and the labels: what a reader should look at.
    pub header: Span,
    pub body: Body,
}

#[derive(Clone, Debug)]
pub struct Label {
    pub text: Arc<str>,
    pub span: Span,
}

impl Body {
    /// A body of one layer: a file, a block, or a JSON object.
    pub fn of(syntax: Syntax) -> Body {
        Body { layers: Arc::from([syntax]) }
    }

    /// This body with another one laid over it.
    pub fn overridden_by(&self, other: &Body) -> Body {
        Body { layers: self.layers.iter().chain(other.layers.iter()).cloned().collect() }
    }

    pub fn attribute(&self, name: &str) -> Option<Attribute> {
        self.layers.iter().rev().find_map(|layer| {
            let tree = &layer.file.tree;
            let named = |node: &Node| match tree.kind(*node) {
                Kind::Attribute => tree.name(*node, &layer.file.text) == name,
                kind => kind == Kind::JsonMember,
            };
            let candidates = nodes(layer).filter(named);
            candidates.filter_map(|node| attribute_of(&layer.at(node))).find(|attribute| &*attribute.name == name)
        })
    }

    /// Every attribute in source order. In JSON syntax every member is one: only the schema tells blocks from attributes.
    pub fn attributes(&self) -> Vec<Attribute> {
        let mut found: Vec<Attribute> = Vec::new();
        let mut places: FxHashMap<Arc<str>, usize> = FxHashMap::default();
        for layer in self.layers.iter() {
            for attribute in nodes(layer).filter_map(|node| attribute_of(&layer.at(node))) {
                match places.get(&attribute.name) {
                    Some(place) => found[*place] = attribute,
                    None => {
                        places.insert(attribute.name.clone(), found.len());
                        found.push(attribute);
                    }
                }
            }
        }
        found
    }

    /// The attributes that are a text, number or truth in every layer.
    pub fn literals(&self) -> FxHashSet<&str> {
        let mut found = FxHashSet::default();
        let mut others = FxHashSet::default();
        for layer in self.layers.iter() {
            let (tree, text) = (&layer.file.tree, &*layer.file.text);
            for node in nodes(layer).filter(|node| tree.kind(*node) == Kind::Attribute) {
                let expression = tree.last_child(node).map(|expression| tree.kind(expression));
                let literal = matches!(expression, Some(Kind::Str | Kind::Number | Kind::True | Kind::False));
                if literal { &mut found } else { &mut others }.insert(tree.name(node, text));
            }
        }
        found.retain(|name| !others.contains(name));
        found
    }

    /// The blocks of a type with this number of labels; those of the last layer that has any.
    pub fn blocks(&self, block_type: &str, label_count: usize) -> Vec<Block> {
        for layer in self.layers.iter().rev() {
            let found = blocks_of_layer(layer, block_type, label_count);
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// The blocks of a type, `dynamic` ones too, in source order; those of the last layer that has any of either.
    pub fn blocks_and_dynamics(&self, block_type: &str, label_count: usize) -> Vec<Block> {
        for layer in self.layers.iter().rev() {
            let mut found = blocks_of_layer(layer, block_type, label_count);
            let dynamics = blocks_of_layer(layer, "dynamic", 1).into_iter();
            found.extend(dynamics.filter(|dynamic| &*dynamic.labels[0].text == block_type));
            if !found.is_empty() {
                found.sort_by_key(|block| block.header);
                return found;
            }
        }
        Vec::new()
    }

    /// Every block in native syntax.
    pub fn native_blocks(&self) -> Vec<Block> {
        let blocks = self.layers.iter().flat_map(|layer| nodes(layer).map(|node| layer.at(node)));
        blocks.filter(|item| item.kind() == Kind::Block).map(|item| native_block(item.name().into(), item)).collect()
    }

    /// Block types that occur in native syntax, with their header spans, in source order.
    pub fn native_block_types(&self) -> Vec<(Arc<str>, Span)> {
        let blocks = self.layers.iter().flat_map(|layer| items(layer).into_iter());
        blocks.filter(|item| item.kind() == Kind::Block).map(|item| (item.name().into(), header_span(&item))).collect()
    }

    /// True when some layer is JSON.
    pub fn is_json(&self) -> bool {
        self.layers.iter().any(|layer| layer.file.tree.json)
    }

    /// The layers, the base first.
    pub fn layers(&self) -> &[Syntax] {
        &self.layers
    }
}

/// Attributes, blocks and JSON members of one layer.
fn nodes(layer: &Syntax) -> impl Iterator<Item = Node> + '_ {
    let holds = matches!(layer.kind(), Kind::File | Kind::Block | Kind::JsonObject);
    holds.then(|| layer.file.tree.children(layer.node)).into_iter().flatten()
}

fn items(layer: &Syntax) -> crate::source::SmallSyntax {
    match layer.kind() {
        Kind::File | Kind::Block | Kind::JsonObject => layer.children(),
        _ => Default::default(),
    }
}

fn attribute_of(item: &Syntax) -> Option<Attribute> {
    match item.kind() {
        Kind::Attribute => {
            let expression = item.at(item.file.tree.last_child(item.node)?);
            Some(Attribute { name: item.name().into(), name_span: item.name_span(), syntax: item.clone(), expression })
        }
        Kind::JsonMember => {
            let [key, expression] = <[Syntax; 2]>::try_from(item.children().into_vec()).ok()?;
            let name = string_value(&key)?;
            Some(Attribute { name: name.into(), name_span: key.span(), syntax: item.clone(), expression })
        }
        _ => None,
    }
}

fn blocks_of_layer(layer: &Syntax, block_type: &str, label_count: usize) -> Vec<Block> {
    let mut found = Vec::new();
    let (tree, text) = (&layer.file.tree, &layer.file.text);
    let candidate = |node: &Node| match tree.kind(*node) {
        Kind::Block => tree.name(*node, text) == block_type,
        kind => kind == Kind::JsonMember,
    };
    for item in nodes(layer).filter(candidate).map(|node| layer.at(node)) {
        match item.kind() {
            Kind::Block => {
                let block = native_block(block_type.into(), item);
                found.extend((block.labels.len() == label_count).then_some(block));
            }
            Kind::JsonMember => {
                if let Some(attribute) = attribute_of(&item).filter(|attribute| &*attribute.name == block_type) {
                    let header = attribute.name_span;
                    json_blocks(&attribute.expression, block_type, header, label_count, &mut Vec::new(), &mut found);
                }
            }
            _ => {}
        }
    }
    found
}

fn native_block(block_type: Arc<str>, item: Syntax) -> Block {
    let labels = native_labels(&item);
    let header = labels.last().map_or_else(|| item.name_span(), |label| item.name_span().to(label.span));
    Block { block_type, labels, header, body: Body::of(item.clone()), syntax: item }
}

/// The blocks that a JSON value stands for: an object a label, an array several; at the end of the labels each object is a body.
fn json_blocks(
    value: &Syntax,
    block_type: &str,
    header: Span,
    missing_labels: usize,
    labels: &mut Vec<Label>,
    found: &mut Vec<Block>,
) {
    match value.kind() {
        Kind::JsonArray => {
            for element in value.children() {
                json_blocks(&element, block_type, header, missing_labels, labels, found);
            }
        }
        Kind::JsonObject if missing_labels == 0 => found.push(Block {
            block_type: block_type.into(),
            labels: labels.clone(),
            syntax: value.clone(),
            header,
            body: Body::of(value.clone()),
        }),
        Kind::JsonObject => {
            for member in items(value).iter().filter_map(attribute_of) {
                labels.push(Label { text: member.name.clone(), span: member.name_span });
                json_blocks(&member.expression, block_type, member.name_span, missing_labels - 1, labels, found);
                labels.pop();
            }
        }
        _ => {}
    }
}

fn native_labels(block: &Syntax) -> Vec<Label> {
    let labels = block.children().into_iter().take_while(|child| child.kind() == Kind::Label);
    labels.map(|label| Label { text: string_value(&label).unwrap_or_default().into(), span: label.span() }).collect()
}

fn header_span(block: &Syntax) -> Span {
    let labels = native_labels(block);
    labels.last().map_or_else(|| block.name_span(), |label| block.name_span().to(label.span))
}
