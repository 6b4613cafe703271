//! The evaluated configuration of one root: module instances, and everything in them evaluated once, on demand.

use super::address::InstanceKey;
use super::body::Block;
use super::expansion::{Expansion, Repetition, expand};
use super::handed::Handed;
use super::inputs;
use super::module::{Module, ResourceKey};
use super::module_scope::ModuleScope;
use super::problem::{Problem, ProblemKind};
use super::project::{Project, child_path};
use super::providers::{Named, ProviderScope};
use super::resource::ResourceInstance;
use super::scope::EvalError;
use crate::schema::Schema;
use crate::source::Syntax;
use crate::text::Span;
use crate::value::{Blocker, Marks, Type, Value};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, RwLock};

/// Index of a module instance in its [`Evaluation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstanceId(u32);

/// A root and all its module instances. Values are made on first use and kept.
pub struct Evaluation {
    pub project: Arc<Project>,
    pub schema: Schema,
    instances: RwLock<Vec<Arc<ModuleInstance>>>,
    problems: Mutex<Vec<Problem>>,
    by_address: Mutex<BTreeMap<Arc<str>, Arc<ResourceInstance>>>,
    providers: Mutex<FxHashMap<ProviderKey, Arc<ProviderScope>>>,
    pub(super) handed: OnceLock<Handed>,
}

/// A module instance, and the address and key by which it names a provider configuration.
pub(super) type ProviderKey = (InstanceId, Named);

/// One instance of a module: the root, or what one call with one key makes.
pub struct ModuleInstance {
    pub id: InstanceId,
    pub module: Arc<Module>,
    /// Calls without keys (`network.subnets`), as the manifest of downloaded modules names them.
    pub path: String,
    /// `module.network["a"].module.subnets`; empty for the root.
    pub address: Arc<str>,
    pub parent: Option<Caller>,
    variables: Slots<Arc<str>>,
    locals: Slots<Arc<str>>,
    outputs: Slots<Arc<str>>,
    calls: Mutex<BTreeMap<Arc<str>, CallState>>,
    resources: Mutex<BTreeMap<ResourceKey, ResourceState>>,
    /// What expressions see of a resource with all its instances, and of a call with all its outputs.
    references: Mutex<BTreeMap<ResourceKey, Value>>,
    call_values: Mutex<BTreeMap<Arc<str>, Value>>,
}

impl ModuleInstance {
    pub(super) fn reference(&self, key: &ResourceKey) -> Option<Value> {
        self.references.lock().expect("no panic while held").get(key).cloned()
    }

    pub(super) fn keep_reference(&self, key: ResourceKey, value: Value) {
        self.references.lock().expect("no panic while held").insert(key, value);
    }

    pub(super) fn call_value(&self, name: &str) -> Option<Value> {
        self.call_values.lock().expect("no panic while held").get(name).cloned()
    }

    pub(super) fn keep_call_value(&self, name: &str, value: Value) {
        self.call_values.lock().expect("no panic while held").insert(name.into(), value);
    }
}

/// Who called a module instance.
#[derive(Clone)]
pub struct Caller {
    pub instance: InstanceId,
    pub name: Arc<str>,
    pub block: Block,
    pub repetition: Repetition,
}

/// What a call's source leads to.
#[derive(Clone)]
pub enum CallTarget {
    Instances(Arc<Expansion<InstanceId>>),
    /// Not downloaded or not there.
    Missing,
}

#[derive(Clone)]
enum CallState {
    Expanding,
    Done(CallTarget),
}

#[derive(Clone)]
enum ResourceState {
    Expanding,
    Done(Arc<Expansion<Arc<ResourceInstance>>>),
}

type Slots<K> = Mutex<BTreeMap<K, Slot>>;

#[derive(Clone)]
enum Slot {
    Evaluating,
    Done(Result<Value, EvalError>),
}

/// Modules that call each other twice make a million instances in twenty files.
const MODULE_INSTANCE_LIMIT: usize = 100_000;

impl Evaluation {
    pub fn new(project: Arc<Project>, schema: Schema) -> Evaluation {
        let root = project.root.clone();
        let evaluation = Evaluation {
            project,
            schema,
            instances: RwLock::new(Vec::new()),
            problems: Mutex::new(Vec::new()),
            by_address: Mutex::default(),
            providers: Mutex::default(),
            handed: OnceLock::new(),
        };
        evaluation.add_instance(root, String::new(), "".into(), None);
        evaluation
    }

