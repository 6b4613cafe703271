//! A block's body -> one object, by the provider's schema: attributes converted, nested and dynamic blocks expanded.

use super::body::Body;
use super::module_scope::ModuleScope;
use super::nested::{Element, nested_blocks};
use super::problem::{Problem, ProblemKind};
use crate::schema::{Attribute, BlockSchema, NestedBlock, Nesting, nearest};
use crate::value::{Blocker, Type, Unknown, Value, convert};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Arguments that belong to Terraform, not to the provider.
const META_ARGUMENTS: [&str; 8] =
    ["count", "for_each", "provider", "depends_on", "providers", "alias", "version", "//"];
const META_BLOCKS: [&str; 5] = ["lifecycle", "connection", "provisioner", "dynamic", "precondition"];

/// The values of a block. Without a schema: what is written, attributes as they are and blocks as lists.
/// Blocks of a set are kept as a list in the order in which they are written, so that paths lead to them.
/// `newer` is an argument that the body may hold though the schema does not know it.
pub fn decode(
    scope: &ModuleScope,
    body: &Body,
    schema: Option<&BlockSchema>,
    (address, type_name): (&str, &str),
    newer: Option<&'static str>,
) -> Value {
    let aws = type_name == "aws" || type_name.starts_with("aws_");
    let decoder = Decoder { scope, address, aws, newer };
    match schema {
        Some(schema) => decoder.block(body, schema, true),
        None => decoder.without_schema(body, 0),
    }
}

struct Decoder<'s> {
    scope: &'s ModuleScope<'s>,
    address: &'s str,
    /// The schema is of the AWS provider.
    aws: bool,
    newer: Option<&'static str>,
}

