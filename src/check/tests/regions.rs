//! Since version 6 of the AWS provider a resource may say itself in which Region it is.

use super::judge;
use crate::check::account::scopes_in_use;
use crate::check::examples::graph_of;
use crate::graph::{Graph, from_plan};
use crate::schema::Schema;
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// The Regions of the account that are judged.
fn regions(graph: &Graph) -> Vec<String> {
    let of = |address: Arc<str>| match address.split_once(" in ") {
        Some((_, region)) => region.to_owned(),
        None => "default".to_owned(),
    };
    scopes_in_use(graph, true).iter().map(|scope| of(scope.scope_name())).collect()
}

const VOLUMES: &str = r#"
variable "chosen" { type = string }
variable "by_name" { type = map(string) }
resource "aws_ebs_encryption_by_default" "here" {}
resource "aws_ebs_encryption_by_default" "there" { region = var.chosen }
resource "aws_ebs_volume" "same" { region = "us-east-1" }
resource "aws_ebs_volume" "unset" { region = null }
resource "aws_ebs_volume" "tokyo" { region = "ap-northeast-1" }
resource "aws_ebs_volume" "each" {
  for_each = toset(["us-east-1", "ap-northeast-1"])
  region   = each.key
}
resource "aws_ebs_volume" "chosen" { region = var.chosen }
resource "aws_ebs_volume" "one" { region = var.by_name["one"] }
"#;

#[test]
fn a_resource_is_in_the_region_that_it_names() {
    let verdicts = judge("aws_ebs_volume", "ebs_default_encryption()", VOLUMES);
    let expected = "chosen=pass each[\"ap-northeast-1\"]=unknown each[\"us-east-1\"]=pass one=unknown \
                    same=pass tokyo=unknown unset=pass";
    assert_eq!(verdicts, expected);
    let without = VOLUMES.replace(
        "region = var.chosen }\nresource \"aws_ebs_volume\" \"same\"",
        "region = \"eu-west-1\" }\nresource \"aws_ebs_volume\" \"same\"",
    );
    let verdicts = judge("aws_ebs_volume", "ebs_default_encryption()", &without);
    assert!(verdicts.contains(" tokyo=fail "), "{verdicts}");
    assert!(verdicts.starts_with("chosen=unknown each[\"ap-northeast-1\"]=fail "), "{verdicts}");
    assert_eq!(regions(&graph_of(VOLUMES)), ["default", "ap-northeast-1", "var.by_name", "var.chosen"]);
}

#[test]
fn names_in_another_region_are_those_of_other_things() {
    let source = r#"
resource "aws_sns_topic" "a" { name = "a" }
resource "aws_cloudwatch_metric_alarm" "same" { alarm_actions = ["arn:aws:sns:us-east-1:1:b"] }
resource "aws_sqs_queue" "jobs" { name = "jobs" }
resource "aws_sqs_queue" "tokyo" {
  name   = "jobs"
  region = "ap-northeast-1"
}
resource "aws_sqs_queue_policy" "p" { queue_url = "jobs" }
"#;
    let with_policy = "exists(companions(\"aws_sqs_queue_policy\", \"queue_url\"))";
    assert_eq!(judge("aws_sqs_queue", with_policy, source), "jobs=pass tokyo=fail");
}

/// Version 5 has arguments of this name that mean something else.
#[test]
fn other_arguments_of_this_name_are_not_followed() {
    let source = r#"
resource "aws_config_aggregate_authorization" "a" {
  account_id = "111122223333"
  region     = "eu-west-1"
}
resource "aws_cloudformation_stack_set_instance" "a" {
  stack_set_name = "a"
  region         = "eu-west-1"
}
resource "aws_ssmincidents_replication_set" "a" {
  region { name = "eu-west-1" }
}
resource "other_thing" "a" { region = "eu-west-1" }
"#;
    assert_eq!(regions(&graph_of(source)), ["default"]);
    // There it is computed, and nobody can set it.
    let bucket = "resource \"aws_s3_bucket\" \"b\" { region = \"eu-west-1\" }";
    assert_eq!(regions(&graph_of(bucket)), ["eu-west-1"]);
}

