//! Changes of what exists: real plans of the real provider, judged as introduced, existing or resolved.
//!
//! A case of `testdata/updates` has the roots `before` and `after`. Its state is made from the plan of `before`, with the values
//! that only AWS knows from `made.json`, and `after` is planned against it without refresh.
//! `cargo test --lib record_updates -- --ignored` records the plans; `TFMEND_BLESS=1` writes what is expected.

use super::support::{folders, package};
use super::terraform;
use crate::cli::{Host, run};
use crate::graph::{Graph, from_plan};
use crate::plan;
use crate::schema::Schema;
use serde_json::Value as Json;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn cases() -> Vec<PathBuf> {
    folders(&package().join("testdata/updates"))
}

fn lint(file: &Path, more: &[&str]) -> Json {
    let file = file.to_string_lossy().into_owned();
    let fixed = ["tfmend", "lint", &file, "--format", "json", "--today", "2026-06-01"];
    let arguments = fixed.iter().chain(more).map(|argument| (*argument).into());
    let answer = run(arguments.collect::<Vec<std::ffi::OsString>>(), &Host::with_input(&[]));
    assert!(answer.status < 2, "{}", answer.err);
    serde_json::from_str(&answer.out).expect("the report is JSON")
}

/// Change, verdict, control and address of what a plan changes, sorted.
fn changes(report: &Json) -> Vec<String> {
    let text = |finding: &Json, name: &str| finding[name].as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().expect("a list").iter();
    let changed = findings.filter(|finding| finding["change"].is_string());
    let line = |finding: &Json| {
        ["change", "status", "control", "address"].map(|name| text(finding, name)).join(" ").trim_end().to_owned()
    };
    let mut lines: Vec<String> = changed.map(line).collect();
    lines.sort();
    lines
}

