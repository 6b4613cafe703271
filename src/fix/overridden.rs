//! What an edit takes the say from: variables and other inputs that decided the expression which a value takes the place of.

use super::change::{Change, Expression, item_named, key_text};
use super::layout::parent_of;
use crate::eval::{Module, Project};
use crate::source::{Kind, Syntax, parse_template, string_value};
use crate::text::FileId;
use std::sync::Arc;

/// More nodes are not looked at: an expression so large counts as one that hangs on inputs.
const FUEL: usize = 100_000;

/// The expression that a change takes out or puts a value in the place of, where inputs have a say in it: variables, `each`, the
/// workspace or a data source, by whatever locals, outputs and iterators.
pub fn overridden(project: &Project, change: &Change) -> Option<Syntax> {
    let old = replaced(change)?;
    let is_there = |module: &&Arc<Module>| module.files.iter().any(|file| file.id == old.file.id);
    let module = project.modules.values().find(is_there)?;
    let mut search = Search { project, open: Vec::new() };
    search.look(module, &old, Vec::new());
    search.finds_input().then_some(old)
}

/// The expression stands in a local or an output, which others may read.
pub fn is_shared(expression: &Syntax) -> bool {
    let mut top = expression.clone();
    while let Some(parent) = parent_of(&top).filter(|parent| parent_of(parent).is_some()) {
        top = parent;
    }
    let name = if top.kind() == Kind::JsonMember { key_of(&top) } else { Some(top.name().to_owned()) };
    matches!(name.as_deref(), Some("locals" | "output"))
}

fn replaced(change: &Change) -> Option<Syntax> {
    // An expression that names something is a reference or an input of its own.
    let is_value = |by: &Expression| match by {
        Expression::Value(_) => true,
        Expression::Source(text) => text == "[]",
        Expression::Type(_) => false,
    };
    match change {
        Change::Replace { expression, by } if is_value(by) || is_for_each(expression) => Some(expression.clone()),
        Change::Set { block, within, name, expression } if within.is_empty() && is_value(expression) => {
            Some(item_named(block, name)?.1)
        }
        Change::Remove { item } | Change::RemoveBlock { item } => match item.kind() {
            Kind::Attribute => Some(item.at(item.file.tree.last_child(item.node)?)),
            Kind::ObjectItem | Kind::JsonMember => item.children().get(1).cloned(),
            Kind::Block if item.name() == "dynamic" => Some(item_named(item, "for_each")?.1),
            // What a block holds goes with it, as was asked for.
            Kind::Block | Kind::JsonObject => None,
            _ => Some(item.clone()),
        },
        _ => None,
    }
}

/// A collection is given up as a whole, whatever names stand in the new one.
fn is_for_each(expression: &Syntax) -> bool {
    parent_of(expression).is_some_and(|parent| parent.kind() == Kind::Attribute && parent.name() == "for_each")
}

/// An expression that is still to be looked at, and what is taken of its value.
struct Open {
    module: Arc<Module>,
    node: Syntax,
    path: Vec<String>,
    /// Where a text in JSON syntax stands whose template this is a part of.
    within: Option<Syntax>,
}

struct Search<'p> {
    project: &'p Project,
    open: Vec<Open>,
}

