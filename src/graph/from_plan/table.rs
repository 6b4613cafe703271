//! The objects of a document by address, and the configuration that belongs to each.

use super::steps::{Step, key_text, steps};
use crate::eval::resource_of;
use crate::plan::{Change, ConfigModule, ConfigResource, Document, Index, ModuleCall, ObjectMode};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A module instance: where it is called, with which key.
#[derive(Clone, Debug)]
pub(super) struct ModuleInstance {
    pub address: Arc<str>,
    pub parent: Arc<str>,
    pub call: Arc<str>,
    pub key: Option<Index>,
    /// Index of the module's configuration.
    pub config: Option<usize>,
}

/// The address of the caller and the name of the call.
type Call = (Arc<str>, Arc<str>);

pub(super) struct Table {
    pub document: Arc<Document>,
    /// Numbers of the objects of a resource with keys, in the plan's order, by address without key.
    by_resource: FxHashMap<Arc<str>, Vec<u32>>,
    by_address: FxHashMap<Arc<str>, u32>,
    modules: FxHashMap<Arc<str>, ModuleInstance>,
    /// Module instances by caller and call, in the plan's order.
    by_call: FxHashMap<Call, Vec<Arc<str>>>,
}

impl Table {
    pub(super) fn of(document: Arc<Document>) -> Table {
        let mut table = Table {
            document,
            by_resource: FxHashMap::default(),
            by_address: FxHashMap::default(),
            modules: FxHashMap::default(),
            by_call: FxHashMap::default(),
        };
        let document = table.document.clone();
        table.by_address.reserve(document.changes.len() + document.prior.len());
        table.add_module("");
        for (number, change) in table.changes_of(&document) {
            let object = &change.object;
            table.add_module(&object.module);
            if change.deposed().is_some() {
                continue;
            }
            table.by_address.entry(object.address.clone()).or_insert(number);
            let resource = resource_of(&object.address);
            if resource.len() < object.address.len() {
                match table.by_resource.get_mut(resource) {
                    Some(numbers) => numbers.push(number),
                    None => drop(table.by_resource.insert(resource.into(), vec![number])),
                }
            }
        }
        table
    }

    fn changes_of<'d>(&self, document: &'d Document) -> impl Iterator<Item = (u32, &'d Change)> + use<'d> {
        let changes = document.changes.iter().chain(&document.prior);
        changes.enumerate().map(|(number, change)| (number as u32, change))
    }

    pub(super) fn changes(&self) -> impl Iterator<Item = (u32, &Change)> {
        self.changes_of(&self.document)
    }

    pub(super) fn len(&self) -> usize {
        self.document.changes.len() + self.document.prior.len()
    }

    pub(super) fn change(&self, number: u32) -> &Change {
        let number = number as usize;
        let changes = &self.document.changes;
        changes.get(number).unwrap_or_else(|| &self.document.prior[number - changes.len()])
    }

    pub(super) fn text(&self) -> &str {
        &self.document.text
    }

    /// The objects of a resource with keys, by its address without key.
    pub(super) fn instances(&self, resource: &str) -> &[u32] {
        self.by_resource.get(resource).map_or(&[], Vec::as_slice)
    }

    /// By full instance address.
    pub(super) fn find(&self, address: &str) -> Option<u32> {
        self.by_address.get(address).copied()
    }

    pub(super) fn module(&self, address: &str) -> Option<&ModuleInstance> {
        self.modules.get(address)
    }

    pub(super) fn config_module(&self, address: &str) -> Option<&ConfigModule> {
        self.document.configuration.modules.get(self.module(address)?.config?)
    }

    /// The call that makes a module instance.
    pub(super) fn call(&self, module: &ModuleInstance) -> Option<&ModuleCall> {
        self.config_module(&module.parent)?.calls.get(&module.call)
    }

    /// The addresses of the instances of a module call.
    pub(super) fn module_instances(&self, parent: &str, call: &str) -> &[Arc<str>] {
        self.by_call.get(&(parent.into(), call.into())).map_or(&[], Vec::as_slice)
    }

    /// The configuration of an object's resource.
    pub(super) fn config_of(&self, change: &Change) -> Option<&ConfigResource> {
        let object = &change.object;
        let module = self.config_module(&object.module)?;
        let data = if object.mode == ObjectMode::Data { "data." } else { "" };
        module.resources.get(format!("{data}{}.{}", object.type_name, object.name).as_str())
    }

    /// Adds a module instance and those around it.
    fn add_module(&mut self, address: &str) {
        if self.modules.contains_key(address) {
            return;
        }
        let modules = &self.document.configuration.modules;
        let root = (!modules.is_empty()).then_some(0);
        let mut current =
            ModuleInstance { address: "".into(), parent: "".into(), call: "".into(), key: None, config: root };
        self.modules.entry("".into()).or_insert_with(|| current.clone());
        let steps = steps(address);
        let mut steps = steps.iter().peekable();
        while let (Some(_), Some(Step::Name(call))) = (steps.next(), steps.next()) {
            let key = match steps.peek() {
                Some(Step::Key(key)) => {
                    steps.next();
                    Some(key.clone())
                }
                _ => None,
            };
            let dot = if current.address.is_empty() { "" } else { "." };
            let key_part = key.as_ref().map_or(String::new(), key_text);
            let inner: Arc<str> = format!("{}{dot}module.{call}{key_part}", current.address).into();
            let config = current
                .config
                .and_then(|config| self.document.configuration.modules[config].calls.get(call.as_str())?.module);
            current = ModuleInstance {
                address: inner.clone(),
                parent: current.address,
                call: call.as_str().into(),
                key,
                config,
            };
            if !self.modules.contains_key(&inner) {
                let call = (current.parent.clone(), current.call.clone());
                self.by_call.entry(call).or_default().push(inner.clone());
                self.modules.insert(inner, current.clone());
            }
        }
        // An address that does not parse back to itself still gets an entry.
        self.modules.entry(address.into()).or_insert(current);
    }
}
