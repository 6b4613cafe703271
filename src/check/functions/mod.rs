//! The functions that rules have beside Terraform's own.

mod dates;
mod logic;
mod network;
mod policies;
mod principals;
mod relations;
mod removals;
mod secrets;
mod sources;
mod targets;
mod templates;
mod transport;

pub use secrets::{credential_places, is_credential_name, is_named_credential};

use super::scope::CheckScope;
use crate::rules::Function as F;
use crate::value::{Blocker, Marks, Truth, Type, Unknown, Value};

/// Calls a rule function; `None` when there is none of this name. Errors are mistakes in the rule.
pub(super) fn call(scope: &CheckScope<'_>, name: &str, arguments: &[Value]) -> Option<Result<Value, String>> {
    let signature = crate::rules::signature(name)?;
    let too_many = signature.most.is_some_and(|most| arguments.len() > most);
    if arguments.len() < signature.least || too_many {
        return Some(Err(format!("takes {} arguments, not {}", signature.least, arguments.len())));
    }
    let result = match (signature.function, arguments) {
        (F::Default, [value, default]) => Ok(logic::default(value, default)),
        (F::IsSet, [value]) => Ok(logic::is_set(value)),
        (F::Exists, [list]) => logic::exists(list),
        (F::Any, [list]) => logic::any(list),
        (F::All, [list]) => logic::all(list),
        (F::Possible, [truth]) => logic::possible(truth),
        (F::Same, [a, b]) => Ok(logic::same(a, b)),
        (F::Attribute, [object, path]) => logic::attribute(object, path),
        (F::Address, [object]) => Ok(relations::address(object)),
        (F::Resources, [type_name]) => text(type_name).map(|name| relations::resources(scope, name)),
        (F::InScope, [type_name]) => text(type_name).map(|name| relations::in_scope(scope, name)),
        (F::Companions, [type_name, path]) => relations::companions(scope, type_name, path),
        (F::CompanionsOf, [object, type_name, path]) => relations::companions_of(scope, object, type_name, path),
        (F::OwnersOf, [object, owners, path]) => relations::owners_of(scope, object, owners, path),
        (F::AccountJudged, []) => Ok(removals::account_judged(scope)),
        (F::Manages, [value, types @ ..]) => removals::manages(scope, value, types),
        (F::Holders, [type_name, path, value]) => removals::holders(scope, type_name, path, value),
        (F::Target, [value, types @ ..]) => targets::target(scope, value, types),
        (F::TargetOrUnknown, [value, types @ ..]) => targets::target_or_unknown(scope, value, types),
        (F::Inherited, [object, attribute]) => sources::inherited(scope, object, attribute),
        (F::LaunchTemplate, [blocks]) => templates::launch_template(scope, blocks),
        (F::Targets, [list, types @ ..]) => targets::targets(scope, list, types),
        (F::Referrers, types) => relations::referrers(scope, types),
        (F::OtherReferrers, types) => relations::other_referrers(scope, types),
        (F::EbsDefaultEncryption, []) => Ok(relations::ebs_default_encryption(scope)),
        (F::Policy, [value]) => Ok(super::policy::document(scope.world, value)),
        (F::PrincipalAccount, [principal]) => Ok(principals::principal_account(principal)),
        (F::PrincipalKind, [principal]) => Ok(principals::principal_kind(scope.world, principal)),
        (F::IsIdentifier, [value]) => Ok(logic::is_identifier(value).into()),
        (F::IamMatch, [pattern, text]) => Ok(policies::iam_match(pattern, text)),
        (F::ActionsAllow, [statement, action]) => Ok(policies::affects("Allow", statement, action)),
        (F::ActionsDeny, [statement, action]) => Ok(policies::affects("Deny", statement, action)),
        (F::IsPublicPrincipal, [statement]) => Ok(policies::is_public_principal(statement)),
        (F::RestrictsAccess, [statement]) => Ok(policies::restricts_access(statement)),
        (F::DeniesInsecureTransport, [document, bucket @ ..]) => {
            Ok(transport::denies_insecure_transport(scope, document, bucket.first()))
        }
        (F::IsWorld, [cidr]) => Ok(network::is_world(cidr)),
        (F::CoversPort, [from, to, protocol, port]) => network::covers_port(from, to, protocol, port),
        (F::DaysSince, [time]) => dates::days(time, scope.today, 1),
        (F::DaysUntil, [time]) => dates::days(time, scope.today, -1),
        (F::Passages, [value]) => Ok(secrets::passages(value)),
        (F::Texts, [value]) => Ok(secrets::texts(value)),
        (F::Undecided, [reason]) => {
            text(reason).map(|reason| Value::unknown(Type::Bool, Blocker::Other(reason.into())))
        }
        (F::VersionAtLeast, [version, minimum]) => dates::version_at_least(version, minimum),
        (F::SecretKind, [name, value]) => Ok(secrets::secret_kind(scope.world, name, value)),
        _ => Err("has no such form".to_string()),
    };
    // The kind of a secret is none.
    let telling = if signature.function == F::SecretKind { &arguments[..1] } else { arguments };
    let marks = telling.iter().fold(Marks::NONE, |marks, value| marks.union(value.marks));
    Some(result.map(|value| value.with_marks(marks)))
}

fn text(value: &Value) -> Result<&str, String> {
    value.as_str().ok_or_else(|| "a known string is expected".to_string())
}

/// A truth as a value; what is not certain names what blocks it.
fn truth(truth: Truth, from: &[&Value]) -> Value {
    match truth {
        Truth::Yes => true.into(),
        Truth::No => false.into(),
        Truth::Unknown => unknown(Type::Bool, from),
    }
}

/// Something that hangs on unknown parts of the values.
fn unknown(ty: Type, from: &[&Value]) -> Value {
    let parts: Vec<&Unknown> = from.iter().flat_map(|value| value.unknowns()).collect();
    if parts.is_empty() {
        return Value::unknown(ty, Blocker::Other("cannot be told".into()));
    }
    Unknown::derived(ty, parts).into()
}

/// The truth that some element answers yes.
fn any_of<T>(elements: impl IntoIterator<Item = T>, answer: impl FnMut(T) -> Truth) -> Truth {
    elements.into_iter().map(answer).fold(Truth::No, Truth::or)
}

/// The truth that every element answers yes.
fn all_of<T>(elements: impl IntoIterator<Item = T>, answer: impl FnMut(T) -> Truth) -> Truth {
    elements.into_iter().map(answer).fold(Truth::Yes, Truth::and)
}

/// The elements of a list; `None` when the list itself is unknown. Null is an empty list.
fn elements(list: &Value) -> Option<&[Value]> {
    if list.as_unknown().is_some() { None } else { Some(list.as_sequence().unwrap_or_default()) }
}
