//! Attributes whose JSON text the AWS provider writes anew while planning.
//!
//! Found with provider 5.100.0 by planning each string attribute that may hold JSON with a text whose keys are not in order.

use crate::value::{Value, from_json, to_json};

/// Type and attribute, sorted; the planned text has sorted keys and no white space.
const SORTED: [&str; 90] = [
    "aws_acmpca_policy.policy",
    "aws_api_gateway_domain_name.policy",
    "aws_api_gateway_model.schema",
    "aws_api_gateway_rest_api.policy",
    "aws_api_gateway_rest_api_policy.policy",
    "aws_backup_vault_policy.policy",
    "aws_batch_job_definition.container_properties",
    "aws_cloudformation_stack.policy_body",
    "aws_cloudformation_stack.template_body",
    "aws_cloudsearch_domain_service_access_policy.access_policy",
    "aws_cloudwatch_dashboard.dashboard_body",
    "aws_cloudwatch_event_archive.event_pattern",
    "aws_cloudwatch_event_bus_policy.policy",
    "aws_cloudwatch_event_rule.event_pattern",
    "aws_cloudwatch_log_data_protection_policy.policy_document",
    "aws_cloudwatch_log_destination_policy.access_policy",
    "aws_cloudwatch_log_resource_policy.policy_document",
    "aws_codeartifact_domain_permissions_policy.policy_document",
    "aws_codeartifact_repository_permissions_policy.policy_document",
    "aws_codebuild_resource_policy.policy",
    "aws_codecommit_approval_rule_template.content",
    "aws_connect_contact_flow.content",
    "aws_connect_contact_flow_module.content",
    "aws_controltower_landing_zone.manifest_json",
    "aws_ecr_lifecycle_policy.policy",
    "aws_ecr_registry_policy.policy",
    "aws_ecr_repository_policy.policy",
    "aws_ecrpublic_repository_policy.policy",
    "aws_efs_file_system_policy.policy",
    "aws_elasticsearch_domain.access_policies",
    "aws_elasticsearch_domain_policy.access_policies",
    "aws_emr_cluster.configurations_json",
    "aws_emr_instance_group.configurations_json",
    "aws_glacier_vault.access_policy",
    "aws_glacier_vault_lock.policy",
    "aws_glue_resource_policy.policy",
    "aws_iam_policy.policy",
    "aws_iam_role.assume_role_policy",
    "aws_iot_policy.policy",
    "aws_kms_external_key.policy",
    "aws_kms_key.policy",
    "aws_kms_key_policy.policy",
    "aws_media_store_container_policy.policy",
    "aws_msk_cluster_policy.policy",
    "aws_networkfirewall_resource_policy.policy",
    "aws_networkmanager_core_network.base_policy_document",
    "aws_oam_sink_policy.policy",
    "aws_opensearch_domain.access_policies",
    "aws_opensearch_domain_policy.access_policies",
    "aws_opsworks_custom_layer.custom_json",
    "aws_opsworks_ecs_cluster_layer.custom_json",
    "aws_opsworks_ganglia_layer.custom_json",
    "aws_opsworks_haproxy_layer.custom_json",
    "aws_opsworks_java_app_layer.custom_json",
    "aws_opsworks_memcached_layer.custom_json",
    "aws_opsworks_mysql_layer.custom_json",
    "aws_opsworks_nodejs_app_layer.custom_json",
    "aws_opsworks_php_app_layer.custom_json",
    "aws_opsworks_rails_app_layer.custom_json",
    "aws_opsworks_static_web_layer.custom_json",
    "aws_organizations_resource_policy.content",
    "aws_redshift_resource_policy.policy",
    "aws_redshiftserverless_resource_policy.policy",
    "aws_s3_access_point.policy",
    "aws_s3_bucket.policy",
    "aws_s3_bucket_policy.policy",
    "aws_s3control_access_point_policy.policy",
    "aws_s3control_object_lambda_access_point_policy.policy",
    "aws_sagemaker_model_package_group_policy.resource_policy",
    "aws_schemas_registry_policy.policy",
    "aws_secretsmanager_secret.policy",
    "aws_secretsmanager_secret_policy.policy",
    "aws_ses_identity_policy.policy",
    "aws_sesv2_email_identity_policy.policy",
    "aws_sns_topic.delivery_policy",
    "aws_sns_topic.policy",
    "aws_sns_topic_data_protection_policy.policy",
    "aws_sns_topic_policy.policy",
    "aws_sns_topic_subscription.filter_policy",
    "aws_sns_topic_subscription.redrive_policy",
    "aws_sqs_queue.policy",
    "aws_sqs_queue.redrive_allow_policy",
    "aws_sqs_queue.redrive_policy",
    "aws_sqs_queue_policy.policy",
    "aws_sqs_queue_redrive_allow_policy.redrive_allow_policy",
    "aws_sqs_queue_redrive_policy.redrive_policy",
    "aws_ssoadmin_permission_set_inline_policy.inline_policy",
    "aws_vpc_endpoint.policy",
    "aws_vpc_endpoint_policy.policy",
    "aws_vpclattice_resource_policy.policy",
];

