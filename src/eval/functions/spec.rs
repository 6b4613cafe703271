//! What a function takes and returns, and the one place that treats arguments: conversion, null, unknown and marks.

use super::{FunctionContext, FunctionError};
use crate::value::{Blocker, Entries, Kind, Marks, Number, Type, Unknown, Value, convert};
use smallvec::SmallVec;
use std::sync::Arc;

/// What went wrong inside a function, before it is made a sentence.
#[derive(Debug, PartialEq)]
pub struct Failure {
    pub argument: Option<usize>,
    pub message: String,
}

/// The call as a whole is wrong.
pub fn fail<T>(message: impl Into<String>) -> Result<T, Failure> {
    Err(Failure { argument: None, message: message.into() })
}

/// One argument is wrong.
pub fn wrong<T>(argument: usize, message: impl Into<String>) -> Result<T, Failure> {
    Err(Failure { argument: Some(argument), message: message.into() })
}

/// The type that an argument is converted to.
#[derive(Clone, Copy)]
pub enum Takes {
    Any,
    Number,
    String,
    ListOfAny,
    ListOfBool,
    ListOfString,
    SetOfAny,
    MapOfLists,
}

impl Takes {
    fn ty(self) -> Type {
        match self {
            Takes::Any => Type::Dynamic,
            Takes::Number => Type::Number,
            Takes::String => Type::String,
            Takes::ListOfAny => Type::list(Type::Dynamic),
            Takes::ListOfBool => Type::list(Type::Bool),
            Takes::ListOfString => Type::list(Type::String),
            Takes::SetOfAny => Type::set(Type::Dynamic),
            Takes::MapOfLists => Type::map(Type::list(Type::String)),
        }
    }
}

/// A parameter. What it does not allow never reaches the function.
#[derive(Clone, Copy)]
pub struct Parameter {
    pub name: &'static str,
    pub takes: Takes,
    pub null: bool,
    /// An unknown argument reaches the function; otherwise it makes the result unknown.
    pub unknown: bool,
    /// An argument of unknown type reaches the function; otherwise it makes the result's type unknown.
    pub dynamic: bool,
    /// Marks reach the function; otherwise they move to the result as a whole.
    pub marked: bool,
}

impl Parameter {
    pub const fn new(name: &'static str, takes: Takes) -> Parameter {
        Parameter { name, takes, null: false, unknown: false, dynamic: false, marked: false }
    }

    pub const fn null(self) -> Parameter {
        Parameter { null: true, ..self }
    }

    pub const fn unknown(self) -> Parameter {
        Parameter { unknown: true, dynamic: true, ..self }
    }

    pub const fn dynamic(self) -> Parameter {
        Parameter { dynamic: true, ..self }
    }

    pub const fn marked(self) -> Parameter {
        Parameter { marked: true, ..self }
    }
}

pub const fn any(name: &'static str) -> Parameter {
    Parameter::new(name, Takes::Any)
}

pub const fn number(name: &'static str) -> Parameter {
    Parameter::new(name, Takes::Number)
}

pub const fn text(name: &'static str) -> Parameter {
    Parameter::new(name, Takes::String)
}

/// A built-in function.
pub struct Function {
    pub name: &'static str,
    pub parameters: &'static [Parameter],
    pub variadic: Option<Parameter>,
    /// The type of the result, from arguments without marks that may be unknown.
    pub returns: fn(&[Value]) -> Result<Type, Failure>,
    pub run: fn(&Call<'_>) -> Result<Value, Failure>,
    /// The result is never null.
    pub not_null: bool,
}

impl std::fmt::Debug for Function {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_tuple("Function").field(&self.name).finish()
    }
}

