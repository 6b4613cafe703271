//! Credentials by their shape or by the name they are given.

use super::unknown;
use crate::check::world::World;
use crate::value::{Blocker, Kind, Type, Value};
use regex::{Regex, RegexSet};
use std::ops::Range;
use std::sync::LazyLock;

/// What a text is by its shape. The shapes are those that the issuers document.
const SHAPES: &[(&str, &str)] = &[
    (r"(^|[^A-Z0-9])(AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}($|[^A-Z0-9])", "AWS access key id"),
    (r"(?i)aws_?secret_?access_?key\W{1,5}[A-Za-z0-9/+]{40}($|[^A-Za-z0-9/+=])", "AWS secret access key"),
    (r"-----BEGIN ([A-Z]+ )*PRIVATE KEY( BLOCK)?-----", "private key"),
    (r"\b(ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{36}", "GitHub token"),
    (r"\bgithub_pat_[A-Za-z0-9_]{22,}", "GitHub token"),
    (r"\bglpat-[A-Za-z0-9_-]{20}", "GitLab token"),
    (r"\bxox[abposr]-[A-Za-z0-9-]{10,}", "Slack token"),
    (r"hooks\.slack\.com/services/T[A-Z0-9]+/B[A-Z0-9]+/[A-Za-z0-9]+", "Slack webhook"),
    (r"\b(sk|rk)_live_[A-Za-z0-9]{20,}", "Stripe key"),
    (r"\bAIza[A-Za-z0-9_-]{35}", "Google API key"),
    (r"\bSG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16,64}", "SendGrid key"),
    (r"\bnpm_[A-Za-z0-9]{36}", "npm token"),
    (r"\bpypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{20,}", "PyPI token"),
    (r"\bdop_v1_[a-f0-9]{64}", "DigitalOcean token"),
    (r"\bhv[sb]\.[A-Za-z0-9_-]{24,}", "Vault token"),
    (r"\bsk-(proj-|ant-)?[A-Za-z0-9_-]{32,}", "API key"),
    (r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}", "JSON web token"),
    (r"\b[a-z][a-z0-9+.-]*://[^/\s:@$\{]+:[^/\s:@$\{]{3,}@[^/\s]+", "password in a URL"),
];

static SHAPE_SET: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new(SHAPES.iter().map(|(shape, _)| ascii(shape))).expect("the shapes are regular expressions")
});

/// Word boundaries by ASCII: those of Unicode make the search slow in text that is not ASCII.
fn ascii(shape: &str) -> String {
    shape.replace(r"\b", r"(?-u:\b)")
}

/// The same one by one, to find where a credential stands; a private key is all that follows its first line.
static SHAPE_LIST: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let shape = |(shape, kind): &(&str, &str)| match *kind {
        "private key" => Regex::new(&format!(r"{shape}[\s\S]*?(-----END|$)")),
        _ => Regex::new(&ascii(shape)),
    };
    SHAPES.iter().map(|it| shape(it).expect("the shapes are regular expressions")).collect()
});

/// What a variable holds by its name.
const NAMES: &[(&str, &str)] = &[
    (r"(?i)^aws_access_key_id$", "AWS access key id"),
    (r"(?i)^aws_(secret_access_key|session_token)$", "AWS secret access key"),
    (r"(?i)(^|[_.-])(password|passwd|pwd|passphrase)$|(?:[a-z])Password$", "password"),
    (r"(?i)(^|[_.-])(secret|secret_?key|client_?secret|private_?key|signing_?key|encryption_?key)$", "secret"),
    (r"(?i)(^|[_.-])(api_?key|access_?token|auth_?token|bearer_?token|api_?token|token)$", "token"),
];

static NAME_SET: LazyLock<RegexSet> =
    LazyLock::new(|| RegexSet::new(NAMES.iter().map(|(name, _)| name)).expect("the names are regular expressions"));

/// The kind of credential; null when none. `name` may be null.
pub(super) fn secret_kind(world: &World<'_>, name: &Value, value: &Value) -> Value {
    let none = Value::null_of(Type::String);
    let by_name = name.as_str().and_then(|name| first(&NAME_SET, NAMES, name));
    match &value.kind {
        Kind::String(text) => {
            let by_shape = first(&SHAPE_SET, SHAPES, text).filter(|_| !is_example_of_nothing(text));
            let by_name = by_name.filter(|_| !is_reference(text));
            if by_name.is_some() {
                world.note_credential(text);
            } else if by_shape.is_some() {
                SHAPE_LIST
                    .iter()
                    .flat_map(|shape| shape.find_iter(text))
                    .for_each(|it| world.note_credential(it.as_str()));
            }
            by_shape.or(by_name).map_or(none, Value::from)
        }
        Kind::Null(_) => none,
        Kind::Unknown(found) => {
            if let Some(kind) = by_name {
                return kind.into();
            }
            let harmless = |blocker: &Blocker| match blocker {
                Blocker::Attribute(reference) => !may_be_secret(&reference.address, &reference.path),
                _ => false,
            };
            if found.blockers.iter().all(harmless) { none } else { unknown(Type::String, &[value]) }
        }
        _ => none,
    }
}

/// The parts of a text that have the shape of a credential. What tells its kind stays: the first letters, the user of a URL.
pub fn credential_places(text: &str) -> Vec<Range<usize>> {
    static SHAPES_ALONE: LazyLock<Vec<Regex>> = LazyLock::new(|| {
        SHAPES.iter().map(|(shape, _)| Regex::new(&ascii(shape)).expect("the shapes are regular expressions")).collect()
    });
    let mut places = Vec::new();
    for shape in SHAPE_SET.matches(text) {
        places.extend(SHAPES_ALONE[shape].find_iter(text).map(|found| secret_part(text, found.range())));
    }
    places
}

fn secret_part(text: &str, place: Range<usize>) -> Range<usize> {
    let shape = &text[place.clone()];
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

/// The name says that the value is a credential, and the value does not say where it is kept.
pub fn is_named_credential(name: &str, value: &str) -> bool {
    value.len() >= 6 && !is_reference(value) && NAME_SET.is_match(name)
}

fn first(set: &RegexSet, kinds: &[(&str, &'static str)], text: &str) -> Option<&'static str> {
    set.matches(text).iter().next().map(|index| kinds[index].1)
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

/// A computed attribute that holds a secret (`secret_string`, a key's `secret`).
fn may_be_secret(address: &str, path: &str) -> bool {
    let last = path.rsplit('.').next().unwrap_or_default();
    let words = ["secret", "password", "token", "private_key", "result", "value", "output", "plaintext", "content"];
    let source = ["random_", "tls_", "aws_secretsmanager", "aws_ssm_parameter", "aws_iam_access_key", "terraform_"];
    words.iter().any(|word| last.contains(word)) && !last.ends_with("arn")
        || path.is_empty() && source.iter().any(|kind| address.contains(kind))
}
