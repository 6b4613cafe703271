//! `tfmend lint`.

use super::collect::{Judged, outcome};
use super::error::CliError;
use super::flags::{LintArgs, Look};
use super::host::Host;
use super::judge::Judge;
use super::{Answer, load, write};
use crate::report::{self, Format, Outcome, Paint, TextOptions};
use crate::rules::Severity;

pub fn lint(args: &LintArgs, look: &Look, host: &Host) -> Result<Answer, CliError> {
    let judge = Judge::new(&args.rules)?;
    let loaded = load::load(&args.input, host)?;
    let judged: Vec<Judged> = loaded.iter().map(|target| judge.judged(target)).collect();
    let mut outcome = outcome(&loaded, &judged, &judge, host.lang(look));
    if let Some(change) = args.only {
        outcome.entries.retain(|entry| entry.change == Some(change.as_str()));
    }
    for output in &args.outputs {
        let text = report::render(&outcome, output.format, &options(args, look, host, false));
        write::replace(&output.file, text.as_bytes())?;
    }
    let out = report::render(&outcome, args.format, &options(args, look, host, args.format == Format::Text));
    let err = complaints(&outcome, args);
    Ok(Answer { status: status(&outcome, args), out, err })
}

fn options(args: &LintArgs, look: &Look, host: &Host, terminal: bool) -> TextOptions {
    TextOptions {
        lang: host.lang(look),
        paint: if terminal { host.paint(look) } else { Paint::default() },
        all: args.all,
        quiet: look.quiet,
        statistics: args.statistics,
    }
}

fn status(outcome: &Outcome, args: &LintArgs) -> u8 {
    if outcome.has_errors() && !args.allow_problems {
        return 2;
    }
    u8::from(outcome.fails_at(args.fail_on.unwrap_or(Severity::Low)) > 0)
}

/// A format for machines says nothing to the person who waits.
fn complaints(outcome: &Outcome, args: &LintArgs) -> String {
    let errors = outcome.problems.iter().filter(|problem| problem.level == report::ProblemLevel::Error).count();
    if args.format == Format::Text || errors == 0 {
        return String::new();
    }
    format!("error: {errors} files or parts of them could not be read; they are listed under problems\n")
}
