//! Functions on numbers.

use super::spec::{Call, Failure, Function, a_number, any, anything, fail, number, wrong};
use crate::value::{Number, Type, Value, convert};
use num_bigint::BigInt;

pub const FUNCTIONS: &[Function] = &[
    Function::new("abs", &[number("num")], a_number, |call| {
        let value = call.number(0);
        Ok(if value.is_negative() { value.neg() } else { value.clone() }.into())
    }),
    Function::new("ceil", &[number("num")], a_number, |call| Ok(call.number(0).ceil().into())),
    Function::new("floor", &[number("num")], a_number, |call| Ok(call.number(0).floor().into())),
    Function::new("log", &[number("num"), number("base")], a_number, |call| {
        float(call.number(0).to_f64().ln() / call.number(1).to_f64().ln())
    }),
    Function::new("max", &[], a_number, |call| extreme(call, |best, next| next > best)).with(number("numbers")),
    Function::new("min", &[], a_number, |call| extreme(call, |best, next| next < best)).with(number("numbers")),
    Function::new("parseint", &[any("number"), number("base")], parse_type, parse_integer),
    Function::new("pow", &[number("num"), number("power")], a_number, |call| {
        float(power(call.number(0).to_f64(), call.number(1).to_f64()))
    }),
    Function::new("signum", &[number("num")], a_number, |call| Ok(call.integer(0)?.signum().into())),
    Function::new("sum", &[any("list")], anything, sum),
];

fn float(value: f64) -> Result<Value, Failure> {
    Number::from_f64(value).map_or_else(|| fail("the result is not a number"), |number| Ok(number.into()))
}

/// Go's algorithm, whose last bit differs from the C library's.
fn power(base: f64, exponent: f64) -> f64 {
    let special = base == 0.0 || base == 1.0 || !base.is_finite() || !exponent.is_finite();
    if special || exponent == 0.0 || exponent == 1.0 || exponent.abs() >= 9e18 {
        return base.powf(exponent);
    }
    if exponent.abs() == 0.5 {
        return if exponent > 0.0 { base.sqrt() } else { 1.0 / base.sqrt() };
    }
    let (mut whole, mut part) = (exponent.abs().trunc(), exponent.abs().fract());
    if part != 0.0 && base < 0.0 {
        return f64::NAN;
    }
    let (mut result, mut result_exponent) = (1.0, 0_i64);
    if part != 0.0 {
        if part > 0.5 {
            part -= 1.0;
            whole += 1.0;
        }
        result = (part * base.ln()).exp();
    }
    let (mut square, mut square_exponent) = split(base);
    let mut bits = whole as i64;
    while bits != 0 {
        if square_exponent.abs() > 1 << 12 {
            result_exponent += square_exponent;
            break;
        }
        if bits & 1 == 1 {
            result *= square;
            result_exponent += square_exponent;
        }
        square *= square;
        square_exponent <<= 1;
        if square < 0.5 {
            square += square;
            square_exponent -= 1;
        }
        bits >>= 1;
    }
    if exponent < 0.0 {
        (result, result_exponent) = (1.0 / result, -result_exponent);
    }
    let steps = result_exponent.clamp(-3000, 3000) as i32;
    result * 2_f64.powi(steps / 2) * 2_f64.powi(steps - steps / 2)
}

/// A fraction of at least one half (in size) and below one, and the power of two that it is multiplied by.
fn split(value: f64) -> (f64, i64) {
    let (value, shift) = if value.is_subnormal() { (value * 2_f64.powi(52), -52) } else { (value, 0) };
    let bits = value.to_bits();
    let exponent = ((bits >> 52) & 0x7ff) as i64 - 1022;
    (f64::from_bits(bits & !(0x7ff << 52) | 1022 << 52), exponent + shift)
}

fn extreme(call: &Call, better: fn(&Number, &Number) -> bool) -> Result<Value, Failure> {
    let mut numbers = call.arguments.iter().filter_map(Value::as_number);
    let Some(first) = numbers.next() else { return fail("must pass at least one number") };
    let best = numbers.fold(first, |best, next| if better(best, next) { next } else { best });
    Ok(best.clone().into())
}

fn parse_type(arguments: &[Value]) -> Result<Type, Failure> {
    match arguments[0].type_of() {
        Type::String => Ok(Type::Number),
        other => wrong(0, format!("first argument must be a string, not {}", super::conversion::friendly(&other))),
    }
}

fn parse_integer(call: &Call) -> Result<Value, Failure> {
    let (digits, base) = (call.text(0), call.integer(1)?);
    if !(2..=62).contains(&base) {
        return wrong(1, "base must be a whole number between 2 and 62 inclusive");
    }
    let base = u32::try_from(base).expect("between 2 and 62");
    match whole_number(digits, base) {
        Some(number) => Ok(number.into()),
        None => wrong(0, format!("cannot parse {digits:?} as a base {base} integer")),
    }
}

/// Digits as Go reads them: letters of both cases up to base 36, capitals after small letters above.
fn whole_number(text: &str, base: u32) -> Option<Number> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let values: Option<Vec<u8>> = digits.bytes().map(|digit| digit_value(digit, base)).collect();
    let values = values.filter(|values| !values.is_empty())?;
    let sign = if negative { num_bigint::Sign::Minus } else { num_bigint::Sign::Plus };
    let value = BigInt::from_radix_be(sign, &values, base)?;
    Some(Number::from_integer(value))
}

fn digit_value(digit: u8, base: u32) -> Option<u8> {
    let value = match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'z' => digit - b'a' + 10,
        b'A'..=b'Z' if base <= 36 => digit - b'A' + 10,
        b'A'..=b'Z' => digit - b'A' + 36,
        _ => return None,
    };
    (u32::from(value) < base).then_some(value)
}

fn sum(call: &Call) -> Result<Value, Failure> {
    const WANTED: &str = "argument must be list, set, or tuple of number values";
    let list = &call.arguments[0];
    let Some(elements) = list.as_sequence() else {
        return wrong(0, if list.as_mapping().is_some() { WANTED } else { "cannot sum noniterable" });
    };
    if elements.is_empty() {
        return wrong(0, "cannot sum an empty list");
    }
    let mut total = Number::from(0);
    let mut unknown = false;
    for element in elements {
        let Ok(element) = convert(element, &Type::Number) else { return wrong(0, WANTED) };
        match element.as_number() {
            Some(number) => total = total.add(number),
            None if element.is_null() => return wrong(0, WANTED),
            None => unknown = true,
        }
    }
    if unknown {
        return Ok(super::spec::unknown_from(Type::Number, &call.arguments));
    }
    Ok(total.into())
}
