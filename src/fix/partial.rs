//! Runs that repeat only what an edit reaches, so that the proof of every fix costs little.

use super::prove::{Covered, FindingKey, Run, key};
use super::reach::{Reach, Reads, resource_item, type_name};
use crate::check::{CheckOptions, owns_account, run, run_on};
use crate::eval::Evaluation;
use crate::graph::Graph;
use crate::rules::Rules;
use crate::text::FileId;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

/// The rules and settings of the run that is repeated.
#[derive(Clone, Debug)]
pub struct Judge {
    pub rules: Arc<Rules>,
    pub options: CheckOptions,
    /// Findings that the run leaves out.
    pub aside: BTreeSet<FindingKey>,
}

/// What is kept of the run before.
pub struct Partial<'p> {
    graph: &'p Graph,
    judge: &'p Judge,
    reach: Reach,
    /// By entry of the rules: `None` for controls that the run leaves out; made when the control has something to judge.
    reads: Vec<Option<OnceLock<Reads>>>,
    account: bool,
}

impl<'p> Partial<'p> {
    /// `None` where names do not tell what an edit reaches.
    pub fn new(graph: &'p Graph, judge: &'p Judge) -> Option<Partial<'p>> {
        let reach = Reach::of(&graph.configuration()?.project)?;
        let wanted = |id: &str| {
            let only = judge.options.only.as_ref();
            only.is_none_or(|only| only.iter().any(|name| name.eq_ignore_ascii_case(id)))
        };
        let reads = judge.rules.entries().iter().map(|entry| wanted(&entry.id).then(OnceLock::new)).collect();
        let account = judge.options.account || owns_account(graph);
        Some(Partial { graph, judge, reach, reads, account })
    }

    /// The run on edited texts; `None` when the edit may reach everything.
    pub fn run(&self, texts: &BTreeMap<FileId, String>) -> Option<Run> {
        let before = self.graph.configuration()?;
        let project = before.project.with_texts(texts)?;
        let reached = self.reach.from(&before.project, &project, texts)?;
        let evaluation = Arc::new(Evaluation::new(Arc::new(project), before.schema.clone()));
        let new = self.graph.reevaluated(evaluation, &|module, key| reached.contains(&resource_item(module, key)));
        let mut options = CheckOptions { account: self.account, ..self.judge.options.clone() };
        // An edit that makes a root the owner of its account makes other controls judge.
        if owns_account(&new.graph) && !self.account {
            return None;
        }
        let (types, addresses) = affected(&new.affected);
        let present: BTreeSet<String> =
            new.graph.resources().map(|(_, resource)| type_name(resource.mode, &resource.type_name)).collect();
        let mut alone = Vec::new();
        let mut whole = Vec::new();
        for (entry, reads) in self.judge.rules.entries().iter().zip(&self.reads) {
            let Some(reads) = reads else { continue };
            let judges = self.account && entry.account || entry.types.iter().any(|name| present.contains(&**name));
            if !judges {
                continue;
            }
            let Some(control) = entry.control() else { continue };
            if reads.get_or_init(|| Reads::of(&control)).others(&types) {
                whole.push(entry.id.to_string());
            } else if control.subject_types().iter().any(|name| types.contains(&***name)) {
                alone.push(entry.id.to_string());
            }
        }
        options.only = Some(whole.clone());
        let mut findings = run(&new.graph, &self.judge.rules, &options);
        options.only = Some(alone.clone());
        options.account = false;
        findings.extend(run_on(&new.graph, &self.judge.rules, &options, Some(&addresses)));
        findings.retain(|finding| !self.judge.aside.contains(&key(finding)));
        let covered = Covered { alone: set(alone), whole: set(whole), addresses };
        Some(Run { graph: new.graph, findings, covered: Some(covered) })
    }
}

fn set(names: Vec<String>) -> FxHashSet<Arc<str>> {
    names.into_iter().map(Arc::from).collect()
}

fn affected(graph: &Graph) -> (BTreeSet<String>, FxHashSet<Arc<str>>) {
    let resources = || graph.resources().map(|(_, resource)| resource);
    let types = resources().map(|resource| type_name(resource.mode, &resource.type_name)).collect();
    (types, resources().map(|resource| resource.address.clone()).collect())
}
