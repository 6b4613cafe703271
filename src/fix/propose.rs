//! Findings -> proven fixes.

use super::candidates::{Candidate, Context};
use super::change::{Change, Place};
use super::overridden::{is_shared, overridden};
use super::partial::{Outcome, Partial};
use super::prove::{Baseline, Claim, Effect, Rerun, Run, Seen, key, parses};
use super::reach::ItemId;
use super::reason::{Failure, Reason};
use super::{Fix, Proof, Proposal, Settings, follow, layout};
use crate::check::{Finding, FixRequest, Operation};
use crate::eval::one_line;
use crate::graph::{Graph, Origin};
use crate::rules::{Class, Impact, Input, Localized, Verdict};
use crate::source::Syntax;
use crate::text::{EditSet, FileId, Files, unified_diff};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::{Cell, OnceCell};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// The fixes of all failing findings, each proven by itself against the sources as they are.
pub fn propose(findings: &[Finding], graph: &Graph, rerun: Rerun, settings: &Settings) -> Vec<Proposal> {
    propose_selected(findings, graph, rerun, settings, &|_| true)
}

/// As [`propose`], for some of the failing findings.
pub fn propose_selected(
    findings: &[Finding],
    graph: &Graph,
    rerun: Rerun,
    settings: &Settings,
    selected: &dyn Fn(&Finding) -> bool,
) -> Vec<Proposal> {
    if !findings.iter().any(|finding| finding.verdict == Verdict::Fail && selected(finding)) {
        return Vec::new();
    }
    let plan = planned(graph);
    let configured = plan.map(|_| Run::of(rerun(&BTreeMap::new())));
    let base = match &configured {
        Some(run) => Baseline::new(&run.graph, &run.findings),
        None => Baseline::new(graph, findings),
    };
    propose_on(findings, &base, plan, rerun, settings, selected)
}

/// A plan or state with its source: its findings are proven on the configuration that belongs to it.
pub fn planned(graph: &Graph) -> Option<&Graph> {
    (graph.origin != Origin::Configuration && graph.configuration().is_some()).then_some(graph)
}

/// As [`propose_selected`], with the run on the sources as they are, and the plan that tells what exists.
pub fn propose_on(
    findings: &[Finding],
    base: &Baseline,
    plan: Option<&Graph>,
    rerun: Rerun,
    settings: &Settings,
    selected: &dyn Fn(&Finding) -> bool,
) -> Vec<Proposal> {
    let fails = |finding: &Finding| finding.verdict == Verdict::Fail && selected(finding);
    let failing: Vec<usize> = (0..findings.len()).filter(|index| fails(&findings[*index])).collect();
    if failing.is_empty() {
        return Vec::new();
    }
    let Some(context) = Context::new(base.graph, settings) else {
        return failing.into_iter().map(|index| without_source(index, &findings[index])).collect();
    };
    let proof = if plan.is_some() { Proof::OnConfiguration } else { Proof::Graph };
    let (partial, follow_ups) = (OnceCell::new(), Cell::new(follow::MOST));
    let prover = Prover { context: &context, base, rerun, partial, proof, plan, follow_ups };
    prover.proposals(findings, &failing)
}

/// The answer to a failing finding of a plan or state alone.
pub fn without_source(index: usize, finding: &Finding) -> Proposal {
    Proposal::without(index, finding, Reason::PlanAlone)
}

/// Tries candidates.
pub struct Prover<'p> {
    pub context: &'p Context<'p>,
    pub base: &'p Baseline<'p>,
    pub rerun: Rerun<'p>,
    /// Repeats only what edits reach, where that can be told; made when there is something to prove.
    partial: OnceCell<Option<Partial<'p>>>,
    pub proof: Proof,
    /// The plan or state whose findings these are: it tells what exists.
    pub plan: Option<&'p Graph>,
    /// How many more fixes that follow others may be looked for.
    pub follow_ups: Cell<usize>,
}

/// A candidate that holds.
struct Proven {
    candidate: Candidate,
    edits: Arc<EditSet>,
    effect: Effect,
    /// Expressions that inputs have a say in, and that no longer decide.
    overridden: Vec<Syntax>,
}

impl Proven {
    /// Nothing else changes, and nothing that is written loses its meaning.
    fn is_best(&self) -> bool {
        self.effect.is_harmless() && self.overridden.is_empty()
    }

