//! Strings, templates with directives, heredocs, and template files.

use super::collection::Items;
use super::{Binding, Bindings, Budget, Evaluator, Failure, Outcome};
use crate::eval::scope::{EvalError, FileAccess, Scope};
use crate::source::{self, Kind, Node, Part, Syntax, template_parts};
use crate::text::{FileId, Span};
use crate::value::{Entries, Marks, Partial, Type, Unknown, Value, convert};
use std::sync::Arc;

/// Longest string that a template makes, in bytes.
const TEXT_LIMIT: usize = 64 << 20;
/// Most parts of a string that is not wholly known: locals that repeat each other double them.
const PARTS_LIMIT: usize = 10_000;

impl Evaluator<'_> {
    pub(super) fn template(&self, node: Node, bindings: Bindings<'_>) -> Outcome {
        let syntax = Syntax { file: self.file.clone(), node };
        if self.kind(node) == Kind::Str
            && let Some(text) = source::string_value(&syntax)
        {
            return Ok(Value::string(text));
        }
        let parts = template_parts(&syntax);
        match parts.as_slice() {
            [Part::Interpolation(only)] => self.eval(only.node, bindings),
            parts => self.concatenate(node, parts, bindings),
        }
    }

    fn concatenate(&self, node: Node, parts: &[Part], bindings: Bindings<'_>) -> Outcome {
        let _level = self.budget.enter()?;
        let mut result = Concatenation::default();
        for part in parts {
            match part {
                Part::Text(text) => result.text.push_str(text),
                Part::Interpolation(expression) => {
                    let value = self.eval(expression.node, bindings)?;
                    self.append(expression.node, &mut result, &value)?;
                }
                Part::If { condition, then, otherwise } => {
                    let decision = self.eval(condition.node, bindings)?;
                    let branch = |parts: &[Part]| self.concatenate(node, parts, bindings);
                    let chosen =
                        self.choose(node, (condition.node, decision), || branch(then), || branch(otherwise))?;
                    self.append(node, &mut result, &chosen)?;
                }
                Part::For { key, value, collection, body } => {
                    let names = (key.as_ref().map(|key| key.text()), value.text());
                    let joined = self.join(names, collection.node, body, bindings)?;
                    self.append(node, &mut result, &joined)?;
                }
            }
            self.within_limit(&result)?;
        }
        Ok(result.finish())
    }

    fn within_limit(&self, result: &Concatenation) -> Result<(), Failure> {
        self.budget.spend(1)?;
        if result.parts.len() > PARTS_LIMIT {
            return Err(Failure::Limit("a template has more than 10,000 unknown parts".into()));
        }
        match result.before + result.text.len() > TEXT_LIMIT {
            true => Err(Failure::Limit("a template makes more than 64 MB".into())),
            false => Ok(()),
        }
    }

    fn join(
        &self,
        (key_name, value_name): (Option<&str>, &str),
        collection: Node,
        body: &[Part],
        bindings: Bindings<'_>,
    ) -> Outcome {
        let source = self.eval(collection, bindings)?;
        let items = match self.items(collection, &source, false)? {
            Items::Known(items) => items,
            Items::Unknown => {
                let unknown = self.derived(Type::String, &[&source]).not_null();
                return Ok(Value::from(unknown).with_marks(source.marks));
            }
        };
        let mut result = Concatenation { marks: source.marks, ..Concatenation::default() };
        for (key, value) in items {
            let with_value = Binding { name: Some(value_name), value, outer: bindings };
            let text = match key_name {
                None => self.concatenate(collection, body, Some(&with_value))?,
                Some(name) => {
                    let with_key = Binding { name: Some(name), value: key, outer: Some(&with_value) };
                    self.concatenate(collection, body, Some(&with_key))?
                }
            };
            self.append(collection, &mut result, &text)?;
            self.within_limit(&result)?;
        }
        Ok(result.finish())
    }

    fn append(&self, node: Node, result: &mut Concatenation, value: &Value) -> Result<(), Failure> {
        if value.is_null() {
            return self
                .error(node, "The expression result is null. Cannot include a null value in a string template.");
        }
        result.marks = result.marks.union(value.marks);
        if let Some(unknown) = value.as_unknown() {
            if !(unknown.not_null && unknown.ty.is_primitive() || unknown.is_identifier()) {
                self.budget.note_may_fail();
            }
            result.push_unknown(value);
            return Ok(());
        }
        let text = convert(value, &Type::String)
            .or_else(|why| self.error(node, format!("Cannot include the given value in a string template: {why}.")))?;
        result.text.push_str(text.as_str().unwrap_or_default());
        Ok(())
    }
}

/// A string in the making: known text after the parts before it.
#[derive(Default)]
struct Concatenation {
    parts: Vec<Value>,
    text: String,
    /// Bytes of known text in the parts.
    before: usize,
    marks: Marks,
}

impl Concatenation {
    fn push_unknown(&mut self, value: &Value) {
        if let Some(Partial::Template(parts)) = value.as_unknown().and_then(|unknown| unknown.partial.as_deref()) {
            for part in parts.iter() {
                match part.as_str() {
                    Some(text) => self.text.push_str(text),
                    None => self.push_unknown(part),
                }
            }
            return;
        }
        self.flush();
        self.parts.push(Value { kind: value.kind.clone(), marks: Marks::NONE });
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            self.before += self.text.len();
            self.parts.push(Value::string(std::mem::take(&mut self.text)));
        }
    }

    fn finish(mut self) -> Value {
        if self.parts.is_empty() {
            return Value::string(self.text).with_marks(self.marks);
        }
        self.flush();
        let mut unknown = Unknown::derived(Type::String, self.parts.iter().filter_map(Value::as_unknown)).not_null();
        unknown.partial = Some(Arc::new(Partial::Template(self.parts.into())));
        Value::from(unknown).with_marks(self.marks)
    }
}

/// Evaluates the text of a template with exactly these variables.
pub(super) fn render(
    outer: &dyn Scope,
    budget: &Budget,
    path: &str,
    text: &str,
    variables: &Entries,
) -> Result<Value, Failure> {
    let _level = budget.enter_template()?;
    let file = Arc::new(source::parse_template(FileId(u32::MAX), path.into(), text.into()));
    let root = file.tree.root();
    let span = file.tree.span(root);
    if let Some(error) = file.tree.errors.first() {
        return Err(Failure::Error(EvalError { span, message: format!("{path}: {}", error.message) }));
    }
    let scope = Variables { variables, outer };
    Evaluator { file: &file, scope: &scope, budget, prepared: None }.template(root, None)
}

struct Variables<'v> {
    variables: &'v Entries,
    outer: &'v dyn Scope,
}

impl Scope for Variables<'_> {
    fn resolve(&self, root: &str, _: &[&str], at: Span) -> Result<(Value, usize), EvalError> {
        match self.variables.get(root) {
            Some(value) => Ok((value.clone(), 0)),
            None => Err(EvalError {
                span: at,
                message: format!("vars map does not contain key {root:?}, referenced in the template."),
            }),
        }
    }

    fn call(&self, name: &str, arguments: &[Value], at: Span) -> Option<Result<Value, EvalError>> {
        self.outer.call(name, arguments, at)
    }

    fn files(&self) -> Option<&dyn FileAccess> {
        self.outer.files()
    }

    fn working_directory(&self) -> &str {
        self.outer.working_directory()
    }
}
