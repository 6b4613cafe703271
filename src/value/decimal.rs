//! Decimal digits of numbers, and rounding them for people.

use num_bigint::BigInt;
use num_traits::Pow;

/// `0.DIGITS * 10^point`, without trailing zeros.
pub(super) struct Decimal {
    pub(super) digits: Vec<u8>,
    pub(super) point: i64,
}

impl Decimal {
    pub(super) fn exact(magnitude: &BigInt, exponent: i64) -> Decimal {
        let (integer, tens) = if exponent >= 0 {
            (magnitude << exponent as usize, 0)
        } else {
            (magnitude * Pow::pow(BigInt::from(5), exponent.unsigned_abs()), exponent)
        };
        let digits: Vec<u8> = integer.to_string().bytes().map(|byte| byte - b'0').collect();
        let point = digits.len() as i64 + tens;
        let mut exact = Decimal { digits, point };
        exact.trim();
        exact
    }

    fn trim(&mut self) {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
    }

    pub(super) fn round(&mut self, keep: usize) {
        if keep >= self.digits.len() {
            return;
        }
        let exactly_half = self.digits[keep] == 5 && keep + 1 == self.digits.len();
        let up = match exactly_half {
            true => keep > 0 && self.digits[keep - 1] % 2 == 1,
            false => self.digits[keep] >= 5,
        };
        if up { self.round_up(keep) } else { self.round_down(keep) }
    }

    pub(super) fn round_down(&mut self, keep: usize) {
        self.digits.truncate(keep);
        self.trim();
    }

    pub(super) fn round_up(&mut self, keep: usize) {
        if keep >= self.digits.len() {
            return;
        }
        self.digits.truncate(keep);
        while self.digits.last() == Some(&9) {
            self.digits.pop();
        }
        match self.digits.last_mut() {
            Some(last) => *last += 1,
            None => {
                self.digits.push(1);
                self.point += 1;
            }
        }
    }

    pub(super) fn plain(&self) -> String {
        let text: String = self.digits.iter().map(|digit| char::from(digit + b'0')).collect();
        if self.point <= 0 {
            return format!("0.{}{text}", "0".repeat(self.point.unsigned_abs() as usize));
        }
        let point = self.point as usize;
        if point >= text.len() {
            return format!("{text}{}", "0".repeat(point - text.len()));
        }
        format!("{}.{}", &text[..point], &text[point..])
    }
}