/// As above, but `Version` stands first.
const VERSION_FIRST: [&str; 3] =
    ["aws_iam_group_policy.policy", "aws_iam_role_policy.policy", "aws_iam_user_policy.policy"];

/// The value as the provider plans it: unchanged unless it is a known JSON text of one of these attributes.
pub(super) fn planned(type_name: &str, attribute: &str, value: Value) -> Value {
    let Some(text) = value.as_str().filter(|text| text.trim_start().starts_with(['{', '['])) else { return value };
    let name = format!("{type_name}.{attribute}");
    let version_first = VERSION_FIRST.contains(&name.as_str());
    if !version_first && SORTED.binary_search(&name.as_str()).is_err() {
        return value;
    }
    let Some(document) = from_json(text).ok() else { return value };
    match to_json(&document) {
        Some(sorted) if attribute == "event_pattern" => Value::string(plain(&sorted)).with_marks(value.marks),
        Some(sorted) if version_first => Value::string(with_version_first(&document, sorted)).with_marks(value.marks),
        Some(sorted) => Value::string(sorted).with_marks(value.marks),
        None => value,
    }
}

/// Without the escapes that Go writes for HTML.
fn plain(json: &str) -> String {
    json.replace("\\u003c", "<").replace("\\u003e", ">").replace("\\u0026", "&")
}

/// What a container definition may hold.
const CONTAINER: [&str; 42] = [
    "command",
    "cpu",
    "credentialSpecs",
    "dependsOn",
    "disableNetworking",
    "dnsSearchDomains",
    "dnsServers",
    "dockerLabels",
    "dockerSecurityOptions",
    "entryPoint",
    "environment",
    "environmentFiles",
    "essential",
    "extraHosts",
    "firelensConfiguration",
    "healthCheck",
    "hostname",
    "image",
    "interactive",
    "links",
    "linuxParameters",
    "logConfiguration",
    "memory",
    "memoryReservation",
    "mountPoints",
    "name",
    "portMappings",
    "privileged",
    "pseudoTerminal",
    "readonlyRootFilesystem",
    "repositoryCredentials",
    "resourceRequirements",
    "restartPolicy",
    "secrets",
    "startTimeout",
    "stopTimeout",
    "systemControls",
    "ulimits",
    "user",
    "versionConsistency",
    "volumesFrom",
    "workingDirectory",
];

/// Container definitions by name, their variables by name, and without what they cannot hold or what is not set.
pub(super) fn container_definitions(text: &str) -> Option<String> {
    let document = from_json(text).ok()?;
    let by_name = |elements: &[Value]| {
        let mut sorted = elements.to_vec();
        sorted.sort_by_key(|one| one.get("name").and_then(Value::as_str).unwrap_or_default().to_owned());
        Value::tuple(sorted)
    };
    let mut containers = Vec::new();
    for container in document.as_sequence()? {
        let fields = container.as_mapping()?.iter().filter(|(name, value)| {
            let zero = &***name == "cpu" && to_json(value).as_deref() == Some("0");
            CONTAINER.contains(&&***name) && !value.is_null() && !zero
        });
        containers.push(Value::object(fields.map(|(name, value)| {
            let value = match (&**name, value.as_sequence()) {
                ("environment" | "secrets", Some(elements)) => by_name(elements),
                _ => value.clone(),
            };
            (name.clone(), value)
        })));
    }
    to_json(&by_name(&containers))
}

fn with_version_first(document: &Value, sorted: String) -> String {
    let Some((version, members)) = document.get("Version").and_then(to_json).zip(document.as_mapping()) else {
        return sorted;
    };
    let rest = members.iter().filter(|(name, _)| &***name != "Version");
    let rest =
        rest.filter_map(|(name, member)| Some(format!(",{}:{}", to_json(&Value::from(&**name))?, to_json(member)?)));
    format!("{{\"Version\":{version}{}}}", rest.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_texts_are_written_anew() {
        assert!(SORTED.is_sorted());
        let given = Value::from("{ \"Version\": \"1\", \"A\": [ 2 ] }");
        assert_eq!(planned("aws_sqs_queue", "policy", given.clone()), Value::from("{\"A\":[2],\"Version\":\"1\"}"));
        assert_eq!(
            planned("aws_iam_role_policy", "policy", given.clone()),
            Value::from("{\"Version\":\"1\",\"A\":[2]}")
        );
        assert_eq!(planned("aws_s3_object", "content", given.clone()), given);
    }
}