    /// How much else it does: the less the better.
    fn reach(&self) -> (usize, usize, bool, bool, usize) {
        let (overrides, shared) = (!self.overridden.is_empty(), self.overridden.iter().any(is_shared));
        (self.effect.unseen, self.effect.bystanders.len(), overrides, shared, self.effect.created.len())
    }
}

/// The way of one finding through its candidates.
struct Search<'f> {
    index: usize,
    finding: &'f Finding,
    /// All requests of the finding together, as a rule asks once for each block that fails; then each alone.
    ways: VecDeque<Vec<&'f FixRequest>>,
    requests: Vec<&'f FixRequest>,
    candidates: VecDeque<Candidate>,
    best: Option<Proven>,
    /// Why the first candidate of these requests failed, and of the first requests.
    failure: Option<Reason>,
    first: Option<Reason>,
    done: Option<Proposal>,
}

/// Edits to be proven, and who wants them.
struct Trial {
    edits: Arc<EditSet>,
    claims: Vec<(usize, Candidate)>,
    reached: FxHashSet<ItemId>,
    /// Items that the edits hang on.
    needs: Vec<ItemId>,
    /// Sets of trials of which no two may run together.
    apart: Vec<usize>,
}

impl Trial {
    /// New resources by address: each trial takes the name that is free without the others.
    fn added(&self) -> impl Iterator<Item = &str> {
        self.claims.iter().flat_map(|(_, candidate)| &candidate.added).map(|added| &*added.address)
    }
}

