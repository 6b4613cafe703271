//! Names, attributes and indexes.

use super::prepared::walked;
use super::{Binding, Bindings, Evaluator, Failure, Outcome};
use crate::source::{Kind, Node};
use crate::value::{self as values, Blocker, Entries, Number, Partial, Reference, Type, Unknown, Value, convert};
use smallvec::SmallVec;
use std::sync::Arc;
use values::Kind as V;

impl Evaluator<'_> {
    /// A chain of names, attributes, indexes and splats: walked without recursion along its left side.
    pub(super) fn access(&self, node: Node, bindings: Bindings<'_>) -> Outcome {
        let mut steps = SmallVec::new();
        let mut base = node;
        while matches!(self.kind(base), Kind::GetAttr | Kind::Index | Kind::AttrSplat | Kind::FullSplat) {
            steps.push(base);
            let Some(&source) = self.children(base).first() else { return self.syntax_error(base) };
            base = source;
        }
        let mut value = match self.kind(base) {
            Kind::Variable | Kind::Traversal => self.root(base, &mut steps, bindings)?,
            Kind::SplatItem => self.splat_item(base, bindings)?,
            _ => self.eval(base, bindings)?,
        };
        while let Some(step) = steps.pop() {
            self.budget.spend(1)?;
            value = match self.kind(step) {
                Kind::GetAttr => self.attribute_step(step, &value)?,
                Kind::Index => self.index_step(step, &value, bindings)?,
                _ => self.splat(step, value, bindings)?,
            };
        }
        Ok(value)
    }

    /// The value of a root name, and of the attributes that follow it; takes what it has used from the steps.
    fn root(&self, base: Node, steps: &mut SmallVec<[Node; 8]>, bindings: Bindings<'_>) -> Outcome {
        let mut names: SmallVec<[&str; 8]> = SmallVec::new();
        dotted(self.text(base), &mut names);
        let own = names.len();
        for &step in steps.iter().rev() {
            match self.attribute_name(step) {
                Some(name) => names.push(name),
                None => break,
            }
        }
        let lent = match find(names[0], bindings) {
            Some(value) => Some((value, 0)),
            None => {
                self.scope.lend(names[0], names.get(1).copied(), self.span(base)).transpose().map_err(Failure::Error)?
            }
        };
        let Some((value, used)) = lent else {
            let (value, used) = self.scope.resolve(names[0], &names[1..], self.span(base)).map_err(Failure::Error)?;
            return self.own_names(base, value, &names, own, 1 + used.min(names.len() - 1), steps);
        };
        let (value, rest) = walked(value, names.get(1 + used..).unwrap_or_default());
        let used = names.len() - rest.len();
        self.budget.spend(used.saturating_sub(own) as u64)?;
        self.own_names(base, value.clone(), &names, own, used, steps)
    }

    /// Takes the names that are left of the base's own, and from the steps those that have been used.
    fn own_names(
        &self,
        base: Node,
        mut value: Value,
        names: &[&str],
        own: usize,
        used: usize,
        steps: &mut SmallVec<[Node; 8]>,
    ) -> Outcome {
        for name in names[..own].iter().skip(used) {
            value = self.attribute_of(base, &value, name)?;
        }
        steps.truncate(steps.len() - used.saturating_sub(own));
        Ok(value)
    }

    /// The name that a step takes, where it is a plain attribute.
    fn attribute_name(&self, step: Node) -> Option<&str> {
        let name = (self.kind(step) == Kind::GetAttr).then(|| self.file.tree.last_of_several(step)).flatten()?;
        (self.kind(name) == Kind::Name).then(|| self.text(name))
    }

    fn splat_item(&self, node: Node, bindings: Bindings<'_>) -> Outcome {
        let mut at = bindings;
        while let Some(binding) = at {
            if binding.name.is_none() {
                return Ok(binding.value.clone());
            }
            at = binding.outer;
        }
        self.syntax_error(node)
    }

    fn attribute_step(&self, step: Node, value: &Value) -> Outcome {
        match self.file.tree.last_of_several(step) {
            Some(name) if self.kind(name) == Kind::Name => self.attribute_of(step, value, self.text(name)),
            // The old form `list.0`.
            Some(number) => match Number::parse(self.text(number)) {
                Some(key) => self.index_of(step, value, &key.into()),
                None => self.syntax_error(step),
            },
            None => self.syntax_error(step),
        }
    }

    pub(super) fn attribute_of(&self, at: Node, value: &Value, name: &str) -> Outcome {
        self.note_access(value, Some(name));
        attribute(value, name).or_else(|message| match self.absent(value, name) {
            Some(found) => found.or_else(|message| self.error(at, message)),
            None => self.error(at, message),
        })
    }

    fn absent(&self, value: &Value, name: &str) -> Option<Result<Value, String>> {
        let V::Object(entries) = &value.kind else { return None };
        let found = self.scope.absent(entries, name)?;
        self.budget.note_may_fail();
        Some(found.map(|found| found.with_marks(value.marks)))
    }

    fn index_step(&self, step: Node, value: &Value, bindings: Bindings<'_>) -> Outcome {
        let Some(&key) = self.children(step).get(1) else { return self.syntax_error(step) };
        let key = self.eval(key, bindings)?;
        self.index_of(step, value, &key)
    }

    fn index_of(&self, at: Node, value: &Value, key: &Value) -> Outcome {
        self.note_access(value, key.as_str());
        if key.as_unknown().is_some() {
            self.budget.note_may_fail();
        }
        index(value, key).or_else(|message| self.error(at, message))
    }

    /// Access below an unknown fails when it turns out to be null or to lack the element.
    fn note_access(&self, value: &Value, name: Option<&str>) {
        let typed = |unknown: &Unknown| unknown.not_null && matches!(unknown.ty, Type::Object(_));
        let written = |unknown| name.is_some_and(|name| written_in(unknown, name).is_some());
        let may_fail = match value.as_unknown() {
            Some(unknown) => !typed(unknown) && !written(unknown),
            None => name.is_some() && first_written(value).is_some(),
        };
        if may_fail {
            self.budget.note_may_fail();
        }
    }
}

