//! Companions of which the number is not known: what hangs on the number is unknown.

use super::rules::{report, rule_files};
use crate::check::examples::{evaluation_of, findings};
use crate::graph::Graph;
use crate::rules::{Control, Example, ExampleKind, Verdict, read};
use crate::text::FileId;
use std::collections::BTreeMap;
use std::sync::Arc;

/// In each example every resource in turn, if nothing refers to it, is made none, once, twice, and an unknown number of times.
#[test]
fn verdicts_do_not_count_what_cannot_be_counted() {
    let mut wrong = Vec::new();
    let mut compared = 0;
    for (path, text) in rule_files() {
        let Some(control) = read(FileId(0), &path, &text).0.map(Arc::new) else { continue };
        let examples = control.examples.iter().filter(|example| example.kind != ExampleKind::Fixed);
        for example in examples.filter(|example| example.prior.is_none() && example.data.is_empty()) {
            for (address, start) in countable(&example.source) {
                let times = |count: &str| verdicts(&control, example, &address, start, count);
                let known = ["0", "1", "2"].map(times);
                compared += 1;
                for (judged, verdict) in times("tonumber(terraform_data.times.output)") {
                    // Some are only judged beside another, which is there or not.
                    let all: Vec<Verdict> = known.iter().filter_map(|one| one.get(&judged).copied()).collect();
                    if verdict != Verdict::Unknown && all.iter().any(|other| *other != verdict) {
                        let place = format!("{path}: {} example {:?}", example.kind, example.name);
                        wrong
                            .push(format!("{place}: {judged} is {verdict}, whatever the number of {address}: {all:?}"));
                    }
                }
            }
        }
    }
    assert!(compared > 400 || std::env::var_os("RULE").is_some(), "{compared}");
    report(wrong);
}

/// The resources to which nothing refers, and where their bodies start.
fn countable(source: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for (at, _) in source.match_indices("resource \"aws_") {
        let Some(length) = source[at..].find("{\n") else { continue };
        let labels: Vec<&str> = source[at..at + length].split('"').collect();
        let [_, type_name, _, name, _] = labels[..] else { continue };
        let address = format!("{type_name}.{name}");
        let body = &source[at + length..];
        let body = &body[..body.find("\n    }\n").unwrap_or(body.len())];
        let repeats = ["count", "for_each"].iter().any(|meta| body.contains(&format!("\n      {meta} ")));
        let refers = source.match_indices(&address).any(|(at, _)| {
            let next = source[at + address.len()..].chars().next();
            !next.is_some_and(|next| next.is_alphanumeric() || next == '_')
        });
        if !repeats && !refers {
            found.push((address, at + length + 2));
        }
    }
    found
}

/// By address, without the resource itself.
fn verdicts(
    control: &Arc<Control>,
    example: &Example,
    address: &str,
    start: usize,
    count: &str,
) -> BTreeMap<Arc<str>, Verdict> {
    let (before, after) = example.source.split_at(start);
    let source =
        format!("{before}count = {count}\n{after}\nresource \"terraform_data\" \"times\" {{\n  input = 1\n}}\n");
    let graph = Graph::from_config(evaluation_of(&source));
    let found =
        findings(control, example, &graph).into_iter().map(|finding| (finding.address.clone(), finding.verdict));
    found.filter(|(judged, _)| !judged.starts_with(address)).collect()
}

/// Companions of every instance of a resource whose keys are not known: that one is there for all of them, or for the one of a
/// known key, cannot be told.
#[test]
fn companions_by_keys_that_are_not_known_are_not_missing() {
    for (repeated, bucket) in [
        ("for_each = var.all", "aws_s3_bucket.b[each.key].id"),
        ("count = length(var.all)", "aws_s3_bucket.b[count.index].id"),
        ("for_each = aws_s3_bucket.b", "each.value.id"),
        ("", "aws_s3_bucket.b[\"a\"].id"),
    ] {
        let owner = if repeated.contains("var.all") { repeated } else { "for_each = var.all" };
        let source = format!(
            "variable \"all\" {{}}\n\
             resource \"aws_s3_bucket\" \"b\" {{\n  {owner}\n}}\n\
             resource \"aws_s3_bucket_public_access_block\" \"b\" {{\n  {repeated}\n  bucket = {bucket}\n  \
             block_public_acls = true\n  block_public_policy = true\n  ignore_public_acls = true\n  \
             restrict_public_buckets = true\n}}\n"
        );
        let scratch = super::cli::Scratch::with(&[("main.tf", &source)]);
        let arguments = ["lint", "--all", "--no-config", "--control", "S3.8", "--format", "csv", &scratch.path("")];
        let answer = super::cli::tfmend(&arguments);
        let told = |line: &&str| line.contains("aws_s3_bucket.b[*]") && line.contains(",unknown,");
        assert!(answer.out.lines().any(|line| told(&line)), "{source}{answer:?}");
    }
}
