//! What the source knows of values that a plan shows as one unknown.

use crate::check::examples::evaluation_of;
use crate::graph::{Graph, ProblemKind, from_plan};
use crate::plan;
use crate::schema::Schema;
use crate::value::{Kind, Partial, Value};
use serde_json::{Value as Json, json};
use std::sync::Arc;

const SOURCE: &str = r#"
resource "aws_subnet" "old" {
  vpc_id     = "vpc-1"
  cidr_block = "10.0.1.0/24"
}

resource "aws_subnet" "new" {
  vpc_id     = "vpc-1"
  cidr_block = "10.0.2.0/24"
}

resource "aws_lb" "app" {
  subnets = [aws_subnet.old.id, aws_subnet.new.id]
}

resource "aws_sns_topic_policy" "alarms" {
  arn    = "arn:aws:sns:us-east-1:111122223333:alarms"
  policy = jsonencode({ Statement = [{ Resource = [aws_subnet.old.arn, aws_lb.app.arn] }] })
}
"#;

fn change(address: &str, actions: &[&str], before: Json, after: Json, unknown: Json, sensitive: Json) -> Json {
    let (type_name, name) = address.split_once('.').expect("an address");
    json!({ "address": address, "mode": "managed", "type": type_name, "name": name,
        "provider_name": "registry.terraform.io/hashicorp/aws", "change": { "actions": actions,
            "before": before, "after": after, "after_unknown": unknown, "after_sensitive": sensitive } })
}

fn references(names: &[&str]) -> Json {
    json!({ "references": names })
}

/// A plan of [`SOURCE`] in which one subnet is there already.
fn plan(subnets: &[&str], sensitive: bool) -> Json {
    let old = json!({ "id": "subnet-old", "arn": "arn:old", "vpc_id": "vpc-1", "cidr_block": "10.0.1.0/24" });
    let new = json!({ "vpc_id": "vpc-1", "cidr_block": "10.0.2.0/24" });
    let unknown = json!({ "id": true, "arn": true });
    let masks = |name: &str| if sensitive { json!({ name: true }) } else { json!({}) };
    let topic = json!({ "arn": "arn:aws:sns:us-east-1:111122223333:alarms" });
    let subnet = json!({ "vpc_id": { "constant_value": "vpc-1" } });
    let resource = |address: &str, expressions: Json| {
        let (type_name, name) = address.split_once('.').expect("an address");
        json!({ "address": address, "mode": "managed", "type": type_name, "name": name,
            "provider_config_key": "aws", "expressions": expressions })
    };
    let policy = ["aws_subnet.old.arn", "aws_subnet.old", "aws_lb.app.arn", "aws_lb.app"];
    json!({
        "format_version": "1.2",
        "resource_changes": [
            change("aws_subnet.old", &["no-op"], old.clone(), old, json!({}), json!({})),
            change("aws_subnet.new", &["create"], Json::Null, new, unknown, json!({})),
            change("aws_lb.app", &["create"], Json::Null, json!({}), json!({ "id": true, "arn": true, "subnets": true }), masks("subnets")),
            change("aws_sns_topic_policy.alarms", &["create"], Json::Null, topic, json!({ "id": true, "policy": true }), masks("policy")),
        ],
        "configuration": { "root_module": { "resources": [
            resource("aws_subnet.old", subnet.clone()),
            resource("aws_subnet.new", subnet),
            resource("aws_lb.app", json!({ "subnets": references(subnets) })),
            resource("aws_sns_topic_policy.alarms", json!({ "arn": { "constant_value": "arn" }, "policy": references(&policy) })),
        ] } }
    })
}

const BOTH: [&str; 4] = ["aws_subnet.old.id", "aws_subnet.old", "aws_subnet.new.id", "aws_subnet.new"];

fn joined(plan: &Json, source: &str) -> Graph {
    let document = plan::read(plan.to_string().into_bytes()).expect("a plan");
    from_plan(Arc::new(document), Schema::builtin()).with_configuration(evaluation_of(source))
}

fn value(graph: &Graph, address: &str, name: &str) -> Value {
    let id = graph.find(address).expect("planned");
    graph.get(id).values().get(name).expect("an attribute").clone()
}

