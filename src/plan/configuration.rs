//! The `configuration` of a plan: modules, resources and provider configurations as they were written.

use super::json::{Json, Text};
use super::slice::{Keeper, Misread, Slice};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Modules are kept flat: the first is the root.
#[derive(Debug, Default)]
pub struct Configuration {
    pub modules: Vec<ConfigModule>,
    /// By the key that resources name (`aws`, `aws.eu`, `module.m:aws`).
    pub providers: BTreeMap<Arc<str>, ConfigProvider>,
}

#[derive(Debug, Default)]
pub struct ConfigModule {
    /// Calls from the root to here, joined by dots (`a.b`); empty for the root.
    pub path: Arc<str>,
    /// Index of the calling module.
    pub parent: Option<usize>,
    /// By `type.name`, with `data.` in front for data sources.
    pub resources: BTreeMap<Arc<str>, ConfigResource>,
    pub calls: BTreeMap<Arc<str>, ModuleCall>,
    pub outputs: BTreeMap<Arc<str>, Expression>,
    pub variables: BTreeMap<Arc<str>, ConfigVariable>,
}

#[derive(Clone, Debug)]
pub struct ConfigResource {
    pub provider_key: Arc<str>,
    /// Attributes as expressions, blocks as objects or lists of objects of them.
    pub expressions: Option<Slice>,
    pub count: Option<Expression>,
    pub for_each: Option<Expression>,
}

#[derive(Clone, Debug)]
pub struct ModuleCall {
    pub source: Arc<str>,
    /// Index of the called module.
    pub module: Option<usize>,
    pub expressions: Option<Slice>,
    pub count: Option<Expression>,
    pub for_each: Option<Expression>,
}

#[derive(Clone, Debug)]
pub struct ConfigProvider {
    pub name: Arc<str>,
    pub full_name: Arc<str>,
    pub alias: Option<Arc<str>>,
    /// The declaring module, as calls joined by dots.
    pub module: Arc<str>,
    pub expressions: Option<Slice>,
}

#[derive(Clone, Copy, Debug)]
pub struct ConfigVariable {
    /// `None` for a variable without one.
    pub default: Option<Slice>,
    pub sensitive: bool,
}

/// What a plan says about an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression(pub Slice);

