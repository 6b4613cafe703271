//! The commands that only look: `graph`, `explain`, `controls`, `schema`, `completions`, `man`.

use super::discover::shown;
use super::error::CliError;
use super::flags::{
    Cli, ControlsArgs, ExplainArgs, GraphArgs, GraphFormat, ListFormat, Look, ManArgs, RuleArgs, SchemaCommand,
};
use super::host::Host;
use super::rules::load_rules;
use super::{Answer, load};
use crate::report::{self, GraphView, LedgerEntry};
use crate::rules::{Framework, Rules, frameworks};
use crate::schema::Schema;
use crate::text::Files;
use clap::CommandFactory;
use std::collections::BTreeSet;

pub fn graph(args: &GraphArgs, look: &Look, host: &Host) -> Result<Answer, CliError> {
    let loaded = load::load(&args.input, &RuleArgs { no_config: true, ..RuleArgs::default() }, host)?;
    let files: Vec<Files> = loaded.iter().map(load::Loaded::files).collect();
    let views: Vec<GraphView<'_>> = loaded
        .iter()
        .zip(&files)
        .map(|(loaded, files)| GraphView {
            graph: &loaded.graph,
            files,
            schema: &loaded.schema,
            secrets: loaded.secrets(),
        })
        .collect();
    let out = match args.format {
        GraphFormat::Json => report::graph_json(&views),
        GraphFormat::Dot => report::graph_dot(&views),
        GraphFormat::Mermaid => report::graph_mermaid(&views),
    };
    let problems = super::collect::problems(&loaded);
    let status = if problems.iter().any(|problem| problem.level == report::ProblemLevel::Error) { 2 } else { 0 };
    let err = report::problems_text(&problems, host.lang(look), report::Paint::default());
    Ok(Answer { status, out, err, ..Answer::default() })
}

pub fn explain(args: &ExplainArgs, look: &Look, host: &Host) -> Result<Answer, CliError> {
    let rules = load_rules(&args.rules)?;
    let Some(control) = rules.entry(&args.control).and_then(|entry| entry.whole()) else {
        if let Some(text) = super::stale::explanation(&args.control, host.lang(look)) {
            return Ok(Answer::of(text));
        }
        return match crate::rules::published(&args.control) {
            Some(control) => Ok(Answer::of(report::not_covered(control, host.lang(look)))),
            None => Err(super::rules::unknown_control(&rules, &args.control)),
        };
    };
    Ok(Answer::of(report::explain(&control, host.lang(look), host.paint(look))))
}

pub fn controls(args: &ControlsArgs, look: &Look, host: &Host) -> Result<Answer, CliError> {
    let rules = load_rules(&args.rules)?;
    let chosen = chosen_frameworks(&args.frameworks)?;
    check_services(&rules, &args.services)?;
    let mut entries: Vec<LedgerEntry> = Vec::new();
    for entry in rules.entries() {
        let Some(control) = entry.control() else { continue };
        let service = super::rules::service(&entry.path, &entry.id);
        let maps = |framework: &&Framework| {
            control.frameworks.contains_key(&framework.id) || control.frameworks_derived.contains_key(&framework.id)
        };
        let by_framework = chosen.is_empty() || chosen.iter().any(maps);
        let by_service =
            args.services.is_empty() || args.services.iter().any(|name| name.eq_ignore_ascii_case(&service));
        if by_framework && by_service {
            entries.push(LedgerEntry { service, builtin: entry.builtin, control });
        }
    }
    entries.sort_by(|a, b| a.service.cmp(&b.service).then_with(|| natural(&a.control.id).cmp(&natural(&b.control.id))));
    let (lang, paint) = (host.lang(look), host.paint(look));
    let listed: Vec<&Framework> = if chosen.is_empty() { frameworks().iter().collect() } else { chosen.clone() };
    Ok(Answer::of(match args.format {
        ListFormat::Json => report::ledger_json(&entries, &listed, lang),
        ListFormat::Text if chosen.is_empty() => report::ledger_text(&entries, lang, paint),
        ListFormat::Text => report::framework_text(&chosen, &entries, lang, paint),
    }))
}

/// Each service has a control.
fn check_services(rules: &Rules, services: &[String]) -> Result<(), CliError> {
    let known: BTreeSet<String> =
        rules.entries().iter().map(|entry| super::rules::service(&entry.path, &entry.id)).collect();
    match services.iter().find(|name| !known.contains(&name.to_lowercase())) {
        None => Ok(()),
        Some(name) => Err(super::rules::unknown("service", name, known.iter().map(String::as_str))),
    }
}

/// `EC2.3` before `EC2.19`.
fn natural(id: &str) -> (String, u32) {
    let digits = id.len() - id.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (stem, number) = id.split_at(id.len() - digits);
    (stem.to_lowercase(), number.parse().unwrap_or(0))
}

/// Frameworks by id; a name that starts several ids stands for all of them.
pub fn chosen_frameworks(names: &[String]) -> Result<Vec<&'static Framework>, CliError> {
    let mut chosen = Vec::new();
    for name in names {
        let found = frameworks().iter().find(|framework| framework.id.eq_ignore_ascii_case(name));
        let Some(found) = found else {
            let known = frameworks().iter().map(|framework| &*framework.id);
            return Err(super::rules::unknown("framework", name, known));
        };
        chosen.push(found);
    }
    Ok(chosen)
}

pub fn schema(command: &SchemaCommand, host: &Host) -> Result<Answer, CliError> {
    let SchemaCommand::Import { file, output } = command;
    let name = shown(file);
    let unreadable = |error: std::io::Error| CliError::unreadable(name.clone(), &error);
    let bytes = if name == "-" { host.read_input() } else { std::fs::read(file) }.map_err(unreadable)?;
    let schema = Schema::import(&bytes)
        .map_err(|error| CliError::Unreadable { path: name.clone(), reason: error.to_string() })?;
    let types = schema.resource_types().len();
    super::write::replace(output, &bytes)?;
    let target = shown(output);
    Ok(Answer::of(format!("{types} resource types are known now; use them with --schema {target}\n")))
}

/// Manual pages of the program and its commands: into a folder, or the program's own to standard output.
pub fn man(args: &ManArgs) -> Result<Answer, CliError> {
    let mut page = Vec::new();
    let Some(folder) = &args.folder else {
        let unwritable = |error: std::io::Error| CliError::Unwritable("standard output".to_owned(), error);
        clap_mangen::Man::new(Cli::command()).render(&mut page).map_err(unwritable)?;
        return Ok(Answer::of(String::from_utf8_lossy(&page).into_owned()));
    };
    let unwritable = |error: std::io::Error| CliError::Unwritable(shown(folder), error);
    std::fs::create_dir_all(folder).map_err(unwritable)?;
    clap_mangen::generate_to(Cli::command(), folder).map_err(unwritable)?;
    let target = shown(folder);
    Ok(Answer::of(format!("manual pages are written to {target}; read one with: man {target}/tfmend-lint.1\n")))
}

pub fn completions(shell: clap_complete::Shell) -> Answer {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "tfmend", &mut script);
    Answer::of(String::from_utf8_lossy(&script).into_owned())
}