impl Prover<'_> {
    fn proposals(&self, findings: &[Finding], failing: &[usize]) -> Vec<Proposal> {
        let mut searches: Vec<Search> = failing.iter().map(|index| Search::new(*index, &findings[*index])).collect();
        for search in searches.iter_mut().filter(|search| self.is_only_planned(search)) {
            search.done = Some(Proposal::without(search.index, search.finding, Reason::NotInSource));
        }
        let mut trials = Trials::default();
        loop {
            for (number, search) in searches.iter_mut().enumerate() {
                self.advance(number, search, &mut trials);
            }
            trials.line_up();
            if trials.waiting.is_empty() {
                break;
            }
            self.round(&mut trials, &mut searches);
        }
        searches.into_iter().filter_map(|search| search.done).collect()
    }

    /// The plan fails where its source does not: the source without the finding would prove any edit. Only of an attribute that is
    /// set it can be told that the edit does what is asked for.
    fn is_only_planned(&self, search: &Search) -> bool {
        let Some(requests) = search.ways.front().filter(|_| self.plan.is_some()) else { return false };
        let graph = self.base.graph;
        let passes = match self.base.verdict(&key(search.finding)) {
            Some(verdict) => verdict == Verdict::Pass,
            None => graph.find(&search.finding.address).is_some(),
        };
        let is_new = |target: &str, operation: &Operation| match operation {
            Operation::Set { path, value } if !path.contains(['.', '[']) => graph
                .find(target)
                .is_some_and(|id| graph.get(id).values().get(path).is_none_or(|configured| configured != value)),
            _ => false,
        };
        let sets =
            |request: &&FixRequest| request.operations.iter().all(|operation| is_new(&request.target, operation));
        passes && !requests.iter().all(sets)
    }

    /// Puts the next candidate of a finding on trial, unless one is or the finding is done.
    fn advance(&self, number: usize, search: &mut Search, trials: &mut Trials) {
        while search.done.is_none() && !trials.open.contains(&number) {
            let Some(candidate) = search.candidates.pop_front() else {
                self.next_way(search);
                continue;
            };
            let edits = layout::edits(&candidate.changes, self.files());
            match edits {
                Ok(edits) => trials.add(self, number, search, candidate, edits),
                Err(_) => search.failed(Reason::Unwritable { place: self.place(&candidate) }),
            }
        }
    }

    /// The candidates are used up: the best of them, or the next requests.
    fn next_way(&self, search: &mut Search) {
        if let Some(proven) = search.best.take() {
            search.done = Some(self.answer(search, proven));
            return;
        }
        if !search.requests.is_empty() {
            let failure = search.failure.take().unwrap_or(Reason::NoRequest);
            search.first.get_or_insert(failure);
        }
        search.requests = search.ways.pop_front().unwrap_or_default();
        if search.requests.is_empty() {
            let reason = search.first.take().unwrap_or(Reason::NoRequest);
            search.done = Some(Proposal::without(search.index, search.finding, reason));
            return;
        }
        let kept = self.context.kept_out(&search.requests, self.plan);
        match kept.map_or_else(|| self.context.of(search.finding, &search.requests), Err) {
            Ok(candidates) => search.candidates = candidates.into(),
            Err(reason) => search.failure = Some(reason),
        }
    }

    /// Runs as many trials together as have nothing in common.
    fn round(&self, trials: &mut Trials, searches: &mut [Search]) {
        if let Some(limit) = self.context.settings.most_runs.filter(|limit| trials.runs >= *limit) {
            while let Some(trial) = trials.waiting.pop_front() {
                Self::give_up(trial, limit, trials, searches);
            }
            return;
        }
        trials.runs += 1;
        let Some(partial) = self.partial() else {
            let trial = trials.waiting.pop_front().expect("one waits");
            return self.alone(trial, trials, searches);
        };
        let batch = trials.batch();
        self.together(partial, batch, trials, searches);
    }

    /// Too many runs were made already.
    fn give_up(trial: Trial, limit: usize, trials: &mut Trials, searches: &mut [Search]) {
        for (number, _) in trial.claims {
            trials.open.remove(&number);
            let search = &mut searches[number];
            let control = search.finding.control.id.to_string();
            let reason = Reason::TooMany { limit, control };
            search.done = Some(Proposal::without(search.index, search.finding, reason));
        }
    }

    fn together(&self, partial: &Partial, mut batch: Vec<Trial>, trials: &mut Trials, searches: &mut [Search]) {
        let sets: Vec<&EditSet> = batch.iter().map(|trial| &*trial.edits).collect();
        match partial.run(&sets) {
            Outcome::Apart(groups) => {
                for group in &groups {
                    trials.set_apart(group, &mut batch);
                }
                // The first of each group stays.
                let later: FxHashSet<usize> = groups.iter().flat_map(|group| group.iter().skip(1)).copied().collect();
                let (stay, wait) = divided(batch, |number| !later.contains(&number));
                wait.into_iter().for_each(|trial| trials.waiting.push_back(trial));
                self.together(partial, stay, trials, searches);
            }
            Outcome::Unbounded(which) => {
                let (alone, rest) = divided(batch, |number| which.contains(&number));
                rest.into_iter().rev().for_each(|trial| trials.waiting.push_front(trial));
                alone.into_iter().for_each(|trial| self.alone(trial, trials, searches));
            }
            Outcome::Broken(which) => {
                let (broken, rest) = divided(batch, |number| which.contains(&number));
                rest.into_iter().rev().for_each(|trial| trials.waiting.push_front(trial));
                broken.into_iter().for_each(|trial| self.settle(trial, Err(Failure::Syntax), trials, searches));
            }
            Outcome::Unclear if batch.len() == 1 => {
                self.alone(batch.pop().expect("one"), trials, searches);
            }
            Outcome::Unclear => {
                let half = batch.split_off(batch.len() / 2);
                self.together(partial, batch, trials, searches);
                self.together(partial, half, trials, searches);
            }
            Outcome::Ran(mut ran) => {
                for group in &ran.groups {
                    trials.set_apart(group, &mut batch);
                }
                let seen = std::mem::take(&mut ran.seen);
                for (trial, seen) in batch.into_iter().zip(seen) {
                    match seen {
                        Some((scope, verdicts)) => {
                            let seen = ran.view(verdicts, scope);
                            self.settle(trial, Ok(&seen), trials, searches);
                        }
                        None => trials.waiting.push_back(trial),
                    }
                }
            }
        }
    }

    /// Repeats the whole run for one trial.
    fn alone(&self, trial: Trial, trials: &mut Trials, searches: &mut [Search]) {
        let texts = trial.edits.apply(self.files());
        if let Err(failure) = parses(&texts, self.files()) {
            return self.settle(trial, Err(failure), trials, searches);
        }
        let run = Run::of((self.rerun)(&texts));
        self.settle(trial, Ok(&run.seen()), trials, searches);
    }

    /// What a run shows, told to everyone who wanted the edits.
    fn settle(&self, trial: Trial, seen: Result<&Seen, Failure>, trials: &mut Trials, searches: &mut [Search]) {
        for (number, candidate) in trial.claims {
            let search = &mut searches[number];
            trials.open.remove(&number);
            let own = [key(search.finding)];
            let requests = &granted(&search.requests, &candidate);
            let effect = seen.clone().and_then(|seen| {
                let (targets, class) = (targets(requests), class(requests, &candidate));
                let claim = Claim { keys: &own, targets: &targets, candidate: &candidate, requests, class };
                let effect = self.base.compare(&claim, seen)?;
                let root = &*self.context.evaluation.project.options.root;
                super::elsewhere::looked_at(self.context.settings, &claim, &trial.edits, (root, self.files()), effect)
            });
            match effect {
                Ok(effect) => {
                    let project = &self.context.evaluation.project;
                    let overridden =
                        candidate.changes.iter().filter_map(|change| overridden(project, change)).collect();
                    let proven = Proven { candidate, edits: trial.edits.clone(), effect, overridden };
                    if proven.is_best() {
                        search.done = Some(self.answer(search, proven));
                        continue;
                    }
                    let fewer = |best: &Proven| proven.reach() < best.reach();
                    if search.best.as_ref().is_none_or(fewer) {
                        search.best = Some(proven);
                    }
                }
                Err(failure) => {
                    search.candidates.extend(self.followed(&candidate, &trial.edits, &failure));
                    search.failed(Reason::Unproven { place: self.place(&candidate), failure });
                }
            }
        }
    }

    fn answer(&self, search: &Search, proven: Proven) -> Proposal {
        let fix = self.finished(&search.requests, proven);
        Proposal { finding: search.index, fix: Some(Box::new(fix)), reason: None, no_fix_reason: None }
    }

    fn finished(&self, requests: &[&FixRequest], proven: Proven) -> Fix {
        let Proven { candidate, edits, effect, overridden } = proven;
        let requests = &granted(requests, &candidate);
        let (class, targets) = (class(requests, &candidate), targets(requests));
        let impact = requests.iter().map(|request| request.impact).max().unwrap_or(Impact::Unknown);
        // What else changes may be replaced by that.
        let impact = if effect.bystanders.is_empty() { impact } else { Impact::Unknown };
        let overridden: Vec<Localized> = overridden.iter().map(silenced).collect();
        let harmless = effect.is_harmless() && impact != Impact::Replaces && overridden.is_empty();
        let existing: Vec<Localized> =
            targets.iter().filter_map(|target| super::existing::effect(self.plan?, target, impact)).collect();
        let replaced = targets.iter().filter(|_| impact == Impact::Replaces);
        let kept: Vec<Localized> = replaced.filter_map(|target| self.kept_from_destruction(target)).collect();
        let own = requests.iter().filter_map(|request| request.warning.as_ref());
        let unchecked: Vec<Localized> = effect.unchecked.iter().map(|place| unchecked(place)).collect();
        let unseen = unseen(effect.unseen);
        let found = overridden.iter().chain(&existing).chain(&kept).chain(&unchecked).chain(&unseen);
        let warnings: Vec<&Localized> = own.chain(found).collect();
        Fix {
            targets,
            class: if harmless { class } else { class.max(Class::Unsafe) },
            impact,
            summary: joined(requests.iter().map(|request| &request.summary)),
            warning: (!warnings.is_empty()).then(|| joined(warnings.into_iter())),
            proof: self.proof,
            diff: edits.diff(self.files()),
            edits: Arc::unwrap_or_clone(edits),
            also_changes: effect.also_changes.iter().map(|address| address.to_string()).collect(),
            also_mends: effect.mended,
            inputs: inputs(requests, &candidate),
            candidate,
        }
    }

    /// Terraform refuses a plan that replaces the resource.
    fn kept_from_destruction(&self, target: &str) -> Option<Localized> {
        let resource = self.context.evaluation.find(target)?;
        let place = self.context.place(super::lifecycle::prevents_destroy(&resource.block.body)?);
        Some(Localized {
            en: format!("prevent_destroy at {place} refuses the replacement of {target}").into(),
            ja: format!("{place} の prevent_destroy により {target} の作り直しは拒否されます").into(),
        })
    }

    fn partial(&self) -> Option<&Partial<'_>> {
        let made = || self.context.settings.judge.as_ref().and_then(|judge| Partial::new(self.base, judge));
        self.partial.get_or_init(made).as_ref()
    }

    pub fn files(&self) -> &Files {
        &self.context.evaluation.project.files
    }

    fn place(&self, candidate: &Candidate) -> String {
        // Variables at the end of a file come before what they are for.
        let is_new = |change: &&Change| matches!(change, Change::AddTopLevel { place: Place::EndOf(_), .. });
        let own = candidate.changes.iter().find(|change| !is_new(change));
        let span = own.or(candidate.changes.first()).and_then(Change::span);
        span.map_or_else(String::new, |span| self.context.place(span))
    }
}

