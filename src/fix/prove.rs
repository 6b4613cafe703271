//! The proof of a fix: the edits are applied in memory and the whole run is repeated.

use super::candidates::{Added, Candidate};
use super::path;
use super::reason::Failure;
use crate::check::{Finding, FixRequest, Operation, document_at};
use crate::eval::{Broken, InstanceKey, OriginKind, without_keys};
use crate::graph::{Edge, Graph, Mode, Problem, Resource, ResourceId};
use crate::rules::{Class, Impact, Verdict};
use crate::text::{FileId, Files};
use crate::value::{Type, Value, convert};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One run: a graph and what the rules say of it.
pub struct Run {
    pub graph: Graph,
    pub findings: Vec<Finding>,
}

/// What a run shows of one edit.
pub struct Seen<'r> {
    pub graph: &'r Graph,
    /// What was judged of that which the edit reaches.
    pub verdicts: FxHashMap<FindingKey, Verdict>,
    /// What the edit reaches; `None` when everything was evaluated and judged again.
    pub scope: Option<Scope>,
}

/// What an edit reaches.
#[derive(Debug, Default)]
pub struct Scope {
    /// All judgements that the edit may change.
    pub judged: FxHashSet<FindingKey>,
    /// The addresses that were evaluated anew, before and after.
    pub before: Vec<Arc<str>>,
    pub after: Vec<Arc<str>>,
    /// New problems where the edit reaches.
    pub problems: Vec<Problem>,
    /// Conditions that do not hold where the edit reaches.
    pub broken: Vec<Broken>,
}

impl Run {
    pub fn of((graph, findings): (Graph, Vec<Finding>)) -> Run {
        Run { graph, findings }
    }

    /// What a run of everything shows.
    pub fn seen(&self) -> Seen<'_> {
        Seen { graph: &self.graph, verdicts: verdicts(&self.findings), scope: None }
    }
}

impl Seen<'_> {
    fn judged(&self, key: &FindingKey) -> bool {
        self.scope.as_ref().is_none_or(|scope| scope.judged.contains(key))
    }

    fn problems(&self) -> &[Problem] {
        self.scope.as_ref().map_or(self.graph.problems(), |scope| &scope.problems)
    }

    fn broken(&self) -> Vec<Broken> {
        self.scope.as_ref().map_or_else(|| broken(self.graph), |scope| scope.broken.clone())
    }
}

/// Repeats the run with other texts for some files.
pub type Rerun<'r> = &'r dyn Fn(&BTreeMap<FileId, String>) -> (Graph, Vec<Finding>);

/// A control and the address that it judged.
pub type FindingKey = (Arc<str>, Arc<str>);

/// What is known of the run before, for comparing.
pub struct Baseline<'b> {
    pub graph: &'b Graph,
    pub findings: &'b [Finding],
    verdicts: FxHashMap<FindingKey, Verdict>,
    /// The place of each finding.
    order: FxHashMap<FindingKey, usize>,
    problems: BTreeSet<String>,
    /// Conditions that do not hold, looked at when some do not hold afterwards.
    broken: OnceCell<Vec<Broken>>,
}

/// What a proven edit changes besides the target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// Other resources whose values change.
    pub also_changes: Vec<Arc<str>>,
    /// Those of them that did not fail the same control: an edit that changes any of these is not safe.
    pub bystanders: Vec<Arc<str>>,
    /// New instances of what is declared.
    pub created: Vec<Arc<str>>,
    /// Other roots that use the edited modules and were not looked at.
    pub unseen: usize,
    /// The places of `check` blocks that no longer hold.
    pub unchecked: Vec<String>,
    /// Findings that the edit mends.
    pub mended: Vec<FindingKey>,
}

impl Effect {
    /// Nothing else changes that did not fail.
    pub fn is_harmless(&self) -> bool {
        self.bystanders.is_empty() && self.created.is_empty() && self.unseen == 0
    }
}

/// What is to be shown.
#[derive(Clone, Copy)]
pub struct Claim<'c> {
    /// The findings that must be gone.
    pub keys: &'c [FindingKey],
    /// The resources that are edited.
    pub targets: &'c [Arc<str>],
    pub candidate: &'c Candidate,
    /// What was asked for, where it is one finding's: of the edited blocks only those that are asked for may change.
    pub requests: &'c [&'c FixRequest],
    /// Inputs without value may leave the verdict unknown.
    pub class: Class,
}

