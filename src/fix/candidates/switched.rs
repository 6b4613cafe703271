//! Blocks that a dynamic block would make, but does not: switched on where that is decided, with the value that is asked for.

use super::set::{ATTRIBUTE, nested, places, read_names};
use super::{Candidate, Context};
use crate::check::{FixRequest, Operation};
use crate::eval::scope::NoNames;
use crate::eval::{OriginKind, ResourceInstance, evaluate, trace_within};
use crate::fix::change::{Change, Expression, item_named, nested_blocks};
use crate::fix::direct::{self, dynamic_blocks};
use crate::fix::path::{Key, Step};
use crate::source::{Kind, Syntax};
use crate::value::{Kind as ValueKind, Value};

/// A dynamic block that makes nothing.
struct Off {
    for_each: Syntax,
    content: Syntax,
    iterator: String,
    /// The path below the block.
    below: Vec<Step>,
}

/// What the content has at a path.
enum Content {
    /// These names of the iterator's value.
    Element(Vec<String>),
    /// What is asked for already, or something that stands for an input.
    Given,
    Other,
}

/// The candidates that make the only dynamic block on the way to an argument make a block that has it; `None` where there is no such block.
pub fn on(
    context: &Context,
    target: &ResourceInstance,
    request: &FixRequest,
    path: &str,
    expression: &Expression,
) -> Option<Vec<Candidate>> {
    let off = off(context, target, path)?;
    let search = Search { context, target, path };
    let read = content(&off, expression);
    let mut own = Vec::new();
    if let Content::Other = read {
        own.push(direct::set(&off.content, &off.below, expression)?);
    }
    let candidate = |changes: Vec<Change>| Candidate { changes, ..Candidate::default() };
    let collection = match &read {
        Content::Element(names) => list_of(names, expression)?,
        // Another argument that is asked for says what the block is made from.
        _ if others_read(context, target, request, &off) => return Some(vec![candidate(own)]),
        _ => Expression::Value(Value::tuple(vec![Value::from(1)])),
    };
    let reads_element = matches!(read, Content::Element(_));
    let mut found = search.filled(&off.for_each, &collection);
    found.sort_by_key(|(rank, _)| *rank);
    let mut changes: Vec<Change> = found.into_iter().map(|(_, change)| change).collect();
    let branch = filled_branch(&off.for_each).filter(|_| !reads_element).map(|(branch, _)| branch);
    let literal = branch.and_then(|branch| evaluate(&branch, &NoNames).ok()).map(Expression::Value);
    changes.push(Change::Replace { expression: off.for_each.clone(), by: literal.unwrap_or(collection) });
    Some(changes.into_iter().map(|change| candidate([vec![change], own.clone()].concat())).collect())
}

fn off(context: &Context, target: &ResourceInstance, path: &str) -> Option<Off> {
    let (block, rest) = context.innermost(target, path);
    let (first, below) = rest.split_first().filter(|(_, below)| !below.is_empty())?;
    let is_first = matches!(first.key, None | Some(Key::Index(0) | Key::Each));
    if !is_first || block.kind() != Kind::Block || !nested_blocks(&block, &first.name).is_empty() {
        return None;
    }
    let [dynamic] = <[Syntax; 1]>::try_from(dynamic_blocks(&block, &first.name)).ok()?;
    let iterator = item_named(&dynamic, "iterator").map(|(_, name)| name.text().trim_matches('"').to_owned());
    Some(Off {
        for_each: item_named(&dynamic, "for_each")?.1,
        content: nested_blocks(&dynamic, "content").into_iter().next()?,
        iterator: iterator.unwrap_or_else(|| first.name.clone()),
        below: below.to_vec(),
    })
}

fn content(off: &Off, expression: &Expression) -> Content {
    let (last, parents) = off.below.split_last().expect("a path below the block");
    let mut at = Some(off.content.clone());
    for step in parents {
        at = at.and_then(|block| direct::child(&block, step));
    }
    let Some((_, value)) = at.and_then(|block| item_named(&block, &last.name)) else { return Content::Other };
    let is_element = |names: &Vec<String>| {
        names.len() >= 2 && names[0] == off.iterator && names[1] == "value" && !names.iter().any(String::is_empty)
    };
    match read_names(&value).into_iter().find(is_element) {
        Some(names) => Content::Element(names[2..].to_vec()),
        // What is written there already needs no input.
        None if !matches!(expression, Expression::Value(_)) => Content::Given,
        None if expression.hcl().is_some_and(|text| text == value.text()) => Content::Given,
        None => Content::Other,
    }
}

fn others_read(context: &Context, target: &ResourceInstance, request: &FixRequest, off_here: &Off) -> bool {
    request.operations.iter().any(|operation| {
        let (Operation::Set { path, .. } | Operation::SetExpression { path, .. }) = operation else { return false };
        let there = off(context, target, path).filter(|there| there.content.node == off_here.content.node);
        let nothing = Expression::Value(Value::null());
        there.is_some_and(|there| matches!(content(&there, &nothing), Content::Element(_)))
    })
}

