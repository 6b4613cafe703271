//! What the source knows of a planned value that the plan does not show. Never overrides what the plan knows.

use crate::graph::Source;
use crate::graph::from_plan::secrets::each;
use crate::value::{Blocker, Entries, Kind, Marks, Partial, Reference, Type, Unknown, Value};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The plan says all that there is to say: which attribute it is, and of what it is made which attributes they are.
pub(super) fn is_settled(unknown: &Unknown) -> bool {
    let is_part = |part: &&Unknown| part.reference.is_some() && (part.partial.is_none() || is_settled(part));
    let all = |values: &[Value]| values.iter().all(|value| value.unknowns().iter().all(is_part));
    unknown.reference.is_some()
        && match unknown.partial.as_deref() {
            Some(Partial::Json(value)) => all(std::slice::from_ref(value)),
            Some(Partial::Template(values) | Partial::OneOf(values)) => all(values),
            Some(Partial::Holds(_) | Partial::Like(_) | Partial::Written(_)) => false,
            None => false,
        }
}

/// Fills in what a plan does not know.
pub(super) struct Completion<'s> {
    /// The plan alone.
    plan: &'s dyn Source,
}

impl<'s> From<&'s dyn Source> for Completion<'s> {
    fn from(plan: &'s dyn Source) -> Completion<'s> {
        Completion { plan }
    }
}

