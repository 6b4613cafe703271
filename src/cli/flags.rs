//! The command line: commands, flags and their help.

use super::home::HomeArgs;
use crate::report::{Format, Lang};
use crate::rules::Severity;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Lints Terraform and OpenTofu against AWS controls and prints fix diffs that it has proven.
#[derive(Debug, Parser)]
#[command(name = "tfmend", version, propagate_version = true, term_width = 100, after_help = EXAMPLES)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub look: Look,
}

const EXAMPLES: &str = "\
Examples:
  tfmend lint                                  lint the root modules below the current folder
  tfmend lint plan.json --source .             lint a plan, with positions and fixes in the source
  tfmend fix                                   print all proven fixes as one diff
  tfmend fix --write                           apply the safe ones
  tfmend explain EC2.3                         what a control requires, why, and how to mend it

Exit status: 0 nothing at or above --fail-on, 1 findings, 2 could not do what was asked.";

/// How output looks.
#[derive(Clone, Debug, Args)]
pub struct Look {
    /// Language of titles, messages and reasons [default: from LC_ALL, LC_MESSAGES, LANG]
    #[arg(long, global = true, value_enum, value_name = "LANG")]
    pub lang: Option<Lang>,
    /// When to colour; NO_COLOR and CLICOLOR_FORCE are honoured
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: Color,
    /// When names of files are links that the terminal opens
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub hyperlinks: Color,
    /// Print findings only
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Judge folders, files or plans and print findings with fix diffs
    Lint(LintArgs),
    /// Print proven fixes as one diff, or apply them
    Fix(FixArgs),
    /// Print the resource graph
    Graph(GraphArgs),
    /// Tell what a control requires, why it matters, and how to mend it
    Explain(ExplainArgs),
    /// List the controls and whether code decides them
    Controls(ControlsArgs),
    /// Run the examples of rule files
    Test(TestArgs),
    /// Write a tfmend.toml that fits the folder
    Init(InitArgs),
    /// Record today's findings, so that later runs show only new ones
    Baseline(BaselineArgs),
    /// List all suppressions
    Suppressions(SuppressionsArgs),
    /// Show the effective settings and where each comes from
    Config(ConfigArgs),
    /// Work with provider schemas
    Schema(SchemaArgs),
    /// Print the completion script of a shell
    #[command(after_help = "\
Examples:
  tfmend completions bash > ~/.local/share/bash-completion/completions/tfmend
  tfmend completions zsh > ~/.zfunc/_tfmend
  tfmend completions fish > ~/.config/fish/completions/tfmend.fish")]
    Completions { shell: clap_complete::Shell },
    /// Write the manual pages
    Man(ManArgs),
}

impl Command {
    /// What it reads, if it reads configurations.
    pub fn input(&mut self) -> Option<&mut InputArgs> {
        match self {
            Command::Lint(LintArgs { input, .. })
            | Command::Fix(FixArgs { input, .. })
            | Command::Graph(GraphArgs { input, .. })
            | Command::Baseline(BaselineArgs { input, .. })
            | Command::Suppressions(SuppressionsArgs { input, .. }) => Some(input),
            _ => None,
        }
    }
}

/// What is read, and with which values.
#[derive(Clone, Debug, Default, Args)]
pub struct InputArgs {
    /// Folders, .tf files, plans (JSON or binary), states, or - for standard input
    #[arg(value_name = "PATH|PLAN|-", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// Source of the plan: gives positions and fixes
    #[arg(long, value_name = "DIR")]
    pub source: Option<PathBuf>,
    /// Value of a root variable (repeatable)
    #[arg(long = "var", value_name = "NAME=VALUE")]
    pub vars: Vec<String>,
    /// File with values of root variables (repeatable)
    #[arg(long = "var-file", value_name = "FILE")]
    pub var_files: Vec<PathBuf>,
    /// terraform.workspace [default: TF_WORKSPACE, then the one selected in .terraform]
    #[arg(long, value_name = "NAME")]
    pub workspace: Option<String>,
    /// Provider schema that `tfmend schema import` wrote, or the output of `terraform providers schema -json`
    #[arg(long, value_name = "FILE")]
    pub schema: Option<PathBuf>,
    /// Let file functions, modules and symlinks leave the repository
    #[arg(long)]
    pub allow_outside: bool,
}

