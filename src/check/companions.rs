//! Which instances of a type belong to a resource: by reference, by an equal known name, or perhaps.

use super::identity::{Identity, is_name, name_patterns, signature};
use super::provider::{same_account, same_scope};
use super::reads::Read;
use super::uncertain::{Held, Uncertain};
use super::world::{World, without_indexes};
use crate::graph::{Operation, Resource, ResourceId};
use crate::value::{Blocker, Kind, Partial, Reference, Truth, Type, Unknown, Value};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// More instances that perhaps belong are told as one, so that growth stays linear.
pub(super) const MOST_UNCERTAIN: usize = 8;

/// The instances of a type by what they hold at a path.
#[derive(Debug, Default)]
pub(super) struct CompanionIndex {
    /// Known texts.
    known: FxHashMap<Arc<str>, Vec<ResourceId>>,
    /// Address of the instance or resource that is referred to, exactly.
    references: FxHashMap<Arc<str>, Vec<ResourceId>>,
    /// Holders of what another instance makes, by its signature: an instance may be named by the same.
    made: FxHashMap<String, Vec<ResourceId>>,
    /// What is unknown and no exact reference to an instance of the run.
    uncertain: Uncertain,
    /// Those that hold what another instance makes, which may be any text.
    of_others: Vec<ResourceId>,
    /// Attributes of other resources that the values lead to.
    pub followed: Vec<(ResourceId, Arc<str>)>,
}

impl CompanionIndex {
    pub fn build(world: &World<'_>, type_name: &str, path: &str) -> CompanionIndex {
        let mut index = CompanionIndex::default();
        for id in world.of_type(type_name) {
            let value = world.attribute(id, path);
            index.add(world, id, &value, None, 0);
        }
        index
    }

    /// `name_of`: the instance whose own name the value is, where a reference led here.
    fn add(&mut self, world: &World<'_>, id: ResourceId, value: &Value, name_of: Option<ResourceId>, depth: usize) {
        match &value.kind {
            Kind::String(text) => {
                self.known.entry(text.clone()).or_default().push(id);
                for pattern in name_patterns(text) {
                    self.known.entry(pattern.into()).or_default().push(id);
                }
            }
            Kind::List(_, elements) | Kind::Set(_, elements) | Kind::Tuple(elements) => {
                elements.iter().for_each(|element| self.add(world, id, element, name_of, depth));
            }
            Kind::Map(_, entries) | Kind::Object(entries) => {
                entries.values().for_each(|entry| self.add(world, id, entry, name_of, depth));
            }
            Kind::Unknown(unknown) => match &unknown.reference {
                Some(reference) => {
                    self.references.entry(reference.address.clone()).or_default().push(id);
                    if let Some((next, at)) = followed(world, unknown).filter(|_| depth < 10) {
                        let named = world.graph.get(at.0);
                        let is_its_name = named.is_managed() && is_name(&named.type_name, &at.1);
                        let name_of = if is_its_name { Some(at.0) } else { name_of };
                        self.followed.push(at);
                        if !own_name(world, reference, &next) {
                            self.add(world, id, &next, name_of, depth + 1);
                        }
                    } else if let Some(other) = world.graph.find(&reference.address) {
                        self.of_others.extend((!is_new_name(world, other, &reference.path)).then_some(id));
                        self.made.entry(signature(value).unwrap_or_default()).or_default().push(id);
                    } else if !unknown.is_undeclared() {
                        self.uncertain.add(id, value, name_of);
                    }
                }
                None => self.uncertain.add(id, value, name_of),
            },
            _ => {}
        }
    }
}

/// A name that nothing is known of but that this instance alone bears it.
fn own_name(world: &World<'_>, reference: &Reference, value: &Value) -> bool {
    let bare = value.as_unknown().is_some_and(|unknown| unknown.reference.is_none() && unknown.partial.is_none());
    let of = world.graph.find(&reference.address);
    bare && of.is_some_and(|id| is_name(&world.graph.get(id).type_name, &reference.path))
}

/// What an AWS resource that the plan makes is called: nothing had that name before.
fn is_new_name(world: &World<'_>, id: ResourceId, path: &str) -> bool {
    let resource = world.graph.get(id);
    let made = resource.is_managed() && matches!(resource.operation, Operation::Create | Operation::Replace);
    let named = matches!(path, "arn" | "bucket" | "id" | "name");
    made && named && resource.type_name.starts_with("aws_")
}

