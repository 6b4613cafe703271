//! Skip comments of checkov, trivy and tfsec, honoured for the controls that correspond to their checks.

use super::suppress::{Rule, covered, is_comment};
use crate::rules::counterparts;
use crate::source::{Kind, SourceFile};
use crate::text::Span;
use globset::GlobBuilder;
use regex::Regex;
use std::sync::LazyLock;

static CHECKOV: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:checkov|bridgecrew|cortex):skip= *([A-Za-z_\d-]+(?:,[A-Za-z_\d-]+)*)(?::([^\r\n]*))?")
        .expect("the pattern is fixed")
});
static TRIVY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(trivy|tfsec):ignore:([^\s#]+)").expect("the pattern is fixed"));

/// What the comments of a file skip. One for a check without a counterpart is another tool's affair.
pub fn comments(file: &SourceFile, workspace: &str) -> Vec<Rule> {
    let speaks = ["checkov:", "bridgecrew:", "cortex:", "trivy:", "tfsec:"].iter().any(|name| file.text.contains(name));
    if file.tree.json || !speaks {
        return Vec::new();
    }
    let shown = crate::text::File::new(file.path.clone(), file.text.clone());
    let place = |at: usize| format!("{}:{}", file.path, shown.position(at as u32).line);
    let mut found = Vec::new();
    for comment in CHECKOV.captures_iter(&file.text) {
        let whole = comment.get(0).expect("group 0 is the match");
        let checks: Vec<&str> = comment[1].split(',').collect();
        let controls = controls(|row| row.checkov.iter().any(|id| checks.contains(id)));
        // Checkov reads comments inside a block.
        let Some(covers) = top_block(file, whole.start()) else { continue };
        let reason = comment.get(2).map(|reason| reason.as_str().trim_end_matches("*/").trim().to_owned());
        let mut rule = rule("checkov", place(whole.start()), controls, covers, whole);
        rule.reason = reason;
        found.push(rule);
    }
    for comment in TRIVY.captures_iter(&file.text) {
        let whole = comment.get(0).expect("group 0 is the match");
        let tool = if &comment[1] == "trivy" { "trivy" } else { "tfsec" };
        let mut parts = comment[2].trim_end_matches("*/").split(':');
        let name = parts.next().unwrap_or_default().to_owned();
        let controls = controls(|row| row.trivy.iter().any(|id| is_named(&name, id)));
        let mut rule = rule(tool, place(whole.start()), controls, covered(file, whole.start()), whole);
        // A condition on the block's values is not evaluated here, so it sets nothing aside.
        rule.understood = !name.contains('[');
        let mut elsewhere = false;
        while let Some(key) = parts.next() {
            match (key, parts.next()) {
                ("exp", Some(date)) => rule.until = Some(date.to_owned()),
                ("ws", Some(name)) => elsewhere = !is_named(name, workspace),
                _ => rule.understood = false,
            }
        }
        if !elsewhere {
            found.push(rule);
        }
    }
    found.retain(|rule| {
        !rule.controls.is_empty() && rule.span.is_some_and(|span| is_comment(file, span.start as usize))
    });
    found
}

fn controls(fits: impl Fn(&crate::rules::Counterpart) -> bool) -> Vec<String> {
    counterparts().iter().filter(|row| fits(row)).map(|row| row.control.to_owned()).collect()
}

/// `avd-aws-0026`, `AWS-0026`, `aws-ebs-enable-volume-encryption`, or a pattern with `*`.
fn is_named(pattern: &str, name: &str) -> bool {
    let pattern = pattern.split('[').next().unwrap_or_default();
    let glob = GlobBuilder::new(pattern).case_insensitive(true).build();
    let matcher = glob.map(|glob| glob.compile_matcher());
    matcher.is_ok_and(|matcher| {
        matcher.is_match(name) || name.strip_prefix("AVD-").is_some_and(|short| matcher.is_match(short))
    })
}

fn rule(tool: &'static str, place: String, controls: Vec<String>, covers: Span, whole: regex::Match<'_>) -> Rule {
    let span = Span::new(covers.file, whole.start(), whole.end());
    let mut rule = Rule::comment(tool, place, controls, covers, span);
    rule.foreign = true;
    rule
}

/// The resource, data source or module call around a place.
fn top_block(file: &SourceFile, at: usize) -> Option<Span> {
    let root = file.tree.root();
    let blocks = file.tree.children(root).into_iter().filter(|node| file.tree.kind(*node) == Kind::Block);
    blocks.map(|node| file.tree.span(node)).find(|span| span.range().contains(&at))
}
