//! Functions on lists and tuples.

use super::marks::outside;
use super::spec::{
    Call, Failure, Function, Parameter, Takes, a_bool, any, anything, fail, number, strings, unknown_from, wrong,
};
use crate::value::{Entries, Kind, Marks, Number, Type, Unknown, Value, convert, equals, unify};
use std::sync::Arc;

const LIST: Parameter = Parameter::new("list", Takes::ListOfAny);
const BOOLS: Parameter = Parameter::new("list", Takes::ListOfBool);
const TEXTS: Parameter = Parameter::new("list", Takes::ListOfString);

/// Terraform's own limit.
const RANGE_LIMIT: usize = 1024;

pub const FUNCTIONS: &[Function] = &[
    Function::new("alltrue", &[BOOLS], a_bool, all_true),
    Function::new("anytrue", &[BOOLS], a_bool, any_true),
    Function::new("chunklist", &[LIST.marked(), number("size").marked()], chunks_type, chunks),
    Function::new("compact", &[TEXTS], strings, compact),
    Function::new("distinct", &[LIST], |given| Ok(given[0].type_of()), distinct),
    Function::new("flatten", &[any("list").marked()], flatten_type, flatten),
    Function::new(
        "matchkeys",
        &[
            Parameter::new("values", Takes::ListOfAny),
            Parameter::new("keys", Takes::ListOfAny),
            Parameter::new("searchset", Takes::ListOfAny),
        ],
        match_keys_type,
        match_keys,
    ),
    Function::new("range", &[], |_| Ok(Type::list(Type::Number)), range).with(number("params")),
    Function::new("reverse", &[any("list").marked()], reverse_type, reverse),
    Function::new("slice", &[any("list").marked(), number("start_index"), number("end_index")], slice_type, slice),
    Function::new("sort", &[TEXTS], strings, sort),
];

fn all_true(call: &Call) -> Result<Value, Failure> {
    for element in call.elements(0) {
        match &element.kind {
            Kind::Unknown(_) => return Ok(call.unknown()),
            Kind::Bool(true) => {}
            _ => return Ok(false.into()),
        }
    }
    Ok(true.into())
}

fn any_true(call: &Call) -> Result<Value, Failure> {
    if call.elements(0).iter().any(|element| element.as_bool() == Some(true)) {
        return Ok(true.into());
    }
    let unknown = call.elements(0).iter().any(|element| element.as_unknown().is_some());
    Ok(if unknown { call.unknown() } else { false.into() })
}

fn chunks_type(arguments: &[Value]) -> Result<Type, Failure> {
    Ok(Type::list(arguments[0].type_of()))
}

fn chunks(call: &Call) -> Result<Value, Failure> {
    let (list, marks) = outside(call, 0);
    let marks = marks.union(call.arguments[1].marks);
    let size = call.integer(1)?;
    let Ok(size) = usize::try_from(size) else { return wrong(1, "the size argument must be positive") };
    let elements = list.as_sequence().unwrap_or(&[]);
    let size = if size == 0 { elements.len().max(1) } else { size };
    let inner = list.type_of();
    let Type::List(element) = &inner else { return fail("the argument must be a list") };
    let chunks = elements.chunks(size).map(|chunk| Value::list((**element).clone(), chunk.to_vec())).collect();
    Ok(Value::list(inner, chunks).with_marks(marks))
}

fn compact(call: &Call) -> Result<Value, Failure> {
    let (mut kept, mut certain) = (Vec::new(), true);
    for element in call.elements(0) {
        match element.as_unknown() {
            None if element.as_str().is_some_and(|text| !text.is_empty()) => kept.push(element.clone()),
            None => {}
            Some(unknown) if unknown.not_null && equals(element, &"".into()).as_bool() == Some(false) => {
                kept.push(element.clone());
            }
            Some(_) => certain = false,
        }
    }
    Ok(if certain { Value::list(Type::String, kept) } else { unknown_holding(call, &kept) })
}

/// An unknown list in which these elements are certain.
pub fn unknown_holding(call: &Call, elements: &[Value]) -> Value {
    let mut whole = call.unknown();
    if let Kind::Unknown(unknown) = &mut whole.kind {
        *unknown = Arc::new(Unknown::clone(unknown).holding(elements.iter().cloned()));
    }
    whole
}

/// The element type of a list or set type.
pub fn element_of(ty: &Type) -> Type {
    match ty {
        Type::List(element) | Type::Set(element) | Type::Map(element) => (**element).clone(),
        _ => Type::Dynamic,
    }
}

fn is_equal(left: &Value, right: &Value) -> bool {
    equals(left, right).as_bool() == Some(true)
}

