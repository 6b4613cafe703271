//! Statements added to policy documents, in the form in which the document is written.

mod statement;
mod text;

use super::body::Substitution;
use super::candidates::{Candidate, Candidates, Context};
use super::change::{Change, DraftItem, Expression, item_named};
use super::reason::Reason;
use super::style::{Style, line_indent};
use crate::check::Body;
use crate::eval::{OriginKind, OriginStep, ResourceInstance};
use crate::source::{Kind, Syntax};
use statement::Statement;

/// Adds the statement to the document in an attribute: a data source, a `jsonencode` object, or JSON text.
pub fn candidates(
    context: &Context,
    target: &ResourceInstance,
    path: &str,
    body: &Body,
    with: &Substitution,
) -> Candidates {
    let steps = context.graph.trace(&target.address, path);
    let place = || {
        let span = steps.iter().rev().find_map(|step| step.span).unwrap_or(target.block.header);
        Reason::Document { place: context.place(span) }
    };
    let mut found = Vec::new();
    for step in steps.iter().rev() {
        let documents = step.syntax.iter().map(Syntax::span).collect();
        let changes = at_step(step, body, with);
        found.extend(changes.map(|changes| Candidate { changes, documents, ..Candidate::default() }));
    }
    if found.is_empty() {
        return Err(place());
    }
    context.allowed(found)
}

fn at_step(step: &OriginStep, body: &Body, with: &Substitution) -> Option<Vec<Change>> {
    let syntax = step.syntax.as_ref()?;
    if step.kind == OriginKind::DataSource {
        let is_document = step.name.contains("data.aws_iam_policy_document.");
        let mut draft = super::body::draft(&body.block, "statement", Vec::new(), with)?;
        for item in &mut draft.items {
            if let DraftItem::Attribute(name, sid) = item
                && name == "sid"
                && let Some(text) = sid.hcl()
            {
                *sid = Expression::Source(free_sid(syntax, &text));
            }
        }
        let block = syntax.clone();
        return is_document.then(|| vec![Change::AddBlock { block, within: Vec::new(), draft }]);
    }
    if matches!(step.kind, OriginKind::Resource | OriginKind::Unset | OriginKind::Block) {
        return None;
    }
    let mut statement = Statement::of(&body.block, with)?;
    statement.change_sid(|sid| free_sid(syntax, sid));
    match syntax.kind() {
        Kind::Object => into_object(syntax, &statement),
        Kind::Str | Kind::JsonString | Kind::Heredoc | Kind::Template => text::add(syntax, &statement),
        _ => None,
    }
}

/// The statement's id as it is written, or with the first number that the document's text does not hold: ids are unique in a document.
fn free_sid(document: &Syntax, sid: &str) -> String {
    let name = sid.trim_matches('"');
    let numbered = (2..).map(|number| format!("{name}{number}"));
    let text = document.text();
    // Inside a string the quote is escaped.
    let is_free = |name: &String| ["\"", "\\\""].iter().all(|quote| !text.contains(&format!("{name}{quote}")));
    let free = std::iter::once(name.to_owned()).chain(numbered).find(is_free);
    format!("\"{}\"", free.expect("some number is free"))
}

/// Adds to the `Statement` of an object expression.
fn into_object(object: &Syntax, statement: &Statement) -> Option<Vec<Change>> {
    let element = Expression::Source(statement.hcl());
    let change = match item_named(object, "Statement") {
        Some((_, list)) if list.kind() == Kind::Tuple => Change::AddElement { list, element },
        Some((_, one)) if one.kind() == Kind::Object => {
            let end = crate::text::Span { start: one.span().end, ..one.span() };
            let start = crate::text::Span { end: one.span().start, ..one.span() };
            let style = Style::of(&one.file);
            let base = line_indent(&one.file.text, one.span().start as usize);
            return Some(vec![
                Change::Text { span: start, by: "[".to_owned() },
                Change::Text { span: end, by: format!(", {}]", style.apply(&statement.hcl(), base)) },
            ]);
        }
        Some(_) => return None,
        None => Change::AddEntry {
            object: object.clone(),
            name: "Statement".to_owned(),
            expression: Expression::Source(format!("[{}]", statement.hcl())),
        },
    };
    Some(vec![change])
}
