//! Resources that a root lacks: in which file they go.

use super::companion::{free_name, switched_off};
use super::{Added, Candidate, Candidates, Context};
use crate::check::{Body, Finding};
use crate::eval::Block;
use crate::eval::module::{Module, is_override_file};
use crate::fix::body::{Substitution, draft};
use crate::fix::change::{Change, DraftItem, Expression, Place};
use crate::fix::reason::Reason;
use crate::graph::{Graph, ProviderConfig};
use crate::source::SourceFile;
use crate::value::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A new resource in the root module.
pub fn candidates(
    context: &Context,
    finding: &Finding,
    type_name: &str,
    suffix: Option<&str>,
    body: &Body,
    renamed: &BTreeMap<String, String>,
    given: &BTreeMap<String, Value>,
) -> Candidates {
    let instance = context.evaluation.root();
    let provider = provider_reference(context, finding, type_name);
    let same_provider = |block: &Block| {
        let written = block.body.attribute("provider").map(|it| it.expression.text().trim_matches('"').to_owned());
        written == provider
    };
    if let Some(reason) = switched_off(context, &instance, type_name, same_provider) {
        return Err(reason);
    }
    let root = instance.module.clone();
    let name = free_name(&root, type_name, suffix.unwrap_or("this"));
    let with = Substitution {
        values: Some(&body.values),
        this: None,
        attributes: BTreeMap::new(),
        renamed: renamed.clone(),
        inputs: Some(given),
    };
    let unwritable = |place: &str| Reason::Unwritable { place: place.to_owned() };
    let labels = vec![type_name.to_owned(), name.clone()];
    let mut draft = draft(&body.block, "resource", labels, &with).ok_or_else(|| unwritable(&root.directory))?;
    if let Some(provider) = provider {
        draft.items.insert(0, DraftItem::Attribute("provider".to_owned(), Expression::Source(provider)));
    }
    let mut files: Vec<&Arc<SourceFile>> = root
        .files
        .iter()
        .filter(|file| context.editable_file(file.id).is_ok() && !is_override_file(&file.path))
        .collect();
    files.sort_by_key(|file| std::cmp::Reverse(fitness(&root, file, type_name)));
    let file = files.first().ok_or_else(|| unwritable(&root.directory))?;
    let change = Change::AddTopLevel { place: Place::EndOf((*file).clone()), draft };
    let added = vec![Added { address: format!("{type_name}.{name}"), owner: None }];
    context.allowed(vec![Candidate { changes: vec![change], added, ..Candidate::default() }])
}

/// `aws.west`, when the finding is about a provider configuration of the root with an alias, or the root uses no other.
fn provider_reference(context: &Context, finding: &Finding, type_name: &str) -> Option<String> {
    let declared = context.graph.providers();
    let named = declared.iter().find(|provider| provider.address == finding.address);
    let provider = named.map(Arc::as_ref).or_else(|| only_aliased(context.graph, type_name))?;
    let alias = provider.alias.as_ref().filter(|_| provider.module.is_empty())?;
    Some(format!("{}.{alias}", provider.name))
}

/// The first of the configurations that resources use, where none is the default one: Terraform would take an empty one for it.
fn only_aliased<'g>(graph: &'g Graph, type_name: &str) -> Option<&'g ProviderConfig> {
    let family = type_name.split_inclusive('_').next()?;
    let used = graph.resources().filter(|(_, resource)| resource.type_name.starts_with(family));
    let mut first: Option<&ProviderConfig> = None;
    for provider in used.map(|(_, resource)| &*resource.provider) {
        provider.alias.as_ref()?;
        if first.is_none_or(|first| provider.address < first.address) {
            first = Some(provider);
        }
    }
    first
}

/// How well a resource of the type fits into a file: by the file's name, then by its kin in it, then `main`.
fn fitness(root: &Module, file: &SourceFile, type_name: &str) -> (usize, usize, usize, bool) {
    let stem = stem(&file.path);
    let words: Vec<&str> = type_name.trim_start_matches("aws_").split('_').collect();
    let named = match () {
        () if words.join("_") == stem || words.join("-") == stem => 3,
        () if words[0] == stem => 2,
        () if stem.split(['_', '-']).any(|part| part == words[0]) => 1,
        () => 0,
    };
    let in_file = |block: &Block| block.header.file == file.id;
    let resources = || root.resources.iter().filter(|(_, block)| in_file(block));
    let kin =
        resources().filter(|(key, _)| key.type_name.trim_start_matches("aws_").split('_').next() == Some(words[0]));
    (named, kin.count(), if stem == "main" { usize::MAX } else { resources().count() }, !file.tree.json)
}

fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split('.').next().unwrap_or(name)
}
