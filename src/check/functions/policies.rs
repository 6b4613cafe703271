//! Questions about policy statements, as IAM answers them.

use super::{all_of, any_of, elements, truth};
use crate::check::text::{wildcard, wildcards_meet};
use crate::value::{Blocker, Kind, Partial, Truth, Unknown, Value, equals};
use ipnet::IpNet;

/// IAM's wildcards; actions have no case, ARNs have.
pub(super) fn iam_match(pattern: &Value, text: &Value) -> Value {
    let matches = match (&pattern.kind, &text.kind) {
        (Kind::Null(_), _) | (_, Kind::Null(_)) => Truth::No,
        (Kind::String(pattern), _) if &**pattern == "*" => Truth::Yes,
        (Kind::String(pattern), Kind::String(text)) => Truth::from(matches_text(pattern, text)),
        (Kind::Unknown(unknown), Kind::String(text)) => match outline(unknown) {
            Some(outline) if !matches_text(&outline, text) => Truth::No,
            _ => Truth::Unknown,
        },
        _ => Truth::Unknown,
    };
    truth(matches, &[pattern, text])
}

/// The pattern that matches whatever a partly known one may turn out to match: its known texts, and anything between them.
fn outline(pattern: &Unknown) -> Option<String> {
    let Some(Partial::Template(parts)) = pattern.partial.as_deref() else { return None };
    Some(parts.iter().map(|part| part.as_str().unwrap_or("*")).collect())
}

fn matches_text(pattern: &str, text: &str) -> bool {
    if pattern.starts_with("arn:") || text.starts_with("arn:") {
        wildcard(pattern, text)
    } else {
        wildcard(&pattern.to_ascii_lowercase(), &text.to_ascii_lowercase())
    }
}

/// A statement of a document. Of one that is not known, no part is known either.
#[derive(Clone, Copy)]
pub(super) struct Statement<'v>(pub &'v Value);

impl<'v> Statement<'v> {
    /// A part that is a list: its elements, or `None` when they are not known.
    pub fn part(self, name: &str) -> Option<&'v [Value]> {
        if self.0.as_unknown().is_some() {
            return None;
        }
        self.0.get(name).map_or(Some(&[]), elements)
    }

    pub fn has_effect(self, effect: &str) -> Truth {
        match self.0.get("effect").map(|value| &value.kind) {
            Some(Kind::String(found)) => Truth::from(found.eq_ignore_ascii_case(effect)),
            Some(Kind::Unknown(_)) => Truth::Unknown,
            _ if self.0.as_unknown().is_some() => Truth::Unknown,
            _ => Truth::No,
        }
    }

    /// The statement is about the action, by `Action` or by `NotAction`.
    pub fn covers_action(self, action: &str) -> Truth {
        let covers = |pattern: &Value| match &pattern.kind {
            Kind::String(pattern) => Truth::from(matches_text(pattern, action)),
            Kind::Unknown(unknown) => match outline(unknown) {
                Some(outline) if !matches_text(&outline, action) => Truth::No,
                _ => Truth::Unknown,
            },
            _ => Truth::No,
        };
        let meet = |pattern: &str| wildcards_meet(&pattern.to_ascii_lowercase(), &action.to_ascii_lowercase());
        let meets = |pattern: &Value| match &pattern.kind {
            Kind::String(pattern) => Truth::from(meet(pattern)),
            Kind::Unknown(unknown) => match outline(unknown) {
                Some(outline) if !meet(&outline) => Truth::No,
                _ => Truth::Unknown,
            },
            _ => Truth::No,
        };
        let (Some(actions), Some(not_actions)) = (self.part("actions"), self.part("not_actions")) else {
            return Truth::Unknown;
        };
        let by_exclusion = if not_actions.is_empty() { Truth::No } else { !any_of(not_actions, meets) };
        any_of(actions, covers).or(by_exclusion)
    }

    pub fn has_public_principal(self) -> Truth {
        let (Some(principals), Some(others)) = (self.part("principals"), self.part("not_principals")) else {
            return Truth::Unknown;
        };
        let by_exclusion = if others.is_empty() { Truth::No } else { self.has_effect("Allow") };
        any_of(principals, is_anybody).or(by_exclusion)
    }

    /// Its conditions tie a request to something fixed.
    fn is_confined(self) -> Truth {
        self.part("conditions").map_or(Truth::Unknown, |conditions| any_of(conditions, confines))
    }

    /// `aws:SecureTransport = false` is its only condition.
    pub fn is_on_insecure_requests(self) -> Truth {
        match self.part("conditions") {
            None => Truth::Unknown,
            Some([]) => Truth::No,
            Some(conditions) => all_of(conditions, is_insecure),
        }
    }
}

/// Whether the statement has the effect on the action.
pub(super) fn affects(effect: &str, statement: &Value, action: &Value) -> Value {
    let from = [statement, action];
    let Some(action) = action.as_str() else { return truth(Truth::Unknown, &from) };
    let statement = Statement(statement);
    truth(statement.has_effect(effect).and(statement.covers_action(action)), &from)
}

/// Anybody: `*`, `{"AWS": "*"}`, or everybody except some (`NotPrincipal` in an Allow).
pub(super) fn is_public_principal(statement: &Value) -> Value {
    truth(Statement(statement).has_public_principal(), &[statement])
}