impl<'f> Search<'f> {
    fn new(index: usize, finding: &'f Finding) -> Search<'f> {
        let all: Vec<&FixRequest> = finding.details().requests.iter().collect();
        let alone = all.iter().map(|request| vec![*request]).filter(|_| all.len() > 1);
        let ways = std::iter::once(all.clone()).filter(|all| !all.is_empty()).chain(alone).collect();
        let (requests, candidates) = (Vec::new(), VecDeque::new());
        Search { index, finding, ways, requests, candidates, best: None, failure: None, first: None, done: None }
    }

    fn failed(&mut self, reason: Reason) {
        self.failure.get_or_insert(reason);
    }
}

/// What waits to be proven.
#[derive(Default)]
struct Trials {
    waiting: VecDeque<Trial>,
    /// Those that came since the last round; the same edits are tried once.
    new: Vec<Trial>,
    by_edits: FxHashMap<Arc<EditSet>, usize>,
    /// Findings with a candidate on trial.
    open: FxHashSet<usize>,
    groups: usize,
    runs: usize,
}

impl Trials {
    fn add(&mut self, prover: &Prover, number: usize, search: &Search, candidate: Candidate, edits: EditSet) {
        self.open.insert(number);
        if let Some(known) = self.by_edits.get(&edits) {
            return self.new[*known].claims.push((number, candidate));
        }
        let partial = prover.partial();
        let reached = partial.map(|partial| partial.reached(&edits)).unwrap_or_default();
        let needs = targets(&search.requests);
        let needs = needs.iter().filter_map(|target| partial?.item(target)).collect();
        let (claims, edits) = (vec![(number, candidate)], Arc::new(edits));
        self.by_edits.insert(edits.clone(), self.new.len());
        self.new.push(Trial { edits, claims, reached, needs, apart: Vec::new() });
    }

