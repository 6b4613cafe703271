//! A statement of a rule file as IAM's JSON has it.

use crate::fix::body::{self, Substitution};
use crate::fix::change::{Expression, indented, item_named, nested_blocks};
use crate::fix::write;
use crate::source::{Kind, Syntax, string_value};

/// Longest nested object that is written on one line.
const LINE: usize = 80;

/// Members in IAM's order.
pub struct Statement {
    members: Vec<(String, Part)>,
}

/// A value of a statement; texts are HCL expressions.
enum Part {
    Text(String),
    List(Vec<String>),
    Object(Vec<(String, Part)>),
}

impl Statement {
    /// Reads a body written as a `statement` block of `aws_iam_policy_document`.
    pub fn of(block: &Syntax, with: &Substitution) -> Option<Statement> {
        let mut members = Vec::new();
        let mut attribute = |name: &str, key: &str| -> Option<()> {
            if let Some((_, value)) = item_named(block, name) {
                members.push((key.to_owned(), part(&value, with)?));
            }
            Some(())
        };
        attribute("sid", "Sid")?;
        attribute("effect", "Effect")?;
        if item_named(block, "effect").is_none() {
            members.push(("Effect".to_owned(), Part::Text("\"Allow\"".to_owned())));
        }
        for (name, key) in [("principals", "Principal"), ("not_principals", "NotPrincipal")] {
            let blocks = nested_blocks(block, name);
            if !blocks.is_empty() {
                members.push((key.to_owned(), principals(&blocks, with)?));
            }
        }
        for (name, key) in [
            ("actions", "Action"),
            ("not_actions", "NotAction"),
            ("resources", "Resource"),
            ("not_resources", "NotResource"),
        ] {
            if let Some((_, value)) = item_named(block, name) {
                members.push((key.to_owned(), part(&value, with)?));
            }
        }
        let conditions = nested_blocks(block, "condition");
        if !conditions.is_empty() {
            members.push(("Condition".to_owned(), self::conditions(&conditions, with)?));
        }
        Some(Statement { members })
    }

    /// Gives it another id; without one it stays so.
    pub fn change_sid(&mut self, other: impl Fn(&str) -> String) {
        for (name, part) in &mut self.members {
            if let ("Sid", Part::Text(text)) = (name.as_str(), part) {
                *text = other(text);
            }
        }
    }

    /// As an object expression over several lines.
    pub fn hcl(&self) -> String {
        hcl_object(&self.members)
    }

    /// As JSON over several lines with this indentation; references become template sequences.
    pub fn json(&self, unit: &str) -> String {
        json_object(&self.members, unit)
    }

    /// As JSON on one line.
    pub fn json_on_one_line(&self) -> String {
        json_inline(&self.members)
    }
}

fn part(value: &Syntax, with: &Substitution) -> Option<Part> {
    let text = body::expression(value, with)?.hcl()?;
    let parsed = parsed(&text);
    if parsed.kind() != Kind::Tuple {
        return Some(Part::Text(text));
    }
    let mut elements: Vec<String> = parsed.children().iter().map(|element| element.text().to_owned()).collect();
    // IAM takes a single value without a list, and people write it so.
    Some(if elements.len() == 1 { Part::Text(elements.remove(0)) } else { Part::List(elements) })
}

fn parsed(text: &str) -> Syntax {
    let file = crate::source::parse_expression(crate::text::FileId(0), "statement".into(), text.into());
    let node = file.tree.root();
    Syntax { file: std::sync::Arc::new(file), node }
}

fn literal(block: &Syntax, name: &str, with: &Substitution) -> Option<String> {
    let (_, value) = item_named(block, name)?;
    match body::expression(&value, with)? {
        Expression::Value(value) => value.as_str().map(str::to_owned),
        Expression::Source(source) | Expression::Type(source) => string_value(&parsed(&source)),
    }
}

fn principals(blocks: &[Syntax], with: &Substitution) -> Option<Part> {
    let mut members = Vec::new();
    for block in blocks {
        let kind = literal(block, "type", with)?;
        let identifiers = part(&item_named(block, "identifiers")?.1, with)?;
        if kind == "*" {
            return Some(Part::Text("\"*\"".to_owned()));
        }
        members.push((kind, identifiers));
    }
    Some(Part::Object(members))
}

fn conditions(blocks: &[Syntax], with: &Substitution) -> Option<Part> {
    let mut tests: Vec<(String, Part)> = Vec::new();
    for block in blocks {
        let (test, variable) = (literal(block, "test", with)?, literal(block, "variable", with)?);
        let values = part(&item_named(block, "values")?.1, with)?;
        match tests.iter_mut().find(|(name, _)| *name == test) {
            Some((_, Part::Object(variables))) => variables.push((variable, values)),
            _ => tests.push((test, Part::Object(vec![(variable, values)]))),
        }
    }
    Some(Part::Object(tests))
}

fn hcl_object(members: &[(String, Part)]) -> String {
    let line = |(name, part): &(String, Part)| format!("{} = {}\n", write::key(name), hcl(part));
    let lines: String = members.iter().map(line).collect();
    format!("{{\n  {}\n}}", indented(lines.trim_end(), "  "))
}

fn hcl(part: &Part) -> String {
    match part {
        Part::Text(text) => text.clone(),
        Part::List(elements) => format!("[{}]", elements.join(", ")),
        Part::Object(members) => {
            let line = hcl_inline(members);
            if line.len() <= LINE { line } else { hcl_object(members) }
        }
    }
}

fn hcl_inline(members: &[(String, Part)]) -> String {
    let member = |(name, part): &(String, Part)| {
        let value = match part {
            Part::Object(members) => hcl_inline(members),
            other => hcl(other),
        };
        format!("{} = {value}", write::key(name))
    };
    format!("{{ {} }}", members.iter().map(member).collect::<Vec<_>>().join(", "))
}

fn json_object(members: &[(String, Part)], unit: &str) -> String {
    let lines: Vec<String> = members
        .iter()
        .map(|(name, part)| {
            let value = match part {
                Part::Object(members) => json_object(members, unit),
                other => json_scalar(other),
            };
            format!("{unit}{}: {}", write::json_string(name), indented(&value, unit))
        })
        .collect();
    format!("{{\n{}\n}}", lines.join(",\n"))
}

fn json_inline(members: &[(String, Part)]) -> String {
    let member = |(name, part): &(String, Part)| {
        let value = match part {
            Part::Object(members) => json_inline(members),
            other => json_scalar(other),
        };
        format!("{}:{value}", write::json_string(name))
    };
    format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(","))
}

fn json_scalar(part: &Part) -> String {
    match part {
        Part::Text(text) => json_text(text),
        Part::List(elements) => {
            format!("[{}]", elements.iter().map(|element| json_text(element)).collect::<Vec<_>>().join(", "))
        }
        Part::Object(members) => json_inline(members),
    }
}

/// An HCL expression inside JSON text that is itself a template.
fn json_text(text: &str) -> String {
    let expression = parsed(text);
    match expression.kind() {
        Kind::Str => write::json_string(&write::escape_markers(&string_value(&expression).unwrap_or_default())),
        // The parts of a template stay as they are written.
        Kind::Template => text.to_owned(),
        Kind::Number | Kind::True | Kind::False => write::json_string(text),
        _ => format!("\"${{{text}}}\""),
    }
}
