//! One run: everything is loaded, judged, compared and mended, and each phase is timed.

use super::base;
use super::baseline::Baseline;
use super::collect::{Gate, Telling, Visited, outcome};
use super::discover::discover;
use super::elsewhere::Repository;
use super::error::CliError;
use super::flags::{DiffArgs, InputArgs, RuleArgs};
use super::host::Host;
use super::judge::{Judge, Judged, judges};
use super::load::{self, Chosen, Loaded};
use super::progress::Progress;
use super::settings::Settings;
use crate::eval::VariableInput;
use crate::report::{Lang, Outcome, counted, escape_line};
use crate::schema::Schema;
use crate::text::in_parallel;
use std::fmt::Write;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Other roots that `lint` looks at for one edit of a module that they share; `fix` looks at all.
const MOST_OTHERS: usize = 8;

/// What a command wants of a run.
pub struct Asked<'a> {
    pub input: &'a InputArgs,
    pub rules: &'a RuleArgs,
    pub diff: &'a DiffArgs,
    pub gate: Gate,
    pub lang: Lang,
    /// Findings of baselines are set aside.
    pub baselines: bool,
    pub progress: bool,
    /// Passes are listed one by one, and not only counted.
    pub passes: bool,
    /// What was loaded and judged is wanted after the run.
    pub whole: bool,
    /// Files that were left out are listed.
    pub skipped: bool,
}

/// Everything loaded, judged and told.
pub struct Told {
    pub visited: Vec<Visited>,
    /// In the order of what was visited; empty unless it was asked for: without it, each root is forgotten once it is told.
    pub whole: Vec<(Loaded, Judged)>,
    pub outcome: Outcome,
    /// What is said beside the report; of these, the warnings.
    pub notes: String,
    pub warnings: String,
    pub phases: Phases,
}

/// How long each phase took, of all roots together.
#[derive(Default)]
pub struct Phases {
    done: Mutex<Vec<(&'static str, Duration)>>,
}

impl Phases {
    pub fn time<T>(&self, name: &'static str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let made = work();
        let took = start.elapsed();
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        match done.iter_mut().find(|(known, _)| *known == name) {
            Some((_, before)) => *before += took,
            None => done.push((name, took)),
        }
        made
    }

    pub fn list(&self) -> Vec<(&'static str, Duration)> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// A target on its way.
enum Start {
    Chosen(Box<Chosen>),
    Loaded(Box<Loaded>),
}

impl Start {
    fn settings(&self) -> &Settings {
        match self {
            Start::Chosen(chosen) => &chosen.settings,
            Start::Loaded(loaded) => &loaded.settings,
        }
    }

    fn name(&self) -> &str {
        match self {
            Start::Chosen(chosen) => chosen.name(),
            Start::Loaded(loaded) => &loaded.name,
        }
    }
}

/// The steps of a run, for one target after the other.
struct Steps<'a> {
    asked: &'a Asked<'a>,
    schema: Schema,
    variables: Vec<VariableInput>,
    judges: Vec<Judge>,
    telling: Telling<'a>,
    phases: Phases,
    progress: Progress,
    repository: Arc<Repository>,
}

impl Steps<'_> {
    fn say(&self, what: &str, number: usize, name: &str) {
        let count = self.judges.len();
        self.progress.say(&format!("{what} {} ({}/{count})", escape_line(name), number + 1));
    }

    fn judged(&self, number: usize, start: Start) -> Result<(Loaded, Judged), CliError> {
        self.say("judging", number, start.name());
        let target = match start {
            Start::Loaded(loaded) => *loaded,
            Start::Chosen(chosen) => {
                let load = || chosen.load(self.asked.input, &self.variables, &self.schema);
                self.phases.time("read and evaluate", load)?
            }
        };
        let judge = &self.judges[number];
        let fixes = self.asked.gate.fixes;
        let judged = || if fixes { judge.judged_for_fixes(&target) } else { judge.judged(&target) };
        let judged = self.phases.time("judge", judged);
        Ok((target, judged))
    }

