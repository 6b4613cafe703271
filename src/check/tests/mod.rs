//! What rules can ask, on small configurations.

mod choices;
mod documents;
mod hidden;
mod names;
mod regions;
mod removals;
mod splats;

use crate::check::examples::{findings, graph_of};
use crate::rules::{Control, Rules, Verdict, read};
use crate::text::FileId;
use std::sync::Arc;

/// What is made ready before means the same: names of a `for` hide those of the check, paths end where something is null, unknown
/// or not there, and calls are called however they are written.
#[test]
fn what_is_made_ready_means_the_same() {
    let volume = r#"
resource "aws_ebs_volume" "v" {
  availability_zone = "eu-west-1a"
  size              = 8
  kms_key_id        = aws_kms_key.k.arn
  tags              = { Name = "data", "with.dot" = "y" }
}
resource "aws_kms_key" "k" {
}
"#;
    let verdict = |condition: &str| judge("aws_ebs_volume", condition, volume);
    assert_eq!(verdict(r#"[for attrs in [{ size = 1 }] : attrs.size] == [1] && attrs.size == 8"#), "v=pass");
    assert_eq!(verdict(r#"[for meta, each in { a = 7 } : "${meta}${each}"] == ["a7"]"#), "v=pass");
    assert_eq!(verdict(r#"[for it in [attrs] : it.tags.Name] == ["data"] && attrs.tags["with.dot"] == "y""#), "v=pass");
    assert_eq!(verdict(r#"attrs . size == 8 && attrs.tags . Name == "data""#), "v=pass");
    assert_eq!(verdict("can(attrs.tags.missing)"), "v=fail");
    assert_eq!(verdict("can(attrs.timeouts.create)"), "v=fail");
    let unknown = "variable \"t\" {\n  type = map(string)\n}\nresource \"aws_ebs_volume\" \"v\" {\n  tags = var.t\n}\n";
    assert_eq!(judge("aws_ebs_volume", "attrs.tags.Name == \"x\"", unknown), "v=unknown");
    assert_eq!(verdict("core::length(attrs.tags) == 2 && max ([1, attrs.size]...) == 8"), "v=pass");
    assert_eq!(verdict(r#"attrs.kms_key_id == "arn:aws:kms:eu-west-1:123456789012:key/k""#), "v=unknown");
    assert_eq!(
        verdict("meta.name == \"v\" && meta.type == \"aws_ebs_volume\" && meta.provider_alias == null"),
        "v=pass"
    );
}

/// A control with one check of `subject` that demands `condition`.
fn control(subject: &str, condition: &str) -> Arc<Control> {
    let text = format!(
        r#"control "T.1" {{
  slug = "t"
  severity = "low"
  title = {{ en = "t", ja = "t" }}
  why = {{ en = "w", ja = "w" }}
  decides = "checked"
  check "{subject}" {{
    enforce {{
      condition = {condition}
      error_message = {{ en = "failed ${{meta.name}}", ja = "failed" }}
    }}
    no_fix = {{ en = "none", ja = "none" }}
  }}
  remediation {{
    console = {{ en = ["a"], ja = ["a"] }}
  }}
  example "fail" "x" {{
  }}
}}
"#
    );
    let (control, problems) = read(FileId(0), "t.hcl", &text);
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let serious: Vec<&String> = problems.iter().filter(|problem| !problem.contains("examples, at least")).collect();
    assert!(serious.is_empty(), "{serious:?}");
    Arc::new(control.expect("the control is whole"))
}

/// `name=verdict` of every judged instance.
fn judge(subject: &str, condition: &str, source: &str) -> String {
    let control = control(subject, condition);
    let graph = graph_of(source);
    let found = findings(&control, &control.examples[0], &graph);
    let shown = found.iter().map(|finding| {
        let name = finding.address.rsplit('.').next().unwrap_or_default();
        let internal =
            finding.details().blocked_by.iter().find(|blocker| blocker.to_string().contains("error in rule"));
        assert!(internal.is_none(), "{internal:?}");
        let sign = match finding.verdict {
            Verdict::Pass => "pass",
            Verdict::Fail => "fail",
            Verdict::Unknown => "unknown",
        };
        format!("{name}={sign}")
    });
    shown.collect::<Vec<_>>().join(" ")
}

const VERSIONED: &str = r#"any([for c in companions("aws_s3_bucket_versioning", "bucket") :
        one(c.versioning_configuration[*].status) == "Enabled"])"#;

fn versioning(bucket: &str, status: &str) -> String {
    format!(
        "resource \"aws_s3_bucket_versioning\" \"v\" {{\n  bucket = {bucket}\n  versioning_configuration {{\n    status = {status}\n  }}\n}}\n"
    )
}

#[test]
fn companions_by_reference() {
    let buckets = "resource \"aws_s3_bucket\" \"a\" {}\nresource \"aws_s3_bucket\" \"b\" {}\n";
    let source = format!("{buckets}{}", versioning("aws_s3_bucket.a.id", "\"Enabled\""));
    assert_eq!(judge("aws_s3_bucket", VERSIONED, &source), "a=pass b=fail");
    let source = format!("{buckets}{}", versioning("aws_s3_bucket.a.bucket", "\"Suspended\""));
    assert_eq!(judge("aws_s3_bucket", VERSIONED, &source), "a=fail b=fail");
    let through = format!(
        "{buckets}locals {{\n  x = {{ k = aws_s3_bucket.a.id }}\n}}\n{}",
        versioning("local.x[\"k\"]", "\"Enabled\"")
    );
    assert_eq!(judge("aws_s3_bucket", VERSIONED, &through), "a=pass b=fail");
    let flag = "resource \"terraform_data\" \"s\" {\n  input = \"x\"\n}\n";
    let source = format!("{buckets}{flag}{}", versioning("aws_s3_bucket.a.id", "terraform_data.s.output"));
    assert_eq!(judge("aws_s3_bucket", VERSIONED, &source), "a=unknown b=fail");
}

#[test]
fn companions_by_way_of_another_companion() {
    let source = format!(
        "resource \"aws_s3_bucket\" \"a\" {{}}\nresource \"aws_s3_bucket\" \"b\" {{}}\n\
         resource \"aws_s3_bucket_public_access_block\" \"p\" {{\n  bucket = aws_s3_bucket.a.id\n}}\n{}",
        versioning("aws_s3_bucket_public_access_block.p.bucket", "\"Enabled\"")
    );
    assert_eq!(judge("aws_s3_bucket", VERSIONED, &source), "a=pass b=fail");
    let by_id = source.replace("p.bucket\n", "p.id\n");
    assert_eq!(judge("aws_s3_bucket", VERSIONED, &by_id), "a=pass b=fail");
}

#[test]
fn companions_by_a_text_that_is_the_name() {
    let buckets = "resource \"aws_s3_bucket\" \"a\" {}\nresource \"aws_s3_bucket\" \"b\" {}\n";
    for name in [
        r#"format("%s", aws_s3_bucket.a.id)"#,
        r#"join("", [aws_s3_bucket.a.id])"#,
        "trimspace(aws_s3_bucket.a.id)",
        r#"trimprefix(aws_s3_bucket.a.arn, "arn:aws:s3:::")"#,
    ] {
        let source = format!("{buckets}{}", versioning(name, "\"Enabled\""));
        assert_eq!(judge("aws_s3_bucket", VERSIONED, &source), "a=pass b=fail", "{name}");
    }
}

#[test]
fn companions_by_name() {
    let bucket = |name: &str| format!("resource \"aws_s3_bucket\" \"a\" {{\n  bucket = {name}\n}}\n");
    let named = |bucket_name: &str, other: &str| {
        judge(
            "aws_s3_bucket",
            VERSIONED,
            &format!(
                "variable \"v\" {{\n  type = string\n}}\n{}{}",
                bucket(bucket_name),
                versioning(other, "\"Enabled\"")
            ),
        )
    };
    assert_eq!(named("\"logs\"", "\"logs\""), "a=pass");
    assert_eq!(named("\"logs\"", "\"other\""), "a=fail");
    assert_eq!(named("\"logs\"", "var.v"), "a=unknown");
    assert_eq!(named("\"logs\"", "\"x-${var.v}\""), "a=fail");
    assert_eq!(named("\"logs\"", "\"l${var.v}\""), "a=unknown");
    assert_eq!(named("null", "var.v"), "a=fail");
    assert_eq!(named("null", "\"logs\""), "a=fail");
    assert_eq!(named("null", "\"${aws_s3_bucket.a.id}-logs\""), "a=fail");
}

#[test]
fn what_nothing_declares_is_elsewhere() {
    let topic = |key: &str| format!("resource \"aws_sns_topic\" \"t\" {{\n  kms_master_key_id = {key}\n}}\n");
    let is_set = |key: &str| judge("aws_sns_topic", "is_set(attrs.kms_master_key_id)", &topic(key));
    assert_eq!(is_set("aws_kms_key.gone.arn"), "t=pass");
    assert_eq!(is_set("aws_kms_key.gone[0].arn"), "t=pass");
    assert_eq!(is_set("\"${aws_kms_key.gone.arn}\""), "t=pass");
    assert_eq!(is_set("var.gone"), "t=unknown");
    assert_eq!(is_set("local.gone"), "t=unknown");
    assert_eq!(is_set("module.gone.key"), "t=unknown");
    let elsewhere = "target(attrs.kms_master_key_id) == null";
    assert_eq!(judge("aws_sns_topic", elsewhere, &topic("aws_kms_key.gone.arn")), "t=pass");
    let bucket = "resource \"aws_s3_bucket\" \"a\" {\n  bucket = \"a\"\n}\n";
    let source = format!("{bucket}{}", versioning("aws_s3_bucket.gone.id", "\"Enabled\""));
    assert_eq!(judge("aws_s3_bucket", VERSIONED, &source), "a=fail");
}

#[test]
fn companions_by_a_variable_without_a_value() {
    let buckets = |name: &str| {
        let declared = "variable \"name\" {}\nvariable \"other\" {}\n";
        format!(
            "{declared}resource \"aws_s3_bucket\" \"a\" {{\n  bucket = {name}\n}}\nresource \"aws_s3_bucket\" \"b\" {{}}\n"
        )
    };
    for (name, companion, expected) in [
        ("var.name", "var.name", "a=pass b=fail"),
        ("var.name", "var.other", "a=unknown b=fail"),
        ("\"x-${var.name}\"", "\"x-${var.name}\"", "a=pass b=fail"),
        ("var.name", "aws_s3_bucket.a.bucket", "a=pass b=fail"),
        ("lower(var.name)", "aws_s3_bucket.a.bucket", "a=pass b=fail"),
        ("lower(var.name)", "aws_s3_bucket.b.bucket", "a=fail b=pass"),
    ] {
        let source = format!("{}{}", buckets(name), versioning(companion, "\"Enabled\""));
        assert_eq!(judge("aws_s3_bucket", VERSIONED, &source), expected, "{name} {companion}");
    }
}

#[test]
fn companions_by_a_known_attribute_in_an_expression() {
    let rule = "resource \"aws_cloudwatch_event_rule\" \"a\" {\n  count = 1\n  name = \"a\"\n}\n";
    let group = "resource \"aws_iam_group\" \"g\" {\n  name = one(aws_cloudwatch_event_rule.a[*].name)\n}\n";
    let condition = "exists(companions(\"aws_iam_group\", \"name\"))";
    assert_eq!(judge("aws_cloudwatch_event_rule", condition, &format!("{rule}{group}")), "a[0]=pass");
}

#[test]
fn json_with_unknown_parts() {
    let condition = "all([for c in jsondecode(attrs.container_definitions) : try(c.user, null) == \"app\"])";
    let task = |definitions: &str| {
        let repository = "resource \"aws_ecr_repository\" \"r\" {}\n";
        let task = "resource \"aws_ecs_task_definition\" \"t\" {\n  family = \"t\"\n  container_definitions = ";
        judge("aws_ecs_task_definition", condition, &format!("{repository}{task}{definitions}\n}}\n"))
    };
    let url = "aws_ecr_repository.r.repository_url";
    assert_eq!(task(&format!("jsonencode([{{ image = {url}, user = \"app\" }}])")), "t=pass");
    assert_eq!(task(&format!("jsonencode([{{ image = {url} }}])")), "t=fail");
    assert_eq!(task(&format!("\"[{{\\\"image\\\": \\\"${{{url}}}\\\", \\\"user\\\": \\\"app\\\"}}]\"")), "t=pass");
    assert_eq!(task(url), "t=unknown");
}

#[test]
fn companions_of_instances() {
    let source = r#"
resource "aws_s3_bucket" "a" {
  for_each = toset(["x", "y"])
  bucket   = "b-${each.key}"
}
resource "aws_s3_bucket_versioning" "v" {
  for_each = { x = aws_s3_bucket.a["x"].id }
  bucket   = each.value
  versioning_configuration {
    status = "Enabled"
  }
}
"#;
    assert_eq!(judge("aws_s3_bucket", VERSIONED, source), "a[\"x\"]=pass a[\"y\"]=fail");
    let whole = source
        .replace("{ x = aws_s3_bucket.a[\"x\"].id }", "aws_s3_bucket.a")
        .replace("each.value\n", "each.value.bucket\n");
    assert_eq!(judge("aws_s3_bucket", VERSIONED, &whole), "a[\"x\"]=pass a[\"y\"]=pass");
}

#[test]
fn companions_that_may_not_be_there() {
    let source = format!(
        "variable \"on\" {{\n  type = bool\n}}\nresource \"aws_s3_bucket\" \"a\" {{}}\n{}",
        versioning("aws_s3_bucket.a.id", "\"Enabled\"").replace("  bucket", "  count = var.on ? 1 : 0\n  bucket")
    );
    assert_eq!(judge("aws_s3_bucket", VERSIONED, &source), "a=unknown");
}

#[test]
fn targets() {
    let source = r#"
resource "aws_launch_template" "t" {
  name = "t"
  metadata_options {
    http_tokens = "required"
  }
}
resource "aws_instance" "a" {
  launch_template {
    id = aws_launch_template.t.id
  }
}
resource "aws_instance" "b" {
  launch_template {
    name = "t"
  }
}
resource "aws_instance" "c" {
  launch_template {
    name = "elsewhere"
  }
}
resource "aws_instance" "d" {
  launch_template {
    name = aws_launch_template.t.name
  }
}
"#;
    let condition = r#"default(one(try(target(one([for t in attrs.launch_template : t.id == null ? t.name : t.id])).metadata_options[*].http_tokens, ["none"])), "none") == "required""#;
    assert_eq!(judge("aws_instance", condition, source), "a=pass b=pass c=fail d=pass");
}

const DENIES: &str =
    r#"any([for p in companions("aws_s3_bucket_policy", "bucket") : denies_insecure_transport(policy(p.policy))])"#;

#[test]
fn policies_in_every_form() {
    let deny = |resource: &str| {
        format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"{resource}","Condition":{{"Bool":{{"aws:SecureTransport":"false"}}}}}}]}}"#
        )
    };
    let with = |policy: &str| {
        let source = format!(
            "resource \"aws_s3_bucket\" \"a\" {{}}\nresource \"terraform_data\" \"t\" {{\n  input = 1\n}}\n\
             resource \"aws_s3_bucket_policy\" \"p\" {{\n  bucket = aws_s3_bucket.a.id\n  policy = {policy}\n}}\n\
             data \"aws_iam_policy_document\" \"d\" {{\n  statement {{\n    effect = \"Deny\"\n    actions = [\"s3:*\"]\n    resources = [aws_s3_bucket.a.arn]\n\
             principals {{\n      type = \"*\"\n      identifiers = [\"*\"]\n    }}\n    condition {{\n      test = \"Bool\"\n      variable = \"aws:SecureTransport\"\n      values = [\"false\"]\n    }}\n  }}\n}}\n"
        );
        judge("aws_s3_bucket", DENIES, &source)
    };
    assert_eq!(with(&format!("<<-EOT\n    {}\n  EOT\n", deny("arn:aws:s3:::a"))), "a=pass");
    assert_eq!(with(&format!("<<-EOT\n    {}\n  EOT\n", deny("${aws_s3_bucket.a.arn}/*"))), "a=pass");
    assert_eq!(with("data.aws_iam_policy_document.d.json"), "a=pass");
    assert_eq!(with("terraform_data.t.output"), "a=unknown");
    assert_eq!(
        with(
            "jsonencode({ Statement = [{ Effect = \"Deny\", Principal = \"*\", Action = terraform_data.t.output, Resource = \"*\", Condition = { Bool = { \"aws:SecureTransport\" = false } } }] })"
        ),
        "a=unknown"
    );
    assert_eq!(
        with(
            "jsonencode({ Statement = [{ Effect = \"Allow\", Principal = \"*\", Action = terraform_data.t.output, Resource = \"*\" }] })"
        ),
        "a=fail"
    );
    assert_eq!(with("\"not a document\""), "a=fail");
}

