//! Provider configurations, backends, variables and locals under the controls that judge what is written in code.

use super::finding::{Details, Finding, Place};
use super::judge::Judgement;
use super::run::{Run, joined, not_known, of_type};
use super::scope::{Meta, Subject};
use crate::eval::Declared;
use crate::graph::{Graph, ProviderConfig};
use crate::rules::{Check, Control, Localized, Rules, Verdict};
use crate::text::Span;
use crate::value::{Entries, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The words that stand for them in a check's labels.
const KINDS: [&str; 4] = ["backend", "local", "provider", "variable"];

pub(super) fn findings(graph: &Graph, run: &Run<'_>, rules: &Rules) -> Vec<Finding> {
    let judging = KINDS.map(|kind| (kind, of_type(rules, run.options, kind)));
    let mut findings = Vec::new();
    if judging.iter().all(|(_, controls)| controls.is_empty()) {
        return findings;
    }
    for item in items(graph) {
        let of_kind = judging.iter().filter(|(kind, _)| *kind == item.kind).flat_map(|(_, controls)| controls);
        for judging in of_kind.filter(|judging| run.wants(&judging.control, &item.address)) {
            let checks: Vec<&Check> = judging.checks().collect();
            let judgement = run.judge(&judging.control, &checks, &subject(&item), &item.address);
            if judgement.judged {
                findings.push(finding(&judging.control, &item, judgement));
            }
        }
    }
    findings
}

/// One of them as rules see it.
struct Item {
    kind: &'static str,
    address: Arc<str>,
    name: Arc<str>,
    values: Entries,
    places: BTreeMap<Arc<str>, Span>,
    location: Option<Span>,
}

/// From the source; of a plan alone only the provider configurations are seen.
fn items(graph: &Graph) -> Vec<Item> {
    match graph.configuration() {
        Some(evaluation) => crate::eval::declared(evaluation).into_iter().map(Item::from).collect(),
        None => graph.providers().iter().map(|provider| Item::of_plan(provider)).collect(),
    }
}

impl From<Declared> for Item {
    fn from(it: Declared) -> Item {
        let (kind, address, name, values, places) = (it.kind, it.address, it.name, it.values, it.places);
        Item { kind, address, name, values, places, location: Some(it.location) }
    }
}

impl Item {
    fn of_plan(provider: &ProviderConfig) -> Item {
        let alias = provider.alias.as_ref().map_or(String::new(), |alias| format!(".{alias}"));
        let name: Arc<str> = format!("{}{alias}", provider.name).into();
        let dot = if provider.module.is_empty() { "" } else { "." };
        let known = |value: &Value| if value.is_wholly_known() { value.clone() } else { Value::null() };
        let values = provider.values.as_mapping().cloned().unwrap_or_default();
        let values = values.iter().map(|(name, value)| (name.clone(), known(value))).collect();
        let address = format!("{}{dot}provider.{name}", provider.module).into();
        Item { kind: "provider", address, name, values, places: BTreeMap::new(), location: provider.location }
    }
}

fn subject(item: &Item) -> Subject {
    let meta = Meta {
        type_name: item.kind.into(),
        name: item.name.clone(),
        address: item.address.clone(),
        mode: item.kind,
        operation: "no-op",
        ..Meta::default()
    };
    let attrs = Value::object_of(item.values.clone());
    Subject { id: None, attrs, prior_attrs: Value::null(), meta, provider: None, per_region: false }
}

fn finding(control: &Arc<Control>, item: &Item, judgement: Judgement) -> Finding {
    let verdict = judgement.verdict();
    let paths = match verdict {
        Verdict::Fail => judgement.paths,
        Verdict::Unknown => judgement.unknown_paths,
        Verdict::Pass => Vec::new(),
    };
    let place = |path: String| {
        let location = item.places.get(path.as_str()).copied().or(item.location);
        Place { path: path.into(), origin: Box::default(), location }
    };
    let message = match verdict {
        Verdict::Fail => joined(&judgement.messages),
        Verdict::Unknown => not_known(&judgement.blocked_by),
        Verdict::Pass => Localized::default(),
    };
    let details = Details {
        message,
        blocked_by: judgement.blocked_by.into(),
        places: paths.into_iter().map(place).collect(),
        requests: Box::default(),
        no_fix: judgement.no_fix,
        credentials: judgement.credentials.into(),
    };
    Finding::new(control.clone(), verdict, None, item.address.clone(), item.kind.into(), details)
}
