//! `tfmend lint`, `baseline` and `suppressions`.

use super::baseline::Baseline;
use super::collect::{Gate, outcome};
use super::discover::shown;
use super::error::CliError;
use super::flags::{BaselineArgs, Change, DiffArgs, InputArgs, LintArgs, ListFormat, Look, RuleArgs, SuppressionsArgs};
use super::host::Host;
use super::judge::{Judged, judges};
use super::load::Loaded;
use super::{Answer, home, load, write};
use crate::graph::Graph;
use crate::report::{self, Format, Lang, Neighbours, Outcome, Paint, Status, TextOptions, escape_line};
use std::fmt::Write;

pub fn lint(args: &LintArgs, look: &Look, host: &Host) -> Result<Answer, CliError> {
    let gate = Gate { fail_on: args.fail_on, fixes: !args.no_fixes };
    let Told { loaded, mut outcome, mut err } =
        judged(&args.input, &args.rules, &args.diff, gate, host.lang(look), host)?;
    if args.only.is_some() && args.diff.base.is_none() && !loaded.iter().all(Loaded::is_plan) {
        let help = "give --diff-base REV, or the output of `terraform show -json PLAN`";
        return Err(CliError::usage("--only: sources alone do not tell what is introduced", help));
    }
    for path in baselines(&loaded) {
        let baseline = Baseline::read(&path)?;
        let gone = baseline.apply(&mut outcome);
        if !gone.is_empty() && !look.quiet {
            let names: Vec<String> = gone.iter().take(5).map(|known| known.name()).collect();
            let more = if gone.len() > 5 { ", ..." } else { "" };
            let names = escape_line(&names.join(", ")).into_owned();
            let _ = writeln!(
                err,
                "{} recorded findings are gone ({names}{more}): `tfmend baseline` records anew",
                gone.len()
            );
        }
    }
    if let Some(change) = args.only {
        outcome.entries.retain(|entry| entry.change == Some(change.as_str()));
    }
    outcome.run = home::facts(&args.home, args.rules.today.as_deref(), &loaded, host)?;
    let formats: Vec<Format> = args.outputs.iter().map(|output| output.format).chain([args.format]).collect();
    if formats.contains(&Format::Html) {
        let graphs: Vec<&Graph> = loaded.iter().map(|target| &target.graph).collect();
        let drawn = outcome.entries.iter().filter(|entry| args.all || entry.status != Status::Pass);
        outcome.neighbours = Neighbours::of(&graphs, drawn);
    }
    home::check(&outcome, &formats, args.all)?;
    for output in &args.outputs {
        let text = report::render(&outcome, output.format, &options(args, look, host, false));
        write::replace(&output.file, text.as_bytes())?;
    }
    let out = report::render(&outcome, args.format, &options(args, look, host, args.format == Format::Text));
    err.push_str(&complaints(&outcome, args));
    Ok(Answer { status: status(&outcome, args.allow_problems), out, err })
}

/// Everything loaded, judged and told.
struct Told {
    loaded: Vec<Loaded>,
    outcome: Outcome,
    /// What is said beside the report.
    err: String,
}

fn judged(
    input: &InputArgs,
    rules: &RuleArgs,
    diff: &DiffArgs,
    gate: Gate,
    lang: Lang,
    host: &Host,
) -> Result<Told, CliError> {
    // A wrong flag is said before anything is read.
    super::judge::check_flags(rules)?;
    let (loaded, base) = match &diff.base {
        Some(name) => {
            let (loaded, base) = super::base::load(input, rules, name, diff.head.as_deref(), host)?;
            (loaded, Some(base))
        }
        None => (load::load(input, rules, host)?, None),
    };
    let judges = judges(&loaded, rules)?;
    let mut judged: Vec<Judged> = loaded.iter().zip(&judges).map(|(target, judge)| judge.judged(target)).collect();
    let mut err = String::new();
    if let Some(base) = &base {
        err = base.compare(&loaded, &judges, &mut judged, rules)?;
    }
    if gate.fixes {
        for ((target, judge), judged) in loaded.iter().zip(&judges).zip(&mut judged) {
            judge.propose(target, judged);
        }
    }
    let outcome = outcome(&loaded, &judged, &judges, gate, lang);
    Ok(Told { loaded, outcome, err })
}

