//! References in configuration, and the paths that the provider decides.

use super::references::Place;
use super::values::join;
use super::{PlanSource, Side};
use crate::graph::{Link, Mentions, subject};
use crate::plan::Json;
use crate::schema::BlockSchema;
use crate::value::{Kind, Reference, Type, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

impl PlanSource {
    /// All references of an object's configuration, whether their values are known or not.
    pub(super) fn all_links(&self, number: u32) -> Vec<Link> {
        let change = self.table.change(number);
        let Some(expressions) = self.table.config_of(change).and_then(|config| config.expressions) else {
            return Vec::new();
        };
        let mut links = Vec::new();
        let place = self.place_of(change);
        let schema = self.schema_of(change);
        self.collect_links(&expressions.json(self.table.text()), (number, &place), schema.as_deref(), "", &mut links);
        if self.side == Side::Before {
            links.retain_mut(|link| self.held(number, link));
        }
        links
    }

    /// Before the plan, the configuration may have been another one: what refers holds what it refers to.
    fn held(&self, number: u32, link: &mut Link) -> bool {
        let values = self.cached_values(number, 0);
        let attribute = link.attribute.split(['.', '[']).next().unwrap_or_default();
        let mut texts = Vec::new();
        texts_in(values.get(attribute).unwrap_or(&Value::null()), &mut texts);
        let single = self.table.find(&link.to.address);
        let instances = single.as_slice().iter().chain(self.table.instances(&link.to.address));
        let names: Vec<Value> = instances.flat_map(|to| self.named(*to, &link.to.path)).collect();
        let mut names = names.iter().filter_map(Value::as_str).filter(|name| !name.is_empty());
        link.exact &= names.clone().any(|name| texts.iter().any(|text| **text == *name));
        names.any(|name| texts.iter().any(|text| text.contains(name)))
    }

    /// What an object is called by a reference to it: the attribute that is referred to, or its id and ARN.
    fn named(&self, number: u32, path: &str) -> Vec<Value> {
        let values = self.cached_values(number, 0);
        let paths = if path.is_empty() { vec!["id", "arn"] } else { vec![path] };
        paths.into_iter().filter_map(|path| values.get(path).cloned()).collect()
    }

    fn collect_links(
        &self,
        body: &Json<'_>,
        object: (u32, &Place<'_>),
        schema: Option<&BlockSchema>,
        path: &str,
        links: &mut Vec<Link>,
    ) {
        for (name, expression) in body.members() {
            let path = join(path, name);
            let nested = schema.and_then(|schema| schema.nested_block(name)).map(|nested| &*nested.block);
            if expression.get("references").is_some() {
                // What is made of objects is not the attribute that an object holds.
                let ty = schema.and_then(|schema| schema.attribute(name)).map(|attribute| &attribute.ty);
                let simple = ty.is_none_or(|ty| !matches!(ty, Type::Object(_)) && holds_primitives(ty));
                for found in self.resolve(expression, object.1, name).found {
                    // Of an object that a module is given, only a part is used here: not what would make it unknown.
                    if found.vague && !self.is_unknown(object.0, &path) && !self.is_known(&found) {
                        continue;
                    }
                    let to = found.reference().cloned();
                    let link = |to: Reference| {
                        let text = ty.filter(|ty| ty.is_primitive()).unwrap_or(&Type::String);
                        let exact = found.exact && simple && !is_document(name, &to) && self.may_be(&to, text);
                        Link { attribute: path.as_str().into(), to, exact }
                    };
                    links.extend(to.map(link));
                }
            } else if let Json::Array(blocks) = expression {
                for (index, block) in blocks.iter().enumerate() {
                    self.collect_links(block, object, nested, &format!("{path}[{index}]"), links);
                }
            } else if expression.get("constant_value").is_none() {
                self.collect_links(expression, object, nested, &path, links);
            }
        }
    }

    /// What each attribute and block of an object's configuration refers to.
    pub(super) fn all_mentions(&self, number: u32) -> Option<Mentions> {
        let expressions = self.table.config_of(self.table.change(number))?.expressions?;
        let mut mentions = Mentions::new();
        for (name, expression) in expressions.json(self.table.text()).members() {
            // What is null is not written, or written as that.
            if expression.get("constant_value") != Some(&Json::Null) {
                subjects_in(expression, mentions.entry((&**name).into()).or_default());
            }
        }
        Some(mentions)
    }

    /// Paths that the plan does not know and configuration does not set.
    pub(super) fn computed_paths(&self, number: u32) -> Vec<Arc<str>> {
        let change = self.table.change(number);
        let Some(mask) = change.after_unknown.filter(|_| self.side == Side::After) else { return Vec::new() };
        let mut paths = Vec::new();
        computed(&mask.json(self.table.text()), &self.cached_values(number, 0), "", &mut paths);
        paths
    }
}

fn computed(mask: &Json<'_>, value: &Value, path: &str, paths: &mut Vec<Arc<str>>) {
    let empty = || value.as_sequence().is_some_and(<[Value]>::is_empty);
    match mask {
        Json::Bool(true) if value.is_null() || empty() => paths.push(path.into()),
        Json::Object(members) => {
            for (name, mask) in members {
                let path = if path.is_empty() { name.to_string() } else { format!("{path}.{name}") };
                computed(mask, value.get(name).unwrap_or(&Value::null()), &path, paths);
            }
        }
        Json::Array(elements) => {
            for (index, mask) in elements.iter().enumerate() {
                let element = value.as_sequence().and_then(|values| values.get(index)).cloned();
                computed(mask, &element.unwrap_or_else(Value::null), &format!("{path}[{index}]"), paths);
            }
        }
        _ => {}
    }
}

fn subjects_in(expression: &Json<'_>, found: &mut BTreeSet<Arc<str>>) {
    match expression {
        Json::Object(members) => {
            if let Some(references) = expression.get("references") {
                found.extend(references.elements().iter().filter_map(Json::as_str).filter_map(subject));
            }
            members.iter().filter(|(name, _)| name != "references").for_each(|(_, it)| subjects_in(it, found));
        }
        Json::Array(blocks) => blocks.iter().for_each(|block| subjects_in(block, found)),
        _ => {}
    }
}

fn texts_in(value: &Value, texts: &mut Vec<Arc<str>>) {
    match &value.kind {
        Kind::String(text) => texts.push(text.clone()),
        Kind::List(_, values) | Kind::Set(_, values) | Kind::Tuple(values) => {
            values.iter().for_each(|value| texts_in(value, texts));
        }
        Kind::Map(_, entries) | Kind::Object(entries) => entries.values().for_each(|value| texts_in(value, texts)),
        _ => {}
    }
}

fn holds_primitives(ty: &Type) -> bool {
    match ty {
        Type::List(element) | Type::Set(element) | Type::Map(element) => element.is_primitive(),
        ty => ty.is_primitive() || *ty == Type::Dynamic,
    }
}

/// A document is made from names and ARNs; it is not one of them (`policy = jsonencode({ ... aws_x.y.arn ... })`).
pub(super) fn is_document(attribute: &str, to: &Reference) -> bool {
    let last = |name: &str| name.rsplit(['.', '_']).next().unwrap_or_default().to_string();
    let documents = ["policy", "json", "definition", "definitions", "document", "template", "body", "content", "data"];
    documents.contains(&&*last(attribute)) && matches!(&*last(&to.path), "arn" | "id" | "name" | "bucket" | "url")
}