/// A list of one element that has the value below the names.
fn list_of(names: &[String], expression: &Expression) -> Option<Expression> {
    Some(match (nested(names, expression), expression) {
        (Some(Expression::Value(element)), _) => Expression::Value(Value::tuple(vec![element])),
        (_, Expression::Source(text)) => {
            let element = names.iter().rev().fold(text.clone(), |text, name| format!("{{ {name} = {text} }}"));
            Expression::Source(format!("[{element}]"))
        }
        _ => return None,
    })
}

/// The branch of a condition that makes blocks where the other one makes none, and whether it is for truth.
fn filled_branch(for_each: &Syntax) -> Option<(Syntax, bool)> {
    let children = for_each.children();
    if for_each.kind() != Kind::Conditional {
        return None;
    }
    match (is_empty(&children[1]), is_empty(&children[2])) {
        (false, true) => Some((children[1].clone(), true)),
        (true, false) => Some((children[2].clone(), false)),
        _ => None,
    }
}

fn is_empty(expression: &Syntax) -> bool {
    let children = expression.children();
    match expression.kind() {
        Kind::Tuple | Kind::Object => children.is_empty(),
        Kind::Paren | Kind::Call if children.len() == 1 => is_empty(&children[0]),
        _ => false,
    }
}

struct Search<'c> {
    context: &'c Context<'c>,
    target: &'c ResourceInstance,
    path: &'c str,
}

impl Search<'_> {
    /// Changes by which a collection is no longer empty.
    fn filled(&self, collection: &Syntax, wanted: &Expression) -> Vec<(u8, Change)> {
        match collection.kind() {
            Kind::Paren | Kind::Call if collection.children().len() == 1 => {
                self.filled(&collection.children()[0], wanted)
            }
            Kind::Conditional => {
                let Some((branch, truth)) = filled_branch(collection) else { return Vec::new() };
                self.decided(&collection.children()[0], truth, &branch, wanted)
            }
            _ => self.set(collection, wanted),
        }
    }

    /// Changes by which a condition is so; `branch` is the collection then.
    fn decided(&self, condition: &Syntax, truth: bool, branch: &Syntax, wanted: &Expression) -> Vec<(u8, Change)> {
        let children = condition.children();
        match condition.kind() {
            Kind::Paren => self.decided(&children[0], truth, branch, wanted),
            Kind::Not => self.decided(&children[0], !truth, branch, wanted),
            // One of them may be as it has to be already.
            Kind::And | Kind::Or => {
                children.iter().flat_map(|side| self.decided(side, truth, branch, wanted)).collect()
            }
            Kind::Equal | Kind::NotEqual => {
                let Some((side, literal)) = compared(condition) else { return Vec::new() };
                let equal = truth == (condition.kind() == Kind::Equal);
                match literal.as_bool() {
                    Some(literal) => self.set(&side, &Expression::Value(Value::from(literal == equal))),
                    // `x == null ? [] : [x]`. What else a text or a number is good for is not known.
                    None if !equal => self.element(&side, branch, wanted),
                    None => Vec::new(),
                }
            }
            Kind::Traversal | Kind::GetAttr | Kind::Index | Kind::Call => {
                self.set(condition, &Expression::Value(Value::from(truth)))
            }
            _ => Vec::new(),
        }
    }

    /// A thing that stands alone in the list gets the value of its element.
    fn element(&self, thing: &Syntax, branch: &Syntax, wanted: &Expression) -> Vec<(u8, Change)> {
        let only = branch.children();
        let alone = branch.kind() == Kind::Tuple && only.len() == 1 && only[0].text() == thing.text();
        match wanted {
            Expression::Value(Value { kind: ValueKind::Tuple(elements), .. }) if alone => {
                elements.first().map_or_else(Vec::new, |element| self.set(thing, &Expression::Value(element.clone())))
            }
            _ => Vec::new(),
        }
    }

    /// Changes of the places that decide an expression, but not of the expression itself.
    fn set(&self, expression: &Syntax, wanted: &Expression) -> Vec<(u8, Change)> {
        if !matches!(wanted, Expression::Value(_)) {
            return Vec::new();
        }
        let steps = trace_within(&self.context.evaluation, self.target, self.path, expression);
        if steps.last().is_none_or(|step| step.kind == OriginKind::Unset) {
            return Vec::new();
        }
        let mut found = places(self.context, self.target, self.path, &steps, wanted);
        found.retain(|(rank, _)| *rank != ATTRIBUTE);
        found
    }
}

/// The thing that a comparison with a literal is about, and the literal.
fn compared(comparison: &Syntax) -> Option<(Syntax, Value)> {
    let children = comparison.children();
    let literal = |side: &Syntax| evaluate(side, &NoNames).ok().filter(Value::is_wholly_known);
    let [left, right] = <[Syntax; 2]>::try_from(children.into_vec()).ok()?;
    match (literal(&left), literal(&right)) {
        (None, Some(value)) => Some((left, value)),
        (Some(value), None) => Some((right, value)),
        _ => None,
    }
}
