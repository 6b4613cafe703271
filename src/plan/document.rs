//! A whole plan or state.

use super::change::{Change, RawEntry};
use super::configuration::Configuration;
use super::json::{Json, Text};
use super::omitted;
use super::slice::{Keeper, Misread, Slice};
use super::state::{self, Modules, RawState, RawValues};
use super::state_file;
use super::stopped;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    Plan,
    State,
}

/// A plan or a state over its text. Objects hold places in the text; nothing of their values is kept.
#[derive(Debug)]
pub struct Document {
    pub text: String,
    pub kind: DocumentKind,
    pub format_version: String,
    pub terraform_version: String,
    /// Changes of a plan, also those that do nothing and those that are deferred; the objects of a state.
    pub changes: Vec<Change>,
    /// What changed outside of Terraform.
    pub drift: Vec<Change>,
    /// Objects of the prior state that `changes` does not have: data sources that were read, objects outside of the target.
    pub prior: Vec<Change>,
    pub configuration: Configuration,
    /// The values of the root's variables.
    pub variables: BTreeMap<Arc<str>, Variable>,
    pub relevant: Vec<Relevant>,
    /// `checks` as written: the results of checks, preconditions and tests.
    pub checks: Option<Slice>,
    pub timestamp: Option<String>,
    /// The plan stopped at an error and shows only a part.
    pub errored: bool,
    /// `false` after `-target` or with deferred changes; `None` where the version does not say.
    pub complete: Option<bool>,
    pub applyable: Option<bool>,
    /// Outputs, and variables of the root, that are sensitive as a whole or in part.
    pub secrets: Vec<Secret>,
}

/// A value and where it is sensitive; everywhere without a mask.
#[derive(Clone, Copy, Debug)]
pub struct Secret {
    pub value: Slice,
    pub mask: Option<Slice>,
}

/// The value of a root variable; `None` where the plan does not tell it.
#[derive(Clone, Debug)]
pub struct Variable {
    pub value: Option<Slice>,
}

/// An attribute that contributed to a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relevant {
    pub resource: Arc<str>,
    pub attribute: Vec<String>,
}

/// The members of a document as they come.
#[derive(Default)]
pub(super) struct Parts<'a> {
    pub format_version: Option<String>,
    pub terraform_version: Option<String>,
    pub changes: Option<Vec<Change>>,
    pub drift: Vec<Change>,
    pub deferred: Vec<Change>,
    pub planned: Option<&'a RawValue>,
    pub prior: Option<RawState<'a>>,
    pub values: Option<RawValues<'a>>,
    /// Of a raw state file.
    pub version: Option<&'a RawValue>,
    pub resources: Option<&'a RawValue>,
    pub outputs: Option<&'a RawValue>,
    pub output_changes: Option<&'a RawValue>,
    pub configuration: Option<&'a RawValue>,
    pub variables: BTreeMap<Arc<str>, Variable>,
    pub relevant: Vec<Relevant>,
    pub checks: Option<Slice>,
    pub timestamp: Option<String>,
    pub errored: bool,
    pub complete: Option<bool>,
    pub applyable: Option<bool>,
    /// Names of other members, to say what a file is when it is no plan.
    pub others: Vec<String>,
}

/// Reads the top level; streams the changes.
pub(super) struct TopLevel<'k, 't>(pub &'k mut Keeper<'t>);