#[test]
fn statements() {
    let with = |question: &str, statement: &str| {
        let condition = format!("alltrue([for s in policy(attrs.policy).statements : {question}])");
        let source =
            format!("resource \"aws_iam_policy\" \"p\" {{\n  policy = jsonencode({{ Statement = {statement} }})\n}}\n");
        judge("aws_iam_policy", &condition, &source)
    };
    assert_eq!(
        with("actions_allow(s, \"kms:Decrypt\")", r#"{ Effect = "Allow", Action = "kms:De*", Resource = "*" }"#),
        "p=pass"
    );
    assert_eq!(
        with("actions_allow(s, \"kms:Decrypt\")", r#"{ Effect = "Allow", NotAction = "iam:*", Resource = "*" }"#),
        "p=pass"
    );
    assert_eq!(
        with("actions_allow(s, \"kms:Decrypt\")", r#"{ Effect = "Allow", NotAction = ["kms:*"], Resource = "*" }"#),
        "p=fail"
    );
    assert_eq!(
        with("actions_allow(s, \"kms:Decrypt\")", r#"{ Effect = "Deny", Action = "*", Resource = "*" }"#),
        "p=fail"
    );
    assert_eq!(
        with("is_public_principal(s)", r#"{ Effect = "Allow", Principal = { AWS = ["x", "*"] }, Action = "*" }"#),
        "p=pass"
    );
    assert_eq!(
        with("is_public_principal(s)", r#"{ Effect = "Allow", Principal = { Service = "*" }, Action = "*" }"#),
        "p=fail"
    );
    let condition = |key: &str, value: &str| {
        format!(
            r#"{{ Effect = "Allow", Principal = "*", Action = "*", Condition = {{ StringLike = {{ "{key}" = {value} }} }} }}"#
        )
    };
    assert_eq!(with("restricts_access(s)", &condition("aws:PrincipalOrgID", "\"o-abc\"")), "p=pass");
    assert_eq!(with("restricts_access(s)", &condition("aws:SourceArn", "\"arn:aws:sns:*:*:x\"")), "p=fail");
    assert_eq!(
        with("restricts_access(s)", &condition("aws:SourceArn", "[\"arn:aws:sns:*:111122223333:x\"]")),
        "p=pass"
    );
    assert_eq!(with("restricts_access(s)", &condition("aws:SourceIp", "\"0.0.0.0/0\"")), "p=fail");
    assert_eq!(with("restricts_access(s)", &condition("aws:UserAgent", "\"x\"")), "p=fail");
}

#[test]
fn networks_dates_versions_and_secrets() {
    let asks =
        |question: &str| judge("aws_vpc", question, "resource \"aws_vpc\" \"v\" {\n  cidr_block = \"10.0.0.0/8\"\n}\n");
    for question in [
        "is_world(\"::/0\") && attrs.tags == null",
        "is_world([\"0.0.0.0/1\", \"128.0.0.0/1\"]) && attrs.tags == null",
        "!is_world(attrs.cidr_block)",
        "covers_port(0, 65535, \"tcp\", 22) && attrs.tags == null",
        "covers_port(null, null, \"-1\", 22) && attrs.tags == null",
        "!covers_port(23, 25, \"6\", 22) && attrs.tags == null",
        "!covers_port(22, 22, \"icmp\", 22) && attrs.tags == null",
        "!covers_port(22, 22, \"udp\", \"tcp/22\") && attrs.tags == null",
        "days_since(\"2025-12-31T10:00:00Z\") == 1 && attrs.tags == null",
        "days_until(\"2026-02-01\") == 31 && attrs.tags == null",
        "version_at_least(\"1.32\", \"1.4\") && attrs.tags == null",
        "secret_kind(\"AWS_ACCESS_KEY_ID\", \"x\") == \"AWS access key id\" && attrs.tags == null",
        "secret_kind(\"X\", \"AKIAIOSFODNN7EXAMPLE\") != null && attrs.tags == null",
        "secret_kind(\"DB_PASSWORD\", \"arn:aws:secretsmanager:eu-west-1:1:secret:x\") == null && attrs.tags == null",
        "secret_kind(\"URL\", \"postgres://app:hunter2@db/x\") != null && attrs.tags == null",
        "secret_kind(\"NAME\", \"web\") == null && attrs.tags == null",
        "meta.region == \"us-east-1\" && attrs.tags == null",
    ] {
        assert_eq!(asks(question), "v=pass", "{question}");
    }
}

#[test]
fn mistakes_in_rules_are_told() {
    let problems = |condition: &str| {
        let text = format!(
            r#"control "T.1" {{
  slug = "t"
  severity = "low"
  title = {{ en = "t" }}
  why = {{ en = "w", ja = "w" }}
  decides = "checked"
  colour = "red"
  check "aws_ebs_volume" {{
    locals {{ unused = 1 }}
    enforce {{
      condition = {condition}
      error_message = {{ en = "m", ja = "m" }}
    }}
    fix {{
      set = {{ encrypte = true }}
    }}
  }}
}}
"#
        );
        let problems = read(FileId(0), "t.hcl", &text).1;
        problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let told = problems("attrs.encryptd == true");
    for part in [
        "no attribute or block \"encryptd\"; did you mean \"encrypted\"?",
        "title has no text in ja",
        "control has no attribute \"colour\"",
        "local.unused is not used",
        "class is missing",
        "impact is missing",
        "remediation is missing",
        "0 fail examples",
    ] {
        assert!(told.contains(part), "{part} is not in\n{told}");
    }
    // A message that is no pair of languages is told once: the block is there.
    let text = "control \"T.1\" {\n  check \"aws_ebs_volume\" {\n    enforce {\n      condition     = attrs.encrypted == true\n      error_message = \"m\"\n    }\n  }\n}\n";
    let told: Vec<String> = read(FileId(0), "t.hcl", text).1.iter().map(ToString::to_string).collect();
    assert!(told.iter().any(|problem| problem.contains("error_message")), "{told:?}");
    assert!(!told.iter().any(|problem| problem.contains("needs an enforce block")), "{told:?}");
    assert!(problems("lenght(attrs.tags) > 0").contains("there is no function lenght; did you mean \"length\"?"));
    assert!(problems("attrs.encrypted").contains("may be null; write default(attrs.encrypted, ...)"));
    assert!(problems("length(companions(\"aws_ebs_snapshot\", \"volume_id\")) > 0").contains("use exists, any or all"));
    assert!(problems("exists(companions(\"aws_ebs_snapshot\", \"volum_id\"))").contains("did you mean \"volume_id\"?"));
    assert!(problems("exists(resources(\"aws_ebs_volum\"))").contains("did you mean \"aws_ebs_volume\"?"));
    assert!(problems("true").contains("asks nothing"));
    assert!(problems("local.x == 1").contains("there is no local \"x\""));
    assert!(problems("param.x == 1").contains("there is no parameter \"x\""));
}

/// Prints how the time of a run grows; wanted: linear.
#[test]
#[ignore = "measures"]
fn time_grows_with_the_number_of_instances() {
    for count in [250, 500, 1000] {
        let source = format!(
            r#"
variable "x" {{
  type = string
}}
resource "aws_s3_bucket" "a" {{
  count  = {count}
  bucket = "b-${{count.index}}"
}}
resource "aws_s3_bucket_versioning" "v" {{
  count  = {count}
  bucket = aws_s3_bucket.a[count.index].id
  versioning_configuration {{
    status = "Enabled"
  }}
}}
resource "aws_s3_bucket_versioning" "u" {{
  count  = {count}
  bucket = "${{var.x}}-${{count.index}}"
  versioning_configuration {{
    status = "Enabled"
  }}
}}
"#
        );
        let start = std::time::Instant::now();
        let graph = graph_of(&source);
        let built = start.elapsed();
        let control = control("aws_s3_bucket", VERSIONED);
        let found = findings(&control, &control.examples[0], &graph);
        println!("{count}: graph {built:?}, check {:?}, {} findings", start.elapsed() - built, found.len());
    }
}

/// `owners_of` is `companions_of` from the other side, also for what is not certain, and for more of it than is told one by one.
#[test]
fn owners_are_found_from_the_other_side() {
    let owned = r#"exists(owners_of(attrs, "aws_s3_bucket", "bucket"))"#;
    let source = r#"
resource "aws_s3_bucket" "a" {
  bucket = "a-bucket"
}
resource "aws_s3_bucket_versioning" "reference" {
  bucket = aws_s3_bucket.a.id
}
resource "aws_s3_bucket_versioning" "name" {
  bucket = "a-bucket"
}
resource "aws_s3_bucket_versioning" "none" {
  bucket = "another-bucket"
}
"#;
    assert_eq!(judge("aws_s3_bucket_versioning", owned, source), "name=pass none=fail reference=pass");

    // Each may be the bucket's: more than are told one by one.
    let perhaps = (0..12).map(|number| {
        format!("resource \"aws_s3_bucket_versioning\" \"v{number}\" {{\n  bucket = var.names[{number}]\n}}\n")
    });
    let source = perhaps.collect::<String>()
        + "variable \"names\" {\n  type = list(string)\n}\nresource \"aws_s3_bucket\" \"a\" {\n  bucket = \"a\"\n}\n";
    let verdicts = judge("aws_s3_bucket_versioning", owned, &source);
    assert_eq!(verdicts.matches("=unknown").count(), 12, "{verdicts}");
}

/// What the left side of an operator decides is decided, whatever the right one is; literals mean what they say wherever they stand.
#[test]
fn conditions_stop_where_they_are_decided() {
    let volume = "resource \"aws_ebs_volume\" \"v\" {\n  availability_zone = \"eu-west-1a\"\n  size = 8\n}\n";
    let verdict = |condition: &str| judge("aws_ebs_volume", condition, volume);
    assert_eq!(verdict("attrs.size == 8 || attrs.tags.missing == 1"), "v=pass");
    assert_eq!(verdict("attrs.size == 9 && attrs.tags.missing == 1"), "v=fail");
    assert_eq!(verdict("can(attrs.size == 8 || attrs.tags.missing == 1)"), "v=pass");
    let literals = r#"[for key, it in { a = [1, "8"], "b" = { c = true, d = null } } : key] == ["a", "b"]"#;
    assert_eq!(verdict(literals), "v=pass");
    assert_eq!(verdict(r#"contains([for it in [7, 8] : "of ${it}"], "of ${attrs.size}")"#), "v=pass");
    assert_eq!(verdict(r#"{ "${attrs.size}" = "x" }["8"] == "x" && { size = "y" }.size == "y""#), "v=pass");
}

/// A sensitive value hides itself, not the names beside it.
#[test]
fn the_names_of_credentials_are_shown() {
    let source = r#"
variable "api_key" {
  type      = string
  sensitive = true
}
resource "aws_lambda_function" "f" {
  environment {
    variables = { DB_PASSWORD = "hunter2hunter2", STAGE = "test", API_KEY = var.api_key }
  }
}
"#;
    let rules = Rules::builtin();
    let control = rules.entry("Baseline.17").and_then(|entry| entry.whole()).expect("it is built in");
    let found = findings(&control, &control.examples[0], &graph_of(source));
    let of_function = found.iter().find(|finding| &*finding.address == "aws_lambda_function.f").expect("it is judged");
    assert_eq!(&*of_function.details().message.en, "credentials stand in plain text in API_KEY, DB_PASSWORD");
}
