//! Equality of values, and the order of set elements.

use super::{Kind, Marks, Type, Unknown, Value};
use std::cmp::Ordering;
use std::fmt::Write;

/// Terraform's `==`: a known or unknown bool that carries the marks of both sides. Where a single difference or
/// identity decides, the result is known although something else in the values is not.
pub fn equals(left: &Value, right: &Value) -> Value {
    let marks = left.deep_marks().union(right.deep_marks());
    let result = match compare(left, right) {
        Some(known) => Value::from(known),
        None => {
            let (mut unknowns, right) = (left.unknowns(), right.unknowns());
            unknowns.extend(right);
            Unknown::derived(Type::Bool, unknowns).not_null().into()
        }
    };
    result.with_marks(marks)
}

/// `None` when unknown.
fn compare(left: &Value, right: &Value) -> Option<bool> {
    match (&left.kind, &right.kind) {
        (Kind::Unknown(a), Kind::Unknown(b)) => both_unknown(a, b),
        (Kind::Unknown(unknown), known) | (known, Kind::Unknown(unknown)) => one_unknown(unknown, known),
        (Kind::Null(_), Kind::Null(_)) => Some(true),
        (Kind::Null(_), _) | (_, Kind::Null(_)) => Some(false),
        (Kind::Bool(a), Kind::Bool(b)) => Some(a == b),
        (Kind::Number(a), Kind::Number(b)) => Some(a == b),
        (Kind::String(a), Kind::String(b)) => Some(a == b),
        _ => compare_compound(left, right),
    }
}

fn both_unknown(a: &Unknown, b: &Unknown) -> Option<bool> {
    match (&a.reference, &b.reference) {
        (Some(left), Some(right)) if left == right && a.ty == b.ty => Some(true),
        _ => never_equal(&a.ty, &b.ty, a.not_null || b.not_null),
    }
}

fn one_unknown(unknown: &Unknown, known: &Kind) -> Option<bool> {
    match known {
        Kind::Null(_) if unknown.not_null => Some(false),
        Kind::Null(_) => None,
        Kind::String(text) if !super::unknown::may_be(unknown, text) => Some(false),
        _ if is_empty_of_any_type(known) && is_concrete_collection(&unknown.ty) => Some(false),
        _ => never_equal(&unknown.ty, &Value::from(known.clone()).type_of(), true),
    }
}

/// `tolist([])`: its type is not that of an empty list of strings.
fn is_empty_of_any_type(kind: &Kind) -> bool {
    matches!(kind, Kind::List(Type::Dynamic, _) | Kind::Set(Type::Dynamic, _) | Kind::Map(Type::Dynamic, _))
}

fn is_concrete_collection(ty: &Type) -> bool {
    ty.is_collection() && ty.is_concrete()
}

/// Values of types that can never be the same are never equal, except that nulls of all types are.
fn never_equal(a: &Type, b: &Type, not_null: bool) -> Option<bool> {
    (not_null && !may_be_same(a, b)).then_some(false)
}

/// Whether the types can turn out to be the same type once what is dynamic is known.
fn may_be_same(a: &Type, b: &Type) -> bool {
    match (a, b) {
        (Type::Dynamic, _) | (_, Type::Dynamic) => true,
        (Type::List(a), Type::List(b)) | (Type::Set(a), Type::Set(b)) | (Type::Map(a), Type::Map(b)) => {
            may_be_same(a, b)
        }
        (Type::Tuple(a), Type::Tuple(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| may_be_same(a, b))
        }
        (Type::Object(a), Type::Object(b)) => {
            a.len() == b.len()
                && a.iter().zip(b.iter()).all(|((name, a), (other, b))| name == other && may_be_same(&a.ty, &b.ty))
        }
        _ => a == b,
    }
}

fn compare_compound(left: &Value, right: &Value) -> Option<bool> {
    let (left_type, right_type) = (left.type_of(), right.type_of());
    if !may_be_same(&left_type, &right_type) {
        return Some(false);
    }
    let same_type = left_type == right_type;
    let elements = match (&left.kind, &right.kind) {
        (Kind::Set(_, a), Kind::Set(_, b)) => compare_sets(a, b),
        (Kind::List(_, a), Kind::List(_, b)) | (Kind::Tuple(a), Kind::Tuple(b)) => {
            if a.len() != b.len() {
                Some(false)
            } else {
                all(a.iter().zip(b.iter()))
            }
        }
        (Kind::Map(_, a), Kind::Map(_, b)) | (Kind::Object(a), Kind::Object(b)) => {
            if a.len() != b.len() || a.keys().ne(b.keys()) { Some(false) } else { all(a.values().zip(b.values())) }
        }
        _ => Some(false),
    };
    match elements {
        // Equal elements of different types: an empty list of any type is not an empty list of strings.
        Some(true) if !same_type => Some(false),
        other => other,
    }
}

