//! Companions of things whose names are known in part.

use super::{VERSIONED, judge, versioning};

/// Two buckets of these names, and a versioning of this bucket.
fn two(a: &str, b: &str, bucket: &str) -> String {
    let buckets = [("a", a), ("b", b)]
        .map(|(label, name)| format!("resource \"aws_s3_bucket\" \"{label}\" {{\n  bucket = {name}\n}}\n"));
    let random = "resource \"random_id\" \"r\" {\n  byte_length = 4\n}\nvariable \"env\" {}\nvariable \"name\" {}\n";
    let source = format!("{random}{}{}", buckets.concat(), versioning(bucket, "\"Enabled\""));
    judge("aws_s3_bucket", VERSIONED, &source)
}

#[test]
fn a_reference_to_one_instance_says_nothing_of_others() {
    for [a, b] in [
        ["\"a-${var.env}\"", "\"b-${var.env}\""],
        ["\"a-${random_id.r.hex}\"", "\"b-${random_id.r.hex}\""],
        ["\"a-${var.env}\"", "\"${var.name}-b\""],
        ["\"a-${var.env}\"", "\"b\""],
    ] {
        for reference in ["aws_s3_bucket.a.id", "aws_s3_bucket.a.bucket"] {
            assert_eq!(two(a, b, reference), "a=pass b=fail", "{a} {b} {reference}");
        }
    }
    assert_eq!(two("var.env", "var.name", "aws_s3_bucket.a.id"), "a=pass b=fail");
}

#[test]
fn known_parts_of_names_tell_things_apart() {
    let env = "\"a-${var.env}\"";
    assert_eq!(two(env, "\"b-${var.env}\"", env), "a=pass b=fail");
    assert_eq!(two("\"${var.env}-a\"", "\"${var.env}-b\"", "\"${var.env}-a\""), "a=pass b=fail");
    assert_eq!(two(env, "\"b-${var.env}\"", "\"a-${var.name}\""), "a=unknown b=fail");
    assert_eq!(two(env, "\"a-${var.name}\"", env), "a=pass b=unknown");
    assert_eq!(two(env, "var.name", env), "a=pass b=unknown");
}

/// The same name in another Region is another thing, and a companion there may mean it by the other one's name.
#[test]
fn a_name_of_another_region_may_be_meant() {
    let source = |provider: &str| {
        format!(
            r#"
variable "env" {{}}
variable "far" {{}}
provider "aws" {{
  region = "us-east-1"
}}
provider "aws" {{
  alias  = "far"
  region = var.far
}}
resource "aws_ecr_repository" "a" {{
  name = "a-${{var.env}}"
}}
resource "aws_ecr_repository" "b" {{
  provider = aws.far
  name     = "a-${{var.env}}"
}}
resource "aws_ecr_lifecycle_policy" "p" {{
  {provider}
  repository = aws_ecr_repository.a.name
  policy     = "x"
}}
"#
        )
    };
    let kept = r#"exists(companions("aws_ecr_lifecycle_policy", "repository"))"#;
    let judged = |provider: &str| judge("aws_ecr_repository", kept, &source(provider));
    assert_eq!(judged(""), "a=pass b=unknown", "the Region that is not known may be the same");
    assert_eq!(judged("provider = aws.far"), "a=pass b=pass");
    let elsewhere = source("").replace("var.far", "\"eu-west-1\"");
    assert_eq!(judge("aws_ecr_repository", kept, &elsewhere), "a=pass b=fail");
}
