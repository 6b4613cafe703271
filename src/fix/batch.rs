//! All fixes together: passes until nothing changes, each pass proven as a whole.

use super::candidates::{Candidate, Context};
use super::change::{Change, Place};
use super::elsewhere::looked_at;
use super::propose::diff;
use super::prove::{Baseline, Claim, FindingKey, Rerun, Run, key, parses};
use super::reason::Reason;
use super::{Fix, Settings, layout, propose};
use crate::check::Finding;
use crate::graph::Graph;
use crate::rules::{Class, Input, Localized, Verdict};
use crate::text::{EditSet, FileId, Files, Span};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// More passes are not made.
pub const PASS_LIMIT: usize = 10;

/// Which fixes are taken.
#[derive(Clone, Debug)]
pub struct Selection {
    /// Fixes of these classes.
    pub classes: Vec<Class>,
    /// Controls by id; empty: all.
    pub only: Vec<Arc<str>>,
    /// Findings; none: all.
    pub findings: Option<BTreeSet<FindingKey>>,
    /// Fixes that need values are taken only where all of these are given.
    pub with_values: bool,
}

impl Selection {
    fn wants(&self, finding: &Finding) -> bool {
        let named = self.findings.as_ref().is_none_or(|findings| findings.contains(&key(finding)));
        named && (self.only.is_empty() || self.only.contains(&finding.control.id))
    }

    fn takes(&self, fix: &Fix, settings: &Settings) -> bool {
        let given = |input: &Input| settings.inputs.contains_key(&format!("var.{}", input.name));
        let open = self.with_values && !fix.inputs.iter().all(given);
        self.classes.contains(&fix.class) && !open
    }
}

impl Default for Selection {
    fn default() -> Self {
        Selection { classes: vec![Class::Safe], only: Vec::new(), findings: None, with_values: true }
    }
}

/// What all passes together did.
#[derive(Debug, Default)]
pub struct Batch {
    /// The new text of every file that changes, against the sources at the beginning.
    pub texts: BTreeMap<FileId, String>,
    /// One diff of all changes.
    pub diff: String,
    pub applied: Vec<Applied>,
    pub left: Vec<Left>,
    pub passes: usize,
    /// The limit of passes was reached while there was still something to do.
    pub stopped: bool,
}

/// A fix that is part of the batch.
#[derive(Clone, Debug)]
pub struct Applied {
    pub finding: FindingKey,
    pub fix: Fix,
    pub pass: usize,
}

/// A failing finding that stays.
#[derive(Clone, Debug)]
pub struct Left {
    pub finding: FindingKey,
    pub why: LeftReason,
    /// Why there is no fix, in words.
    pub text: Option<Localized>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeftReason {
    /// There is no proven fix.
    NoFix(Reason),
    /// There is one, of a class that was not asked for.
    Class(Class),
    /// The control was not asked for.
    NotSelected,
    /// It did not hold together with the others.
    Conflict,
}

/// Applies fixes in memory, pass by pass, until no more are found. Of a plan, what fails in it and in its configuration is mended.
pub fn fix_all(findings: &[Finding], graph: &Graph, rerun: Rerun, settings: &Settings, selection: &Selection) -> Batch {
    let mut batch = Batch::default();
    let plan = propose::planned(graph);
    let mut current: Option<Run> = plan.map(|_| Run::of(rerun(&BTreeMap::new())));
    let of_plan: Option<FxHashSet<FindingKey>> = plan.map(|_| failing(findings).map(key).collect());
    let counts = |finding: &Finding| of_plan.as_ref().is_none_or(|of_plan| of_plan.contains(&key(finding)));
    let original = graph.configuration().map(|evaluation| evaluation.project.files.clone());
    let mut outside = Vec::new();
    for pass in 1.. {
        let base = match &current {
            Some(run) => Baseline::new(&run.graph, &run.findings),
            None => Baseline::new(graph, findings),
        };
        let findings = if pass == 1 { findings } else { base.findings };
        let texts = batch.texts.clone();
        // A later pass edits the edited texts.
        let again = |new: &BTreeMap<FileId, String>| {
            let mut all = texts.clone();
            all.extend(new.iter().map(|(id, text)| (*id, text.clone())));
            rerun(&all)
        };
        // What is proven but not asked for stays so.
        let class = |left: &Left| match left.why {
            LeftReason::Class(class) => Some((left.finding.clone(), class)),
            _ => None,
        };
        let known: BTreeMap<FindingKey, Class> = batch.left.iter().filter_map(class).collect();
        let ground = Ground { base: &base, plan, rerun: &again, settings };
        let mut step = ground.one_pass(findings, selection, &known, &counts);
        if pass == 1 && plan.is_some() {
            // Later passes look at the configuration, which does not tell of these.
            let (here, elsewhere) =
                step.left.into_iter().partition(|left| base.verdict(&left.finding) == Some(Verdict::Fail));
            (step.left, outside) = (here, elsewhere);
        }
        batch.left = as_first_told(std::mem::take(&mut batch.left), step.left);
        let Some((new, run)) = step.result else { break };
        if pass > PASS_LIMIT {
            batch.stopped = true;
            break;
        }
        batch.passes = pass;
        batch.texts.extend(new);
        batch.applied.extend(step.applied.into_iter().map(|(finding, fix)| Applied { finding, fix, pass }));
        current = Some(run);
    }
    batch.left.extend(outside);
    if let Some(files) = original {
        batch.diff = diff(&files, &batch.texts);
    }
    batch
}

fn failing(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|finding| finding.verdict == Verdict::Fail)
}

