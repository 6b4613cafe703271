//! Which provider configuration a resource uses, after modules have handed it down.

use super::address::{InstanceKey, Mode};
use super::body::Block;
use super::decode::decode;
use super::evaluation::{Evaluation, ModuleInstance};
use super::expansion::{Expansion, Repetition, expand};
use super::module::full_provider_source;
use crate::schema::{BlockSchema, Schema};
use crate::source::{Kind, Syntax};
use crate::text::Span;
use crate::value::{Blocker, Type, Value};
use std::sync::Arc;

/// A provider configuration and the module instance that declares it.
#[derive(Clone, Debug)]
pub struct ProviderScope {
    /// The name used in configuration (`aws`).
    pub name: Arc<str>,
    /// `west`, or `by_region["eu"]` where the block has instances.
    pub alias: Option<Arc<str>>,
    /// `registry.terraform.io/hashicorp/aws`.
    pub source: Arc<str>,
    /// The address of the module instance that declares it; empty for the root.
    pub module: Arc<str>,
    /// The configuration block; an empty object where none is written.
    pub values: Value,
    pub location: Option<Span>,
    /// The `region` is that of a resource's own argument.
    pub own_region: bool,
}

/// A provider configuration as it is named: `aws.west`, `aws.by_region[each.key]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Named {
    address: String,
    /// The key of one of a provider block's instances (OpenTofu): `["eu"]`, or `[*]` when it is not known.
    key: Option<String>,
}

/// The provider configuration of a resource: its `provider` argument, or the default one of its type, in the Region that the resource
/// chooses for itself.
pub fn provider_of(
    evaluation: &Evaluation,
    instance: &Arc<ModuleInstance>,
    block: &Block,
    type_name: &str,
    repetition: &Repetition,
) -> Arc<ProviderScope> {
    let implied = || type_name.split('_').next().unwrap_or(type_name).to_owned();
    let named = match block.body.attribute("provider") {
        Some(provider) => reference(evaluation, instance, &provider.expression, repetition),
        None => Named { address: implied(), key: None },
    };
    let key = (instance.id, named);
    let scope = evaluation.known_provider(&key).unwrap_or_else(|| {
        let scope = Arc::new(resolve(evaluation, instance, key.1.clone()));
        evaluation.keep_provider(key, scope.clone());
        scope
    });
    match own_region(evaluation, instance, block, type_name, repetition) {
        Some(region) if scope.values.get("region") != Some(&region) => Arc::new(scope.in_region(region)),
        _ => scope,
    }
}

impl ProviderScope {
    fn in_region(&self, region: Value) -> ProviderScope {
        let values = self.values.as_mapping().cloned().unwrap_or_default();
        let values = Value::object(values.into_iter().chain([("region".into(), region)])).with_marks(self.values.marks);
        ProviderScope { values, own_region: true, ..self.clone() }
    }
}

/// What a resource says in its argument `region`.
fn own_region(
    evaluation: &Evaluation,
    instance: &Arc<ModuleInstance>,
    block: &Block,
    type_name: &str,
    repetition: &Repetition,
) -> Option<Value> {
    let written = block.body.attribute("region")?;
    let mode = if &*block.block_type == "data" { Mode::Data } else { Mode::Managed };
    if !chooses_region(&evaluation.schema, mode, type_name) {
        return None;
    }
    let region = evaluation.expression(instance, &written.expression, repetition);
    let region = evaluation.value_or_unknown(region, Type::String);
    (!region.is_null()).then_some(region)
}

/// Whether an argument `region` of the type says in which Region the resource is, as it does since version 6 of the AWS provider. In
/// version 5 a few types have an argument of this name that means something else.
pub fn chooses_region(schema: &Schema, mode: Mode, type_name: &str) -> bool {
    if !type_name.starts_with("aws_") {
        return false;
    }
    let block = |schema: &Schema| match mode {
        Mode::Data => schema.data_source(type_name),
        _ => schema.resource(type_name),
    };
    let argument = |block: &BlockSchema| {
        let settable = block.attribute("region").filter(|attribute| attribute.is_settable());
        settable.map(|attribute| attribute.optional && attribute.computed && !attribute.deprecated)
    };
    let older = block(Schema::builtin());
    match older.as_deref().and_then(argument) {
        None => older.is_none_or(|older| older.nested_block("region").is_none()),
        Some(true) => false,
        Some(false) => block(schema).as_deref().and_then(argument) == Some(true),
    }
}

