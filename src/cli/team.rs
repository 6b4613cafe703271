//! The commands for a team: `init`, `config`, `test`.

use super::discover::{Target, discover, shown};
use super::error::CliError;
use super::flags::{ConfigArgs, InitArgs, TestArgs};
use super::host::Host;
use super::settings::{self, NAMES};
use super::{Answer, write};
use crate::check::examples;
use crate::rules::Rules;
use std::fmt::Write;
use std::path::Path;

/// Writes settings that fit what the folder holds.
pub fn init(args: &InitArgs, host: &Host) -> Result<Answer, CliError> {
    let file = args.folder.join(NAMES[0]);
    if file.exists() && !args.force {
        return Err(CliError::usage(format!("{} is there already", shown(&file)), "give --force to write it anew"));
    }
    let targets = discover(std::slice::from_ref(&args.folder), None, host)?;
    let roots: Vec<&str> = targets
        .iter()
        .filter_map(|target| if let Target::Root(folder) = target { Some(folder.as_str()) } else { None })
        .collect();
    write::replace(&file, template(&args.folder, &roots).as_bytes())?;
    let mut out = format!("{} is written. Root modules found:\n", shown(&file));
    for root in &roots {
        let _ = writeln!(out, "  {root}");
    }
    Ok(Answer::of(out))
}

fn template(folder: &Path, roots: &[&str]) -> String {
    let mut text = String::from(
        "# Settings of tfmend; `tfmend config` shows what is in force and where it comes from.\n\n\
         # Lowest severity that makes the exit status 1: low, medium, high, critical.\nfail-on = \"low\"\n\n\
         # What cannot be told before apply: ignore, warn or fail.\nunknown = \"warn\"\n\n\
         # Suppressions (`# tfmend:ignore EC2.3 reason=\"...\" until=2027-01-31`) must give a reason.\nrequire-reason = true\n\n\
         # The roots below own their account: judge account-wide controls everywhere.\n# account = true\n\n\
         # Controls that are left out, by id or slug.\nignore = []\n",
    );
    let below = |root: &&&str| root.split('/').any(|step| matches!(step, "examples" | "example" | "test" | "tests"));
    let examples: Vec<String> = roots.iter().filter(below).map(|root| relative(folder, root)).collect();
    if !examples.is_empty() {
        let _ = write!(text, "\n# Roots that only show or test something.\nexclude = {examples:?}\n");
    }
    let dev = |root: &&&str| root.split('/').any(|step| matches!(step, "dev" | "development" | "sandbox"));
    for root in roots.iter().filter(dev) {
        let _ = write!(text, "\n[[path]]\nmatch = {:?}\nfail-on = \"high\"\n", relative(folder, root));
    }
    text
}

fn relative(folder: &Path, root: &str) -> String {
    let path = Path::new(root);
    shown(path.strip_prefix(folder).unwrap_or(path))
}

/// The settings in force for a folder, each with the file that set it.
pub fn config(args: &ConfigArgs) -> Result<Answer, CliError> {
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
    line("exclude", format!("{:?}", settings.exclude.iter().map(|(_, pattern)| pattern).collect::<Vec<_>>()));
    line("require-reason", settings.require_reason.to_string());
    let text = |value: &Option<String>| format!("{:?}", value.as_deref().unwrap_or_default());
    line("account-id", text(&settings.account_id));
    line("region", text(&settings.region));
    line("product-arn", text(&settings.product_arn));
    line("severity", format!("{:?}", settings.severity));
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
    let _ = writeln!(out, "{rules} rules: {passed} examples passed, {failed} mistakes");
    Ok(Answer { status: u8::from(failed > 0), out, err: String::new() })
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
