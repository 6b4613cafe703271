//! What is not known, why, and what is known about it all the same.

use super::{Type, Value};
use std::fmt;
use std::sync::Arc;

/// An unknown value. It always says what blocks it.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    pub ty: Type,
    /// What would have to be known; never empty; without repetition, in the order of discovery.
    pub blockers: Arc<[Blocker]>,
    /// Certainly not null.
    pub not_null: bool,
    /// The value is exactly this attribute of this instance, not something made from it.
    pub reference: Option<Arc<Reference>>,
    /// What is known of a string or collection that is not wholly known.
    pub partial: Option<Arc<Partial>>,
}

/// An attribute of a resource instance: `address` is the full instance address (`module.m["a"].aws_x.y[0]`), `path`
/// the attribute path below it (`id`, `ebs_block_device[0].volume_id`); empty for the whole instance.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference {
    pub address: Arc<str>,
    pub path: Arc<str>,
}

/// Why a value is not known.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Blocker {
    /// A computed attribute of a resource, or a data source that has to be read.
    Attribute(Reference),
    /// An input variable of the root without a value: its name.
    Variable(Arc<str>),
    /// A function whose result is decided at apply, or that is not supported: its name.
    Function(Arc<str>),
    /// An output of a module that is not there: the module's address.
    Module(Arc<str>),
    /// The expression is an error in Terraform too: its message.
    Error(Arc<str>),
    /// A named limit was reached.
    Limit(Arc<str>),
    /// Anything else, in words.
    Other(Arc<str>),
}

impl fmt::Display for Blocker {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Blocker::Attribute(reference) if reference.path.is_empty() => write!(out, "{}", reference.address),
            Blocker::Attribute(reference) => write!(out, "{}.{}", reference.address, reference.path),
            Blocker::Variable(name) => write!(out, "var.{name}"),
            Blocker::Function(name) => write!(out, "{name}()"),
            Blocker::Module(address) => write!(out, "{address}"),
            Blocker::Error(message) | Blocker::Limit(message) | Blocker::Other(message) => out.write_str(message),
        }
    }
}

/// What is known of an unknown string or collection.
#[derive(Clone, Debug, PartialEq)]
pub enum Partial {
    /// A template: known strings and unknown values in order; their concatenation is the string.
    Template(Arc<[Value]>),
    /// The JSON text of a value that holds unknowns (`jsonencode`, a policy document).
    Json(Value),
    /// One of these, null among them where it may be: the branches of a condition that is not known.
    OneOf(Arc<[Value]>),
    /// A list or set in which these certainly are, perhaps beside others.
    Holds(Arc<[Value]>),
    /// A collection whose keys are not known: the instance that stands for every one in it.
    Like(Value),
    /// An object of a type that nobody describes: what is written of it. The provider may add to it.
    Written(Value),
}

impl Partial {
    /// The same with other values in it.
    pub fn each(&self, change: &dyn Fn(&Value) -> Value) -> Partial {
        let all = |values: &[Value]| values.iter().map(change).collect();
        match self {
            Partial::Template(values) => Partial::Template(all(values)),
            Partial::Json(value) => Partial::Json(change(value)),
            Partial::OneOf(values) => Partial::OneOf(all(values)),
            Partial::Holds(values) => Partial::Holds(all(values)),
            Partial::Like(value) => Partial::Like(change(value)),
            Partial::Written(value) => Partial::Written(change(value)),
        }
    }
}

impl Unknown {
    pub fn new(ty: Type, blocker: Blocker) -> Self {
        Unknown { ty, blockers: Arc::from([blocker]), not_null: false, reference: None, partial: None }
    }

    /// Exactly an attribute of an instance.
    pub fn of_reference(ty: Type, reference: Reference) -> Self {
        let blockers = Arc::from([Blocker::Attribute(reference.clone())]);
        Unknown { ty, blockers, not_null: false, reference: Some(Arc::new(reference)), partial: None }
    }

    /// Something made from unknown values: their blockers, but not their identity.
    pub fn derived<'v>(ty: Type, from: impl IntoIterator<Item = &'v Unknown>) -> Self {
        let mut blockers: Vec<Blocker> = Vec::new();
        for unknown in from {
            for blocker in unknown.blockers.iter() {
                if !blockers.contains(blocker) {
                    blockers.push(blocker.clone());
                }
            }
        }
        debug_assert!(!blockers.is_empty(), "an unknown names what blocks it");
        Unknown { ty, blockers: blockers.into(), not_null: false, reference: None, partial: None }
    }

    /// A reference to something that the configuration does not declare.
    pub fn is_undeclared(&self) -> bool {
        self.reference.is_some() && self.blockers.iter().all(|blocker| matches!(blocker, Blocker::Error(_)))
    }

    /// An id or ARN of AWS: never null, and without white space.
    pub fn is_identifier(&self) -> bool {
        let of_aws = |reference: &Reference| {
            // Behind the keys of modules, before its own.
            let own = reference.address.rsplit("].").next().and_then(|it| it.split('[').next());
            let type_name = own.and_then(|it| it.rsplit('.').nth(1));
            matches!(&*reference.path, "arn" | "id") && type_name.is_some_and(|it| it.starts_with("aws_"))
        };
        self.reference.as_deref().is_some_and(of_aws)
    }

    pub fn not_null(mut self) -> Self {
        self.not_null = true;
        self
    }

    /// Of a list or set: the elements that are certain. Those that hold such lists are left out, so that nesting does not
    /// multiply what is held.
    pub fn holding(mut self, elements: impl IntoIterator<Item = Value>) -> Self {
        let plain = |element: &Value| element.unknowns().iter().all(|unknown| unknown.held().is_empty());
        let elements: Arc<[Value]> = elements.into_iter().filter(plain).collect();
        self.partial = (!elements.is_empty()).then(|| Arc::new(Partial::Holds(elements)));
        self
    }

    /// The elements of a list or set that are certain.
    pub fn held(&self) -> &[Value] {
        match self.partial.as_deref() {
            Some(Partial::Holds(elements)) => elements,
            _ => &[],
        }
    }

    /// What is written of an object of a type that nobody describes.
    pub fn written(&self) -> Option<&Value> {
        match self.partial.as_deref() {
            Some(Partial::Written(object)) => Some(object),
            _ => None,
        }
    }
}

/// False when the known parts of an unknown string rule the text out.
pub(super) fn may_be(unknown: &Unknown, text: &str) -> bool {
    let parts = match unknown.partial.as_deref() {
        Some(Partial::Template(parts)) => parts,
        Some(Partial::OneOf(values)) => {
            return values.iter().any(|value| match value.as_unknown() {
                Some(unknown) => may_be(unknown, text),
                None => value.as_str() == Some(text),
            });
        }
        Some(Partial::Json(_)) => return !text.is_empty(),
        Some(Partial::Holds(_) | Partial::Like(_) | Partial::Written(_)) | None => return true,
    };
    let mut rest = text;
    for part in parts.iter() {
        let Some(known) = part.as_str() else { break };
        match rest.strip_prefix(known) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    for part in parts.iter().rev() {
        let Some(known) = part.as_str() else { return true };
        match rest.strip_suffix(known) {
            Some(before) => rest = before,
            None => return false,
        }
    }
    true
}
