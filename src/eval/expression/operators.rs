//! Unary and binary operators.

use super::{Bindings, Evaluator, Outcome};
use crate::source::{Kind, Node};
use crate::value::{Kind as V, Number, Type, Unknown, Value, convert, equals};
use smallvec::SmallVec;

pub(super) fn is_binary(kind: Kind) -> bool {
    is_arithmetic(kind) || is_comparison(kind) || matches!(kind, Kind::Equal | Kind::NotEqual | Kind::And | Kind::Or)
}

fn is_arithmetic(kind: Kind) -> bool {
    matches!(kind, Kind::Multiply | Kind::Divide | Kind::Modulo | Kind::Add | Kind::Subtract)
}

fn is_comparison(kind: Kind) -> bool {
    matches!(kind, Kind::Less | Kind::LessEqual | Kind::Greater | Kind::GreaterEqual)
}

impl Evaluator<'_> {
    pub(super) fn unary(&self, node: Node, bindings: Bindings<'_>) -> Outcome {
        let Some(&operand) = self.children(node).first() else { return self.syntax_error(node) };
        let (ty, is_not) = if self.kind(node) == Kind::Not { (Type::Bool, true) } else { (Type::Number, false) };
        let value = self.eval(operand, bindings)?;
        let value = self.operand(node, &value, &ty, "unary")?;
        let result: Value = match (value.as_bool(), value.as_number()) {
            (Some(bool), _) if is_not => (!bool).into(),
            (_, Some(number)) => number.neg().into(),
            _ => self.derived(ty, &[&value]).not_null().into(),
        };
        Ok(result.with_marks(value.marks))
    }

    /// Chains of operators lean to the left: they are folded without recursion.
    pub(super) fn binary(&self, node: Node, bindings: Bindings<'_>) -> Outcome {
        let mut waiting: SmallVec<[(Node, Node); 4]> = SmallVec::new();
        let mut first = node;
        while is_binary(self.kind(first)) {
            let children = self.children(first);
            let &[left, right] = children.as_slice() else { return self.syntax_error(first) };
            waiting.push((first, right));
            first = left;
        }
        let mut value = self.eval(first, bindings)?;
        while let Some((operator, right)) = waiting.pop() {
            self.budget.spend(1)?;
            value = match self.kind(operator) {
                Kind::And | Kind::Or => self.logical(operator, &value, right, bindings)?,
                _ => self.operate(operator, &value, &self.eval(right, bindings)?)?,
            };
        }
        Ok(value)
    }

    fn operate(&self, node: Node, left: &Value, right: &Value) -> Outcome {
        let kind = self.kind(node);
        if matches!(kind, Kind::Equal | Kind::NotEqual) {
            return Ok(equality(kind, left, right));
        }
        let left = self.operand(node, left, &Type::Number, "left")?;
        let right = self.operand(node, right, &Type::Number, "right")?;
        let result = match (left.as_number(), right.as_number()) {
            (Some(a), Some(b)) if is_comparison(kind) => compare(kind, a, b).into(),
            (Some(a), Some(b)) => match compute(kind, a, b) {
                Ok(number) => number.into(),
                Err(message) => return self.error(node, format!("Error during operation: {message}.")),
            },
            _ => {
                let ty = if is_comparison(kind) { Type::Bool } else { Type::Number };
                Value::from(self.derived(ty, &[&left, &right]).not_null())
            }
        };
        Ok(result.with_marks(left.marks.union(right.marks)))
    }

    /// `&&` and `||`. An operand that decides makes the result known whatever the other one is.
    fn logical(&self, node: Node, left: &Value, right: Node, bindings: Bindings<'_>) -> Outcome {
        let deciding = self.kind(node) == Kind::Or;
        let left = self.operand(node, left, &Type::Bool, "left")?;
        // Terraform 1.12 and OpenTofu do not look at the right side then; Terraform 1.11 reports its error, which
        // decides something only inside `try` and `can`.
        let decided = left.as_bool() == Some(deciding);
        if decided && self.scope.short_circuits() {
            return Ok(left);
        }
        let lenient = decided && !self.budget.is_guarded();
        let right = match self.eval(right, bindings).and_then(|right| self.operand(node, &right, &Type::Bool, "right"))
        {
            Err(super::Failure::Error(_)) if lenient => return Ok(left),
            right => right?,
        };
        let marks = left.marks.union(right.marks);
        let result = match (left.as_bool(), right.as_bool()) {
            (Some(bool), _) | (_, Some(bool)) if bool == deciding => deciding.into(),
            (Some(_), Some(_)) => (!deciding).into(),
            _ => Value::from(self.derived(Type::Bool, &[&left, &right]).not_null()),
        };
        Ok(result.with_marks(marks))
    }

    /// The operand as the operator wants it; never null.
    fn operand(&self, node: Node, value: &Value, ty: &Type, side: &str) -> Outcome {
        if matches!((&value.kind, ty), (V::Bool(_), Type::Bool) | (V::Number(_), Type::Number)) {
            return Ok(value.clone());
        }
        let converted = match convert(value, ty) {
            Ok(converted) => converted,
            Err(why) => return self.error(node, format!("Unsuitable value for {side} operand: {why}.")),
        };
        if converted.is_null() {
            return self.error(node, "Error during operation: argument must not be null.");
        }
        let certain = |unknown: &Unknown| unknown.not_null && unknown.ty == *ty;
        if value.as_unknown().is_some_and(|unknown| !certain(unknown)) {
            self.budget.note_may_fail();
        }
        Ok(converted)
    }
}

fn equality(kind: Kind, left: &Value, right: &Value) -> Value {
    let equal = equals(left, right);
    match equal.as_bool() {
        Some(bool) if kind == Kind::NotEqual => Value::from(!bool).with_marks(equal.marks),
        _ => equal,
    }
}

fn compare(kind: Kind, a: &Number, b: &Number) -> bool {
    match kind {
        Kind::Less => a < b,
        Kind::LessEqual => a <= b,
        Kind::Greater => a > b,
        _ => a >= b,
    }
}

fn compute(kind: Kind, a: &Number, b: &Number) -> Result<Number, &'static str> {
    let infinite = |number: &Number| matches!(number, Number::PositiveInfinity | Number::NegativeInfinity);
    match kind {
        Kind::Add if infinite(a) && infinite(b) && a != b => Err("can't compute sum of opposing infinities"),
        Kind::Add => Ok(a.add(b)),
        Kind::Subtract if infinite(a) && a == b => Err("can't subtract infinity from itself"),
        Kind::Subtract => Ok(a.sub(b)),
        Kind::Multiply if (infinite(a) && b.is_zero()) || (infinite(b) && a.is_zero()) => {
            Err("can't multiply zero by infinity")
        }
        Kind::Multiply => Ok(a.mul(b)),
        Kind::Divide if (a.is_zero() && b.is_zero()) || (infinite(a) && infinite(b)) => {
            Err("can't divide zero by zero or infinity by infinity")
        }
        Kind::Divide => Ok(a.div(b).unwrap_or(match a.is_negative() {
            true => Number::NegativeInfinity,
            false => Number::PositiveInfinity,
        })),
        _ if (infinite(a) && b.is_zero()) || (infinite(b) && a.is_zero()) => Err("can't use modulo with infinity"),
        _ => Ok(a.rem(b)),
    }
}