/// The instances of a type that hold a known text at a path, and some of those that perhaps will.
pub(super) fn holding(
    world: &World<'_>,
    type_name: &Arc<str>,
    path: &Arc<str>,
    text: &str,
) -> (Vec<ResourceId>, Vec<ResourceId>) {
    let index = world.companion_index(type_name, path);
    let mut certain = index.known.get(text).cloned().unwrap_or_default();
    let mut perhaps: Vec<ResourceId> = index.of_others.iter().copied().take(MOST_UNCERTAIN).collect();
    let identity = Identity { known: vec![text.to_owned()], ..Identity::default() };
    index.uncertain.visit("", &identity, &mut |held| {
        match belongs(world, "", &identity, &held.value) {
            Truth::Yes => certain.push(held.holder),
            Truth::No => {}
            Truth::Unknown => perhaps.push(held.holder),
        }
        perhaps.len() < MOST_UNCERTAIN
    });
    for list in [&mut certain, &mut perhaps] {
        list.sort_unstable();
        list.dedup();
    }
    certain.iter().chain(&perhaps).for_each(|id| world.note_resource(*id));
    perhaps.retain(|id| certain.binary_search(id).is_err());
    (certain, perhaps)
}

/// What the referred attribute of another instance is itself made of (`aws_s3_bucket_policy.p.bucket`, or its `id`).
pub(super) fn follow(world: &World<'_>, unknown: &Unknown) -> Option<Value> {
    followed(world, unknown).map(|(value, _)| value)
}

/// Also of which instance and attribute it is the value.
fn followed(world: &World<'_>, unknown: &Unknown) -> Option<(Value, (ResourceId, Arc<str>))> {
    let reference = unknown.reference.as_deref()?;
    let id = world.graph.find(&reference.address)?;
    let type_name = &world.graph.get(id).type_name;
    let path = match &*reference.path {
        "id" => id_attribute(type_name)?,
        path => path,
    };
    let value = world.attribute(id, path);
    let itself = value.as_unknown().and_then(|next| next.reference.as_deref()) == Some(reference);
    (!value.is_null() && !itself).then(|| (value, (id, path.into())))
}

/// The argument whose value the provider also gives as `id`, for types that belong to one other resource.
fn id_attribute(type_name: &str) -> Option<&'static str> {
    Some(match type_name {
        _ if type_name.starts_with("aws_s3_bucket_") => "bucket",
        "aws_s3_bucket" => "bucket",
        "aws_sns_topic_policy" => "arn",
        "aws_sqs_queue_policy" => "queue_url",
        "aws_ecr_repository_policy" | "aws_ecr_lifecycle_policy" => "repository",
        "aws_lambda_function" => "function_name",
        "aws_iam_role" | "aws_iam_user" | "aws_iam_group" | "aws_iam_instance_profile" => "name",
        "aws_cloudwatch_log_group" | "aws_ecs_cluster_capacity_providers" | "aws_eks_cluster" => "name",
        "aws_dynamodb_table" | "aws_launch_configuration" | "aws_autoscaling_group" => "name",
        "aws_rds_cluster" | "aws_docdb_cluster" | "aws_neptune_cluster" => "cluster_identifier",
        "aws_redshift_cluster" => "cluster_identifier",
        "aws_backup_vault" | "aws_db_subnet_group" | "aws_db_parameter_group" => "name",
        _ => return None,
    })
}

/// Instances that belong to another one.
struct Related {
    certain: Vec<ResourceId>,
    /// With the value that does not tell.
    uncertain: Vec<(ResourceId, Option<Value>)>,
    /// There may be more uncertain ones.
    cut: bool,
}

/// The certain ones as objects, then an unknown for each of those that perhaps belong.
pub(super) fn companions(world: &World<'_>, of: ResourceId, type_name: &Arc<str>, path: &Arc<str>) -> Value {
    let Related { certain, uncertain, .. } = related(world, of, type_name, path);
    elements(world, &certain, &uncertain)
}

/// By instance of a type: those of another type whose companions it is.
#[derive(Debug, Default)]
pub(super) struct OwnerIndex {
    certain: FxHashMap<ResourceId, Vec<ResourceId>>,
    perhaps: FxHashMap<ResourceId, Vec<ResourceId>>,
    /// Owners of so many uncertain ones that any may be theirs.
    of_any: Vec<ResourceId>,
}