/// What stays for the same kind of reason keeps the words that name places of the sources as they are.
fn as_first_told(before: Vec<Left>, now: Vec<Left>) -> Vec<Left> {
    let kind = |left: &Left| match &left.why {
        LeftReason::NoFix(reason) => Some(reason.kind()),
        _ => None,
    };
    let mut known: BTreeMap<FindingKey, Left> = before.into_iter().map(|left| (left.finding.clone(), left)).collect();
    let same = |left: Left, known: Option<Left>| {
        known.filter(|known| kind(known).is_some() && kind(known) == kind(&left)).unwrap_or(left)
    };
    now.into_iter()
        .map(|left| {
            let known = known.remove(&left.finding);
            same(left, known)
        })
        .collect()
}

struct Pass {
    applied: Vec<(FindingKey, Fix)>,
    left: Vec<Left>,
    /// The new texts and the run on them; none when nothing was applied.
    result: Option<(BTreeMap<FileId, String>, Run)>,
}

/// The sources as a pass finds them.
struct Ground<'g> {
    base: &'g Baseline<'g>,
    /// The plan whose findings are mended.
    plan: Option<&'g Graph>,
    rerun: Rerun<'g>,
    settings: &'g Settings,
}

impl Ground<'_> {
    fn one_pass(
        &self,
        findings: &[Finding],
        selection: &Selection,
        known: &BTreeMap<FindingKey, Class>,
        counts: &dyn Fn(&Finding) -> bool,
    ) -> Pass {
        let Ground { base, plan, rerun, settings } = *self;
        let mut chosen: Vec<(FindingKey, Fix)> = Vec::new();
        let mut left = Vec::new();
        let selected = |finding: &Finding| counts(finding) && selection.wants(finding);
        for finding in failing(findings).filter(|finding| counts(finding) && !selected(finding)) {
            left.push(Left { finding: key(finding), why: LeftReason::NotSelected, text: None });
        }
        for finding in failing(findings).filter(|finding| selected(finding)) {
            let class = known.get(&key(finding)).map(|class| LeftReason::Class(*class));
            left.extend(class.map(|why| Left { finding: key(finding), why, text: None }));
        }
        let open = |finding: &Finding| selected(finding) && !known.contains_key(&key(finding));
        let proposals = propose::propose_on(findings, base, plan, rerun, settings, &open);
        for proposal in proposals {
            let finding = &findings[proposal.finding];
            let key = key(finding);
            match (proposal.fix, proposal.reason) {
                (Some(fix), _) if selection.takes(&fix, settings) => chosen.push((key, *fix)),
                (Some(fix), _) => left.push(Left { finding: key, why: LeftReason::Class(fix.class), text: None }),
                (None, reason) => {
                    left.push(Left {
                        finding: key,
                        why: LeftReason::NoFix(reason.unwrap_or(Reason::NoRequest)),
                        text: proposal.no_fix_reason,
                    });
                }
            }
        }
        let Some(context) = Context::new(base.graph, settings) else {
            return Pass { applied: Vec::new(), left, result: None };
        };
        let project = &context.evaluation.project;
        let joiner = Joiner { files: &project.files, root: &project.options.root, settings, base, rerun };
        let (kept, result) = joiner.join(&chosen);
        let (mut applied, mut waiting) = (Vec::new(), Vec::new());
        for (index, (key, fix)) in chosen.into_iter().enumerate() {
            if kept.contains(&index) { applied.push((key, fix)) } else { waiting.push(key) }
        }
        // What another fix mended along needs no word.
        let mended = |key: &FindingKey| applied.iter().any(|(_, fix): &(_, Fix)| fix.also_mends.contains(key));
        left.extend(waiting.into_iter().filter(|key| !mended(key)).map(|finding| Left {
            finding,
            why: LeftReason::Conflict,
            text: None,
        }));
        Pass { applied, left, result }
    }
}

