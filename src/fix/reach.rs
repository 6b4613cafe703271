//! What an edit of configuration can reach: blocks that name what changed, directly or through others, and the controls
//! that read them. Names are enough to tell: what is reached too often is only evaluated once more.

use crate::eval::body::{Block, Body};
use crate::eval::module::{Module, ResourceKey};
use crate::eval::{Mode, Project};
use crate::rules::Control;
use crate::source::{Kind, SourceFile, Syntax, string_value};
use crate::text::FileId;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An item of a module: folder, and `aws_x.y`, `data.aws_x.y`, `local.x`, `var.x`, `output.x`, `module.m`, `module.m/argument`.
type Item = (Arc<str>, String);

/// Which items name which.
pub struct Reach {
    dependents: FxHashMap<Item, Vec<Item>>,
}

impl Reach {
    /// `None` where names do not tell: JSON syntax, or a root name that is used as a whole.
    pub fn of(project: &Project) -> Option<Reach> {
        let mut reach = Reach { dependents: FxHashMap::default() };
        let modules = &project.modules;
        for module in modules.values() {
            if module.files.iter().any(|file| file.tree.json) {
                return None;
            }
            for (name, syntax) in items(module) {
                for mention in mentions(&syntax)? {
                    reach.add((module.directory.clone(), mention), (module.directory.clone(), name.clone()));
                }
            }
            reach.add_calls(project, module);
        }
        Some(reach)
    }

    /// Arguments of a call decide the child's variables, and the child's outputs are what the call gives.
    fn add_calls(&mut self, project: &Project, module: &Arc<Module>) {
        for (name, block) in &module.calls {
            let source = block.body.attribute("source").and_then(|source| string_value(&source.expression));
            // A downloaded module is found by the path of calls; every one of them is a candidate.
            let children: Vec<&Arc<Module>> = match source {
                Some(source) if source.starts_with('.') => {
                    let directory = crate::eval::paths::join(&module.directory, &source);
                    project.modules.get(directory.as_str()).into_iter().collect()
                }
                _ => project.modules.values().collect(),
            };
            let whole = (module.directory.clone(), format!("module.{name}"));
            for child in children {
                for variable in child.variables.keys() {
                    let argument = (module.directory.clone(), format!("module.{name}/{variable}"));
                    self.add(argument, (child.directory.clone(), format!("var.{variable}")));
                }
                for output in child.outputs.keys() {
                    self.add((child.directory.clone(), format!("output.{output}")), whole.clone());
                }
                for meta in ["count", "for_each", "providers", "source"] {
                    let meta = (module.directory.clone(), format!("module.{name}/{meta}"));
                    for (item, _) in items(child) {
                        self.add(meta.clone(), (child.directory.clone(), item));
                    }
                }
            }
        }
    }

    fn add(&mut self, on: Item, dependent: Item) {
        self.dependents.entry(on).or_default().push(dependent);
    }

    /// Everything that the edited texts reach; `None` when an edit is of a kind that reaches everything.
    pub fn from(&self, before: &Project, after: &Project, texts: &BTreeMap<FileId, String>) -> Option<FxHashSet<Item>> {
        let mut open: Vec<Item> = Vec::new();
        for module in after.modules.values() {
            let old = before.modules.get(&module.directory)?;
            let edited = |file: &Arc<SourceFile>| texts.contains_key(&file.id);
            if !module.files.iter().any(edited) {
                continue;
            }
            if other_blocks(old) != other_blocks(module) {
                return None;
            }
            open.extend(changed_items(old, module).into_iter().map(|name| (module.directory.clone(), name)));
        }
        let mut reached: FxHashSet<Item> = FxHashSet::default();
        while let Some(item) = open.pop() {
            open.extend(
                self.dependents.get(&item).into_iter().flatten().filter(|item| !reached.contains(*item)).cloned(),
            );
            reached.insert(item);
        }
        // A provider's Region and default tags are in every resource.
        for module in after.modules.values() {
            for provider in module.providers.values() {
                let names: Option<Vec<_>> = provider.body.layers().iter().map(mentions).collect();
                let named = |name: String| reached.contains(&(module.directory.clone(), name));
                if names?.into_iter().flatten().any(named) {
                    return None;
                }
            }
        }
        Some(reached)
    }
}

/// The name of a resource's item.
pub fn resource_item(module: &Module, key: &ResourceKey) -> Item {
    (module.directory.clone(), key.to_string())
}

