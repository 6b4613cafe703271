//! Why one type cannot be converted to another, in Terraform's words.

use super::Type;
use super::convert::convertible;

/// What is wrong with a value of type `got` where `want` is asked for.
pub fn mismatch(got: &Type, want: &Type) -> String {
    match (got, want) {
        (Type::Object(_), Type::Object(_)) => objects(got, want),
        (Type::Tuple(_), Type::List(element)) if **element == Type::Dynamic => same_type("list"),
        (Type::Tuple(_), Type::Set(element)) if **element == Type::Dynamic => same_type("set"),
        (Type::Object(_), Type::Map(element)) if **element == Type::Dynamic => same_type("map"),
        (Type::Tuple(elements), Type::List(want) | Type::Set(want)) => {
            let wrong = elements.iter().enumerate().find(|(_, got)| !convertible(got, want));
            wrong.map_or_else(
                || format!("all elements must be {}", want.friendly_name()),
                |(at, got)| format!("element {at}: {}", mismatch(got, want)),
            )
        }
        (Type::Object(attributes), Type::Map(want)) => {
            let wrong = attributes.iter().find(|(_, got)| !convertible(&got.ty, want));
            wrong.map_or_else(
                || format!("all elements must be {}", want.friendly_name()),
                |(name, got)| format!("element {name:?}: {}", mismatch(&got.ty, want)),
            )
        }
        (Type::List(got) | Type::Set(got), Type::List(to)) => element("list", got, to),
        (Type::List(got) | Type::Set(got), Type::Set(to)) => element("set", got, to),
        (Type::Map(got), Type::Map(to)) => element("map", got, to),
        (Type::String | Type::Bool | Type::Number, Type::Number | Type::Bool | Type::String) => {
            format!("a {} is required", want.friendly_name())
        }
        _ => format!("{} required", want.friendly_name()),
    }
}

fn same_type(noun: &str) -> String {
    format!("all {noun} elements must have the same type")
}

fn element(noun: &str, got: &Type, want: &Type) -> String {
    format!("incorrect {noun} element type: {}", mismatch(got, want))
}

fn objects(got: &Type, want: &Type) -> String {
    let (Type::Object(got), Type::Object(want)) = (got, want) else { return "incorrect object attributes".into() };
    let missing: Vec<String> = want
        .iter()
        .filter(|(name, attribute)| !attribute.optional && !got.contains_key(*name))
        .map(|(name, _)| format!("{name:?}"))
        .collect();
    match missing.as_slice() {
        [] => {}
        [one] => return format!("attribute {one} is required"),
        [one, two] => return format!("attributes {one} and {two} are required"),
        [most @ .., last] => return format!("attributes {}, and {last} are required", most.join(", ")),
    }
    let wrong = want.iter().find_map(|(name, attribute)| {
        let got = got.get(name)?;
        (!convertible(&got.ty, &attribute.ty)).then(|| (name, mismatch(&got.ty, &attribute.ty)))
    });
    wrong.map_or_else(|| "incorrect object attributes".into(), |(name, why)| format!("attribute {name:?}: {why}"))
}