/// The names of a plain chain `a.b.c`.
fn dotted<'t>(text: &'t str, names: &mut SmallVec<[&'t str; 8]>) {
    let mut start = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte == b'.' {
            names.push(&text[start..at]);
            start = at + 1;
        }
    }
    names.push(&text[start..]);
}

pub(super) fn find<'b>(name: &str, mut bindings: Bindings<'b>) -> Option<&'b Value> {
    while let Some(Binding { name: bound, value, outer }) = bindings {
        if *bound == Some(name) {
            return Some(value);
        }
        bindings = *outer;
    }
    None
}

/// An attribute of an object or an element of a map. Below an unknown attribute of an instance it is the attribute
/// further down. The error is a message for people.
pub fn attribute(value: &Value, name: &str) -> Result<Value, String> {
    let found = match &value.kind {
        V::Null(_) => {
            Err(format!("Attempt to get attribute {name:?} from null value: it does not have any attributes."))
        }
        V::Object(attributes) => match attributes.get(name) {
            Some(found) => Ok(found.clone()),
            None => Err(format!("This object does not have an attribute named {name:?}.")),
        },
        V::Map(_, entries) => match entries.get(name) {
            Some(found) => Ok(found.clone()),
            None => Err(format!("This map does not have an element with the key {name:?}.")),
        },
        V::Unknown(unknown) => match written_in(unknown, name) {
            Some(found) => Ok(found.clone()),
            None => unknown_attribute(unknown, name).map(Value::from),
        },
        V::List(..) | V::Set(..) | V::Tuple(_) => match first_written(value) {
            Some(block) => unknown_attribute(block, name).map(Value::from),
            None => {
                Err(format!("This value is a {}, so it does not have attributes.", value.type_of().friendly_name()))
            }
        },
        _ => Err(format!("Can't access attributes on a primitive-typed value ({}).", value.type_of().friendly_name())),
    };
    found.map(|found| found.with_marks(value.marks))
}

fn written_in<'v>(unknown: &'v Unknown, name: &str) -> Option<&'v Value> {
    unknown.written()?.get(name)
}

