//! What a plan takes away from what it does not manage, on plans cut down to what decides.

use crate::check::{Change, CheckOptions, run};
use crate::graph::from_plan;
use crate::plan;
use crate::rules::{Rules, Verdict};
use crate::schema::Schema;
use serde_json::{Value as Json, json};
use std::sync::Arc;

const BLOCK: &str = "aws_s3_bucket_public_access_block";
const FLAGS: [&str; 4] = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];

fn block(bucket: Json, blocks: bool) -> Json {
    let mut values = json!({ "id": "block", "bucket": bucket });
    FLAGS.iter().for_each(|flag| values[flag] = blocks.into());
    values
}

fn bucket(name: &str) -> Json {
    json!({ "id": name, "bucket": name, "arn": format!("arn:aws:s3:::{name}") })
}

/// One change; what is not there is null.
fn change(address: &str, actions: &[&str], before: Json, after: Json) -> Json {
    let resource = address.rsplit_once("aws_").map_or(address, |(_, rest)| rest);
    let (type_name, name) = resource.split_once('.').expect("an address");
    let name = name.split('[').next().unwrap_or_default();
    json!({ "address": address, "mode": "managed", "type": format!("aws_{type_name}"), "name": name,
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": { "actions": actions, "before": before, "after": after, "after_unknown": {} } })
}

fn deleted(address: &str, before: Json) -> Json {
    change(address, &["delete"], before, Json::Null)
}

/// `address verdict change` of what one control finds and does not pass.
fn found(control: &str, changes: Vec<Json>) -> Vec<String> {
    found_in(control, json!({ "format_version": "1.2", "resource_changes": changes }))
}

fn found_in(control: &str, plan: Json) -> Vec<String> {
    let document = plan::read(plan.to_string().into_bytes()).expect("a plan");
    let graph = from_plan(Arc::new(document), Schema::builtin());
    let only = Some(vec![control.to_owned()]);
    let options = CheckOptions { today: "2026-01-01".to_owned(), only, ..CheckOptions::default() };
    let findings = run(&graph, &Rules::builtin(), &options);
    let told = findings.iter().filter(|finding| finding.verdict != Verdict::Pass);
    told.map(|finding| {
        let change = match finding.change {
            Some(Change::Introduced) => "introduced",
            Some(Change::Existing) => "existing",
            _ => "-",
        };
        format!("{} {} {change}", finding.address, finding.verdict)
    })
    .collect()
}

const NOTHING: Vec<String> = Vec::new();

#[test]
fn one_key_fewer_is_told_at_its_address() {
    let address = |key: &str| format!("{BLOCK}.each[\"{key}\"]");
    let kept = block("kept".into(), true);
    let changes = vec![
        deleted(&address("gone"), block("gone".into(), true)),
        change(&address("kept"), &["no-op"], kept.clone(), kept),
    ];
    assert_eq!(found("S3.8", changes), [format!("{} fail introduced", address("gone"))]);
}

#[test]
fn modules_of_the_same_names_are_told_apart() {
    let address = |module: &str| format!("module.{module}.{BLOCK}.this");
    let changes = |other: &str| {
        let kept = block(other.into(), true);
        vec![deleted(&address("a"), block("data".into(), true)), change(&address("b"), &["no-op"], kept.clone(), kept)]
    };
    assert_eq!(found("S3.8", changes("other")), [format!("{} fail introduced", address("a"))]);
    assert_eq!(found("S3.8", changes("data")), NOTHING);
}

#[test]
fn what_moved_or_was_a_leftover_is_not_taken_away() {
    let (address, values) = (format!("{BLOCK}.new"), block("data".into(), true));
    let mut moved = change(&address, &["no-op"], values.clone(), values.clone());
    moved["previous_address"] = format!("{BLOCK}.old").into();
    assert_eq!(found("S3.8", vec![moved]), NOTHING);
    let mut leftover = deleted(&address, values);
    leftover["deposed"] = "0a1b2c3d".into();
    assert_eq!(found("S3.8", vec![leftover]), NOTHING);
}

#[test]
fn a_bucket_that_ends_needs_no_block_and_one_that_is_let_go_does() {
    let address = format!("{BLOCK}.data");
    let gone = |actions: &[&str]| {
        let bucket = change("aws_s3_bucket.data", actions, bucket("data"), Json::Null);
        vec![bucket, deleted(&address, block("data".into(), true))]
    };
    assert_eq!(found("S3.8", gone(&["delete"])), NOTHING);
    assert_eq!(found("S3.8", gone(&["forget"])), [format!("{address} fail introduced")]);
    let replaced = change("aws_s3_bucket.data", &["delete", "create"], bucket("data"), bucket("data-2"));
    let changes = vec![replaced, deleted(&address, block("data".into(), true))];
    assert_eq!(found("S3.8", changes), ["aws_s3_bucket.data fail introduced"]);
}

#[test]
fn a_replacement_is_judged_by_what_it_leaves() {
    let address = format!("{BLOCK}.data");
    let replaced = |to: &str, blocks: bool| {
        let change = change(&address, &["delete", "create"], block("data".into(), true), block(to.into(), blocks));
        found("S3.8", vec![change])
    };
    assert_eq!(replaced("data", true), NOTHING);
    assert_eq!(replaced("data", false), [format!("{address} fail introduced")]);
    assert_eq!(replaced("other", true), [format!("{address} fail introduced")]);
}

#[test]
fn what_may_take_its_place_is_waited_for() {
    let old = format!("{BLOCK}.old");
    let mut new = change(&format!("{BLOCK}.new"), &["create"], Json::Null, block(Json::Null, true));
    new["change"]["after_unknown"] = json!({ "bucket": true });
    let other = |type_name: &str, attribute: &str| {
        let mut other = change(&format!("{type_name}.other"), &["create"], Json::Null, json!({}));
        other["change"]["after_unknown"] = json!({ "id": true, attribute: true });
        let references = json!([format!("{type_name}.other.{attribute}"), format!("{type_name}.other")]);
        let written = json!({ "bucket": { "references": references } });
        let resource = |address: &str, expressions: Json| {
            let (type_name, name) = address.split_once('.').expect("an address");
            json!({ "address": address, "mode": "managed", "type": type_name, "name": name,
                "provider_config_key": "aws", "expressions": expressions })
        };
        let address = format!("{type_name}.other");
        let attributes = json!({ attribute: { "references": ["local.x"] } });
        found_in(
            "S3.8",
            json!({
                "format_version": "1.2",
                "resource_changes": [deleted(&old, block("data".into(), true)), new, other],
                "configuration": { "root_module": { "resources":
                    [resource(&format!("{BLOCK}.new"), written), resource(&address, attributes)] } },
            }),
        )
    };
    // A parameter may hold any name; a bucket that is made now is another one.
    assert!(other("aws_ssm_parameter", "value").contains(&format!("{old} unknown introduced")));
    assert!(other("aws_s3_bucket", "id").contains(&format!("{old} fail introduced")));
}

#[test]
fn what_did_not_protect_is_no_loss() {
    let address = format!("{BLOCK}.data");
    let weak = vec![deleted(&address, block("data".into(), false))];
    assert_eq!(found("S3.8", weak), [format!("{address} fail existing")]);
    let log = |traffic: &str| {
        let values = json!({ "id": "fl-1", "vpc_id": "vpc-1", "traffic_type": traffic });
        found("EC2.6", vec![deleted("aws_flow_log.main", values)])
    };
    assert_eq!(log("ACCEPT"), NOTHING);
    assert_eq!(log("ALL"), ["aws_flow_log.main fail introduced"]);
}

#[test]
fn of_the_account_it_is_told_once() {
    let detector =
        |name: &str| deleted(&format!("aws_guardduty_detector.{name}"), json!({ "id": name, "enable": true }));
    assert_eq!(found("GuardDuty.1", vec![detector("main")]), ["aws_guardduty_detector.main fail introduced"]);
    let alias = json!({ "id": "example", "account_alias": "example" });
    let alias = change("aws_iam_account_alias.this", &["no-op"], alias.clone(), alias);
    assert_eq!(found("GuardDuty.1", vec![detector("main"), alias]), [" fail introduced"]);
}
