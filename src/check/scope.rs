//! The names and functions of one check on one resource or nested block.

use super::CheckOptions;
use super::functions;
use super::world::{Answer, World};
use crate::eval::expression::{Prepared, evaluate};
use crate::eval::scope::{EvalError, Scope};
use crate::graph::{ProviderConfig, ResourceId};
use crate::rules::Check;
use crate::source::Syntax;
use crate::text::Span;
use crate::value::{Entries, Kind, Value};
use std::cell::{Cell, OnceCell};
use std::sync::Arc;

/// How many of the things that it waits for a shared value names.
const MOST_BLOCKERS: usize = 8;

/// What is judged.
pub(super) struct Subject {
    /// `None` for the account.
    pub id: Option<ResourceId>,
    pub attrs: Value,
    pub prior_attrs: Value,
    pub meta: Meta,
    /// Account and Region.
    pub provider: Option<Arc<ProviderConfig>>,
    /// For a check of the account: whether the Region matters.
    pub per_region: bool,
}

/// What rules see as `meta`; few do, so it becomes a value when one asks.
#[derive(Default)]
pub(super) struct Meta {
    pub type_name: Arc<str>,
    pub name: Arc<str>,
    pub address: Arc<str>,
    pub module_path: Arc<str>,
    pub mode: &'static str,
    pub operation: &'static str,
    pub provider_alias: Option<Arc<str>>,
    /// `None` when the configuration does not say it.
    pub region: Option<Arc<str>>,
    pub value: OnceCell<Value>,
}

impl Meta {
    fn value(&self) -> &Value {
        let text = |text: &Arc<str>| Value::string(text.clone());
        let or_null = |known: &Option<Arc<str>>| known.as_ref().map_or_else(Value::null, text);
        self.value.get_or_init(|| {
            Value::object([
                ("type", text(&self.type_name)),
                ("name", text(&self.name)),
                ("address", text(&self.address)),
                ("module_path", text(&self.module_path)),
                ("mode", self.mode.into()),
                ("operation", self.operation.into()),
                ("provider_alias", or_null(&self.provider_alias)),
                ("region", or_null(&self.region)),
            ])
        })
    }
}

/// A local of the check, evaluated when it is first asked for.
#[derive(Default)]
struct Local {
    value: OnceCell<Value>,
    /// It is being evaluated.
    open: Cell<bool>,
}

fn locals(check: &Check) -> Box<[Local]> {
    check.locals.iter().map(|_| Local::default()).collect()
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
    /// In the order of the check.
    locals: Box<[Local]>,
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
        CheckScope { world, check, subject, each: None, params, today, account, locals: locals(check) }
    }

    /// The same check on one nested block.
    pub fn with_each(&self, key: Value, value: Value) -> CheckScope<'a> {
        let Self { world, check, subject, params, today, account, .. } = *self;
        CheckScope { world, check, subject, each: Some((key, value)), params, today, account, locals: locals(check) }
    }

    fn local(&self, name: &str, at: Span) -> Result<&Value, EvalError> {
        let Some(position) = self.check.locals.iter().position(|(local, _)| &**local == name) else {
            return Err(EvalError { span: at, message: format!("there is no local {name:?}") });
        };
        let local = &self.locals[position];
        if let Some(value) = local.value.get() {
            return Ok(value);
        }
        if local.open.replace(true) {
            return Err(EvalError { span: at, message: format!("local.{name} hangs on itself") });
        }
        let expression = &self.check.locals[position].1;
        let value = if self.check.is_shared(name) { self.shared(expression) } else { evaluate(expression, self) };
        local.open.set(false);
        value.map(|value| local.value.get_or_init(|| value))
    }
}

impl CheckScope<'_> {
    /// A local that is made once for all judged resources of an account and Region.
    fn shared(&self, expression: &Syntax) -> Result<Value, EvalError> {
        // Who notes what is read has it read for each.
        if self.world.is_recording() {
            return evaluate(expression, self).map(with_few_blockers);
        }
        let provider = self.subject.provider.as_ref().map(Arc::as_ptr);
        let file = Arc::as_ptr(&expression.file) as usize;
        let kind = (self.subject.id.is_some(), self.subject.per_region);
        let asked = format!("local\0{file}\0{:?}\0{kind:?}\0{provider:?}", expression.span());
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
        if let Some(lent) = self.lend(root, names.first().copied(), at) {
            return lent.map(|(value, used)| (value.clone(), used));
        }
        let missing = |what: &str| EvalError { span: at, message: what.to_string() };
        Ok(match root {
            "today" => (self.today.into(), 0),
            "each" => {
                let (key, value) = self.each.clone().ok_or_else(|| missing("each is not there"))?;
                (Value::object([("key", key), ("value", value)]), 0)
            }
            "param" => match names.first() {
                Some(name) => return Err(missing(&format!("there is no parameter {name:?}"))),
                None => return Err(missing("param needs a name")),
            },
            "local" => return Err(missing("local needs a name")),
            _ => return Err(missing(&format!("{root} is not defined"))),
        })
    }

    fn lend(&self, root: &str, next: Option<&str>, at: Span) -> Option<Result<(&Value, usize), EvalError>> {
        Some(Ok(match (root, next) {
            ("attrs", _) => (&self.subject.attrs, 0),
            ("local", Some(name)) => match self.local(name, at) {
                Ok(value) => (value, 1),
                Err(error) => return Some(Err(error)),
            },
            ("each", Some("value")) => (&self.each.as_ref()?.1, 1),
            ("each", Some("key")) => (&self.each.as_ref()?.0, 1),
            ("param", Some(name)) => (self.params.get(name)?, 1),
            ("prior_attrs", _) => (&self.subject.prior_attrs, 0),
            ("meta", _) => (self.subject.meta.value(), 0),
            _ => return None,
        }))
    }

    fn short_circuits(&self) -> bool {
        true
    }

    fn prepared(&self) -> Option<&Prepared> {
        Some(self.check.prepared())
    }

    fn instead_of(&self, name: &str, arguments: &[Value]) -> Option<Value> {
        match (name, arguments) {
            ("jsondecode", [text]) => super::policy::decoded(text).map(|json| json.with_marks(text.marks)),
            ("length", [set @ Value { kind: Kind::Set(_, elements), .. }]) if self.is_numbered(set) => {
                i64::try_from(elements.len()).ok().map(|count| Value::from(count).with_marks(set.marks))
            }
            _ => None,
        }
    }

    /// Blocks of a set are as many as are written: configuration has them as a list, and a plan says no less than it.
    fn is_numbered(&self, set: &Value) -> bool {
        let are_blocks = |elements: &[Value]| elements.iter().all(|element| matches!(element.kind, Kind::Object(_)));
        set.as_sequence().is_some_and(|elements| elements.len() < 2 || are_blocks(elements)) || set.is_wholly_known()
    }

    fn call(&self, name: &str, arguments: &[Value], at: Span) -> Option<Result<Value, EvalError>> {
        let result = functions::call(self, name, arguments)?;
        Some(result.map_err(|message| EvalError { span: at, message: format!("{name}: {message}") }))
    }
}
