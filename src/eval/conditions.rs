//! What a configuration states of its own values: `validation` of variables, `precondition` and `postcondition` of resources
//! and outputs, `assert` of `check` blocks.

use super::body::Block;
use super::evaluation::{Evaluation, ModuleInstance};
use super::expansion::Repetition;
use super::module::{Module, ResourceKey};
use super::project::Project;
use crate::source::Syntax;
use std::sync::Arc;

/// A block of a module that states conditions.
#[derive(Clone, Debug)]
pub struct Conditioned {
    /// `var.x`, `output.x`, `aws_x.y`, `check.x`.
    pub item: Arc<str>,
    subject: Subject,
    conditions: Vec<Condition>,
}

#[derive(Clone, Debug)]
enum Subject {
    /// A variable, an output or a check: there once in each instance of its module.
    Once,
    Resource(ResourceKey),
}

#[derive(Clone, Debug)]
struct Condition {
    /// `validation`, `precondition`, `postcondition`, `assert`.
    kind: &'static str,
    expression: Syntax,
}

/// A condition that is known to be false.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Broken {
    /// `module.k.var.rotate`, `aws_x.y["a"]`.
    pub address: Arc<str>,
    /// The folder of the module, and the block in it.
    pub directory: Arc<str>,
    pub item: Arc<str>,
    /// The place of the condition among those of its block.
    pub number: usize,
    pub kind: &'static str,
}

impl Broken {
    /// Terraform only warns of what a `check` block finds.
    pub fn is_warning(&self) -> bool {
        self.kind == "assert"
    }
}

impl Module {
    /// The blocks that state conditions.
    pub fn conditioned(&self) -> &[Conditioned] {
        self.conditioned.get_or_init(|| {
            // Most modules have none, which their text tells fastest.
            match self.files.iter().any(|file| file.text.contains("condition")) {
                true => conditioned(self),
                false => Box::default(),
            }
        })
    }
}

fn conditioned(module: &Module) -> Box<[Conditioned]> {
    let mut found = Vec::new();
    let mut add = |item: String, subject: Subject, holder: &Block, kinds: &[&'static str]| {
        let of_kind = |kind: &&'static str| {
            let blocks = holder.body.blocks(kind, 0).into_iter();
            let expression = |block: Block| Some(block.body.attribute("condition")?.expression);
            blocks.filter_map(expression).map(|expression| Condition { kind, expression }).collect::<Vec<_>>()
        };
        let conditions: Vec<Condition> = kinds.iter().flat_map(of_kind).collect();
        if !conditions.is_empty() {
            found.push(Conditioned { item: item.into(), subject, conditions });
        }
    };
    for (name, variable) in &module.variables {
        add(format!("var.{name}"), Subject::Once, variable, &["validation"]);
    }
    for (name, output) in &module.outputs {
        add(format!("output.{name}"), Subject::Once, output, &["precondition"]);
    }
    for check in module.others.iter().filter(|block| &*block.block_type == "check") {
        let name = check.labels.first().map_or("", |label| &label.text);
        add(format!("check.{name}"), Subject::Once, check, &["assert"]);
    }
    for (key, resource) in &module.resources {
        for lifecycle in resource.body.blocks("lifecycle", 0) {
            add(key.to_string(), Subject::Resource(key.clone()), &lifecycle, &["precondition", "postcondition"]);
        }
    }
    found.into()
}

impl Project {
    /// Where a condition stands, as `main.tf:3`.
    pub fn place_of(&self, broken: &Broken) -> Option<String> {
        let module = self.modules.get(&broken.directory)?;
        let block = module.conditioned().iter().find(|block| block.item == broken.item)?;
        let span = block.conditions.get(broken.number)?.expression.span();
        let file = self.files.get(span.file);
        Some(format!("{}:{}", file.path, file.position(span.start).line))
    }
}

impl Evaluation {
    /// The conditions that are known to be false, of the wanted blocks: of which module, and which of its items.
    pub fn broken_conditions(&self, is_wanted: &dyn Fn(&Module, &str) -> bool) -> Vec<Broken> {
        let mut broken = Vec::new();
        for instance in self.all_instances() {
            let wanted = instance.module.conditioned().iter().filter(|block| is_wanted(&instance.module, &block.item));
            wanted.for_each(|block| self.broken_of(&instance, block, &mut broken));
        }
        broken
    }

    fn broken_of(&self, instance: &Arc<ModuleInstance>, block: &Conditioned, broken: &mut Vec<Broken>) {
        match &block.subject {
            Subject::Once => {
                let dot = if instance.address.is_empty() { "" } else { "." };
                let address = format!("{}{dot}{}", instance.address, block.item);
                let value = |it: &Condition| self.expression(instance, &it.expression, &Repetition::default()).ok();
                push(block, &instance.module, &address.into(), broken, value);
            }
            Subject::Resource(key) => {
                let at = block.conditions[0].expression.span();
                let Ok(expansion) = self.resource(instance, key, at) else { return };
                for one in expansion.instances() {
                    let scope = self.scope(instance, &one.repetition);
                    push(block, &instance.module, &one.address, broken, |it| match it.kind {
                        "postcondition" => {
                            let itself = scope.with_iterator("self".into(), one.reference(self, at).ok()?);
                            super::evaluate(&it.expression, &itself).ok()
                        }
                        _ => super::evaluate(&it.expression, &scope).ok(),
                    });
                }
            }
        }
    }
}

fn push(
    block: &Conditioned,
    module: &Module,
    address: &Arc<str>,
    broken: &mut Vec<Broken>,
    value: impl Fn(&Condition) -> Option<crate::value::Value>,
) {
    let is_false =
        |(_, condition): &(usize, &Condition)| value(condition).is_some_and(|it| it.as_bool() == Some(false));
    broken.extend(block.conditions.iter().enumerate().filter(is_false).map(|(number, condition)| Broken {
        address: address.clone(),
        directory: module.directory.clone(),
        item: block.item.clone(),
        number,
        kind: condition.kind,
    }));
}
