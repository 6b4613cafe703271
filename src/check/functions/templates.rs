//! The launch template that an instance starts from, where what the run shows of it is the version in use.

use super::targets::target_or_unknown;
use super::{elements, logic, unknown};
use crate::check::scope::CheckScope;
use crate::check::world::address_of;
use crate::graph::{Operation, Origin};
use crate::value::{Blocker, Type, Value};

const TYPES: [&str; 2] = ["aws_launch_template", "data.aws_launch_template"];

/// Of `launch_template` blocks: null without one, and unknown where another configuration declares the template or the instance
/// uses a version of it whose content is not known. A change makes a new version; whoever names a number, or the default of a
/// template that does not move it, stays with the old one.
pub(super) fn launch_template(scope: &CheckScope<'_>, blocks: &Value) -> Result<Value, String> {
    let Some(blocks) = elements(blocks) else { return Ok(unknown(Type::Dynamic, &[blocks])) };
    let Some(block) = blocks.first() else { return Ok(Value::null()) };
    let part = |name: &str| block.get(name).cloned().unwrap_or_else(Value::null);
    let types = TYPES.map(Value::from);
    let named = target_or_unknown(scope, &part("id"), &types)?;
    let template = if named.is_null() { target_or_unknown(scope, &part("name"), &types)? } else { named };
    if template.as_mapping().is_none() || is_shown(scope, &template, &part("version")) {
        return Ok(template);
    }
    let of = address_of(&template).unwrap_or_default();
    let reason = match part("version").as_str() {
        Some(version) if !matches!(version, "" | "$Default") => format!("version {version} of {of}"),
        _ => format!("the default version of {of}"),
    };
    Ok(Value::unknown(Type::Dynamic, Blocker::Other(reason.into())))
}

/// Whether the version is what the run shows of the template: the latest one.
fn is_shown(scope: &CheckScope<'_>, template: &Value, version: &Value) -> bool {
    let graph = scope.world.graph;
    let of = |name: &str| template.get(name).cloned().unwrap_or_else(Value::null);
    let is_latest = |number: &Value| {
        let text =
            |value: &Value| value.as_number().map(ToString::to_string).or_else(|| Some(value.as_str()?.to_owned()));
        text(number).is_some_and(|number| Some(number) == text(&of("latest_version")))
    };
    let operation = scope.world.identify(template).map(|id| graph.get(id).operation);
    let is_new = matches!(operation, Some(Operation::Create | Operation::Replace));
    // Configuration alone does not say how many versions there are already.
    let is_first = |number: &str| is_new && graph.origin == Origin::Plan && number == "1";
    // A number that becomes a text is no reference any more, but nothing else is in its way.
    let refers = |name: &str| match version.as_unknown().map(|unknown| &*unknown.blockers) {
        Some([Blocker::Attribute(to)]) => Some(&*to.address) == address_of(template) && *to.path == *name,
        _ => false,
    };
    let is_default = logic::is_unset(version) || version.as_str() == Some("$Default") || refers("default_version");
    match version.as_str() {
        _ if is_default => {
            let (moves, default) = (of("update_default_version"), of("default_version"));
            let free = is_new && default.is_null();
            moves.as_bool() == Some(true) || free || is_latest(&default)
        }
        Some("$Latest") => true,
        Some(number) => is_first(number) || is_latest(version),
        None => refers("latest_version"),
    }
}
