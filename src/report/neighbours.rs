//! The part of the resource graph around findings: what each refers to, and what refers to it.

use super::outcome::Entry;
use crate::graph::{Edge, Graph, ResourceId};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Resources drawn on each side of one; how many more there are is said.
const SIDE: usize = 8;

/// Resources and references, by root and address.
#[derive(Debug, Default)]
pub struct Neighbours {
    places: HashMap<(usize, Arc<str>), usize>,
    pub nodes: Vec<Node>,
    pub references: Vec<Reference>,
}

/// A resource instance.
#[derive(Debug)]
pub struct Node {
    pub root: usize,
    pub address: Arc<str>,
    /// References in and out beyond those that are drawn.
    pub more: (usize, usize),
}

/// One resource refers to another, by these attributes.
#[derive(Debug)]
pub struct Reference {
    pub from: usize,
    pub to: usize,
    pub attributes: Vec<Arc<str>>,
}

impl Neighbours {
    /// What stands around the resources of the entries.
    pub fn of<'e>(graphs: &[&Graph], entries: impl Iterator<Item = &'e Entry>) -> Neighbours {
        let mut found = Neighbours::default();
        let mut references: BTreeMap<(usize, usize), Vec<Arc<str>>> = BTreeMap::new();
        let mut done = std::collections::HashSet::new();
        for entry in entries {
            let Some(graph) = graphs.get(entry.root) else { continue };
            let Some(id) = graph.find(&entry.address).filter(|id| done.insert((entry.root, *id))) else { continue };
            let out = sides(graph.edges_from(id).iter(), |edge| edge.to, id);
            let into = sides(graph.edges_to(id), |edge| edge.from, id);
            let center = found.node(entry.root, graph, id);
            found.nodes[center].more = (into.len().saturating_sub(SIDE), out.len().saturating_sub(SIDE));
            for (other, attributes) in out.into_iter().take(SIDE) {
                let other = found.node(entry.root, graph, other);
                references.insert((center, other), attributes);
            }
            for (other, attributes) in into.into_iter().take(SIDE) {
                let other = found.node(entry.root, graph, other);
                references.insert((other, center), attributes);
            }
        }
        let reference = |((from, to), attributes)| Reference { from, to, attributes };
        found.references = references.into_iter().map(reference).collect();
        found
    }

    /// The node of an entry's resource.
    pub fn of_entry(&self, entry: &Entry) -> Option<usize> {
        self.places.get(&(entry.root, entry.address.clone())).copied()
    }

    fn node(&mut self, root: usize, graph: &Graph, id: ResourceId) -> usize {
        let address = graph.get(id).address.clone();
        let next = self.nodes.len();
        let place = *self.places.entry((root, address.clone())).or_insert(next);
        if place == next {
            self.nodes.push(Node { root, address, more: (0, 0) });
        }
        place
    }
}

/// The other ends of edges with the attributes that lead there, in the graph's order.
fn sides<'g>(
    edges: impl Iterator<Item = &'g Edge>,
    other: impl Fn(&Edge) -> ResourceId,
    own: ResourceId,
) -> BTreeMap<ResourceId, Vec<Arc<str>>> {
    let mut ends: BTreeMap<ResourceId, Vec<Arc<str>>> = BTreeMap::new();
    for edge in edges.filter(|edge| other(edge) != own) {
        let attributes = ends.entry(other(edge)).or_default();
        if !attributes.contains(&edge.attribute) {
            attributes.push(edge.attribute.clone());
        }
    }
    ends
}