impl Completion<'_> {
    /// The planned value; what it does not know is null where the source has null, and blocked by what blocks the source.
    pub fn of(&self, planned: &Value, configured: &Value) -> Value {
        let kind = match (&planned.kind, &configured.kind) {
            (Kind::Unknown(_), Kind::Null(_)) => configured.kind.clone(),
            (Kind::Unknown(ours), Kind::Unknown(theirs)) => {
                let unknown = Value::from(self.merged(ours, theirs)).with_marks(configured.marks);
                return hidden_like(planned, self.parts(unknown));
            }
            // A set with unknown elements is wholly unknown in a plan; the source still knows the elements.
            (Kind::Unknown(_), Kind::List(..) | Kind::Set(..) | Kind::Map(..) | Kind::Object(_) | Kind::Tuple(_))
                if !configured.is_wholly_known() =>
            {
                return hidden_like(planned, self.resolved(configured));
            }
            (Kind::List(ty, values), Kind::List(_, others)) if values.len() == others.len() => {
                let values = values.iter().zip(others.iter()).map(|(value, other)| self.of(value, other));
                Kind::List(ty.clone(), Arc::new(values.collect()))
            }
            (Kind::Set(ty, values), Kind::Set(_, others) | Kind::List(_, others)) => {
                Kind::Set(ty.clone(), Arc::new(self.of_set(values, others)))
            }
            (Kind::Object(entries), Kind::Object(others)) => Kind::Object(Arc::new(self.completed(entries, others))),
            (Kind::Map(ty, entries), Kind::Map(_, others)) => {
                Kind::Map(ty.clone(), Arc::new(self.completed(entries, others)))
            }
            _ => return planned.clone(),
        };
        Value { kind, marks: planned.marks.union(configured.marks) }
    }

    /// Source keeps the blocks of a set in their order: where each element has its own there, they stand as they do in source.
    fn of_set(&self, values: &[Value], others: &[Value]) -> Vec<Value> {
        let alike = alike(values, others);
        let with = |(value, other): (&Value, &Option<usize>)| {
            other.map_or_else(|| value.clone(), |other| self.of(value, &others[other]))
        };
        let mut elements: Vec<(Option<usize>, Value)> =
            alike.iter().copied().zip(values.iter().zip(&alike).map(with)).collect();
        if alike.iter().all(Option::is_some) {
            elements.sort_by_key(|(other, _)| *other);
        }
        elements.into_iter().map(|(_, element)| element).collect()
    }

    fn completed(&self, entries: &Entries, others: &Entries) -> Entries {
        let entry = |(name, value): (&Arc<str>, &Value)| {
            let value = others.get(name).map_or_else(|| value.clone(), |other| self.of(value, other));
            (name.clone(), value)
        };
        entries.iter().map(entry).collect()
    }

    fn merged(&self, ours: &Unknown, theirs: &Unknown) -> Unknown {
        // A source without the plan's variables or modules knows less than the plan.
        let resolved =
            theirs.blockers.iter().all(|blocker| matches!(blocker, Blocker::Attribute(_) | Blocker::Function(_)));
        let mut merged = if resolved { theirs.clone() } else { ours.clone() };
        merged.ty = ours.ty.clone();
        merged.partial = match (ours.partial.as_deref(), theirs.partial.as_deref()) {
            (Some(Partial::Json(planned)), Some(Partial::Json(configured))) => {
                Some(Arc::new(Partial::Json(self.document(planned, configured))))
            }
            _ => merged.partial.or_else(|| ours.partial.clone()).or_else(|| theirs.partial.clone()),
        };
        merged
    }

    /// A policy document of which both know parts.
    fn document(&self, planned: &Value, configured: &Value) -> Value {
        match (&planned.kind, &configured.kind) {
            _ if planned.is_wholly_known() => planned.clone(),
            (Kind::Object(ours), Kind::Object(theirs)) if ours.keys().eq(theirs.keys()) => {
                let members = ours.iter().zip(theirs.values());
                Value::object(members.map(|((name, one), other)| (name.clone(), self.document(one, other))))
            }
            (Kind::Tuple(ours), Kind::Tuple(theirs)) => {
                let known = |all: &[Value]| all.iter().filter(|element| element.as_unknown().is_none()).count();
                let are_objects = |all: &[Value]| all.iter().all(|element| matches!(element.kind, Kind::Object(_)));
                if ours.len() == theirs.len() && are_objects(ours) && are_objects(theirs) {
                    return Value::tuple(ours.iter().zip(theirs.iter()).map(|(a, b)| self.document(a, b)).collect());
                }
                // Texts stand in the order of what is known of them: one side's are not those of the other at their places.
                let resolved = self.resolved(configured);
                if known(ours) > resolved.as_sequence().map_or(0, known) { planned.clone() } else { resolved }
            }
            _ => self.of(planned, configured),
        }
    }

    /// What the source does not know, as the plan knows it: it read data sources, and what is there already has its id.
    fn resolved(&self, value: &Value) -> Value {
        if let Kind::Unknown(unknown) = &value.kind {
            let known = unknown.reference.as_deref().and_then(|reference| self.plan.referred(reference));
            return match known {
                Some(known) => known.with_marks(value.marks),
                None => self.parts(value.clone()),
            };
        }
        Value { kind: each(&value.kind, &|value| self.resolved(value)), marks: value.marks }
    }

    /// The object with the blocks at a path that a plan does not know and does not show to be written, where the source waits for
    /// something in a `dynamic` block that the plan does not know either.
    pub fn with_dynamic(&self, planned: &Value, configured: &Value, path: &str) -> Option<Value> {
        if path.is_empty() {
            let unknown = configured.as_unknown().filter(|_| is_left_out(planned))?;
            let waits = |blocker: &Blocker| match blocker {
                Blocker::Attribute(to) => self.plan.referred(to).is_none(),
                blocker => matches!(blocker, Blocker::Function(_)),
            };
            return unknown.blockers.iter().any(waits).then(|| hidden_like(planned, self.parts(configured.clone())));
        }
        let kind = if let Some(rest) = path.strip_prefix('[') {
            let (index, rest) = rest.split_once(']')?;
            let index: usize = index.parse().ok()?;
            // A set has other places in a plan than in the source.
            let (Kind::List(ty, values), Kind::List(_, others)) = (&planned.kind, &configured.kind) else {
                return None;
            };
            let inside = self.with_dynamic(values.get(index)?, others.get(index)?, rest)?;
            let mut values = Vec::clone(values);
            values[index] = inside;
            Kind::List(ty.clone(), Arc::new(values))
        } else {
            let path = path.trim_start_matches('.');
            let (name, rest) = path.split_at(path.find(['.', '[']).unwrap_or(path.len()));
            let (Kind::Object(entries), Kind::Object(others)) = (&planned.kind, &configured.kind) else { return None };
            let inside = self.with_dynamic(entries.get(name)?, others.get(name)?, rest)?;
            let mut entries = Entries::clone(entries);
            entries.insert(name.into(), inside);
            Kind::Object(Arc::new(entries))
        };
        Some(Value { kind, marks: planned.marks })
    }

    /// The known parts of an unknown text, with what the plan knows of them.
    fn parts(&self, mut value: Value) -> Value {
        if let Kind::Unknown(unknown) = &mut value.kind
            && let Some(partial) = &unknown.partial
        {
            let partial = partial.each(&|value| self.resolved(value));
            Arc::make_mut(unknown).partial = Some(Arc::new(partial));
        }
        value
    }
}

