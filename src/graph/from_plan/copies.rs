//! What an object shows of resources beside it: a bucket its policy, a security group its rules, a role its inline policies.
//! The provider reads such a copy back, and a plan shows it as it was, also where the plan changes or deletes what it was read from.
//! Where configuration does not set it, it is not what will be: the resource that it is a copy of says that.
//! An object may also show what another attribute of its own makes: a bucket the grants of its canned list.

use super::{PlanSource, Side};
use crate::plan::{Change, Json, ObjectMode, Slice};
use rustc_hash::{FxHashMap, FxHashSet};

/// A resource of which another one shows a copy.
struct Copied {
    type_name: &'static str,
    /// The attribute that names the other one.
    by: &'static str,
    /// Types that show the copy.
    owners: &'static [&'static str],
    /// The attribute or block that is the copy.
    name: &'static str,
    part: Part,
    /// Only resources with this text at this attribute.
    only: Option<(&'static str, &'static str)>,
    /// Also what another one made that is called the same: AWS puts the new one in its place.
    replaces: bool,
}

/// How much of the copy one resource decides.
#[derive(Clone, Copy)]
enum Part {
    Whole,
    /// All of it as long as it is there: its deletion leaves things as they are.
    WhileThere,
    /// The blocks that agree with it in `named`; of what they hold only what it has, where there is `holding`. Each pair is the
    /// attribute there, and the resource's.
    Blocks {
        named: &'static [(&'static str, &'static str)],
        holding: &'static [(&'static str, &'static str)],
    },
    /// The element that is this attribute of it.
    Element(&'static str),
}

/// A part of a copy that no longer is what will be.
pub(super) struct Stale {
    pub name: &'static str,
    gone: Gone,
}

#[derive(Clone)]
enum Gone {
    All,
    Blocks { named: Vec<(&'static str, String)>, holding: Vec<(&'static str, Vec<String>)> },
    Element(String),
}

/// By what owners are named.
const NAMES: [&str; 6] = ["arn", "bucket", "domain_name", "id", "name", "url"];

const fn copied(
    type_name: &'static str,
    by: &'static str,
    owners: &'static [&'static str],
    name: &'static str,
    part: Part,
) -> Copied {
    Copied { type_name, by, owners, name, part, only: None, replaces: false }
}

const fn of_bucket(type_name: &'static str, name: &'static str) -> Copied {
    copied(type_name, "bucket", &["aws_s3_bucket"], name, Part::Whole)
}

impl Copied {
    const fn only(mut self, attribute: &'static str, text: &'static str) -> Copied {
        self.only = Some((attribute, text));
        self
    }

    const fn replacing(mut self) -> Copied {
        self.replaces = true;
        self
    }
}

const GROUPS: &[&str] = &["aws_default_security_group", "aws_security_group"];
const fn named(pairs: &'static [(&'static str, &'static str)]) -> Part {
    Part::Blocks { named: pairs, holding: &[] }
}

/// The provider puts the rules of a port together.
const RANGE: Part = Part::Blocks {
    named: &[("from_port", "from_port"), ("to_port", "to_port"), ("protocol", "protocol")],
    holding: &[
        ("cidr_blocks", "cidr_blocks"),
        ("ipv6_cidr_blocks", "ipv6_cidr_blocks"),
        ("prefix_list_ids", "prefix_list_ids"),
        ("security_groups", "source_security_group_id"),
        ("self", "self"),
    ],
};
const IP_RANGE: Part = Part::Blocks {
    named: &[("from_port", "from_port"), ("to_port", "to_port"), ("protocol", "ip_protocol")],
    holding: &[
        ("cidr_blocks", "cidr_ipv4"),
        ("ipv6_cidr_blocks", "cidr_ipv6"),
        ("prefix_list_ids", "prefix_list_id"),
        ("security_groups", "referenced_security_group_id"),
    ],
};
const NUMBERED: Part = named(&[("rule_no", "rule_number")]);
const NAMED: Part = named(&[("name", "name")]);
const DEVICE: Part = named(&[("device_name", "device_name")]);
const ROUTE: Part = named(&[
    ("cidr_block", "destination_cidr_block"),
    ("ipv6_cidr_block", "destination_ipv6_cidr_block"),
    ("destination_prefix_list_id", "destination_prefix_list_id"),
]);

