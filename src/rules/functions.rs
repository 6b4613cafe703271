//! The functions that rules have beside Terraform's own: names, numbers of arguments, types of results.

use crate::value::Type;
use std::sync::LazyLock;

/// A rule function; `most` is `None` where any number of arguments may follow.
pub struct Signature {
    pub name: &'static str,
    pub least: usize,
    pub most: Option<usize>,
    pub result: Outcome,
}

/// What a function returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Bool,
    Number,
    String,
    Anything,
    /// The type of the first argument, or of the second where the first is null.
    First,
    /// Instances of the type named by the argument at this index.
    Instances(usize),
    /// An instance of the type that follows, where one type alone does.
    Target,
    /// Several of them.
    Targets,
    /// The attribute of the first argument at the path in the second.
    AttributeOfFirst,
    Policy,
}

const fn exactly(name: &'static str, arguments: usize, result: Outcome) -> Signature {
    Signature { name, least: arguments, most: Some(arguments), result }
}

/// Every rule function.
pub const SIGNATURES: &[Signature] = &[
    exactly("account_judged", 0, Outcome::Bool),
    exactly("actions_allow", 2, Outcome::Bool),
    exactly("address", 1, Outcome::String),
    exactly("all", 1, Outcome::Bool),
    exactly("any", 1, Outcome::Bool),
    exactly("attribute", 2, Outcome::AttributeOfFirst),
    exactly("companions", 2, Outcome::Instances(0)),
    exactly("companions_of", 3, Outcome::Instances(1)),
    exactly("covers_port", 4, Outcome::Bool),
    exactly("days_since", 1, Outcome::Number),
    exactly("days_until", 1, Outcome::Number),
    exactly("default", 2, Outcome::First),
    exactly("denies_insecure_transport", 1, Outcome::Bool),
    exactly("ebs_default_encryption", 0, Outcome::Bool),
    exactly("exists", 1, Outcome::Bool),
    exactly("holders", 3, Outcome::Instances(0)),
    exactly("iam_match", 2, Outcome::Bool),
    exactly("in_scope", 1, Outcome::Instances(0)),
    exactly("is_public_principal", 1, Outcome::Bool),
    exactly("is_set", 1, Outcome::Bool),
    exactly("is_world", 1, Outcome::Bool),
    Signature { name: "manages", least: 2, most: None, result: Outcome::Bool },
    exactly("owners_of", 3, Outcome::Instances(1)),
    exactly("policy", 1, Outcome::Policy),
    exactly("possible", 1, Outcome::Bool),
    exactly("principal_account", 1, Outcome::String),
    exactly("principal_kind", 1, Outcome::String),
    Signature { name: "referrers", least: 0, most: None, result: Outcome::Instances(0) },
    exactly("resources", 1, Outcome::Instances(0)),
    exactly("restricts_access", 1, Outcome::Bool),
    exactly("secret_kind", 2, Outcome::String),
    Signature { name: "target", least: 1, most: None, result: Outcome::Target },
    Signature { name: "targets", least: 1, most: None, result: Outcome::Targets },
    exactly("undecided", 1, Outcome::Bool),
    exactly("version_at_least", 2, Outcome::Bool),
];

/// A rule function by name.
pub fn signature(name: &str) -> Option<&'static Signature> {
    let found = SIGNATURES.binary_search_by(|signature| signature.name.cmp(name)).ok()?;
    Some(&SIGNATURES[found])
}

/// The type of a parsed policy document.
pub static POLICY: LazyLock<Type> = LazyLock::new(|| {
    let strings = || Type::list(Type::String);
    let principals = || Type::list(Type::object([("type", Type::String), ("id", Type::String)]));
    let condition = Type::object([("operator", Type::String), ("key", Type::String), ("values", strings())]);
    let statement = Type::object([
        ("sid", Type::String),
        ("effect", Type::String),
        ("actions", strings()),
        ("not_actions", strings()),
        ("resources", strings()),
        ("not_resources", strings()),
        ("principals", principals()),
        ("not_principals", principals()),
        ("conditions", Type::list(condition)),
    ]);
    Type::object([("version", Type::String), ("statements", Type::list(statement))])
});
