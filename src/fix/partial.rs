//! Runs that repeat only what edits reach, for many edits at once, so that the proof of every fix costs little.
//!
//! A run of several edits together proves each of them alone when they have nothing in common. That is made sure of twice. No
//! item of the configuration hangs on two of the edits, so that each value is as its own edit alone would make it. And no
//! judgement reads, before or after, what two of them touch: it saw only what it would see with its own edit alone. Edits that
//! do have something in common are told apart and run one after the other.

use super::prove::{Baseline, FindingKey, Scope, Seen, key};
use super::reach::{Changed, ItemId, Reach, parses_worse, resource_item};
use crate::check::{CheckOptions, Difference, Ledger, Read, Recorded, Touched, Wanted, owns_account, run_recorded};
use crate::eval::{Evaluation, Project};
use crate::graph::{Affected, Edge, Graph, ResourceId};
use crate::rules::{Rules, Verdict};
use crate::text::{Edit, EditSet, FileId, Span};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The rules and settings of the run that is repeated.
#[derive(Clone, Debug)]
pub struct Judge {
    pub rules: Arc<Rules>,
    pub options: CheckOptions,
    /// Findings that the run leaves out.
    pub aside: BTreeSet<FindingKey>,
    /// What the judgements of the run read, where that was noted.
    pub ledger: Option<Arc<Ledger>>,
}

/// What is kept of the run before.
pub struct Partial<'p> {
    base: &'p Baseline<'p>,
    judge: &'p Judge,
    reach: RefCell<Reach>,
    ledger: Arc<Ledger>,
    account: bool,
}

/// Numbers of edit sets that must not run together.
pub type Group = Vec<usize>;

/// What a run of edit sets together gives.
pub enum Outcome {
    /// These have something in common: none was run.
    Apart(Vec<Group>),
    /// What these reach cannot be told by names: none was run.
    Unbounded(Vec<usize>),
    /// With these a file does not parse any more: none was run.
    Broken(Vec<usize>),
    /// Something went wrong that belongs to none of them for certain.
    Unclear,
    Ran(Box<Together>),
}

/// A run of several edit sets.
pub struct Together {
    pub graph: Graph,
    /// For each: what it reaches and what was judged there; `None` for those in a group.
    pub seen: Vec<Option<(Scope, FxHashMap<FindingKey, Verdict>)>>,
    pub groups: Vec<Group>,
}

impl Together {
    pub fn view<'t>(&'t self, verdicts: FxHashMap<FindingKey, Verdict>, scope: Scope) -> Seen<'t> {
        Seen { graph: &self.graph, verdicts, scope: Some(scope) }
    }
}

