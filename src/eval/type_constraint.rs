//! Type constraints of input variables, with the defaults of optional object attributes.

use super::expression::evaluate;
use super::scope::{EvalError, NoNames};
use crate::source::{self, Kind, Syntax};
use crate::value::{Entries, Kind as V, ObjectAttribute, Type, Value, convert, unify};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Deepest nesting of a type.
const DEPTH_LIMIT: u32 = 500;

/// Defaults of optional attributes, for the type and the types inside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Defaults {
    shape: Shape,
    values: Entries,
    /// By attribute name, by index of a tuple, or under the empty name for all elements of a collection.
    children: BTreeMap<Arc<str>, Defaults>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Shape {
    #[default]
    Collection,
    Object,
    Tuple,
}

/// The type that an expression like `map(object({ a = optional(string, "x") }))` stands for.
pub fn type_constraint(expression: &Syntax) -> Result<(Type, Defaults), EvalError> {
    match (expression.kind(), expression.text()) {
        // Terraform's shorthand from before type constraints.
        (Kind::Variable, "list") => return Ok((Type::list(Type::Dynamic), Defaults::default())),
        (Kind::Variable, "map") => return Ok((Type::map(Type::Dynamic), Defaults::default())),
        (Kind::JsonString, _) => {}
        _ => return read(expression, 0),
    }
    let text = source::string_value(expression).unwrap_or_default();
    let file = source::parse_expression(expression.span().file, expression.file.path.clone(), text.into());
    let inner = Syntax { node: file.tree.root(), file: Arc::new(file) };
    match inner.kind() {
        Kind::JsonString => error(expression, "This type constraint is not valid."),
        _ => type_constraint(&inner).map_err(|inner| EvalError { span: expression.span(), ..inner }),
    }
}

fn error<T>(at: &Syntax, message: impl Into<String>) -> Result<T, EvalError> {
    Err(EvalError { span: at.span(), message: message.into() })
}

fn read(at: &Syntax, depth: u32) -> Result<(Type, Defaults), EvalError> {
    if depth > DEPTH_LIMIT {
        return error(at, "The type is nested deeper than 500 levels.");
    }
    match at.kind() {
        Kind::Variable => keyword(at).map(|ty| (ty, Defaults::default())),
        Kind::Call => constructor(at, depth),
        _ => error(
            at,
            "A type specification is either a primitive type keyword (bool, number, string) or a complex type constructor call, like list(string).",
        ),
    }
}

fn keyword(at: &Syntax) -> Result<Type, EvalError> {
    match at.text() {
        "bool" => Ok(Type::Bool),
        "string" => Ok(Type::String),
        "number" => Ok(Type::Number),
        "any" => Ok(Type::Dynamic),
        name @ ("list" | "set" | "map") => {
            error(at, format!("The {name} type constructor requires one argument specifying the element type."))
        }
        "object" => error(
            at,
            "The object type constructor requires one argument specifying the attribute types and values as a map.",
        ),
        "tuple" => {
            error(at, "The tuple type constructor requires one argument specifying the element types as a list.")
        }
        name => error(at, format!("The keyword {name:?} is not a valid type specification.")),
    }
}

fn constructor(at: &Syntax, depth: u32) -> Result<(Type, Defaults), EvalError> {
    let arguments = at.children();
    let name = at.name();
    let [argument] = arguments.as_slice() else {
        return error(at, format!("The {name} type constructor requires one argument."));
    };
    let make = match name {
        "list" => Type::list,
        "set" => Type::set,
        "map" => Type::map,
        "object" => return object(argument, depth),
        "tuple" => return tuple(argument, depth),
        "optional" => {
            return error(at, "Keyword \"optional\" is valid only as a modifier for object type attributes.");
        }
        _ => return error(at, format!("Keyword {name:?} is not a valid type constructor.")),
    };
    let (element, defaults) = read(argument, depth + 1)?;
    let mut collection = Defaults::default();
    collection.add("", defaults);
    Ok((make(element), collection))
}

