//! One control on one resource or account: conditions -> verdict, with what decides it.

use super::message::localized;
use super::requests::requests;
use super::scope::{CheckScope, Subject};
use super::world::{Step, World, concrete_path, steps};
use super::{CheckOptions, finding::FixRequest};
use crate::eval::expression::evaluate;
use crate::eval::scope::EvalError;
use crate::rules::{Check, Control, Localized, Verdict};
use crate::value::{Blocker, Entries, Kind, Truth, Value};
use std::sync::Arc;

/// What a control says, before it is joined to source.
#[derive(Debug, Default)]
pub(super) struct Judgement {
    /// No check applied.
    pub judged: bool,
    pub failed: bool,
    pub blocked_by: Vec<Blocker>,
    pub messages: Vec<Localized>,
    /// Paths of attributes that failed or are not known.
    pub paths: Vec<String>,
    pub unknown_paths: Vec<String>,
    pub requests: Vec<FixRequest>,
    pub no_fix: Option<Localized>,
    /// What the rule took for credentials.
    pub credentials: Vec<Arc<str>>,
}

impl Judgement {
    pub fn verdict(&self) -> Verdict {
        match () {
            _ if self.failed => Verdict::Fail,
            _ if !self.blocked_by.is_empty() => Verdict::Unknown,
            _ => Verdict::Pass,
        }
    }

    /// Of a resource that may have no instance: what fails if there is one cannot be told.
    pub fn where_there_is_one(mut self, resource: &str) -> Judgement {
        if self.failed {
            self.failed = false;
            self.block([Blocker::Other(format!("the number of instances of {resource}").into())]);
            self.unknown_paths.append(&mut self.paths);
            self.messages.clear();
            self.requests.clear();
        }
        self
    }

    fn block(&mut self, blockers: impl IntoIterator<Item = Blocker>) {
        for blocker in blockers {
            if !self.blocked_by.contains(&blocker) {
                self.blocked_by.push(blocker);
            }
        }
    }

    fn rule_error(&mut self, control: &Control, error: &EvalError) {
        let file = crate::text::File::new(control.file.path.clone(), control.file.text.clone());
        let at = file.position(error.span.start);
        let message = format!("error in rule {} ({}:{}): {}", control.id, control.file.path, at.line, error.message);
        self.block([Blocker::Error(message.into())]);
    }
}

/// Everything that stays the same while one control judges one resource.
pub(super) struct Case<'a> {
    pub world: &'a World<'a>,
    pub control: &'a Control,
    pub subject: &'a Subject,
    pub address: &'a Arc<str>,
    pub params: &'a Entries,
    pub options: &'a CheckOptions,
    /// Whether messages and places are wanted: not for the state before.
    pub details: bool,
    /// Whether requests for fixes are.
    pub fixes: bool,
}

/// The checks, taken together: fail if any fails, else unknown if any is.
pub(super) fn judge<'c>(case: &Case<'_>, checks: impl IntoIterator<Item = &'c Check>) -> Judgement {
    let mut judgement = Judgement::default();
    for check in checks {
        let scope = CheckScope::new(case.world, check, case.subject, case.params, case.options);
        match &check.each {
            None => block(case, &scope, "", &mut judgement),
            Some(path) => match blocks(&case.subject.attrs, path) {
                Blocks::Known(found) => {
                    for (index, path, value) in found {
                        let scope = scope.with_each(Value::from(index as i64), value);
                        block(case, &scope, &path, &mut judgement);
                    }
                }
                Blocks::Unknown(blockers) => {
                    judgement.judged = true;
                    judgement.unknown_paths.push(path.to_string());
                    judgement.block(blockers);
                }
            },
        }
    }
    judgement.credentials = case.world.take_credentials();
    judgement
}

