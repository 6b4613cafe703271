//! What an expression's references lead to, through variables, outputs and keys.

use super::PlanSource;
use super::expressions::references;
use super::steps::{Step, key_text, path_of, steps};
use crate::graph::join::strip_keys;
use crate::plan::{Expression, Index, Json};
use crate::value::{Blocker, Kind, Reference, Type, Value};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Modules that pass a value on to each other end here.
const DEPTH_LIMIT: usize = 200;

/// What a variable or output leads to is cut here, and so is a reference to all instances of a module.
const FOUND_LIMIT: usize = 500;

/// Variables and outputs that are remembered before they are followed again.
const MEMORY_LIMIT: usize = 10_000;

/// Where an expression stands.
#[derive(Clone)]
pub(super) struct Place<'t> {
    /// Address of the module instance.
    pub module: Arc<str>,
    /// The type of the resource; empty for a module call or an output.
    pub type_name: Arc<str>,
    /// The key of the resource or module call.
    pub key: Option<Index>,
    pub for_each: Option<&'t Expression>,
}

/// What a reference leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub blocker: Blocker,
    /// The expression that refers is this attribute and nothing else, as far as its references tell.
    pub exact: bool,
    /// Part of an object that is made of more than this.
    pub vague: bool,
    /// All instances of a resource with keys: the reference names none.
    pub whole: bool,
}

impl Found {
    fn other(what: impl Into<Arc<str>>) -> Found {
        Found { blocker: Blocker::Other(what.into()), exact: false, vague: false, whole: false }
    }

    fn attribute(address: Arc<str>, path: Arc<str>, exact: bool) -> Found {
        let blocker = Blocker::Attribute(Reference { address, path });
        Found { blocker, exact, vague: false, whole: false }
    }

    pub(super) fn reference(&self) -> Option<&Reference> {
        match &self.blocker {
            Blocker::Attribute(reference) => Some(reference),
            _ => None,
        }
    }
}

/// All that an expression refers to; keys and constants are left out.
pub(super) struct Resolved {
    pub found: Vec<Found>,
    /// How many references the expression has.
    pub count: usize,
}

/// The module and name of a variable, or of an output (then the second is true).
type Passed = (Arc<str>, String, bool);

/// What variables and outputs lead to, and which attributes of whole resources are known.
#[derive(Default)]
pub(super) struct Memory {
    passed: FxHashMap<Passed, Arc<Vec<Found>>>,
    known: FxHashMap<Reference, bool>,
}

impl PlanSource {
    /// Follows the references of an expression. `attribute` is the name of what is set, to guess what `r[each.key]` means.
    pub(super) fn resolve(&self, expression: &Json<'_>, place: &Place<'_>, attribute: &str) -> Resolved {
        self.resolve_on(expression, place, attribute, &mut Vec::new())
    }

    /// `trail` holds the variables and outputs on the way here.
    fn resolve_on(
        &self,
        expression: &Json<'_>,
        place: &Place<'_>,
        attribute: &str,
        trail: &mut Vec<Passed>,
    ) -> Resolved {
        let references = references(expression);
        let is_key = |reference: &&str| matches!(*reference, "each.key" | "count.index" | "each.value");
        let others = references.iter().filter(|reference| !is_key(reference)).count();
        let keyed = others < references.len();
        let mut found: Vec<Found> = Vec::new();
        for reference in &references {
            for mut one in self.follow(&steps(reference), place, trail) {
                if keyed && one.whole {
                    self.with_own_key(&mut one, place, attribute);
                    one.exact &= others == 1;
                } else {
                    one.exact &= references.len() == 1;
                }
                if found.len() < FOUND_LIMIT && !found.contains(&one) {
                    found.push(one);
                }
            }
        }
        Resolved { found, count: references.len() }
    }