const COPIES: &[Copied] = &[
    of_bucket("aws_s3_bucket_accelerate_configuration", "acceleration_status"),
    copied("aws_s3_bucket_acl", "bucket", &["aws_s3_bucket"], "grant", Part::WhileThere),
    of_bucket("aws_s3_bucket_cors_configuration", "cors_rule"),
    of_bucket("aws_s3_bucket_lifecycle_configuration", "lifecycle_rule"),
    of_bucket("aws_s3_bucket_logging", "logging"),
    of_bucket("aws_s3_bucket_object_lock_configuration", "object_lock_configuration"),
    of_bucket("aws_s3_bucket_policy", "policy"),
    of_bucket("aws_s3_bucket_replication_configuration", "replication_configuration"),
    of_bucket("aws_s3_bucket_request_payment_configuration", "request_payer"),
    of_bucket("aws_s3_bucket_server_side_encryption_configuration", "server_side_encryption_configuration"),
    of_bucket("aws_s3_bucket_versioning", "versioning"),
    of_bucket("aws_s3_bucket_website_configuration", "website"),
    copied("aws_s3control_access_point_policy", "access_point_arn", &["aws_s3_access_point"], "policy", Part::Whole),
    copied("aws_security_group_rule", "security_group_id", GROUPS, "egress", RANGE).only("type", "egress"),
    copied("aws_security_group_rule", "security_group_id", GROUPS, "ingress", RANGE).only("type", "ingress"),
    copied("aws_vpc_security_group_egress_rule", "security_group_id", GROUPS, "egress", IP_RANGE),
    copied("aws_vpc_security_group_ingress_rule", "security_group_id", GROUPS, "ingress", IP_RANGE),
    copied("aws_network_acl_rule", "network_acl_id", &["aws_network_acl"], "egress", NUMBERED).only("egress", "true"),
    copied("aws_network_acl_rule", "network_acl_id", &["aws_network_acl"], "ingress", NUMBERED).only("egress", "false"),
    copied("aws_route", "route_table_id", &["aws_default_route_table", "aws_route_table"], "route", ROUTE),
    copied("aws_vpc_endpoint_policy", "vpc_endpoint_id", &["aws_vpc_endpoint"], "policy", Part::Whole),
    copied(
        "aws_network_interface_sg_attachment",
        "network_interface_id",
        &["aws_network_interface"],
        "security_groups",
        Part::Element("security_group_id"),
    ),
    copied("aws_volume_attachment", "instance_id", &["aws_instance"], "ebs_block_device", DEVICE),
    copied("aws_iam_role_policy", "role", &["aws_iam_role"], "inline_policy", NAMED).replacing(),
    copied(
        "aws_iam_role_policy_attachment",
        "role",
        &["aws_iam_role"],
        "managed_policy_arns",
        Part::Element("policy_arn"),
    ),
    copied("aws_iam_policy_attachment", "roles", &["aws_iam_role"], "managed_policy_arns", Part::Element("policy_arn")),
    copied("aws_kms_key_policy", "key_id", &["aws_kms_external_key", "aws_kms_key"], "policy", Part::Whole),
    copied("aws_sns_topic_policy", "arn", &["aws_sns_topic"], "policy", Part::Whole),
    copied("aws_sqs_queue_policy", "queue_url", &["aws_sqs_queue"], "policy", Part::Whole),
    copied("aws_sqs_queue_redrive_allow_policy", "queue_url", &["aws_sqs_queue"], "redrive_allow_policy", Part::Whole),
    copied("aws_sqs_queue_redrive_policy", "queue_url", &["aws_sqs_queue"], "redrive_policy", Part::Whole),
    copied("aws_secretsmanager_secret_policy", "secret_arn", &["aws_secretsmanager_secret"], "policy", Part::Whole),
    copied(
        "aws_elasticsearch_domain_policy",
        "domain_name",
        &["aws_elasticsearch_domain"],
        "access_policies",
        Part::Whole,
    ),
    copied("aws_opensearch_domain_policy", "domain_name", &["aws_opensearch_domain"], "access_policies", Part::Whole),
    copied("aws_api_gateway_rest_api_policy", "rest_api_id", &["aws_api_gateway_rest_api"], "policy", Part::Whole),
    copied("aws_redshift_logging", "cluster_identifier", &["aws_redshift_cluster"], "logging", Part::Whole),
    copied("aws_redshift_snapshot_copy", "cluster_identifier", &["aws_redshift_cluster"], "snapshot_copy", Part::Whole),
    copied(
        "aws_rds_cluster_instance",
        "cluster_identifier",
        &["aws_rds_cluster"],
        "cluster_members",
        Part::Element("identifier"),
    ),
    copied("aws_elb_attachment", "elb", &["aws_elb"], "instances", Part::Element("instance")),
    copied(
        "aws_autoscaling_attachment",
        "autoscaling_group_name",
        &["aws_autoscaling_group"],
        "load_balancers",
        Part::Element("elb"),
    ),
    copied(
        "aws_autoscaling_attachment",
        "autoscaling_group_name",
        &["aws_autoscaling_group"],
        "target_group_arns",
        Part::Element("lb_target_group_arn"),
    ),
];

