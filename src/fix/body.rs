//! Bodies of rule files -> drafts: values and `self` put in, everything else copied as it stands.

use super::change::{Draft, DraftItem, Expression, key_text};
use super::style::line_indent;
use super::write;
use crate::source::{Kind, Syntax, string_value};
use crate::value::Value;
use std::collections::BTreeMap;

/// What stands for what in a body.
#[derive(Clone, Debug, Default)]
pub struct Substitution<'v> {
    /// Expressions as they are written, and their values.
    pub values: Option<&'v BTreeMap<String, Value>>,
    /// The expression for the judged instance (`aws_s3_bucket.logs`, `each.value`).
    pub this: Option<String>,
    /// Expressions for attributes of a judged instance that cannot be named as a whole: it stands in another module.
    pub attributes: BTreeMap<String, String>,
    /// Names of inputs that were taken, and the names used instead.
    pub renamed: BTreeMap<String, String>,
    /// Values that the user has supplied for inputs: `var.name`.
    pub inputs: Option<&'v BTreeMap<String, Value>>,
}

/// The draft of a block of a rule file under another header; `None` when a value cannot be written.
pub fn draft(block: &Syntax, block_type: &str, labels: Vec<String>, with: &Substitution) -> Option<Draft> {
    let mut items = Vec::new();
    for item in block.children() {
        match item.kind() {
            Kind::Attribute => {
                let value = item.at(item.file.tree.last_child(item.node)?);
                items.push(DraftItem::Attribute(item.name().to_owned(), expression(&value, with)?));
            }
            Kind::Block => {
                let labels = item.children().into_iter().filter(|child| child.kind() == Kind::Label);
                let labels = labels.filter_map(|label| string_value(&label)).collect();
                items.push(DraftItem::Block(draft(&item, item.name(), labels, with)?));
            }
            _ => {}
        }
    }
    Some(Draft { block_type: block_type.to_owned(), labels, items })
}

/// An expression of a rule file with its substitutions.
pub fn expression(expression: &Syntax, with: &Substitution) -> Option<Expression> {
    if let Some(value) = with.value(expression) {
        return Some(Expression::Value(value.clone()));
    }
    let span = expression.span();
    let mut out = String::new();
    let mut at = span.start as usize;
    for (range, by) in replacements(expression, with)? {
        out.push_str(&expression.file.text[at..range.start]);
        out.push_str(&by);
        at = range.end;
    }
    out.push_str(&expression.file.text[at..span.end as usize]);
    let indent = line_indent(&expression.file.text, span.start as usize);
    Some(Expression::Source(dedented(&out, indent)))
}

/// Replacements inside an expression, in order.
fn replacements(expression: &Syntax, with: &Substitution) -> Option<Vec<(std::ops::Range<usize>, String)>> {
    let mut found = Vec::new();
    let mut open = vec![expression.clone()];
    while let Some(node) = open.pop() {
        if node.kind() == Kind::Interpolation
            && let Some(text) = node.children().first().and_then(|inner| with.value(inner)).and_then(Value::as_str)
        {
            // Inside a template the text itself is put in.
            let quoted = write::string(text);
            found.push((node.span().range(), quoted[1..quoted.len() - 1].to_owned()));
        } else if let Some(value) = with.value(&node) {
            found.push((node.span().range(), write::hcl(value)?));
        } else if node.kind() == Kind::Interpolation
            && let Some(text) = node.children().first().and_then(|inner| with.attribute(inner)).and_then(template_text)
        {
            found.push((node.span().range(), text));
        } else if names_self(&node) {
            // A judged instance that cannot be named leaves nothing to write.
            found.push((node.span().range(), with.attribute(&node)?));
        } else if let Some(renamed) = with.input(&node) {
            found.push((node.span().range(), renamed));
        } else {
            open.extend(node.children());
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    Some(found)
}

impl Substitution<'_> {
    fn value(&self, node: &Syntax) -> Option<&Value> {
        let may_stand = !matches!(node.kind(), Kind::Name | Kind::ObjectItem | Kind::TemplateText | Kind::Label);
        let text = node.text();
        let known = || self.values.and_then(|values| values.get(text)).or_else(|| self.inputs?.get(text));
        may_stand.then(known).flatten()
    }

    fn input(&self, node: &Syntax) -> Option<String> {
        let name = node.text().strip_prefix("var.").filter(|_| node.kind() == Kind::Traversal)?;
        let end = name.find('.').unwrap_or(name.len());
        self.renamed.get(&name[..end]).map(|other| format!("var.{other}{}", &name[end..]))
    }

    /// The judged instance or its attribute.
    fn attribute(&self, node: &Syntax) -> Option<String> {
        let rest = node.text().strip_prefix("self").filter(|_| names_self(node))?;
        match &self.this {
            Some(this) => Some(format!("{this}{rest}")),
            None => self.attributes.get(rest.strip_prefix('.')?).cloned(),
        }
    }
}

fn names_self(node: &Syntax) -> bool {
    matches!(node.kind(), Kind::Traversal | Kind::Variable)
        && node.text().strip_prefix("self").is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// What stands between the quotes of a string expression.
fn template_text(expression: String) -> Option<String> {
    expression.strip_prefix('"')?.strip_suffix('"').map(str::to_owned)
}

/// Continuation lines moved left by the indentation of the first line's place.
fn dedented(text: &str, indent: &str) -> String {
    let lines = text.split('\n').map(|line| line.strip_prefix(indent).unwrap_or(line).trim_end_matches('\r'));
    lines.collect::<Vec<_>>().join("\n")
}

/// An expression as a value of Terraform's JSON syntax, for a source text.
pub fn json_of_source(source: &str) -> Option<String> {
    let file = crate::source::parse_expression(crate::text::FileId(0), "expression".into(), source.into());
    let node = file.tree.root();
    json_of(&Syntax { file: std::sync::Arc::new(file), node })
}

fn json_of(expression: &Syntax) -> Option<String> {
    let children = expression.children();
    Some(match expression.kind() {
        Kind::True | Kind::False | Kind::Null | Kind::Number => expression.text().to_owned(),
        Kind::Str | Kind::Heredoc if string_value(expression).is_some() => {
            write::json_string(&write::escape_markers(&string_value(expression)?))
        }
        Kind::Tuple => {
            let parts: Option<Vec<String>> = children.iter().map(json_of).collect();
            format!("[{}]", parts?.join(", "))
        }
        Kind::Object if children.iter().all(|item| item_key(item).is_some()) => {
            let parts = children.iter().map(|item| {
                let key = write::json_string(&write::escape_markers(&item_key(item)?));
                Some(format!("{key}: {}", json_of(item.children().get(1)?)?))
            });
            format!("{{{}}}", parts.collect::<Option<Vec<String>>>()?.join(", "))
        }
        Kind::Template if !expression.text().contains('\\') => write::json_string(expression.text().trim_matches('"')),
        Kind::Error => return None,
        _ => write::json_string(&format!("${{{}}}", expression.text())),
    })
}

fn item_key(item: &Syntax) -> Option<String> {
    item.children().first().and_then(key_text)
}