#[test]
fn updates_are_judged() {
    let mut wrong = String::new();
    for case in cases() {
        let found = changes(&lint(&case.join("plan.json"), &["--all"])).join("\n") + "\n";
        let expected = case.join("expected.txt");
        if std::env::var_os("TFMEND_BLESS").is_some() {
            std::fs::write(&expected, &found).expect("test data is writable");
        }
        let known = std::fs::read_to_string(&expected).unwrap_or_default();
        if known != found {
            let _ = writeln!(wrong, "{}", crate::text::unified_diff(&expected.to_string_lossy(), &known, &found));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn only_introduced_tells_the_introduced_ones() {
    for case in cases() {
        let all = changes(&lint(&case.join("plan.json"), &["--all"]));
        let introduced: Vec<String> = all.into_iter().filter(|line| line.starts_with("introduced ")).collect();
        assert_eq!(
            changes(&lint(&case.join("plan.json"), &["--only", "introduced"])),
            introduced,
            "{}",
            case.display()
        );
    }
}

fn of_case(name: &str) -> Vec<String> {
    changes(&lint(&package().join(format!("testdata/updates/{name}/plan.json")), &["--all"]))
}

#[track_caller]
fn has(lines: &[String], expected: &[&str]) {
    for line in expected {
        assert!(lines.iter().any(|found| found == line), "{line} is missing in\n{}", lines.join("\n"));
    }
}

#[track_caller]
fn has_none(lines: &[String], parts: &[&str]) {
    for part in parts {
        assert!(!lines.iter().any(|found| found.contains(part)), "{part} is in\n{}", lines.join("\n"));
    }
}

#[test]
fn what_protects_and_is_deleted_is_a_finding() {
    let lines = of_case("protection");
    has(
        &lines,
        &[
            "introduced fail S3.8 aws_s3_bucket.data",
            "introduced fail EC2.6 aws_vpc.main",
            "introduced fail KMS.3 aws_kms_key.data",
            "introduced fail CloudTrail.1",
        ],
    );
    has_none(&lines, &["S3.8 aws_s3_bucket.kept"]);
}

#[test]
fn verdicts_survive_replacement() {
    let lines = of_case("replacement");
    has(
        &lines,
        &[
            "introduced fail EC2.3 aws_ebs_volume.new",
            "resolved pass EC2.3 aws_ebs_volume.better",
            "resolved pass EC2.3 aws_ebs_volume.better_first",
            "resolved pass EC2.3 aws_ebs_volume.goes",
            "existing fail EC2.3 aws_ebs_volume.moves",
            "existing fail EC2.3 aws_ebs_volume.grows",
            "existing fail EC2.3 aws_ebs_volume.stays",
        ],
    );
    assert_eq!(
        lines.iter().filter(|line| line.ends_with("EC2.3 aws_ebs_volume.stays")).count(),
        1,
        "not the deposed one"
    );
}

#[test]
fn verdicts_follow_what_was_moved() {
    let lines = of_case("names");
    has(
        &lines,
        &[
            "existing fail EC2.3 aws_ebs_volume.listed[\"called\"]",
            "existing fail EC2.3 aws_ebs_volume.listed[\"same\"]",
            "introduced fail EC2.3 aws_ebs_volume.listed[\"fresh\"]",
            "resolved pass EC2.3 aws_ebs_volume.listed[\"old\"]",
            "resolved pass SQS.1 module.shop[\"a\"].aws_sqs_queue.this",
            "existing fail SQS.1 module.shop[\"c\"].aws_sqs_queue.this",
        ],
    );
    has_none(&lines, &["module.store"]);
}

#[test]
fn ages_are_known_from_the_prior_state() {
    let lines = of_case("ages");
    has(&lines, &["existing fail IAM.3 aws_iam_access_key.old"]);
    assert!(lines.iter().any(|line| line.ends_with(" fail ACM.1 aws_acm_certificate.ends")), "{lines:?}");
    has_none(
        &lines,
        &["IAM.3 aws_iam_access_key.young", "ACM.1 aws_acm_certificate.lasts", "fail IAM.3 aws_iam_access_key.new"],
    );
}

/// What a companion belonged to before is told by its values of then, not by the references of now.
#[test]
fn references_of_before_are_those_of_before() {
    has(&of_case("references"), &["introduced fail S3.8 aws_s3_bucket.site", "resolved pass S3.8 aws_s3_bucket.logs"]);
}

/// A bucket shows its policy, a group its rules, a role its inline policies: as they were, also where the plan changes them.
#[test]
fn copies_of_what_a_plan_changes_are_not_what_will_be() {
    let lines = of_case("copies");
    has(
        &lines,
        &[
            "introduced fail S3.10 aws_s3_bucket.ends",
            "introduced fail S3.5 aws_s3_bucket.ends",
            "introduced fail S3.9 aws_s3_bucket.ends",
            "resolved pass EC2.19 aws_security_group.narrowed",
            "existing fail EC2.19 aws_security_group.wide",
            "resolved pass KMS.2 aws_iam_role.app",
            "resolved pass KMS.2 aws_iam_role.moves",
        ],
    );
    // Another configuration opened a port that no rule of this one has.
    has(&lines, &["existing fail EC2.19 aws_security_group.elsewhere"]);
    // The argument says what will be, and what nothing changes stays.
    has_none(&lines, &["S3.5 aws_s3_bucket.inline", "S3.5 aws_s3_bucket.kept", "S3.9 aws_s3_bucket.kept"]);
    has_none(&lines, &["S3.10 aws_s3_bucket.kept", "fail S3.10 aws_s3_bucket.stops"]);
}

/// What the provider reads back of an argument is not what will be where the plan changes that argument.
#[test]
fn copies_of_an_objects_own_arguments_are_not_what_will_be() {
    has(
        &of_case("copies"),
        &[
            "resolved pass S3.2 aws_s3_bucket.listed",
            "resolved pass S3.12 aws_s3_bucket.listed",
            "introduced fail S3.2 aws_s3_bucket.granted",
            "introduced fail S3.12 aws_s3_bucket.granted",
            "introduced fail AutoScaling.2 aws_autoscaling_group.web",
            "introduced fail ELB.10 aws_elb.web",
        ],
    );
}

/// What is let go without being deleted stays as it is.
#[test]
fn what_is_forgotten_still_protects_and_still_harms() {
    let lines = of_case("copies");
    has_none(&lines, &["S3.5 aws_s3_bucket.goes"]);
    has(&lines, &["existing fail EC2.19 aws_security_group.forgotten"]);
}

/// The state before each case, as `terraform show -json` prints it and as Terraform keeps it: both say the same.
/// A plan that stopped at an error lacks what Terraform could not plan; its configuration tells that it is meant.
#[test]
fn what_a_stopped_plan_does_not_show_is_not_absent() {
    let folder = package().join("testdata/plan/stopped");
    let source = folder.to_string_lossy().into_owned();
    let [alone, joined] =
        [&["--all"][..], &["--all", "--source", &source][..]].map(|more| lint(&folder.join("plan.json"), more));
    let status = |report: &Json, control: &str, address: &str| {
        let mut findings = report["findings"].as_array().expect("a list").iter();
        let found = findings.find(|it| it["control"] == control && it["address"] == address);
        found.and_then(|it| it["status"].as_str()).unwrap_or("not judged").to_owned()
    };
    let both = |control: &str, address: &str| [&alone, &joined].map(|report| status(report, control, address));
    assert_eq!(both("S3.8", "aws_s3_bucket.logs"), ["pass", "pass"]);
    assert_eq!(both("S3.8", "aws_s3_bucket.data"), ["fail", "fail"]);
    assert_eq!(both("EC2.3", "aws_ebs_volume.two[1]"), ["fail", "fail"]);
    assert_eq!(both("EC2.3", "aws_ebs_volume.none[*]"), ["not judged", "not judged"]);
    // The plan's configuration says what a number of instances hangs on, not how many there are; and no dynamic blocks.
    assert_eq!(status(&alone, "EC2.3", "aws_ebs_volume.data[*]"), "unknown");
    assert_eq!(both("EC2.3", "aws_ebs_volume.off[*]"), ["unknown", "not judged"]);
    assert_eq!(both("EC2.8", "aws_instance.web"), ["unknown", "pass"]);
    let kinds = joined["problems"].as_array().expect("a list").iter().map(|problem| problem["kind"].as_str());
    assert!(!kinds.flatten().any(|kind| kind == "source-mismatch"), "{}", joined["problems"]);
}

#[test]
fn a_state_alone_is_judged() {
    let verdicts = |report: &Json| -> Vec<String> {
        let text = |finding: &Json, name: &str| finding[name].as_str().unwrap_or_default().to_owned();
        let findings = report["findings"].as_array().expect("a list").iter();
        findings.map(|finding| ["status", "control", "address"].map(|name| text(finding, name)).join(" ")).collect()
    };
    for case in cases() {
        let [raw, shown] = ["terraform.tfstate", "state.json"].map(|name| case.join(name));
        let (raw_graph, shown_graph) = (graph_of(&raw), graph_of(&shown));
        assert_eq!(described(&raw_graph), described(&shown_graph), "{}", case.display());
        let of_raw = verdicts(&lint(&raw, &["--all"]));
        assert_eq!(of_raw, verdicts(&lint(&shown, &["--all"])), "{}", case.display());
        assert!(of_raw.iter().any(|line| line.starts_with("fail ")), "{}", case.display());
    }
}

fn graph_of(file: &Path) -> Graph {
    let document = plan::read(std::fs::read(file).expect("recorded")).unwrap_or_else(|error| panic!("{error}"));
    from_plan(Arc::new(document), Schema::builtin())
}

fn described(graph: &Graph) -> Vec<String> {
    let resources = graph.resources().map(|(_, resource)| {
        format!("{} {:?} {} {:?}", resource.address, resource.deposed, resource.provider.source, resource.values())
    });
    resources.collect()
}

/// Records plans and states anew; `git diff` shows what became different.
#[test]
#[ignore = "needs Terraform and the AWS provider"]
fn record_updates() {
    if !terraform::is_here() {
        println!("no terraform: nothing is recorded");
        return;
    }
    let cases = cases();
    for (case, recorded) in cases.iter().zip(terraform::plan_updates(&cases)) {
        for (name, json) in
            [("plan.json", recorded.plan), ("state.json", recorded.shown), ("terraform.tfstate", recorded.state)]
        {
            std::fs::write(case.join(name), json.to_string() + "\n").expect("test data is writable");
        }
    }
}
