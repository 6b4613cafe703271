//! The run as rules see it: resources as objects, before or after the plan, with what refers to what.

use super::companions::{CompanionIndex, OwnerIndex};
use super::identity::{Identities, Identity};
use super::reads::{Followed, Ledger, Read};
use super::unresolved::Unresolved;
use crate::graph::{Graph, InstanceKey, Mode, Operation, Origin, Resource, ResourceId};
use crate::value::{Blocker, Entries, Kind, Reference, Type, Unknown, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::{Cell, RefCell};
use std::sync::{Arc, Mutex, OnceLock};

/// Which state of the resources is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
    Planned,
    Prior,
}

/// The hidden attribute that tells which instance an object is; no Terraform name can be this.
const ADDRESS: &str = "@address";

/// By type and path.
type Indexes = FxHashMap<(Arc<str>, Arc<str>), Arc<CompanionIndex>>;

/// Objects of a plan that are kept before they are made again; one may have a hundred attributes.
const MOST_OBJECTS: usize = 1 << 8;

/// Answers and identities that are kept before they are made again.
const MOST_KEPT: usize = 1 << 10;

/// Objects that were made lately. Two generations: when the younger is full, the older is forgotten.
#[derive(Default)]
struct Objects {
    young: FxHashMap<ResourceId, Option<Value>>,
    old: FxHashMap<ResourceId, Option<Value>>,
    kept: usize,
}

impl Objects {
    fn get(&self, id: ResourceId) -> Option<Option<Value>> {
        self.young.get(&id).or_else(|| self.old.get(&id)).cloned()
    }

    fn put(&mut self, id: ResourceId, object: Option<Value>) {
        if self.young.len() >= self.kept {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(id, object);
    }
}

/// A value that is the same for every judged resource that asks, and the instances that were looked at for it.
#[derive(Clone)]
pub(super) struct Answer {
    pub value: Value,
    pub looked_at: Arc<[ResourceId]>,
}

/// Resources that a value may come from are not followed any further.
const MOST_FOLLOWED: usize = 64;

/// A graph in one view, with indexes made on first use.
pub(super) struct World<'g> {
    pub graph: &'g Graph,
    pub view: View,
    objects: Mutex<Objects>,
    companions: Mutex<Indexes>,
    /// By type of the owners, type and path.
    owners: Mutex<FxHashMap<[Arc<str>; 3], Arc<OwnerIndex>>>,
    identities: OnceLock<Identities>,
    /// Of instances that were asked for lately.
    identity: Mutex<FxHashMap<ResourceId, Arc<Identity>>>,
    texts: OnceLock<FxHashMap<Arc<str>, Vec<ResourceId>>>,
    unresolved: OnceLock<Unresolved>,
    /// Lists and targets that were asked for, by what was asked.
    answers: Mutex<FxHashMap<String, Answer>>,
    credentials: Mutex<Vec<Arc<str>>>,
    /// What was looked at since the last time that it was taken; `None` when nobody wants to know.
    reads: Option<RefCell<Vec<Read>>>,
    /// Inside the making of an index, whose readers note the search instead.
    indexing: Cell<bool>,
}

