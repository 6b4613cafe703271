//! Credentials by their shape or by the name they are given.

use super::unknown;
use crate::check::world::World;
use crate::value::{Blocker, Kind, Partial, Reference, Type, Unknown, Value};
use aho_corasick::AhoCorasick;
use regex::Regex;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, LazyLock, OnceLock};

/// A regular expression, what it recognizes, and texts one of which is in everything that it matches.
type Pattern = (&'static str, &'static str, &'static [&'static str]);

/// What a text is by its shape. The shapes are those that the issuers document.
const SHAPES: &[Pattern] = &[
    (
        r"(^|[^A-Z0-9])(AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}($|[^A-Z0-9])",
        "AWS access key id",
        &["AKIA", "ASIA", "ABIA", "ACCA"],
    ),
    (
        r"(?i)aws_?secret_?access_?key\W{1,5}[A-Za-z0-9/+]{40}($|[^A-Za-z0-9/+=])",
        "AWS secret access key",
        &["secret_access", "secretaccess"],
    ),
    (r"-----BEGIN ([A-Z]+ )*PRIVATE KEY( BLOCK)?-----", "private key", &["-----BEGIN"]),
    (r"\b(ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{36}", "GitHub token", &["ghp_", "gho_", "ghu_", "ghs_", "ghr_"]),
    (r"\bgithub_pat_[A-Za-z0-9_]{22,}", "GitHub token", &["github_pat_"]),
    (r"\bglpat-[A-Za-z0-9_-]{20}", "GitLab token", &["glpat-"]),
    (r"\bxox[abposr]-[A-Za-z0-9-]{10,}", "Slack token", &["xox"]),
    (r"hooks\.slack\.com/services/T[A-Z0-9]+/B[A-Z0-9]+/[A-Za-z0-9]+", "Slack webhook", &["hooks.slack.com"]),
    (r"\b(sk|rk)_live_[A-Za-z0-9]{20,}", "Stripe key", &["_live_"]),
    (r"\bAIza[A-Za-z0-9_-]{35}", "Google API key", &["AIza"]),
    (r"\bSG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16,64}", "SendGrid key", &["SG."]),
    (r"\bnpm_[A-Za-z0-9]{36}", "npm token", &["npm_"]),
    (r"\bpypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{20,}", "PyPI token", &["pypi-"]),
    (r"\bdop_v1_[a-f0-9]{64}", "DigitalOcean token", &["dop_v1_"]),
    (r"\bhv[sb]\.[A-Za-z0-9_-]{24,}", "Vault token", &["hvs.", "hvb."]),
    (r"\bsk-(proj-|ant-)?[A-Za-z0-9_-]{32,}", "API key", &["sk-"]),
    (r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}", "JSON web token", &["eyJ"]),
    (r"\b[a-z][a-z0-9+.-]*://[^/\s:@$\{]+:[^/\s:@$\{]{3,}@[^/\s]+", "password in a URL", &["://"]),
    (
        r#"(?i)\bjdbc:[a-z0-9:]+[^\s"'?;]*[?;]([^\s"'?]*[&;])?(password|pwd)=(?<written>[^\s"'&;]{3,})"#,
        "password in a JDBC URL",
        &["jdbc:"],
    ),
    (
        r#"(?i)\b(server|data source|host|user|username|user id|uid|database|initial catalog)[ \t]*=[^;\r\n"']*;([^\r\n"']*;)?[ \t]*(password|pwd)[ \t]*=[ \t]*(?<written>[^\s"';]{3,})"#,
        "password in a connection string",
        &[";"], // rarer in configuration than the word
    ),
    (
        r#"(?i)"[a-z0-9_.-]*(password|passwd|passphrase)"[ \t\r\n]*:[ \t\r\n]*"(?<written_like_one>[!-~&&[^"\\]]{6,})""#,
        "password",
        &["password\"", "passwd\"", "passphrase\""],
    ),
];

static SHAPE_PATTERNS: LazyLock<Recognizer> = LazyLock::new(|| Recognizer::new(SHAPES));

