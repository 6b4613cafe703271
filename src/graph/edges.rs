//! References between resources.

use super::{Content, Graph, Link, Mode, Resource, ResourceId};
use crate::value::{Blocker, Kind, Value};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// A resource's attribute refers to another resource.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edge {
    pub from: ResourceId,
    pub to: ResourceId,
    /// The path of the attribute that refers.
    pub attribute: Arc<str>,
    /// The attribute that is referred to; empty for the whole resource.
    pub target: Arc<str>,
    /// The attribute is exactly what is referred to, not something made from it.
    pub exact: bool,
}

/// All edges, sorted by where they start, and an index by where they end.
#[derive(Debug)]
pub(super) struct Edges {
    edges: Vec<Edge>,
    by_target: Vec<u32>,
}

impl Edges {
    pub(super) fn build(graph: &Graph) -> Edges {
        let mut edges = Vec::new();
        let mut names = FxHashSet::default();
        for (from, _) in graph.resources() {
            of_resource(graph, from, &mut names, &mut edges);
        }
        Edges::of(edges)
    }

    /// The edges of a graph in which only some resources differ from another one's.
    pub(super) fn carried(&self, old: &Graph, new: &Graph, changed: &FxHashSet<Arc<str>>) -> Edges {
        let place = |resource: &Resource| match resource.deposed {
            None => new.find(&resource.address),
            Some(_) => None,
        };
        let places: Vec<Option<ResourceId>> = old.resources().map(|(_, resource)| place(resource)).collect();
        let stays = |id: ResourceId| !changed.contains(&old.get(id).address);
        let mut edges: Vec<Edge> = Vec::with_capacity(self.edges.len());
        for edge in self.edges.iter().filter(|edge| stays(edge.from)) {
            if let (Some(from), Some(to)) = (places[edge.from.0 as usize], places[edge.to.0 as usize]) {
                edges.push(Edge { from, to, ..edge.clone() });
            }
        }
        let mut names = FxHashSet::default();
        for id in changed.iter().filter_map(|address| new.find(address)) {
            of_resource(new, id, &mut names, &mut edges);
        }
        Edges::of(edges)
    }

    fn of(mut edges: Vec<Edge>) -> Edges {
        edges.sort_unstable();
        // Of an exact edge and one that is not, with the same ends, the exact one says all.
        edges.dedup_by(|b, a| {
            let same = (a.from, a.to, &a.attribute, &a.target) == (b.from, b.to, &b.attribute, &b.target);
            a.exact |= same && b.exact;
            same
        });
        let mut by_target: Vec<u32> = (0..edges.len() as u32).collect();
        by_target.sort_by_key(|&edge| (edges[edge as usize].to, edge));
        Edges { edges, by_target }
    }

    pub(super) fn all(&self) -> &[Edge] {
        &self.edges
    }

    pub(super) fn from(&self, id: ResourceId) -> &[Edge] {
        let start = self.edges.partition_point(|edge| edge.from < id);
        let end = self.edges.partition_point(|edge| edge.from <= id);
        &self.edges[start..end]
    }

    pub(super) fn to(&self, id: ResourceId) -> impl Iterator<Item = &Edge> {
        let target = |edge: &u32| self.edges[*edge as usize].to;
        let start = self.by_target.partition_point(|edge| target(edge) < id);
        let end = self.by_target.partition_point(|edge| target(edge) <= id);
        self.by_target[start..end].iter().map(|&edge| &self.edges[edge as usize])
    }
}

fn of_resource(graph: &Graph, from: ResourceId, names: &mut FxHashSet<Arc<str>>, edges: &mut Vec<Edge>) {
    let resource = graph.get(from);
    let mut links = resource.links();
    let complete = matches!(&resource.content, Content::Lazy(source, _) if source.links_are_complete());
    if !complete {
        collect(&resource.values(), &mut String::new(), &mut links);
    }
    for link in links {
        let link = shared(link, names);
        resolve(graph, from, link, edges);
    }
}

/// The references of unknown values, with the paths of the attributes they stand in.
fn collect(value: &Value, path: &mut String, links: &mut Vec<Link>) {
    let length = path.len();
    match &value.kind {
        Kind::Unknown(unknown) => {
            for blocker in unknown.blockers.iter() {
                if let Blocker::Attribute(to) = blocker {
                    let exact = unknown.reference.as_deref() == Some(to);
                    links.push(Link { attribute: path.as_str().into(), to: to.clone(), exact });
                }
            }
        }
        Kind::List(_, elements) | Kind::Set(_, elements) | Kind::Tuple(elements) => {
            for (index, element) in elements.iter().enumerate() {
                path.push_str(&format!("[{index}]"));
                collect(element, path, links);
                path.truncate(length);
            }
        }
        Kind::Map(_, entries) | Kind::Object(entries) => {
            for (name, entry) in entries.iter() {
                if length > 0 {
                    path.push('.');
                }
                path.push_str(name);
                collect(entry, path, links);
                path.truncate(length);
            }
        }
        _ => {}
    }
}

/// The same link with one copy of each path.
fn shared(mut link: Link, names: &mut FxHashSet<Arc<str>>) -> Link {
    for name in [&mut link.attribute, &mut link.to.path] {
        match names.get(name) {
            Some(known) => *name = known.clone(),
            None => drop(names.insert(name.clone())),
        }
    }
    link
}

fn resolve(graph: &Graph, from: ResourceId, link: Link, edges: &mut Vec<Edge>) {
    let edge = |to: ResourceId, exact: bool| Edge {
        from,
        to,
        attribute: link.attribute.clone(),
        target: link.to.path.clone(),
        exact,
    };
    if let Some(to) = graph.find(&link.to.address) {
        edges.push(edge(to, link.exact));
        return;
    }
    let instances = graph.instances_of(&link.to.address).iter();
    edges.extend(instances.filter(|to| graph.get(**to).mode != Mode::Ephemeral).map(|to| edge(*to, false)));
}
