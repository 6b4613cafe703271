//! All controls on all resources, in a fixed order; before and after, when there is a plan.

use super::account::{owns_account, scopes_in_use};
use super::finding::{Change, Details, Finding, Place};
use super::judge::{Case, Judgement, judge};
use super::reads::{Ledger, Read};
use super::scope::{Meta, Subject};
use super::world::{View, World, may_be_absent, without_indexes};
use crate::graph::{Graph, Mode, Operation, Origin, ProviderConfig, Resource, ResourceId, natural_order, resource_of};
use crate::rules::{Check, Control, Localized, Rules, Subject as Judges, Verdict};
use crate::value::{Blocker, Entries, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};
use smallvec::SmallVec;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How a run is to be judged.
#[derive(Clone, Debug, Default)]
pub struct CheckOptions {
    /// RFC 3339 date or time that counts as today.
    pub today: String,
    /// The root owns its account, whatever it declares.
    pub account: bool,
    /// Parameters of controls: id to name to value.
    pub params: BTreeMap<Arc<str>, Entries>,
    /// Ids of the controls that judge; all when `None`.
    pub only: Option<Vec<String>>,
}

impl CheckOptions {
    /// The control judges in this run.
    fn takes(&self, id: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.iter().any(|name| name.eq_ignore_ascii_case(id)))
    }
}

/// Addresses to be judged, each by all controls or by some; the account has its own addresses.
pub type Wanted = FxHashMap<Arc<str>, Option<FxHashSet<Arc<str>>>>;

/// A run that noted what each judgement read.
pub struct Recorded {
    pub findings: Vec<Finding>,
    pub ledger: Ledger,
}

/// The findings of all controls, passes included: those of the account first, then by resource in the graph's order.
pub fn run(graph: &Graph, rules: &Rules, options: &CheckOptions) -> Vec<Finding> {
    // Nothing can be edited without source.
    run_of(graph, rules, options, graph.configuration().is_some())
}

/// As [`run`], without requests for fixes.
pub fn run_without_requests(graph: &Graph, rules: &Rules, options: &CheckOptions) -> Vec<Finding> {
    run_of(graph, rules, options, false)
}

fn run_of(graph: &Graph, rules: &Rules, options: &CheckOptions, fixes: bool) -> Vec<Finding> {
    let of = |world| Run { world, options, details: true, fixes, wanted: None, ledger: RefCell::default() };
    let planned = of(World::new(graph, View::Planned));
    let has_prior = graph.origin == Origin::Plan && graph.resources().any(|(_, resource)| existed(resource));
    let prior = has_prior.then(|| {
        // The graph of what there was, or the prior values in the graph of the plan.
        let before = graph.before().map_or_else(|| World::new(graph, View::Prior), |it| World::new(it, View::Planned));
        Run { details: false, fixes: false, ..of(before) }
    });
    judged(&planned, prior.as_ref(), rules)
}

/// As [`run`], of a configuration, and what each judgement read.
pub fn run_noting(graph: &Graph, rules: &Rules, options: &CheckOptions) -> Recorded {
    recorded(graph, rules, options, None, true)
}

/// The verdicts on a configuration, of all judgements or of those that are wanted, and what they read. Findings hold no places
/// and no requests.
pub fn run_recorded(graph: &Graph, rules: &Rules, options: &CheckOptions, wanted: Option<&Wanted>) -> Recorded {
    recorded(graph, rules, options, wanted, false)
}

fn recorded(graph: &Graph, rules: &Rules, options: &CheckOptions, wanted: Option<&Wanted>, details: bool) -> Recorded {
    let fixes = details;
    let run = Run { world: World::recording(graph), options, details, fixes, wanted, ledger: RefCell::default() };
    let findings = judged(&run, None, rules);
    let mut ledger = run.ledger.take();
    run.world.tell_indexes(&mut ledger);
    Recorded { findings, ledger }
}

fn judged(planned: &Run<'_>, prior: Option<&Run<'_>>, rules: &Rules) -> Vec<Finding> {
    let graph = planned.world.graph;
    let mut findings = account_findings(planned, prior, rules);
    // What is declared has an address that is no resource's.
    let declared = |wanted: &Wanted| wanted.keys().any(|address| !address.is_empty() && graph.find(address).is_none());
    if planned.wanted.is_none_or(declared) {
        findings.extend(super::declared::findings(graph, planned, rules));
    }
    let by_type = Table::of(graph, rules, planned.options);
    let mut one = |id: ResourceId| resource_findings(planned, prior, id, by_type.get(graph.get(id)), &mut findings);
    match planned.wanted {
        None => graph.resources().for_each(|(id, _)| one(id)),
        Some(wanted) => {
            let mut ids: Vec<ResourceId> = wanted.keys().filter_map(|address| graph.find(address)).collect();
            ids.sort_unstable();
            ids.into_iter().for_each(one);
        }
    }
    findings
}

