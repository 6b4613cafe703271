//! Since version 6 of the AWS provider a resource may say itself in which Region it is.

use super::judge;
use crate::check::account::scopes_in_use;
use crate::check::examples::graph_of;
use crate::check::{CheckOptions, Finding, run};
use crate::graph::{Graph, from_plan};
use crate::rules::Rules;
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

/// An object that is there, or goes, and its values.
fn object(address: &str, actions: &[&str], values: Json) -> Json {
    let (type_name, name) = address.split_once('.').expect("an address");
    let after = if actions == ["delete"] { Json::Null } else { values.clone() };
    json!({ "address": address, "mode": "managed", "type": type_name, "name": name,
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": { "actions": actions, "before": values, "after": after, "after_unknown": {} } })
}

fn detector(region: &str) -> Json {
    let arn = format!("arn:aws:guardduty:{region}:123456789012:detector/0123456789abcdef");
    json!({ "id": "0123456789abcdef", "arn": arn, "enable": true, "region": null })
}

fn found(document: &Json, control: &str) -> Vec<String> {
    let document = crate::plan::read(document.to_string().into_bytes()).expect("it is a plan or a state");
    let graph = from_plan(Arc::new(document), Schema::builtin());
    let options = CheckOptions { account: true, only: Some(vec![control.to_owned()]), ..CheckOptions::default() };
    let told = |it: Finding| format!("{} {} {}", it.address, it.verdict, it.change.map_or("-", |it| it.as_str()));
    let mut found: Vec<String> = run(&graph, &Rules::builtin(), &options).into_iter().map(told).collect();
    found.sort();
    found
}

#[test]
fn an_object_that_left_the_configuration_is_in_the_region_of_its_arn() {
    let queue = |alias: &str| {
        json!({ "address": format!("aws_sqs_queue.{alias}"), "mode": "managed", "type": "aws_sqs_queue", "name": alias,
            "provider_config_key": if alias == "here" { "aws".to_owned() } else { format!("aws.{alias}") }, "expressions": {} })
    };
    let provider = |region: &str| {
        json!({ "name": "aws", "full_name": "registry.terraform.io/hashicorp/aws",
            "expressions": { "region": { "constant_value": region } } })
    };
    let mut there = provider("eu-west-1");
    there["alias"] = json!("there");
    let plan = |actions: &[&str]| {
        let old = object("aws_guardduty_detector.old", actions, detector("eu-west-1"));
        let stays = |name: &str| object(&format!("aws_sqs_queue.{name}"), &["no-op"], json!({ "name": name }));
        json!({ "format_version": "1.2", "resource_changes": [old, stays("here"), stays("there")],
            "configuration": { "provider_config": { "aws": provider("us-east-1"), "aws.there": there },
                "root_module": { "resources": [queue("here"), queue("there")] } } })
    };
    let [here, there] = ["", ".there"].map(|alias| format!("provider[\"registry.terraform.io/hashicorp/aws\"]{alias}"));
    let [here_fails, there_fails] = [format!("{here} fail existing"), format!("{there} fail introduced")];
    assert_eq!(found(&plan(&["delete"]), "GuardDuty.1"), [here_fails.clone(), there_fails]);
    // Outside of the target it stays.
    let kept = found(&plan(&["no-op"]), "GuardDuty.1");
    assert_eq!(kept, ["aws_guardduty_detector.old pass -".to_owned(), here_fails, format!("{there} pass -")]);
}

#[test]
fn a_state_of_several_regions_is_judged_in_each() {
    let of = |name: &str, type_name: &str, values: Json| {
        json!({ "address": format!("{type_name}.{name}"), "mode": "managed", "type": type_name, "name": name,
            "provider_name": "registry.terraform.io/hashicorp/aws", "values": values })
    };
    let table = |region: &str| json!({ "name": "t", "arn": format!("arn:aws:dynamodb:{region}:123456789012:table/t") });
    let resources = |tables: &[&str]| -> Vec<Json> {
        let tables = tables.iter().map(|region| of(region, "aws_dynamodb_table", table(region)));
        let detector = of("main", "aws_guardduty_detector", detector("us-east-1"));
        let default = of("on", "aws_ebs_encryption_by_default", json!({ "enabled": true }));
        tables.chain([detector, default]).collect()
    };
    let state = |tables: &[&str]| json!({ "format_version": "1.0", "values": { "root_module": { "resources": resources(tables) } } });
    let one = state(&["us-east-1"]);
    assert_eq!(found(&one, "GuardDuty.1"), [" pass -", "aws_guardduty_detector.main pass -"]);
    assert_eq!(found(&one, "EC2.7"), [" pass -", "aws_ebs_encryption_by_default.on pass -"]);
    let named = |region: &str, verdict: &str| {
        format!("provider[\"registry.terraform.io/hashicorp/aws\"] in {region} {verdict} -")
    };
    let two = state(&["us-east-1", "eu-west-1"]);
    let own = "aws_guardduty_detector.main pass -".to_owned();
    assert_eq!(found(&two, "GuardDuty.1"), [own, named("eu-west-1", "fail"), named("us-east-1", "pass")]);
    // A setting without an ARN may be of either.
    let own = "aws_ebs_encryption_by_default.on pass -".to_owned();
    assert_eq!(found(&two, "EC2.7"), [own, named("eu-west-1", "unknown"), named("us-east-1", "unknown")]);
}

#[test]
fn a_raw_state_names_provider_configurations() {
    let of = |alias: &str, type_name: &str, values: Json| {
        json!({ "mode": "managed", "type": type_name, "name": "x", "instances": [{ "attributes": values }],
            "provider": format!("provider[\"registry.terraform.io/hashicorp/aws\"]{alias}") })
    };
    let table = |region: &str| json!({ "name": "t", "arn": format!("arn:aws:dynamodb:{region}:123456789012:table/t") });
    let state = json!({ "version": 4, "resources": [
        of("", "aws_guardduty_detector", detector("us-east-1")), of(".there", "aws_dynamodb_table", table("eu-west-1")),
        of(".there", "aws_ebs_encryption_by_default", json!({ "enabled": true })),
    ] });
    let [here, there] = ["", ".there"].map(|alias| format!("provider[\"registry.terraform.io/hashicorp/aws\"]{alias}"));
    let own = "aws_ebs_encryption_by_default.x pass -".to_owned();
    assert_eq!(found(&state, "EC2.7"), [own, format!("{here} fail -"), format!("{there} pass -")]);
}
