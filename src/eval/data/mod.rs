//! Data sources whose result follows from the configuration alone.

pub mod policy_document;

use super::evaluation::Evaluation;
use super::paths::join;
use super::resource::ResourceInstance;
use super::scope::{EvalError, Scope};
use crate::source::{Syntax, parse_expression};
use crate::text::Span;
use crate::value::{Reference, Type, Unknown, Value};
use std::sync::Arc;

/// The configured values of a data source together with what follows from them; the rest stays null, which references
/// see as unknown.
pub(super) fn read(evaluation: &Evaluation, instance: &ResourceInstance, configured: Value) -> Value {
    let computed = match &*instance.key.type_name {
        "aws_iam_policy_document" => policy_document::computed(&configured, &instance.address),
        "aws_partition" => region(evaluation, instance).map_or_else(Vec::new, |region| partition(&region)),
        "aws_region" => named_region(evaluation, instance, &configured),
        "local_file" => local_file(evaluation, &configured),
        "template_file" => template_file(instance, &configured),
        _ => Vec::new(),
    };
    if computed.is_empty() {
        return configured;
    }
    let values = configured.as_mapping().cloned().unwrap_or_default().into_iter();
    let computed = computed.into_iter().map(|(name, value)| (Arc::from(name), value));
    Value::object(values.chain(computed)).with_marks(configured.marks)
}

/// The Region that the instance's provider configuration names.
fn region(evaluation: &Evaluation, instance: &ResourceInstance) -> Option<String> {
    let module = evaluation.instance(instance.module);
    let provider = super::providers::provider_of(
        evaluation,
        &module,
        &instance.block,
        &instance.key.type_name,
        &instance.repetition,
    );
    Some(provider.values.get("region")?.as_str()?.to_owned())
}

/// Partitions by the prefix of the Region's name: id, DNS suffix, reversed DNS prefix.
fn partition(region: &str) -> Vec<(&'static str, Value)> {
    let (id, suffix, reverse) = match region {
        name if name.starts_with("cn-") => ("aws-cn", "amazonaws.com.cn", "cn.com.amazonaws"),
        name if name.starts_with("us-gov-") => ("aws-us-gov", "amazonaws.com", "com.amazonaws"),
        name if name.starts_with("us-iso-") => ("aws-iso", "c2s.ic.gov", "gov.ic.c2s"),
        name if name.starts_with("us-isob-") => ("aws-iso-b", "sc2s.sgov.gov", "gov.sgov.sc2s"),
        name if name.starts_with("eu-isoe-") => ("aws-iso-e", "cloud.adc-e.uk", "uk.adc-e.cloud"),
        name if name.starts_with("us-isof-") => ("aws-iso-f", "csp.hci.ic.gov", "gov.ic.hci.csp"),
        _ => ("aws", "amazonaws.com", "com.amazonaws"),
    };
    vec![
        ("id", id.into()),
        ("partition", id.into()),
        ("dns_suffix", suffix.into()),
        ("reverse_dns_prefix", reverse.into()),
    ]
}

fn named_region(
    evaluation: &Evaluation,
    instance: &ResourceInstance,
    configured: &Value,
) -> Vec<(&'static str, Value)> {
    let given = configured.get("name").filter(|name| !name.is_null());
    let name = match given {
        Some(given) => given.as_str().map(str::to_owned),
        None if configured.get("endpoint").is_none_or(Value::is_null) => region(evaluation, instance),
        None => None,
    };
    let Some(name) = name else { return Vec::new() };
    vec![("id", name.as_str().into()), ("name", name.as_str().into())]
}

fn local_file(evaluation: &Evaluation, configured: &Value) -> Vec<(&'static str, Value)> {
    let Some(path) = configured.get("filename").and_then(Value::as_str) else { return Vec::new() };
    let path = join(&evaluation.project.options.root, path);
    let Ok(text) = evaluation.project.access.read(&path).map(String::from_utf8) else { return Vec::new() };
    text.map_or_else(|_| Vec::new(), |text| vec![("content", text.into())])
}

/// The `template` rendered with `vars`, as the template provider does it.
fn template_file(instance: &ResourceInstance, configured: &Value) -> Vec<(&'static str, Value)> {
    let (Some(template), Some(vars)) = (configured.get("template").and_then(Value::as_str), configured.get("vars"))
    else {
        return Vec::new();
    };
    let vars = if vars.is_null() { Value::object::<Arc<str>>([]) } else { vars.clone() };
    let call =
        parse_expression(instance.block.header.file, "template_file".into(), "templatestring(template, vars)".into());
    let root = call.tree.root();
    let scope = TemplateScope { template: template.into(), vars };
    match super::evaluate(&Syntax { file: Arc::new(call), node: root }, &scope) {
        Ok(rendered) => vec![("rendered", rendered)],
        Err(_) => Vec::new(),
    }
}

struct TemplateScope {
    template: Value,
    vars: Value,
}

impl Scope for TemplateScope {
    fn resolve(&self, root: &str, _: &[&str], _: Span) -> Result<(Value, usize), EvalError> {
        Ok((if root == "template" { self.template.clone() } else { self.vars.clone() }, 0))
    }
}

/// A computed attribute of a data source that is not wholly known.
fn unknown_text(address: &Arc<str>, name: &str, from: &[&Unknown]) -> Unknown {
    let mut unknown = Unknown::derived(Type::String, from.iter().copied()).not_null();
    unknown.reference = Some(Arc::new(Reference { address: address.clone(), path: name.into() }));
    unknown
}
