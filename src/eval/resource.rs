//! One instance of a resource or data source: its configured values, and what other expressions see of it.

use super::address::{InstanceKey, Mode};
use super::body::Block;
use super::data;
use super::decode::decode;
use super::evaluation::{Evaluation, InstanceId};
use super::expansion::Repetition;
use super::expression::attribute;
use super::module::ResourceKey;
use super::problem::{Problem, ProblemKind};
use super::provider_defaults;
use super::providers::chooses_region;
use super::scope::EvalError;
use super::tags;
use super::undescribed::undescribed;
use crate::schema::{Attribute, BlockSchema, Nesting, nearest};
use crate::text::Span;
use crate::value::{Entries, Kind, Marks, Reference, Type, Unknown, Value};
use std::sync::{Arc, Mutex};

/// An instance; values are made on first use.
pub struct ResourceInstance {
    pub module: InstanceId,
    pub key: ResourceKey,
    pub index: Option<InstanceKey>,
    pub address: Arc<str>,
    pub block: Block,
    pub repetition: Repetition,
    configured: Mutex<State>,
    seen: Mutex<Option<Value>>,
}

enum State {
    Pending,
    Evaluating,
    Done(Value),
}

impl ResourceInstance {
    pub(super) fn new(
        module: InstanceId,
        key: ResourceKey,
        index: Option<InstanceKey>,
        address: Arc<str>,
        block: Block,
        repetition: Repetition,
    ) -> Self {
        let configured = Mutex::new(State::Pending);
        ResourceInstance { module, key, index, address, block, repetition, configured, seen: Mutex::default() }
    }

    pub fn schema(&self, evaluation: &Evaluation) -> Option<Arc<BlockSchema>> {
        match self.key.mode {
            Mode::Managed => evaluation.schema.resource(&self.key.type_name),
            Mode::Data => evaluation.schema.data_source(&self.key.type_name),
            Mode::Ephemeral => evaluation.schema.ephemeral(&self.key.type_name),
        }
    }

    /// The configured values: an object of every attribute and nested block of the type; null where nothing is set.
    /// Data sources that need no cloud also have their computed attributes.
    pub fn configured(&self, evaluation: &Evaluation, at: Span) -> Result<Value, EvalError> {
        {
            let mut state = self.configured.lock().expect("no panic while held");
            match &*state {
                State::Done(value) => return Ok(value.clone()),
                State::Evaluating => {
                    let message = format!("{} refers to itself, directly or through others", self.address);
                    return Err(EvalError { span: at, message });
                }
                State::Pending => *state = State::Evaluating,
            }
        }
        let value = self.evaluate(evaluation);
        *self.configured.lock().expect("no panic while held") = State::Done(value.clone());
        Ok(value)
    }

    fn evaluate(&self, evaluation: &Evaluation) -> Value {
        let module = evaluation.instance(self.module);
        let scope = evaluation.scope(&module, &self.repetition);
        let schema = self.schema(evaluation);
        if schema.is_none() {
            self.complain_about_type(evaluation);
        }
        let (mode, type_name) = (self.key.mode, &self.key.type_name);
        let region =
            self.block.body.attribute("region").filter(|_| chooses_region(&evaluation.schema, mode, type_name));
        let newer = region.map(|_| "region");
        let configured = decode(&scope, &self.block.body, schema.as_deref(), (&self.address, type_name), newer);
        match self.key.mode {
            Mode::Data => data::read(evaluation, self, configured),
            _ => tags::with_all_tags(evaluation, self, schema.as_deref(), self.as_planned(configured)),
        }
    }

    /// Texts as the provider plans them.
    fn as_planned(&self, configured: Value) -> Value {
        let Kind::Object(values) = configured.kind else { return configured };
        let mut planned = Arc::unwrap_or_clone(values);
        for (name, value) in planned.iter_mut().filter(|(_, value)| value.as_str().is_some()) {
            *value = super::provider_json::planned(&self.key.type_name, name, value.clone());
        }
        super::provider_text::planned(&self.key.type_name, &mut planned);
        Value::object_of(planned).with_marks(configured.marks)
    }

