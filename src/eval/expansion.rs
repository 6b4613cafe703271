//! `count` and `for_each`: which instances a block makes.

use super::address::InstanceKey;
use super::body::Block;
use super::evaluation::{Evaluation, ModuleInstance};
use super::problem::{Problem, ProblemKind};
use crate::source::Syntax;
use crate::value::{Blocker, Kind, Partial, Type, Unknown, Value, convert};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What `each` and `count` mean inside one instance.
#[derive(Clone, Debug, Default)]
pub struct Repetition {
    /// `each.key` and `each.value`.
    pub each: Option<(Value, Value)>,
    /// `count.index`.
    pub count: Option<Value>,
    /// The `for_each` or `count` argument, evaluated where the block stands.
    pub argument: Option<Syntax>,
}

/// The instances of a block, by key.
#[derive(Clone, Debug)]
pub enum Expansion<T> {
    Single(T),
    Count(Vec<T>),
    ForEach(BTreeMap<Arc<str>, T>),
    /// `count` or `for_each` is not known: one instance stands for all.
    Unknown {
        each: bool,
        blockers: Arc<[Blocker]>,
        instance: T,
    },
}

impl<T> Expansion<T> {
    /// The same keys with other instances.
    pub fn map<U>(&self, mut make: impl FnMut(Option<&InstanceKey>, T) -> U) -> Expansion<U>
    where
        T: Clone,
    {
        match self {
            Expansion::Single(one) => Expansion::Single(make(None, one.clone())),
            Expansion::Count(all) => {
                let made = |(index, one): (usize, &T)| make(Some(&InstanceKey::Int(index as i64)), one.clone());
                Expansion::Count(all.iter().enumerate().map(made).collect())
            }
            Expansion::ForEach(all) => {
                let mut made = BTreeMap::new();
                for (key, one) in all {
                    made.insert(key.clone(), make(Some(&InstanceKey::String(key.clone())), one.clone()));
                }
                Expansion::ForEach(made)
            }
            Expansion::Unknown { each, blockers, instance } => Expansion::Unknown {
                each: *each,
                blockers: blockers.clone(),
                instance: make(Some(&InstanceKey::Unknown), instance.clone()),
            },
        }
    }

    pub fn instances(&self) -> Vec<&T> {
        match self {
            Expansion::Single(one) | Expansion::Unknown { instance: one, .. } => vec![one],
            Expansion::Count(all) => all.iter().collect(),
            Expansion::ForEach(all) => all.values().collect(),
        }
    }
}

/// More instances of one block are not made.
const INSTANCE_LIMIT: i64 = 1_000_000;

/// Evaluates `count` or `for_each` of a resource or module call.
pub(super) fn expand(
    evaluation: &Evaluation,
    instance: &Arc<ModuleInstance>,
    block: &Block,
    address: &str,
) -> Expansion<Repetition> {
    let evaluate = |name: &str| {
        let attribute = block.body.attribute(name)?;
        let span = attribute.expression.span();
        let value = evaluation.expression(instance, &attribute.expression, &Repetition::default());
        let value = match value {
            Ok(value) => value,
            Err(error) => evaluation.value_or_unknown(Err(error), Type::Dynamic),
        };
        Some((value, span, attribute.expression))
    };
    let (result, span, argument) = if let Some((value, span, argument)) = evaluate("count") {
        (by_count(&value), span, argument)
    } else if let Some((value, span, argument)) = evaluate("for_each") {
        (by_each(&value), span, argument)
    } else {
        return Expansion::Single(Repetition::default());
    };
    let expansion = result.unwrap_or_else(|message| {
        evaluation.report(Problem::new(ProblemKind::Evaluation, message.clone()).at(span).of(address));
        let each = block.body.attribute("for_each").is_some();
        unknown(each, Arc::from([Blocker::Error(message.into())]))
    });
    if let Expansion::Unknown { blockers, .. } = &expansion {
        let names: Vec<String> = blockers.iter().map(Blocker::to_string).collect();
        let message = format!("the instances of {address} are not known ({}): one stands for all", names.join(", "));
        evaluation.report(Problem::new(ProblemKind::Unexpanded, message).at(span).of(address));
    }
    expansion.map(|_, repetition| Repetition { argument: Some(argument.clone()), ..repetition })
}

fn unknown(each: bool, blockers: Arc<[Blocker]>) -> Expansion<Repetition> {
    let value = |ty: Type| -> Value {
        Unknown { ty, blockers: blockers.clone(), not_null: true, reference: None, partial: None }.into()
    };
    let repetition = match each {
        true => {
            let any = Unknown {
                ty: Type::Dynamic,
                blockers: blockers.clone(),
                not_null: false,
                reference: None,
                partial: None,
            };
            Repetition { each: Some((value(Type::String), any.into())), count: None, argument: None }
        }
        false => Repetition { each: None, count: Some(value(Type::Number)), argument: None },
    };
    Expansion::Unknown { each, blockers, instance: repetition }
}

fn by_count(value: &Value) -> Result<Expansion<Repetition>, String> {
    let number = convert(value, &Type::Number).map_err(|error| format!("invalid count argument: {error}"))?;
    match &number.kind {
        Kind::Unknown(blocked) => Ok(unknown(false, blocked.blockers.clone())),
        Kind::Null(_) => Err("invalid count argument: the given value is null".to_owned()),
        Kind::Number(count) => match count.to_i64() {
            Some(count) if (0..=INSTANCE_LIMIT).contains(&count) => {
                let one = |index: i64| Repetition { each: None, count: Some(index.into()), argument: None };
                Ok(Expansion::Count((0..count).map(one).collect()))
            }
            _ => Err(format!("invalid count argument: a whole number from 0 to {INSTANCE_LIMIT} is required")),
        },
        _ => Err("invalid count argument: a number is required".to_owned()),
    }
}

fn by_each(value: &Value) -> Result<Expansion<Repetition>, String> {
    let each = |key: &Arc<str>, value: &Value| Repetition {
        each: Some((Value::from(Kind::String(key.clone())), value.clone())),
        count: None,
        argument: None,
    };
    match &value.kind {
        Kind::Unknown(blocked) => {
            let mut all = unknown(true, blocked.blockers.clone());
            // Instances for each of another resource's, of which the keys are not known either.
            if let (Some(Partial::Like(one)), Expansion::Unknown { instance, .. }) =
                (blocked.partial.as_deref(), &mut all)
                && let Some((_, value)) = &mut instance.each
            {
                *value = one.clone();
            }
            Ok(all)
        }
        Kind::Null(_) => Err("invalid for_each argument: the given value is null".to_owned()),
        Kind::Map(_, entries) | Kind::Object(entries) => {
            Ok(Expansion::ForEach(entries.iter().map(|(key, value)| (key.clone(), each(key, value))).collect()))
        }
        Kind::Set(_, elements) => {
            let mut found = BTreeMap::new();
            for element in elements.iter() {
                match &element.kind {
                    Kind::String(key) => found.insert(key.clone(), each(key, element)),
                    Kind::Unknown(blocked) => return Ok(unknown(true, blocked.blockers.clone())),
                    _ => return Err("invalid for_each argument: a set of strings is required".to_owned()),
                };
            }
            Ok(Expansion::ForEach(found))
        }
        _ => Err("invalid for_each argument: a map or a set of strings is required".to_owned()),
    }
}
