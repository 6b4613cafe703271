//! The graph of an evaluated configuration.

use super::provider::{OwnRegions, share};
use super::{Content, Graph, Link, Operation, Origin, ProviderConfig, Resource, Source};
use crate::eval::module::{Module, ResourceKey};
use crate::eval::{
    Evaluation, Mode, OriginKind, OriginStep, ProviderScope, Repetition, ResourceInstance, provider_of, referred, trace,
};
use crate::schema::BlockSchema;
use crate::text::Span;
use crate::value::{Kind, Reference, Value};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

/// Evaluated configuration as a source of resource values.
pub(super) struct Configured {
    pub(super) evaluation: Arc<Evaluation>,
    instances: Vec<Arc<ResourceInstance>>,
}

/// A graph that shares what an edit does not reach.
pub struct Reevaluated {
    pub graph: Graph,
    pub affected: Vec<Affected>,
}

/// A resource block that was evaluated anew.
pub struct Affected {
    /// The folder of its module, and its name there.
    pub directory: Arc<str>,
    pub key: ResourceKey,
    /// The addresses of its instances.
    pub before: Vec<Arc<str>>,
    pub after: Vec<Arc<str>>,
}

impl Graph {
    /// Expands and evaluates everything in a root. Every instance is planned as a creation.
    pub fn from_config(evaluation: Arc<Evaluation>) -> Graph {
        let mut instances = Vec::new();
        let mut providers = Providers::default();
        let mut resources = Vec::new();
        for module in evaluation.all_instances() {
            for (key, block) in &module.module.resources {
                let Ok(expansion) = evaluation.resource(&module, key, block.header) else { continue };
                if key.mode == Mode::Ephemeral {
                    continue;
                }
                if expansion.instances().is_empty() {
                    // The provider configuration is there although nothing uses it.
                    providers.shared(provider_of(&evaluation, &module, block, &key.type_name, &Repetition::default()));
                }
                for instance in expansion.instances() {
                    let scope = provider_of(&evaluation, &module, block, &key.type_name, &instance.repetition);
                    let provider = providers.shared(scope);
                    resources.push((instance.clone(), module.address.clone(), provider.clone()));
                    instances.push(instance.clone());
                }
            }
            evaluate_rest(&evaluation, &module);
        }
        let source = Arc::new(Configured { evaluation: evaluation.clone(), instances });
        let resources = resources.into_iter().enumerate();
        let resources = resources.map(|(index, (instance, module, provider))| {
            let _ = instance.configured(&evaluation, instance.block.header);
            resource(&instance, module, provider, Content::Lazy(source.clone(), index as u32))
        });
        let resources = resources.collect();
        let mut problems = evaluation.project.problems.clone();
        problems.extend(evaluation.problems());
        let mut graph =
            Graph::new(Origin::Configuration, resources, providers.by_address.into_values().collect(), problems);
        graph.configuration = Some(evaluation);
        graph
    }

    /// This graph of an edited configuration: affected resources are evaluated anew, the others are taken over as they are,
    /// with the references between them.
    pub fn reevaluated(
        &self,
        evaluation: Arc<Evaluation>,
        is_affected: &dyn Fn(&Module, &ResourceKey) -> bool,
    ) -> Reevaluated {
        let mut instances = Vec::new();
        let mut resources = Vec::with_capacity(self.len() + 16);
        let mut made = Vec::new();
        let mut affected: Vec<Affected> = Vec::new();
        let mut providers = Providers::default();
        let mut address = String::new();
        for module in evaluation.all_instances() {
            let mut touched = false;
            for (key, block) in module.module.resources.iter().filter(|(key, _)| key.mode != Mode::Ephemeral) {
                let dot = if module.address.is_empty() { "" } else { "." };
                address.clear();
                let _ = write!(address, "{}{dot}{key}", module.address);
                let known = self.instances_of(&address).iter().map(|id| self.get(*id));
                if !is_affected(&module.module, key) {
                    resources.extend(known.cloned());
                    continue;
                }
                touched = true;
                let before = known.map(|resource| resource.address.clone()).collect();
                let directory = module.module.directory.clone();
                affected.push(Affected { directory, key: key.clone(), before, after: Vec::new() });
                let Ok(expansion) = evaluation.resource(&module, key, block.header) else { continue };
                for instance in expansion.instances() {
                    let scope = provider_of(&evaluation, &module, block, &key.type_name, &instance.repetition);
                    let provider = providers.shared(scope);
                    made.push((instance.clone(), module.address.clone(), provider.clone()));
                    instances.push(instance.clone());
                    affected.last_mut().expect("just pushed").after.push(instance.address.clone());
                }
            }
            if touched {
                evaluate_rest(&evaluation, &module);
            }
        }
        let source = Arc::new(Configured { evaluation: evaluation.clone(), instances });
        for (index, (instance, module, provider)) in made.into_iter().enumerate() {
            let _ = instance.configured(&evaluation, instance.block.header);
            resources.push(resource(&instance, module, provider, Content::Lazy(source.clone(), index as u32)));
        }
        let mut problems = self.problems().to_vec();
        problems.extend(evaluation.problems());
        let mut graph = Graph::new(Origin::Configuration, resources, self.providers.clone(), problems);
        graph.configuration = Some(evaluation);
        if let Some(edges) = self.edges.get() {
            let changed: FxHashSet<Arc<str>> =
                affected.iter().flat_map(|one| one.before.iter().chain(&one.after)).cloned().collect();
            let _ = graph.edges.set(edges.carried(self, &graph, &changed));
        }
        Reevaluated { graph, affected }
    }

