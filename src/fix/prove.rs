//! The proof of a fix: the edits are applied in memory and the whole run is repeated.

use super::candidates::Candidate;
use super::reason::Failure;
use crate::check::Finding;
use crate::graph::{Graph, Mode, Problem};
use crate::rules::{Class, Verdict};
use crate::text::{FileId, Files};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One run: a graph and what the rules say of it.
pub struct Run {
    pub graph: Graph,
    pub findings: Vec<Finding>,
    /// Of a partial run, what it judged; all the rest is as it was.
    pub covered: Option<Covered>,
}

/// What a partial run judged and evaluated.
pub struct Covered {
    /// Controls that judged the evaluated resources only, as they read nothing else that changed.
    pub alone: FxHashSet<Arc<str>>,
    /// Controls that judged everything.
    pub whole: FxHashSet<Arc<str>>,
    /// The resources that were evaluated.
    pub addresses: FxHashSet<Arc<str>>,
}

impl Run {
    /// A run of everything.
    pub fn whole((graph, findings): (Graph, Vec<Finding>)) -> Run {
        Run { graph, findings, covered: None }
    }

    fn judged(&self, (control, address): &FindingKey) -> bool {
        self.covered.as_ref().is_none_or(|covered| {
            covered.whole.contains(control) || covered.alone.contains(control) && covered.addresses.contains(address)
        })
    }

    /// The judged resource is no longer there.
    fn is_gone(&self, (_, address): &FindingKey) -> bool {
        !address.is_empty() && self.graph.find(address).is_none()
    }

    fn evaluated(&self, address: &str) -> bool {
        self.covered.as_ref().is_none_or(|covered| covered.addresses.contains(address))
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
    problems: BTreeSet<String>,
}

/// What a proven edit changes besides the target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// Other resources whose values change.
    pub also_changes: Vec<Arc<str>>,
    /// Those of them that did not fail the same control: an edit that changes any of these is not safe.
    pub bystanders: Vec<Arc<str>>,
    /// Findings that the edit mends.
    pub mended: Vec<FindingKey>,
}

/// What is to be shown.
pub struct Claim<'c> {
    /// The findings that must be gone.
    pub keys: &'c [FindingKey],
    /// The resources that are edited.
    pub targets: &'c [Arc<str>],
    pub candidate: &'c Candidate,
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
        Baseline { graph, findings, verdicts, problems }
    }

    pub fn verdict(&self, key: &FindingKey) -> Option<Verdict> {
        self.verdicts.get(key).copied()
    }

    /// Whether the run with the edits shows what is claimed, and what else the edits change.
    pub fn compare(&self, claim: &Claim, after: &Run) -> Result<Effect, Failure> {
        self.no_new_problem(claim, after)?;
        let now = verdicts(&after.findings);
        let needs_input = claim.class == Class::NeedsInput;
        for key in claim.keys {
            match now.get(key) {
                // A partial run that did not judge it says nothing.
                None if !after.judged(key) && !after.is_gone(key) => return Err(Failure::NotGone),
                None | Some(Verdict::Pass) => {}
                Some(Verdict::Unknown) if needs_input => {}
                Some(_) => return Err(Failure::NotGone),
            }
        }
        self.no_new_finding(&now, needs_input)?;
        self.same_instances(claim, after)?;
        Ok(self.effect(claim, after, &now))
    }

    fn no_new_problem(&self, claim: &Claim, after: &Run) -> Result<(), Failure> {
        let own_input = |problem: &Problem| claim.class == Class::NeedsInput && problem.message.contains("var.");
        let problems = after.graph.problems().iter();
        let new = problems
            .filter(|problem| !own_input(problem))
            .find(|problem| !self.problems.contains(&problem_key(problem)));
        new.map_or(Ok(()), |problem| Err(Failure::Problem(problem.message.clone())))
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

    /// No instance is lost, and only companions come.
    fn same_instances(&self, claim: &Claim, after: &Run) -> Result<(), Failure> {
        for (_, resource) in self.graph.resources() {
            if after.graph.find(&resource.address).is_none() {
                return Err(Failure::Instances { address: resource.address.to_string() });
            }
        }
        for (_, resource) in after.graph.resources() {
            let is_new = self.graph.find(&resource.address).is_none();
            if is_new && !claim.candidate.added.contains(&without_keys(&resource.address)) {
                return Err(Failure::Instances { address: resource.address.to_string() });
            }
        }
        Ok(())
    }

    fn effect(&self, claim: &Claim, after: &Run, now: &FxHashMap<FindingKey, Verdict>) -> Effect {
        let mut effect = Effect::default();
        for (_, resource) in self.graph.resources() {
            let Some(id) = after.graph.find(&resource.address) else { continue };
            if !after.evaluated(&resource.address) || claim.targets.contains(&resource.address) {
                continue;
            }
            if resource.values() == after.graph.get(id).values() {
                continue;
            }
            let failed = |(control, _): &FindingKey| {
                self.verdict(&(control.clone(), resource.address.clone())) == Some(Verdict::Fail)
            };
            // What a document in a data source changes shows in the resources that use it.
            if resource.mode != Mode::Data && !claim.keys.iter().any(failed) {
                effect.bystanders.push(resource.address.clone());
            }
            effect.also_changes.push(resource.address.clone());
        }
        let failed = self.findings.iter().filter(|finding| finding.verdict == Verdict::Fail).map(key);
        let mended =
            |key: &FindingKey| after.judged(key) && now.get(key).is_none_or(|verdict| *verdict != Verdict::Fail);
        effect.mended = failed.filter(mended).collect();
        effect
    }
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

fn verdicts(findings: &[Finding]) -> FxHashMap<FindingKey, Verdict> {
    findings.iter().map(|finding| (key(finding), finding.verdict)).collect()
}

/// Problems are the same when they say the same: lines move.
fn problem_key(problem: &Problem) -> String {
    format!("{}|{}|{}", problem.kind.as_str(), problem.address.as_deref().unwrap_or(""), problem.message)
}

/// An address without any instance keys.
pub fn without_keys(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let mut rest = address;
    while let Some(open) = rest.find('[') {
        out.push_str(&rest[..open]);
        let inside = &rest[open + 1..];
        let close = match inside.strip_prefix('"') {
            Some(quoted) => closing_quote(quoted) + 2,
            None => inside.find(']').unwrap_or(inside.len()),
        };
        rest = inside.get(close + 1..).unwrap_or("");
    }
    out + rest
}

/// The offset of the quote that ends a key.
fn closing_quote(text: &str) -> usize {
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'"' => return at,
            _ => {}
        }
    }
    text.len()
}
