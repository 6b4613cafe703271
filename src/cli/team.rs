//! The commands for a team: `init`, `config`, `test`.

use super::discover::shown;
use super::error::CliError;
use super::flags::{ConfigArgs, InitArgs, InputArgs, RuleArgs, TestArgs};
use super::host::Host;
use super::load::Loaded;
use super::settings::{self, NAMES};
use super::{Answer, foreign, load, write};
use crate::check::{self, examples};
use crate::report::counted;
use crate::rules::Rules;
use crate::source::SourceFile;
use std::fmt::Write;
use std::path::Path;

/// Writes settings that fit what the folder holds.
pub fn init(args: &InitArgs, host: &Host) -> Result<Answer, CliError> {
    let file = args.folder.join(NAMES[0]);
    if file.exists() && !args.force {
        return Err(CliError::usage(format!("{} is there already", shown(&file)), "give --force to write it anew"));
    }
    let input = InputArgs { paths: vec![args.folder.clone()], ..InputArgs::default() };
    let rules = RuleArgs { no_config: true, ..RuleArgs::default() };
    let loaded = load::load(&input, &rules, host)?;
    let tree = Tree::of(&args.folder, &loaded);
    write::replace(&file, tree.template().as_bytes())?;
    let mut out = format!("{} is written. Root modules found:\n", shown(&file));
    for root in &tree.roots {
        let account = if tree.account.contains(root) { " (owns its account)" } else { "" };
        let _ = writeln!(out, "  {root}{account}");
    }
    Ok(Answer::of(out))
}

/// What there is to fit.
struct Tree {
    /// All seen from the folder.
    roots: Vec<String>,
    /// Roots that declare resources of account scope.
    account: Vec<String>,
    /// Comments for other tools stand in the sources.
    foreign: bool,
    baseline: Option<&'static str>,
    rules: Option<&'static str>,
}