fn is_anybody(principal: &Value) -> Truth {
    if principal.as_unknown().is_some() {
        return Truth::Unknown;
    }
    let named = match principal.get("type").map(|kind| &kind.kind) {
        Some(Kind::String(kind)) => Truth::from(matches!(&**kind, "*" | "AWS")),
        Some(Kind::Unknown(_)) => Truth::Unknown,
        _ => Truth::No,
    };
    let star = principal.get("id").map_or(Truth::No, |id| match &id.kind {
        Kind::String(id) => Truth::from(&**id == "*"),
        Kind::Unknown(_) => star_if_unknown(id),
        _ => Truth::No,
    });
    named.and(star)
}

/// An ARN or id that AWS decides is never the bare `*`; other attributes may be.
fn star_if_unknown(value: &Value) -> Truth {
    let Some(unknown) = value.as_unknown() else { return Truth::No };
    // Other text stands around what is not known.
    if equals(value, &"*".into()).as_bool() == Some(false) {
        return Truth::No;
    }
    let decided = unknown.blockers.iter().all(|blocker| match blocker {
        Blocker::Attribute(to) => {
            let by_aws =
                to.address.starts_with("aws_") || to.address.contains(".aws_") || to.address.contains("data.aws_");
            by_aws && (to.path.ends_with("arn") || to.path.ends_with("id"))
        }
        _ => false,
    });
    if decided { Truth::No } else { Truth::Unknown }
}

/// Condition keys that tie a request to fixed accounts, organizations, resources, networks or addresses.
const CONFINING: [&str; 24] = [
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:principalserviceName",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceip",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourceowner",
    "aws:sourcevpc",
    "aws:sourcevpcarn",
    "aws:sourcevpce",
    "aws:userid",
    "aws:username",
    "aws:vpceaccount",
    "aws:vpceorgid",
    "aws:vpceorgpaths",
    "aws:vpcsourceip",
    "kms:calleraccount",
    "lambda:eventsourcetoken",
    "s3:dataaccesspointaccount",
    "s3:dataaccesspointarn",
];

pub(super) fn restricts_access(statement: &Value) -> Value {
    truth(Statement(statement).is_confined(), &[statement])
}

/// A text of a condition in small letters; `None` when it is not known.
fn text_of(condition: &Value, name: &str) -> Option<String> {
    let value = condition.get(name)?;
    if value.as_unknown().is_some() { None } else { Some(value.as_str().unwrap_or_default().to_ascii_lowercase()) }
}

/// The values of a condition; `None` when they are not known.
fn values_of(condition: &Value) -> Option<&[Value]> {
    condition.get("values").and_then(elements)
}

fn confines(condition: &Value) -> Truth {
    let (Some(operator), Some(key)) = (text_of(condition, "operator"), text_of(condition, "key")) else {
        return Truth::Unknown;
    };
    let base = operator.strip_prefix("foranyvalue:").unwrap_or(&operator);
    let compares =
        ["stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike", "ipaddress"].contains(&base);
    if !compares || !CONFINING.iter().any(|known| known.eq_ignore_ascii_case(&key)) {
        return Truth::No;
    }
    let Some(values) = values_of(condition) else { return Truth::Unknown };
    let fixed = |value: &Value| match &value.kind {
        Kind::String(text) => Truth::from(is_fixed(&key, text)),
        Kind::Unknown(_) => !star_if_unknown(value),
        _ => Truth::No,
    };
    if values.is_empty() { Truth::No } else { all_of(values, fixed) }
}

/// The value names something certain: no bare wildcard, no wildcard account, no very large network.
fn is_fixed(key: &str, value: &str) -> bool {
    if value.contains("${") {
        return false;
    }
    if key.ends_with("sourceip") {
        return value.parse::<IpNet>().map_or(value.parse::<std::net::IpAddr>().is_ok(), |net| match net {
            IpNet::V4(net) => net.prefix_len() >= 8,
            IpNet::V6(net) => net.prefix_len() >= 32,
        });
    }
    if let Some(arn) = value.strip_prefix("arn:") {
        let parts: Vec<&str> = arn.splitn(5, ':').collect();
        let [_, _, _, account, resource] = parts[..] else { return false };
        return if account.is_empty() { !resource.starts_with('*') } else { !account.contains(['*', '?']) };
    }
    match key {
        "aws:userid" => value.split(':').next().is_some_and(|id| !id.contains('*')),
        "aws:principalorgpaths" | "aws:sourceorgpaths" | "aws:vpceorgpaths" => {
            value.split('/').next().is_some_and(|id| id.starts_with("o-") && !id.contains('*'))
        }
        _ => !value.contains(['*', '?']),
    }
}

fn is_insecure(condition: &Value) -> Truth {
    let (Some(operator), Some(key)) = (text_of(condition, "operator"), text_of(condition, "key")) else {
        return Truth::Unknown;
    };
    let about = matches!(&*operator, "bool" | "boolifexists") && key == "aws:securetransport";
    let Some(values) = values_of(condition) else { return Truth::from(about).and(Truth::Unknown) };
    let off = |value: &Value| match &value.kind {
        Kind::String(text) => Truth::from(text.eq_ignore_ascii_case("false")),
        Kind::Unknown(_) => Truth::Unknown,
        _ => Truth::No,
    };
    Truth::from(about && !values.is_empty()).and(all_of(values, off))
}
