//! Other roots that use the modules in which a fix edits: what it does to them.

use super::Settings;
use super::prove::{Baseline, Claim, Effect, Run};
use super::reason::Failure;
use crate::text::{EditSet, Files};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::sync::Arc;

/// Looks at other roots.
pub trait Elsewhere: Debug + Send + Sync {
    /// The names of the other roots that use a folder.
    fn users(&self, folder: &str) -> Vec<String>;
    /// More are not looked at for one edit.
    fn most(&self) -> usize;
    /// A root as it is, and with other texts by path; `None` where it cannot be read.
    fn runs(&self, root: &str, texts: &BTreeMap<String, String>) -> Option<(Arc<Run>, Run)>;
}

/// Adds to the effect what an edit does to other roots, which must hold there too.
pub fn looked_at(
    settings: &Settings,
    claim: &Claim,
    edits: &EditSet,
    (root, files): (&str, &Files),
    mut effect: Effect,
) -> Result<Effect, Failure> {
    let Some(elsewhere) = &settings.elsewhere else { return Ok(effect) };
    let folder = |path: &str| path.rsplit_once('/').map_or(".", |(folder, _)| folder).to_owned();
    let folders: BTreeSet<String> = edits.files().map(|id| folder(&files.get(id).path)).collect();
    let others: BTreeSet<String> =
        folders.iter().filter(|folder| **folder != root).flat_map(|folder| elsewhere.users(folder)).collect();
    if others.is_empty() {
        return Ok(effect);
    }
    if others.len() > elsewhere.most() {
        if claim.candidate.inputs().next().is_some() {
            // A value that every call has to pass.
            return Err(Failure::Shared { roots: others.len() });
        }
        effect.unseen = others.len();
        return Ok(effect);
    }
    // An earlier pass may have changed files of the modules that this edit leaves alone.
    let of_modules = files.iter().filter(|(_, file)| folders.contains(&folder(&file.path)));
    let mut all: BTreeMap<String, String> =
        of_modules.map(|(_, file)| (file.path.to_string(), file.text.to_string())).collect();
    all.extend(edits.apply(files).into_iter().map(|(id, text)| (files.get(id).path.to_string(), text)));
    for other in others {
        let Some((before, after)) = elsewhere.runs(&other, &all) else {
            effect.unseen += 1;
            continue;
        };
        let base = Baseline::new(&before.graph, &before.findings);
        let there = base.beside(claim, &after.seen()).map_err(|failure| failure.in_root(&other))?;
        let named = |address: &Arc<str>| Arc::from(format!("{address} ({other})"));
        effect.also_changes.extend(there.also_changes.iter().map(named));
        effect.bystanders.extend(there.bystanders.iter().map(named));
        effect.created.extend(there.created.iter().map(named));
        effect.unchecked.extend(there.unchecked.iter().map(|place| format!("{place} ({other})")));
    }
    Ok(effect)
}