impl Function {
    pub const fn new(
        name: &'static str,
        parameters: &'static [Parameter],
        returns: fn(&[Value]) -> Result<Type, Failure>,
        run: fn(&Call<'_>) -> Result<Value, Failure>,
    ) -> Function {
        Function { name, parameters, variadic: None, returns, run, not_null: true }
    }

    pub const fn with(self, variadic: Parameter) -> Function {
        Function { variadic: Some(variadic), ..self }
    }

    pub const fn may_be_null(self) -> Function {
        Function { not_null: false, ..self }
    }

    /// No value that the unknown ones may turn out to be is refused.
    pub fn takes_all(&self, values: &[Value]) -> bool {
        let is_text = |value: &Value| match value.as_unknown() {
            Some(unknown) => unknown.not_null && unknown.ty.is_primitive() || unknown.is_identifier(),
            None => true,
        };
        match self.name {
            "jsonencode" => true,
            "chomp" | "trim" | "trimprefix" | "trimspace" | "trimsuffix" => values.iter().all(is_text),
            _ => false,
        }
    }

    fn parameter(&self, index: usize) -> Option<&Parameter> {
        self.parameters.get(index).or(self.variadic.as_ref())
    }
}

pub fn a_string(_: &[Value]) -> Result<Type, Failure> {
    Ok(Type::String)
}

pub fn a_number(_: &[Value]) -> Result<Type, Failure> {
    Ok(Type::Number)
}

pub fn a_bool(_: &[Value]) -> Result<Type, Failure> {
    Ok(Type::Bool)
}

pub fn anything(_: &[Value]) -> Result<Type, Failure> {
    Ok(Type::Dynamic)
}

pub fn strings(_: &[Value]) -> Result<Type, Failure> {
    Ok(Type::list(Type::String))
}

/// One call, its arguments converted and checked.
pub struct Call<'a> {
    pub name: &'static str,
    pub arguments: Vec<Value>,
    pub returns: Type,
    pub context: &'a dyn FunctionContext,
}

impl Call<'_> {
    /// A known string argument.
    pub fn text(&self, index: usize) -> &str {
        self.arguments[index].as_str().expect("a string parameter that allows neither null nor unknown")
    }

    /// A known number argument.
    pub fn number(&self, index: usize) -> &Number {
        self.arguments[index].as_number().expect("a number parameter that allows neither null nor unknown")
    }

    /// A whole number argument.
    pub fn integer(&self, index: usize) -> Result<i64, Failure> {
        integer(self.number(index)).or_else(fail)
    }

    /// The elements of a known list, set or tuple argument.
    pub fn elements(&self, index: usize) -> &[Value] {
        self.arguments[index].as_sequence().unwrap_or(&[])
    }

    /// An unknown of the result's type that names what blocks it.
    pub fn unknown(&self) -> Value {
        unknown_from(self.returns.clone(), &self.arguments)
    }

    /// The result is decided outside the configuration.
    pub fn undecided(&self) -> Value {
        Value::unknown(self.returns.clone(), Blocker::Function(self.name.into()))
    }

    /// Takes from the budget, and refuses results that are too large.
    pub fn spend(&self, units: usize) -> Result<(), Failure> {
        if units > super::RESULT_LIMIT {
            // A limit of the evaluation is no error that `try` may catch.
            self.context.spend(usize::MAX).or_else(fail)?;
            return fail(format!("the result is larger than the limit of {} elements or bytes", super::RESULT_LIMIT));
        }
        self.context.spend(units).or_else(fail)
    }
}

/// A whole number of 64 bits.
pub fn integer(number: &Number) -> Result<i64, String> {
    let message = "value must be a whole number, between -9223372036854775808 and 9223372036854775807";
    number.to_i64().ok_or_else(|| message.to_owned())
}

/// An unknown that is blocked by everything unknown in `values`.
pub fn unknown_from(ty: Type, values: &[Value]) -> Value {
    Unknown::derived(ty, values.iter().flat_map(Value::unknowns)).into()
}

/// The value without any mark at any depth, and all those marks.
pub fn unmark_deep(value: &Value) -> (Value, Marks) {
    let marks = value.deep_marks();
    if marks.is_empty() { (value.clone(), marks) } else { (without_marks(value), marks) }
}

fn without_marks(value: &Value) -> Value {
    let list = |elements: &[Value]| Arc::new(elements.iter().map(without_marks).collect::<Vec<_>>());
    let map = |entries: &Entries| {
        Arc::new(entries.iter().map(|(name, entry)| (name.clone(), without_marks(entry))).collect::<Entries>())
    };
    match &value.kind {
        Kind::List(ty, elements) => Kind::List(ty.clone(), list(elements)).into(),
        Kind::Set(ty, elements) => Kind::Set(ty.clone(), list(elements)).into(),
        Kind::Map(ty, entries) => Kind::Map(ty.clone(), map(entries)).into(),
        Kind::Tuple(elements) => Kind::Tuple(list(elements)).into(),
        Kind::Object(entries) => Kind::Object(map(entries)).into(),
        _ => Value { kind: value.kind.clone(), marks: Marks::NONE },
    }
}

/// Calls the function as Terraform does.
pub fn call(function: &Function, given: &[Value], context: &dyn FunctionContext) -> Result<Value, FunctionError> {
    check_count(function, given.len())?;
    let arguments = convert_arguments(function, given)?;
    treat(function, arguments, context).map_err(|failure| sentence(function, failure))
}

