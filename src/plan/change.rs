//! Objects in plans and states.

use super::json::{Json, Text};
use super::slice::{Index, Keeper, Slice};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::sync::Arc;

/// What names a resource object, in a change or in a state.
#[derive(Clone, Debug)]
pub struct Object {
    /// The full instance address.
    pub address: Arc<str>,
    /// The module instance's address; empty for the root.
    pub module: Arc<str>,
    /// `managed`, `data` or `ephemeral`.
    pub mode: Arc<str>,
    pub type_name: Arc<str>,
    pub name: Arc<str>,
    pub index: Option<Index>,
    pub deposed: Option<Arc<str>>,
    /// The provider's source address; only a name in old plans; may be empty.
    pub provider: Arc<str>,
}

/// An entry of `resource_changes` or `resource_drift`.
#[derive(Clone, Debug)]
pub struct Change {
    pub object: Object,
    pub previous_address: Option<Arc<str>>,
    /// In the order of the plan: `["delete", "create"]`.
    pub actions: [Option<Arc<str>>; 2],
    pub action_reason: Option<Arc<str>>,
    pub before: Option<Slice>,
    pub after: Option<Slice>,
    pub after_unknown: Option<Slice>,
    pub before_sensitive: Option<Slice>,
    pub after_sensitive: Option<Slice>,
    pub replace_paths: Option<Slice>,
    pub importing: bool,
    /// Put off to a later plan, and why.
    pub deferred: Option<Arc<str>>,
}

/// A resource in a plan or state as written; each kind of document has some of the fields.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct RawEntry<'a> {
    #[serde(borrow)]
    address: Option<Text<'a>>,
    #[serde(borrow)]
    module_address: Option<Text<'a>>,
    #[serde(borrow)]
    mode: Option<Text<'a>>,
    #[serde(borrow)]
    r#type: Option<Text<'a>>,
    #[serde(borrow)]
    name: Option<Text<'a>>,
    #[serde(borrow)]
    index: Option<Json<'a>>,
    #[serde(borrow)]
    deposed: Option<Text<'a>>,
    #[serde(borrow)]
    deposed_key: Option<Text<'a>>,
    #[serde(borrow)]
    provider_name: Option<Text<'a>>,
    #[serde(borrow)]
    previous_address: Option<Text<'a>>,
    #[serde(borrow)]
    action_reason: Option<Text<'a>>,
    #[serde(borrow)]
    change: Option<RawChange<'a>>,
    #[serde(borrow)]
    values: Option<&'a RawValue>,
    #[serde(borrow)]
    sensitive_values: Option<&'a RawValue>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawChange<'a> {
    #[serde(borrow)]
    actions: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    before: Option<&'a RawValue>,
    #[serde(borrow)]
    after: Option<&'a RawValue>,
    #[serde(borrow)]
    after_unknown: Option<&'a RawValue>,
    #[serde(borrow)]
    before_sensitive: Option<&'a RawValue>,
    #[serde(borrow)]
    after_sensitive: Option<&'a RawValue>,
    #[serde(borrow)]
    replace_paths: Option<&'a RawValue>,
    #[serde(borrow)]
    importing: Option<&'a RawValue>,
}

impl Change {
    pub(super) fn of(raw: RawEntry<'_>, keeper: &mut Keeper) -> Change {
        let change = raw.change.unwrap_or_default();
        let mut actions = change.actions.unwrap_or_default().into_iter().map(|action| keeper.name(&action));
        let actions = [actions.next(), actions.next()];
        let name = |text: Option<Text<'_>>, keeper: &mut Keeper| text.map(|text| keeper.name(&text));
        // Masks are `false` for nothing, and an unchanged object's are mostly empty: they need no place.
        let slice = |raw: Option<&RawValue>| raw.map(|raw| keeper.slice(raw));
        let mask = |raw: Option<&RawValue>| slice(raw.filter(|raw| !matches!(raw.get(), "false" | "{}")));
        let (before_sensitive, after_sensitive) = (mask(change.before_sensitive), mask(change.after_sensitive));
        let (before, after, after_unknown) = (slice(change.before), slice(change.after), mask(change.after_unknown));
        let replace_paths = slice(change.replace_paths);
        Change {
            previous_address: name(raw.previous_address, keeper),
            action_reason: name(raw.action_reason, keeper),
            actions,
            before,
            after,
            after_unknown,
            before_sensitive,
            after_sensitive,
            replace_paths,
            importing: change.importing.is_some(),
            deferred: None,
            object: Object::of(
                [raw.address, raw.module_address, raw.mode, raw.r#type, raw.name, raw.provider_name],
                raw.index,
                raw.deposed,
                keeper,
            ),
        }
    }

    /// An object of a state: it is there, and nothing happens to it.
    pub(super) fn of_state(raw: RawEntry<'_>, module: &str, keeper: &mut Keeper) -> Change {
        let module = (!module.is_empty()).then(|| Text(module.into()));
        let values = raw.values.map(|values| keeper.slice(values));
        let sensitive = raw.sensitive_values.map(|mask| keeper.slice(mask));
        Change {
            previous_address: None,
            action_reason: None,
            actions: [Some(keeper.name("no-op")), None],
            before: values,
            after: values,
            after_unknown: None,
            before_sensitive: sensitive,
            after_sensitive: sensitive,
            replace_paths: None,
            importing: false,
            deferred: None,
            object: Object::of(
                [raw.address, module, raw.mode, raw.r#type, raw.name, raw.provider_name],
                raw.index,
                raw.deposed_key,
                keeper,
            ),
        }
    }

    /// The first action, or the pair of a replacement, is this one.
    pub fn does(&self, action: &str) -> bool {
        self.actions.iter().flatten().any(|other| **other == *action)
    }
}

impl Object {
    fn of(
        texts: [Option<Text<'_>>; 6],
        index: Option<Json<'_>>,
        deposed: Option<Text<'_>>,
        keeper: &mut Keeper,
    ) -> Object {
        let [address, module, mode, type_name, name, provider] = texts;
        let mut shared = |text: Option<Text<'_>>| keeper.name(text.as_deref().unwrap_or_default());
        let (module, type_name, name) = (shared(module), shared(type_name), shared(name));
        let (provider, mode) = (shared(provider), mode.map_or_else(|| "managed".into(), |mode| shared(Some(mode))));
        Object {
            address: address.as_deref().unwrap_or_default().into(),
            module,
            mode,
            type_name,
            name,
            index: index.and_then(|index| match index {
                Json::Number(number) => number.to_i64().map(Index::Int),
                Json::String(key) => Some(Index::String(keeper.name(&key))),
                _ => None,
            }),
            deposed: deposed.map(|key| Arc::from(&*key)),
            provider,
        }
    }
}
