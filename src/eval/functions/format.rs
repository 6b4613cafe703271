//! `format` and `formatlist`: a subset of Go's verbs.

use super::float_text::{Decimal, decimal_text};
use super::spec::{Call, Failure, Function, Parameter, any, fail, text, wrong};
use super::strings::template;
use crate::value::{Kind, Number, Type, Value, convert, to_json};
use num_bigint::BigInt;
use num_traits::Signed;
use unicode_segmentation::UnicodeSegmentation;

const ARGUMENTS: Parameter = Parameter { dynamic: false, ..any("args").null().unknown() };

pub const FUNCTIONS: &[Function] = &[
    Function::new("format", &[text("format")], |_| Ok(Type::String), format).with(ARGUMENTS),
    Function::new("formatlist", &[text("format")], |_| Ok(Type::list(Type::String)), format_list).with(ARGUMENTS),
];

/// One `%...` of a format string.
#[derive(Default)]
struct Verb<'t> {
    raw: &'t str,
    offset: usize,
    sharp: bool,
    zero: bool,
    minus: bool,
    plus: bool,
    space: bool,
    width: Option<usize>,
    precision: Option<usize>,
    argument: Option<usize>,
    mode: char,
}

enum Piece<'t> {
    Literal(&'t str),
    Verb(Verb<'t>),
}

fn format(call: &Call) -> Result<Value, Failure> {
    let arguments: Vec<Value> = call.arguments[1..].to_vec();
    print_known(call, &arguments)
}

/// Terraform looks for mistakes only once every argument is known.
fn print_known(call: &Call, arguments: &[Value]) -> Result<Value, Failure> {
    match print(call, arguments) {
        Err(_) if !arguments.iter().all(Value::is_wholly_known) => {
            Ok(super::spec::unknown_from(Type::String, &call.arguments))
        }
        printed => printed,
    }
}

fn print(call: &Call, arguments: &[Value]) -> Result<Value, Failure> {
    let mut parts: Vec<Value> = Vec::new();
    let mut known = String::new();
    let (mut next, mut highest, mut opaque) = (0, 0, false);
    for piece in pieces(call)? {
        let verb = match piece {
            Piece::Literal(text) => {
                known.push_str(text);
                continue;
            }
            Piece::Verb(verb) => verb,
        };
        let index = verb.argument.unwrap_or(next);
        next = index + 1;
        highest = highest.max(next);
        let Some(argument) = arguments.get(index) else {
            let (raw, offset, total) = (verb.raw, verb.offset, arguments.len());
            return fail(format!(
                "not enough arguments for {raw:?} at {offset}: need index {next} but have {total} total"
            ));
        };
        if argument.is_wholly_known() {
            append(&verb, argument, &mut known).or_else(fail)?;
            call.spend(known.len())?;
        } else {
            let plain = verb.width.is_none() && verb.precision.is_none() && !verb.sharp;
            let as_written = match argument.as_unknown().map(|unknown| &unknown.ty) {
                Some(Type::String | Type::Bool) => matches!(verb.mode, 's' | 'v'),
                Some(Type::Number) => matches!(verb.mode, 's' | 'v' | 'd'),
                _ => false,
            };
            opaque |= !(as_written && plain);
            parts.push(std::mem::take(&mut known).into());
            parts.push(argument.clone());
        }
    }
    if highest < arguments.len() {
        return match highest {
            0 => wrong(1, "too many arguments; no verbs in format string"),
            _ => wrong(highest + 1, format!("too many arguments; only {highest} used by format string")),
        };
    }
    if parts.is_empty() {
        return Ok(known.into());
    }
    parts.push(known.into());
    parts.retain(|part| part.as_str() != Some(""));
    if opaque {
        return Ok(super::spec::unknown_from(Type::String, &call.arguments));
    }
    Ok(template(call, parts))
}

fn format_list(call: &Call) -> Result<Value, Failure> {
    let arguments = &call.arguments[1..];
    let mut length: Option<(usize, usize)> = None;
    for (index, argument) in arguments.iter().enumerate() {
        let sequence = matches!(argument.type_of(), Type::List(_) | Type::Set(_) | Type::Tuple(_) | Type::Dynamic);
        if !sequence || argument.is_null() {
            continue;
        }
        let Some(elements) = argument.as_sequence() else { return Ok(call.unknown()) };
        match length {
            Some((first, length)) if length != elements.len() => {
                let message = format!(
                    "argument {} has length {}, which is inconsistent with argument {} of length {length}",
                    index + 1,
                    elements.len(),
                    first + 1
                );
                return wrong(index + 1, message);
            }
            Some(_) => {}
            None => length = Some((index, elements.len())),
        }
    }
    let rows = length.map_or(1, |(_, length)| length);
    let mut printed: Vec<Value> = Vec::with_capacity(rows);
    for row in 0..rows {
        let pick = |argument: &Value| match argument.as_sequence() {
            Some(elements) => elements[row].clone(),
            None => argument.clone(),
        };
        let arguments: Vec<Value> = arguments.iter().map(pick).collect();
        let line = print_known(call, &arguments);
        printed.push(line.map_err(|failure| Failure {
            argument: failure.argument,
            message: format!("error on format iteration {row}: {}", failure.message),
        })?);
    }
    Ok(Value::list(Type::String, printed))
}

fn pieces<'c>(call: &'c Call) -> Result<Vec<Piece<'c>>, Failure> {
    let format = call.text(0);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    while at < format.len() {
        let Some(percent) = format[at..].find('%') else {
            pieces.push(Piece::Literal(&format[at..]));
            break;
        };
        pieces.push(Piece::Literal(&format[at..at + percent]));
        at += percent;
        if format[at..].starts_with("%%") {
            pieces.push(Piece::Literal("%"));
            at += 2;
            continue;
        }
        let verb = verb(call, format, at)?;
        at += verb.raw.len();
        pieces.push(Piece::Verb(verb));
    }
    Ok(pieces)
}

