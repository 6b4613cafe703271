//! Addresses and references as steps: `module.m["a"].aws_x.y[0].id`.

use crate::plan::Index;
use std::fmt::Write;

/// A name or a key in an address or reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Name(String),
    Key(Index),
    /// A key that is not a literal, a splat, or something that cannot be read.
    Other,
}

impl Step {
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Step::Name(name) => Some(name),
            _ => None,
        }
    }
}

/// Splits at dots and brackets outside of quotes.
pub(super) fn steps(text: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first == '.' {
            rest = &rest[1..];
        } else if first == '[' {
            let (step, after) = key(&rest[1..]);
            steps.push(step);
            rest = after;
        } else {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            let number = name.parse().ok().map(|index| Step::Key(Index::Int(index)));
            steps.push(number.unwrap_or_else(|| if name == "*" { Step::Other } else { Step::Name(name.to_string()) }));
            rest = after;
        }
    }
    steps
}

/// A key up to its closing bracket, and what follows.
fn key(text: &str) -> (Step, &str) {
    if let Some(quoted) = text.strip_prefix('"') {
        let mut end = None;
        let mut characters = quoted.char_indices();
        while let Some((at, c)) = characters.next() {
            match c {
                '\\' => drop(characters.next()),
                '"' => {
                    end = Some(at);
                    break;
                }
                _ => {}
            }
        }
        let Some(end) = end else { return (Step::Other, "") };
        let rest = quoted[end + 1..].trim_start_matches(']');
        return (Step::Key(Index::String(unescape(&quoted[..end]).into())), rest);
    }
    let end = text.find(']').unwrap_or(text.len());
    let step = text[..end].parse().map_or(Step::Other, |index| Step::Key(Index::Int(index)));
    (step, text[end..].trim_start_matches(']'))
}

fn unescape(text: &str) -> String {
    if !text.contains(['\\', '$', '%']) {
        return text.to_string();
    }
    let mut plain = String::new();
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        match (c, c == '\\') {
            (_, true) => match characters.next() {
                Some('n') => plain.push('\n'),
                Some('r') => plain.push('\r'),
                Some('t') => plain.push('\t'),
                Some(other) => plain.push(other),
                None => {}
            },
            _ => plain.push(c),
        }
    }
    plain.replace("$${", "${").replace("%%{", "%{")
}

/// Attribute paths are written as in addresses: `a[0].b`, `tags["x y"]`.
pub(super) fn path_of(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Name(name) if path.is_empty() => path.push_str(name),
            Step::Name(name) => drop(write!(path, ".{name}")),
            Step::Key(key) => path.push_str(&key_text(key)),
            Step::Other => path.push_str("[*]"),
        }
    }
    path
}

/// `[0]` or `["a"]`.
pub(super) fn key_text(key: &Index) -> String {
    instance_key(key).to_string()
}

pub(super) fn instance_key(key: &Index) -> super::super::InstanceKey {
    match key {
        Index::Int(index) => super::super::InstanceKey::Int(*index),
        Index::String(key) => super::super::InstanceKey::String(key.clone()),
    }
}
