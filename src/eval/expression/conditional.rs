//! `condition ? yes : no`.

use super::{Bindings, Evaluator, Failure, Outcome};
use crate::source::Node;
use crate::value::{Marks, Partial, Type, Unknown, Value, convert, equals, unify};
use std::sync::Arc;

/// Branches of branches that are remembered.
const MOST_ALTERNATIVES: usize = 8;

impl Evaluator<'_> {
    pub(super) fn conditional(&self, node: Node, bindings: Bindings<'_>) -> Outcome {
        let children = self.children(node);
        let &[condition, yes, no] = children.as_slice() else { return self.syntax_error(node) };
        let condition_value = self.eval(condition, bindings)?;
        self.choose(node, (condition, condition_value), || self.eval(yes, bindings), || self.eval(no, bindings))
    }

    /// Terraform evaluates both branches, so that the result has one type; only an error in the chosen one counts.
    pub(super) fn choose(
        &self,
        node: Node,
        (condition, value): (Node, Value),
        yes: impl FnOnce() -> Outcome,
        no: impl FnOnce() -> Outcome,
    ) -> Outcome {
        if value.is_null() {
            return self.error(condition, "The condition value is null. Conditions must either be true or false.");
        }
        let decision = known_or_converted(&value)
            .or_else(|why| self.error(condition, format!("The condition expression must be of type bool: {why}.")))?;
        let (yes, no) = match decision.as_bool() {
            // What is not chosen cannot make anything fail.
            Some(true) => (yes()?, self.unchosen(no)?),
            Some(false) => {
                let yes = self.unchosen(yes)?;
                (yes, no()?)
            }
            None => {
                let certain = |unknown: &Unknown| unknown.not_null && unknown.ty == Type::Bool;
                if value.as_unknown().is_some_and(|unknown| !certain(unknown)) {
                    self.budget.note_may_fail();
                }
                let (yes, no) = (self.branch(yes())?, self.branch(no())?);
                return self.undecided(node, &value, yes, no);
            }
        };
        let Some(ty) = common_type(&yes, &no) else { return self.inconsistent(node) };
        // As in Terraform the result is as sensitive as both branches.
        let marks = value.marks.union(yes.marks).union(no.marks);
        let chosen = if decision.as_bool() == Some(true) { yes } else { no };
        let chosen = match &ty {
            Type::Dynamic => chosen,
            ty => convert(&chosen, ty)
                .or_else(|why| self.error(node, format!("Inconsistent conditional result types: {why}.")))?,
        };
        Ok(chosen.with_marks(marks))
    }

    /// A branch only for its type: an error makes it any type.
    fn branch(&self, outcome: Outcome) -> Result<Option<Value>, Failure> {
        match outcome {
            Ok(value) => Ok(Some(value)),
            Err(Failure::Error(_)) => {
                self.budget.note_may_fail();
                Ok(None)
            }
            Err(limit) => Err(limit),
        }
    }

    fn unchosen(&self, run: impl FnOnce() -> Outcome) -> Outcome {
        let before = self.budget.may_fail_so_far();
        let branch = self.branch(run())?;
        self.budget.set_may_fail(before);
        Ok(branch.unwrap_or_else(any_type))
    }

    fn undecided(&self, node: Node, condition: &Value, yes: Option<Value>, no: Option<Value>) -> Outcome {
        let blocked = |ty: Type| self.derived(ty, &[condition]);
        let (Some(yes), Some(no)) = (yes, no) else {
            return Ok(Value::from(blocked(Type::Dynamic)).with_marks(condition.marks));
        };
        let Some(ty) = common_type(&yes, &no) else { return self.inconsistent(node) };
        let marks = condition.marks.union(yes.marks).union(no.marks);
        let mut alternatives = Vec::new();
        if let (Ok(yes), Ok(no)) = (convert(&yes, &ty), convert(&no, &ty)) {
            if same(&yes, &no) {
                return Ok(yes.with_marks(marks));
            }
            alternatives = [&yes, &no].into_iter().flat_map(alternatives_of).collect();
        }
        // The value may come from what the branches refer to.
        let mut unknown = self.derived(ty, &[condition, &yes, &no]);
        if unknown.ty == Type::String && (1..=MOST_ALTERNATIVES).contains(&alternatives.len()) {
            unknown.partial = Some(Arc::new(Partial::OneOf(alternatives.into())));
        }
        unknown.not_null = certainly_not_null(&yes) && certainly_not_null(&no);
        Ok(Value::from(unknown).with_marks(marks.union(inner_marks(&yes, &no))))
    }

    fn inconsistent(&self, node: Node) -> Outcome {
        self.error(
            node,
            "The true and false result expressions must have consistent types. The given expressions have types that \
             cannot be unified.",
        )
    }
}

/// An unknown of any type may stand as a condition, as in Terraform; it fails when it is known.
fn known_or_converted(value: &Value) -> Result<Value, String> {
    if value.as_unknown().is_some() { Ok(value.clone()) } else { convert(value, &Type::Bool) }
}

/// Marks inside what is not chosen yet would be lost with the elements.
fn inner_marks(yes: &Value, no: &Value) -> Marks {
    yes.deep_marks().union(no.deep_marks())
}

fn any_type() -> Value {
    Value::unknown(Type::Dynamic, crate::value::Blocker::Other("a branch that is not chosen".into()))
}

/// What a branch may be, without marks: those of the whole say whether it is sensitive.
fn alternatives_of(branch: &Value) -> Vec<Value> {
    match branch.as_unknown().and_then(|unknown| unknown.partial.as_deref()) {
        Some(Partial::OneOf(values)) => values.to_vec(),
        _ => vec![Value { kind: branch.kind.clone(), marks: Marks::NONE }],
    }
}

/// Whichever branch is chosen, the value is this one.
fn same(yes: &Value, no: &Value) -> bool {
    yes.type_of() == no.type_of() && equals(yes, no).as_bool() == Some(true)
}

fn certainly_not_null(value: &Value) -> bool {
    match value.as_unknown() {
        Some(unknown) => unknown.not_null,
        None => !value.is_null(),
    }
}

/// The type of the result: a bare null takes the other branch's type.
fn common_type(yes: &Value, no: &Value) -> Option<Type> {
    let (a, b) = (yes.type_of(), no.type_of());
    match (&a, &b) {
        (Type::Dynamic, _) if yes.is_null() => Some(b),
        (_, Type::Dynamic) if no.is_null() => Some(a),
        (Type::Dynamic, _) | (_, Type::Dynamic) => Some(Type::Dynamic),
        _ => unify(&[a, b]),
    }
}
