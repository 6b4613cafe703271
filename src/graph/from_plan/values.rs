//! The values of a planned object: what is set, what is not, and what is known of it.

use super::copies::Stale;
use super::expressions::{Body, Setting};
use super::links::is_document;
use super::plain_blocks::is_plain;
use super::references::{Found, Place, Resolved};
use super::seen::{NOTHING, Seen, typed};
use super::{PlanSource, Side, secrets};
use crate::eval::data::policy_document;
use crate::plan::{Change, Json, ObjectMode, Slice};
use crate::schema::{Attribute, BlockSchema, NestedBlock, Nesting};
use crate::value::{Blocker, Entries, Kind, Marks, Partial, Reference, Type, Unknown, Value};
use std::borrow::Cow;
use std::sync::Arc;

/// Policy documents that refer to each other in a plan that is not Terraform's end here.
const DOCUMENT_DEPTH: usize = 100;

/// Makes the value of one object.
struct Maker<'p> {
    source: &'p PlanSource,
    place: Place<'p>,
    address: &'p Arc<str>,
    type_name: &'p Arc<str>,
    mode: ObjectMode,
    assumed: bool,
    /// How many policy documents refer to each other on the way here.
    depth: usize,
}

/// Where a document shows an object.
#[derive(Clone, Copy)]
struct Shown<'p> {
    value: Option<Slice>,
    unknown: Option<Slice>,
    sensitive: Option<Slice>,
    /// The expressions of its block, if any; `None` where nothing shows the block.
    written: Option<Option<Slice>>,
    /// What of it is not as shown.
    stale: &'p [Stale],
}

fn shown_before<'p>(change: &Change) -> Option<Shown<'p>> {
    let value = Some(change.before?);
    Some(Shown { value, unknown: None, sensitive: change.before_sensitive, written: None, stale: &[] })
}

impl PlanSource {
    pub(super) fn cached_values(&self, number: u32, depth: usize) -> Value {
        if let Some(value) = self.cache.lock().expect("no holder panics").get(number) {
            return value;
        }
        let change = self.table.change(number);
        let shown = self.shown(number, change);
        let value = shown.map_or_else(Value::null, |shown| self.make(change, shown, depth));
        let bytes = change.after.or(change.before).map_or(0, |slice| slice.text(self.table.text()).len());
        self.cache.lock().expect("no holder panics").put(number, value.clone(), bytes);
        value
    }

    /// The object as it was; everything in it is known.
    pub(super) fn prior_values(&self, number: u32) -> Option<Value> {
        let change = self.table.change(number);
        let before = shown_before(change)?;
        let same = self.side == Side::After
            && self.shown(number, change).is_some_and(|after| self.show_the_same(before, after));
        Some(if same { self.cached_values(number, 0) } else { self.make(change, before, 0) })
    }

    /// Attributes, or the nested blocks of a name, without the rest of the object; `None` where they hang together.
    pub(super) fn some_values(&self, number: u32, names: &[&str], before: bool) -> Option<Vec<Value>> {
        let change = self.table.change(number);
        let shown = if before { shown_before(change)? } else { self.shown(number, change)? };
        let schema = self.schema_of(change)?;
        // Copies of secrets are marked by looking at the whole, and documents are made of all their statements.
        if change.object.mode == ObjectMode::Data || schema.holds_secrets() || self.says_true(shown.sensitive) {
            return None;
        }
        let members = |slice: Option<Slice>| match slice {
            Some(slice) => Json::members_of(slice.text(self.table.text()), names),
            None => vec![None; names.len()],
        };
        let seen = members(shown.value).into_iter().zip(members(shown.unknown));
        let maker = self.maker(change, 0);
        let made = names.iter().zip(seen).map(|(name, (value, unknown))| {
            let [value, unknown] = [value, unknown].map(|member| member.unwrap_or(Json::Null));
            let stale = shown.stale.iter().filter(|stale| stale.name == *name);
            let value = stale.fold(value, |copy, stale| stale.left(copy));
            let written = shown.written.filter(|_| unknown.any_true()).map(|expressions| {
                let member =
                    expressions.and_then(|slice| Json::members_of(slice.text(self.table.text()), &[name]).remove(0));
                Json::Object(member.map(|member| (Cow::Borrowed(*name), member)).into_iter().collect())
            });
            let body = written.as_ref().map_or(Body::Hidden, |written| Body::Written(vec![written]));
            let seen = Seen { value: &value, unknown: &unknown, sensitive: NOTHING };
            match (schema.attribute(name), schema.nested_block(name)) {
                (Some(attribute), _) => maker.attribute(attribute, seen, &body, ""),
                (None, Some(nested)) => maker.nested(nested, seen, &body, name),
                (None, None) => Value::null(),
            }
        });
        Some(made.collect())
    }

