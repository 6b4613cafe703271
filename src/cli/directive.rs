//! What comments say to tfmend: the controls and options of suppressions, and what cannot be understood of them.

use crate::schema::nearest;
use regex::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

/// A suppression as a comment writes it.
#[derive(Debug, Default)]
pub struct Directive {
    /// From `tfmend:` to the end of the line.
    pub range: Range<usize>,
    pub whole_file: bool,
    pub controls: Vec<String>,
    pub reason: Option<String>,
    pub until: Option<String>,
    pub owner: Option<String>,
    /// The part that is not understood.
    pub unread: Option<String>,
}

static WRITTEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?mR)tfmend:(ignore(?:-file)?)(?:[ \t]+([^\r\n]*)|(?:\*/[^\r\n]*)?$)").expect("the pattern is fixed")
});
/// What opens a comment and may be meant as a suppression: what parts the name from the keyword, the keyword, and the rest.
static ALIKE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?R)(?:#|//|/\*)[#/* \t]*((?i:tfmend)([ \t]*[:_-]?[ \t]*)([A-Za-z-]+)([^\r\n]*))")
        .expect("the pattern is fixed")
});
/// A comment of JSON syntax: its text.
static JSON: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#""//"\s*:\s*"((?:[^"\\\r\n]|\\.)*)""#).expect("the pattern is fixed"));
static OPTION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"([A-Za-z_-]+)[ \t]*=[ \t]*(?:"([^"]*)"|(\S+))"#).expect("the pattern is fixed"));
/// What the rest of a suppression begins with, and hardly that of a sentence.
static NAMES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[=:(,\s]*(?:\*|[A-Za-z]\w*\.\d|[a-z0-9]+(?:-[a-z0-9]+){2}|(?:reason|until|owner)\s*=)")
        .expect("the pattern is fixed")
});
/// A date behind the options that lacks its sign would let a suppression live for ever.
static LOOSE_DATE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\buntil[: \t]+\d{4}\S*").expect("the pattern is fixed"));

/// Hardly any text does, and compiled patterns are dear.
fn names_us(text: &str) -> bool {
    let bytes = text.as_bytes();
    let around = |at: usize| bytes.get(at.checked_sub(1)?..at + 5);
    // The letter that is the rarest of its name.
    memchr::memchr2_iter(b'f', b'F', bytes)
        .any(|at| around(at).is_some_and(|name| name.eq_ignore_ascii_case(b"tfmend")))
}

/// The suppressions of a text, and what looks like one. `is_comment` tells whether a place is inside a comment.
pub fn directives(text: &str, is_comment: impl Fn(usize) -> bool) -> Vec<Directive> {
    if !names_us(text) {
        return Vec::new();
    }
    let mut found: Vec<Directive> = WRITTEN.captures_iter(text).filter_map(|it| written(text, &it)).collect();
    let known = found.len();
    for alike in ALIKE.captures_iter(text).filter(is_meant) {
        let whole = alike.get(1).expect("the group always takes part");
        let next = found[..known].partition_point(|it| it.range.end <= whole.start());
        let is_read = found[..known].get(next).is_some_and(|it| it.range.start <= whole.start());
        if !is_read && !WRITTEN.is_match(whole.as_str()) {
            let said = ending(whole.as_str());
            let range = whole.start()..whole.start() + said.len();
            found.push(Directive { range, unread: Some(said.to_owned()), ..Directive::default() });
        }
    }
    found.retain(|it| is_comment(it.range.start));
    found.sort_by_key(|it| it.range.start);
    found
}

/// The comments of a file in JSON syntax that are meant as suppressions: none is understood there.
pub fn of_json(text: &str) -> Vec<Directive> {
    if !names_us(text) {
        return Vec::new();
    }
    let comments = JSON.captures_iter(text).filter_map(|found| found.get(1));
    let meant = comments.filter(|it| !directives(&format!("# {}", it.as_str()), |_| true).is_empty());
    meant
        .map(|it| Directive { range: it.range(), unread: Some(it.as_str().to_owned()), ..Directive::default() })
        .collect()
}

/// Without the end of a block comment.
fn ending(text: &str) -> &str {
    text.trim_end().trim_end_matches("*/").trim_end()
}

/// The keyword is right. Without anything behind it, it is a suppression only where it opens the comment.
fn written(text: &str, comment: &Captures<'_>) -> Option<Directive> {
    let whole = comment.get(0).expect("group 0 is the match");
    let line = text[..whole.start()].rsplit('\n').next().unwrap_or_default();
    let opens = line.trim_end_matches([' ', '\t']).ends_with(['#', '/', '*']);
    let rest = comment.get(2).map_or("", |rest| ending(rest.as_str()));
    if rest.is_empty() && !opens {
        return None;
    }
    let range = whole.start()..whole.start() + whole.as_str().trim_end().len();
    Some(Directive { range, whole_file: &comment[1] == "ignore-file", ..read(rest) })
}