    /// The evaluated configuration behind the graph, or given with a plan.
    pub fn configuration(&self) -> Option<&Arc<Evaluation>> {
        self.configuration.as_ref()
    }

    /// Where the value of an attribute was written, from the attribute inward to the deciding place; empty without source.
    /// What the schema calls sensitive is not quoted.
    pub fn trace(&self, address: &str, path: &str) -> Vec<OriginStep> {
        let Some((evaluation, instance)) = self.source_of(address) else { return Vec::new() };
        let mut steps = trace(&evaluation, &instance, path);
        if instance.schema(&evaluation).is_some_and(|schema| is_sensitive(&schema, path)) {
            for step in steps.iter_mut().filter(|step| !matches!(step.kind, OriginKind::Block | OriginKind::Unset)) {
                step.expression = "(sensitive value)".to_owned();
            }
        }
        steps
    }

    /// The configured instance of an address.
    pub fn source_of(&self, address: &str) -> Option<(Arc<Evaluation>, Arc<ResourceInstance>)> {
        let evaluation = self.configuration.as_ref()?;
        let instance = evaluation.find(address)?;
        Some((evaluation.clone(), instance))
    }

    /// The block of a resource in source.
    pub fn block_of(&self, address: &str) -> Option<Span> {
        Some(self.source_of(address)?.1.block.header)
    }
}

/// Evaluates locals and outputs that no resource uses, so that errors in them are found.
fn evaluate_rest(evaluation: &Evaluation, module: &Arc<crate::eval::ModuleInstance>) {
    for (name, local) in &module.module.locals {
        let _ = evaluation.local(module, name, local.name_span);
    }
    for (name, output) in &module.module.outputs {
        let _ = evaluation.output(module, name, output.header);
    }
}

fn resource(
    instance: &ResourceInstance,
    module: Arc<str>,
    provider: Arc<ProviderConfig>,
    content: Content,
) -> Resource {
    Resource {
        address: instance.address.clone(),
        mode: instance.key.mode,
        type_name: instance.key.type_name.clone(),
        name: instance.key.name.clone(),
        index: instance.index.clone(),
        module,
        provider,
        operation: if instance.key.mode == Mode::Data { Operation::Read } else { Operation::Create },
        moved_from: None,
        deposed: None,
        imported: false,
        assumed: false,
        location: Some(instance.block.header),
        content,
    }
}

/// Provider configurations: all resources of one share one value.
#[derive(Default)]
struct Providers {
    by_address: BTreeMap<Arc<str>, Arc<ProviderConfig>>,
    own_regions: OwnRegions,
    /// What was asked for before; several scopes may lead to one configuration.
    by_scope: Vec<(Arc<ProviderScope>, Arc<ProviderConfig>)>,
}

impl Providers {
    fn shared(&mut self, scope: Arc<ProviderScope>) -> Arc<ProviderConfig> {
        // The scopes of one module come one after the other.
        if let Some((_, known)) = self.by_scope.iter().rev().take(4).find(|(own, _)| Arc::ptr_eq(own, &scope)) {
            return known.clone();
        }
        let address = ProviderConfig::address_of(&scope.module, &scope.source, scope.alias.as_deref());
        let config = if scope.own_region {
            share(&mut self.own_regions, provider(address, &scope))
        } else {
            self.by_address.entry(address.clone()).or_insert_with(|| Arc::new(provider(address, &scope))).clone()
        };
        self.by_scope.push((scope, config.clone()));
        config
    }
}

fn provider(address: Arc<str>, scope: &ProviderScope) -> ProviderConfig {
    ProviderConfig {
        address,
        name: scope.name.clone(),
        alias: scope.alias.clone(),
        source: scope.source.clone(),
        module: scope.module.clone(),
        values: scope.values.clone(),
        location: scope.location,
        own_region: scope.own_region,
    }
}

