//! What a plan takes away from things that it does not manage.

use super::logic::same;
use super::targets::target;
use super::{text, unknown};
use crate::check::account::owns_account;
use crate::check::companions::{MOST_UNCERTAIN, holding};
use crate::check::identity::Identity;
use crate::check::provider::{accounts, scopes};
use crate::check::reads::Read;
use crate::check::scope::CheckScope;
use crate::check::world::{Answer, World};
use crate::graph::{Mode, Operation, ResourceId};
use crate::value::{Kind, Truth, Type, Value};
use std::sync::Arc;

/// Whether checks of the account are made in this run.
pub(super) fn account_judged(scope: &CheckScope<'_>) -> Value {
    (scope.account || owns_account(scope.world.graph)).into()
}

/// Whether a value names an instance that the plan manages, one that it destroys among them.
pub(super) fn manages(scope: &CheckScope<'_>, value: &Value, types: &[Value]) -> Result<Value, String> {
    let found = target(scope, value, types)?;
    if found.as_unknown().is_some() {
        return Ok(unknown(Type::Bool, &[&found]));
    }
    let Some(name) = value.as_str().filter(|_| found.is_null()) else { return Ok((!found.is_null()).into()) };
    for type_name in types {
        let destroyed = destroyed(scope.world, text(type_name)?);
        if destroyed.get(name).is_some() {
            return Ok(true.into());
        }
    }
    Ok(false.into())
}

/// The ids, names and ARNs of the instances of a type that the plan destroys, as the keys of a map.
fn destroyed(world: &World<'_>, type_name: &str) -> Value {
    world.note(|| Read::Type(type_name.into()));
    let make = || {
        let mut names: Vec<(Arc<str>, Value)> = Vec::new();
        for id in world.graph.of_type(type_name) {
            let resource = world.graph.get(*id);
            let ends = matches!(resource.operation, Operation::Delete | Operation::Replace);
            let prior = if ends && resource.mode == Mode::Managed { resource.prior() } else { None };
            let known = prior.map(|prior| Identity::of_values(type_name, &prior).known).unwrap_or_default();
            names.extend(known.into_iter().map(|name| (name.into(), true.into())));
        }
        Answer { value: Value::map(Type::Bool, names.into_iter().collect()), looked_at: Arc::default() }
    };
    world.answer(format!("destroyed\0{type_name}"), make).value
}

/// The instances of a type that hold a text at a path, in the account and Region of the judged one.
pub(super) fn holders(scope: &CheckScope<'_>, type_name: &Value, path: &Value, held: &Value) -> Result<Value, String> {
    let (type_name, path): (Arc<str>, Arc<str>) = (text(type_name)?.into(), text(path)?.into());
    let world = scope.world;
    // Names of buckets and IAM know no Region.
    let global = type_name.starts_with("aws_s3_") || type_name.starts_with("aws_iam_");
    let same = |id: &ResourceId| {
        let same = if global { accounts } else { scopes };
        let other = &world.graph.get(*id).provider;
        scope.subject.provider.as_ref().map_or(Truth::Yes, |provider| same(provider, other))
    };
    let (certain, perhaps) = match &held.kind {
        Kind::String(held) => holding(world, &type_name, &path, held),
        Kind::Unknown(_) => holding_unknown(world, &type_name, &path, held),
        _ => return Ok(Value::tuple(Vec::new())),
    };
    let (mut values, mut uncertain) = (Vec::new(), Vec::new());
    for id in certain {
        match same(&id) {
            Truth::Yes => values.extend(world.element(id)),
            Truth::Unknown => uncertain.push(world.maybe(id)),
            Truth::No => {}
        }
    }
    uncertain.extend(perhaps.iter().filter(|id| same(id) != Truth::No).map(|id| world.maybe(*id)));
    values.extend(uncertain);
    Ok(Value::tuple(values))
}

/// Those that hold the same unknown text, and some of those that perhaps do.
fn holding_unknown(world: &World<'_>, type_name: &str, path: &str, held: &Value) -> (Vec<ResourceId>, Vec<ResourceId>) {
    world.note(|| Read::Type(type_name.into()));
    let (mut certain, mut perhaps) = (Vec::new(), Vec::new());
    for id in world.of_type(type_name) {
        let same = same(&world.attribute(id, path), held);
        match same.as_bool() {
            Some(true) => certain.push(id),
            Some(false) => {}
            None if perhaps.len() < MOST_UNCERTAIN => perhaps.push(id),
            None => {}
        }
    }
    (certain, perhaps)
}