/// A reference as it stands in a module instance, with the key of a provider instance evaluated.
fn reference(
    evaluation: &Evaluation,
    instance: &Arc<ModuleInstance>,
    expression: &Syntax,
    repetition: &Repetition,
) -> Named {
    let address = address(expression);
    let key = match expression.kind() {
        Kind::Index => expression.children().into_iter().nth(1),
        _ => None,
    };
    let key = key.map(|key| match evaluation.expression(instance, &key, repetition) {
        Ok(value) => value.as_str().map_or("[*]".to_owned(), |key| InstanceKey::String(key.into()).to_string()),
        Err(_) => "[*]".to_owned(),
    });
    Named { address, key }
}

/// `aws.west` without quotes and instance keys.
fn address(expression: &Syntax) -> String {
    let text = expression.text().trim_matches('"');
    text.split('[').next().unwrap_or(text).trim().to_owned()
}

/// A configuration seen from a module instance, followed upwards to the block that declares it.
fn resolve(evaluation: &Evaluation, instance: &Arc<ModuleInstance>, mut named: Named) -> ProviderScope {
    let mut instance = instance.clone();
    let source = source_of(&instance, &named.address);
    loop {
        if let Some(block) = instance.module.providers.get(named.address.as_str())
            && (instance.parent.is_none() || is_configured(block))
        {
            return declared(evaluation, &instance, &named, block, source);
        }
        let Some(caller) = &instance.parent else { break };
        let outer = evaluation.instance(caller.instance);
        let handed =
            caller.block.body.attribute("providers").and_then(|given| entry(&given.expression, &named.address));
        let handed = handed.map(|handed| reference(evaluation, &outer, &handed, &caller.repetition));
        let inherited = || (!named.address.contains('.')).then(|| named.clone());
        let Some(next) = handed.or_else(inherited) else { break };
        named = next;
        instance = outer;
    }
    let (name, alias) = split(&named);
    ProviderScope {
        name,
        alias,
        source,
        module: instance.address.clone(),
        values: Value::object::<Arc<str>>([]),
        location: None,
        own_region: false,
    }
}

/// An empty block in a module only says that the module expects the configuration to be handed in.
fn is_configured(block: &Block) -> bool {
    block.body.attributes().iter().any(|attribute| !matches!(&*attribute.name, "alias" | "version"))
}

fn declared(
    evaluation: &Evaluation,
    instance: &Arc<ModuleInstance>,
    named: &Named,
    block: &Block,
    source: Arc<str>,
) -> ProviderScope {
    let (name, alias) = split(named);
    let schema = evaluation.schema.provider(&source);
    let repetition = repetition(evaluation, instance, named, block);
    let scope = evaluation.scope(instance, &repetition);
    let values = decode(&scope, &block.body, schema.as_deref(), (&named.address, &name), None);
    ProviderScope {
        name,
        alias,
        source,
        module: instance.address.clone(),
        values,
        location: Some(block.header),
        own_region: false,
    }
}

/// What `each` means in one instance of a provider block with `for_each`.
fn repetition(evaluation: &Evaluation, instance: &Arc<ModuleInstance>, named: &Named, block: &Block) -> Repetition {
    if block.body.attribute("for_each").is_none() {
        return Repetition::default();
    }
    let unknown =
        |name: &str| Value::unknown(Type::Dynamic, Blocker::Other(format!("{name} of {}", named.address).into()));
    let any = Repetition { each: Some((unknown("each.key"), unknown("each.value"))), ..Repetition::default() };
    let expansion = expand(evaluation, instance, block, &named.address);
    let Expansion::ForEach(all) = expansion else { return any };
    let wanted = |key: &&Arc<str>| named.key.as_ref() == Some(&InstanceKey::String((*key).clone()).to_string());
    all.keys().find(wanted).and_then(|key| all.get(key)).cloned().unwrap_or(any)
}