#[test]
fn a_data_source_reads_the_region_that_it_names() {
    let source = r#"
data "aws_region" "here" {}
data "aws_region" "there" { region = "cn-north-1" }
data "aws_partition" "here" {}
resource "aws_ebs_volume" "v" {
  tags = { here = data.aws_region.here.name, there = data.aws_region.there.name }
}
"#;
    let condition = "attrs.tags.here == \"us-east-1\" && attrs.tags.there == \"cn-north-1\"";
    assert_eq!(judge("aws_ebs_volume", condition, source), "v=pass");
}

/// A plan that deletes a volume.
fn deletion(before: Json) -> Graph {
    let change = json!({ "address": "aws_ebs_volume.v", "mode": "managed", "type": "aws_ebs_volume", "name": "v",
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": { "actions": ["delete"], "before": before, "after": null, "after_unknown": {},
            "before_sensitive": {}, "after_sensitive": false } });
    document(change, json!([]))
}

/// A plan of a volume whose configuration has this `region`, and whose values have that.
fn plan(written: Option<Json>, planned: Json, unknown: Json) -> Graph {
    let mut expressions = json!({ "availability_zone": { "constant_value": "x" } });
    if let Some(written) = written {
        expressions["region"] = written;
    }
    let volume = json!({ "address": "aws_ebs_volume.v", "mode": "managed", "type": "aws_ebs_volume", "name": "v",
        "provider_name": "registry.terraform.io/hashicorp/aws" });
    let mut change = volume.clone();
    change["change"] = json!({ "actions": ["create"], "before": null,
        "after": { "availability_zone": "x", "region": planned }, "after_unknown": { "region": unknown },
        "before_sensitive": false, "after_sensitive": {} });
    let mut configured = volume;
    configured["provider_config_key"] = json!("aws");
    configured["expressions"] = expressions;
    configured["schema_version"] = json!(0);
    document(change, json!([configured]))
}

fn document(change: Json, resources: Json) -> Graph {
    let document = json!({
        "format_version": "1.2", "terraform_version": "1.11.0", "resource_changes": [change],
        "configuration": {
            "provider_config": { "aws": { "name": "aws", "full_name": "registry.terraform.io/hashicorp/aws",
                "expressions": { "region": { "constant_value": "us-east-1" } } } },
            "root_module": { "resources": resources },
        },
    });
    let document = crate::plan::read(document.to_string().into_bytes()).expect("it is a plan");
    from_plan(Arc::new(document), Schema::builtin())
}

#[test]
fn a_plan_tells_the_region_that_a_resource_names() {
    let constant = |name: &str| Some(json!({ "constant_value": name }));
    let variable = || Some(json!({ "references": ["var.region"] }));
    let same = json!("us-east-1");
    assert_eq!(regions(&plan(None, same.clone(), json!(false))), ["default"]);
    assert_eq!(regions(&plan(constant("us-east-1"), same.clone(), json!(false))), ["default"]);
    assert_eq!(regions(&plan(variable(), same, json!(false))), ["default"]);
    assert_eq!(regions(&plan(constant("eu-west-1"), json!("eu-west-1"), json!(false))), ["eu-west-1"]);
    assert_eq!(regions(&plan(variable(), json!("eu-west-1"), json!(false))), ["eu-west-1"]);
    assert_eq!(regions(&plan(variable(), json!(null), json!(true))), ["var.region"]);
    let was = |region: &str| deletion(json!({ "availability_zone": "x", "region": region }));
    assert_eq!(regions(&was("us-east-1")), ["default"]);
    assert_eq!(regions(&was("eu-west-1")), ["eu-west-1"]);
    assert_eq!(regions(&deletion(json!({ "availability_zone": "x" }))), ["default"]);
}