/// The named items of a module. A call is one item for each argument, and one for the whole.
fn items(module: &Module) -> Vec<(String, Syntax)> {
    let mut items = Vec::new();
    let mut block = |name: String, block: &Block| {
        items.extend(block.body.layers().iter().map(|layer| (name.clone(), layer.clone())));
    };
    module.resources.iter().for_each(|(key, resource)| block(key.to_string(), resource));
    module.variables.iter().for_each(|(name, variable)| block(format!("var.{name}"), variable));
    module.outputs.iter().for_each(|(name, output)| block(format!("output.{name}"), output));
    for (name, call) in &module.calls {
        let arguments = call.body.attributes();
        let argument = |it: &crate::eval::body::Attribute| (format!("module.{name}/{}", it.name), it.syntax.clone());
        items.extend(arguments.iter().map(argument));
        items.extend(call.body.layers().iter().map(|layer| (format!("module.{name}"), layer.clone())));
    }
    items.extend(module.locals.iter().map(|(name, local)| (format!("local.{name}"), local.syntax.clone())));
    items
}

/// Names of items whose text is new, gone or another.
fn changed_items(old: &Module, new: &Module) -> BTreeSet<String> {
    let texts = |module: &Module| {
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        for (name, syntax) in items(module) {
            texts.entry(name).or_default().push_str(syntax.text());
        }
        texts
    };
    let (before, after) = (texts(old), texts(new));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    names.into_iter().filter(|name| before.get(*name) != after.get(*name)).cloned().collect()
}

/// The texts of blocks that concern the whole module: providers, `terraform`, `moved`, `check`.
fn other_blocks(module: &Module) -> Vec<String> {
    let of_body = |body: &Body| body.layers().iter().map(|layer| layer.text().to_owned()).collect::<String>();
    let blocks = module.providers.values().chain(&module.terraform).chain(&module.others);
    blocks.map(|block| of_body(&block.body)).collect()
}

/// The items that an expression or block names; `None` for a root name on its own.
fn mentions(syntax: &Syntax) -> Option<Vec<String>> {
    let mut found = Vec::new();
    let mut open = vec![syntax.clone()];
    while let Some(node) = open.pop() {
        match node.kind() {
            Kind::Traversal => found.extend(item_of(node.text())),
            Kind::Variable if matches!(node.text(), "var" | "local" | "module" | "data") && !is_key(&node) => {
                return None;
            }
            _ => open.extend(node.children()),
        }
    }
    Some(found)
}

/// A bare key of an object is no name.
fn is_key(node: &Syntax) -> bool {
    let rest = node.file.text[node.span().end as usize..].trim_start();
    rest.starts_with(['=', ':']) && !rest.starts_with("==")
}

/// `aws_x.y.id` -> `aws_x.y`.
fn item_of(traversal: &str) -> Option<String> {
    let count = if traversal.starts_with("data.") { 3 } else { 2 };
    let names: Vec<&str> = traversal.split('.').take(count).collect();
    (names.len() == count).then(|| names.join("."))
}

/// Which types of resources a control's verdict on a resource reads.
#[derive(Debug, PartialEq, Eq)]
pub enum Reads {
    /// Only the judged resource.
    Itself,
    /// Itself and these (`data.TYPE` for data sources).
    Types(BTreeSet<String>),
    /// Any: it follows references.
    Everything,
}

impl Reads {
    pub fn of(control: &Control) -> Reads {
        let mut types = BTreeSet::new();
        let mut open = vec![Syntax { node: control.file.tree.root(), file: control.file.clone() }];
        while let Some(node) = open.pop() {
            let arguments = node.children();
            if matches!(node.kind(), Kind::Call | Kind::CallExpand) {
                let at = match node.name() {
                    "target" | "targets" => return Reads::Everything,
                    "referrers" if arguments.is_empty() => return Reads::Everything,
                    "ebs_default_encryption" => {
                        types.insert("aws_ebs_encryption_by_default".to_owned());
                        None
                    }
                    "companions" | "in_scope" | "resources" | "referrers" => Some(0),
                    "companions_of" => Some(1),
                    _ => None,
                };
                let last = if node.name() == "referrers" { arguments.len() } else { at.map_or(0, |at| at + 1) };
                for argument in arguments.iter().take(last).skip(at.unwrap_or(last)) {
                    match string_value(argument) {
                        Some(name) => drop(types.insert(name)),
                        None => return Reads::Everything,
                    }
                }
            }
            open.extend(arguments);
        }
        match types.is_empty() && !control.is_account_scope() {
            true => Reads::Itself,
            false => Reads::Types(types),
        }
    }

    /// Verdicts on other resources than the changed ones may change when resources of these types do.
    pub fn others(&self, types: &BTreeSet<String>) -> bool {
        match self {
            Reads::Itself => false,
            Reads::Types(read) => read.iter().any(|name| types.contains(name)),
            Reads::Everything => true,
        }
    }
}

/// A type as rules name it.
pub fn type_name(mode: Mode, type_name: &str) -> String {
    if mode == Mode::Data { format!("data.{type_name}") } else { type_name.to_owned() }
}