impl OwnerIndex {
    pub fn build(world: &World<'_>, owners: &str, type_name: &Arc<str>, path: &Arc<str>) -> OwnerIndex {
        let mut index = OwnerIndex::default();
        for owner in world.of_type(owners) {
            let Related { certain, uncertain, cut } = related(world, owner, type_name, path);
            index.of_any.extend(cut.then_some(owner));
            certain.into_iter().for_each(|id| index.certain.entry(id).or_default().push(owner));
            uncertain.into_iter().for_each(|(id, _)| index.perhaps.entry(id).or_default().push(owner));
        }
        index
    }

    /// Those that certainly have it for a companion, and those that perhaps do.
    pub fn owners_of(&self, id: ResourceId) -> (Vec<ResourceId>, Vec<ResourceId>) {
        let listed = |by: &FxHashMap<ResourceId, Vec<ResourceId>>| by.get(&id).cloned().unwrap_or_default();
        let certain = listed(&self.certain);
        let mut perhaps: Vec<ResourceId> = listed(&self.perhaps).into_iter().chain(self.of_any.clone()).collect();
        perhaps.retain(|owner| !certain.contains(owner));
        perhaps.truncate(MOST_UNCERTAIN);
        (certain, perhaps)
    }
}

fn related(world: &World<'_>, of: ResourceId, type_name: &Arc<str>, path: &Arc<str>) -> Related {
    let index = world.companion_index(type_name, path);
    let judged = world.graph.get(of);
    let identity = world.identity(of);
    let mut certain: Vec<ResourceId> = Vec::new();
    let mut uncertain: Vec<(ResourceId, Option<Value>)> = Vec::new();
    certain.extend(index.references.get(&judged.address).into_iter().flatten().copied());
    by_edges(world, of, type_name, path, &identity, &mut certain, &mut uncertain);
    by_names(world, of, &index, &identity, &mut certain, &mut uncertain);
    let mut seen = 0;
    index.uncertain.visit(&judged.address, &identity, &mut |held| {
        world.note_resource(held.holder);
        match (
            belongs(world, &judged.address, &identity, &held.value),
            same_place(judged, world.graph.get(held.holder)),
        ) {
            (Truth::Yes, Truth::Yes) => certain.push(held.holder),
            (Truth::No, _) | (_, Truth::No) => {}
            (Truth::Unknown, _) if is_of_another(world, of, held) => {}
            _ => {
                uncertain.push((held.holder, Some(held.value.clone())));
                seen += 1;
            }
        }
        seen < MOST_UNCERTAIN
    });
    certain.sort_unstable();
    certain.dedup();
    certain.retain(|id| *id != of);
    uncertain.sort_by_key(|(id, _)| *id);
    uncertain.dedup_by_key(|(id, _)| *id);
    uncertain.retain(|(id, _)| *id != of && certain.binary_search(id).is_err());
    Related { certain, uncertain, cut: seen >= MOST_UNCERTAIN }
}

/// The same name in another account or Region is another thing; IAM and S3 names know no Region.
fn same_place(judged: &Resource, other: &Resource) -> Truth {
    let global = judged.type_name.starts_with("aws_iam_") || judged.type_name.starts_with("aws_s3_");
    if global { same_account(judged, other) } else { same_scope(judged, other) }
}

/// The holder refers to another instance of the type, in its own account and Region: two things there never have one name.
fn is_of_another(world: &World<'_>, of: ResourceId, held: &Held) -> bool {
    let [judged, holder] = [of, held.holder].map(|id| world.graph.get(id));
    let another = held.name_of.filter(|id| *id != of).map(|id| world.graph.get(id));
    another.is_some_and(|it| it.type_name == judged.type_name && same_place(it, holder) == Truth::Yes)
}

fn elements(world: &World<'_>, certain: &[ResourceId], uncertain: &[(ResourceId, Option<Value>)]) -> Value {
    let mut elements: Vec<Value> = certain.iter().filter_map(|id| world.element(*id)).collect();
    let unknown = |(id, value): &(ResourceId, Option<Value>)| match value.as_ref().and_then(Value::as_unknown) {
        Some(unknown) => Unknown::derived(Type::Dynamic, [unknown]).into(),
        None => world.maybe(*id),
    };
    let unknowns: Vec<Value> = uncertain.iter().take(MOST_UNCERTAIN).map(unknown).collect();
    elements.extend(unknowns);
    Value::tuple(elements)
}

