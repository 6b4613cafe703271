//! Questions about policy statements, as IAM answers them.

use super::{all_of, any_of, elements, truth};
use crate::check::text::{wildcard, wildcards_meet};
use crate::value::{Blocker, Kind, Truth, Value, equals};
use ipnet::IpNet;

/// IAM's wildcards; actions have no case, ARNs have.
pub(super) fn iam_match(pattern: &Value, text: &Value) -> Value {
    let matches = match (&pattern.kind, &text.kind) {
        (Kind::Null(_), _) | (_, Kind::Null(_)) => Truth::No,
        (Kind::String(pattern), _) if &**pattern == "*" => Truth::Yes,
        (Kind::String(pattern), Kind::String(text)) => Truth::from(matches_text(pattern, text)),
        _ => Truth::Unknown,
    };
    truth(matches, &[pattern, text])
}

fn matches_text(pattern: &str, text: &str) -> bool {
    if pattern.starts_with("arn:") || text.starts_with("arn:") {
        wildcard(pattern, text)
    } else {
        wildcard(&pattern.to_ascii_lowercase(), &text.to_ascii_lowercase())
    }
}

/// A part of a statement that is a list: unknown, or its elements.
fn part<'v>(statement: &'v Value, name: &str) -> Option<&'v [Value]> {
    match statement.get(name) {
        Some(list) => elements(list),
        None => Some(&[]),
    }
}

fn has_effect(statement: &Value, effect: &str) -> Truth {
    match statement.get("effect").map(|value| &value.kind) {
        Some(Kind::Unknown(_)) => Truth::Unknown,
        Some(Kind::String(found)) => Truth::from(found.eq_ignore_ascii_case(effect)),
        _ => Truth::No,
    }
}

pub(super) fn actions_allow(statement: &Value, action: &Value) -> Value {
    let from = [statement, action];
    let Some(action) = action.as_str() else { return truth(Truth::Unknown, &from) };
    truth(has_effect(statement, "Allow").and(actions_cover(statement, action)), &from)
}

/// The statement is about the action, by `Action` or by `NotAction`.
fn actions_cover(statement: &Value, action: &str) -> Truth {
    if statement.as_unknown().is_some() {
        return Truth::Unknown;
    }
    let covers = |pattern: &Value| match &pattern.kind {
        Kind::String(pattern) => Truth::from(matches_text(pattern, action)),
        Kind::Unknown(_) => Truth::Unknown,
        _ => Truth::No,
    };
    let meets = |pattern: &Value| match &pattern.kind {
        Kind::String(pattern) => {
            Truth::from(wildcards_meet(&pattern.to_ascii_lowercase(), &action.to_ascii_lowercase()))
        }
        Kind::Unknown(_) => Truth::Unknown,
        _ => Truth::No,
    };
    let (Some(actions), Some(not_actions)) = (part(statement, "actions"), part(statement, "not_actions")) else {
        return Truth::Unknown;
    };
    let by_exclusion = if not_actions.is_empty() { Truth::No } else { !any_of(not_actions, meets) };
    any_of(actions, covers).or(by_exclusion)
}

/// Anybody: `*`, `{"AWS": "*"}`, or everybody except some (`NotPrincipal` in an Allow).
pub(super) fn is_public_principal(statement: &Value) -> Value {
    truth(public_principal(statement), &[statement])
}

fn public_principal(statement: &Value) -> Truth {
    if statement.as_unknown().is_some() {
        return Truth::Unknown;
    }
    let (Some(principals), Some(others)) = (part(statement, "principals"), part(statement, "not_principals")) else {
        return Truth::Unknown;
    };
    let anybody = |principal: &Value| {
        let text = |name: &str| match principal.get(name).map(|value| &value.kind) {
            Some(Kind::String(text)) => Some(text.to_string()),
            _ => None,
        };
        if principal.as_unknown().is_some() {
            return Truth::Unknown;
        }
        match (text("type").as_deref(), principal.get("id")) {
            (Some("*" | "AWS"), Some(id)) => match &id.kind {
                Kind::String(id) => Truth::from(&**id == "*"),
                Kind::Unknown(_) => star_if_unknown(id),
                _ => Truth::No,
            },
            _ => Truth::No,
        }
    };
    let by_exclusion = if others.is_empty() { Truth::No } else { has_effect(statement, "Allow") };
    any_of(principals, anybody).or(by_exclusion)
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
    if statement.as_unknown().is_some() {
        return truth(Truth::Unknown, &[statement]);
    }
    let Some(conditions) = part(statement, "conditions") else { return truth(Truth::Unknown, &[statement]) };
    truth(any_of(conditions, confines), &[statement])
}

fn confines(condition: &Value) -> Truth {
    if condition.as_unknown().is_some() {
        return Truth::Unknown;
    }
    let text = |name: &str| condition.get(name).and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
    let (operator, key) = (text("operator"), text("key"));
    let base = operator.strip_prefix("foranyvalue:").unwrap_or(&operator);
    let compares =
        ["stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike", "ipaddress"].contains(&base);
    if !compares || !CONFINING.iter().any(|known| known.eq_ignore_ascii_case(&key)) {
        return Truth::No;
    }
    let Some(values) = part(condition, "values") else { return Truth::Unknown };
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

/// A Deny of everything to everybody on requests without TLS.
pub(super) fn denies_insecure_transport(document: &Value) -> Value {
    if document.is_null() {
        return false.into();
    }
    let statements = document.get("statements").and_then(elements);
    let Some(statements) = statements else { return truth(Truth::Unknown, &[document]) };
    let denies = |statement: &Value| {
        let all = ["*", "s3:*", "sqs:*", "sns:*"];
        let everything = any_of(all, |action| actions_cover(statement, action));
        let effect = if statement.as_unknown().is_some() { Truth::Unknown } else { has_effect(statement, "Deny") };
        effect.and(everything).and(public_principal(statement)).and(only_insecure(statement))
    };
    truth(any_of(statements, denies), &[document])
}

/// `aws:SecureTransport = false` is the statement's only condition.
fn only_insecure(statement: &Value) -> Truth {
    let Some(conditions) = part(statement, "conditions") else { return Truth::Unknown };
    let insecure = |condition: &Value| {
        if condition.as_unknown().is_some() {
            return Truth::Unknown;
        }
        let text = |name: &str| condition.get(name).and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
        let about =
            matches!(text("operator").as_str(), "bool" | "boolifexists") && text("key") == "aws:securetransport";
        let Some(values) = part(condition, "values") else { return Truth::from(about).and(Truth::Unknown) };
        let off = |value: &Value| match &value.kind {
            Kind::String(text) => Truth::from(text.eq_ignore_ascii_case("false")),
            Kind::Unknown(_) => Truth::Unknown,
            _ => Truth::No,
        };
        Truth::from(about && !values.is_empty()).and(all_of(values, off))
    };
    if conditions.is_empty() { Truth::No } else { all_of(conditions, insecure) }
}