fn mismatches(graph: &Graph) -> Vec<&str> {
    let problems = graph.problems().iter().filter(|problem| problem.kind == ProblemKind::SourceMismatch);
    problems.map(|problem| &*problem.message).collect()
}

#[test]
fn elements_come_from_the_source_and_what_is_known_of_them_from_the_plan() {
    let graph = joined(&plan(&BOTH, false), SOURCE);
    assert_eq!(mismatches(&graph), Vec::<&str>::new());
    let subnets = value(&graph, "aws_lb.app", "subnets");
    let elements = subnets.as_sequence().expect("a set with its elements");
    assert_eq!(elements.len(), 2, "{subnets:?}");
    assert!(elements.contains(&Value::from("subnet-old")), "{subnets:?}");
    let new = elements.iter().find_map(Value::as_unknown).expect("one is not known");
    assert_eq!(&*new.reference.as_ref().expect("a reference").address, "aws_subnet.new");
}

#[test]
fn the_known_parts_of_a_document_are_those_of_the_plan() {
    let graph = joined(&plan(&BOTH, false), SOURCE);
    let policy = value(&graph, "aws_sns_topic_policy.alarms", "policy");
    let Some(Partial::Json(document)) = policy.as_unknown().and_then(|unknown| unknown.partial.as_deref()) else {
        panic!("{policy:?}")
    };
    let statement = &document.get("Statement").and_then(Value::as_sequence).expect("statements")[0];
    let resources = statement.get("Resource").and_then(Value::as_sequence).expect("resources");
    assert_eq!(resources[0], Value::from("arn:old"));
    assert_eq!(&*resources[1].as_unknown().unwrap().reference.as_ref().unwrap().address, "aws_lb.app");
}

#[test]
fn what_the_plan_hides_stays_hidden_in_all_parts() {
    fn open(value: &Value) -> bool {
        let inside = match &value.kind {
            Kind::Unknown(unknown) => match unknown.partial.as_deref() {
                Some(Partial::Json(inner)) => open(inner),
                Some(Partial::Template(parts) | Partial::OneOf(parts) | Partial::Holds(parts)) => {
                    parts.iter().any(open)
                }
                Some(Partial::Like(_) | Partial::Written(_)) | None => false,
            },
            _ => value
                .as_sequence()
                .unwrap_or_default()
                .iter()
                .chain(value.as_mapping().into_iter().flat_map(|it| it.values()))
                .any(open),
        };
        inside || !value.is_sensitive()
    }
    let graph = joined(&plan(&BOTH, true), SOURCE);
    for (address, name) in [("aws_lb.app", "subnets"), ("aws_sns_topic_policy.alarms", "policy")] {
        let value = value(&graph, address, name);
        assert!(!open(&value), "{value:?}");
    }
}

#[test]
fn a_source_that_refers_to_other_things_completes_nothing() {
    let graph = joined(&plan(&BOTH[2..], false), SOURCE);
    let said = mismatches(&graph);
    assert!(said.len() == 1 && said[0].contains("aws_lb.app.subnets"), "{said:?}");
    assert!(value(&graph, "aws_lb.app", "subnets").as_unknown().is_some());
    let policy = value(&graph, "aws_sns_topic_policy.alarms", "policy");
    assert!(policy.as_unknown().unwrap().partial.is_some(), "what is written alike is still completed");
}

#[test]
fn what_the_plan_knows_is_never_overridden() {
    let mut plan = plan(&BOTH, false);
    plan["resource_changes"][2]["change"]["after"] =
        json!({ "subnets": ["subnet-old", "subnet-1"], "name": "planned" });
    plan["resource_changes"][2]["change"]["after_unknown"] = json!({ "id": true });
    let graph = joined(
        &plan,
        &SOURCE.replace("resource \"aws_lb\" \"app\" {", "resource \"aws_lb\" \"app\" {\n  name = \"source\""),
    );
    let elements = value(&graph, "aws_lb.app", "subnets");
    assert!(elements.is_wholly_known(), "{elements:?}");
    assert_eq!(value(&graph, "aws_lb.app", "name"), Value::from("planned"));
}

