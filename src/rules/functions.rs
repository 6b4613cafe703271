//! The functions that rules have beside Terraform's own: names, numbers of arguments, types of results.

use crate::value::Type;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The rule functions, for those who call them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    AccountJudged,
    ActionsAllow,
    ActionsDeny,
    Address,
    All,
    Any,
    Attribute,
    Companions,
    CompanionsOf,
    CoversPort,
    DaysSince,
    DaysUntil,
    Default,
    DeniesInsecureTransport,
    EbsDefaultEncryption,
    Exists,
    Holders,
    IamMatch,
    InScope,
    Inherited,
    IsIdentifier,
    IsPublicPrincipal,
    IsSet,
    IsWorld,
    LaunchTemplate,
    Manages,
    OtherReferrers,
    OwnersOf,
    Passages,
    Policy,
    Possible,
    PrincipalAccount,
    PrincipalKind,
    Referrers,
    Resources,
    RestrictsAccess,
    Same,
    SecretKind,
    Target,
    TargetOrUnknown,
    Targets,
    Texts,
    Undecided,
    VersionAtLeast,
}

/// A rule function; `most` is `None` where any number of arguments may follow.
pub struct Signature {
    pub function: Function,
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

const fn exactly(function: Function, name: &'static str, arguments: usize, result: Outcome) -> Signature {
    Signature { function, name, least: arguments, most: Some(arguments), result }
}

/// Every rule function.
pub const SIGNATURES: &[Signature] = &[
    exactly(Function::AccountJudged, "account_judged", 0, Outcome::Bool),
    exactly(Function::ActionsAllow, "actions_allow", 2, Outcome::Bool),
    exactly(Function::ActionsDeny, "actions_deny", 2, Outcome::Bool),
    exactly(Function::Address, "address", 1, Outcome::String),
    exactly(Function::All, "all", 1, Outcome::Bool),
    exactly(Function::Any, "any", 1, Outcome::Bool),
    exactly(Function::Attribute, "attribute", 2, Outcome::AttributeOfFirst),
    exactly(Function::Companions, "companions", 2, Outcome::Instances(0)),
    exactly(Function::CompanionsOf, "companions_of", 3, Outcome::Instances(1)),
    exactly(Function::CoversPort, "covers_port", 4, Outcome::Bool),
    exactly(Function::DaysSince, "days_since", 1, Outcome::Number),
    exactly(Function::DaysUntil, "days_until", 1, Outcome::Number),
    exactly(Function::Default, "default", 2, Outcome::First),
    Signature {
        function: Function::DeniesInsecureTransport,
        name: "denies_insecure_transport",
        least: 1,
        most: Some(2),
        result: Outcome::Bool,
    },
    exactly(Function::EbsDefaultEncryption, "ebs_default_encryption", 0, Outcome::Bool),
    exactly(Function::Exists, "exists", 1, Outcome::Bool),
    exactly(Function::Holders, "holders", 3, Outcome::Instances(0)),
    exactly(Function::IamMatch, "iam_match", 2, Outcome::Bool),
    exactly(Function::InScope, "in_scope", 1, Outcome::Instances(0)),
    exactly(Function::Inherited, "inherited", 2, Outcome::Anything),
    exactly(Function::IsIdentifier, "is_identifier", 1, Outcome::Bool),
    exactly(Function::IsPublicPrincipal, "is_public_principal", 1, Outcome::Bool),
    exactly(Function::IsSet, "is_set", 1, Outcome::Bool),
    exactly(Function::IsWorld, "is_world", 1, Outcome::Bool),
    exactly(Function::LaunchTemplate, "launch_template", 1, Outcome::Anything),
    Signature { function: Function::Manages, name: "manages", least: 2, most: None, result: Outcome::Bool },
    Signature {
        function: Function::OtherReferrers,
        name: "other_referrers",
        least: 1,
        most: None,
        result: Outcome::Instances(0),
    },
    exactly(Function::OwnersOf, "owners_of", 3, Outcome::Instances(1)),
    exactly(Function::Passages, "passages", 1, Outcome::Anything),
    exactly(Function::Policy, "policy", 1, Outcome::Policy),
    exactly(Function::Possible, "possible", 1, Outcome::Bool),
    exactly(Function::PrincipalAccount, "principal_account", 1, Outcome::String),
    exactly(Function::PrincipalKind, "principal_kind", 1, Outcome::String),
    Signature { function: Function::Referrers, name: "referrers", least: 0, most: None, result: Outcome::Instances(0) },
    exactly(Function::Resources, "resources", 1, Outcome::Instances(0)),
    exactly(Function::RestrictsAccess, "restricts_access", 1, Outcome::Bool),
    exactly(Function::Same, "same", 2, Outcome::Bool),
    exactly(Function::SecretKind, "secret_kind", 2, Outcome::String),
    Signature { function: Function::Target, name: "target", least: 1, most: None, result: Outcome::Target },
    Signature {
        function: Function::TargetOrUnknown,
        name: "target_or_unknown",
        least: 2,
        most: None,
        result: Outcome::Target,
    },
    Signature { function: Function::Targets, name: "targets", least: 1, most: None, result: Outcome::Targets },
    exactly(Function::Texts, "texts", 1, Outcome::Anything),
    exactly(Function::Undecided, "undecided", 1, Outcome::Bool),
    exactly(Function::VersionAtLeast, "version_at_least", 2, Outcome::Bool),
];

static BY_NAME: LazyLock<FxHashMap<&'static str, &'static Signature>> =
    LazyLock::new(|| SIGNATURES.iter().map(|signature| (signature.name, signature)).collect());

/// A rule function by name.
pub fn signature(name: &str) -> Option<&'static Signature> {
    BY_NAME.get(name).copied()
}

/// The truth of an element that is the answer of a quantifier, whatever the other elements are.
pub fn decides(name: &str) -> Option<bool> {
    match signature(name)?.function {
        Function::Any => Some(true),
        Function::All => Some(false),
        _ => None,
    }
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