fn all<'v>(pairs: impl Iterator<Item = (&'v Value, &'v Value)>) -> Option<bool> {
    let mut result = Some(true);
    for (a, b) in pairs {
        match compare(a, b) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => result = None,
        }
    }
    result
}

/// Sets with unknown elements are only known to differ when a known element can have no partner.
fn compare_sets(a: &[Value], b: &[Value]) -> Option<bool> {
    let known = |set: &[Value]| set.iter().all(Value::is_wholly_known);
    if known(a) && known(b) {
        return Some(a.len() == b.len() && a.iter().zip(b).all(|(a, b)| compare(a, b) == Some(true)));
    }
    let lacks = |set: &[Value], from: &[Value]| {
        set.iter().any(|element| from.iter().all(|other| compare(element, other) == Some(false)))
    };
    if lacks(a, b) || lacks(b, a) { Some(false) } else { None }
}

/// The order in which Terraform iterates sets: by value for primitives, by a text form for the rest.
fn set_order(a: &Value, b: &Value) -> Ordering {
    let rank = |value: &Value| match value.kind {
        Kind::Null(_) => 2,
        Kind::Unknown(_) => 1,
        _ => 0,
    };
    match (&a.kind, &b.kind) {
        (Kind::String(a), Kind::String(b)) => a.cmp(b),
        (Kind::Number(a), Kind::Number(b)) => a.cmp(b),
        (Kind::Bool(a), Kind::Bool(b)) => a.cmp(b),
        _ if rank(a) != rank(b) || rank(a) > 0 => rank(a).cmp(&rank(b)),
        _ => set_key(a).cmp(&set_key(b)),
    }
}

fn set_key(value: &Value) -> String {
    let mut key = String::new();
    write_set_key(value, &mut key);
    key
}

fn write_set_key(value: &Value, key: &mut String) {
    match &value.kind {
        Kind::Unknown(_) => key.push('?'),
        Kind::Null(_) => key.push('~'),
        Kind::Number(number) => key.push_str(&number.to_short_string()),
        Kind::Bool(bool) => key.push(if *bool { 'T' } else { 'F' }),
        Kind::String(text) => quote(text, key),
        Kind::Map(_, entries) => {
            key.push('{');
            for (name, entry) in entries.iter() {
                quote(name, key);
                key.push(':');
                write_set_key(entry, key);
                key.push(';');
            }
            key.push('}');
        }
        Kind::List(_, elements) | Kind::Set(_, elements) => write_elements(['[', ']'], elements.iter(), key),
        Kind::Tuple(elements) => write_elements(['<', '>'], elements.iter(), key),
        Kind::Object(attributes) => write_elements(['<', '>'], attributes.values(), key),
    }
}

fn write_elements<'v>(around: [char; 2], elements: impl Iterator<Item = &'v Value>, key: &mut String) {
    key.push(around[0]);
    for element in elements {
        write_set_key(element, key);
        key.push(';');
    }
    key.push(around[1]);
}

/// Go's `%q`.
fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{b}' => out.push_str("\\v"),
            '\u{c}' => out.push_str("\\f"),
            c if (c as u32) < 0x20 || c as u32 == 0x7f => {
                let _ = write!(out, "\\x{:02x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

impl Value {
    /// A set: elements sorted and without repetition as Terraform iterates them. Marks inside move to the set.
    pub fn set(element: Type, elements: Vec<Value>) -> Value {
        let marks = elements.iter().fold(Marks::NONE, |marks, element| marks.union(element.deep_marks()));
        let mut elements: Vec<Value> = match marks.is_empty() {
            true => elements,
            false => elements.iter().map(Value::without_marks_deep).collect(),
        };
        elements.sort_by(set_order);
        elements.dedup_by(|a, b| compare(a, b) == Some(true));
        Value::from(Kind::Set(element, elements.into())).with_marks(marks)
    }

    /// The value without marks at any depth.
    pub fn without_marks_deep(&self) -> Value {
        if self.deep_marks().is_empty() {
            return self.clone();
        }
        let plain = |elements: &[Value]| elements.iter().map(Value::without_marks_deep).collect::<Vec<_>>().into();
        let plain_entries = |entries: &super::Entries| {
            std::sync::Arc::new(
                entries.iter().map(|(name, value)| (name.clone(), value.without_marks_deep())).collect(),
            )
        };
        let kind = match &self.kind {
            Kind::List(ty, elements) => Kind::List(ty.clone(), plain(elements)),
            Kind::Set(ty, elements) => Kind::Set(ty.clone(), plain(elements)),
            Kind::Tuple(elements) => Kind::Tuple(plain(elements)),
            Kind::Map(ty, entries) => Kind::Map(ty.clone(), plain_entries(entries)),
            Kind::Object(entries) => Kind::Object(plain_entries(entries)),
            other => other.clone(),
        };
        kind.into()
    }
}
