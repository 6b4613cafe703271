//! Functions on strings that need no pattern.

use super::spec::{
    Call, Failure, Function, Parameter, Takes, a_bool, a_string, number, strings as list_of_strings, text, wrong,
};
use crate::eval::address::resource_of;
use crate::value::{Kind, Partial, Reference, Type, Unknown, Value};
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation;

pub const FUNCTIONS: &[Function] = &[
    Function::new("chomp", &[text("str").unknown()], a_string, |call| {
        trimmed(call, |text| text.trim_end_matches(['\r', '\n']))
    }),
    Function::new("endswith", &[text("str").unknown(), text("suffix")], a_bool, ends_with),
    Function::new("indent", &[number("spaces"), text("str")], a_string, indent),
    Function::new("join", &[text("separator")], a_string, join)
        .with(Parameter::new("lists", Takes::ListOfString).unknown()),
    Function::new("lower", &[text("str")], a_string, |call| {
        Ok(call.text(0).chars().map(lower).collect::<String>().into())
    }),
    Function::new("split", &[text("separator"), text("str")], list_of_strings, split),
    Function::new("startswith", &[text("str").unknown(), text("prefix")], a_bool, starts_with),
    Function::new("strcontains", &[text("str"), text("substr")], a_bool, |call| {
        Ok(call.text(0).contains(call.text(1)).into())
    }),
    Function::new("strrev", &[text("str")], a_string, |call| {
        Ok(call.text(0).graphemes(true).rev().collect::<String>().into())
    }),
    Function::new("substr", &[text("str"), number("offset"), number("length")], a_string, substr),
    Function::new("title", &[text("str")], a_string, |call| Ok(title(call.text(0)).into())),
    Function::new("trim", &[text("str"), text("cutset")], a_string, |call| {
        let cutset = call.text(1);
        Ok(call.text(0).trim_matches(|c| cutset.contains(c)).into())
    }),
    Function::new("trimprefix", &[text("str").unknown(), text("prefix")], a_string, trim_prefix),
    Function::new("trimspace", &[text("str").unknown()], a_string, |call| trimmed(call, str::trim)),
    Function::new("trimsuffix", &[text("str"), text("suffix")], a_string, |call| {
        let whole = call.text(0);
        Ok(whole.strip_suffix(call.text(1)).unwrap_or(whole).into())
    }),
    Function::new("upper", &[text("str")], a_string, |call| {
        Ok(call.text(0).chars().map(upper).collect::<String>().into())
    }),
];

fn indent(call: &Call) -> Result<Value, Failure> {
    let spaces = call.integer(0)?;
    let Ok(spaces) = usize::try_from(spaces) else {
        return super::spec::fail("panic in function implementation: strings: negative Repeat count");
    };
    let lines = call.text(1).matches('\n').count();
    call.spend(spaces.saturating_mul(lines.max(1)))?;
    Ok(call.text(1).replace('\n', &format!("\n{}", " ".repeat(spaces))).into())
}

fn join(call: &Call) -> Result<Value, Failure> {
    if call.arguments.len() < 2 {
        return super::spec::fail("at least one list is required");
    }
    if call.arguments[1..].iter().any(|list| list.as_unknown().is_some()) {
        return Ok(call.unknown());
    }
    let mut parts: Vec<&Value> = Vec::new();
    for (index, list) in call.arguments.iter().enumerate().skip(1) {
        for (at, element) in call.elements(index).iter().enumerate() {
            if element.is_null() {
                let message = format!("element {at} of list {} is null; cannot concatenate null values", index - 1);
                return wrong(index, message);
            }
            parts.push(element);
        }
        debug_assert!(list.as_sequence().is_some());
    }
    let separator = call.text(0);
    if parts.iter().any(|part| part.as_unknown().is_some()) {
        return Ok(template(call, separated(&parts, separator)));
    }
    let length = parts.iter().filter_map(|part| part.as_str()).map(|part| part.len() + separator.len()).sum();
    call.spend(length)?;
    Ok(parts.iter().filter_map(|part| part.as_str()).collect::<Vec<_>>().join(separator).into())
}

