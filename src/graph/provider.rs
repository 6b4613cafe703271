//! Provider configurations: which account and Region a resource belongs to.

use crate::text::Span;
use crate::value::{Kind, Value};
use std::sync::Arc;

/// A provider configuration after modules have handed it down, so that all resources that share it share one value.
#[derive(Clone, Debug, PartialEq)]
pub struct ProviderConfig {
    /// Unique: `provider["registry.terraform.io/hashicorp/aws"].alias`, with the module in front when it is not the root's.
    pub address: Arc<str>,
    /// The name used in configuration (`aws`).
    pub name: Arc<str>,
    pub alias: Option<Arc<str>>,
    /// `registry.terraform.io/hashicorp/aws`; may be empty where nothing says it.
    pub source: Arc<str>,
    /// The address of the module that declares it; empty for the root.
    pub module: Arc<str>,
    /// The configuration block as an object; unset attributes may be missing or null.
    pub values: Value,
    /// The `provider` block.
    pub location: Option<Span>,
}

impl ProviderConfig {
    /// The address of a configuration from its parts.
    pub fn address_of(module: &str, source: &str, alias: Option<&str>) -> Arc<str> {
        let module = if module.is_empty() { String::new() } else { format!("{module}.") };
        let alias = alias.map_or(String::new(), |alias| format!(".{alias}"));
        format!("{module}provider[\"{source}\"]{alias}").into()
    }

    /// The provider's type, the last part of its source (`aws`).
    pub fn type_name(&self) -> &str {
        let last = self.source.rsplit('/').next().unwrap_or_default();
        if last.is_empty() { &self.name } else { last }
    }

    /// The `region` argument: null when the environment decides.
    pub fn region(&self) -> Value {
        self.values.get("region").cloned().unwrap_or_else(Value::null)
    }

    /// The Region's name, where the configuration says it.
    pub fn known_region(&self) -> Option<Arc<str>> {
        match &self.values.get("region")?.kind {
            Kind::String(name) => Some(name.clone()),
            _ => None,
        }
    }

    /// The account's id where the configuration shows it: one allowed account, or the account of the assumed role.
    pub fn account_id(&self) -> Option<&str> {
        let allowed = self.values.get("allowed_account_ids").and_then(Value::as_sequence);
        if let Some([only]) = allowed {
            return only.as_str();
        }
        let role = self.values.get("assume_role")?;
        let role = role.as_sequence().map_or(Some(role), |roles| roles.last())?;
        let account = role.get("role_arn")?.as_str()?.split(':').nth(4)?;
        (account.len() == 12).then_some(account)
    }
}