pub fn key(finding: &Finding) -> FindingKey {
    (finding.control.id.clone(), finding.address.clone())
}

impl<'b> Baseline<'b> {
    pub fn new(graph: &'b Graph, findings: &'b [Finding]) -> Baseline<'b> {
        let verdicts = verdicts(findings);
        let problems = graph.problems().iter().map(problem_key).collect();
        let order = findings.iter().enumerate().map(|(at, finding)| (key(finding), at)).collect();
        Baseline { graph, findings, verdicts, order, problems, broken: OnceCell::new() }
    }

    pub fn verdict(&self, key: &FindingKey) -> Option<Verdict> {
        self.verdicts.get(key).copied()
    }

    /// Whether the run with the edits shows what is claimed, and what else the edits change.
    pub fn compare(&self, claim: &Claim, after: &Seen) -> Result<Effect, Failure> {
        self.no_new_problem(claim, after)?;
        let needs_input = claim.class == Class::NeedsInput;
        for key in claim.keys {
            match after.verdicts.get(key) {
                // A partial run that did not judge it says nothing.
                None if !after.judged(key) && !self.is_gone(&key.1, after) => return Err(Failure::NotGone),
                None | Some(Verdict::Pass) => {}
                Some(Verdict::Unknown) if needs_input => {}
                Some(_) => return Err(Failure::NotGone),
            }
        }
        self.no_new_finding(&after.verdicts, needs_input)?;
        self.same_instances(claim, after)?;
        all_is_done(claim, self.graph, after.graph)?;
        self.same_attributes(claim, after)?;
        self.same_documents(claim, after)?;
        self.same_statements(claim, after)?;
        let unchecked = self.conditions_hold(after)?;
        let effect = Effect { unchecked, ..self.effect(claim, after) };
        self.spares_what_passes(claim, &effect)?;
        self.spares_others(claim, &effect)?;
        Ok(effect)
    }

    /// The judged resource is no longer there. An account and Region are no resource.
    fn is_gone(&self, address: &str, after: &Seen) -> bool {
        self.graph.find(address).is_some() && after.graph.find(address).is_none()
    }

    /// What an edit that was proven in one root does to another one.
    pub fn beside(&self, claim: &Claim, after: &Seen) -> Result<Effect, Failure> {
        let claim = Claim { targets: &[], requests: &[], ..*claim };
        self.no_new_problem(&claim, after)?;
        self.no_new_finding(&after.verdicts, claim.class == Class::NeedsInput)?;
        self.same_instances(&claim, after)?;
        let unchecked = self.conditions_hold(after)?;
        let effect = Effect { unchecked, ..self.effect(&claim, after) };
        self.spares_what_passes(&claim, &effect)?;
        Ok(effect)
    }

    /// A problem that was there before counts as none.
    pub fn is_known(&self, problem: &Problem) -> bool {
        self.problems.contains(&problem_key(problem))
    }

    fn no_new_problem(&self, claim: &Claim, after: &Seen) -> Result<(), Failure> {
        let inputs: Vec<String> = claim.candidate.inputs().map(|name| format!("var.{name}")).collect();
        let own_input = |problem: &Problem| inputs.iter().any(|input| problem.message.contains(input));
        let mut problems = after.problems().iter();
        let new = problems.find(|problem| !own_input(problem) && !self.is_known(problem));
        new.map_or(Ok(()), |problem| Err(Failure::Problem(problem.message.clone())))
    }

    /// No condition breaks that held or was not known: Terraform would refuse every plan. `check` blocks only make it warn; the
    /// places of those are returned.
    fn conditions_hold(&self, after: &Seen) -> Result<Vec<String>, Failure> {
        let mut unchecked = Vec::new();
        for new in after.broken() {
            let same = |old: &Broken| (&old.address, old.number) == (&new.address, new.number);
            if self.broken.get_or_init(|| broken(self.graph)).iter().any(same) {
                continue;
            }
            let evaluation = self.graph.configuration();
            let place = evaluation.and_then(|evaluation| evaluation.project.place_of(&new)).unwrap_or_default();
            match new.is_warning() {
                true => unchecked.push(place),
                false => return Err(Failure::Condition { kind: new.kind, address: new.address.to_string(), place }),
            }
        }
        Ok(unchecked)
    }

    fn no_new_finding(&self, now: &FxHashMap<FindingKey, Verdict>, needs_input: bool) -> Result<(), Failure> {
        let worse = |key: &FindingKey, verdict: Verdict| match (self.verdict(key), verdict) {
            (Some(Verdict::Fail), Verdict::Fail) => false,
            (_, Verdict::Fail) => true,
            (Some(Verdict::Pass), Verdict::Unknown) => !needs_input,
            _ => false,
        };
        let first = now.iter().filter(|(key, verdict)| worse(key, **verdict)).map(|(key, _)| key).min();
        match first {
            Some((control, address)) => {
                Err(Failure::NewFinding { control: control.to_string(), address: address.to_string() })
            }
            None => Ok(()),
        }
    }

    /// No instance is lost, and a companion comes only where it lacks. Instances of what is declared may come, and are named: a module
    /// makes a log group for each kind of log.
    fn same_instances(&self, claim: &Claim, after: &Seen) -> Result<(), Failure> {
        let is_lost = |address: &&Arc<str>| after.graph.find(address).is_none();
        let is_new = |address: &&Arc<str>| self.graph.find(address).is_none();
        let (lost, new): (_, Vec<&Arc<str>>) = match &after.scope {
            Some(scope) => (scope.before.iter().find(is_lost), scope.after.iter().filter(is_new).collect()),
            None => (addresses(self.graph).find(is_lost), addresses(after.graph).filter(is_new).collect()),
        };
        if let Some(address) = lost {
            return Err(Failure::Instances { address: address.to_string() });
        }
        let added = &claim.candidate.added;
        let by_address: FxHashMap<&str, &Added> = added.iter().map(|added| (added.address.as_str(), added)).collect();
        // Other calls of the module, and other roots, have them under other addresses.
        let by_name: FxHashMap<String, &Added> = added.iter().map(|added| (last_two(&added.address), added)).collect();
        for resource in new.into_iter().filter_map(|address| after.graph.find(address)).map(|id| after.graph.get(id)) {
            let exact = by_address.get(&*without_keys(&resource.address)).copied();
            let name = format!("{}.{}", resource.type_name, resource.name);
            match exact.or_else(|| by_name.get(&name).copied()) {
                Some(added) => self.is_wanted(claim, added, resource, exact.is_some())?,
                None if resource.address.ends_with("[*]") => {
                    return Err(Failure::Instances { address: resource.address.to_string() });
                }
                None => {}
            }
        }
        Ok(())
    }

    /// What the new companion belongs to lacks it, as the judged resource does: another one of its kind would take the place of
    /// what is there.
    fn is_wanted(&self, claim: &Claim, added: &Added, companion: &Resource, exact: bool) -> Result<(), Failure> {
        let instances = || Failure::Instances { address: companion.address.to_string() };
        let Some(owner) = &added.owner else { return if exact { Ok(()) } else { Err(instances()) } };
        let key = owner.key.as_ref().or(companion.index.as_ref()).map_or_else(String::new, InstanceKey::to_string);
        let dot = if companion.module.is_empty() { "" } else { "." };
        let owner: Arc<str> = format!("{}{dot}{}{key}", companion.module, owner.resource).into();
        if self.graph.find(&owner).is_none() {
            return if exact { Ok(()) } else { Err(instances()) };
        }
        let adds = |operation: &Operation| matches!(operation, Operation::AddResource { type_name, .. } if *type_name == companion.type_name);
        let adds = |request: &FixRequest| request.target == owner && request.operations.iter().any(adds);
        let asks = |key: &FindingKey| {
            let finding = self.order.get(key).map(|at| &self.findings[*at]).filter(|_| self.fails(key));
            finding.is_some_and(|finding| finding.details().requests.iter().any(adds))
        };
        let wanted = claim.candidate.followed.iter().any(adds)
            || claim.keys.iter().any(|key| asks(key) || asks(&(key.0.clone(), owner.clone())));
        if wanted { Ok(()) } else { Err(Failure::Companion { of: owner.to_string() }) }
    }

    /// Of the edited resource nothing changes but what is asked for: a local may feed several of its attributes, and the same code make
    /// several of its blocks. Where the resource is replaced, what was not set may come: a key with the encryption.
    fn same_attributes(&self, claim: &Claim, after: &Seen) -> Result<(), Failure> {
        for target in claim.targets {
            let asked = claim.requests.iter().filter(|request| request.target == *target);
            let mut asked: Vec<Vec<path::Step>> =
                asked.flat_map(|request| &request.operations).filter_map(asked_path).collect();
            if asked.is_empty() {
                continue;
            }
            // The provider's own copy follows.
            if asked.iter().any(|steps| steps.first().is_some_and(|step| step.name == "tags")) {
                asked.push(path::steps("tags_all"));
            }
            let (Some(old), Some(new)) = (self.graph.find(target), after.graph.find(target)) else { continue };
            let (old, new) = (self.graph.get(old).values(), after.graph.get(new).values());
            let replaced = claim.requests.iter().any(|request| request.impact == Impact::Replaces);
            let differences = path::differences(&old, &new, &asked);
            if let Some(other) = differences.iter().find(|other| !(replaced && other.is_new)) {
                return Err(Failure::Values { address: format!("{target}.{}", other.path) });
            }
        }
        Ok(())
    }

    /// What is added to a document names the judged resource: others that are made of the same text would get it too.
    fn same_documents(&self, claim: &Claim, after: &Seen) -> Result<(), Failure> {
        let adds = |operation: &Operation| matches!(operation, Operation::AddStatement { .. });
        let Some(request) = claim.requests.iter().find(|request| request.operations.iter().any(adds)) else {
            return Ok(());
        };
        let block = without_keys(&request.target);
        // Instances of one block each have a document of their own: a statement with `each` stands in no other.
        let is_own = |address: &str| without_keys(address) == block;
        let is_other = |address: &&Arc<str>| {
            let (Some(old), Some(new)) = (self.graph.find(address), after.graph.find(address)) else { return false };
            let old = self.graph.get(old);
            !is_own(address) && old.is_managed() && old.values() != after.graph.get(new).values()
        };
        let other = match &after.scope {
            Some(scope) => scope.before.iter().find(is_other),
            None => addresses(self.graph).find(is_other),
        };
        other.map_or(Ok(()), |address| Err(Failure::Values { address: address.to_string() }))
    }

    /// A document that gets a statement keeps those that it has, as they are, and gets no others.
    fn same_statements(&self, claim: &Claim, after: &Seen) -> Result<(), Failure> {
        for ((target, path), added) in grown_documents(claim.requests) {
            let (Some(old), Some(new)) = (self.graph.find(target), after.graph.find(target)) else { continue };
            let (old, new) = (document_at(self.graph, old, path), document_at(after.graph, new, path));
            let statements = |document: &Value| Some(document.get("statements")?.as_sequence()?.to_vec());
            let (Some(kept), Some(mut rest)) = (statements(&old), statements(&new)) else { continue };
            // What is not known as a whole may become any statements.
            let mut kept = kept.iter().filter(|statement| statement.as_unknown().is_none());
            rest.retain(|statement| statement.as_unknown().is_none());
            let mut is_there = |statement: &Value| {
                let place = rest.iter().position(|other| other == statement);
                place.map(|place| rest.remove(place)).is_some()
            };
            if old.get("version") != new.get("version") || !kept.all(&mut is_there) || rest.len() > added {
                return Err(Failure::Values { address: format!("{target}.{path}") });
            }
        }
        Ok(())
    }

    /// What passes the control keeps its values: one place may decide for instances of which some are right already.
    fn spares_what_passes(&self, claim: &Claim, effect: &Effect) -> Result<(), Failure> {
        let passes = |address: &&Arc<str>| {
            let mut controls = claim.keys.iter().map(|(control, _)| control);
            controls.any(|control| self.verdict(&(control.clone(), (*address).clone())) == Some(Verdict::Pass))
        };
        let hurt = effect.bystanders.iter().find(passes);
        hurt.map_or(Ok(()), |address| Err(Failure::Values { address: address.to_string() }))
    }

    /// Other resources change by what they refer to, or to their good, or not at all.
    fn spares_others(&self, claim: &Claim, effect: &Effect) -> Result<(), Failure> {
        let followers = OnceCell::new();
        let follows = |address: &Arc<str>| {
            let of = || self.followers(claim.targets);
            self.graph.find(address).is_some_and(|id| followers.get_or_init(of).contains(&id))
        };
        // A key or a name is meant for one type of resource; a switch may serve several.
        let type_of = |address: &str| self.graph.find(address).map(|id| &self.graph.get(id).type_name);
        let is_kin = |address: &str| claim.targets.iter().any(|target| type_of(target) == type_of(address));
        let is_switch =
            |operation: &Operation| matches!(operation, Operation::Set { value, .. } if value.as_bool().is_some());
        let switches = claim.requests.iter().flat_map(|request| &request.operations).all(is_switch);
        let is_mended = |address: &Arc<str>| {
            (switches || is_kin(address)) && effect.mended.iter().any(|key| self.is_about(key, address))
        };
        let hurt = effect.bystanders.iter().find(|address| !follows(address) && !is_mended(address));
        hurt.map_or(Ok(()), |address| Err(Failure::Values { address: address.to_string() }))
    }

    /// The finding is of the resource, or asks for an edit of it.
    fn is_about(&self, key: &FindingKey, address: &Arc<str>) -> bool {
        let requests = || self.order.get(key).into_iter().flat_map(|at| &self.findings[*at].details().requests);
        key.1 == *address || requests().any(|request| request.target == *address)
    }

    /// What refers to the resources, directly or through others.
    fn followers(&self, targets: &[Arc<str>]) -> FxHashSet<ResourceId> {
        let mut open: Vec<ResourceId> = targets.iter().filter_map(|target| self.graph.find(target)).collect();
        let mut found = FxHashSet::default();
        while let Some(id) = open.pop() {
            open.extend(self.graph.edges_to(id).map(|edge| edge.from).filter(|from| found.insert(*from)));
        }
        found
    }

    fn effect(&self, claim: &Claim, after: &Seen) -> Effect {
        let mut effect = Effect::default();
        let mut look = |address: &Arc<str>| {
            let (Some(old), Some(new)) = (self.graph.find(address), after.graph.find(address)) else { return };
            let resource = self.graph.get(old);
            if claim.targets.contains(address) || resource.values() == after.graph.get(new).values() {
                return;
            }
            let failed =
                |(control, _): &FindingKey| self.verdict(&(control.clone(), address.clone())) == Some(Verdict::Fail);
            // What a document in a data source changes shows in the resources that use it.
            if resource.mode != Mode::Data && !claim.keys.iter().any(failed) {
                effect.bystanders.push(address.clone());
            }
            effect.also_changes.push(address.clone());
        };
        match &after.scope {
            Some(scope) => scope.before.iter().for_each(&mut look),
            None => addresses(self.graph).for_each(&mut look),
        }
        let added: FxHashSet<String> = claim.candidate.added.iter().map(|added| last_two(&added.address)).collect();
        let is_more = |address: &&Arc<str>| {
            self.graph.find(address).is_none()
                && !claim.targets.contains(address)
                && !added.contains(&last_two(&without_keys(address)))
        };
        effect.created = match &after.scope {
            Some(scope) => scope.after.iter().filter(is_more).cloned().collect(),
            None => addresses(after.graph).filter(is_more).cloned().collect(),
        };
        effect.also_changes.extend(effect.created.iter().cloned());
        for address in self.deferred(claim, after) {
            if !effect.also_changes.contains(&address) {
                effect.also_changes.push(address);
            }
        }
        let stays = |key: &FindingKey| after.verdicts.get(key) == Some(&Verdict::Fail);
        effect.mended = match &after.scope {
            Some(scope) => scope.judged.iter().filter(|key| self.fails(key) && !stays(key)).cloned().collect(),
            None => {
                let failed = self.findings.iter().filter(|finding| finding.verdict == Verdict::Fail).map(key);
                failed.filter(|key| !stays(key)).collect()
            }
        };
        // Another instance that the same edit mends is none, though a resource of its own is edited.
        let same = |key: &&FindingKey| claim.keys.iter().any(|(control, _)| *control == key.0);
        let mended: Vec<&FindingKey> = effect.mended.iter().filter(same).collect();
        effect.bystanders.retain(|address| !mended.iter().any(|key| self.is_about(key, address)));
        // In the order of the findings, whatever the order in which they were judged.
        effect.mended.sort_by_key(|key| self.order.get(key).copied());
        effect.also_changes.sort_by_key(|address| self.graph.find(address));
        effect.bystanders.sort_by_key(|address| self.graph.find(address));
        effect
    }

    /// What uses a data source that refers to an edited resource: Terraform reads the data source only at apply then
    /// (`read_because_dependency_pending`), and plans an update of its users, mostly to what they are already.
    fn deferred(&self, claim: &Claim, after: &Seen) -> BTreeSet<Arc<str>> {
        let edited = claim.targets.iter().filter_map(|address| {
            let (old, new) = (self.graph.find(address)?, after.graph.find(address)?);
            (self.graph.get(old).values() != after.graph.get(new).values()).then_some(old)
        });
        // The values of a document that needs no cloud are known without reading: its user refers to the edited resource.
        let is_read = |edge: &&Edge| {
            let user = self.graph.get(edge.from);
            let steps = || self.graph.trace(&user.address, &edge.attribute);
            user.is_managed() && steps().iter().any(|step| step.kind == OriginKind::DataSource)
        };
        let users = edited.flat_map(|id| self.graph.edges_to(id)).filter(is_read);
        let addresses = users.map(|edge| self.graph.get(edge.from).address.clone());
        addresses.filter(|address| !claim.targets.contains(address)).collect()
    }

    fn fails(&self, key: &FindingKey) -> bool {
        self.verdict(key) == Some(Verdict::Fail)
    }
}