impl Decoder<'_> {
    fn block(&self, body: &Body, schema: &BlockSchema, top: bool) -> Value {
        let mut values = schema.blank().clone();
        let mut written = body.attributes();
        written.sort_unstable_by(|one, next| one.name.cmp(&next.name));
        let as_attribute = |name: &str| {
            let at = written.binary_search_by(|attribute| (*attribute.name).cmp(name)).ok()?;
            let attribute = schema.attribute(name)?;
            (!is_block_value(body, attribute, &written[at].expression)).then_some(attribute)
        };
        for found in &written {
            let name = &*found.name;
            match as_attribute(name) {
                Some(attribute) => {
                    values.insert(attribute.name.clone(), self.attribute(attribute, &found.expression));
                }
                None if schema.attribute(name).is_some() || schema.nested_block(name).is_some() => {}
                None => {
                    let meta = top && META_ARGUMENTS.contains(&name) || name == "//";
                    let meta_block = META_BLOCKS.contains(&name) && body.is_json();
                    let newer = top && self.newer == Some(name);
                    if !meta && !meta_block && !newer {
                        self.complain(name, found.name_span, schema, "argument");
                    }
                }
            }
        }
        let types = body.block_types();
        let holds = |name: &Arc<str>| types.as_ref().is_none_or(|types| types.binary_search(name).is_ok());
        for attribute in schema.attributes.iter().filter(|it| it.accepts_blocks() && holds(&it.name)) {
            if as_attribute(&attribute.name).is_none() {
                values.insert(attribute.name.clone(), self.attribute_as_blocks(body, attribute));
            }
        }
        for nested in schema.blocks.iter().filter(|nested| holds(&nested.name)) {
            values.insert(nested.name.clone(), self.nested(body, nested));
        }
        for (name, span) in body.native_block_types() {
            let known = schema.nested_block(&name).is_some()
                || schema.attribute(&name).is_some_and(Attribute::accepts_blocks)
                || META_BLOCKS.contains(&&*name);
            if !known {
                self.complain(&name, span, schema, "block");
            }
        }
        Value::object_of(values)
    }

    fn complain(&self, name: &str, span: crate::text::Span, schema: &BlockSchema, what: &str) {
        let near = nearest(name, schema.names().map(|name| &**name));
        let near = near.map(|near| format!("\"{near}\""));
        let message = match self.aws {
            true => self.scope.evaluation().lacking(&format!("{what} \"{name}\" here"), near.as_deref()),
            false => {
                let near = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
                format!("the provider's schema has no {what} \"{name}\" here{near}")
            }
        };
        let problem = Problem::new(ProblemKind::Invalid, message).at(span).of(self.address);
        self.scope.evaluation().report(problem);
    }

    fn attribute(&self, attribute: &Attribute, expression: &crate::source::Syntax) -> Value {
        let value = super::evaluate(expression, self.scope);
        let value = self.scope.evaluation().value_or_unknown(value, attribute.ty.clone());
        convert(&value, &attribute.ty).unwrap_or_else(|error| {
            let message = format!("inappropriate value for attribute \"{}\": {error}", attribute.name);
            let problem = Problem::new(ProblemKind::Evaluation, message.clone()).at(expression.span()).of(self.address);
            self.scope.evaluation().report(problem);
            Value::unknown(attribute.ty.clone(), Blocker::Error(message.into()))
        })
    }

    /// An attribute written with block syntax: null when there is no such block.
    fn attribute_as_blocks(&self, body: &Body, attribute: &Attribute) -> Value {
        let (Type::List(element) | Type::Set(element)) = &attribute.ty else {
            return Value::null_of(attribute.ty.clone());
        };
        let found = nested_blocks(self.scope, body, &attribute.name, 0);
        if found.elements.is_empty() && found.unknown.is_none() {
            return Value::null_of(attribute.ty.clone());
        }
        let Type::Object(fields) = &**element else { return Value::null_of(attribute.ty.clone()) };
        let mut objects = Vec::new();
        for block in &found.elements {
            let inner = Decoder { scope: &block.scope(self.scope), ..*self };
            let mut values = Vec::with_capacity(fields.len());
            for (name, field) in fields.iter() {
                let synthetic = Attribute {
                    name: name.clone(),
                    ty: field.ty.clone(),
                    required: false,
                    optional: true,
                    computed: false,
                    sensitive: false,
                    write_only: false,
                    deprecated: false,
                    nested: None,
                };
                let value = match block.block.body.attribute(name) {
                    Some(found) if !is_block_value(&block.block.body, &synthetic, &found.expression) => {
                        inner.attribute(&synthetic, &found.expression)
                    }
                    _ if synthetic.accepts_blocks() => inner.attribute_as_blocks(&block.block.body, &synthetic),
                    _ => Value::null_of(field.ty.clone()),
                };
                values.push((name.clone(), value));
            }
            objects.push(Value::object(values));
        }
        match found.unknown {
            // No block at all would be null.
            Some(blockers) => {
                Unknown { ty: attribute.ty.clone(), blockers, not_null: false, reference: None, partial: None }.into()
            }
            None => Value::list((**element).clone(), objects),
        }
    }

    fn nested(&self, body: &Body, nested: &NestedBlock) -> Value {
        let labels = usize::from(nested.nesting == Nesting::Map);
        let found = nested_blocks(self.scope, body, &nested.name, labels);
        let one = |element: &Element| {
            Decoder { scope: &element.scope(self.scope), ..*self }.block(&element.block.body, &nested.block, false)
        };
        let ty = nested.block.implied_type();
        match nested.nesting {
            Nesting::Single | Nesting::Group => match (found.elements.first(), found.unknown) {
                (Some(element), _) => one(element),
                (None, Some(blockers)) => unknown_blocks(ty, blockers).into(),
                (None, None) => nested.none(),
            },
            Nesting::List | Nesting::Set => {
                let elements: Vec<Value> = found.elements.iter().map(one).collect();
                match found.unknown {
                    Some(blockers) => unknown_blocks(nested.implied_type(), blockers).holding(elements).into(),
                    None => Value::list(ty, elements),
                }
            }
            Nesting::Map => {
                let label = |element: &Element| element.block.labels.first().map(|label| label.text.clone());
                let entries = found.elements.iter().filter_map(|element| Some((label(element)?, one(element))));
                Value::map(ty, entries.collect())
            }
        }
    }

    fn without_schema(&self, body: &Body, depth: usize) -> Value {
        let mut values: BTreeMap<Arc<str>, Value> = BTreeMap::new();
        for attribute in body.attributes() {
            if depth == 0 && META_ARGUMENTS.contains(&&*attribute.name) {
                continue;
            }
            let value = super::evaluate(&attribute.expression, self.scope);
            values.insert(attribute.name, self.scope.evaluation().value_or_unknown(value, Type::Dynamic));
        }
        let native = || body.native_block_types().into_iter().map(|(name, _)| name).collect();
        for name in body.block_types().unwrap_or_else(native) {
            if META_BLOCKS.contains(&&*name) || values.contains_key(&name) || depth > 50 {
                continue;
            }
            let found = nested_blocks(self.scope, body, &name, 0);
            let one = |element: &Element| {
                Decoder { scope: &element.scope(self.scope), ..*self }.without_schema(&element.block.body, depth + 1)
            };
            match found.unknown {
                Some(blockers) => values.insert(name, unknown_blocks(Type::Dynamic, blockers).into()),
                // The provider may compute what a dynamic block makes none of.
                None if found.elements.is_empty() => None,
                None => values.insert(name, Value::tuple(found.elements.iter().map(one).collect())),
            };
        }
        Value::object(values)
    }
}

/// In JSON syntax a list of objects under an attribute that accepts blocks is an ordinary value, which conversion handles.
fn is_block_value(body: &Body, attribute: &Attribute, expression: &crate::source::Syntax) -> bool {
    use crate::source::Kind as Syntax;
    body.is_json() && attribute.accepts_blocks() && matches!(expression.kind(), Syntax::JsonArray | Syntax::JsonObject)
}

/// Blocks of which not all are known: unknown as a whole.
fn unknown_blocks(ty: Type, blockers: Arc<[Blocker]>) -> Unknown {
    Unknown { ty, blockers, not_null: true, reference: None, partial: None }
}
