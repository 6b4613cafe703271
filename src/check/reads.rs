//! What each judgement read of the graph, so that it can be told which judgements a change of resources reaches.
//!
//! A judgement that reads the same sees the same: where nothing that it read is touched, its verdict stands.

use super::world::{View, World};
use crate::graph::{Graph, ResourceId};
use crate::value::{Kind, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Something that a judgement looked at.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Read {
    /// A resource's values and references; also that it is there.
    Resource(Arc<str>),
    /// What refers to a resource, of one type or of any.
    Referrers(Arc<str>, Option<Arc<str>>),
    /// All resources of a type with their values.
    Type(Arc<str>),
    /// The resources of a type by what they hold at a path. Those that were found are read as well.
    Companions(Arc<str>, Arc<str>),
    /// The resources by their known names. Those that were found are read as well.
    Names,
    /// The resources by all their texts. Those that were found are read as well.
    Texts,
}

/// A control and the address that it judged, or could have.
pub type JudgementKey = (Arc<str>, Arc<str>);

/// The address and path of a value that an index is made from besides the resources of its own type.
pub(super) type Followed = BTreeSet<(Arc<str>, Arc<str>)>;

/// The judgements of a run with what they read.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    judgements: FxHashMap<JudgementKey, Arc<[Read]>>,
    /// By index: what it follows.
    followed: FxHashMap<(Arc<str>, Arc<str>), Arc<Followed>>,
}

/// What a change of resources touches.
#[derive(Clone, Debug, Default)]
pub struct Touched {
    reads: FxHashSet<Read>,
    /// Types of which resources are added: they may be found by every search.
    added: FxHashSet<Arc<str>>,
}

impl Ledger {
    pub(super) fn add(&mut self, key: JudgementKey, mut reads: Vec<Read>) {
        reads.sort_unstable();
        reads.dedup();
        // A control that judges one address by several checks, or in several scopes, reads all of it.
        match self.judgements.get_mut(&key) {
            Some(known) => *known = known.iter().cloned().chain(reads).collect(),
            None => drop(self.judgements.insert(key, reads.into())),
        }
    }

    pub(super) fn add_followed(&mut self, type_name: Arc<str>, path: Arc<str>, followed: Arc<Followed>) {
        self.followed.insert((type_name, path), followed);
    }

    pub fn reads(&self, key: &JudgementKey) -> &[Read] {
        self.judgements.get(key).map_or(&[], |reads| reads)
    }

    pub fn keys(&self) -> impl Iterator<Item = &JudgementKey> {
        self.judgements.keys()
    }

    pub fn len(&self) -> usize {
        self.judgements.len()
    }

    pub fn is_empty(&self) -> bool {
        self.judgements.is_empty()
    }

    pub fn holds(&self, key: &JudgementKey) -> bool {
        self.judgements.contains_key(key)
    }

    /// The judgements that may come out otherwise after the change.
    pub fn reached(&self, touched: &Touched) -> impl Iterator<Item = &JudgementKey> {
        let judgements = self.judgements.iter();
        judgements.filter(|(_, reads)| reads.iter().any(|read| touched.may_change(read))).map(|(key, _)| key)
    }

    /// Takes over the judgements of a later run.
    pub fn update(&mut self, later: &Ledger) {
        self.judgements.extend(later.judgements.iter().map(|(key, reads)| (key.clone(), reads.clone())));
        self.followed.extend(later.followed.iter().map(|(key, followed)| (key.clone(), followed.clone())));
    }
}

/// Two graphs, one before and one after a change.
pub struct Difference<'g> {
    before: World<'g>,
    after: World<'g>,
}

