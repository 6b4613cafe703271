//! Which provider configuration a resource uses, after modules have handed it down.

use super::body::Block;
use super::decode::decode;
use super::evaluation::{Evaluation, ModuleInstance};
use super::expansion::Repetition;
use super::module::full_provider_source;
use crate::source::Syntax;
use crate::text::Span;
use crate::value::Value;
use std::sync::Arc;

/// A provider configuration and the module instance that declares it.
#[derive(Clone, Debug)]
pub struct ProviderScope {
    /// The name used in configuration (`aws`).
    pub name: Arc<str>,
    pub alias: Option<Arc<str>>,
    /// `registry.terraform.io/hashicorp/aws`.
    pub source: Arc<str>,
    /// The address of the module instance that declares it; empty for the root.
    pub module: Arc<str>,
    /// The configuration block; an empty object where none is written.
    pub values: Value,
    pub location: Option<Span>,
}

/// The provider configuration of a resource: its `provider` argument, or the default one of its type.
pub fn provider_of(
    evaluation: &Evaluation,
    instance: &Arc<ModuleInstance>,
    block: &Block,
    type_name: &str,
) -> ProviderScope {
    let implied = || type_name.split('_').next().unwrap_or(type_name).to_owned();
    let address = match block.body.attribute("provider") {
        Some(provider) => reference(&provider.expression),
        None => implied(),
    };
    resolve(evaluation, instance, &address)
}

/// `aws.west` as a configuration address, without quotes and instance keys.
fn reference(expression: &Syntax) -> String {
    let text = expression.text().trim_matches('"');
    text.split('[').next().unwrap_or(text).trim().to_owned()
}

/// A configuration address seen from a module instance, followed upwards to the block that declares it.
pub fn resolve(evaluation: &Evaluation, instance: &Arc<ModuleInstance>, address: &str) -> ProviderScope {
    let mut instance = instance.clone();
    let mut address = address.to_owned();
    let source = source_of(&instance, &address);
    loop {
        if let Some(block) = instance.module.providers.get(address.as_str())
            && (instance.parent.is_none() || is_configured(block))
        {
            return declared(evaluation, &instance, &address, block, source);
        }
        let Some(caller) = &instance.parent else { break };
        let handed = caller.block.body.attribute("providers").and_then(|given| entry(&given.expression, &address));
        let inherited = || (!address.contains('.')).then(|| address.clone());
        let Some(outer) = handed.or_else(inherited) else { break };
        address = outer;
        instance = evaluation.instance(caller.instance);
    }
    let (name, alias) = split(&address);
    ProviderScope {
        name,
        alias,
        source,
        module: instance.address.clone(),
        values: Value::object::<Arc<str>>([]),
        location: None,
    }
}

/// An empty block in a module only says that the module expects the configuration to be handed in.
fn is_configured(block: &Block) -> bool {
    block.body.attributes().iter().any(|attribute| !matches!(&*attribute.name, "alias" | "version"))
}

fn declared(
    evaluation: &Evaluation,
    instance: &Arc<ModuleInstance>,
    address: &str,
    block: &Block,
    source: Arc<str>,
) -> ProviderScope {
    let (name, alias) = split(address);
    let schema = evaluation.schema.provider(&source);
    let repetition = Repetition::default();
    let scope = evaluation.scope(instance, &repetition);
    let values = decode(&scope, &block.body, schema.as_deref(), address);
    ProviderScope { name, alias, source, module: instance.address.clone(), values, location: Some(block.header) }
}

fn split(address: &str) -> (Arc<str>, Option<Arc<str>>) {
    match address.split_once('.') {
        Some((name, alias)) => (name.into(), Some(alias.into())),
        None => (address.into(), None),
    }
}

fn source_of(instance: &ModuleInstance, address: &str) -> Arc<str> {
    let (name, _) = split(address);
    let declared = instance.module.required_providers.get(&name).cloned();
    declared.unwrap_or_else(|| full_provider_source(&name).into())
}

/// The value of an entry of `providers = { aws.inner = aws.outer }`.
fn entry(object: &Syntax, key: &str) -> Option<String> {
    object.children().into_iter().find_map(|item| {
        let [name, value] = <[Syntax; 2]>::try_from(item.children().into_vec()).ok()?;
        (reference(&name) == key).then(|| reference(&value))
    })
}