impl<'g> World<'g> {
    pub fn new(graph: &'g Graph, view: View) -> World<'g> {
        // A plan makes its values again when they are asked for: a large one is never wholly in memory.
        let kept = if graph.origin == Origin::Configuration { usize::MAX } else { MOST_OBJECTS };
        World {
            graph,
            view,
            objects: Mutex::new(Objects { kept, ..Objects::default() }),
            companions: Mutex::default(),
            owners: Mutex::default(),
            identities: OnceLock::new(),
            identity: Mutex::default(),
            texts: OnceLock::new(),
            unresolved: OnceLock::new(),
            answers: Mutex::default(),
            credentials: Mutex::default(),
            reads: None,
            indexing: Cell::new(false),
        }
    }

    /// A world that notes what is looked at.
    pub fn recording(graph: &'g Graph) -> World<'g> {
        World { reads: Some(RefCell::default()), ..World::new(graph, View::Planned) }
    }

    /// Somebody wants to know what is looked at.
    pub fn is_recording(&self) -> bool {
        self.reads.is_some()
    }

    pub fn note(&self, read: impl FnOnce() -> Read) {
        if let Some(reads) = self.reads.as_ref().filter(|_| !self.indexing.get()) {
            reads.borrow_mut().push(read());
        }
    }

    pub fn note_resource(&self, id: ResourceId) {
        self.note(|| Read::Resource(self.graph.get(id).address.clone()));
    }

    /// What was noted since the last call; `None` when this world does not note.
    pub fn take_reads(&self) -> Option<Vec<Read>> {
        self.reads.as_ref().map(|reads| reads.take())
    }

    /// Without noting single reads: the reader notes the whole.
    pub fn unnoted<T>(&self, make: impl FnOnce() -> T) -> T {
        let before = self.indexing.replace(true);
        let made = make();
        self.indexing.set(before);
        made
    }

    /// Tells the ledger what the indexes follow.
    pub fn tell_indexes(&self, ledger: &mut Ledger) {
        let companions = self.companions.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        for ((type_name, path), index) in companions.iter() {
            let address = |(id, path): &(ResourceId, Arc<str>)| (self.graph.get(*id).address.clone(), path.clone());
            let followed: Followed = index.followed.iter().map(address).collect();
            ledger.add_followed(type_name.clone(), path.clone(), Arc::new(followed));
        }
    }

    /// The attributes of an instance; `None` when it is not there in this view.
    pub fn attributes(&self, id: ResourceId) -> Option<Value> {
        self.note_resource(id);
        let resource = self.graph.get(id);
        match self.view {
            View::Planned if resource.remains() => Some(with_unread(resource, resource.values())),
            View::Planned => None,
            View::Prior => resource.prior(),
        }
    }

    /// An instance as rules see it: its attributes, and its identity.
    pub fn object(&self, id: ResourceId) -> Option<Value> {
        self.note_resource(id);
        let objects = || self.objects.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(known) = objects().get(id) {
            return known;
        }
        let made = self.attributes(id).map(|attributes| identified(attributes, &self.graph.get(id).address));
        objects().put(id, made.clone());
        made
    }

    /// An instance that is not there in this view, as rules see it.
    pub fn identified(&self, id: ResourceId, attributes: Value) -> Value {
        identified(attributes, &self.graph.get(id).address)
    }

    /// An attribute of an instance, without keeping its object.
    pub fn attribute(&self, id: ResourceId, path: &str) -> Value {
        let names =
            steps(path).into_iter().find_map(|step| if let Step::Name(name) = step { Some([name]) } else { None });
        match names.and_then(|names| self.alone(id, &names)) {
            Some(holder) => at_path(&holder, path),
            None => self.attributes(id).map_or(Value::null(), |attributes| at_path(&attributes, path)),
        }
    }

    /// Attributes of an instance; null where it has none of the name.
    pub fn named<const N: usize>(&self, id: ResourceId, names: [&str; N]) -> [Value; N] {
        let holder = self.alone(id, &names).or_else(|| self.attributes(id)).unwrap_or_else(Value::null);
        names.map(|name| holder.get(name).cloned().unwrap_or_else(Value::null))
    }

    /// An object that has what the instance has of these names, where it is at hand or can be made without the rest.
    fn alone(&self, id: ResourceId, names: &[&str]) -> Option<Value> {
        self.note_resource(id);
        let known = self.objects.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).get(id);
        if let Some(known) = known {
            return Some(known.unwrap_or_else(Value::null));
        }
        if !self.is_present(id) {
            return Some(Value::null());
        }
        let values = self.graph.get(id).attributes(names, self.view == View::Prior)?;
        Some(Value::object(names.iter().copied().zip(values)))
    }

    /// It is there, and judged by the controls of this run: nothing that the plan lets go.
    pub fn is_kept(&self, id: ResourceId) -> bool {
        self.is_present(id) && (self.view == View::Prior || self.graph.get(id).is_kept())
    }

    pub fn is_present(&self, id: ResourceId) -> bool {
        let resource = self.graph.get(id);
        match self.view {
            View::Planned => resource.remains(),
            View::Prior => resource.was_there(),
        }
    }

    /// The answer to what was asked before.
    pub fn known_answer(&self, asked: &str) -> Option<Answer> {
        self.answers.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).get(asked).cloned()
    }

