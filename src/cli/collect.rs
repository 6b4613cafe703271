//! Graphs, findings and fixes -> the outcome that is reported.

use super::discover::settled_name;
use super::judge::{Judge, Judged};
use super::load::Loaded;
use super::run::Asked;
use super::settings::{Settings, Severe};
use super::stale::{self, Home, Needed, Stale};
use super::suppress::{Fault, Rule};
use super::{explain_run, given, hidden};
use crate::check::{self, Finding};
use crate::eval::{OriginStep, ProblemKind};
use crate::fix::{self, Fix, Proposal};
use crate::graph::{Graph, ProviderConfig};
use crate::report::{
    ControlText, Entry, FixText, HiddenFiles, Lang, NotJudged, Outcome, Passed, Place, Problem, ProblemLevel,
    Replacement, Secrets, Status, Step, Totals,
};
use crate::report::{FrameworkReport, requirements};
use crate::rules::{Control, Decides, Severity, Verdict};
use crate::text::{Files, Span};
use rustc_hash::FxHashMap;
use std::borrow::{Borrow, Cow};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What the command line says about the exit status.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    /// In place of what the settings say.
    pub fail_on: Option<Severity>,
    /// Fixes are proposed.
    pub fixes: bool,
}

impl Default for Gate {
    fn default() -> Gate {
        Gate { fail_on: None, fixes: true }
    }
}

impl Gate {
    fn closes(self, status: Status, severity: Severity, settings: &Settings) -> bool {
        let own = settings.fail_on.as_deref().and_then(Severity::parse);
        let limit = self.fail_on.or(own).unwrap_or(Severity::Low);
        match status {
            Status::Fail => severity >= limit,
            Status::Unknown => settings.unknown == Severe::Fail && severity >= limit,
            Status::Pass | Status::Suppressed => false,
        }
    }
}

/// How what was judged is told.
pub struct Telling<'a> {
    pub gate: Gate,
    pub lang: Lang,
    /// Passes are listed one by one, and not only counted.
    pub passes: bool,
    /// What the command line names: what lies outside of it was not judged.
    pub paths: &'a [PathBuf],
    /// What `--var` gives.
    vars: &'a [String],
    /// What was left out is told, too.
    pub skipped: bool,
    /// The same texts for all roots.
    controls: Mutex<ControlTexts>,
}

/// By id, and by the severity that settings may change.
type ControlTexts = BTreeMap<(Arc<str>, Severity), Arc<ControlText>>;