    /// `r[each.key].id` is in a plan as `r` and `each.key`: the instance with the same key, where there is one.
    fn with_own_key(&self, found: &mut Found, place: &Place<'_>, attribute: &str) {
        let (Some(key), Some(resource)) = (&place.key, found.reference()) else { return };
        let Some(number) = self.table.find(&format!("{}{}", resource.address, key_text(key))) else { return };
        let change = self.table.change(number);
        let path = match attribute.rsplit('_').next() {
            _ if self.hands_on(number, attribute, place) => attribute,
            Some(last) if last.starts_with("arn") => "arn",
            _ => "id",
        };
        *found = Found::attribute(change.object.address.clone(), path.into(), true);
    }

    /// What the instance itself holds under the name, and does not know yet, is what another type that asks for it is given
    /// (`resource_id = aws_appautoscaling_target.t[each.key].resource_id`). Its own type asks for a name (`parent_id`).
    fn hands_on(&self, number: u32, attribute: &str, place: &Place<'_>) -> bool {
        let change = self.table.change(number);
        let settable =
            || self.schema_of(change).is_some_and(|it| it.attribute(attribute).is_some_and(|it| it.is_settable()));
        let is_other = !place.type_name.is_empty() && change.object.type_name != place.type_name;
        is_other && self.is_unknown(number, attribute) && settable()
    }

    fn follow(&self, steps: &[Step], place: &Place<'_>, trail: &mut Vec<Passed>) -> Vec<Found> {
        let name = |index: usize| steps.get(index).and_then(Step::name).unwrap_or_default();
        match (name(0), steps) {
            ("var", [_, _, rest @ ..]) => {
                let mut found = self.passed((place.module.clone(), name(1).to_string(), false), trail);
                found.iter_mut().for_each(|one| extend(one, rest));
                found
            }
            ("each", [_, _, rest @ ..]) if name(1) == "value" => self.each_value(rest, place, trail),
            ("each" | "count" | "path" | "terraform" | "self", _) => Vec::new(),
            ("local", _) => vec![Found::other(in_module(&place.module, &format!("local.{}", name(1))))],
            ("module", [_, _, rest @ ..]) => self.output(name(1), rest, place, trail),
            ("data" | "ephemeral", [_, _, _, rest @ ..]) => {
                vec![self.attribute(&format!("{}.{}.{}", name(0), name(1), name(2)), rest, place)]
            }
            ("resource", [_, _, _, rest @ ..]) => {
                vec![self.attribute(&format!("{}.{}", name(1), name(2)), rest, place)]
            }
            (_, [_, _, rest @ ..]) => vec![self.attribute(&format!("{}.{}", name(0), name(1)), rest, place)],
            _ => vec![Found::other(path_of(steps))],
        }
    }

    /// A variable is what the module call gives it (the root's variables and defaults are known); an output is what the
    /// module's expression refers to. Each is followed once.
    fn passed(&self, which: Passed, trail: &mut Vec<Passed>) -> Vec<Found> {
        if let Some(found) = self.memory.lock().expect("no holder panics").passed.get(&which) {
            return found.to_vec();
        }
        if trail.len() >= DEPTH_LIMIT || trail.contains(&which) {
            return vec![Found::other("references nested too deeply")];
        }
        trail.push(which.clone());
        let (module, name, is_output) = &which;
        let found = if *is_output {
            let inside = Place { module: module.clone(), type_name: Arc::default(), key: None, for_each: None };
            let output = self.table.config_module(module).and_then(|config| config.outputs.get(name.as_str()));
            output.map(|output| self.resolve_on(&output.json(self.table.text()), &inside, "", trail).found)
        } else {
            let argument = self.argument(name, module);
            argument.map(|(expression, outside)| self.resolve_on(&expression, &outside, name, trail).found)
        };
        trail.pop();
        let found = found.unwrap_or_default();
        let mut memory = self.memory.lock().expect("no holder panics");
        if memory.passed.len() >= MEMORY_LIMIT {
            memory.passed.clear();
        }
        memory.passed.insert(which, Arc::new(found.clone()));
        found
    }