fn split(named: &Named) -> (Arc<str>, Option<Arc<str>>) {
    let key = named.key.as_deref().unwrap_or_default();
    match named.address.split_once('.') {
        Some((name, alias)) => (name.into(), Some(format!("{alias}{key}").into())),
        None => (named.address.as_str().into(), None),
    }
}

fn source_of(instance: &ModuleInstance, address: &str) -> Arc<str> {
    let name = address.split('.').next().unwrap_or(address);
    let declared = instance.module.required_providers.get(name).cloned();
    declared.unwrap_or_else(|| full_provider_source(name).into())
}

/// The value of an entry of `providers = { aws.inner = aws.outer }`.
fn entry(object: &Syntax, key: &str) -> Option<Syntax> {
    object.children().into_iter().find_map(|item| {
        let [name, value] = <[Syntax; 2]>::try_from(item.children().into_vec()).ok()?;
        (address(&name) == key).then_some(value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::scope::FileAccess;
    use crate::eval::{Evaluation, Project, ProjectOptions};
    use crate::graph::Graph;
    use crate::schema::Schema;

    /// `r/main.tf` and `r/m/main.tf`.
    struct Two(&'static str, &'static str);

    impl FileAccess for Two {
        fn read(&self, path: &str) -> Result<Vec<u8>, String> {
            let text = if path == "r/main.tf" { self.0 } else { self.1 };
            Ok(text.as_bytes().to_vec())
        }

        fn exists(&self, path: &str) -> Result<bool, String> {
            Ok(path.ends_with("/main.tf"))
        }

        fn list(&self, _: &str) -> Result<Vec<String>, String> {
            Ok(vec!["main.tf".to_owned()])
        }

        fn fileset(&self, _: &str, _: &str) -> Result<Vec<String>, String> {
            Ok(Vec::new())
        }
    }

    #[test]
    fn a_provider_block_has_instances_in_opentofu() {
        let root = r#"
            locals { regions = { eu = "eu-west-1", us = "us-east-2" } }
            provider "aws" {
              alias    = "by"
              for_each = local.regions
              region   = each.value
              default_tags { tags = { Where = each.key } }
            }
            resource "aws_sqs_queue" "q" {
              for_each = local.regions
              provider = aws.by[each.key]
            }
            module "m" {
              source    = "./m"
              for_each  = local.regions
              providers = { aws = aws.by[each.key] }
            }
            resource "aws_sqs_queue" "unknown" { provider = aws.by[self.key] }
        "#;
        let module =
            "data \"aws_region\" \"here\" {}\nresource \"aws_sns_topic\" \"t\" { name = data.aws_region.here.name }";
        let project = Project::load(Arc::new(Two(root, module)), ProjectOptions::new("r"));
        let graph = Graph::from_config(Arc::new(Evaluation::new(Arc::new(project), Schema::builtin().clone())));
        assert!(graph.problems().is_empty(), "{:?}", graph.problems());
        let of = |address: &str| graph.get(graph.find(address).expect("it is there"));
        for (key, region) in [("eu", "eu-west-1"), ("us", "us-east-2")] {
            let queue = of(&format!("aws_sqs_queue.q[\"{key}\"]"));
            assert_eq!(queue.provider.alias.as_deref(), Some(&*format!("by[\"{key}\"]")));
            assert_eq!(queue.provider.region().as_str(), Some(region));
            assert_eq!(
                queue.values().get("tags_all").and_then(|tags| tags.get("Where")).and_then(Value::as_str),
                Some(key)
            );
            let topic = of(&format!("module.m[\"{key}\"].aws_sns_topic.t"));
            assert_eq!(topic.values().get("name").and_then(Value::as_str), Some(region));
        }
        assert!(of("aws_sqs_queue.unknown").provider.region().as_unknown().is_some());
    }
}
