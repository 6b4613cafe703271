//! Configured values that the AWS provider changes while it plans, besides JSON texts: letter case, names of protocols,
//! trailing dots and white space, and the domain name among a certificate's alternative names.

use super::provider_json::container_definitions;
use crate::value::{Entries, Kind, Type, Value};

/// What happens to a text.
#[derive(Clone, Copy)]
enum Change {
    Lower,
    /// Lower case without the dot at the end.
    DomainName,
    /// Without the dot at the end.
    NoDot,
    Trim,
    /// `TCP` and `6` become `tcp`, `all` becomes `-1`.
    Protocol,
    ContainerDefinitions,
}

/// By type and attribute, as recorded plans show them (`testdata/configurations/provider_normalisation`).
fn change_of(type_name: &str, attribute: &str) -> Option<Change> {
    Some(match (type_name, attribute) {
        ("aws_db_instance", "engine" | "maintenance_window")
        | ("aws_elasticache_replication_group", "replication_group_id" | "maintenance_window")
        | ("aws_elasticache_cluster" | "aws_dax_cluster", "maintenance_window")
        | (
            "aws_rds_cluster"
            | "aws_rds_cluster_instance"
            | "aws_neptune_cluster"
            | "aws_neptune_cluster_instance"
            | "aws_docdb_cluster"
            | "aws_docdb_cluster_instance"
            | "aws_redshift_cluster",
            "preferred_maintenance_window",
        ) => Change::Lower,
        ("aws_elasticache_parameter_group" | "aws_elasticache_subnet_group", "name") => Change::Lower,
        ("aws_route53_resolver_rule", "domain_name") => Change::NoDot,
        ("aws_route53_zone" | "aws_route53_record", "name") => Change::DomainName,
        ("aws_key_pair", "public_key") | ("aws_iam_server_certificate", "certificate_body") => Change::Trim,
        ("aws_security_group_rule", "protocol") => Change::Protocol,
        ("aws_ecs_task_definition", "container_definitions") => Change::ContainerDefinitions,
        _ => return None,
    })
}

fn changed(change: Change, text: &str) -> String {
    match change {
        Change::Lower => text.to_lowercase(),
        Change::DomainName | Change::NoDot if text == "." => text.to_owned(),
        Change::NoDot => text.strip_suffix('.').unwrap_or(text).to_owned(),
        Change::DomainName => text.strip_suffix('.').unwrap_or(text).to_lowercase(),
        Change::Trim => text.trim().to_owned(),
        Change::Protocol => protocol(text),
        Change::ContainerDefinitions => container_definitions(text).unwrap_or_else(|| text.to_owned()),
    }
}

fn protocol(text: &str) -> String {
    match text.to_lowercase().as_str() {
        "all" => "-1",
        "6" => "tcp",
        "17" => "udp",
        "1" => "icmp",
        "58" => "icmpv6",
        other => return other.to_owned(),
    }
    .to_owned()
}

/// The values of a resource as the provider plans them.
pub(super) fn planned(type_name: &str, values: &mut Entries) {
    for (name, value) in values.iter_mut() {
        if let Some(text) = value.as_str()
            && let Some(change) = change_of(type_name, name)
        {
            *value = Value::string(changed(change, text)).with_marks(value.marks);
        }
    }
    match type_name {
        "aws_security_group" | "aws_default_security_group" => {
            for name in ["ingress", "egress"] {
                if let Some(rules) = values.get_mut(name) {
                    *rules = security_group_rules(rules);
                }
            }
        }
        "aws_acm_certificate" => alternative_names(values),
        "aws_lambda_function" => without_empty_environment(values),
        _ => {}
    }
}

fn security_group_rules(rules: &Value) -> Value {
    let elements = |elements: &[Value]| elements.iter().map(security_group_rule).collect::<Vec<_>>();
    let kind = match &rules.kind {
        Kind::List(ty, all) => return Value::list(ty.clone(), elements(all)).with_marks(rules.marks),
        Kind::Set(ty, all) => Value::set(ty.clone(), elements(all)),
        _ => return rules.clone(),
    };
    kind.with_marks(rules.marks)
}

/// Protocols by name, and what is not set as the provider fills it in.
fn security_group_rule(rule: &Value) -> Value {
    let Some(fields) = rule.as_mapping() else { return rule.clone() };
    let filled = fields.iter().map(|(name, value)| {
        let planned = match (&**name, &value.kind) {
            ("protocol", Kind::String(text)) => protocol(text).into(),
            ("description", Kind::Null(_)) => "".into(),
            ("self", Kind::Null(_)) => false.into(),
            (_, Kind::Null(Type::List(element))) => Value::list((**element).clone(), Vec::new()),
            (_, Kind::Null(Type::Set(element))) => Value::set((**element).clone(), Vec::new()),
            _ => return (name.clone(), value.clone()),
        };
        (name.clone(), planned.with_marks(value.marks))
    });
    Value::object(filled.collect::<Vec<_>>()).with_marks(rule.marks)
}

/// An environment without variables is none.
fn without_empty_environment(values: &mut Entries) {
    let Some(blocks) = values.get_mut("environment") else { return };
    let Kind::List(ty, all) = &blocks.kind else { return };
    let empty = |block: &Value| {
        let variables = block.get("variables");
        variables.is_some_and(|variables| variables.is_null() || variables.as_mapping().is_some_and(Entries::is_empty))
    };
    if all.iter().all(empty) {
        *blocks = Value::list(ty.clone(), Vec::new()).with_marks(blocks.marks);
    }
}

/// Where alternative names are given, the domain name is one of them.
fn alternative_names(values: &mut Entries) {
    let Some(domain) = values.get("domain_name").filter(|domain| !domain.is_null()).cloned() else { return };
    let Some(names) = values.get_mut("subject_alternative_names") else { return };
    let Kind::Set(ty, all) = &names.kind else { return };
    if !all.is_empty() {
        *names = Value::set(ty.clone(), all.iter().cloned().chain([domain]).collect()).with_marks(names.marks);
    }
}