/// The first of the blocks of a type that nobody describes; it may be the only one that there can be, and no list.
fn first_written(blocks: &Value) -> Option<&Unknown> {
    let V::Tuple(blocks) = &blocks.kind else { return None };
    blocks.first()?.as_unknown().filter(|block| block.written().is_some())
}

fn unknown_attribute(unknown: &Unknown, name: &str) -> Result<Unknown, String> {
    match &unknown.ty {
        Type::Dynamic => Ok(below(unknown, Type::Dynamic, &attribute_path(name))),
        Type::Object(attributes) => match attributes.get(name) {
            Some(attribute) => Ok(below(unknown, attribute.ty.clone(), &attribute_path(name))),
            None => Err(format!("This object does not have an attribute named {name:?}.")),
        },
        Type::Map(element) => Ok(below(unknown, Type::clone(element), &format!("[{name:?}]"))),
        other => Err(format!("Can't access attributes on a value of type {}.", other.friendly_name())),
    }
}

pub fn attribute_path(name: &str) -> String {
    let plain = name.starts_with(|c: char| unicode_ident::is_xid_start(c) || c == '_')
        && name.chars().all(|c| unicode_ident::is_xid_continue(c) || c == '-');
    if plain { format!(".{name}") } else { format!("[{name:?}]") }
}

/// The part of an unknown that the path leads to.
fn below(unknown: &Unknown, ty: Type, step: &str) -> Unknown {
    let Some(reference) = &unknown.reference else { return Unknown::derived(ty, [unknown]) };
    let path = format!("{}{step}", reference.path);
    let path = path.strip_prefix('.').unwrap_or(&path);
    let reference = Reference { address: reference.address.clone(), path: path.into() };
    let mut part = Unknown::derived(ty, [unknown]);
    if let [Blocker::Attribute(_)] = &*part.blockers {
        part.blockers = Arc::from([Blocker::Attribute(reference.clone())]);
    }
    part.reference = Some(Arc::new(reference));
    part
}

/// The element of a collection that a key selects. The error is a message for people.
pub fn index(value: &Value, key: &Value) -> Result<Value, String> {
    let marks = value.marks.union(key.marks);
    if value.is_null() {
        return Err("Attempt to index null value: this value is null, so it does not have any indices.".into());
    }
    if key.is_null() {
        return Err("Invalid index: can't use a null value as an indexing key.".into());
    }
    let found = match &value.kind {
        values::Kind::Unknown(unknown) => index_unknown(unknown, value, key),
        values::Kind::List(element, elements) => index_sequence(value, elements, element, key),
        values::Kind::Tuple(elements) => index_sequence(value, elements, &Type::Dynamic, key),
        values::Kind::Map(element, entries) => {
            index_mapping(value, entries, element, key, "an element in this collection value")
        }
        values::Kind::Object(entries) => {
            index_mapping(value, entries, &Type::Dynamic, key, "an attribute of this object")
        }
        values::Kind::Set(..) => Err(OF_A_SET.into()),
        _ => Err(NO_INDICES.into()),
    };
    found.map(|found| found.with_marks(marks))
}

fn no_element(why: impl std::fmt::Display) -> String {
    format!("The given key does not identify an element in this collection value: {why}.")
}

const OF_A_SET: &str = "Elements of a set are identified only by their value and don't have any separate index or \
    key to select with, so it's only possible to perform operations across all elements of the set.";
const NO_INDICES: &str = "Invalid index: this value does not have any indices.";

/// The position that a key means: `None` of a key that is not known.
fn position(key: &Value) -> Result<Option<(Number, Option<usize>)>, String> {
    let key = convert(key, &Type::Number).map_err(no_element)?;
    let position = |number: &Number| number.to_i64().and_then(|position| usize::try_from(position).ok());
    Ok(key.as_number().map(|number| (number.clone(), position(number))))
}