    /// The answer to what was asked before, or a new one. Asked for every resource of a large plan, a search through all others
    /// would make the run quadratic.
    pub fn answer(&self, asked: String, make: impl FnOnce() -> Answer) -> Answer {
        let kept = || self.answers.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(known) = kept().get(&asked) {
            return known.clone();
        }
        let made = make();
        let mut kept = kept();
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(asked, made.clone());
        made
    }

    /// The instances of `TYPE` or `data.TYPE` that are there. Who reads only some of them notes that itself.
    pub fn of_type(&self, type_name: &str) -> Vec<ResourceId> {
        let (name, mode) = match type_name.strip_prefix("data.") {
            Some(name) => (name, Mode::Data),
            None => (type_name, Mode::Managed),
        };
        let instances = self.graph.of_type(name).iter().copied();
        instances.filter(|id| self.graph.get(*id).mode == mode && self.is_present(*id)).collect()
    }

    /// The object, or an unknown in its place when it is not certain that the instance will be there.
    pub fn element(&self, id: ResourceId) -> Option<Value> {
        let object = self.object(id)?;
        Some(if may_be_absent(self.graph.get(id)) { self.maybe(id) } else { object })
    }

    /// An unknown that stands for an instance of which it cannot be told whether it belongs.
    pub fn maybe(&self, id: ResourceId) -> Value {
        let address = self.graph.get(id).address.clone();
        Value::unknown(Type::Dynamic, Blocker::Attribute(Reference { address, path: "".into() }))
    }

    /// Some attribute of the resource's instances may be one of this other instance, which they were given.
    pub fn leads_to(&self, resource: &str, address: &str) -> bool {
        let mut seen: FxHashSet<ResourceId> = FxHashSet::default();
        let mut open = self.graph.instances_of(resource).to_vec();
        while let Some(id) = open.pop() {
            self.note_resource(id);
            if *self.graph.get(id).address == *address || seen.len() >= MOST_FOLLOWED {
                return true;
            }
            if seen.insert(id) {
                open.extend(self.graph.edges_from(id).iter().map(|edge| edge.to));
            }
        }
        false
    }

    pub fn companion_index(&self, type_name: &Arc<str>, path: &Arc<str>) -> Arc<CompanionIndex> {
        self.note(|| Read::Companions(type_name.clone(), path.clone()));
        let key = (type_name.clone(), path.clone());
        let lock = || self.companions.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(index) = lock().get(&key) {
            return index.clone();
        }
        let index = Arc::new(self.unnoted(|| CompanionIndex::build(self, type_name, path)));
        lock().entry(key).or_insert(index).clone()
    }

    /// Which instances of `owners` have those of `type_name` for companions.
    pub fn owner_index(&self, owners: &Arc<str>, type_name: &Arc<str>, path: &Arc<str>) -> Arc<OwnerIndex> {
        self.note(|| Read::Type(owners.clone()));
        self.note(|| Read::Type(type_name.clone()));
        // Noted also where the index is there: what it follows is told with it.
        let _ = self.companion_index(type_name, path);
        let key = [owners, type_name, path].map(Arc::clone);
        let lock = || self.owners.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(index) = lock().get(&key) {
            return index.clone();
        }
        let index = Arc::new(self.unnoted(|| OwnerIndex::build(self, owners, type_name, path)));
        lock().entry(key).or_insert(index).clone()
    }

    /// A plan alone does not show the text around what it refers to.
    pub fn shows_texts(&self) -> bool {
        self.graph.origin != Origin::Plan || self.graph.configuration().is_some()
    }