fn check_count(function: &Function, given: usize) -> Result<(), FunctionError> {
    let (name, wanted) = (function.name, function.parameters.len());
    if let Some(missing) = function.parameters.get(given) {
        let at_least = if function.variadic.is_some() { " at least" } else { "" };
        let missing = missing.name;
        let message =
            format!("Function \"{name}\" expects{at_least} {wanted} argument(s). Missing value for \"{missing}\".");
        return Err(FunctionError { argument: None, message });
    }
    if given > wanted && function.variadic.is_none() {
        let message = format!("Function \"{name}\" expects only {wanted} argument(s).");
        return Err(FunctionError { argument: Some(wanted), message });
    }
    Ok(())
}

fn convert_arguments(function: &Function, given: &[Value]) -> Result<Vec<Value>, FunctionError> {
    let convert_one = |(index, value): (usize, &Value)| {
        let parameter = function.parameter(index).expect("the count of arguments is checked");
        if matches!(parameter.takes, Takes::Any) {
            return Ok(value.clone());
        }
        let converted = convert(value, &parameter.takes.ty());
        converted.map_err(|message| sentence(function, Failure { argument: Some(index), message }))
    };
    given.iter().enumerate().map(convert_one).collect()
}

fn sentence(function: &Function, failure: Failure) -> FunctionError {
    let Failure { argument, message } = failure;
    let message = match argument.and_then(|index| function.parameter(index)) {
        Some(parameter) => format!("Invalid value for \"{}\" parameter: {message}.", parameter.name),
        None => format!("Call to function \"{}\" failed: {message}.", function.name),
    };
    FunctionError { argument, message }
}

fn treat(function: &Function, arguments: Vec<Value>, context: &dyn FunctionContext) -> Result<Value, Failure> {
    let marks_of: SmallVec<[Marks; 4]> = arguments.iter().map(Value::deep_marks).collect();
    let (mut untyped, mut unknown, mut marks) = (false, false, Marks::NONE);
    for (index, value) in arguments.iter().enumerate() {
        let parameter = function.parameter(index).expect("the count of arguments is checked");
        if value.is_null() && !parameter.null {
            return wrong(index, "argument must not be null");
        }
        if value.type_is_dynamic() && !parameter.dynamic {
            untyped = true;
        }
        unknown |= value.as_unknown().is_some() && !parameter.unknown;
        if !parameter.marked {
            marks = marks.union(marks_of[index]);
        }
    }
    let all_marks = marks_of.iter().fold(Marks::NONE, |all, marks| all.union(*marks));
    // Most values bear no marks.
    let unmarked = match all_marks.is_empty() {
        true => None,
        false => Some(arguments.iter().map(|value| unmark_deep(value).0).collect::<Vec<Value>>()),
    };
    let plain = unmarked.as_deref().unwrap_or(&arguments);
    if untyped {
        let unknown = match plain.iter().all(Value::is_wholly_known) {
            // A bare null where Terraform wants a type.
            true => Value::unknown(Type::Dynamic, Blocker::Function(function.name.into())),
            false => unknown_from(Type::Dynamic, plain),
        };
        return Ok(finish(function, unknown, all_marks));
    }
    let returns = (function.returns)(plain)?;
    if unknown {
        return Ok(finish(function, unknown_from(returns, plain), all_marks));
    }
    let choose = |(index, (value, plain)): (usize, (Value, Value))| {
        if function.parameter(index).is_some_and(|parameter| parameter.marked) { value } else { plain }
    };
    let arguments = match unmarked {
        None => arguments,
        Some(unmarked) => arguments.into_iter().zip(unmarked).enumerate().map(choose).collect(),
    };
    let result = (function.run)(&Call { name: function.name, arguments, returns, context })?;
    Ok(finish(function, result, marks))
}

/// Puts the marks on the result, and tells of an unknown that it is not null.
fn finish(function: &Function, mut result: Value, marks: Marks) -> Value {
    if let Kind::Unknown(unknown) = &mut result.kind
        && function.not_null
        && !unknown.not_null
    {
        Arc::make_mut(unknown).not_null = true;
    }
    result.with_marks(marks)
}

trait IsDynamic {
    fn type_is_dynamic(&self) -> bool;
}

impl IsDynamic for Value {
    fn type_is_dynamic(&self) -> bool {
        match &self.kind {
            Kind::Unknown(unknown) => unknown.ty == Type::Dynamic,
            Kind::Null(ty) => *ty == Type::Dynamic,
            _ => false,
        }
    }
}
