//! A value together with its masks, and known values of a type.

use crate::plan::Json;
use crate::value::{Kind, Marks, Type, Value};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

/// A value as three documents show it: the value, where it is unknown, where it is sensitive.
#[derive(Clone, Copy)]
pub(super) struct Seen<'j> {
    pub value: &'j Json<'j>,
    pub unknown: &'j Json<'j>,
    pub sensitive: &'j Json<'j>,
}

pub(super) const NOTHING: &Json<'static> = &Json::Null;

impl<'j> Seen<'j> {
    pub(super) fn member(self, name: &str) -> Seen<'j> {
        Seen {
            value: self.value.get(name).unwrap_or(NOTHING),
            unknown: self.unknown.get(name).unwrap_or(NOTHING),
            sensitive: inherit(self.sensitive, self.sensitive.get(name)),
        }
    }

    /// For members that are asked for by ascending names.
    pub(super) fn in_order(self) -> Members<'j> {
        let [value, unknown, sensitive] = [self.value, self.unknown, self.sensitive].map(|json| Left(json.members()));
        Members { of: self, value, unknown, sensitive }
    }

    pub(super) fn element(self, index: usize) -> Seen<'j> {
        Seen {
            value: self.value.elements().get(index).unwrap_or(NOTHING),
            unknown: self.unknown.elements().get(index).unwrap_or(NOTHING),
            sensitive: inherit(self.sensitive, self.sensitive.elements().get(index)),
        }
    }

    pub(super) fn marks(self) -> Marks {
        if self.sensitive.is_true() { Marks::SENSITIVE } else { Marks::NONE }
    }

    /// Elements of a list or set: an unknown one may be missing among the values.
    pub(super) fn count(self) -> usize {
        self.value.elements().len().max(self.unknown.elements().len())
    }

    pub(super) fn keys(self) -> Vec<&'j str> {
        let names = |json: &'j Json<'j>| json.members().iter().map(|(name, _)| &**name);
        let mut keys: Vec<&str> = names(self.value).chain(names(self.unknown)).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}

/// Walks an object's members beside a schema, both sorted by name, so that nothing is searched for.
pub(super) struct Members<'j> {
    of: Seen<'j>,
    value: Left<'j>,
    unknown: Left<'j>,
    sensitive: Left<'j>,
}

/// The members that no name asked for yet.
struct Left<'j>(&'j [(Cow<'j, str>, Json<'j>)]);

impl<'j> Members<'j> {
    pub(super) fn next(&mut self, name: &str) -> Seen<'j> {
        Seen {
            value: self.value.next(name).unwrap_or(NOTHING),
            unknown: self.unknown.next(name).unwrap_or(NOTHING),
            sensitive: inherit(self.of.sensitive, self.sensitive.next(name)),
        }
    }
}

impl<'j> Left<'j> {
    fn next(&mut self, name: &str) -> Option<&'j Json<'j>> {
        while let [(first, value), rest @ ..] = self.0 {
            match (**first).cmp(name) {
                Ordering::Less => self.0 = rest,
                Ordering::Equal => return Some(value),
                Ordering::Greater => break,
            }
        }
        None
    }
}

/// What is inside a sensitive value is sensitive.
fn inherit<'j>(outer: &'j Json<'j>, inner: Option<&'j Json<'j>>) -> &'j Json<'j> {
    if outer.is_true() { outer } else { inner.unwrap_or(NOTHING) }
}

/// A known value of a type, with its marks. What does not fit the type keeps the shape that it has.
pub(super) fn typed(ty: &Type, seen: Seen<'_>) -> Value {
    let elements = |element: &Type| (0..seen.count()).map(|index| typed(element, seen.element(index))).collect();
    let entry = |name: &str, ty: &Type| (Arc::from(name), typed(ty, seen.member(name)));
    let value: Value = match (seen.value, ty) {
        (Json::Null, _) => Value::null_of(ty.clone()),
        (Json::Array(_), Type::List(element)) => Value::list((**element).clone(), elements(element)),
        (Json::Array(_), Type::Set(element)) => Kind::Set((**element).clone(), Arc::new(elements(element))).into(),
        (Json::Array(_), _) => Value::tuple(elements(&Type::Dynamic)),
        (Json::Object(_), Type::Map(element)) => {
            let entries = seen.keys().into_iter().map(|key| entry(key, element)).collect();
            Value::map((**element).clone(), entries)
        }
        (Json::Object(_), Type::Object(attributes)) => {
            let entries = attributes.iter().map(|(name, attribute)| entry(name, &attribute.ty));
            Kind::Object(Arc::new(entries.collect())).into()
        }
        (Json::Object(_), _) => {
            let entries = seen.keys().into_iter().map(|key| entry(key, &Type::Dynamic));
            Kind::Object(Arc::new(entries.collect())).into()
        }
        (Json::Bool(flag), Type::String) => Value::from(flag.to_string()),
        (Json::Bool(flag), _) => Value::from(*flag),
        (Json::Number(number), Type::String) => Value::from(number.to_string()),
        (Json::Number(number), _) => Value::from(number.clone()),
        (Json::String(text), Type::Bool) if **text == *"true" || **text == *"false" => Value::from(**text == *"true"),
        (Json::String(text), Type::Number) => {
            crate::value::Number::parse(text).map_or_else(|| Value::string(&**text), Value::from)
        }
        (Json::String(text), _) => Value::string(&**text),
    };
    value.with_marks(seen.marks())
}

/// A known value of a type.
pub(super) fn known(ty: &Type, value: &Json<'_>) -> Value {
    typed(ty, Seen { value, unknown: NOTHING, sensitive: NOTHING })
}
