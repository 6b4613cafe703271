//! What an expression's references lead to, through variables, outputs and keys.

use super::PlanSource;
use super::expressions::references;
use super::steps::{Step, key_text, path_of, steps};
use crate::plan::{Expression, Index, Json, Slice};
use crate::value::{Blocker, Reference};
use std::sync::Arc;

/// Modules that pass a value on to each other, and references in `for_each` of each other, end here.
const DEPTH_LIMIT: usize = 200;

/// Where an expression stands.
#[derive(Clone)]
pub(super) struct Place<'t> {
    /// Address of the module instance.
    pub module: Arc<str>,
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
    /// Its value is in the plan.
    pub known: bool,
    /// Part of an object that is made of more than this.
    pub vague: bool,
    /// All instances of a resource (their addresses), where the reference names no key.
    pub all: Vec<u32>,
}

impl Found {
    fn other(what: String) -> Found {
        Found { blocker: Blocker::Other(what.into()), exact: false, known: false, vague: false, all: Vec::new() }
    }

    pub(super) fn reference(&self) -> Option<&Reference> {
        match &self.blocker {
            Blocker::Attribute(reference) => Some(reference),
            _ => None,
        }
    }
}

/// All that an expression refers to; values that are certainly known without a resource are left out.
pub(super) struct Resolved {
    pub found: Vec<Found>,
    /// How many references the expression has, known ones included.
    pub count: usize,
}

impl PlanSource {
    /// Follows the references of an expression. `attribute` is the name of what is set, to guess what `r[each.key]` means.
    pub(super) fn resolve(&self, expression: &Json<'_>, place: &Place<'_>, attribute: &str) -> Resolved {
        self.resolve_at(expression, place, attribute, 0)
    }

    fn resolve_at(&self, expression: &Json<'_>, place: &Place<'_>, attribute: &str, depth: usize) -> Resolved {
        let references = references(expression);
        let is_key = |reference: &&str| matches!(*reference, "each.key" | "count.index" | "each.value");
        let others = references.iter().filter(|reference| !is_key(reference)).count();
        let keyed = others < references.len();
        let mut found = Vec::new();
        for reference in &references {
            for mut one in self.follow(&steps(reference), place, depth) {
                if keyed && !one.all.is_empty() {
                    self.with_own_key(&mut one, place, attribute);
                    one.exact &= others == 1;
                } else {
                    one.exact &= references.len() == 1;
                }
                if !found.contains(&one) {
                    found.push(one);
                }
            }
        }
        Resolved { found, count: references.len() }
    }

    /// `r[each.key].id` is in a plan as `r` and `each.key`: the instance with the same key, where there is one.
    fn with_own_key(&self, found: &mut Found, place: &Place<'_>, attribute: &str) {
        let own = found.all.iter().find(|number| self.table.change(**number).object.index == place.key);
        let Some(&number) = own else { return };
        let path = if attribute.rsplit('_').next().is_some_and(|last| last.starts_with("arn")) { "arn" } else { "id" };
        let address = self.table.change(number).object.address.clone();
        found.known = !self.is_unknown(number, path);
        found.blocker = Blocker::Attribute(Reference { address, path: path.into() });
        found.exact = true;
        found.all.clear();
    }

