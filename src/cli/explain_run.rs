//! `--explain-run`: what a run read, what it left out, and how long each part took.

use super::discover::{self, Target, is_source, shown};
use super::error::CliError;
use super::flags::InputArgs;
use super::load::Loaded;
use super::run::Told;
use crate::eval::ProblemKind;
use crate::eval::scope::FileAccess;
use crate::report::escape_line;
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
    let settings: BTreeSet<String> =
        told.loaded.iter().flat_map(|target| target.settings.files.iter().map(|file| shown(file))).collect();
    list(&mut out, "settings files", &settings);
    list(&mut out, "roots", &told.loaded.iter().map(|target| target.name.clone()).collect());
    let (read, mut skipped) = files(&told.loaded);
    skipped.extend(left_out(input, &told.loaded)?);
    list(&mut out, "files read", &read);
    list(&mut out, "skipped", &skipped);
    list(&mut out, "modules unresolved", &problems(&told.loaded, ProblemKind::MissingModule));
    list(&mut out, "functions unsupported", &problems(&told.loaded, ProblemKind::UnsupportedFunction));
    let _ = writeln!(out, "  time:");
    for (name, time) in told.phases.list() {
        let _ = writeln!(out, "    {:<18} {:>9.1} ms", name, time.as_secs_f64() * 1000.0);
    }
    Ok(out)
}

/// The files that were read, and those beside them that were not, each with its reason.
fn files(loaded: &[Loaded]) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut folders: BTreeMap<String, &dyn FileAccess> = BTreeMap::new();
    let mut read = BTreeSet::new();
    for target in loaded {
        let Some(source) = &target.source else {
            read.insert(target.name.clone());
            continue;
        };
        if target.is_plan() {
            read.insert(target.name.clone());
        }
        read.extend(source.project.files.iter().map(|(_, file)| file.path.to_string()));
        for folder in source.project.modules.keys() {
            folders.insert(folder.to_string(), &*source.project.access);
        }
    }
    let mut skipped = BTreeSet::new();
    for (folder, access) in folders {
        for name in access.list(&folder).unwrap_or_default() {
            let path = if folder == "." { name.clone() } else { format!("{folder}/{name}") };
            if is_source(&name) && !read.contains(&path) {
                skipped.insert(format!("{path}: {}", why_skipped(&name)));
            }
        }
    }
    (read, skipped)
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
fn left_out(input: &InputArgs, loaded: &[Loaded]) -> Result<BTreeSet<String>, CliError> {
    let folders: Vec<_> = input.paths.iter().filter(|path| path.is_dir()).cloned().collect();
    let mut found = BTreeSet::new();
    for target in discover::roots(&folders)? {
        if let Target::Root(folder) = target
            && !loaded.iter().any(|target| Path::new(&target.name) == Path::new(&folder))
        {
            found.insert(format!("{folder}: excluded by the settings"));
        }
    }
    Ok(found)
}

fn problems(loaded: &[Loaded], kind: ProblemKind) -> BTreeSet<String> {
    let all = loaded.iter().flat_map(|target| target.graph.problems());
    let text = |problem: &crate::eval::Problem| match &problem.address {
        Some(address) if !problem.message.contains(&**address) => format!("{address}: {}", problem.message),
        _ => problem.message.clone(),
    };
    all.filter(|problem| problem.kind == kind).map(text).collect()
}