impl<'a> Telling<'a> {
    pub fn new(asked: &Asked<'a>) -> Telling<'a> {
        Telling {
            gate: asked.gate,
            lang: asked.lang,
            passes: asked.passes,
            paths: &asked.input.paths,
            vars: &asked.input.vars,
            skipped: asked.skipped,
            controls: Mutex::default(),
        }
    }

    fn control(&self, control: &Control, settings: &Settings) -> Arc<ControlText> {
        let severity = severity(control, settings);
        let mut controls = self.controls.lock().unwrap_or_else(PoisonError::into_inner);
        let text = controls.entry((control.id.clone(), severity));
        text.or_insert_with(|| Arc::new(control_text(control, severity, self.lang))).clone()
    }
}

/// What there is to say of one target. What the target was judged by can be forgotten then.
pub struct Visited {
    pub name: String,
    pub settings: Settings,
    /// The paths of the files that were read.
    pub files: Vec<Arc<str>>,
    /// Files beside them that were not, each with its reason; empty unless asked for.
    pub skipped: BTreeMap<String, &'static str>,
    pub is_plan: bool,
    resources: usize,
    owns_account: bool,
    entries: Vec<Entry>,
    passed: BTreeMap<Arc<str>, Passed>,
    problems: Vec<Problem>,
    /// Variables that the command line gives and the root does not declare.
    undeclared: BTreeSet<String>,
    suppressions: Vec<Suppressing>,
}

/// A suppression, and the finding of its own that it would be; `None` for one that is sound and was used.
struct Suppressing {
    rule: Rule,
    fault: Option<Fault>,
    stale: Option<Entry>,
}

impl Visited {
    /// Tells findings one after the other, so that they can be forgotten on the way.
    pub fn of(
        root: usize,
        target: &Loaded,
        findings: impl IntoIterator<Item = impl Borrow<Finding>>,
        judged: &mut Judged,
        telling: &Telling<'_>,
    ) -> Visited {
        let secrets = target.secrets();
        let settings = &target.settings;
        let teller = Teller {
            files: target.files(),
            shown: secrets.hide_in(target.files()),
            graph: &target.graph,
            secrets,
            lang: telling.lang,
            root_file: root_file(target),
        };
        let mut visited = Visited {
            name: target.name.clone(),
            files: target.files().iter().map(|(_, file)| file.path.clone()).collect(),
            skipped: if telling.skipped { explain_run::skipped(target) } else { BTreeMap::new() },
            is_plan: target.is_plan(),
            resources: target.graph.len(),
            owns_account: check::owns_account(&target.graph),
            entries: Vec::new(),
            passed: BTreeMap::new(),
            problems: problems_of(target),
            undeclared: BTreeSet::new(),
            suppressions: Vec::new(),
            settings: settings.clone(),
        };
        visited.undeclared = given::undeclared(telling.vars, target, &visited.problems);
        let mut controls: FxHashMap<Arc<str>, Arc<ControlText>> = FxHashMap::default();
        for (number, finding) in findings.into_iter().enumerate() {
            let finding = finding.borrow();
            let control = controls.entry(finding.control.id.clone());
            let control = control.or_insert_with(|| telling.control(&finding.control, settings)).clone();
            let suppression = judged.suppressed.get(&number);
            let counted = !telling.passes && finding.change.is_none() && !finding.resource_type.is_empty();
            if finding.verdict == Verdict::Pass && suppression.is_none() && counted {
                let passed = visited.passed.entry(control.id.clone());
                passed.or_insert_with(|| Passed { control, count: 0 }).count += 1;
                continue;
            }
            let fails = finding.verdict == Verdict::Fail && suppression.is_none();
            let sourceless =
                (target.source.is_none() && telling.gate.fixes && fails).then(|| fix::without_source(number, finding));
            let proposal = judged.proposals.get(&number).or(sourceless.as_ref());
            let mut entry = teller.entry(finding, proposal, control);
            entry.root = root;
            entry.gates = telling.gate.closes(entry.status, entry.control.severity, settings);
            if entry.status == Status::Unknown && settings.unknown == Severe::Ignore {
                continue;
            }
            if let Some(suppression) = suppression {
                entry.status = Status::Suppressed;
                entry.suppression = Some(Box::new(suppression.clone()));
            }
            visited.entries.push(entry);
        }
        visited.entries.shrink_to_fit();
        let suppressions = std::mem::take(&mut judged.suppressions);
        let mut names = FxHashMap::default();
        let suppressing = |(rule, fault)| teller.suppressing(rule, fault, root, &mut names);
        visited.suppressions = suppressions.into_iter().map(suppressing).collect();
        visited
    }
}

/// Everything that a run has to say, in one language.
pub fn outcome(visited: &mut [Visited], judges: &[Judge], telling: &Telling<'_>) -> Outcome {
    let rules = visited.iter().flat_map(|one| &one.suppressions).map(|it| &it.rule);
    let roots = visited.iter().map(|one| (&*one.name, one.is_plan));
    let needed = Needed::of(rules, telling.paths, roots);
    let mut stale = Stale::new(visited.iter().any(|one| one.settings.stale_suppressions == Severe::Fail));
    let mut outcome = Outcome::default();
    if let Some((first, rest)) = visited.split_first_mut() {
        // Mostly there is one root: its entries are not copied.
        outcome.entries = std::mem::take(&mut first.entries);
        outcome.entries.reserve_exact(rest.iter().map(|one| one.entries.len()).sum());
    }
    for (one, judge) in visited.iter_mut().zip(judges) {
        outcome.entries.extend(std::mem::take(&mut one.entries));
        outcome.problems.append(&mut one.problems);
        for (id, passed) in std::mem::take(&mut one.passed) {
            let passes = outcome.passed.entry(id).or_insert_with(|| Passed { control: passed.control, count: 0 });
            passes.count += passed.count;
        }
        let told = one.settings.stale_suppressions != Severe::Ignore;
        for it in std::mem::take(&mut one.suppressions).into_iter().filter(|_| told) {
            if let (Some(_), Some(entry)) = (needed.fault(&it.rule, it.fault, judge), it.stale) {
                stale.add(&it.rule, entry);
            }
        }
    }
    outcome.problems.extend(given::problems(visited.iter().map(|one| &one.undeclared)));
    merge_accounts(&mut outcome.entries);
    outcome.frameworks = frameworks(visited, judges, &outcome, telling.lang);
    outcome.not_judged = not_judged(visited, &outcome, judges, telling.lang);
    outcome.totals = totals(visited, &outcome);
    outcome.entries.extend(stale.entries());
    outcome.sort();
    outcome
}

/// Every requirement of the frameworks that settings or flags choose.
fn frameworks(visited: &[Visited], judges: &[Judge], outcome: &Outcome, lang: Lang) -> Vec<FrameworkReport> {
    let mut names: Vec<String> = visited.iter().flat_map(|target| target.settings.frameworks.clone()).collect();
    names.sort();
    names.dedup();
    let (Ok(chosen), Some(judge)) = (super::inspect::chosen_frameworks(&names), judges.first()) else {
        return Vec::new();
    };
    if chosen.is_empty() {
        return Vec::new();
    }
    let controls: Vec<Arc<Control>> = judge.rules.entries().iter().filter_map(|entry| entry.control()).collect();
    requirements(&chosen, &controls, outcome, lang)
}

fn severity(control: &Control, settings: &Settings) -> Severity {
    let own = settings.severity.iter().rev().find(|(name, _)| control.is_called(name));
    own.and_then(|(_, word)| Severity::parse(word)).unwrap_or(control.severity)
}

fn control_text(control: &Control, severity: Severity, lang: Lang) -> ControlText {
    ControlText {
        id: control.id.clone(),
        slug: control.slug.clone(),
        severity,
        title: control.title.in_language(lang.code()).into(),
        why: control.why.in_language(lang.code()).into(),
        service: super::rules::service(&control.file.path, &control.id).into(),
        steps: match lang {
            Lang::En => control.remediation.console.en.clone(),
            Lang::Ja => control.remediation.console.ja.clone(),
        },
        command: control.remediation.cli.clone(),
        frameworks: control.frameworks.clone(),
    }
}

/// The file for what has no place: the first of the root, or the plan.
fn root_file(target: &Loaded) -> Option<Arc<str>> {
    let first = target.source.as_ref().and_then(|source| source.project.files.iter().next());
    first.map(|(_, file)| file.path.clone()).or_else(|| target.is_plan().then(|| Arc::from(&*target.name)))
}

/// Tells findings of one target without its secrets.
struct Teller<'a> {
    files: Files,
    shown: HiddenFiles<'a>,
    graph: &'a Graph,
    secrets: &'a Secrets,
    lang: Lang,
    root_file: Option<Arc<str>>,
}

