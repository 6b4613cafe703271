//! Attribute paths: what `versioning_configuration.status` is in a block.

use super::{Attribute, BlockSchema, NestedBlock, suggest::nearest};
use crate::value::Type;

/// What a path leads to.
#[derive(Clone, Debug)]
pub enum Member<'s> {
    Attribute(&'s Attribute),
    Block(&'s NestedBlock),
    /// Inside an attribute's value: an object's attribute, a map's element.
    Inside(&'s Attribute, Type),
}

/// A path that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no attribute or block {name:?} in {within}{}", .suggestion.as_ref().map(|name| format!("; did you mean {name:?}?")).unwrap_or_default())]
pub struct PathError {
    pub name: String,
    /// The path up to the place where the name is missing, or `the resource`.
    pub within: String,
    pub suggestion: Option<String>,
}

impl Member<'_> {
    /// The type of the value at the path.
    pub fn ty(&self) -> Type {
        match self {
            Member::Attribute(attribute) => attribute.ty.clone(),
            Member::Block(block) => block.implied_type(),
            Member::Inside(_, ty) => ty.clone(),
        }
    }
}

impl BlockSchema {
    /// Follows names separated by dots; indexes (`[0]`, `[*]`, `.0`, `.*`) are passed over.
    pub fn path(&self, path: &str) -> Result<Member<'_>, PathError> {
        let mut block = self;
        let mut found = None;
        let mut walked = String::new();
        for step in path.split(['.', '[']) {
            let name = step.trim_end_matches(']').trim_matches('"');
            if found.is_some() && (name == "*" || name.bytes().all(|byte| byte.is_ascii_digit())) {
                continue;
            }
            let next = match &found {
                None => block.member(name),
                Some(Member::Block(nested)) => {
                    block = &nested.block;
                    block.member(name)
                }
                Some(Member::Attribute(attribute)) => inside(attribute, &attribute.ty, name),
                Some(Member::Inside(attribute, ty)) => inside(attribute, ty, name),
            };
            found = Some(next.map_err(|suggestion| PathError {
                name: name.to_string(),
                within: if walked.is_empty() { "the resource".to_string() } else { walked.clone() },
                suggestion,
            })?);
            if !walked.is_empty() {
                walked.push('.');
            }
            walked.push_str(name);
        }
        Ok(found.expect("split gives at least one step"))
    }

    fn member(&self, name: &str) -> Result<Member<'_>, Option<String>> {
        let attribute = self.attribute(name).map(Member::Attribute);
        let member = attribute.or_else(|| self.nested_block(name).map(Member::Block));
        member.ok_or_else(|| nearest(name, self.names().map(|name| &**name)).map(str::to_string))
    }
}

fn inside<'s>(attribute: &'s Attribute, ty: &Type, name: &str) -> Result<Member<'s>, Option<String>> {
    match ty {
        Type::List(element) | Type::Set(element) => inside(attribute, element, name),
        Type::Map(element) => Ok(Member::Inside(attribute, (**element).clone())),
        Type::Dynamic => Ok(Member::Inside(attribute, Type::Dynamic)),
        Type::Object(attributes) => match attributes.get(name) {
            Some(found) => Ok(Member::Inside(attribute, found.ty.clone())),
            None => Err(nearest(name, attributes.keys().map(|name| &**name)).map(str::to_string)),
        },
        _ => Err(None),
    }
}
