//! The names that expressions of a module instance may use.

use super::address::{Mode, resource_of};
use super::evaluation::{CallTarget, Evaluation, ModuleInstance};
use super::expansion::{Expansion, Repetition};
use super::module::ResourceKey;
use super::paths::relative_to;
use super::problem::{Problem, ProblemKind};
use super::resource::ResourceInstance;
use super::scope::{EvalError, FileAccess, Scope};
use crate::schema::nearest;
use crate::text::Span;
use crate::value::{Blocker, Entries, Kind, Partial, Reference, Type, Unknown, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Evaluates names in one module instance, one resource instance, and inside dynamic blocks.
#[derive(Clone)]
pub struct ModuleScope<'e> {
    evaluation: &'e Evaluation,
    instance: &'e Arc<ModuleInstance>,
    repetition: &'e Repetition,
    /// Iterators of dynamic blocks, the innermost last: name, and an object with `key` and `value`.
    pub iterators: Vec<(Arc<str>, Value)>,
}

impl<'e> ModuleScope<'e> {
    pub fn new(evaluation: &'e Evaluation, instance: &'e Arc<ModuleInstance>, repetition: &'e Repetition) -> Self {
        ModuleScope { evaluation, instance, repetition, iterators: Vec::new() }
    }

    /// The same scope inside a dynamic block.
    pub fn with_iterator(&self, name: Arc<str>, value: Value) -> Self {
        let mut inner = self.clone();
        inner.iterators.push((name, value));
        inner
    }

