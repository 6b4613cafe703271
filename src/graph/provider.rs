//! Provider configurations: which account and Region a resource belongs to.

use crate::text::Span;
use crate::value::{Blocker, Kind, Value};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A provider configuration after modules have handed it down, so that all resources that share it share one value.
#[derive(Clone, Debug, PartialEq)]
pub struct ProviderConfig {
    /// Unique but for what resources choose themselves: `provider["registry.terraform.io/hashicorp/aws"].alias`, with the module in front when it is not the root's.
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
    /// The `region` among the values is that of a resource's own argument, as since version 6 of the AWS provider.
    pub own_region: bool,
}

impl ProviderConfig {
    /// What a Region waits for that is one of several: a state does not show provider configurations.
    pub const SEVERAL_REGIONS: &'static str = "the Region, which the state does not tell";

    /// Its resources are in several Regions, and nothing tells in which of them one is.
    pub fn is_of_several_regions(&self) -> bool {
        let region = self.region();
        let several = |blocker: &Blocker| matches!(blocker, Blocker::Other(what) if **what == *Self::SEVERAL_REGIONS);
        region.as_unknown().is_some_and(|unknown| unknown.blockers.iter().any(several))
    }

    /// The address of a configuration from its parts.
    pub fn address_of(module: &str, source: &str, alias: Option<&str>) -> Arc<str> {
        let module = if module.is_empty() { String::new() } else { format!("{module}.") };
        let alias = alias.map_or(String::new(), |alias| format!(".{alias}"));
        format!("{module}provider[\"{source}\"]{alias}").into()
    }

    /// The same configuration for a resource that chooses its Region itself.
    pub fn in_region(&self, region: Value) -> ProviderConfig {
        let values = self.values.as_mapping().cloned().unwrap_or_default();
        let values = Value::object(values.into_iter().chain([("region".into(), region)])).with_marks(self.values.marks);
        ProviderConfig { values, own_region: true, ..self.clone() }
    }

    /// What an account and Region are called after: the address, and the Region where a resource chooses it
    /// (`provider["registry.terraform.io/hashicorp/aws"] in eu-west-1`).
    pub fn scope_name(&self) -> Arc<str> {
        if !self.own_region {
            return self.address.clone();
        }
        let region = self.region();
        let region = match (region.as_str(), region.as_unknown()) {
            (Some(name), _) => name.to_owned(),
            (None, Some(unknown)) => unknown.blockers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
            (None, None) => "another Region".to_owned(),
        };
        format!("{} in {region}", self.address).into()
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

/// Configurations in Regions that resources choose, by what they are called.
pub(super) type OwnRegions = FxHashMap<Arc<str>, Arc<ProviderConfig>>;

/// The configuration as others in the same Region have it. Of Regions that are not known it cannot be told that they are the same.
pub(super) fn share(known: &mut OwnRegions, config: ProviderConfig) -> Arc<ProviderConfig> {
    if config.known_region().is_none() {
        return Arc::new(config);
    }
    known.entry(config.scope_name()).or_insert_with(|| Arc::new(config)).clone()
}
