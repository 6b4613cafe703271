//! Fixes one at a time: a person sees each, and applies, skips or quits.

use super::judge::Judge;
use super::load::Source;
use crate::check::Finding;
use crate::fix::{self, Applied, FindingKey, Fix, Settings};
use crate::graph::Graph;
use crate::rules::Verdict;
use crate::text::{EditSet, FileId, Files};
use std::collections::{BTreeMap, BTreeSet};

/// What a person says to one fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    Apply,
    Skip,
    Quit,
}

/// What was applied, and what the texts are now.
#[derive(Default)]
pub struct Session {
    pub applied: Vec<Applied>,
    pub texts: BTreeMap<FileId, String>,
    /// Failing findings that are left.
    pub left: Vec<FindingKey>,
}

/// Asks for each fix that is proven against what was applied so far.
pub fn ask(
    graph: &Graph,
    source: &Source,
    judge: &Judge,
    settings: &Settings,
    choose: &mut dyn FnMut(&Finding, &Fix) -> Choice,
) -> Session {
    let mut session = Session::default();
    let mut findings = judge.findings(graph);
    let mut asked: BTreeSet<FindingKey> = BTreeSet::new();
    let mut current: Option<Graph> = None;
    'passes: for pass in 1..=fix::PASS_LIMIT {
        let graph = current.as_ref().unwrap_or(graph);
        let files = graph.configuration().map(|it| it.project.files.clone()).unwrap_or_default();
        let texts = session.texts.clone();
        let rerun = |new: &BTreeMap<FileId, String>| {
            let mut all = texts.clone();
            all.extend(new.iter().map(|(id, text)| (*id, text.clone())));
            let graph = source.with_texts(&all);
            let findings = judge.findings(&graph);
            (graph, findings)
        };
        let mut edits = EditSet::default();
        let mut state: Option<(Graph, Vec<Finding>)> = None;
        for proposal in fix::propose(&findings, graph, &rerun, settings) {
            let (finding, Some(fix)) = (&findings[proposal.finding], proposal.fix) else { continue };
            let still_fails = state.as_ref().is_none_or(|(_, now)| fails(now, finding));
            let mut joined = edits.clone();
            // What touches the same place is proposed again, against the new text.
            if !still_fails || joined.merge(&fix.edits).is_err() || !asked.insert(key(finding)) {
                continue;
            }
            match choose(finding, &fix) {
                Choice::Skip => {}
                Choice::Quit => {
                    keep(&mut session, &edits, &files);
                    findings = state.map_or(findings, |(_, now)| now);
                    break 'passes;
                }
                Choice::Apply => {
                    let after = rerun(&joined.apply(&files));
                    if fails(&after.1, finding) || new_fails(state.as_ref().map_or(&findings, |(_, now)| now), &after.1)
                    {
                        asked.remove(&key(finding));
                        continue;
                    }
                    edits = joined;
                    state = Some(after);
                    session.applied.push(Applied { finding: key(finding), fix, pass });
                }
            }
        }
        keep(&mut session, &edits, &files);
        let Some((graph, now)) = state else { break };
        (current, findings) = (Some(graph), now);
    }
    let failing = findings.iter().filter(|finding| finding.verdict == Verdict::Fail);
    session.left = failing.map(key).collect();
    session
}

fn keep(session: &mut Session, edits: &EditSet, files: &Files) {
    session.texts.extend(edits.apply(files));
}

fn key(finding: &Finding) -> FindingKey {
    (finding.control.id.clone(), finding.address.clone())
}

fn fails(findings: &[Finding], finding: &Finding) -> bool {
    findings.iter().any(|other| other.verdict == Verdict::Fail && key(other) == key(finding))
}

fn new_fails(before: &[Finding], after: &[Finding]) -> bool {
    after.iter().any(|finding| finding.verdict == Verdict::Fail && !fails(before, finding))
}