impl<'g> Difference<'g> {
    pub fn new(before: &'g Graph, after: &'g Graph) -> Difference<'g> {
        Difference { before: World::new(before, View::Planned), after: World::new(after, View::Planned) }
    }

    /// What a change of these addresses touches. `ledgers` name the searches that were made.
    pub fn touched(&self, addresses: &[Arc<str>], ledgers: &[&Ledger]) -> Touched {
        let mut touched = Touched::default();
        let graphs = [self.before.graph, self.after.graph];
        for address in addresses {
            let ids = graphs.map(|graph| graph.find(address));
            touched.reads.insert(Read::Resource(address.clone()));
            for (graph, id) in graphs.into_iter().zip(ids) {
                let Some(id) = id else { continue };
                let type_name = name_of(graph, id);
                for edge in graph.edges_from(id) {
                    let to = &graph.get(edge.to).address;
                    touched.reads.insert(Read::Referrers(to.clone(), Some(type_name.clone())));
                    touched.reads.insert(Read::Referrers(to.clone(), None));
                }
                touched.reads.insert(Read::Type(type_name));
            }
            match ids {
                [Some(old), Some(new)] => self.searches(old, new, address, ledgers, &mut touched),
                [None, Some(new)] => drop(touched.added.insert(name_of(graphs[1], new))),
                _ => touched.everything_found(ledgers),
            }
        }
        touched
    }

    /// Searches that find a resource otherwise when its values change.
    fn searches(
        &self,
        old: ResourceId,
        new: ResourceId,
        address: &Arc<str>,
        ledgers: &[&Ledger],
        touched: &mut Touched,
    ) {
        let type_name = name_of(self.before.graph, old);
        let differs = |path: &str| self.before.attribute(old, path) != self.after.attribute(new, path);
        for ((searched, path), followed) in ledgers.iter().flat_map(|ledger| &ledger.followed) {
            let is_followed = || {
                let from = (address.clone(), Arc::from(""));
                followed.range(from..).take_while(|(other, _)| other == address).any(|(_, path)| differs(path))
            };
            if *searched == type_name && differs(path) || is_followed() {
                touched.reads.insert(Read::Companions(searched.clone(), path.clone()));
            }
        }
        let names = |world: &World<'_>, id| super::identity::Identity::of(world, id).known;
        if names(&self.before, old) != names(&self.after, new) {
            touched.reads.insert(Read::Names);
        }
        let texts = |world: &World<'_>, id| {
            let mut found = BTreeSet::new();
            if let Some(values) = world.attributes(id) {
                all_texts(&values, &mut found);
            }
            found
        };
        if texts(&self.before, old) != texts(&self.after, new) {
            touched.reads.insert(Read::Texts);
        }
    }
}

impl Touched {
    fn everything_found(&mut self, ledgers: &[&Ledger]) {
        let searches = ledgers.iter().flat_map(|ledger| ledger.followed.keys());
        self.reads.extend(searches.map(|(type_name, path)| Read::Companions(type_name.clone(), path.clone())));
        self.reads.extend([Read::Names, Read::Texts]);
    }

    /// The read gave something else before the change, or may give more now.
    fn may_change(&self, read: &Read) -> bool {
        let searched = match read {
            Read::Companions(type_name, _) => self.added.contains(type_name),
            Read::Names | Read::Texts => !self.added.is_empty(),
            _ => false,
        };
        searched || self.reads.contains(read)
    }

    pub fn extend(&mut self, other: &Touched) {
        self.reads.extend(other.reads.iter().cloned());
        self.added.extend(other.added.iter().cloned());
    }

    /// What gives something else now. What a search finds is a read of its own.
    pub fn reads(&self) -> impl Iterator<Item = &Read> {
        self.reads.iter()
    }
}

/// A type as rules name it.
pub(super) fn name_of(graph: &Graph, id: ResourceId) -> Arc<str> {
    let resource = graph.get(id);
    if resource.is_managed() { resource.type_name.clone() } else { format!("data.{}", resource.type_name).into() }
}

fn all_texts(value: &Value, found: &mut BTreeSet<Arc<str>>) {
    match &value.kind {
        Kind::String(text) => drop(found.insert(text.clone())),
        Kind::List(_, elements) | Kind::Set(_, elements) | Kind::Tuple(elements) => {
            elements.iter().for_each(|element| all_texts(element, found));
        }
        Kind::Map(_, entries) | Kind::Object(entries) => {
            entries.values().for_each(|entry| all_texts(entry, found));
        }
        _ => {}
    }
}
