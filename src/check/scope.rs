//! The names and functions of one check on one resource or nested block.

use super::CheckOptions;
use super::functions;
use super::world::{Answer, World};
use crate::eval::expression::evaluate;
use crate::eval::scope::{EvalError, Literals, Scope};
use crate::graph::{ProviderConfig, ResourceId};
use crate::rules::Check;
use crate::source::Syntax;
use crate::text::Span;
use crate::value::{Entries, Kind, Value};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many of the things that it waits for a shared value names.
const MOST_BLOCKERS: usize = 8;

/// What is judged.
pub(super) struct Subject {
    /// `None` for the account.
    pub id: Option<ResourceId>,
    pub attrs: Value,
    pub prior_attrs: Value,
    pub meta: Value,
    /// Account and Region.
    pub provider: Option<Arc<ProviderConfig>>,
    /// For a check of the account: whether the Region matters.
    pub per_region: bool,
}

pub(super) struct CheckScope<'a> {
    pub world: &'a World<'a>,
    pub check: &'a Check,
    pub subject: &'a Subject,
    /// `each.key` and `each.value`.
    pub each: Option<(Value, Value)>,
    pub params: &'a Entries,
    /// RFC 3339.
    pub today: &'a str,
    /// The root owns its account, whatever it declares.
    pub account: bool,
    locals: RefCell<BTreeMap<Arc<str>, Option<Value>>>,
}

impl<'a> CheckScope<'a> {
    pub fn new(
        world: &'a World<'a>,
        check: &'a Check,
        subject: &'a Subject,
        params: &'a Entries,
        options: &'a CheckOptions,
    ) -> CheckScope<'a> {
        let (today, account) = (&*options.today, options.account);
        CheckScope { world, check, subject, each: None, params, today, account, locals: RefCell::default() }
    }

    /// The same check on one nested block.
    pub fn with_each(&self, key: Value, value: Value) -> CheckScope<'a> {
        let Self { world, check, subject, params, today, account, .. } = *self;
        CheckScope {
            world,
            check,
            subject,
            each: Some((key, value)),
            params,
            today,
            account,
            locals: RefCell::default(),
        }
    }

    fn local(&self, name: &str, at: Span) -> Result<Value, EvalError> {
        match self.locals.borrow().get(name) {
            Some(Some(value)) => return Ok(value.clone()),
            Some(None) => return Err(EvalError { span: at, message: format!("local.{name} hangs on itself") }),
            None => {}
        }
        let Some((key, expression)) = self.check.locals.iter().find(|(local, _)| &**local == name) else {
            return Err(EvalError { span: at, message: format!("there is no local {name:?}") });
        };
        self.locals.borrow_mut().insert(key.clone(), None);
        let value = if self.check.is_shared(name) { self.shared(expression) } else { evaluate(expression, self) };
        match &value {
            Ok(value) => self.locals.borrow_mut().insert(key.clone(), Some(value.clone())),
            Err(_) => self.locals.borrow_mut().remove(key),
        };
        value
    }
}

impl CheckScope<'_> {
    /// A local that is made once for all judged resources of an account and Region.
    fn shared(&self, expression: &Syntax) -> Result<Value, EvalError> {
        // Who notes what is read has it read for each.
        if self.world.is_recording() {
            return evaluate(expression, self).map(with_few_blockers);
        }
        let provider = self.subject.provider.as_ref().map_or("", |provider| &*provider.address);
        let file = Arc::as_ptr(&expression.file) as usize;
        let kind = (self.subject.id.is_some(), self.subject.per_region);
        let asked = format!("local\0{file}\0{:?}\0{kind:?}\0{provider}", expression.span());
        if let Some(known) = self.world.known_answer(&asked) {
            return Ok(known.value);
        }
        let value = evaluate(expression, self).map(with_few_blockers)?;
        let answer = Answer { value, looked_at: Arc::default() };
        Ok(self.world.answer(asked, || answer).value)
    }
}

/// What waits for very many things names some of them, so that findings do not grow with their number.
fn with_few_blockers(mut value: Value) -> Value {
    if let Kind::Unknown(unknown) = &mut value.kind
        && unknown.blockers.len() > MOST_BLOCKERS
    {
        let unknown = Arc::make_mut(unknown);
        unknown.blockers = unknown.blockers[..MOST_BLOCKERS].into();
    }
    value
}

impl Scope for CheckScope<'_> {
    fn resolve(&self, root: &str, names: &[&str], at: Span) -> Result<(Value, usize), EvalError> {
        let missing = |what: &str| EvalError { span: at, message: what.to_string() };
        Ok(match root {
            "attrs" => (self.subject.attrs.clone(), 0),
            "prior_attrs" => (self.subject.prior_attrs.clone(), 0),
            "meta" => (self.subject.meta.clone(), 0),
            "today" => (self.today.into(), 0),
            "each" => {
                let (key, value) = self.each.clone().ok_or_else(|| missing("each is not there"))?;
                (Value::object([("key", key), ("value", value)]), 0)
            }
            "param" => {
                let name = names.first().ok_or_else(|| missing("param needs a name"))?;
                let value = self.params.get(*name);
                (value.cloned().ok_or_else(|| missing(&format!("there is no parameter {name:?}")))?, 1)
            }
            "local" => {
                let name = names.first().ok_or_else(|| missing("local needs a name"))?;
                (self.local(name, at)?, 1)
            }
            _ => return Err(missing(&format!("{root} is not defined"))),
        })
    }

    fn short_circuits(&self) -> bool {
        true
    }

    fn literals(&self) -> Option<&Literals> {
        Some(self.check.literals())
    }

    fn instead_of(&self, name: &str, arguments: &[Value]) -> Option<Value> {
        match (name, arguments) {
            ("jsondecode", [text]) => super::policy::decoded(text).map(|json| json.with_marks(text.marks)),
            _ => None,
        }
    }

    fn call(&self, name: &str, arguments: &[Value], at: Span) -> Option<Result<Value, EvalError>> {
        let result = functions::call(self, name, arguments)?;
        Some(result.map_err(|message| EvalError { span: at, message: format!("{name}: {message}") }))
    }
}
