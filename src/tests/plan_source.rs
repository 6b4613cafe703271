//! Plans joined to their source: modules of the same names, downloaded modules, fixes, and what is sensitive.

use super::cli::{Scratch, tfmend};
use super::support::package;
use crate::graph::from_plan;
use crate::plan;
use crate::report::Secrets;
use crate::schema::Schema;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::sync::Arc;

const FILES: [&str; 4] = ["main.tf", "provider.tf", "team/main.tf", "team/store/main.tf"];

/// The source and plan of `testdata/plan/nested`, its files changed by `edit` and put where `place` says.
fn nested(edit: &dyn Fn(&str, String) -> String, place: &dyn Fn(&str) -> Vec<String>) -> Scratch {
    let scratch = Scratch::new();
    let folder = package().join("testdata/plan/nested");
    for name in FILES {
        let text = edit(name, std::fs::read_to_string(folder.join(name)).expect("test data is there"));
        for path in place(name) {
            scratch.write(&format!("root/{path}"), text.as_bytes());
        }
    }
    scratch.write("plan.json", &std::fs::read(folder.join("plan.json")).expect("test data is there"));
    scratch
}

fn report(arguments: &[&str]) -> Json {
    let answer = tfmend(&[&["lint", "--format", "json", "--all"], arguments].concat());
    assert!(answer.status < 2, "{}", answer.err);
    serde_json::from_str(&answer.out).expect("the report is JSON")
}

/// The findings by control and address.
fn findings(report: &Json) -> BTreeMap<(String, String), Json> {
    let findings = report["findings"].as_array().expect("a list").iter();
    let key = |finding: &Json, name: &str| finding[name].as_str().unwrap_or_default().to_owned();
    findings.map(|finding| ((key(finding, "control"), key(finding, "address")), finding.clone())).collect()
}

fn problems(report: &Json, kind: &str) -> Vec<String> {
    let problems = report["problems"].as_array().expect("a list").iter().filter(|problem| problem["kind"] == kind);
    problems.map(|problem| problem["message"].to_string()).collect()
}

#[test]
fn a_suppression_in_one_of_two_modules_leaks_nowhere() {
    let edit = |name: &str, text: String| match name {
        "main.tf" => text.replace("module \"two\"", "# tfmend:ignore S3.8 reason=\"test\"\nmodule \"two\""),
        _ => text,
    };
    let scratch = nested(&edit, &|name| vec![name.to_owned()]);
    let (root, plan) = (scratch.path("root"), scratch.path("plan.json"));
    let statuses = |report: &Json| -> BTreeMap<String, String> {
        let found = findings(report).into_iter().filter(|((control, _), _)| control == "S3.8");
        found
            .map(|((_, address), finding)| (address, finding["status"].as_str().unwrap_or_default().to_owned()))
            .collect()
    };
    let source = statuses(&report(&[&root]));
    assert_eq!(source.len(), 6, "{source:?}");
    for (address, status) in &source {
        let expected = if address.starts_with("module.two.") { "suppressed" } else { "fail" };
        assert_eq!(status, expected, "{address}");
    }
    assert_eq!(statuses(&report(&[&plan, "--source", &root])), source);
    let alone = statuses(&report(&[&plan]));
    assert!(alone.len() == 6 && alone.values().all(|status| status == "fail"), "{alone:?}");
}

