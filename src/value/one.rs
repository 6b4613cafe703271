//! One value.

use super::{Blocker, Entries, Number, Type, Unknown};
use std::sync::Arc;

/// Marks that a value carries into everything made from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Marks(u8);

impl Marks {
    pub const NONE: Marks = Marks(0);
    pub const SENSITIVE: Marks = Marks(1);
    pub const EPHEMERAL: Marks = Marks(2);

    pub fn union(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }

    pub fn without(self, other: Marks) -> Marks {
        Marks(self.0 & !other.0)
    }

    pub fn contains(self, other: Marks) -> bool {
        self.0 & other.0 == other.0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// A value: what it is, and the marks on it (the marks of elements are on the elements).
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    pub kind: Kind,
    pub marks: Marks,
}

/// What a value is. Collections are shared, so a clone is cheap.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Null of a type; `Dynamic` for a bare `null`.
    Null(Type),
    Unknown(Arc<Unknown>),
    Bool(bool),
    Number(Number),
    /// NFC-normalised, as Terraform keeps strings.
    String(Arc<str>),
    /// Element type and elements.
    List(Type, Arc<Vec<Value>>),
    /// Element type and elements, sorted and without repetition as Terraform iterates them.
    Set(Type, Arc<Vec<Value>>),
    /// Element type and elements.
    Map(Type, Arc<Entries>),
    Tuple(Arc<Vec<Value>>),
    Object(Arc<Entries>),
}