fn separated(parts: &[&Value], separator: &str) -> Vec<Value> {
    let mut whole = Vec::with_capacity(parts.len() * 2);
    for (index, part) in parts.iter().enumerate() {
        if index > 0 && !separator.is_empty() {
            whole.push(separator.into());
        }
        whole.push((*part).clone());
    }
    whole
}

/// A string without what stands at its ends; an unknown one where nothing can stand there.
fn trimmed(call: &Call, trim: fn(&str) -> &str) -> Result<Value, Failure> {
    let Some(unknown) = call.arguments[0].as_unknown() else { return Ok(trim(call.text(0)).into()) };
    let bare = match unknown.partial.as_deref() {
        Some(partial) => is_document(partial),
        None => unknown.is_identifier(),
    };
    Ok(if bare { call.arguments[0].clone() } else { call.unknown() })
}

/// The JSON text of an object or list: white space of its own stands between its parts alone.
pub fn is_document(partial: &Partial) -> bool {
    let Partial::Json(value) = partial else { return false };
    value.as_mapping().is_some() || value.as_sequence().is_some()
}

fn trim_prefix(call: &Call) -> Result<Value, Failure> {
    let prefix = call.text(1);
    let Some(unknown) = call.arguments[0].as_unknown() else {
        let whole = call.text(0);
        return Ok(whole.strip_prefix(prefix).unwrap_or(whole).into());
    };
    // What follows in the ARN of a bucket is its name.
    let bucket = |reference: &&Reference| {
        let names = resource_of(&reference.address).rsplit('.').nth(1) == Some("aws_s3_bucket");
        names
            && *reference.path == *"arn"
            && matches!(prefix, "arn:aws:s3:::" | "arn:aws-cn:s3:::" | "arn:aws-us-gov:s3:::")
    };
    let name = unknown.reference.as_deref().filter(bucket).map(|reference| {
        let name = Reference { address: reference.address.clone(), path: "bucket".into() };
        let mut named = Unknown::derived(Type::String, [unknown]);
        named.reference = Some(Arc::new(name));
        named.into()
    });
    Ok(name.unwrap_or_else(|| call.unknown()))
}

/// Most parts of an unknown string.
const TEMPLATE_PARTS: usize = 10_000;

/// An unknown string of which some parts are known; neighbouring known parts are joined.
pub fn template(call: &Call, parts: Vec<Value>) -> Value {
    let mut joined: Vec<Value> = Vec::with_capacity(parts.len());
    let mut length = 0;
    for part in parts.into_iter().flat_map(flat) {
        // Such a text is unknown as a whole: calls that repeat each other double their parts.
        length += part.as_str().map_or(1, str::len);
        if joined.len() > TEMPLATE_PARTS || length > super::RESULT_LIMIT {
            joined.clear();
            break;
        }
        match (joined.last().and_then(Value::as_str), part.as_str()) {
            (Some(before), Some(text)) => {
                let both = format!("{before}{text}");
                joined.pop();
                joined.push(both.into());
            }
            _ => joined.push(part),
        }
    }
    // Alone it stays what it is: `format("%s", aws_vpc.v.id)` names the VPC.
    if let [only] = &joined[..]
        && let Some(unknown) = only.as_unknown()
    {
        return Unknown { ty: Type::String, ..unknown.clone() }.not_null().into();
    }
    let mut whole = call.unknown();
    if let Kind::Unknown(unknown) = &mut whole.kind {
        let unknown = Arc::make_mut(unknown);
        unknown.ty = Type::String;
        unknown.partial = (!joined.is_empty()).then(|| Arc::new(Partial::Template(joined.into())));
    }
    whole
}

/// The parts of a string that is itself made of parts.
fn flat(part: Value) -> Vec<Value> {
    match part.as_unknown().and_then(|unknown| unknown.partial.as_deref()) {
        Some(Partial::Template(parts)) => parts.to_vec(),
        _ => vec![part],
    }
}

fn split(call: &Call) -> Result<Value, Failure> {
    let (separator, whole) = (call.text(0), call.text(1));
    call.spend(whole.len())?;
    let parts: Vec<Value> = match separator.is_empty() {
        true => whole.chars().map(|c| c.to_string().into()).collect(),
        false => whole.split(separator).map(Value::from).collect(),
    };
    Ok(Value::list(Type::String, parts))
}

