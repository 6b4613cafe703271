//! `tfmend lint`, `baseline` and `suppressions`.

use super::baseline::Baseline;
use super::collect::Gate;
use super::discover::shown;
use super::error::CliError;
use super::flags::{BaselineArgs, Change, DiffArgs, LintArgs, ListFormat, Look, Output, SuppressionsArgs};
use super::host::Host;
use super::judge::{Judged, judges};
use super::run::{Asked, Told, run};
use super::stale::Needed;
use super::{Answer, Report, explain_run, home, load, write};
use crate::graph::Graph;
use crate::report::{self, Format, Neighbours, Outcome, Paint, Status, TextOptions, counted, escape_line};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::io;
use std::path::{Path, PathBuf};

pub fn lint(args: &LintArgs, look: &Look, host: &Host) -> Result<Answer, CliError> {
    lint_once(args, look, host).map(|(answer, _)| answer)
}

/// The answer, and the folders of the files that were read for it.
pub fn lint_once(args: &LintArgs, look: &Look, host: &Host) -> Result<(Answer, Vec<PathBuf>), CliError> {
    let outputs = outputs(args)?;
    let formats: Vec<Format> = outputs.iter().map(|output| output.format).collect();
    let asked = Asked {
        input: &args.input,
        rules: &args.rules,
        diff: &args.diff,
        gate: Gate { fail_on: args.fail_on, fixes: !args.no_fixes },
        lang: host.lang(look),
        baselines: true,
        progress: host.error_is_terminal && !look.quiet,
        passes: args.all || formats.iter().any(|format| format.tells_passes()),
        whole: formats.contains(&Format::Html),
        skipped: args.explain_run,
    };
    let mut told = run(&asked, host)?;
    let Told { visited, whole, outcome, .. } = &mut told;
    if args.only.is_some() && args.diff.base.is_none() && !visited.iter().all(|target| target.is_plan) {
        let help = "give --diff-base REV, or the output of `terraform show -json PLAN`";
        return Err(CliError::usage("--only: sources alone do not tell what is introduced", help));
    }
    if let Some(change) = args.only {
        outcome.entries.retain(|entry| entry.change == Some(change.as_str()) || entry.is_stale_suppression());
        outcome.passed.clear();
    }
    outcome.run = home::facts(&args.home, args.rules.today.as_deref(), visited, host);
    if formats.contains(&Format::Html) {
        let graphs: Vec<&Graph> = whole.iter().map(|(target, _)| &target.graph).collect();
        let drawn = outcome.entries.iter().filter(|entry| args.all || entry.status != Status::Pass);
        outcome.neighbours = Neighbours::of(&graphs, drawn);
    }
    home::check(outcome, &formats, args.all)?;
    let mut answer = Answer { status: status(&told, args), err: told.notes.clone(), ..Answer::default() };
    if look.quiet {
        answer.err = told.warnings.clone();
    }
    // Only one format goes to standard output.
    let mut printed = None;
    for output in &outputs {
        let terminal = output.format == Format::Text && is_standard_output(&output.file);
        let options = options(args, look, host, terminal);
        let format = output.format;
        if !is_standard_output(&output.file) {
            let write = |to: &mut dyn io::Write| report::write(&told.outcome, format, &options, to);
            told.phases.time("report", || write::replace_by(&output.file, &write))?;
        } else if args.explain_run {
            // How long it takes is told beside it.
            answer.out = told.phases.time("report", || report::render(&told.outcome, format, &options));
        } else {
            printed = Some((format, options));
        }
    }
    answer.err.push_str(&complaints(&told.outcome, &outputs));
    if args.explain_run {
        answer.err.push_str(&explain_run::text(&args.input, &told)?);
    }
    let outcome = std::mem::take(&mut told.outcome);
    answer.report = printed.map(|(format, options)| Report { outcome, format, options });
    let files = told.visited.iter().flat_map(|target| &target.files);
    let folders: BTreeSet<&Path> = files.filter_map(|file| Path::new(&**file).parent()).collect();
    Ok((answer, folders.into_iter().map(Path::to_owned).collect()))
}

fn is_standard_output(file: &Path) -> bool {
    file == Path::new("-")
}

