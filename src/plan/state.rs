//! The values of a state: `values.root_module` with its child modules.

use super::change::{Change, RawEntry};
use super::json::Text;
use super::slice::{Keeper, Misread};
use serde::Deserialize;
use serde_json::value::RawValue;

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
    pub root_module: Option<&'a RawValue>,
    #[serde(borrow)]
    pub outputs: Option<&'a RawValue>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawModule<'a> {
    #[serde(borrow)]
    address: Option<Text<'a>>,
    #[serde(borrow)]
    resources: Option<Vec<RawEntry<'a>>>,
    #[serde(borrow)]
    child_modules: Option<Vec<&'a RawValue>>,
}

/// All objects of a module and of the modules below it, except those that `skip` names.
pub(super) fn objects<'t>(
    root: Option<&'t RawValue>,
    keeper: &mut Keeper<'t>,
    skip: &dyn Fn(&str) -> bool,
) -> Result<Vec<Change>, Misread> {
    let mut objects = Vec::new();
    // Modules are read one at a time, so their depth is no limit.
    let mut waiting: Vec<&'t RawValue> = root.into_iter().collect();
    while let Some(module) = waiting.pop() {
        let module: RawModule<'t> = keeper.parse(module)?;
        let address = module.address.as_deref().unwrap_or_default();
        for entry in module.resources.unwrap_or_default() {
            let object = Change::of_state(entry, address, keeper);
            if object.deposed().is_some() || !skip(&object.object.address) {
                objects.push(object);
            }
        }
        waiting.extend(module.child_modules.unwrap_or_default());
    }
    Ok(objects)
}