impl<'de> DeserializeSeed<'de> for TopLevel<'_, '_> {
    type Value = Parts<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Parts<'de>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for TopLevel<'_, '_> {
    type Value = Parts<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Parts<'de>, A::Error> {
        let keeper = self.0;
        let mut parts = Parts::default();
        while let Some(key) = map.next_key::<Text<'de>>()? {
            match &*key {
                "format_version" => parts.format_version = text(map.next_value()?),
                "terraform_version" => parts.terraform_version = text(map.next_value()?),
                "timestamp" => parts.timestamp = text(map.next_value()?),
                "resource_changes" => parts.changes = map.next_value_seed(Changes(keeper))?,
                "resource_drift" => parts.drift = map.next_value_seed(Changes(keeper))?.unwrap_or_default(),
                "deferred_changes" => parts.deferred = deferred(map.next_value()?, keeper),
                "planned_values" => parts.planned = map.next_value()?,
                "prior_state" => parts.prior = map.next_value()?,
                "values" => parts.values = map.next_value()?,
                "version" => parts.version = map.next_value()?,
                "resources" => parts.resources = map.next_value()?,
                "outputs" => parts.outputs = map.next_value()?,
                "output_changes" => parts.output_changes = map.next_value()?,
                "configuration" => parts.configuration = map.next_value()?,
                "variables" => parts.variables = variables(map.next_value()?, keeper),
                "relevant_attributes" => parts.relevant = relevant(map.next_value()?, keeper),
                "checks" => parts.checks = map.next_value::<Option<&RawValue>>()?.map(|raw| keeper.slice(raw)),
                "errored" => parts.errored = map.next_value::<Json<'de>>()?.is_true(),
                "complete" => parts.complete = map.next_value()?,
                "applyable" => parts.applyable = map.next_value()?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    parts.others.push(key.to_string());
                }
            }
        }
        Ok(parts)
    }
}

fn text(json: Json<'_>) -> Option<String> {
    match json {
        Json::String(text) => Some(text.into_owned()),
        _ => None,
    }
}

/// A list of changes, each made small before the next is read.
struct Changes<'k, 't>(&'k mut Keeper<'t>);

impl<'de> DeserializeSeed<'de> for Changes<'_, '_> {
    type Value = Option<Vec<Change>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Changes<'_, '_> {
    type Value = Option<Vec<Change>>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list of resource changes")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Self::Value, A::Error> {
        let mut changes = Vec::new();
        while let Some(entry) = sequence.next_element::<Option<RawEntry<'de>>>()? {
            changes.extend(entry.map(|entry| Change::of(entry, self.0)));
        }
        changes.shrink_to_fit();
        Ok(Some(changes))
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawDeferred<'a> {
    #[serde(borrow)]
    reason: Option<Text<'a>>,
    #[serde(borrow)]
    resource_change: Option<RawEntry<'a>>,
}

fn deferred(raw: Option<Vec<RawDeferred<'_>>>, keeper: &mut Keeper<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for raw in raw.unwrap_or_default() {
        let reason = keeper.name(raw.reason.as_deref().unwrap_or("unknown"));
        if let Some(entry) = raw.resource_change {
            let mut change = Change::of(entry, keeper);
            change.defer(reason);
            changes.push(change);
        }
    }
    changes
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawVariable<'a> {
    #[serde(borrow)]
    value: Option<&'a RawValue>,
}

fn variables(
    raw: Option<BTreeMap<Text<'_>, RawVariable<'_>>>,
    keeper: &mut Keeper<'_>,
) -> BTreeMap<Arc<str>, Variable> {
    let raw = raw.unwrap_or_default().into_iter();
    raw.map(|(name, raw)| (keeper.name(&name), Variable { value: raw.value.map(|raw| keeper.slice(raw)) })).collect()
}

fn relevant(json: Json<'_>, keeper: &mut Keeper<'_>) -> Vec<Relevant> {
    let step = |json: &Json<'_>| match json {
        Json::Number(number) => number.to_string(),
        other => other.as_str().unwrap_or_default().to_string(),
    };
    let entry = |json: &Json<'_>| Relevant {
        resource: keeper.name(json.get("resource").and_then(Json::as_str).unwrap_or_default()),
        attribute: json.get("attribute").map_or(Vec::new(), |path| path.elements().iter().map(step).collect()),
    };
    json.elements().iter().map(entry).collect()
}

