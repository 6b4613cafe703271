//! Damaged and hostile texts: no panic, nothing lost, spans nested, time linear.

use super::super::*;
use super::generate::{self, Random};
use crate::text::FileId;
use std::sync::Arc;
use std::time::{Duration, Instant};

fn check(file: SourceFile) {
    let file = Arc::new(file);
    let text = &file.text;
    for error in &file.tree.errors {
        assert!(text.get(error.span.range()).is_some(), "{error:?} in {text:?}");
    }
    let mut open = vec![file.tree.root()];
    let mut seen = 0;
    while let Some(node) = open.pop() {
        seen += 1;
        let span = file.tree.span(node);
        assert!(text.get(span.range()).is_some(), "{span:?} of {:?} in {text:?}", file.tree.kind(node));
        let mut at = span.start;
        for child in file.tree.children(node) {
            let inner = file.tree.span(child);
            assert!(
                at <= inner.start && inner.end <= span.end,
                "{:?} {inner:?} in {span:?} of {text:?}",
                file.tree.kind(child)
            );
            at = inner.end;
            open.push(child);
        }
        let syntax = Syntax { file: file.clone(), node };
        template_parts(&syntax);
        string_value(&syntax);
        syntax.name();
        syntax.block_open_brace();
        syntax.block_close_brace();
    }
    assert_eq!(seen, file.tree.node_count(), "{text:?}");
}

fn check_all(text: &str) {
    let arc: Arc<str> = text.into();
    let id = FileId(0);
    let whole: String = tokens(text).map(|(_, range)| &text[range]).collect();
    assert_eq!(whole, text);
    check(parse(id, "a.tf".into(), arc.clone()));
    check(parse(id, "a.tf.json".into(), arc.clone()));
    check(parse_expression(id, "a".into(), arc.clone()));
    check(parse_template(id, "a".into(), arc));
}

#[test]
fn damaged_texts() {
    for seed in 0..3_000 {
        let mut random = Random::new(seed);
        let text = generate::file(&mut random);
        check_all(&text);
        let text = generate::damaged(&mut random, &text);
        check_all(&generate::damaged(&mut random, &text));
    }
}

#[test]
fn random_signs() {
    for seed in 0..2_000 {
        let mut random = Random::new(seed);
        let text: String = (0..1 + random.below(40)).map(|_| random.pick(&generate::DAMAGE)).collect();
        check_all(&text);
    }
}

#[test]
fn damaged_json() {
    let sample = r#"{"a": [1, {"b": "c\u00e9\ud83d\ude00"}, null, -2.5e+3], "d": {"e": true}, "f": "${g}"}"#;
    for seed in 0..2_000 {
        let mut random = Random::new(seed);
        check(parse(FileId(0), "a.tf.json".into(), generate::damaged(&mut random, sample).into()));
    }
}

/// Texts of `n` repetitions that a careless parser takes quadratic time or a deep stack for.
fn hostile(n: usize) -> Vec<String> {
    let repeated = [
        "a = [\n",
        "a = {\n",
        "a = \"${\n",
        "a = <<X\n",
        "a {\n",
        "a{b=)}",
        "a {} ",
        "a \"\" {} ",
        "a = \"\n",
        "/*",
        "a = /*\n",
    ];
    let mut texts: Vec<String> = repeated.iter().map(|text| text.repeat(n)).collect();
    let nested = [
        ("(", ")"),
        ("[", "]"),
        ("{a=", "}"),
        ("f(", ")"),
        ("!", ""),
        ("x ? y : ", ""),
        ("x ? ", " : y"),
        ("\"${", "}\""),
        ("[for x in y : ", "]"),
    ];
    texts.extend(nested.iter().map(|(open, close)| format!("a = {}b{}\n", open.repeat(n), close.repeat(n))));
    let steps = [".b", "[0]", "[*]", ".*", " + b", " || b == c", "[*].b", ".0", ".*.b[*]"];
    texts.extend(steps.iter().map(|step| format!("a = b{}\n", step.repeat(n))));
    texts.push(format!("a = \"{}{}\"\n", "%{ if x }".repeat(n), "%{ endif }".repeat(n)));
    texts.push((0..n).map(|index| format!("a = <<X{index}\n")).collect());
    texts.push((0..n).map(|index| format!("a{index} = {index}\n")).collect());
    texts.push(format!("a = {{\n{}}}\n", "k = 1\n".repeat(n)));
    texts.push(format!("a = <<X\n{}X\n", "X ${y} $${z}\n".repeat(n)));
    texts
}

#[test]
fn hostile_texts_take_linear_time() {
    for text in hostile(10_000) {
        let start = Instant::now();
        let file = parse(FileId(0), "a.tf".into(), text.as_str().into());
        assert!(tokens(&text).map(|(_, range)| range.len()).sum::<usize>() == text.len());
        assert!(start.elapsed() < Duration::from_secs(4), "{:?} for {:?}", start.elapsed(), text.get(..60));
        assert_eq!(file.tree.root().0 as usize + 1, file.tree.node_count());
    }
    for text in ["[", "{\"a\":", "[1,", "\"", "{\"a\" x\n", "[x\n", "]", "{]"].map(|text| text.repeat(10_000)) {
        let start = Instant::now();
        parse(FileId(0), "a.tf.json".into(), text.as_str().into());
        assert!(start.elapsed() < Duration::from_secs(4), "{:?} for {:?}", start.elapsed(), &text[..20]);
    }
}

#[test]
fn depth_and_length_are_no_errors() {
    for text in hostile(10_000).iter().skip(11).take(9) {
        let file = parse(FileId(0), "a.tf".into(), text.as_str().into());
        assert_eq!(file.tree.errors, [], "{:?}", &text[..20]);
    }
}

#[test]
fn what_is_missing_at_the_end_lies_in_its_block() {
    for text in ["a {\n  b =\r\n\r", "a {\n  b = [\r\n \r\n\r", "a {\n b {\n c = \n\n", "a {\n  b = f(\r\n\r\n\r"] {
        check_all(text);
    }
}
