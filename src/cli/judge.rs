//! What was loaded -> findings, suppressions and fixes.

use super::discover::folder_of;
use super::elsewhere::{Others, Repository};
use super::error::CliError;
use super::flags::RuleArgs;
use super::load::{Loaded, Source};
use super::settings::{Settings, of_folder};
use super::suppress::{self, Fault, Rule};
use crate::check::{self, CheckOptions, Finding, Ledger, Recorded};
use crate::fix::{self, FindingKey, Proposal};
use crate::graph::{Graph, Origin};
use crate::report::Suppression;
use crate::rules::Rules;
use crate::text::FileId;
use crate::value::{Entries, Kind, Type, Value, convert, from_json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

/// Runs times resources in one `lint`. Fixes that have nothing in common share a run; many that hang on each other, as by a
/// value that is not known, would each need one.
const RUN_LIMIT: usize = 30_000;
const RUNS_AT_LEAST: usize = 20;

/// The findings on one target: what was set aside, and the fix of each other one where there is one.
pub struct Judged {
    pub findings: Vec<Finding>,
    /// By index of the finding, as are the proposals.
    pub suppressed: BTreeMap<usize, Suppression>,
    pub proposals: BTreeMap<usize, Proposal>,
    pub suppressions: Vec<(Rule, Option<Fault>)>,
    /// What the judgements of a configuration read, for the proof of fixes.
    ledger: Option<Arc<Ledger>>,
}

impl Judged {
    /// The findings that are not set aside, with their indexes.
    pub fn open(&self) -> impl Iterator<Item = (usize, &Finding)> {
        self.findings.iter().enumerate().filter(|(index, _)| !self.suppressed.contains_key(index))
    }
}

/// The controls that judge one target, and how.
pub struct Judge {
    pub rules: Arc<Rules>,
    pub options: CheckOptions,
    /// Findings that fixes leave alone.
    aside: BTreeSet<FindingKey>,
}

/// A control, framework or date of the command line that is not there.
pub fn check_flags(args: &RuleArgs, paths: &[PathBuf]) -> Result<(), CliError> {
    let mut settings = Settings::default();
    settings.by_flags(args);
    // Settings name rules, too, of which controls may be named. What is wrong with them is told with what they are for.
    if !(settings.controls.is_empty() && settings.ignore.is_empty()) {
        let folder = |path: &PathBuf| if path.is_dir() { path.clone() } else { folder_of(path) };
        let found = paths.iter().filter_map(|path| of_folder(&folder(path), args).ok());
        settings.rules.extend(found.flat_map(|found| found.rules));
    }
    let rules = Arc::new(super::rules::load_rules(&settings.rules)?);
    Judge::new(rules, &settings, args).map(drop)
}

/// One judge for each target, by its settings.
pub fn judges<'s>(
    settings: impl Iterator<Item = &'s Settings> + Clone,
    args: &RuleArgs,
) -> Result<Vec<Judge>, CliError> {
    let mut folders = Vec::new();
    for folder in settings.clone().flat_map(|settings| &settings.rules) {
        if !folders.contains(folder) {
            folders.push(folder.clone());
        }
    }
    let rules = Arc::new(super::rules::load_rules(&folders)?);
    settings.map(|settings| Judge::new(rules.clone(), settings, args)).collect()
}

impl Judge {
    /// Selects controls and settles the date. A control or framework that is not there is an error.
    pub fn new(rules: Arc<Rules>, settings: &Settings, args: &RuleArgs) -> Result<Judge, CliError> {
        let today = match &args.today {
            Some(date) => date
                .parse::<jiff::civil::Date>()
                .map_err(|_| CliError::usage(format!("--today {date}: not a date"), "write it as YYYY-MM-DD"))?,
            None => super::clock::today(),
        };
        check_names(&rules, settings)?;
        let only = super::rules::select(&rules, &settings.controls, &settings.ignore, &settings.frameworks)?;
        let params = parameters(&rules, settings)?;
        let options = CheckOptions { today: today.to_string(), account: settings.account, only, params };
        Ok(Judge { rules, options, aside: BTreeSet::new() })
    }

    /// All verdicts on one target.
    pub fn judged(&self, loaded: &Loaded) -> Judged {
        let findings = check::run_without_requests(&loaded.graph, &self.rules, &self.options);
        self.judged_of(loaded, self.kept(findings), None)
    }

