//! An edit after which another control begins to fail: what mends that goes with it, and both are proven together.

use super::candidates::Candidate;
use super::propose::Prover;
use super::reason::Failure;
use crate::check::FixRequest;
use crate::rules::Verdict;
use crate::text::EditSet;

/// More fixes do not follow one.
const LONGEST: usize = 4;

/// Each takes a whole run of the root: more are not looked for in one.
pub const MOST: usize = 16;

impl Prover<'_> {
    /// The candidate with the first edit that its new finding asks for. A service that is switched on needs somebody who is
    /// told what it finds; a listener that speaks TLS needs a policy.
    pub fn followed(&self, candidate: &Candidate, edits: &EditSet, failure: &Failure) -> Option<Candidate> {
        let Failure::NewFinding { control, address } = failure else { return None };
        let left = self.follow_ups.get().checked_sub(1)?;
        if candidate.followed.len() >= LONGEST {
            return None;
        }
        self.follow_ups.set(left);
        let (graph, findings) = (self.rerun)(&edits.apply(self.files()));
        let finding = findings.iter().find(|finding| {
            finding.verdict == Verdict::Fail && *finding.control.id == **control && *finding.address == **address
        })?;
        // What the edit adds has no source yet; an account and Region are no resource.
        let is_here = |request: &&FixRequest| {
            self.base.graph.find(&request.target).is_some() || graph.find(&request.target).is_none()
        };
        let requests: Vec<&FixRequest> = finding.details().requests.iter().collect();
        if !requests.iter().all(is_here) || self.context.kept_out(&requests, self.plan).is_some() {
            return None;
        }
        let next = self.context.of(finding, &requests).ok()?.into_iter().next()?;
        let mut both = candidate.clone();
        both.changes.extend(next.changes);
        both.added.extend(next.added);
        both.names.extend(next.names);
        both.documents.extend(next.documents);
        both.unneeded.extend(next.unneeded);
        both.followed.extend(requests.into_iter().cloned());
        Some(both)
    }
}
