//! Objects in plans and states.

use super::json::{Json, Text};
use super::slice::{Index, Keeper, Slice};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::sync::Arc;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectMode {
    Managed,
    Data,
    Ephemeral,
}

/// What names a resource object, in a change or in a state.
#[derive(Clone, Debug)]
pub struct Object {
    /// The full instance address.
    pub address: Arc<str>,
    /// The module instance's address; empty for the root.
    pub module: Arc<str>,
    pub mode: ObjectMode,
    pub type_name: Arc<str>,
    pub name: Arc<str>,
    pub index: Option<Index>,
    /// The provider's source address; only a name in old plans; may be empty.
    pub provider: Arc<str>,
}

/// An entry of `resource_changes` or `resource_drift`. There may be very many: what is rare is in `rare`.
#[derive(Clone, Debug)]
pub struct Change {
    pub object: Object,
    pub actions: Actions,
    pub before: Option<Slice>,
    pub after: Option<Slice>,
    pub after_unknown: Option<Slice>,
    pub before_sensitive: Option<Slice>,
    pub after_sensitive: Option<Slice>,
    pub rare: Option<Box<Rare>>,
}

/// What few changes have.
#[derive(Clone, Debug, Default)]
pub struct Rare {
    pub previous_address: Option<Arc<str>>,
    pub action_reason: Option<Arc<str>>,
    pub replace_paths: Option<Slice>,
    pub importing: bool,
    pub deposed: Option<Arc<str>>,
    /// Put off to a later plan, and why.
    pub deferred: Option<Arc<str>>,
}

/// A set of actions; the order of a replacement is whether it creates first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Actions {
    bits: u8,
    /// `["create", "delete"]`.
    pub creates_first: bool,
}

/// The actions that are known, in the order of their bits.
const ACTIONS: [&str; 6] = ["create", "read", "update", "delete", "forget", "no-op"];

impl Actions {
    fn of(actions: &[Text<'_>]) -> Actions {
        let bit = |action: &Text<'_>| ACTIONS.iter().position(|known| **known == **action).map_or(0, |bit| 1 << bit);
        let creates_first = actions.len() > 1 && &*actions[0] == "create";
        Actions { bits: actions.iter().map(bit).fold(0, |all, bit| all | bit), creates_first }
    }

    /// One of the actions is this one (`create`).
    pub fn has(self, action: &str) -> bool {
        ACTIONS.iter().position(|known| *known == action).is_some_and(|bit| self.bits & 1 << bit != 0)
    }
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
        let mut name = |text: Option<Text<'_>>| text.map(|text| keeper.name(&text));
        let rare = Rare {
            previous_address: name(raw.previous_address),
            action_reason: name(raw.action_reason),
            deposed: name(raw.deposed),
            replace_paths: change.replace_paths.map(|raw| keeper.slice(raw)),
            importing: change.importing.is_some(),
            deferred: None,
        };
        // Masks are `false` for nothing, and an unchanged object's are mostly empty: they need no place.
        let slice = |raw: Option<&RawValue>| raw.map(|raw| keeper.slice(raw));
        let mask = |raw: Option<&RawValue>| slice(raw.filter(|raw| !matches!(raw.get(), "false" | "{}")));
        Change {
            actions: Actions::of(&change.actions.unwrap_or_default()),
            before: slice(change.before),
            after: slice(change.after),
            after_unknown: mask(change.after_unknown),
            before_sensitive: mask(change.before_sensitive),
            after_sensitive: mask(change.after_sensitive),
            rare: rare.boxed(),
            object: Object::of(
                [raw.address, raw.module_address, raw.mode, raw.r#type, raw.name, raw.provider_name],
                raw.index,
                keeper,
            ),
        }
    }

    /// An object of a state: it is there, and nothing happens to it.
    pub(super) fn of_state(raw: RawEntry<'_>, module: &str, keeper: &mut Keeper) -> Change {
        let module = (!module.is_empty()).then(|| Text(module.into()));
        let values = raw.values.map(|values| keeper.slice(values));
        let sensitive = raw.sensitive_values.map(|mask| keeper.slice(mask));
        let deposed = raw.deposed_key.map(|key| keeper.name(&key));
        Change {
            actions: Actions::of(&[Text("no-op".into())]),
            before: values,
            after: values,
            after_unknown: None,
            before_sensitive: sensitive,
            after_sensitive: sensitive,
            rare: Rare { deposed, ..Rare::default() }.boxed(),
            object: Object::of(
                [raw.address, module, raw.mode, raw.r#type, raw.name, raw.provider_name],
                raw.index,
                keeper,
            ),
        }
    }

    pub(super) fn defer(&mut self, reason: Arc<str>) {
        self.rare.get_or_insert_default().deferred = Some(reason);
    }

    /// One of the actions is this one.
    pub fn does(&self, action: &str) -> bool {
        self.actions.has(action)
    }

    /// The key of a deposed object.
    pub fn deposed(&self) -> Option<&Arc<str>> {
        self.rare.as_ref()?.deposed.as_ref()
    }

    /// The address before `moved`.
    pub fn previous_address(&self) -> Option<&Arc<str>> {
        self.rare.as_ref()?.previous_address.as_ref()
    }

    /// Why the change is put off to a later plan.
    pub fn deferred(&self) -> Option<&Arc<str>> {
        self.rare.as_ref()?.deferred.as_ref()
    }

    pub fn is_import(&self) -> bool {
        self.rare.as_ref().is_some_and(|rare| rare.importing)
    }
}

impl Rare {
    fn boxed(self) -> Option<Box<Rare>> {
        let Rare { previous_address, action_reason, replace_paths, importing, deposed, deferred } = &self;
        let texts = [previous_address, action_reason, deposed, deferred];
        let any = *importing || replace_paths.is_some() || texts.iter().any(|text| text.is_some());
        any.then(|| Box::new(self))
    }
}

impl Object {
    fn of(texts: [Option<Text<'_>>; 6], index: Option<Json<'_>>, keeper: &mut Keeper) -> Object {
        let [address, module, mode, type_name, name, provider] = texts;
        let mut shared = |text: Option<Text<'_>>| keeper.name(text.as_deref().unwrap_or_default());
        let (module, type_name, name, provider) = (shared(module), shared(type_name), shared(name), shared(provider));
        Object {
            address: address.as_deref().unwrap_or_default().into(),
            module,
            mode: match mode.as_deref() {
                Some("data") => ObjectMode::Data,
                Some("ephemeral") => ObjectMode::Ephemeral,
                _ => ObjectMode::Managed,
            },
            type_name,
            name,
            index: index.and_then(|index| match index {
                Json::Number(number) => number.to_i64().map(Index::Int),
                Json::String(key) => Some(Index::String(keeper.name(&key))),
                _ => None,
            }),
            provider,
        }
    }
}
