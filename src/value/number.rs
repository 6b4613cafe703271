//! Numbers of 512 bits of precision, as Terraform has them.

use super::decimal::Decimal;
use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use num_traits::{One, Pow, Signed, ToPrimitive, Zero};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Bits of a number that was written or computed, as in Terraform.
const PRECISION: u32 = 512;
/// Bits of a number that a function computed in floating point.
const FLOAT_PRECISION: u32 = 53;
/// Larger magnitudes become infinite and smaller ones zero, so that printing stays cheap.
const EXPONENT_LIMIT: i64 = 1_000_000;

/// A number: an integer of 64 bits (always `Small`), another finite number, or infinite.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Number {
    Small(i64),
    Big(Arc<Float>),
    PositiveInfinity,
    NegativeInfinity,
}

/// `mantissa * 2^exponent`; the mantissa is odd. The precision only decides how many digits are printed and kept.
#[derive(Clone, Debug)]
pub struct Float {
    mantissa: BigInt,
    exponent: i64,
    precision: u32,
}

impl PartialEq for Float {
    fn eq(&self, other: &Float) -> bool {
        self.exponent == other.exponent && self.mantissa == other.mantissa
    }
}

impl Eq for Float {}

impl Hash for Float {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.mantissa.hash(state);
        self.exponent.hash(state);
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Number {
        Number::Small(value)
    }
}