fn distinct(call: &Call) -> Result<Value, Failure> {
    if !call.arguments[0].is_wholly_known() {
        return Ok(unknown_holding(call, call.elements(0)));
    }
    let mut seen: rustc_hash::FxHashSet<&str> = rustc_hash::FxHashSet::default();
    let mut kept: Vec<Value> = Vec::new();
    for element in call.elements(0) {
        let new = match element.as_str() {
            Some(text) => seen.insert(text),
            None => {
                call.spend(kept.len())?;
                !kept.iter().any(|other| is_equal(other, element))
            }
        };
        if new {
            kept.push(element.clone());
        }
    }
    Ok(Value::list(element_of(&call.returns), kept))
}

fn is_sequence(ty: &Type) -> bool {
    matches!(ty, Type::List(_) | Type::Set(_) | Type::Tuple(_))
}

fn flatten_type(arguments: &[Value]) -> Result<Type, Failure> {
    // Terraform looks at the type only once everything is known.
    if arguments[0].is_wholly_known() && !is_sequence(&arguments[0].type_of()) {
        return fail("can only flatten lists, sets and tuples");
    }
    anything(arguments)
}

fn flatten(call: &Call) -> Result<Value, Failure> {
    let mut flat = Flat::default();
    flat.add(&call.arguments[0], call)?;
    let whole = if flat.known { Value::tuple(flat.elements) } else { call.unknown() };
    Ok(whole.with_marks(flat.marks))
}

struct Flat {
    elements: Vec<Value>,
    marks: Marks,
    known: bool,
}

impl Default for Flat {
    fn default() -> Flat {
        Flat { elements: Vec::new(), marks: Marks::NONE, known: true }
    }
}

impl Flat {
    fn add(&mut self, list: &Value, call: &Call) -> Result<(), Failure> {
        self.marks = self.marks.union(list.marks);
        self.known &= has_length(list);
        let entries = list.as_mapping().into_iter().flat_map(Entries::values);
        for element in list.as_sequence().unwrap_or(&[]).iter().chain(entries) {
            let ty = element.type_of();
            let unknown = element.as_unknown().is_some();
            match (is_sequence(&ty) && !element.is_null(), unknown) {
                (true, false) => self.add(element, call)?,
                (true, true) => {
                    self.known = false;
                    self.marks = self.marks.union(element.marks);
                }
                (false, _) => {
                    self.known &= !(unknown && ty == Type::Dynamic);
                    self.elements.push(element.clone());
                }
            }
        }
        call.spend(self.elements.len())
    }
}

/// An unknown element of a set could be equal to another one.
fn has_length(list: &Value) -> bool {
    match &list.kind {
        Kind::Unknown(_) => false,
        Kind::Set(_, elements) => elements.len() < 2 || list.is_wholly_known(),
        _ => true,
    }
}

fn match_keys_type(arguments: &[Value]) -> Result<Type, Failure> {
    match unify(&[arguments[1].type_of(), arguments[2].type_of()]) {
        Some(_) => Ok(arguments[0].type_of()),
        None => fail("keys and searchset must be of the same type"),
    }
}

fn match_keys(call: &Call) -> Result<Value, Failure> {
    let common = unify(&[call.arguments[1].type_of(), call.arguments[2].type_of()]).unwrap_or(Type::Dynamic);
    let converted = |index: usize| convert(&call.arguments[index], &common).or_else(|message| wrong(index, message));
    let (keys, wanted) = (converted(1)?, converted(2)?);
    let (keys, wanted) = (keys.as_sequence().unwrap_or(&[]), wanted.as_sequence().unwrap_or(&[]));
    let values = call.elements(0);
    let known = call.arguments[..2].iter().all(Value::is_wholly_known);
    if !known && !wanted.is_empty() {
        return Ok(call.unknown());
    }
    if keys.len() != values.len() {
        return fail("length of keys and values should be equal");
    }
    let mut matched: Vec<Value> = Vec::new();
    for (key, value) in keys.iter().zip(values) {
        call.spend(wanted.len())?;
        for candidate in wanted {
            match equals(key, candidate).as_bool() {
                Some(true) => {
                    matched.push(value.clone());
                    break;
                }
                Some(false) => {}
                None => return Ok(call.unknown()),
            }
        }
    }
    Ok(Value::list(element_of(&call.returns), matched))
}