    pub fn evaluation(&self) -> &'e Evaluation {
        self.evaluation
    }

    pub fn instance(&self) -> &'e Arc<ModuleInstance> {
        self.instance
    }

    pub fn repetition(&self) -> &'e Repetition {
        self.repetition
    }

    fn each(&self, name: &str, at: Span) -> Result<Value, EvalError> {
        let Some((key, value)) = &self.repetition.each else {
            let message = "\"each\" can be used only where for_each is set".to_owned();
            return Err(EvalError { span: at, message });
        };
        match name {
            "key" => Ok(key.clone()),
            "value" => Ok(value.clone()),
            _ => Err(EvalError { span: at, message: format!("\"each\" has no attribute \"{name}\"") }),
        }
    }

    fn path(&self, name: &str, at: Span) -> Result<Value, EvalError> {
        let root = &self.evaluation.project.options.root;
        match name {
            "module" => Ok(relative_to(root, &self.instance.module.directory).into()),
            "root" => Ok(".".into()),
            "cwd" => Ok(Value::unknown(Type::String, Blocker::Other("path.cwd".into()))),
            _ => Err(EvalError { span: at, message: format!("\"path\" has no attribute \"{name}\"") }),
        }
    }

    /// `module.name`, or `module.name.output` of a call without keys, so that other outputs are not evaluated.
    fn module_call(&self, names: &[&str], at: Span) -> Result<(Value, usize), EvalError> {
        let name = first(names, "module", at)?;
        if !self.instance.module.calls.contains_key(name) {
            let message = format!("no module call named \"{name}\" is declared here");
            return Ok((self.undeclared(EvalError { span: at, message }, None), 1));
        }
        let target = self.evaluation.call(self.instance, name).map_err(|error| EvalError { span: at, ..error })?;
        let expansion = match target {
            CallTarget::Instances(expansion) => expansion,
            CallTarget::Missing => {
                let prefix = if self.instance.address.is_empty() {
                    String::new()
                } else {
                    format!("{}.", self.instance.address)
                };
                let blocker = Blocker::Module(format!("{prefix}module.{name}").into());
                return Ok((Value::unknown(Type::Dynamic, blocker), 1));
            }
        };
        match (&*expansion, names.get(1)) {
            (Expansion::Single(id), Some(output)) => {
                let child = self.evaluation.instance(*id);
                Ok((self.evaluation.output(&child, output, at)?, 2))
            }
            _ => {
                if let Some(value) = self.instance.call_value(name) {
                    return Ok((value, 1));
                }
                let value = expanded(&expansion, |id| self.outputs(*id, at))?;
                self.instance.keep_call_value(name, value.clone());
                Ok((value, 1))
            }
        }
    }

    fn outputs(&self, id: super::evaluation::InstanceId, at: Span) -> Result<Value, EvalError> {
        let child = self.evaluation.instance(id);
        let mut outputs = BTreeMap::new();
        for name in child.module.outputs.keys() {
            outputs.insert(name.clone(), self.evaluation.output(&child, name, at)?);
        }
        Ok(Value::object(outputs))
    }

    /// `type.name`, or `type.name.attribute` of a resource without keys.
    fn resource(&self, mode: Mode, names: &[&str], at: Span) -> Result<(Value, usize), EvalError> {
        let [type_name, name, rest @ ..] = names else {
            let message = "a reference to a resource needs its type and its name".to_owned();
            return Err(EvalError { span: at, message });
        };
        let key = ResourceKey { mode, type_name: (*type_name).into(), name: (*name).into() };
        let declared = self.instance.module.resources.contains_key(&key);
        let expansion = match self.evaluation.resource(self.instance, &key, at) {
            Ok(expansion) => expansion,
            // A word that is no type (`foo.bar`) is no reference at all.
            Err(error) if !declared && type_name.contains('_') => {
                let reference = Reference { address: self.address_of(&key), path: "".into() };
                return Ok((self.undeclared(self.with_suggestion(error, &key), Some(reference)), 2));
            }
            Err(error) => return Err(self.with_suggestion(error, &key)),
        };
        if let (Expansion::Single(one), Some(attribute)) = (&*expansion, rest.first())
            && let Some(value) = one.attribute(self.evaluation, attribute, at)
        {
            return Ok((value?, 3));
        }
        // Made once: an expression of each of many instances may take its own from all of them.
        if let Some(value) = self.instance.reference(&key) {
            return Ok((value, 2));
        }
        let value = expanded(&expansion, |one: &Arc<ResourceInstance>| one.reference(self.evaluation, at))?;
        self.instance.keep_reference(key, value.clone());
        Ok((value, 2))
    }

    fn or_undeclared(&self, declared: bool, value: Result<Value, EvalError>) -> Result<Value, EvalError> {
        value.or_else(|error| if declared { Err(error) } else { Ok(self.undeclared(error, None)) })
    }

    fn address_of(&self, key: &ResourceKey) -> Arc<str> {
        match &*self.instance.address {
            "" => key.to_string().into(),
            module => format!("{module}.{key}").into(),
        }
    }

    /// A name that nothing declares is a problem, and unknown where it stands, so that what is written around it counts.
    fn undeclared(&self, error: EvalError, reference: Option<Reference>) -> Value {
        let unknown = self.evaluation.value_or_unknown(Err(error), Type::Dynamic);
        match (unknown.kind, reference) {
            (Kind::Unknown(unknown), Some(reference)) => {
                Unknown { reference: Some(Arc::new(reference)), ..Unknown::clone(&unknown) }.not_null().into()
            }
            (kind, _) => kind.into(),
        }
    }

    fn with_suggestion(&self, mut error: EvalError, key: &ResourceKey) -> EvalError {
        let resources = self.instance.module.resources.keys().map(ResourceKey::to_string).collect::<Vec<_>>();
        if let Some(near) = nearest(&key.to_string(), resources.iter().map(String::as_str)) {
            error.message.push_str(&format!("; did you mean {near}?"));
        }
        error
    }
}

/// The value of a block with all its instances: one, a tuple, or an object by key.
fn expanded<T>(
    expansion: &Expansion<T>,
    mut one: impl FnMut(&T) -> Result<Value, EvalError>,
) -> Result<Value, EvalError> {
    Ok(match expansion {
        Expansion::Single(single) => one(single)?,
        Expansion::Count(all) => Value::tuple(all.iter().map(one).collect::<Result<_, _>>()?),
        Expansion::ForEach(all) => {
            let mut entries = BTreeMap::new();
            for (key, instance) in all {
                entries.insert(key.clone(), one(instance)?);
            }
            Value::object(entries)
        }
        Expansion::Unknown { blockers, instance, .. } => {
            let partial = Some(Arc::new(Partial::Like(one(instance)?)));
            Unknown { ty: Type::Dynamic, blockers: blockers.clone(), not_null: true, reference: None, partial }.into()
        }
    })
}

fn first<'n>(names: &[&'n str], root: &str, at: Span) -> Result<&'n str, EvalError> {
    names.first().copied().ok_or_else(|| EvalError {
        span: at,
        message: format!("\"{root}\" cannot be used alone: name one of its attributes"),
    })
}

