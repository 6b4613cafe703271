//! Bodies: attributes and blocks alike for native syntax, JSON syntax and overridden blocks.

use crate::source::{Kind, Node, Syntax, string_value};
use crate::text::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::{Arc, OnceLock};

/// One or more layers of the same body; a later layer (an override file) wins.
#[derive(Clone, Debug)]
pub struct Body {
    layers: Arc<[Layer]>,
}

/// A file, a block, a JSON object, or a JSON array of objects that together are one body.
#[derive(Debug)]
pub struct Layer {
    pub syntax: Syntax,
    /// What stands in it, found when it is first asked for.
    items: OnceLock<Box<[Item]>>,
}

/// An attribute, a block or a JSON member.
#[derive(Clone, Copy, Debug)]
struct Item {
    node: Node,
    kind: Kind,
    /// Where the name of an attribute or the type of a block ends; it begins with the node.
    name_end: u32,
}

impl Layer {
    fn of(syntax: Syntax) -> Layer {
        Layer { syntax, items: OnceLock::new() }
    }

    fn items(&self) -> &[Item] {
        self.items.get_or_init(|| {
            let (tree, text) = (&self.syntax.file.tree, &*self.syntax.file.text);
            let nodes = match self.syntax.kind() {
                Kind::File | Kind::Block | Kind::JsonObject => tree.children(self.syntax.node),
                Kind::JsonArray => {
                    let objects = tree.children(self.syntax.node).into_iter();
                    objects
                        .filter(|node| tree.kind(*node) == Kind::JsonObject)
                        .flat_map(|it| tree.children(it))
                        .collect()
                }
                _ => return Box::default(),
            };
            let item = |node: Node| {
                let kind = tree.kind(node);
                let name = if matches!(kind, Kind::Attribute | Kind::Block) { tree.name(node, text).len() } else { 0 };
                Item { node, kind, name_end: tree.span(node).start + name as u32 }
            };
            nodes.into_iter().map(item).collect()
        })
    }

    /// The name of an attribute or the type of a block in native syntax.
    fn name(&self, item: &Item) -> &str {
        let start = self.syntax.file.tree.span(item.node).start;
        &self.syntax.file.text[start as usize..item.name_end as usize]
    }

    fn all(&self) -> impl Iterator<Item = Syntax> {
        self.items().iter().map(|item| self.syntax.at(item.node))
    }

    /// The items of a kind with this name, and every JSON member.
    fn candidates(&self, kind: Kind, name: &str) -> impl Iterator<Item = Syntax> {
        let named = move |item: &&Item| match item.kind {
            Kind::JsonMember => true,
            own => own == kind && self.name(item) == name,
        };
        self.items().iter().filter(named).map(|item| self.syntax.at(item.node))
    }
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
    /// The block, or the JSON object or array that stands for it.
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
    /// A body of one layer: a file, a block, or a JSON object or array of objects.
    pub fn of(syntax: Syntax) -> Body {
        Body { layers: Arc::from([Layer::of(syntax)]) }
    }

    /// This body with another one laid over it.
    pub fn overridden_by(&self, other: &Body) -> Body {
        let layers = self.layers.iter().chain(other.layers.iter());
        Body { layers: layers.map(|layer| Layer::of(layer.syntax.clone())).collect() }
    }

    pub fn attribute(&self, name: &str) -> Option<Attribute> {
        self.layers.iter().rev().find_map(|layer| {
            let candidates = layer.candidates(Kind::Attribute, name);
            candidates.filter_map(|item| attribute_of(&item)).find(|attribute| &*attribute.name == name)
        })
    }

    /// Every attribute in source order. In JSON syntax every member is one: only the schema tells blocks from attributes.
    pub fn attributes(&self) -> Vec<Attribute> {
        let mut found: Vec<Attribute> = Vec::new();
        let mut places: FxHashMap<Arc<str>, usize> = FxHashMap::default();
        for layer in self.layers.iter() {
            for attribute in layer.all().filter_map(|item| attribute_of(&item)) {
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
            let tree = &layer.syntax.file.tree;
            for item in layer.items().iter().filter(|item| item.kind == Kind::Attribute) {
                let expression = tree.last_child(item.node).map(|expression| tree.kind(expression));
                let literal = matches!(expression, Some(Kind::Str | Kind::Number | Kind::True | Kind::False));
                if literal { &mut found } else { &mut others }.insert(layer.name(item));
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
        let blocks = self.layers.iter().flat_map(Layer::all);
        blocks.filter(|item| item.kind() == Kind::Block).map(|item| native_block(item.name().into(), item)).collect()
    }

    /// Block types that occur in native syntax, with their header spans, in source order.
    pub fn native_block_types(&self) -> Vec<(Arc<str>, Span)> {
        let blocks = self.layers.iter().flat_map(Layer::all);
        blocks.filter(|item| item.kind() == Kind::Block).map(|item| (item.name().into(), header_span(&item))).collect()
    }

    /// True when some layer is JSON.
    pub fn is_json(&self) -> bool {
        self.layers.iter().any(|layer| layer.syntax.file.tree.json)
    }

    /// The layers, the base first.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// The types of blocks that native syntax holds or makes by `dynamic`, sorted; `None` in JSON syntax, where only the
    /// schema tells blocks from attributes.
    pub fn block_types(&self) -> Option<Vec<Arc<str>>> {
        if self.is_json() {
            return None;
        }
        let mut types: Vec<Arc<str>> = Vec::new();
        for layer in self.layers.iter() {
            for item in layer.items().iter().filter(|item| item.kind == Kind::Block) {
                match layer.name(item) {
                    "dynamic" => {
                        let labels = native_labels(&layer.syntax.at(item.node));
                        types.extend(labels.into_iter().map(|label| label.text));
                        types.push("dynamic".into());
                    }
                    name => types.push(name.into()),
                }
            }
        }
        types.sort_unstable();
        types.dedup();
        Some(types)
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

fn blocks_of_layer(layer: &Layer, block_type: &str, label_count: usize) -> Vec<Block> {
    let mut found = Vec::new();
    for item in layer.candidates(Kind::Block, block_type) {
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

/// The blocks that a JSON value stands for: an object a label, an array several; at the end of the labels each object is a body,
/// and so is each array within an array.
fn json_blocks(
    value: &Syntax,
    block_type: &str,
    header: Span,
    missing_labels: usize,
    labels: &mut Vec<Label>,
    found: &mut Vec<Block>,
) {
    let block = |body: &Syntax, labels: &[Label]| Block {
        block_type: block_type.into(),
        labels: labels.to_vec(),
        syntax: body.clone(),
        header,
        body: Body::of(body.clone()),
    };
    match value.kind() {
        Kind::JsonArray if missing_labels == 0 => {
            let is_body = |element: &&Syntax| matches!(element.kind(), Kind::JsonObject | Kind::JsonArray);
            found.extend(value.children().iter().filter(is_body).map(|element| block(element, labels)));
        }
        Kind::JsonArray => {
            for element in value.children() {
                json_blocks(&element, block_type, header, missing_labels, labels, found);
            }
        }
        Kind::JsonObject if missing_labels == 0 => found.push(block(value, labels)),
        Kind::JsonObject => {
            for member in value.children().iter().filter_map(attribute_of) {
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