fn broken(graph: &Graph) -> Vec<Broken> {
    graph.configuration().map_or_else(Vec::new, |evaluation| evaluation.broken_conditions(&|_, _| true))
}

fn addresses(graph: &Graph) -> impl Iterator<Item = &Arc<str>> {
    graph.resources().map(|(_, resource)| &resource.address)
}

/// The patched files still parse as well as they did.
pub fn parses(texts: &BTreeMap<FileId, String>, files: &Files) -> Result<(), Failure> {
    for (id, text) in texts {
        let file = files.get(*id);
        let errors = |text: &str| crate::source::parse(*id, file.path.clone(), text.into()).tree.errors.len();
        let broken = errors(text);
        if broken > 0 && broken > errors(&file.text) {
            return Err(Failure::Syntax);
        }
    }
    Ok(())
}

pub fn verdicts(findings: &[Finding]) -> FxHashMap<FindingKey, Verdict> {
    findings.iter().map(|finding| (key(finding), finding.verdict)).collect()
}

/// Problems are the same when they say the same: lines move.
fn problem_key(problem: &Problem) -> String {
    format!("{}|{}|{}", problem.kind.as_str(), problem.address.as_deref().unwrap_or(""), problem.message)
}

/// The part of its target that an operation may change.
fn asked_path(operation: &Operation) -> Option<Vec<path::Step>> {
    let path = match operation {
        Operation::Set { path, .. }
        | Operation::SetExpression { path, .. }
        | Operation::Remove { path }
        | Operation::RemoveValues { path, .. }
        | Operation::AddStatement { path, .. } => path.clone(),
        Operation::AddBlock { parent, block_type, .. } if parent.is_empty() => block_type.to_string(),
        Operation::AddBlock { parent, block_type, .. } => format!("{parent}.{block_type}"),
        Operation::AddResource { .. } => return None,
    };
    Some(path::steps(&path))
}