/// An attribute that shows what another one of the same object makes.
struct Own {
    type_name: &'static str,
    /// Where this one changes, the copy is not what will be.
    by: &'static str,
    name: &'static str,
    /// Nor is it where this one is written: the provider keeps what it does not read back.
    written: bool,
}

const fn own(type_name: &'static str, by: &'static str, name: &'static str) -> Own {
    Own { type_name, by, name, written: false }
}

const OWN: &[Own] = &[
    own("aws_autoscaling_group", "availability_zones", "vpc_zone_identifier"),
    own("aws_autoscaling_group", "load_balancers", "traffic_source"),
    own("aws_autoscaling_group", "target_group_arns", "traffic_source"),
    own("aws_autoscaling_group", "traffic_source", "load_balancers"),
    own("aws_autoscaling_group", "traffic_source", "target_group_arns"),
    own("aws_autoscaling_group", "vpc_zone_identifier", "availability_zones"),
    own("aws_elb", "availability_zones", "subnets"),
    own("aws_elb", "subnets", "availability_zones"),
    own("aws_s3_bucket", "acl", "grant"),
    Own { written: true, ..own("aws_s3_bucket", "grant", "acl") },
];

/// A copy that changes: the types and names of its owners, and what of it.
struct Found {
    owners: &'static [&'static str],
    named: Vec<String>,
    name: &'static str,
    gone: Gone,
}

impl PlanSource {
    /// The parts of an object's copies that this plan changes elsewhere.
    pub(super) fn stale(&self, number: u32) -> &[Stale] {
        let make = || if self.side == Side::After { self.all_stale() } else { FxHashMap::default() };
        self.stale.get_or_init(make).get(&number).map_or(&[], Vec::as_slice)
    }

    fn all_stale(&self) -> FxHashMap<u32, Vec<Stale>> {
        let mut by_type: FxHashMap<&str, Vec<&Copied>> = FxHashMap::default();
        COPIES.iter().for_each(|copied| by_type.entry(copied.type_name).or_default().push(copied));
        let mut found = Vec::new();
        for change in self.table.document.changes.iter().filter(|it| ends(it) || it.does("create")) {
            let copies = by_type.get(&*change.object.type_name).into_iter().flatten();
            found.extend(copies.flat_map(|copied| self.found(copied, change)));
        }
        let mut stale = self.own_stale();
        if found.is_empty() {
            return stale;
        }
        let types: FxHashSet<&str> = found.iter().flat_map(|found| found.owners.iter().copied()).collect();
        let owners = self.owners(&types);
        for Found { owners: types, named, name, gone } in found {
            let mut numbers: Vec<u32> = types
                .iter()
                .flat_map(|owner| named.iter().filter_map(|text| owners.get(&(*owner, text.clone()))))
                .flatten()
                .copied()
                .collect();
            numbers.sort_unstable();
            numbers.dedup();
            for number in numbers.into_iter().filter(|number| self.is_copy(*number, name)) {
                stale.entry(number).or_default().push(Stale { name, gone: gone.clone() });
            }
        }
        stale
    }

    /// Copies that objects show of their own attributes.
    fn own_stale(&self) -> FxHashMap<u32, Vec<Stale>> {
        let types: FxHashSet<&str> = OWN.iter().map(|own| own.type_name).collect();
        let mut stale: FxHashMap<u32, Vec<Stale>> = FxHashMap::default();
        for (number, change) in self.table.changes().filter(|(_, change)| types.contains(&*change.object.type_name)) {
            for own in OWN.iter().filter(|own| *own.type_name == *change.object.type_name) {
                let changes = || change.does("update") && self.changes(change, own.by);
                let written = || own.written && self.is_written(change, own.by);
                if (changes() || written()) && self.is_copy(number, own.name) {
                    stale.entry(number).or_default().push(Stale { name: own.name, gone: Gone::All });
                }
            }
        }
        stale
    }