/// True when some attribute on the path is sensitive by the schema.
fn is_sensitive(schema: &BlockSchema, path: &str) -> bool {
    let mut schema = schema;
    for step in crate::eval::path_steps(path) {
        let crate::eval::PathStep::Name(name) = step else { continue };
        if let Some(attribute) = schema.attribute(&name) {
            return attribute.sensitive;
        }
        match schema.nested_block(&name) {
            Some(nested) => schema = &nested.block,
            None => return false,
        }
    }
    false
}

impl Source for Configured {
    fn values(&self, instance: u32) -> Value {
        let instance = &self.instances[instance as usize];
        instance.configured(&self.evaluation, instance.block.header).unwrap_or_else(|_| Value::null())
    }

    fn prior(&self, _: u32) -> Option<Value> {
        None
    }

    /// References behind known values, found by tracing each attribute that is not a literal.
    fn links(&self, instance: u32) -> Vec<Link> {
        let instance = &self.instances[instance as usize];
        let mut links = Vec::new();
        let values = self.values_of(instance);
        let Some(entries) = values.as_mapping() else { return links };
        let literals = instance.block.body.literals();
        for (name, entry) in entries.iter().filter(|(name, entry)| !entry.is_null() && !literals.contains(&***name)) {
            self.known_links(instance, entry, &mut name.to_string(), 1, false, &mut links);
        }
        links
    }

    fn computed(&self, instance: u32) -> Vec<Arc<str>> {
        let instance = &self.instances[instance as usize];
        let Some(schema) = instance.schema(&self.evaluation) else { return Vec::new() };
        let mut paths = Vec::new();
        unset_computed(&schema, &self.values_of(instance), "", &mut paths);
        paths
    }
}

impl Configured {
    fn values_of(&self, instance: &ResourceInstance) -> Value {
        instance.configured(&self.evaluation, instance.block.header).unwrap_or_else(|_| Value::null())
    }

    fn known_links(
        &self,
        instance: &ResourceInstance,
        value: &Value,
        path: &mut String,
        depth: usize,
        in_set: bool,
        links: &mut Vec<Link>,
    ) {
        let in_set = in_set || matches!(value.kind, Kind::Set(..));
        let length = path.len();
        match &value.kind {
            Kind::Object(entries) if depth < 20 => {
                for (name, entry) in entries.iter().filter(|(_, entry)| !entry.is_null()) {
                    path.push_str(if length > 0 { "." } else { "" });
                    path.push_str(name);
                    self.known_links(instance, entry, path, depth + 1, in_set, links);
                    path.truncate(length);
                }
            }
            Kind::List(_, elements) | Kind::Set(_, elements) | Kind::Tuple(elements) if depth < 20 => {
                for (index, element) in elements.iter().enumerate() {
                    path.push_str(&format!("[{index}]"));
                    self.known_links(instance, element, path, depth + 1, in_set, links);
                    path.truncate(length);
                }
            }
            // Names and ARNs are strings; other known values do not say which resource they come from.
            Kind::String(text) => {
                if let Some(step) = referred(&self.evaluation, instance, path) {
                    let target = step.expression.strip_prefix(&*step.name).unwrap_or("").trim_start_matches('.');
                    // A set has its elements in another order than configuration.
                    if in_set && !self.is_known_as(&step.name, target, text) {
                        return;
                    }
                    let to = Reference { address: step.name.clone(), path: target.into() };
                    links.push(Link { attribute: path.as_str().into(), to, exact: true });
                }
            }
            _ => {}
        }
    }
}

impl Configured {
    /// The attribute of the instance is this text.
    fn is_known_as(&self, address: &str, path: &str, text: &str) -> bool {
        let Some(instance) = self.evaluation.find(address) else { return false };
        self.values_of(&instance).get(path).and_then(Value::as_str) == Some(text)
    }
}

/// Paths of attributes that are not set and that the provider decides.
fn unset_computed(schema: &BlockSchema, value: &Value, prefix: &str, paths: &mut Vec<Arc<str>>) {
    for attribute in schema.attributes.iter().filter(|attribute| attribute.computed) {
        if value.get(&attribute.name).is_none_or(Value::is_null) {
            paths.push(format!("{prefix}{}", attribute.name).into());
        }
    }
    for nested in &schema.blocks {
        let Some(blocks) = value.get(&nested.name) else { continue };
        match blocks.as_sequence() {
            Some(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    unset_computed(&nested.block, element, &format!("{prefix}{}[{index}].", nested.name), paths);
                }
            }
            None if blocks.as_mapping().is_some() => {
                unset_computed(&nested.block, blocks, &format!("{prefix}{}.", nested.name), paths);
            }
            None => {}
        }
    }
}