/// References that known values do not show, and values that are made from an attribute of the judged resource.
fn by_edges(
    world: &World<'_>,
    of: ResourceId,
    type_name: &str,
    path: &str,
    identity: &Identity,
    certain: &mut Vec<ResourceId>,
    uncertain: &mut Vec<(ResourceId, Option<Value>)>,
) {
    let (name, data) = match type_name.strip_prefix("data.") {
        Some(name) => (name, true),
        None => (type_name, false),
    };
    world.note(|| Read::Referrers(world.graph.get(of).address.clone(), Some(type_name.into())));
    for edge in world.graph.edges_to(of) {
        let from = world.graph.get(edge.from);
        if *from.type_name != *name || from.is_managed() == data || !world.is_present(edge.from) {
            continue;
        }
        let attribute = without_indexes(&edge.attribute);
        let below = attribute.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        let above = path.strip_prefix(attribute.as_str()).is_some_and(|rest| rest.starts_with('.'));
        if !below && !above {
            continue;
        }
        if edge.exact {
            certain.push(edge.from);
            continue;
        }
        let value = world.attribute(edge.from, &edge.attribute);
        match &value.kind {
            Kind::String(text) if identity.matches(text) => certain.push(edge.from),
            // Its expression refers to the judged one (`one(aws_x.y[*].name)`), and its value is that attribute.
            Kind::String(text) if world.attribute(of, &edge.target).as_str() == Some(&**text) => {
                certain.push(edge.from);
            }
            Kind::Unknown(_) => match identity.matches_unknown(&world.graph.get(of).address, &value) {
                Some(true) => certain.push(edge.from),
                Some(false) => {}
                None if other_template(&value) => {}
                None => uncertain.push((edge.from, Some(value))),
            },
            Kind::List(..) | Kind::Set(..) | Kind::Tuple(_) if !value.is_wholly_known() => {
                uncertain.push((edge.from, None));
            }
            _ => {}
        }
    }
}

/// A text with something before or after the reference that no known form has: the name of another thing (`"${bucket}-logs"`).
fn other_template(value: &Value) -> bool {
    let partial = value.as_unknown().and_then(|unknown| unknown.partial.as_deref());
    let Some(Partial::Template(parts)) = partial else { return false };
    let text = |part: &Value| part.as_str().is_some_and(|text| !text.is_empty() && !text.contains([':', '/']));
    parts.iter().any(text)
}

fn by_names(
    world: &World<'_>,
    of: ResourceId,
    index: &CompanionIndex,
    identity: &Identity,
    certain: &mut Vec<ResourceId>,
    uncertain: &mut Vec<(ResourceId, Option<Value>)>,
) {
    let judged = world.graph.get(of);
    let mut found: Vec<ResourceId> = Vec::new();
    for text in &identity.known {
        found.extend(index.known.get(text.as_str()).into_iter().flatten());
    }
    for pattern in &identity.patterns {
        found.extend(index.made.get(pattern.as_str()).into_iter().flatten());
    }
    for id in found {
        world.note_resource(id);
        match same_place(judged, world.graph.get(id)) {
            Truth::Yes => certain.push(id),
            Truth::No => {}
            Truth::Unknown => uncertain.push((id, None)),
        }
    }
}

/// Whether an unknown text that is no exact reference may name the judged resource.
fn belongs(world: &World<'_>, address: &str, identity: &Identity, value: &Value) -> Truth {
    match identity.matches_unknown(address, value) {
        Some(true) => return Truth::Yes,
        Some(false) => return Truth::No,
        None => {}
    }
    let Some(unknown) = value.as_unknown() else { return Truth::No };
    let is_judged = |blocker: &Blocker| matches!(blocker, Blocker::Attribute(to) if &*to.address == address);
    if other_template(value) && unknown.blockers.iter().any(is_judged) {
        return Truth::No;
    }
    let elsewhere =
        |reference: &Reference| !reference.address.contains("[*]") && !reference.address.starts_with("var.");
    if unknown.reference.as_deref().is_some_and(elsewhere) && unknown.partial.is_none() {
        // An instance that is not in the run: a data source that was not read, or an error reported elsewhere.
        return Truth::Unknown;
    }
    // A resource that has no name before it is made can only be named by a reference to it.
    let named = !identity.known.is_empty() || !identity.unknown.is_empty();
    let mentions = |blocker: &Blocker| match blocker {
        Blocker::Attribute(reference) if &*reference.address == address => true,
        // Of `aws_x.y[*].attribute` a plan says `aws_x.y`.
        Blocker::Attribute(reference) => reference.path.is_empty() && world.leads_to(&reference.address, address),
        Blocker::Variable(_) => false,
        _ => true,
    };
    if named || unknown.blockers.iter().any(mentions) { Truth::Unknown } else { Truth::No }
}
