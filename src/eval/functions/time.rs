//! Functions on given times. The clock is never read.

use super::spec::{Call, Failure, Function, a_number, a_string, fail, text, wrong};
use crate::value::Value;

pub const FUNCTIONS: &[Function] = &[
    Function::new("formatdate", &[text("format"), text("time")], a_string, format_date),
    Function::new("timeadd", &[text("timestamp"), text("duration")], a_string, time_add),
    Function::new("timecmp", &[text("timestamp_a"), text("timestamp_b")], a_number, |call| {
        let (left, right) = (lenient(call, 0)?.instant(), lenient(call, 1)?.instant());
        Ok(match left.cmp(&right) {
            std::cmp::Ordering::Less => -1,
            std::cmp::Ordering::Equal => 0,
            std::cmp::Ordering::Greater => 1,
        }
        .into())
    }),
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const DAY: i64 = 86_400;

/// What YAML takes as a timestamp: date only, or with a time, with short fields; the text is RFC 3339.
pub fn yaml_timestamp(text: &str) -> Option<String> {
    let date_end = text.find(['T', 't', ' ']).unwrap_or(text.len());
    let two = |field: &str| match field.len() {
        1 => Some(format!("0{field}")),
        2 => Some(field.to_owned()),
        _ => None,
    };
    let fields = |text: &str, separator: char| {
        let fields: Option<Vec<String>> = text.splitn(3, separator).map(two).collect();
        fields.filter(|fields| fields.len() == 3 || separator == '-')
    };
    let (year, date) = text[..date_end].split_once('-').filter(|(year, _)| year.len() == 4)?;
    let date = fields(date, '-').filter(|fields| fields.len() == 2)?.join("-");
    let Some(time) = text.get(date_end + 1..) else {
        return Some(parse(&format!("{year}-{date}T00:00:00Z"), 23, 59)?.rfc3339());
    };
    let spaced = text.as_bytes()[date_end] == b' ';
    let clock_end = time.find(|c: char| !(c.is_ascii_digit() || c == ':')).unwrap_or(time.len());
    let clock = fields(&time[..clock_end], ':')?.join(":");
    let rest = if spaced { format!("{}Z", &time[clock_end..]) } else { time[clock_end..].to_owned() };
    Some(parse(&format!("{year}-{date}T{clock}{rest}"), 24, 60)?.rfc3339())
}

/// A wall clock time and its distance from UTC.
struct Timestamp {
    year: i64,
    month: i64,
    day: i64,
    hour: i64,
    minute: i64,
    second: i64,
    nanosecond: i64,
    /// Seconds east of UTC.
    offset: i64,
}

impl Timestamp {
    /// Seconds since 1970 in UTC, and nanoseconds.
    fn instant(&self) -> (i64, i64) {
        let days = days_from_civil(self.year, self.month, self.day);
        (days * DAY + self.hour * 3600 + self.minute * 60 + self.second - self.offset, self.nanosecond)
    }

    fn from_instant(seconds: i64, nanosecond: i64, offset: i64) -> Timestamp {
        let local = seconds + offset;
        let (days, rest) = (local.div_euclid(DAY), local.rem_euclid(DAY));
        let (year, month, day) = civil_from_days(days);
        let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
        Timestamp { year, month, day, hour, minute, second, nanosecond, offset }
    }

    fn weekday(&self) -> &'static str {
        let days = days_from_civil(self.year, self.month, self.day);
        WEEKDAYS[usize::try_from((days + 4).rem_euclid(7)).expect("below seven")]
    }

    fn month_name(&self) -> &'static str {
        MONTHS[usize::try_from(self.month - 1).expect("a month")]
    }

    fn zone(&self, separator: &str) -> String {
        let sign = if self.offset < 0 { '-' } else { '+' };
        let minutes = self.offset.abs() / 60;
        format!("{sign}{:02}{separator}{:02}", minutes / 60, minutes % 60)
    }

    fn rfc3339(&self) -> String {
        let zone = if self.offset == 0 { "Z".to_owned() } else { self.zone(":") };
        let (year, month, day) = (self.year, self.month, self.day);
        let (hour, minute, second) = (self.hour, self.minute, self.second);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone}")
    }
}

fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

fn days_in(year: i64, month: i64) -> i64 {
    let (next_year, next) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    days_from_civil(next_year, next, 1) - days_from_civil(year, month, 1)
}

fn timestamp(call: &Call, index: usize) -> Result<Timestamp, Failure> {
    let given = call.text(index);
    match parse(given, 23, 59) {
        Some(parsed) => Ok(parsed),
        None => wrong(index, format!("not a valid RFC3339 timestamp: {given:?}")),
    }
}

/// `timecmp` also takes a comma before the fraction, and an hour of one digit.
fn lenient(call: &Call, index: usize) -> Result<Timestamp, Failure> {
    let mut given = call.text(index).to_owned();
    if given.is_ascii() && given.as_bytes().get(12) == Some(&b':') {
        given.insert(11, '0');
    }
    if given.is_ascii() && given.as_bytes().get(19) == Some(&b',') {
        given.replace_range(19..20, ".");
    }
    parse(&given, 24, 60).map_or_else(|| timestamp(call, index), Ok)
}

/// Strict RFC 3339, with the largest parts of an offset.
fn parse(text: &str, most_hours: i64, most_minutes: i64) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let number = |from: usize, to: usize| {
        let digits = bytes.get(from..to).filter(|digits| digits.iter().all(u8::is_ascii_digit))?;
        Some(digits.iter().fold(0, |value, digit| value * 10 + i64::from(digit - b'0')))
    };
    let is = |at: usize, wanted: u8| bytes.get(at) == Some(&wanted);
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    if !(is(4, b'-') && is(7, b'-') && is(10, b'T') && is(13, b':') && is(16, b':')) {
        return None;
    }
    if !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let mut at = 19;
    let mut nanosecond = 0;
    if is(at, b'.') {
        let digits = bytes[at + 1..].iter().take_while(|digit| digit.is_ascii_digit()).count();
        if digits == 0 {
            return None;
        }
        let kept = digits.min(9);
        nanosecond = number(at + 1, at + 1 + kept)? * 10_i64.pow(u32::try_from(9 - kept).ok()?);
        at += 1 + digits;
    }
    let offset = match &bytes[at..] {
        b"Z" => 0,
        zone if zone.len() == 6 && matches!(zone[0], b'+' | b'-') && zone[3] == b':' => {
            let (hours, minutes) = (number(at + 1, at + 3)?, number(at + 4, at + 6)?);
            if hours > most_hours || minutes > most_minutes {
                return None;
            }
            (hours * 3600 + minutes * 60) * if zone[0] == b'-' { -1 } else { 1 }
        }
        _ => return None,
    };
    Some(Timestamp { year, month, day, hour, minute, second, nanosecond, offset })
}

fn time_add(call: &Call) -> Result<Value, Failure> {
    let start = timestamp(call, 0)?;
    let Some(nanoseconds) = duration(call.text(1)) else {
        return fail(format!("time: invalid duration {:?}", call.text(1)));
    };
    let (seconds, nanosecond) = start.instant();
    let total = i128::from(seconds) * 1_000_000_000 + i128::from(nanosecond) + i128::from(nanoseconds);
    let (seconds, nanosecond) = (total.div_euclid(1_000_000_000), total.rem_euclid(1_000_000_000));
    let (Ok(seconds), Ok(nanosecond)) = (i64::try_from(seconds), i64::try_from(nanosecond)) else {
        return fail("the resulting time is out of range");
    };
    Ok(Timestamp::from_instant(seconds, nanosecond, start.offset).rfc3339().into())
}