impl Tree {
    fn of(folder: &Path, loaded: &[Loaded]) -> Tree {
        let name = |target: &Loaded| relative(folder, &target.name);
        let owning = loaded.iter().filter(|target| check::owns_account(&target.graph));
        let sources = || loaded.iter().filter_map(|target| target.source.as_ref());
        let skips = |file: &std::sync::Arc<SourceFile>| !foreign::comments(file, "default").is_empty();
        let there = |names: &[&'static str]| names.iter().copied().find(|name| folder.join(name).exists());
        Tree {
            roots: loaded.iter().map(name).collect(),
            account: owning.map(name).collect(),
            foreign: sources().any(|it| it.project.modules.values().any(|module| module.files.iter().any(skips))),
            baseline: there(&[".tfmend-baseline.json"]),
            rules: there(&["tfmend-rules"]),
        }
    }

    fn template(&self) -> String {
        let mut text = template(&self.roots);
        if self.foreign {
            text.push_str("\n# Skip comments of checkov, trivy and tfsec count for the controls that correspond.\nforeign-skips = true\n");
        }
        if let Some(baseline) = self.baseline {
            let _ = write!(text, "\n# Findings that were there before.\nbaseline = {baseline:?}\n");
        }
        if let Some(rules) = self.rules {
            let _ = write!(text, "\n# Rule files of your own.\nrules = [{rules:?}]\n");
        }
        text.push_str(&self.tables());
        text
    }

    /// Tables come last: what follows one belongs to it.
    fn tables(&self) -> String {
        let mut text = String::new();
        let dev = |root: &&String| root.split('/').any(|step| matches!(step, "dev" | "development" | "sandbox"));
        for root in self.roots.iter().filter(dev) {
            let _ = write!(text, "\n[[path]]\nmatch = {root:?}\nfail-on = \"high\"\n");
        }
        if self.account.is_empty() {
            text.push_str("\n# Where a folder owns its account although it declares nothing of account scope:\n# [[path]]\n# match = \"account\"\n# account = true\n");
        }
        for root in self.account.iter().filter(|root| *root != ".") {
            let _ = write!(
                text,
                "\n# Declares resources of account scope: account-wide controls are judged here.\n[[path]]\nmatch = {root:?}\naccount = true\n"
            );
        }
        text
    }
}

fn template(roots: &[String]) -> String {
    let mut text = String::from(
        "# Settings of tfmend; `tfmend config` shows what is in force and where it comes from.\n\n\
         # Lowest severity that makes the exit status 1: low, medium, high, critical.\nfail-on = \"low\"\n\n\
         # What cannot be told before apply: ignore, warn or fail.\nunknown = \"warn\"\n\n\
         # Suppressions (`# tfmend:ignore EC2.3 reason=\"...\" until=2027-01-31`) must give a reason.\nrequire-reason = true\n\n\
         # Controls that are left out, by id or slug.\nignore = []\n",
    );
    let below = |root: &&String| root.split('/').any(|step| matches!(step, "examples" | "example" | "test" | "tests"));
    let examples: Vec<&String> = roots.iter().filter(below).collect();
    if !examples.is_empty() {
        let _ = write!(text, "\n# Roots that only show or test something.\nexclude = {examples:?}\n");
    }
    text
}

fn relative(folder: &Path, root: &str) -> String {
    let path = Path::new(root);
    shown(path.strip_prefix(folder).unwrap_or(path))
}

/// The settings in force for a folder, each with the file that set it.
pub fn config(args: &ConfigArgs) -> Result<Answer, CliError> {
    if args.schema {
        return Ok(Answer::of(settings::schema()));
    }
    super::discover::metadata(&args.folder)?;
    let settings = settings::of_folder(&args.folder, &args.rules)?;
    let place = |key: &str| settings.sources.get(key).map_or("default", String::as_str);
    let mut out = String::new();
    let mut line = |key: &str, value: String| {
        let _ = writeln!(out, "{:<48} # {}", format!("{key} = {value}"), place(key));
    };
    line("fail-on", format!("{:?}", settings.fail_on.as_deref().unwrap_or("low")));
    line("unknown", format!("{:?}", settings.unknown.as_str()));
    line("account", settings.account.to_string());
    line("controls", format!("{:?}", settings.controls));
    line("ignore", format!("{:?}", settings.ignore));
    line("non-ignorable", format!("{:?}", settings.non_ignorable));
    line("frameworks", format!("{:?}", settings.frameworks));
    line("rules", format!("{:?}", settings.rules.iter().map(|path| shown(path)).collect::<Vec<_>>()));
    line("baseline", format!("{:?}", settings.baseline.as_deref().map(shown).unwrap_or_default()));
    line("paths", format!("{:?}", settings.paths.iter().map(|(_, pattern)| pattern).collect::<Vec<_>>()));
    line("exclude", format!("{:?}", settings.exclude.iter().map(|(_, pattern)| pattern).collect::<Vec<_>>()));
    line("require-reason", settings.require_reason.to_string());
    line("foreign-skips", settings.foreign_skips.to_string());
    line("stale-suppressions", format!("{:?}", settings.stale_suppressions.as_str()));
    let text = |value: &Option<String>| format!("{:?}", value.as_deref().unwrap_or_default());
    line("account-id", text(&settings.account_id));
    line("region", text(&settings.region));
    line("product-arn", text(&settings.product_arn));
    let severity = settings.severity.iter().map(|(control, severity)| format!("{control:?}: {severity:?}"));
    line("severity", format!("{{{}}}", severity.collect::<Vec<_>>().join(", ")));
    let parameters = settings.parameters.iter().map(|(control, values)| {
        let values: Vec<String> = values.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        format!("{control:?} = {{ {} }}", values.join(", "))
    });
    line("parameters", format!("{{ {} }}", parameters.collect::<Vec<_>>().join(", ")));
    line("suppress", format!("{} entries", settings.suppress.len()));
    Ok(Answer::of(crate::report::escape_lines(&out).into_owned()))
}

/// Runs the examples of rule files.
pub fn test(args: &TestArgs) -> Result<Answer, CliError> {
    let files = if args.rules.is_empty() { builtin() } else { written(args)? };
    let wanted = |path: &str, text: &str| {
        args.controls.is_empty()
            || args.controls.iter().any(|name| {
                let stem = Path::new(path).file_stem().map(|stem| stem.to_string_lossy().into_owned());
                stem.is_some_and(|stem| stem.eq_ignore_ascii_case(name))
                    || text.contains(&format!("control \"{name}\""))
            })
    };
    let (mut out, mut passed, mut failed, mut rules) = (String::new(), 0, 0, 0);
    for (path, text) in files.iter().filter(|(path, text)| wanted(path, text)) {
        let report = examples::test(path, text);
        rules += 1;
        passed += report.passed;
        failed += report.failures.len();
        for failure in &report.failures {
            let _ = writeln!(out, "{}", crate::report::escape_line(failure));
        }
    }
    if rules == 0 {
        return Err(CliError::usage("no rule file to test", "give folders with rule files, or ids that are there"));
    }
    let (rules, examples, mistakes) =
        (counted(rules, "rules"), counted(passed, "examples"), counted(failed, "mistakes"));
    let _ = writeln!(out, "{rules}: {examples} passed, {mistakes}");
    Ok(Answer { status: u8::from(failed > 0), ..Answer::of(out) })
}

fn builtin() -> Vec<(String, String)> {
    Rules::builtin().entries().iter().map(|entry| (entry.path.to_string(), entry.text().to_owned())).collect()
}

fn written(args: &TestArgs) -> Result<Vec<(String, String)>, CliError> {
    let mut files = Vec::new();
    for folder in &args.rules {
        files.extend(super::rules::files(folder)?);
    }
    Ok(files)
}
