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
    /// The alias of its provider configuration, where a raw state says it.
    pub provider_alias: Option<Arc<str>>,
    /// Put off to a later plan, and why.
    pub deferred: Option<Arc<str>>,
    /// What happens is not said, or by a word that is not known.
    pub unclear: bool,
    /// Not in the plan, which stopped at an error, but in its configuration.
    pub assumed: bool,
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

impl RawEntry<'_> {
    /// The object of a state is told elsewhere; what is deposed is an object of its own.
    pub(super) fn is_skipped(&self, skip: &dyn Fn(&str) -> bool) -> bool {
        self.deposed_key.is_none() && self.address.as_deref().is_some_and(skip)
    }
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
    pub(super) fn of(raw: RawEntry<'_>, keeper: &mut Keeper<'_>) -> Change {
        let told = raw.change.is_some();
        let change = raw.change.unwrap_or_default();
        let is_known = |action: &Text<'_>| ACTIONS.contains(&&**action);
        let unclear = !told || change.actions.as_ref().is_some_and(|actions| !actions.iter().all(is_known));
        let mut name = |text: Option<Text<'_>>| text.map(|text| keeper.name(&text));
        let rare = Rare {
            previous_address: name(raw.previous_address),
            action_reason: name(raw.action_reason),
            deposed: name(raw.deposed),
            replace_paths: change.replace_paths.map(|raw| keeper.slice(raw)),
            importing: change.importing.is_some(),
            unclear,
            ..Rare::default()
        };
        let after = change.after.map(|raw| keeper.slice(raw));
        // What does not change is told twice.
        let same = |before: Slice| after.map_or(before, |after| keeper.shared(before, after));
        let before = change.before.map(|raw| same(keeper.slice(raw)));
        // Masks are `false` for nothing, and an unchanged object's are mostly empty: they need no place.
        let mut mask = |raw: Option<&RawValue>| {
            raw.filter(|raw| !matches!(raw.get(), "false" | "{}")).map(|raw| keeper.repeated(raw))
        };
        let actions = match change.actions {
            Some(actions) => Actions::of(&actions),
            // Only what is there and was not there before can be told without actions.
            None if before.is_none() && after.is_some() => Actions::of(&[Text("create".into())]),
            None => Actions::default(),
        };
        Change {
            actions,
            before,
            after,
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
    pub(super) fn of_state(raw: RawEntry<'_>, module: &str, keeper: &mut Keeper<'_>) -> Change {
        let module = (!module.is_empty()).then(|| Text(module.into()));
        let values = raw.values.map(|values| keeper.slice(values));
        let sensitive = raw.sensitive_values.filter(|mask| mask.get() != "{}").map(|mask| keeper.repeated(mask));
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

    /// An object that the configuration declares: address, module, type and name, and index; what is known of its values, and what is not.
    pub(super) fn assumed(
        names: [&str; 4],
        index: Option<i64>,
        [after, unknown]: [&serde_json::Value; 2],
        keeper: &mut Keeper<'_>,
    ) -> Change {
        let [address, module, type_name, name] = names.map(|name| Some(Text(name.to_owned().into())));
        let places = [after, unknown].map(|value| keeper.make(&value.to_string()));
        Change {
            actions: Actions::of(&[Text("create".into())]),
            before: None,
            after: Some(places[0]),
            after_unknown: Some(places[1]),
            before_sensitive: None,
            after_sensitive: None,
            rare: Rare { assumed: true, ..Rare::default() }.boxed(),
            object: Object::of(
                [address, module, None, type_name, name, None],
                index.map(|it| Json::Number(it.into())),
                keeper,
            ),
        }
    }

    /// An object of a raw state file.
    pub(super) fn of_instance(
        object: Object,
        values: Slice,
        sensitive: Option<Slice>,
        deposed: Option<Arc<str>>,
        provider_alias: Option<Arc<str>>,
    ) -> Change {
        Change {
            object,
            actions: Actions::of(&[Text("no-op".into())]),
            before: Some(values),
            after: Some(values),
            after_unknown: None,
            before_sensitive: sensitive,
            after_sensitive: sensitive,
            rare: Rare { deposed, provider_alias, ..Rare::default() }.boxed(),
        }
    }

    /// An object of planned values: what it was before is known only from the prior state.
    pub(super) fn planned(mut self, prior: Option<&Change>) -> Change {
        self.before = prior.and_then(|prior| prior.after);
        self.before_sensitive = prior.and_then(|prior| prior.after_sensitive);
        let action = match self.before {
            _ if self.object.mode == ObjectMode::Data => "no-op",
            None => "create",
            Some(before) if Some(before) == self.after => "no-op",
            Some(_) => "update",
        };
        self.actions = Actions::of(&[Text(action.into())]);
        self
    }

    /// Every place in the document's text.
    pub(super) fn slices(&mut self) -> impl Iterator<Item = &mut Slice> {
        let places = [
            &mut self.before,
            &mut self.after,
            &mut self.after_unknown,
            &mut self.before_sensitive,
            &mut self.after_sensitive,
        ];
        let rare = self.rare.as_mut().and_then(|rare| rare.replace_paths.as_mut());
        places.into_iter().flatten().chain(rare)
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

    /// The alias of its provider configuration, where a raw state says it.
    pub fn provider_alias(&self) -> Option<&Arc<str>> {
        self.rare.as_ref()?.provider_alias.as_ref()
    }

    /// The address before `moved`.
    pub fn previous_address(&self) -> Option<&Arc<str>> {
        self.rare.as_ref()?.previous_address.as_ref()
    }

    /// Why the change is put off to a later plan.
    pub fn deferred(&self) -> Option<&Arc<str>> {
        self.rare.as_ref()?.deferred.as_ref()
    }

    /// What a plan that stopped at an error does not show: only its configuration tells that it is meant.
    pub fn is_assumed(&self) -> bool {
        self.rare.as_ref().is_some_and(|rare| rare.assumed)
    }

    /// What happens to the object is not said, or by a word that is not known.
    pub fn is_unclear(&self) -> bool {
        self.rare.as_ref().is_some_and(|rare| rare.unclear)
    }

    pub fn is_import(&self) -> bool {
        self.rare.as_ref().is_some_and(|rare| rare.importing)
    }
}

impl Rare {
    fn boxed(self) -> Option<Box<Rare>> {
        let Rare { replace_paths, importing, assumed, unclear, .. } = &self;
        let Rare { previous_address, action_reason, deposed, provider_alias, deferred, .. } = &self;
        let texts = [previous_address, action_reason, deposed, provider_alias, deferred];
        let any =
            *importing || *assumed || *unclear || replace_paths.is_some() || texts.iter().any(|text| text.is_some());
        any.then(|| Box::new(self))
    }
}

impl Object {
    fn of(texts: [Option<Text<'_>>; 6], index: Option<Json<'_>>, keeper: &mut Keeper<'_>) -> Object {
        let [address, module, mode, type_name, name, provider] = texts;
        let mut shared = |text: Option<Text<'_>>| keeper.name(text.as_deref().unwrap_or_default());
        let (module, type_name, name, provider) = (shared(module), shared(type_name), shared(name), shared(provider));
        let object = Object {
            address: address.as_deref().unwrap_or_default().into(),
            module,
            mode: match mode.as_deref() {
                Some("data") => ObjectMode::Data,
                Some("ephemeral") => ObjectMode::Ephemeral,
                None if in_data(address.as_deref().unwrap_or_default()) => ObjectMode::Data,
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
        };
        let unnamed = object.type_name.is_empty() || object.name.is_empty();
        if object.address.is_empty() == unnamed { object } else { object.completed(keeper) }
    }

    /// Names from the address, or the address from names, where a plan was cut down by hand.
    pub(super) fn completed(mut self, keeper: &mut Keeper<'_>) -> Object {
        if self.address.is_empty() {
            let data = if self.mode == ObjectMode::Data { "data." } else { "" };
            let dot = if self.module.is_empty() { "" } else { "." };
            let key = self.index.as_ref().map_or(String::new(), Index::in_address);
            self.address = format!("{}{dot}{data}{}.{}{key}", self.module, self.type_name, self.name).into();
            return self;
        }
        let names = names_in(&self.address);
        if let [.., type_name, name] = &names[..] {
            (self.name, self.type_name) = (keeper.name(name), keeper.name(type_name));
        }
        self
    }
}

/// The names of an address without keys.
pub(super) fn names_in(address: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let (mut quoted, mut escaped, mut depth) = (false, false, 0_usize);
    for c in address.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '.' => names.push(String::new()),
            c => names.last_mut().expect("one from the start").push(c),
        }
    }
    names
}

/// The address of a data source.
fn in_data(address: &str) -> bool {
    address.starts_with("data.") || address.contains(".data.")
}
