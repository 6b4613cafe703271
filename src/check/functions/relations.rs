//! Resources of the run, and what refers to what.

use super::{elements, text, truth, unknown};
use crate::check::companions::{companions as companions_in, follow};
use crate::check::provider::{accounts, scopes};
use crate::check::scope::CheckScope;
use crate::check::world::{World, address_of, at_path};
use crate::graph::{ProviderConfig, ResourceId};
use crate::value::{Kind, Truth, Type, Value, equals};
use std::sync::Arc;

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
        (Some(provider), None) if !scope.subject.per_region => within(scope.world, type_name, provider, accounts),
        (Some(provider), None) => within(scope.world, type_name, provider, scopes),
        _ => {
            let ids = scope.world.of_type(type_name);
            Value::tuple(ids.into_iter().filter_map(|id| scope.world.element(id)).collect())
        }
    }
}

/// Those of the same account and, except in a check of the whole account, the same Region.
pub(super) fn in_scope(scope: &CheckScope<'_>, type_name: &str) -> Value {
    let subject = scope.subject;
    let Some(provider) = &subject.provider else { return resources(scope, type_name) };
    let same = if subject.id.is_none() && !subject.per_region { accounts } else { scopes };
    within(scope.world, type_name, provider, same)
}

fn within(
    world: &World<'_>,
    type_name: &str,
    provider: &ProviderConfig,
    same: fn(&ProviderConfig, &ProviderConfig) -> Truth,
) -> Value {
    let element = |id: ResourceId| match same(provider, &world.graph.get(id).provider) {
        Truth::Yes => world.element(id),
        Truth::Unknown => Some(world.maybe(id)),
        Truth::No => None,
    };
    Value::tuple(world.of_type(type_name).into_iter().filter_map(element).collect())
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

pub(super) fn target(scope: &CheckScope<'_>, value: &Value) -> Value {
    match &value.kind {
        Kind::Null(_) => Value::null(),
        Kind::Unknown(found) => match &found.reference {
            Some(reference) => match scope.world.graph.find(&reference.address) {
                Some(id) => referred(scope.world, id, value, 0),
                None => unknown(Type::Dynamic, &[value]),
            },
            None => unknown(Type::Dynamic, &[value]),
        },
        Kind::String(text) => known_target(scope, text),
        _ => Value::null(),
    }
}

/// The instance behind a reference. One that belongs to another (`aws_s3_bucket_policy.p.bucket`) leads on to that one.
fn referred(world: &World<'_>, id: ResourceId, value: &Value, depth: usize) -> Value {
    let next = value.as_unknown().and_then(|unknown| follow(world, unknown));
    if let Some(next) = next
        && depth < 10
        && let Some(reference) = next.as_unknown().and_then(|unknown| unknown.reference.as_deref())
        && let Some(further) = world.graph.find(&reference.address)
    {
        return referred(world, further, &next, depth + 1);
    }
    let path =
        value.as_unknown().and_then(|unknown| unknown.reference.as_ref()).map_or("", |reference| &reference.path);
    if !names_itself(&world.graph.get(id).type_name, path) {
        return unknown(Type::Dynamic, &[value]);
    }
    if !world.is_present(id) {
        return Value::null();
    }
    world.element(id).unwrap_or_else(Value::null)
}

/// Whether the attribute names its own resource: `aws_kms_key.k.key_id` does; `aws_subnet.s.vpc_id` and what
/// `terraform_data` hands on do not.
fn names_itself(type_name: &str, path: &str) -> bool {
    let Some(words) = type_name.strip_prefix("aws_") else { return false };
    match path.strip_suffix("_ids").or_else(|| path.strip_suffix("_id")) {
        Some(stem) => words == stem || words.ends_with(&format!("_{stem}")),
        None => true,
    }
}

/// By a reference whose value is known, or by an id, name or ARN.
fn known_target(scope: &CheckScope<'_>, text: &str) -> Value {
    let world = scope.world;
    let mut found: Vec<ResourceId> = Vec::new();
    if let Some(id) = scope.subject.id {
        for edge in world.graph.edges_from(id).iter().filter(|edge| edge.exact) {
            if world.attribute(id, &edge.attribute).as_str() == Some(text) {
                found.push(edge.to);
            }
        }
    }
    if found.is_empty() {
        found = world.identities().find(text);
    }
    found.retain(|id| world.is_present(*id));
    found.sort_unstable();
    found.dedup();
    match found[..] {
        [] => Value::null(),
        [only] => world.element(only).unwrap_or_else(Value::null),
        [first, ..] => {
            // Several things of one name: a name says which only together with a type.
            let certain: Vec<ResourceId> = found.iter().copied().filter(|id| is_arn_of(world, *id, text)).collect();
            match certain[..] {
                [only] => world.element(only).unwrap_or_else(Value::null),
                _ => world.maybe(first),
            }
        }
    }
}

fn is_arn_of(world: &World<'_>, id: ResourceId, text: &str) -> bool {
    ["arn", "id"].iter().any(|name| equals(&world.attribute(id, name), &text.into()).as_bool() == Some(true))
}

pub(super) fn targets(scope: &CheckScope<'_>, list: &Value) -> Value {
    match elements(list) {
        Some(found) => Value::tuple(found.iter().map(|element| target(scope, element)).collect()),
        None => unknown(Type::Dynamic, &[list]),
    }
}

pub(super) fn referrers(scope: &CheckScope<'_>, types: &[Value]) -> Result<Value, String> {
    let world = scope.world;
    let id = scope.subject.id.ok_or("there is no judged resource")?;
    let types = types.iter().map(text).collect::<Result<Vec<&str>, String>>()?;
    let wanted = |from: ResourceId| {
        let resource = world.graph.get(from);
        let name = |name: &&str| match name.strip_prefix("data.") {
            Some(data) => !resource.is_managed() && *resource.type_name == *data,
            None => resource.is_managed() && *resource.type_name == **name,
        };
        types.is_empty() || types.iter().any(name)
    };
    let mut found: Vec<ResourceId> =
        world.graph.edges_to(id).map(|edge| edge.from).filter(|from| wanted(*from)).collect();
    found.extend(by_name(world, id, &types).into_iter().filter(|from| wanted(*from)));
    found.sort_unstable();
    found.dedup();
    found.retain(|from| *from != id && world.is_present(*from));
    Ok(Value::tuple(found.into_iter().filter_map(|from| world.element(from)).collect()))
}

/// Those that hold a known id or ARN of the instance anywhere; names alone are too common.
fn by_name(world: &World<'_>, id: ResourceId, types: &[&str]) -> Vec<ResourceId> {
    let texts: Vec<Value> = ["id", "arn"].iter().map(|name| world.attribute(id, name)).collect();
    let texts: Vec<&str> = texts.iter().filter_map(Value::as_str).filter(|text| text.len() > 8).collect();
    if texts.is_empty() {
        return Vec::new();
    }
    let index = world.text_index();
    let found = texts.iter().flat_map(|text| index.get(*text).into_iter().flatten().copied());
    let _ = types;
    found.collect()
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