    /// What has no `what` that the configuration uses of the AWS provider, and what to do about it.
    pub(super) fn lacking(&self, what: &str, near: Option<&str>) -> String {
        let near = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
        match self.schema.builtin_aws() {
            Some(builtin) if self.project.newer_aws => {
                format!(
                    "{builtin} has no {what}; the version that is asked for is newer, and --schema takes its schema"
                )
            }
            Some(builtin) => format!("{builtin} has no {what}{near}"),
            None => format!("the provider's schema has no {what}{near}"),
        }
    }

    pub fn root(&self) -> Arc<ModuleInstance> {
        self.instance(InstanceId(0))
    }

    pub fn instance(&self, id: InstanceId) -> Arc<ModuleInstance> {
        self.instances.read().expect("no panic while held")[id.0 as usize].clone()
    }

    fn add_instance(&self, module: Arc<Module>, path: String, address: Arc<str>, parent: Option<Caller>) -> InstanceId {
        let mut instances = self.instances.write().expect("no panic while held");
        let id = InstanceId(instances.len() as u32);
        instances.push(Arc::new(ModuleInstance {
            id,
            module,
            path,
            address,
            parent,
            variables: Mutex::default(),
            locals: Mutex::default(),
            outputs: Mutex::default(),
            calls: Mutex::default(),
            resources: Mutex::default(),
            references: Mutex::default(),
            call_values: Mutex::default(),
        }));
        id
    }

    /// Expands every module call, so that all instances exist, and gives them in the order of their making.
    pub fn all_instances(&self) -> Vec<Arc<ModuleInstance>> {
        let mut at = 0;
        let mut all = Vec::new();
        loop {
            let next = self.instances.read().expect("no panic while held").get(at).cloned();
            let Some(instance) = next else { return all };
            for name in instance.module.calls.keys() {
                let _ = self.call(&instance, name);
            }
            all.push(instance);
            at += 1;
        }
    }