/// What is written where: `--format` to standard output, unless an `--output` goes there.
fn outputs(args: &LintArgs) -> Result<Vec<Output>, CliError> {
    let mut outputs = args.outputs.clone();
    let taken = outputs.iter().any(|output| is_standard_output(&output.file));
    if args.format.is_some() || !taken {
        let format = args.format.unwrap_or_default();
        outputs.insert(0, Output { format, file: PathBuf::from("-") });
    }
    for (index, output) in outputs.iter().enumerate() {
        let real = |file: &Path| file.canonicalize().unwrap_or_else(|_| std::path::absolute(file).unwrap_or_default());
        let same = |other: &Output| match (is_standard_output(&output.file), is_standard_output(&other.file)) {
            (false, false) => real(&other.file) == real(&output.file),
            (one, other) => one && other,
        };
        if outputs[..index].iter().any(same) {
            let name =
                if is_standard_output(&output.file) { "standard output".to_owned() } else { shown(&output.file) };
            let help = "give each format its own file; --format names that of standard output";
            return Err(CliError::usage(format!("{name}: two formats cannot go to one place"), help));
        }
    }
    Ok(outputs)
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

fn status(told: &Told, args: &LintArgs) -> u8 {
    if told.outcome.has_errors() && !args.allow_problems {
        return 2;
    }
    u8::from(told.outcome.gates())
}

/// A format for machines says nothing to the person who waits.
fn complaints(outcome: &Outcome, outputs: &[Output]) -> String {
    let errors = outcome.problems.iter().filter(|problem| problem.level == report::ProblemLevel::Error).count();
    let told = outputs.iter().any(|output| output.format == Format::Text && is_standard_output(&output.file));
    if told || errors == 0 {
        return String::new();
    }
    format!("error: {errors} files or parts of them could not be read; they are listed under problems\n")
}

pub fn baseline(args: &BaselineArgs, look: &Look, host: &Host) -> Result<Answer, CliError> {
    let asked = Asked {
        input: &args.input,
        rules: &args.rules,
        diff: &DiffArgs::default(),
        gate: Gate { fixes: false, ..Gate::default() },
        lang: host.lang(look),
        baselines: false,
        progress: host.error_is_terminal && !look.quiet,
        passes: false,
        whole: true,
        skipped: false,
    };
    let told = run(&asked, host)?;
    let outcome = &told.outcome;
    let baseline = Baseline::of(&args.write, &told.whole, outcome);
    write::replace(&args.write, baseline.text().as_bytes())?;
    let file = shown(&args.write);
    let recorded = counted(baseline.len(), "findings") + if baseline.len() == 1 { " is" } else { " are" };
    let mut answer = Answer::of(format!("{recorded} recorded in {file}; use it with --baseline {file}\n"));
    answer.status = if outcome.has_errors() { 2 } else { 0 };
    answer.err = report::problems_text(&outcome.problems, host.lang(look), Paint::default());
    Ok(answer)
}

pub fn suppressions(args: &SuppressionsArgs, look: &Look, host: &Host) -> Result<Answer, CliError> {
    let loaded = load::load(&args.input, &args.rules, host)?;
    let judges = judges(loaded.iter().map(|target| &target.settings), &args.rules)?;
    let judged: Vec<Judged> = loaded.iter().zip(&judges).map(|(target, judge)| judge.judged(target)).collect();
    let rules = judged.iter().flat_map(|judged| &judged.suppressions).map(|(rule, _)| rule);
    let roots = loaded.iter().map(|target| (&*target.name, target.is_plan()));
    let needed = Needed::of(rules, &args.input.paths, roots);
    let mut rows: Vec<serde_json::Value> = Vec::new();
    for (one, judge) in judged.iter().zip(&judges) {
        for (rule, fault) in &one.suppressions {
            let state = match needed.fault(rule, *fault, judge) {
                Some(fault) => fault.as_str(),
                None if needed.uses(rule) => "used",
                None => "idle",
            };
            rows.push(serde_json::json!({
                "place": rule.place, "by": rule.by, "controls": rule.controls, "reason": rule.reason,
                "until": rule.until, "owner": rule.owner, "state": state,
            }));
        }
    }
    // A module's comment is read with each of its roots.
    let mut seen = BTreeSet::new();
    rows.retain(|row| seen.insert(row.to_string()));
    if args.format == ListFormat::Json {
        let report = serde_json::json!({ "version": 1, "suppressions": rows });
        return Ok(Answer::of(serde_json::to_string_pretty(&report).unwrap_or_default() + "\n"));
    }
    let words = host.lang(look).words();
    let mut out = String::new();
    for row in &rows {
        let text = |key: &str| row[key].as_str().unwrap_or("-").to_owned();
        let controls: Vec<&str> =
            row["controls"].as_array().into_iter().flatten().filter_map(|name| name.as_str()).collect();
        let state = words.term(row["state"].as_str().unwrap_or("-"));
        let facts = format!("{} {}, {} {}, {state}", words.until, text("until"), words.owner, text("owner"));
        let controls = if controls.is_empty() { "-".to_owned() } else { controls.join(", ") };
        let line = format!("{}: {controls} ({facts}): {}", text("place"), text("reason"));
        let _ = writeln!(out, "{}", escape_line(&line));
    }
    let _ = writeln!(out, "{}", counted(rows.len(), words.suppressions));
    Ok(Answer::of(out))
}