/// One check on the resource or on one of its nested blocks.
fn block(case: &Case<'_>, scope: &CheckScope<'_>, path: &str, judgement: &mut Judgement) {
    let check = scope.check;
    if let Some(filter) = &check.filter {
        match truth(evaluate(filter, scope)) {
            Ok((Truth::Yes, _)) => {}
            Ok((Truth::No, _)) => return,
            Ok((Truth::Unknown, blockers)) => {
                judgement.judged = true;
                // What would pass anyway is not unknown.
                let fails = |enforce: &crate::rules::Enforce| {
                    !matches!(truth(evaluate(&enforce.condition, scope)), Ok((Truth::Yes, _)))
                };
                if check.enforces.iter().any(fails) {
                    judgement.block(blockers);
                }
                return;
            }
            Err(error) => {
                judgement.judged = true;
                return judgement.rule_error(case.control, &error);
            }
        }
    }
    judgement.judged = true;
    let mut failed = false;
    for enforce in &check.enforces {
        let at = || {
            let below = match (path, enforce.at.as_deref()) {
                ("", at) => at.unwrap_or_default().to_string(),
                (path, None) => path.to_string(),
                (path, Some(at)) => format!("{path}.{at}"),
            };
            concrete_path(&case.subject.attrs, &below)
        };
        match truth(evaluate(&enforce.condition, scope)) {
            Ok((Truth::Yes, _)) => {}
            Ok((Truth::No, _)) => {
                failed = true;
                if !case.details {
                    continue;
                }
                let message = localized(&enforce.error_message, scope);
                if !judgement.messages.contains(&message) {
                    judgement.messages.push(message);
                }
                let at = at();
                if !judgement.paths.contains(&at) {
                    judgement.paths.push(at);
                }
            }
            Ok((Truth::Unknown, blockers)) => {
                if case.details {
                    judgement.unknown_paths.push(at());
                }
                judgement.block(blockers);
            }
            Err(error) => judgement.rule_error(case.control, &error),
        }
    }
    if failed {
        judgement.failed = true;
        if case.details {
            mend(case, scope, path, judgement);
        }
    }
}

fn mend(case: &Case<'_>, scope: &CheckScope<'_>, path: &str, judgement: &mut Judgement) {
    let reason = scope.check.no_fix.as_ref().or(case.control.no_fix.as_ref());
    if !case.fixes && reason.is_none() {
        return;
    }
    // What a fix needs to know decides no verdict.
    let found = case.world.unnoted(|| requests(scope, case.address, path));
    if found.is_empty()
        && judgement.no_fix.is_none()
        && let Some(text) = reason
    {
        judgement.no_fix = Some(localized(text, scope));
    }
    if case.fixes {
        judgement.requests.extend(found);
    }
}

/// The answer of a condition; null and other types are mistakes in the rule.
fn truth(value: Result<Value, EvalError>) -> Result<(Truth, Vec<Blocker>), EvalError> {
    let value = value?;
    match &value.kind {
        Kind::Bool(known) => Ok((Truth::from(*known), Vec::new())),
        Kind::Unknown(unknown) => Ok((Truth::Unknown, unknown.blockers.to_vec())),
        kind => {
            let file = crate::text::FileId(u32::MAX);
            let what = if matches!(kind, Kind::Null(_)) { "null" } else { "not a boolean" };
            let message = format!("a condition is {what}; use default(...) or compare");
            Err(EvalError { span: crate::text::Span::new(file, 0, 0), message })
        }
    }
}

enum Blocks {
    /// Index of the innermost block, path, value.
    Known(Vec<(usize, String, Value)>),
    Unknown(Vec<Blocker>),
}

/// The nested blocks at a path.
fn blocks(attrs: &Value, path: &str) -> Blocks {
    let mut found = vec![(0, String::new(), attrs.clone())];
    for step in steps(path) {
        let Step::Name(name) = step else { continue };
        let mut next = Vec::new();
        for (_, path, value) in &found {
            let path = if path.is_empty() { name.to_string() } else { format!("{path}.{name}") };
            let Some(inner) = value.get(name) else {
                match value.as_unknown() {
                    Some(unknown) => return Blocks::Unknown(unknown.blockers.to_vec()),
                    None => continue,
                }
            };
            match &inner.kind {
                Kind::Unknown(unknown) => return Blocks::Unknown(unknown.blockers.to_vec()),
                Kind::Null(_) => {}
                Kind::Map(_, entries) => {
                    next.extend(
                        entries
                            .iter()
                            .enumerate()
                            .map(|(index, (key, value))| (index, format!("{path}[\"{key}\"]"), value.clone())),
                    );
                }
                Kind::Object(_) => next.push((0, path.clone(), inner.clone())),
                _ => {
                    let elements = inner.as_sequence().unwrap_or_default().iter().enumerate();
                    next.extend(elements.map(|(index, value)| (index, format!("{path}[{index}]"), value.clone())));
                }
            }
        }
        found = next;
    }
    Blocks::Known(found)
}
