//! Whether plan and source write a resource alike, as far as a plan shows it: what each attribute and block refers to.

use crate::eval::Body;
use crate::graph::Mentions;
use crate::source::{Kind, Syntax};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Arguments and blocks that a plan does not show among the expressions of a resource.
const META: [&str; 8] =
    ["connection", "count", "depends_on", "dynamic", "for_each", "lifecycle", "provider", "provisioner"];

/// The names of attributes and blocks that refer to other things in the source than in the plan.
pub(super) fn differing(planned: &Mentions, body: &Body) -> BTreeSet<Arc<str>> {
    if body.is_json() {
        return BTreeSet::new();
    }
    let written = written(body);
    let differs = |(name, mentions): &(&Arc<str>, &BTreeSet<Arc<str>>)| written.get(*name) != Some(mentions);
    let mut names: BTreeSet<Arc<str>> = planned.iter().filter(differs).map(|(name, _)| name.clone()).collect();
    // Blocks of an attribute are not among a plan's expressions, so that only those with references tell.
    names.extend(written.into_iter().filter(|(name, it)| !planned.contains_key(name) && !it.is_empty()).map(|it| it.0));
    names
}

fn written(body: &Body) -> Mentions {
    let mut mentions = Mentions::new();
    for attribute in body.attributes().into_iter().filter(|it| !META.contains(&&*it.name)) {
        if attribute.expression.kind() != Kind::Null {
            collect(&attribute.expression, mentions.entry(attribute.name).or_default());
        }
    }
    for (name, _) in body.native_block_types().into_iter().filter(|(name, _)| !META.contains(&&**name)) {
        let found = mentions.entry(name.clone()).or_default();
        body.blocks(&name, 0).iter().for_each(|block| collect(&block.syntax, found));
    }
    mentions
}

/// What an expression or block refers to, by the names that stand for a whole: `aws_x.y`, `var.z`, `each.key`.
fn collect(syntax: &Syntax, found: &mut BTreeSet<Arc<str>>) {
    let mut bound: BTreeSet<String> = BTreeSet::new();
    let mut names = Vec::new();
    let mut open = vec![syntax.clone()];
    while let Some(node) = open.pop() {
        let mut children = node.children();
        match node.kind() {
            Kind::Block if node.name() == "dynamic" => continue,
            Kind::ForTuple | Kind::ForObject | Kind::ForObjectGroup | Kind::TemplateFor => {
                let variables = children.iter().filter(|child| child.kind() == Kind::Name);
                bound.extend(variables.map(|name| name.text().to_owned()));
            }
            Kind::Traversal => names.push(node.text().to_owned()),
            Kind::GetAttr => {
                if let Some(chain) = chain(&node) {
                    names.push(chain);
                    children.clear();
                }
            }
            _ => {}
        }
        open.extend(children);
    }
    let free = |name: &&String| !bound.contains(name.split('.').next().unwrap_or_default());
    found.extend(names.iter().filter(free).filter_map(|name| subject(name)));
}

/// Names joined by dots with white space or comments between them.
fn chain(node: &Syntax) -> Option<String> {
    match node.kind() {
        Kind::Variable | Kind::Traversal | Kind::Name => Some(node.text().to_owned()),
        Kind::GetAttr => {
            let parts = node.children();
            Some(format!("{}.{}", chain(parts.first()?)?, chain(parts.get(1)?)?))
        }
        _ => None,
    }
}

/// The thing that a reference leads to: `aws_x.y["k"].id` -> `aws_x.y`; none where the reference is only the first half of one.
pub fn subject(reference: &str) -> Option<Arc<str>> {
    let reference = reference.strip_prefix("resource.").unwrap_or(reference);
    let count = if reference.starts_with("data.") || reference.starts_with("ephemeral.") { 3 } else { 2 };
    let mut ends = reference.match_indices(['.', '[']).map(|(at, _)| at).chain([reference.len()]);
    ends.nth(count - 1).map(|end| reference[..end].into())
}