/// Of `aws_x.y[*].id` a plan refers to `aws_x.y`; the source says that it may be something else.
#[test]
fn what_may_be_something_else_is_no_link() {
    let source = r#"
resource "terraform_data" "own" {
  input = true
}

resource "aws_security_group" "app" {
  count = 1
}

resource "aws_instance" "app" {
  ami                    = "ami-1"
  vpc_security_group_ids = [tobool(terraform_data.own.output) ? one(aws_security_group.app[*].id) : "sg-1"]
}
"#;
    let made = |address: &str, unknown: Json| change(address, &["create"], Json::Null, json!({}), unknown, json!({}));
    let mut group = made("aws_security_group.app[0]", json!({ "id": true }));
    group["name"] = json!("app");
    group["index"] = json!(0);
    let written = |address: &str, expressions: Json| {
        let (type_name, name) = address.split_once('.').expect("an address");
        json!({ "address": address, "mode": "managed", "type": type_name, "name": name,
            "provider_config_key": "aws", "expressions": expressions })
    };
    let chosen = ["terraform_data.own.output", "terraform_data.own", "aws_security_group.app"];
    let plan = json!({
        "format_version": "1.2",
        "resource_changes": [
            made("terraform_data.own", json!({ "id": true, "output": true })),
            group,
            made("aws_instance.app", json!({ "id": true, "vpc_security_group_ids": true })),
        ],
        "configuration": { "root_module": { "resources": [
            written("terraform_data.own", json!({ "input": { "constant_value": true } })),
            written("aws_security_group.app", json!({})),
            written("aws_instance.app", json!({ "vpc_security_group_ids": references(&chosen) })),
        ] } }
    });
    let graph = joined(&plan, source);
    let links = graph.get(graph.find("aws_instance.app").expect("planned")).links();
    assert!(links.iter().all(|link| !link.to.address.starts_with("aws_security_group")), "{links:?}");
}

#[test]
fn user_data_is_known_where_the_plans_digest_is_that_of_the_source() {
    let source = "resource \"aws_instance\" \"web\" {\n  ami = \"ami-1\"\n  user_data = \"echo hello\"\n}\n";
    let planned = |hash: &str| {
        let after = json!({ "ami": "ami-1", "user_data": hash });
        let plan = json!({ "format_version": "1.2", "resource_changes":
            [change("aws_instance.web", &["no-op"], after.clone(), after, json!({}), json!({ "user_data": true }))] });
        value(&joined(&plan, source), "aws_instance.web", "user_data")
    };
    let own = planned("0a9d3a5f3a7bbf2e4e8d0dcd0d4a4e9b2f2c3e1d");
    assert_eq!(own.as_str(), Some("0a9d3a5f3a7bbf2e4e8d0dcd0d4a4e9b2f2c3e1d"));
    let text = planned(&crate::eval::functions::sha1_hex(b"echo hello"));
    assert!(text.as_str() == Some("echo hello") && text.is_sensitive(), "{text:?}");
}

/// A plan of a document that is read at apply, and of the policy that is made of it; its attributes as the plan shows them.
fn plan_of_document(after: Json, unknown: Json, expressions: Json) -> Json {
    let mut plan = plan(&BOTH, false);
    let mut unknown = unknown;
    for name in ["id", "json", "minified_json"] {
        unknown[name] = json!(true);
    }
    let mut data = change("aws_iam_policy_document.topic", &["read"], Json::Null, after, unknown, json!({}));
    data["address"] = json!("data.aws_iam_policy_document.topic");
    data["mode"] = json!("data");
    plan["resource_changes"].as_array_mut().expect("changes").push(data);
    let resources = &mut plan["configuration"]["root_module"]["resources"];
    let written = ["data.aws_iam_policy_document.topic.json", "data.aws_iam_policy_document.topic"];
    resources[3]["expressions"]["policy"] = references(&written);
    let data = json!({ "address": "data.aws_iam_policy_document.topic", "mode": "data", "type": "aws_iam_policy_document",
        "name": "topic", "provider_config_key": "aws", "expressions": expressions });
    resources.as_array_mut().expect("resources").push(data);
    plan
}