impl Number {
    /// Reads decimal digits with an optional sign, fraction and exponent; `None` for anything else.
    pub fn parse(text: &str) -> Option<Number> {
        if let Ok(small) = text.parse::<i64>() {
            return Some(Number::Small(small));
        }
        let (negative, rest) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        if matches!(rest, "Inf" | "inf") {
            return Some(if negative { Number::NegativeInfinity } else { Number::PositiveInfinity });
        }
        let (digits, exponent) = match rest.find(['e', 'E']) {
            Some(at) => (&rest[..at], parse_exponent(&rest[at + 1..])?),
            None => (rest, 0),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
        if all.is_empty() || !all.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let magnitude = BigUint::parse_bytes(&all, 10)?;
        let sign = if negative { Sign::Minus } else { Sign::Plus };
        Some(decimal(BigInt::from_biguint(sign, magnitude), exponent.saturating_sub(fraction.len() as i64)))
    }

    /// A number with the 53 bits of a float, as functions that compute in floating point give; `None` for NaN.
    pub fn from_f64(value: f64) -> Option<Number> {
        if value.is_nan() {
            return None;
        }
        if value.is_infinite() {
            return Some(if value > 0.0 { Number::PositiveInfinity } else { Number::NegativeInfinity });
        }
        let bits = value.to_bits();
        let raw_exponent = ((bits >> 52) & 0x7ff) as i64;
        let fraction = bits & ((1 << 52) - 1);
        let mantissa = if raw_exponent == 0 { fraction } else { fraction | (1 << 52) };
        let exponent = raw_exponent.max(1) - 1075;
        let mantissa = BigInt::from(mantissa) * if value.is_sign_negative() { -1 } else { 1 };
        Some(make(mantissa, exponent, FLOAT_PRECISION))
    }

    /// The nearest float.
    pub fn to_f64(&self) -> f64 {
        let float = match self {
            Number::Small(value) => return *value as f64,
            Number::PositiveInfinity => return f64::INFINITY,
            Number::NegativeInfinity => return f64::NEG_INFINITY,
            Number::Big(float) => float,
        };
        let (mantissa, exponent) = round(float.mantissa.clone(), float.exponent, FLOAT_PRECISION);
        let mantissa = mantissa.to_f64().unwrap_or(f64::NAN);
        let exponent = exponent.clamp(-2200, 2200) as i32;
        // Two steps keep the intermediate power in range.
        mantissa * 2f64.powi(exponent / 2) * 2f64.powi(exponent - exponent / 2)
    }

    /// `mantissa * 2^exponent`; `None` where it is infinite.
    pub fn to_parts(&self) -> Option<(BigInt, i64)> {
        match self {
            Number::Small(value) => Some((BigInt::from(*value), 0)),
            Number::Big(float) => Some((float.mantissa.clone(), float.exponent)),
            _ => None,
        }
    }

    /// False for `1 / 0` and its kin, which JSON has no sign for.
    pub fn is_finite(&self) -> bool {
        !matches!(self, Number::PositiveInfinity | Number::NegativeInfinity)
    }

    /// The integer, where it is whole and fits.
    pub fn to_i64(&self) -> Option<i64> {
        match self {
            Number::Small(value) => Some(*value),
            _ => None,
        }
    }

    /// The integer, where it is whole.
    pub fn to_integer(&self) -> Option<BigInt> {
        match self {
            Number::Small(value) => Some(BigInt::from(*value)),
            Number::Big(float) if float.exponent >= 0 => Some(&float.mantissa << float.exponent as usize),
            _ => None,
        }
    }

    /// A whole number, rounded to 512 bits.
    pub fn from_integer(value: BigInt) -> Number {
        make(value, 0, PRECISION)
    }

    pub fn is_integer(&self) -> bool {
        match self {
            Number::Small(_) => true,
            Number::Big(float) => float.exponent >= 0,
            _ => false,
        }
    }

    pub fn is_zero(&self) -> bool {
        matches!(self, Number::Small(0))
    }

    pub fn is_negative(&self) -> bool {
        match self {
            Number::Small(value) => *value < 0,
            Number::Big(float) => float.mantissa.is_negative(),
            Number::PositiveInfinity => false,
            Number::NegativeInfinity => true,
        }
    }

    /// The sum; opposite infinities give zero, which Terraform refuses before it comes here.
    pub fn add(&self, other: &Number) -> Number {
        if let (Number::Small(a), Number::Small(b)) = (self, other)
            && let Some(sum) = a.checked_add(*b)
        {
            return Number::Small(sum);
        }
        match (self.finite(), other.finite()) {
            (Some(a), Some(b)) => {
                let exponent = a.exponent.min(b.exponent);
                let at = |float: &Float| &float.mantissa << (float.exponent - exponent) as usize;
                make(at(&a) + at(&b), exponent, a.precision.max(b.precision))
            }
            (None, None) if self != other => Number::Small(0),
            (None, _) => self.clone(),
            (_, None) => other.clone(),
        }
    }

    pub fn sub(&self, other: &Number) -> Number {
        self.add(&other.neg())
    }

    pub fn mul(&self, other: &Number) -> Number {
        if let (Number::Small(a), Number::Small(b)) = (self, other)
            && let Some(product) = a.checked_mul(*b)
        {
            return Number::Small(product);
        }
        match (self.finite(), other.finite()) {
            (Some(a), Some(b)) => make(a.mantissa * b.mantissa, a.exponent + b.exponent, PRECISION),
            _ if self.is_zero() || other.is_zero() => Number::Small(0),
            _ => infinity(self.is_negative() != other.is_negative()),
        }
    }

    /// The quotient; `None` when the divisor is zero or both are infinite.
    pub fn div(&self, other: &Number) -> Option<Number> {
        if other.is_zero() {
            return None;
        }
        let (a, b) = match (self.finite(), other.finite()) {
            (Some(a), Some(b)) => (a, b),
            (None, Some(_)) => return Some(infinity(self.is_negative() != other.is_negative())),
            (Some(_), None) => return Some(Number::Small(0)),
            (None, None) => return None,
        };
        let precision = a.precision.max(b.precision);
        let shift = (u64::from(precision) + 2 + b.mantissa.bits()).saturating_sub(a.mantissa.bits());
        let negative = a.mantissa.is_negative() != b.mantissa.is_negative();
        let numerator: BigInt = a.mantissa.abs() << shift as usize;
        let (quotient, remainder) = numerator.div_rem(&b.mantissa.abs());
        // A last bit that says whether anything was cut off makes the rounding exact.
        let sticky: BigInt = (quotient << 1) + BigInt::from(u8::from(!remainder.is_zero()));
        let mantissa = if negative { -sticky } else { sticky };
        Some(make(mantissa, a.exponent - b.exponent - shift as i64 - 1, precision))
    }

    /// The remainder with the sign of the dividend; the dividend itself when the divisor is zero.
    pub fn rem(&self, other: &Number) -> Number {
        if let (Number::Small(a), Number::Small(b)) = (self, other)
            && let Some(remainder) = a.checked_rem(*b)
        {
            return Number::Small(remainder);
        }
        match (self.finite(), other.finite()) {
            (Some(_), Some(_)) => match self.div(other) {
                Some(quotient) => self.sub(&other.mul(&quotient.truncate())),
                None => self.clone(),
            },
            _ => self.mul(other),
        }
    }

    pub fn neg(&self) -> Number {
        match self {
            Number::Small(value) => match value.checked_neg() {
                Some(negated) => Number::Small(negated),
                None => make(-BigInt::from(*value), 0, PRECISION),
            },
            Number::Big(float) => make(-&float.mantissa, float.exponent, float.precision),
            Number::PositiveInfinity => Number::NegativeInfinity,
            Number::NegativeInfinity => Number::PositiveInfinity,
        }
    }

    pub fn floor(&self) -> Number {
        self.whole(|mantissa, scale| mantissa.div_floor(scale))
    }

    pub fn ceil(&self) -> Number {
        self.whole(|mantissa, scale| mantissa.div_ceil(scale))
    }

    fn truncate(&self) -> Number {
        self.whole(|mantissa, scale| mantissa / scale)
    }

    fn whole(&self, divide: impl Fn(&BigInt, &BigInt) -> BigInt) -> Number {
        match self {
            Number::Big(float) if float.exponent < 0 => {
                let scale = BigInt::one() << float.exponent.unsigned_abs() as usize;
                make(divide(&float.mantissa, &scale), 0, PRECISION)
            }
            _ => self.clone(),
        }
    }

    fn finite(&self) -> Option<Float> {
        match self {
            Number::Small(value) => Some(Float { mantissa: BigInt::from(*value), exponent: 0, precision: PRECISION }),
            Number::Big(float) => Some(Float::clone(float)),
            _ => None,
        }
    }

    /// At most ten significant digits, as Go's `%.10g`; orders the elements of sets.
    pub(super) fn to_short_string(&self) -> String {
        let Some(float) = self.finite().filter(|float| !float.mantissa.is_zero()) else { return self.to_string() };
        let mut digits = Decimal::exact(&float.mantissa.abs(), float.exponent);
        digits.round(10);
        let sign = if self.is_negative() { "-" } else { "" };
        let mut limit = 10;
        if limit > digits.digits.len() as i64 && digits.digits.len() as i64 >= digits.point {
            limit = digits.digits.len() as i64;
        }
        let exponent = digits.point - 1;
        if (-4..limit).contains(&exponent) {
            return format!("{sign}{}", digits.plain());
        }
        let text: String = digits.digits.iter().map(|digit| char::from(digit + b'0')).collect();
        let point = if text.len() > 1 { "." } else { "" };
        let exponent_sign = if exponent < 0 { '-' } else { '+' };
        format!("{sign}{}{point}{}e{exponent_sign}{:02}", &text[..1], &text[1..], exponent.abs())
    }
}

fn parse_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let magnitude = digits.parse::<i64>().unwrap_or(i64::MAX);
    Some(if text.starts_with('-') { -magnitude } else { magnitude })
}

