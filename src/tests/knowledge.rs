//! Knowing less says nothing wrong: an input of a recorded root becomes unknown, and nothing known turns into another
//! known value, no instance is invented and none is lost.

use super::configurations::options;
use super::support::{TestFiles, folders, package};
use crate::eval::body::Body;
use crate::eval::module::Module;
use crate::eval::{Evaluation, Project, without_keys};
use crate::graph::Graph;
use crate::schema::Schema;
use crate::source::Syntax;
use crate::value::{Kind, Value, convert};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Inputs of one root that are made unknown, spread evenly over all of them.
const INPUTS: usize = 15;

/// What a result with less knowledge says wrongly; `None` when all it says is true.
pub fn contradiction(less: &Value, full: &Value) -> Option<String> {
    let wrong = || Some(format!("{:?} but in truth {:?}", less.kind, full.kind));
    match (&less.kind, &full.kind) {
        (Kind::Unknown(unknown), _) if unknown.blockers.is_empty() => Some("blocked by nothing".into()),
        (Kind::Unknown(unknown), Kind::Null(_)) if unknown.not_null => wrong(),
        (Kind::Unknown(unknown), known) if unknown.ty.is_primitive() && !full.is_null() => {
            (Value::from(known.clone()).type_of() != unknown.ty).then(wrong).flatten()
        }
        (Kind::Unknown(_), _) => None,
        (Kind::Set(..), Kind::Set(..)) if !less.is_wholly_known() => None,
        (Kind::List(_, a) | Kind::Set(_, a) | Kind::Tuple(a), Kind::List(_, b) | Kind::Set(_, b) | Kind::Tuple(b)) => {
            if a.len() != b.len() {
                return wrong();
            }
            a.iter().zip(b.iter()).find_map(|(a, b)| contradiction(a, b))
        }
        (Kind::Map(_, a) | Kind::Object(a), Kind::Map(_, b) | Kind::Object(b)) => {
            if a.keys().ne(b.keys()) {
                return wrong();
            }
            a.values().zip(b.values()).find_map(|(a, b)| contradiction(a, b))
        }
        (Kind::Null(_), Kind::Null(_)) => None,
        // As in Terraform, `true ? 1 : unknown` is a number, and becomes a string if the other branch is one.
        (a, b) if convert(less, &full.type_of()).is_ok_and(|same| same.kind == *b) || a == b => None,
        _ => wrong(),
    }
}

/// What decides values: defaults of variables, locals, arguments of calls, arguments of resources.
fn inputs(module: &Module) -> Vec<Syntax> {
    let expressions = |body: &Body, skipped: &[&str]| -> Vec<Syntax> {
        let attributes = body.attributes().into_iter();
        attributes.filter(|it| !skipped.contains(&&*it.name)).map(|it| it.expression).collect()
    };
    let mut found: Vec<Syntax> = module.locals.values().map(|local| local.expression.clone()).collect();
    let defaults = module.variables.values().filter_map(|variable| variable.body.attribute("default"));
    found.extend(defaults.map(|default| default.expression));
    let meta = ["source", "version", "providers", "provider", "depends_on"];
    let blocks = module.calls.values().chain(module.resources.values());
    found.extend(blocks.flat_map(|block| expressions(&block.body, &meta)));
    found.retain(|expression| !expression.file.tree.json);
    found
}

fn graph(project: Project) -> Graph {
    Graph::from_config(Arc::new(Evaluation::new(Arc::new(project), Schema::builtin().clone())))
}

fn compare(less: &Graph, full: &Graph, what: &str, wrong: &mut Vec<String>) {
    let any: BTreeSet<String> = less
        .resources()
        .filter(|(_, it)| it.address.contains("[*]"))
        .map(|(_, it)| without_keys(&it.address).into_owned())
        .collect();
    for (id, resource) in full.resources() {
        let _ = id;
        if less.find(&resource.address).is_none() && !any.contains(&*without_keys(&resource.address)) {
            wrong.push(format!("{what}: {} is lost", resource.address));
        }
    }
    for (_, resource) in less.resources().filter(|(_, it)| !it.address.contains("[*]")) {
        let Some(id) = full.find(&resource.address) else {
            wrong.push(format!("{what}: {} is invented", resource.address));
            continue;
        };
        let (less, full) = (resource.values(), full.get(id).values());
        let (Some(less), Some(full)) = (less.as_mapping(), full.as_mapping()) else { continue };
        for (name, value) in less {
            // What a data source or provider computes is null until it can be computed.
            let computed = value.is_null() && (!resource.is_managed() || &**name == "tags_all");
            let said = full.get(name).filter(|_| !computed).and_then(|full| contradiction(value, full));
            wrong.extend(said.map(|said| format!("{what}: {}.{name}: {said}", resource.address)));
        }
    }
}

#[test]
fn an_unknown_input_changes_no_known_value() {
    let only = std::env::var("TFMEND_CASE").ok();
    let (mut wrong, mut made) = (Vec::new(), 0);
    for folder in folders(&package().join("testdata/configurations")) {
        let name = folder.file_name().expect("a folder has a name").to_string_lossy().into_owned();
        if only.as_ref().is_some_and(|only| *only != name) {
            continue;
        }
        let project = Project::load(Arc::new(TestFiles), options(&folder));
        let all: Vec<Syntax> = project.modules.values().flat_map(|module| inputs(module)).collect();
        let full = graph(project.with_texts(&BTreeMap::new()).expect("nothing is edited"));
        let stride = all.len().div_ceil(INPUTS).max(1);
        for expression in all.iter().step_by(stride) {
            let span = expression.span();
            let text = &project.files.get(span.file).text;
            let (start, end) = (span.start as usize, span.end as usize);
            // `self` has a value in no root.
            let patched = format!("{}self{}", &text[..start], &text[end..]);
            let Some(project) = project.with_texts(&BTreeMap::from([(span.file, patched)])) else { continue };
            let what = format!("{name} without `{}`", expression.text().lines().next().unwrap_or_default());
            compare(&graph(project), &full, &what, &mut wrong);
            made += 1;
        }
    }
    println!("{made} inputs were made unknown");
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(only.is_some() || made > 500, "only {made} inputs were made unknown");
}