    /// The plan changes the attribute.
    fn changes(&self, change: &Change, name: &str) -> bool {
        let unknown = self.member(change.after_unknown, name).is_some_and(|mask| mask.any_true());
        unknown || self.member(change.before, name) != self.member(change.after, name)
    }

    /// A member of an object in the document.
    pub(super) fn member(&self, slice: Option<Slice>, name: &str) -> Option<Json<'_>> {
        Json::members_of(slice?.text(self.table.text()), &[name]).remove(0)
    }

    /// Configuration sets the attribute to something.
    fn is_written(&self, change: &Change, name: &str) -> bool {
        let written = self.table.config_of(change).and_then(|config| self.member(config.expressions, name));
        written.is_some_and(|expression| expression.get("constant_value") != Some(&Json::Null))
    }

    /// What a change takes from a copy; nothing where it only adds to it, or where nothing is said of the owner.
    fn found(&self, copied: &Copied, change: &Change) -> Vec<Found> {
        let text = |slice: Slice| slice.text(self.table.text());
        let (before, after) = (change.before.map(text), change.after.map(text));
        let is_that = |text: &&str| copied.only.is_none_or(|(name, expected)| one(text, name) == expected);
        let there = change.does("create") || change.does("update");
        let sides = match copied.part {
            Part::Whole => [before, after],
            Part::WhileThere if there => [before, after],
            Part::WhileThere => [None, None],
            Part::Blocks { .. } | Part::Element(_) => {
                [before.filter(|_| ends(change)), after.filter(|_| copied.replaces && there)]
                    .map(|it| it.filter(is_that))
            }
        };
        let found = |side: &str| {
            let named = several(side, copied.by);
            let gone = match copied.part {
                Part::Whole | Part::WhileThere => Gone::All,
                Part::Blocks { named, holding } => Gone::Blocks {
                    named: named.iter().map(|(there, here)| (*there, one(side, here))).collect(),
                    holding: holding.iter().map(|(there, here)| (*there, several(side, here))).collect(),
                },
                Part::Element(name) => Gone::Element(one(side, name)),
            };
            (!named.is_empty()).then_some(Found { owners: copied.owners, named, name: copied.name, gone })
        };
        sides.into_iter().flatten().filter_map(found).collect()
    }

    /// The objects of these types that are there and stay, by type and what they are called.
    fn owners(&self, types: &FxHashSet<&'static str>) -> FxHashMap<(&'static str, String), Vec<u32>> {
        let mut owners: FxHashMap<(&'static str, String), Vec<u32>> = FxHashMap::default();
        for (number, change) in self.table.changes() {
            let stays = change.object.mode == ObjectMode::Managed && !change.does("create") && !change.does("delete");
            let (Some(type_name), Some(before)) = (types.get(&*change.object.type_name), change.before) else {
                continue;
            };
            if !stays || change.deposed().is_some() {
                continue;
            }
            for name in Json::members_of(before.text(self.table.text()), &NAMES).into_iter().flatten() {
                let numbers = name.as_str().map(|name| owners.entry((type_name, name.to_owned())).or_default());
                if let Some(numbers) = numbers.filter(|numbers| numbers.last() != Some(&number)) {
                    numbers.push(number);
                }
            }
        }
        owners
    }

    /// The plan shows the attribute as it was, and configuration does not set it.
    fn is_copy(&self, number: u32, name: &str) -> bool {
        let change = self.table.change(number);
        let shown = [change.before, change.after].map(|side| self.member(side, name));
        !self.is_written(change, name) && shown[0] == shown[1]
    }
}

/// It is not as it was after the plan.
fn ends(change: &Change) -> bool {
    change.does("update") || change.does("delete")
}

impl Stale {
    /// What is left of a copy.
    pub(super) fn left<'j>(&self, copy: Json<'j>) -> Json<'j> {
        let (Json::Array(mut elements), false) = (copy, matches!(self.gone, Gone::All)) else { return Json::Null };
        elements.retain_mut(|element| match &self.gone {
            Gone::All => false,
            Gone::Blocks { named, holding } => {
                named.iter().any(|(name, was)| text(element.get(name)) != *was) || still_holds(element, holding)
            }
            Gone::Element(was) => text(Some(element)) != *was,
        });
        if elements.is_empty() { Json::Null } else { Json::Array(elements) }
    }
}

