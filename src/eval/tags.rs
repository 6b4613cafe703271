//! `tags_all`: the tags of a resource together with the `default_tags` of its provider configuration.

use super::evaluation::Evaluation;
use super::providers::provider_of;
use super::resource::ResourceInstance;
use crate::schema::BlockSchema;
use crate::value::{Kind, Type, Unknown, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The configured values with `tags_all` as the provider plans it. Without any tag, with empty ones, or where the
/// provider ignores some, the provider leaves it to be computed.
pub(super) fn with_all_tags(
    evaluation: &Evaluation,
    resource: &ResourceInstance,
    schema: Option<&BlockSchema>,
    configured: Value,
) -> Value {
    let all = schema.and_then(|schema| schema.attribute("tags_all")).filter(|attribute| attribute.computed);
    let (Some(_), Kind::Object(values)) = (all, &configured.kind) else { return configured };
    let (Some(tags), Some(true)) = (values.get("tags"), values.get("tags_all").map(Value::is_null)) else {
        return configured;
    };
    let module = evaluation.instance(resource.module);
    let type_name = &resource.key.type_name;
    let provider = provider_of(evaluation, &module, &resource.block, type_name, &resource.repetition);
    let blocks = |name: &str| provider.values.get(name).filter(|value| !is_empty(value));
    if blocks("ignore_tags").is_some() {
        return configured;
    }
    let defaults = blocks("default_tags").and_then(|blocks| match &blocks.kind {
        Kind::Unknown(_) => Some(blocks),
        _ => blocks.as_sequence()?.first()?.get("tags"),
    });
    let Some(all) = merged(defaults.into_iter().chain([tags])) else { return configured };
    let mut configured = configured;
    if let Kind::Object(values) = &mut configured.kind {
        Arc::make_mut(values).insert("tags_all".into(), all);
    }
    configured
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_sequence().is_some_and(<[Value]>::is_empty)
}

/// Later tags win. `None` when the provider computes the result.
fn merged<'v>(maps: impl Iterator<Item = &'v Value>) -> Option<Value> {
    let (mut all, mut unknown, mut marks) = (BTreeMap::<Arc<str>, Value>::new(), Vec::new(), Default::default());
    for map in maps {
        marks = map.marks.union(marks);
        unknown.extend(map.unknowns());
        all.extend(map.as_mapping().into_iter().flatten().map(|(name, value)| (name.clone(), value.clone())));
    }
    let ty = Type::map(Type::String);
    if !unknown.is_empty() {
        let derived = Unknown::derived(ty, unknown);
        return Some(Value::from(derived).with_marks(marks));
    }
    let computed = all.values().any(|value| value.is_null() || value.as_str() == Some(""));
    (!all.is_empty() && !computed).then(|| Value::map(Type::String, all.into_iter().collect()).with_marks(marks))
}