impl Scope for ModuleScope<'_> {
    fn limit_reached(&self, limit: &str, at: Span) {
        let problem = Problem::new(ProblemKind::Limit, format!("{limit}: the value is taken as unknown"));
        self.evaluation.report(problem.at(at));
    }

    fn resolve(&self, root: &str, names: &[&str], at: Span) -> Result<(Value, usize), EvalError> {
        if let Some((_, value)) = self.iterators.iter().rev().find(|(name, _)| &**name == root) {
            return Ok((value.clone(), 0));
        }
        let evaluation = self.evaluation;
        let one = |value: Result<Value, EvalError>| value.map(|value| (value, 1));
        match root {
            "var" => {
                let name = first(names, root, at)?;
                let declared = self.instance.module.variables.contains_key(name);
                one(self.or_undeclared(declared, evaluation.variable(self.instance, name, at)))
            }
            "local" => {
                let name = first(names, root, at)?;
                let declared = self.instance.module.locals.contains_key(name);
                one(self.or_undeclared(declared, evaluation.local(self.instance, name, at)))
            }
            "each" => one(self.each(first(names, root, at)?, at)),
            "path" => one(self.path(first(names, root, at)?, at)),
            "count" => match (&self.repetition.count, first(names, root, at)?) {
                (Some(index), "index") => Ok((index.clone(), 1)),
                (None, _) => {
                    Err(EvalError { span: at, message: "\"count\" can be used only where count is set".to_owned() })
                }
                (_, name) => Err(EvalError { span: at, message: format!("\"count\" has no attribute \"{name}\"") }),
            },
            "terraform" | "tofu" => match first(names, root, at)? {
                "workspace" => Ok((evaluation.project.options.workspace.as_str().into(), 1)),
                "applying" => Ok((Value::unknown(Type::Bool, Blocker::Other("terraform.applying".into())), 1)),
                name => Err(EvalError { span: at, message: format!("\"{root}\" has no attribute \"{name}\"") }),
            },
            "self" => Ok((Value::unknown(Type::Dynamic, Blocker::Other("self".into())), 0)),
            "module" => self.module_call(names, at),
            "data" => self.resource(Mode::Data, names, at),
            "ephemeral" => self.resource(Mode::Ephemeral, names, at),
            "resource" => self.resource(Mode::Managed, names, at),
            type_name => {
                let all: Vec<&str> = std::iter::once(type_name).chain(names.iter().copied()).collect();
                self.resource(Mode::Managed, &all, at).map(|(value, used)| (value, used - 1))
            }
        }
    }

    /// Of an instance of a type of the AWS provider, whose newer versions have attributes that the built-in schema lacks.
    fn absent(&self, object: &Entries, name: &str) -> Option<Result<Value, String>> {
        let evaluation = self.evaluation;
        evaluation.schema.builtin_aws()?;
        let own =
            |(name, value): (&Arc<str>, &Value)| value.as_unknown()?.reference.clone().filter(|to| to.path == *name);
        let address = object.iter().find_map(own)?.address.clone();
        let (before, _) = resource_of(&address).rsplit_once('.')?;
        let type_name = before.rsplit('.').next().filter(|type_name| type_name.starts_with("aws_"))?;
        let schema = match before.strip_suffix(type_name)?.ends_with("data.") {
            true => evaluation.schema.data_source(type_name)?,
            false => evaluation.schema.resource(type_name)?,
        };
        if !schema.names().all(|name| object.contains_key(name)) {
            return None;
        }
        if (type_name, name) == ("aws_region", "region") {
            return Some(Ok(object.get("name")?.clone()));
        }
        if evaluation.project.newer_aws {
            let reference = Reference { address, path: name.into() };
            return Some(Ok(Unknown::of_reference(Type::Dynamic, reference).into()));
        }
        let near = nearest(name, schema.names().map(|name| &**name));
        Some(Err(evaluation.lacking(&format!("attribute \"{name}\" of {type_name}"), near)))
    }

    fn files(&self) -> Option<&dyn FileAccess> {
        Some(&*self.evaluation.project.access)
    }

    fn working_directory(&self) -> &str {
        &self.evaluation.project.options.root
    }
}