fn baselines(loaded: &[Loaded]) -> Vec<std::path::PathBuf> {
    let mut paths: Vec<_> = loaded.iter().filter_map(|target| target.settings.baseline.clone()).collect();
    paths.dedup();
    paths
}

fn options(args: &LintArgs, look: &Look, host: &Host, terminal: bool) -> TextOptions {
    TextOptions {
        lang: host.lang(look),
        paint: if terminal { host.paint(look) } else { Paint::default() },
        // What is resolved passes.
        all: args.all || args.only == Some(Change::Resolved),
        quiet: look.quiet,
        statistics: args.statistics,
    }
}

fn status(outcome: &Outcome, allow_problems: bool) -> u8 {
    if outcome.has_errors() && !allow_problems {
        return 2;
    }
    u8::from(outcome.gates())
}

/// A format for machines says nothing to the person who waits.
fn complaints(outcome: &Outcome, args: &LintArgs) -> String {
    let errors = outcome.problems.iter().filter(|problem| problem.level == report::ProblemLevel::Error).count();
    if args.format == Format::Text || errors == 0 {
        return String::new();
    }
    format!("error: {errors} files or parts of them could not be read; they are listed under problems\n")
}

pub fn baseline(args: &BaselineArgs, look: &Look, host: &Host) -> Result<Answer, CliError> {
    let gate = Gate { fixes: false, ..Gate::default() };
    let rules = RuleArgs { baseline: None, ..args.rules.clone() };
    let Told { outcome, .. } = judged(&args.input, &rules, &DiffArgs::default(), gate, host.lang(look), host)?;
    let baseline = Baseline::of(&outcome);
    write::replace(&args.write, baseline.text().as_bytes())?;
    let file = shown(&args.write);
    let mut answer =
        Answer::of(format!("{} findings are recorded in {file}; use it with --baseline {file}\n", baseline.len()));
    answer.status = if outcome.has_errors() { 2 } else { 0 };
    answer.err = report::problems_text(&outcome.problems, host.lang(look), Paint::default());
    Ok(answer)
}

pub fn suppressions(args: &SuppressionsArgs, host: &Host) -> Result<Answer, CliError> {
    let loaded = load::load(&args.input, &args.rules, host)?;
    let judges = judges(&loaded, &args.rules)?;
    let mut rows: Vec<serde_json::Value> = Vec::new();
    for (target, judge) in loaded.iter().zip(&judges) {
        for (rule, fault) in judge.judged(target).suppressions {
            let state = match fault {
                Some(fault) => fault.as_str(),
                None if rule.used.get() => "used",
                None => super::suppress::Fault::Unused.as_str(),
            };
            rows.push(serde_json::json!({
                "place": rule.place, "by": rule.by, "controls": rule.controls, "reason": rule.reason,
                "until": rule.until, "owner": rule.owner, "state": state,
            }));
        }
    }
    rows.dedup();
    if args.format == ListFormat::Json {
        let report = serde_json::json!({ "version": 1, "suppressions": rows });
        return Ok(Answer::of(serde_json::to_string_pretty(&report).unwrap_or_default() + "\n"));
    }
    let mut out = String::new();
    for row in &rows {
        let text = |key: &str| row[key].as_str().unwrap_or("-").to_owned();
        let controls: Vec<&str> =
            row["controls"].as_array().into_iter().flatten().filter_map(|name| name.as_str()).collect();
        let facts = format!("until {}, owner {}, {}", text("until"), text("owner"), text("state"));
        let line = format!("{}: {} ({facts}): {}", text("place"), controls.join(", "), text("reason"));
        let _ = writeln!(out, "{}", escape_line(&line));
    }
    let _ = writeln!(out, "{} suppressions", rows.len());
    Ok(Answer::of(out))
}