/// Patterns, each compiled and tried only when a text holds one of its marks: few do.
struct Recognizer {
    marks: AhoCorasick,
    /// The pattern that each mark stands for.
    marked: Vec<usize>,
    patterns: Vec<OnceLock<Regex>>,
    of: &'static [Pattern],
}

impl Recognizer {
    fn new(of: &'static [Pattern]) -> Recognizer {
        let marks = of.iter().flat_map(|(_, _, marks)| marks.iter());
        let marks = AhoCorasick::builder().ascii_case_insensitive(true).build(marks).expect("the marks are few");
        let marked = of.iter().enumerate().flat_map(|(number, (_, _, marks))| marks.iter().map(move |_| number));
        Recognizer { marks, marked: marked.collect(), patterns: of.iter().map(|_| OnceLock::new()).collect(), of }
    }

    fn pattern(&self, number: usize) -> &Regex {
        let pattern = || Regex::new(&ascii(self.of[number].0)).expect("the patterns are regular expressions");
        self.patterns[number].get_or_init(pattern)
    }

    /// The numbers of the patterns that match, in order.
    fn matches(&self, text: &str) -> impl Iterator<Item = usize> {
        let marks = self.marks.find_overlapping_iter(text).map(|mark| self.marked[mark.pattern().as_usize()]);
        let numbers: BTreeSet<usize> = marks.collect();
        numbers.into_iter().filter(move |number| self.places(*number, text).next().is_some())
    }

    /// Where a pattern matches, and the credential in each match is one.
    fn places<'t>(&'t self, number: usize, text: &'t str) -> impl Iterator<Item = Range<usize>> {
        let pattern = self.pattern(number);
        let found = pattern.find_iter(text).map(|found| found.range());
        found.filter(|place| match written(pattern, &text[place.clone()]) {
            Some((value, like_one)) => !stands_for_another(value.as_str()) && (!like_one || is_no_word(value.as_str())),
            None => true,
        })
    }

    /// What the text is by the first that matches.
    fn kind(&self, text: &str) -> Option<&'static str> {
        self.matches(text).next().map(|number| self.of[number].1)
    }
}

/// The credential in what a pattern matches, where the pattern names it; and whether it has to look like one.
fn written<'t>(pattern: &Regex, matched: &'t str) -> Option<(regex::Match<'t>, bool)> {
    pattern.capture_names().flatten().next()?;
    let groups = pattern.captures(matched)?;
    let certain = groups.name("written").map(|value| (value, false));
    certain.or_else(|| groups.name("written_like_one").map(|value| (value, true)))
}

/// A reference, a place for the value to be filled in, or a word that documentation writes there.
fn stands_for_another(value: &str) -> bool {
    const WORDS: [&str; 12] = [
        "changeit",
        "changeme",
        "dummy",
        "example",
        "passphrase",
        "passwd",
        "password",
        "placeholder",
        "redacted",
        "replace",
        "secret",
        "your",
    ];
    let lower: String = value.to_ascii_lowercase().replace(['-', '_'], "");
    let first = value.chars().next().unwrap_or_default();
    is_reference(value)
        || value.contains(GAP)
        || matches!(first, '$' | '%' | '{' | '#' | '*' | '[')
        || value.contains("${")
        || value.contains("{{")
        || WORDS.iter().any(|word| lower.contains(word))
        || value.chars().all(|other| other == first)
}

/// A digit among letters, as passwords have and names and words of other things mostly do not.
fn is_no_word(value: &str) -> bool {
    value.chars().any(|c| c.is_ascii_digit())
        && value.chars().any(|c| c.is_ascii_alphabetic())
        && !value.contains([':', '/'])
}

/// Word boundaries by ASCII: those of Unicode make the search slow in text that is not ASCII.
fn ascii(shape: &str) -> String {
    shape.replace(r"\b", r"(?-u:\b)")
}

/// Where texts of a credential's shape stand.
fn shapes_in(text: &str) -> impl Iterator<Item = (usize, Range<usize>)> {
    let places = |shape: usize| SHAPE_PATTERNS.places(shape, text).map(move |place| (shape, place));
    SHAPE_PATTERNS.matches(text).flat_map(places)
}

