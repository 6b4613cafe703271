//! Which locals of a check are the same for every judged resource of an account and Region.

use crate::source::{Kind, Syntax};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Functions that ask about the judged resource, or that leave a trace where they are called.
const OF_THE_JUDGED: [&str; 9] = [
    "companions",
    "holders",
    "manages",
    "other_referrers",
    "referrers",
    "secret_kind",
    "target",
    "target_or_unknown",
    "targets",
];

/// The names of the locals that nothing of the judged resource can change.
pub(super) fn shared(locals: &[(Arc<str>, Syntax)]) -> BTreeSet<Arc<str>> {
    let mut shared: BTreeSet<Arc<str>> = locals.iter().map(|(name, _)| name.clone()).collect();
    loop {
        let hangs = |(name, expression): &&(Arc<str>, Syntax)| shared.contains(name) && !is_shared(expression, &shared);
        let Some((name, _)) = locals.iter().find(hangs) else { return shared };
        let name = name.clone();
        shared.remove(&name);
    }
}

fn is_shared(expression: &Syntax, shared: &BTreeSet<Arc<str>>) -> bool {
    let mut bound: BTreeSet<String> = BTreeSet::new();
    let mut searches = false;
    let mut roots: Vec<String> = Vec::new();
    let mut open = vec![expression.clone()];
    while let Some(node) = open.pop() {
        let children = node.children();
        match node.kind() {
            Kind::Call | Kind::CallExpand if OF_THE_JUDGED.contains(&node.name()) => return false,
            Kind::Call | Kind::CallExpand => searches |= matches!(node.name(), "in_scope" | "resources"),
            Kind::ForTuple | Kind::ForObject | Kind::ForObjectGroup | Kind::TemplateFor => {
                let names = children.iter().filter(|child| child.kind() == Kind::Name);
                bound.extend(names.map(|name| name.text().to_owned()));
            }
            Kind::Variable | Kind::Traversal => roots.push(node.text().to_owned()),
            _ => {}
        }
        open.extend(children);
    }
    let mut same = |root: &String| match root.split_once('.') {
        Some(("param", _)) => true,
        Some(("local", rest)) => {
            let known = shared.contains(rest.split('.').next().unwrap_or_default());
            searches |= known;
            known
        }
        first => bound.contains(first.map_or(root.as_str(), |(first, _)| first)),
    };
    let all_same = roots.iter().all(&mut same);
    // What searches nothing is made as fast as it is found again.
    all_same && searches
}

#[cfg(test)]
mod tests {
    use crate::rules::Rules;

    #[test]
    fn what_asks_about_the_judged_resource_is_not_shared() {
        let rules = Rules::builtin();
        let control = rules.entries().iter().find(|entry| *entry.id == *"EFS.2").and_then(|entry| entry.control());
        let control = control.expect("the control is there");
        let check = control.checks.iter().find(|check| check.locals.len() > 5).expect("a check with locals");
        for name in ["selections", "broad", "dependent"] {
            assert!(check.is_shared(name), "{name}");
        }
        for name in ["policies", "automatic", "tags", "named", "excluded", "judged", "selected"] {
            assert!(!check.is_shared(name), "{name}");
        }
    }
}
