//! Numbers of 512 bits of precision, as Terraform has them.

use num_bigint::BigInt;
use num_traits::ToPrimitive;
use std::sync::Arc;

/// A number: a small integer, or `mantissa * 2^exponent` with at most 512 bits of mantissa (odd or zero), or infinite.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Number {
    Small(i64),
    Big(Arc<(BigInt, i64)>),
    PositiveInfinity,
    NegativeInfinity,
}

impl From<i64> for Number {
    fn from(value: i64) -> Number {
        Number::Small(value)
    }
}

impl Number {
    /// The integer, where it is whole and fits.
    pub fn to_i64(&self) -> Option<i64> {
        match self {
            Number::Small(value) => Some(*value),
            Number::Big(parts) if parts.1 >= 0 && parts.1 < 64 => (&parts.0 << parts.1 as usize).to_i64(),
            _ => None,
        }
    }
}