    /// A type that the AWS provider lacks is a misspelling; types of other providers are simply not known here.
    fn complain_about_type(&self, evaluation: &Evaluation) {
        if !self.key.type_name.starts_with("aws_") {
            return;
        }
        let known = match self.key.mode {
            Mode::Data => evaluation.schema.data_source_types(),
            _ => evaluation.schema.resource_types(),
        };
        let message = evaluation.lacking(&format!("type {}", self.key.type_name), nearest(&self.key.type_name, known));
        evaluation.report(Problem::new(ProblemKind::Invalid, message).at(self.block.header).of(self.address.clone()));
    }

    /// What other expressions see: configured values, and unknown references for what the provider computes.
    pub fn reference(&self, evaluation: &Evaluation, at: Span) -> Result<Value, EvalError> {
        if let Some(seen) = &*self.seen.lock().expect("no panic while held") {
            return Ok(seen.clone());
        }
        let configured = self.configured(evaluation, at)?;
        let value = match self.schema(evaluation) {
            Some(schema) => with_computed(&configured, &schema, &self.address, "", self.place(&schema)),
            None => undescribed(&configured, &self.address, ""),
        };
        *self.seen.lock().expect("no panic while held") = Some(value.clone());
        Ok(value)
    }

    /// One attribute as other expressions see it, without making the others; `None` when it takes the whole to say.
    pub fn attribute(&self, evaluation: &Evaluation, name: &str, at: Span) -> Option<Result<Value, EvalError>> {
        let Some(schema) = self.schema(evaluation) else {
            let part = |whole: Value| attribute(&whole, name).map_err(|message| EvalError { span: at, message });
            return Some(self.reference(evaluation, at).and_then(part));
        };
        let attribute = schema.attribute(name)?;
        let configured = match self.configured(evaluation, at) {
            Ok(configured) => configured,
            Err(error) => return Some(Err(error)),
        };
        let seen = seen_attribute(configured.as_mapping()?, attribute, &self.address, "", self.place(&schema));
        Some(Ok(seen.with_marks(configured.marks)))
    }

    fn place(&self, schema: &BlockSchema) -> Place<'_> {
        let managed = self.key.mode == Mode::Managed;
        Place { type_name: &self.key.type_name, managed, top: true, sdk: is_of_sdk(schema), in_set: false }
    }
}

/// An attribute that the provider computes.
fn computed(ty: Type, address: &Arc<str>, path: &str) -> Value {
    Unknown::of_reference(ty, Reference { address: address.clone(), path: path.into() }).into()
}

/// Where a block stands: in a resource or data source of which type and SDK, at the top, and in a block of a set.
#[derive(Clone, Copy)]
struct Place<'t> {
    type_name: &'t str,
    managed: bool,
    top: bool,
    sdk: bool,
    in_set: bool,
}

/// Resources made with the older SDK, in which every `id` counts as optional, plan null for an empty map or set.
fn is_of_sdk(schema: &BlockSchema) -> bool {
    schema.attribute("id").is_some_and(|id| id.optional && id.computed)
}

fn is_empty_collection(value: &Value) -> bool {
    match &value.kind {
        Kind::Map(_, entries) => entries.is_empty(),
        Kind::Set(_, elements) => elements.is_empty(),
        _ => false,
    }
}

/// The provider keeps a digest of the attribute's value (hashicorp/aws 5.100.0, recorded plans).
pub fn keeps_digest(type_name: &str, attribute: &str) -> bool {
    attribute == "user_data" && matches!(type_name, "aws_instance" | "aws_launch_configuration")
}

/// The provider may plan a value of its own for something empty that it can compute, and a digest for `user_data`.
fn is_replaced(value: &Value, attribute: &Attribute, type_name: &str) -> bool {
    match &value.kind {
        Kind::Map(..) | Kind::Set(..) => {
            attribute.computed && !attribute.accepts_blocks() && is_empty_collection(value)
        }
        Kind::String(text) if text.is_empty() => attribute.computed,
        Kind::String(_) => keeps_digest(type_name, &attribute.name),
        _ => false,
    }
}