    fn line_up(&mut self) {
        self.by_edits.clear();
        self.waiting.extend(std::mem::take(&mut self.new));
    }

    /// The first trial, and those after it that have nothing in common with what is taken.
    fn batch(&mut self) -> Vec<Trial> {
        let mut taken: Vec<Trial> = Vec::new();
        let mut joint = EditSet::default();
        let mut reached: FxHashSet<ItemId> = FxHashSet::default();
        let mut needed: FxHashSet<ItemId> = FxHashSet::default();
        let mut groups: FxHashSet<usize> = FxHashSet::default();
        let mut added: FxHashSet<String> = FxHashSet::default();
        let mut rest = VecDeque::new();
        for trial in std::mem::take(&mut self.waiting) {
            let meets = trial.reached.iter().any(|item| reached.contains(item) || needed.contains(item))
                || trial.needs.iter().any(|item| reached.contains(item))
                || trial.apart.iter().any(|group| groups.contains(group))
                || trial.added().any(|address| added.contains(address));
            if meets || !joint.join(&trial.edits) {
                rest.push_back(trial);
                continue;
            }
            reached.extend(&trial.reached);
            needed.extend(&trial.needs);
            groups.extend(&trial.apart);
            added.extend(trial.added().map(str::to_owned));
            taken.push(trial);
        }
        self.waiting = rest;
        taken
    }

