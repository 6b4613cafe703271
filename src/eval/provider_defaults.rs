//! What the AWS provider plans for an attribute that nobody sets: many optional ones are not null then but have a default.
//!
//! The list is recorded from plans of the real provider; `testdata/plan/record-provider` makes it. A line is a type that could be
//! planned, then, each after a tab, its attributes that have a default (`path=JSON`) and those of which no plan tells (`path?`, or
//! `block.?` for all in a block).
//! What the line of a type does not name is null.

use super::address::without_keys;
use crate::schema::Attribute;
use crate::value::{Value, from_json_value};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

const LIST: &str = include_str!("provider-defaults.txt");

/// The value of an optional attribute that is neither set nor computed; `path` is that of the block it stands in, with or without
/// indexes, and ends with a dot or is empty. `None` where no plan of the type tells. Only resources that the older SDK made have such
/// defaults, and only for primitive attributes: Terraform holds all others to the null of the configuration.
pub(super) fn unset(type_name: &str, path: &str, attribute: &Attribute) -> Option<Value> {
    static TYPES: OnceLock<FxHashMap<&str, &str>> = OnceLock::new();
    if !attribute.ty.is_primitive() {
        return Some(Value::null_of(attribute.ty.clone()));
    }
    let types = TYPES.get_or_init(|| LIST.lines().map(|line| line.split_once('\t').unwrap_or((line, ""))).collect());
    let path = without_keys(path);
    let shown = types.get(type_name)?.split('\t').find_map(|entry| {
        if entry.strip_suffix(".?").is_some_and(|block| path.strip_prefix(block).is_some_and(|it| it.starts_with('.')))
        {
            return Some("?");
        }
        let shown = entry.strip_prefix(&*path)?.strip_prefix(&*attribute.name)?;
        shown.starts_with(['=', '?']).then_some(shown)
    });
    match shown {
        None => Some(Value::null_of(attribute.ty.clone())),
        Some(shown) => from_json_value(shown.strip_prefix('=')?, &attribute.ty).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Schema;

    /// What is shown of `a.b.c`, by the schema of the type.
    fn shown(type_name: &str, path: &str) -> Option<Value> {
        let mut block = Schema::builtin().resource(type_name).expect("a type");
        let (above, name) = path.rsplit_once('.').map_or(("", path), |(above, name)| (&path[..above.len() + 1], name));
        for step in above.split_terminator('.') {
            block = block.nested_block(step.trim_end_matches("[0]")).expect("a block").block.clone();
        }
        unset(type_name, above, block.attribute(name).expect("an attribute"))
    }

    #[test]
    fn every_entry_is_of_an_attribute_and_of_its_type() {
        for line in LIST.lines() {
            let mut entries = line.split('\t');
            let type_name = entries.next().unwrap_or_default();
            for entry in entries {
                let path = entry.split(['=', '?']).next().unwrap_or_default();
                if path.ends_with('.') {
                    continue;
                }
                assert_eq!(shown(type_name, path).is_some(), entry.contains('='), "{type_name} {entry}");
            }
        }
    }

    #[test]
    fn defaults_nulls_and_what_nobody_knows_differ() {
        assert_eq!(shown("aws_kms_key", "is_enabled"), Some(true.into()));
        assert_eq!(shown("aws_sqs_queue", "delay_seconds"), Some(0.into()));
        assert_eq!(shown("aws_instance", "root_block_device[0].delete_on_termination"), Some(true.into()));
        assert!(shown("aws_kms_key", "custom_key_store_id").is_some_and(|value| value.is_null()));
        assert!(shown("aws_s3_bucket", "tags").is_some_and(|value| value.is_null()));
        // Depends on the kind of load balancer, which may be decided later.
        assert_eq!(shown("aws_lb", "idle_timeout"), None);
        assert_eq!(shown("aws_autoscaling_group", "warm_pool[0].min_size"), None);
        let kms = Schema::builtin().resource("aws_kms_key").expect("a type");
        assert_eq!(unset("other_thing", "", kms.attribute("is_enabled").expect("an attribute")), None);
    }
}
