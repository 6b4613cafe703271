//! Variables for values that a person has to supply.

use super::{Candidate, Context};
use crate::check::{FixRequest, Operation};
use crate::eval::scope::NoNames;
use crate::eval::{Block, Module, ModuleInstance};
use crate::fix::change::{Change, Draft, DraftItem, Expression, Place};
use crate::fix::reason::Reason;
use crate::schema::Schema;
use crate::source::{Kind, SourceFile, Syntax};
use crate::text::FileId;
use crate::value::{Type, Value, convert};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The name that each input has in the module of the target; none when it is free, or declared for the same purpose.
pub fn names(context: &Context, request: &FixRequest) -> BTreeMap<String, String> {
    let module = module_of(context, request);
    let mut renamed = BTreeMap::new();
    for input in &request.inputs {
        let Some(block) = module.module.variables.get(&input.name) else { continue };
        let description =
            block.body.attribute("description").and_then(|text| crate::source::string_value(&text.expression));
        let ours = description.is_some_and(|text| *text == *input.description.en || *text == *input.description.ja);
        if !ours && block.body.attribute("default").is_some() {
            let numbered = (2..).map(|number| format!("{}_{number}", input.name));
            let free = numbered.into_iter().find(|name| !module.module.variables.contains_key(name.as_str()));
            renamed.insert(input.name.to_string(), free.expect("some number is free"));
        }
    }
    renamed
}

/// The values that were given for the inputs, as what they become: text that is not meant for a string is read as HCL.
pub fn values(context: &Context, request: &FixRequest) -> Result<BTreeMap<String, Value>, Reason> {
    let mut values = BTreeMap::new();
    for input in &request.inputs {
        let name = format!("var.{}", input.name);
        let Some(given) = context.settings.inputs.get(&name) else { continue };
        let ty = type_of(context, request, &input.name);
        let value = match given.as_str().filter(|_| ty != Type::String) {
            Some(text) => parsed(text, &ty),
            None => convert(given, &ty).ok(),
        };
        let bad = || Reason::BadInput { name: input.name.to_string(), wanted: ty.to_string() };
        values.insert(name, value.ok_or_else(bad)?);
    }
    Ok(values)
}

fn parsed(text: &str, ty: &Type) -> Option<Value> {
    let file = Arc::new(crate::source::parse_expression(FileId(0), "--var".into(), text.into()));
    if !file.tree.errors.is_empty() {
        return None;
    }
    let node = file.tree.root();
    let value = crate::eval::expression::evaluate(&Syntax { file, node }, &NoNames).ok()?;
    convert(&value, ty).ok().filter(Value::is_wholly_known)
}

/// Variable blocks in the module where the inputs are used, as far as they are (asked by the name that the rule gives and by
/// the name that they have here), and arguments and variables on the way to the root.
pub fn declarations(
    context: &Context,
    request: &FixRequest,
    renamed: &BTreeMap<String, String>,
    home: Option<&str>,
    is_used: &mut dyn FnMut(&str, &str) -> bool,
) -> Result<Candidate, Reason> {
    let mut candidate = Candidate::default();
    let supplied = |name: &str| context.settings.inputs.contains_key(&format!("var.{name}"));
    for input in request.inputs.iter().filter(|input| !supplied(&input.name)) {
        let name = renamed.get(&*input.name).cloned().unwrap_or_else(|| input.name.to_string());
        if !is_used(&input.name, &name) {
            continue;
        }
        let of_home = home.and_then(|home| {
            let instances = context.evaluation.all_instances();
            instances.into_iter().find(|instance| *instance.address == *home)
        });
        let home = of_home.unwrap_or_else(|| module_of(context, request));
        let ty = type_of(context, request, &input.name);
        // Every call of the module needs the argument, one of no instances too.
        let mut waiting = vec![home.module.clone()];
        let mut seen: BTreeSet<Arc<str>> = BTreeSet::new();
        while let Some(module) = waiting.pop() {
            if !seen.insert(module.directory.clone()) {
                continue;
            }
            if !module.variables.contains_key(name.as_str()) {
                candidate.changes.push(variable(context, &module, &name, &ty, &input.description.en)?);
            }
            for (caller, block) in calls_of(context, &module) {
                if block.body.attribute(&name).is_none() {
                    candidate.changes.push(Change::Set {
                        block: block.syntax.clone(),
                        within: Vec::new(),
                        name: name.clone(),
                        expression: Expression::Source(format!("var.{name}")),
                    });
                }
                waiting.push(caller);
            }
        }
    }
    for change in &candidate.changes {
        context.editable_file(change.file())?;
    }
    Ok(candidate)
}