/// What the source decides, the plan with its source decides alike.
#[test]
fn a_plan_with_its_source_knows_what_the_source_does() {
    let mut wrong = Vec::new();
    let mut compared = 0;
    for case in ["create", "unset", "nested", "sensitive", "deferred"] {
        let root = package().join("testdata/plan").join(case).display().to_string();
        let source = findings(&report(&["--account", &root]));
        let planned = findings(&report(&["--account", &format!("{root}/plan.json"), "--source", &root]));
        for (key, finding) in source.iter().filter(|(_, finding)| finding["status"] != "unknown") {
            let Some(other) = planned.get(key) else { continue };
            compared += 1;
            if other["status"] != finding["status"] {
                let (was, is) = (&finding["status"], &other["status"]);
                wrong.push(format!("{case}: {key:?} is {was} from source, {is} from the plan with it: {other}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compared > 100, "{compared} findings compared");
}

#[test]
fn findings_of_a_plan_have_the_fixes_of_its_source() {
    let scratch = nested(&|_, text| text, &|name| vec![name.to_owned()]);
    let (root, plan) = (scratch.path("root"), scratch.path("plan.json"));
    let source = findings(&report(&[&root]));
    let planned = findings(&report(&[&plan, "--source", &root]));
    let mut compared = 0;
    for (key, finding) in source.iter().filter(|(_, finding)| finding["status"] == "fail") {
        let Some(other) = planned.get(key).filter(|other| other["status"] == "fail") else { continue };
        assert_eq!(finding["fix"]["diff"], other["fix"]["diff"], "{key:?}");
        assert_eq!(finding["location"], other["location"], "{key:?}");
        compared += usize::from(finding["fix"]["diff"].is_string());
    }
    assert!(compared >= 5, "{compared} fixes compared");
}

/// Planned values leave out what is not known yet: alone they tell less than the changes, and nothing else.
#[test]
fn planned_values_alone_tell_nothing_else() {
    let scratch = Scratch::new();
    let mut compared = 0;
    for case in ["create", "unset", "nested", "deferred"] {
        let path = package().join("testdata/plan").join(case).join("plan.json");
        let whole = findings(&report(&["--account", &path.display().to_string()]));
        let mut plan: Json = serde_json::from_slice(&std::fs::read(path).expect("it is there")).expect("JSON");
        plan.as_object_mut().expect("an object").remove("resource_changes");
        scratch.write("plan.json", plan.to_string().as_bytes());
        let alone = findings(&report(&["--account", &scratch.path("plan.json")]));
        for (key, finding) in &alone {
            let status = |finding: &Json| finding["status"].as_str().unwrap_or_default().to_owned();
            let was = whole.get(key).map(status);
            assert!(
                status(finding) == "unknown" || Some(status(finding)) == was,
                "{case}: {key:?} was {was:?}: {finding}"
            );
            assert!(!finding["message"].to_string().contains("error in rule"), "{case}: {finding}");
            compared += 1;
        }
    }
    assert!(compared > 100, "{compared}");
}

/// All fixes together are those of the source too.
#[test]
fn a_plan_is_mended_as_its_source() {
    for case in ["create", "nested"] {
        let root = package().join("testdata/plan").join(case).display().to_string();
        let fixes = |arguments: &[&str]| tfmend(&[&["fix", "--unsafe"], arguments].concat()).out;
        let planned = fixes(&[&format!("{root}/plan.json"), "--source", &root]);
        assert!(planned.matches("\n+").count() > 20, "{case}: {planned}");
        assert_eq!(planned, fixes(&[&root]), "{case}");
    }
}

/// Default encryption came after the volume: the source passes, and what is there does not.
#[test]
fn what_exists_is_mended_by_what_the_source_leaves_out() {
    let object = |type_name: &str, values: Json, expressions: Json| {
        let head = serde_json::json!({ "address": format!("{type_name}.x"), "mode": "managed", "type": type_name, "name": "x" });
        let (mut change, mut declared) = (head.clone(), head);
        change["change"] =
            serde_json::json!({ "actions": ["no-op"], "before": values, "after": values, "after_unknown": {} });
        (declared["provider_config_key"], declared["expressions"]) = ("aws".into(), expressions);
        (change, declared)
    };
    let constant = |value: Json| serde_json::json!({ "constant_value": value });
    let values = serde_json::json!({ "availability_zone": "us-east-1a", "size": 1, "encrypted": false });
    let written = serde_json::json!({ "availability_zone": constant("us-east-1a".into()), "size": constant(1.into()) });
    let volume = object("aws_ebs_volume", values, written);
    let default =
        object("aws_ebs_encryption_by_default", serde_json::json!({ "enabled": true }), serde_json::json!({}));
    let plan = serde_json::json!({ "format_version": "1.2", "resource_changes": [volume.0, default.0],
        "configuration": { "root_module": { "resources": [volume.1, default.1] } } });
    let scratch = Scratch::new();
    scratch.write("plan.json", plan.to_string().as_bytes());
    let source = "resource \"aws_ebs_volume\" \"x\" {\n  availability_zone = \"us-east-1a\"\n  size = 1\n}\nresource \"aws_ebs_encryption_by_default\" \"x\" {}\n";
    scratch.write("root/main.tf", source.as_bytes());
    let (plan, root) = (scratch.path("plan.json"), scratch.path("root"));
    let answer = tfmend(&["fix", "--unsafe", "--only", "EC2.3", &plan, "--source", &root]);
    assert!(answer.out.contains("+  encrypted = true"), "{answer:?}");
    assert_eq!(tfmend(&["fix", "--unsafe", "--only", "EC2.3", &root]).out, "");
}

#[test]
fn a_plan_is_joined_through_downloaded_modules() {
    let edit = |name: &str, text: String| match name {
        "main.tf" => text.replace("= \"./team\"", "= \"example/team/aws\"\n  version = \"1.0.0\""),
        _ => text,
    };
    let place = |name: &str| match name.strip_prefix("team/") {
        Some(below) => ["one", "two"].map(|call| format!(".terraform/modules/{call}/{below}")).to_vec(),
        None => vec![name.to_owned()],
    };
    let scratch = nested(&edit, &place);
    let module = |key: &str, source: &str, folder: &str| serde_json::json!({"Key": key, "Source": source, "Dir": folder, "Version": "1.0.0"});
    let mut modules = vec![serde_json::json!({"Key": "", "Source": "", "Dir": "."})];
    for call in ["one", "two"] {
        let folder = format!(".terraform/modules/{call}");
        modules.push(module(call, "registry.terraform.io/example/team/aws", &folder));
        modules.push(module(&format!("{call}.store"), "./store", &format!("{folder}/store")));
    }
    let manifest = serde_json::json!({ "Modules": modules }).to_string();
    scratch.write("root/.terraform/modules/modules.json", manifest.as_bytes());
    let (root, plan) = (scratch.path("root"), scratch.path("plan.json"));
    let report = report(&[&plan, "--source", &root]);
    assert_eq!(problems(&report, "source-mismatch"), Vec::<String>::new());
    assert_eq!(problems(&report, "missing-module"), Vec::<String>::new());
    let findings = findings(&report);
    for (address, call) in
        [("module.one[\"a\"].module.store[\"log\"]", "one"), ("module.two.module.store[\"data\"]", "two")]
    {
        let finding = &findings[&("S3.8".to_owned(), format!("{address}.aws_s3_bucket.this"))];
        let file = finding["location"]["file"].as_str().unwrap_or_default();
        assert!(file.ends_with(&format!(".terraform/modules/{call}/store/main.tf")), "{finding}");
        assert!(finding["fix"].is_null() && finding["no_fix_reason"].is_string(), "{finding}");
    }
}

#[test]
fn a_source_that_does_not_match_is_said() {
    let edit = |name: &str, text: String| match name {
        "team/store/main.tf" => text
            .replace("\"aws_sns_topic\" \"this\"", "\"aws_sns_topic\" \"that\"")
            .replace("aws_sns_topic.this", "aws_sns_topic.that"),
        _ => text,
    };
    let scratch = nested(&edit, &|name| vec![name.to_owned()]);
    let report = report(&[&scratch.path("plan.json"), "--source", &scratch.path("root")]);
    let said = problems(&report, "source-mismatch").join("\n");
    assert!(said.contains("aws_sns_topic.this") && said.contains("aws_sns_topic.that"), "{said}");
}

/// What could not be read of the source is said, and no plan looks as if it was joined to all of it.
#[test]
fn a_source_that_cannot_be_read_is_said() {
    let scratch = nested(&|_, text| text, &|name| vec![name.to_owned()]);
    let (root, plan) = (scratch.path("root"), scratch.path("plan.json"));
    let run = || {
        let answer = tfmend(&["lint", "--format", "json", &plan, "--source", &root]);
        (answer.status, serde_json::from_str::<Json>(&answer.out).expect("the report is JSON"))
    };
    scratch.write("root/broken.tf", b"resource \"aws_sqs_queue\" {\n");
    let (status, report) = run();
    assert_eq!((status, problems(&report, "syntax").len()), (2, 1));
    std::fs::remove_file(scratch.path("root/broken.tf")).expect("it is there");
    std::fs::rename(scratch.path("root/team/store"), scratch.path("store")).expect("it is there");
    let (status, report) = run();
    assert_eq!(status, 1);
    assert!(problems(&report, "missing-module").join("").contains("module.store"), "{report}");
    let empty = scratch.path("store/empty");
    std::fs::create_dir(&empty).expect("it is new");
    let answer = tfmend(&["lint", &plan, "--source", &empty]);
    assert!(answer.status == 2 && answer.out.contains("no Terraform files"), "{}", answer.out);
}

/// A security group with a rule of its own resource, and another rule that somebody added by hand.
#[test]
fn what_the_source_does_not_have_gets_no_fix_in_it() {
    let rule = |port: u16, cidr: &str| serde_json::json!({ "from_port": port, "to_port": port, "protocol": "tcp", "cidr_blocks": [cidr] });
    let group = serde_json::json!({ "id": "sg-1", "name": "app", "ingress": [rule(3389, "0.0.0.0/0"), rule(22, "10.0.0.0/8")] });
    let old = serde_json::json!({ "id": "sg-2", "name": "old", "ingress": [rule(3389, "0.0.0.0/0")] });
    let change = |name: &str, values: &Json| {
        serde_json::json!({ "address": format!("aws_security_group.{name}"), "mode": "managed", "type": "aws_security_group", "name": name,
            "change": { "actions": ["no-op"], "before": values, "after": values, "after_unknown": {} } })
    };
    let declared = serde_json::json!({ "address": "aws_security_group.app", "mode": "managed", "type": "aws_security_group", "name": "app",
        "provider_config_key": "aws", "expressions": { "name": { "constant_value": "app" } } });
    let plan = serde_json::json!({ "format_version": "1.2", "complete": false,
        "resource_changes": [change("app", &group), change("old", &old)],
        "configuration": { "root_module": { "resources": [declared] } } });
    let scratch = Scratch::new();
    scratch.write("plan.json", plan.to_string().as_bytes());
    scratch.write("root/main.tf", b"resource \"aws_security_group\" \"app\" {\n  name = \"app\"\n}\n");
    let report = report(&[&scratch.path("plan.json"), "--source", &scratch.path("root"), "--control", "EC2.19"]);
    // The plan's configuration has no block of the other group either.
    assert_eq!(problems(&report, "source-mismatch"), Vec::<String>::new());
    for (name, reason) in [("app", "the source as it is does not fail"), ("old", "the source has no block of")] {
        let finding = &findings(&report)[&("EC2.19".to_owned(), format!("aws_security_group.{name}"))];
        assert_eq!((&finding["status"], &finding["fix"]), (&"fail".into(), &Json::Null), "{finding}");
        assert!(finding["no_fix_reason"].as_str().is_some_and(|told| told.starts_with(reason)), "{finding}");
    }
}

/// Everything that a plan or state marks as sensitive, nested and before, is hidden.
#[test]
fn what_a_plan_marks_is_hidden() {
    let change = r#"{"actions": ["update"],
        "before": {"password": "marker-schema-before", "tags": {"a": "marker-nested-before", "b": "open"}},
        "after": {"password": "marker-schema-after", "tags": {"a": "marker-nested-after", "b": "open"}},
        "before_sensitive": {"tags": {"a": true}}, "after_sensitive": {"tags": {"a": true}}}"#;
    let plan = format!(
        r#"{{"format_version": "1.2",
        "resource_changes": [{{"address": "aws_db_instance.y", "type": "aws_db_instance", "name": "y", "mode": "managed", "change": {change}}}],
        "output_changes": {{"o": {{"actions": ["update"], "before": {{"x": "marker-output-before"}}, "after": {{"x": "marker-output-after", "y": "plain-output"}},
            "before_sensitive": true, "after_sensitive": {{"x": true}}}}}},
        "variables": {{"v": {{"value": "marker-variable"}}}},
        "prior_state": {{"values": {{"outputs": {{"p": {{"sensitive": true, "value": ["marker-output-prior"]}}}}}}}},
        "configuration": {{"root_module": {{"variables": {{"v": {{"sensitive": true, "default": "marker-default"}}}}}}}}}}"#
    );
    let state = r#"{"version": 4, "outputs": {"o": {"value": "marker-output-state", "sensitive": true}}, "resources": [
        {"mode": "managed", "type": "aws_db_instance", "name": "y", "provider": "provider[\"registry.terraform.io/hashicorp/aws\"]", "instances": [
            {"attributes": {"password": "marker-schema-state", "tags": {"a": "marker-nested-state"}},
             "sensitive_attributes": [[{"type": "get_attr", "value": "tags"}, {"type": "index", "value": {"value": "a", "type": "string"}}]]}]}]}"#;
    for (text, markers) in [(plan.as_str(), 9), (state, 3)] {
        let document = plan::read(text.into()).unwrap_or_else(|error| panic!("{error}"));
        let secrets = Secrets::of(&from_plan(Arc::new(document), Schema::builtin()), Schema::builtin());
        assert_eq!(text.matches("marker-").count(), markers);
        let hidden = secrets.hide(text);
        assert!(!hidden.contains("marker-"), "{hidden}");
        assert!(
            hidden.contains("open") == text.contains("open")
                && hidden.contains("plain-output") == text.contains("plain-output")
        );
    }
}

