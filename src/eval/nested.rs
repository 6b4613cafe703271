//! Nested blocks of one type in source order, with `dynamic` blocks expanded.

use super::body::{Attribute, Block, Body};
use super::module_scope::ModuleScope;
use super::problem::{Problem, ProblemKind};
use crate::value::{Blocker, Kind, Type, Unknown, Value};
use std::sync::Arc;

/// The blocks of one type. `unknown` says what blocks the rest, when a dynamic block's collection is not known.
pub struct NestedBlocks {
    pub elements: Vec<Element>,
    pub unknown: Option<Arc<[Blocker]>>,
}

/// A block as written, or one iteration of a dynamic block.
#[derive(Clone)]
pub struct Element {
    /// The block, or the `content` block of the dynamic one.
    pub block: Block,
    pub iteration: Option<Iteration>,
}

/// One iteration of a dynamic block.
#[derive(Clone)]
pub struct Iteration {
    pub dynamic: Block,
    pub iterator: Arc<str>,
    pub for_each: Attribute,
    /// `iterator.key` and `iterator.value`.
    pub key: Value,
    pub value: Value,
}

impl Element {
    /// The scope inside the block.
    pub fn scope<'e>(&self, outer: &ModuleScope<'e>) -> ModuleScope<'e> {
        match &self.iteration {
            Some(iteration) => outer.with_iterator(iteration.iterator.clone(), iteration.object()),
            None => outer.clone(),
        }
    }
}

impl Iteration {
    fn object(&self) -> Value {
        Value::object([("key", self.key.clone()), ("value", self.value.clone())])
    }
}

/// Collects the blocks of a type, static and dynamic.
pub fn nested_blocks(scope: &ModuleScope, body: &Body, block_type: &str, label_count: usize) -> NestedBlocks {
    let mut found = NestedBlocks { elements: Vec::new(), unknown: None };
    for source in body.blocks_and_dynamics(block_type, label_count) {
        if &*source.block_type == "dynamic" && (block_type != "dynamic" || source.labels.len() == 1) {
            expand(scope, &source, block_type, &mut found);
        } else {
            found.elements.push(Element { block: source, iteration: None });
        }
    }
    found
}

fn expand(scope: &ModuleScope, dynamic: &Block, block_type: &str, found: &mut NestedBlocks) {
    let (Some(for_each), Some(content)) =
        (dynamic.body.attribute("for_each"), dynamic.body.blocks("content", 0).into_iter().next())
    else {
        let message = format!("a dynamic \"{block_type}\" block needs for_each and content");
        scope.evaluation().report(Problem::new(ProblemKind::Invalid, message).at(dynamic.header));
        return;
    };
    let iterator = dynamic.body.attribute("iterator").map_or_else(
        || block_type.into(),
        |iterator| {
            let text = iterator.expression.text();
            text.trim_matches('"').into()
        },
    );
    let collection = super::evaluate(&for_each.expression, scope);
    let collection = scope.evaluation().value_or_unknown(collection, Type::Dynamic);
    let mut add = |key: Value, value: Value| {
        let dynamic = dynamic.clone();
        let iteration = Iteration { dynamic, iterator: Arc::clone(&iterator), for_each: for_each.clone(), key, value };
        let mut block = content.clone();
        block.labels = dynamic_labels(scope, &iteration);
        found.elements.push(Element { block, iteration: Some(iteration) });
    };
    match &collection.kind {
        Kind::Unknown(unknown) => found.unknown = Some(more_blockers(found.unknown.take(), unknown)),
        Kind::Map(_, entries) | Kind::Object(entries) => {
            entries.iter().for_each(|(key, value)| add(Kind::String(key.clone()).into(), value.clone()));
        }
        Kind::Set(_, elements) => elements.iter().for_each(|element| add(element.clone(), element.clone())),
        Kind::List(_, elements) | Kind::Tuple(elements) => {
            elements.iter().enumerate().for_each(|(index, element)| add((index as i64).into(), element.clone()));
        }
        _ => {
            let message = format!("for_each of the dynamic \"{block_type}\" block is not a collection");
            scope.evaluation().report(Problem::new(ProblemKind::Evaluation, message).at(for_each.expression.span()));
        }
    }
}

/// The labels of a dynamic block with labels, evaluated for one iteration; what is not a known string is left out.
fn dynamic_labels(scope: &ModuleScope, iteration: &Iteration) -> Vec<super::body::Label> {
    let Some(labels) = iteration.dynamic.body.attribute("labels") else { return Vec::new() };
    let scope = scope.with_iterator(iteration.iterator.clone(), iteration.object());
    let Ok(value) = super::evaluate(&labels.expression, &scope) else { return Vec::new() };
    let span = labels.expression.span();
    let texts = value.as_sequence().unwrap_or_default().iter().filter_map(|label| label.as_str().map(Arc::from));
    texts.map(|text| super::body::Label { text, span }).collect()
}

fn more_blockers(known: Option<Arc<[Blocker]>>, unknown: &Unknown) -> Arc<[Blocker]> {
    let mut blockers: Vec<Blocker> = known.map_or(Vec::new(), |known| known.to_vec());
    blockers.extend(unknown.blockers.iter().filter(|blocker| !blockers.contains(blocker)).cloned().collect::<Vec<_>>());
    blockers.into()
}
