//! `fix` blocks of a failing check -> requests with concrete values and paths.

use super::finding::{Body, FixRequest, Operation};
use super::message::localized;
use super::scope::CheckScope;
use super::world::{address_of, concrete_path};
use crate::eval::expression::evaluate;
use crate::rules::FixRule;
use crate::source::{Kind, Syntax};
use crate::value::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Names of the rule itself; every other root in a fix is Terraform's.
const OWN: [&str; 7] = ["attrs", "prior_attrs", "meta", "param", "local", "each", "today"];

/// The requests of the first fix that applies. `block` is the path of the nested block that is judged, or empty.
pub(super) fn requests(scope: &CheckScope<'_>, address: &Arc<str>, block: &str) -> Vec<FixRequest> {
    for fix in &scope.check.fixes {
        let applies = match &fix.when {
            None => true,
            Some(when) => evaluate(when, scope).ok().and_then(|value| value.as_bool()) == Some(true),
        };
        if !applies {
            continue;
        }
        let found = targets(fix, scope, address, block);
        let requests: Vec<FixRequest> = found.iter().filter_map(|target| request(fix, scope, target)).collect();
        if !requests.is_empty() {
            return requests;
        }
    }
    Vec::new()
}

/// The resource to edit, its values, and the path of the block below which paths are meant.
struct Target {
    address: Arc<str>,
    values: Value,
    block: String,
}

fn targets(fix: &FixRule, scope: &CheckScope<'_>, address: &Arc<str>, block: &str) -> Vec<Target> {
    let Some(on) = &fix.on else {
        let values = scope.subject.attrs.clone();
        return vec![Target { address: address.clone(), values, block: block.to_string() }];
    };
    let Ok(found) = evaluate(on, scope) else { return Vec::new() };
    let objects = found.as_sequence().unwrap_or(std::slice::from_ref(&found));
    let target = |object: &Value| {
        Some(Target { address: address_of(object)?.into(), values: object.clone(), block: String::new() })
    };
    objects.iter().filter_map(target).collect()
}

/// `None` when a value that the fix needs is not known.
fn request(fix: &FixRule, scope: &CheckScope<'_>, target: &Target) -> Option<FixRequest> {
    let mut operations = Vec::new();
    let path = |path: &str| full_path(target, path);
    for name in &fix.remove {
        operations.push(Operation::Remove { path: path(name) });
    }
    for (name, values) in &fix.remove_values {
        let values = evaluate(values, scope).ok().filter(Value::is_wholly_known)?;
        let values = values.as_sequence()?.to_vec();
        operations.push(Operation::RemoveValues { path: path(name), values });
    }
    for (name, value) in &fix.set {
        operations.push(set(scope, path(name), value)?);
    }
    for added in &fix.blocks {
        let parent = match (&*added.parent, &*target.block) {
            ("", block) => block.to_string(),
            (parent, _) => path(parent),
        };
        let body = body(scope, &added.block)?;
        operations.push(Operation::AddBlock { parent, block_type: added.block_type.clone(), body });
    }
    for added in &fix.statements {
        operations.push(Operation::AddStatement { path: path(&added.path), body: body(scope, &added.block)? });
    }
    for added in &fix.resources {
        let (type_name, suffix) = (added.type_name.clone(), added.suffix.clone());
        operations.push(Operation::AddResource { type_name, suffix, body: body(scope, &added.block)? });
    }
    Some(FixRequest {
        class: fix.class,
        impact: fix.impact,
        summary: localized(&fix.summary, scope),
        warning: fix.warning.as_ref().map(|warning| localized(warning, scope)),
        target: target.address.clone(),
        operations,
        inputs: fix.inputs.clone(),
    })
}

fn full_path(target: &Target, path: &str) -> String {
    let path = match &*target.block {
        "" => path.to_string(),
        block if path == "." => block.to_string(),
        block => format!("{block}.{path}"),
    };
    concrete_path(&target.values, &path)
}

fn set(scope: &CheckScope<'_>, path: String, expression: &Syntax) -> Option<Operation> {
    if is_foreign(expression, &mut Vec::new()) {
        return Some(Operation::SetExpression { path, body: body(scope, expression)? });
    }
    let value = evaluate(expression, scope).ok().filter(Value::is_wholly_known)?;
    Some(Operation::Set { path, value })
}

/// The expression names something that is not the rule's own.
fn is_foreign(expression: &Syntax, bound: &mut Vec<String>) -> bool {
    let children = expression.children();
    match expression.kind() {
        Kind::Variable | Kind::Traversal => {
            let root = expression.text().split('.').next().unwrap_or_default();
            !OWN.contains(&root) && !bound.iter().any(|name| name == root)
        }
        Kind::ObjectItem => {
            let key = &children[0];
            key.kind() != Kind::Variable && is_foreign(key, bound) || is_foreign(&children[1], bound)
        }
        Kind::ForTuple | Kind::ForObject | Kind::ForObjectGroup => {
            let depth = bound.len();
            let names = children.iter().filter(|child| child.kind() == Kind::Name);
            bound.extend(names.map(|name| name.text().to_string()));
            let foreign = children.iter().any(|child| is_foreign(child, bound));
            bound.truncate(depth);
            foreign
        }
        _ => children.iter().any(|child| is_foreign(child, bound)),
    }
}

/// A body to copy, with the values of the rule's own names. `None` when one of them is not known.
fn body(scope: &CheckScope<'_>, block: &Syntax) -> Option<Body> {
    let mut own = Vec::new();
    own_expressions(block, &mut own);
    let mut values = BTreeMap::new();
    for expression in own {
        let value = evaluate(&expression, scope).ok().filter(Value::is_wholly_known)?;
        values.insert(expression.text().to_string(), value);
    }
    Some(Body { block: block.clone(), values })
}

/// The largest parts of a body that start with one of the rule's own names.
pub fn own_expressions(syntax: &Syntax, found: &mut Vec<Syntax>) {
    if is_chain(syntax.kind()) && OWN.contains(&root_name(syntax).as_str()) {
        found.push(syntax.clone());
        return;
    }
    for (index, child) in syntax.children().iter().enumerate() {
        let is_key = syntax.kind() == Kind::ObjectItem && index == 0 && child.kind() == Kind::Variable;
        if !is_key {
            own_expressions(child, found);
        }
    }
}

fn is_chain(kind: Kind) -> bool {
    matches!(kind, Kind::Variable | Kind::Traversal | Kind::GetAttr | Kind::Index | Kind::AttrSplat | Kind::FullSplat)
}

fn root_name(syntax: &Syntax) -> String {
    match syntax.kind() {
        Kind::Variable | Kind::Traversal => syntax.text().split('.').next().unwrap_or_default().to_string(),
        kind if is_chain(kind) => syntax.children().first().map_or_else(String::new, root_name),
        _ => String::new(),
    }
}