/// Joins fixes into one edit set.
struct Joiner<'j> {
    files: &'j Files,
    root: &'j str,
    settings: &'j Settings,
    base: &'j Baseline<'j>,
    rerun: Rerun<'j>,
}

type Joined = (Vec<usize>, Option<(BTreeMap<FileId, String>, Run)>);

impl Joiner<'_> {
    /// The largest prefix-greedy set of fixes that can be written together and is proven as a whole. Where the whole does
    /// not hold, halves are tried, so that one bad fix costs a few runs, not one for each.
    fn join(&self, fixes: &[(FindingKey, Fix)]) -> Joined {
        let mut kept: Vec<usize> = Vec::new();
        let mut result = None;
        let mut waiting: Vec<Vec<usize>> = vec![(0..fixes.len()).collect()];
        while let Some(group) = waiting.pop() {
            let mut trial = kept.clone();
            trial.extend(&group);
            let (writable, edits) = self.written(fixes, &trial);
            // Fixes that cannot be written beside the kept ones wait for the next pass.
            let added: Vec<usize> = writable.iter().copied().filter(|index| group.contains(index)).collect();
            if added.is_empty() {
                continue;
            }
            match self.proven(fixes, &writable, &edits) {
                Some(run) => {
                    kept = writable;
                    result = Some((edits.apply(self.files), run));
                }
                None if added.len() > 1 => {
                    let (first, second) = added.split_at(added.len() / 2);
                    waiting.push(second.to_vec());
                    waiting.push(first.to_vec());
                }
                None => {}
            }
        }
        (kept, result)
    }

    /// The fixes of a list that can be written together, in order, and their edits. Fixes that have no top-level item in
    /// common cannot be in each other's way, so that conflicts are looked for among few.
    fn written(&self, fixes: &[(FindingKey, Fix)], list: &[usize]) -> (Vec<usize>, EditSet) {
        let at_end = |change: &&Change| matches!(change, Change::AddTopLevel { place: Place::EndOf(_), .. });
        let inside = |list: &[usize]| {
            if self.share_a_document(fixes, list) {
                return Err(layout::LayoutError::Conflict);
            }
            let changes = list.iter().flat_map(|index| &fixes[*index].1.candidate.changes);
            layout::edits(&changes.filter(|change| !at_end(change)).cloned().collect::<Vec<_>>(), self.files)
        };
        let mut kept: Vec<usize> = Vec::new();
        let mut edits = EditSet::default();
        for group in meeting(list, |index| &fixes[index].1.candidate.changes) {
            let (chosen, joined) = match inside(&group) {
                Ok(joined) => (group, joined),
                Err(_) => one_by_one(&group, &inside),
            };
            if edits.join(&joined) {
                kept.extend(chosen);
            }
        }
        kept.sort_unstable();
        let ends = kept.iter().flat_map(|index| &fixes[*index].1.candidate.changes).filter(at_end).cloned();
        match layout::edits(&ends.collect::<Vec<_>>(), self.files) {
            Ok(ends) if edits.join(&ends) => (kept, edits),
            _ => (Vec::new(), EditSet::default()),
        }
    }

    /// Two different statements in one document: the second one is made anew on what the first one leaves, with an id of its own.
    fn share_a_document(&self, fixes: &[(FindingKey, Fix)], list: &[usize]) -> bool {
        let mut seen: FxHashMap<Span, &[Change]> = FxHashMap::default();
        let candidates = list.iter().map(|index| &fixes[*index].1.candidate);
        let mut documents =
            candidates.flat_map(|candidate| candidate.documents.iter().map(move |span| (*span, candidate)));
        documents.any(|(span, candidate)| *seen.entry(span).or_insert(&candidate.changes) != candidate.changes)
    }

    fn proven(&self, fixes: &[(FindingKey, Fix)], list: &[usize], edits: &EditSet) -> Option<Run> {
        let texts = edits.apply(self.files);
        parses(&texts, self.files).ok()?;
        let run = Run::of((self.rerun)(&texts));
        let chosen = || list.iter().map(|index| &fixes[*index]);
        let keys: Vec<FindingKey> = chosen().map(|(key, _)| key.clone()).collect();
        let mut targets: Vec<Arc<str>> = chosen().flat_map(|(_, fix)| fix.targets.iter().cloned()).collect();
        // What a fix was proven to change it may change here too.
        targets.extend(chosen().flat_map(|(_, fix)| fix.also_changes.iter().map(|address| address.as_str().into())));
        let added = chosen().flat_map(|(_, fix)| fix.candidate.added.iter().cloned()).collect();
        let followed = chosen().flat_map(|(_, fix)| fix.candidate.followed.iter().cloned()).collect();
        let changes = chosen().flat_map(|(_, fix)| fix.candidate.declarations()).cloned().collect();
        let candidate = Candidate { changes, added, followed, ..Candidate::default() };
        let class = chosen().map(|(_, fix)| fix.class).max().unwrap_or(Class::Safe);
        let claim = Claim { keys: &keys, targets: &targets, candidate: &candidate, requests: &[], class };
        let effect = self.base.compare(&claim, &run.seen()).ok()?;
        if !effect.also_changes.is_empty() {
            return None;
        }
        // Together they hold in the other roots too, and change no more there than each was proven to.
        let effect = looked_at(self.settings, &claim, edits, (self.root, self.files), effect).ok()?;
        effect.also_changes.iter().all(|address| targets.contains(address)).then_some(run)
    }
}

