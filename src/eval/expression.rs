//! Evaluates one expression: every kind of syntax to its value, known or unknown, with Terraform's errors.

mod access;
mod budget;
mod call;
mod collection;
mod conditional;
mod json;
mod operators;
mod prepared;
#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod recorded_tests;
mod splat;
mod template;
#[cfg(test)]
mod tests;

pub(super) use access::attribute_path;
pub use access::{attribute, index};
pub use prepared::Prepared;

use super::scope::{EvalError, Scope};
use crate::source::{Children, Kind, Node, SourceFile, Syntax};
use crate::text::Span;
use crate::value::{Blocker, Number, Type, Unknown, Value};
use budget::Budget;
use prepared::Ready;
use std::sync::Arc;

/// The value of an expression. What cannot be computed within the limits is unknown and says so.
pub fn evaluate(expression: &Syntax, scope: &dyn Scope) -> Result<Value, EvalError> {
    let budget = Budget::default();
    let evaluator = Evaluator { file: &expression.file, scope, budget: &budget, prepared: scope.prepared() };
    match evaluator.eval(expression.node, None) {
        Ok(value) => Ok(value),
        Err(Failure::Error(error)) => Err(error),
        Err(Failure::Limit(limit)) => {
            scope.limit_reached(&limit, expression.span());
            Ok(Value::unknown(Type::Dynamic, Blocker::Limit(limit)))
        }
    }
}

/// Why there is no value. A limit is not caught by `try`.
enum Failure {
    Error(EvalError),
    Limit(Arc<str>),
}

type Outcome = Result<Value, Failure>;

/// Names of `for` expressions and the items of splats, innermost first.
type Bindings<'b> = Option<&'b Binding<'b>>;

struct Binding<'b> {
    /// `None` for the item of a splat.
    name: Option<&'b str>,
    value: Value,
    outer: Bindings<'b>,
}

struct Evaluator<'s> {
    file: &'s Arc<SourceFile>,
    scope: &'s dyn Scope,
    budget: &'s Budget,
    prepared: Option<&'s Prepared>,
}

impl<'s> Evaluator<'s> {
    fn eval(&self, node: Node, bindings: Bindings<'_>) -> Outcome {
        let _level = self.budget.enter()?;
        match self.prepared.and_then(|prepared| prepared.get(node)) {
            Some(Ready::Literal(value)) => return Ok(value.clone()),
            Some(Ready::Path(names)) => {
                if let Some(outcome) = self.path(node, names, bindings) {
                    return outcome;
                }
            }
            Some(Ready::Call(callee)) => return self.call_of(node, &callee.name, callee.function, bindings),
            Some(Ready::Quantifier(callee, truth, tuple)) => {
                return self.quantifier(node, callee, *truth, *tuple, bindings);
            }
            None => {}
        }
        match self.kind(node) {
            Kind::Number => self.number(node),
            Kind::True => Ok(true.into()),
            Kind::False => Ok(false.into()),
            Kind::Null => Ok(Value::null()),
            Kind::Str | Kind::Template | Kind::Heredoc => self.template(node, bindings),
            Kind::Variable
            | Kind::Traversal
            | Kind::GetAttr
            | Kind::Index
            | Kind::AttrSplat
            | Kind::FullSplat
            | Kind::SplatItem => self.access(node, bindings),
            Kind::Call | Kind::CallExpand => self.call(node, bindings),
            Kind::Paren => match self.children(node).first() {
                Some(&inner) => self.eval(inner, bindings),
                None => self.syntax_error(node),
            },
            Kind::Negate | Kind::Not => self.unary(node, bindings),
            kind if operators::is_binary(kind) => self.binary(node, bindings),
            Kind::Conditional => self.conditional(node, bindings),
            Kind::Tuple => self.tuple(node, bindings),
            Kind::Object => self.object(node, bindings),
            Kind::ForTuple | Kind::ForObject | Kind::ForObjectGroup => self.for_expression(node, bindings),
            Kind::JsonObject
            | Kind::JsonArray
            | Kind::JsonString
            | Kind::JsonNumber
            | Kind::JsonTrue
            | Kind::JsonFalse
            | Kind::JsonNull => self.json(node, bindings),
            _ => self.syntax_error(node),
        }
    }

    fn kind(&self, node: Node) -> Kind {
        self.file.tree.kind(node)
    }

    fn children(&self, node: Node) -> Children {
        self.file.tree.children(node)
    }

    fn span(&self, node: Node) -> Span {
        self.file.tree.span(node)
    }

    fn text(&self, node: Node) -> &'s str {
        self.file.tree.text(node, &self.file.text)
    }

    fn error<T>(&self, node: Node, message: impl Into<String>) -> Result<T, Failure> {
        Err(Failure::Error(EvalError { span: self.span(node), message: message.into() }))
    }

    fn syntax_error(&self, node: Node) -> Outcome {
        self.error(node, "This expression has a syntax error.")
    }

    fn number(&self, node: Node) -> Outcome {
        match Number::parse(self.text(node)) {
            Some(number) => Ok(number.into()),
            None => self.error(node, "Failed to recognize the value of this number literal."),
        }
    }

    /// Something that is made from the unknowns inside the values.
    fn derived(&self, ty: Type, from: &[&Value]) -> Unknown {
        Unknown::derived(ty, from.iter().flat_map(|value| value.unknowns()))
    }
}