fn existed(resource: &Resource) -> bool {
    !matches!(resource.operation, Operation::Create | Operation::Read) && resource.is_managed()
}

/// The controls that judge an account or Region.
fn of_account(rules: &Rules, options: &CheckOptions) -> Vec<Arc<Control>> {
    let entries = rules.entries().iter().filter(|entry| entry.account && options.takes(&entry.id));
    let mut controls: Vec<Arc<Control>> = entries.filter_map(|entry| entry.control()).collect();
    controls.sort_by(|a, b| natural_order(&a.id, &b.id));
    controls
}

/// The controls that judge a type, in the order of their ids, each with its checks that do; only their files are parsed.
pub(super) fn of_type(rules: &Rules, options: &CheckOptions, type_name: &str) -> Vec<Judging> {
    let entries = rules.of_type(type_name).filter(|entry| options.takes(&entry.id));
    let judging = |control: Arc<Control>| {
        let judges =
            |check: &Check| matches!(&check.subject, Judges::Types(types) if types.iter().any(|it| **it == *type_name));
        let checks = (0..control.checks.len()).filter(|&at| judges(&control.checks[at])).collect();
        Judging { control, checks }
    };
    entries.filter_map(|entry| entry.control()).map(judging).collect()
}

/// A control that judges a type, and the positions of the checks that do.
pub(super) struct Judging {
    pub control: Arc<Control>,
    checks: SmallVec<[usize; 4]>,
}

impl Judging {
    pub fn checks(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter().map(|&at| &self.control.checks[at])
    }
}

/// What judges each type of a graph.
struct Table {
    by_type: FxHashMap<(Mode, Arc<str>), Vec<Judging>>,
}

impl Table {
    fn of(graph: &Graph, rules: &Rules, options: &CheckOptions) -> Table {
        let mut by_type: FxHashMap<(Mode, Arc<str>), Vec<Judging>> = FxHashMap::default();
        for (_, resource) in graph.resources() {
            let key = (resource.mode, resource.type_name.clone());
            by_type.entry(key).or_insert_with(|| match resource.mode {
                Mode::Managed => of_type(rules, options, &resource.type_name),
                _ => of_type(rules, options, &format!("data.{}", resource.type_name)),
            });
        }
        Table { by_type }
    }