/// The longest list that can be written, taking one fix after the other.
fn one_by_one(
    group: &[usize],
    written: &dyn Fn(&[usize]) -> Result<EditSet, layout::LayoutError>,
) -> (Vec<usize>, EditSet) {
    let mut kept: Vec<usize> = Vec::new();
    let mut edits = EditSet::default();
    for index in group {
        let mut trial = kept.clone();
        trial.push(*index);
        if let Ok(joined) = written(&trial) {
            kept = trial;
            edits = joined;
        }
    }
    (kept, edits)
}

/// The list in groups that change the same top-level items.
fn meeting<'c>(list: &[usize], changes: impl Fn(usize) -> &'c [Change]) -> Vec<Vec<usize>> {
    let mut group_of: FxHashMap<(FileId, u32), usize> = FxHashMap::default();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for index in list {
        let items: Vec<(FileId, u32)> = changes(*index).iter().filter_map(item_of).collect();
        let mut joined: Vec<usize> = items.iter().filter_map(|item| group_of.get(item)).copied().collect();
        joined.sort_unstable();
        joined.dedup();
        let into = joined.first().copied().unwrap_or_else(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        for other in joined.iter().skip(1) {
            let members = std::mem::take(&mut groups[*other]);
            groups[into].extend(members);
            group_of.values_mut().filter(|group| *group == other).for_each(|group| *group = into);
        }
        groups[into].push(*index);
        group_of.extend(items.into_iter().map(|item| (item, into)));
    }
    groups.retain(|group| !group.is_empty());
    groups.iter_mut().for_each(|group| group.sort_unstable());
    groups
}

/// The top-level item that a change stands in; the whole file where there is only one.
fn item_of(change: &Change) -> Option<(FileId, u32)> {
    if let Change::AddTopLevel { place: Place::EndOf(_), .. } = change {
        return None;
    }
    let (span, file) = (change.span()?, change.file());
    let items = change.source().filter(|tree| !tree.tree.json).map(|tree| (tree, tree.top_level_at(span.range())));
    let start = items.and_then(|(tree, items)| items.first().map(|item| tree.tree.span(*item).start));
    Some((file, start.unwrap_or(0)))
}
