//! What an edit of configuration can reach: blocks that name what changed, directly or through others. Names are enough to
//! tell: what is reached too often is only evaluated once more.

use crate::eval::Project;
use crate::eval::body::{Block, Body};
use crate::eval::module::{Module, ResourceKey};
use crate::graph::subject;
use crate::source::{Kind, SourceFile, Syntax, string_value};
use crate::text::{FileId, Span};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An item of a module: folder, and `aws_x.y`, `data.aws_x.y`, `local.x`, `var.x`, `output.x`, `module.m`, `module.m/argument`;
/// [`EVERYTHING`] for blocks that concern the whole module.
pub type Item = (Arc<str>, String);

/// Providers, `terraform`, `moved`, `check`: what changes or reaches one of them may change all.
const EVERYTHING: &str = "*";

/// Number of an item.
pub type ItemId = u32;

/// Which items name which, and where they stand.
pub struct Reach {
    ids: FxHashMap<Item, ItemId>,
    names: Vec<Item>,
    dependents: Vec<Vec<ItemId>>,
    places: FxHashMap<FileId, Vec<Placed>>,
}

/// Where an item, or a part of it, is written.
#[derive(Clone, Copy, Debug)]
struct Placed {
    start: u32,
    end: u32,
    item: ItemId,
    /// Not inside another item.
    outermost: bool,
}

/// An item that edits made, changed or took away.
pub struct Changed {
    pub item: ItemId,
    /// Where it stood, and where it stands now.
    pub old: Vec<Span>,
    pub new: Vec<Span>,
    /// What it names now.
    pub mentions: Vec<ItemId>,
}

impl Reach {
    /// `None` where names do not tell: a root name that is used as a whole, or a file that does not parse, in which an edit may
    /// become part of what is half written.
    pub fn of(project: &Project) -> Option<Reach> {
        let files = || project.modules.values().flat_map(|module| &module.files);
        if files().any(|file| !file.tree.errors.is_empty()) {
            return None;
        }
        let mut reach = Reach {
            ids: FxHashMap::default(),
            names: Vec::new(),
            dependents: Vec::new(),
            places: FxHashMap::default(),
        };
        for module in project.modules.values() {
            for written in items(module) {
                let item = reach.id((module.directory.clone(), written.name));
                reach.place(item, &written.syntax, !written.inner);
                for mention in mentions(&written.syntax)? {
                    reach.add((module.directory.clone(), mention), item);
                }
            }
            reach.add_calls(project, module);
        }
        for (name, syntax) in project.variables.names().filter_map(|name| entry(project, name)) {
            let item = reach.id((project.root.directory.clone(), name));
            reach.place(item, &syntax, true);
        }
        reach.places.values_mut().for_each(|placed| placed.sort_by_key(|it| (it.start, !it.outermost)));
        Some(reach)
    }

    pub fn id(&mut self, item: Item) -> ItemId {
        if let Some(id) = self.ids.get(&item) {
            return *id;
        }
        let id = self.names.len() as ItemId;
        self.names.push(item.clone());
        self.ids.insert(item, id);
        self.dependents.push(Vec::new());
        id
    }

    pub fn find(&self, directory: &Arc<str>, name: String) -> Option<ItemId> {
        self.ids.get(&(directory.clone(), name)).copied()
    }

    pub fn is_everything(&self, item: ItemId) -> bool {
        self.names[item as usize].1 == EVERYTHING
    }

    fn place(&mut self, item: ItemId, syntax: &Syntax, outermost: bool) {
        let span = syntax.span();
        let placed = Placed { start: span.start, end: span.end, item, outermost };
        self.places.entry(span.file).or_default().push(placed);
    }

    /// The items that an edit of a span changes for certain: what is inserted between two items belongs to neither.
    pub fn at(&self, span: Span) -> Vec<ItemId> {
        let placed = self.places.get(&span.file).map_or(&[][..], Vec::as_slice);
        let end = placed.partition_point(|it| it.start <= span.end);
        let mut found = Vec::new();
        for it in placed[..end].iter().rev() {
            if it.start < span.end.max(span.start + 1)
                && span.start < it.end
                && (it.start < span.start || span.start < span.end)
            {
                found.push(it.item);
            } else if it.outermost && it.end < span.start {
                break;
            }
        }
        found
    }