    fn get(&self, resource: &Resource) -> &[Judging] {
        self.by_type.get(&(resource.mode, resource.type_name.clone())).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
thread_local! {
    /// How many judgements this thread made: what runs cost, the same on every machine.
    pub static JUDGEMENTS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// One state of the run.
pub(super) struct Run<'g> {
    pub world: World<'g>,
    pub options: &'g CheckOptions,
    /// With messages and places.
    details: bool,
    /// With requests for fixes.
    fixes: bool,
    wanted: Option<&'g Wanted>,
    ledger: RefCell<Ledger>,
}

impl Run<'_> {
    fn params(&self, control: &Control) -> Entries {
        let given =
            self.options.params.iter().find(|(id, _)| id.eq_ignore_ascii_case(&control.id)).map(|(_, given)| given);
        let value =
            |name: &Arc<str>, default: &Value| given.and_then(|given| given.get(name)).unwrap_or(default).clone();
        control.parameters.iter().map(|it| (it.name.clone(), value(&it.name, &it.default))).collect()
    }

    pub fn judge(&self, control: &Control, checks: &[&Check], subject: &Subject, address: &Arc<str>) -> Judgement {
        let params = self.params(control);
        let (world, options, details, fixes) = (&self.world, self.options, self.details, self.fixes);
        let case = Case { world, control, subject, address, params: &params, options, details, fixes };
        #[cfg(test)]
        JUDGEMENTS.set(JUDGEMENTS.get() + 1);
        let _ = world.take_reads();
        let judgement = judge(&case, checks.iter().copied());
        if let Some(mut reads) = world.take_reads() {
            reads.extend(subject.id.map(|_| Read::Resource(address.clone())));
            self.ledger.borrow_mut().add((control.id.clone(), address.clone()), reads);
        }
        judgement
    }

    pub fn wants(&self, control: &Control, address: &str) -> bool {
        let wanted = |wanted: &Wanted| {
            wanted.get(address).is_some_and(|only| only.as_ref().is_none_or(|only| only.contains(&control.id)))
        };
        self.wanted.is_none_or(wanted)
    }
}

fn resource_findings(
    planned: &Run<'_>,
    prior: Option<&Run<'_>>,
    id: ResourceId,
    judging: &[Judging],
    findings: &mut Vec<Finding>,
) {
    let resource = planned.world.graph.get(id);
    let mut subject: Option<Subject> = None;
    let mut before: Option<Option<Subject>> = None;
    for judging in judging.iter().filter(|judging| planned.wants(&judging.control, &resource.address)) {
        let control = &judging.control;
        let checks: SmallVec<[&Check; 4]> =
            judging.checks().filter(|check| judges_operation(check, resource)).collect();
        let now = if checks.is_empty() {
            Judgement::default()
        } else {
            let subject = subject.get_or_insert_with(|| subject_of(planned, id));
            let judgement = planned.judge(control, &checks, subject, &resource.address);
            // Nothing tells whether the plan would have made any.
            if resource.assumed && may_be_absent(resource) {
                judgement.where_there_is_one(resource_of(&resource.address))
            } else {
                judgement
            }
        };
        let earlier = prior.filter(|_| existed(resource) && resource.deposed.is_none()).and_then(|prior| {
            let subject = before.get_or_insert_with(|| prior_subject(prior, id, resource)).as_ref()?;
            let checks: Vec<&Check> = judging.checks().filter(|check| check.operations.is_empty()).collect();
            let judgement = prior.judge(control, &checks, subject, &resource.address);
            judgement.judged.then(|| judgement.verdict())
        });
        if !now.judged {
            // What failed before and is taken away is resolved; what is let go stays as it is.
            if earlier == Some(Verdict::Fail) && resource.operation != Operation::Forget {
                findings.push(finding(
                    planned,
                    control,
                    Some(resource),
                    &resource.address,
                    now,
                    Some(Change::Resolved),
                ));
            }
            continue;
        }
        let change = change(planned.world.graph, now.verdict(), earlier);
        findings.push(finding(planned, control, Some(resource), &resource.address, now, change));
    }
}

fn judges_operation(check: &Check, resource: &Resource) -> bool {
    if resource.deposed.is_some() {
        return false;
    }
    if check.operations.is_empty() {
        return resource.is_kept();
    }
    check.operations.contains(&resource.operation)
}

fn change(graph: &Graph, now: Verdict, earlier: Option<Verdict>) -> Option<Change> {
    if graph.origin == Origin::Plan { change_between(now, earlier) } else { None }
}

/// What became of a verdict; `earlier` is `None` for what was not judged before.
pub fn change_between(now: Verdict, earlier: Option<Verdict>) -> Option<Change> {
    match (now, earlier) {
        (Verdict::Fail, Some(Verdict::Fail)) => Some(Change::Existing),
        (Verdict::Fail, _) => Some(Change::Introduced),
        (Verdict::Pass, Some(Verdict::Fail)) => Some(Change::Resolved),
        // What passed before may fail now.
        (Verdict::Unknown, None | Some(Verdict::Pass)) => Some(Change::Introduced),
        (Verdict::Unknown, Some(_)) => Some(Change::Existing),
        _ => None,
    }
}

fn subject_of(run: &Run<'_>, id: ResourceId) -> Subject {
    let resource = run.world.graph.get(id);
    let attrs = run.world.object(id).unwrap_or_else(|| run.world.identified(id, resource.values()));
    let prior_attrs = resource.prior().unwrap_or_else(Value::null);
    Subject {
        id: Some(id),
        attrs,
        prior_attrs,
        meta: meta(resource),
        provider: Some(resource.provider.clone()),
        per_region: true,
    }
}

fn prior_subject(run: &Run<'_>, id: ResourceId, planned: &Resource) -> Option<Subject> {
    let graph = run.world.graph;
    let id = if run.world.view == View::Prior { id } else { graph.find(&planned.address)? };
    let resource = graph.get(id);
    let attrs = run.world.object(id)?;
    let provider = Some(resource.provider.clone());
    // What is judged as it was existed already.
    let prior_attrs = attrs.clone();
    Some(Subject { id: Some(id), attrs, prior_attrs, meta: meta(resource), provider, per_region: true })
}

fn meta(resource: &Resource) -> Meta {
    Meta {
        type_name: resource.type_name.clone(),
        name: resource.name.clone(),
        address: resource.address.clone(),
        module_path: resource.module.clone(),
        mode: resource.mode.as_str(),
        operation: resource.operation.as_str(),
        provider_alias: resource.provider.alias.clone(),
        region: resource.provider.known_region(),
        ..Meta::default()
    }
}

fn account_findings(planned: &Run<'_>, prior: Option<&Run<'_>>, rules: &Rules) -> Vec<Finding> {
    let graph = planned.world.graph;
    let mut findings = Vec::new();
    if !planned.options.account && !owns_account(graph) {
        return findings;
    }
    let controls = of_account(rules, planned.options);
    for per_region in [false, true] {
        let wanted = if per_region { Judges::PerRegion } else { Judges::PerAccount };
        let with_checks = controls.iter().filter_map(|control| {
            let checks: Vec<&Check> = control.checks.iter().filter(|check| check.subject == wanted).collect();
            (!checks.is_empty()).then_some((control, checks))
        });
        let providers = scopes_in_use(graph, per_region);
        for (control, checks) in with_checks {
            for provider in &places(&providers) {
                let subject = account_subject(provider.as_ref(), per_region);
                let address: Arc<str> = match provider {
                    Some(provider) if providers.len() > 1 => provider.scope_name(),
                    _ => "".into(),
                };
                if !planned.wants(control, &address) {
                    continue;
                }
                let now = planned.judge(control, &checks, &subject, &address);
                let earlier = prior.map(|prior| prior.judge(control, &checks, &subject, &address).verdict());
                if now.judged {
                    let change = change(graph, now.verdict(), earlier);
                    findings.push(finding(planned, control, None, &address, now, change));
                }
            }
        }
    }
    findings.sort_by(|a, b| natural_order(&a.control.id, &b.control.id).then_with(|| a.address.cmp(&b.address)));
    findings
}

/// A root without AWS resources still has an account when told so.
fn places(providers: &[Arc<ProviderConfig>]) -> Vec<Option<Arc<ProviderConfig>>> {
    if providers.is_empty() { vec![None] } else { providers.iter().cloned().map(Some).collect() }
}

fn account_subject(provider: Option<&Arc<ProviderConfig>>, per_region: bool) -> Subject {
    let meta = Meta {
        type_name: "account".into(),
        name: "account".into(),
        mode: "account",
        operation: "no-op",
        provider_alias: provider.and_then(|provider| provider.alias.clone()),
        region: provider.and_then(|provider| provider.known_region()),
        ..Meta::default()
    };
    let (attrs, prior_attrs) = (Value::null(), Value::null());
    Subject { id: None, attrs, prior_attrs, meta, provider: provider.cloned(), per_region }
}

fn finding(
    run: &Run<'_>,
    control: &Arc<Control>,
    resource: Option<&Resource>,
    address: &Arc<str>,
    judgement: Judgement,
    change: Option<Change>,
) -> Finding {
    let verdict = judgement.verdict();
    let paths = match verdict {
        Verdict::Fail => judgement.paths,
        Verdict::Unknown => judgement.unknown_paths,
        Verdict::Pass => Vec::new(),
    };
    let paths = if run.details { paths } else { Vec::new() };
    let mut places = Vec::with_capacity(paths.len().max(1));
    places.extend(paths.into_iter().map(|path| place(run.world.graph, resource, path)));
    if places.is_empty() && verdict != Verdict::Pass && run.details {
        places.push(place(run.world.graph, resource, String::new()));
    }
    let message = match verdict {
        Verdict::Fail => joined(&judgement.messages),
        Verdict::Unknown => not_known(&judgement.blocked_by),
        Verdict::Pass => Localized::default(),
    };
    let details = Details {
        message,
        blocked_by: if verdict == Verdict::Unknown { judgement.blocked_by.into() } else { Box::default() },
        places: places.into(),
        requests: judgement.requests.into(),
        no_fix: judgement.no_fix,
        credentials: judgement.credentials.into(),
    };
    let resource_type = resource.map_or_else(|| "".into(), |resource| resource.type_name.clone());
    Finding::new(control.clone(), verdict, change, address.clone(), resource_type, details)
}

fn place(graph: &Graph, resource: Option<&Resource>, path: String) -> Place {
    let Some(resource) = resource else { return Place { path: path.into(), origin: Box::default(), location: None } };
    let origin = if path.is_empty() { Vec::new() } else { graph.trace(&resource.address, &path) };
    let location = origin.first().and_then(|step| step.span).or(resource.location);
    Place { path: path.into(), origin: origin.into(), location }
}

pub(super) fn joined(messages: &[Localized]) -> Localized {
    if let [message] = messages {
        return message.clone();
    }
    let join = |texts: Vec<&str>| texts.join("; ").into();
    Localized {
        en: join(messages.iter().map(|message| &*message.en).collect()),
        ja: join(messages.iter().map(|message| &*message.ja).collect()),
    }
}

pub(super) fn not_known(blockers: &[Blocker]) -> Localized {
    let names: Vec<String> = blockers.iter().take(3).map(Blocker::to_string).collect();
    let more = if blockers.len() > 3 { ", ..." } else { "" };
    let names = format!("{}{more}", names.join(", "));
    Localized {
        en: format!("cannot be told before apply: {names}").into(),
        ja: format!("適用するまで判定できない: {names}").into(),
    }
}

/// Control, address and deciding attribute without indexes, so that entries that move keep it.
pub fn fingerprint(control: &str, address: &str, path: &str) -> String {
    let mut hash = Sha256::new();
    for part in [control, address, &without_indexes(path)] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let digit = |half: u8| char::from_digit(half.into(), 16).expect("half a byte");
    hash.finalize().iter().take(10).flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