impl Teller<'_> {
    /// The provider configuration of the resource, or the root's only one for what is judged in the account.
    fn provider(&self, finding: &Finding) -> Option<&ProviderConfig> {
        if let Some(id) = self.graph.find(&finding.address) {
            return Some(&self.graph.get(id).provider);
        }
        let chosen =
            self.graph.resources().map(|(_, resource)| &*resource.provider).filter(|provider| provider.own_region);
        let found =
            finding.address.contains(" in ").then(|| chosen.into_iter().find(|it| it.scope_name() == finding.address));
        found.flatten().or_else(|| self.provider_of(Some(&finding.address)))
    }

    /// The provider configuration of this address, or the root's default one.
    fn provider_of(&self, address: Option<&str>) -> Option<&ProviderConfig> {
        let of_aws = |provider: &&Arc<ProviderConfig>| provider.type_name() == "aws" && provider.module.is_empty();
        let named = self.graph.providers().iter().find(|provider| Some(&*provider.address) == address);
        named
            .or_else(|| self.graph.providers().iter().filter(of_aws).find(|provider| provider.alias.is_none()))
            .map(|it| &**it)
    }

    fn entry(&self, finding: &Finding, proposal: Option<&Proposal>, control: Arc<ControlText>) -> Entry {
        let primary = finding.details().places.first();
        let provider = self.provider(finding);
        let no_fix =
            proposal.and_then(|proposal| proposal.no_fix_reason.as_ref()).or(finding.details().no_fix.as_ref());
        let fix = proposal.and_then(|proposal| proposal.fix.as_deref());
        let failed = finding.verdict == Verdict::Fail;
        Entry {
            control,
            status: match finding.verdict {
                Verdict::Pass => Status::Pass,
                Verdict::Fail => Status::Fail,
                Verdict::Unknown => Status::Unknown,
            },
            change: finding.change.map(check::Change::as_str),
            address: self.address(&finding.address),
            resource_type: finding.resource_type.clone(),
            root: 0,
            account: finding.resource_type.is_empty(),
            account_id: provider.and_then(ProviderConfig::account_id).map(Arc::from),
            region: provider.and_then(ProviderConfig::known_region),
            message: self.shared(&finding.details().message),
            blocked_by: finding.details().blocked_by.iter().map(|blocker| self.hidden(&blocker.to_string())).collect(),
            root_file: self.root_file.clone(),
            place: primary.and_then(|place| place.location).and_then(|span| place(span, &self.shown)),
            origin: primary.map(|place| self.origin(&place.origin)).unwrap_or_default(),
            fix: fix.map(|fix| Box::new(self.fix(fix))),
            no_fix_reason: no_fix.filter(|_| failed && fix.is_none()).map(|reason| self.shared(reason)),
            fingerprint: finding.fingerprint(),
            gates: false,
            suppression: None,
        }
    }

    /// A suppression, told as stale where it may be; it belongs where no resource is asked for.
    /// `names` are those of the files that were asked for before.
    fn suppressing(
        &self,
        rule: Rule,
        fault: Option<Fault>,
        root: usize,
        names: &mut FxHashMap<String, String>,
    ) -> Suppressing {
        if fault.is_none() && rule.used.get() {
            return Suppressing { rule, fault, stale: None };
        }
        let provider = self.provider_of(None);
        let folder = || self.graph.configuration().map_or(".", |it| &*it.project.options.root);
        let name = || settled_name(Path::new(rule.file_name()), Path::new(folder()));
        let file = names.entry(rule.file_name().to_owned()).or_insert_with(name).clone();
        let home = Home {
            file,
            root,
            account_id: provider.and_then(ProviderConfig::account_id).map(Arc::from),
            region: provider.and_then(ProviderConfig::known_region),
        };
        let at = rule.span.and_then(|span| place(span, &self.shown));
        let stale = stale::entry(&rule, fault.unwrap_or(Fault::Unused), at, self.secrets, home, self.lang);
        Suppressing { rule, fault, stale: Some(stale) }
    }

    /// A key may be anything that somebody wrote.
    fn address(&self, address: &Arc<str>) -> Arc<str> {
        if address.contains('"') { self.hidden(address).into() } else { address.clone() }
    }

    /// The diff without secrets, and whether it hides any.
    fn diff(&self, fix: &Fix) -> (String, bool) {
        if self.secrets.hide_diff(&fix.diff) == fix.diff {
            return (fix.diff.clone(), false);
        }
        let mut parts: Vec<(String, (String, bool))> = Vec::new();
        for (id, new) in fix.edits.apply(&self.files) {
            let file = self.files.get(id);
            parts.push((file.path.to_string(), hidden::diff(&file.path, &file.text, &new, &[self.secrets])));
        }
        parts.sort();
        let hides = parts.iter().any(|(_, (_, hides))| *hides);
        (parts.into_iter().map(|(_, (diff, _))| diff).collect(), hides)
    }

    fn hidden(&self, text: &str) -> String {
        self.secrets.hide(text).into_owned()
    }

    /// The same text for all findings that say it, where it hides nothing.
    fn shared(&self, text: &crate::rules::Localized) -> Arc<str> {
        let text = text.shared(self.lang.code());
        match self.secrets.hide(text) {
            Cow::Borrowed(_) => text.clone(),
            Cow::Owned(hidden) => hidden.into(),
        }
    }

    fn text(&self, text: &crate::rules::Localized) -> String {
        self.hidden(text.in_language(self.lang.code()))
    }

    fn origin(&self, steps: &[OriginStep]) -> Vec<Step> {
        let step = |step: &OriginStep| Step {
            kind: step.kind.as_str(),
            place: step.span.and_then(|span| place(span, &self.shown)),
            expression: self.hidden(&step.expression),
        };
        steps.iter().map(step).collect()
    }

    fn fix(&self, fix: &Fix) -> FixText {
        let input = |input: &crate::rules::Input| (input.name.to_string(), self.text(&input.description));
        let edit = |edit: &crate::text::Edit| {
            Some(Replacement { place: place(edit.span, &self.shown)?, text: edit.replacement.clone() })
        };
        let (diff, hides) = self.diff(fix);
        let mut warning = fix.warning.as_ref().map(|warning| self.text(warning));
        if hides {
            let note = self.lang.pick(
                "The diff hides sensitive values and cannot be applied as it is; `tfmend fix --write` applies the fix.",
                "差分は機密の値を隠しているため、そのままでは適用できません。`tfmend fix --write` で適用できます。",
            );
            warning = Some(warning.map_or(note.to_owned(), |warning| format!("{warning} {note}")));
        }
        FixText {
            class: fix.class.as_str(),
            impact: fix.impact.as_str(),
            proven: true,
            proof: fix.proof.as_str(),
            summary: self.text(&fix.summary),
            warning,
            diff,
            hides,
            also_changes: fix.also_changes.clone(),
            inputs: fix.inputs.iter().map(input).collect(),
            // Edits beside asterisks would be applied by whoever reads them.
            edits: if hides { Vec::new() } else { fix.edits.iter().filter_map(edit).collect() },
        }
    }
}

