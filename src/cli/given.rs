//! Values that the command line gives to variables which no root declares: Terraform refuses them.

use super::load::Loaded;
use crate::report::{Problem, ProblemLevel};
use std::collections::BTreeSet;

/// Of the `--var NAME=VALUE` those names that the root of a target is known not to declare. A plan alone does not tell, nor does a root
/// that cannot be read.
pub fn undeclared(vars: &[String], target: &Loaded, problems: &[Problem]) -> BTreeSet<String> {
    let readable = problems.iter().all(|problem| problem.level != ProblemLevel::Error);
    let Some(source) = target.source.as_ref().filter(|_| readable) else { return BTreeSet::new() };
    let names = vars.iter().filter_map(|text| Some(text.split_once('=')?.0));
    names.filter(|name| !source.project.root.variables.contains_key(*name)).map(str::to_owned).collect()
}

/// What is to be said of the names that every root lacks.
pub fn problems<'r>(roots: impl Iterator<Item = &'r BTreeSet<String>>) -> Vec<Problem> {
    let common = roots.cloned().reduce(|common, names| common.intersection(&names).cloned().collect());
    let problem = |name: String| Problem {
        level: ProblemLevel::Error,
        kind: "invalid".to_owned(),
        message: format!("--var {name}: no root module declares a variable of that name"),
        place: None,
        file: None,
    };
    common.unwrap_or_default().into_iter().map(problem).collect()
}
