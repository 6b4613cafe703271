//! Whether a root owns its account, and which accounts and Regions it works in.

use super::provider::{accounts, scopes};
use crate::graph::{Graph, Origin, ProviderConfig};
use crate::value::Truth;
use std::sync::Arc;

/// Resources of which an account has one or few, and that whoever owns the account declares.
const OF_THE_ACCOUNT: &[&str] = &[
    "aws_accessanalyzer_analyzer",
    "aws_account_alternate_contact",
    "aws_account_primary_contact",
    "aws_account_region",
    "aws_cloudtrail",
    "aws_cloudtrail_organization_delegated_admin_account",
    "aws_config_configuration_recorder",
    "aws_config_delivery_channel",
    "aws_ebs_default_kms_key",
    "aws_ebs_encryption_by_default",
    "aws_ebs_snapshot_block_public_access",
    "aws_ec2_image_block_public_access",
    "aws_guardduty_detector",
    "aws_guardduty_organization_admin_account",
    "aws_iam_account_alias",
    "aws_iam_account_password_policy",
    "aws_iam_organizations_features",
    "aws_iam_virtual_mfa_device",
    "aws_inspector2_enabler",
    "aws_macie2_account",
    "aws_organizations_account",
    "aws_organizations_organization",
    "aws_organizations_organizational_unit",
    "aws_organizations_policy",
    "aws_s3_account_public_access_block",
    "aws_securityhub_account",
    "aws_securityhub_organization_configuration",
];

/// The root declares a resource of account scope.
pub fn owns_account(graph: &Graph) -> bool {
    let managed = |name: &&'static str| {
        graph.of_type(name).iter().any(|id| {
            let resource = graph.get(*id);
            resource.is_managed() && resource.is_kept()
        })
    };
    OF_THE_ACCOUNT.iter().any(managed)
}

/// One provider configuration for each account (or account and Region) that the root's AWS resources use.
pub(super) fn scopes_in_use(graph: &Graph, per_region: bool) -> Vec<Arc<ProviderConfig>> {
    let same = if per_region { scopes } else { accounts };
    let mut found: Vec<Arc<ProviderConfig>> = Vec::new();
    let used =
        graph.resources().filter(|(_, resource)| resource.type_name.starts_with("aws_")).map(|(_, it)| &it.provider);
    for provider in used {
        let told = |other: &Arc<ProviderConfig>| same(other, provider) == Truth::Yes || called_alike(other, provider);
        if !found.iter().any(|other| Arc::ptr_eq(other, provider) || told(other)) {
            found.push(provider.clone());
        }
    }
    // A Region that is one of the others needs no judgement of its own.
    if per_region && found.iter().any(|provider| provider.known_region().is_some()) {
        let is_state = graph.origin == Origin::State;
        found.retain(|it| !it.is_of_several_regions() && (!is_state || it.known_region().is_some()));
    }
    // The default configuration speaks for its account.
    found.sort_by_key(|provider| (provider.alias.is_some(), provider.scope_name()));
    found
}

/// Regions that resources choose and that are not known are judged as one.
fn called_alike(a: &ProviderConfig, b: &ProviderConfig) -> bool {
    let chosen = |config: &ProviderConfig| config.own_region && config.known_region().is_none();
    chosen(a) && chosen(b) && a.scope_name() == b.scope_name()
}