    /// What the document says of an object, as JSON, where no mark of the document or of the schema is on any of it.
    pub(super) fn unmarked_texts(&self, number: u32) -> Option<Vec<&str>> {
        let change = self.table.change(number);
        let marked = self.says_true(change.before_sensitive) || self.says_true(change.after_sensitive);
        let secret = self.schema_of(change).is_some_and(|schema| schema.holds_secrets());
        if marked || secret || change.object.mode == ObjectMode::Data {
            return None;
        }
        let mut slices: Vec<Slice> = change.before.into_iter().chain(change.after).collect();
        slices.dedup();
        Some(slices.into_iter().map(|slice| slice.text(self.table.text())).collect())
    }

    /// The object as this side of the plan shows it; what is deleted as it was.
    fn shown(&self, number: u32, change: &Change) -> Option<Shown<'_>> {
        if self.side == Side::Before || change.after.or(change.after_unknown).is_none() {
            return shown_before(change);
        }
        let hidden = change.does("no-op") && change.after_unknown.is_none();
        let config = self.table.config_of(change).filter(|_| !hidden);
        Some(Shown {
            value: change.after,
            unknown: change.after_unknown,
            sensitive: change.after_sensitive,
            written: config.map(|config| config.expressions),
            stale: self.stale(number),
        })
    }

    /// The object is wholly known, and what it was.
    fn show_the_same(&self, before: Shown<'_>, after: Shown<'_>) -> bool {
        after.stale.is_empty()
            && before.value == after.value
            && before.sensitive == after.sensitive
            && !self.says_true(after.unknown)
    }

    /// A mask may mark something.
    fn says_true(&self, mask: Option<Slice>) -> bool {
        mask.is_some_and(|mask| mask.text(self.table.text()).contains("true"))
    }

    fn make(&self, change: &Change, shown: Shown<'_>, depth: usize) -> Value {
        let json = |slice: Option<Slice>| slice.map_or(Json::Null, |slice| slice.json(self.table.text()));
        let (mut value, unknown, mut sensitive) = (json(shown.value), json(shown.unknown), json(shown.sensitive));
        for stale in shown.stale {
            if let Some(copy) = value.get_mut(stale.name) {
                *copy = stale.left(std::mem::replace(copy, Json::Null));
            }
            // The mask goes by position.
            if let Some(mask) = sensitive.get_mut(stale.name).filter(|mask| mask.any_true()) {
                *mask = Json::Bool(true);
            }
        }
        let written = shown.written.map(json);
        let body = written.as_ref().map_or(Body::Hidden, |written| Body::Written(vec![written]));
        let seen = Seen { value: &value, unknown: &unknown, sensitive: &sensitive };
        self.maker(change, depth).object(change, seen, &body)
    }

    fn maker<'p>(&'p self, change: &'p Change, depth: usize) -> Maker<'p> {
        let (address, type_name) = (&change.object.address, &change.object.type_name);
        let (mode, assumed) = (change.object.mode, change.is_assumed());
        Maker { source: self, place: self.place_of(change), address, type_name, mode, assumed, depth }
    }

    pub(super) fn place_of(&self, change: &Change) -> Place<'_> {
        Place {
            type_name: change.object.type_name.clone(),
            module: change.object.module.clone(),
            key: change.object.index.clone(),
            for_each: self.table.config_of(change).and_then(|config| config.for_each.as_ref()),
        }
    }

    pub(super) fn schema_of(&self, change: &Change) -> Option<Arc<BlockSchema>> {
        match change.object.mode {
            ObjectMode::Data => self.schema.data_source(&change.object.type_name),
            ObjectMode::Ephemeral => self.schema.ephemeral(&change.object.type_name),
            ObjectMode::Managed => self.schema.resource(&change.object.type_name),
        }
    }
}