fn object(at: &Syntax, depth: u32) -> Result<(Type, Defaults), EvalError> {
    if at.kind() != Kind::Object {
        return error(
            at,
            "Object type constructor requires a map whose keys are attribute names and whose values are the corresponding attribute types.",
        );
    }
    let mut attributes: BTreeMap<Arc<str>, ObjectAttribute> = BTreeMap::new();
    let mut defaults = Defaults { shape: Shape::Object, ..Defaults::default() };
    let mut values: Vec<(Arc<str>, Value)> = Vec::new();
    for item in at.children() {
        let children = item.children();
        let [key, constraint] = children.as_slice() else {
            return error(&item, "This expression has a syntax error.");
        };
        let name: Arc<str> = match key.kind() {
            Kind::Variable => key.text().into(),
            _ => match source::string_value(key) {
                Some(name) => name.into(),
                None => return error(key, "Object constructor map keys must be attribute names."),
            },
        };
        let (attribute, default, inner) = object_attribute(constraint, depth)?;
        defaults.add(&name, inner);
        if let Some(default) = default {
            values.push((name.clone(), default));
        }
        attributes.insert(name, attribute);
    }
    defaults.values = values.into_iter().collect();
    Ok((Type::Object(Arc::new(attributes)), defaults))
}

fn object_attribute(at: &Syntax, depth: u32) -> Result<(ObjectAttribute, Option<Value>, Defaults), EvalError> {
    if at.kind() != Kind::Call || at.name() != "optional" {
        let (ty, defaults) = read(at, depth + 1)?;
        return Ok((ObjectAttribute { ty, optional: false }, None, defaults));
    }
    let arguments = at.children();
    let (constraint, default) = match arguments.as_slice() {
        [constraint] => (constraint, None),
        [constraint, default] => (constraint, Some(default)),
        [] => return error(at, "Optional attribute modifier requires the attribute type as its argument."),
        _ => {
            return error(
                at,
                "Optional attribute modifier expects at most two arguments: the attribute type, and a default value.",
            );
        }
    };
    let (ty, defaults) = read(constraint, depth + 1)?;
    let default = match default {
        None => None,
        Some(expression) => {
            let value = evaluate(expression, &NoNames)?;
            let converted = convert(&value, &ty).or_else(|why| {
                error(
                    expression,
                    format!("This default value is not compatible with the attribute's type constraint: {why}."),
                )
            })?;
            Some(converted)
        }
    };
    Ok((ObjectAttribute { ty, optional: true }, default, defaults))
}

fn tuple(at: &Syntax, depth: u32) -> Result<(Type, Defaults), EvalError> {
    if at.kind() != Kind::Tuple {
        return error(at, "Tuple type constructor requires a list of element types.");
    }
    let mut elements = Vec::new();
    let mut defaults = Defaults { shape: Shape::Tuple, ..Defaults::default() };
    for (index, element) in at.children().iter().enumerate() {
        let (ty, inner) = read(element, depth + 1)?;
        defaults.add(&index.to_string(), inner);
        elements.push(ty);
    }
    Ok((Type::Tuple(elements.into()), defaults))
}