    /// By what other resources name an instance.
    pub fn identity(&self, id: ResourceId) -> Arc<Identity> {
        self.note_resource(id);
        let kept = || self.identity.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(known) = kept().get(&id) {
            return known.clone();
        }
        let identity = Arc::new(Identity::of(self, id));
        let mut kept = kept();
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(id, identity.clone());
        identity
    }

    pub fn identities(&self) -> &Identities {
        self.note(|| Read::Names);
        self.identities.get_or_init(|| self.unnoted(|| Identities::build(self)))
    }

    /// Long known texts to the instances that hold them anywhere.
    pub fn text_index(&self) -> &FxHashMap<Arc<str>, Vec<ResourceId>> {
        self.note(|| Read::Texts);
        let all = || {
            let mut index: FxHashMap<Arc<str>, Vec<ResourceId>> = FxHashMap::default();
            for (id, _) in self.graph.resources() {
                if let Some(attributes) = self.attributes(id) {
                    collect_texts(&attributes, id, &mut index);
                }
            }
            index
        };
        self.texts.get_or_init(|| self.unnoted(all))
    }

    /// Unknown values of which the plan hides what they are made of.
    pub fn unresolved(&self) -> &Unresolved {
        self.note(|| Read::Texts);
        self.unresolved.get_or_init(|| self.unnoted(|| Unresolved::build(self)))
    }

    /// A text that a rule took for a credential: no output may show it.
    pub fn note_credential(&self, text: &str) {
        let mut noted = self.credentials.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if !noted.iter().any(|known| **known == *text) {
            noted.push(text.into());
        }
    }

    /// What was noted since this was last asked.
    pub fn take_credentials(&self) -> Vec<Arc<str>> {
        std::mem::take(&mut *self.credentials.lock().unwrap_or_else(|poisoned| poisoned.into_inner()))
    }

    /// The instance that an object is.
    pub fn identify(&self, object: &Value) -> Option<ResourceId> {
        self.graph.find(address_of(object)?)
    }
}

/// What a data source that is read at apply computes is not unset but unknown.
fn with_unread(resource: &Resource, values: Value) -> Value {
    if resource.mode != Mode::Data || resource.operation != Operation::Read {
        return values;
    }
    let Kind::Object(entries) = values.kind else { return values };
    let mut entries = Arc::unwrap_or_clone(entries);
    for path in resource.computed() {
        if let Some(entry) = entries.get_mut(&path).filter(|entry| entry.is_null()) {
            let reference = Reference { address: resource.address.clone(), path: path.clone() };
            *entry = Unknown::of_reference(entry.type_of(), reference).into();
        }
    }
    Value { kind: Kind::Object(Arc::new(entries)), marks: values.marks }
}

fn collect_texts(value: &Value, id: ResourceId, index: &mut FxHashMap<Arc<str>, Vec<ResourceId>>) {
    match &value.kind {
        Kind::String(text) if (9..512).contains(&text.len()) => {
            let ids = index.entry(text.clone()).or_default();
            if ids.last() != Some(&id) {
                ids.push(id);
            }
        }
        Kind::List(_, elements) | Kind::Set(_, elements) | Kind::Tuple(elements) => {
            elements.iter().for_each(|element| collect_texts(element, id, index));
        }
        Kind::Map(_, entries) | Kind::Object(entries) => {
            entries.values().for_each(|entry| collect_texts(entry, id, index));
        }
        _ => {}
    }
}

/// `count` or `for_each` of the instance, or of a module around it, is not known.
pub(super) fn may_be_absent(resource: &Resource) -> bool {
    resource.index == Some(InstanceKey::Unknown) || resource.module.contains("[*]")
}

fn identified(attributes: Value, address: &Arc<str>) -> Value {
    let Kind::Object(entries) = attributes.kind else { return attributes };
    let mut entries: Entries = Arc::unwrap_or_clone(entries);
    entries.reserve_exact(1);
    entries.insert(ADDRESS.into(), Value::string(address.clone()));
    Value { kind: Kind::Object(Arc::new(entries)), marks: attributes.marks }
}

