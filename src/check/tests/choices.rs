//! Values that hang on a condition, names that several types share, and principals that are references.

use super::judge;

#[test]
fn a_reference_in_one_branch_is_not_certain() {
    let stage = |value: &str| {
        format!(
            r#"
resource "terraform_data" "flag" {{
  input = true
}}
resource "aws_vpc" "main" {{
  cidr_block = "10.0.0.0/16"
}}
resource "aws_vpc" "other" {{
  cidr_block = "10.1.0.0/16"
}}
resource "aws_flow_log" "log" {{
  vpc_id = {value}
}}
"#
        )
    };
    let logged = r#"exists(companions("aws_flow_log", "vpc_id"))"#;
    let flag = "tobool(terraform_data.flag.output)";
    let of = |value: &str| judge("aws_vpc", logged, &stage(value));
    assert_eq!(of("aws_vpc.main.id"), "main=pass other=fail");
    assert_eq!(of(&format!("{flag} ? aws_vpc.main.id : \"vpc-1\"")), "main=unknown other=fail");
    assert_eq!(of(&format!("{flag} ? aws_vpc.main.id : aws_vpc.other.id")), "main=unknown other=unknown");
    assert_eq!(of(&format!("{flag} ? aws_vpc.main.id : null")), "main=unknown other=fail");
    assert_eq!(of(&format!("{flag} ? aws_vpc.main.id : aws_vpc.main.id")), "main=pass other=fail");
}

#[test]
fn known_branches_rule_texts_out() {
    let of = |condition: &str, value: &str| {
        let source = format!(
            "resource \"terraform_data\" \"flag\" {{\n  input = true\n}}\nresource \"aws_s3_bucket_acl\" \"a\" {{\n  \
             bucket = \"b\"\n  acl = tobool(terraform_data.flag.output) ? {value}\n}}\n"
        );
        judge("aws_s3_bucket_acl", condition, &source)
    };
    assert_eq!(of("attrs.acl != \"public-read\"", "\"private\" : \"log-delivery-write\""), "a=pass");
    assert_eq!(of("attrs.acl != \"public-read\"", "\"private\" : \"public-read\""), "a=unknown");
    assert_eq!(of("is_set(attrs.acl)", "\"private\" : \"public-read\""), "a=pass");
    assert_eq!(of("is_set(attrs.acl)", "\"private\" : null"), "a=unknown");
}

#[test]
fn targets_of_the_types_that_are_meant() {
    let source = r#"
resource "aws_iam_role" "deploy" {
  name = "deploy"
  assume_role_policy = "{}"
}
resource "aws_iam_user" "deploy" {
  name = "deploy"
}
resource "aws_iam_user_policy" "a" {
  user   = "deploy"
  policy = "{}"
}
resource "aws_iam_user_policy" "b" {
  user   = aws_iam_role.deploy.name
  policy = "{}"
}
data "aws_caller_identity" "current" {}
variable "account" {}
resource "aws_iam_user_policy" "c" {
  user   = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:user/deploy"
  policy = "{}"
}
resource "aws_iam_user_policy" "d" {
  user   = "arn:aws:iam::${var.account}:user/deploy"
  policy = "{}"
}
resource "aws_iam_user_policy" "e" {
  user   = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:user/another"
  policy = "{}"
}
"#;
    let to_user = r#"default(address(target(attrs.user, "aws_iam_user")), "none") == "aws_iam_user.deploy""#;
    assert_eq!(judge("aws_iam_user_policy", to_user, source), "a=pass b=pass c=pass d=unknown e=fail");
    let to_any = r#"target(attrs.user) != null"#;
    assert_eq!(judge("aws_iam_user_policy", to_any, source), "a=unknown b=pass c=unknown d=unknown e=unknown");
}

#[test]
fn principals_are_known_by_what_they_refer_to() {
    let of = |kind: &str, id: &str| {
        let source = format!(
            r#"
resource "aws_iam_role" "r" {{
  name               = "r"
  assume_role_policy = "{{}}"
}}
resource "aws_iam_user" "u" {{
  name = "u"
}}
variable "v" {{}}
data "aws_caller_identity" "current" {{}}
resource "aws_s3_bucket_policy" "p" {{
  bucket = "b"
  policy = jsonencode({{
    Statement = [{{ Effect = "Allow", Action = "*", Resource = "*", Principal = {{ AWS = {id} }} }}]
  }})
}}
"#
        );
        let kinds = "[for s in policy(attrs.policy).statements : principal_kind(s.principals[0])][0]";
        judge("aws_s3_bucket_policy", &format!("{kinds} == \"{kind}\""), &source)
    };
    for (kind, id) in [
        ("role", "aws_iam_role.r.arn"),
        ("user", "aws_iam_user.u.arn"),
        ("account", "data.aws_caller_identity.current.account_id"),
        ("account", "\"arn:aws:iam::${data.aws_caller_identity.current.account_id}:root\""),
        ("user", "\"arn:aws:iam::${var.v}:user/x\""),
        ("role", "\"arn:aws:iam::111122223333:role/${var.v}\""),
        ("everyone", "\"*\""),
        ("account", "\"111122223333\""),
        ("session", "\"arn:aws:sts::111122223333:assumed-role/x/y\""),
        ("service", "\"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1\""),
    ] {
        assert_eq!(of(kind, id), "p=pass", "{id}");
        assert_eq!(of("another", id), "p=fail", "{id}");
    }
    assert_eq!(of("user", "var.v"), "p=unknown");
    assert_eq!(of("user", "\"arn:aws:iam::111122223333:${var.v}\""), "p=unknown");
}