    fn visited(
        &self,
        number: usize,
        (mut target, mut judged): (Loaded, Judged),
    ) -> (Visited, Option<(Loaded, Judged)>) {
        if self.asked.gate.fixes {
            self.say("trying fixes of", number, &target.name);
            self.phases.time("prove fixes", || {
                self.judges[number].propose(&target, &mut judged, &self.repository);
            });
        }
        let findings = std::mem::take(&mut judged.findings);
        if !self.asked.whole {
            // What findings say of values, they say themselves: a large plan and what is told of it are not in memory together.
            if target.source.is_none() {
                target.graph.forget_values();
            }
            let visit = || Visited::of(number, &target, findings, &mut judged, &self.telling);
            return (self.phases.time("collect", visit), None);
        }
        let visit = || Visited::of(number, &target, &findings, &mut judged, &self.telling);
        let visited = self.phases.time("collect", visit);
        judged.findings = findings;
        (visited, Some((target, judged)))
    }
}

pub fn run(asked: &Asked<'_>, host: &Host) -> Result<Told, CliError> {
    // A wrong flag is said before anything is read.
    super::judge::check_flags(asked.rules, &asked.input.paths)?;
    let progress = Progress::start(asked.progress);
    let phases = Phases::default();
    progress.say("reading");
    let (starts, base) = match &asked.diff.base {
        Some(name) => {
            let load = || base::load(asked.input, asked.rules, name, asked.diff.head.as_deref(), host);
            let (loaded, base) = phases.time("read and evaluate", load)?;
            (loaded.into_iter().map(|target| Start::Loaded(Box::new(target))).collect(), Some(base))
        }
        None => {
            let targets = discover(&asked.input.paths, asked.input.source.as_deref(), host)?;
            let chosen = load::chosen(targets, asked.input, asked.rules)?.into_iter();
            (chosen.map(|one| Start::Chosen(Box::new(one))).collect::<Vec<Start>>(), None)
        }
    };
    let (schema, variables) = (load::schema(asked.input)?, load::variables(asked.input, host)?);
    let judges = judges(starts.iter().map(Start::settings), asked.rules)?;
    let given = (asked.input, asked.rules);
    // The other roots of another revision are not at hand.
    let most = if asked.diff.head.is_some() { 0 } else { MOST_OTHERS };
    let repository = Repository::new(given, (&schema, &variables), &judges, most);
    let mut steps = Steps {
        repository: Arc::new(repository.asked(starts.iter().map(Start::name))),
        schema,
        variables,
        judges,
        telling: Telling::new(asked),
        asked,
        phases,
        progress,
    };
    let compares = base.is_some() || asked.baselines && starts.iter().any(|it| it.settings().baseline.is_some());
    let starts = starts.into_iter().enumerate().collect();
    let (mut notes, mut warnings) = (String::new(), String::new());
    let told: Vec<(Visited, Option<(Loaded, Judged)>)> = if compares {
        let all = in_parallel(starts, |(number, start)| steps.judged(number, start));
        let (loaded, mut judged): (Vec<Loaded>, Vec<Judged>) =
            all.into_iter().collect::<Result<Vec<_>, CliError>>()?.into_iter().unzip();
        if let Some(base) = &base {
            let compare = || base.compare(&loaded, &steps.judges, &mut judged, asked.rules);
            warnings = steps.phases.time("compare", compare)?;
        }
        if asked.baselines {
            notes = steps.phases.time("baseline", || set_aside(&loaded, &steps.judges, &mut judged))?;
        }
        let pairs = loaded.into_iter().zip(judged).enumerate().collect();
        in_parallel(pairs, |(number, pair)| steps.visited(number, pair))
    } else {
        // Nothing hangs on another root: each is told and forgotten before the next.
        let one = |(number, start)| Ok(steps.visited(number, steps.judged(number, start)?));
        in_parallel(starts, one).into_iter().collect::<Result<Vec<_>, CliError>>()?
    };
    if told.is_empty() && base.is_none() {
        warnings.push_str("nothing was judged: the roots of these files are excluded by the settings\n");
    }
    notes.insert_str(0, &warnings);
    let (mut visited, whole): (Vec<Visited>, Vec<_>) = told.into_iter().unzip();
    let Steps { judges, telling, phases, .. } = &mut steps;
    let outcome = phases.time("collect", || outcome(&mut visited, judges, telling));
    Ok(Told { visited, whole: whole.into_iter().flatten().collect(), outcome, notes, warnings, phases: steps.phases })
}

/// Sets aside what baselines have recorded, and says what of it is gone.
fn set_aside(loaded: &[Loaded], judges: &[Judge], judged: &mut [Judged]) -> Result<String, CliError> {
    let mut files: Vec<PathBuf> = Vec::new();
    for file in loaded.iter().filter_map(|target| target.settings.baseline.as_ref()) {
        if !files.contains(file) {
            files.push(file.clone());
        }
    }
    let mut notes = String::new();
    for file in files {
        let chosen: Vec<bool> = loaded.iter().map(|target| target.settings.baseline.as_ref() == Some(&file)).collect();
        let baseline = Baseline::read(&file)?;
        let gone = baseline.apply(&chosen, loaded, judges, judged);
        if !gone.is_empty() {
            let names: Vec<String> = gone.iter().take(5).map(|known| known.name()).collect();
            let more = if gone.len() > 5 { ", ..." } else { "" };
            let names = escape_line(&names.join(", ")).into_owned();
            let _ = writeln!(
                notes,
                "{} gone ({names}{more}): `tfmend baseline` records anew",
                counted(gone.len(), "recorded findings") + if gone.len() == 1 { " is" } else { " are" }
            );
        }
    }
    Ok(notes)
}
