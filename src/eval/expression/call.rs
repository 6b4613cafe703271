//! Function calls; `try` and `can`, which see expressions instead of values.

use super::prepared::Callee;
use super::template::render;
use super::{Bindings, Evaluator, Failure, Outcome};
use crate::eval::functions::{self, Function, FunctionContext, FunctionError};
use crate::eval::scope::{EvalError, FileAccess};
use crate::source::{Kind, Node};
use crate::value::{Blocker, Entries, Kind as V, Marks, Type, Value};
use smallvec::SmallVec;
use std::borrow::Cow;
use std::ops::ControlFlow;
use std::sync::Arc;

impl Evaluator<'_> {
    pub(super) fn call(&self, node: Node, bindings: Bindings<'_>) -> Outcome {
        let name = self.function_name(node);
        self.call_of(node, &name, functions::find(&name), bindings)
    }

    /// Calls a function; `function` is the built-in one of the name.
    pub(super) fn call_of(
        &self,
        node: Node,
        name: &str,
        function: Option<&'static Function>,
        bindings: Bindings<'_>,
    ) -> Outcome {
        let own = name.strip_prefix("core::").unwrap_or(name);
        let arguments = self.children(node);
        match own {
            "try" if self.kind(node) == Kind::Call => return self.call_try(node, &arguments, bindings),
            "can" if self.kind(node) == Kind::Call => return self.call_can(node, &arguments, bindings),
            _ => {}
        }
        let mut values: SmallVec<[Value; 4]> = SmallVec::new();
        for &argument in &arguments {
            values.push(self.eval(argument, bindings)?);
        }
        if self.kind(node) == Kind::CallExpand
            && let (Some(last), Some(&at)) = (values.pop(), arguments.last())
            && let Some(unknown) = self.expand(at, last, &mut values)?
        {
            return Ok(unknown);
        }
        self.call_with(node, name, function, &arguments, &values)
    }

    /// A call of one tuple of truths, which is made no further than to the one that decides.
    pub(super) fn quantifier(
        &self,
        node: Node,
        callee: &Callee,
        truth: bool,
        tuple: Node,
        bindings: Bindings<'_>,
    ) -> Outcome {
        match self.tuple_until(tuple, truth, bindings)? {
            ControlFlow::Break(()) => Ok(truth.into()),
            ControlFlow::Continue(value) => self.call_with(node, &callee.name, callee.function, &[tuple], &[value]),
        }
    }

    /// The name as written, without white space.
    fn function_name(&self, node: Node) -> Cow<'_, str> {
        let text = self.text(node);
        let name = &text[..text.find('(').unwrap_or(text.len())];
        match name.contains(char::is_whitespace) {
            true => name.split_whitespace().collect(),
            false => name.into(),
        }
    }

    /// Adds the elements of the expanded argument; the result of the call when they are not known.
    fn expand(&self, at: Node, last: Value, values: &mut SmallVec<[Value; 4]>) -> Result<Option<Value>, Failure> {
        let sequence = matches!(last.type_of(), Type::List(_) | Type::Set(_) | Type::Tuple(_) | Type::Dynamic);
        if last.is_null() {
            return self.error(at, "The expanding argument (indicated by ...) must not be null.");
        }
        if !sequence {
            return self.error(at, "The expanding argument (indicated by ...) must be of a tuple, list, or set type.");
        }
        match &last.kind {
            V::List(_, elements) | V::Set(_, elements) | V::Tuple(elements) => {
                values.extend(elements.iter().map(|element| element.clone().with_marks(last.marks)));
                Ok(None)
            }
            _ => {
                self.budget.note_may_fail();
                let marks = values.iter().fold(last.marks, |marks, value| marks.union(value.deep_marks()));
                Ok(Some(Value::from(self.derived(Type::Dynamic, &[&last])).with_marks(marks)))
            }
        }
    }

    fn call_with(
        &self,
        node: Node,
        name: &str,
        function: Option<&Function>,
        arguments: &[Node],
        values: &[Value],
    ) -> Outcome {
        self.budget.spend(1 + values.len() as u64)?;
        let Some(function) = function else { return self.call_other(node, name, values) };
        if let Some(value) = self.scope.instead_of(name, values) {
            return Ok(value);
        }
        // The functions of a scope answer for unknown parts; a built-in one may refuse what they turn out to be.
        if values.iter().any(|value| !value.is_wholly_known()) && !function.takes_all(values) {
            self.budget.note_may_fail();
        }
        let context = Context { evaluator: self, limit: Default::default() };
        let result = functions::call(function, values, &context);
        if let Some(limit) = context.limit.into_inner() {
            return Err(Failure::Limit(limit));
        }
        result.or_else(|FunctionError { argument, message }| {
            let at = argument.and_then(|index| arguments.get(index)).copied();
            self.error(at.unwrap_or(node), message)
        })
    }

    fn call_other(&self, node: Node, name: &str, values: &[Value]) -> Outcome {
        if let Some(result) = self.scope.call(name, values, self.span(node)) {
            return result.map_err(Failure::Error);
        }
        if name.starts_with("provider::") {
            self.budget.note_may_fail();
            let marks = values.iter().fold(Marks::NONE, |marks, value| marks.union(value.deep_marks()));
            return Ok(Value::unknown(Type::Dynamic, Blocker::Function(name.into())).with_marks(marks));
        }
        self.error(node, format!("There is no function named {name:?}."))
    }

    /// The first argument that is not an error. One that could still become an error makes the result unknown.
    fn call_try(&self, node: Node, arguments: &[Node], bindings: Bindings<'_>) -> Outcome {
        let mut errors = Vec::new();
        for &argument in arguments {
            let (outcome, may_fail) = self.budget.guard(|| self.eval(argument, bindings));
            match outcome {
                Ok(value) if may_fail => return Ok(self.uncertain(value)),
                Ok(value) => return Ok(value),
                Err(Failure::Error(error)) => errors.push(error.message),
                Err(limit) => return Err(limit),
            }
        }
        match errors.as_slice() {
            [] => self.error(node, "At least one argument is required."),
            errors => self.error(
                node,
                format!("No expression succeeded: every expression produced an error: {}", errors.join(" ")),
            ),
        }
    }

    /// The value of a guarded expression that may not come to be.
    fn uncertain(&self, value: Value) -> Value {
        let marks = value.deep_marks();
        let unknowns = value.unknowns();
        let unknown = match unknowns.is_empty() {
            true => return value,
            false => crate::value::Unknown::derived(Type::Dynamic, unknowns),
        };
        Value::from(unknown).with_marks(marks)
    }

    fn call_can(&self, node: Node, arguments: &[Node], bindings: Bindings<'_>) -> Outcome {
        let &[argument] = arguments else { return self.error(node, "Function \"can\" expects exactly one argument.") };
        let (outcome, may_fail) = self.budget.guard(|| self.eval(argument, bindings));
        match outcome {
            Ok(value) if may_fail && !value.is_wholly_known() => {
                Ok(self.derived(Type::Bool, &[&value]).not_null().into())
            }
            Ok(_) => Ok(true.into()),
            Err(Failure::Error(_)) => Ok(false.into()),
            Err(limit) => Err(limit),
        }
    }
}

struct Context<'e, 's> {
    evaluator: &'e Evaluator<'s>,
    /// A limit that was reached inside the function.
    limit: std::cell::RefCell<Option<Arc<str>>>,
}

impl Context<'_, '_> {
    fn note<T>(&self, failure: Failure) -> Result<T, String> {
        match failure {
            Failure::Error(EvalError { message, .. }) => Err(message),
            Failure::Limit(limit) => {
                *self.limit.borrow_mut() = Some(limit.clone());
                Err(limit.to_string())
            }
        }
    }
}

impl FunctionContext for Context<'_, '_> {
    fn files(&self) -> Option<&dyn FileAccess> {
        self.evaluator.scope.files()
    }

    fn working_directory(&self) -> &str {
        self.evaluator.scope.working_directory()
    }

    fn render(&self, path: &str, template: &str, variables: &Entries) -> Result<Value, String> {
        let Evaluator { scope, budget, .. } = *self.evaluator;
        render(scope, budget, path, template, variables).or_else(|failure| self.note(failure))
    }

    fn spend(&self, units: usize) -> Result<(), String> {
        self.evaluator.budget.spend(units as u64).or_else(|failure| self.note(failure))
    }
}
