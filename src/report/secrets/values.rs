//! Secrets among values: marked ones, those that the schema marks, and those that a name tells.

use super::Found;
use super::plain::Plain;
use crate::check::is_named_credential;
use crate::eval::Evaluation;
use crate::graph::Graph;
use crate::schema::{BlockSchema, Schema};
use crate::text::Span;
use crate::value::{Kind, Marks, Value};
use std::collections::HashMap;
use std::sync::Arc;

/// Arguments of providers that hold secrets, though the schema does not say so.
pub(super) const OF_PROVIDERS: [&str; 5] = ["access_key", "secret_key", "token", "password", "client_secret"];
/// Parts of a sensitive text that are looked for on their own.
const PART: usize = 8;

/// Every secret string of the graph.
pub(super) fn of(graph: &Graph, schema: &Schema) -> Found {
    let mut found = Found::new();
    let mut plain = Plain::default();
    let mut schemas: HashMap<&str, Option<Arc<BlockSchema>>> = HashMap::new();
    for (_, resource) in graph.resources() {
        if resource.unmarked_texts().is_some_and(|texts| texts.iter().all(|text| plain.is(text))) {
            continue;
        }
        let sensitive = |schema: &Arc<BlockSchema>| schema.holds_secrets();
        let block = schemas.entry(&resource.type_name);
        let block = block.or_insert_with(|| schema.resource(&resource.type_name).filter(sensitive)).clone();
        for value in [Some(resource.values()), resource.prior()].into_iter().flatten() {
            collect(&value, block.as_deref(), false, &mut found);
        }
    }
    for secret in graph.secrets() {
        collect(secret, None, false, &mut found);
    }
    for provider in graph.providers() {
        collect(&provider.values, None, false, &mut found);
        for name in OF_PROVIDERS {
            provider.values.get(name).into_iter().for_each(|value| collect(value, None, true, &mut found));
        }
    }
    if let Some(evaluation) = graph.configuration() {
        variables(evaluation, &mut found);
    }
    found
}

fn variables(evaluation: &Arc<Evaluation>, found: &mut Found) {
    for instance in evaluation.all_instances() {
        for (name, block) in &instance.module.variables {
            if let Ok(value) = evaluation.variable(&instance, name, Span { ..block.header }) {
                collect(&value, None, false, found);
            }
        }
    }
}

/// The value as the provider's schema marks it.
pub fn with_schema_marks(value: &Value, block: &BlockSchema) -> Value {
    block.with_attributes(value, &|attribute, value| {
        let marks = if attribute.sensitive || attribute.write_only { Marks::SENSITIVE } else { Marks::NONE };
        value.clone().with_marks(marks)
    })
}

/// What is secret in a value; `block` is the schema of the block that the value is, or of the blocks in it.
fn collect(value: &Value, block: Option<&BlockSchema>, inside: bool, found: &mut Found) {
    let hidden = inside || value.marks.contains(Marks::SENSITIVE) || value.marks.contains(Marks::EPHEMERAL);
    match &value.kind {
        Kind::String(text) if hidden => {
            forms(text, found);
            json(text, true, found);
        }
        // Container definitions and the like hold names and values of their own.
        Kind::String(text) => json(text, false, found),
        Kind::Number(number) if hidden => {
            let digits = number.to_string();
            if digits.len() >= PART - 2 {
                found.insert(digits.into());
            }
        }
        Kind::List(_, elements) | Kind::Set(_, elements) | Kind::Tuple(elements) => {
            elements.iter().for_each(|element| collect(element, block, hidden, found));
        }
        Kind::Map(_, entries) => {
            entries.iter().for_each(|(name, entry)| {
                let named = entry.as_str().is_some_and(|text| is_named_credential(name, text));
                collect(entry, None, hidden || named, found);
            });
        }
        Kind::Object(entries) => {
            let text = |name: &str| entries.get(name).and_then(Value::as_str);
            let named =
                matches!((text("name"), text("value")), (Some(name), Some(value)) if is_named_credential(name, value));
            for (name, entry) in entries.iter() {
                let attribute = block.and_then(|block| block.attribute(name));
                let nested = block.filter(|_| attribute.is_none()).and_then(|block| block.nested_block(name));
                let marked = attribute.is_some_and(|attribute| attribute.sensitive || attribute.write_only);
                let hidden = hidden || marked || named && &**name == "value";
                collect(entry, nested.map(|nested| &*nested.block), hidden, found);
            }
        }
        _ => {}
    }
}

/// The text as it may be written in sources and outputs: its lines, and with the escapes of HCL and of JSON.
pub(super) fn forms(text: &str, found: &mut Found) {
    found.insert(text.into());
    if text.contains('\n') {
        found.extend(text.lines().map(str::trim).filter(|line| line.len() >= PART).map(Arc::from));
    }
    if text.contains(['"', '\\', '\n', '\t', '\r', '$', '%']) {
        let json = serde_json::to_string(text).unwrap_or_default();
        let json = json.trim_matches('"');
        found.insert(json.into());
        found.insert(json.replace("${", "$${").replace("%{", "%%{").into());
    }
}

/// Secrets inside a text that is JSON: every string where all of it is sensitive, else those that a name tells.
fn json(text: &str, hidden: bool, found: &mut Found) {
    if !is_like_json(text) || !hidden && !may_name(text) {
        return;
    }
    if let Ok(document) = serde_json::from_str::<serde_json::Value>(text) {
        json_value(&document, hidden, found);
    }
}

/// A text that is JSON of its own, and may hold what a name tells.
pub(super) fn may_hold_named(text: &str) -> bool {
    is_like_json(text) && may_name(text)
}

fn is_like_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

/// Some word of a credential's name stands in the text.
fn may_name(text: &str) -> bool {
    const WORDS: [&str; 6] = ["key", "pass", "pwd", "secret", "token", "credential"];
    let lower = text.to_ascii_lowercase();
    WORDS.iter().any(|word| lower.contains(word))
}

fn json_value(value: &serde_json::Value, hidden: bool, found: &mut Found) {
    use serde_json::Value as Json;
    match value {
        Json::String(text) if hidden && text.len() >= PART => forms(text, found),
        Json::Array(elements) => elements.iter().for_each(|element| json_value(element, hidden, found)),
        Json::Object(entries) => {
            let text = |name: &str| entries.get(name).and_then(Json::as_str);
            let named =
                matches!((text("name"), text("value")), (Some(name), Some(value)) if is_named_credential(name, value));
            for (name, entry) in entries {
                let by_name = entry.as_str().is_some_and(|text| is_named_credential(name, text));
                json_value(entry, hidden || by_name || named && name == "value", found);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is passed over without making values of it holds no secret; most of a plan is.
    #[test]
    fn plain_json_holds_no_secret() {
        let (mut plain, mut skipped, mut all) = (Plain::default(), 0, 0);
        for (plan, graph) in crate::tests::rules_plans::recorded_graphs() {
            for (_, resource) in graph.resources() {
                all += 1;
                let texts = resource.unmarked_texts();
                if !texts.is_some_and(|texts| texts.iter().all(|text| plain.is(text))) {
                    continue;
                }
                skipped += 1;
                let mut found = Found::new();
                let schema = Schema::builtin().resource(&resource.type_name);
                for value in [Some(resource.values()), resource.prior()].into_iter().flatten() {
                    collect(&value, schema.as_deref(), false, &mut found);
                }
                assert!(found.is_empty(), "{plan}: {} holds {found:?}", resource.address);
            }
        }
        assert!(skipped * 2 > all, "{skipped} of {all}");
    }
}
