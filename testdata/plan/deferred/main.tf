# Data sources that are read at apply.
resource "aws_kms_key" "k" {}

resource "aws_s3_bucket" "b" {}

data "aws_kms_key" "k" {
  key_id = aws_kms_key.k.id
}

data "aws_iam_policy_document" "late" {
  depends_on = [aws_kms_key.k]
  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = ["*"]
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

data "aws_iam_policy_document" "bucket" {
  override_policy_documents = [data.aws_iam_policy_document.late.json]
  statement {
    sid       = "All"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.b.arn}/*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

resource "aws_s3_bucket_policy" "b" {
  bucket = aws_s3_bucket.b.id
  policy = data.aws_iam_policy_document.bucket.json
}

resource "aws_ebs_volume" "v" {
  availability_zone = "us-east-1a"
  size              = 1
  encrypted         = data.aws_kms_key.k.enabled
  kms_key_id        = data.aws_kms_key.k.arn
}
