//! hcl-edit as a second opinion: where both parsers accept a text, they read the same structure.

use super::super::*;
use super::generate::{self, Random};
use crate::text::FileId;
use hcl_edit::expr::{Expression, ForExpr, ObjectKey, Traversal, TraversalOperator};
use hcl_edit::structure::{BlockLabel, Body, Structure};
use hcl_edit::template::{Directive, Element, Template};
use std::sync::Arc;

fn list<'a>(open: &str, items: impl Iterator<Item = String> + 'a, close: &str) -> String {
    format!("{open}{}{close}", items.collect::<Vec<_>>().join(" "))
}

fn theirs(body: &Body) -> String {
    let item = |item: &Structure| match item {
        Structure::Attribute(attribute) => format!("{}={}", attribute.key.as_str(), value(&attribute.value)),
        Structure::Block(block) => {
            let label = |label: &BlockLabel| match label {
                BlockLabel::Ident(name) => name.to_string(),
                BlockLabel::String(text) => text.to_string(),
            };
            format!("{}{}{}", block.ident.as_str(), list("<", block.labels.iter().map(label), ">"), theirs(&block.body))
        }
    };
    list("{", body.iter().map(item), "}")
}

fn value(expression: &Expression) -> String {
    match expression {
        Expression::Null(_) => "null".into(),
        Expression::Bool(value) => value.to_string(),
        Expression::Number(number) => number.value().as_f64().map_or("?".into(), |number| number.to_string()),
        Expression::String(text) => format!("{:?}", text.as_str()),
        Expression::Array(array) => list("[", array.iter().map(value), "]"),
        Expression::Object(object) => {
            let key = |key: &ObjectKey| match key {
                ObjectKey::Ident(name) => name.to_string(),
                ObjectKey::Expression(key) => value(key),
            };
            list("{", object.iter().map(|(name, item)| format!("{}={}", key(name), value(item.expr()))), "}")
        }
        Expression::StringTemplate(template) => list("\"", template.iter().flat_map(element), "\""),
        Expression::HeredocTemplate(heredoc) => list("\"", heredoc.template.iter().flat_map(element), "\""),
        Expression::Parenthesis(inner) => format!("({})", value(inner.inner())),
        Expression::Variable(name) => name.to_string(),
        Expression::Conditional(choice) => {
            format!("<{}?{}:{}>", value(&choice.cond_expr), value(&choice.true_expr), value(&choice.false_expr))
        }
        Expression::FuncCall(call) => {
            let spaces = call.name.namespace.iter().map(|name| format!("{}::", name.as_str())).collect::<String>();
            let expand = if call.args.expand_final() { "..." } else { "" };
            format!("{spaces}{}{}{expand}", call.name.name.as_str(), list("(", call.args.iter().map(value), ")"))
        }
        Expression::Traversal(steps) => traversal(steps),
        Expression::UnaryOp(sign) => format!("<{}{}>", sign.operator.value().as_str(), value(&sign.expr)),
        Expression::BinaryOp(pair) => {
            format!("<{}{}{}>", value(&pair.lhs_expr), pair.operator.value().as_str(), value(&pair.rhs_expr))
        }
        Expression::ForExpr(expression) => for_expression(expression),
    }
}

fn traversal(steps: &Traversal) -> String {
    let step = |step: &TraversalOperator| match step {
        TraversalOperator::AttrSplat(_) => ".*".to_string(),
        TraversalOperator::FullSplat(_) => "[*]".to_string(),
        TraversalOperator::GetAttr(name) => format!(".{}", name.as_str()),
        TraversalOperator::Index(key) => format!("[{}]", value(key)),
        TraversalOperator::LegacyIndex(index) => format!(".{}", **index),
    };
    value(&steps.expr) + &steps.operators.iter().map(|operator| step(operator.value())).collect::<String>()
}

fn for_expression(expression: &ForExpr) -> String {
    let intro = &expression.intro;
    let key = intro.key_var.as_ref().map_or(String::new(), |name| format!("{},", name.as_str()));
    let head = format!("for {key}{} {}", intro.value_var.as_str(), value(&intro.collection_expr));
    let result = expression.key_expr.as_ref().map_or(String::new(), |key| format!("{}=>", value(key)));
    let group = if expression.grouping { "..." } else { "" };
    let condition = expression.cond.as_ref().map_or(String::new(), |cond| format!(" if {}", value(&cond.expr)));
    format!("<{head}:{result}{}{group}{condition}>", value(&expression.value_expr))
}

fn template(template: &Template) -> String {
    list("<", template.iter().flat_map(element), ">")
}

/// Literal text is compared with Terraform's own values elsewhere.
fn element(element: &Element) -> Option<String> {
    Some(match element {
        Element::Literal(_) => return None,
        Element::Interpolation(part) => value(&part.expr),
        Element::Directive(directive) => match &**directive {
            Directive::If(part) => {
                let otherwise = part.else_expr.as_ref().map_or(String::new(), |part| template(&part.template));
                format!("if {}{}{otherwise}", value(&part.if_expr.cond_expr), template(&part.if_expr.template))
            }
            Directive::For(part) => {
                let part = &part.for_expr;
                let key = part.key_var.as_ref().map_or(String::new(), |name| format!("{},", name.as_str()));
                format!(
                    "for {key}{} {}{}",
                    part.value_var.as_str(),
                    value(&part.collection_expr),
                    template(&part.template)
                )
            }
        },
    })
}