    /// What was found wrong so far, in source order, each once.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = self.problems.lock().expect("no panic while held").clone();
        problems.sort_by(|a, b| (a.span, a.kind, &a.message).cmp(&(b.span, b.kind, &b.message)));
        problems.dedup_by(|a, b| a.span == b.span && a.message == b.message);
        problems
    }

    pub(super) fn report(&self, problem: Problem) {
        self.problems.lock().expect("no panic while held").push(problem);
    }

    pub(super) fn known_provider(&self, key: &ProviderKey) -> Option<Arc<ProviderScope>> {
        self.providers.lock().expect("no panic while held").get(key).cloned()
    }

    pub(super) fn keep_provider(&self, key: ProviderKey, scope: Arc<ProviderScope>) {
        self.providers.lock().expect("no panic while held").insert(key, scope);
    }

    /// An expression in an instance; an error becomes a problem and an unknown of this type.
    pub(super) fn value_or_unknown(&self, result: Result<Value, EvalError>, ty: Type) -> Value {
        result.unwrap_or_else(|error| {
            self.report(Problem::new(ProblemKind::Evaluation, error.message.clone()).at(error.span));
            Value::unknown(ty, Blocker::Error(error.message.into()))
        })
    }

    pub fn scope<'e>(&'e self, instance: &'e Arc<ModuleInstance>, repetition: &'e Repetition) -> ModuleScope<'e> {
        ModuleScope::new(self, instance, repetition)
    }

    /// The value of `local.name`.
    pub fn local(&self, instance: &Arc<ModuleInstance>, name: &str, at: Span) -> Result<Value, EvalError> {
        let Some(local) = instance.module.locals.get(name) else {
            return Err(EvalError { span: at, message: format!("no local value \"{name}\" has been declared") });
        };
        self.once(&instance.locals, name, at, || {
            let value = self.expression(instance, &local.expression, &Repetition::default());
            Ok(self.value_or_unknown(value, Type::Dynamic))
        })
    }

    /// The value of `output.name` of an instance, as its caller sees it.
    pub fn output(&self, instance: &Arc<ModuleInstance>, name: &str, at: Span) -> Result<Value, EvalError> {
        let Some(output) = instance.module.outputs.get(name) else {
            let message = format!("{} has no output named \"{name}\"", describe(&instance.address));
            return Err(EvalError { span: at, message });
        };
        self.once(&instance.outputs, name, at, || {
            let Some(attribute) = output.body.attribute("value") else { return Ok(Value::null()) };
            let value = self.expression(instance, &attribute.expression, &Repetition::default());
            let value = self.value_or_unknown(value, Type::Dynamic);
            let marked = |name: &str| literal_true(output.body.attribute(name).map(|attribute| attribute.expression));
            let sensitive = if marked("sensitive") { Marks::SENSITIVE } else { Marks::NONE };
            let ephemeral = if marked("ephemeral") { Marks::EPHEMERAL } else { Marks::NONE };
            Ok(value.with_marks(sensitive.union(ephemeral)))
        })
    }

    /// The value of `var.name`.
    pub fn variable(&self, instance: &Arc<ModuleInstance>, name: &str, at: Span) -> Result<Value, EvalError> {
        if !instance.module.variables.contains_key(name) {
            let message = format!("an input variable with the name \"{name}\" has not been declared");
            return Err(EvalError { span: at, message });
        }
        self.once(&instance.variables, name, at, || Ok(inputs::variable_value(self, instance, name)))
    }

    /// Evaluates in an instance.
    pub fn expression(
        &self,
        instance: &Arc<ModuleInstance>,
        expression: &Syntax,
        repetition: &Repetition,
    ) -> Result<Value, EvalError> {
        super::evaluate(expression, &self.scope(instance, repetition))
    }

    fn once(
        &self,
        slots: &Slots<Arc<str>>,
        name: &str,
        at: Span,
        make: impl FnOnce() -> Result<Value, EvalError>,
    ) -> Result<Value, EvalError> {
        {
            let mut slots = slots.lock().expect("no panic while held");
            match slots.get(name) {
                Some(Slot::Done(result)) => return result.clone(),
                Some(Slot::Evaluating) => return Err(cycle(at, name)),
                None => slots.insert(name.into(), Slot::Evaluating),
            };
        }
        let result = make();
        slots.lock().expect("no panic while held").insert(name.into(), Slot::Done(result.clone()));
        result
    }

    /// The instances that a module call makes.
    pub fn call(&self, instance: &Arc<ModuleInstance>, name: &str) -> Result<CallTarget, EvalError> {
        let Some((name, block)) = instance.module.calls.get_key_value(name) else {
            return Err(EvalError { span: NOWHERE, message: format!("no module call named \"{name}\" is declared") });
        };
        {
            let mut calls = instance.calls.lock().expect("no panic while held");
            match calls.get(name) {
                Some(CallState::Done(target)) => return Ok(target.clone()),
                Some(CallState::Expanding) => return Err(cycle(block.header, name)),
                None => calls.insert(name.clone(), CallState::Expanding),
            };
        }
        let target = self.make_call(instance, name, block);
        instance.calls.lock().expect("no panic while held").insert(name.clone(), CallState::Done(target.clone()));
        Ok(target)
    }

    fn make_call(&self, instance: &Arc<ModuleInstance>, name: &Arc<str>, block: &Block) -> CallTarget {
        let address = module_address(&instance.address, name);
        let module = self.project.called_module(&instance.path, &instance.module, name);
        let calls_itself =
            |module: &Arc<Module>| self.ancestors(instance).any(|other| Arc::ptr_eq(&other.module, module));
        let Some(module) = module.filter(|module| !calls_itself(module)) else {
            let source = block.body.attribute("source");
            let said = source.as_ref().map_or("", |source| source.expression.text()).trim_matches('"');
            let message = format!(
                "{address} is not there ({said}): what it makes is not judged, its outputs are unknown; run terraform init to download it"
            );
            self.report(Problem::new(ProblemKind::MissingModule, message).at(block.header).of(address));
            return CallTarget::Missing;
        };
        inputs::check_arguments(self, &module, (name, block));
        let keys = expand(self, instance, block, &address);
        if keys.instances().is_empty() {
            inputs::check_idle_calls(self, child_path(&instance.path, name), &module);
        }
        let made = self.instances.read().expect("no panic while held").len() + keys.instances().len();
        if made > MODULE_INSTANCE_LIMIT {
            let message = format!(
                "more than {MODULE_INSTANCE_LIMIT} instances of modules: what module \"{name}\" makes is not judged"
            );
            self.report(Problem::new(ProblemKind::Limit, message).at(block.header));
            return CallTarget::Missing;
        }
        CallTarget::Instances(Arc::new(keys.map(|key, repetition| {
            let key = key.map_or(String::new(), InstanceKey::to_string);
            let caller = Caller { instance: instance.id, name: name.clone(), block: block.clone(), repetition };
            let path = child_path(&instance.path, name);
            self.add_instance(module.clone(), path, format!("{address}{key}").into(), Some(caller))
        })))
    }

    fn ancestors(&self, instance: &Arc<ModuleInstance>) -> impl Iterator<Item = Arc<ModuleInstance>> {
        let parent = |of: &Arc<ModuleInstance>| of.parent.as_ref().map(|caller| self.instance(caller.instance));
        std::iter::successors(Some(instance.clone()), parent)
    }

    /// The instances of a resource or data source.
    pub fn resource(
        &self,
        instance: &Arc<ModuleInstance>,
        key: &ResourceKey,
        at: Span,
    ) -> Result<Arc<Expansion<Arc<ResourceInstance>>>, EvalError> {
        let Some(block) = instance.module.resources.get(key) else {
            let message = format!("{key} has not been declared in {}", describe(&instance.address));
            return Err(EvalError { span: at, message });
        };
        {
            let mut resources = instance.resources.lock().expect("no panic while held");
            match resources.get(key) {
                Some(ResourceState::Done(expansion)) => return Ok(expansion.clone()),
                Some(ResourceState::Expanding) => return Err(cycle(at, &key.to_string())),
                None => resources.insert(key.clone(), ResourceState::Expanding),
            };
        }
        let address = resource_address(&instance.address, key);
        let keys = expand(self, instance, block, &address);
        let expansion = Arc::new(keys.map(|index, repetition| {
            let address = format!("{address}{}", index.map_or(String::new(), InstanceKey::to_string));
            Arc::new(ResourceInstance::new(
                instance.id,
                key.clone(),
                index.cloned(),
                address.into(),
                block.clone(),
                repetition,
            ))
        }));
        let done = ResourceState::Done(expansion.clone());
        instance.resources.lock().expect("no panic while held").insert(key.clone(), done);
        Ok(expansion)
    }
}