/// Controls, then options.
fn read(rest: &str) -> Directive {
    let names = OPTION.find(rest).map_or(rest, |option| &rest[..option.start()]);
    let controls = names.split([',', ' ', '\t']).filter(|name| !name.is_empty()).map(str::to_owned).collect();
    let mut read = Directive { controls, ..Directive::default() };
    let mut from = names.len();
    for option in OPTION.captures_iter(rest) {
        let whole = option.get(0).expect("group 0 is the match");
        // Another comment may follow on the line.
        if [" #", " //", "\t#", "\t//"].iter().any(|sign| rest[from..whole.start()].contains(sign)) {
            break;
        }
        from = whole.end();
        let value = option.get(2).or(option.get(3)).map_or("", |value| value.as_str());
        let place = match &option[1] {
            "reason" => &mut read.reason,
            "until" => &mut read.until,
            "owner" => &mut read.owner,
            _ => {
                read.unread.get_or_insert_with(|| whole.as_str().to_owned());
                continue;
            }
        };
        if option.get(3).is_some() && value.starts_with('"') {
            read.unread.get_or_insert_with(|| rest[whole.start()..].to_owned());
        }
        place.get_or_insert_with(|| value.to_owned());
    }
    if let Some(date) = LOOSE_DATE.find(&rest[from..]) {
        read.unread.get_or_insert_with(|| date.as_str().to_owned());
    }
    read
}

/// A sentence about tfmend is none: the keyword must be near, and controls or options must follow where the colon is not as it should be.
fn is_meant(comment: &Captures<'_>) -> bool {
    let (parted, word, rest) = (&comment[2], comment[3].to_lowercase(), ending(&comment[4]));
    let names = NAMES.is_match(rest);
    let is_exact = word == "ignore" || word == "ignore-file";
    let is_near = || nearest(&word, ["ignore", "ignore-file"]).is_some();
    match parted {
        ":" => names || is_near(),
        _ if parted.contains(':') => names && is_near() || is_exact && rest.is_empty(),
        _ => names && is_exact,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_one(text: &str) -> Option<Directive> {
        let mut found = directives(text, |_| true);
        assert!(found.len() < 2, "{text}: {found:?}");
        found.pop()
    }

    #[test]
    fn suppressions_are_read() {
        let text = "# tfmend:ignore EC2.3, S3.* reason=\"a=b # c\" until=2027-01-31 owner=x # note=1";
        let found = read_one(text).expect("a suppression");
        assert_eq!(found.controls, ["EC2.3", "S3.*"]);
        let options = [found.reason, found.until, found.owner].map(Option::unwrap_or_default);
        assert_eq!(options, ["a=b # c", "2027-01-31", "x"]);
        assert!(found.unread.is_none() && !found.whole_file);
        assert!(read_one("/* tfmend:ignore-file */").is_some_and(|it| it.whole_file && it.controls.is_empty()));
        assert!(read_one("#tfmend:ignore\r\n").is_some_and(|it| it.unread.is_none() && it.range == (1..14)));
    }

    #[test]
    fn slips_are_told() {
        for (text, unread) in [
            ("# tfmend: ignore EC2.3", "tfmend: ignore EC2.3"),
            ("# tfmend: ignore", "tfmend: ignore"),
            ("// tfmend:ingore EC2.3", "tfmend:ingore EC2.3"),
            ("/* tfmend:ignored */", "tfmend:ignored"),
            ("# tfmend:IGNORE EC2.3", "tfmend:IGNORE EC2.3"),
            ("# TFMEND:IGNORE EC2.3", "TFMEND:IGNORE EC2.3"),
            ("# Tfmend:ignore", "Tfmend:ignore"),
            ("# tfmend:ignorefile EC2.3", "tfmend:ignorefile EC2.3"),
            ("# tfmend:ignore=EC2.3", "tfmend:ignore=EC2.3"),
            ("# tfmend:disable ebs-volume-encrypted", "tfmend:disable ebs-volume-encrypted"),
            ("# tfmend ignore EC2.3", "tfmend ignore EC2.3"),
            ("# tfmend-ignore EC2.3", "tfmend-ignore EC2.3"),
            ("# tfmend:ignore EC2.3 reason=x unknownkey=3", "unknownkey=3"),
            ("# tfmend:ignore EC2.3 untl=2027-01-31", "untl=2027-01-31"),
            ("# tfmend:ignore EC2.3 reason=\"open", "reason=\"open"),
            ("# tfmend:ignore EC2.3 reason=\"open until=2027-01-31", "reason=\"open until=2027-01-31"),
            ("# tfmend:ignore EC2.3 reason=x until 2027-01-31", "until 2027-01-31"),
        ] {
            let found = read_one(text).unwrap_or_else(|| panic!("{text} is not told"));
            assert_eq!(found.unread.as_deref(), Some(unread), "{text}");
        }
    }

    #[test]
    fn comments_of_json_are_told() {
        let text = r#"{"a": {"//": "tfmend:ignore KMS.4 reason=\"x\"", "b": 1}, "//" : "made by tfmend", "//": "TFMEND:ignore"}"#;
        let found: Vec<_> = of_json(text).into_iter().filter_map(|it| it.unread).collect();
        assert_eq!(found, [r#"tfmend:ignore KMS.4 reason=\"x\""#, "TFMEND:ignore"]);
    }

    #[test]
    fn sentences_are_none() {
        for text in [
            "# tfmend: this module is linted",
            "# tfmend: ignored because of EC2.3",
            "# tfmend: see EC2.3",
            "# tfmend ignores EC2.3 here",
            "# tfmend-fix EC2.3 runs here",
            "# tfmend runs in a hook; do not ignore EC2.3",
            "# see tfmend:ignore",
            "# tfmend:notes on this",
            "# Tfmend ignores EC2.3 here",
            "# https://docs.example/tfmend:faq",
        ] {
            assert!(read_one(text).is_none(), "{text}");
        }
    }
}
