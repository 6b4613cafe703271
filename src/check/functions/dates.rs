//! Days and versions.

use super::unknown;
use crate::check::text::compare_versions;
use crate::value::{Blocker, Kind, Type, Value};
use jiff::civil::Date;

/// Whole days from a time to today (`sign` 1) or from today to a time (`sign` -1); null for null.
pub(super) fn days(time: &Value, today: &str, sign: i64) -> Result<Value, String> {
    match &time.kind {
        Kind::Unknown(_) => Ok(unknown(Type::Number, &[time])),
        Kind::Null(_) => Ok(Value::null_of(Type::Number)),
        Kind::String(text) => {
            let today = date(today).ok_or("today is no date")?;
            let Some(then) = date(text) else {
                let message = format!("{text:?} is not a date");
                return Ok(Value::unknown(Type::Number, Blocker::Other(message.into())));
            };
            let span = then.until((jiff::Unit::Day, today)).map_err(|error| error.to_string())?;
            Ok(Value::from(i64::from(span.get_days()) * sign))
        }
        _ => Err("a timestamp is expected".to_string()),
    }
}

/// The day of `2026-01-31`, `2026-01-31T10:00:00Z` and their kin.
fn date(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

/// False for null; unknown for what is no dotted version.
pub(super) fn version_at_least(version: &Value, minimum: &Value) -> Result<Value, String> {
    let minimum_text = plain(minimum).ok_or("a minimum version is expected")?;
    match &version.kind {
        Kind::Unknown(_) => Ok(unknown(Type::Bool, &[version])),
        Kind::Null(_) => Ok(false.into()),
        _ => {
            let text = plain(version).ok_or("a version is expected")?;
            match compare_versions(&text, &minimum_text) {
                Some(order) => Ok(order.is_ge().into()),
                None => {
                    let message = format!("{text:?} is not a version number");
                    Ok(Value::unknown(Type::Bool, Blocker::Other(message.into())))
                }
            }
        }
    }
}

fn plain(value: &Value) -> Option<String> {
    match &value.kind {
        Kind::String(text) => Some(text.to_string()),
        Kind::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
