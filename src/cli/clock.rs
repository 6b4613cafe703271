//! What day it is where the program runs.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// Today by the zone of `TZ`, else by the machine's.
pub fn today() -> Date {
    zone().map_or_else(|| Zoned::now().date(), |zone| Timestamp::now().to_zoned(zone).date())
}

/// The machine's zone by its own file, where nothing names another: to look a name up, all zones are listed, which takes longer than
/// a small lint.
fn zone() -> Option<TimeZone> {
    if std::env::var_os("TZ").is_some() {
        return None;
    }
    TimeZone::tzif("", &std::fs::read("/etc/localtime").ok()?).ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_day_is_that_of_the_zone() {
        let before = jiff::Zoned::now().date();
        let today = super::today();
        assert!(before <= today && today <= jiff::Zoned::now().date(), "{today}");
    }
}