fn statements(graph: &Graph) -> Vec<Value> {
    let policy = value(graph, "aws_sns_topic_policy.alarms", "policy");
    let Some(Partial::Json(document)) = policy.as_unknown().and_then(|unknown| unknown.partial.as_deref()) else {
        panic!("{policy:?}")
    };
    document.get("Statement").and_then(Value::as_sequence).expect("statements").to_vec()
}

/// A source whose policy is the document with these arguments.
fn source_of_document(arguments: &str) -> String {
    let (before, _) = SOURCE.split_once("  policy = jsonencode").expect("a policy");
    format!(
        "{before}  policy = data.aws_iam_policy_document.topic.json\n}}\n\
         data \"aws_iam_policy_document\" \"topic\" {{\n{arguments}\n}}\n"
    )
}

/// A plan shows no expressions of dynamic blocks: what their content refers to is known from the source.
#[test]
fn parts_of_a_document_that_is_read_at_apply_come_from_the_source() {
    let statement = json!({ "actions": ["sns:Publish"], "principals": [{ "type": "AWS" }] });
    let plan = plan_of_document(
        json!({ "statement": [statement] }),
        json!({ "statement": [{ "actions": [false], "principals": [{ "identifiers": [true] }] }] }),
        json!({}),
    );
    let source = source_of_document(
        r#"  dynamic "statement" {
    for_each = ["sns:Publish"]
    content {
      actions = [statement.value]
      principals {
        type        = "AWS"
        identifiers = [aws_lb.app.arn]
      }
    }
  }"#,
    );
    let found = statements(&joined(&plan, &source));
    let principal = found[0].get("Principal").and_then(|principal| principal.get("AWS")).expect("a principal");
    assert_eq!(&*principal.as_unknown().unwrap().reference.as_ref().expect("a reference").address, "aws_lb.app");
}

#[test]
fn documents_in_a_document_come_from_the_source() {
    let plan = plan_of_document(
        json!({}),
        json!({ "source_policy_documents": [true] }),
        json!({ "source_policy_documents": references(&["aws_lb.app.arn", "aws_lb.app"]) }),
    );
    let source = source_of_document(
        "  source_policy_documents = [jsonencode({ Statement = [{ Effect = \"Allow\", Resource = aws_lb.app.arn }] })]",
    );
    let found = statements(&joined(&plan, &source));
    assert_eq!(found[0].get("Effect"), Some(&Value::from("Allow")), "{found:?}");
}

/// The plan may have read what the source's dynamic blocks are made of.
#[test]
fn statements_that_only_the_plan_knows_are_kept() {
    let statement = |action: &str| json!({ "effect": "Allow", "actions": [action], "resources": [null] });
    let unknown = json!({ "actions": [false], "resources": [true] });
    let plan = plan_of_document(
        json!({ "statement": [statement("sns:Publish"), statement("sns:Subscribe")] }),
        json!({ "statement": [unknown, unknown] }),
        json!({}),
    );
    let source = source_of_document(
        r#"  dynamic "statement" {
    for_each = data.aws_availability_zones.all.names
    content {
      actions   = ["sns:${statement.value}"]
      resources = [aws_lb.app.arn]
    }
  }
}
data "aws_availability_zones" "all" {"#,
    );
    let found = statements(&joined(&plan, &source));
    let actions: Vec<_> = found.iter().map(|statement| statement.get("Action").and_then(Value::as_str)).collect();
    assert_eq!(actions, [Some("sns:Publish"), Some("sns:Subscribe")]);
}

/// What a provider makes of a data source are attributes: blocks that a plan does not know were written.
#[test]
fn blocks_of_a_data_source_that_the_plan_does_not_know_are_not_absent() {
    let alone = |after: Json, unknown: Json| {
        let document =
            plan::read(plan_of_document(after, unknown, json!({})).to_string().into_bytes()).expect("a plan");
        statements(&from_plan(Arc::new(document), Schema::builtin()))
    };
    assert!(alone(json!({}), json!({ "statement": true }))[0].as_unknown().is_some());
    let statement = json!({ "actions": ["sns:Publish"] });
    for (block, member) in [("principals", "Principal"), ("condition", "Condition")] {
        let mut unknown = json!({ "actions": [false] });
        unknown[block] = json!(true);
        let found = alone(json!({ "statement": [statement] }), json!({ "statement": [unknown] }));
        assert!(found[0].get(member).is_some_and(|part| part.as_unknown().is_some()), "{found:?}");
    }
}