/// A private key is all that follows its first line.
fn whole(text: &str, place: Range<usize>) -> Range<usize> {
    match text[place.clone()].starts_with("-----BEGIN") {
        true => {
            place.start..text[place.end..].find("-----END").map_or(text.len(), |end| place.end + end + "-----END".len())
        }
        false => place,
    }
}

/// What a variable holds by its name.
const NAMES: &[Pattern] = &[
    (r"(?i)^aws_access_key_id$", "AWS access key id", &["access_key"]),
    (r"(?i)^aws_(secret_access_key|session_token)$", "AWS secret access key", &["aws_"]),
    (r"(?i)(^|[_.-])(password|passwd|pwd|passphrase)$|(?:[a-z])Password$", "password", &["pass", "pwd"]),
    (
        r"(?i)(^|[_.-])(secret|secret_?key|client_?secret|private_?key|signing_?key|encryption_?key)$",
        "secret",
        &["secret", "key"],
    ),
    (r"(?i)(^|[_.-])(api_?key|access_?token|auth_?token|bearer_?token|api_?token|token)$", "token", &["key", "token"]),
];

static NAME_PATTERNS: LazyLock<Recognizer> = LazyLock::new(|| Recognizer::new(NAMES));

/// The kind of credential; null when none. `name` may be null.
pub(super) fn secret_kind(world: &World<'_>, name: &Value, value: &Value) -> Value {
    let none = Value::null_of(Type::String);
    let by_name = name.as_str().and_then(kind_of_name);
    match &value.kind {
        Kind::String(text) => {
            let by_shape = SHAPE_PATTERNS.kind(text).filter(|_| !is_example_of_nothing(text));
            let by_name = by_name.filter(|_| !is_reference(text));
            if by_name.is_some() {
                world.note_credential(text);
            } else if by_shape.is_some() {
                shapes_in(text).for_each(|(_, place)| world.note_credential(&text[whole(text, place)]));
            }
            by_shape.or(by_name).map_or(none, Value::from)
        }
        Kind::Null(_) => none,
        Kind::Unknown(found) => {
            if let Some(kind) = by_name.filter(|_| !names_a_place(found)) {
                let place = |name: &str| last_word(name) == "arn";
                return if may_be_any(world, found, place) { unknown(Type::String, &[value]) } else { kind.into() };
            }
            match partly_known(world, found) {
                Seen::Kind(kind) => kind.into(),
                Seen::Perhaps => unknown(Type::String, &[value]),
                Seen::Nothing => none,
            }
        }
        _ => none,
    }
}

/// What the known parts of a text say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    Kind(&'static str),
    Perhaps,
    Nothing,
}

/// Stands for a part of a template that is not known.
const GAP: char = '\u{F8F2}';

/// By the known parts; what is not known is harmless where only attributes that hold no secrets decide it.
fn partly_known(world: &World<'_>, unknown: &Unknown) -> Seen {
    let key = |reference: &Reference| is_secret_key(&reference.address, &reference.path);
    if unknown.reference.as_deref().is_some_and(key) {
        return Seen::Kind("AWS secret access key");
    }
    let harmless = |blocker: &Blocker| match blocker {
        Blocker::Attribute(reference) => !may_be_secret(&reference.address, &reference.path),
        _ => false,
    };
    let seen = match unknown.partial.as_deref() {
        Some(Partial::Template(parts)) => in_template(world, parts),
        Some(Partial::Json(value)) => in_document(world, value),
        Some(Partial::OneOf(values)) => {
            let mut all = values.iter().map(|value| in_document(world, value));
            let first = all.next().unwrap_or(Seen::Nothing);
            all.fold(first, |before, seen| if before == seen { seen } else { Seen::Perhaps })
        }
        // A plan alone does not show the text around what it refers to.
        None if !world.shows_texts() => {
            let addresses = unknown.blockers.iter().any(is_part_of_an_address);
            if addresses || may_be_any(world, unknown, is_of_an_address) { Seen::Perhaps } else { Seen::Nothing }
        }
        _ => Seen::Nothing,
    };
    match seen {
        Seen::Nothing if !unknown.blockers.iter().all(harmless) => Seen::Perhaps,
        seen => seen,
    }
}

