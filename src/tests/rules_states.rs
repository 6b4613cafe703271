//! A state holds zero values where configuration leaves something out: the provider reads an unset string back as an empty one.
//! The verdicts on the recorded plans of the examples do not hang on that.

use super::rules::report;
use super::rules_plans::{controls, plan_graph, recorded_plans};
use crate::check::{Finding, examples};
use crate::schema::{BlockSchema, Schema};
use crate::value::Type;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// Boolean attributes of which the provider reads back what AWS says, not false for what is unset.
const READ_BACK: [(&str, &str); 4] = [
    ("aws_cloudwatch_event_rule", "is_enabled"),
    ("aws_db_instance", "storage_encrypted"),
    ("aws_ebs_snapshot_copy", "encrypted"),
    ("aws_rds_cluster", "storage_encrypted"),
];

#[test]
fn zero_values_of_a_state_are_judged_as_what_is_unset() {
    let mut different = Vec::new();
    let mut judged = 0;
    for control in controls() {
        for (example, mut plan) in recorded_plans(&control) {
            let verdicts = |plan: &Json| -> BTreeMap<String, String> {
                let told = |it: Finding| (it.address.to_string(), it.verdict.to_string());
                examples::findings(&control, example, &plan_graph(plan)).into_iter().map(told).collect()
            };
            let unset = verdicts(&plan);
            if !with_zero_values(&mut plan) {
                continue;
            }
            judged += 1;
            let zero = verdicts(&plan);
            if unset != zero {
                let name = format!("{} {:?}", example.kind, example.name);
                different.push(format!("{}: {name}: {unset:?}, with zero values {zero:?}", control.file.path));
            }
        }
    }
    assert!(judged > 1000, "{judged}");
    report(different);
}

/// Puts zero values in the place of optional attributes that are null; whether there are any.
fn with_zero_values(plan: &mut Json) -> bool {
    let mut any = false;
    let changes = plan["resource_changes"].as_array_mut().into_iter().flatten();
    for change in changes.filter(|change| change["mode"] == "managed") {
        let type_name = change["type"].as_str().unwrap_or_default().to_owned();
        let Some(schema) = Schema::builtin().resource(&type_name) else { continue };
        for side in ["before", "after"] {
            any |= fill(&schema, &type_name, &mut change["change"][side]);
        }
    }
    any
}

fn fill(schema: &BlockSchema, type_name: &str, value: &mut Json) -> bool {
    let Json::Object(members) = value else { return false };
    let mut any = false;
    for (name, member) in members {
        if let Some(attribute) = schema.attribute(name) {
            let unset = member.is_null() && attribute.optional && !attribute.computed;
            let read_back = READ_BACK.contains(&(type_name, name));
            if let Some(zero) = zero(&attribute.ty).filter(|_| unset && !read_back) {
                *member = zero;
                any = true;
            }
        } else if let Some(nested) = schema.nested_block(name) {
            match member {
                Json::Array(blocks) => blocks.iter_mut().for_each(|it| any |= fill(&nested.block, type_name, it)),
                block => any |= fill(&nested.block, type_name, block),
            }
        }
    }
    any
}

fn zero(ty: &Type) -> Option<Json> {
    Some(match ty {
        Type::String => json!(""),
        Type::Number => json!(0),
        Type::Bool => json!(false),
        Type::List(_) | Type::Set(_) => json!([]),
        Type::Map(_) => json!({}),
        _ => return None,
    })
}
