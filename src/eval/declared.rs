//! What a configuration declares beside resources: provider configurations, backends, variables and locals, for those who judge
//! what is written in code.

use super::body::Block;
use super::decode::decode;
use super::evaluation::{Evaluation, ModuleInstance};
use super::expansion::Repetition;
use super::origin::OriginKind;
use super::scope::NoNames;
use crate::source::{Kind, Syntax, string_value};
use crate::text::Span;
use crate::value::{Entries, Type, Value};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One block or entry. What is not known is null in `values`: it is not written in code.
#[derive(Clone, Debug)]
pub struct Declared {
    /// `provider`, `backend`, `variable` or `local`.
    pub kind: &'static str,
    /// `provider.aws.west`, `module.m.var.x`.
    pub address: Arc<str>,
    pub name: Arc<str>,
    pub values: Entries,
    pub places: BTreeMap<Arc<str>, Span>,
    pub location: Span,
}

/// Everything that the tree's own modules declare; a module that is called several times is told once.
pub fn declared(evaluation: &Evaluation) -> Vec<Declared> {
    let mut found = Vec::new();
    let mut seen: FxHashSet<Span> = FxHashSet::default();
    for instance in evaluation.all_instances() {
        let own = |span: Span| !evaluation.project.is_downloaded(span.file);
        let mut one = Collector { evaluation, instance: &instance, found: Vec::new() };
        one.providers();
        one.backends();
        one.variables();
        one.locals();
        found.extend(one.found.into_iter().filter(|it| own(it.location) && seen.insert(it.location)));
    }
    found
}

struct Collector<'e> {
    evaluation: &'e Evaluation,
    instance: &'e Arc<ModuleInstance>,
    found: Vec<Declared>,
}

impl Collector<'_> {
    fn address(&self, name: &str) -> Arc<str> {
        let dot = if self.instance.address.is_empty() { "" } else { "." };
        format!("{}{dot}{name}", self.instance.address).into()
    }

    fn providers(&mut self) {
        for (name, block) in &self.instance.module.providers {
            let schema_name = name.split('.').next().unwrap_or(name);
            let source = self.instance.module.required_providers.get(schema_name).cloned();
            let source = source.unwrap_or_else(|| super::module::full_provider_source(schema_name).into());
            let schema = self.evaluation.schema.provider(&source);
            let repetition = Repetition::default();
            let scope = self.evaluation.scope(self.instance, &repetition);
            let address = self.address(&format!("provider.{name}"));
            let values = decode(&scope, &block.body, schema.as_deref(), (&address, schema_name), None);
            self.block("provider", address, name.clone(), block, values);
        }
    }

    fn backends(&mut self) {
        for terraform in &self.instance.module.terraform {
            for block in terraform.body.blocks("backend", 1) {
                let Some(name) = block.labels.first().map(|label| label.text.clone()) else { continue };
                let repetition = Repetition::default();
                let scope = self.evaluation.scope(self.instance, &repetition);
                let address = self.address(&format!("terraform.backend.{name}"));
                let values = decode(&scope, &block.body, None, (&address, &name), None);
                self.block("backend", address, name, &block, values);
            }
        }
    }

    fn block(&mut self, kind: &'static str, address: Arc<str>, name: Arc<str>, block: &Block, values: Value) {
        let places = block.body.attributes().into_iter().map(|it| (it.name.clone(), it.expression.span())).collect();
        let values = values.as_mapping().cloned().unwrap_or_default();
        let values = values.into_iter().map(|(name, value)| (name, known(value))).collect();
        self.found.push(Declared { kind, address, name, values, places, location: block.header });
    }

    /// The default, and for the root what variable files give.
    fn variables(&mut self) {
        for (name, block) in &self.instance.module.variables {
            let mut values = Vec::new();
            let mut places = BTreeMap::new();
            let default = block.body.attribute("default").map(|it| it.expression);
            let given = self.evaluation.project.variables.get(name).filter(|given| given.kind == OriginKind::Tfvars);
            let given = given.filter(|_| self.instance.parent.is_none()).map(|given| given.expression.clone());
            for expression in default.into_iter().chain(given) {
                places.insert(format!("values[{}]", values.len()).into(), expression.span());
                values.push(literal(&expression));
            }
            let values = named(name, values);
            let address = self.address(&format!("var.{name}"));
            let location = block.header;
            self.found.push(Declared { kind: "variable", address, name: name.clone(), values, places, location });
        }
    }

    /// Literals; what is made from something else is judged where that stands.
    fn locals(&mut self) {
        for (name, local) in &self.instance.module.locals {
            let Some(value) = written(&local.expression) else { continue };
            let values = named(name, vec![value]);
            let places = BTreeMap::from([("values[0]".into(), local.expression.span())]);
            let address = self.address(&format!("local.{name}"));
            let location = local.name_span;
            self.found.push(Declared { kind: "local", address, name: name.clone(), values, places, location });
        }
    }
}

/// `values` are what the code gives to the name.
fn named(name: &Arc<str>, values: Vec<Value>) -> Entries {
    Entries::from([("name".into(), Value::string(name.clone())), ("values".into(), Value::tuple(values))])
}

fn literal(expression: &Syntax) -> Value {
    super::evaluate(expression, &NoNames).map_or_else(|_| Value::null(), known)
}

/// What an expression says without referring to anything: of an object or list, the entries that do so.
fn written(expression: &Syntax) -> Option<Value> {
    if !refers(expression) {
        return Some(literal(expression));
    }
    match expression.kind() {
        Kind::Paren => written(expression.children().first()?),
        Kind::Tuple => {
            let elements: Vec<Value> = expression.children().iter().filter_map(written).collect();
            (!elements.is_empty()).then(|| Value::tuple(elements))
        }
        Kind::Object => {
            let entry = |item: Syntax| {
                let [key, value] = <[Syntax; 2]>::try_from(item.children().into_vec()).ok()?;
                let name = if key.kind() == Kind::Str { string_value(&key)? } else { key.text().to_owned() };
                Some((Arc::<str>::from(name), written(&value)?))
            };
            let entries: Vec<(Arc<str>, Value)> = expression.children().into_iter().filter_map(entry).collect();
            (!entries.is_empty()).then(|| Value::object(entries))
        }
        _ => None,
    }
}

fn known(value: Value) -> Value {
    if value.is_wholly_known() { value } else { Value::null_of(Type::Dynamic) }
}

fn refers(expression: &Syntax) -> bool {
    matches!(expression.kind(), Kind::Traversal | Kind::Variable | Kind::Call | Kind::CallExpand)
        || expression.children().iter().any(refers)
}
