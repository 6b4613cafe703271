//! JSON of a plan in which nothing can be a secret, told without making values of it.

use super::values::may_hold_named;
use crate::check::is_credential_name;
use rustc_hash::FxHashMap;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// Remembers what names say, for there are few of them in a plan.
#[derive(Default)]
pub(super) struct Plain {
    names: FxHashMap<Box<str>, bool>,
}

impl Plain {
    /// No name, neither of a member nor that of a pair of `name` and `value`, tells that a text is a credential. Nothing is marked
    /// in the JSON.
    pub fn is(&mut self, json: &str) -> bool {
        let looked = Look(self).deserialize(&mut serde_json::Deserializer::from_str(json));
        matches!(looked, Ok(Looked::Plain | Looked::Text))
    }

    fn is_credential(&mut self, name: &str) -> bool {
        if let Some(known) = self.names.get(name) {
            return *known;
        }
        let is = is_credential_name(name);
        // Keys of maps are anything.
        if self.names.len() < 10_000 {
            self.names.insert(name.into(), is);
        }
        is
    }
}

/// What a value is.
#[derive(PartialEq)]
enum Looked {
    Plain,
    /// A text, or a number that may become one, and plain by itself.
    Text,
    /// It may hold a secret.
    Doubtful,
}

struct Look<'p>(&'p mut Plain);

impl<'de> DeserializeSeed<'de> for Look<'_> {
    type Value = Looked;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Looked, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Look<'_> {
    type Value = Looked;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Looked, E> {
        Ok(Looked::Plain)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Looked, E> {
        Ok(Looked::Plain)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Looked, E> {
        Ok(Looked::Text)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Looked, E> {
        Ok(Looked::Text)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Looked, E> {
        Ok(Looked::Text)
    }

    fn visit_str<E>(self, text: &str) -> Result<Looked, E> {
        Ok(if may_hold_named(text) { Looked::Doubtful } else { Looked::Text })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Looked, A::Error> {
        let mut all = Looked::Plain;
        while let Some(element) = sequence.next_element_seed(Look(self.0))? {
            if element == Looked::Doubtful {
                all = Looked::Doubtful;
            }
        }
        Ok(all)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Looked, A::Error> {
        let mut all = Looked::Plain;
        let (mut named, mut valued) = (false, false);
        while let Some(Name(name)) = map.next_key()? {
            let value = map.next_value_seed(Look(self.0))?;
            named |= name == "name";
            valued |= name == "value" && value == Looked::Text;
            if value == Looked::Doubtful || value == Looked::Text && self.0.is_credential(&name) {
                all = Looked::Doubtful;
            }
        }
        Ok(if named && valued { Looked::Doubtful } else { all })
    }
}

struct Name<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Name<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NameVisitor)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Name<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Owned(text.to_owned())))
    }
}