    /// The expression that a module call gives to a variable, and where it stands.
    fn argument(&self, name: &str, module: &str) -> Option<(Json<'_>, Place<'_>)> {
        let module = self.table.module(module).filter(|module| !module.address.is_empty())?;
        let call = self.table.call(module)?;
        let place = Place {
            module: module.parent.clone(),
            type_name: Arc::default(),
            key: module.key.clone(),
            for_each: call.for_each.as_ref(),
        };
        let expression = self.member(call.expressions, name)?;
        Some((expression, place))
    }

    /// `each.value` of `for_each = r` is the instance of `r` with the same key; of a map of expressions, any of them.
    fn each_value(&self, rest: &[Step], place: &Place<'_>, trail: &mut Vec<Passed>) -> Vec<Found> {
        let Some(for_each) = place.for_each else { return Vec::new() };
        let json = for_each.json(self.table.text());
        if let ([only], Some(key)) = (&references(&json)[..], &place.key) {
            let mut steps = steps(only);
            let whole = match steps.first().and_then(Step::name) {
                Some("data") => steps.len() == 3,
                Some("var" | "local" | "each") => false,
                _ => steps.len() == 2,
            };
            if whole {
                steps.push(Step::Key(key.clone()));
                steps.extend_from_slice(rest);
                return self.follow(&steps, place, trail);
            }
        }
        let outside = Place { for_each: None, ..place.clone() };
        let mut found = self.resolve_on(&json, &outside, "", trail).found;
        found.iter_mut().for_each(|one| one.exact = false);
        found
    }

    /// An output of the module instance with the key of the reference, or of all its instances.
    fn output(&self, call: &str, steps: &[Step], place: &Place<'_>, trail: &mut Vec<Passed>) -> Vec<Found> {
        let (key, steps) = match steps {
            [Step::Key(key), rest @ ..] => (Some(key), rest),
            // `module.m[each.key].x` is in a plan as `module.m` and `each.key`.
            [] => (place.key.as_ref(), steps),
            _ => (None, steps),
        };
        let address = in_module(&place.module, &format!("module.{call}"));
        let keyed = key.and_then(|key| self.table.module(&format!("{address}{}", key_text(key))));
        let instances: Vec<Arc<str>> = match keyed {
            Some(instance) => vec![instance.address.clone()],
            None => self.table.module_instances(&place.module, call).to_vec(),
        };
        let Some(output) = steps.first().and_then(Step::name).filter(|_| instances.len() <= FOUND_LIMIT) else {
            return vec![Found::other(keyed.map_or(address.into(), |instance| instance.address.clone()))];
        };
        let mut found = Vec::new();
        for instance in instances {
            let declared =
                self.table.config_module(&instance).is_some_and(|config| config.outputs.contains_key(output));
            if !declared {
                found.push(Found::other(format!("{instance}.{output}")));
                continue;
            }
            let mut parts = self.passed((instance, output.to_string(), true), trail);
            parts.iter_mut().for_each(|part| extend(part, &steps[1..]));
            found.extend(parts);
        }
        found
    }

    /// An attribute of an instance, of all instances where no key is given, or the resource itself where the plan has none.
    fn attribute(&self, resource: &str, steps: &[Step], place: &Place<'_>) -> Found {
        let resource = in_module(&place.module, resource);
        let (address, steps) = match steps {
            [Step::Key(key), rest @ ..] => (format!("{resource}{}", key_text(key)), rest),
            _ => (resource.clone(), steps),
        };
        let path: Arc<str> = path_of(steps).into();
        match self.table.find(&address) {
            Some(number) => Found::attribute(self.table.change(number).object.address.clone(), path, true),
            None => {
                let whole = address == resource && !self.table.instances(&resource).is_empty();
                Found { whole, ..Found::attribute(address.into(), path, false) }
            }
        }
    }