/// Which controls are judged, and how.
#[derive(Clone, Debug, Default, Args)]
pub struct RuleArgs {
    /// Judge only these controls, by id or slug (repeatable, comma-separated)
    #[arg(long = "control", value_name = "ID", value_delimiter = ',')]
    pub controls: Vec<String>,
    /// Leave out these controls (repeatable, comma-separated)
    #[arg(long = "ignore", value_name = "ID", value_delimiter = ',')]
    pub ignored: Vec<String>,
    /// Judge only the controls of these frameworks
    #[arg(long = "framework", value_name = "NAME", value_delimiter = ',')]
    pub frameworks: Vec<String>,
    /// Folder with rule files of your own (repeatable)
    #[arg(long = "rules", value_name = "DIR")]
    pub rules: Vec<PathBuf>,
    /// Judge account-scope controls: what was given owns the account
    #[arg(long)]
    pub account: bool,
    /// The date against which ages and ends are judged [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<String>,
    /// Settings file [default: tfmend.toml, found upwards]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Read no settings file
    #[arg(long, conflicts_with = "config")]
    pub no_config: bool,
    /// Profile of the settings: a table [profile.NAME]
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Honour skip comments of checkov, trivy and tfsec for the controls that correspond
    #[arg(long)]
    pub foreign_skips: bool,
    /// Baseline of known findings
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tfmend lint envs/prod --fail-on high
  terraform show -json plan.bin | tfmend lint - --source . --only introduced
  tfmend lint --diff-base origin/main... --only introduced
  tfmend lint --format json --all
  tfmend lint --output sarif=tfmend.sarif --output markdown=comment.md")]
pub struct LintArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub rules: RuleArgs,
    /// List passes and suppressed findings too
    #[arg(long)]
    pub all: bool,
    /// Exit with 1 only for findings at or above this severity [default: low]
    #[arg(long, value_name = "SEVERITY", value_parser = severity)]
    pub fail_on: Option<Severity>,
    /// Format of standard output [default: text]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// Write the report to a file too, or to standard output as - (repeatable)
    #[arg(long = "output", value_name = "FORMAT=FILE", value_parser = output)]
    pub outputs: Vec<Output>,
    /// Only findings that the change introduces, leaves or resolves (with a plan or --diff-base)
    #[arg(long, value_name = "CHANGE")]
    pub only: Option<Change>,
    #[command(flatten)]
    pub diff: DiffArgs,
    /// Propose no fixes: faster where there are very many findings
    #[arg(long)]
    pub no_fixes: bool,
    /// Print a table of findings by control
    #[arg(long)]
    pub statistics: bool,
    /// Tell what was read, skipped and not understood, and how long it took
    #[arg(long)]
    pub explain_run: bool,
    /// Lint again when a file changes
    #[arg(long)]
    pub watch: bool,
    /// Exit with 0 or 1 although files could not be parsed
    #[arg(long)]
    pub allow_problems: bool,
    #[command(flatten)]
    pub home: HomeArgs,
}

/// What sources are compared with.
#[derive(Clone, Debug, Default, Args)]
pub struct DiffArgs {
    /// Compare with this revision, read through git: tells introduced, existing and resolved findings.
    /// `origin/main...` means the commit where the branch left origin/main
    #[arg(long = "diff-base", value_name = "REV")]
    pub base: Option<String>,
    /// Judge this revision instead of the working tree
    #[arg(long = "diff-head", value_name = "REV", requires = "base")]
    pub head: Option<String>,
}

/// What a change does to a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Change {
    Introduced,
    Existing,
    Resolved,
}

impl Change {
    pub fn as_str(self) -> &'static str {
        match self {
            Change::Introduced => "introduced",
            Change::Existing => "existing",
            Change::Resolved => "resolved",
        }
    }
}

/// One `--output FORMAT=FILE`.
#[derive(Clone, Debug)]
pub struct Output {
    pub format: Format,
    pub file: PathBuf,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tfmend fix                                   print one diff for `git apply` or `patch -p1`
  tfmend fix --write                           apply the safe fixes
  tfmend fix --write --unsafe --only EC2.3     apply all fixes of one control
  tfmend fix --write --var rds_port=5433 --only RDS.23     with the value that a fix needs")]
pub struct FixArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub rules: RuleArgs,
    /// Write the fixed files (safe fixes only, unless told more)
    #[arg(long)]
    pub write: bool,
    /// Take fixes that may replace, lose data, cut traffic or cost money
    #[arg(long = "unsafe")]
    pub take_unsafe: bool,
    /// Only fixes of these controls, by id or slug (repeatable, comma-separated)
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Ask for each fix: apply, skip, ignore with a reason, quit
    #[arg(long)]
    pub interactive: bool,
    /// Validate and, where it can be, plan the fixed sources in a copy before they are shown as proven
    #[arg(long, value_enum, value_name = "PROGRAM", conflicts_with = "interactive")]
    pub verify: Option<Program>,
    /// A log of fixes; with --check, tell whether each still holds, else mend what fails again
    #[arg(long, value_name = "LOG")]
    pub replay: Option<PathBuf>,
    /// Change and propose nothing, only look at the log
    #[arg(long, requires = "replay", conflicts_with_all = ["write", "interactive", "verify"])]
    pub check: bool,
    /// Write into a git tree with uncommitted changes
    #[arg(long)]
    pub allow_dirty: bool,
    /// Exit with 0 although findings are left
    #[arg(long)]
    pub exit_zero: bool,
    /// Append what was done to this file, as JSON lines
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,
}