    pub fn is_resource(&self, item: ItemId) -> bool {
        let name = &self.names[item as usize].1;
        let head = name.split('.').next().unwrap_or(name);
        !matches!(head, "var" | "local" | "output" | "module" | EVERYTHING)
    }

    /// What is judged itself: variables, locals, providers and backends.
    pub fn is_declared(&self, item: ItemId) -> bool {
        let name = &self.names[item as usize].1;
        name == EVERYTHING || name.starts_with("var.") || name.starts_with("local.")
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
            let whole = self.id((module.directory.clone(), format!("module.{name}")));
            for child in children {
                for variable in child.variables.keys() {
                    let inside = self.id((child.directory.clone(), format!("var.{variable}")));
                    self.add((module.directory.clone(), format!("module.{name}/{variable}")), inside);
                }
                for output in child.outputs.keys() {
                    self.add((child.directory.clone(), format!("output.{output}")), whole);
                }
                for meta in ["count", "for_each", "providers", "source", "version"] {
                    let meta = self.id((module.directory.clone(), format!("module.{name}/{meta}")));
                    for written in items(child) {
                        let inside = self.id((child.directory.clone(), written.name));
                        self.dependents[meta as usize].push(inside);
                    }
                }
            }
        }
    }

    fn add(&mut self, on: Item, dependent: ItemId) {
        let on = self.id(on);
        self.dependents[on as usize].push(dependent);
    }

    /// Everything that hangs on these items, themselves included. `more`: who names what in addition.
    pub fn closure(&self, from: &[ItemId], more: &FxHashMap<ItemId, Vec<ItemId>>) -> FxHashSet<ItemId> {
        let mut open = from.to_vec();
        let mut reached: FxHashSet<ItemId> = FxHashSet::default();
        while let Some(item) = open.pop() {
            if reached.insert(item) {
                open.extend(self.dependents.get(item as usize).into_iter().flatten());
                open.extend(more.get(&item).into_iter().flatten());
            }
        }
        reached
    }

    /// The items that the edited texts change; `None` when names do not tell any more.
    pub fn changed(
        &mut self,
        before: &Project,
        after: &Project,
        texts: &BTreeMap<FileId, String>,
    ) -> Option<Vec<Changed>> {
        let mut changed = Vec::new();
        for module in after.modules.values() {
            let old = before.modules.get(&module.directory)?;
            if module.files.iter().any(|file| texts.contains_key(&file.id)) {
                self.compare(&module.directory, items(old), items(module), &mut changed)?;
            }
        }
        let given = |project: &Project| {
            let entries = project.variables.names().filter_map(|name| entry(project, name));
            entries.map(|(name, syntax)| Written { name, syntax, inner: false }).collect::<Vec<_>>()
        };
        if texts.keys().any(|id| before.variables.file(*id).is_some()) {
            self.compare(&after.root.directory, given(before), given(after), &mut changed)?;
        }
        Some(changed)
    }

    fn compare(
        &mut self,
        directory: &Arc<str>,
        before: Vec<Written>,
        after: Vec<Written>,
        changed: &mut Vec<Changed>,
    ) -> Option<()> {
        let mut sides: BTreeMap<&str, [Vec<&Syntax>; 2]> = BTreeMap::new();
        for (side, list) in [&before, &after].into_iter().enumerate() {
            for written in list {
                sides.entry(&written.name).or_default()[side].push(&written.syntax);
            }
        }
        for (name, [old, new]) in sides {
            if old.iter().map(|it| it.text()).eq(new.iter().map(|it| it.text())) {
                continue;
            }
            let mut named = BTreeSet::new();
            for syntax in &new {
                named.extend(mentions(syntax)?);
            }
            let item = self.id((directory.clone(), name.to_owned()));
            let mentions = named.into_iter().map(|name| self.id((directory.clone(), name))).collect();
            let spans = |list: &[&Syntax]| list.iter().map(|syntax| syntax.span()).collect();
            changed.push(Changed { item, old: spans(&old), new: spans(&new), mentions });
        }
        Some(())
    }
}

