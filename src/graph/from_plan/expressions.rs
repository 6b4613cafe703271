//! The configuration of a block or attribute: set, not set, or not shown by the plan.

use crate::graph::planned::digest;
use crate::plan::Json;

/// What configuration says about a block.
#[derive(Clone, Debug)]
pub(super) enum Body<'j> {
    /// The blocks that may have made the value; more than one where a set has lost their order.
    Written(Vec<&'j Json<'j>>),
    /// A plan does not show the content of `dynamic` blocks, and a state shows no configuration.
    Hidden,
}

/// What configuration says about an attribute.
#[derive(Clone, Debug)]
pub(super) enum Setting<'j> {
    Unset,
    /// The expressions that may have made the value.
    Set(Vec<&'j Json<'j>>),
    Hidden,
}

impl<'j> Body<'j> {
    pub(super) fn attribute(&self, name: &str) -> Setting<'j> {
        let Body::Written(bodies) = self else { return Setting::Hidden };
        let found: Vec<&Json<'j>> = bodies.iter().filter_map(|body| body.get(name)).collect();
        match found.iter().all(|expression| is_null(expression)) {
            true => Setting::Unset,
            false => Setting::Set(found),
        }
    }

    /// All blocks of a type, in the order of configuration.
    fn blocks(&self, name: &str) -> Option<Vec<&'j Json<'j>>> {
        let Body::Written(bodies) = self else { return None };
        let found = bodies.iter().filter_map(|body| body.get(name));
        Some(
            found
                .flat_map(|block| if let Json::Array(blocks) = block { blocks.iter().collect() } else { vec![block] })
                .collect(),
        )
    }

    /// Blocks of this type are written, not only made by `dynamic`.
    pub(super) fn has_blocks(&self, name: &str) -> bool {
        self.blocks(name).is_some_and(|blocks| !blocks.is_empty())
    }

    /// The configuration of one of `count` blocks in a list.
    pub(super) fn in_list(&self, name: &str, index: usize, count: usize) -> Body<'j> {
        match self.blocks(name) {
            Some(blocks) if blocks.len() == count => Body::Written(vec![blocks[index]]),
            // Some come from `dynamic` blocks, and nothing says which.
            _ => Body::Hidden,
        }
    }

    /// The configuration of an element of a set of `count` blocks: those whose constants agree with it. Where none does and each
    /// block makes one of them, any: the provider writes some constants in another form.
    pub(super) fn in_set(&self, name: &str, value: &Json<'_>, count: usize) -> Body<'j> {
        let Some(blocks) = self.blocks(name) else { return Body::Hidden };
        let alike: Vec<&Json<'j>> = blocks.iter().copied().filter(|block| agrees(block, value)).collect();
        match alike.is_empty() {
            _ if blocks.len() < count => Body::Hidden,
            true if blocks.len() == count => Body::Written(blocks),
            true => Body::Hidden,
            false => Body::Written(alike),
        }
    }

    /// The configuration of the one element with this key.
    pub(super) fn in_map(&self, name: &str, key: &str) -> Body<'j> {
        let Body::Written(bodies) = self else { return Body::Hidden };
        let found: Vec<&Json<'j>> = bodies.iter().filter_map(|body| body.get(name)?.get(key)).collect();
        if found.is_empty() { Body::Hidden } else { Body::Written(found) }
    }
}

/// `null` is written.
fn is_null(expression: &Json<'_>) -> bool {
    expression.get("constant_value") == Some(&Json::Null)
}

/// No constant of the block contradicts the value.
fn agrees(block: &Json<'_>, value: &Json<'_>) -> bool {
    block.members().iter().all(|(name, expression)| match (expression.get("constant_value"), value.get(name)) {
        (Some(constant), Some(actual)) => alike(constant, actual),
        (Some(constant), None) => *constant == Json::Null,
        (None, _) => true,
    })
}

/// Equal after conversion: configuration may write a number or a Boolean as a string, and a set in any order.
fn alike(constant: &Json<'_>, actual: &Json<'_>) -> bool {
    match (constant, actual) {
        (Json::Array(constant), Json::Array(actual)) => constant.len() >= actual.len(),
        (Json::Object(_), Json::Object(_)) => true,
        (Json::String(text), Json::Number(number)) | (Json::Number(number), Json::String(text)) => {
            number.to_string() == **text
        }
        (Json::String(text), Json::Bool(flag)) | (Json::Bool(flag), Json::String(text)) => flag.to_string() == **text,
        // Of user data a plan has the digest.
        (Json::String(text), Json::String(shown)) => text == shown || shown.len() == 40 && digest(text) == **shown,
        _ => constant == actual,
    }
}

/// The references of an expression, each as long as the plan has it: `aws_x.y.id`, but not the `aws_x.y` that follows it.
pub(super) fn references<'j>(expression: &'j Json<'_>) -> Vec<&'j str> {
    let mut found: Vec<&str> = Vec::new();
    let mut last = "";
    for reference in expression.get("references").map_or(&[][..], Json::elements).iter().filter_map(Json::as_str) {
        let shortens = last.strip_prefix(reference).is_some_and(|rest| rest.starts_with(['.', '[']));
        if !shortens && !found.contains(&reference) {
            found.push(reference);
        }
        last = reference;
    }
    found
}
