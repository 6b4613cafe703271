//! Splat expressions: `source[*].path` and `source.*.name`.

use super::{Binding, Bindings, Evaluator, Failure, Outcome};
use crate::source::Node;
use crate::value::{Blocker, Kind, Type, Unknown, Value};

impl Evaluator<'_> {
    pub(super) fn splat(&self, node: Node, source: Value, bindings: Bindings<'_>) -> Outcome {
        let Some(&each) = self.children(node).get(1) else { return self.syntax_error(node) };
        let ty = match &source.kind {
            Kind::Unknown(unknown) => unknown.ty.clone(),
            Kind::Null(ty) => ty.clone(),
            _ => Type::Dynamic,
        };
        let is_sequence = source.as_sequence().is_some() || matches!(ty, Type::Tuple(_) | Type::List(_) | Type::Set(_));
        if source.is_null() {
            return match is_sequence {
                true => self.error(node, "Splat expressions (with the * symbol) cannot be applied to null sequences."),
                false => Ok(Value::tuple(Vec::new()).with_marks(source.marks)),
            };
        }
        let marks = source.marks;
        let unknown = match &source.kind {
            Kind::Unknown(unknown) => Some(unknown.clone()),
            _ => None,
        };
        let item = |value: Value| self.eval(each, Some(&Binding { name: None, value, outer: bindings }));
        match (unknown, &ty) {
            (Some(unknown), Type::Dynamic) => {
                self.budget.note_may_fail();
                Ok(Value::from(Unknown::derived(Type::Dynamic, [&*unknown])).with_marks(marks))
            }
            (Some(unknown), Type::List(element) | Type::Set(element)) => {
                self.budget.note_may_fail();
                let ty = self.item_type(&unknown, element, &item)?;
                Ok(Value::from(Unknown::derived(Type::list(ty), [&*unknown]).not_null()).with_marks(marks))
            }
            (Some(unknown), Type::Tuple(elements)) => {
                self.budget.note_may_fail();
                let types = elements.iter().map(|element| self.item_type(&unknown, element, &item));
                let ty = Type::tuple(types.collect::<Result<Vec<_>, _>>()?);
                Ok(Value::from(Unknown::derived(ty, [&*unknown]).not_null()).with_marks(marks))
            }
            (Some(unknown), _) if !unknown.not_null => {
                // Null gives no element, anything else one.
                item(Value { kind: source.kind.clone(), marks: Default::default() })?;
                Ok(Value::from(Unknown::derived(Type::Dynamic, [&*unknown]).not_null()).with_marks(marks))
            }
            _ => self.splat_known(source, is_sequence, item),
        }
    }

    /// The type of the item expression over an element that is not known.
    fn item_type(&self, unknown: &Unknown, element: &Type, item: &impl Fn(Value) -> Outcome) -> Result<Type, Failure> {
        let example = Unknown { not_null: true, ..Unknown::derived(element.clone(), [unknown]) };
        Ok(item(example.into())?.type_of())
    }

    fn splat_known(&self, source: Value, is_sequence: bool, item: impl Fn(Value) -> Outcome) -> Outcome {
        let marks = source.marks;
        if !is_sequence {
            let one = Value { kind: source.kind, marks: Default::default() };
            return Ok(Value::tuple(vec![item(one)?]).with_marks(marks));
        }
        let elements = source.as_sequence().unwrap_or_default();
        let items = elements.iter().cloned().map(&item).collect::<Result<Vec<_>, _>>()?;
        let result = match &source.kind {
            Kind::List(element, _) | Kind::Set(element, _) => {
                let ty = match items.first() {
                    Some(first) => first.type_of(),
                    None => self.empty_item_type(element, &item)?,
                };
                // Items of what has no single type stay a tuple.
                if items.iter().all(|item| item.type_of() == ty) { Value::list(ty, items) } else { Value::tuple(items) }
            }
            _ => Value::tuple(items),
        };
        Ok(result.with_marks(marks))
    }

    fn empty_item_type(&self, element: &Type, item: &impl Fn(Value) -> Outcome) -> Result<Type, Failure> {
        if *element == Type::Dynamic {
            return Ok(Type::Dynamic);
        }
        let example = Unknown::new(element.clone(), Blocker::Other("an element of an empty list".into())).not_null();
        self.item_type(&example, element, item)
    }
}
