//! Fixes one at a time: a person sees each, and applies, skips, ignores or quits.

use super::judge::Judge;
use super::load::Source;
use crate::check::Finding;
use crate::fix::{self, Applied, FindingKey, Fix, Settings};
use crate::graph::Graph;
use crate::rules::Verdict;
use crate::text::{Edit, EditSet, FileId, Files, Span};
use std::collections::{BTreeMap, BTreeSet};

/// What a person says to one fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    Apply,
    Skip,
    /// Sets the finding aside by a comment with this reason.
    Ignore(String),
    Quit,
}

/// What was applied, and what the texts are now.
#[derive(Default)]
pub struct Session {
    pub applied: Vec<Applied>,
    pub texts: BTreeMap<FileId, String>,
    /// Failing findings that are left.
    pub left: Vec<FindingKey>,
    /// Findings that were set aside.
    pub ignored: Vec<FindingKey>,
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
                Choice::Ignore(reason) => {
                    let comment = comment(finding, graph, &reason);
                    if comment.is_some_and(|comment| edits.push(comment).is_ok()) {
                        session.ignored.push(key(finding));
                    }
                }
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
                    session.applied.push(Applied { finding: key(finding), fix: *fix, pass });
                }
            }
        }
        keep(&mut session, &edits, &files);
        let Some((graph, now)) = state else { break };
        // Comments that were added since the last fix count too.
        let (graph, now) = if edits.is_empty() { (graph, now) } else { rerun(&edits.apply(&files)) };
        (current, findings) = (Some(graph), now);
    }
    let failing = findings.iter().filter(|finding| finding.verdict == Verdict::Fail);
    session.left = failing.map(key).filter(|key| !session.ignored.contains(key)).collect();
    session
}

/// The comment that sets a finding aside, above its resource. `None` where no comment can stand: the account, JSON syntax,
/// modules that belong to others.
pub fn comment(finding: &Finding, graph: &Graph, reason: &str) -> Option<Edit> {
    let header = graph.block_of(&finding.address)?;
    let project = &graph.configuration()?.project;
    let may_hold = |id| !project.is_downloaded(id) && project.is_exact(id);
    let file = project.source_file(header.file).filter(|file| !file.tree.json && may_hold(file.id))?;
    let start = file.text[..header.start as usize].rfind('\n').map_or(0, |newline| newline + 1);
    let bom = if file.text[start..].starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let at = start + bom;
    let indent = &file.text[at..header.start as usize];
    if !indent.trim().is_empty() {
        return None;
    }
    let newline = if file.text.contains("\r\n") { "\r\n" } else { "\n" };
    let reason: String = reason.chars().map(|c| if c == '"' { '\'' } else { c }).filter(|c| !c.is_control()).collect();
    let replacement = format!("{indent}# tfmend:ignore {} reason=\"{}\"{newline}", finding.control.id, reason.trim());
    Some(Edit { span: Span::new(file.id, at, at), replacement })
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
