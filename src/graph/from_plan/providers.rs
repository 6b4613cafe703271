//! The provider configurations of a plan, and which one a resource uses.

use crate::graph::ProviderConfig;
use crate::plan::{Change, ConfigProvider, Document, Json};
use crate::schema::{BlockSchema, Schema};
use crate::value::{Blocker, Marks, Type, Value};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// Arguments that hold credentials, whatever the schema says.
const SECRETS: [&str; 4] = ["access_key", "secret_key", "token", "password"];

/// The source and the alias of a configuration.
pub(super) type ProviderName = (Arc<str>, Option<Arc<str>>);

pub(super) fn provider_name(change: &Change) -> ProviderName {
    (change.object.provider.clone(), change.provider_alias().cloned())
}

pub(super) struct Providers {
    by_key: FxHashMap<Arc<str>, Arc<ProviderConfig>>,
    /// Configurations that no block declares.
    implied: Mutex<BTreeMap<ProviderName, Arc<ProviderConfig>>>,
    /// The Regions of those, as far as objects tell them.
    pub told: FxHashMap<ProviderName, Value>,
}

impl Providers {
    pub(super) fn of(document: &Document, schema: &Schema) -> Providers {
        let providers = &document.configuration.providers;
        let by_key = providers.iter().map(|(key, raw)| (key.clone(), Arc::new(config(raw, document, schema))));
        Providers { by_key: by_key.collect(), implied: Mutex::default(), told: FxHashMap::default() }
    }

    /// The one configuration of the root, among those with this source, that works in the Region.
    pub(super) fn in_region(&self, source: &str, region: &Value) -> Option<Arc<ProviderConfig>> {
        let is_there = |config: &&Arc<ProviderConfig>| {
            *config.source == *source && config.module.is_empty() && config.region() == *region
        };
        let mut found = self.by_key.values().filter(is_there);
        found.next().filter(|_| found.next().is_none()).cloned()
    }

    /// The configuration with this key, or the one that a module inherits from the modules around it.
    pub(super) fn find(&self, key: Option<&str>, change: &Change) -> Arc<ProviderConfig> {
        let object = &change.object;
        let local = key.map_or("", |key| key.rsplit(':').next().unwrap_or(key));
        let mut module = key.and_then(|key| key.rsplit_once(':')).map(|(module, _)| module.to_string());
        if let Some(found) = key.and_then(|key| self.by_key.get(key)) {
            return found.clone();
        }
        while let Some(path) = module {
            if let Some(found) = self.by_key.get(format!("{path}:{local}").as_str()) {
                return found.clone();
            }
            module = path.rsplit_once('.').map(|(outer, _)| outer.trim_end_matches(".module").to_string());
        }
        if let Some(found) = self.by_key.get(local) {
            return found.clone();
        }
        // Objects that are no longer in configuration use the default configuration of their provider.
        let mut declared = self.by_key.values().filter(|config| config.source == object.provider);
        if let (None, Some(only)) = (key, declared.find(|config| config.alias.is_none() && config.module.is_empty())) {
            return only.clone();
        }
        let mut implied = self.implied.lock().expect("no holder panics");
        let made_of = provider_name(change);
        let make = || {
            let (source, alias) = made_of.clone();
            let region = self.told.get(&made_of).map(|region| (Arc::from("region"), region.clone()));
            Arc::new(ProviderConfig {
                address: ProviderConfig::address_of("", &source, alias.as_deref()),
                name: source.rsplit('/').next().unwrap_or_default().into(),
                alias,
                source,
                module: "".into(),
                values: Value::object(region),
                location: None,
                own_region: false,
            })
        };
        implied.entry(made_of.clone()).or_insert_with(make).clone()
    }

    pub(super) fn all(&self) -> Vec<Arc<ProviderConfig>> {
        let implied = self.implied.lock().expect("no holder panics");
        self.by_key.values().chain(implied.values()).cloned().collect()
    }
}

fn config(raw: &ConfigProvider, document: &Document, schema: &Schema) -> ProviderConfig {
    let module = raw.module.split('.').filter(|call| !call.is_empty());
    let module = module.map(|call| format!("module.{call}")).collect::<Vec<_>>().join(".");
    let expressions = raw.expressions.map_or(Json::Null, |slice| slice.json(&document.text));
    let block = schema.provider(&raw.full_name).unwrap_or_default();
    ProviderConfig {
        address: ProviderConfig::address_of(&module, &raw.full_name, raw.alias.as_deref()),
        name: raw.name.clone(),
        alias: raw.alias.clone(),
        source: raw.full_name.clone(),
        values: body(&expressions, &block, document, !module.is_empty()),
        module: module.into(),
        location: None,
        own_region: false,
    }
}

fn body(expressions: &Json<'_>, schema: &BlockSchema, document: &Document, in_module: bool) -> Value {
    let mut entries = Vec::new();
    for (name, expression) in expressions.members() {
        let value = match (expression, schema.nested_block(name)) {
            (Json::Array(blocks), nested) => {
                let none = BlockSchema::default();
                let inner = nested.map_or(&none, |nested| &*nested.block);
                Value::tuple(blocks.iter().map(|block| body(block, inner, document, in_module)).collect())
            }
            (block, Some(nested)) => body(block, &nested.block, document, in_module),
            _ => {
                let ty = schema.attribute(name).map_or(Type::Dynamic, |attribute| attribute.ty.clone());
                argument(expression, &ty, document, in_module)
            }
        };
        let secret = SECRETS.contains(&&**name) || schema.attribute(name).is_some_and(|attribute| attribute.sensitive);
        let marks = if secret { Marks::SENSITIVE } else { Marks::NONE };
        entries.push((Arc::<str>::from(&**name), value.with_marks(marks)));
    }
    Value::object(entries)
}

/// A constant, or the value of a root variable; anything else is not in the plan.
fn argument(expression: &Json<'_>, ty: &Type, document: &Document, in_module: bool) -> Value {
    if let Some(constant) = expression.get("constant_value") {
        return super::seen::known(ty, constant);
    }
    let references = super::expressions::references(expression);
    if let ([only], false) = (&references[..], in_module) {
        let variable = only.strip_prefix("var.").filter(|name| !name.contains(['.', '[']));
        if let Some(name) = variable {
            let given = document.variables.get(name).and_then(|variable| variable.value);
            let root = document.configuration.modules.first();
            let declared = root.and_then(|root| root.variables.get(name));
            let slice = given.or_else(|| declared.and_then(|declared| declared.default));
            let marks = match declared.is_some_and(|declared| declared.sensitive) {
                true => Marks::SENSITIVE,
                false => Marks::NONE,
            };
            if let Some(slice) = slice {
                return super::seen::known(ty, &slice.json(&document.text)).with_marks(marks);
            }
        }
    }
    let blocker = references.first().map_or("an expression that the plan does not show", |reference| reference);
    Value::unknown(ty.clone(), Blocker::Other(blocker.into()))
}