impl<'p> Partial<'p> {
    /// `None` where names do not tell what an edit reaches.
    pub fn new(base: &'p Baseline<'p>, judge: &'p Judge) -> Option<Partial<'p>> {
        let reach = RefCell::new(Reach::of(&base.graph.configuration()?.project)?);
        let account = judge.options.account || owns_account(base.graph);
        // References are taken over from here.
        let _ = base.graph.edges();
        let noted = || Arc::new(run_recorded(base.graph, &judge.rules, &judge.options, None).ledger);
        let ledger = judge.ledger.clone().unwrap_or_else(noted);
        Some(Partial { base, judge, reach, ledger, account })
    }

    /// The items that an edit set changes for certain and all that hang on them; a first guess.
    pub fn reached(&self, edits: &EditSet) -> FxHashSet<ItemId> {
        let reach = self.reach.borrow();
        let items: Vec<ItemId> = edits.iter().flat_map(|edit| reach.at(edit.span)).collect();
        reach.closure(&items, &FxHashMap::default())
    }

    /// The item of a resource's block.
    pub fn item(&self, address: &str) -> Option<ItemId> {
        let evaluation = self.base.graph.configuration()?;
        let instance = evaluation.find(address)?;
        let module = evaluation.instance(instance.module);
        self.reach.borrow().find(&module.module.directory, resource_item(&instance.key))
    }

    /// Runs edit sets together. They do not overlap.
    pub fn run(&self, sets: &[&EditSet]) -> Outcome {
        let Some(before) = self.base.graph.configuration() else { return Outcome::Unclear };
        let all = || (0..sets.len()).collect::<Vec<_>>();
        let Some(joint) = Joint::of(sets) else { return Outcome::Apart(vec![all()]) };
        let texts = joint.edits.apply(&before.project.files);
        let Some(project) = before.project.with_texts(&texts) else { return Outcome::Unbounded(all()) };
        let broken = joint.broken(&before.project, &project, &texts);
        if !broken.is_empty() {
            let of_one = |owners: &BTreeSet<usize>| owners.first().copied().filter(|_| owners.len() == 1);
            let found: Option<Vec<usize>> = broken.iter().map(of_one).collect();
            return found.map_or(Outcome::Unclear, Outcome::Broken);
        }
        let Some(changed) = self.reach.borrow_mut().changed(&before.project, &project, &texts) else {
            return Outcome::Unbounded(all());
        };
        let owned = match self.owned(&joint, &changed, sets.len()) {
            Ok(owned) => owned,
            Err(outcome) => return outcome,
        };
        let evaluation = Arc::new(Evaluation::new(Arc::new(project), before.schema.clone()));
        let reach = self.reach.borrow();
        let item = |directory: &Arc<str>, name: String| reach.find(directory, name);
        let is_reached = |directory: &Arc<str>, name: String| {
            item(directory, name).is_some_and(|item| owned.reached.contains(&item))
        };
        let new = self
            .base
            .graph
            .reevaluated(evaluation.clone(), &|module, key| is_reached(&module.directory, resource_item(key)));
        // An edit that makes a root the owner of its account makes other controls judge; a new provider other accounts.
        if owns_account(&new.graph) && !self.account
            || self.account && self.uses_new_provider(&new.affected, &new.graph)
        {
            return Outcome::Unbounded(all());
        }
        let mut scopes: Vec<Scope> = sets.iter().map(|_| Scope::default()).collect();
        let mut shared: Vec<&Affected> = Vec::new();
        for one in &new.affected {
            let owner = item(&one.directory, resource_item(&one.key)).and_then(|item| owned.owner.get(&item));
            match owner {
                Some(owner) => {
                    scopes[*owner].before.extend(one.before.iter().cloned());
                    scopes[*owner].after.extend(one.after.iter().cloned());
                }
                None => shared.push(one),
            }
        }
        for broken in evaluation.broken_conditions(&|module, name| is_reached(&module.directory, name.to_owned())) {
            let owner = item(&broken.directory, broken.item.to_string()).and_then(|item| owned.owner.get(&item));
            match owner {
                Some(owner) => scopes[*owner].broken.push(broken),
                None => scopes.iter_mut().for_each(|scope| scope.broken.push(broken.clone())),
            }
        }
        let differs = |address: &Arc<str>| differs(self.base.graph, &new.graph, address);
        if shared.iter().any(|one| one.before != one.after || one.before.iter().any(differs)) {
            return Outcome::Unclear;
        }
        if self.place_problems(&joint, &owned, &new.graph, &mut scopes).is_none() {
            return Outcome::Unclear;
        }
        let declared = owned.reached.iter().any(|item| reach.is_declared(*item));
        self.judge(new.graph, scopes, declared)
    }

    /// Which edit set each item belongs to.
    fn owned(&self, joint: &Joint, changed: &[Changed], count: usize) -> Result<Owned, Outcome> {
        let mut own: Vec<Vec<ItemId>> = vec![Vec::new(); count];
        let mut together: Vec<ItemId> = Vec::new();
        let mut more: FxHashMap<ItemId, Vec<ItemId>> = FxHashMap::default();
        let mut groups: Vec<Group> = Vec::new();
        let mut unbounded: BTreeSet<usize> = BTreeSet::new();
        let reach = self.reach.borrow();
        for change in changed {
            for mention in &change.mentions {
                more.entry(*mention).or_default().push(change.item);
            }
            let owners = joint.owners(change);
            let all: BTreeSet<usize> = owners.iter().flat_map(|owners| owners.iter().copied()).collect();
            let same = owners.windows(2).all(|pair| pair[0] == pair[1]);
            // A resource block that is gone takes its instances with it.
            if change.new.is_empty() && reach.is_resource(change.item) {
                unbounded.extend(all.iter().copied());
            }
            match all.len() {
                0 => return Err(Outcome::Unbounded((0..count).collect())),
                1 => own[*all.first().expect("one")].push(change.item),
                // The same edit is part of all of them, so that it is there with each of them alone.
                _ if same => together.push(change.item),
                _ => groups.push(all.into_iter().collect()),
            }
        }
        let mut owner: FxHashMap<ItemId, usize> = FxHashMap::default();
        let mut reached: FxHashSet<ItemId> = reach.closure(&together, &more);
        for (number, items) in own.iter().enumerate() {
            for item in reach.closure(items, &more) {
                if reach.is_everything(item) {
                    unbounded.insert(number);
                }
                match owner.insert(item, number) {
                    Some(other) if other != number => groups.push(vec![other, number]),
                    _ => {}
                }
                reached.insert(item);
            }
        }
        if reached.iter().any(|item| reach.is_everything(*item) && !owner.contains_key(item)) {
            unbounded.extend(0..count);
        }
        match () {
            () if !unbounded.is_empty() => Err(Outcome::Unbounded(unbounded.into_iter().collect())),
            () if !groups.is_empty() => Err(Outcome::Apart(groups)),
            () => Ok(Owned { owner, reached }),
        }
    }

    fn uses_new_provider(&self, affected: &[Affected], graph: &Graph) -> bool {
        let new = affected.iter().flat_map(|one| &one.after).filter(|address| self.base.graph.find(address).is_none());
        let mut providers = new.filter_map(|address| Some(graph.get(graph.find(address)?).provider.address.clone()));
        providers
            .any(|provider| !self.base.graph.resources().any(|(_, resource)| resource.provider.address == provider))
    }

    /// New problems go to the edit set that reaches the place; `None` when that is not clear.
    fn place_problems(&self, joint: &Joint, owned: &Owned, graph: &Graph, scopes: &mut [Scope]) -> Option<()> {
        let reach = self.reach.borrow();
        for problem in graph.problems().iter().filter(|problem| !self.base.is_known(problem)) {
            let number = match scopes.len() {
                1 => 0,
                _ => match joint.place(problem.span?) {
                    Ok(owners) => *owners.first().filter(|_| owners.len() == 1)?,
                    Err(old) => {
                        let mut owners: Vec<usize> =
                            reach.at(old).iter().filter_map(|item| owned.owner.get(item)).copied().collect();
                        owners.dedup();
                        *owners.first().filter(|_| owners.len() == 1)?
                    }
                },
            };
            scopes[number].problems.push(problem.clone());
        }
        Some(())
    }

    /// Judges again what the edits touch, and says which judgement belongs to which edit set.
    /// Variables, locals and providers that are judged themselves are judged again when an edit reaches some.
    fn judge(&self, graph: Graph, mut scopes: Vec<Scope>, declared: bool) -> Outcome {
        let difference = Difference::new(self.base.graph, &graph);
        let changes: Vec<Vec<Arc<str>>> = scopes
            .iter()
            .map(|scope| {
                let all: BTreeSet<&Arc<str>> = scope.before.iter().chain(&scope.after).collect();
                all.into_iter().filter(|address| differs(self.base.graph, &graph, address)).cloned().collect()
            })
            .collect();
        let mut touched: Vec<Touched> =
            changes.iter().map(|changed| difference.touched(changed, &[&self.ledger])).collect();
        let mut any = Touched::default();
        touched.iter().for_each(|one| any.extend(one));
        let mut wanted = Wanted::default();
        for (control, address) in self.ledger.reached(&any) {
            let only = wanted.entry(address.clone()).or_insert_with(|| Some(FxHashSet::default()));
            only.iter_mut().for_each(|only| {
                only.insert(control.clone());
            });
        }
        let is_declared = |(_, address): &&FindingKey| !address.is_empty() && self.base.graph.find(address).is_none();
        let read_values: Vec<&FindingKey> =
            if declared { self.ledger.keys().filter(is_declared).collect() } else { Vec::new() };
        for (control, address) in &read_values {
            let only = wanted.entry(address.clone()).or_insert_with(|| Some(FxHashSet::default()));
            only.iter_mut().for_each(|only| {
                only.insert(control.clone());
            });
        }
        for address in changes.iter().flatten() {
            // Other checks may apply now.
            wanted.insert(address.clone(), None);
        }
        let Recorded { mut findings, ledger } =
            run_recorded(&graph, &self.judge.rules, &self.judge.options, Some(&wanted));
        findings.retain(|finding| !self.judge.aside.contains(&key(finding)));
        for (touched, changed) in touched.iter_mut().zip(&changes) {
            touched.extend(&difference.touched(changed, &[&ledger]));
        }
        let mut owners: FxHashMap<&Read, BTreeSet<usize>> = FxHashMap::default();
        for (number, touched) in touched.iter().enumerate() {
            for read in touched.reads() {
                owners.entry(read).or_default().insert(number);
            }
        }
        let now: FxHashMap<FindingKey, Verdict> =
            findings.iter().map(|finding| (key(finding), finding.verdict)).collect();
        let mut groups: BTreeSet<Group> = BTreeSet::new();
        let mut verdicts: Vec<FxHashMap<FindingKey, Verdict>> = vec![FxHashMap::default(); scopes.len()];
        let new = ledger.keys().filter(|key| !self.ledger.holds(key));
        for judgement in self.ledger.reached(&any).chain(read_values).chain(new) {
            let reads = self.ledger.reads(judgement).iter().chain(ledger.reads(judgement));
            let mut who: SmallVec<[usize; 8]> = reads.filter_map(|read| owners.get(read)).flatten().copied().collect();
            who.sort_unstable();
            who.dedup();
            let verdict = now.get(judgement).copied();
            match who.len() {
                0 if verdict == self.base.verdict(judgement) || self.judge.aside.contains(judgement) => {}
                0 if scopes.len() > 1 => return Outcome::Unclear,
                0 | 1 => {
                    let number = who.first().copied().unwrap_or(0);
                    scopes[number].judged.insert(judgement.clone());
                    verdicts[number].extend(verdict.map(|verdict| (judgement.clone(), verdict)));
                }
                _ => drop(groups.insert(who.into_iter().collect())),
            }
        }
        let grouped: BTreeSet<usize> = groups.iter().flatten().copied().collect();
        let seen = scopes.into_iter().zip(verdicts).enumerate();
        let seen = seen.map(|(number, seen)| (!grouped.contains(&number)).then_some(seen)).collect();
        drop(difference);
        Outcome::Ran(Box::new(Together { graph, seen, groups: groups.into_iter().collect() }))
    }
}

/// Which edit set reaches an item; what all of them reach by the same edit is only in `reached`.
struct Owned {
    owner: FxHashMap<ItemId, usize>,
    reached: FxHashSet<ItemId>,
}

/// The values of a resource, or what it refers to, are others.
fn differs(before: &Graph, after: &Graph, address: &Arc<str>) -> bool {
    let (Some(old), Some(new)) = (before.find(address), after.find(address)) else { return true };
    let reference = |graph: &Graph, edge: &Edge| {
        (edge.attribute.clone(), graph.get(edge.to).address.clone(), edge.target.clone(), edge.exact)
    };
    let references = |graph: &Graph, id: ResourceId| {
        graph.edges_from(id).iter().map(|edge| reference(graph, edge)).collect::<BTreeSet<_>>()
    };
    before.get(old).values() != after.get(new).values() || references(before, old) != references(after, new)
}

/// Several edit sets as one.
struct Joint {
    edits: EditSet,
    /// By file, in order.
    ranges: BTreeMap<FileId, Vec<Ranged>>,
}

/// An edit, where it lands, and to which sets it belongs.
struct Ranged {
    old: Span,
    new: Span,
    owners: Vec<usize>,
}

impl Joint {
    fn of(sets: &[&EditSet]) -> Option<Joint> {
        let mut owners: BTreeMap<&Edit, Vec<usize>> = BTreeMap::new();
        for (number, set) in sets.iter().enumerate() {
            for edit in set.iter() {
                owners.entry(edit).or_default().push(number);
            }
        }
        let mut edits = EditSet::default();
        for edit in owners.keys() {
            edits.push((*edit).clone()).ok()?;
        }
        let mut ranges: BTreeMap<FileId, Vec<Ranged>> = BTreeMap::new();
        let mut shift = 0i64;
        for edit in edits.iter() {
            let of_file = ranges.entry(edit.span.file).or_default();
            if of_file.is_empty() {
                shift = 0;
            }
            let start = (i64::from(edit.span.start) + shift) as usize;
            let new = Span::new(edit.span.file, start, start + edit.replacement.len());
            shift += edit.replacement.len() as i64 - edit.span.range().len() as i64;
            of_file.push(Ranged { old: edit.span, new, owners: owners[edit].clone() });
        }
        Some(Joint { edits, ranges })
    }