impl Maker<'_> {
    fn object(&self, change: &Change, seen: Seen<'_>, body: &Body<'_>) -> Value {
        let value = match self.source.schema_of(change) {
            Some(schema) => self.block(&schema, seen, body, ""),
            None => self.untyped(seen, body),
        };
        let value = secrets::mark_copies(value);
        if change.object.mode == ObjectMode::Data && *change.object.type_name == *"aws_iam_policy_document" {
            return with_document(value, change);
        }
        value
    }

    fn block(&self, schema: &BlockSchema, seen: Seen<'_>, body: &Body<'_>, path: &str) -> Value {
        let mut members = seen.in_order();
        let attributes = schema.attributes.iter().map(|attribute| {
            let mut value = self.attribute(attribute, members.next(&attribute.name), body, path);
            if attribute.sensitive || attribute.write_only {
                value = secrets::mark_deeply(value, Marks::SENSITIVE);
            }
            (attribute.name.clone(), value)
        });
        let mut members = seen.in_order();
        let blocks = schema.blocks.iter().map(|nested| {
            let path = join(path, &nested.name);
            (nested.name.clone(), self.nested(nested, members.next(&nested.name), body, &path))
        });
        let entries: Entries = attributes.chain(blocks).collect();
        Value::from(Kind::Object(Arc::new(entries))).with_marks(seen.marks())
    }

    /// `parent` is the path of the block.
    fn attribute(&self, attribute: &Attribute, seen: Seen<'_>, body: &Body<'_>, parent: &str) -> Value {
        if attribute.accepts_blocks() && self.may_be_hidden(seen) {
            return Value::unknown(attribute.ty.clone(), Blocker::Attribute(self.own(&join(parent, &attribute.name))));
        }
        if !seen.unknown.any_true() {
            return typed(&attribute.ty, seen);
        }
        let settable = attribute.is_settable();
        let expressions = match body.attribute(&attribute.name) {
            Setting::Set(expressions) if settable => expressions,
            // Part of a value is known: a provider default, or merged tags.
            _ if !seen.unknown.is_true() => Vec::new(),
            Setting::Hidden if settable => Vec::new(),
            _ => return Value::null_of(attribute.ty.clone()),
        };
        let path = join(parent, &attribute.name);
        let source = Expressions { expressions, attribute, path: &path };
        self.partly_known(&attribute.ty, seen, &source)
    }

    fn nested(&self, nested: &NestedBlock, seen: Seen<'_>, body: &Body<'_>, path: &str) -> Value {
        let name = &*nested.name;
        let schema = &nested.block;
        if self.may_be_hidden(seen) {
            return Value::unknown(nested.implied_type(), Blocker::Attribute(self.own(path)));
        }
        if seen.unknown.is_true() {
            // Written blocks are known in number; a whole unknown is a computed one, or `dynamic` with unknown elements.
            return self.unknown_blocks(nested, body, path).with_marks(seen.marks());
        }
        let ty = || schema.implied_type();
        let element =
            |index: usize, body: Body<'_>| self.block(schema, seen.element(index), &body, &format!("{path}[{index}]"));
        let count = seen.count();
        let value: Value = match nested.nesting {
            Nesting::List => {
                let elements = (0..count).map(|index| element(index, body.in_list(name, index, count)));
                Value::list(ty(), elements.collect())
            }
            Nesting::Set => {
                let elements =
                    (0..count).map(|index| element(index, body.in_set(name, seen.element(index).value, count)));
                Kind::Set(ty(), Arc::new(elements.collect())).into()
            }
            Nesting::Single | Nesting::Group => {
                if matches!(seen.value, Json::Null) && !seen.unknown.any_true() {
                    return Value::null_of(ty());
                }
                return self.block(schema, seen, &body.in_list(name, 0, 1), path);
            }
            Nesting::Map => {
                let entry = |key: &str| {
                    let inside = self.block(schema, seen.member(key), &body.in_map(name, key), &join(path, key));
                    (Arc::from(key), inside)
                };
                Value::map(ty(), seen.keys().into_iter().map(entry).collect())
            }
        };
        value.with_marks(seen.marks())
    }

    /// Configuration, which alone tells of what a stopped plan does not show, has no `dynamic` blocks.
    fn may_be_hidden(&self, blocks: Seen<'_>) -> bool {
        self.assumed && matches!(blocks.value, Json::Null) && !blocks.unknown.any_true()
    }

    /// Blocks that the plan does not know, where they were written: what may be left out may be the provider's.
    fn unknown_blocks(&self, nested: &NestedBlock, body: &Body<'_>, path: &str) -> Value {
        // What a provider makes itself of a data source are attributes, never blocks.
        let is_read = self.mode == ObjectMode::Data;
        if is_read || body.has_blocks(&nested.name) || nested.min_items > 0 || is_plain(self.type_name, path) {
            let blocker = Blocker::Attribute(self.own(path));
            return Value::unknown(nested.implied_type(), blocker);
        }
        let ty = nested.block.implied_type();
        match nested.nesting {
            Nesting::List => Value::list(ty, Vec::new()),
            Nesting::Set => Kind::Set(ty, Arc::default()).into(),
            Nesting::Map => Value::map(ty, Entries::new()),
            Nesting::Single | Nesting::Group => Value::null_of(ty),
        }
    }

    /// An attribute of the object itself.
    fn own(&self, path: &str) -> Reference {
        Reference { address: self.address.clone(), path: path.into() }
    }

    /// A value that the plan knows in part.
    fn partly_known(&self, ty: &Type, seen: Seen<'_>, source: &Expressions<'_, '_>) -> Value {
        self.at(ty, seen, source, None).with_marks(seen.marks())
    }

    fn at(&self, ty: &Type, seen: Seen<'_>, source: &Expressions<'_, '_>, slot: Option<Slot>) -> Value {
        if seen.unknown.is_true() {
            let value = self.unknown(ty, source, slot);
            return if seen.marks().is_empty() { value } else { secrets::mark_deeply(value, Marks::SENSITIVE) };
        }
        if !seen.unknown.any_true() {
            return typed(ty, seen);
        }
        let elements = |element: &Type| -> Vec<Value> {
            let count = seen.count();
            let mut unknowns = 0;
            let ordered = !matches!(ty, Type::Set(_));
            let all = (0..count).filter(|index| seen.element(*index).unknown.any_true()).count();
            let mut make = |index: usize| {
                let seen = seen.element(index);
                let slot = Slot { index, count, unknown: unknowns, all, ordered };
                unknowns += usize::from(seen.unknown.any_true());
                self.at(element, seen, source, Some(slot))
            };
            (0..count).map(&mut make).collect()
        };
        let entry = |name: &str, ty: &Type| (Arc::from(name), self.at(ty, seen.member(name), source, slot));
        match ty {
            Type::List(element) => Value::list((**element).clone(), elements(element)),
            Type::Set(element) => Kind::Set((**element).clone(), Arc::new(elements(element))).into(),
            Type::Map(element) => {
                let entries = seen.keys().into_iter().map(|key| entry(key, element)).collect();
                Value::map((**element).clone(), entries)
            }
            Type::Object(attributes) => {
                let entries = attributes.iter().map(|(name, attribute)| entry(name, &attribute.ty));
                Kind::Object(Arc::new(entries.collect())).into()
            }
            _ => match seen.unknown {
                Json::Array(_) => Value::tuple(elements(&Type::Dynamic)),
                _ => {
                    let entries = seen.keys().into_iter().map(|key| entry(key, &Type::Dynamic));
                    Kind::Object(Arc::new(entries.collect())).into()
                }
            },
        }
    }

    /// A set value that the plan does not know; null where all that it is made of is known, so that only null can be meant.
    fn unknown(&self, ty: &Type, source: &Expressions<'_, '_>, slot: Option<Slot>) -> Value {
        let resolved: Vec<_> = source
            .expressions
            .iter()
            .map(|expression| self.source.resolve(expression, &self.place, &source.attribute.name))
            .collect();
        let is_known = |found: &&Found| self.source.is_known(found);
        let known = resolved.iter().flat_map(|resolved| &resolved.found).all(|found| is_known(&found));
        let certain = resolved.iter().any(|resolved| resolved.count > 0);
        if known && certain && source.attribute.computed {
            return Value::null_of(ty.clone());
        }
        let mut blockers: Vec<Blocker> = Vec::new();
        for found in resolved.iter().flat_map(|resolved| &resolved.found).filter(|found| !is_known(found)) {
            if !blockers.contains(&found.blocker) {
                blockers.push(found.blocker.clone());
            }
        }
        if blockers.is_empty() {
            blockers.push(Blocker::Attribute(self.own(source.path)));
        }
        let reference = match &resolved[..] {
            [only] => self.exact(only, ty, slot, &source.attribute.name),
            _ => None,
        };
        if let (Some(reference), Some(_)) = (&reference, slot) {
            blockers = vec![Blocker::Attribute(reference.clone())];
        }
        let partial = reference.as_ref().and_then(|reference| self.partial(reference));
        let mut unknown = Unknown::new(ty.clone(), blockers[0].clone());
        unknown.blockers = blockers.into();
        unknown.reference = reference.map(Arc::new);
        unknown.partial = partial;
        unknown.into()
    }

    /// The attribute that a value is, where its references leave no choice. Elements of a list are the references in their order.
    fn exact(&self, resolved: &Resolved, ty: &Type, slot: Option<Slot>, attribute: &str) -> Option<Reference> {
        let found = &resolved.found;
        // An unknown collection may be made of the reference as well as be it.
        if !ty.is_primitive() && *ty != Type::Dynamic {
            return None;
        }
        if let ([only], None) = (&found[..], slot) {
            let fits = |to: &&Reference| only.exact && !is_document(attribute, to) && self.source.may_be(to, ty);
            return only.reference().filter(fits).cloned();
        }
        let slot = slot?;
        if !slot.ordered {
            // A set has its elements in another order than configuration: each unknown one is one of the unknown references.
            let unknown: Vec<&Found> = found.iter().filter(|found| !self.source.is_known(found)).collect();
            // Elements that are all made of one reference: it itself, and texts around it.
            if let [only] = unknown[..]
                && slot.all > 1
            {
                let fits = |to: &&Reference| slot.unknown == 0 && only.exact && self.source.may_be(to, ty);
                return only.reference().filter(fits).cloned();
            }
            let one = unknown.get(slot.unknown).filter(|one| unknown.len() == slot.all && !one.whole && !one.vague)?;
            return one.reference().filter(|to| self.source.may_be(to, ty)).cloned();
        }
        if let [only] = &found[..]
            && let Some(resource) = only.reference().filter(|_| only.whole)
            && let instances = self.source.table.instances(&resource.address)
            && instances.len() == slot.count
        {
            // A splat over a resource gives its instances in the order of their keys.
            let address = self.source.table.change(instances[slot.index]).object.address.clone();
            let path = resource.path.clone();
            let path = if path.is_empty() { "id".into() } else { path };
            return Some(Reference { address, path });
        }
        let position = if found.len() == slot.count { slot.index } else { slot.unknown };
        let fits = found.len() == slot.count || found.iter().all(|found| !self.source.is_known(found));
        let one = found.get(position).filter(|one| fits && !one.whole)?;
        one.reference().filter(|to| self.source.may_be(to, ty)).cloned()
    }

    /// What is known of a policy document that is read at apply.
    fn partial(&self, reference: &Reference) -> Option<Arc<Partial>> {
        if self.depth > DOCUMENT_DEPTH || !reference.address.contains("data.aws_iam_policy_document.") {
            return None;
        }
        let number = self.source.table.find(&reference.address)?;
        let document = self.source.cached_values(number, self.depth + 1);
        document.get(&reference.path)?.as_unknown()?.partial.clone()
    }

    /// An object of a type without schema: configuration alone tells what is set.
    fn untyped(&self, seen: Seen<'_>, body: &Body<'_>) -> Value {
        let mut entries = Vec::new();
        for key in seen.keys() {
            let attribute = Attribute {
                name: key.into(),
                ty: Type::Dynamic,
                required: false,
                optional: true,
                computed: true,
                sensitive: false,
                write_only: false,
                deprecated: false,
                nested: None,
            };
            entries.push((Arc::<str>::from(key), self.attribute(&attribute, seen.member(key), body, key)));
        }
        Value::object(entries).with_marks(seen.marks())
    }
}

/// The expressions that made an attribute.
struct Expressions<'j, 'a> {
    expressions: Vec<&'j Json<'j>>,
    attribute: &'a Attribute,
    path: &'a str,
}

/// Where an element stands in its list: its index, the length, and how many unknown ones come before it.
#[derive(Clone, Copy)]
struct Slot {
    index: usize,
    count: usize,
    unknown: usize,
    /// How many elements are unknown.
    all: usize,
    /// Not an element of a set.
    ordered: bool,
}

/// Fills in what follows from the statements of a policy document that is read at apply.
fn with_document(value: Value, change: &Change) -> Value {
    let Some(mut entries) = value.as_mapping().cloned() else { return value };
    for (name, computed) in policy_document::computed(&value, &change.object.address) {
        if entries.get(name).is_none_or(Value::is_null) {
            entries.insert(name.into(), computed);
        }
    }
    Value::from(Kind::Object(Arc::new(entries))).with_marks(value.marks)
}

pub(super) fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_string() } else { format!("{path}.{name}") }
}