/// Shapes that no gap is in, and those that some part of which is known.
fn in_template(world: &World<'_>, parts: &[Value]) -> Seen {
    let text: String = parts.iter().map(|part| part.as_str().map_or_else(|| GAP.to_string(), str::to_owned)).collect();
    let mut perhaps = false;
    for (shape, place) in shapes_in(&text) {
        let found = &text[place.clone()];
        let is_part = found.contains("://") || written(SHAPE_PATTERNS.pattern(shape), found).is_some();
        let secret = if is_part { &text[secret_part(shape, &text, place)] } else { found.trim_matches(GAP) };
        if !secret.contains(GAP) {
            world.note_credential(secret);
            return Seen::Kind(SHAPES[shape].1);
        }
        perhaps = true;
    }
    if perhaps { Seen::Perhaps } else { Seen::Nothing }
}

/// The texts inside a value of which some are not known.
fn in_document(world: &World<'_>, value: &Value) -> Seen {
    let any = |values: &mut dyn Iterator<Item = &Value>| {
        values.map(|value| in_document(world, value)).fold(Seen::Nothing, |before, seen| match (before, seen) {
            (Seen::Kind(_), _) | (Seen::Perhaps, Seen::Nothing) => before,
            (_, seen) => seen,
        })
    };
    match &value.kind {
        Kind::String(_) => in_template(world, std::slice::from_ref(value)),
        Kind::Unknown(unknown) => partly_known(world, unknown),
        Kind::Map(_, entries) | Kind::Object(entries) => any(&mut entries.values()),
        _ => any(&mut value.as_sequence().unwrap_or_default().iter()),
    }
}

/// What a URL with a password is made around.
fn is_part_of_an_address(blocker: &Blocker) -> bool {
    matches!(blocker, Blocker::Attribute(reference) if is_of_an_address(&reference.path))
}

fn is_of_an_address(path: &str) -> bool {
    ["address", "addresses", "domain", "endpoint", "fqdn", "host", "hostname", "ip", "port", "url", "username"]
        .contains(&last_word(path))
}

fn last_word(path: &str) -> &str {
    path.rsplit(['.', '_']).next().unwrap_or_default()
}

/// A plan says `aws_x.y` of `aws_x.y[*].attribute`: it may be any attribute, so also one of such a name.
fn may_be_any(world: &World<'_>, unknown: &Unknown, named: impl Fn(&str) -> bool) -> bool {
    let whole = |blocker: &Blocker| match blocker {
        Blocker::Attribute(reference) if reference.path.is_empty() => {
            let first = world.graph.instances_of(&reference.address).first();
            let attributes = first.and_then(|id| world.attributes(*id));
            let mut names = attributes.as_ref().and_then(Value::as_mapping).into_iter().flatten();
            names.any(|(name, _)| !name.starts_with("website_") && named(name))
        }
        _ => false,
    };
    unknown.partial.is_none() && unknown.blockers.iter().any(whole)
}

/// The attribute or the start of the text says where the secret is kept.
fn names_a_place(unknown: &Unknown) -> bool {
    if let Some(Partial::Template(parts)) = unknown.partial.as_deref() {
        return parts.first().and_then(Value::as_str).is_some_and(is_reference);
    }
    let kept = |reference: &Reference| {
        let last = last_word(&reference.path);
        let store =
            ["aws_secretsmanager_secret.", "aws_ssm_parameter."].iter().any(|of| reference.address.contains(of));
        last == "arn" || store && matches!(last, "id" | "name")
    };
    unknown.reference.as_deref().is_some_and(kept)
}