/// `%`, flags, width, precision, argument index in brackets, and the letter.
fn verb<'t>(call: &Call, format: &'t str, offset: usize) -> Result<Verb<'t>, Failure> {
    let bytes = format.as_bytes();
    let mut verb = Verb { offset, ..Verb::default() };
    let mut at = offset + 1;
    while let Some(flag) = bytes.get(at) {
        match flag {
            b'#' => verb.sharp = true,
            b'0' => verb.zero = true,
            b'-' => verb.minus = true,
            b'+' => verb.plus = true,
            b' ' => verb.space = true,
            _ => break,
        }
        at += 1;
    }
    verb.width = digits(call, format, &mut at)?;
    if bytes.get(at) == Some(&b'.') {
        at += 1;
        verb.precision = Some(digits(call, format, &mut at)?.unwrap_or(0));
    }
    if bytes.get(at) == Some(&b'[') {
        at += 1;
        let index = digits(call, format, &mut at)?.filter(|index| *index > 0);
        match (index, bytes.get(at)) {
            (Some(index), Some(b']')) => verb.argument = Some(index - 1),
            _ => return unrecognized(format, at),
        }
        at += 1;
    }
    match format[at..].chars().next() {
        Some(mode) if mode.is_ascii_alphabetic() => verb.mode = mode,
        _ => return unrecognized(format, at),
    }
    verb.raw = &format[offset..=at];
    Ok(verb)
}

fn unrecognized<T>(format: &str, at: usize) -> Result<T, Failure> {
    match format[at..].chars().next() {
        Some(found) => fail(format!("unrecognized format character {found:?} at offset {at}")),
        None => fail("unterminated format verb at end of string"),
    }
}

fn digits(call: &Call, format: &str, at: &mut usize) -> Result<Option<usize>, Failure> {
    let length = format[*at..].bytes().take_while(u8::is_ascii_digit).count();
    let text = &format[*at..*at + length];
    *at += length;
    if text.is_empty() {
        return Ok(None);
    }
    let width = text.parse().unwrap_or(usize::MAX);
    call.spend(width)?;
    Ok(Some(width))
}

