//! What the `lifecycle` block of a resource keeps Terraform from doing.

use super::path;
use crate::check::Operation;
use crate::eval::Body;
use crate::source::{Kind, Syntax};
use crate::text::Span;

/// The `ignore_changes` under which an edit would change nothing of what exists.
pub fn ignored(body: &Body, operations: &[Operation]) -> Option<(Span, String)> {
    let (list, span) = argument(body, "ignore_changes")?;
    let names = |operation: &Operation| match operation {
        Operation::Set { path, .. }
        | Operation::SetExpression { path, .. }
        | Operation::Remove { path }
        | Operation::RemoveValues { path, .. }
        | Operation::AddStatement { path, .. } => Some(names_of(path)),
        Operation::AddBlock { parent, block_type, .. } => {
            Some(names_of(parent).into_iter().chain([block_type.to_string()]).collect())
        }
        Operation::AddResource { .. } => None,
    };
    if list.text().trim_matches('"') == "all" {
        return operations.iter().find_map(names).map(|names| (span, names.join(".")));
    }
    let ignored: Vec<Vec<String>> = list.children().iter().map(|entry| names_of(entry.text())).collect();
    let meets = |wanted: &Vec<String>| {
        let alike = |entry: &&Vec<String>| !entry.is_empty() && entry.iter().zip(wanted).all(|(a, b)| a == b);
        ignored.iter().any(|entry| alike(&entry))
    };
    operations.iter().filter_map(names).find(meets).map(|names| (span, names.join(".")))
}

/// Where `prevent_destroy` stands that refuses a replacement.
pub fn prevents_destroy(body: &Body) -> Option<Span> {
    let (value, span) = argument(body, "prevent_destroy")?;
    matches!(value.kind(), Kind::True | Kind::JsonTrue).then_some(span)
}

fn argument(body: &Body, name: &str) -> Option<(Syntax, Span)> {
    let lifecycle = body.blocks("lifecycle", 0).into_iter().next()?;
    let attribute = lifecycle.body.attribute(name)?;
    let span = attribute.expression.span();
    Some((attribute.expression.clone(), span))
}

/// The names of a path, without indexes and keys.
fn names_of(path: &str) -> Vec<String> {
    let text = path.trim_matches('"');
    path::steps(text).into_iter().map(|step| step.name).filter(|name| !name.is_empty()).collect()
}
