//! What holds for every function, on many combinations of arguments.

use super::super::names;
use super::call;
use super::opentofu::Bare;
use crate::value::{Blocker, Kind, Marks, Type, Value, equals};

fn samples() -> Vec<Value> {
    let list = |elements: &[&str]| Value::list(Type::String, elements.iter().map(|text| Value::from(*text)).collect());
    vec![
        Value::null(),
        Value::null_of(Type::String),
        true.into(),
        0.into(),
        3.into(),
        (-2).into(),
        crate::value::Number::parse("0.5").expect("a number").into(),
        crate::value::Number::PositiveInfinity.into(),
        "".into(),
        "a".into(),
        "10.0.0.0/16".into(),
        "%s %d %[9]q %".into(),
        "(a)|[b".into(),
        "/(?P<x>a)*/".into(),
        "2020-02-29T23:59:59Z".into(),
        "{\"a\": [1, null]}".into(),
        "é\u{1f468}\u{200d}\u{1f469}".into(),
        list(&[]),
        list(&["b", "a", "a"]),
        Value::set(Type::String, vec!["b".into(), "a".into()]),
        Value::tuple(vec![1.into(), "a".into(), Value::null(), Value::tuple(vec![])]),
        Value::object([("a", Value::from(1)), ("b", Value::tuple(vec!["x".into()]))]),
        Value::map(Type::String, [("k".into(), "v".into())].into()),
    ]
}

/// All argument lists of up to two samples, and some of three.
fn argument_lists() -> Vec<Vec<Value>> {
    let samples = samples();
    let mut lists = vec![vec![]];
    for (at, first) in samples.iter().enumerate() {
        lists.push(vec![first.clone()]);
        for (step, second) in samples.iter().enumerate() {
            lists.push(vec![first.clone(), second.clone()]);
            let third = &samples[(at * 7 + step * 3) % samples.len()];
            lists.push(vec![first.clone(), second.clone(), third.clone()]);
        }
    }
    lists
}

fn unknown_of(value: &Value) -> Value {
    Value::unknown(value.type_of(), Blocker::Variable("x".into()))
}

/// With an unknown instead of an argument the result is unknown, an error or the same.
#[test]
fn an_unknown_never_changes_a_known_result() {
    for name in names() {
        for list in argument_lists() {
            let Some(Ok(known)) = call(name, &list, &Bare) else { continue };
            for at in 0..list.len() {
                let mut less = list.clone();
                less[at] = unknown_of(&list[at]);
                let Some(Ok(result)) = call(name, &less, &Bare) else {
                    panic!("{name}{list:?}: an error once argument {at} is unknown");
                };
                assert!(covers(&result, &known), "{name}{list:?}: {known:?}, but {result:?} without argument {at}");
            }
        }
    }
}

/// Every known part is the same.
fn covers(less: &Value, known: &Value) -> bool {
    match (&less.kind, &known.kind) {
        (Kind::Unknown(_), _) | (_, Kind::Unknown(_)) => true,
        (Kind::List(_, left), Kind::List(_, right)) | (Kind::Tuple(left), Kind::Tuple(right)) => {
            left.len() == right.len() && left.iter().zip(right.iter()).all(|(left, right)| covers(left, right))
        }
        (Kind::Map(_, left), Kind::Map(_, right)) | (Kind::Object(left), Kind::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(key, left)| right.get(key).is_some_and(|right| covers(left, right)))
        }
        (Kind::Set(..), Kind::Set(..)) if !less.is_wholly_known() => true,
        (Kind::Null(_), Kind::Null(_)) => true,
        _ => equals(less, known).as_bool() == Some(true),
    }
}

#[test]
fn a_mark_never_gets_lost() {
    for name in names().into_iter().filter(|name| !matches!(*name, "nonsensitive" | "issensitive" | "length")) {
        for list in argument_lists().into_iter().filter(|list| !list.is_empty()) {
            let marked: Vec<Value> = list.iter().map(|value| value.clone().with_marks(Marks::SENSITIVE)).collect();
            let (plain, result) = (call(name, &list, &Bare), call(name, &marked, &Bare));
            let (Some(Ok(plain)), Some(result)) = (plain, result) else { continue };
            let result = result.unwrap_or_else(|error| panic!("{name}{list:?}: {}", error.message));
            assert!(result.deep_marks().contains(Marks::SENSITIVE), "{name}{list:?}: {result:?}");
            assert!(covers(&result, &plain), "{name}{list:?}: {plain:?}, but {result:?} when marked");
        }
    }
}

#[test]
fn large_results_end_at_a_limit() {
    let many = Value::list(Type::Number, (0..1000).map(Value::from).collect());
    let limited = |name: &str, arguments: &[Value]| {
        let error = call(name, arguments, &Bare).expect("a function").expect_err("a limit");
        assert!(error.message.contains("limit"), "{}", error.message);
    };
    limited("setproduct", &[many.clone(), many.clone(), many]);
    limited("indent", &[1_000_000_000.into(), "a\nb".into()]);
    limited("format", &["%1000000000d".into(), 1.into()]);
    limited("format", &["%.999999999f".into(), 1.into()]);
    limited("replace", &["a".repeat(10_000).into(), "a".into(), "b".repeat(10_000).into()]);
    limited("yamldecode", &[billion_laughs().into()]);
}

fn billion_laughs() -> String {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..9 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        text.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    text
}