/// A text, cut into runs of known lines and the lines that hold something unknown.
pub(super) fn passages(value: &Value) -> Value {
    let parts = match &value.kind {
        Kind::Null(_) => return Value::tuple(Vec::new()),
        Kind::Unknown(unknown) => match unknown.partial.as_deref() {
            Some(Partial::Template(parts)) => parts,
            _ => return Value::tuple(vec![value.clone()]),
        },
        _ => return Value::tuple(vec![value.clone()]),
    };
    let mut passages = Vec::new();
    let mut line: Vec<Value> = Vec::new();
    for part in parts.iter() {
        let Some(text) = part.as_str() else {
            line.push(part.clone());
            continue;
        };
        let mut rest = text;
        // What stands in one line with something unknown, on either side of it.
        if !line.is_empty()
            && let Some((end, after)) = text.split_once('\n')
        {
            line.push(end.into());
            passages.push(joined(std::mem::take(&mut line)));
            rest = after;
        }
        if line.is_empty()
            && let Some((known, start)) = rest.rsplit_once('\n')
        {
            passages.push(known.into());
            rest = start;
        }
        line.push(rest.into());
    }
    passages.push(joined(line));
    Value::tuple(passages)
}

/// The text that these parts make together.
fn joined(mut parts: Vec<Value>) -> Value {
    parts.retain(|part| part.as_str() != Some(""));
    match &parts[..] {
        [] => "".into(),
        [only] => only.clone(),
        _ => {
            let unknowns: Vec<&Unknown> = parts.iter().filter_map(Value::as_unknown).collect();
            let mut whole = Unknown::derived(Type::String, unknowns).not_null();
            whole.partial = Some(Arc::new(Partial::Template(parts.into())));
            whole.into()
        }
    }
}

/// Every known text inside a value, with the innermost key that it stands under: null for one that stands under none.
pub(super) fn texts(value: &Value) -> Value {
    let mut found = Vec::new();
    collect_texts(&Value::null_of(Type::String), value, &mut found);
    Value::tuple(found)
}

fn collect_texts(key: &Value, value: &Value, found: &mut Vec<Value>) {
    match &value.kind {
        Kind::String(_) => found.push(Value::object([("key", key.clone()), ("value", value.clone())])),
        Kind::Map(_, entries) | Kind::Object(entries) => {
            entries.iter().for_each(|(key, entry)| collect_texts(&Value::string(key.clone()), entry, found));
        }
        _ => value.as_sequence().unwrap_or_default().iter().for_each(|element| collect_texts(key, element, found)),
    }
}

/// The parts of a text that have the shape of a credential. What tells its kind stays: the first letters, the user of a URL.
pub fn credential_places(text: &str) -> Vec<Range<usize>> {
    shapes_in(text).map(|(shape, place)| secret_part(shape, text, place)).collect()
}

fn secret_part(number: usize, text: &str, place: Range<usize>) -> Range<usize> {
    let shape = &text[place.clone()];
    if let Some((value, _)) = written(SHAPE_PATTERNS.pattern(number), shape) {
        return place.start + value.start()..place.start + value.end();
    }
    if shape.starts_with("-----BEGIN") {
        let end = text[place.end..].find("-----END").map_or(place.end, |end| place.end + end);
        return place.end..end;
    }
    if let Some(host) = shape.find("://") {
        let start = shape[host + 3..].find(':').map_or(host, |colon| host + 4 + colon);
        let end = shape[start..].find('@').map_or(shape.len(), |at| start + at);
        return place.start + start..place.start + end;
    }
    let lead = shape.char_indices().nth(5).map_or(0, |(at, _)| at);
    let tail = shape.len() - shape.trim_end_matches(|last: char| !last.is_alphanumeric()).len();
    place.start + lead..place.end - tail
}

/// The name says that a value is a credential.
pub fn is_credential_name(name: &str) -> bool {
    kind_of_name(name).is_some()
}

/// The kind of credential of which the name speaks.
fn kind_of_name(name: &str) -> Option<&'static str> {
    // They tell one request from another; AWS shows them to everybody who sees the resource.
    const OF_REQUESTS: [&str; 3] = ["creation_token", "client_request_token", "idempotency_token"];
    NAME_PATTERNS.kind(name).filter(|_| !OF_REQUESTS.contains(&name))
}

/// The name says that the value is a credential, and the value does not say where it is kept.
pub fn is_named_credential(name: &str, value: &str) -> bool {
    value.len() >= 6 && !is_reference(value) && is_credential_name(name)
}