impl Search<'_> {
    fn look(&mut self, module: &Arc<Module>, node: &Syntax, path: Vec<String>) {
        self.open.push(Open { module: module.clone(), node: node.clone(), path, within: None });
    }

    fn finds_input(&mut self) -> bool {
        for _ in 0..FUEL {
            let Some(open) = self.open.pop() else { return false };
            if self.is_input(open) {
                return true;
            }
        }
        true
    }

    fn is_input(&mut self, mut open: Open) -> bool {
        let children = open.node.children();
        match open.node.kind() {
            Kind::Traversal | Kind::Variable => {
                let text = open.node.text().to_owned();
                let mut names: Vec<String> = text.split('.').map(str::to_owned).collect();
                names.append(&mut open.path);
                return self.is_input_named(&open, &names);
            }
            Kind::GetAttr => {
                open.path.insert(0, children[1].text().to_owned());
                self.open.push(Open { node: children[0].clone(), ..open });
            }
            Kind::Index if string_value(&children[1]).is_some() => {
                open.path.insert(0, string_value(&children[1]).unwrap_or_default());
                self.open.push(Open { node: children[0].clone(), ..open });
            }
            Kind::Paren => self.open.push(Open { node: children[0].clone(), ..open }),
            Kind::Object | Kind::JsonObject => {
                let entry = open.path.first().and_then(|name| item_named(&open.node, name));
                match entry {
                    Some((_, node)) => {
                        let path = open.path.split_off(1);
                        self.open.push(Open { node, path, ..open });
                    }
                    None => self.all(&open, &children),
                }
            }
            // A bare key is no name.
            Kind::ObjectItem if key_text(&children[0]).is_some() => self.all(&open, &children[1..]),
            Kind::JsonString => self.template(open),
            _ => self.all(&open, &children),
        }
        false
    }

    fn all(&mut self, from: &Open, nodes: &[Syntax]) {
        for node in nodes {
            let (module, within) = (from.module.clone(), from.within.clone());
            self.open.push(Open { module, node: node.clone(), path: Vec::new(), within });
        }
    }

    fn template(&mut self, open: Open) {
        let text = string_value(&open.node).unwrap_or_default();
        if text.contains("${") || text.contains("%{") {
            let file = Arc::new(parse_template(FileId(u32::MAX), open.node.file.path.clone(), text.into()));
            let node = Syntax { node: file.tree.root(), file };
            self.open.push(Open { node, within: Some(open.node), ..open });
        }
    }

    /// Follows a chain of names.
    fn is_input_named(&mut self, open: &Open, names: &[String]) -> bool {
        let second = names.get(1).map_or("", String::as_str);
        match &*names[0] {
            "var" | "each" | "data" | "terraform" => return true,
            "local" => {
                if let Some(local) = open.module.locals.get(second) {
                    self.look(&open.module, &local.expression, names[2..].to_vec());
                }
            }
            "module" => {
                let child = self.project.called_module("", &open.module, second);
                let output = |child: &Arc<Module>| child.outputs.get(names.get(2)?.as_str())?.body.attribute("value");
                if let Some((child, value)) = child.and_then(|child| output(&child).map(|value| (child, value))) {
                    self.look(&child, &value.expression, names[3..].to_vec());
                }
            }
            name => {
                let place = open.within.as_ref().unwrap_or(&open.node);
                if let Some(for_each) = collection_of(place, name) {
                    self.look(&open.module, &for_each, Vec::new());
                }
            }
        }
        false
    }
}

/// The collection that an iterator runs over: that of the dynamic block of this name around a place.
pub fn collection_of(place: &Syntax, iterator: &str) -> Option<Syntax> {
    let mut at = place.clone();
    while let Some(parent) = parent_of(&at) {
        let label = match (at.kind(), parent.kind()) {
            (Kind::Block, _) if at.name() == "dynamic" => at.children().first().and_then(string_value),
            // `"dynamic": {"ebs": {"for_each": ..., "content": ...}}`, the innermost object perhaps in a list.
            (Kind::JsonObject, Kind::JsonMember) if item_named(&at, "content").is_some() => key_of(&parent),
            (Kind::JsonObject, Kind::JsonArray) if item_named(&at, "content").is_some() => key_of(&parent_of(&parent)?),
            _ => None,
        };
        let renamed = label.as_ref().and_then(|_| item_named(&at, "iterator")).map(|(_, name)| name);
        let name = renamed.map_or(label, |name| Some(name.text().trim_matches('"').to_owned()));
        if name.as_deref() == Some(iterator) {
            return item_named(&at, "for_each").map(|(_, for_each)| for_each);
        }
        at = parent;
    }
    None
}

fn key_of(member: &Syntax) -> Option<String> {
    key_text(member.children().first()?)
}