/// An argument made from something unknown is still this argument of this instance.
fn named_here(value: &Value, address: &Arc<str>, path: impl FnOnce() -> String) -> Value {
    let mut value = value.clone();
    if let Kind::Unknown(unknown) = &mut value.kind
        && unknown.reference.is_none()
        && unknown.ty.is_primitive()
    {
        let itself = Reference { address: address.clone(), path: path().into() };
        Arc::make_mut(unknown).reference = Some(Arc::new(itself));
    }
    value
}

/// What is set, the default of the provider, or an unknown reference to what the provider computes.
fn seen_attribute(
    configured: &Entries,
    attribute: &Attribute,
    address: &Arc<str>,
    prefix: &str,
    place: Place<'_>,
) -> Value {
    let Place { type_name, managed, top, sdk, in_set } = place;
    let path = || format!("{prefix}{}", attribute.name);
    let set = configured.get(&attribute.name).filter(|value| !value.is_null());
    let value = match set {
        Some(value) if sdk && !attribute.computed && is_empty_collection(value) => Value::null_of(attribute.ty.clone()),
        Some(value) if is_replaced(value, attribute, type_name) => computed(attribute.ty.clone(), address, &path()),
        Some(value) if top => named_here(value, address, path),
        Some(value) => value.clone(),
        None if attribute.computed && top && &*attribute.name == "id" => {
            let reference = Reference { address: address.clone(), path: path().into() };
            Unknown::of_reference(attribute.ty.clone(), reference).not_null().into()
        }
        // In sets the SDK plans empty texts for some that are not set.
        None if attribute.computed || sdk && in_set => computed(attribute.ty.clone(), address, &path()),
        None if sdk && !managed && attribute.ty.is_primitive() => computed(attribute.ty.clone(), address, &path()),
        None if sdk => provider_defaults::unset(type_name, prefix, attribute)
            .unwrap_or_else(|| computed(attribute.ty.clone(), address, &path())),
        None => Value::null_of(attribute.ty.clone()),
    };
    value.with_marks(if attribute.sensitive { Marks::SENSITIVE } else { Marks::NONE })
}

/// Fills what is not set but computed with unknown references, makes sets of set blocks, and marks sensitive attributes.
fn with_computed(value: &Value, schema: &BlockSchema, address: &Arc<str>, prefix: &str, place: Place<'_>) -> Value {
    let in_set = place.in_set;
    let Some(configured) = value.as_mapping() else { return value.clone() };
    let mut seen = Vec::with_capacity(configured.len());
    for attribute in &schema.attributes {
        seen.push((attribute.name.clone(), seen_attribute(configured, attribute, address, prefix, place)));
    }
    for nested in &schema.blocks {
        let Some(blocks) = configured.get(&nested.name) else { continue };
        if blocks.as_sequence().is_some_and(<[Value]>::is_empty) {
            // The schema does not say which blocks the provider computes when none is written.
            let reference = Reference { address: address.clone(), path: format!("{prefix}{}", nested.name).into() };
            let unknown = Unknown::of_reference(nested.implied_type(), reference).not_null();
            seen.push((nested.name.clone(), unknown.into()));
            continue;
        }
        let inner = Place { top: false, in_set: in_set || nested.nesting == Nesting::Set, ..place };
        let element = |(index, block): (usize, &Value)| {
            with_computed(block, &nested.block, address, &format!("{prefix}{}[{index}].", nested.name), inner)
        };
        let value = match &blocks.kind {
            Kind::List(ty, elements) => {
                let elements = elements.iter().enumerate().map(element).collect();
                match nested.nesting {
                    Nesting::Set => Value::set(ty.clone(), elements),
                    _ => Value::list(ty.clone(), elements),
                }
            }
            Kind::Object(_) if nested.nesting != Nesting::Map => {
                with_computed(blocks, &nested.block, address, &format!("{prefix}{}.", nested.name), inner)
            }
            _ => blocks.clone(),
        };
        seen.push((nested.name.clone(), value));
    }
    Value::object(seen).with_marks(value.marks)
}