/// Takes texts out of a block; whether it holds any others.
fn still_holds(block: &mut Json<'_>, taken: &[(&str, Vec<String>)]) -> bool {
    let mut holds = false;
    for (name, texts) in taken {
        match block.get_mut(name) {
            Some(Json::Array(elements)) => {
                elements.retain(|element| !texts.contains(&text(Some(element))));
                holds |= !elements.is_empty();
            }
            Some(Json::Bool(flag)) => {
                *flag &= !texts.contains(&flag.to_string());
                holds |= *flag;
            }
            _ => {}
        }
    }
    holds
}

/// The texts of a list, or the one text.
fn several(object: &str, name: &str) -> Vec<String> {
    match Json::members_of(object, &[name]).remove(0) {
        Some(Json::Array(elements)) => elements.iter().map(|element| text(Some(element))).collect(),
        value => Some(text(value.as_ref())).filter(|text| !text.is_empty()).into_iter().collect(),
    }
}

fn one(object: &str, name: &str) -> String {
    text(Json::members_of(object, &[name]).remove(0).as_ref())
}

/// A text, number or truth as text; zero is nothing, as in a state.
fn text(value: Option<&Json<'_>>) -> String {
    match value {
        Some(Json::String(text)) => text.to_string(),
        Some(Json::Number(number)) => Some(number.to_string()).filter(|number| number != "0").unwrap_or_default(),
        Some(Json::Bool(flag)) => flag.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::plain_blocks::is_plain;
    use super::*;
    use crate::schema::Schema;

    #[test]
    fn copies_are_what_the_provider_may_make() {
        let schema = Schema::builtin();
        for own in OWN {
            let schema = schema.resource(own.type_name).unwrap_or_else(|| panic!("{}", own.type_name));
            for name in [own.by, own.name] {
                match (schema.attribute(name), schema.nested_block(name)) {
                    (Some(attribute), _) => assert!(attribute.optional && attribute.computed, "{name}"),
                    (_, block) => assert!(block.is_some() && !is_plain(own.type_name, name), "{name}"),
                }
            }
        }
        for copied in COPIES {
            let here = schema.resource(copied.type_name).unwrap_or_else(|| panic!("{}", copied.type_name));
            let has = |name: &str| here.attribute(name).is_some();
            assert!(has(copied.by), "{}.{}", copied.type_name, copied.by);
            for owner in copied.owners {
                let there = schema.resource(owner).unwrap_or_else(|| panic!("{owner}"));
                let place = format!("{owner}.{}", copied.name);
                match (there.attribute(copied.name), there.nested_block(copied.name)) {
                    (Some(attribute), _) => assert!(attribute.optional && attribute.computed, "{place}"),
                    (_, block) => assert!(block.is_some() && !is_plain(owner, copied.name), "{place}"),
                }
            }
            match copied.part {
                Part::Blocks { named, holding } => {
                    assert!(named.iter().chain(holding).all(|(_, name)| has(name)), "{}", copied.type_name)
                }
                Part::Element(name) => assert!(has(name), "{}", copied.type_name),
                Part::Whole | Part::WhileThere => {}
            }
        }
    }

    #[test]
    fn what_others_put_into_the_same_block_stays() {
        let copy: Json<'_> = serde_json::from_str(
            r#"[{"from_port": 22, "cidr_blocks": ["0.0.0.0/0", "10.0.0.0/8"], "self": false},
                {"from_port": 443, "cidr_blocks": ["10.0.0.0/8"], "self": true}]"#,
        )
        .unwrap();
        let stale = |port: &str, cidr: &str| Stale {
            name: "ingress",
            gone: Gone::Blocks {
                named: vec![("from_port", port.to_owned())],
                holding: vec![("cidr_blocks", vec![cidr.to_owned()]), ("self", vec!["true".to_owned()])],
            },
        };
        let left = stale("22", "10.0.0.0/8").left(copy.clone());
        assert_eq!(left.elements()[0].get("cidr_blocks").unwrap().elements(), [Json::String("0.0.0.0/0".into())]);
        assert_eq!(left.elements()[1], copy.elements()[1]);
        let left = stale("443", "10.0.0.0/8").left(copy.clone());
        assert_eq!(left.elements(), &copy.elements()[..1], "nothing is left of the second one");
        assert_eq!(stale("80", "10.0.0.0/8").left(copy.clone()), copy);
    }
}
