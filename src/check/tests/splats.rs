//! Of `aws_x.y[*].attribute` a plan alone says only `aws_x.y`: it may be any attribute of any instance.

use super::control;
use crate::check::examples::findings;
use crate::graph::{Graph, from_plan};
use crate::rules::Verdict;
use crate::schema::Schema;
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// A resource that a plan makes with `count` or `for_each`: type, key, what is not known and what is written.
type Made = (&'static str, Json, Json, Json);

fn plan(made: &[Made]) -> Graph {
    let change = |(type_name, key, unknown, _): &Made| {
        json!({ "address": format!("{type_name}.x[{key}]"), "mode": "managed", "type": type_name, "name": "x", "index": key,
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "change": { "actions": ["create"], "before": null, "after": {}, "after_unknown": unknown,
                "before_sensitive": false, "after_sensitive": {} } })
    };
    let configured = |(type_name, _, _, written): &Made| {
        json!({ "address": format!("{type_name}.x"), "mode": "managed", "type": type_name, "name": "x",
            "provider_config_key": "aws", "schema_version": 0, "expressions": written })
    };
    let document = json!({
        "format_version": "1.2", "terraform_version": "1.11.0",
        "resource_changes": made.iter().map(change).collect::<Vec<_>>(),
        "configuration": {
            "provider_config": { "aws": { "name": "aws", "full_name": "registry.terraform.io/hashicorp/aws" } },
            "root_module": { "resources": made.iter().map(configured).collect::<Vec<_>>() },
        },
    });
    from_plan(Arc::new(crate::plan::read(document.to_string().into_bytes()).expect("it is a plan")), Schema::builtin())
}

fn verdict(subject: &str, condition: &str, made: &[Made]) -> Verdict {
    let control = control(subject, condition);
    findings(&control, &control.examples[0], &plan(made))[0].verdict
}

fn refers(attribute: &str, references: &[&str]) -> Json {
    json!({ attribute: { "references": references } })
}

#[test]
fn a_companion_may_have_its_owner_by_way_of_another_resource() {
    let api = || ("aws_api_gateway_rest_api", json!(0), json!({ "id": true }), json!({}));
    let of_api = ["aws_api_gateway_rest_api.x[0].id", "aws_api_gateway_rest_api.x[0]", "aws_api_gateway_rest_api.x"];
    let stage = |key: Json| {
        let unknown = json!({ "id": true, "arn": true, "rest_api_id": true });
        ("aws_api_gateway_stage", key, unknown, refers("rest_api_id", &of_api))
    };
    let settings = |key: Json, references: &[&str]| {
        ("aws_api_gateway_method_settings", key, json!({ "rest_api_id": true }), refers("rest_api_id", references))
    };
    let found = |made: &[Made]| {
        let condition = r#"exists(companions("aws_api_gateway_method_settings", "rest_api_id"))"#;
        verdict("aws_api_gateway_rest_api", condition, made)
    };
    let splat = settings(json!(0), &["aws_api_gateway_stage.x"]);
    assert_eq!(found(&[api(), stage(json!(0)), splat]), Verdict::Unknown);
    let keyed = settings(json!("a"), &["aws_api_gateway_stage.x", "each.key"]);
    assert_eq!(found(&[api(), stage(json!("a")), keyed]), Verdict::Pass);
    let other = ("aws_vpc", json!(0), json!({ "id": true }), json!({}));
    assert_eq!(found(&[api(), other, settings(json!(0), &["aws_vpc.x"])]), Verdict::Fail, "it leads elsewhere");
}

#[test]
fn a_text_may_be_made_around_any_attribute() {
    let kept = |name: &str, type_name: &'static str| {
        let made = (type_name, json!(0), json!({ "id": true }), json!({}));
        let written = refers("insecure_value", &[&format!("{type_name}.x")]);
        let value = ("aws_ssm_parameter", json!(0), json!({ "insecure_value": true }), written);
        let condition = format!("secret_kind({name}, attrs.insecure_value) == null");
        verdict("aws_ssm_parameter", &condition, &[made, value])
    };
    assert_eq!(kept("null", "aws_db_instance"), Verdict::Unknown, "it may be an address in a URL with a password");
    assert_eq!(kept("null", "aws_iam_access_key"), Verdict::Unknown);
    assert_eq!(kept("null", "aws_security_group"), Verdict::Pass);
    assert_eq!(kept("\"DB_PASSWORD\"", "aws_secretsmanager_secret"), Verdict::Unknown, "it may be the secret's ARN");
    assert_eq!(kept("\"DB_PASSWORD\"", "random_password"), Verdict::Fail);
}
