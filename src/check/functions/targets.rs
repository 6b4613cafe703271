//! The resource that a value names.

use super::{elements, text, unknown};
use crate::check::companions::follow;
use crate::check::reads::Read;
use crate::check::scope::CheckScope;
use crate::check::world::{Answer, World};
use crate::graph::ResourceId;
use crate::value::{Blocker, Kind, Partial, Type, Value, equals};

/// The types that are meant, as `TYPE` or `data.TYPE`; any when there is none.
struct Types<'a>(Vec<&'a str>);

impl<'a> Types<'a> {
    fn of(names: &'a [Value]) -> Result<Types<'a>, String> {
        names.iter().map(text).collect::<Result<_, _>>().map(Types)
    }

    fn has(&self, world: &World<'_>, id: ResourceId) -> bool {
        let resource = world.graph.get(id);
        let is = |name: &&str| match name.strip_prefix("data.") {
            Some(name) => !resource.is_managed() && *resource.type_name == *name,
            None => resource.is_managed() && *resource.type_name == **name,
        };
        self.0.is_empty() || self.0.iter().any(is)
    }
}

pub(super) fn target(scope: &CheckScope<'_>, value: &Value, types: &[Value]) -> Result<Value, String> {
    Ok(found(scope.world, scope.subject.id, value, &Types::of(types)?))
}

/// As [`target`], but what the value names outside the run is unknown.
pub(super) fn target_or_unknown(scope: &CheckScope<'_>, value: &Value, types: &[Value]) -> Result<Value, String> {
    let target = target(scope, value, types)?;
    let outside = target.is_null() && value.as_str().is_some_and(|name| !name.is_empty());
    let kind = types.first().and_then(Value::as_str).unwrap_or("a resource");
    let reason = || format!("{} of another configuration", kind.trim_start_matches("data."));
    Ok(if outside { Value::unknown(Type::Dynamic, Blocker::Other(reason().into())) } else { target })
}

/// The resource of one of these types that a value in `from` names.
pub(super) fn target_from(world: &World<'_>, from: Option<ResourceId>, value: &Value, types: &[&str]) -> Value {
    found(world, from, value, &Types(types.to_vec()))
}

pub(super) fn targets(scope: &CheckScope<'_>, list: &Value, types: &[Value]) -> Result<Value, String> {
    let types = Types::of(types)?;
    Ok(match elements(list) {
        Some(values) => {
            Value::tuple(values.iter().map(|element| found(scope.world, scope.subject.id, element, &types)).collect())
        }
        None => unknown(Type::Dynamic, &[list]),
    })
}

/// `from`: the resource that holds the value.
fn found(world: &World<'_>, from: Option<ResourceId>, value: &Value, types: &Types<'_>) -> Value {
    match &value.kind {
        Kind::Unknown(made) => match &made.reference {
            Some(reference) => match world.graph.find(&reference.address) {
                Some(id) => referred(world, id, value, types, 0),
                None if made.is_undeclared() => Value::null(),
                None => unknown(Type::Dynamic, &[value]),
            },
            None if matches!(made.partial.as_deref(), Some(Partial::Template(_))) => made_of(world, value, types),
            None => unknown(Type::Dynamic, &[value]),
        },
        Kind::String(text) => known_target(world, from, text, types),
        _ => Value::null(),
    }
}

/// An ARN or name around parts that are not known: the instance whose form it has, or null where no instance can have it.
fn made_of(world: &World<'_>, value: &Value, types: &Types<'_>) -> Value {
    let mut open = types.0.is_empty();
    types.0.iter().for_each(|name| world.note(|| Read::Type((*name).into())));
    for id in types.0.iter().flat_map(|name| world.of_type(name)) {
        let answer = world.identity(id).matches_unknown(&world.graph.get(id).address, value);
        match answer {
            Some(true) => return world.element(id).unwrap_or_else(Value::null),
            Some(false) => {}
            None => open = true,
        }
    }
    if open { unknown(Type::Dynamic, &[value]) } else { Value::null() }
}

/// The instance behind a reference. One that belongs to another (`aws_s3_bucket_policy.p.bucket`) leads on to that one.
fn referred(world: &World<'_>, id: ResourceId, value: &Value, types: &Types<'_>, depth: usize) -> Value {
    let next = value.as_unknown().and_then(|unknown| follow(world, unknown));
    if let Some(next) = next
        && depth < 10
        && let Some(reference) = next.as_unknown().and_then(|unknown| unknown.reference.as_deref())
        && let Some(further) = world.graph.find(&reference.address)
    {
        return referred(world, further, &next, types, depth + 1);
    }
    let path =
        value.as_unknown().and_then(|unknown| unknown.reference.as_ref()).map_or("", |reference| &reference.path);
    if !names_itself(&world.graph.get(id).type_name, path) || !types.has(world, id) {
        return unknown(Type::Dynamic, &[value]);
    }
    if !world.is_kept(id) {
        return Value::null();
    }
    world.element(id).unwrap_or_else(Value::null)
}

/// Whether the attribute names its own resource: `aws_kms_key.k.key_id` does; `aws_subnet.s.vpc_id` and what
/// `terraform_data` hands on do not.
fn names_itself(type_name: &str, path: &str) -> bool {
    let Some(words) = type_name.strip_prefix("aws_") else { return false };
    if matches!((words, path), ("db_instance", "resource_id") | ("rds_cluster", "cluster_resource_id")) {
        return true;
    }
    match path.strip_suffix("_ids").or_else(|| path.strip_suffix("_id")) {
        Some(stem) => words == stem || words.ends_with(&format!("_{stem}")),
        None => true,
    }
}

/// By a reference whose value is known, or by an id, name or ARN.
fn known_target(world: &World<'_>, from: Option<ResourceId>, text: &str, types: &Types<'_>) -> Value {
    let mut found: Vec<ResourceId> = Vec::new();
    if let Some(id) = from {
        for edge in world.graph.edges_from(id) {
            let named = || edge.exact || world.attribute(edge.to, &edge.target).as_str() == Some(text);
            if world.attribute(id, &edge.attribute).as_str() == Some(text) && named() {
                found.push(edge.to);
            }
        }
    }
    found.retain(|id| types.has(world, *id));
    if !found.is_empty() {
        return one_of(world, found, text, types).value;
    }
    let identities = world.identities();
    let asked = format!("target\0{text}\0{}", types.0.join(" "));
    let answer = world.answer(asked, || world.unnoted(|| one_of(world, identities.find(text), text, types)));
    answer.looked_at.iter().for_each(|id| world.note_resource(*id));
    answer.value
}

/// The instance that the text names, of those that it may name.
fn one_of(world: &World<'_>, mut found: Vec<ResourceId>, text: &str, types: &Types<'_>) -> Answer {
    found.retain(|id| world.is_kept(*id) && types.has(world, *id));
    found.iter().for_each(|id| world.note_resource(*id));
    found.sort_unstable();
    found.dedup();
    let value = match found[..] {
        [] => Value::null(),
        [only] => world.element(only).unwrap_or_else(Value::null),
        [first, ..] => {
            // Several things of one name: a name says which only together with a type.
            let mut certain = found.iter().copied().filter(|id| is_arn_of(world, *id, text));
            match (certain.next(), certain.next()) {
                (Some(only), None) => world.element(only).unwrap_or_else(Value::null),
                _ => world.maybe(first),
            }
        }
    };
    Answer { value, looked_at: found.into() }
}

fn is_arn_of(world: &World<'_>, id: ResourceId, text: &str) -> bool {
    ["arn", "id"].iter().any(|name| equals(&world.attribute(id, name), &text.into()).as_bool() == Some(true))
}
