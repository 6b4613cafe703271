//! The values of a state: `values.root_module` with its child modules.

use super::change::{Change, RawEntry};
use super::json::Text;
use super::slice::{Keeper, Misread};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct RawState<'a> {
    #[serde(borrow)]
    pub values: Option<RawValues<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct RawValues<'a> {
    #[serde(borrow)]
    pub root_module: Option<Modules<'a>>,
    #[serde(borrow)]
    pub outputs: Option<&'a RawValue>,
}

/// A module and those below it, in one pass over their text: to borrow each module and read it later would go through a deep
/// one again at every level.
#[derive(Default)]
pub(super) struct Modules<'a> {
    read: Vec<Module<'a>>,
    /// Modules so deep that they are read on their own, so that their depth is no limit.
    deeper: Vec<&'a RawValue>,
}

#[derive(Default)]
struct Module<'a> {
    address: Option<Text<'a>>,
    resources: Vec<RawEntry<'a>>,
}

/// Levels of modules that are read by recursion.
const LEVELS: usize = 24;

impl<'de: 'a, 'a> Deserialize<'de> for Modules<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut modules = Modules::default();
        Below { modules: &mut modules, level: 0 }.deserialize(deserializer)?;
        Ok(modules)
    }
}

/// Reads one module into the list.
struct Below<'m, 'a> {
    modules: &'m mut Modules<'a>,
    level: usize,
}

impl<'de: 'a, 'a> DeserializeSeed<'de> for Below<'_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de: 'a, 'a> Visitor<'de> for Below<'_, 'a> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a module")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut module = Module::default();
        while let Some(key) = map.next_key::<Text<'de>>()? {
            match &*key {
                "address" => module.address = map.next_value()?,
                "resources" => module.resources = map.next_value::<Option<_>>()?.unwrap_or_default(),
                "child_modules" if self.level < LEVELS => {
                    map.next_value_seed(Children { modules: &mut *self.modules, level: self.level + 1 })?;
                }
                "child_modules" => {
                    let deeper: Option<Vec<&'de RawValue>> = map.next_value()?;
                    self.modules.deeper.extend(deeper.unwrap_or_default());
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        self.modules.read.push(module);
        Ok(())
    }
}

/// Reads a list of modules into the list.
struct Children<'m, 'a> {
    modules: &'m mut Modules<'a>,
    level: usize,
}

impl<'de: 'a, 'a> DeserializeSeed<'de> for Children<'_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de: 'a, 'a> Visitor<'de> for Children<'_, 'a> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list of modules")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<(), A::Error> {
        while sequence.next_element_seed(Below { modules: &mut *self.modules, level: self.level })?.is_some() {}
        Ok(())
    }
}

/// All objects of a module and of the modules below it, except those that `skip` names.
pub(super) fn objects<'t>(
    root: Option<Modules<'t>>,
    keeper: &mut Keeper<'t>,
    skip: &dyn Fn(&str) -> bool,
) -> Result<Vec<Change>, Misread> {
    let mut objects = Vec::new();
    let mut waiting: Vec<Modules<'t>> = root.into_iter().collect();
    while let Some(modules) = waiting.pop() {
        for module in modules.read {
            let address = module.address.as_deref().unwrap_or_default();
            for entry in module.resources {
                if entry.is_skipped(skip) {
                    continue;
                }
                let object = Change::of_state(entry, address, keeper);
                if object.deposed().is_some() || !skip(&object.object.address) {
                    objects.push(object);
                }
            }
        }
        for deeper in modules.deeper {
            waiting.push(keeper.parse(deeper)?);
        }
    }
    Ok(objects)
}