impl<'t> Parts<'t> {
    /// Is it a plan or a state? Otherwise says what it seems to be.
    pub(super) fn kind(&self) -> Result<DocumentKind, String> {
        let plan = self.changes.is_some() || self.planned.is_some() || self.configuration.is_some();
        if plan {
            return Ok(DocumentKind::Plan);
        }
        if self.is_raw_state() {
            return match self.version.map(RawValue::get) {
                Some("4") => Ok(DocumentKind::State),
                Some(version) => Err(format!(
                    "it is a state file of version {version}, and tfmend reads version 4; Terraform 0.12 and later write that"
                )),
                None => Err("it is a state file without a version".to_string()),
            };
        }
        // A state without objects has nothing but its versions.
        if self.format_version.is_some() && (self.values.is_some() || self.others.is_empty()) {
            return Ok(DocumentKind::State);
        }
        let has = |name: &str| self.others.iter().any(|other| other == name);
        Err(if has("provider_schemas") {
            "it is a provider schema (`terraform providers schema -json`)".to_string()
        } else if has("@level") || has("@message") {
            "it is the log of `terraform plan -json`; use `terraform plan -out PLAN` and `terraform show -json PLAN`"
                .to_string()
        } else {
            "it has neither `resource_changes` nor `planned_values` nor `values`".to_string()
        })
    }

    /// A `.tfstate` file, not the output of `terraform show -json`. Its third version had modules instead of resources.
    fn is_raw_state(&self) -> bool {
        let has = |name: &str| self.others.iter().any(|other| other == name);
        let of_state = self.resources.is_some() || has("lineage") || has("serial") || has("modules");
        self.format_version.is_none() && of_state && (self.version.is_some() || has("lineage"))
    }

    /// The objects of the states and planned values that changes do not tell.
    /// The text is left for the caller to put in, because these parts still borrow it.
    pub(super) fn finish(mut self, kind: DocumentKind, keeper: &mut Keeper<'t>) -> Result<Document, Misread> {
        let configuration =
            self.configuration.map(|raw| Configuration::of(raw, keeper)).transpose()?.unwrap_or_default();
        let mut state = self.prior.take().and_then(|state| state.values).unwrap_or_default();
        let mut values = self.values.take();
        let of_state = values.as_ref().and_then(|values| values.outputs);
        let mut secrets = secrets_of_outputs(&self, [state.outputs, of_state], keeper);
        secrets.extend(secret_variables(&configuration, &self.variables));
        let mut changes = self.changes.unwrap_or_default();
        let mut prior = Vec::new();
        if let (DocumentKind::State, Some(resources)) = (kind, self.resources.filter(|_| values.is_none())) {
            changes = state_file::objects(resources, keeper)?;
        } else if kind == DocumentKind::State {
            changes = state::objects(values.as_mut().and_then(|values| values.root_module.take()), keeper, &|_| false)?;
        } else {
            let before = state.root_module.take();
            if changes.is_empty() {
                // Plans that were cut down by hand, and those of other tools, may have planned values alone.
                prior = state::objects(before, keeper, &|_| false)?;
                let before = prior.iter().map(|change| (change.object.address.clone(), change));
                let before: rustc_hash::FxHashMap<Arc<str>, &Change> = before.collect();
                let planned = state::objects(root(self.planned, keeper)?, keeper, &|_| false)?;
                let with_prior = |change: Change| {
                    let prior = before.get(&change.object.address).copied();
                    change.planned(prior)
                };
                changes = planned.into_iter().map(with_prior).collect();
                omitted::mark(&mut changes, &configuration, keeper);
                let known = addresses(&changes);
                prior.retain(|object| object.deposed().is_some() || !known.contains(&object.object.address));
            } else {
                let known = addresses(&changes);
                prior = state::objects(before, keeper, &|address| known.contains(address))?;
            }
        }
        if self.errored {
            let shown: Vec<&Change> = changes.iter().chain(&prior).chain(&self.deferred).collect();
            let missing = stopped::missing(&configuration, &shown, keeper);
            changes.extend(missing);
        }
        changes.extend(self.deferred);
        Ok(Document {
            text: String::new(),
            kind,
            format_version: self.format_version.unwrap_or_default(),
            terraform_version: self.terraform_version.unwrap_or_default(),
            changes,
            drift: self.drift,
            prior,
            configuration,
            variables: self.variables,
            relevant: self.relevant,
            checks: self.checks,
            timestamp: self.timestamp,
            errored: self.errored,
            complete: self.complete,
            applyable: self.applyable,
            secrets,
        })
    }
}