/// Empty, or a text that names where the secret is kept.
fn is_reference(text: &str) -> bool {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    text.is_empty()
        || lower.starts_with("arn:")
        || lower.starts_with("{{resolve:")
        || lower.starts_with("ssm:")
        || lower.starts_with("vault:")
        || lower.starts_with('/')
        || lower.starts_with("${")
        || lower.starts_with("<")
}

/// The keys that AWS's documentation prints are examples, but a key is what they look like: only a run of one character is none.
fn is_example_of_nothing(text: &str) -> bool {
    let mut bytes = text.bytes().skip(4);
    let Some(first) = bytes.next() else { return true };
    bytes.all(|byte| byte == first)
}

/// An attribute that is nothing but a credential.
fn is_secret_key(address: &str, path: &str) -> bool {
    let of_a_key = address.starts_with("aws_iam_access_key.") || address.contains(".aws_iam_access_key.");
    of_a_key && matches!(path, "secret" | "ses_smtp_password_v4")
}

/// A computed attribute that holds a secret (`secret_string`, a key's `secret`).
fn may_be_secret(address: &str, path: &str) -> bool {
    let last = path.rsplit('.').next().unwrap_or_default();
    let words = ["secret", "password", "token", "private_key", "result", "value", "output", "plaintext", "content"];
    let source = ["random_", "tls_", "aws_secretsmanager", "aws_ssm_parameter", "aws_iam_access_key", "terraform_"];
    words.iter().any(|word| last.contains(word)) && !last.ends_with("arn")
        || path.is_empty() && source.iter().any(|kind| address.contains(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_end_where_lines_do() {
        let hole = || Value::unknown(Type::String, Blocker::Variable("v".into()));
        let shown = |parts: Vec<Value>| {
            let text = |value: &Value| match value.as_unknown().map(|unknown| unknown.partial.as_deref()) {
                None => value.as_str().unwrap_or_default().to_owned(),
                Some(Some(Partial::Template(parts))) => parts.iter().map(|it| it.as_str().unwrap_or("*")).collect(),
                Some(_) => "*".to_owned(),
            };
            let found = passages(&joined(parts));
            found.as_sequence().unwrap_or_default().iter().map(text).collect::<Vec<String>>().join("|")
        };
        assert_eq!(shown(vec!["a\nb\n".into()]), "a\nb\n");
        assert_eq!(shown(vec!["a\nb\nX=".into(), hole(), ".c\nd\ne".into()]), "a\nb|X=*.c|d|e");
        assert_eq!(shown(vec![hole(), "-".into(), hole(), "\n".into(), hole()]), "*-*|*");
        assert_eq!(shown(vec!["a\n".into(), hole()]), "a|*");
        assert_eq!(shown(vec![hole()]), "*");
    }

    #[test]
    fn what_stands_for_a_password_is_none() {
        let kind = |text: &str| SHAPE_PATTERNS.kind(text);
        for text in [
            "jdbc:postgresql://db/app?password=tiger",
            "jdbc:sqlserver://db:1433;databaseName=app;user=app;password=tiger;encrypt=true",
            "jdbc:postgresql://app:tiger@db/app",
            "Data Source=db;Initial Catalog=app;uid=app;pwd=tiger",
            r#"{"password":"Tiger-2000"}"#,
            r#"{"smtp.password":
                "t1ger!ger"}"#,
        ] {
            assert!(kind(text).is_some(), "{text}");
            let hidden = |place: Range<usize>| text[place].to_ascii_lowercase().contains("ger");
            assert!(credential_places(text).into_iter().all(hidden), "{text}");
        }
        for text in [
            "jdbc:postgresql://db/app?password=",
            "jdbc:postgresql://db/app?password=${DB_PASSWORD}",
            "jdbc:postgresql://db/app?password=$DB_PASS&ssl=true",
            "jdbc:postgresql://db/app?password=<value>",
            "jdbc:postgresql://db/app?user=app&ssl=true",
            "jdbc:mysql://db/app?password={{resolve:secretsmanager:db:SecretString:pw1}}",
            "jdbc:mysql://db/app?passwordCharacterEncoding=utf8",
            "Server=db;User ID=app;Password=;Encrypt=True",
            "Server=db;User ID=app;Password={0};Encrypt=True",
            "Server=db;User ID=app;Password=#{db1}#",
            "Server=db;User ID=app;Password=%DB1%",
            "Server=db;Authentication=Active Directory Integrated",
            "the server is up; no password is needed",
            "server=1; min_password=12345",
            r#"{"password": ""}"#,
            r#"{"password": "string"}"#,
            r#"{"password": "Password1"}"#,
            r#"{"password": "********"}"#,
            r#"{"password": "${db1_value}"}"#,
            r#"{"password": "$.body.field1"}"#,
            r#"{"password": "{{resolve:ssm-secure:db1:1}}"}"#,
            r#"{"password": "arn:aws:secretsmanager:us-east-1:111122223333:secret:db1"}"#,
            r#"{"password": "ssm:/app1/db"}"#,
            r#"{"password": "prod1/db"}"#,
            r#"{"password": "change-me-1"}"#,
            r#"{"password": 12345678}"#,
            r#"{"password_policy": "strong12"}"#,
            r#"{"password": "Enter 8 letters"}"#,
        ] {
            assert_eq!(kind(text), None, "{text}");
        }
    }

    /// One text of every shape and name, which its own pattern matches: no mark keeps it from being found.
    #[test]
    fn marks_are_in_what_the_patterns_match() {
        let run = |length: usize| "Ab1x".repeat(20)[..length].to_owned();
        let shapes = [
            format!("key = AKIA{}", "Q".repeat(16)),
            format!("AWS_SECRET_ACCESS_KEY: {}", run(40)),
            "-----BEGIN RSA PRIVATE KEY-----".to_owned(),
            format!("ghs_{}", run(36)),
            format!("github_pat_{}", run(22)),
            format!("glpat-{}", run(20)),
            format!("xoxb-{}", run(12)),
            "hooks.slack.com/services/T1/B1/x".to_owned(),
            format!("rk_live_{}", run(20)),
            format!("AIza{}", run(35)),
            format!("SG.{}.{}", run(22), run(40)),
            format!("npm_{}", run(36)),
            format!("pypi-AgEIcHlwaS5vcmc{}", run(20)),
            format!("dop_v1_{}", "0a".repeat(32)),
            format!("hvb.{}", run(24)),
            format!("sk-ant-{}", run(32)),
            format!("eyJ{}.eyJ{}.{}", run(10), run(10), run(10)),
            "postgres://app:hunter22@db/x".to_owned(),
            "jdbc:mysql://db:3306/app?user=app&password=hunter".to_owned(),
            "Server=db,1433;User ID=app;Password=hunter;Encrypt=True".to_owned(),
            r#"{"user": "app", "db_password" : "hunter22"}"#.to_owned(),
        ];
        let names = ["AWS_Access_Key_Id", "aws_session_token", "DB_PASSWD", "db.signing_key", "API_KEY"];
        assert_eq!((SHAPES.len(), NAMES.len()), (shapes.len(), names.len()));
        let of = |set: &Recognizer, text: &str, number: usize| set.matches(text).any(|it| it == number);
        for (number, text) in shapes.iter().enumerate() {
            assert!(of(&SHAPE_PATTERNS, text, number), "{text}");
        }
        for (number, text) in names.iter().enumerate() {
            assert!(of(&NAME_PATTERNS, text, number), "{text}");
        }
        let more = ["AKIA", "ASIA", "ABIA", "ACCA"].map(|start| format!("{start}{}", "7".repeat(16)));
        let more = more.into_iter().chain(["ghp", "gho", "ghu", "ghr"].map(|start| format!("{start}_{}", run(36))));
        let more = more.chain([format!("hvs.{}", run(24)), format!("sk_live_{}", run(20))]);
        for text in more {
            assert!(SHAPE_PATTERNS.kind(&text).is_some(), "{text}");
        }
        for name in ["password", "pwd", "passphrase", "appPassword", "secret", "private_key", "token", "bearertoken"] {
            assert!(NAME_PATTERNS.kind(name).is_some(), "{name}");
        }
        assert_eq!(SHAPE_PATTERNS.kind("an ordinary text of some length: service-logs"), None);
    }
}
