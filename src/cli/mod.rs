//! Flags, discovery, settings and exit statuses.
//!
//! Never: judges anything. No other room touches disk, environment or terminal.

mod base;
mod baseline;
mod checked;
mod clock;
mod collect;
mod directive;
mod discover;
pub(crate) mod disk;
mod elsewhere;
mod error;
mod explain_run;
mod fix;
mod flags;
mod foreign;
mod git;
mod given;
mod hidden;
mod home;
mod host;
mod hyperlinks;
mod inspect;
mod interactive;
mod judge;
mod lint;
mod load;
mod modules;
mod moved;
mod progress;
mod revision;
mod replay;
mod rewrites;
mod rules;
mod run;
mod settings;
mod stale;
mod suppress;
mod team;
mod terraform;
pub mod texts;
mod verify;
mod watch;
mod write;

pub use host::Host;

use crate::report::{self, Format, Outcome, TextOptions};
use crate::text::STACK;
use clap::Parser;
use error::CliError;
use flags::{Cli, Command};
use std::io::Write;
use std::process::ExitCode;

/// The commands and flags, for tests of their help.
#[cfg(test)]
pub fn command_line() -> clap::Command {
    <Cli as clap::CommandFactory>::command()
}

/// What a run prints, and its exit status.
#[derive(Debug, Default)]
pub struct Answer {
    /// 0 nothing found, 1 findings, 2 could not do what was asked.
    pub status: u8,
    pub out: String,
    pub err: String,
    /// Printed after `out`.
    report: Option<Report>,
}

/// A report that is printed while it is made: of a large plan it is many times what is kept of it.
#[derive(Debug)]
struct Report {
    outcome: Outcome,
    format: Format,
    options: TextOptions,
}

impl Answer {
    fn of(out: String) -> Answer {
        Answer { out, ..Answer::default() }
    }

    fn print(&self, to: &mut dyn Write) -> std::io::Result<()> {
        to.write_all(self.out.as_bytes())?;
        if let Some(Report { outcome, format, options }) = &self.report {
            report::write(outcome, *format, options, to)?;
        }
        to.flush()
    }

    /// With the report in `out`.
    fn whole(mut self) -> Answer {
        if let Some(Report { outcome, format, options }) = self.report.take() {
            self.out += &report::render(&outcome, format, &options);
        }
        self
    }
}

/// The program.
pub fn main() -> ExitCode {
    let work = || {
        let answer = answer(std::env::args_os(), &Host::real());
        // Whoever closed the pipe has read enough.
        let _ = std::io::stderr().write_all(answer.err.as_bytes());
        let mut out = std::io::stdout().lock();
        match answer.print(&mut out) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                let _ = writeln!(std::io::stderr(), "error: standard output: {}", error::reason(&error));
                2
            }
            _ => answer.status,
        }
    };
    let worker = std::thread::Builder::new().name("tfmend".to_owned()).stack_size(STACK).spawn(work);
    let status = match worker.map(std::thread::JoinHandle::join) {
        Ok(Ok(status)) => status,
        // The panic has printed itself.
        Ok(Err(_)) => 2,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: no thread could be started: {error}");
            2
        }
    };
    ExitCode::from(status)
}

/// Runs a command line, `arguments[0]` being the program's name.
pub fn run(arguments: impl IntoIterator<Item = std::ffi::OsString>, host: &Host) -> Answer {
    answer(arguments, host).whole()
}

fn answer(arguments: impl IntoIterator<Item = std::ffi::OsString>, host: &Host) -> Answer {
    let mut cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return usage(&error, host),
    };
    if let Some(input) = cli.command.input().filter(|input| input.workspace.is_none()) {
        input.workspace = host.variable("TF_WORKSPACE").map(str::to_owned);
    }
    match command(&cli, host) {
        Ok(answer) => answer,
        Err(error) => error::answer(&error),
    }
}

fn usage(error: &clap::Error, host: &Host) -> Answer {
    let text = error.render();
    let text = if host.output_is_terminal { text.ansi().to_string() } else { text.to_string() };
    match error.exit_code() {
        0 => Answer::of(text),
        _ => Answer { status: 2, err: text, ..Answer::default() },
    }
}

fn command(cli: &Cli, host: &Host) -> Result<Answer, CliError> {
    let look = &cli.look;
    match &cli.command {
        Command::Lint(args) if args.watch => watch::watch(args, look, host),
        Command::Lint(args) => lint::lint(args, look, host),
        Command::Fix(args) => fix::fix(args, look, host),
        Command::Baseline(args) => lint::baseline(args, look, host),
        Command::Suppressions(args) => lint::suppressions(args, look, host),
        Command::Init(args) => team::init(args, host),
        Command::Config(args) => team::config(args),
        Command::Test(args) => team::test(args),
        Command::Graph(args) => inspect::graph(args, look, host),
        Command::Explain(args) => inspect::explain(args, look, host),
        Command::Controls(args) => inspect::controls(args, look, host),
        Command::Schema(args) => inspect::schema(&args.command, host),
        Command::Completions { shell } => Ok(inspect::completions(*shell)),
        Command::Man(args) => inspect::man(args),
    }
}
