//! The graph of a plan or a state.

mod cache;
mod copies;
mod expressions;
mod links;
mod plain_blocks;
mod problems;
mod providers;
mod references;
mod region;
pub(super) mod secrets;
mod seen;
mod steps;
mod table;
mod values;

use super::provider::{OwnRegions, share};
use super::{Content, Graph, InstanceKey, Link, Mentions, Operation, Origin, Resource, Source};
use crate::eval::Mode;
use crate::plan::{Change, Document, DocumentKind, ObjectMode};
use crate::schema::Schema;
use crate::value::{Reference, Value};
use cache::Cache;
use copies::Stale;
use providers::Providers;
use references::Memory;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::{Arc, Mutex, OnceLock};
use table::Table;

/// Which side of a plan a graph shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What the plan makes. Objects that it deletes are there too, as they were.
    After,
    /// What there was before.
    Before,
}

/// The graph of a plan's outcome, or of a state.
pub fn from_plan(document: Arc<Document>, schema: &Schema) -> Graph {
    let before = (document.clone(), schema.clone());
    let mut graph = build(document, schema, Side::After);
    if graph.origin == Origin::Plan {
        graph.make_before = Some(Box::new(move || build(before.0.clone(), &before.1, Side::Before)));
    }
    graph
}

/// The graph of what there was before a plan.
pub fn from_plan_before(document: Arc<Document>, schema: &Schema) -> Graph {
    build(document, schema, Side::Before)
}

fn build(document: Arc<Document>, schema: &Schema, side: Side) -> Graph {
    let mut providers = Providers::of(&document, schema);
    let table = Table::of(document.clone());
    let source = Arc::new(PlanSource {
        table,
        schema: schema.clone(),
        side,
        cache: Mutex::default(),
        memory: Mutex::default(),
        stale: OnceLock::new(),
        relevant: OnceLock::new(),
    });
    providers.told = source.told_regions();
    let mut resources = Vec::with_capacity(source.table.len());
    let mut own_regions = OwnRegions::default();
    for (number, change) in source.table.changes() {
        // What nothing is said of is among the problems.
        let is_shown = change.after.or(change.after_unknown).or(change.before).is_some() || !change.is_unclear();
        if side == Side::Before && change.before.is_none() || !is_shown {
            continue;
        }
        resources.push(resource(&source, number, change, &providers, &mut own_regions));
    }
    let origin = match document.kind {
        DocumentKind::Plan => Origin::Plan,
        DocumentKind::State => Origin::State,
    };
    let mut graph = Graph::new(origin, resources, providers.all(), problems::of(&document));
    graph.secrets = document.secrets.iter().map(|secret| secrets::of_document(secret, &document.text)).collect();
    graph
}

fn resource(
    source: &Arc<PlanSource>,
    number: u32,
    change: &Change,
    providers: &Providers,
    own_regions: &mut OwnRegions,
) -> Resource {
    let object = &change.object;
    let config = source.table.config_of(change);
    let provider = providers.find(config.map(|config| &*config.provider_key), change);
    let provider = match source.own_region(change, &provider) {
        Some(region) if provider.region() != region => {
            // Which configuration an object had that is no longer in configuration, a plan does not say.
            let declared = if config.is_none() { providers.in_region(&provider.source, &region) } else { None };
            declared.unwrap_or_else(|| share(own_regions, provider.in_region(region)))
        }
        _ => provider,
    };
    Resource {
        address: object.address.clone(),
        mode: mode(object.mode),
        type_name: object.type_name.clone(),
        name: object.name.clone(),
        index: match object.address.ends_with("[*]") {
            true => Some(InstanceKey::Unknown),
            false => object.index.as_ref().map(steps::instance_key),
        },
        module: object.module.clone(),
        provider,
        operation: if source.side == Side::After { operation(change) } else { Operation::NoOp },
        moved_from: change.previous_address().filter(|previous| **previous != object.address).cloned(),
        deposed: change.deposed().cloned(),
        imported: change.is_import(),
        assumed: change.is_assumed(),
        location: None,
        content: Content::Lazy(source.clone(), number),
    }
}

fn mode(mode: ObjectMode) -> Mode {
    match mode {
        ObjectMode::Data => Mode::Data,
        ObjectMode::Ephemeral => Mode::Ephemeral,
        ObjectMode::Managed => Mode::Managed,
    }
}

fn operation(change: &Change) -> Operation {
    match (change.does("create"), change.does("delete")) {
        (true, true) => Operation::Replace,
        (true, false) if change.does("forget") => Operation::Replace,
        (true, false) => Operation::Create,
        (false, true) => Operation::Delete,
        _ if change.does("update") => Operation::Update,
        _ if change.does("read") => Operation::Read,
        _ if change.does("forget") => Operation::Forget,
        _ => Operation::NoOp,
    }
}

/// Makes values of a plan's objects when they are asked for.
struct PlanSource {
    table: Table,
    schema: Schema,
    side: Side,
    cache: Mutex<Cache>,
    memory: Mutex<Memory>,
    /// What objects show of others that the plan changes; found on first use.
    stale: OnceLock<FxHashMap<u32, Vec<Stale>>>,
    /// The resources that the plan's changes are made of, without any keys; found on first use.
    relevant: OnceLock<FxHashSet<String>>,
}

impl Source for PlanSource {
    fn values(&self, instance: u32) -> Value {
        self.cached_values(instance, 0)
    }

    fn prior(&self, instance: u32) -> Option<Value> {
        self.prior_values(instance)
    }

    fn was_there(&self, instance: u32) -> bool {
        self.table.change(instance).before.is_some()
    }

    fn attributes(&self, instance: u32, names: &[&str], before: bool) -> Option<Vec<Value>> {
        self.some_values(instance, names, before)
    }

    fn unmarked_texts(&self, instance: u32) -> Option<Vec<&str>> {
        Self::unmarked_texts(self, instance)
    }

    fn links(&self, instance: u32) -> Vec<Link> {
        self.all_links(instance)
    }

    fn links_are_complete(&self) -> bool {
        true
    }

    fn computed(&self, instance: u32) -> Vec<Arc<str>> {
        self.computed_paths(instance)
    }

    fn mentions(&self, instance: u32) -> Option<Mentions> {
        self.all_mentions(instance)
    }

    fn is_configured(&self, instance: u32) -> bool {
        let shows_none = self.table.document.configuration.modules.is_empty();
        shows_none || self.table.config_of(self.table.change(instance)).is_some()
    }

    fn may_contribute(&self, instance: u32) -> bool {
        self.is_relevant(instance)
    }

    fn referred(&self, reference: &Reference) -> Option<Value> {
        self.known_value(reference)
    }
}

#[cfg(test)]
mod large;
#[cfg(test)]
mod tests;
