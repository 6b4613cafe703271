//! The Region that an object of a plan chooses for itself.

use super::{PlanSource, Side, expressions, mode};
use crate::eval::chooses_region;
use crate::graph::ProviderConfig;
use crate::plan::{Change, Json};
use crate::value::{Blocker, Reference, Type, Value};

impl PlanSource {
    /// What the configuration says in the argument `region`; `None` where it says nothing. The values alone do not tell: since
    /// version 6 of the AWS provider all of them have a `region`. Of an object that is no longer in configuration they have to.
    pub(super) fn own_region(&self, change: &Change, provider: &ProviderConfig) -> Option<Value> {
        let text = self.table.text();
        let member = |text| Json::members_of(text, &["region"]).remove(0);
        let Some(config) = self.table.config_of(change) else {
            let was = change.before.filter(|_| provider.known_region().is_some())?;
            let named = || matches!(self.schema_of(change), Some(schema) if schema.attribute("region").is_none());
            let region = named().then(|| member(was.text(text))).flatten()?;
            return region.as_str().map(Value::from);
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
}