impl Defaults {
    fn add(&mut self, name: &str, child: Defaults) {
        if !child.is_empty() {
            self.children.insert(name.into(), child);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.children.is_empty()
    }

    /// The value with its missing and null optional attributes filled in, at any depth. It still has to be converted
    /// to the type.
    pub fn apply(&self, value: &Value) -> Value {
        if self.is_empty() {
            return value.clone();
        }
        let filled = match &value.kind {
            V::List(_, elements) => self.fill_elements(elements, Value::list),
            V::Set(_, elements) => self.fill_elements(elements, Value::set),
            V::Tuple(elements) => Value::tuple(self.filled(elements)),
            V::Map(_, entries) => self.fill_map(entries),
            V::Object(attributes) => V::Object(Arc::new(self.filled_entries(attributes))).into(),
            _ => return value.clone(),
        };
        filled.with_marks(value.marks)
    }

    fn filled(&self, elements: &[Value]) -> Vec<Value> {
        let fill = |(index, element): (usize, &Value)| match self.element(index) {
            Some(defaults) => defaults.apply(element),
            None => element.clone(),
        };
        elements.iter().enumerate().map(fill).collect()
    }

    fn element(&self, index: usize) -> Option<&Defaults> {
        match self.shape {
            Shape::Tuple => self.children.get(index.to_string().as_str()),
            _ => self.children.get(""),
        }
    }

    fn fill_elements(&self, elements: &[Value], make: impl Fn(Type, Vec<Value>) -> Value) -> Value {
        let filled = self.filled(elements);
        match one_type(&filled) {
            Some((ty, filled)) => make(ty, filled),
            None => Value::tuple(filled),
        }
    }

    fn filled_entries(&self, entries: &Entries) -> Entries {
        let child = |name: &str| self.children.get(if self.shape == Shape::Object { name } else { "" });
        let fill = |(name, value): (&Arc<str>, &Value)| {
            (name.clone(), child(name).map_or_else(|| value.clone(), |defaults| defaults.apply(value)))
        };
        let filled: Entries = entries.iter().map(fill).collect();
        let missing = self.values.iter().filter(|(name, _)| filled.get(name).is_none_or(Value::is_null));
        let default = |(name, default): (&Arc<str>, &Value)| {
            let inner = self.children.get(name);
            (name.clone(), inner.map_or_else(|| default.clone(), |inner| inner.apply(default)))
        };
        let defaults: Vec<(Arc<str>, Value)> = missing.map(default).collect();
        filled.into_iter().chain(defaults).collect()
    }

    fn fill_map(&self, entries: &Entries) -> Value {
        let filled = self.filled_entries(entries);
        let values: Vec<Value> = filled.values().cloned().collect();
        match one_type(&values) {
            Some((ty, values)) => Value::map(ty, filled.into_keys().zip(values).collect()),
            None => V::Object(Arc::new(filled)).into(),
        }
    }
}

/// Elements of one type, as a collection needs them.
fn one_type(elements: &[Value]) -> Option<(Type, Vec<Value>)> {
    let types: Vec<Type> = elements.iter().map(Value::type_of).collect();
    if types.is_empty() {
        return Some((Type::Dynamic, Vec::new()));
    }
    let ty = unify(&types)?;
    let converted = elements.iter().map(|element| convert(element, &ty).ok()).collect::<Option<Vec<_>>>()?;
    Some((ty, converted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::FileId;
    use crate::value::to_json;

    fn parse(text: &str) -> Syntax {
        let file = source::parse_expression(FileId(0), "test".into(), text.into());
        Syntax { node: file.tree.root(), file: Arc::new(file) }
    }

    fn check(constraint: &str, value: &str, json: &str) {
        let (ty, defaults) = type_constraint(&parse(constraint)).expect("a type");
        let value = evaluate(&parse(value), &NoNames).expect("a value");
        let value = convert(&defaults.apply(&value), &ty).expect("fits");
        assert_eq!(to_json(&value).as_deref(), Some(json), "{constraint}");
    }

    #[test]
    fn fills_in_defaults() {
        check("object({ a = optional(string, \"x\"), b = optional(number) })", "{}", r#"{"a":"x","b":null}"#);
        check("object({ a = optional(string, \"x\") })", "{ a = null, c = 1 }", r#"{"a":"x"}"#);
        check("map(object({ a = optional(list(number), [1]) }))", "{ k = {} }", r#"{"k":{"a":[1]}}"#);
        check(
            "list(object({ n = optional(object({ m = optional(bool, true) }), {}) }))",
            "[{}, { n = { m = false } }, { n = null }]",
            r#"[{"n":{"m":true}},{"n":{"m":false}},{"n":{"m":true}}]"#,
        );
        check("tuple([string, object({ a = optional(any, 1) })])", "[1, {}]", r#"["1",{"a":1}]"#);
        check("set(any)", "[\"b\", 1, \"b\"]", r#"["1","b"]"#);
        check("list", "[1, \"a\"]", r#"["1","a"]"#);
    }

    #[test]
    fn refuses_what_is_no_type() {
        for wrong in ["text", "list(string, number)", "list", "optional(string)", "object([])", "1", "\"string\""] {
            let outcome = type_constraint(&parse(&format!("set({wrong})")));
            assert!(outcome.is_err(), "{wrong}");
        }
    }
}