/// The values of the root's variables that its configuration calls sensitive.
fn secret_variables(configuration: &Configuration, variables: &BTreeMap<Arc<str>, Variable>) -> Vec<Secret> {
    let Some(root) = configuration.modules.first() else { return Vec::new() };
    let sensitive = root.variables.iter().filter(|(_, declared)| declared.sensitive);
    let value = |name: &Arc<str>| variables.get(name).and_then(|variable| variable.value);
    let values = sensitive.flat_map(|(name, declared)| value(name).into_iter().chain(declared.default));
    values.map(|value| Secret { value, mask: None }).collect()
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawOutput<'a> {
    sensitive: Option<bool>,
    #[serde(borrow)]
    value: Option<&'a RawValue>,
    #[serde(borrow)]
    before: Option<&'a RawValue>,
    #[serde(borrow)]
    after: Option<&'a RawValue>,
    #[serde(borrow)]
    before_sensitive: Option<&'a RawValue>,
    #[serde(borrow)]
    after_sensitive: Option<&'a RawValue>,
}

/// Sensitive outputs of the plan, and of its prior state and a state.
fn secrets_of_outputs<'t>(parts: &Parts<'t>, of_states: [Option<&'t RawValue>; 2], keeper: &Keeper<'t>) -> Vec<Secret> {
    let mut secrets = Vec::new();
    for outputs in [parts.outputs, parts.output_changes].into_iter().chain(of_states).flatten() {
        let Ok(outputs) = serde_json::from_str::<BTreeMap<Text<'_>, RawOutput<'_>>>(outputs.get()) else { continue };
        for output in outputs.values() {
            let whole = output.value.filter(|_| output.sensitive == Some(true));
            secrets.extend(whole.map(|value| Secret { value: keeper.slice(value), mask: None }));
            for (value, mask) in [(output.before, output.before_sensitive), (output.after, output.after_sensitive)] {
                let secret = |mask: &RawValue| {
                    let mask = Some(keeper.slice(mask)).filter(|_| mask.get() != "true");
                    value.map(|value| Secret { value: keeper.slice(value), mask })
                };
                secrets.extend(mask.filter(|mask| mask.get().contains("true")).and_then(secret));
            }
        }
    }
    secrets
}

fn addresses(changes: &[Change]) -> rustc_hash::FxHashSet<Arc<str>> {
    changes.iter().map(|change| change.object.address.clone()).collect()
}

impl Document {
    /// Gives back the room of everything in the text that nothing names.
    pub(super) fn compacted(mut self, text: String) -> Document {
        let mut slices: Vec<&mut Slice> = Vec::new();
        let changes = self.changes.iter_mut().chain(&mut self.drift).chain(&mut self.prior);
        slices.extend(changes.flat_map(Change::slices));
        slices.extend(self.configuration.slices());
        slices.extend(self.variables.values_mut().filter_map(|variable| variable.value.as_mut()));
        slices.extend(self.checks.as_mut());
        slices.extend(
            self.secrets.iter_mut().flat_map(|secret| [Some(&mut secret.value), secret.mask.as_mut()]).flatten(),
        );
        self.text = super::slice::compact(text, slices);
        self
    }
}

fn root<'t>(values: Option<&'t RawValue>, keeper: &Keeper<'t>) -> Result<Option<Modules<'t>>, Misread> {
    let values: Option<RawValues<'t>> = values.map(|raw| keeper.parse(raw)).transpose()?;
    Ok(values.and_then(|values| values.root_module))
}