#[test]
fn an_unknown_part_is_not_everybody() {
    let of = |id: &str| {
        let source = format!(
            r#"
variable "v" {{}}
resource "aws_s3_bucket_policy" "p" {{
  bucket = "b"
  policy = jsonencode({{
    Statement = [{{ Effect = "Allow", Action = "*", Resource = "*", Principal = {{ AWS = {id} }} }}]
  }})
}}
"#
        );
        let public = "any([for s in policy(attrs.policy).statements : is_public_principal(s)])";
        judge("aws_s3_bucket_policy", &format!("!{public}"), &source)
    };
    assert_eq!(of("\"arn:aws:iam::${var.v}:root\""), "p=pass");
    assert_eq!(of("var.v"), "p=unknown");
    assert_eq!(of("\"*\""), "p=fail");
}

#[test]
fn what_a_module_does_that_is_not_there_is_not_known() {
    let group = |argument: &str| {
        format!(
            "resource \"aws_security_group\" \"g\" {{\n  name = \"g\"\n}}\nlocals {{\n  groups = {{ a = [aws_security_group.g.id] }}\n}}\nmodule \"service\" {{\n  source = \"example/service/aws\"\n{argument}\n}}\n"
        )
    };
    let used = "exists(other_referrers(\"aws_security_group_rule\"))";
    for argument in [
        "  group = aws_security_group.g.id",
        "  config = { groups = [aws_security_group.g.arn] }",
        "  for_each = local.groups\n  groups = each.value",
        "  count = 2\n  name = \"x-${local.groups[\"a\"][0]}\"",
    ] {
        let said = judge("aws_security_group", used, &group(argument));
        assert_eq!(said, "g=unknown", "{argument}");
    }
    let several = "resource \"aws_security_group\" \"g\" {\n  for_each = toset([\"a\", \"b\"])\n}\nmodule \"service\" {\n  source = \"example/service/aws\"\n  groups = GROUPS\n}\n";
    for (groups, verdicts) in [
        ("[for group in aws_security_group.g : group.id]", "g[\"a\"]=unknown g[\"b\"]=unknown"),
        ("[aws_security_group.g[\"a\"].id]", "g[\"a\"]=unknown g[\"b\"]=fail"),
    ] {
        assert_eq!(judge("aws_security_group", used, &several.replace("GROUPS", groups)), verdicts, "{groups}");
    }
    assert_eq!(judge("aws_security_group", used, &group("  depends_on = [aws_security_group.g]")), "g=fail");
    let beside = "resource \"aws_instance\" \"i\" {\n  vpc_security_group_ids = [aws_security_group.g.id]\n}\n";
    assert_eq!(judge("aws_security_group", used, &(group("  group = aws_security_group.g.id") + beside)), "g=pass");
}

#[test]
fn holders_of_a_text_that_is_not_known() {
    let closed = "any([for block in holders(\"aws_s3_bucket_public_access_block\", \"bucket\", attrs.bucket) : block.restrict_public_buckets])";
    let source = |policy: &str, block: &str| {
        format!(
            "variable \"name\" {{}}\ndata \"aws_s3_bucket\" \"d\" {{\n  bucket = \"d\"\n}}\nresource \"aws_s3_bucket\" \"own\" {{\n  bucket = \"own\"\n}}\nresource \"aws_s3_bucket_policy\" \"p\" {{\n  bucket = {policy}\n  policy = \"{{}}\"\n}}\nresource \"aws_s3_bucket_public_access_block\" \"b\" {{\n  bucket = {block}\n  restrict_public_buckets = true\n}}\n"
        )
    };
    for (policy, block, verdict) in [
        ("var.name", "var.name", "p=pass"),
        ("data.aws_s3_bucket.d.id", "data.aws_s3_bucket.d.id", "p=pass"),
        ("var.name", "\"other\"", "p=unknown"),
        ("\"other\"", "aws_s3_bucket.own.id", "p=fail"),
        ("\"own\"", "aws_s3_bucket.own.id", "p=pass"),
        ("\"other\"", "\"other\"", "p=pass"),
    ] {
        assert_eq!(judge("aws_s3_bucket_policy", closed, &source(policy, block)), verdict, "{policy} {block}");
    }
}
