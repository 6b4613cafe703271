//! `--explain-run`: what a run read, what it left out, and how long each part took.

use super::collect::Visited;
use super::discover::{self, Target, is_source, shown};
use super::error::CliError;
use super::flags::InputArgs;
use super::load::Loaded;
use super::run::Told;
use crate::eval::ProblemKind;
use crate::report::{Outcome, escape_line};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

pub fn text(input: &InputArgs, told: &Told) -> Result<String, CliError> {
    let mut out = String::from("run:\n");
    let list = |out: &mut String, title: &str, lines: &BTreeSet<String>| {
        let _ = writeln!(out, "  {title}: {}", lines.len());
        for line in lines {
            let _ = writeln!(out, "    {}", escape_line(line));
        }
    };
    let visited = &told.visited;
    let settings: BTreeSet<String> =
        visited.iter().flat_map(|target| target.settings.files.iter().map(|file| shown(file))).collect();
    list(&mut out, "settings files", &settings);
    list(&mut out, "roots", &visited.iter().map(|target| target.name.clone()).collect());
    let read = files(visited);
    // What one root leaves out may be read with another one.
    let beside = visited.iter().flat_map(|target| &target.skipped).filter(|(path, _)| !read.contains(*path));
    let beside = beside.map(|(path, reason)| format!("{path}: {reason}"));
    let skipped: BTreeSet<String> = beside.chain(left_out(input, visited)?).collect();
    list(&mut out, "files read", &read);
    list(&mut out, "skipped", &skipped);
    list(&mut out, "modules unresolved", &problems(&told.outcome, ProblemKind::MissingModule));
    list(&mut out, "functions unsupported", &problems(&told.outcome, ProblemKind::UnsupportedFunction));
    let _ = writeln!(out, "  time, of all roots together:");
    for (name, time) in told.phases.list() {
        let _ = writeln!(out, "    {:<18} {:>9.1} ms", name, time.as_secs_f64() * 1000.0);
    }
    Ok(out)
}

fn files(visited: &[Visited]) -> BTreeSet<String> {
    let plans = visited.iter().filter(|target| target.is_plan || target.files.is_empty());
    let sources = visited.iter().flat_map(|target| &target.files);
    plans.map(|target| target.name.clone()).chain(sources.map(ToString::to_string)).collect()
}

/// The files beside those of a target that were not read, each with its reason.
pub fn skipped(target: &Loaded) -> BTreeMap<String, &'static str> {
    let mut skipped = BTreeMap::new();
    let Some(project) = target.source.as_ref().map(|source| &source.project) else { return skipped };
    let read: BTreeSet<&str> = project.files.iter().map(|(_, file)| &*file.path).collect();
    for folder in project.modules.keys() {
        for name in project.access.list(folder).unwrap_or_default() {
            let path = if &**folder == "." { name.clone() } else { format!("{folder}/{name}") };
            if is_source(&name) && !read.contains(path.as_str()) {
                skipped.insert(path, why_skipped(&name));
            }
        }
    }
    skipped
}

fn why_skipped(name: &str) -> &'static str {
    match name {
        name if name.starts_with('.') || name.ends_with('~') => "hidden or a backup, as for Terraform",
        name if name.contains(".tfvars") => "not loaded by itself: --var-file gives it",
        name if name.ends_with(".tf") || name.ends_with(".tf.json") => {
            "a .tofu file of the same name stands in its place"
        }
        _ => "not read",
    }
}

/// Roots that the settings exclude.
fn left_out(input: &InputArgs, visited: &[Visited]) -> Result<BTreeSet<String>, CliError> {
    let folders: Vec<_> = input.paths.iter().filter(|path| path.is_dir()).cloned().collect();
    let mut found = BTreeSet::new();
    for target in discover::roots(&folders)? {
        if let Target::Root(folder) = target
            && !visited.iter().any(|target| Path::new(&target.name) == Path::new(&folder))
        {
            found.insert(format!("{folder}: excluded by the settings"));
        }
    }
    Ok(found)
}

fn problems(outcome: &Outcome, kind: ProblemKind) -> BTreeSet<String> {
    let of_kind = outcome.problems.iter().filter(|problem| problem.kind == kind.as_str());
    of_kind.map(|problem| problem.message.clone()).collect()
}