/// A program that reads the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Program {
    Terraform,
    Tofu,
}

impl Program {
    pub fn name(self) -> &'static str {
        match self {
            Program::Terraform => "terraform",
            Program::Tofu => "tofu",
        }
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tfmend graph --format json envs/prod
  tfmend graph --format dot | dot -Tsvg > graph.svg")]
pub struct GraphArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: GraphFormat,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    #[default]
    Json,
    Dot,
    Mermaid,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tfmend explain EC2.3
  tfmend explain ebs-volume-encrypted --lang ja")]
pub struct ExplainArgs {
    /// Id, older id or slug
    pub control: String,
    /// Folder with rule files of your own (repeatable)
    #[arg(long = "rules", value_name = "DIR")]
    pub rules: Vec<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tfmend controls --service s3
  tfmend controls --framework cis-aws-5.0 --format json")]
pub struct ControlsArgs {
    /// Only the controls of these frameworks
    #[arg(long = "framework", value_name = "NAME", value_delimiter = ',')]
    pub frameworks: Vec<String>,
    /// Only the controls of these services (ec2, s3...)
    #[arg(long = "service", value_name = "NAME", value_delimiter = ',')]
    pub services: Vec<String>,
    /// Folder with rule files of your own (repeatable)
    #[arg(long = "rules", value_name = "DIR")]
    pub rules: Vec<PathBuf>,
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: ListFormat,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    #[default]
    Text,
    Json,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tfmend test our-rules
  tfmend test --control EC2.3")]
pub struct TestArgs {
    /// Folders with rule files [default: the built-in rules]
    #[arg(value_name = "DIR")]
    pub rules: Vec<PathBuf>,
    /// Only these controls
    #[arg(long = "control", value_name = "ID", value_delimiter = ',')]
    pub controls: Vec<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tfmend init
  tfmend init --force envs/prod")]
pub struct InitArgs {
    #[arg(value_name = "DIR", default_value = ".")]
    pub folder: PathBuf,
    /// Overwrite an existing file
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tfmend baseline
  tfmend lint --baseline .tfmend-baseline.json")]
pub struct BaselineArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub rules: RuleArgs,
    /// Where to write it
    #[arg(long, default_value = ".tfmend-baseline.json", value_name = "FILE")]
    pub write: PathBuf,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tfmend suppressions
  tfmend suppressions --foreign-skips --format json envs/prod")]
pub struct SuppressionsArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub rules: RuleArgs,
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: ListFormat,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tfmend config envs/prod
  tfmend config --profile strict
  tfmend config --schema > tfmend.schema.json")]
pub struct ConfigArgs {
    #[command(flatten)]
    pub rules: RuleArgs,
    #[arg(value_name = "DIR", default_value = ".")]
    pub folder: PathBuf,
    /// Print the JSON Schema of tfmend.toml, for editors
    #[arg(long)]
    pub schema: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tfmend man | man -l -
  tfmend man ~/.local/share/man/man1")]
pub struct ManArgs {
    /// Where to write the pages of all commands [default: the program's page to standard output]
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  terraform providers schema -json | tfmend schema import -
  tfmend lint --schema .tfmend-schema.json")]
pub struct SchemaArgs {
    #[command(subcommand)]
    pub command: SchemaCommand,
}

#[derive(Debug, Subcommand)]
pub enum SchemaCommand {
    /// Check the output of `terraform providers schema -json` and keep it for `--schema`
    #[command(after_help = "\
Examples:
  terraform providers schema -json | tfmend schema import -
  tfmend schema import schema.json --output .tfmend-schema.json")]
    Import {
        /// The file, or - for standard input
        file: PathBuf,
        /// Where to keep it
        #[arg(long, short, default_value = ".tfmend-schema.json", value_name = "FILE")]
        output: PathBuf,
    },
}

fn severity(word: &str) -> Result<Severity, String> {
    Severity::parse(&word.to_lowercase()).ok_or_else(|| format!("one of: {}", Severity::WORDS.join(", ")))
}

fn output(text: &str) -> Result<Output, String> {
    let (format, file) = text.split_once('=').ok_or("write FORMAT=FILE, for example sarif=tfmend.sarif")?;
    let format = Format::from_str(format, true).map_err(|_| {
        let known = Format::value_variants().iter().filter_map(|format| format.to_possible_value());
        let names: Vec<String> = known.map(|format| format.get_name().to_owned()).collect();
        format!("no format `{format}`; known ones: {}", names.join(", "))
    })?;
    Ok(Output { format, file: PathBuf::from(file) })
}
