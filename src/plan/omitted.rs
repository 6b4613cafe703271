//! Planned values without the changes of a plan: what they leave out is decided at apply, what is unset they show as null.

use super::change::{Change, ObjectMode};
use super::configuration::{ConfigModule, Configuration};
use super::slice::Keeper;
use super::stopped::{asked_for, calls};
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

/// Marks what the values of objects that are made, changed or read do not show. Of what is not set only the attributes that
/// something asks for are told.
pub(super) fn mark(changes: &mut [Change], configuration: &Configuration, keeper: &mut Keeper<'_>) {
    let asked = [false, true].map(|of_data| asked_for(configuration, of_data, keeper));
    let modules: FxHashMap<&str, &ConfigModule> =
        configuration.modules.iter().map(|module| (&*module.path, module)).collect();
    for change in changes.iter_mut() {
        let (object, is_data) = (&change.object, change.object.mode == ObjectMode::Data);
        if !is_data && !change.does("create") && !change.does("update") {
            continue;
        }
        let name = format!("{}{}.{}", if is_data { "data." } else { "" }, object.type_name, object.name);
        let config = modules.get(&*calls(&object.module)).and_then(|module| module.resources.get(&*name));
        let Some(config) = config else { continue };
        let read = |slice| serde_json::from_str::<Map<String, Value>>(keeper.read(slice)).unwrap_or_default();
        let values = change.after.map(read).unwrap_or_default();
        let written = config.expressions.map(read).unwrap_or_default();
        let mut mask = members(&written, &values);
        // What `dynamic` blocks make may lack what nothing else shows; of what exists it may be what the provider reads back.
        let is_made = |name: &str| change.before.is_none() && !written.contains_key(name);
        let made = values.iter().filter(|(name, value)| is_made(name) && holds_objects(value));
        mask.extend(made.map(|(name, _)| (name.clone(), true.into())));
        for name in asked[usize::from(is_data)].iter().filter(|name| !values.contains_key(*name)) {
            mask.insert(name.clone(), true.into());
        }
        if !mask.is_empty() {
            change.after = change.after.or_else(|| Some(keeper.make("{}")));
            change.after_unknown = Some(keeper.make(&Value::Object(mask).to_string()));
        }
    }
}

/// The mask of a block's values.
fn members(written: &Map<String, Value>, values: &Map<String, Value>) -> Map<String, Value> {
    let mask = |(name, expression): (&String, &Value)| {
        let mask = values.get(name).map_or(Value::Bool(true), |value| of(expression, value));
        any(&mask).then(|| (name.clone(), mask))
    };
    written.iter().filter_map(mask).collect()
}

fn of(expression: &Value, value: &Value) -> Value {
    match (expression, value) {
        // A set has lost the order of its blocks: each value may be of any.
        (Value::Array(blocks), Value::Array(values)) => {
            let each =
                |value: &Value| blocks.iter().map(|block| of(block, value)).find(any).unwrap_or(Value::Bool(false));
            Value::Array(values.iter().map(each).collect())
        }
        (Value::Object(written), Value::Object(values)) if !is_expression(written) => {
            Value::Object(members(written, values))
        }
        (Value::Object(written), value) if waits(written) && holds_objects(value) => true.into(),
        // Null stands for an element that is not known.
        (_, Value::Array(elements)) => Value::Array(elements.iter().map(|it| Value::Bool(it.is_null())).collect()),
        _ => Value::Bool(false),
    }
}

fn is_expression(written: &Map<String, Value>) -> bool {
    written.is_empty() || written.contains_key("references") || written.contains_key("constant_value")
}

/// It refers to more than variables, which a plan knows.
fn waits(written: &Map<String, Value>) -> bool {
    let references = written.get("references").and_then(Value::as_array);
    references.is_some_and(|all| all.iter().any(|it| !it.as_str().unwrap_or_default().starts_with("var.")))
}

fn holds_objects(value: &Value) -> bool {
    value.as_array().is_some_and(|elements| elements.iter().any(Value::is_object))
}

/// Anything is marked.
fn any(mask: &Value) -> bool {
    match mask {
        Value::Bool(marked) => *marked,
        Value::Array(elements) => elements.iter().any(any),
        Value::Object(members) => members.values().any(any),
        _ => false,
    }
}
