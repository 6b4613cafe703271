data "aws_iam_policy_document" "base" {
  policy_id = "base"
  statement {
    sid       = "One"
    actions   = ["s3:GetObject"]
    resources = ["*"]
  }
  statement {
    sid         = "Two"
    effect      = "Deny"
    not_actions = ["iam:*", "s3:*", "ec2:*"]
    resources   = ["arn:aws:s3:::b/$${aws:username}/*", "arn:aws:s3:::b/&{aws:username}"]
    not_principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::123456789012:root", "arn:aws:iam::210987654321:root"]
    }
  }
}

data "aws_iam_policy_document" "over" {
  version = "2008-10-17"
  statement {
    sid           = "Two"
    actions       = ["kms:<Decrypt>&"]
    not_resources = ["b", "a", "c"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
    principals {
      type        = "AWS"
      identifiers = ["111111111111", "222222222222"]
    }
    principals {
      type        = "Federated"
      identifiers = ["cognito-identity.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:a"
      values   = ["z", "a"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:b"
      values   = ["one"]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:c"
      values   = []
    }
  }
}

data "aws_iam_policy_document" "merged" {
  source_policy_documents   = [data.aws_iam_policy_document.base.json, jsonencode({ Statement = [{ Effect = "Allow", Action = "a:b", Resource = "*", Principal = { AWS = "123" } }] })]
  override_policy_documents = [data.aws_iam_policy_document.over.json]
  statement {
    actions   = ["x:y"]
    resources = ["*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}

data "aws_iam_policy_document" "empty" {}

resource "aws_iam_policy" "p" {
  for_each = {
    base   = data.aws_iam_policy_document.base.json
    merged = data.aws_iam_policy_document.merged.json
    empty  = data.aws_iam_policy_document.empty.json
    min    = data.aws_iam_policy_document.over.minified_json
  }
  name   = each.key
  policy = each.value
}
