//! Names for attributes of a resource that stands in a module below: by the outputs of that module.

use super::Context;
use crate::eval::{ModuleInstance, Repetition, ResourceInstance};
use std::collections::BTreeMap;

/// Attributes of the judged instance that code in the target's module can name, with their expressions.
pub fn attributes(context: &Context, address: &str, target: &ResourceInstance) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let Some(judged) = context.evaluation.find(address) else { return found };
    let instance = context.evaluation.instance(judged.module);
    let Some(caller) = instance.parent.as_ref().filter(|caller| caller.instance == target.module) else { return found };
    let parent = context.evaluation.instance(caller.instance);
    let call = call_name(&parent, &instance, &caller.name, &caller.repetition, &target.repetition);
    let resource = judged.key.to_string();
    for (output, block) in &instance.module.outputs {
        let Some(value) = block.body.attribute("value") else { continue };
        let text = value.expression.text();
        let attribute = text.strip_prefix(&resource).map(|rest| rest.trim_start_matches("[0]"));
        if let Some(attribute) = attribute.and_then(|rest| rest.strip_prefix('.')) {
            found.insert(attribute.to_owned(), format!("{call}.{output}"));
        }
    }
    if &*judged.key.type_name == "aws_s3_bucket" && !found.contains_key("arn") {
        // The ARN of a bucket is made from its name alone.
        let name = found.get("bucket").or(found.get("id")).map(|name| format!("\"arn:aws:s3:::${{{name}}}\""));
        found.extend(name.map(|arn| ("arn".to_owned(), arn)));
    }
    found
}

/// `module.bucket["logs"]` as the target's block may write it.
fn call_name(
    parent: &ModuleInstance,
    instance: &ModuleInstance,
    name: &str,
    call: &Repetition,
    target: &Repetition,
) -> String {
    let same_key = match (&call.each, &target.each) {
        (Some((key, _)), Some((own, _))) => key == own,
        _ => false,
    };
    let below = instance.address.strip_prefix(&*parent.address).unwrap_or("").trim_start_matches('.');
    let key = below.strip_prefix(&format!("module.{name}")).unwrap_or("");
    if same_key { format!("module.{name}[each.key]") } else { format!("module.{name}{key}") }
}