fn index_sequence(value: &Value, elements: &[Value], element: &Type, key: &Value) -> Result<Value, String> {
    let Some((number, position)) = position(key)? else { return Ok(unknown_element(value, element.clone(), key)) };
    position.and_then(|at| elements.get(at)).cloned().ok_or_else(|| match elements {
        [] => no_element("the collection has no elements"),
        _ if number.is_negative() => no_element("a negative number is not a valid index for a sequence"),
        _ => no_element("the given index is greater than or equal to the length of the collection"),
    })
}

fn index_mapping(value: &Value, entries: &Entries, element: &Type, key: &Value, what: &str) -> Result<Value, String> {
    let key = convert(key, &Type::String).map_err(no_element)?;
    let Some(name) = key.as_str() else { return Ok(unknown_element(value, element.clone(), &key)) };
    let missing = || format!("The given key does not identify {what}: {name:?}.");
    entries.get(name).cloned().ok_or_else(missing)
}

fn index_unknown(unknown: &Unknown, value: &Value, key: &Value) -> Result<Value, String> {
    match &unknown.ty {
        ty @ (Type::List(_) | Type::Tuple(_)) => {
            let Some((number, position)) = position(key)? else {
                return Ok(unknown_element(value, element_type(ty), key));
            };
            let element = match (ty, position) {
                (Type::Tuple(types), _) => position.and_then(|at| types.get(at)).cloned(),
                (_, None) => return Ok(unknown_element(value, element_type(ty), key)),
                _ => Some(element_type(ty)),
            };
            let element = element.ok_or_else(|| no_element("the index is out of range"))?;
            Ok(below(unknown, element, &format!("[{number}]")).into())
        }
        ty @ (Type::Map(_) | Type::Object(_)) => {
            let key = convert(key, &Type::String).map_err(no_element)?;
            let Some(name) = key.as_str() else { return Ok(unknown_element(value, element_type(ty), &key)) };
            Ok(unknown_attribute(unknown, name)
                .map_or_else(|_| unknown_element(value, Type::Dynamic, &key), Value::from))
        }
        Type::Dynamic => Ok(index_dynamic(value, key)),
        Type::Set(_) => Err(OF_A_SET.into()),
        _ => Err(NO_INDICES.into()),
    }
}

fn index_dynamic(value: &Value, key: &Value) -> Value {
    match value.as_unknown().and_then(|unknown| unknown.partial.as_deref()) {
        Some(Partial::Like(one)) => return one_like(value, one, key),
        Some(Partial::Written(object)) => {
            if let Some(found) = key.as_str().and_then(|name| object.get(name)) {
                return found.clone();
            }
        }
        _ => {}
    }
    let step = match &key.kind {
        values::Kind::String(name) => Some(attribute_path(name)),
        values::Kind::Number(number) => Some(format!("[{number}]")),
        _ => None,
    };
    match (value.as_unknown(), step) {
        (Some(unknown), Some(step)) => below(unknown, Type::Dynamic, &step).into(),
        _ => unknown_element(value, Type::Dynamic, key),
    }
}

/// An instance of which the keys are not known: by a key that is not known either the one that stands for all; by a known one some
/// instance, of which nobody knows whether it is the one that is asked about.
fn one_like(value: &Value, one: &Value, key: &Value) -> Value {
    if key.as_unknown().is_some() {
        return one.clone();
    }
    let unknowns = one.unknowns();
    let references = unknowns.iter().filter_map(|unknown| unknown.reference.as_deref());
    let itself = references.map(|reference| Reference { path: "".into(), ..reference.clone() }).next();
    let itself = itself.map(|itself| Unknown::new(Type::Dynamic, Blocker::Attribute(itself)));
    Unknown::derived(Type::Dynamic, value.as_unknown().into_iter().chain(&itself)).not_null().into()
}

fn element_type(ty: &Type) -> Type {
    match ty {
        Type::List(element) | Type::Map(element) => Type::clone(element),
        _ => Type::Dynamic,
    }
}

/// The element of a collection under a key that is not known.
fn unknown_element(value: &Value, ty: Type, key: &Value) -> Value {
    let blocked_by: Vec<&Unknown> = value.as_unknown().into_iter().chain(key.as_unknown()).collect();
    Unknown::derived(ty, blocked_by).into()
}
