//! Resources of the run, and what refers to what.

use super::{elements, text, truth, unknown};
use crate::check::companions::companions as companions_in;
use crate::check::provider::{accounts, scopes};
use crate::check::reads::{Read, name_of};
use crate::check::scope::CheckScope;
use crate::check::world::{Answer, World, address_of, at_path};
use crate::graph::{Edge, Operation, Origin, ProviderConfig, Resource, ResourceId, resource_of};
use crate::value::{Blocker, Kind, Partial, Truth, Type, Unknown, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Values that perhaps refer to an instance are told up to this number.
const MOST_HIDDEN: usize = 8;

pub(super) fn address(object: &Value) -> Value {
    match address_of(object) {
        Some(address) => address.into(),
        None if object.as_unknown().is_some() => unknown(Type::String, &[object]),
        None => Value::null_of(Type::String),
    }
}

/// In a check of the account: those of the judged account.
pub(super) fn resources(scope: &CheckScope<'_>, type_name: &str) -> Value {
    match (&scope.subject.provider, scope.subject.id) {
        (Some(provider), None) => within(scope, type_name, provider),
        _ => every(scope.world, type_name, "all", &|id| scope.world.element(id)),
    }
}

/// Those of the same account and, except in a check of the whole account, the same Region.
pub(super) fn in_scope(scope: &CheckScope<'_>, type_name: &str) -> Value {
    match &scope.subject.provider {
        Some(provider) => within(scope, type_name, provider),
        None => resources(scope, type_name),
    }
}

fn within(scope: &CheckScope<'_>, type_name: &str, provider: &ProviderConfig) -> Value {
    let which = if is_whole_account(scope) { "account of" } else { "scope of" };
    every(scope.world, type_name, &format!("{which} {:p}", std::ptr::from_ref(provider)), &|id| in_same(scope, id))
}

/// Regions do not matter.
fn is_whole_account(scope: &CheckScope<'_>) -> bool {
    scope.subject.id.is_none() && !scope.subject.per_region
}

fn every(world: &World<'_>, type_name: &str, which: &str, element: &dyn Fn(ResourceId) -> Option<Value>) -> Value {
    world.note(|| Read::Type(type_name.into()));
    let all = || world.of_type(type_name).into_iter().filter_map(element).collect();
    let make = || Answer { value: world.unnoted(|| Value::tuple(all())), looked_at: Arc::default() };
    world.answer(format!("every\0{type_name}\0{which}"), make).value
}

pub(super) fn companions(scope: &CheckScope<'_>, type_name: &Value, path: &Value) -> Result<Value, String> {
    let id = scope.subject.id.ok_or("there is no judged resource; use companions_of")?;
    let (type_name, path): (Arc<str>, Arc<str>) = (text(type_name)?.into(), text(path)?.into());
    Ok(companions_in(scope.world, id, &type_name, &path))
}

pub(super) fn companions_of(
    scope: &CheckScope<'_>,
    object: &Value,
    type_name: &Value,
    path: &Value,
) -> Result<Value, String> {
    if object.as_unknown().is_some() {
        return Ok(unknown(Type::Dynamic, &[object]));
    }
    let Some(id) = scope.world.identify(object) else { return Ok(Value::tuple(Vec::new())) };
    let (type_name, path): (Arc<str>, Arc<str>) = (text(type_name)?.into(), text(path)?.into());
    Ok(companions_in(scope.world, id, &type_name, &path))
}

/// The instances of a type whose companions the object is: the other side of [`companions_of`].
pub(super) fn owners_of(scope: &CheckScope<'_>, object: &Value, owners: &Value, path: &Value) -> Result<Value, String> {
    if object.as_unknown().is_some() {
        return Ok(unknown(Type::Dynamic, &[object]));
    }
    let world = scope.world;
    let Some(id) = world.identify(object) else { return Ok(Value::tuple(Vec::new())) };
    let (owners, path): (Arc<str>, Arc<str>) = (text(owners)?.into(), text(path)?.into());
    let (certain, perhaps) = world.owner_index(&owners, &name_of(world.graph, id), &path).owners_of(id);
    let certain = certain.into_iter().filter_map(|owner| in_same(scope, owner));
    let perhaps = perhaps.into_iter().filter(|owner| in_same(scope, *owner).is_some());
    Ok(Value::tuple(certain.chain(perhaps.map(|owner| world.maybe(owner))).collect()))
}

/// The instance, where it is in the account and, except in a check of the whole account, in the Region that is judged.
fn in_same(scope: &CheckScope<'_>, id: ResourceId) -> Option<Value> {
    let (world, subject) = (scope.world, scope.subject);
    let same = if is_whole_account(scope) { accounts } else { scopes };
    match subject.provider.as_ref().map_or(Truth::Yes, |provider| same(provider, &world.graph.get(id).provider)) {
        Truth::Yes => world.element(id),
        Truth::Unknown => Some(world.maybe(id)),
        Truth::No => None,
    }
}

/// Of the types, or of any.
pub(super) fn referrers(scope: &CheckScope<'_>, types: &[Value]) -> Result<Value, String> {
    let types = types.iter().map(text).collect::<Result<Vec<&str>, String>>()?;
    let read: Vec<Option<Arc<str>>> = match types.is_empty() {
        true => vec![None],
        false => types.iter().map(|name| Some(Arc::from(*name))).collect(),
    };
    let is_one = |resource: &Resource| types.is_empty() || types.iter().any(|name| is_of_type(resource, name));
    referring(scope, read, &is_one, &Hidden { asked: types.join(" "), beside_certain: !types.is_empty() })
}

/// Of any types but these.
pub(super) fn other_referrers(scope: &CheckScope<'_>, types: &[Value]) -> Result<Value, String> {
    let types = types.iter().map(text).collect::<Result<Vec<&str>, String>>()?;
    let is_one = |resource: &Resource| !types.iter().any(|name| is_of_type(resource, name));
    referring(scope, vec![None], &is_one, &Hidden { asked: format!("but {}", types.join(" ")), beside_certain: false })
}

fn is_of_type(resource: &Resource, name: &str) -> bool {
    match name.strip_prefix("data.") {
        Some(data) => !resource.is_managed() && *resource.type_name == *data,
        None => resource.is_managed() && *resource.type_name == *name,
    }
}

/// How those are looked for that perhaps refer to a resource in a way that a plan hides.
struct Hidden {
    /// Of which types, as a text.
    asked: String,
    /// Also where something certain is found. A search through all types ends there.
    beside_certain: bool,
}

/// What refers to the judged resource.
fn referring(
    scope: &CheckScope<'_>,
    read: Vec<Option<Arc<str>>>,
    is_one: &dyn Fn(&Resource) -> bool,
    hidden: &Hidden,
) -> Result<Value, String> {
    let world = scope.world;
    let id = scope.subject.id.ok_or("there is no judged resource")?;
    let wanted = |from: ResourceId| is_one(world.graph.get(from));
    let judged = &world.graph.get(id).address;
    for name in read {
        world.note(|| Read::Referrers(judged.clone(), name));
    }
    // What may be another thing in the end counts only where nothing else refers to the judged one.
    let (perhaps, certain): (Vec<&Edge>, Vec<&Edge>) =
        world.graph.edges_to(id).filter(|edge| wanted(edge.from)).partition(|edge| is_choice(world, edge, judged));
    let mut found: Vec<ResourceId> = certain.into_iter().map(|edge| edge.from).collect();
    found.extend(by_name(world, id).into_iter().filter(|from| wanted(*from)));
    let mut perhaps: Vec<ResourceId> = perhaps.into_iter().map(|edge| edge.from).collect();
    for list in [&mut found, &mut perhaps] {
        list.sort_unstable();
        list.dedup();
        list.retain(|from| *from != id && world.is_present(*from));
    }
    perhaps.retain(|from| found.binary_search(from).is_err());
    let hidden = match world.graph.origin {
        Origin::Configuration if found.is_empty() => handed(world, judged),
        Origin::Plan if hidden.beside_certain || found.is_empty() => {
            hidden_referrers(world, id, &hidden.asked, &wanted, &found)
        }
        _ => Vec::new(),
    };
    let certain = found.into_iter().filter_map(|from| world.element(from));
    Ok(Value::tuple(certain.chain(perhaps.into_iter().map(|from| world.maybe(from))).chain(hidden).collect()))
}

/// An unknown for each value that may be made of the instance in a way that a plan does not show. Known texts are found by name.
fn hidden_referrers(
    world: &World<'_>,
    id: ResourceId,
    asked: &str,
    wanted: &dyn Fn(ResourceId) -> bool,
    found: &[ResourceId],
) -> Vec<Value> {
    let judged = world.graph.get(id);
    let new = matches!(judged.operation, Operation::Create | Operation::Replace);
    if !new || !judged.may_contribute() {
        return Vec::new();
    }
    let naming = world.unresolved().naming(&judged.type_name, asked, wanted);
    let other = naming.iter().filter(|(from, _)| *from != id && found.binary_search(from).is_err());
    other.take(MOST_HIDDEN).map(|(_, unknown)| Unknown::derived(Type::Dynamic, [&**unknown]).into()).collect()
}

/// An unknown for each module that is not there and gets something of the resource.
fn handed(world: &World<'_>, address: &str) -> Vec<Value> {
    let Some(evaluation) = world.graph.configuration().filter(|evaluation| !evaluation.handed().is_empty()) else {
        return Vec::new();
    };
    world.note(|| Read::Texts);
    // All instances may have been handed on under the address of their resource.
    let addresses = BTreeSet::from([address, resource_of(address)]);
    let calls = addresses.into_iter().filter_map(|address| evaluation.handed().get(address)).flatten();
    calls.take(MOST_HIDDEN).map(|call| Value::unknown(Type::Dynamic, Blocker::Module(call.clone()))).collect()
}

/// The attribute holds a reference to the instance in one branch of a condition that is not known.
fn is_choice(world: &World<'_>, edge: &Edge, judged: &str) -> bool {
    let value = world.attribute(edge.from, &edge.attribute);
    let partial = value.as_unknown().and_then(|unknown| unknown.partial.as_deref());
    let Some(Partial::OneOf(values)) = partial else { return false };
    let refers = |value: &Value| {
        let to_it = |blocker: &Blocker| matches!(blocker, Blocker::Attribute(to) if &*to.address == judged);
        value.as_unknown().is_some_and(|unknown| unknown.blockers.iter().any(to_it))
    };
    !edge.exact && !values.iter().all(refers)
}

/// Those that hold a known id or ARN of the instance anywhere; names alone are too common.
fn by_name(world: &World<'_>, id: ResourceId) -> Vec<ResourceId> {
    let texts: Vec<Value> = ["id", "arn"].iter().map(|name| world.attribute(id, name)).collect();
    let texts: Vec<&str> = texts.iter().filter_map(Value::as_str).filter(|text| text.len() > 8).collect();
    if texts.is_empty() {
        return Vec::new();
    }
    let index = world.text_index();
    texts.iter().flat_map(|text| index.get(*text).into_iter().flatten().copied()).collect()
}

/// Some `aws_ebs_encryption_by_default` of the same account and Region turns encryption on; its `enabled` is true when not written.
pub(super) fn ebs_default_encryption(scope: &CheckScope<'_>) -> Value {
    let settings = in_scope(scope, "aws_ebs_encryption_by_default");
    let enabled = |object: &Value| {
        let enabled = at_path(object, "enabled");
        match &enabled.kind {
            Kind::Null(_) => Truth::Yes,
            Kind::Bool(on) => Truth::from(*on),
            _ => Truth::Unknown,
        }
    };
    truth(super::any_of(elements(&settings).unwrap_or_default(), enabled), &[&settings])
}
