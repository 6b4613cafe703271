//! Findings -> proven fixes.

use super::candidates::{Candidate, Context};
use super::change::Change;
use super::partial::Partial;
use super::prove::{Baseline, Claim, Effect, Rerun, Run, key, parses};
use super::reason::{Failure, Reason};
use super::{Fix, Proof, Proposal, Settings, layout};
use crate::check::{Finding, FixRequest};
use crate::graph::{Graph, Origin};
use crate::rules::{Class, Impact, Input, Localized, Verdict};
use crate::text::{EditSet, FileId, Files, unified_diff};
use std::collections::BTreeMap;
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
    let fails = |finding: &Finding| finding.verdict == Verdict::Fail && selected(finding);
    let failing: Vec<usize> = (0..findings.len()).filter(|index| fails(&findings[*index])).collect();
    if failing.is_empty() {
        return Vec::new();
    }
    // Findings of a plan are proven on the configuration that belongs to it.
    let configured = (graph.origin != Origin::Configuration && graph.configuration().is_some())
        .then(|| Run::whole(rerun(&BTreeMap::new())));
    let base = match &configured {
        Some(run) => Baseline::new(&run.graph, &run.findings),
        None => Baseline::new(graph, findings),
    };
    let Some(context) = Context::new(base.graph, settings) else {
        return failing.into_iter().map(|index| without_source(index, &findings[index])).collect();
    };
    let proof = if configured.is_some() { Proof::OnConfiguration } else { Proof::Whole };
    let partial = settings.judge.as_ref().and_then(|judge| Partial::new(base.graph, judge));
    let prover = Prover { context: &context, base: &base, rerun, partial, proof };
    failing.into_iter().map(|index| prover.proposal(index, &findings[index])).collect()
}

fn without_source(index: usize, finding: &Finding) -> Proposal {
    let reason = Reason::NoSource { address: finding.address.to_string() };
    Proposal::without(index, finding, reason)
}

/// Tries candidates.
pub struct Prover<'p> {
    pub context: &'p Context<'p>,
    pub base: &'p Baseline<'p>,
    pub rerun: Rerun<'p>,
    /// Repeats only what an edit reaches, where that can be told.
    pub partial: Option<Partial<'p>>,
    pub proof: Proof,
}

/// A candidate that holds.
struct Proven {
    candidate: Candidate,
    edits: EditSet,
    texts: BTreeMap<FileId, String>,
    effect: Effect,
}

impl Prover<'_> {
    /// All requests of a finding together, as a rule asks once for each block that fails; else one that suffices alone.
    pub fn proposal(&self, index: usize, finding: &Finding) -> Proposal {
        let all: Vec<&FixRequest> = finding.requests.iter().collect();
        let alone = || all.iter().map(|request| vec![*request]).filter(|_| all.len() > 1);
        let mut first = None;
        for requests in std::iter::once(all.clone()).filter(|all| !all.is_empty()).chain(alone()) {
            match self.fix(finding, &requests) {
                Ok(fix) => return Proposal { finding: index, fix: Some(fix), reason: None, no_fix_reason: None },
                Err(reason) => first = first.or(Some(reason)),
            }
        }
        Proposal::without(index, finding, first.unwrap_or(Reason::NoRequest))
    }

    /// The narrowest candidate that holds and changes no bystander; else the one that changes the fewest.
    fn fix(&self, finding: &Finding, requests: &[&FixRequest]) -> Result<Fix, Reason> {
        let candidates = self.context.of(finding, requests)?;
        let mut best: Option<Proven> = None;
        let mut failure: Option<Reason> = None;
        for candidate in candidates {
            match self.prove(finding, requests, candidate) {
                Ok(proven) if proven.effect.bystanders.is_empty() => return Ok(self.finished(requests, proven)),
                Ok(proven) => {
                    let fewer = |best: &Proven| proven.effect.bystanders.len() < best.effect.bystanders.len();
                    if best.as_ref().is_none_or(fewer) {
                        best = Some(proven);
                    }
                }
                Err(reason) => failure = failure.or(Some(reason)),
            }
        }
        match best {
            Some(proven) => Ok(self.finished(requests, proven)),
            None => Err(failure.unwrap_or(Reason::NoRequest)),
        }
    }

    fn prove(&self, finding: &Finding, requests: &[&FixRequest], candidate: Candidate) -> Result<Proven, Reason> {
        let files = self.files();
        let unwritable = |_| Reason::Unwritable { place: self.place(&candidate) };
        let edits = layout::edits(&candidate.changes, files).map_err(unwritable)?;
        let texts = edits.apply(files);
        let failed = |failure: Failure| Reason::Unproven { place: self.place(&candidate), failure };
        parses(&texts, files).map_err(failed)?;
        let partial = self.partial.as_ref().and_then(|partial| partial.run(&texts));
        let run = partial.unwrap_or_else(|| Run::whole((self.rerun)(&texts)));
        let claim =
            Claim { keys: &[key(finding)], targets: &targets(requests), candidate: &candidate, class: class(requests) };
        let effect = self.base.compare(&claim, &run).map_err(failed)?;
        Ok(Proven { candidate, edits, texts, effect })
    }

    fn finished(&self, requests: &[&FixRequest], proven: Proven) -> Fix {
        let Proven { candidate, edits, texts, effect } = proven;
        let class = class(requests);
        Fix {
            targets: targets(requests),
            class: if effect.bystanders.is_empty() { class } else { class.max(Class::Unsafe) },
            impact: requests.iter().map(|request| request.impact).max().unwrap_or(Impact::Unknown),
            summary: joined(requests.iter().map(|request| &request.summary)),
            warning: requests
                .iter()
                .any(|request| request.warning.is_some())
                .then(|| joined(requests.iter().filter_map(|request| request.warning.as_ref()))),
            proof: self.proof,
            diff: diff(self.files(), &texts),
            edits,
            also_changes: effect.also_changes.iter().map(|address| address.to_string()).collect(),
            also_mends: effect.mended,
            inputs: inputs(requests),
            candidate,
        }
    }

    pub fn files(&self) -> &Files {
        &self.context.evaluation.project.files
    }

    fn place(&self, candidate: &Candidate) -> String {
        let span = candidate.changes.first().map(Change::span);
        span.flatten().map_or_else(String::new, |span| self.context.place(span))
    }
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

fn targets(requests: &[&FixRequest]) -> Vec<Arc<str>> {
    let mut targets: Vec<Arc<str>> = requests.iter().map(|request| request.target.clone()).collect();
    targets.sort();
    targets.dedup();
    targets
}

fn class(requests: &[&FixRequest]) -> Class {
    requests.iter().map(|request| request.class).max().unwrap_or(Class::Unsafe)
}

fn inputs(requests: &[&FixRequest]) -> Vec<Input> {
    let mut inputs: Vec<Input> = Vec::new();
    for input in requests.iter().flat_map(|request| &request.inputs) {
        if !inputs.contains(input) {
            inputs.push(input.clone());
        }
    }
    inputs
}

/// Different texts, one after the other.
fn joined<'t>(texts: impl Iterator<Item = &'t Localized>) -> Localized {
    let mut different: Vec<&Localized> = Vec::new();
    for text in texts {
        if !different.contains(&text) {
            different.push(text);
        }
    }
    let join = |part: fn(&Localized) -> &str, with: &str| {
        different.iter().map(|text| part(text)).collect::<Vec<_>>().join(with).into()
    };
    Localized { en: join(|text| &text.en, "; "), ja: join(|text| &text.ja, "、") }
}
