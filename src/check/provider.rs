//! Which resources share an account and a Region.

use super::identity::signature;
use crate::graph::{ProviderConfig, Resource};
use crate::value::{Truth, Value};

/// Arguments of a provider that choose whose credentials are used.
const CREDENTIALS: [&str; 8] = [
    "access_key",
    "allowed_account_ids",
    "assume_role",
    "assume_role_with_web_identity",
    "profile",
    "shared_config_files",
    "shared_credentials_files",
    "token",
];

/// The same account and Region.
pub(super) fn same_scope(a: &Resource, b: &Resource) -> Truth {
    scopes(&a.provider, &b.provider)
}

pub(super) fn same_account(a: &Resource, b: &Resource) -> Truth {
    accounts(&a.provider, &b.provider)
}

pub(super) fn scopes(a: &ProviderConfig, b: &ProviderConfig) -> Truth {
    if std::ptr::eq(a, b) || a.address == b.address && !a.own_region && !b.own_region {
        return Truth::Yes;
    }
    accounts(a, b).and(regions(a, b))
}

fn regions(a: &ProviderConfig, b: &ProviderConfig) -> Truth {
    let (a, b) = (a.region(), b.region());
    match (a.as_str(), b.as_str()) {
        (Some(a), Some(b)) => Truth::from(a == b),
        _ if a.is_null() && b.is_null() => Truth::Yes,
        // Both are the same variable or attribute, whatever it will be.
        _ if signature(&a).is_some_and(|made| Some(made) == signature(&b)) => Truth::Yes,
        _ => Truth::Unknown,
    }
}

pub(super) fn accounts(a: &ProviderConfig, b: &ProviderConfig) -> Truth {
    if a.address == b.address {
        return Truth::Yes;
    }
    if let (Some(a), Some(b)) = (a.account_id(), b.account_id()) {
        return Truth::from(a == b);
    }
    let credentials = |config: &ProviderConfig| CREDENTIALS.map(|name| written(config, name));
    if credentials(a) == credentials(b) { Truth::Yes } else { Truth::Unknown }
}

/// An argument's value; null and empty blocks are the same as nothing.
fn written(config: &ProviderConfig, name: &str) -> Value {
    let value = config.values.get(name).cloned().unwrap_or_else(Value::null);
    if value.as_sequence().is_some_and(<[Value]>::is_empty) { Value::null() } else { value }
}