/// The account is judged once: what one root provides, all of them have. What it provides badly fails there, and is missing nowhere.
fn merge_accounts(entries: &mut Vec<Entry>) {
    let (accounts, resources): (Vec<&Entry>, Vec<&Entry>) = entries.iter().partition(|entry| entry.account);
    let of = |entry: &Entry| (entry.control.id.clone(), entry.root);
    let judged: BTreeSet<(Arc<str>, usize)> = accounts.into_iter().map(of).collect();
    let fails = |entry: &&Entry| matches!(entry.status, Status::Fail | Status::Suppressed);
    let provided = resources.into_iter().filter(fails).map(of).filter(|it| !judged.contains(it));
    let provided: BTreeSet<Arc<str>> = provided.map(|(control, _)| control).collect();
    entries.retain(|entry| !(entry.account && fails(&entry) && provided.contains(&entry.control.id)));
    let key = |entry: &Entry| (entry.control.id.clone(), entry.address.clone());
    let rank = |status: Status| match status {
        Status::Pass => 0,
        Status::Suppressed => 1,
        Status::Unknown => 2,
        Status::Fail => 3,
    };
    let mut best: BTreeMap<(Arc<str>, Arc<str>), u8> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.account) {
        let slot = best.entry(key(entry)).or_insert(u8::MAX);
        *slot = (*slot).min(rank(entry.status));
    }
    let mut seen = BTreeSet::new();
    entries.retain(|entry| {
        !entry.account || best.get(&key(entry)) == Some(&rank(entry.status)) && seen.insert(key(entry))
    });
}