    /// As [`Judge::judged`], with what the proof of fixes needs.
    pub fn judged_for_fixes(&self, loaded: &Loaded) -> Judged {
        if loaded.graph.origin != Origin::Configuration {
            return self.judged_of(loaded, self.findings(&loaded.graph), None);
        }
        let Recorded { findings, ledger } = check::run_noting(&loaded.graph, &self.rules, &self.options);
        self.judged_of(loaded, self.kept(findings), Some(Arc::new(ledger)))
    }

    fn judged_of(&self, loaded: &Loaded, findings: Vec<Finding>, ledger: Option<Arc<Ledger>>) -> Judged {
        loaded.hide_credentials(&findings);
        let settings = &loaded.settings;
        let suppressions: Vec<(Rule, Option<Fault>)> = suppress::rules_of(loaded, settings)
            .into_iter()
            .map(|rule| {
                let fault = rule.fault(settings, &self.rules, &self.options.today);
                (rule, fault)
            })
            .collect();
        let aside = |(index, finding): (usize, &Finding)| {
            Some((index, suppress::suppression(finding, &suppressions, loaded, settings)?))
        };
        let suppressed = findings.iter().enumerate().filter_map(aside).collect();
        Judged { findings, suppressed, proposals: BTreeMap::new(), suppressions, ledger }
    }

    /// Proposes fixes for what was not set aside. Without source there are none, as [`fix::without_source`] says.
    pub fn propose(&self, loaded: &Loaded, judged: &mut Judged, repository: &Arc<Repository>) {
        let Some(source) = &loaded.source else { return };
        let (kept, findings): (Vec<usize>, Vec<Finding>) =
            judged.open().map(|(index, finding)| (index, finding.clone())).unzip();
        let judge = self.setting_aside(judged);
        let rerun = |texts: &BTreeMap<FileId, String>| judge.rerun(source, texts);
        let mut settings = judge.fix_settings(source, &[]);
        if let Some(judge) = &mut settings.judge {
            judge.ledger = judged.ledger.take();
        }
        settings.elsewhere = Some(Arc::new(Others::of(repository, &source.project.options.root, BTreeMap::new())));
        settings.most_runs = Some((RUN_LIMIT / loaded.graph.len().max(1)).max(RUNS_AT_LEAST));
        let proposals = fix::propose(&findings, &loaded.graph, &rerun, &settings);
        judged.proposals = proposals.into_iter().map(|proposal| (kept[proposal.finding], proposal)).collect();
    }

    /// A judge that does not see what was set aside.
    pub fn setting_aside(&self, judged: &Judged) -> Judge {
        let aside = judged.suppressed.keys().map(|index| &judged.findings[*index]);
        let aside = aside.map(|finding| (finding.control.id.clone(), finding.address.clone())).collect();
        Judge { rules: self.rules.clone(), options: self.options.clone(), aside }
    }

    pub fn findings(&self, graph: &Graph) -> Vec<Finding> {
        self.kept(check::run(graph, &self.rules, &self.options))
    }

    fn kept(&self, mut findings: Vec<Finding>) -> Vec<Finding> {
        if !self.aside.is_empty() {
            findings.retain(|finding| !self.aside.contains(&(finding.control.id.clone(), finding.address.clone())));
        }
        findings
    }

    /// The same run with some texts replaced.
    pub fn rerun(&self, source: &Source, texts: &BTreeMap<FileId, String>) -> (Graph, Vec<Finding>) {
        let graph = source.with_texts(texts);
        let findings = self.findings(&graph);
        (graph, findings)
    }

    /// Local modules may be edited; values for fixes that need one are given as `NAME=VALUE`.
    pub fn fix_settings(&self, source: &Source, values: &[String]) -> fix::Settings {
        let values = values.iter().filter_map(|text| text.split_once('='));
        let inputs = values.map(|(name, value)| (format!("var.{name}"), Value::from(value))).collect();
        let (rules, options, aside) = (self.rules.clone(), self.options.clone(), self.aside.clone());
        let judge = fix::Judge { rules, options, aside, ledger: None };
        fix::Settings { folders: source.own_folders(), inputs, judge: Some(judge), elsewhere: None, most_runs: None }
    }
}