const DYNAMIC: &str = r#"
resource "aws_eip" "e" {
  count = 2
}

resource "aws_instance" "web" {
  ami = "ami-1"
  dynamic "metadata_options" {
    for_each = aws_eip.e[0].public_ip == "" ? [] : [1]
    content {
      http_tokens = "required"
    }
  }
  dynamic "root_block_device" {
    for_each = terraform_data.known.output
    content {
      encrypted = true
    }
  }
}

resource "terraform_data" "known" {
  input = []
}

resource "aws_security_group" "web" {
  dynamic "ingress" {
    for_each = [443]
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["10.0.0.0/8"]
    }
  }
  dynamic "ingress" {
    for_each = aws_eip.e
    content {
      from_port   = 22
      to_port     = 22
      protocol    = "tcp"
      cidr_blocks = ["${ingress.value.public_ip}/32"]
    }
  }
}
"#;

fn with_dynamic_blocks() -> Graph {
    let web = json!({ "id": true, "metadata_options": true, "root_block_device": true, "ebs_block_device": true });
    let rule = |port: u16, cidr: Option<&str>| json!({ "from_port": port, "to_port": port, "protocol": "tcp", "cidr_blocks": cidr.map(|cidr| [cidr]) });
    let data = json!({ "id": "1", "input": [], "output": [] });
    let ingress = json!([rule(22, None), rule(22, None), rule(443, Some("10.0.0.0/8"))]);
    let waits = json!({ "cidr_blocks": true });
    let unknown = json!({ "id": true, "ingress": [waits, waits, {}] });
    let resource = |address: &str, expressions: Json| {
        let (type_name, name) = address.split_once('.').expect("an address");
        json!({ "address": address, "mode": "managed", "type": type_name, "name": name, "expressions": expressions })
    };
    let plan = json!({ "format_version": "1.2", "resource_changes": [
            change("aws_instance.web", &["create"], Json::Null, json!({ "ami": "ami-1" }), web, json!({})),
            change("terraform_data.known", &["no-op"], data.clone(), data, json!({}), json!({})),
            change("aws_security_group.web", &["create"], Json::Null, json!({ "ingress": ingress }), unknown, json!({})),
        ], "configuration": { "root_module": { "resources": [
            resource("aws_instance.web", json!({ "ami": { "constant_value": "ami-1" } })),
            resource("terraform_data.known", json!({ "input": { "constant_value": [] } })),
            resource("aws_security_group.web", json!({})),
        ] } } });
    joined(&plan, DYNAMIC)
}

/// A plan shows blocks that a `dynamic` one may make as it shows those that the provider makes.
#[test]
fn dynamic_blocks_over_what_the_plan_does_not_know_are_not_left_out() {
    let graph = with_dynamic_blocks();
    let options = value(&graph, "aws_instance.web", "metadata_options");
    let blocked = &options.as_unknown().expect("one of two forms").blockers;
    assert_eq!(blocked.iter().map(ToString::to_string).collect::<Vec<_>>(), ["aws_eip.e[0].public_ip"]);
    // The plan knew that there is none, and no block is written that could make one.
    for name in ["root_block_device", "ebs_block_device"] {
        assert!(value(&graph, "aws_instance.web", name).as_sequence().is_some_and(<[Value]>::is_empty), "{name}");
    }
}

/// Elements of a set that nothing known tells apart are those of the source, in its order.
#[test]
fn elements_that_are_alike_wait_for_what_the_source_says() {
    let ingress = value(&with_dynamic_blocks(), "aws_security_group.web", "ingress");
    let waits = |rule: &Value| {
        rule.get("cidr_blocks")
            .unwrap()
            .unknowns()
            .iter()
            .flat_map(|it| it.blockers.iter())
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    let waits: Vec<_> = ingress.as_sequence().expect("rules").iter().map(waits).collect();
    assert_eq!(waits, [vec![], vec!["aws_eip.e[0].public_ip".to_owned()], vec!["aws_eip.e[1].public_ip".to_owned()]]);
}
