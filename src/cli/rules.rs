//! The controls of a run: built-in ones and a team's own.

use super::discover::shown;
use super::error::CliError;
use crate::rules::{Control, Entry, Rules};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Built-in rules and those of the folders. A mistake in a rule file is an error with its place.
pub fn load_rules(folders: &[PathBuf]) -> Result<Rules, CliError> {
    let mut rules = Rules::builtin();
    let mut added = BTreeSet::new();
    for folder in folders {
        add(&mut rules, folder, &mut added)?;
    }
    Ok(rules)
}

/// Adds the rule files of a folder, or one file, each once by whatever names it is given.
fn add(rules: &mut Rules, folder: &Path, added: &mut BTreeSet<PathBuf>) -> Result<(), CliError> {
    let mut complaints = Vec::new();
    for (path, text) in files(folder)? {
        if Path::new(&path).canonicalize().is_ok_and(|real| !added.insert(real)) {
            continue;
        }
        complaints.extend(rules.add(&path, &text).iter().map(ToString::to_string));
    }
    if complaints.is_empty() { Ok(()) } else { Err(CliError::Rules(complaints)) }
}

/// Paths and texts of the rule files of a folder, sorted; there is at least one.
pub fn files(folder: &Path) -> Result<Vec<(String, String)>, CliError> {
    let name = shown(folder);
    if !folder.exists() {
        return Err(CliError::Missing(name));
    }
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| CliError::Unreadable { path: name.clone(), reason: error.to_string() })?;
        let path = entry.path();
        if entry.file_type().is_dir() || path.extension().is_none_or(|ending| ending != "hcl") {
            continue;
        }
        let text = std::fs::read_to_string(path).map_err(|error| CliError::unreadable(shown(path), &error))?;
        files.push((shown(path), text));
    }
    match files.is_empty() {
        true => Err(CliError::usage(format!("{name}: no rule files here"), "rule files end with .hcl")),
        false => Ok(files),
    }
}

/// The error for an id that no control has.
pub fn unknown_control(rules: &Rules, name: &str) -> CliError {
    if let Some(control) = crate::rules::published(name) {
        let help = format!(
            "{} is a control of AWS that no rule file covers yet; `tfmend controls` lists those that do",
            control.id
        );
        return CliError::usage(format!("`{name}` is not covered"), help);
    }
    let help = match rules.suggestion(name) {
        Some(near) => format!("did you mean {near}?"),
        None => "`tfmend controls` lists all controls".to_owned(),
    };
    CliError::usage(format!("no control `{name}`"), help)
}

/// There is nothing of this kind and name.
pub fn unknown<'k>(kind: &str, name: &str, known: impl Iterator<Item = &'k str>) -> CliError {
    let known: Vec<&str> = known.collect();
    let near = crate::schema::nearest(&name.to_lowercase(), known.iter().copied());
    let help = near.map_or(format!("known ones: {}", known.join(", ")), |near| format!("did you mean {near}?"));
    CliError::usage(format!("no {kind} `{name}`"), help)
}

/// The folder of the rule file (`rules/aws/ec2/EC2.3.hcl`: `ec2`), or what stands before the dot of the id.
pub fn service(path: &str, id: &str) -> String {
    let folder = path.rsplit('/').nth(1).filter(|folder| path.starts_with("rules/") && !folder.is_empty());
    folder.unwrap_or_else(|| id.split('.').next().unwrap_or(id)).to_lowercase()
}

/// The ids of the chosen controls; `None` for all.
pub fn select(
    rules: &Rules,
    wanted: &[String],
    ignored: &[String],
    frameworks: &[String],
) -> Result<Option<Vec<String>>, CliError> {
    let id = |name: &String| match rules.entry(name) {
        Some(entry) => Ok(entry.id.to_string()),
        None => Err(unknown_control(rules, name)),
    };
    let wanted: Vec<String> = wanted.iter().map(id).collect::<Result<_, _>>()?;
    let ignored: Vec<String> = ignored.iter().map(id).collect::<Result<_, _>>()?;
    let frameworks = super::inspect::chosen_frameworks(frameworks)?;
    if wanted.is_empty() && ignored.is_empty() && frameworks.is_empty() {
        return Ok(None);
    }
    let serves = |entry: &Entry| {
        let maps = |control: &Control| frameworks.iter().any(|framework| serves_framework(control, &framework.id));
        // Only then is its file parsed.
        frameworks.is_empty() || entry.control().is_some_and(|control| maps(&control))
    };
    let chosen = rules.entries().iter().filter(|entry| {
        let named = wanted.is_empty() || wanted.iter().any(|id| *id == entry.id);
        named && !ignored.iter().any(|id| *id == entry.id) && serves(entry)
    });
    Ok(Some(chosen.map(|entry| entry.id.to_string()).collect()))
}

fn serves_framework(control: &Control, framework: &str) -> bool {
    control.frameworks.contains_key(framework) || control.frameworks_derived.contains_key(framework)
}
