//! What holds for all expressions: a value that becomes unknown changes no other known value, and nothing panics.

use super::recorded_tests::{Preamble, evaluate_text, preamble, recorded};
use super::*;
use crate::tests::knowledge::contradiction;
use crate::value::{Kind as V, Reference};
use std::sync::Arc;

/// The value with everything below `depth` unknown.
fn forget(value: &Value, depth: u32, path: &str) -> Value {
    let forgotten = match &value.kind {
        V::Null(_) => return value.clone(),
        V::Tuple(elements) if depth > 0 => {
            let forget = |(at, element): (usize, &Value)| forget(element, depth - 1, &format!("{path}[{at}]"));
            Value::tuple(elements.iter().enumerate().map(forget).collect())
        }
        V::List(ty, elements) if depth > 0 => {
            let forget = |(at, element): (usize, &Value)| forget(element, depth - 1, &format!("{path}[{at}]"));
            Value::list(ty.clone(), elements.iter().enumerate().map(forget).collect())
        }
        V::Object(attributes) if depth > 0 => Value::object(
            attributes.iter().map(|(name, value)| (name.clone(), forget(value, depth - 1, &format!("{path}.{name}")))),
        ),
        V::Map(ty, entries) if depth > 0 => {
            let forget = |(name, value): (&Arc<str>, &Value)| {
                (name.clone(), forget(value, depth - 1, &format!("{path}.{name}")))
            };
            Value::map(ty.clone(), entries.iter().map(forget).collect())
        }
        _ => Unknown::of_reference(value.type_of(), Reference { address: "x.y".into(), path: path.into() }).into(),
    };
    forgotten.with_marks(value.marks)
}

#[test]
fn knowing_less_says_nothing_wrong() {
    let full = preamble();
    let locals = full.0["local"].as_mapping().expect("an object").clone();
    let names = ["list", "nums", "set", "map", "obj", "objs", "secret", "secrets"];
    let (mut checked, mut wrong) = (0, Vec::new());
    for (_, case) in recorded() {
        let expression = case.get("expression").and_then(Value::as_str).expect("an expression");
        let Ok(truth) = evaluate_text(expression, &full) else { continue };
        for name in names.iter().filter(|name| expression.contains(&format!("local.{name}"))) {
            let nothing_known = Value::unknown(Type::Dynamic, Blocker::Module((*name).into()));
            for depth in 0..4 {
                let mut fewer = locals.clone();
                let forgotten = if depth == 3 { nothing_known.clone() } else { forget(&locals[*name], depth, name) };
                fewer.insert((*name).into(), forgotten.with_marks(locals[*name].marks));
                let mut scope = Preamble(full.0.clone());
                scope.0.insert("local", Value::object(fewer));
                checked += 1;
                let what = match evaluate_text(expression, &scope) {
                    Ok(value) => contradiction(&value, &truth),
                    Err(error) => Some(format!("an error: {}", error.message)),
                };
                wrong.extend(what.map(|what| format!("{expression}\n    without {name} at {depth}: {what}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {checked} are wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(checked > 1_000, "only {checked} checked");
}

#[test]
fn damaged_expressions_end() {
    let scope = preamble();
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    for (_, case) in recorded() {
        let expression = case.get("expression").and_then(Value::as_str).expect("an expression");
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let cut = (random >> 33) as usize % expression.len();
        let end = cut + 1 + (random >> 20) as usize % 4;
        if let (Some(before), Some(after)) = (expression.get(..cut), expression.get(end..)) {
            let _ = evaluate_text(&format!("{before}{after}"), &scope);
            let _ = evaluate_text(&format!("{before}{before}{after}"), &scope);
        }
    }
}