/// A wrong id in the settings is an error that names the file.
fn check_names(rules: &Rules, settings: &Settings) -> Result<(), CliError> {
    let known = |key: &str, name: &str| match rules.entry(name) {
        Some(_) => Ok(()),
        None => {
            let place = settings.sources.get(key).map_or("settings", String::as_str);
            let near = rules.suggestion(name).map_or(String::new(), |near| format!("; did you mean {near}?"));
            Err(CliError::Settings(format!("{place}: {key}: no control `{name}`{near}")))
        }
    };
    let flags = |key: &str| settings.sources.get(key).is_some_and(|place| place == "command line");
    for (key, names) in
        [("controls", &settings.controls), ("ignore", &settings.ignore), ("non-ignorable", &settings.non_ignorable)]
    {
        // The command line has its own message.
        if !flags(key) {
            names.iter().try_for_each(|name| known(key, name))?;
        }
    }
    if !flags("frameworks") {
        let place = settings.sources.get("frameworks").map_or("settings", String::as_str);
        super::inspect::chosen_frameworks(&settings.frameworks).map_err(|error| {
            let help = error.help().unwrap_or_default();
            CliError::Settings(format!("{place}: frameworks: {error}; {help}"))
        })?;
    }
    let firm = |name: &&String| {
        let id = |name: &String| rules.entry(name).map(|entry| &*entry.id);
        settings.non_ignorable.iter().any(|firm| id(firm).is_some() && id(firm) == id(name))
    };
    if let Some(name) = settings.ignore.iter().find(firm) {
        let place = |key: &str| settings.sources.get(key).map_or("settings", String::as_str);
        return Err(CliError::Settings(format!(
            "{}: ignore: {name} is non-ignorable ({})",
            place("ignore"),
            place("non-ignorable")
        )));
    }
    settings.severity.iter().try_for_each(|(name, _)| known("severity", name))?;
    for suppress in &settings.suppress {
        suppress
            .control
            .get_ref()
            .names()
            .iter()
            .filter(|name| *name != "*")
            .try_for_each(|name| known("suppress", name))?;
    }
    Ok(())
}

type Parameters = BTreeMap<Arc<str>, Entries>;

fn parameters(rules: &Rules, settings: &Settings) -> Result<Parameters, CliError> {
    let place = settings.sources.get("parameters").map_or("settings", String::as_str);
    let mut parameters = Parameters::new();
    for (name, given) in &settings.parameters {
        let Some(control) = rules.control(name) else {
            let near = rules.suggestion(name).map_or(String::new(), |near| format!("; did you mean {near}?"));
            return Err(CliError::Settings(format!("{place}: parameters: no control `{name}`{near}")));
        };
        for (key, value) in given {
            let Some(known) = control.parameters.iter().find(|parameter| *parameter.name == **key) else {
                let names: Vec<&str> = control.parameters.iter().map(|parameter| &*parameter.name).collect();
                let known =
                    if names.is_empty() { "it has none".to_owned() } else { format!("it has {}", names.join(", ")) };
                return Err(CliError::Settings(format!("{place}: {} has no parameter `{key}`: {known}", control.id)));
            };
            let json = serde_json::to_string(value).map_err(|error| CliError::Settings(error.to_string()))?;
            let wanted = wanted(&known.default);
            let value = from_json(&json).and_then(|value| convert(&value, &wanted)).map_err(|error| {
                CliError::Settings(format!("{place}: parameter `{key}` of {}: {error}", control.id))
            })?;
            parameters.entry(control.id.clone()).or_default().insert(known.name.clone(), value);
        }
    }
    Ok(parameters)
}

/// The type of a parameter by its default: lists may be longer, and maps have other keys.
fn wanted(default: &Value) -> Type {
    let element = |elements: &[Value]| elements.first().map_or(Type::Dynamic, Value::type_of);
    match &default.kind {
        Kind::Null(_) => Type::Dynamic,
        Kind::Tuple(elements) | Kind::List(_, elements) | Kind::Set(_, elements) => Type::list(element(elements)),
        Kind::Object(entries) | Kind::Map(_, entries) => {
            Type::map(entries.values().next().map_or(Type::Dynamic, Value::type_of))
        }
        _ => default.type_of(),
    }
}