fn starts_with(call: &Call) -> Result<Value, Failure> {
    let prefix = call.text(1);
    match (&call.arguments[0].kind, call.arguments[0].as_str()) {
        (_, Some(whole)) => Ok(whole.starts_with(prefix).into()),
        (Kind::Unknown(unknown), None) => Ok(known_start(unknown, prefix).map_or_else(|| call.unknown(), Value::from)),
        _ => Ok(call.unknown()),
    }
}

fn ends_with(call: &Call) -> Result<Value, Failure> {
    let suffix = call.text(1);
    match (&call.arguments[0].kind, call.arguments[0].as_str()) {
        (_, Some(whole)) => Ok(whole.ends_with(suffix).into()),
        (Kind::Unknown(unknown), None) => Ok(known_end(unknown, suffix).map_or_else(|| call.unknown(), Value::from)),
        _ => Ok(call.unknown()),
    }
}

/// Whether the known end of an unknown string settles the question.
fn known_end(unknown: &Unknown, suffix: &str) -> Option<bool> {
    let Some(Partial::Template(parts)) = unknown.partial.as_deref() else { return None };
    let end = parts.last()?.as_str()?;
    if end.len() >= suffix.len() {
        return Some(end.ends_with(suffix));
    }
    if suffix.ends_with(end) { None } else { Some(false) }
}

/// Whether the known start of an unknown string settles the question.
fn known_start(unknown: &crate::value::Unknown, prefix: &str) -> Option<bool> {
    let Some(Partial::Template(parts)) = unknown.partial.as_deref() else { return None };
    let start = parts.first()?.as_str()?;
    if start.len() >= prefix.len() {
        return Some(start.starts_with(prefix));
    }
    if prefix.starts_with(start) { None } else { Some(false) }
}

fn substr(call: &Call) -> Result<Value, Failure> {
    let (offset, length) = (call.integer(1)?, call.integer(2)?);
    let clusters: Vec<&str> = call.text(0).graphemes(true).collect();
    let count = i64::try_from(clusters.len()).unwrap_or(i64::MAX);
    let start = if offset < 0 { (count + offset).max(0) } else { offset.min(count) };
    let end = if length < 0 { count } else { start.saturating_add(length).min(count) };
    let (start, end) = (usize::try_from(start).unwrap_or(0), usize::try_from(end).unwrap_or(0));
    Ok(clusters[start..end.max(start)].concat().into())
}

/// Go's mapping of one letter to one letter.
fn lower(letter: char) -> char {
    match letter {
        '\u{130}' => 'i',
        _ => single(letter.to_lowercase()).unwrap_or(letter),
    }
}

/// Go's mapping of one letter to one letter: what Unicode maps to several letters has no capital or a single-letter one.
fn upper(letter: char) -> char {
    single(letter.to_uppercase()).or_else(|| with_iota(letter)).unwrap_or(letter)
}

fn title_letter(letter: char) -> char {
    match letter {
        '\u{1c4}'..='\u{1c6}' => '\u{1c5}',
        '\u{1c7}'..='\u{1c9}' => '\u{1c8}',
        '\u{1ca}'..='\u{1cc}' => '\u{1cb}',
        '\u{1f1}'..='\u{1f3}' => '\u{1f2}',
        '\u{10d0}'..='\u{10ff}' => letter,
        _ => upper(letter),
    }
}

/// Greek letters with iota subscript, whose capital is one letter in the simple mapping.
fn with_iota(letter: char) -> Option<char> {
    let code = u32::from(letter);
    match code {
        0x1f80..=0x1faf if code & 8 == 0 => char::from_u32(code + 8),
        0x1fb3 | 0x1fc3 | 0x1ff3 => char::from_u32(code + 9),
        _ => None,
    }
}

fn single(mut mapped: impl Iterator<Item = char>) -> Option<char> {
    let first = mapped.next()?;
    mapped.next().is_none().then_some(first)
}

fn title(whole: &str) -> String {
    let mut before = ' ';
    let each = |letter| {
        let mapped = if separates(before) { title_letter(letter) } else { letter };
        before = letter;
        mapped
    };
    whole.chars().map(each).collect()
}

fn separates(letter: char) -> bool {
    match letter.is_ascii() {
        true => !(letter.is_ascii_alphanumeric() || letter == '_'),
        false => letter.is_whitespace(),
    }
}