impl Evaluation {
    /// The instance with this full address.
    pub fn find(&self, address: &str) -> Option<Arc<ResourceInstance>> {
        {
            let by_address = self.by_address.lock().expect("no panic while held");
            if !by_address.is_empty() {
                return by_address.get(address).cloned();
            }
        }
        let mut found = BTreeMap::new();
        for instance in self.all_instances() {
            for (key, block) in &instance.module.resources {
                let Ok(expansion) = self.resource(&instance, key, block.header) else { continue };
                for one in expansion.instances() {
                    found.insert(one.address.clone(), one.clone());
                }
            }
        }
        let result = found.get(address).cloned();
        *self.by_address.lock().expect("no panic while held") = found;
        result
    }
}

/// Errors that have no place of their own are placed by whoever reports them.
const NOWHERE: Span = Span { file: crate::text::FileId(0), start: 0, end: 0 };

fn cycle(at: Span, name: &str) -> EvalError {
    EvalError { span: at, message: format!("{name} refers to itself, directly or through others") }
}

fn describe(address: &str) -> String {
    if address.is_empty() { "the root module".to_owned() } else { address.to_owned() }
}

pub(super) fn module_address(parent: &str, name: &str) -> String {
    if parent.is_empty() { format!("module.{name}") } else { format!("{parent}.module.{name}") }
}

fn resource_address(module: &str, key: &ResourceKey) -> String {
    if module.is_empty() { key.to_string() } else { format!("{module}.{key}") }
}

/// `sensitive = true` and its kin, which Terraform wants literal.
pub(super) fn literal_true(expression: Option<Syntax>) -> bool {
    expression.is_some_and(|expression| expression.text() == "true" || expression.text() == "\"true\"")
}