#[test]
fn values_that_a_type_converts_come_from_where_they_are_written() {
    let types = [
        (
            "map(object({ sse = bool, age = optional(number, 60) }))",
            "{ q = { sse = false } }",
            r#"{"q":{"sse":false}}"#,
        ),
        ("map(object({ sse = bool }))", "{ q = { sse = \"false\", more = 1 } }", r#"{"q":{"sse":"false","more":1}}"#),
        (
            "map(object({ sse = bool, names = set(string) }))",
            "{ q = { sse = false, names = [\"b\", \"a\", \"b\"] } }",
            r#"{"q":{"sse":false,"names":["b","a","b"]}}"#,
        ),
    ];
    for (of_type, written, given) in types {
        let main = format!(
            "variable \"q\" {{\n  type = {of_type}\n}}\n\nresource \"aws_sqs_queue\" \"q\" {{\n  for_each                = var.q\n  sqs_managed_sse_enabled = each.value.sse\n}}\n"
        );
        let plan = format!(
            r#"{{"format_version":"1.2","variables":{{"q":{{"value":{given}}}}},"resource_changes":[{{"address":"aws_sqs_queue.q[\"q\"]","mode":"managed","type":"aws_sqs_queue","name":"q","index":"q","provider_name":"registry.terraform.io/hashicorp/aws","change":{{"actions":["create"],"before":null,"after":{{"sqs_managed_sse_enabled":false}},"after_unknown":{{}}}}}}],"configuration":{{"root_module":{{"resources":[{{"address":"aws_sqs_queue.q","mode":"managed","type":"aws_sqs_queue","name":"q","provider_config_key":"aws","expressions":{{"sqs_managed_sse_enabled":{{"references":["each.value.sse","each.value"]}}}},"for_each_expression":{{"references":["var.q"]}}}}]}}}}}}"#
        );
        let scratch = Scratch::with(&[
            ("root/main.tf", &main),
            ("root/terraform.tfvars", &format!("q = {written}\n")),
            ("plan.json", &plan),
        ]);
        let (root, plan) = (scratch.path("root"), scratch.path("plan.json"));
        let answer = tfmend(&["fix", &plan, "--source", &root, "--control", "SQS.1", "--no-config"]);
        assert!(answer.out.contains("+++ b/") && answer.out.contains("terraform.tfvars"), "{of_type}: {answer:?}");
        assert!(!answer.out.contains("main.tf"), "{of_type}: {answer:?}");
        // What the plan was made with otherwise still counts.
        scratch.write("root/terraform.tfvars", b"q = { q = { sse = true } }\n");
        let found = findings(&report(&[&plan, "--source", &root, "--control", "SQS.1", "--no-config"]));
        assert!(found.values().any(|finding| finding["status"] == "fail"), "{of_type}: {found:?}");
    }
}