fn infinity(negative: bool) -> Number {
    if negative { Number::NegativeInfinity } else { Number::PositiveInfinity }
}

/// `mantissa * 10^exponent`.
fn decimal(mantissa: BigInt, exponent: i64) -> Number {
    let digits = (mantissa.bits() / 3) as i64;
    if mantissa.is_zero() || exponent.saturating_add(digits) < -EXPONENT_LIMIT / 4 {
        return Number::Small(0);
    }
    if exponent > EXPONENT_LIMIT / 4 {
        return infinity(mantissa.is_negative());
    }
    let power = Pow::pow(BigInt::from(5), exponent.unsigned_abs());
    if exponent >= 0 {
        return make(mantissa * power, exponent, PRECISION);
    }
    let shift = (u64::from(PRECISION) + 2 + power.bits()).saturating_sub(mantissa.bits());
    let negative = mantissa.is_negative();
    let (quotient, remainder) = (mantissa.abs() << shift as usize).div_rem(&power);
    let sticky: BigInt = (quotient << 1) + BigInt::from(u8::from(!remainder.is_zero()));
    make(if negative { -sticky } else { sticky }, exponent - shift as i64 - 1, PRECISION)
}

/// Rounds to nearest, ties to even.
fn round(mantissa: BigInt, exponent: i64, precision: u32) -> (BigInt, i64) {
    let bits = mantissa.bits();
    if bits <= u64::from(precision) {
        return (mantissa, exponent);
    }
    let drop = bits - u64::from(precision);
    let (sign, magnitude) = mantissa.into_parts();
    let mut kept = &magnitude >> drop as usize;
    let half_set = magnitude.bit(drop - 1);
    let below_half = magnitude.trailing_zeros().is_some_and(|zeros| zeros < drop - 1);
    if half_set && (below_half || kept.bit(0)) {
        kept += 1u8;
    }
    (BigInt::from_biguint(sign, kept), exponent + drop as i64)
}

