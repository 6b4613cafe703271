//! Tuples, objects and `for` expressions.

use super::{Binding, Bindings, Evaluator, Failure, Outcome};
use crate::source::{Kind, Node};
use crate::value::{Kind as V, Marks, Type, Unknown, Value, convert};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

/// Most parts of one value, counted at every place where they stand.
const WEIGHT_LIMIT: usize = 1_000_000;

/// What a `for` goes through: keys and elements.
pub(super) enum Items {
    Known(Vec<(Value, Value)>),
    Unknown,
}

/// The whole value; a break where an element put an end to it.
pub(super) type Until = Result<ControlFlow<(), Value>, Failure>;

/// The parts of a `for` expression.
struct For<'t> {
    key_name: Option<&'t str>,
    value_name: &'t str,
    collection: Node,
    key: Option<Node>,
    value: Node,
    condition: Option<Node>,
}

/// Entries of a `for` that makes an object, and what could not be decided on the way.
#[derive(Default)]
struct Collected {
    marks: Marks,
    undecided: Vec<Value>,
}

impl Evaluator<'_> {
    pub(super) fn tuple(&self, node: Node, bindings: Bindings<'_>) -> Outcome {
        let elements = self.children(node).into_iter().map(|element| self.eval(element, bindings));
        self.within_weight(Value::tuple(elements.collect::<Result<_, _>>()?))
    }

    /// A tuple, or a `for` that makes one, up to the first element that is this truth.
    pub(super) fn tuple_until(&self, node: Node, truth: bool, bindings: Bindings<'_>) -> Until {
        if self.kind(node) == Kind::ForTuple {
            return self.for_until(node, Some(truth), bindings);
        }
        let children = self.children(node);
        let mut elements = Vec::with_capacity(children.len());
        for element in children {
            let element = self.eval(element, bindings)?;
            if is_plainly(&element, truth) {
                return Ok(ControlFlow::Break(()));
            }
            elements.push(element);
        }
        self.within_weight(Value::tuple(elements)).map(ControlFlow::Continue)
    }

    pub(super) fn object(&self, node: Node, bindings: Bindings<'_>) -> Outcome {
        let children = self.children(node);
        let mut attributes = Vec::with_capacity(children.len());
        let mut collected = Collected::default();
        for item in children {
            let children = self.children(item);
            let &[key, value] = children.as_slice() else { return self.syntax_error(item) };
            let name = self.object_key(key, bindings)?;
            let value = self.eval(value, bindings)?;
            if let Some(name) = self.key_text(key, name, &mut collected)? {
                attributes.push((name, value));
            }
        }
        self.within_weight(self.finish(collected, || Value::object(attributes)))
    }

    fn object_key(&self, key: Node, bindings: Bindings<'_>) -> Outcome {
        match self.kind(key) {
            Kind::Variable | Kind::True | Kind::False | Kind::Null | Kind::Name => Ok(Value::string(self.text(key))),
            _ if self.is_path(key) => self.error(
                key,
                "If this expression is intended to be a reference, wrap it in parentheses. If it's instead intended \
                 as a literal name containing periods, wrap it in quotes to create a string literal.",
            ),
            _ => self.eval(key, bindings),
        }
    }

    /// Names and indexes after a root name.
    fn is_path(&self, mut node: Node) -> bool {
        while matches!(self.kind(node), Kind::GetAttr | Kind::Index) {
            match *self.children(node) {
                [source, step] if !matches!(self.kind(step), Kind::Variable | Kind::Traversal) => node = source,
                _ => return false,
            }
        }
        matches!(self.kind(node), Kind::Variable | Kind::Traversal)
    }

    /// The text of an object's key; `None` when it is not known.
    fn key_text(&self, at: Node, key: Value, collected: &mut Collected) -> Result<Option<Arc<str>>, Failure> {
        if key.is_null() {
            return self.error(at, "Can't use a null value as a key.");
        }
        collected.marks = collected.marks.union(key.marks);
        if key.as_unknown().is_some() {
            self.budget.note_may_fail();
            collected.undecided.push(key);
            return Ok(None);
        }
        let text = convert(&key, &Type::String)
            .or_else(|why| self.error(at, format!("Can't use this value as a key: {why}.")))?;
        Ok(text.as_str().map(Arc::from))
    }

    /// Values share their parts, so a few lines could make one whose parts nobody can count.
    fn within_weight(&self, value: Value) -> Outcome {
        let mut left = WEIGHT_LIMIT;
        match outweighs(&value, &mut left) {
            true => Err(Failure::Limit("a value with more than a million parts".into())),
            false => Ok(value),
        }
    }

    fn finish(&self, collected: Collected, known: impl FnOnce() -> Value) -> Value {
        let value = match collected.undecided.as_slice() {
            [] => known(),
            undecided => {
                let from: Vec<&Value> = undecided.iter().collect();
                self.derived(Type::Dynamic, &from).not_null().into()
            }
        };
        value.with_marks(collected.marks)
    }

    pub(super) fn for_expression(&self, node: Node, bindings: Bindings<'_>) -> Outcome {
        match self.for_until(node, None, bindings)? {
            ControlFlow::Continue(value) => Ok(value),
            ControlFlow::Break(()) => self.syntax_error(node),
        }
    }

    fn for_until(&self, node: Node, until: Option<bool>, bindings: Bindings<'_>) -> Until {
        let Some(parts) = self.for_parts(node) else { return self.syntax_error(node).map(ControlFlow::Continue) };
        let source = self.eval(parts.collection, bindings)?;
        let twice_is_once = until.is_some();
        let items = match self.items(parts.collection, &source, twice_is_once)? {
            Items::Known(items) => items,
            Items::Unknown => {
                let unknown = self.derived(Type::Dynamic, &[&source]).not_null();
                return Ok(ControlFlow::Continue(Value::from(unknown).with_marks(source.marks)));
            }
        };
        let collected = Collected { marks: source.marks, undecided: Vec::new() };
        match parts.key {
            None => self.for_tuple(&parts, items, collected, until, bindings),
            Some(key) => {
                let group = self.kind(node) == Kind::ForObjectGroup;
                self.for_object(&parts, key, group, items, collected, bindings).map(ControlFlow::Continue)
            }
        }
    }

    fn for_parts(&self, node: Node) -> Option<For<'_>> {
        let children = self.children(node);
        let names = children.iter().take_while(|&&child| self.kind(child) == Kind::Name).count();
        let (names, rest) = children.split_at(names);
        let (key_name, value_name) = match names {
            [value] => (None, self.text(*value)),
            [key, value] => (Some(self.text(*key)), self.text(*value)),
            _ => return None,
        };
        let (rest, condition) = match rest.split_last() {
            Some((&last, before)) if self.kind(last) == Kind::ForIf => (before, self.children(last).first().copied()),
            _ => (rest, None),
        };
        let (collection, key, value) = match *rest {
            [collection, value] => (collection, None, value),
            [collection, key, value] => (collection, Some(key), value),
            _ => return None,
        };
        Some(For { key_name, value_name, collection, key, value, condition })
    }

    /// What can be gone through; an error when the value cannot. `twice_is_once` says that it is all the same how often one comes.
    pub(super) fn items(&self, at: Node, source: &Value, twice_is_once: bool) -> Result<Items, Failure> {
        let numbered = |elements: &[Value]| {
            elements.iter().enumerate().map(|(index, element)| (Value::from(index as i64), element.clone())).collect()
        };
        let items: Vec<(Value, Value)> = match &source.kind {
            V::Null(_) => {
                return self.error(at, "A null value cannot be used as the collection in a 'for' expression.");
            }
            V::Unknown(unknown) if iterable(&unknown.ty) => {
                self.budget.note_may_fail();
                return Ok(Items::Unknown);
            }
            V::List(_, elements) | V::Tuple(elements) => numbered(elements),
            V::Set(..) if !twice_is_once && !self.scope.is_numbered(source) => return Ok(Items::Unknown),
            V::Set(_, elements) => elements.iter().map(|element| (element.clone(), element.clone())).collect(),
            V::Map(_, entries) | V::Object(entries) => {
                entries.iter().map(|(name, entry)| (V::String(name.clone()).into(), entry.clone())).collect()
            }
            _ => {
                let ty = source.type_of().friendly_name();
                let message = format!("A value of type {ty} cannot be used as the collection in a 'for' expression.");
                return self.error(at, message);
            }
        };
        self.budget.spend(items.len() as u64)?;
        Ok(Items::Known(items))
    }

    /// Calls with the names of the `for` bound to an item.
    fn with_item<T>(
        &self,
        parts: &For<'_>,
        (key, value): (Value, Value),
        outer: Bindings<'_>,
        run: impl FnOnce(Bindings<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let with_value = Binding { name: Some(parts.value_name), value, outer };
        match parts.key_name {
            None => run(Some(&with_value)),
            name => run(Some(&Binding { name, value: key, outer: Some(&with_value) })),
        }
    }

    fn for_tuple(
        &self,
        parts: &For<'_>,
        items: Vec<(Value, Value)>,
        mut collected: Collected,
        until: Option<bool>,
        outer: Bindings<'_>,
    ) -> Until {
        let mut elements = Vec::new();
        for item in items {
            let element = self.with_item(parts, item, outer, |bindings| {
                match self.includes(parts, &mut collected, bindings)? {
                    true => self.eval(parts.value, bindings).map(Some),
                    false => Ok(None),
                }
            })?;
            let plain = collected.marks.is_empty() && collected.undecided.is_empty();
            if plain && until.zip(element.as_ref()).is_some_and(|(truth, element)| is_plainly(element, truth)) {
                return Ok(ControlFlow::Break(()));
            }
            elements.extend(element);
        }
        let held = if collected.undecided.is_empty() { Vec::new() } else { elements.clone() };
        let mut value = self.finish(collected, || Value::tuple(elements));
        if let V::Unknown(unknown) = &mut value.kind {
            *unknown = Arc::new(Unknown::clone(unknown).holding(held));
        }
        self.within_weight(value).map(ControlFlow::Continue)
    }

    fn for_object(
        &self,
        parts: &For<'_>,
        key: Node,
        group: bool,
        items: Vec<(Value, Value)>,
        mut collected: Collected,
        outer: Bindings<'_>,
    ) -> Outcome {
        let mut groups: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
        for item in items {
            self.with_item(parts, item, outer, |bindings| {
                if !self.includes(parts, &mut collected, bindings)? {
                    return Ok(());
                }
                let name = self.eval(key, bindings)?;
                let name = self.key_text(key, name, &mut collected)?;
                let value = self.eval(parts.value, bindings)?;
                let Some(name) = name else { return Ok(()) };
                if !group && groups.contains_key(&name) {
                    return self.error(
                        key,
                        format!(
                            "Two different items produced the key {name:?} in this 'for' expression. If duplicates are \
                             expected, use the ellipsis (...) after the value expression to enable grouping by key."
                        ),
                    );
                }
                groups.entry(name).or_default().push(value);
                Ok(())
            })?;
        }
        let value = |(name, mut values): (Arc<str>, Vec<Value>)| {
            let last = if group { None } else { values.pop() };
            (name, last.unwrap_or_else(|| Value::tuple(values)))
        };
        self.within_weight(self.finish(collected, || Value::object(groups.into_iter().map(value))))
    }

    /// Whether the condition lets the item in; an unknown one makes the whole result unknown.
    fn includes(&self, parts: &For<'_>, collected: &mut Collected, bindings: Bindings<'_>) -> Result<bool, Failure> {
        let Some(condition) = parts.condition else { return Ok(true) };
        let value = self.eval(condition, bindings)?;
        if value.is_null() {
            return self.error(condition, "The value of the 'if' clause must not be null.");
        }
        let include = convert(&value, &Type::Bool)
            .or_else(|why| self.error(condition, format!("The 'if' clause value is invalid: {why}.")))?;
        collected.marks = collected.marks.union(value.marks);
        if let Some(unknown) = value.as_unknown() {
            if !(unknown.not_null && unknown.ty == Type::Bool) {
                self.budget.note_may_fail();
            }
            collected.undecided.push(Value::from(Unknown::clone(unknown)));
        }
        Ok(include.as_bool().unwrap_or(false))
    }
}

fn is_plainly(value: &Value, truth: bool) -> bool {
    matches!(value.kind, V::Bool(known) if known == truth) && value.marks.is_empty()
}

fn outweighs(value: &Value, left: &mut usize) -> bool {
    if *left == 0 {
        return true;
    }
    *left -= 1;
    match &value.kind {
        V::List(_, elements) | V::Set(_, elements) | V::Tuple(elements) => {
            elements.iter().any(|element| outweighs(element, left))
        }
        V::Map(_, entries) | V::Object(entries) => entries.values().any(|entry| outweighs(entry, left)),
        _ => false,
    }
}

fn iterable(ty: &Type) -> bool {
    !ty.is_primitive()
}
