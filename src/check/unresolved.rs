//! Unknown values of a plan that hide what they are made of: by way of a local, of an output that is one, or in a `dynamic` block.

use super::world::World;
use crate::graph::{Mode, Origin, ResourceId};
use crate::value::{Blocker, Kind, Type, Unknown, Value};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

/// The last words of attributes that may hold any text, so also what names a resource.
const ANY_TEXT: [&str; 20] = [
    "annotations",
    "arguments",
    "base64",
    "body",
    "command",
    "content",
    "data",
    "definition",
    "definitions",
    "document",
    "input",
    "json",
    "manifest",
    "pattern",
    "policy",
    "replace",
    "triggers",
    "value",
    "values",
    "variables",
];

/// An unknown value and the names on the way to it.
struct Hidden {
    holder: ResourceId,
    names: BTreeSet<Arc<str>>,
    unknown: Arc<Unknown>,
}

/// More values that may name the instances of a type are not looked at, so that growth stays linear.
const MOST_NAMING: usize = 64;

/// Values with those who hold them.
type Naming = Arc<[(ResourceId, Arc<Unknown>)]>;

/// All such values of a run.
#[derive(Default)]
pub(super) struct Unresolved {
    hidden: Vec<Hidden>,
    /// What was asked for before, by what was asked.
    naming: Mutex<FxHashMap<String, Naming>>,
}

impl Unresolved {
    pub fn build(world: &World<'_>) -> Unresolved {
        let mut unresolved = Unresolved::default();
        if world.graph.origin != Origin::Plan {
            return unresolved;
        }
        for (id, resource) in world.graph.resources().filter(|(_, resource)| resource.mode != Mode::Ephemeral) {
            if let Some(values) = world.attributes(id) {
                let mut names = Vec::new();
                unresolved.collect(id, &resource.address, &values, &mut names);
            }
        }
        unresolved
    }

    fn collect(&mut self, id: ResourceId, own: &str, value: &Value, names: &mut Vec<Arc<str>>) {
        match &value.kind {
            Kind::Unknown(unknown) if hides(unknown, own) => {
                let mut names: BTreeSet<Arc<str>> = names.iter().cloned().collect();
                if may_hold_text(&unknown.ty, &mut names) {
                    self.hidden.push(Hidden { holder: id, names, unknown: unknown.clone() });
                }
            }
            Kind::List(_, elements) | Kind::Set(_, elements) | Kind::Tuple(elements) => {
                elements.iter().for_each(|element| self.collect(id, own, element, names));
            }
            Kind::Map(_, entries) | Kind::Object(entries) => {
                for (name, entry) in entries.iter() {
                    names.push(name.clone());
                    self.collect(id, own, entry, names);
                    names.pop();
                }
            }
            _ => {}
        }
    }

    /// Values that may name an instance of the type, of those holders that are wanted. `asked` stands for which these are.
    pub fn naming(&self, type_name: &str, asked: &str, wanted: &dyn Fn(ResourceId) -> bool) -> Naming {
        let mut known = self.naming.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let make = || {
            let words = words_of(type_name);
            let is_name = |name: &Arc<str>| words.iter().all(|word| name.contains(word)) || holds_any_text(name);
            let naming = self.hidden.iter().filter(|it| wanted(it.holder) && it.names.iter().any(is_name));
            naming.take(MOST_NAMING).map(|it| (it.holder, it.unknown.clone())).collect()
        };
        known.entry(format!("{type_name}\0{asked}")).or_insert_with(make).clone()
    }
}

/// The plan names no resource that the value is made of, but something in between.
fn hides(unknown: &Unknown, own: &str) -> bool {
    unknown.blockers.iter().any(|blocker| match blocker {
        Blocker::Other(_) => true,
        Blocker::Attribute(reference) => &*reference.address == own,
        _ => false,
    })
}

/// A value of the type can be or hold a text; the names in it are added to the others.
fn may_hold_text(ty: &Type, names: &mut BTreeSet<Arc<str>>) -> bool {
    match ty {
        Type::Bool | Type::Number => false,
        Type::String | Type::Dynamic => true,
        Type::List(element) | Type::Set(element) | Type::Map(element) => may_hold_text(element, names),
        Type::Tuple(elements) => elements.iter().filter(|element| may_hold_text(element, names)).count() > 0,
        Type::Object(attributes) => {
            names.extend(attributes.keys().cloned());
            attributes.values().filter(|attribute| may_hold_text(&attribute.ty, names)).count() > 0
        }
    }
}

/// `security` and `group`, which an attribute that names a security group has in its name. A service's abbreviation may be missing there:
/// `role_arn` names an `aws_iam_role`.
fn words_of(type_name: &str) -> Vec<&str> {
    let words: Vec<&str> = type_name.trim_start_matches("data.").split('_').skip(1).collect();
    match &words[..] {
        [service, rest @ ..] if service.len() <= 3 && !rest.is_empty() => rest.to_vec(),
        _ => words,
    }
}

fn holds_any_text(name: &str) -> bool {
    ANY_TEXT.contains(&name.rsplit('_').next().unwrap_or(name))
}