fn make(mantissa: BigInt, exponent: i64, precision: u32) -> Number {
    let (mut mantissa, mut exponent) = round(mantissa, exponent, precision);
    let Some(zeros) = mantissa.trailing_zeros() else { return Number::Small(0) };
    if zeros > 0 {
        mantissa >>= zeros as usize;
        exponent += zeros as i64;
    }
    if exponent > EXPONENT_LIMIT {
        return infinity(mantissa.is_negative());
    }
    if exponent < -EXPONENT_LIMIT {
        return Number::Small(0);
    }
    if (0..64).contains(&exponent)
        && let Some(small) = (&mantissa << exponent as usize).to_i64()
    {
        return Number::Small(small);
    }
    Number::Big(Arc::new(Float { mantissa, exponent, precision }))
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        match (self, other) {
            (Number::Small(a), Number::Small(b)) => a.cmp(b),
            _ if self == other => Ordering::Equal,
            (Number::PositiveInfinity, _) | (_, Number::NegativeInfinity) => Ordering::Greater,
            (Number::NegativeInfinity, _) | (_, Number::PositiveInfinity) => Ordering::Less,
            _ => {
                let (Some(a), Some(b)) = (self.finite(), other.finite()) else { return Ordering::Equal };
                let exponent = a.exponent.min(b.exponent);
                let at = |float: &Float| &float.mantissa << (float.exponent - exponent) as usize;
                at(&a).cmp(&at(&b))
            }
        }
    }
}

/// As Terraform prints: the fewest digits that give the number back at its precision, never with an exponent.
impl fmt::Display for Number {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Number::Small(value) => write!(out, "{value}"),
            Number::PositiveInfinity => out.write_str("+Inf"),
            Number::NegativeInfinity => out.write_str("-Inf"),
            Number::Big(float) => {
                if float.mantissa.is_negative() {
                    out.write_str("-")?;
                }
                out.write_str(&float.shortest().plain())
            }
        }
    }
}

impl Float {
    fn shortest(&self) -> Decimal {
        let magnitude = self.mantissa.abs();
        let mut digits = Decimal::exact(&magnitude, self.exponent);
        // The interval of numbers that read back as this one: half a unit in the last place on both sides.
        let shift = (u64::from(self.precision) + 1).saturating_sub(magnitude.bits());
        let scaled: BigInt = &magnitude << shift as usize;
        let exponent = self.exponent - shift as i64;
        let inclusive = !scaled.magnitude().bit(1);
        let lower = Decimal::exact(&(&scaled - 1), exponent);
        let upper = Decimal::exact(&(&scaled + 1), exponent);
        for at in 0..digits.digits.len() {
            let digit = digits.digits[at];
            let low = lower.digits.get(at).copied().unwrap_or(0);
            let high = upper.digits.get(at).copied().unwrap_or(0);
            let down = low != digit || (inclusive && at + 1 == lower.digits.len());
            let up = digit != high && (inclusive || digit + 1 < high || at + 1 < upper.digits.len());
            match (down, up) {
                (true, true) => digits.round(at + 1),
                (true, false) => digits.round_down(at + 1),
                (false, true) => digits.round_up(at + 1),
                (false, false) => continue,
            }
            break;
        }
        digits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).expect("a number")
    }

    #[test]
    fn prints_as_terraform() {
        for (text, printed) in [
            ("1.50", "1.5"),
            ("0.1", "0.1"),
            ("1e3", "1000"),
            ("1E-3", "0.001"),
            ("18446744073709551616", "18446744073709551616"),
            ("-0.25", "-0.25"),
            (".5", "0.5"),
            ("5.", "5"),
        ] {
            assert_eq!(number(text).to_string(), printed);
        }
        assert_eq!(number("1").div(&number("3")).expect("not zero").to_string(), format!("0.{}5", "3".repeat(154)));
        assert_eq!(Number::from_f64(0.1).expect("finite").to_string(), "0.1");
        for wrong in ["", ".", "1e", "0x10", "1_000", "e5", "1.2.3", "--1"] {
            assert!(Number::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn computes() {
        assert_eq!(number("18446744073709551615").add(&number("1")).to_string(), "18446744073709551616");
        assert_eq!(number("0.1").add(&number("0.2")).to_string(), "0.3");
        assert_eq!(number("-7").rem(&number("3")), number("-1"));
        assert_eq!(number("5.5").rem(&number("2")), number("1.5"));
        assert_eq!(number("-1.5").floor(), number("-2"));
        assert_eq!(number("-1.5").ceil(), number("-1"));
        assert_eq!(number("9223372036854775807").add(&number("1")).sub(&number("1")).to_i64(), Some(i64::MAX));
        assert!(number("1e400") > number("1e399"));
        assert_eq!(number("2.5").to_f64(), 2.5);
        assert_eq!(number("1e-320").to_f64(), 1e-320);
    }
}
