//! Resource instances with typed values, what refers to what, and which provider configuration each uses; one builder for each input.
//!
//! Never: knows a rule, judges anything, or reads a file.

mod edges;
mod from_config;
mod from_plan;
mod join;
mod planned;
mod provider;
mod resource;

pub use crate::eval::{InstanceKey, Mode, Problem, ProblemKind, natural_order, resource_of};
pub use edges::Edge;
pub use from_config::{Affected, Reevaluated};
pub use from_plan::{Side, from_plan, from_plan_before};
pub use join::{plan_variables, subject};
pub use provider::ProviderConfig;
pub use resource::{Content, Link, Mentions, Operation, Ready, Resource, Source};

use crate::eval::Evaluation;
use crate::value::Value;
use edges::Edges;
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};

/// Index of a resource in its [`Graph`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceId(pub u32);

/// What a graph was built from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Configuration,
    Plan,
    State,
}

/// All resource instances of a run's root, in a fixed order: by module, type, name and key.
pub struct Graph {
    pub origin: Origin,
    resources: Vec<Resource>,
    by_address: FxHashMap<Arc<str>, ResourceId>,
    by_type: FxHashMap<Arc<str>, Vec<ResourceId>>,
    /// The instances of resources with keys: they stand side by side.
    by_config: FxHashMap<Arc<str>, (ResourceId, ResourceId)>,
    ids: Vec<ResourceId>,
    providers: Vec<Arc<ProviderConfig>>,
    problems: Vec<Problem>,
    edges: OnceLock<Edges>,
    /// The evaluated source: what the graph was built from, or what was given with a plan.
    configuration: Option<Arc<Evaluation>>,
    /// Of a plan: makes the graph of what there was before it.
    make_before: Option<Box<dyn Fn() -> Graph + Send + Sync>>,
    before: OnceLock<Box<Graph>>,
    /// Outputs, and variables of the root, that are sensitive.
    secrets: Vec<Value>,
}

impl Graph {
    /// A graph of resources in any order. `providers` are the configurations of the root and of modules that declare their own.
    pub fn new(
        origin: Origin,
        mut resources: Vec<Resource>,
        mut providers: Vec<Arc<ProviderConfig>>,
        problems: Vec<Problem>,
    ) -> Graph {
        // In place: a stable sort would take half as much memory again.
        resources.sort_unstable_by(|a, b| a.order(b));
        providers.sort_by(|a, b| a.address.cmp(&b.address));
        let mut by_address = FxHashMap::default();
        by_address.reserve(resources.len());
        let mut by_type: FxHashMap<Arc<str>, Vec<ResourceId>> = FxHashMap::default();
        let mut by_config: FxHashMap<Arc<str>, (ResourceId, ResourceId)> = FxHashMap::default();
        for (index, resource) in resources.iter().enumerate() {
            let id = ResourceId(index as u32);
            if resource.deposed.is_none() {
                by_address.insert(resource.address.clone(), id);
            }
            by_type.entry(resource.type_name.clone()).or_default().push(id);
            let config = resource_of(&resource.address);
            if config.len() < resource.address.len() {
                match by_config.get_mut(config) {
                    Some((_, last)) => *last = id,
                    None => drop(by_config.insert(config.into(), (id, id))),
                }
            }
        }
        let ids = (0..resources.len() as u32).map(ResourceId).collect();
        Graph {
            origin,
            resources,
            by_address,
            by_type,
            by_config,
            ids,
            providers,
            problems,
            edges: OnceLock::new(),
            configuration: None,
            make_before: None,
            before: OnceLock::new(),
            secrets: Vec::new(),
        }
    }

    /// What there was before a plan, with the values of then; `None` where nothing tells it. Objects have the addresses that
    /// they have after the plan.
    pub fn before(&self) -> Option<&Graph> {
        let make = self.make_before.as_ref()?;
        Some(self.before.get_or_init(|| Box::new(make())))
    }

    /// Sensitive values that belong to no resource.
    pub fn secrets(&self) -> &[Value] {
        &self.secrets
    }

    pub fn resources(&self) -> impl Iterator<Item = (ResourceId, &Resource)> {
        self.resources.iter().enumerate().map(|(index, resource)| (ResourceId(index as u32), resource))
    }

    pub fn get(&self, id: ResourceId) -> &Resource {
        &self.resources[id.0 as usize]
    }

    /// By full instance address; never a deposed object.
    pub fn find(&self, address: &str) -> Option<ResourceId> {
        self.by_address.get(address).copied()
    }

    /// Managed and data resources of a type, in the graph's order.
    pub fn of_type(&self, type_name: &str) -> &[ResourceId] {
        self.by_type.get(type_name).map_or(&[], Vec::as_slice)
    }

    /// All instances of a resource: `module.m["a"].aws_x.y` without the instance key.
    pub fn instances_of(&self, resource_address: &str) -> &[ResourceId] {
        let single = || self.find(resource_address).map(|id| (id, id));
        let ends = self.by_config.get(resource_address).copied().or_else(single);
        ends.map_or(&[], |(first, last)| &self.ids[first.0 as usize..=last.0 as usize])
    }

    pub fn providers(&self) -> &[Arc<ProviderConfig>] {
        &self.providers
    }

    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Every reference between resources, sorted; computed on first use.
    pub fn edges(&self) -> &[Edge] {
        self.built_edges().all()
    }

    /// What a resource refers to.
    pub fn edges_from(&self, id: ResourceId) -> &[Edge] {
        self.built_edges().from(id)
    }

    /// What refers to a resource.
    pub fn edges_to(&self, id: ResourceId) -> impl Iterator<Item = &Edge> {
        self.built_edges().to(id)
    }

    fn built_edges(&self) -> &Edges {
        self.edges.get_or_init(|| Edges::build(self))
    }

    /// Lets go of all values, and of what there was before: they are null to whoever asks. Addresses, providers and problems stay.
    pub fn forget_values(&mut self) {
        let forgotten: Arc<dyn Source> = Arc::new(resource::Forgotten);
        for resource in &mut self.resources {
            resource.content = Content::Lazy(forgotten.clone(), 0);
        }
        self.make_before = None;
        self.before = OnceLock::new();
        self.edges = OnceLock::new();
    }

    pub fn len(&self) -> usize {
        self.resources.len()
    }

    pub fn is_empty(&self) -> bool {
        self.resources.is_empty()
    }
}

#[cfg(test)]
mod tests;