/// The calls of a local module, with the modules that they stand in.
fn calls_of(context: &Context, module: &Module) -> Vec<(Arc<Module>, Block)> {
    let project = &context.evaluation.project;
    let mut found = Vec::new();
    for caller in project.modules.values() {
        for (name, block) in &caller.calls {
            let called = project.called_module("", caller, name);
            if called.is_some_and(|called| called.directory == module.directory) {
                found.push((caller.clone(), block.clone()));
            }
        }
    }
    found
}

fn module_of(context: &Context, request: &FixRequest) -> Arc<ModuleInstance> {
    match context.evaluation.find(&request.target) {
        Some(target) => context.evaluation.instance(target.module),
        None => context.evaluation.root(),
    }
}

/// The type of the attribute that the input becomes; a string where it becomes a part of something.
fn type_of(context: &Context, request: &FixRequest, name: &str) -> Type {
    let wanted = format!("var.{name}");
    let schema = &context.evaluation.schema;
    let target = context.graph.find(&request.target).map(|id| context.graph.get(id).type_name.clone());
    let found = request.operations.iter().find_map(|operation| match operation {
        Operation::SetExpression { path, body } if body.block.text() == wanted => {
            attribute_type(schema, target.as_deref()?, path)
        }
        Operation::AddResource { type_name, body, .. } => {
            attribute_type(schema, type_name, &path_of(&body.block, &wanted, "")?)
        }
        Operation::AddBlock { parent, block_type, body } => {
            let dot = if parent.is_empty() { "" } else { "." };
            let path = path_of(&body.block, &wanted, &format!("{parent}{dot}{block_type}."))?;
            attribute_type(schema, target.as_deref()?, &path)
        }
        _ => None,
    });
    found.unwrap_or(Type::String)
}

fn attribute_type(schema: &Schema, type_name: &str, path: &str) -> Option<Type> {
    let schema = schema.resource(type_name)?;
    let ty = schema.path(path).ok()?.ty();
    ty.is_concrete().then_some(ty)
}

/// The path of the attribute in a body that is exactly this expression.
fn path_of(block: &Syntax, expression: &str, prefix: &str) -> Option<String> {
    block.children().into_iter().find_map(|item| match item.kind() {
        Kind::Attribute => {
            let value = item.children().first()?.text() == expression;
            value.then(|| format!("{prefix}{}", item.name()))
        }
        Kind::Block => path_of(&item, expression, &format!("{prefix}{}.", item.name())),
        _ => None,
    })
}

/// Where a module's variables are written: `variables.tf` where there is one, the last file that holds some, `main.tf`, or any.
pub(super) fn variables_file(context: &Context, module: &Module) -> Option<Arc<SourceFile>> {
    let stem = |file: &SourceFile| {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        name.split('.').next().unwrap_or_default().to_owned()
    };
    let editable = || module.files.iter().filter(|file| context.editable_file(file.id).is_ok());
    let with_variables =
        || editable().filter(|file| module.variables.values().any(|block| block.header.file == file.id));
    editable()
        .find(|file| stem(file) == "variables")
        .or_else(|| with_variables().next_back())
        .or_else(|| editable().find(|file| stem(file) == "main"))
        .or_else(|| editable().next())
        .cloned()
}

/// A variable without default, in `variables.tf` where there is one, else beside the target.
fn variable(context: &Context, module: &Module, name: &str, ty: &Type, description: &str) -> Result<Change, Reason> {
    let file = context.variables_file(module).ok_or_else(|| {
        let place = module.directory.to_string();
        Reason::Unwritable { place }
    })?;
    let draft = Draft {
        block_type: "variable".to_owned(),
        labels: vec![name.to_owned()],
        items: vec![
            DraftItem::Attribute("type".to_owned(), Expression::Type(ty.to_string())),
            DraftItem::Attribute("description".to_owned(), Expression::Value(Value::from(description))),
        ],
    };
    Ok(Change::AddTopLevel { place: Place::EndOf(file), draft })
}
