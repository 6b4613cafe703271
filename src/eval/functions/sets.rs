//! Functions on sets.

use super::lists::element_of;
use super::spec::{Call, Failure, Function, Parameter, Takes, any, fail, unmark_deep, wrong};
use crate::value::{Kind, Marks, Type, Value, convert, equals, unify};
use std::sync::Arc;

const FIRST: Parameter = Parameter::new("first_set", Takes::SetOfAny);
const OTHERS: Parameter = Parameter::new("other_sets", Takes::SetOfAny);

pub const FUNCTIONS: &[Function] = &[
    Function::new("setintersection", &[FIRST], common_type, intersection).with(OTHERS),
    Function::new("setproduct", &[], product_type, product).with(any("sets").marked()),
    Function::new(
        "setsubtract",
        &[Parameter::new("a", Takes::SetOfAny), Parameter::new("b", Takes::SetOfAny)],
        common_type,
        subtract,
    ),
    Function::new("setunion", &[FIRST], common_type, union).with(OTHERS),
];

fn common_type(arguments: &[Value]) -> Result<Type, Failure> {
    // An empty set of any type takes the type of the others.
    let typed = |value: &&Value| !matches!(&value.kind, Kind::Set(Type::Dynamic, elements) if elements.is_empty());
    let types: Vec<Type> = arguments.iter().filter(typed).map(|value| element_of(&value.type_of())).collect();
    if types.is_empty() {
        return Ok(Type::set(Type::Dynamic));
    }
    unify(&types).map_or_else(|| fail("given sets must all have compatible element types"), |ty| Ok(Type::set(ty)))
}

fn converted(call: &Call, index: usize) -> Result<Vec<Value>, Failure> {
    let set = convert(&call.arguments[index], &call.returns).or_else(|message| wrong(index, message))?;
    Ok(set.as_sequence().unwrap_or(&[]).to_vec())
}

fn union(call: &Call) -> Result<Value, Failure> {
    let mut all: Vec<Value> = Vec::new();
    for index in 0..call.arguments.len() {
        all.extend(converted(call, index)?);
        call.spend(all.len())?;
    }
    Ok(Value::set(element_of(&call.returns), all))
}

fn is_known(call: &Call) -> bool {
    call.arguments.iter().all(Value::is_wholly_known)
}

fn has(set: &[Value], wanted: &Value) -> bool {
    set.iter().any(|element| equals(element, wanted).as_bool() == Some(true))
}

fn intersection(call: &Call) -> Result<Value, Failure> {
    if !is_known(call) {
        return Ok(call.unknown());
    }
    let mut kept = converted(call, 0)?;
    for index in 1..call.arguments.len() {
        let other = converted(call, index)?;
        call.spend(kept.len().saturating_mul(other.len()) / 64)?;
        kept.retain(|element| has(&other, element));
    }
    Ok(Value::set(element_of(&call.returns), kept))
}

fn subtract(call: &Call) -> Result<Value, Failure> {
    if !is_known(call) {
        return Ok(call.unknown());
    }
    let (mut kept, other) = (converted(call, 0)?, converted(call, 1)?);
    call.spend(kept.len().saturating_mul(other.len()) / 64)?;
    kept.retain(|element| !has(&other, element));
    Ok(Value::set(element_of(&call.returns), kept))
}

fn product_type(arguments: &[Value]) -> Result<Type, Failure> {
    if arguments.len() < 2 {
        return fail("at least two arguments are required");
    }
    let mut elements: Vec<Type> = Vec::with_capacity(arguments.len());
    let mut ordered = true;
    for (index, argument) in arguments.iter().enumerate() {
        match argument.type_of() {
            Type::Set(element) => {
                ordered = false;
                elements.push((*element).clone());
            }
            Type::List(element) => elements.push((*element).clone()),
            Type::Tuple(types) if types.is_empty() => elements.push(Type::Dynamic),
            Type::Tuple(types) => match unify(&types) {
                Some(common) => elements.push(common),
                None => return wrong(index, "all elements must be of the same type"),
            },
            _ => return wrong(index, "a set or a list is required"),
        }
    }
    let element = Type::Tuple(elements.into());
    Ok(if ordered { Type::list(element) } else { Type::set(element) })
}

fn product(call: &Call) -> Result<Value, Failure> {
    let element = element_of(&call.returns);
    let Type::Tuple(types) = &element else { return Ok(call.unknown()) };
    let mut marks = Marks::NONE;
    let mut columns: Vec<Vec<Value>> = Vec::with_capacity(types.len());
    let mut total: usize = 1;
    for (index, (argument, ty)) in call.arguments.iter().zip(types.iter()).enumerate() {
        let mut argument = argument.clone();
        marks = marks.union(argument.marks);
        if let Type::Set(_) = call.returns {
            let inside;
            (argument, inside) = unmark_deep(&argument);
            marks = marks.union(inside);
        }
        if matches!(&argument.kind, Kind::Set(_, elements) if elements.len() > 1) && !argument.is_wholly_known() {
            return Ok(call.unknown().with_marks(marks));
        }
        let elements = argument.as_sequence().unwrap_or(&[]).iter();
        let column: Result<Vec<Value>, String> = elements.map(|element| convert(element, ty)).collect();
        let column = column.or_else(|message| wrong(index, message))?;
        total = total.saturating_mul(column.len());
        columns.push(column);
    }
    call.spend(total.saturating_mul(columns.len()))?;
    let rows: Vec<Value> = (0..total).map(|row| combination(&columns, row)).collect();
    let whole = match &call.returns {
        Type::List(_) => Kind::List(element, Arc::new(rows)).into(),
        _ => Value::set(element, rows),
    };
    Ok(whole.with_marks(marks))
}

/// The last column changes fastest.
fn combination(columns: &[Vec<Value>], mut row: usize) -> Value {
    let mut chosen: Vec<Value> = Vec::with_capacity(columns.len());
    for column in columns.iter().rev() {
        chosen.push(column[row % column.len()].clone());
        row /= column.len();
    }
    chosen.reverse();
    Value::tuple(chosen)
}