    /// No two of these may run together any more.
    fn set_apart(&mut self, group: &[usize], batch: &mut [Trial]) {
        for number in group {
            batch[*number].apart.push(self.groups);
        }
        self.groups += 1;
    }
}

/// Those that are chosen by their place, and the others.
fn divided(batch: Vec<Trial>, chosen: impl Fn(usize) -> bool) -> (Vec<Trial>, Vec<Trial>) {
    let (first, second): (Vec<_>, Vec<_>) = batch.into_iter().enumerate().partition(|(number, _)| chosen(*number));
    let only = |list: Vec<(usize, Trial)>| list.into_iter().map(|(_, trial)| trial).collect();
    (only(first), only(second))
}

/// One diff of all files, in the order of their paths.
pub fn diff(files: &Files, texts: &BTreeMap<FileId, String>) -> String {
    let mut parts: Vec<(&str, String)> = Vec::new();
    for (id, new) in texts {
        let file = files.get(*id);
        parts.push((&file.path, unified_diff(&file.path, &file.text, new)));
    }
    parts.sort();
    parts.into_iter().map(|(_, diff)| diff).collect()
}

/// A value in the place of an expression that gave another one elsewhere, perhaps with variables that are not known here.
fn silenced(expression: &Syntax) -> Localized {
    let text = one_line(expression.text());
    Localized {
        en: format!("`{text}` no longer decides: values that are given for it elsewhere stop counting").into(),
        ja: format!("`{text}` は使われなくなり、別の場所で与えた値は反映されなくなります").into(),
    }
}

fn unchecked(place: &str) -> Localized {
    Localized {
        en: format!("the check at {place} no longer holds, of which Terraform warns").into(),
        ja: format!("{place} の check が成り立たなくなり、Terraform が警告します").into(),
    }
}

fn unseen(roots: usize) -> Option<Localized> {
    (roots > 0).then(|| Localized {
        en: format!("{roots} other roots use the module that is edited, and were not looked at; `tfmend fix` looks at all that it can read").into(),
        ja: format!("編集するモジュールはほかに {roots} 個のルートからも使われています。そちらへの影響は `tfmend fix` で確認できます").into(),
    })
}

/// All that a candidate grants: what was asked for, and what follows from it.
fn granted<'r>(requests: &[&'r FixRequest], candidate: &'r Candidate) -> Vec<&'r FixRequest> {
    requests.iter().copied().chain(&candidate.followed).collect()
}

fn targets(requests: &[&FixRequest]) -> Vec<Arc<str>> {
    let mut targets: Vec<Arc<str>> = requests.iter().map(|request| request.target.clone()).collect();
    targets.sort();
    targets.dedup();
    targets
}

/// The class of what a candidate grants; where what is written stands for the inputs, no one has to give a value, but what is switched on
/// is for a person to judge.
fn class(requests: &[&FixRequest], candidate: &Candidate) -> Class {
    let class = |request: &&FixRequest| match request.class {
        Class::NeedsInput if !request.inputs.is_empty() && needed(request, candidate).next().is_none() => Class::Unsafe,
        class => class,
    };
    requests.iter().map(class).max().unwrap_or(Class::Unsafe)
}

fn inputs(requests: &[&FixRequest], candidate: &Candidate) -> Vec<Input> {
    let mut inputs: Vec<Input> = Vec::new();
    for input in requests.iter().flat_map(|request| needed(request, candidate)) {
        if !inputs.contains(input) {
            inputs.push(input.clone());
        }
    }
    inputs
}

/// The inputs of a request that a candidate needs.
fn needed<'r>(request: &'r FixRequest, candidate: &'r Candidate) -> impl Iterator<Item = &'r Input> {
    request.inputs.iter().filter(|input| !candidate.unneeded.iter().any(|name| **name == *input.name))
}

/// Different texts, one after the other: phrases or sentences.
fn joined<'t>(texts: impl Iterator<Item = &'t Localized>) -> Localized {
    let mut different: Vec<&Localized> = Vec::new();
    for text in texts {
        if !different.contains(&text) {
            different.push(text);
        }
    }
    let join = |part: fn(&Localized) -> &str, with: &str, after_sentence: &str| {
        let mut joined = String::new();
        for text in different.iter().map(|text| part(text)) {
            let with = if joined.ends_with(['.', '。']) { after_sentence } else { with };
            joined.push_str(if joined.is_empty() { "" } else { with });
            joined.push_str(text);
        }
        joined.into()
    };
    Localized { en: join(|text| &text.en, "; ", " "), ja: join(|text| &text.ja, "、", "") }
}
