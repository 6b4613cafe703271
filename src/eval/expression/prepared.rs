//! What is made of expressions before they are evaluated many times: values of literals, names of paths, functions of calls.

use super::{Bindings, Evaluator, Failure, Outcome, evaluate};
use crate::eval::functions::{self, Function};
use crate::eval::scope::NoNames;
use crate::source::{Kind, Node, Syntax};
use crate::value::{Kind as V, Value};
use rustc_hash::FxHashMap;

/// By node of the one file in which the expressions stand.
#[derive(Clone, Debug, Default)]
pub struct Prepared {
    nodes: FxHashMap<Node, Ready>,
}

#[derive(Clone, Debug)]
pub(super) enum Ready {
    /// A text, a number, or a tuple or object of literals.
    Literal(Value),
    /// `a.b.c`, whatever stands between the names.
    Path(Box<[Box<str>]>),
    Call(Callee),
    /// A call that an element of its tuple may decide, with that truth and the tuple.
    Quantifier(Callee, bool, Node),
}

/// The name of a function, and the built-in one if it is such a name.
#[derive(Clone, Debug)]
pub(super) struct Callee {
    pub name: Box<str>,
    pub function: Option<&'static Function>,
}

impl Prepared {
    /// `decides` is the truth of an element that is the answer of a function of truths, whatever the others are.
    pub fn of<'x>(
        expressions: impl IntoIterator<Item = &'x Syntax>,
        decides: impl Fn(&str) -> Option<bool>,
    ) -> Prepared {
        let mut prepared = Prepared::default();
        let mut pending: Vec<Syntax> = expressions.into_iter().cloned().collect();
        while let Some(syntax) = pending.pop() {
            let ready = if is_literal(&syntax) {
                evaluate(&syntax, &NoNames).ok().map(Ready::Literal)
            } else if let Some(names) = path(&syntax) {
                Some(Ready::Path(names))
            } else {
                pending.extend(syntax.children());
                callee(&syntax).map(|callee| match decides(&callee.name).zip(tuple_of_call(&syntax)) {
                    Some((truth, tuple)) => Ready::Quantifier(callee, truth, tuple),
                    None => Ready::Call(callee),
                })
            };
            if let Some(ready) = ready {
                prepared.nodes.insert(syntax.node, ready);
            }
        }
        prepared
    }

    pub(super) fn get(&self, node: Node) -> Option<&Ready> {
        self.nodes.get(&node)
    }
}

fn is_literal(syntax: &Syntax) -> bool {
    let is_key = |key: &Syntax| matches!(key.kind(), Kind::Variable | Kind::Str);
    let is_part = |part: &Syntax| matches!(part.kind(), Kind::True | Kind::False | Kind::Null) || is_literal(part);
    let is_item = |item: Syntax| matches!(&*item.children(), [key, value] if is_key(key) && is_part(value));
    match syntax.kind() {
        Kind::Number | Kind::Str => true,
        Kind::Tuple => syntax.children().iter().all(is_part),
        Kind::Object => syntax.children().into_iter().all(is_item),
        _ => false,
    }
}

/// The names of a chain that holds nothing but names.
fn path(syntax: &Syntax) -> Option<Box<[Box<str>]>> {
    let mut steps = Vec::new();
    let mut base = syntax.clone();
    while base.kind() == Kind::GetAttr {
        let [source, name] = <[Syntax; 2]>::try_from(base.children().into_vec()).ok()?;
        if name.kind() != Kind::Name {
            return None;
        }
        steps.push(Box::from(name.text()));
        base = source;
    }
    if !matches!(base.kind(), Kind::Variable | Kind::Traversal) {
        return None;
    }
    Some(base.text().split('.').map(Box::from).chain(steps.into_iter().rev()).collect())
}

/// The tuple, or the `for` that makes one, that is all a call is given.
fn tuple_of_call(syntax: &Syntax) -> Option<Node> {
    match &*syntax.children() {
        [tuple] if syntax.kind() == Kind::Call => {
            matches!(tuple.kind(), Kind::Tuple | Kind::ForTuple).then_some(tuple.node)
        }
        _ => None,
    }
}

fn callee(syntax: &Syntax) -> Option<Callee> {
    let name = matches!(syntax.kind(), Kind::Call | Kind::CallExpand).then(|| syntax.call_name())?;
    Some(Callee { function: functions::find(&name), name: name.into() })
}

impl Evaluator<'_> {
    /// The value of a path whose root a `for` or the scope lends; `None` where the scope is to be asked for it.
    pub(super) fn path(&self, node: Node, names: &[Box<str>], bindings: Bindings<'_>) -> Option<Outcome> {
        let (root, rest) = names.split_first()?;
        let next = rest.first().map(|name| &**name);
        let (value, used) = match super::access::find(root, bindings) {
            Some(value) => (value, 0),
            None => match self.scope.lend(root, next, self.span(node))? {
                Ok(lent) => lent,
                Err(error) => return Some(Err(Failure::Error(error))),
            },
        };
        let (value, rest) = walked(value, rest.get(used..).unwrap_or_default());
        Some(rest.iter().try_fold(value.clone(), |value, name| self.attribute_of(node, &value, name)))
    }
}

/// Goes as far as what is known and holds no marks can be walked where it stands; what is left of the names.
pub(super) fn walked<'v, 'n, N: AsRef<str>>(mut value: &'v Value, mut names: &'n [N]) -> (&'v Value, &'n [N]) {
    while let Some((name, rest)) = names.split_first()
        && value.marks.is_empty()
        && let V::Object(entries) | V::Map(_, entries) = &value.kind
        && let Some(entry) = entries.get(name.as_ref())
    {
        (value, names) = (entry, rest);
    }
    (value, names)
}
