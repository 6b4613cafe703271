//! The value of an input variable of a module instance.

use super::body::{Attribute, Block};
use super::evaluation::{Evaluation, ModuleInstance, literal_true};
use super::module::Module;
use super::problem::{Problem, ProblemKind};
use super::project::child_path;
use super::type_constraint::{Defaults, type_constraint};
use crate::source::Syntax;
use crate::value::{Blocker, Marks, Reference, Type, Unknown, Value, convert};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a variable's block says.
pub struct Declaration {
    pub ty: Type,
    pub defaults: Defaults,
    pub default: Option<Attribute>,
    pub nullable: bool,
    pub marks: Marks,
}

impl Declaration {
    /// What the variable is when this is given: converted, with optional attributes filled in.
    pub fn taken(&self, given: &Value) -> Result<Value, String> {
        convert(&self.defaults.apply(given), &self.ty).map_err(|error| error.to_string())
    }
}

/// Reads the block of a variable; a type that cannot be read counts as `any`.
pub fn declaration(evaluation: &Evaluation, instance: &ModuleInstance, name: &str) -> Option<Declaration> {
    let body = &instance.module.variables.get(name)?.body;
    let flag = |name: &str| body.attribute(name).map(|attribute| attribute.expression);
    let (ty, defaults) = match flag("type").map(|expression| type_constraint(&expression)) {
        Some(Ok(constraint)) => constraint,
        Some(Err(error)) => {
            evaluation.report(Problem::new(ProblemKind::Invalid, error.message).at(error.span));
            (Type::Dynamic, Defaults::default())
        }
        None => (Type::Dynamic, Defaults::default()),
    };
    let sensitive = if literal_true(flag("sensitive")) { Marks::SENSITIVE } else { Marks::NONE };
    let ephemeral = if literal_true(flag("ephemeral")) { Marks::EPHEMERAL } else { Marks::NONE };
    let not_nullable = flag("nullable").is_some_and(|value| matches!(value.text(), "false" | "\"false\""));
    let marks = sensitive.union(ephemeral);
    Some(Declaration { ty, defaults, default: body.attribute("default"), nullable: !not_nullable, marks })
}

/// The value as the module sees it: given or default, converted, with optional attributes filled in.
pub(super) fn variable_value(evaluation: &Evaluation, instance: &Arc<ModuleInstance>, name: &str) -> Value {
    let Some(declaration) = declaration(evaluation, instance, name) else {
        return not_given(Type::Dynamic, name);
    };
    let given = match &instance.parent {
        Some(_) => argument(evaluation, instance, name),
        None => root_value(evaluation, name, &declaration),
    };
    let given = given.filter(|(value, _)| !value.is_null() || declaration.nullable);
    let value = match (given, &declaration.default) {
        (Some((value, place)), _) => conform(evaluation, &declaration, value, &place, name),
        (None, Some(default)) => {
            let value = match default.expression.file.tree.json {
                true => super::evaluate(&default.expression, &super::scope::NoNames),
                false => evaluation.expression(instance, &default.expression, &Default::default()),
            };
            let value = evaluation.value_or_unknown(value, declaration.ty.clone());
            conform(evaluation, &declaration, value, &default.expression, name)
        }
        (None, None) => missing(evaluation, instance, name, &declaration),
    };
    value.with_marks(declaration.marks)
}

/// The argument of the call, evaluated where the call stands.
fn argument(evaluation: &Evaluation, instance: &ModuleInstance, name: &str) -> Option<(Value, Syntax)> {
    let caller = instance.parent.as_ref()?;
    let argument = caller.block.body.attribute(name)?;
    let parent = evaluation.instance(caller.instance);
    let value = evaluation.expression(&parent, &argument.expression, &caller.repetition);
    Some((evaluation.value_or_unknown(value, Type::Dynamic), argument.expression))
}

/// The value from variable files, the environment or the command line.
fn root_value(evaluation: &Evaluation, name: &str, declaration: &Declaration) -> Option<(Value, Syntax)> {
    let given = evaluation.project.variables.get(name)?;
    if given.raw && (declaration.ty.is_primitive() || declaration.ty == Type::Dynamic) {
        return Some((given.expression.file.text.as_ref().into(), given.expression.clone()));
    }
    let value = super::evaluate(&given.expression, &super::scope::NoNames);
    Some((evaluation.value_or_unknown(value, declaration.ty.clone()), given.expression.clone()))
}

fn conform(evaluation: &Evaluation, declaration: &Declaration, value: Value, place: &Syntax, name: &str) -> Value {
    declaration.taken(&value).unwrap_or_else(|error| {
        let message = format!("invalid value for var.{name}: {error}");
        evaluation.report(Problem::new(ProblemKind::Evaluation, message.clone()).at(place.span()));
        Value::unknown(declaration.ty.clone(), Blocker::Error(message.into()))
    })
}

/// Two places that hold the same variable are equal, whatever it will be.
fn not_given(ty: Type, name: &str) -> Value {
    let itself = Reference { address: format!("var.{name}").into(), path: "".into() };
    let unknown = Unknown::new(ty, Blocker::Variable(name.into()));
    Unknown { reference: Some(Arc::new(itself)), ..unknown }.into()
}

/// No value and no default: unknown at the root; an error in a call.
fn missing(evaluation: &Evaluation, instance: &ModuleInstance, name: &str, declaration: &Declaration) -> Value {
    let Some(caller) = &instance.parent else {
        return not_given(declaration.ty.clone(), name);
    };
    let problem = lacking(&caller.name, &caller.block, name);
    let blocker = Blocker::Error(problem.message.as_str().into());
    evaluation.report(problem);
    Value::unknown(declaration.ty.clone(), blocker)
}

fn lacking(call: &str, block: &Block, name: &str) -> Problem {
    let message = format!("module \"{call}\" needs the argument \"{name}\"");
    Problem::new(ProblemKind::Invalid, message).at(block.header)
}

/// Reports what a call does not pass, whether it makes instances or not, and whether they use it or not.
pub(super) fn check_arguments(evaluation: &Evaluation, called: &Module, (call, block): (&str, &Block)) {
    let is_required = |variable: &Block| variable.body.attribute("default").is_none();
    for (name, _) in called.variables.iter().filter(|(_, variable)| is_required(variable)) {
        if block.body.attribute(name).is_none() {
            evaluation.report(lacking(call, block, name));
        }
    }
}

/// The calls in a module that has no instances, and further down.
pub(super) fn check_idle_calls(evaluation: &Evaluation, path: String, module: &Arc<Module>) {
    let mut waiting = vec![(path, module.clone())];
    let mut seen: BTreeSet<Arc<str>> = BTreeSet::new();
    while let Some((path, module)) = waiting.pop() {
        if !seen.insert(module.directory.clone()) {
            continue;
        }
        for (name, block) in &module.calls {
            if let Some(called) = evaluation.project.called_module(&path, &module, name) {
                check_arguments(evaluation, &called, (name, block));
                waiting.push((child_path(&path, name), called));
            }
        }
    }
}