fn append(verb: &Verb, argument: &Value, out: &mut String) -> Result<(), String> {
    let (raw, offset) = (verb.raw, verb.offset);
    let unsupported = |reason: &str| format!("unsupported value for {raw:?} at {offset}: {reason}");
    if verb.mode != 'v' && argument.is_null() {
        return Err(unsupported("null value cannot be formatted"));
    }
    let converted = |ty: &Type| convert(argument, ty).map_err(|message| unsupported(&message));
    match verb.mode {
        'v' => out.push_str(&pad(verb, &as_is(verb, argument))),
        't' => out.push_str(if converted(&Type::Bool)?.as_bool() == Some(true) { "true" } else { "false" }),
        'b' | 'd' | 'o' | 'x' | 'X' => {
            let number = converted(&Type::Number)?;
            let number = number.as_number().expect("a known number");
            if !number.is_integer() {
                return Err(unsupported("an integer is required"));
            }
            out.push_str(&integer(verb, number));
        }
        'e' | 'E' | 'f' | 'g' | 'G' => {
            let number = converted(&Type::Number)?;
            out.push_str(&float(verb, number.as_number().expect("a known number")));
        }
        's' | 'q' => {
            let string = converted(&Type::String)?;
            let text = cut(verb, string.as_str().unwrap_or_default());
            let text = if verb.mode == 'q' { to_json(&text.into()).unwrap_or_default() } else { text };
            out.push_str(&pad(verb, &text));
        }
        mode => return Err(format!("unsupported format verb {mode:?} in {raw:?} at offset {offset}")),
    }
    Ok(())
}

fn as_is(verb: &Verb, argument: &Value) -> String {
    match &argument.kind {
        Kind::String(text) if !verb.sharp => text.to_string(),
        Kind::Number(number) if !verb.sharp => decimal_text(number, 'g', None),
        _ => to_json(argument).expect("wholly known"),
    }
}

fn cut(verb: &Verb, text: &str) -> String {
    match verb.precision {
        Some(precision) => text.graphemes(true).take(precision).collect(),
        None => text.to_owned(),
    }
}

fn pad(verb: &Verb, text: &str) -> String {
    let missing = verb.width.unwrap_or(0).saturating_sub(text.graphemes(true).count());
    let padding = if verb.zero { "0" } else { " " }.repeat(missing);
    if verb.minus { format!("{text}{padding}") } else { format!("{padding}{text}") }
}

fn sign(verb: &Verb, negative: bool) -> &'static str {
    match (negative, verb.plus, verb.space) {
        (true, _, _) => "-",
        (false, true, _) => "+",
        (false, false, true) => " ",
        (false, false, false) => "",
    }
}

fn integer(verb: &Verb, number: &Number) -> String {
    let value = number.to_integer().unwrap_or_default();
    let magnitude: BigInt = value.abs();
    let (digits, prefix) = match verb.mode {
        'b' => (magnitude.to_str_radix(2), "0b"),
        'o' => (magnitude.to_str_radix(8), "0"),
        'x' => (magnitude.to_str_radix(16), "0x"),
        'X' => (magnitude.to_str_radix(16).to_uppercase(), "0X"),
        _ => (magnitude.to_str_radix(10), ""),
    };
    if verb.precision == Some(0) && digits == "0" {
        return String::new();
    }
    let prefix = if verb.sharp { prefix } else { "" };
    let sign = sign(verb, value.is_negative());
    let mut zeros = verb.precision.unwrap_or(0).saturating_sub(digits.len());
    let missing = verb.width.unwrap_or(0).saturating_sub(sign.len() + prefix.len() + zeros + digits.len());
    let (mut left, mut right) = (0, 0);
    match () {
        () if verb.minus => right = missing,
        () if verb.zero && verb.precision.is_none() => zeros = missing,
        () => left = missing,
    }
    let (left, zeros, right) = (" ".repeat(left), "0".repeat(zeros), " ".repeat(right));
    format!("{left}{sign}{prefix}{zeros}{digits}{right}")
}

fn float(verb: &Verb, number: &Number) -> String {
    let precision = match (verb.precision, verb.mode) {
        (None, 'e' | 'E' | 'f') => Some(6),
        (given, _) => given,
    };
    let infinite = Decimal::exact(number).is_none();
    let text = decimal_text(number, verb.mode, precision);
    let (negative, body) = match text.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let sign = match (infinite, negative, verb.space) {
        (true, false, false) => "+",
        _ => sign(verb, negative),
    };
    let missing = verb.width.unwrap_or(0).saturating_sub(sign.len() + body.len());
    match () {
        () if verb.zero && !verb.minus && !infinite => format!("{sign}{}{body}", "0".repeat(missing)),
        () if verb.minus => format!("{sign}{body}{}", " ".repeat(missing)),
        () => format!("{}{sign}{body}", " ".repeat(missing)),
    }
}