    /// The expression can be the attribute that it refers to: not a condition on a flag, or a name made from what another
    /// provider hands on.
    pub(super) fn may_be(&self, to: &Reference, ty: &Type) -> bool {
        let resource = to.address.rsplit("].").next().unwrap_or(&to.address);
        if !resource.contains("aws_") {
            return false;
        }
        let number = self.table.find(&to.address).or_else(|| self.table.instances(&to.address).first().copied());
        let schema = number.and_then(|number| self.schema_of(self.table.change(number)));
        let name = to.path.split(['.', '[']).next().unwrap_or_default();
        match schema.as_deref().and_then(|schema| schema.attribute(name)).map(|attribute| &attribute.ty) {
            Some(found) if found.is_primitive() && ty.is_primitive() => found == ty,
            _ => true,
        }
    }

    /// The plan names the object among those that its changes are made of, or names none: it stopped, or is an older version's.
    pub(super) fn is_relevant(&self, number: u32) -> bool {
        let all = || self.table.document.relevant.iter().map(|relevant| strip_keys(&relevant.resource)).collect();
        let relevant = self.relevant.get_or_init(all);
        relevant.is_empty() || relevant.contains(&strip_keys(&self.table.change(number).object.address))
    }

    /// The value that is referred to is in the plan.
    pub(super) fn is_known(&self, found: &Found) -> bool {
        let Some(reference) = found.reference() else { return false };
        if let Some(number) = self.table.find(&reference.address) {
            return !self.is_unknown(number, &reference.path);
        }
        if let Some(known) = self.memory.lock().expect("no holder panics").known.get(reference) {
            return *known;
        }
        let instances = self.table.instances(&reference.address);
        // Without instances there is nothing that could be unknown, except where the plan leaves them out.
        let known = !instances.iter().any(|number| self.is_unknown(*number, &reference.path))
            && (!instances.is_empty() || self.table.document.complete != Some(false));
        let mut memory = self.memory.lock().expect("no holder panics");
        if memory.known.len() >= MEMORY_LIMIT {
            memory.known.clear();
        }
        memory.known.insert(reference.clone(), known);
        known
    }

    /// What an instance's attribute is after the plan; `None` where it is null or not wholly known.
    pub(super) fn known_value(&self, reference: &Reference) -> Option<Value> {
        let number = self.table.find(&reference.address)?;
        let mut value = self.cached_values(number, 0);
        for step in steps(&reference.path) {
            let next = match step {
                Step::Name(name) => value.get(&name)?.clone(),
                Step::Key(Index::String(key)) => value.get(&key)?.clone(),
                // The elements of a set have another order in a plan.
                Step::Key(Index::Int(index)) if !matches!(value.kind, Kind::Set(..)) => {
                    value.as_sequence()?.get(usize::try_from(index).ok()?)?.clone()
                }
                _ => return None,
            };
            let marks = value.marks;
            value = next.with_marks(marks);
        }
        (value.is_wholly_known() && !value.is_null()).then_some(value)
    }

    /// An attribute of an object that the plan does not know yet.
    pub(super) fn is_unknown(&self, number: u32, path: &str) -> bool {
        let change = self.table.change(number);
        let Some(mask) = change.after_unknown.filter(|_| self.side == super::Side::After) else { return false };
        let mask = mask.json(self.table.text());
        let mut mask = &mask;
        for step in steps(path) {
            let next = match (&step, mask) {
                (Step::Name(name), Json::Object(_)) => mask.get(name),
                (Step::Key(Index::String(key)), Json::Object(_)) => mask.get(key),
                (Step::Key(Index::Int(index)), Json::Array(elements)) => elements.get(*index as usize),
                (_, mask) => return mask.any_true(),
            };
            let Some(next) = next else { return false };
            mask = next;
        }
        mask.any_true()
    }
}

/// Goes on from what was found: exact only where it was a whole resource instance.
fn extend(found: &mut Found, rest: &[Step]) {
    if rest.is_empty() {
        return;
    }
    match &mut found.blocker {
        Blocker::Attribute(reference) if reference.path.is_empty() && found.exact => {
            reference.path = path_of(rest).into()
        }
        _ => {
            found.exact = false;
            found.vague = true;
        }
    }
}

/// An address inside a module.
pub(super) fn in_module(module: &str, address: &str) -> String {
    if module.is_empty() { address.to_string() } else { format!("{module}.{address}") }
}
