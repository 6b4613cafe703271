//! Expressions in JSON syntax: strings are templates.

use super::{Bindings, Evaluator, Failure, Outcome};
use crate::source::{self, Kind, Node, Syntax};
use crate::text::FileId;
use crate::value::{Number, Type, Value, convert};
use std::sync::Arc;

impl Evaluator<'_> {
    pub(super) fn json(&self, node: Node, bindings: Bindings<'_>) -> Outcome {
        match self.kind(node) {
            Kind::JsonNull => Ok(Value::null()),
            Kind::JsonTrue => Ok(true.into()),
            Kind::JsonFalse => Ok(false.into()),
            Kind::JsonNumber => match Number::parse(self.text(node)) {
                Some(number) => Ok(number.into()),
                None => self.syntax_error(node),
            },
            Kind::JsonString => self.json_string(node, bindings),
            Kind::JsonArray => self.tuple(node, bindings),
            _ => self.json_object(node, bindings),
        }
    }

    fn json_string(&self, node: Node, bindings: Bindings<'_>) -> Outcome {
        let syntax = Syntax { file: self.file.clone(), node };
        let Some(text) = source::string_value(&syntax) else { return self.syntax_error(node) };
        if self.scope.json_is_literal() || !text.contains("${") && !text.contains("%{") {
            return Ok(Value::string(text));
        }
        let file = Arc::new(source::parse_template(FileId(u32::MAX), self.file.path.clone(), text.into()));
        if let Some(error) = file.tree.errors.first() {
            return self.error(node, error.message.clone());
        }
        let template = Evaluator { file: &file, scope: self.scope, budget: self.budget, prepared: None };
        match template.template(file.tree.root(), bindings) {
            // The place inside the string has no span of its own in the JSON file.
            Err(Failure::Error(error)) => self.error(node, error.message),
            outcome => outcome,
        }
    }

    fn json_object(&self, node: Node, bindings: Bindings<'_>) -> Outcome {
        let mut attributes: Vec<(Arc<str>, Value)> = Vec::new();
        let mut unknown_keys = Vec::new();
        for member in self.children(node) {
            let children = self.children(member);
            let &[key, value] = children.as_slice() else { return self.syntax_error(member) };
            let name = self.json_string(key, bindings)?;
            let value = self.eval(value, bindings)?;
            if name.is_null() {
                return self.error(key, "Can't use a null value as a key.");
            }
            let name = convert(&name, &Type::String).or_else(|why| self.error(key, why))?;
            match name.as_str() {
                Some(text) => {
                    attributes.push((text.into(), value));
                }
                None => unknown_keys.push(name),
            }
        }
        if unknown_keys.is_empty() {
            return Ok(Value::object(attributes));
        }
        let from: Vec<&Value> = unknown_keys.iter().collect();
        Ok(self.derived(Type::Dynamic, &from).not_null().into())
    }
}