fn totals(visited: &[Visited], outcome: &Outcome) -> Totals {
    Totals {
        roots: visited.len(),
        files: visited.iter().map(|target| if target.files.is_empty() { 1 } else { target.files.len() }).sum(),
        resources: visited.iter().map(|target| target.resources).sum(),
        controls: outcome.judged_controls().len(),
    }
}

/// Controls of the account that nobody judged, and those that code cannot decide.
fn not_judged(visited: &[Visited], outcome: &Outcome, judges: &[Judge], lang: Lang) -> Vec<NotJudged> {
    let Some(rules) = judges.first().map(|judge| &judge.rules) else { return Vec::new() };
    let selects =
        |judge: &Judge, id: &str| judge.options.only.as_ref().is_none_or(|only| only.iter().any(|name| name == id));
    let entries = || rules.entries().iter().filter(|entry| judges.iter().any(|judge| selects(judge, &entry.id)));
    let mut groups = Vec::new();
    let owned = judges.iter().any(|judge| judge.options.account) || visited.iter().any(|target| target.owns_account);
    if !owned {
        let controls: Vec<Arc<str>> =
            entries().filter(|entry| entry.account).map(|entry| Arc::from(&*entry.id)).collect();
        let reason = lang.pick(
            "no resource of account scope is declared here (contacts, password policy, trails...); --account judges them all the same",
            "アカウント全体のリソース（連絡先、パスワードポリシー、証跡など）がここで宣言されていないため。--account を付けると判定します",
        );
        groups.push(NotJudged { kind: "account", reason: reason.to_owned(), controls });
    }
    let judged_ids = outcome.judged_controls();
    let undecidable =
        entries().filter(|entry| entry.types.is_empty() && !entry.account && !judged_ids.contains(&*entry.id));
    let undecidable: Vec<Arc<str>> = undecidable
        .filter(|entry| entry.control().is_some_and(|control| control.decides == Decides::NotDecidable))
        .map(|entry| Arc::from(&*entry.id))
        .collect();
    let reason = lang.pick(
        "code does not decide them; `tfmend explain ID` tells why",
        "コードからは判定できません。理由は `tfmend explain ID` で確認できます",
    );
    groups.push(NotJudged { kind: "not-decidable", reason: reason.to_owned(), controls: undecidable });
    groups.retain(|group| !group.controls.is_empty());
    groups
}