fn ours(node: &Syntax) -> String {
    let children = node.children();
    let all = || children.iter().map(ours);
    let child = |at: usize| ours(&children[at]);
    match node.kind() {
        Kind::File => list("{", all(), "}"),
        Kind::Attribute => format!("{}={}", node.name(), child(0)),
        Kind::Block => {
            let labels = children.iter().filter(|child| child.kind() == Kind::Label);
            let items = children.iter().filter(|child| child.kind() != Kind::Label).map(ours);
            let labels = labels.map(|label| string_value(label).unwrap_or_default());
            format!("{}{}{}", node.name(), list("<", labels, ">"), list("{", items, "}"))
        }
        Kind::Number => node.text().parse::<f64>().map_or("?".into(), |number| number.to_string()),
        Kind::Str => format!("{:?}", string_value(node).unwrap_or_default()),
        Kind::Template | Kind::Heredoc => list("\"", parts(node), "\""),
        Kind::TemplateBody => list("<", parts(node), ">"),
        Kind::Interpolation => child(0),
        Kind::TemplateIf => format!("if {}", all().collect::<String>()),
        Kind::TemplateFor | Kind::ForTuple | Kind::ForObject | Kind::ForObjectGroup => {
            for_parts(node.kind(), &children)
        }
        Kind::GetAttr => format!("{}.{}", child(0), child(1)),
        Kind::Index => format!("{}[{}]", child(0), child(1)),
        Kind::AttrSplat => format!("{}.*{}", child(0), child(1)),
        Kind::FullSplat => format!("{}[*]{}", child(0), child(1)),
        Kind::Call => format!("{}{}", node.call_name(), list("(", all(), ")")),
        Kind::CallExpand => format!("{}{}...", node.call_name(), list("(", all(), ")")),
        Kind::Paren => format!("({})", child(0)),
        // hcl-edit reads a sign before a number as part of it, and -0 as 0.
        Kind::Negate if children[0].kind() == Kind::Number => match child(0).as_str() {
            "0" => "0".to_string(),
            number => format!("-{number}"),
        },
        Kind::Negate => format!("<-{}>", child(0)),
        Kind::Not => format!("<!{}>", child(0)),
        Kind::Conditional => format!("<{}?{}:{}>", child(0), child(1), child(2)),
        Kind::Tuple => list("[", all(), "]"),
        Kind::Object => list("{", all(), "}"),
        Kind::ObjectItem => format!("{}={}", child(0), child(1)),
        _ if children.len() == 2 => {
            let sign = &node.file.text[children[0].span().range().end..children[1].span().range().start];
            let sign = tokens(sign).find(|(kind, _)| *kind == TokenKind::Symbol).map_or("", |(_, range)| &sign[range]);
            format!("<{}{sign}{}>", child(0), child(1))
        }
        _ => node.text().to_string(),
    }
}

fn parts(node: &Syntax) -> impl Iterator<Item = String> {
    node.children().into_iter().filter(|child| child.kind() != Kind::TemplateText).map(|child| ours(&child))
}

fn for_parts(kind: Kind, children: &[Syntax]) -> String {
    let names = children.iter().take_while(|child| child.kind() == Kind::Name).count();
    let head = children[..names].iter().map(ours).collect::<Vec<_>>().join(",");
    let head = format!("for {head} {}", ours(&children[names]));
    let rest = &children[names + 1..];
    if kind == Kind::TemplateFor {
        return head + &ours(&rest[0]);
    }
    let (results, condition) = match rest.split_last() {
        Some((last, results)) if last.kind() == Kind::ForIf => (results, format!(" if {}", ours(&last.children()[0]))),
        _ => (rest, String::new()),
    };
    let group = if kind == Kind::ForObjectGroup { "..." } else { "" };
    format!("<{head}:{}{group}{condition}>", results.iter().map(ours).collect::<Vec<_>>().join("=>"))
}

#[test]
fn same_structure() {
    let mut compared = 0;
    let mut wrong = Vec::new();
    for seed in 0..6_000 {
        let mut random = Random::new(seed);
        let mut text = generate::file(&mut random);
        if seed % 3 == 0 {
            text = generate::damaged(&mut random, &text);
        }
        let file = parse(FileId(0), "main.tf".into(), text.as_str().into());
        let Ok(body) = hcl_edit::parser::parse_body(&text) else { continue };
        // hcl-edit ends a heredoc also at a marker that a comment follows.
        let marker = text.lines().any(|line| line.trim().strip_prefix("EOT").is_some_and(|rest| !rest.is_empty()));
        if !file.tree.errors.is_empty() || marker {
            continue;
        }
        compared += 1;
        let root = Syntax { node: file.tree.root(), file: Arc::new(file) };
        let (ours, theirs) = (ours(&root), theirs(&body));
        if ours != theirs {
            wrong.push(format!("{text:?}\n  ours   {ours}\n  theirs {theirs}"));
        }
    }
    wrong.sort_by_key(String::len);
    assert!(wrong.is_empty(), "{} of {compared} differ:\n{}", wrong.len(), wrong[..wrong.len().min(12)].join("\n"));
    assert!(compared > 1_500, "only {compared} texts were accepted by both");
}
