//! By which known texts other resources name an instance: ids, names, and the ARNs made from names.

use super::apart::{Part, are_apart, parts};
use super::text::{wildcard, wildcards_meet};
use super::world::World;
use crate::graph::{Resource, ResourceId};
use crate::value::{Kind, Partial, Value};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// How a type is named besides `id` and `arn`: a text with attributes in braces; `*` stands for account and Region.
/// From the provider's documentation of what each argument that refers to the type accepts.
const FORMS: &[(&str, &[&str])] = &[
    ("aws_api_gateway_stage", &["arn:*:apigateway:*::/restapis/{rest_api_id}/stages/{stage_name}"]),
    ("aws_athena_workgroup", &["{name}"]),
    ("aws_autoscaling_group", &["{name}"]),
    ("aws_backup_vault", &["{name}", "arn:*:backup:*:*:backup-vault:{name}"]),
    ("aws_cloudtrail", &["{name}", "arn:*:cloudtrail:*:*:trail/{name}"]),
    ("aws_cloudwatch_event_rule", &["{name}"]),
    ("aws_cloudwatch_log_group", &["{name}", "arn:*:logs:*:*:log-group:{name}", "arn:*:logs:*:*:log-group:{name}:*"]),
    ("aws_codebuild_project", &["{name}", "arn:*:codebuild:*:*:project/{name}"]),
    ("aws_config_config_rule", &["{name}"]),
    ("aws_config_configuration_recorder", &["{name}"]),
    (
        "aws_db_cluster_snapshot",
        &["{db_cluster_snapshot_identifier}", "arn:*:rds:*:*:cluster-snapshot:{db_cluster_snapshot_identifier}"],
    ),
    ("aws_db_instance", &["{identifier}", "arn:*:rds:*:*:db:{identifier}"]),
    ("aws_db_parameter_group", &["{name}"]),
    ("aws_db_snapshot", &["{db_snapshot_identifier}", "arn:*:rds:*:*:snapshot:{db_snapshot_identifier}"]),
    (
        "aws_db_snapshot_copy",
        &["{target_db_snapshot_identifier}", "arn:*:rds:*:*:snapshot:{target_db_snapshot_identifier}"],
    ),
    ("aws_db_subnet_group", &["{name}"]),
    ("aws_docdb_cluster", &["{cluster_identifier}", "arn:*:rds:*:*:cluster:{cluster_identifier}"]),
    ("aws_docdb_cluster_parameter_group", &["{name}"]),
    ("aws_dynamodb_table", &["{name}", "table/{name}", "arn:*:dynamodb:*:*:table/{name}"]),
    ("aws_ecr_repository", &["{name}", "arn:*:ecr:*:*:repository/{name}"]),
    ("aws_ecs_cluster", &["{name}", "arn:*:ecs:*:*:cluster/{name}"]),
    ("aws_efs_file_system", &["arn:*:elasticfilesystem:*:*:file-system/{id}"]),
    ("aws_eks_cluster", &["{name}", "arn:*:eks:*:*:cluster/{name}"]),
    ("aws_elastic_beanstalk_configuration_template", &["{name}"]),
    ("aws_elasticache_cluster", &["{cluster_id}"]),
    ("aws_elasticache_parameter_group", &["{name}"]),
    ("aws_elasticache_replication_group", &["{replication_group_id}"]),
    ("aws_elasticache_subnet_group", &["{name}"]),
    ("aws_elasticsearch_domain", &["{domain_name}", "arn:*:es:*:*:domain/{domain_name}"]),
    ("aws_elb", &["{name}"]),
    ("aws_iam_group", &["{name}", "arn:*:iam::*:group/{name}"]),
    ("aws_iam_instance_profile", &["{name}", "arn:*:iam::*:instance-profile/{name}"]),
    ("aws_iam_policy", &["arn:*:iam::*:policy/{name}"]),
    ("aws_iam_role", &["{name}", "arn:*:iam::*:role/{name}"]),
    ("aws_iam_user", &["{name}", "arn:*:iam::*:user/{name}"]),
    ("aws_kinesis_firehose_delivery_stream", &["{name}", "arn:*:firehose:*:*:deliverystream/{name}"]),
    ("aws_kinesis_stream", &["{name}", "arn:*:kinesis:*:*:stream/{name}"]),
    ("aws_kms_alias", &["{name}", "arn:*:kms:*:*:{name}"]),
    (
        "aws_lambda_function",
        &[
            "{function_name}",
            "arn:*:lambda:*:*:function:{function_name}",
            "arn:*:lambda:*:*:function:{function_name}:*",
        ],
    ),
    ("aws_launch_configuration", &["{name}"]),
    ("aws_launch_template", &["{name}"]),
    ("aws_neptune_cluster", &["{cluster_identifier}", "arn:*:rds:*:*:cluster:{cluster_identifier}"]),
    ("aws_neptune_cluster_parameter_group", &["{name}"]),
    ("aws_networkfirewall_firewall", &["{name}"]),
    ("aws_opensearch_domain", &["{domain_name}", "arn:*:es:*:*:domain/{domain_name}"]),
    ("aws_rds_cluster", &["{cluster_identifier}", "arn:*:rds:*:*:cluster:{cluster_identifier}"]),
    ("aws_rds_cluster_parameter_group", &["{name}"]),
    (
        "aws_rds_cluster_snapshot_copy",
        &[
            "{target_db_cluster_snapshot_identifier}",
            "arn:*:rds:*:*:cluster-snapshot:{target_db_cluster_snapshot_identifier}",
        ],
    ),
    ("aws_redshift_cluster", &["{cluster_identifier}"]),
    ("aws_redshift_parameter_group", &["{name}"]),
    ("aws_redshift_subnet_group", &["{name}"]),
    ("aws_s3_bucket", &["{bucket}", "arn:*:s3:::{bucket}"]),
    ("aws_secretsmanager_secret", &["{name}"]),
    ("aws_sns_topic", &["arn:*:sns:*:*:{name}"]),
    ("aws_sqs_queue", &["{name}", "arn:*:sqs:*:*:{name}", "https://sqs.*.amazonaws.com/*/{name}"]),
    ("aws_ssm_document", &["{name}"]),
];