/// The address of the instance that an object is.
pub(super) fn address_of(object: &Value) -> Option<&str> {
    object.get(ADDRESS).and_then(Value::as_str)
}

/// The value at a path of names and indexes; null where there is none. A name after a list means its elements.
pub(super) fn at_path(value: &Value, path: &str) -> Value {
    let mut values = vec![value.clone()];
    let mut several = false;
    for step in steps(path) {
        let mut next = Vec::new();
        for value in values {
            match (&value.kind, step) {
                (Kind::Unknown(unknown), _) => next.push(inside_unknown(unknown)),
                (_, Step::Index(index)) => {
                    next.extend(value.as_sequence().and_then(|elements| elements.get(index)).cloned());
                }
                (Kind::List(..) | Kind::Set(..) | Kind::Tuple(_), Step::All) => {
                    several = true;
                    next.extend(value.as_sequence().unwrap_or_default().iter().cloned());
                }
                (Kind::List(..) | Kind::Set(..) | Kind::Tuple(_), Step::Name(name)) => {
                    several = true;
                    for element in value.as_sequence().unwrap_or_default() {
                        match &element.kind {
                            Kind::Unknown(unknown) => next.push(inside_unknown(unknown)),
                            _ => next.extend(element.get(name).cloned()),
                        }
                    }
                }
                (_, Step::Name(name)) => next.extend(value.get(name).cloned()),
                (_, Step::All) => next.push(value),
            }
        }
        values = next;
    }
    match values.len() {
        _ if several => Value::tuple(values),
        0 => Value::null(),
        _ => values.swap_remove(0),
    }
}

/// A part of something unknown: what blocks the whole blocks the part.
fn inside_unknown(unknown: &Unknown) -> Value {
    Unknown::derived(Type::Dynamic, [unknown]).into()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step<'p> {
    Name(&'p str),
    Index(usize),
    All,
}

/// The steps of `a.b[0].c`, `a.0.b`, `a[*].b`, `tags["x"]`.
pub(super) fn steps(path: &str) -> Vec<Step<'_>> {
    let mut found = Vec::new();
    for part in path.split(['.', '[']).filter(|part| !part.is_empty()) {
        let name = part.trim_end_matches(']').trim_matches('"');
        found.push(match name.parse() {
            Ok(index) => Step::Index(index),
            Err(_) if name == "*" => Step::All,
            Err(_) => Step::Name(name),
        });
    }
    found
}

/// The path without indexes: `a[0].b` is `a.b`.
pub(super) fn without_indexes(path: &str) -> String {
    let names = steps(path).into_iter().filter_map(|step| match step {
        Step::Name(name) => Some(name),
        _ => None,
    });
    names.collect::<Vec<_>>().join(".")
}

/// The path with the index 0 after each list that has elements and no index yet: `a.b` is `a[0].b` where `a` is a list of blocks.
pub(super) fn concrete_path(value: &Value, path: &str) -> String {
    let mut result = String::new();
    let mut at = Some(value.clone());
    let steps = steps(path);
    for (position, step) in steps.iter().enumerate() {
        match step {
            Step::Name(name) => {
                if !result.is_empty() {
                    result.push('.');
                }
                result.push_str(name);
                at = at.and_then(|value| value.get(name).cloned());
            }
            Step::Index(index) => {
                result.push_str(&format!("[{index}]"));
                at = at.and_then(|value| value.as_sequence().and_then(|all| all.get(*index)).cloned());
            }
            Step::All => {}
        }
        let names_follow = matches!(steps.get(position + 1), Some(Step::Name(_) | Step::All));
        let elements = at.as_ref().and_then(Value::as_sequence);
        if names_follow && let Some(first) = elements.and_then(|elements| elements.first()) {
            result.push_str("[0]");
            at = Some(first.clone());
        }
    }
    result
}
