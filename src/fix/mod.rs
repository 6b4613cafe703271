//! Findings -> edits at the place that decides, proof by running the whole line again, diffs, and the remediation log.
//!
//! Never: edits a downloaded module or a file outside the root, touches the disk, or shows a diff as proven that is not.

mod batch;
mod body;
mod candidates;
mod change;
mod direct;
mod elsewhere;
mod existing;
mod follow;
mod format;
mod layout;
mod lifecycle;
mod log;
mod overridden;
mod partial;
mod path;
mod policy;
mod propose;
mod prove;
mod reach;
mod reason;
mod style;
mod write;

pub use batch::{Applied, Batch, Left, LeftReason, PASS_LIMIT, Selection, fix_all};
pub use elsewhere::Elsewhere;
pub use log::{Entry, FileDigest, Standing, digest, read_log};
pub use partial::Judge;
pub use propose::{propose, without_source};
pub use prove::{FindingKey, Rerun, Run};
pub use reason::{Failure, Reason};

use crate::check::Finding;
use crate::rules::{Class, Impact, Input, Localized};
use crate::text::EditSet;
use crate::value::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the caller allows and supplies.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Folders beside the root whose files may be edited, as paths are shown; the root's own files always may.
    pub folders: Vec<String>,
    /// Values for `needs-input` fixes, by `var.NAME`.
    pub inputs: BTreeMap<String, Value>,
    /// The rules of the run: with them the proof of a single fix repeats only what its edit reaches; without them everything.
    pub judge: Option<Judge>,
    /// Other roots that use the same modules; without it they are not looked at.
    pub elsewhere: Option<Arc<dyn Elsewhere>>,
    /// More runs are not made; findings that would need one are left.
    pub most_runs: Option<usize>,
}

/// What the proof of a fix rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The run was repeated on the edited sources, as far as the edit reaches.
    Graph,
    /// The finding is a plan's: the run was repeated on the configuration, and a new plan has to confirm it.
    OnConfiguration,
    /// Besides, Terraform found the edited sources valid.
    TerraformValidate,
    /// Besides, a new plan of Terraform shows the finding gone and every other resource as it was.
    TerraformPlan,
}

/// A proven fix.
#[derive(Clone, Debug)]
pub struct Fix {
    /// The resources that are edited; an empty address for the account.
    pub targets: Vec<Arc<str>>,
    pub class: Class,
    pub impact: Impact,
    pub summary: Localized,
    pub warning: Option<Localized>,
    pub proof: Proof,
    pub edits: EditSet,
    /// Unified, of all files.
    pub diff: String,
    /// Other instances whose values the same edit changes.
    pub also_changes: Vec<String>,
    /// Findings that the edit mends, its own included.
    pub also_mends: Vec<FindingKey>,
    pub inputs: Vec<Input>,
    candidate: candidates::Candidate,
}

/// The answer to one failing finding: a fix, or why there is none.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Index of the finding.
    pub finding: usize,
    pub fix: Option<Box<Fix>>,
    /// Why there is no fix, for counting.
    pub reason: Option<Reason>,
    pub no_fix_reason: Option<Localized>,
}

impl Proposal {
    fn without(index: usize, finding: &Finding, reason: Reason) -> Proposal {
        // The rule knows better than the engine why nothing can be edited.
        let text = match (&finding.details().no_fix, &reason) {
            (Some(text), Reason::NoRequest) => text.clone(),
            (None, Reason::NoRequest) => {
                let id = &finding.control.id;
                Localized {
                    en: format!("no edit mends this for certain; `tfmend explain {id}` shows the steps").into(),
                    ja: format!("確実に直せる編集はありません。手順は `tfmend explain {id}` で確認できます").into(),
                }
            }
            _ => reason.text(),
        };
        Proposal { finding: index, fix: None, reason: Some(reason), no_fix_reason: Some(text) }
    }
}

impl Proof {
    /// The word used in JSON and logs.
    pub fn as_str(self) -> &'static str {
        match self {
            Proof::Graph => "graph",
            Proof::OnConfiguration => "graph-of-configuration",
            Proof::TerraformValidate => "terraform-validate",
            Proof::TerraformPlan => "terraform-plan",
        }
    }
}

impl Settings {
    /// A file below the root's folder or below one of the folders.
    fn may_edit(&self, root: &str, path: &str) -> bool {
        let below = |folder: &str| match folder.trim_end_matches('/') {
            "" | "." => !path.starts_with("../") && !path.starts_with('/'),
            folder => path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')),
        };
        below(root) || self.folders.iter().any(|folder| below(folder))
    }
}

#[cfg(test)]
pub(crate) mod tests;