/// What names one instance.
#[derive(Clone, Debug, Default)]
pub(super) struct Identity {
    pub type_name: Arc<str>,
    /// Known texts; some hold `*` for an account or Region.
    pub known: Vec<String>,
    /// Names that the configuration gives but that are not known, with the text before and after them.
    pub unknown: Vec<(String, Value, String)>,
    /// The forms with what is known of the attributes in them, as [`signature`] writes it; `*` stands for account and Region.
    pub patterns: Vec<String>,
    /// The attributes in the forms, with what is known of them.
    pub attributes: Vec<(&'static str, String)>,
}

/// A form in pieces: texts and attributes in turn, from a text to a text.
fn pieces(form: &'static str) -> Vec<&'static str> {
    form.split(['{', '}']).collect()
}

/// The attributes in the forms of a type.
fn attributes_of(type_name: &str) -> Vec<&'static str> {
    let mut names: Vec<&str> =
        forms(type_name).iter().flat_map(|form| pieces(form).into_iter().skip(1).step_by(2)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn forms(type_name: &str) -> &'static [&'static str] {
    let found = FORMS.binary_search_by(|(name, _)| (*name).cmp(type_name));
    found.map_or(&[], |index| FORMS[index].1)
}

/// Whether an attribute alone names instances of the type.
pub(super) fn is_name(type_name: &str, attribute: &str) -> bool {
    attributes_of(type_name) == [attribute]
}

impl Identity {
    pub fn of(world: &World<'_>, id: ResourceId) -> Identity {
        let resource: &Resource = world.graph.get(id);
        Identity::made(&resource.type_name, world.shows_texts(), |names| world.named(id, names))
    }

    /// Of an instance that is not there any more, by what it was.
    pub fn of_values(type_name: &str, values: &Value) -> Identity {
        let value = |name: &str| values.get(name).cloned().unwrap_or_else(Value::null);
        Identity::made(&type_name.into(), true, |names| names.map(value))
    }

    /// `shown`: what an unknown text is made of is all there.
    fn made(type_name: &Arc<str>, shown: bool, values: impl Fn([&str; 4]) -> [Value; 4]) -> Identity {
        let mut identity = Identity { type_name: type_name.clone(), ..Identity::default() };
        let names = attributes_of(type_name);
        let name = |index: usize| names.get(index).copied().unwrap_or_default();
        let [id, arn, first, second] = values(["id", "arn", name(0), name(1)]);
        let given: Vec<(&'static str, Value)> = names.iter().copied().zip([first, second]).collect();
        identity.known.extend([id, arn].iter().filter_map(Value::as_str).map(str::to_owned));
        let text = |value: &Value| value.as_str().map(str::to_owned);
        // One of a number that is not known is another for each.
        let made = |value: &Value| signature(value).filter(|made| shown && !made.contains(['*', '?']));
        // A name that is known stands in texts as it is, beside an account that may be another.
        let beside = |value: &Value| text(value).filter(|_| given.len() > 1);
        let sign = |name: &str, value: &Value| {
            beside(value).or_else(|| made(value)).unwrap_or_else(|| reference_sign(OWN, name))
        };
        identity.attributes = given.iter().map(|(name, value)| (*name, sign(name, value))).collect();
        for form in forms(type_name) {
            let filled = |with: &dyn Fn(&str) -> Option<String>| -> Option<String> {
                let parts = pieces(form).into_iter().enumerate();
                parts.map(|(at, piece)| if at % 2 == 0 { Some(piece.to_owned()) } else { with(piece) }).collect()
            };
            let value = |name: &str| given.iter().find(|(other, _)| *other == name).map(|(_, value)| value);
            identity.known.extend(filled(&|name| text(value(name)?)));
            let pattern = filled(&|name| identity.sign_of(name)).filter(|pattern| pattern.contains('\u{0}'));
            identity.patterns.extend(pattern);
            // What the provider makes up is known to nobody but those who refer to it.
            if let ([before, name, after], [(_, value)]) = (&pieces(form)[..], &given[..])
                && value.as_unknown().is_some()
                && *name != "id"
            {
                identity.unknown.push(((*before).into(), value.clone(), (*after).into()));
            }
        }
        identity.known.sort_unstable();
        identity.known.dedup();
        identity
    }

    /// What is known of an attribute in the forms. The `id` of what has one name is that name.
    fn sign_of(&self, name: &str) -> Option<String> {
        let found = self.attributes.iter().find(|(other, _)| *other == name);
        let only = || self.attributes.first().filter(|_| name == "id" && self.attributes.len() == 1);
        found.or_else(only).map(|(_, sign)| sign.clone())
    }

    /// Certain, or impossible, that the text names the instance.
    pub fn matches(&self, text: &str) -> bool {
        self.known.iter().any(|known| known == text || known.contains('*') && wildcard(known, text))
    }

    /// What an unknown text that stands for no instance exactly says: `Some(true)` it is this one's, `Some(false)` it is not.
    pub fn matches_unknown(&self, address: &str, value: &Value) -> Option<bool> {
        let unknown = value.as_unknown()?;
        if let Some(Partial::OneOf(values)) = unknown.partial.as_deref() {
            return self.matches_alternatives(address, values);
        }
        let made = self.signed(address, value);
        if self.patterns.iter().any(|pattern| wildcard(pattern, &made)) {
            return Some(true);
        }
        if let Some(Partial::Template(parts)) = unknown.partial.as_deref() {
            let fitting = self.known.iter().any(|known| fits(parts, known));
            if !self.known.is_empty() && self.unknown.is_empty() && !fitting {
                return Some(false);
            }
            if is_of_this_account(parts) {
                // They may stand for account and Region alone, not for a part of the name.
                let text: String = parts.iter().map(|part| part.as_str().unwrap_or("x")).collect();
                if self.known.iter().any(|known| known.contains('*') && wildcard(known, &text)) {
                    return Some(true);
                }
            }
        }
        self.rules_out(value).then_some(false)
    }

    /// The known parts of the text are in none of the instance's names, known or not.
    fn rules_out(&self, value: &Value) -> bool {
        let Some(Partial::Template(made)) = value.as_unknown().and_then(|unknown| unknown.partial.as_deref()) else {
            return false;
        };
        let known = || self.known.iter().any(|known| fits(made, known));
        // What stands before the name in an ARN may hold a path too.
        let form = |(before, name, after): &(String, Value, String)| {
            let mut form = parts(name);
            if !before.is_empty() {
                form.push_front(Part::Any);
                form.push_front(Part::Known(before.split('*').next().unwrap_or_default().into()));
            }
            form.push_back(if after.contains('*') { Part::Any } else { Part::Known(after.clone()) });
            form
        };
        !self.unknown.is_empty() && self.unknown.iter().all(|name| are_apart(form(name), parts(value))) && !known()
    }

    /// All of the values name the instance, or none does.
    fn matches_alternatives(&self, address: &str, values: &[Value]) -> Option<bool> {
        let one = |value: &Value| match &value.kind {
            Kind::String(text) if self.matches(text) => Some(true),
            Kind::String(_) if !self.unknown.is_empty() => None,
            Kind::Unknown(unknown) => match unknown.reference.as_deref() {
                Some(reference) if &*reference.address == address => Some(true),
                Some(reference) if self.is_of_type(&reference.address) => Some(false),
                _ => self.matches_unknown(address, value),
            },
            _ => Some(false),
        };
        let answers: Vec<Option<bool>> = values.iter().map(one).collect();
        let same = answers.windows(2).all(|pair| pair[0] == pair[1]);
        answers.first().copied().flatten().filter(|_| same)
    }

    /// The address is that of an instance of the same type, and so of another one.
    fn is_of_type(&self, address: &str) -> bool {
        let start = format!("{}.", self.type_name);
        address.starts_with(&start) || address.contains(&format!(".{start}"))
    }

    /// What is known of a text, with what is known of the instance's own attributes in place of references to them.
    fn signed(&self, address: &str, value: &Value) -> String {
        let part = |part: &Value| match &part.kind {
            Kind::String(text) => text.to_string(),
            Kind::Unknown(unknown) => match unknown.reference.as_deref() {
                Some(to) => {
                    let own = (*to.address == *address).then(|| self.sign_of(&to.path)).flatten();
                    own.unwrap_or_else(|| reference_sign(&to.address, &to.path))
                }
                None => NOTHING.to_owned(),
            },
            _ => NOTHING.to_owned(),
        };
        parts_of(value).iter().map(part).collect()
    }
}

/// Stands for the address of the instance itself.
const OWN: &str = "";

/// Stands where nothing is known of a part.
const NOTHING: &str = "\u{0}\u{0}\u{0}";

/// An attribute of an instance in the text of a [`signature`].
fn reference_sign(address: &str, path: &str) -> String {
    format!("\u{0}{address}\u{0}{path}\u{0}")
}

/// The addresses in a [`signature`].
pub(super) fn addresses(signature: &str) -> impl Iterator<Item = &str> {
    signature.split('\u{0}').skip(1).step_by(3)
}

fn parts_of(value: &Value) -> &[Value] {
    match value.as_unknown().and_then(|unknown| unknown.partial.as_deref()) {
        Some(Partial::Template(parts)) => parts,
        _ => std::slice::from_ref(value),
    }
}

/// Only partition, account and Region of the run itself are not known.
fn is_of_this_account(parts: &[Value]) -> bool {
    let sources = ["data.aws_caller_identity.", "data.aws_partition.", "data.aws_region."];
    let read = |part: &Value| match part.as_unknown() {
        Some(unknown) => unknown.reference.as_deref().is_some_and(|to| {
            sources.iter().any(|source| to.address.starts_with(source) || to.address.contains(&format!(".{source}")))
        }),
        None => true,
    };
    parts.iter().all(read)
}

/// The known parts of a template stand in the text in order, from start to end.
fn fits(parts: &[Value], text: &str) -> bool {
    let pattern: String = parts.iter().map(|part| part.as_str().unwrap_or("*")).collect();
    wildcards_meet(&pattern, text)
}

/// The known texts and exact references that an unknown text is made of; `None` where a part is neither.
pub(super) fn signature(value: &Value) -> Option<String> {
    value.as_unknown()?;
    let part = |part: &Value| match &part.kind {
        Kind::String(text) => Some(text.to_string()),
        Kind::Unknown(unknown) => {
            let reference = unknown.reference.as_deref()?;
            Some(reference_sign(&reference.address, &reference.path))
        }
        _ => None,
    };
    parts_of(value).iter().map(part).collect()
}

/// Known texts to the instances that they name, over all types.
#[derive(Debug, Default)]
pub(super) struct Identities {
    by_text: FxHashMap<Arc<str>, Vec<ResourceId>>,
}

impl Identities {
    pub fn build(world: &World<'_>) -> Identities {
        let mut by_text: FxHashMap<Arc<str>, Vec<ResourceId>> = FxHashMap::default();
        for (id, resource) in world.graph.resources() {
            if !resource.is_managed() || !world.is_present(id) {
                continue;
            }
            for text in Identity::of(world, id).known {
                by_text.entry(text.into()).or_default().push(id);
            }
        }
        Identities { by_text }
    }

    /// The instances that a text names: ids, names and ARNs; an ARN also by its resource part.
    pub fn find(&self, text: &str) -> Vec<ResourceId> {
        if let Some(found) = self.by_text.get(text) {
            return found.clone();
        }
        let mut found = Vec::new();
        for pattern in name_patterns(text) {
            found.extend(self.by_text.get(pattern.as_str()).into_iter().flatten().copied());
        }
        found
    }
}

/// An ARN or queue URL with `*` for partition, Region and account, as the forms write it.
pub(super) fn name_patterns(text: &str) -> Vec<String> {
    if let Some(queue) = text.strip_prefix("https://sqs.").and_then(|rest| rest.rsplit('/').next()) {
        return vec![format!("https://sqs.*.amazonaws.com/*/{queue}")];
    }
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let ["arn", _, service, region, account, rest] = parts[..] else { return Vec::new() };
    let star = |part: &str| if part.is_empty() { "" } else { "*" }.to_string();
    let base = format!("arn:*:{service}:{}:{}:", star(region), star(account));
    let mut patterns = vec![format!("{base}{rest}")];
    // A path in an IAM name (`role/service/NAME`), or a qualifier behind a name.
    if let Some((kind, name)) = rest.split_once('/')
        && let Some((_, last)) = name.rsplit_once('/')
    {
        patterns.push(format!("{base}{kind}/{last}"));
    }
    if let Some((name, _)) = rest.rsplit_once(':') {
        patterns.push(format!("{base}{name}"));
    }
    patterns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_sorted_and_hold_the_same_attributes() {
        assert!(FORMS.is_sorted_by(|(a, _), (b, _)| a < b));
        for (type_name, forms) in FORMS {
            let attributes = attributes_of(type_name);
            assert!((1..=2).contains(&attributes.len()), "{type_name}");
            assert!(forms.iter().all(|form| pieces(form).len() == 2 * attributes.len() + 1), "{type_name}");
        }
    }
}