    fn follow(&self, steps: &[Step], place: &Place<'_>, depth: usize) -> Vec<Found> {
        if depth > DEPTH_LIMIT {
            return vec![Found::other("references nested too deeply".to_string())];
        }
        let name = |index: usize| steps.get(index).and_then(Step::name).unwrap_or_default();
        match (name(0), steps) {
            ("var", [_, _, rest @ ..]) => self.variable(name(1), rest, place, depth),
            ("each", [_, _, rest @ ..]) if name(1) == "value" => self.each_value(rest, place, depth),
            ("each" | "count" | "path" | "terraform" | "self", _) => Vec::new(),
            ("local", _) => vec![Found::other(in_module(&place.module, &format!("local.{}", name(1))))],
            ("module", [_, _, rest @ ..]) => self.output(name(1), rest, place, depth),
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

    /// A variable is what the module call gives it. The root's variables and defaults are known.
    fn variable(&self, name: &str, rest: &[Step], place: &Place<'_>, depth: usize) -> Vec<Found> {
        let Some((expression, outside)) = self.argument(name, &place.module) else { return Vec::new() };
        let mut found = self.resolve_at(&expression, &outside, name, depth + 1).found;
        for one in &mut found {
            extend(self, one, rest);
        }
        found
    }

    /// The expression that a module call gives to a variable, and where it stands.
    pub(super) fn argument(&self, name: &str, module: &str) -> Option<(Json<'_>, Place<'_>)> {
        let module = self.table.module(module).filter(|module| !module.address.is_empty())?;
        let call = self.table.call(module)?;
        let place = Place { module: module.parent.clone(), key: module.key.clone(), for_each: call.for_each.as_ref() };
        let expression = self.member(call.expressions?, name)?;
        Some((expression, place))
    }

    fn member(&self, slice: Slice, name: &str) -> Option<Json<'_>> {
        match slice.json(self.table.text()) {
            Json::Object(members) => members.into_iter().find(|(key, _)| key == name).map(|(_, member)| member),
            _ => None,
        }
    }

    /// `each.value` of `for_each = r` is the instance of `r` with the same key; of a map of expressions, any of them.
    fn each_value(&self, rest: &[Step], place: &Place<'_>, depth: usize) -> Vec<Found> {
        let Some(for_each) = place.for_each else { return Vec::new() };
        let json = for_each.json(self.table.text());
        let references = references(&json);
        if let ([only], Some(key)) = (&references[..], &place.key) {
            let mut steps = steps(only);
            let whole = match steps.first().and_then(Step::name) {
                Some("module" | "data") => steps.len() == if steps[0].name() == Some("data") { 3 } else { 2 },
                Some("var" | "local" | "each") => false,
                _ => steps.len() == 2,
            };
            if whole {
                steps.push(Step::Key(key.clone()));
                steps.extend_from_slice(rest);
                return self.follow(&steps, place, depth + 1);
            }
        }
        let outside = Place { for_each: None, ..place.clone() };
        let mut found = self.resolve_at(&json, &outside, "", depth + 1).found;
        found.iter_mut().for_each(|one| one.exact = false);
        found
    }

    /// An output is what the called module's expression refers to, in the instance with the key of the reference.
    fn output(&self, call: &str, steps: &[Step], place: &Place<'_>, depth: usize) -> Vec<Found> {
        let (key, steps) = match steps {
            [Step::Key(key), rest @ ..] => (Some(key.clone()), rest),
            _ => (None, steps),
        };
        let mut instances = self.table.module_instances(&place.module, call);
        if let Some(key) = &key {
            instances.retain(|instance| instance.key.as_ref() == Some(key));
        } else if steps.is_empty() && instances.len() > 1 {
            // `module.m[each.key].x` is in a plan as `module.m` and `each.key`.
            let own = instances.iter().any(|instance| instance.key == place.key);
            instances.retain(|instance| !own || instance.key == place.key);
        }
        let unresolved = || in_module(&place.module, format!("module.{call}.{}", path_of(steps)).trim_end_matches('.'));
        let mut found = Vec::new();
        for instance in instances {
            let outputs = self.table.config_module(&instance.address).map(|config| &config.outputs);
            let inside = Place { module: instance.address.clone(), key: None, for_each: None };
            let named = steps.first().and_then(Step::name);
            let Some(output) = named.and_then(|name| outputs?.get(name)) else {
                found.push(Found::other(unresolved()));
                continue;
            };
            let mut parts = self.resolve_at(&output.json(self.table.text()), &inside, "", depth + 1).found;
            parts.iter_mut().for_each(|part| extend(self, part, &steps[1..]));
            found.extend(parts);
        }
        found
    }

    /// An attribute of an instance, of all instances where no key is given, or the resource itself where the plan has none.
    fn attribute(&self, resource: &str, steps: &[Step], place: &Place<'_>) -> Found {
        let resource = in_module(&place.module, resource);
        let (key, steps) = match steps {
            [Step::Key(key), rest @ ..] => (Some(key), rest),
            _ => (None, steps),
        };
        let instances = self.table.instances(&resource);
        let indexed = |number: &u32| self.table.change(*number).object.index.is_some();
        let single = match key {
            Some(key) => instances.iter().find(|number| self.table.change(**number).object.index.as_ref() == Some(key)),
            None => instances.iter().find(|number| !indexed(number)),
        };
        let path: Arc<str> = path_of(steps).into();
        if let Some(&number) = single {
            let address = self.table.change(number).object.address.clone();
            let known = !self.is_unknown(number, &path);
            let blocker = Blocker::Attribute(Reference { address, path });
            return Found { blocker, exact: true, known, vague: false, all: Vec::new() };
        }
        let address = match key {
            Some(key) => format!("{resource}{}", key_text(key)).into(),
            None => resource.into(),
        };
        let all = if key.is_none() { instances.to_vec() } else { Vec::new() };
        // Without instances there is nothing that could be unknown, except where the plan leaves them out.
        let known =
            !all.iter().any(|number| self.is_unknown(*number, &path)) && self.table.document.complete != Some(false);
        Found { blocker: Blocker::Attribute(Reference { address, path }), exact: false, known, vague: false, all }
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
fn extend(source: &PlanSource, found: &mut Found, rest: &[Step]) {
    if rest.is_empty() {
        return;
    }
    let Blocker::Attribute(reference) = &found.blocker else { return };
    if reference.path.is_empty() && found.exact {
        let (address, path) = (reference.address.clone(), Arc::from(path_of(rest)));
        found.known = source.table.find(&address).is_some_and(|number| !source.is_unknown(number, &path));
        found.blocker = Blocker::Attribute(Reference { address, path });
    } else {
        found.exact = false;
        found.vague = true;
    }
}

/// An address inside a module.
pub(super) fn in_module(module: &str, address: &str) -> String {
    if module.is_empty() { address.to_string() } else { format!("{module}.{address}") }
}
