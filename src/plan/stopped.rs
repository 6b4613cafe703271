//! A plan that stopped at an error: what its configuration declares and the plan does not show is not absent.

use super::change::{Change, names_in};
use super::configuration::{ConfigModule, ConfigResource, Configuration, Expression};
use super::slice::Keeper;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Instances that a constant `count` may make before they are told as one.
const MOST_INSTANCES: i64 = 100;

/// Creations of the resources that no object is shown of. Where the number of instances is not known, the key is `*`.
pub(super) fn missing(configuration: &Configuration, shown: &[&Change], keeper: &mut Keeper<'_>) -> Vec<Change> {
    let mut instances: FxHashMap<String, BTreeSet<Arc<str>>> = FxHashMap::default();
    instances.entry(String::new()).or_default().insert("".into());
    let mut resources: FxHashSet<(Arc<str>, String)> = FxHashSet::default();
    for change in shown {
        let object = &change.object;
        instances.entry(calls(&object.module)).or_default().insert(object.module.clone());
        resources.insert((object.module.clone(), format!("{}.{}", object.type_name, object.name)));
    }
    let asked = asked_for(configuration, false, keeper);
    let mut made = Vec::new();
    for module in &configuration.modules {
        let assumed = || BTreeSet::from([address(configuration, module).into()]);
        let modules = instances.get(&*module.path).cloned().unwrap_or_else(assumed);
        if !instances.contains_key(&*module.path) && is_off(configuration, module, keeper) {
            continue;
        }
        for (name, resource) in module.resources.iter().filter(|(name, _)| !name.starts_with("data.")) {
            let Some((type_name, own)) = name.split_once('.') else { continue };
            let written = resource.expressions.and_then(|it| serde_json::from_str::<Map<_, _>>(keeper.read(it)).ok());
            let (after, mut unknown) = members(&written.unwrap_or_default());
            for attribute in asked.iter().filter(|name| !after.contains_key(*name)) {
                unknown.insert(attribute.clone(), true.into());
            }
            let (after, unknown) = (Value::Object(after), Value::Object(unknown));
            let keys = keys(resource, keeper);
            for module in modules.iter().filter(|it| !resources.contains(&(Arc::clone(it), name.to_string()))) {
                let dot = if module.is_empty() { "" } else { "." };
                for (key, index) in &keys {
                    let address = format!("{module}{dot}{name}{key}");
                    made.push(Change::assumed([&address, module, type_name, own], *index, [&after, &unknown], keeper));
                }
            }
        }
    }
    made
}

/// The keys of a resource's instances as they stand in an address, with the index.
fn keys(resource: &ConfigResource, keeper: &Keeper<'_>) -> Vec<(String, Option<i64>)> {
    match constant(resource.count.as_ref(), keeper) {
        Some(count) if count <= MOST_INSTANCES => (0..count).map(|index| (format!("[{index}]"), Some(index))).collect(),
        None if resource.count.is_none() && resource.for_each.is_none() => vec![(String::new(), None)],
        _ => vec![("[*]".to_owned(), None)],
    }
}

/// A `count` that is written as a number.
fn constant(count: Option<&Expression>, keeper: &Keeper<'_>) -> Option<i64> {
    let expression: Value = serde_json::from_str(keeper.read(count?.0)).ok()?;
    expression.get("constant_value")?.as_i64()
}

/// The call of the module, or of one around it, has a `count` of 0.
fn is_off(configuration: &Configuration, module: &ConfigModule, keeper: &Keeper<'_>) -> bool {
    let Some(parent) = module.parent.and_then(|parent| configuration.modules.get(parent)) else { return false };
    let call = module.path.rsplit('.').next().and_then(|name| parent.calls.get(name));
    constant(call.and_then(|call| call.count.as_ref()), keeper) == Some(0) || is_off(configuration, parent, keeper)
}

/// Names of attributes that expressions take from resources, or from data sources: what is not written there is made by the provider.
pub(super) fn asked_for(configuration: &Configuration, of_data: bool, keeper: &Keeper<'_>) -> BTreeSet<String> {
    let mut names = BTreeSet::from(["arn".to_owned(), "id".to_owned()]);
    for module in &configuration.modules {
        let of_resources = module.resources.values().filter_map(|resource| resource.expressions);
        let of_calls = module.calls.values().filter_map(|call| call.expressions);
        let of_outputs = module.outputs.values().map(|output| output.0);
        for written in of_resources.chain(of_calls).chain(of_outputs) {
            if let Ok(expression) = serde_json::from_str::<Value>(keeper.read(written)) {
                references(&expression, of_data, &mut names);
            }
        }
    }
    names
}

fn references(expression: &Value, of_data: bool, names: &mut BTreeSet<String>) {
    match expression {
        Value::Array(blocks) => blocks.iter().for_each(|block| references(block, of_data, names)),
        Value::Object(members) => {
            let listed = members.get("references").and_then(Value::as_array).into_iter().flatten();
            let attribute = |it: &Value| {
                let text = it.as_str()?;
                let resource = if of_data { text.strip_prefix("data.")? } else { text };
                names_in(resource).into_iter().nth(2)
            };
            names.extend(listed.filter_map(attribute));
            members.values().for_each(|member| references(member, of_data, names));
        }
        _ => {}
    }
}

/// The calls of a module address without keys, joined by dots.
pub(super) fn calls(address: &str) -> String {
    names_in(address).into_iter().skip(1).step_by(2).collect::<Vec<_>>().join(".")
}

/// The address of a module of which nothing is shown.
fn address(configuration: &Configuration, module: &ConfigModule) -> String {
    let Some(parent) = module.parent.and_then(|parent| configuration.modules.get(parent)) else { return String::new() };
    let outer = address(configuration, parent);
    let name = module.path.rsplit('.').next().unwrap_or_default();
    let repeated = parent.calls.get(name).is_some_and(|call| call.count.is_some() || call.for_each.is_some());
    let (dot, key) = (if outer.is_empty() { "" } else { "." }, if repeated { "[*]" } else { "" });
    format!("{outer}{dot}module.{name}{key}")
}

/// What an expression of the configuration says: constants, and what is not known.
fn split(expression: &Value) -> (Value, Value) {
    match expression {
        Value::Array(blocks) => {
            let (after, unknown) = blocks.iter().map(split).unzip();
            (Value::Array(after), Value::Array(unknown))
        }
        Value::Object(members) => match members.get("constant_value") {
            Some(constant) => (constant.clone(), Value::Bool(false)),
            None if members.is_empty() || members.contains_key("references") => (Value::Null, Value::Bool(true)),
            None => {
                let (after, unknown) = self::members(members);
                (Value::Object(after), Value::Object(unknown))
            }
        },
        _ => (Value::Null, Value::Bool(true)),
    }
}

fn members(written: &Map<String, Value>) -> (Map<String, Value>, Map<String, Value>) {
    let (mut after, mut unknown) = (Map::new(), Map::new());
    for (name, member) in written {
        let (known, mask) = split(member);
        after.insert(name.clone(), known);
        unknown.insert(name.clone(), mask);
    }
    (after, unknown)
}
