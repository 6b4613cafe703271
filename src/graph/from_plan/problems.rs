//! What a plan says about itself: that it is not whole, that things changed outside of Terraform, that checks failed.

use crate::graph::{Problem, ProblemKind};
use crate::plan::{Change, Document, Json};
use std::sync::Arc;

/// How many addresses a message names.
const NAMED: usize = 3;

pub(super) fn of(document: &Document) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut incomplete = |message: &str| problems.push(Problem::new(ProblemKind::IncompletePlan, message));
    if document.errored {
        incomplete("the plan stopped at an error, so it does not show everything");
    } else if document.complete == Some(false) {
        incomplete("the plan is not complete (made with -target, or with changes that are deferred)");
    }
    let unclear = document.changes.iter().filter(|change| change.is_unclear()).collect();
    let what = "the plan does not say what happens to it, or by a word that is not known";
    problems.extend(problem(ProblemKind::IncompletePlan, unclear, what));
    for change in &document.changes {
        if let Some(reason) = change.deferred() {
            let message = format!("the plan defers this change: {reason}");
            problems.push(Problem::new(ProblemKind::IncompletePlan, message).of(change.object.address.clone()));
        }
    }
    problems.extend(drift(document));
    problems.extend(failed_checks(document));
    problems
}

/// Objects that are gone, and those that contribute to what the plan does; Terraform tells the same ones.
fn drift(document: &Document) -> Vec<Problem> {
    let matters = |change: &&Change| {
        change.does("delete")
            || document.relevant.iter().any(|relevant| is_instance(&change.object.address, &relevant.resource))
    };
    let (gone, changed): (Vec<&Change>, Vec<&Change>) = document
        .drift
        .iter()
        .filter(matters)
        .filter(|change| !only_moved(change))
        .partition(|change| change.does("delete"));
    let gone = problem(ProblemKind::Drift, gone, "deleted outside of Terraform");
    gone.into_iter().chain(problem(ProblemKind::Drift, changed, "changed outside of Terraform")).collect()
}

/// One problem of all these changes, of which it names some.
fn problem(kind: ProblemKind, changes: Vec<&Change>, what: &str) -> Option<Problem> {
    let first: Arc<str> = changes.first()?.object.address.clone();
    let named = changes.iter().take(NAMED).map(|change| &*change.object.address).collect::<Vec<_>>().join(", ");
    let more = changes.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    Some(Problem::new(kind, format!("{named}{more}: {what}")).of(first))
}

/// A new address is listed with the drift.
fn only_moved(change: &Change) -> bool {
    change.before == change.after
}

fn is_instance(address: &str, resource: &str) -> bool {
    address.strip_prefix(resource).is_some_and(|rest| rest.is_empty() || rest.starts_with('['))
}

/// Conditions and `check` blocks that failed or could not be evaluated.
fn failed_checks(document: &Document) -> Vec<Problem> {
    let Some(checks) = document.checks.map(|slice| slice.json(&document.text)) else { return Vec::new() };
    let mut problems = Vec::new();
    for check in checks.elements() {
        let whole = [check.clone()];
        let instances = check.get("instances").map(Json::elements).filter(|instances| !instances.is_empty());
        for instance in instances.unwrap_or(&whole) {
            let what = match instance.get("status").and_then(Json::as_str) {
                Some("fail") => "failed",
                Some("error") => "could not be evaluated",
                _ => continue,
            };
            let address = [instance, check].into_iter().find_map(|it| it.get("address")?.get("to_display")?.as_str());
            let address = address.unwrap_or("a check");
            let told = instance.get("problems").map_or(&[][..], Json::elements);
            let told: Vec<&str> = told.iter().filter_map(|problem| problem.get("message")?.as_str()).collect();
            let reason = if told.is_empty() { String::new() } else { format!(": {}", told.join("; ")) };
            let message = format!("{address}: a condition of the configuration {what}{reason}");
            problems.push(Problem::new(ProblemKind::FailedCheck, message));
        }
    }
    problems
}