/// What was to be set has the value that was asked for, and what was to go is no longer as it was, where that is known: the rule may
/// pass by less than all of it.
fn all_is_done(claim: &Claim, before: &Graph, after: &Graph) -> Result<(), Failure> {
    let text = |graph: &Graph, target: &str, path: &str| {
        let values = graph.get(graph.find(target)?).values();
        let found = path::value_at(&values, &path::steps(path))?;
        convert(&found, &Type::String).ok()?.as_str().map(str::to_owned)
    };
    for request in claim.requests {
        let now = |path: &str| text(after, &request.target, path);
        let is_done = |operation: &Operation| match operation {
            Operation::Set { path, value } => {
                let wanted = convert(value, &Type::String).ok().and_then(|text| text.as_str().map(str::to_owned));
                wanted.is_none_or(|wanted| now(path).is_none_or(|now| now == wanted))
            }
            Operation::Remove { path } => now(path).is_none_or(|now| text(before, &request.target, path) != Some(now)),
            _ => true,
        };
        if !request.operations.iter().all(is_done) {
            return Err(Failure::NotGone);
        }
    }
    Ok(())
}

/// The documents that get statements, as target and path, and how many each gets.
fn grown_documents<'r>(requests: &[&'r FixRequest]) -> BTreeMap<(&'r str, &'r str), usize> {
    let mut documents = BTreeMap::new();
    for request in requests {
        for operation in &request.operations {
            if let Operation::AddStatement { path, .. } = operation {
                *documents.entry((&*request.target, path.as_str())).or_default() += 1;
            }
        }
    }
    documents
}

/// `aws_x.y` of a resource's configuration address.
fn last_two(address: &str) -> String {
    let mut steps = address.rsplitn(3, '.');
    let (name, type_name) = (steps.next().unwrap_or_default(), steps.next().unwrap_or_default());
    format!("{type_name}.{name}")
}
