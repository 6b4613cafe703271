//! One run: everything is loaded, judged, compared and mended, and each phase is timed.

use super::base;
use super::baseline::Baseline;
use super::collect::{Gate, outcome};
use super::error::CliError;
use super::flags::{DiffArgs, InputArgs, RuleArgs};
use super::host::Host;
use super::judge::{Judge, Judged, judges};
use super::load::{self, Loaded};
use super::progress::Progress;
use crate::report::{Lang, Outcome, escape_line};
use crate::text::in_parallel;
use std::fmt::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

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
}

/// Everything loaded, judged and told.
pub struct Told {
    pub loaded: Vec<Loaded>,
    pub judged: Vec<Judged>,
    pub outcome: Outcome,
    /// What is said beside the report; of these, the warnings.
    pub notes: String,
    pub warnings: String,
    pub phases: Phases,
}

/// How long each phase took.
#[derive(Default)]
pub struct Phases {
    done: Vec<(&'static str, Duration)>,
    running: Option<(&'static str, Instant)>,
}

impl Phases {
    pub fn begin(&mut self, name: &'static str) {
        self.end();
        self.running = Some((name, Instant::now()));
    }

    pub fn end(&mut self) {
        if let Some((name, start)) = self.running.take() {
            self.done.push((name, start.elapsed()));
        }
    }

    pub fn list(&self) -> &[(&'static str, Duration)] {
        &self.done
    }
}

pub fn run(asked: &Asked<'_>, host: &Host) -> Result<Told, CliError> {
    // A wrong flag is said before anything is read.
    super::judge::check_flags(asked.rules)?;
    let progress = Progress::start(asked.progress);
    let mut phases = Phases::default();
    phases.begin("read and evaluate");
    progress.say("reading");
    let (loaded, base) = match &asked.diff.base {
        Some(name) => {
            let (loaded, base) = base::load(asked.input, asked.rules, name, asked.diff.head.as_deref(), host)?;
            (loaded, Some(base))
        }
        None => (load::load(asked.input, asked.rules, host)?, None),
    };
    let judges = judges(&loaded, asked.rules)?;
    phases.begin("judge");
    let count = loaded.len();
    let step = |what: &str, number: usize, target: &Loaded| {
        progress.say(&format!("{what} {} ({}/{count})", escape_line(&target.name), number + 1));
    };
    let pairs = || loaded.iter().zip(&judges).enumerate();
    let mut judged: Vec<Judged> = in_parallel(pairs().collect(), |(number, (target, judge))| {
        step("judging", number, target);
        if asked.gate.fixes { judge.judged_for_fixes(target) } else { judge.judged(target) }
    });
    let mut warnings = String::new();
    if let Some(base) = &base {
        phases.begin("compare");
        warnings = base.compare(&loaded, &judges, &mut judged, asked.rules)?;
    }
    if loaded.is_empty() && base.is_none() {
        warnings.push_str("nothing was judged: the roots of these files are excluded by the settings\n");
    }
    let mut notes = warnings.clone();
    if asked.baselines {
        phases.begin("baseline");
        notes.push_str(&set_aside(&loaded, &judges, &mut judged)?);
    }
    if asked.gate.fixes {
        phases.begin("prove fixes");
        judged = in_parallel(pairs().zip(judged).collect(), |((number, (target, judge)), mut judged)| {
            step("trying fixes of", number, target);
            judge.propose(target, &mut judged);
            judged
        });
    }
    phases.begin("collect");
    let outcome = outcome(&loaded, &judged, &judges, asked.gate, asked.lang, &asked.input.paths);
    phases.end();
    Ok(Told { loaded, judged, outcome, notes, warnings, phases })
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
                "{} recorded findings are gone ({names}{more}): `tfmend baseline` records anew",
                gone.len()
            );
        }
    }
    Ok(notes)
}