/// A value of blocks, in which there is none.
fn is_left_out(blocks: &Value) -> bool {
    match &blocks.kind {
        Kind::List(_, elements) | Kind::Set(_, elements) => elements.is_empty(),
        Kind::Null(ty) => matches!(ty, Type::List(_) | Type::Set(_) | Type::Object(_)),
        _ => false,
    }
}

/// With everything in it as sensitive as the planned value is.
fn hidden_like(planned: &Value, value: Value) -> Value {
    if planned.marks.is_empty() { value } else { marked(&value, planned.marks) }
}

fn marked(value: &Value, marks: Marks) -> Value {
    let mut kind = each(&value.kind, &|value| marked(value, marks));
    if let Kind::Unknown(unknown) = &mut kind
        && let Some(partial) = &unknown.partial
    {
        let partial = partial.each(&|value| marked(value, marks));
        Arc::make_mut(unknown).partial = Some(Arc::new(partial));
    }
    Value { kind, marks: value.marks.union(marks) }
}

/// The attributes and blocks in which an unknown value is one of several, and the references that it chooses from.
pub(super) fn choices(object: &Value) -> Vec<(Arc<str>, Reference)> {
    let mut found = Vec::new();
    for (name, value) in object.as_mapping().into_iter().flatten() {
        let is_choice = |unknown: &&Unknown| matches!(unknown.partial.as_deref(), Some(Partial::OneOf(_)));
        for blocker in value.unknowns().into_iter().filter(is_choice).flat_map(|unknown| unknown.blockers.iter()) {
            if let Blocker::Attribute(to) = blocker {
                found.push((name.clone(), to.clone()));
            }
        }
    }
    found
}

/// For each element of a set the one in source that nothing known contradicts. Elements that fit the same ones, as many of them as
/// there are, differ in nothing known: each takes one.
fn alike(values: &[Value], others: &[Value]) -> Vec<Option<usize>> {
    let fitting = |value: &Value| (0..others.len()).filter(|other| fits(value, &others[*other])).collect();
    let all: Vec<Vec<usize>> = values.iter().map(fitting).collect();
    let mut same: FxHashMap<&[usize], usize> = FxHashMap::default();
    all.iter().for_each(|fitting| *same.entry(fitting).or_default() += 1);
    let mut taken: FxHashMap<&[usize], usize> = FxHashMap::default();
    let one = |fitting: &[usize], next: usize| (same[fitting] == fitting.len()).then(|| fitting[next]);
    let mut found = Vec::with_capacity(values.len());
    for fitting in &all {
        let next = taken.entry(fitting).or_default();
        found.push(one(fitting, *next));
        *next += 1;
    }
    found
}

fn fits(planned: &Value, configured: &Value) -> bool {
    match (&planned.kind, &configured.kind) {
        (Kind::Unknown(_), _) | (_, Kind::Unknown(_) | Kind::Null(_)) => true,
        (Kind::Object(entries), Kind::Object(others)) => {
            entries.iter().all(|(name, value)| others.get(name).is_none_or(|other| fits(value, other)))
        }
        (Kind::List(_, values), Kind::List(_, others)) => {
            values.len() == others.len() && values.iter().zip(others.iter()).all(|(value, other)| fits(value, other))
        }
        (Kind::Bool(_) | Kind::String(_) | Kind::Number(_), _) => planned.kind == configured.kind,
        _ => true,
    }
}
