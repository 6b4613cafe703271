//! What the source knows of a planned value that the plan does not show. Never overrides what the plan knows.

use crate::graph::Source;
use crate::graph::from_plan::secrets::each;
use crate::value::{Blocker, Entries, Kind, Marks, Partial, Reference, Unknown, Value};
use std::sync::Arc;

/// The plan says all that there is to say: which attribute it is, and of what it is made which attributes they are.
pub(super) fn is_settled(unknown: &Unknown) -> bool {
    let is_part = |part: &&Unknown| part.reference.is_some() && (part.partial.is_none() || is_settled(part));
    let all = |values: &[Value]| values.iter().all(|value| value.unknowns().iter().all(is_part));
    unknown.reference.is_some()
        && match unknown.partial.as_deref() {
            Some(Partial::Json(value)) => all(std::slice::from_ref(value)),
            Some(Partial::Template(values) | Partial::OneOf(values)) => all(values),
            Some(Partial::Holds(_)) => false,
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
                // Source keeps the blocks of a set in their order.
                let values = values
                    .iter()
                    .map(|value| alike(value, others).map_or(value.clone(), |other| self.of(value, other)));
                Kind::Set(ty.clone(), Arc::new(values.collect()))
            }
            (Kind::Object(entries), Kind::Object(others)) => Kind::Object(Arc::new(self.completed(entries, others))),
            (Kind::Map(ty, entries), Kind::Map(_, others)) => {
                Kind::Map(ty.clone(), Arc::new(self.completed(entries, others)))
            }
            _ => return planned.clone(),
        };
        Value { kind, marks: planned.marks.union(configured.marks) }
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

/// The one element of a set in source that nothing known contradicts.
fn alike<'v>(value: &Value, others: &'v [Value]) -> Option<&'v Value> {
    let mut fitting = others.iter().filter(|other| fits(value, other));
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

fn fits(planned: &Value, configured: &Value) -> bool {
    match (&planned.kind, &configured.kind) {
        (Kind::Unknown(_), _) | (_, Kind::Unknown(_) | Kind::Null(_)) => true,
        (Kind::Object(entries), Kind::Object(others)) => {
            entries.iter().all(|(name, value)| others.get(name).is_none_or(|other| fits(value, other)))
        }
        (Kind::Bool(_) | Kind::String(_) | Kind::Number(_), _) => planned.kind == configured.kind,
        _ => true,
    }
}
