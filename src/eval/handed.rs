//! What is handed to modules that are not there.

use super::evaluation::{CallTarget, Evaluation, ModuleInstance, module_address};
use super::expansion::expand;
use crate::value::{Blocker, Kind, Value};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// By the address of a resource: the module calls that get what is not known of it before apply, such as its id.
pub type Handed = FxHashMap<Arc<str>, Vec<Arc<str>>>;

/// What a call says of itself; its other arguments are the module's variables.
const OF_THE_CALL: [&str; 6] = ["count", "depends_on", "for_each", "providers", "source", "version"];
/// More instances of a call are not asked for.
const MOST_INSTANCES: usize = 64;

impl Evaluation {
    /// What modules get that are not there: what they do with it, nobody can tell.
    pub fn handed(&self) -> &Handed {
        self.handed.get_or_init(|| {
            let mut handed = Handed::default();
            for instance in self.all_instances() {
                for name in instance.module.calls.keys() {
                    if let Ok(CallTarget::Missing) = self.call(&instance, name) {
                        self.hand(&instance, name, &mut handed);
                    }
                }
            }
            handed
        })
    }

    fn hand(&self, instance: &Arc<ModuleInstance>, name: &str, handed: &mut Handed) {
        let block = &instance.module.calls[name];
        let address: Arc<str> = module_address(&instance.address, name).into();
        let expansion = expand(self, instance, block, &address);
        for repetition in expansion.instances().into_iter().take(MOST_INSTANCES) {
            for argument in block.body.attributes() {
                if OF_THE_CALL.contains(&&*argument.name) {
                    continue;
                }
                // What is wrong with an argument is another's business.
                if let Ok(value) = self.expression(instance, &argument.expression, repetition) {
                    collect(&value, &address, handed);
                }
            }
        }
    }
}

fn collect(value: &Value, call: &Arc<str>, handed: &mut Handed) {
    match &value.kind {
        Kind::Unknown(unknown) => {
            for blocker in unknown.blockers.iter() {
                let Blocker::Attribute(reference) = blocker else { continue };
                let calls = handed.entry(reference.address.clone()).or_default();
                if !calls.contains(call) {
                    calls.push(call.clone());
                }
            }
        }
        Kind::List(_, elements) | Kind::Set(_, elements) | Kind::Tuple(elements) => {
            elements.iter().for_each(|element| collect(element, call, handed));
        }
        Kind::Map(_, entries) | Kind::Object(entries) => {
            entries.values().for_each(|entry| collect(entry, call, handed));
        }
        _ => {}
    }
}