/// The problems of everything that was loaded.
pub fn problems(loaded: &[Loaded]) -> Vec<Problem> {
    let problems = loaded.iter().flat_map(problems_of).collect();
    let mut outcome = Outcome { problems, ..Outcome::default() };
    outcome.sort();
    outcome.problems
}

fn problems_of(target: &Loaded) -> Vec<Problem> {
    let secrets = target.secrets();
    let files = secrets.hide_in(target.files());
    target.graph.problems().iter().map(|problem| self::problem(problem, &files, secrets)).collect()
}

fn problem(problem: &crate::eval::Problem, files: &HiddenFiles<'_>, secrets: &Secrets) -> Problem {
    let level = match problem.kind {
        ProblemKind::Syntax | ProblemKind::Unreadable => ProblemLevel::Error,
        _ => ProblemLevel::Warning,
    };
    let message = match &problem.address {
        Some(address) if !problem.message.contains(&**address) => format!("{address}: {}", problem.message),
        _ => problem.message.clone(),
    };
    Problem {
        level,
        kind: problem.kind.as_str().to_owned(),
        message: secrets.hide(&message).into_owned(),
        place: problem.span.and_then(|span| place(span, files)),
        file: problem.file.as_ref().map(ToString::to_string),
    }
}

/// A span with its file; `None` for a span of a rule file.
fn place(span: Span, files: &HiddenFiles<'_>) -> Option<Place> {
    Some(Place { file: files.get(span.file)?, start: span.start, end: span.end })
}
