//! The objects of a raw state file (`terraform.tfstate`, version 4).

use super::change::{Change, Object, ObjectMode};
use super::json::{Json, Text};
use super::slice::{Index, Keeper, Misread, Slice};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::sync::Arc;

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawResource<'a> {
    #[serde(borrow)]
    module: Option<Text<'a>>,
    #[serde(borrow)]
    mode: Option<Text<'a>>,
    #[serde(borrow)]
    r#type: Option<Text<'a>>,
    #[serde(borrow)]
    name: Option<Text<'a>>,
    #[serde(borrow)]
    provider: Option<Text<'a>>,
    #[serde(borrow)]
    instances: Option<Vec<RawInstance<'a>>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawInstance<'a> {
    #[serde(borrow)]
    index_key: Option<Json<'a>>,
    #[serde(borrow)]
    deposed: Option<Text<'a>>,
    #[serde(borrow)]
    attributes: Option<&'a RawValue>,
    #[serde(borrow)]
    sensitive_attributes: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct RawStep<'a> {
    #[serde(borrow)]
    r#type: Text<'a>,
    value: Json<'a>,
}

/// All instances of all resources. Those without attributes are in the flat form of old providers, which tells no types.
pub(super) fn objects<'t>(resources: &'t RawValue, keeper: &mut Keeper<'t>) -> Result<Vec<Change>, Misread> {
    let resources: Vec<RawResource<'t>> = keeper.parse(resources)?;
    let mut objects = Vec::new();
    for resource in resources {
        let text = |text: &Option<Text<'_>>| text.as_deref().unwrap_or_default().to_string();
        let module = keeper.name(&text(&resource.module));
        let (type_name, name) = (keeper.name(&text(&resource.r#type)), keeper.name(&text(&resource.name)));
        let written = text(&resource.provider);
        let provider = keeper.name(source_of(&written));
        let alias = alias_of(&written).map(|alias| keeper.name(alias));
        let mode = if text(&resource.mode) == "data" { ObjectMode::Data } else { ObjectMode::Managed };
        for instance in resource.instances.unwrap_or_default() {
            let object = Object {
                address: Arc::default(),
                module: module.clone(),
                mode,
                type_name: type_name.clone(),
                name: name.clone(),
                index: instance.index_key.as_ref().and_then(|key| index(key, keeper)),
                provider: provider.clone(),
            };
            let values = match instance.attributes {
                Some(attributes) => keeper.slice(attributes),
                None => keeper.make("{}"),
            };
            let sensitive = instance.sensitive_attributes.and_then(|paths| mask(paths, keeper));
            let deposed = instance.deposed.filter(|key| !key.is_empty()).map(|key| keeper.name(&key));
            objects.push(Change::of_instance(object.completed(keeper), values, sensitive, deposed, alias.clone()));
        }
    }
    Ok(objects)
}

fn index(key: &Json<'_>, keeper: &mut Keeper<'_>) -> Option<Index> {
    match key {
        Json::Number(number) => number.to_i64().map(Index::Int),
        Json::String(key) => Some(Index::String(keeper.name(key))),
        _ => None,
    }
}

/// `module.m.provider["registry.terraform.io/hashicorp/aws"].alias` -> the source; `provider.aws` of old versions -> the name.
fn source_of(provider: &str) -> &str {
    let quoted = provider.split_once("[\"").and_then(|(_, rest)| rest.split_once("\"]"));
    quoted.map_or_else(|| provider.rsplit("provider.").next().unwrap_or_default(), |(source, _)| source)
}

/// The alias of the root's configuration; one that a module declares may be called the same.
fn alias_of(provider: &str) -> Option<&str> {
    provider.strip_prefix("provider[\"")?.split_once("\"].").map(|(_, alias)| alias)
}

/// The paths of sensitive attributes as a mask; what is in a list or map is marked with all that is in it.
fn mask(paths: &RawValue, keeper: &mut Keeper<'_>) -> Option<Slice> {
    let paths: Vec<Vec<RawStep<'_>>> = serde_json::from_str(paths.get()).ok()?;
    let mut mask = serde_json::Map::new();
    for path in &paths {
        let named = path.iter().map_while(|step| (&*step.r#type == "get_attr").then(|| step.value.as_str()).flatten());
        mark(&mut mask, &named.collect::<Vec<&str>>());
    }
    (!mask.is_empty()).then(|| keeper.make(&serde_json::Value::Object(mask).to_string()))
}

fn mark(mask: &mut serde_json::Map<String, serde_json::Value>, path: &[&str]) {
    let [name, inner @ ..] = path else { return };
    let slot = mask.entry(*name).or_insert_with(|| serde_json::Value::Object(serde_json::Map::new()));
    match slot {
        serde_json::Value::Object(members) if !inner.is_empty() => mark(members, inner),
        slot => *slot = true.into(),
    }
}
