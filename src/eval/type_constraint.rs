//! Type constraints of variables, with the defaults of optional object attributes.

use super::scope::{EvalError, NoNames};
use crate::source::{Kind, Syntax, string_value};
use crate::value::{Kind as ValueKind, ObjectAttribute, Type, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Defaults of optional attributes, by the place in the type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Defaults {
    values: BTreeMap<Arc<str>, Value>,
    /// Of object attributes and tuple elements by name; of collection elements under the empty name.
    children: BTreeMap<Arc<str>, Defaults>,
}

impl Defaults {
    fn is_empty(&self) -> bool {
        self.values.is_empty() && self.children.is_empty()
    }

    /// The value with the defaults filled in where an optional attribute is missing or null.
    pub fn apply(&self, value: &Value) -> Value {
        if self.is_empty() || value.is_null() || value.as_unknown().is_some() {
            return value.clone();
        }
        let element = self.children.get("");
        let marks = value.marks;
        let applied = match &value.kind {
            ValueKind::Object(members) | ValueKind::Map(_, members) if element.is_none() => {
                let mut members = (**members).clone();
                for (name, default) in &self.values {
                    if members.get(name).is_none_or(Value::is_null) {
                        members.insert(name.clone(), default.clone());
                    }
                }
                for (name, child) in &self.children {
                    if let Some(member) = members.get_mut(name) {
                        *member = child.apply(member);
                    }
                }
                Value::object(members)
            }
            ValueKind::Object(members) | ValueKind::Map(_, members) => {
                let element = element.cloned().unwrap_or_default();
                Value::object(members.iter().map(|(name, member)| (name.clone(), element.apply(member))))
            }
            ValueKind::List(_, elements) | ValueKind::Set(_, elements) | ValueKind::Tuple(elements) => {
                let child = |index: usize| element.or_else(|| self.children.get(index.to_string().as_str()));
                let apply = |(index, one): (usize, &Value)| child(index).map_or(one.clone(), |child| child.apply(one));
                Value::tuple(elements.iter().enumerate().map(apply).collect())
            }
            _ => return value.clone(),
        };
        applied.with_marks(marks)
    }
}

/// Reads `object({ a = optional(string, "x") })` and its kin.
pub fn type_constraint(expression: &Syntax) -> Result<(Type, Defaults), EvalError> {
    constraint(expression, 0)
}

fn constraint(expression: &Syntax, depth: usize) -> Result<(Type, Defaults), EvalError> {
    let error = |message: &str| EvalError { span: expression.span(), message: message.to_owned() };
    if depth > 200 {
        return Err(error("the type is nested more than 200 deep"));
    }
    let children = expression.children();
    match expression.kind() {
        Kind::Variable | Kind::Str | Kind::JsonString => {
            let text = string_value(expression).unwrap_or_else(|| expression.text().to_owned());
            let text = text.trim();
            let ty = match text {
                "string" => Type::String,
                "number" => Type::Number,
                "bool" => Type::Bool,
                "any" => Type::Dynamic,
                "list" => Type::list(Type::Dynamic),
                "map" => Type::map(Type::Dynamic),
                "set" => Type::set(Type::Dynamic),
                _ if expression.kind() != Kind::Variable && text.contains('(') => {
                    let file = crate::source::parse_expression(
                        expression.span().file,
                        expression.file.path.clone(),
                        text.into(),
                    );
                    let root = file.tree.root();
                    return constraint(&Syntax { file: Arc::new(file), node: root }, depth + 1);
                }
                _ => return Err(error("not a valid type constraint")),
            };
            Ok((ty, Defaults::default()))
        }
        Kind::Paren => constraint(&children[0], depth + 1),
        Kind::Call => {
            let Some(argument) = children.first() else { return Err(error("the type needs an argument")) };
            let collection = |make: fn(Type) -> Type| {
                let (element, defaults) = constraint(argument, depth + 1)?;
                let children =
                    if defaults.is_empty() { BTreeMap::new() } else { BTreeMap::from([("".into(), defaults)]) };
                Ok((make(element), Defaults { values: BTreeMap::new(), children }))
            };
            match expression.name() {
                "list" => collection(Type::list),
                "set" => collection(Type::set),
                "map" => collection(Type::map),
                "object" if argument.kind() == Kind::Object => object(argument, depth),
                "tuple" if argument.kind() == Kind::Tuple => tuple(argument, depth),
                _ => Err(error("not a valid type constraint")),
            }
        }
        _ => Err(error("not a valid type constraint")),
    }
}

fn object(argument: &Syntax, depth: usize) -> Result<(Type, Defaults), EvalError> {
    let mut attributes = BTreeMap::new();
    let mut defaults = Defaults::default();
    for item in argument.children() {
        let Ok([key, value]) = <[Syntax; 2]>::try_from(item.children().into_vec()) else { continue };
        let name: Arc<str> = string_value(&key).unwrap_or_else(|| key.text().to_owned()).into();
        let optional = value.kind() == Kind::Call && value.name() == "optional";
        let arguments = value.children();
        let inner = if optional { arguments.first().cloned().unwrap_or(value.clone()) } else { value.clone() };
        let (ty, child) = constraint(&inner, depth + 1)?;
        if let (true, Some(default)) = (optional, arguments.get(1)) {
            let given = child.apply(&super::evaluate(default, &NoNames)?);
            let message = |error: String| EvalError { span: default.span(), message: error };
            defaults.values.insert(name.clone(), crate::value::convert(&given, &ty).map_err(message)?);
        }
        if !child.is_empty() {
            defaults.children.insert(name.clone(), child);
        }
        attributes.insert(name, ObjectAttribute { ty, optional });
    }
    Ok((Type::Object(Arc::new(attributes)), defaults))
}

fn tuple(argument: &Syntax, depth: usize) -> Result<(Type, Defaults), EvalError> {
    let (mut elements, mut defaults) = (Vec::new(), Defaults::default());
    for (index, element) in argument.children().iter().enumerate() {
        let (ty, child) = constraint(element, depth + 1)?;
        elements.push(ty);
        if !child.is_empty() {
            defaults.children.insert(index.to_string().into(), child);
        }
    }
    Ok((Type::Tuple(elements.into()), defaults))
}
