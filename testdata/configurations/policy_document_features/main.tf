data "aws_iam_policy_document" "base" {
  policy_id = "base"
  version   = "2008-10-17"
  statement {
    sid       = "A"
    actions   = ["s3:Get*"]
    resources = ["b", "a", "a"]
  }
  statement {
    sid         = "B"
    effect      = "Deny"
    not_actions = ["iam:*", "sts:*"]
    resources   = ["*"]
  }
  statement {
    actions       = ["ec2:*"]
    not_resources = ["arn:aws:ec2:*:*:instance/*"]
  }
}
data "aws_iam_policy_document" "overriding" {
  source_policy_documents   = [data.aws_iam_policy_document.base.json, jsonencode({ Version = "2012-10-17", Statement = [{ Sid = "Json", Effect = "Allow", Action = "sns:Publish", Resource = ["*"], Condition = { StringEquals = { "aws:X" = "1" } } }] })]
  override_policy_documents = [data.aws_iam_policy_document.late.json]
  statement {
    sid       = "B"
    actions   = ["sqs:*"]
    resources = ["*"]
  }
  statement {
    sid     = "C"
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com", "ec2.amazonaws.com"]
    }
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
    not_principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:user/x"]
    }
  }
}
data "aws_iam_policy_document" "late" {
  statement {
    sid       = "A"
    actions   = ["s3:Put*", "s3:Delete*"]
    resources = ["z"]
    condition {
      test     = "IpAddress"
      variable = "aws:SourceIp"
      values   = ["10.0.0.0/8", "192.168.0.0/16"]
    }
    condition {
      test     = "IpAddress"
      variable = "aws:VpcSourceIp"
      values   = ["10.1.0.0/16"]
    }
    condition {
      test     = "Null"
      variable = "aws:PrincipalOrgID"
      values   = [false]
    }
  }
  statement {
    actions   = ["kms:Decrypt"]
    resources = ["&{aws:username}", "<x>"]
  }
}
data "aws_iam_policy_document" "everyone" {
  statement {
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::x/$${aws:username}"]
    condition {
      test     = "NumericLessThan"
      variable = "s3:max-keys"
      values   = [10]
    }
  }
}
data "aws_iam_policy_document" "empty" {}
data "aws_iam_policy_document" "only_sources" {
  source_policy_documents = [data.aws_iam_policy_document.everyone.json, data.aws_iam_policy_document.empty.json]
}
data "aws_iam_policy_document" "many" {
  for_each = { one = ["a"], two = ["b", "c"], none = [] }
  dynamic "statement" {
    for_each = each.value
    content {
      sid       = upper(statement.value)
      actions   = formatlist("s3:%s*", ["List", "Get"])
      resources = [for r in each.value : "arn:aws:s3:::${r}"]
    }
  }
}
resource "aws_iam_policy" "all" {
  for_each = {
    base       = data.aws_iam_policy_document.base.json
    overriding = data.aws_iam_policy_document.overriding.json
    everyone   = data.aws_iam_policy_document.everyone.minified_json
    sources    = data.aws_iam_policy_document.only_sources.json
  }
  name   = each.key
  policy = each.value
}
output "json" { value = [data.aws_iam_policy_document.base.json, data.aws_iam_policy_document.overriding.json, data.aws_iam_policy_document.everyone.minified_json, data.aws_iam_policy_document.empty.json, data.aws_iam_policy_document.only_sources.json] }
output "many" { value = { for name, document in data.aws_iam_policy_document.many : name => document.minified_json } }
