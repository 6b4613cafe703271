//! Through `for` expressions: which item of the collection makes the entry that a path names.

use super::{ModuleScope, OriginKind, PathStep, Told, Tracer, value_of};
use crate::source::{Kind, Syntax};
use crate::value::{Kind as ValueKind, Type, Value, convert};
use std::sync::Arc;

/// Items that are looked through for the one that makes an entry. Each finding that leads here does so again.
const MOST_ITEMS: usize = 300;

/// A name that a `for` binds: an iterator of the scope in which the rest of the chain is followed.
pub(super) struct Bound {
    name: Arc<str>,
    /// Where the name stands among the iterators of its scope, and how many of them there were outside of the `for`.
    depth: usize,
    outside: usize,
    collection: Syntax,
    /// What leads from the collection to the item; `None` for the name of the key.
    item: Option<PathStep>,
}

/// The parts of `{for k, v in collection : key => value if condition}`, or of one without a key.
struct For {
    key_name: Option<Syntax>,
    value_name: Syntax,
    collection: Syntax,
    key: Option<Syntax>,
    value: Syntax,
    condition: Option<Syntax>,
}

impl For {
    fn of(expression: &Syntax) -> Option<For> {
        let mut parts = expression.children().into_vec();
        let condition = match parts.last() {
            Some(last) if last.kind() == Kind::ForIf => parts.pop()?.children().first().cloned(),
            _ => None,
        };
        let names = parts.iter().take_while(|part| part.kind() == Kind::Name).count();
        let rest = parts.split_off(names);
        let (key_name, value_name) = match <[Syntax; 2]>::try_from(parts) {
            Ok([key, value]) => (Some(key), value),
            Err(names) => (None, names.into_iter().next()?),
        };
        let (collection, key, value) = match <[Syntax; 3]>::try_from(rest) {
            Ok([collection, key, value]) => (collection, Some(key), value),
            Err(rest) => match <[Syntax; 2]>::try_from(rest) {
                Ok([collection, value]) => (collection, None, value),
                Err(_) => return None,
            },
        };
        Some(For { key_name, value_name, collection, key, value, condition })
    }

    /// `k => v`: each entry is one of the collection's own.
    fn hands_on(&self) -> bool {
        let is = |expression: &Syntax, name: &Syntax| {
            expression.kind() == Kind::Variable && expression.text() == name.text()
        };
        is(&self.value, &self.value_name)
            && self.key.as_ref().zip(self.key_name.as_ref()).is_some_and(|(key, name)| is(key, name))
    }

    fn bind<'e>(&self, scope: &ModuleScope<'e>, key: Value, value: Value) -> ModuleScope<'e> {
        let mut inner = scope.clone();
        inner.iterators.extend(self.key_name.as_ref().map(|name| (Arc::from(name.text()), key)));
        inner.iterators.push((self.value_name.text().into(), value));
        inner
    }

    /// The names bound, as seen from outside.
    fn bound(&self, outside: usize, item: PathStep) -> impl Iterator<Item = Bound> {
        let names = self.key_name.iter().map(|name| (name, None)).chain([(&self.value_name, Some(item))]);
        names.enumerate().map(move |(at, (name, item))| Bound {
            name: name.text().into(),
            depth: outside + at,
            outside,
            collection: self.collection.clone(),
            item,
        })
    }
}

impl Tracer<'_> {
    /// A `for` expression, of whose value `path` is taken.
    pub(super) fn through(&mut self, scope: &ModuleScope, expression: &Syntax, path: &[PathStep]) {
        // References are looked for in every text of a resource, too often to go through collections for them.
        if self.told == Told::References || self.item(scope, expression, path).is_none() {
            let module = scope.instance().address.clone();
            self.push(OriginKind::Function, expression, expression.span(), &module, "");
        }
    }

    fn item(&mut self, scope: &ModuleScope, expression: &Syntax, path: &[PathStep]) -> Option<()> {
        let (step, rest) = path.split_first()?;
        let parts = For::of(expression).filter(|_| expression.kind() != Kind::ForObjectGroup)?;
        if parts.hands_on() {
            self.expression(scope, &parts.collection, path);
            return Some(());
        }
        // Anything else would be made anew for each chain.
        let is_at_hand =
            matches!(parts.collection.kind(), Kind::Traversal | Kind::Variable | Kind::GetAttr | Kind::Index);
        if !is_at_hand {
            return None;
        }
        let collection = value_of(scope, &parts.collection)?;
        let mut index = 0;
        for (key, value, item) in items(&collection)? {
            let inner = parts.bind(scope, key, value);
            if let Some(condition) = &parts.condition
                && !value_of(&inner, condition)?.as_bool()?
            {
                continue;
            }
            let is_wanted = match (step, &parts.key) {
                (PathStep::Name(wanted), Some(key)) => {
                    convert(&value_of(&inner, key)?, &Type::String).ok()?.as_str()? == &**wanted
                }
                (PathStep::Index(wanted), None) => *wanted == index,
                _ => return None,
            };
            if is_wanted {
                self.loops.extend(parts.bound(scope.iterators.len(), item));
                self.expression(&inner, &parts.value, rest);
                return Some(());
            }
            index += 1;
        }
        None
    }

    /// A name that a `for` binds, with steps behind it: the item of the collection. `false` for other names.
    pub(super) fn bound(&mut self, scope: &ModuleScope, name: &str, steps: &[PathStep]) -> bool {
        let depth = scope.iterators.iter().rposition(|(iterator, _)| &**iterator == name);
        let of_name = |bound: &&Bound| Some(bound.depth) == depth && &*bound.name == name;
        let Some(bound) = self.loops.iter().rev().find(of_name) else { return false };
        let (collection, item) = (bound.collection.clone(), bound.item.clone());
        let mut outer = scope.clone();
        outer.iterators.truncate(bound.outside);
        match item {
            Some(item) => {
                let path: Vec<PathStep> = std::iter::once(item).chain(steps.iter().cloned()).collect();
                self.expression(&outer, &collection, &path);
            }
            None => {
                let module = scope.instance().address.clone();
                self.push(OriginKind::Function, &collection, collection.span(), &module, name);
            }
        }
        true
    }
}

/// Keys and values of what a `for` goes through, with the step to each; `None` of too many, and of what has none.
fn items(collection: &Value) -> Option<Vec<(Value, Value, PathStep)>> {
    let items: Vec<(Value, Value, PathStep)> = match &collection.kind {
        ValueKind::List(_, elements) | ValueKind::Tuple(elements) if elements.len() <= MOST_ITEMS => elements
            .iter()
            .enumerate()
            .map(|(index, element)| (Value::from(index as i64), element.clone(), PathStep::Index(index)))
            .collect(),
        ValueKind::Map(_, entries) | ValueKind::Object(entries) if entries.len() <= MOST_ITEMS => entries
            .iter()
            .map(|(name, entry)| (ValueKind::String(name.clone()).into(), entry.clone(), PathStep::Name(name.clone())))
            .collect(),
        _ => return None,
    };
    Some(items)
}
