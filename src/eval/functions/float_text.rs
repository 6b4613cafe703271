//! Numbers as text in Go's `e`, `f` and `g` forms.

use crate::value::Number;
use num_bigint::BigInt;
use num_traits::{Pow, Signed};

/// Decimal digits without trailing zeros; the value is `0.DIGITS * 10^exponent`.
pub struct Decimal {
    negative: bool,
    digits: Vec<u8>,
    exponent: i64,
}

impl Decimal {
    /// All digits; `None` for an infinite number.
    pub fn exact(number: &Number) -> Option<Decimal> {
        let (mantissa, exponent) = number.to_parts()?;
        let digits = match usize::try_from(exponent) {
            Ok(shift) => mantissa.abs() << shift,
            Err(_) => mantissa.abs() * BigInt::from(5).pow(exponent.unsigned_abs()),
        };
        let text = digits.to_str_radix(10);
        let point = text.len() as i64 + exponent.min(0);
        Some(Decimal::new(mantissa.is_negative(), text.as_bytes(), point))
    }

    /// The fewest digits that tell the number from its neighbours.
    fn shortest(number: &Number) -> Option<Decimal> {
        number.to_parts()?;
        let text = number.to_string();
        let (negative, text) = text.strip_prefix('-').map_or((false, &*text), |text| (true, text));
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = format!("{whole}{fraction}");
        Some(Decimal::new(negative, digits.as_bytes(), whole.len() as i64))
    }

    fn new(negative: bool, digits: &[u8], exponent: i64) -> Decimal {
        let leading = digits.iter().take_while(|digit| **digit == b'0').count();
        let mut digits = digits[leading..].to_vec();
        while digits.last() == Some(&b'0') {
            digits.pop();
        }
        let exponent = if digits.is_empty() { 0 } else { exponent - leading as i64 };
        Decimal { negative, digits, exponent }
    }

    /// Keeps `count` digits, rounding halves to even.
    fn round(&mut self, count: i64) {
        let Some(count) = usize::try_from(count).ok().filter(|count| *count < self.digits.len()) else { return };
        let half = self.digits[count] == b'5' && count + 1 == self.digits.len();
        let up = match half {
            true => count > 0 && self.digits[count - 1] % 2 == 1,
            false => self.digits[count] >= b'5',
        };
        self.digits.truncate(count);
        if up {
            while self.digits.last() == Some(&b'9') {
                self.digits.pop();
            }
            match self.digits.last_mut() {
                Some(last) => *last += 1,
                None => {
                    self.digits.push(b'1');
                    self.exponent += 1;
                }
            }
        }
        while self.digits.last() == Some(&b'0') {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            self.exponent = 0;
        }
    }

    fn digit(&self, at: i64) -> char {
        usize::try_from(at).ok().and_then(|at| self.digits.get(at)).map_or('0', |digit| char::from(*digit))
    }

    fn sign(&self) -> &'static str {
        if self.negative { "-" } else { "" }
    }

    fn scientific(&self, precision: i64, letter: char) -> String {
        let mut text = format!("{}{}", self.sign(), self.digit(0));
        if precision > 0 {
            text.push('.');
            text.extend((1..=precision).map(|at| self.digit(at)));
        }
        let exponent = if self.digits.is_empty() { 0 } else { self.exponent - 1 };
        let sign = if exponent < 0 { '-' } else { '+' };
        text.push_str(&format!("{letter}{sign}{:02}", exponent.abs()));
        text
    }

    fn fixed(&self, precision: i64) -> String {
        let mut text = self.sign().to_owned();
        match self.exponent > 0 {
            true => text.extend((0..self.exponent).map(|at| self.digit(at))),
            false => text.push('0'),
        }
        if precision > 0 {
            text.push('.');
            text.extend((0..precision).map(|at| self.digit(self.exponent + at)));
        }
        text
    }
}

/// Go's `big.Float.Text`; without a precision the fewest digits.
pub fn decimal_text(number: &Number, form: char, precision: Option<usize>) -> String {
    let decimal = if precision.is_some() { Decimal::exact(number) } else { Decimal::shortest(number) };
    let Some(mut decimal) = decimal else {
        return if number.is_negative() { "-Inf" } else { "+Inf" }.to_owned();
    };
    let given = precision.map(|precision| precision as i64);
    let count = |decimal: &Decimal| decimal.digits.len() as i64;
    match form {
        'e' | 'E' => {
            if let Some(precision) = given {
                decimal.round(1 + precision);
            }
            let precision = given.unwrap_or(count(&decimal) - 1);
            decimal.scientific(precision, form)
        }
        'f' => {
            if let Some(precision) = given {
                decimal.round(decimal.exponent + precision);
            }
            let precision = given.unwrap_or((count(&decimal) - decimal.exponent).max(0));
            decimal.fixed(precision)
        }
        _ => general(decimal, form, given),
    }
}

fn general(mut decimal: Decimal, form: char, given: Option<i64>) -> String {
    if let Some(precision) = given {
        decimal.round(precision.max(1));
    }
    let digits = decimal.digits.len() as i64;
    let precision = given.map_or(digits, |precision| precision.max(1));
    let mut threshold = precision;
    if threshold > digits && digits >= decimal.exponent {
        threshold = digits;
    }
    if given.is_none() {
        threshold = 6;
    }
    let exponent = decimal.exponent - 1;
    if exponent < -4 || exponent >= threshold {
        let letter = if form == 'G' { 'E' } else { 'e' };
        return decimal.scientific(precision.min(digits) - 1, letter);
    }
    let precision = if precision > decimal.exponent { digits } else { precision };
    decimal.fixed((precision - decimal.exponent).max(0))
}
