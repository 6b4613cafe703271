//! Changes of what stands literally in a block: the narrowest place there is.

use super::change::{Change, Draft, Expression, item_named, nested_blocks};
use super::path::{Key, Step};
use crate::source::{Kind, Syntax, string_value};

/// Sets an attribute at a path below a block. `None`: the path leads into something that is not written there.
pub fn set(block: &Syntax, steps: &[Step], expression: &Expression) -> Option<Change> {
    let (last, parents) = steps.split_last()?;
    let mut at = block.clone();
    for (depth, step) in parents.iter().enumerate() {
        match child(&at, step) {
            Some(next) => at = next,
            None if is_open(&at, step) => {
                let within = parents[depth..].iter().map(|step| step.name.clone()).collect();
                return Some(Change::Set {
                    block: at,
                    within,
                    name: last.name.clone(),
                    expression: expression.clone(),
                });
            }
            None => return None,
        }
    }
    set_here(&at, last, expression)
}

fn set_here(at: &Syntax, step: &Step, expression: &Expression) -> Option<Change> {
    if step.key.is_some() {
        return Some(Change::Replace { expression: child(at, step)?, by: expression.clone() });
    }
    let (name, expression) = (step.name.clone(), expression.clone());
    match at.kind() {
        Kind::Block | Kind::JsonObject | Kind::File => {
            Some(Change::Set { block: at.clone(), within: Vec::new(), name, expression })
        }
        Kind::Object => Some(match item_named(at, &name) {
            Some((_, old)) => Change::Replace { expression: old, by: expression },
            None => Change::AddEntry { object: at.clone(), name, expression },
        }),
        _ => None,
    }
}

/// A nested block may be made here: none of its type is there, dynamic ones included.
fn is_open(at: &Syntax, step: &Step) -> bool {
    let first = matches!(step.key, None | Some(Key::Index(0) | Key::Each));
    first
        && matches!(at.kind(), Kind::Block | Kind::JsonObject)
        && item_named(at, &step.name).is_none()
        && nested_blocks(at, &step.name).is_empty()
        && dynamic_blocks(at, &step.name).is_empty()
}

/// The nested block, object or element that a step leads to.
pub fn child(at: &Syntax, step: &Step) -> Option<Syntax> {
    let index = match &step.key {
        None | Some(Key::Each) => 0,
        Some(Key::Index(index)) => *index,
        Some(Key::Name(name)) => return item_named(&item_named(at, &step.name)?.1, name).map(|(_, value)| value),
    };
    if step.name.is_empty() {
        return element(at, index);
    }
    let blocks = nested_blocks(at, &step.name);
    if !blocks.is_empty() {
        // With dynamic blocks among them, the place of a block says nothing about its index.
        return (dynamic_blocks(at, &step.name).is_empty()).then(|| blocks.get(index).cloned()).flatten();
    }
    let (_, value) = item_named(at, &step.name)?;
    match (value.kind(), &step.key) {
        (Kind::Tuple | Kind::JsonArray, _) => element(&value, index),
        (Kind::Object | Kind::JsonObject, None) => Some(value),
        _ => None,
    }
}

fn element(list: &Syntax, index: usize) -> Option<Syntax> {
    matches!(list.kind(), Kind::Tuple | Kind::JsonArray).then(|| list.children().into_iter().nth(index)).flatten()
}

/// `dynamic` blocks for a block type.
pub fn dynamic_blocks(block: &Syntax, block_type: &str) -> Vec<Syntax> {
    let is_label = |item: &Syntax| {
        let label = item.children().into_iter().find(|child| child.kind() == Kind::Label);
        label.is_some_and(|label| string_value(&label).as_deref() == Some(block_type))
    };
    match block.kind() {
        Kind::Block => nested_blocks(block, "dynamic").into_iter().filter(is_label).collect(),
        Kind::JsonObject => {
            nested_blocks(block, "dynamic").iter().flat_map(|dynamic| nested_blocks(dynamic, block_type)).collect()
        }
        _ => Vec::new(),
    }
}