impl Expression {
    pub fn json<'t>(&self, document: &'t str) -> Json<'t> {
        self.0.json(document)
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawConfiguration<'a> {
    #[serde(borrow)]
    provider_config: Option<BTreeMap<Text<'a>, RawProvider<'a>>>,
    #[serde(borrow)]
    root_module: Option<&'a RawValue>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawProvider<'a> {
    #[serde(borrow)]
    name: Option<Text<'a>>,
    #[serde(borrow)]
    full_name: Option<Text<'a>>,
    #[serde(borrow)]
    alias: Option<Text<'a>>,
    #[serde(borrow)]
    module_address: Option<Text<'a>>,
    #[serde(borrow)]
    expressions: Option<&'a RawValue>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawModule<'a> {
    #[serde(borrow)]
    outputs: Option<BTreeMap<Text<'a>, RawOutput<'a>>>,
    #[serde(borrow)]
    resources: Option<Vec<RawResource<'a>>>,
    #[serde(borrow)]
    module_calls: Option<BTreeMap<Text<'a>, RawCall<'a>>>,
    #[serde(borrow)]
    variables: Option<BTreeMap<Text<'a>, RawVariable<'a>>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawOutput<'a> {
    #[serde(borrow)]
    expression: Option<&'a RawValue>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawVariable<'a> {
    #[serde(borrow, deserialize_with = "present")]
    default: Option<&'a RawValue>,
    sensitive: Option<bool>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawResource<'a> {
    #[serde(borrow)]
    mode: Option<Text<'a>>,
    #[serde(borrow)]
    r#type: Option<Text<'a>>,
    #[serde(borrow)]
    name: Option<Text<'a>>,
    #[serde(borrow)]
    provider_config_key: Option<Text<'a>>,
    #[serde(borrow)]
    expressions: Option<&'a RawValue>,
    #[serde(borrow)]
    count_expression: Option<&'a RawValue>,
    #[serde(borrow)]
    for_each_expression: Option<&'a RawValue>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawCall<'a> {
    #[serde(borrow)]
    source: Option<Text<'a>>,
    #[serde(borrow)]
    expressions: Option<&'a RawValue>,
    #[serde(borrow)]
    count_expression: Option<&'a RawValue>,
    #[serde(borrow)]
    for_each_expression: Option<&'a RawValue>,
    #[serde(borrow)]
    module: Option<&'a RawValue>,
}

/// Keeps a `null` that is written apart from nothing.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

impl Configuration {
    pub(super) fn of<'t>(raw: &'t RawValue, keeper: &mut Keeper<'t>) -> Result<Configuration, Misread> {
        let raw: RawConfiguration<'t> = keeper.parse::<Option<RawConfiguration<'t>>>(raw)?.unwrap_or_default();
        let mut configuration = Configuration::default();
        for (key, raw) in raw.provider_config.unwrap_or_default() {
            let text = |text: &Option<Text<'_>>| text.as_deref().unwrap_or_default().to_string();
            let provider = ConfigProvider {
                name: text(&raw.name).into(),
                full_name: text(&raw.full_name).into(),
                alias: raw.alias.as_deref().map(Arc::from),
                module: module_path(&text(&raw.module_address)).into(),
                expressions: raw.expressions.map(|raw| keeper.slice(raw)),
            };
            configuration.providers.insert(keeper.name(&key), provider);
        }
        let mut waiting: Vec<(Option<usize>, String, &'t RawValue)> = Vec::new();
        waiting.extend(raw.root_module.map(|root| (None, String::new(), root)));
        while let Some((parent, call, raw)) = waiting.pop() {
            let index = configuration.modules.len();
            let raw: RawModule<'t> = keeper.parse(raw)?;
            let path = match parent.map(|parent| &*configuration.modules[parent].path) {
                None => String::new(),
                Some("") => call.clone(),
                Some(outer) => format!("{outer}.{call}"),
            };
            if let Some(caller) = parent.and_then(|parent| configuration.modules[parent].calls.get_mut(&*call)) {
                caller.module = Some(index);
            }
            let (module, calls) = ConfigModule::of(raw, path.into(), parent, keeper);
            configuration.modules.push(module);
            waiting.extend(calls.into_iter().map(|(name, raw)| (Some(index), name, raw)));
        }
        Ok(configuration)
    }

    /// Every place in the document's text.
    pub(super) fn slices(&mut self) -> impl Iterator<Item = &mut Slice> {
        let providers = self.providers.values_mut().filter_map(|provider| provider.expressions.as_mut());
        providers.chain(self.modules.iter_mut().flat_map(ConfigModule::slices))
    }
}

/// The places of an expression, `count` and `for_each`.
fn places<'s>(
    expressions: &'s mut Option<Slice>,
    repetitions: [&'s mut Option<Expression>; 2],
) -> impl Iterator<Item = &'s mut Slice> {
    expressions.iter_mut().chain(repetitions.into_iter().flatten().map(|expression| &mut expression.0))
}

impl ConfigModule {
    fn slices(&mut self) -> impl Iterator<Item = &mut Slice> {
        let resources =
            self.resources.values_mut().flat_map(|it| places(&mut it.expressions, [&mut it.count, &mut it.for_each]));
        let calls =
            self.calls.values_mut().flat_map(|it| places(&mut it.expressions, [&mut it.count, &mut it.for_each]));
        let outputs = self.outputs.values_mut().map(|output| &mut output.0);
        let variables = self.variables.values_mut().filter_map(|variable| variable.default.as_mut());
        resources.chain(calls).chain(outputs).chain(variables)
    }

    fn of<'a>(
        raw: RawModule<'a>,
        path: Arc<str>,
        parent: Option<usize>,
        keeper: &mut Keeper<'_>,
    ) -> (ConfigModule, Vec<(String, &'a RawValue)>) {
        let mut module = ConfigModule { path, parent, ..ConfigModule::default() };
        for raw in raw.resources.unwrap_or_default() {
            let text = |text: &Option<Text<'_>>| text.as_deref().unwrap_or_default().to_string();
            let key = match text(&raw.mode).as_str() {
                "data" => format!("data.{}.{}", text(&raw.r#type), text(&raw.name)),
                _ => format!("{}.{}", text(&raw.r#type), text(&raw.name)),
            };
            let resource = ConfigResource {
                provider_key: keeper.name(&text(&raw.provider_config_key)),
                expressions: raw.expressions.map(|raw| keeper.slice(raw)),
                count: raw.count_expression.map(|raw| Expression(keeper.slice(raw))),
                for_each: raw.for_each_expression.map(|raw| Expression(keeper.slice(raw))),
            };
            module.resources.insert(key.into(), resource);
        }
        let mut called = Vec::new();
        for (name, raw) in raw.module_calls.unwrap_or_default() {
            called.extend(raw.module.map(|module| (name.to_string(), module)));
            let call = ModuleCall {
                source: raw.source.as_deref().unwrap_or_default().into(),
                module: None,
                expressions: raw.expressions.map(|raw| keeper.slice(raw)),
                count: raw.count_expression.map(|raw| Expression(keeper.slice(raw))),
                for_each: raw.for_each_expression.map(|raw| Expression(keeper.slice(raw))),
            };
            module.calls.insert(keeper.name(&name), call);
        }
        for (name, raw) in raw.outputs.unwrap_or_default() {
            let expression = raw.expression.map(|raw| Expression(keeper.slice(raw)));
            module.outputs.extend(expression.map(|expression| (keeper.name(&name), expression)));
        }
        for (name, raw) in raw.variables.unwrap_or_default() {
            let default = raw.default.map(|raw| keeper.slice(raw));
            let variable = ConfigVariable { default, sensitive: raw.sensitive == Some(true) };
            module.variables.insert(keeper.name(&name), variable);
        }
        (module, called)
    }
}

/// `module.a.module.b` -> `a.b`.
fn module_path(address: &str) -> String {
    let parts: Vec<&str> = address.split('.').collect();
    parts.chunks(2).filter_map(|pair| pair.get(1).copied()).collect::<Vec<_>>().join(".")
}
