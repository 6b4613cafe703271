//! References that a plan does not show.

use super::control;
use crate::check::examples::findings;
use crate::graph::{Graph, from_plan};
use crate::rules::Verdict;
use crate::schema::Schema;
use serde_json::{Value as Json, json};
use std::sync::Arc;

const USED: &str = r#"exists(other_referrers("aws_security_group_rule"))"#;

/// A plan that makes the group `aws_security_group.a` and a resource of which one attribute is written so and is not known.
fn plan(type_name: &str, unknown: &Json, written: &Json, relevant: &Json) -> Graph {
    let resource = |type_name: &str, name: &str, unknown: &Json| {
        json!({ "address": format!("{type_name}.{name}"), "mode": "managed", "type": type_name, "name": name,
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "change": { "actions": ["create"], "before": null, "after": {}, "after_unknown": unknown,
                "before_sensitive": false, "after_sensitive": {} } })
    };
    let configured = |type_name: &str, name: &str, expressions: &Json| {
        json!({ "address": format!("{type_name}.{name}"), "mode": "managed", "type": type_name, "name": name,
            "provider_config_key": "aws", "schema_version": 0, "expressions": expressions })
    };
    let document = json!({
        "format_version": "1.2", "terraform_version": "1.11.0",
        "resource_changes": [resource("aws_security_group", "a", &json!({ "id": true })), resource(type_name, "u", unknown)],
        "configuration": {
            "provider_config": { "aws": { "name": "aws", "full_name": "registry.terraform.io/hashicorp/aws" } },
            "root_module": {
                "resources": [configured("aws_security_group", "a", &json!({})), configured(type_name, "u", written)],
            },
        },
        "relevant_attributes": relevant,
    });
    let document = crate::plan::read(document.to_string().into_bytes()).expect("it is a plan");
    from_plan(Arc::new(document), Schema::builtin())
}

fn verdict(type_name: &str, unknown: Json, written: Json, relevant: Json) -> (Verdict, String) {
    let control = control("aws_security_group", USED);
    let found = findings(&control, &control.examples[0], &plan(type_name, &unknown, &written, &relevant));
    let blockers: Vec<String> = found[0].details().blocked_by.iter().map(ToString::to_string).collect();
    (found[0].verdict, blockers.join(" "))
}

fn local() -> Json {
    json!({ "references": ["local.x"] })
}

fn group() -> Json {
    json!([{ "resource": "aws_security_group.a", "attribute": ["id"] }])
}

#[test]
fn what_a_plan_hides_behind_a_local_may_be_a_reference() {
    let ids = || json!({ "vpc_security_group_ids": true });
    let written = || json!({ "vpc_security_group_ids": local() });
    let unknown = (Verdict::Unknown, "local.x".to_string());
    assert_eq!(verdict("aws_instance", ids(), written(), group()), unknown);
    assert_eq!(
        verdict("aws_instance", ids(), written(), json!([])),
        unknown,
        "a plan that names nothing tells nothing"
    );
    let keyed = json!([{ "resource": "aws_security_group.a[\"x.y\"]", "attribute": [] }]);
    assert_eq!(verdict("aws_instance", ids(), written(), keyed), unknown);
    let pattern = verdict("aws_ssm_parameter", json!({ "value": true }), json!({ "value": local() }), group());
    assert_eq!(pattern, unknown);
    let blocks = json!({ "network_interfaces": [{ "security_groups": true }] });
    let dynamic = verdict("aws_launch_template", blocks, json!({}), group());
    assert_eq!(dynamic, (Verdict::Unknown, "aws_launch_template.u.network_interfaces[0].security_groups".to_string()));
}

#[test]
fn what_names_something_else_is_no_reference() {
    let fail = (Verdict::Fail, String::new());
    let ids = json!({ "vpc_security_group_ids": true });
    let written = json!({ "vpc_security_group_ids": local() });
    let other = json!([{ "resource": "aws_subnet.s", "attribute": ["id"] }]);
    assert_eq!(verdict("aws_instance", ids, written, other), fail, "nothing is made of the group");
    for name in ["subnet_id", "tags", "iam_instance_profile"] {
        let (unknown, written) = (json!({ name: true }), json!({ name: local() }));
        assert_eq!(verdict("aws_instance", unknown, written, group()), fail, "{name}");
    }
    let rule = json!({ "security_group_id": true });
    let of_a_rule = verdict("aws_security_group_rule", rule, json!({ "security_group_id": local() }), group());
    assert_eq!(of_a_rule, fail);
}