/// The blocks of a type, and the dynamic ones for it.
fn written_blocks(at: &Syntax, block_type: &str) -> Vec<Syntax> {
    let mut blocks = nested_blocks(at, block_type);
    if at.kind() == Kind::Block {
        blocks.extend(dynamic_blocks(at, block_type));
    }
    blocks
}

/// The type of the blocks that a block stands for: of a dynamic one its label.
pub fn made_type(block: &Syntax) -> String {
    let label = block.children().into_iter().next().filter(|_| block.name() == "dynamic");
    label.and_then(|label| string_value(&label)).unwrap_or_else(|| block.name().to_owned())
}

/// Removes an attribute, or every block of a type, at a path.
pub fn remove(block: &Syntax, steps: &[Step]) -> Option<Vec<Change>> {
    let (last, parents) = steps.split_last()?;
    let mut at = block.clone();
    for step in parents {
        at = child(&at, step)?;
    }
    let items: Vec<Syntax> = match &last.key {
        Some(Key::Index(index)) if at.kind() == Kind::Block && !nested_blocks(&at, &last.name).is_empty() => {
            nested_blocks(&at, &last.name).into_iter().skip(*index).take(1).collect()
        }
        Some(_) => child(&at, last).into_iter().collect(),
        None => match item_named(&at, &last.name) {
            Some((item, _)) => vec![item],
            None => written_blocks(&at, &last.name),
        },
    };
    (!items.is_empty()).then(|| items.into_iter().map(|item| Change::Remove { item }).collect())
}

/// Takes elements out of a list literal; `None` when none of them is written there.
pub fn remove_elements(list: &Syntax, values: &[String]) -> Option<Vec<Change>> {
    if !matches!(list.kind(), Kind::Tuple | Kind::JsonArray) {
        return None;
    }
    let elements = list.children();
    let is_gone = |element: &Syntax| string_value(element).is_some_and(|text| values.contains(&text));
    let gone: Vec<Syntax> = elements.iter().filter(|element| is_gone(element)).cloned().collect();
    match gone.len() {
        0 => None,
        // An empty list is written at once: removals that meet would leave commas.
        all if all == elements.len() => Some(vec![Change::Text { span: list.span(), by: "[]".to_owned() }]),
        1 => Some(vec![Change::Remove { item: gone[0].clone() }]),
        _ => Some(without(&elements, &gone)),
    }
}

/// Several elements at once: runs that end the list take the comma before them along.
fn without(elements: &[Syntax], gone: &[Syntax]) -> Vec<Change> {
    let is_gone = |element: &Syntax| gone.iter().any(|other| other.node == element.node);
    let last_kept = elements.iter().rposition(|element| !is_gone(element)).unwrap_or(0);
    let mut changes: Vec<Change> = elements[..last_kept]
        .iter()
        .filter(|element| is_gone(element))
        .map(|element| Change::Remove { item: element.clone() })
        .collect();
    if let Some(last) = elements.last().filter(|_| last_kept + 1 < elements.len()) {
        let span = elements[last_kept].span();
        let tail = crate::text::Span { start: span.end, end: last.span().end, ..span };
        changes.push(Change::Text { span: tail, by: String::new() });
    }
    changes
}

/// Adds a nested block below a path.
pub fn add_block(block: &Syntax, parents: &[Step], draft: &Draft) -> Option<Change> {
    let mut at = block.clone();
    for (depth, step) in parents.iter().enumerate() {
        match child(&at, step) {
            Some(next) => at = next,
            None if is_open(&at, step) => {
                let within = parents[depth..].iter().map(|step| step.name.clone()).collect();
                return Some(Change::AddBlock { block: at, within, draft: draft.clone() });
            }
            None => return None,
        }
    }
    matches!(at.kind(), Kind::Block | Kind::JsonObject).then(|| Change::AddBlock {
        block: at,
        within: Vec::new(),
        draft: draft.clone(),
    })
}