/// The name of a resource's item.
pub fn resource_item(key: &ResourceKey) -> String {
    key.to_string()
}

/// The value that a variable file gives to a variable.
fn entry(project: &Project, name: &str) -> Option<(String, Syntax)> {
    let value = project.variables.get(name).filter(|value| !value.raw)?;
    Some((format!("var.{name}"), value.expression.clone()))
}

struct Written {
    name: String,
    syntax: Syntax,
    /// Part of another item.
    inner: bool,
}

/// The named items of a module. A call is one item for each argument, and one for the whole.
fn items(module: &Module) -> Vec<Written> {
    let mut items = Vec::new();
    let mut add = |name: String, body: &Body| {
        let layers = body.layers().iter();
        items.extend(layers.map(|layer| Written { name: name.clone(), syntax: layer.syntax.clone(), inner: false }));
    };
    let mut block = |name: String, block: &Block| add(name, &block.body);
    module.resources.iter().for_each(|(key, resource)| block(key.to_string(), resource));
    module.variables.iter().for_each(|(name, variable)| block(format!("var.{name}"), variable));
    module.outputs.iter().for_each(|(name, output)| block(format!("output.{name}"), output));
    module.calls.iter().for_each(|(name, call)| block(format!("module.{name}"), call));
    let others = module.providers.values().chain(&module.terraform).chain(&module.others);
    others.for_each(|other| block(EVERYTHING.to_owned(), other));
    for (name, call) in &module.calls {
        let arguments = call.body.attributes().into_iter();
        items.extend(arguments.map(|it| Written {
            name: format!("module.{name}/{}", it.name),
            syntax: it.syntax,
            inner: true,
        }));
    }
    let locals = module.locals.iter();
    items.extend(locals.map(|(name, local)| Written {
        name: format!("local.{name}"),
        syntax: local.syntax.clone(),
        inner: false,
    }));
    items
}

/// The items that an expression or block names; `None` for a root name on its own.
fn mentions(syntax: &Syntax) -> Option<Vec<String>> {
    if syntax.file.tree.json {
        return mentions_in_text(syntax.text());
    }
    let mut found = Vec::new();
    let mut open = vec![syntax.clone()];
    while let Some(node) = open.pop() {
        match node.kind() {
            Kind::Traversal => found.extend(subject(node.text()).as_deref().map(str::to_owned)),
            Kind::Variable if is_root(node.text()) && !is_key(&node) => return None,
            // White space or comments stand between the names.
            Kind::GetAttr if node.children().first().is_some_and(|source| source.kind() == Kind::Variable) => {
                let names = node.children();
                let (root, name) = (names.first()?, names.get(1)?);
                if matches!(root.text(), "data" | "ephemeral" | "resource") {
                    return None;
                }
                found.push(format!("{}.{}", root.text(), name.text()));
            }
            _ => open.extend(node.children()),
        }
    }
    Some(found)
}

fn is_root(name: &str) -> bool {
    matches!(name, "var" | "local" | "module" | "data")
}

/// JSON syntax holds expressions in its strings: every chain of names anywhere counts.
fn mentions_in_text(text: &str) -> Option<Vec<String>> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let mut found = Vec::new();
    for word in text.split(|c| !is_name(c)) {
        if is_root(word) {
            return None;
        }
        // `a.b*c.d` is split at the operator, `a.b-c.d` is not: a minus belongs to a name in HCL too.
        found.extend(subject(word).as_deref().map(str::to_owned));
    }
    Some(found)
}

/// A bare key of an object is no name.
fn is_key(node: &Syntax) -> bool {
    let rest = node.file.text[node.span().end as usize..].trim_start();
    rest.starts_with(['=', ':']) && !rest.starts_with("==")
}

/// Whether a file has more mistakes than it had.
pub fn parses_worse(old: &SourceFile, new: &SourceFile) -> bool {
    !new.tree.errors.is_empty() && new.tree.errors.len() > old.tree.errors.len()
}
