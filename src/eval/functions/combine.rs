//! Functions that take any number of values and make one.

use super::conversion::friendly;
use super::lists::unknown_holding;
use super::spec::{Call, Failure, Function, any, fail, wrong};
use crate::value::{Kind, Marks, Partial, Type, Unknown, Value, convert, unify};
use std::collections::BTreeMap;
use std::sync::Arc;

pub const FUNCTIONS: &[Function] = &[
    Function::new("coalesce", &[], coalesce_type, coalesce).with(any("vals").null().unknown()),
    Function::new("coalescelist", &[], coalesce_list_type, coalesce_list).with(any("vals").null().unknown()),
    Function::new("concat", &[], concat_type, concat).with(any("seqs").unknown().dynamic().marked()),
    Function::new("merge", &[], merge_type, merge).with(any("maps").null().dynamic().marked()),
];

fn coalesce_type(arguments: &[Value]) -> Result<Type, Failure> {
    let types: Vec<Type> = arguments.iter().map(Value::type_of).collect();
    unify(&types).map_or_else(|| fail("all arguments must have the same type"), Ok)
}

fn coalesce(call: &Call) -> Result<Value, Failure> {
    for (index, argument) in call.arguments.iter().enumerate() {
        let last = index + 1 == call.arguments.len();
        let Ok(value) = convert(argument, &call.returns) else { return fail("all arguments must have the same type") };
        match value.as_unknown() {
            Some(_) if last => return Ok(value),
            // An attribute that a provider computes is not empty.
            Some(unknown) if unknown.not_null && (call.returns != Type::String || is_not_empty(unknown)) => {
                return Ok(value);
            }
            Some(_) => return Ok(call.unknown()),
            None if value.is_null() || value.as_str() == Some("") => {}
            None => return Ok(value),
        }
    }
    fail("no non-null, non-empty-string arguments")
}

/// A text that is certainly not empty.
fn is_not_empty(unknown: &Unknown) -> bool {
    let text = |part: &Value| part.as_str().is_some_and(|text| !text.is_empty());
    unknown.reference.is_some()
        || match unknown.partial.as_deref() {
            Some(Partial::Json(_)) => true,
            Some(Partial::Template(parts)) => parts.iter().any(text),
            _ => false,
        }
}

fn coalesce_list_type(arguments: &[Value]) -> Result<Type, Failure> {
    if arguments.is_empty() {
        return fail("at least one argument is required");
    }
    let mut types: Vec<Type> = Vec::with_capacity(arguments.len());
    for argument in arguments {
        if argument.as_unknown().is_some() {
            return Ok(Type::Dynamic);
        }
        let ty = argument.type_of();
        if !matches!(ty, Type::List(_) | Type::Tuple(_)) {
            return fail("coalescelist arguments must be lists or tuples");
        }
        types.push(ty);
    }
    let same = types.iter().all(|ty| *ty == types[0]);
    Ok(if same { types.swap_remove(0) } else { Type::Dynamic })
}

fn coalesce_list(call: &Call) -> Result<Value, Failure> {
    for (index, argument) in call.arguments.iter().enumerate() {
        if argument.as_unknown().is_some() {
            let last = index + 1 == call.arguments.len();
            return Ok(if last { argument.clone() } else { call.unknown() });
        }
        if argument.as_sequence().is_some_and(|elements| !elements.is_empty()) {
            return Ok(argument.clone());
        }
    }
    fail("no non-null arguments")
}

fn concat_type(arguments: &[Value]) -> Result<Type, Failure> {
    if arguments.is_empty() {
        return fail("at least one argument is required");
    }
    let types: Vec<Type> = arguments.iter().map(Value::type_of).collect();
    if types.contains(&Type::Dynamic) {
        return Ok(Type::Dynamic);
    }
    if types.iter().all(|ty| matches!(ty, Type::List(_)))
        && let Some(common) = unify(&types)
    {
        return Ok(common);
    }
    let mut elements: Vec<Type> = Vec::new();
    for (index, (argument, ty)) in arguments.iter().zip(&types).enumerate() {
        match ty {
            Type::Tuple(types) => elements.extend(types.iter().cloned()),
            Type::List(element) => match argument.as_sequence() {
                Some(list) => elements.extend(list.iter().map(|_| (**element).clone())),
                None => return Ok(Type::Dynamic),
            },
            _ => return wrong(index, format!("all arguments must be lists or tuples; got {}", friendly(ty))),
        }
    }
    Ok(Type::Tuple(elements.into()))
}

fn concat(call: &Call) -> Result<Value, Failure> {
    let (mut marks, mut known) = (Marks::NONE, true);
    let mut all: Vec<Value> = Vec::new();
    for (index, argument) in call.arguments.iter().enumerate() {
        marks = marks.union(argument.marks);
        let argument = match &call.returns {
            Type::List(_) => convert(argument, &call.returns).or_else(|message| wrong(index, message))?,
            _ => argument.clone(),
        };
        known &= argument.as_unknown().is_none();
        all.extend(argument.as_sequence().unwrap_or(&[]).iter().cloned());
        call.spend(all.len())?;
    }
    let whole = match &call.returns {
        _ if !known => unknown_holding(call, &all),
        Type::List(element) => Value::list((**element).clone(), all),
        _ => Value::tuple(all),
    };
    Ok(whole.with_marks(marks))
}

fn merge_type(arguments: &[Value]) -> Result<Type, Failure> {
    let Some(first) = arguments.first().map(Value::type_of) else {
        return Ok(Type::object(Vec::<(Arc<str>, Type)>::new()));
    };
    let mut attributes: BTreeMap<Arc<str>, Type> = BTreeMap::new();
    let (mut matching, mut known) = (true, true);
    for argument in arguments {
        let ty = argument.type_of();
        match (&ty, &argument.kind) {
            (Type::Dynamic, _) => return Ok(Type::Dynamic),
            (Type::Object(_) | Type::Map(_), Kind::Null(_)) => {}
            (Type::Object(types), _) => {
                attributes.extend(types.iter().map(|(name, attribute)| (name.clone(), attribute.ty.clone())));
            }
            (Type::Map(element), Kind::Map(_, entries)) => {
                attributes.extend(entries.keys().map(|key| (key.clone(), (**element).clone())));
            }
            (Type::Map(_), _) => known = false,
            _ => return fail(format!("arguments must be maps or objects, got {:?}", friendly(&ty))),
        }
        matching &= ty == first;
    }
    Ok(match (matching, known) {
        (true, _) => first,
        (false, false) => Type::Dynamic,
        (false, true) => Type::object(attributes),
    })
}

fn merge(call: &Call) -> Result<Value, Failure> {
    let mut marks = Marks::NONE;
    // The same names may come from every argument: a tree holds each once.
    let mut entries: BTreeMap<Arc<str>, Value> = BTreeMap::new();
    for argument in &call.arguments {
        marks = marks.union(argument.marks);
        if argument.is_null() {
            continue;
        }
        let Some(more) = argument.as_mapping() else {
            let ty = friendly(&argument.type_of());
            return fail(format!("arguments must be maps or objects, got {ty:?}"));
        };
        entries.extend(more.iter().map(|(key, value)| (key.clone(), value.clone())));
        call.spend(more.len())?;
    }
    let whole = match &call.returns {
        Type::Map(element) => Value::map((**element).clone(), entries.into_iter().collect()),
        _ => Value::object(entries),
    };
    Ok(whole.with_marks(marks))
}