    fn of_file(&self, file: FileId) -> &[Ranged] {
        self.ranges.get(&file).map_or(&[], Vec::as_slice)
    }

    /// The owners of each edit that touches an item as it was or as it is.
    fn owners(&self, change: &Changed) -> Vec<&[usize]> {
        let mut found: Vec<&[usize]> = Vec::new();
        for span in &change.old {
            let ranges = self.of_file(span.file);
            let from = ranges.partition_point(|it| it.old.end < span.start);
            let touching = ranges[from..].iter().take_while(|it| it.old.start <= span.end);
            // Between two items only what lands inside the new one counts.
            let inside = |it: &&Ranged| {
                let insertion = it.old.start == it.old.end;
                let at_end = it.old.start == span.start || it.old.end == span.end;
                !(insertion && at_end && !change.new.is_empty()) || change.new.iter().any(|new| overlap(*new, it.new))
            };
            found.extend(touching.filter(inside).map(|it| &it.owners[..]));
        }
        if !found.is_empty() {
            return found;
        }
        for span in &change.new {
            let ranges = self.of_file(span.file);
            let from = ranges.partition_point(|it| it.new.end <= span.start);
            found.extend(ranges[from..].iter().take_while(|it| it.new.start < span.end).map(|it| &it.owners[..]));
        }
        found
    }

    /// The owners of the edit that a place of the new text stands in, or the place in the old text.
    fn place(&self, span: Span) -> Result<&[usize], Span> {
        let mut shift = 0i64;
        for it in self.of_file(span.file).iter().take_while(|it| it.new.start <= span.start) {
            if span.start < it.new.end {
                return Ok(&it.owners);
            }
            shift += it.new.range().len() as i64 - it.old.range().len() as i64;
        }
        let start = (i64::from(span.start) - shift).max(0) as usize;
        Err(Span::new(span.file, start, start))
    }

    /// Files that parse worse than they did, with the sets that edit them.
    fn broken(&self, before: &Project, after: &Project, texts: &BTreeMap<FileId, String>) -> Vec<BTreeSet<usize>> {
        let is_broken = |id: &&FileId| match (before.source_file(**id), after.source_file(**id)) {
            (Some(old), Some(new)) => parses_worse(old, new),
            _ => false,
        };
        let owners = |id: &FileId| self.of_file(*id).iter().flat_map(|it| it.owners.iter().copied()).collect();
        texts.keys().filter(is_broken).map(owners).collect()
    }
}

fn overlap(a: Span, b: Span) -> bool {
    a.start < b.end && b.start < a.end
}
