//! Terraform's types.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// A type constraint or the type of a value. `Dynamic` is `any`, and the type of an unknown whose type is not known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    Dynamic,
    Bool,
    Number,
    String,
    List(Arc<Type>),
    Set(Arc<Type>),
    Map(Arc<Type>),
    Tuple(Arc<Vec<Type>>),
    Object(Arc<BTreeMap<Arc<str>, ObjectAttribute>>),
}

/// An attribute of an object type. `optional` only occurs in type constraints.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ObjectAttribute {
    pub ty: Type,
    pub optional: bool,
}

impl Type {
    pub fn list(element: Type) -> Type {
        Type::List(Arc::new(element))
    }

    pub fn set(element: Type) -> Type {
        Type::Set(Arc::new(element))
    }

    pub fn map(element: Type) -> Type {
        Type::Map(Arc::new(element))
    }

    pub fn tuple(elements: impl IntoIterator<Item = Type>) -> Type {
        Type::Tuple(Arc::new(elements.into_iter().collect()))
    }

    pub fn object<K: Into<Arc<str>>>(attributes: impl IntoIterator<Item = (K, Type)>) -> Type {
        let attribute = |(name, ty): (K, Type)| (name.into(), ObjectAttribute { ty, optional: false });
        Type::Object(Arc::new(attributes.into_iter().map(attribute).collect()))
    }

    pub fn is_primitive(&self) -> bool {
        matches!(self, Type::Bool | Type::Number | Type::String)
    }

    pub fn is_collection(&self) -> bool {
        matches!(self, Type::List(_) | Type::Set(_) | Type::Map(_))
    }

    /// The type without `optional` at any depth: the type that values have.
    pub fn without_optional(&self) -> Type {
        match self {
            Type::List(element) => Type::list(element.without_optional()),
            Type::Set(element) => Type::set(element.without_optional()),
            Type::Map(element) => Type::map(element.without_optional()),
            Type::Tuple(elements) => Type::tuple(elements.iter().map(Type::without_optional)),
            Type::Object(attributes) => {
                Type::object(attributes.iter().map(|(name, attribute)| (name.clone(), attribute.ty.without_optional())))
            }
            primitive => primitive.clone(),
        }
    }

    /// As Terraform's messages name the type: `list of string`, `object`.
    pub fn friendly_name(&self) -> String {
        match self {
            Type::Dynamic => "any type".into(),
            Type::Bool => "bool".into(),
            Type::Number => "number".into(),
            Type::String => "string".into(),
            Type::List(element) => format!("list of {}", element.friendly_element()),
            Type::Set(element) => format!("set of {}", element.friendly_element()),
            Type::Map(element) => format!("map of {}", element.friendly_element()),
            Type::Tuple(_) => "tuple".into(),
            Type::Object(_) => "object".into(),
        }
    }

    fn friendly_element(&self) -> String {
        match self {
            Type::Dynamic => "any single type".into(),
            other => other.friendly_name(),
        }
    }

    /// True when no part of the type is `Dynamic`.
    pub fn is_concrete(&self) -> bool {
        match self {
            Type::Dynamic => false,
            Type::Bool | Type::Number | Type::String => true,
            Type::List(element) | Type::Set(element) | Type::Map(element) => element.is_concrete(),
            Type::Tuple(elements) => elements.iter().all(Type::is_concrete),
            Type::Object(attributes) => attributes.values().all(|attribute| attribute.ty.is_concrete()),
        }
    }
}

/// As `type()` and type constraints write it: `map(string)`, `object({a = optional(number)})`.
impl fmt::Display for Type {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Dynamic => out.write_str("any"),
            Type::Bool => out.write_str("bool"),
            Type::Number => out.write_str("number"),
            Type::String => out.write_str("string"),
            Type::List(element) => write!(out, "list({element})"),
            Type::Set(element) => write!(out, "set({element})"),
            Type::Map(element) => write!(out, "map({element})"),
            Type::Tuple(elements) => {
                let elements: Vec<String> = elements.iter().map(Type::to_string).collect();
                write!(out, "tuple([{}])", elements.join(", "))
            }
            Type::Object(attributes) => {
                let attribute = |(name, attribute): (&Arc<str>, &ObjectAttribute)| match attribute.optional {
                    true => format!("{name} = optional({})", attribute.ty),
                    false => format!("{name} = {}", attribute.ty),
                };
                let attributes: Vec<String> = attributes.iter().map(attribute).collect();
                write!(out, "object({{{}}})", attributes.join(", "))
            }
        }
    }
}
