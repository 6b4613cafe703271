//! The Region that an object of a plan chooses for itself.

use super::providers::{ProviderName, provider_name};
use super::{PlanSource, Side, expressions, mode};
use crate::eval::chooses_region;
use crate::graph::ProviderConfig;
use crate::plan::{Change, Json, ObjectMode};
use crate::value::{Blocker, Reference, Type, Value};
use rustc_hash::FxHashMap;
use std::sync::Arc;

impl PlanSource {
    /// What the configuration says in the argument `region`; `None` where it says nothing. The values alone do not tell: since
    /// version 6 of the AWS provider all of them have a `region`. Of an object that is no longer in configuration they have to.
    pub(super) fn own_region(&self, change: &Change, provider: &ProviderConfig) -> Option<Value> {
        let text = self.table.text();
        let member = |text| Json::members_of(text, &["region"]).remove(0);
        let Some(config) = self.table.config_of(change) else {
            let may_differ = provider.known_region().is_some() || provider.is_of_several_regions();
            return self.told_region(change).filter(|_| may_differ).map(Value::string);
        };
        let written = config.expressions?.text(text);
        // Few write it, and parsing is dear.
        let written = written.contains("\"region\"").then(|| member(written)).flatten()?;
        if !chooses_region(&self.schema, mode(change.object.mode), &change.object.type_name) {
            return None;
        }
        let shown = if self.side == Side::Before { change.before } else { change.after.or(change.before) };
        if let Some(Json::String(name)) = shown.and_then(|shown| member(shown.text(text))) {
            return Some(Value::from(&*name));
        }
        if let Some(constant) = written.get("constant_value") {
            return constant.as_str().map(Value::from);
        }
        let from = expressions::references(&written).into_iter().next();
        let itself = || Blocker::Attribute(Reference { address: change.object.address.clone(), path: "region".into() });
        let blocker = from.map_or_else(itself, |name| Blocker::Other(name.into()));
        Some(Value::unknown(Type::String, blocker))
    }

    /// The Region that the values of an object say it is in: by its `region`, or by the ARN that AWS gave it.
    pub(super) fn told_region(&self, change: &Change) -> Option<Arc<str>> {
        let object = &change.object;
        let values = change.before.filter(|_| object.mode == ObjectMode::Managed)?;
        let schema = self.schema_of(change)?;
        let is_given = |name: &str| schema.attribute(name).is_some_and(|it| it.computed && !it.optional);
        let of_region = is_given("region") || chooses_region(&self.schema, mode(object.mode), &object.type_name);
        let of_arn = is_given("arn");
        if !of_region && !of_arn {
            return None;
        }
        let found = Json::members_of(values.text(self.table.text()), &["region", "arn"]);
        let text = |at: usize, is_its: bool| found[at].as_ref().filter(|_| is_its).and_then(Json::as_str);
        let in_arn = || text(1, of_arn)?.strip_prefix("arn:")?.split(':').nth(2);
        text(0, of_region).or_else(in_arn).filter(|region| !region.is_empty()).map(Arc::from)
    }

    /// The Region of each provider configuration that objects name and nothing declares, as their values tell it.
    pub(super) fn told_regions(&self) -> FxHashMap<ProviderName, Value> {
        let mut told: FxHashMap<ProviderName, Value> = FxHashMap::default();
        if !self.table.document.configuration.providers.is_empty() {
            return told;
        }
        for (_, change) in self.table.changes() {
            let Some(region) = self.told_region(change).map(Value::string) else { continue };
            let known = told.entry(provider_name(change)).or_insert_with(|| region.clone());
            if *known != region {
                *known = Value::unknown(Type::String, Blocker::Other(ProviderConfig::SEVERAL_REGIONS.into()));
            }
        }
        told
    }
}
