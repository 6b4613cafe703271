//! Policy documents of which parts are not known: what is known decides, and what is not is never taken for nothing.

use super::judge;

const STATEMENTS: &str = r#"
variable "on" {
  type = bool
}
variable "text" {
  type = string
}
variable "texts" {
  type = list(string)
}
variable "any" {
  type = any
}
resource "aws_s3_bucket" "b" {
}
data "aws_iam_policy_document" "tls" {
  statement {
    sid       = "Tls"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.b.arn, "${aws_s3_bucket.b.arn}/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}
resource "aws_s3_bucket_policy" "p" {
  bucket = aws_s3_bucket.b.id
"#;

const DENIES: &str = r#"any([for p in companions("aws_s3_bucket_policy", "bucket") : denies_insecure_transport(policy(p.policy), attrs.bucket)])"#;
const ALLOWS: &str = r#"any([for p in companions("aws_s3_bucket_policy", "bucket") : any([for s in policy(p.policy).statements : actions_allow(s, "s3:GetObject") && is_public_principal(s) && !restricts_access(s)])])"#;

/// Whether plain HTTP is refused to the bucket and whether everybody may read, by the policy and the blocks beside it.
fn judged(policy: &str, beside: &str) -> String {
    let source = format!("{STATEMENTS}  policy = {policy}\n}}\n{beside}");
    [DENIES, ALLOWS].map(|asked| judge("aws_s3_bucket", asked, &source).trim_start_matches("b=").to_owned()).join(" ")
}

/// Of a document with these arguments.
fn document(arguments: &str) -> String {
    judged(
        "data.aws_iam_policy_document.d.json",
        &format!("data \"aws_iam_policy_document\" \"d\" {{\n  {arguments}\n}}\n"),
    )
}

fn merged(list: &str) -> String {
    document(&format!("source_policy_documents = {list}"))
}

#[test]
fn documents_that_are_not_known_hide_statements() {
    assert_eq!(merged("[var.text]"), "unknown unknown");
    assert_eq!(merged("var.texts"), "unknown unknown");
    assert_eq!(merged("[jsonencode(var.any)]"), "unknown unknown");
    assert_eq!(merged("[jsonencode({ Statement = var.any })]"), "unknown unknown");
    assert_eq!(merged("[data.aws_iam_policy_document.tls.json, var.text]"), "pass unknown");
    assert_eq!(document("override_policy_documents = [var.text]"), "unknown unknown");
}

#[test]
fn lists_of_documents_keep_what_they_certainly_hold() {
    let tls = "data.aws_iam_policy_document.tls.json";
    assert_eq!(merged(&format!("compact([\"\", {tls}])")), "pass fail");
    assert_eq!(merged(&format!("sort([{tls}])")), "pass fail");
    assert_eq!(merged(&format!("[for d in [{tls}] : d if d != \"\"]")), "pass fail");
    for list in [
        "compact([TLS, var.text])",
        "compact([TLS, var.on ? var.text : \"\"])",
        "distinct([TLS, var.text])",
        "[for d in [TLS, var.text] : d if d != \"\"]",
        "concat([TLS], var.texts)",
        "concat([TLS], var.any)",
        "toset([TLS, var.text])",
        "flatten([[TLS], [var.text]])",
    ] {
        assert_eq!(merged(&list.replace("TLS", tls)), "pass unknown", "{list}");
    }
    assert_eq!(merged(&format!("sort([{tls}, var.text])")), "unknown unknown");
    assert_eq!(merged(&format!("[for d in [{tls}] : d if var.on]")), "unknown unknown");
}

#[test]
fn statements_that_are_not_known_hide_what_they_say() {
    let everybody = r#"{ Effect = "Allow", Principal = "*", Action = "s3:*", Resource = "*" }"#;
    let json = |statements: &str| judged(&format!("jsonencode({{ Statement = {statements} }})"), "");
    assert_eq!(json("[var.any]"), "unknown unknown");
    assert_eq!(json("[merge({ Effect = \"Allow\" }, var.any)]"), "unknown unknown");
    assert_eq!(json(&format!("[{everybody}, var.any]")), "unknown pass");
    assert_eq!(json(&format!("concat([{everybody}], var.any)")), "unknown pass");
    assert_eq!(json(&format!("[for s in [{everybody}, var.any] : s if s != null]")), "unknown pass");
    assert_eq!(judged(r#""{\"Statement\": [${join(",", var.texts)}]}""#, ""), "unknown unknown");
    let whole = format!("\"{{\\\"Statement\\\": [${{jsonencode(merge({everybody}, {{ Sid = var.text }}))}}]}}\"");
    assert_eq!(judged(&whole, ""), "fail pass");
}

#[test]
fn dynamic_statements_stand_beside_those_that_are_written() {
    let optional = "dynamic \"statement\" {\n    for_each = var.on ? [1] : []\n    content {\n      actions = [\"s3:*\"]\n      resources = [\"*\"]\n    }\n  }\n";
    let everybody = "statement {\n    actions   = [\"s3:*\"]\n    resources = [\"*\"]\n    principals {\n      type = \"*\"\n      identifiers = [\"*\"]\n    }\n  }\n";
    assert_eq!(document(optional), "unknown unknown");
    assert_eq!(document(&format!("{optional}{everybody}")), "unknown pass");
}

/// What replaces a statement of the same name, or may do it.
#[test]
fn statements_with_a_name_may_be_replaced() {
    let tls = "source_policy_documents = [data.aws_iam_policy_document.tls.json]";
    let named = |arguments: &str| document(&format!("{tls}\n  {arguments}"));
    assert_eq!(named(""), "pass fail");
    assert_eq!(named("override_policy_documents = [var.text]"), "unknown unknown");
    assert_eq!(named("override_policy_documents = var.texts"), "unknown unknown");
    assert_eq!(
        named("override_policy_documents = [\"{\\\"Statement\\\": [{\\\"Sid\\\": \\\"Tls\\\"}]}\"]"),
        "fail fail"
    );
    assert_eq!(named("statement {\n    sid = \"Other\"\n    actions = [\"s3:*\"]\n  }"), "pass fail");
    assert_eq!(named("statement {\n    sid = var.text\n    actions = [\"s3:*\"]\n  }"), "unknown unknown");
    let unnamed = "statement {\n    actions = [\"s3:*\"]\n    resources = [\"*\"]\n    principals {\n      type = \"*\"\n      identifiers = [\"*\"]\n    }\n  }\n";
    assert_eq!(document(&format!("{unnamed}  override_policy_documents = [var.text]")), "unknown pass");
}

#[test]
fn principals_and_conditions_that_are_not_known() {
    let statement = |inside: &str| {
        document(&format!("statement {{\n    actions = [\"s3:*\"]\n    resources = [\"*\"]\n    {inside}\n  }}"))
    };
    let everybody = "principals {\n      type = \"*\"\n      identifiers = [\"*\"]\n    }\n";
    assert_eq!(statement("principals {\n      type = var.text\n      identifiers = [\"*\"]\n    }"), "fail unknown");
    assert_eq!(
        statement(&format!(
            "{everybody}    condition {{\n      test = \"StringEquals\"\n      variable = var.text\n      values = [\"o-1\"]\n    }}"
        )),
        "fail unknown"
    );
    assert_eq!(
        statement(&format!(
            "{everybody}    dynamic \"condition\" {{\n      for_each = var.texts\n      content {{\n        test = \"Bool\"\n        variable = \"aws:MultiFactorAuthPresent\"\n        values = [\"true\"]\n      }}\n    }}"
        )),
        "fail unknown"
    );
}

/// Resources by reference, by a name that another value gives, and by a name that nothing gives.
#[test]
fn a_denial_covers_the_bucket_and_its_objects() {
    let resources = |bucket: &str, resources: &str| {
        let source = format!(
            "variable \"text\" {{\n  type = string\n}}\ndata \"aws_caller_identity\" \"me\" {{\n}}\ndata \"aws_partition\" \"p\" {{\n}}\n\
             resource \"aws_s3_bucket\" \"other\" {{\n}}\nresource \"aws_s3_bucket\" \"known\" {{\n  bucket = \"known\"\n}}\n\
             resource \"aws_s3_bucket\" \"b\" {{\n  {bucket}\n  policy = jsonencode({{ Statement = {{ Effect = \"Deny\", Principal = \"*\", \
             Action = \"s3:*\", {resources}, Condition = {{ Bool = {{ \"aws:SecureTransport\" = \"false\" }} }} }} }})\n}}\n\
             resource \"aws_s3_bucket_policy\" \"b\" {{\n  bucket = aws_s3_bucket.b.id\n  policy = \"{{}}\"\n}}\n"
        );
        let judged = judge("aws_s3_bucket", "denies_insecure_transport(policy(attrs.policy), attrs.bucket)", &source);
        judged.split(' ').find_map(|one| one.strip_prefix("b=").map(str::to_owned)).expect("the bucket is judged")
    };
    let by_account = "bucket = \"logs-${data.aws_caller_identity.me.account_id}\"";
    for (bucket, meant) in
        [("bucket = \"data\"", "data"), (by_account, "logs-${data.aws_caller_identity.me.account_id}")]
    {
        for partition in ["aws", "aws-cn", "${data.aws_partition.p.partition}"] {
            let arn = format!("arn:{partition}:s3:::{meant}");
            assert_eq!(resources(bucket, &format!("Resource = [\"{arn}\", \"{arn}/*\"]")), "pass", "{arn}");
            assert_eq!(resources(bucket, &format!("Resource = [\"{arn}\", \"{arn}/a/*\"]")), "fail", "{arn}");
        }
        assert_eq!(resources(bucket, "NotResource = \"arn:aws:s3:::elsewhere/*\""), "pass");
        assert_eq!(resources(bucket, &format!("NotResource = \"arn:aws:s3:::{meant}/a/*\"")), "fail");
        assert_eq!(resources(bucket, "Resource = aws_s3_bucket.known.arn"), "fail");
    }
    assert_eq!(resources("bucket = var.text", "Resource = [\"arn:aws:s3:::a\", \"arn:aws:s3:::a/*\"]"), "unknown");
    assert_eq!(resources("", "Resource = [\"arn:aws:s3:::a\", \"arn:aws:s3:::a/*\"]"), "unknown");
    assert_eq!(resources("", "Resource = \"arn:aws:s3:::*\""), "pass");
    assert_eq!(resources("", "Resource = \"arn:aws:sqs:*:*:a\""), "fail");
    assert_eq!(resources("bucket = \"data\"", "Resource = [\"arn:aws:s3:::data\", var.text]"), "unknown");
    assert_eq!(resources("bucket = \"data\"", "NotResource = var.text"), "unknown");
    assert_eq!(
        resources("bucket = \"data\"", "Resource = [aws_s3_bucket.other.arn, \"${aws_s3_bucket.other.arn}/*\"]"),
        "fail"
    );
}

/// What a document is put through, to have it in one line or to have another one where there is none.
#[test]
fn calls_that_leave_a_document_what_it_is_keep_its_parts() {
    let tls = "data.aws_iam_policy_document.tls.json";
    let written = r#"jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.b.arn, "${aws_s3_bucket.b.arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })"#;
    for document in [tls, written] {
        for call in [
            "try(D, null)",
            "try(D, \"\")",
            "coalesce(D, \"{}\")",
            "replace(D, \"\\n\", \"\")",
            "trimspace(D)",
            "chomp(D)",
            "try(trimspace(D), \"\")",
            "jsonencode(jsondecode(D))",
            "format(\"%s\", D)",
        ] {
            assert_eq!(judged(&call.replace('D', document), ""), "pass fail", "{call}");
        }
        assert_eq!(judged(&format!("replace({document}, \"s3\", \"ec2\")"), ""), "unknown unknown");
    }
    assert_eq!(judged("try(jsonencode(var.any.list), \"{}\")", ""), "unknown unknown");
}

/// Whether a statement that allows an action on a resource opens it, by IAM's wildcards.
fn allowed(action: &str, resource: &str, wanted: &str) -> String {
    let source = format!(
        r#"
variable "text" {{
  type = string
}}
resource "aws_iam_policy" "p" {{
  policy = jsonencode({{ Statement = [{{ Effect = "Allow", Action = "{action}", Resource = "{resource}" }}] }})
}}
"#
    );
    let asked = format!(
        r#"any([for s in policy(attrs.policy).statements : actions_allow(s, "kms:Decrypt") && any([for r in s.resources : iam_match(r, "{wanted}")])])"#
    );
    judge("aws_iam_policy", &asked, &source)
}

#[test]
fn known_parts_of_a_pattern_rule_matches_out() {
    let key = "arn:aws:kms:eu-west-1:111122223333:key/a";
    assert_eq!(allowed("kms:Decrypt", "arn:aws:kms:us-east-1:${var.text}:key/*", key), "p=fail");
    assert_eq!(allowed("kms:Decrypt", "arn:aws:s3:::${var.text}/*", key), "p=fail");
    assert_eq!(allowed("kms:Decrypt", "arn:aws:kms:*:${var.text}:key/b", key), "p=fail");
    assert_eq!(allowed("kms:Decrypt", "arn:aws:kms:eu-west-1:${var.text}:key/*", key), "p=unknown");
    assert_eq!(allowed("kms:Decrypt", "${var.text}", key), "p=unknown");
    assert_eq!(allowed("kms:Decrypt", "*", key), "p=pass");
    assert_eq!(allowed("${var.text}:Get*", "*", key), "p=fail");
    assert_eq!(allowed("s3:${var.text}", "*", key), "p=fail");
    assert_eq!(allowed("KMS:${var.text}", "*", key), "p=unknown");
    assert_eq!(allowed("${var.text}:decrypt", "*", key), "p=unknown");
}