fn range(call: &Call) -> Result<Value, Failure> {
    let given: Vec<&Number> = call.arguments.iter().filter_map(Value::as_number).collect();
    let (zero, one) = (Number::from(0), Number::from(1));
    let direction = |start: &Number, end: &Number| if end < start { one.neg() } else { one.clone() };
    let (start, end, step) = match given.as_slice() {
        [end] => (zero.clone(), (*end).clone(), direction(&zero, end)),
        [start, end] => ((*start).clone(), (*end).clone(), direction(start, end)),
        [start, end, step] => ((*start).clone(), (*end).clone(), (*step).clone()),
        _ => return fail("must have one, two, or three arguments"),
    };
    if step == zero {
        return wrong(2, "step must not be zero");
    }
    let down = step < zero;
    if down && end > start {
        return wrong(1, "end must be less than start when step is negative");
    }
    if !down && end < start {
        return wrong(1, "end must be greater than start when step is positive");
    }
    let mut numbers: Vec<Value> = Vec::new();
    let mut next = start;
    while if down { next > end } else { next < end } {
        if numbers.len() >= RANGE_LIMIT {
            return fail(
                "more than 1024 values were generated; either decrease the difference between start and end or use a smaller step",
            );
        }
        let after = next.add(&step);
        numbers.push(next.into());
        next = after;
    }
    Ok(Value::list(Type::Number, numbers))
}

fn reverse_type(arguments: &[Value]) -> Result<Type, Failure> {
    match arguments[0].type_of() {
        Type::Tuple(elements) => Ok(Type::tuple(elements.iter().rev().cloned())),
        Type::List(element) | Type::Set(element) => Ok(Type::List(element)),
        other => {
            wrong(0, format!("can only reverse list or tuple values, not {}", super::conversion::friendly(&other)))
        }
    }
}

fn reverse(call: &Call) -> Result<Value, Failure> {
    let (list, marks) = outside(call, 0);
    let reversed = list.as_sequence().unwrap_or(&[]).iter().rev().cloned().collect();
    let reversed = match &call.returns {
        Type::List(element) => Value::list((**element).clone(), reversed),
        _ => Value::tuple(reversed),
    };
    Ok(reversed.with_marks(marks))
}

fn slice_type(arguments: &[Value]) -> Result<Type, Failure> {
    let ty = arguments[0].type_of();
    if let Type::Set(_) = ty {
        return wrong(
            0,
            "cannot slice a set, because its elements do not have indices; explicitly convert to a list if the ordering of the set elements is not important",
        );
    }
    let known = arguments.iter().skip(1).all(|argument| argument.as_number().is_some());
    match &ty {
        Type::List(_) => Ok(ty),
        Type::Tuple(_) if !known => Ok(Type::Dynamic),
        Type::Tuple(elements) => {
            let (start, end) = bounds(arguments, elements.len())?;
            Ok(Type::tuple(elements[start..end].iter().cloned()))
        }
        _ => wrong(0, "must be a list or tuple value"),
    }
}

fn bounds(arguments: &[Value], length: usize) -> Result<(usize, usize), Failure> {
    let whole = |index: usize| {
        let number = arguments[index].as_number().expect("known bounds");
        super::spec::integer(number).or_else(|message| wrong(index, message))
    };
    let (start, end) = (whole(1)?, whole(2)?);
    let Ok(start) = usize::try_from(start) else { return wrong(1, "start index must not be less than zero") };
    if start > length {
        return wrong(1, "start index must not be greater than the length of the list");
    }
    let Ok(end) = usize::try_from(end) else { return wrong(2, "end index must not be less than zero") };
    if end > length {
        return wrong(2, "end index must not be greater than the length of the list");
    }
    if start > end {
        return wrong(1, "start index must not be greater than end index");
    }
    Ok((start, end))
}

fn slice(call: &Call) -> Result<Value, Failure> {
    let (list, marks) = outside(call, 0);
    let elements = list.as_sequence().unwrap_or(&[]);
    let (start, end) = bounds(&call.arguments, elements.len())?;
    let part = elements[start..end].to_vec();
    let part = match &list.kind {
        Kind::List(element, _) => Value::list(element.clone(), part),
        _ => Value::tuple(part),
    };
    Ok(part.with_marks(marks))
}

fn sort(call: &Call) -> Result<Value, Failure> {
    let mut elements = call.elements(0).to_vec();
    if elements.len() > 1 && !call.arguments[0].is_wholly_known() {
        let unknown = unknown_from(Type::String, &call.arguments);
        return Ok(Value::list(Type::String, vec![unknown; elements.len()]));
    }
    if let Some(at) = elements.iter().position(Value::is_null) {
        return fail(format!("given list element {at} is null; a null string cannot be sorted"));
    }
    elements.sort_by(|left, right| left.as_str().cmp(&right.as_str()));
    Ok(Value::list(Type::String, elements))
}