impl From<Kind> for Value {
    fn from(kind: Kind) -> Value {
        Value { kind, marks: Marks::NONE }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Value {
        Kind::Bool(value).into()
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Value {
        Value::string(value)
    }
}

impl From<String> for Value {
    fn from(value: String) -> Value {
        Value::string(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Value {
        Kind::Number(value.into()).into()
    }
}

impl From<Number> for Value {
    fn from(value: Number) -> Value {
        Kind::Number(value).into()
    }
}

impl From<Unknown> for Value {
    fn from(value: Unknown) -> Value {
        Kind::Unknown(Arc::new(value)).into()
    }
}

/// A character of the commonest scripts that takes part in no composition: text of such characters is normalised.
/// Others may be, too. (Latin before the combining marks, kana without the sound marks, CJK ideographs, Hangul syllables, full-width forms.)
fn is_in_nfc(character: char) -> bool {
    matches!(character,
        '\0'..='\u{2ff}' | '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fe}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff01}'..='\u{ff9d}')
}

impl Value {
    pub fn null() -> Value {
        Kind::Null(Type::Dynamic).into()
    }

    pub fn null_of(ty: Type) -> Value {
        Kind::Null(ty).into()
    }

    /// A string, normalised to NFC.
    pub fn string(text: impl Into<Arc<str>>) -> Value {
        use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
        let text: Arc<str> = text.into();
        if text.chars().all(is_in_nfc) || is_nfc_quick(text.chars()) == IsNormalized::Yes {
            return Kind::String(text).into();
        }
        Kind::String(text.nfc().collect::<String>().into()).into()
    }

    pub fn tuple(elements: Vec<Value>) -> Value {
        Kind::Tuple(Arc::new(elements)).into()
    }

    pub fn list(element: Type, elements: Vec<Value>) -> Value {
        Kind::List(element, Arc::new(elements)).into()
    }

    pub fn object<K: Into<Arc<str>>>(attributes: impl IntoIterator<Item = (K, Value)>) -> Value {
        Kind::Object(Arc::new(attributes.into_iter().map(|(name, value)| (name.into(), value)).collect())).into()
    }

    /// An object of entries that are at hand.
    pub fn object_of(entries: Entries) -> Value {
        Kind::Object(Arc::new(entries)).into()
    }

    pub fn map(element: Type, elements: Entries) -> Value {
        Kind::Map(element, Arc::new(elements)).into()
    }

    pub fn unknown(ty: Type, blocker: Blocker) -> Value {
        Unknown::new(ty, blocker).into()
    }

    pub fn with_marks(mut self, marks: Marks) -> Value {
        self.marks = self.marks.union(marks);
        self
    }

    pub fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null(_))
    }

    pub fn is_sensitive(&self) -> bool {
        self.marks.contains(Marks::SENSITIVE)
    }

    /// The value itself is unknown (its elements are not looked at).
    pub fn as_unknown(&self) -> Option<&Unknown> {
        match &self.kind {
            Kind::Unknown(unknown) => Some(unknown),
            _ => None,
        }
    }

    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_bool(&self) -> Option<bool> {
        match self.kind {
            Kind::Bool(value) => Some(value),
            _ => None,
        }
    }

    pub fn as_number(&self) -> Option<&Number> {
        match &self.kind {
            Kind::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Elements of a list, set or tuple.
    pub fn as_sequence(&self) -> Option<&[Value]> {
        match &self.kind {
            Kind::List(_, elements) | Kind::Set(_, elements) | Kind::Tuple(elements) => Some(elements),
            _ => None,
        }
    }

    /// Entries of a map or object.
    pub fn as_mapping(&self) -> Option<&Entries> {
        match &self.kind {
            Kind::Map(_, entries) | Kind::Object(entries) => Some(entries),
            _ => None,
        }
    }

    /// An attribute of an object or an element of a map.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.as_mapping()?.get(name)
    }

    /// Nothing unknown at any depth.
    pub fn is_wholly_known(&self) -> bool {
        match &self.kind {
            Kind::Unknown(_) => false,
            Kind::List(_, elements) | Kind::Set(_, elements) | Kind::Tuple(elements) => {
                elements.iter().all(Value::is_wholly_known)
            }
            Kind::Map(_, entries) | Kind::Object(entries) => entries.values().all(Value::is_wholly_known),
            _ => true,
        }
    }

    /// Every unknown at any depth, in order.
    pub fn unknowns(&self) -> Vec<&Unknown> {
        fn collect<'v>(value: &'v Value, found: &mut Vec<&'v Unknown>) {
            match &value.kind {
                Kind::Unknown(unknown) => found.push(unknown),
                Kind::List(_, elements) | Kind::Set(_, elements) | Kind::Tuple(elements) => {
                    elements.iter().for_each(|element| collect(element, found));
                }
                Kind::Map(_, entries) | Kind::Object(entries) => {
                    entries.values().for_each(|entry| collect(entry, found))
                }
                _ => {}
            }
        }
        let mut found = Vec::new();
        collect(self, &mut found);
        found
    }

    /// The marks of the value and of everything inside it.
    pub fn deep_marks(&self) -> Marks {
        let inside = |values: &mut dyn Iterator<Item = &Value>| {
            values.fold(self.marks, |marks, value| marks.union(value.deep_marks()))
        };
        match &self.kind {
            Kind::List(_, elements) | Kind::Set(_, elements) | Kind::Tuple(elements) => inside(&mut elements.iter()),
            Kind::Map(_, entries) | Kind::Object(entries) => inside(&mut entries.values()),
            _ => self.marks,
        }
    }

    pub fn type_of(&self) -> Type {
        match &self.kind {
            Kind::Null(ty) => ty.clone(),
            Kind::Unknown(unknown) => unknown.ty.clone(),
            Kind::Bool(_) => Type::Bool,
            Kind::Number(_) => Type::Number,
            Kind::String(_) => Type::String,
            Kind::List(element, _) => Type::list(element.clone()),
            Kind::Set(element, _) => Type::set(element.clone()),
            Kind::Map(element, _) => Type::map(element.clone()),
            Kind::Tuple(elements) => Type::tuple(elements.iter().map(Value::type_of)),
            Kind::Object(attributes) => {
                Type::object(attributes.iter().map(|(name, value)| (name.clone(), value.type_of())))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_in_nfc;
    use unicode_normalization::char::canonical_combining_class;
    use unicode_normalization::{IsNormalized, is_nfc_quick};

    #[test]
    fn what_is_taken_for_normalised_is() {
        let mut count = 0;
        for character in (0..=0x10_ffff).filter_map(char::from_u32).filter(|character| is_in_nfc(*character)) {
            let alone = is_nfc_quick(std::iter::once(character)) == IsNormalized::Yes;
            assert!(alone && canonical_combining_class(character) == 0, "{character:?}");
            count += 1;
        }
        assert!(count > 32_000 && !is_in_nfc('\u{301}') && !is_in_nfc('\u{3099}') && !is_in_nfc('\u{11a8}'), "{count}");
    }
}