/// Go's durations: `-1h30m`, `1.5h`, `10ms`; nanoseconds.
fn duration(text: &str) -> Option<i64> {
    let (negative, mut rest) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total: i128 = 0;
    while !rest.is_empty() {
        let number = rest.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
        let (digits, after) = rest.split_at(number);
        let unit = after.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(after.len());
        let (unit, after) = after.split_at(unit);
        total += amount(digits, unit_nanoseconds(unit)?)?;
        if total > 1 << 63 {
            return None;
        }
        rest = after;
    }
    i64::try_from(if negative { -total } else { total }).ok()
}

fn unit_nanoseconds(unit: &str) -> Option<i128> {
    Some(match unit {
        "ns" => 1,
        "us" | "µs" | "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => return None,
    })
}

fn amount(digits: &str, unit: i128) -> Option<i128> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.len() + fraction.len() == 0 || fraction.contains('.') || whole.len() > 19 {
        return None;
    }
    let whole: i128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let fraction = &fraction[..fraction.len().min(18)];
    let scale = 10_i128.pow(u32::try_from(fraction.len()).ok()?);
    let fraction: i128 = if fraction.is_empty() { 0 } else { fraction.parse().ok()? };
    Some(whole * unit + fraction * unit / scale)
}

fn format_date(call: &Call) -> Result<Value, Failure> {
    let time = timestamp(call, 1)?;
    let mut out = String::new();
    let mut rest = call.text(0);
    while let Some(first) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("''") {
            out.push('\'');
            rest = after;
            continue;
        }
        if first == '\'' {
            rest = quoted(&rest[1..], &mut out)?;
            continue;
        }
        if !first.is_ascii_alphabetic() {
            out.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let length = rest.bytes().take_while(|byte| char::from(*byte) == first).count();
        let (verb, after) = rest.split_at(length);
        out.push_str(&field(verb, &time).or_else(|message| wrong(0, message))?);
        rest = after;
    }
    Ok(out.into())
}

/// Copies literal text up to the closing quote; two quotes are one.
fn quoted<'t>(mut rest: &'t str, out: &mut String) -> Result<&'t str, Failure> {
    loop {
        let Some(end) = rest.find('\'') else { return wrong(0, "unterminated literal '") };
        out.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('\'') {
            Some(after) => {
                out.push('\'');
                rest = after;
            }
            None => return Ok(rest),
        }
    }
}

fn field(verb: &str, time: &Timestamp) -> Result<String, String> {
    let short = |name: &str| name[..3].to_owned();
    let twelve = (time.hour + 11) % 12 + 1;
    let half = |capital: bool| match (time.hour < 12, capital) {
        (true, true) => "AM".to_owned(),
        (true, false) => "am".to_owned(),
        (false, true) => "PM".to_owned(),
        (false, false) => "pm".to_owned(),
    };
    Ok(match verb {
        "YYYY" => format!("{:04}", time.year),
        "YY" => format!("{:02}", time.year % 100),
        "MMMM" => time.month_name().to_owned(),
        "MMM" => short(time.month_name()),
        "MM" => format!("{:02}", time.month),
        "M" => time.month.to_string(),
        "DD" => format!("{:02}", time.day),
        "D" => time.day.to_string(),
        "EEEE" => time.weekday().to_owned(),
        "EEE" => short(time.weekday()),
        "hh" => format!("{:02}", time.hour),
        "h" => time.hour.to_string(),
        "HH" => format!("{twelve:02}"),
        "H" => twelve.to_string(),
        "AA" => half(true),
        "aa" => half(false),
        "mm" => format!("{:02}", time.minute),
        "m" => time.minute.to_string(),
        "ss" => format!("{:02}", time.second),
        "s" => time.second.to_string(),
        "ZZZZZ" => time.zone(":"),
        "ZZZZ" => time.zone(""),
        "ZZZ" if time.offset == 0 => "UTC".to_owned(),
        "ZZZ" => time.zone(""),
        "Z" if time.offset == 0 => "Z".to_owned(),
        "Z" => time.zone(":"),
        _ => return Err(format!("invalid date format verb {verb:?}")),
    })
}
