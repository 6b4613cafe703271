//! Who a principal of a policy statement is, as far as the text or a reference says it.

use super::unknown;
use crate::check::world::World;
use crate::value::{Kind, Partial, Type, Unknown, Value};
use std::sync::Arc;

/// Stands for a part of a template that is not known.
const GAP: char = '\u{F8F2}';

/// What attributes of these types name, whatever their value will be: type, attribute, kind.
const REFERENCES: &[(&str, &str, &str)] = &[
    ("aws_caller_identity", "account_id", "account"),
    ("aws_cloudfront_origin_access_identity", "iam_arn", "service"),
    ("aws_elb_service_account", "arn", "account"),
    ("aws_elb_service_account", "id", "account"),
    ("aws_iam_openid_connect_provider", "arn", "federated"),
    ("aws_iam_role", "arn", "role"),
    ("aws_iam_role", "unique_id", "role"),
    ("aws_iam_saml_provider", "arn", "federated"),
    ("aws_iam_service_linked_role", "arn", "role"),
    ("aws_iam_session_context", "issuer_arn", "role"),
    ("aws_iam_user", "arn", "user"),
    ("aws_iam_user", "unique_id", "user"),
    ("aws_organizations_account", "id", "account"),
    ("aws_organizations_organization", "master_account_id", "account"),
];

/// `everyone`, `account`, `user`, `role`, `session`, `service`, `federated` or `other`.
pub(super) fn principal_kind(world: &World<'_>, principal: &Value) -> Value {
    let undecided = || unknown(Type::String, &[principal]);
    let none = Value::null();
    let id = principal.get("id").unwrap_or(&none);
    let kind = match principal.get("type").map(|kind| &kind.kind) {
        Some(Kind::String(kind)) => kind,
        Some(Kind::Unknown(_)) => return undecided(),
        _ if principal.as_unknown().is_some() => return undecided(),
        _ => return Value::null_of(Type::String),
    };
    match &**kind {
        "Service" => "service".into(),
        "Federated" => "federated".into(),
        "AWS" | "*" => match &id.kind {
            Kind::String(text) => kind_of_text(text).unwrap_or("other").into(),
            Kind::Unknown(found) => kind_of_unknown(world, found).map_or_else(undecided, Value::from),
            _ => Value::null_of(Type::String),
        },
        _ => "other".into(),
    }
}

/// By an ARN, account id or unique id; `None` where a gap hides it.
fn kind_of_text(text: &str) -> Option<&'static str> {
    if text == "*" {
        return Some("everyone");
    }
    if text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some("account");
    }
    if !text.starts_with("arn:") {
        return match text.get(..4) {
            Some("AROA") => Some("role"),
            Some("AIDA") => Some("user"),
            _ => (!text.starts_with(GAP)).then_some("other"),
        };
    }
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let [_, _, _, _, account, resource] = parts[..] else { return (!text.contains(GAP)).then_some("other") };
    let kind = resource.split('/').next().unwrap_or_default();
    match kind {
        _ if kind.contains(GAP) => None,
        "user" if account == "cloudfront" => Some("service"),
        "root" => Some("account"),
        "user" => Some("user"),
        "role" => Some("role"),
        "assumed-role" | "federated-user" => Some("session"),
        "saml-provider" | "oidc-provider" => Some("federated"),
        _ => Some("other"),
    }
}

fn kind_of_unknown(world: &World<'_>, unknown: &Unknown) -> Option<&'static str> {
    if let Some(reference) = unknown.reference.as_deref()
        && let Some(id) = world.graph.find(&reference.address)
    {
        let type_name = &*world.graph.get(id).type_name;
        let named = REFERENCES.iter().find(|(of, attribute, _)| *of == type_name && *attribute == &*reference.path);
        return named.map(|(_, _, kind)| *kind);
    }
    match unknown.partial.as_deref()? {
        Partial::Template(parts) => kind_of_text(&with_gaps(parts)),
        Partial::OneOf(values) => {
            let kind = |value: &Value| match &value.kind {
                Kind::String(text) => kind_of_text(text),
                Kind::Unknown(unknown) => kind_of_unknown(world, unknown),
                _ => None,
            };
            let first = kind(values.first()?)?;
            values.iter().all(|value| kind(value) == Some(first)).then_some(first)
        }
        Partial::Json(_) | Partial::Holds(_) | Partial::Like(_) | Partial::Written(_) => None,
    }
}

fn with_gaps(parts: &[Value]) -> String {
    parts.iter().map(|part| part.as_str().map_or_else(|| GAP.to_string(), str::to_owned)).collect()
}

/// The account that the principal belongs to: its id, or the attribute that gives it; null when it has none.
pub(super) fn principal_account(principal: &Value) -> Value {
    let none = Value::null_of(Type::String);
    let Some(id) = principal.get("id") else {
        return if principal.as_unknown().is_some() { unknown(Type::String, &[principal]) } else { none };
    };
    match &id.kind {
        Kind::String(text) => account_in(text).map_or(none, Value::from),
        Kind::Unknown(found) => match found.partial.as_deref() {
            Some(Partial::Template(parts)) => {
                account_in_template(parts).unwrap_or_else(|| unknown(Type::String, &[id]))
            }
            None if found.reference.as_deref().is_some_and(|to| to.path.ends_with("account_id")) => id.clone(),
            _ => unknown(Type::String, &[id]),
        },
        _ => none,
    }
}

fn account_in(text: &str) -> Option<&str> {
    match text.strip_prefix("arn:") {
        Some(arn) => arn.split(':').nth(3).filter(|account| !account.is_empty()),
        None => (text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text),
    }
}

fn account_in_template(parts: &[Value]) -> Option<Value> {
    let text = with_gaps(parts);
    let account = account_in(&text)?;
    if !account.contains(GAP) {
        return Some(account.into());
    }
    let start = account.as_ptr() as usize - text.as_ptr() as usize;
    let before = text[..start].matches(GAP).count();
    let whole = account.chars().count() == 1;
    let gaps: Vec<&Value> = parts.iter().filter(|part| part.as_str().is_none()).collect();
    let found: Option<Arc<Unknown>> = match gaps.get(before).map(|part| &part.kind) {
        Some(Kind::Unknown(unknown)) if whole => Some(unknown.clone()),
        _ => None,
    };
    found.map(|unknown| Kind::Unknown(unknown).into())
}
